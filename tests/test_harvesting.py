"""Clients that others wrote harvest a county from a web server: after any edits their copies are the county's files."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from resync.client import Client

from county import TODAY, County
from harvesters import PORTAL, Harvester, county_at, path_of, served, slugs, write_document, write_unit

EDITS = 20


@contextmanager
def published(root: Path, count: int) -> Iterator[tuple[County, str]]:
    """A county of so many units, built and served."""
    root.mkdir()
    with served(root / "output" / "public") as address:
        county = county_at(root, address, count)
        county.build()
        yield county, address


def harvesters(folder: Path, address: str, count: int) -> list[Harvester]:
    """A client for each unit; the portal lies at the host's root, where many sources are named, so its client is told
    which list to read."""
    portal = Harvester(address, folder / PORTAL / "mirror", ("--sitemap", f"{address}resourcelist.xml"))
    return [portal, *(Harvester(f"{address}{slug}/", folder / slug / "mirror") for slug in slugs(count)[1:])]


@dataclass
class Editors:
    """Random edits of a county: what was withdrawn of each unit is kept in its file."""

    county: County
    dice: random.Random
    units: tuple[str, ...]
    serial: int = 100
    withdrawn: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def edit(self, times: int) -> None:
        """New documents, changed bodies and titles, files of the same size with other bytes, withdrawals."""
        for step in range(times):
            slug = self.dice.choice(self.units)
            known = sorted(int(path.stem[1:]) for path in (self.county.root / path_of(slug, 1)).parent.glob("n*.md"))
            action = ("new", "body", "title", "file", "withdraw")[step % 5]
            if action == "new" or len(known) < 2:
                self.serial += 1
                write_document(self.county, slug, self.serial)
            elif action == "withdraw":
                self._withdraw(slug, self.dice.choice(known))
            elif action == "file":
                number = self.serial = self.serial + 3 - self.serial % 3
                write_document(self.county, slug, number, file=f"项目,数\n甲,{self.dice.randrange(100, 999)}\n")
            else:
                lines = (f"内容概述: 第{step}次",) if action == "title" else ()
                write_document(
                    self.county, slug, self.dice.choice(known), *lines, body=f"第 {self.dice.random()} 次。\n"
                )

    def _withdraw(self, slug: str, number: int) -> None:
        (self.county.root / path_of(slug, number)).unlink()
        self.withdrawn[slug] = (*self.withdrawn.get(slug, ()), f"2026-{number:05d}")
        write_unit(self.county, slug, self.withdrawn[slug])


def test_resync_keeps_five_units_in_sync(tmp_path: Path) -> None:
    """The command as it is installed: baseline; twenty edits with withdrawals; two builds that it sleeps through."""
    with published(tmp_path / "county", 5) as (county, address):
        clients = harvesters(tmp_path / "mirrors", address, 5)
        for client in clients:
            client.run("--baseline")
            assert client.faults() == []
        editors = Editors(county, random.Random(5), slugs(5))
        for builds in ((EDITS,), (7, 7, 7)):
            for day, edits in enumerate(builds):
                editors.edit(edits)
                county.build(today=TODAY + timedelta(days=day))
            for client in clients:
                client.run("--incremental", "--delete")
                assert "IN SYNC" in (told := client.run("--audit")) and "NOT IN SYNC" not in told, told
                assert client.faults() == []


def test_resync_keeps_eighty_units_in_sync(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The same for a whole county, by the client's own library, since eighty processes would take minutes."""
    monkeypatch.chdir(tmp_path)  # where it keeps what it remembers
    caplog.set_level(logging.WARNING, "resync.client")
    with published(tmp_path / "county", 80) as (county, address):
        clients = harvesters(tmp_path / "mirrors", address, 80)
        for each in clients:
            _client(each).baseline_or_audit()
        editors = Editors(county, random.Random(80), slugs(80))
        editors.edit(EDITS)
        county.build()
        for each in clients:
            _client(each).incremental(allow_deletion=True)
        for day in (1, 1, 2):
            editors.edit(40)
            county.build(today=TODAY + timedelta(days=day))
        for each in clients:
            _client(each).incremental(allow_deletion=True)
            caplog.clear()
            _client(each).baseline_or_audit(audit_only=True)
            assert "Status:         IN SYNC" in caplog.text, caplog.text
            assert each.faults() == []


def _client(harvester: Harvester) -> Client:
    client = Client()
    client.set_mappings([harvester.base, str(harvester.mirror)])
    client.sitemap_name = harvester.options[1] if harvester.options else None
    return client


def test_a_harvester_that_begins_late_is_in_sync_too(tmp_path: Path) -> None:
    """A baseline after changes and deletions, then an incremental with nothing new, then one with something."""
    with published(tmp_path / "county", 2) as (county, address):
        editors = Editors(county, random.Random(2), slugs(2)[1:])
        editors.edit(EDITS)
        county.build(today=TODAY)
        client = harvesters(tmp_path / "mirrors", address, 2)[1]
        client.run("--baseline")
        client.run("--incremental", "--delete")
        assert client.faults() == []
        editors.edit(EDITS)
        county.build(today=TODAY)
        client.run("--incremental", "--delete")
        assert client.faults() == []


def test_a_province_finds_its_way_from_the_host(tmp_path: Path) -> None:
    """The host names many sources, so the client is told which one; each unit's own description names but one."""
    with published(tmp_path / "county", 3) as (_, address):
        for slug in slugs(3)[1:]:
            options = ("--capabilitylist", f"{address}{slug}/rs/capabilitylist.xml", "--strictauth")
            client = Harvester(f"{address}{slug}/", tmp_path / "mirrors" / slug / "mirror", options)
            client.run("--baseline")
            assert client.faults() == []
        named = ("--capabilitylist", f"{address}portal/rs/capabilitylist.xml")
        portal = Harvester(address, tmp_path / "mirrors" / PORTAL / "mirror", named)
        portal.run("--baseline")
        assert portal.faults() == []


def test_a_long_list_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list in parts, as very large units have it: read by the client, which reads no change list in parts."""
    monkeypatch.setattr("generator.resource_sync.PART", 3)
    with published(tmp_path / "county", 2) as (county, address):
        editors = Editors(county, random.Random(3), slugs(2)[1:])
        client = harvesters(tmp_path / "mirrors", address, 2)[1]
        client.run("--baseline")
        editors.edit(EDITS)
        county.build(today=date(2026, 11, 30))
        assert (county.public / "zhen01/rs/changelist-0002.xml").exists()
        client.run("--incremental", "--delete")
        assert client.faults() == []
