"""The editions that were made, in `output/editions/`: what is published is compared with them, and put back from them.

`<sequence>.json` is an edition as it is published, `<sequence>.sig` its signature, `lists/<sha-256>.json` the lists
that editions share. They are no caches: numbers go on from them, and so does the chain of digests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from generator import files, ownership
from generator.changes import Item
from generator.edition import (
    SIGNATURE,
    TOP,
    Edition,
    FileList,
    State,
    edition_bytes,
    list_address,
    list_bytes,
    read_edition,
    sections_of,
)
from generator.errors import GeneratorError

KEPT = 30
LIFE = timedelta(hours=48)
RENEWED = LIFE * 3 / 4  # an edition with less life left is renewed: so is every nightly one


class Seal(NamedTuple):
    """Who answers for an edition: `sign` makes the signature of its bytes, `knows` tells whether one is good."""

    sign: Callable[[bytes], bytes]
    knows: Callable[[bytes, bytes], bool]


class Origin(NamedTuple):
    """Whose editions they are: the county by its code and address, the state of its content, and the moment."""

    site: str
    base_url: str
    commit: str
    moment: datetime


class Outline(NamedTuple):
    """An edition without its files: the trees and the digests of the lists by section."""

    trees: dict[str, int]
    lists: dict[str, str]


def folder_of(output: Path) -> Path:
    """Where editions lie."""
    return output / "editions"


def numbers(output: Path) -> list[int]:
    """The numbers of the editions that are kept, the newest first."""
    names = (path.stem for path in folder_of(output).glob("[0-9]*.json"))
    return sorted((int(name) for name in names if name.isdigit()), reverse=True)


def load(output: Path, sequence: int) -> Edition | None:
    """An edition as it was made; None where it is missing, damaged or another county's."""
    try:
        top = top_bytes(output, sequence) or b""
        named = sorted(sections_of(top).items())
        return read(top, tuple((section, _list_place(output, digest).read_bytes()) for section, digest in named))
    except (OSError, GeneratorError):
        return None


def last(output: Path) -> Edition | None:
    """The newest edition that can be read; None where there is none."""
    found = (load(output, sequence) for sequence in numbers(output))
    return next((each for each in found if each is not None), None)


def outlines(output: Path, count: int) -> Iterator[Outline]:
    """The newest editions without their files, the newest first; what cannot be read is passed over."""
    for sequence in numbers(output)[:count]:
        top = top_bytes(output, sequence) or b""
        with suppress(GeneratorError):
            lists = sections_of(top)
            yield Outline(json.loads(top)["trees"], lists)


@lru_cache(maxsize=400)
def listed(output: Path, digest: str) -> FileList:
    """The list that goes by a digest; empty where it is lost or damaged."""
    place = _list_place(output, digest)
    data = place.read_bytes() if place.is_file() else b""
    if sha256(data).hexdigest() != digest:
        return {}
    return {address: State(*row) for address, row in json.loads(data)["files"].items()}


@lru_cache(maxsize=2)
def read(top: bytes, lists: tuple[tuple[str, bytes], ...]) -> Edition:
    """As `read_edition`; what a place shows is most often what was published last, and is not taken apart twice."""
    return read_edition(top, dict(lists))


def top_bytes(output: Path, sequence: int) -> bytes | None:
    """The bytes of an edition as it was published; None where it was not made here, so long ago, or is another
    county's."""
    place = _place(output, sequence)
    top = place.read_bytes() if place.is_file() else None
    return top if top is not None and _is_own(output, top) else None


def _is_own(output: Path, top: bytes) -> bool:
    """No other county's address stands in it; what cannot be read is told apart by whoever takes it apart."""
    try:
        told = json.loads(top)
    except ValueError:
        return True
    address = told.get("base_url") if isinstance(told, dict) else None
    return not isinstance(address, str) or ownership.is_own_address(output, address)


def is_own(output: Path, top: bytes) -> bool:
    """These are the bytes of an edition that was made here and is kept; none of them is read for that."""
    return any(top_bytes(output, sequence) == top for sequence in numbers(output))


def is_fresh(edition: Edition, moment: datetime) -> bool:
    """It need not be renewed yet; what a wrong clock wrote is renewed."""
    try:
        left = datetime.fromisoformat(edition.expires) - moment
    except (ValueError, TypeError):
        return False
    return RENEWED <= left <= LIFE


def following(output: Path, origin: Origin, trees: dict[str, int], lists: dict[str, FileList], above: int) -> Edition:
    """The next edition, with a number above every other that is known of."""
    former = next(iter(numbers(output)), 0)
    before = next((top for each in numbers(output) if (top := top_bytes(output, each)) is not None), None)
    return Edition(
        sequence=max(former, above) + 1,
        previous=sha256(before).hexdigest() if before else "",
        site=origin.site,
        base_url=origin.base_url,
        issued=origin.moment.isoformat(timespec="seconds"),
        expires=(origin.moment + LIFE).isoformat(timespec="seconds"),
        trees=trees,
        lists=lists,
        commit=origin.commit,
    )


def save(output: Path, edition: Edition, seal: Seal | None) -> None:
    """Keep an edition with its lists and its signature; it counts as made once its own file is there."""
    folder = folder_of(output)
    save_lists(output, edition)
    top = edition_bytes(edition)
    if seal is not None:
        files.replace(_signature_place(output, edition.sequence), seal.sign(top))
    files.settle(folder)
    files.replace(_place(output, edition.sequence), top)
    files.settle_names(folder)


def save_lists(output: Path, edition: Edition) -> None:
    """Keep the lists of an edition; one that was lost or damaged since is whole again, for the history of a unit is
    read back from them where its manifests are lost (`recollection.py`)."""
    (folder_of(output) / "lists").mkdir(parents=True, exist_ok=True)
    for listed in edition.lists.values():
        data = list_bytes(listed)
        digest = sha256(data).hexdigest()
        place = _list_place(output, digest)
        if not place.is_file() or files.digest_of(place) != digest:
            files.replace(place, data)


def is_signed(output: Path, sequence: int) -> bool:
    """Its signature is kept."""
    return _signature_place(output, sequence).is_file()


def own_items(output: Path, edition: Edition) -> Iterator[Item]:
    """The files of the edition itself, as they are to be published: lists, edition, signature where there is one."""
    for section, listed in edition.lists.items():
        data = list_bytes(listed)
        digest = sha256(data).hexdigest()
        yield Item(list_address(section), State(len(data), digest), _list_place(output, digest))
    yield _item(TOP, edition_bytes(edition), _place(output, edition.sequence))
    signature = _signature_place(output, edition.sequence)
    if signature.is_file():
        yield _item(SIGNATURE, signature.read_bytes(), signature)


def prune(output: Path) -> None:
    """Remove all but the newest editions, and the lists that none of them names."""
    for sequence in numbers(output)[KEPT:]:
        _place(output, sequence).unlink()
        _signature_place(output, sequence).unlink(missing_ok=True)
    used = {digest for each in outlines(output, KEPT) for digest in each.lists.values()}
    for place in (folder_of(output) / "lists").glob("*.json"):
        if place.stem not in used:
            place.unlink()


def _item(address: str, data: bytes, source: Path) -> Item:
    return Item(address, State(len(data), sha256(data).hexdigest()), source)


def _place(output: Path, sequence: int) -> Path:
    return folder_of(output) / f"{sequence:06d}.json"


def _signature_place(output: Path, sequence: int) -> Path:
    return folder_of(output) / f"{sequence:06d}.sig"


def _list_place(output: Path, digest: str) -> Path:
    return folder_of(output) / "lists" / f"{digest}.json"
