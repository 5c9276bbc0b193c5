"""`gongkai federate`: every planted fault is told with unit, file and line, and nothing else is."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from benchmarks.published import TODAY, county, unit, write
from conftest import TODAY as EXAMPLE_DAY
from conftest import Workspace
from federated import PLANTS, Seeded, seeded
from generator.federation import writing
from generator.federation.answers import Folder
from generator.federation.province import Asked, Federation, federate
from generator.federation.ruling import catalogue
from generator.federation.state import State
from generator.workers import Serial

NOTHING = State()


def harvested(
    root: Path, before: State = NOTHING, workspace: bool = True, accepted: tuple[str, ...] = ()
) -> Federation:
    asked = Asked(TODAY, before, frozenset(accepted), root if workspace else None)
    return federate(Folder(str(root / "public")), asked, Serial(), lambda *told: None)


def told(found: Federation) -> list[tuple[str, str, str, int]]:
    return [(each.unit, each.finding.code, each.finding.path, each.finding.line) for each in found.every_fault()]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Seeded, Federation]:
    made = seeded(tmp_path_factory.mktemp("seeded"))
    return made, harvested(made.root)


def test_a_county_without_a_fault_passes(tmp_path: Path) -> None:
    write(tmp_path, county(80, 12).values())
    found = harvested(tmp_path)
    assert told(found) == [] and not found.incomplete
    assert {unit.status for unit in found.units} == {"ok"} and found.tally.added == found.tally.total == 960


def test_every_planted_fault_is_told_at_its_place(planted: tuple[Seeded, Federation]) -> None:
    made, found = planted
    assert len(made.sown) >= 25
    missing = [each for each in made.sown if (each.unit, each.code, each.path, each.line) not in told(found)]
    assert missing == []


def test_nothing_else_is_told(planted: tuple[Seeded, Federation]) -> None:
    made, found = planted
    meant = Counter((each.unit, code) for each in made.sown for code in (each.code, *each.more))
    assert Counter((unit, code) for unit, code, *_ in told(found)) - meant == Counter()
    clean = {unit.slug for unit in found.units} - {each.unit for each in made.sown}
    assert len(clean) >= 20 and all(unit.status == "ok" for unit in found.units if unit.slug in clean)


def test_every_rule_has_its_plant() -> None:
    """But those that need a former round, the county's own files, or a network: they are tried below."""
    apart = {"H207", "H208", "H306", "H603", "H606", "H806", "H807", "H808", "H809", "H901", "H911", "H912", "H913"}
    assert {plant.code for plant in PLANTS} | apart == {each.code for each in catalogue()}
    assert not apart & {plant.code for plant in PLANTS}


def test_without_the_workspace_the_file_is_still_named(planted: tuple[Seeded, Federation]) -> None:
    made, _ = planted
    found = told(harvested(made.root, workspace=False))
    assert {line for *_, line in found} == {1}
    assert {(each.unit, each.code, each.path, 1) for each in made.sown} <= set(found)


def test_a_shared_index_number_names_both_owners(planted: tuple[Seeded, Federation]) -> None:
    _, found = planted
    (shared,) = (each for each in found.every_fault() if each.finding.code == "H804")
    assert "示例县人民政府" in shared.finding.message and "content/portal/gg/n3.md" in shared.finding.message
    assert shared.finding.path.startswith(f"content/{shared.unit}/")


