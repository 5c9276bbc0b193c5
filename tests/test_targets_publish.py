"""The publish stage with every kind of hosting: a county goes out, an edit, and a break in the middle of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.grounds import KINDS, Ground
from generator.changes import Change
from generator.choice import Order
from generator.errors import GeneratorError
from generator.publish import Report, publish
from generator.targets import Place, Progress, Settings
from publications import edit, names, order_of, published_county
from servers import started

BYTES = {"rsync": 200, "sftp": 9000, "ftp": 1500, "ftps": 9000, "s3": 6000, "git": 200}  # into what makes public
FOLDER = ".well-known/gongkai/"


def sent(order: Order, place: Ground) -> Report:
    return publish(order, place.target, place.settings("county"), lambda _done, _all: None)


def shown(place: Ground) -> dict[str, bytes]:
    return {address: data for address, data in place.live("county").items() if not address.startswith(FOLDER)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_county_goes_out_and_an_edit_after_it(kind: str, tmp_path: Path) -> None:
    county = published_county(tmp_path)
    with started(kind, tmp_path / "server") as place:
        sent(order_of(county), place)
        assert shown(place) == county.tree()
        before = county.tree()
        edit(county, "jinping", 1, "改了")
        report = sent(order_of(county), place)
        after = county.tree()
        assert set(names(report)) == {address for address in after if before.get(address) != after[address]}
        assert shown(place) == after
        again = sent(order_of(county), place)
        assert (again.change.uploads, again.sent) == ((), 0)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_broken_off_while_it_was_made_public_is_finished_by_the_next_publication(
    kind: str, tmp_path: Path
) -> None:
    county = published_county(tmp_path)
    with started(kind, tmp_path / "server") as place:
        sent(order_of(county), place)
        before = county.tree()
        edit(county, "jinping", 1, "改了")
        with pytest.raises(GeneratorError):
            publish(order_of(county), _CutAtCommit(place), place.settings("county", attempts=1), _silent)
        place.wire.whole()
        halfway = shown(place)
        after = county.tree()
        assert all(data in (before.get(address), after.get(address)) for address, data in halfway.items())
        report = sent(order_of(county), place)
        assert shown(place) == after
        assert len(report.change.uploads) < len(after) / 2, "the rest is planned, not everything"


class _CutAtCommit:
    """A kind of hosting whose wire is cut while an edition is made public, after half of the bytes that this takes."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.KIND = ground.target.KIND
        self.OPTIONS, self.SECRETS = ground.target.OPTIONS, ground.target.SECRETS

    @contextmanager
    def open_place(self, settings: Settings) -> Iterator[Place]:
        with self.ground.target.open_place(settings) as place:
            yield _Breaking(self.ground, place)


@dataclass
class _Breaking:
    ground: Ground
    place: Place

    def receipt(self, address: str, most: int) -> bytes | None:
        return self.place.receipt(address, most)

    def send(self, change: Change, progress: Progress) -> int:
        return self.place.send(change, progress)

    def commit(self, change: Change) -> None:
        self.ground.wire.cut_after(BYTES[self.ground.kind])
        self.place.commit(change)

    def tidy(self, change: Change) -> None:
        self.place.tidy(change)


def _silent(_done: int, _all: int) -> None:
    """Says nothing."""