@pytest.mark.parametrize(
    ("code", "name", "old", "new"),
    [
        ("H603", "units/index.html", "u002/", "u001/"),
        ("H606", "units/index.html", "</body>", '<a href="../nowhere/index.html">乙</a></body>'),
        ("H806", "catalog.json", '"count":12', '"count":13'),
        ("H806", "catalog.json", '"slug":"u001"', '"slug":"u009"'),
        ("H808", "units.json", '"slug":"u001"', '"slug":"../u001"'),
        ("H808", "units.json", '"url":"https://www.county.example/u001/"', '"url":"https://www.county.example/u001"'),
        ("H809", ".well-known/resourcesync", "u001/rs", "u001/x"),
        ("H809", "sitemap.xml", "u002/sitemap", "u002/x"),
        ("H912", ".well-known/resourcesync", "", None),
        ("H912", "sitemap.xml", "", None),
        ("H913", "sitemap.xml", "</sitemapindex>", ""),
        ("H912", "catalog.json", "", None),
        ("H912", "units/index.html", "", None),
        ("H912", "units.json", "", None),
        ("H913", "catalog.json", "}", ""),
        ("H913", "units.json", "{", "["),
    ],
)
def test_files_of_the_county(tmp_path: Path, code: str, name: str, old: str, new: str | None) -> None:
    write(tmp_path, county(3, 12).values())
    path = tmp_path / "public" / name
    text = path.read_text("utf-8")
    path.unlink() if new is None else path.write_text(text.replace(old, new, 1), "utf-8")
    found = harvested(tmp_path)
    assert old in text and {each.finding.code for each in found.faults} == {code}


HOSTILE = (
    ("units.json", '{"county": [], "units": [7, {"slug": "a", "name": "\\ud800\\u0007", "url": "https://[/"}, {}]}'),
    ("units.json", "[" * 100_000),
    ("u001/catalog.json", '{"count": "x", "documents": [[], {"record": 5}, {"record": "https://[", "title": {}}]}'),
    ("u001/catalog.json", '{"documents": {"a": 1}, "withdrawn": [{"identifier": {}}], "renumbered": 3}'),
    (
        "u001/info/2018-00001.json",
        '{"identifier": 5, "title": [], "url": "http://[x", "attachments": [1, {}]}',
    ),
    ("u001/info/2018-00001.json", '{"date_published": {"a": 1}, "unit": "x", "source": "../../etc/passwd"}'),
    ("u001/rs/resourcelist.xml", '<!DOCTYPE x [<!ENTITY a "b">]><urlset>&a;</urlset>'),
    ("u001/rs/resourcelist.xml", "<urlset><url/><url><loc/></url></urlset>"),
    ("u001/rs/capabilitylist.xml", "<a>" * 100_000),
    ("u001/feed.atom", "<feed><entry/><link rel='prev-archive' href='https://['/></feed>"),
    ("u001/sitemap.xml", "<sitemapindex><sitemap><loc>../../../../etc/passwd</loc></sitemap></sitemapindex>"),
    ("u001/data.json", '{"dataset": [{"distribution": [{"downloadURL": []}, 5]}, 6]}'),
    ("u001/data/village/datapackage.json", '{"resources": [{"path": {}, "schema": []}]}'),
    ("u001/index.html", "<!--" * 200_000 + "<a " * 200_000),
)


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=[name for name, _ in HOSTILE])
def test_whatever_is_published_the_round_ends_and_says_so(tmp_path: Path, number: int) -> None:
    name, text = HOSTILE[number]
    write(tmp_path, county(3, 12).values())
    path = tmp_path / "public" / name
    assert path.exists()
    path.write_text(text, "utf-8")
    found = harvested(tmp_path)
    assert found.every_fault()
    assert all(unit.status == "ok" for unit in found.units if unit.slug not in ("u001", "a"))
    writing.write(tmp_path / "out", found, {})


def test_a_unit_with_a_host_of_its_own_lies_in_a_folder_of_the_copy(tmp_path: Path) -> None:
    made = county(3, 12)
    made["u001"] = unit("u001", 1, 12, "https://u001.example/")
    write(tmp_path, made.values())
    assert (tmp_path / "public/u001/catalog.json").exists()
    found = harvested(tmp_path)
    assert told(found) == [] and found.tally.added == 36
    (tmp_path / "public/u001/info/2018-00001.json").unlink()
    assert ("u001", "H902", "content/u001/gg/n1.md", 1) in told(harvested(tmp_path))


def test_the_example_county_is_harvested_without_a_fault(county: Workspace) -> None:
    """What this program publishes passes what it asks of others."""
    asked = Asked(date.fromisoformat(EXAMPLE_DAY), NOTHING, workspace=county.root)
    found = federate(Folder(str(county.public.resolve())), asked, Serial(), lambda *told: None)
    assert told(found) == [] and found.tally.added == found.tally.total > 1000
