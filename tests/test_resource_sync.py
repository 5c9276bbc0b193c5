"""What harvesters are told of a unit's files: moments, deletions, the span that is remembered, lists in parts."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from county import TODAY, UNIT, UNITS, USCC, County, document
from generator import trees
from generator.files import seal
from generator.ownership import place
from generator.recollection import read_back
from generator.resource_sync import REMEMBERED, Base, History, advance, lists, midnight
from publications import order_of, published_county, send

BASE = Base("https://x.example/")
DAY = date(2026, 11, 23)
RS = "{http://www.openarchives.org/rs/terms/}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def files(**given: str) -> dict[str, tuple[str, int]]:
    """Files by address, whose digest is what is given."""
    return {f"info/{name}.json": (digest, len(digest)) for name, digest in given.items()}


def made(history: History, base: Base = BASE) -> dict[str, str]:
    return dict(lists(history, base))


def changes(history: History) -> dict[str, tuple[str, str]]:
    """The change list: address → what happened, and when."""
    found = re.findall(r"<loc>(.*?)</loc>.*?change=\"(\w+)\" datetime=\"(.*?)\"", made(history)["rs/changelist.xml"])
    return {url.removeprefix(BASE.address): (change, moment) for url, change, moment in found}


# ── history ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_history_has_the_days_of_the_content() -> None:
    days = {"info/a.json": date(2026, 1, 6), "info/b.json": date(2026, 3, 1)}
    found = advance(None, files(a="1", b="2", c="3"), days, DAY)
    moments = {url: state.moment for url, state in found.states.items()}
    assert moments == {
        "info/a.json": "2026-01-06T00:00:00Z",
        "info/b.json": "2026-03-01T00:00:00Z",
        "info/c.json": "2026-03-01T00:00:00Z",
    }
    assert (found.since, found.latest, changes(found)) == (midnight(DAY), "2026-03-01T00:00:00Z", {})


def test_the_same_bytes_leave_the_history_as_it_is() -> None:
    first = advance(None, files(a="1"), {}, DAY)
    assert advance(first, files(a="1"), {}, DAY + timedelta(days=900)) is first


def test_each_build_that_changes_something_has_a_moment_of_its_own() -> None:
    """Also on one day, and when the clock is set back."""
    history = advance(None, files(a="1"), {}, DAY)
    for number, day in enumerate((DAY, DAY, DAY - timedelta(days=9), DAY + timedelta(days=1)), 2):
        before, history = history, advance(history, files(a=str(number)), {}, day)
        assert history.latest > before.latest
        assert changes(history) == {"info/a.json": ("updated", history.latest)}
    assert history.latest == midnight(DAY + timedelta(days=1))


def test_a_day_before_the_history_began_hides_no_change() -> None:
    """Somebody builds for an earlier day: what changes then is listed all the same, in the span that the list tells."""
    history = advance(None, files(a="1"), {"info/a.json": date(2026, 1, 6)}, DAY)
    history = advance(history, files(a="2"), {}, DAY - timedelta(days=3))
    assert changes(history) == {"info/a.json": ("updated", midnight(DAY))}


def test_a_file_stands_once_with_what_happened_last() -> None:
    """A client drops a file that is created and deleted in one span, though it may have fetched it in between."""
    history = advance(None, files(), {}, DAY)
    history = advance(history, files(a="1", b="1"), {}, DAY)
    assert {change for change, _ in changes(history).values()} == {"created"}
    history = advance(history, files(b="2"), {}, DAY)
    assert {url: change for url, (change, _) in changes(history).items()} == {
        "info/a.json": "deleted",
        "info/b.json": "updated",
    }
    history = advance(history, files(a="1", b="2"), {}, DAY)
    assert changes(history)["info/a.json"] == ("created", history.latest)


def test_changes_are_remembered_for_four_hundred_days() -> None:
    """And no longer; but what drops out does so only when something else changes."""
    history = advance(advance(None, files(a="1", b="1"), {}, DAY), files(b="2"), {}, DAY)
    last = DAY + REMEMBERED
    history = advance(history, files(b="2", c="1"), {}, last)
    assert changes(history).keys() == {"info/a.json", "info/b.json", "info/c.json"}
    assert advance(history, files(b="2", c="1"), {}, last + timedelta(days=50)) is history
    history = advance(history, files(b="2", c="2"), {}, last + timedelta(days=1))
    assert changes(history).keys() == {"info/c.json"} and not history.deleted
    assert history.states["info/b.json"].moment == "2026-11-23T00:00:01Z"  # in the resource list for ever


@settings(max_examples=200, deadline=None)
@given(
    some.lists(
        some.tuples(some.dictionaries(some.sampled_from("abcd"), some.sampled_from("123")), some.integers(-3, 30)),
        min_size=1,
        max_size=12,
    ),
    some.integers(0, 11),
)
def test_whoever_missed_builds_is_in_sync_after_the_changes_since(
    builds: list[tuple[dict[str, str], int]], seen: int
) -> None:
    """A mirror of any build, to which the changes from its newest moment on are applied, is the last build; and a
    moment moves exactly when bytes do."""
    history: History | None = None
    states: list[History] = []
    for held, days in builds:
        before, history = history, advance(history, files(**held), {}, DAY + timedelta(days=days))
        states.append(history)
        for url, state in history.states.items():
            old = before.states.get(url) if before else None
            if old is not None:
                assert (old.moment == state.moment) == (old.sha256 == state.sha256)
                assert old.moment <= state.moment
    assert history is not None
    start = states[min(seen, len(states) - 1)]
    mirror, last = dict(start.states), start.latest
    for url, (change, moment) in changes(history).items():
        if moment >= last and change == "deleted":
            mirror.pop(url, None)
        elif moment >= last:
            mirror[url] = history.states[url]
    assert {url: state.sha256 for url, state in mirror.items()} == {f"info/{k}.json": v for k, v in held.items()}


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_long_list_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an index, parts within the limit, and the change list's copy in one piece, as its client wants it."""
    monkeypatch.setattr("generator.resource_sync.PART", 2)
    history = advance(None, files(), {}, DAY)
    history = advance(history, files(a="1", b="1", c="1", d="1", e="1"), {}, DAY)
    found = {url: etree.fromstring(text.encode()) for url, text in made(history).items()}
    for name in ("resourcelist", "changelist"):
        index = found[f"rs/{name}.xml"]
        parts = [each.text.removeprefix(BASE.address) for each in index.iter(f"{MAP}loc")]
        assert parts == [f"rs/{name}-{number:04}.xml" for number in (1, 2, 3)]
        assert [len(found[part].findall(f"{MAP}url")) for part in parts] == [2, 2, 1]
        assert {found[part].find(f"{RS}md").get("capability") for part in parts} == {name}
    assert found["resourcelist.xml"].tag == f"{MAP}sitemapindex"
    assert len(found["changelist.xml"].findall(f"{MAP}url")) == 5


def test_the_portal_keeps_its_lists_in_its_folder_and_the_copies_at_the_root() -> None:
    portal = Base("https://x.example/", "portal/")
    found = made(advance(None, files(a="1"), {}, DAY), portal)
    assert found.keys() == {
        *("portal/rs/resourcelist.xml", "resourcelist.xml"),
        *("portal/rs/changelist.xml", "changelist.xml"),
    }
    assert all(portal.is_list(url) for url in found)
    assert 'href="https://x.example/portal/rs/capabilitylist.xml"' in found["resourcelist.xml"]


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("info/2026-00001.json", True),
        ("info/2026-00001/a.pdf", True),
        ("info/2026-00001/a.html", True),
        ("info/2026-00001.html", False),
        ("data/a.csv", True),
        ("data/a/datapackage.json", True),
        ("data/index.html", False),
        ("catalog.json", False),
        ("assets/a.css", False),
        ("rs/resourcelist.xml", False),
    ],
)
def test_records_attachments_and_data_are_harvested(url: str, wanted: bool) -> None:
    assert BASE.is_resource(url) is wanted
    portal = f"portal/{url}" if url.startswith("data/") else url
    assert Base("https://x.example/", "portal/").is_resource(portal) is wanted


# ── built ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A unit with three documents; the third has an attachment."""
    made = County(tmp_path, ("portal", "jinping"))
    for number in (1, 2):
        made.write(f"content/jinping/gg/n{number}.md", document(f"通知{number}", f"2026-{number:05d}"))
    write_third(made)
    made.build()
    return made


def write_third(county: County, body: str = "正文。\n", cell: str = "1") -> None:
    county.write("content/jinping/gg/b.csv", f"项目,数\n甲,{cell}\n")
    text = document("通知3", "2026-00003", "附件:", "  - 文件: b.csv", body=body)
    county.write("content/jinping/gg/n3.md", text)


def history_of(county: County, slug: str = "jinping") -> History:
    known = trees.latest(county.root / "output", slug)
    assert known is not None and known.history is not None
    return known.history


def rs_files(county: County, units: int = 2) -> dict[str, bytes]:
    found = {path: data for path, data in county.tree().items() if re.search(r"(resource|change)list(-\d+)?.xml", path)}
    assert len(found) == 4 * units
    return found


def test_a_second_build_leaves_every_list_as_it_is(county: County) -> None:
    """The next day too, and with everything made again."""
    before = rs_files(county)
    for day, clean in ((0, False), (1, False), (1, True), (401, True)):
        county.build(today=TODAY + timedelta(days=day), clean=clean)
        assert rs_files(county) == before


def test_a_new_look_changes_pages_and_tells_harvesters_nothing(county: County, repository: Path) -> None:
    """Template and style: no record, no attachment, no list, no feed, no catalogue moves."""
    before = county.tree()
    source = (repository / "themes/default/templates/document.html").read_text("utf-8")
    marked = source.replace("{% block main %}", "{% block main %}<!-- 新 -->")
    county.write("themes/units/jinping/templates/document.html", marked)
    county.write("themes/units/jinping/assets/unit.css", "main { margin: 0 }\n")
    county.build()
    after = county.tree()
    moved = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert len(moved) >= 4 and {Path(path).suffix for path in moved} <= {".html", ".css"}
    assert not history_of(county).deleted and not any(each.change for each in history_of(county).states.values())


def test_moments_move_when_bytes_do_and_only_then(county: County) -> None:
    """A file of the same size with other bytes is another; one that was only touched is not."""
    before = history_of(county)
    write_third(county, cell="2")
    (county.root / "content/jinping/gg/n1.md").touch()
    county.build()
    after = history_of(county)
    moved = {url for url, state in after.states.items() if state != before.states[url]}
    assert moved == {"info/2026-00003/b.csv"}
    assert after.states["info/2026-00003/b.csv"].size == before.states["info/2026-00003/b.csv"].size


def test_only_the_lists_of_the_unit_are_written(county: County) -> None:
    before = rs_files(county)
    write_third(county, body="改。\n")
    county.build()
    after = rs_files(county)
    assert {path.split("/")[0] for path in after if after[path] != before[path]} == {"jinping"}


def test_whatever_disappears_is_told_as_deleted(county: County) -> None:
    """Withdrawn, renumbered, ended: the record, or the attachment, is a deletion."""
    name, kind, region = UNITS["jinping"]
    unit = UNIT.format(name=name, kind=kind, region=region, uscc=USCC["jinping"])
    gone = f"撤下:\n  - {{索引号: {USCC['jinping']}/2026-00001, 日期: 2026-11-23, 理由: 重复发布}}\n"
    county.write("content/jinping/unit.yaml", unit + gone)
    (county.root / "content/jinping/gg/n1.md").unlink()
    former = f"原索引号: {USCC['jinping']}/2026-00002"
    county.write("content/jinping/gg/n2.md", document("通知2", "2026-00012", former))
    text = document("通知3", "2026-00003", "公示截止: 2026-11-20", "附件:", "  - 文件: b.csv")
    county.write("content/jinping/gg/n3.md", text)
    county.build()
    found = history_of(county)
    assert set(found.deleted) == {"info/2026-00001.json", "info/2026-00002.json", "info/2026-00003/b.csv"}
    assert {url: state.change for url, state in found.states.items()} == {
        "info/2026-00003.json": "updated",
        "info/2026-00012.json": "created",
    }


def test_a_withheld_document_is_neither_deleted_nor_changed(county: County) -> None:
    """A fault in the file: page, record and attachment stay as they were published last, and so does what is told."""
    before = rs_files(county)
    county.write("content/jinping/gg/n3.md", "---\n标题：坏了\n---\n")
    county.build()
    assert rs_files(county) == before
    assert (county.public / "jinping/info/2026-00003/b.csv").exists()


def test_a_body_that_cannot_be_rendered_leaves_record_and_attachment_with_its_page(county: County) -> None:
    """It is found while its new record may be written already, in whatever order; nothing of it is harvested."""
    before, told = rs_files(county), history_of(county)
    tree = county.tree()
    write_third(county, body="字" * 400_000, cell="2")
    report = county.build()
    assert any(each.code == "F209" for each in report.findings())
    assert rs_files(county) == before and history_of(county) == told
    own = [path for path in tree if path.startswith("jinping/info/2026-00003")]
    assert len(own) == 3 and all(county.tree()[path] == tree[path] for path in own)
    county.write("content/jinping/gg/n4.md", document("新", "2026-00004", body="字" * 400_000))
    county.build()
    assert history_of(county) == told


@pytest.mark.parametrize("number", [2, 99])
def test_a_manifest_of_another_format_begins_a_new_history(county: County, number: int) -> None:
    """Of the format before, what is published is known none the less: a faulty document keeps its files."""
    write_third(county, body="改。\n")
    county.build()
    assert any(state.change for state in history_of(county).states.values())
    (path,) = sorted((county.root / "output/units/jinping").glob("*.json"))[-1:]
    data = json.loads(path.read_bytes().partition(b"\n")[2])  # behind its checksum
    del data["history"]
    seal(path, json.dumps({**data, "format": number}).encode(), place(county.root / "output", f"jinping/{path.name}"))
    county.write("content/jinping/gg/n3.md", "---\n标题：坏了\n---\n")
    county.build(clean=True)
    assert not any(state.change for state in history_of(county).states.values())
    assert ("info/2026-00003.json" in history_of(county).states) is (number == 2)


def harvested_county(root: Path) -> County:
    """A county that has published a change and a deletion, the day after its first build."""
    county = published_county(root, documents=3)
    county.write("content/jinping/gg/n1.md", document("改了", "2026-00001"))
    (county.root / "content/jinping/gg/n2.md").unlink()
    county.build(today=TODAY + timedelta(days=1))
    send(order_of(county), root / "www/county")
    return county


def test_where_every_manifest_is_lost_the_published_lists_still_tell(tmp_path: Path) -> None:
    """Deletions, moments and what is remembered: harvesters are told nothing new. A list with other bytes than were
    published is not believed."""
    county = harvested_county(tmp_path)
    before = rs_files(county, 3)
    for damaged in (False, True):
        for path in county.root.glob("output/units/jinping/*.json"):
            path.write_bytes(b"x")
        if damaged:
            for path in county.root.glob("output/units/jinping/*/rs/changelist.xml"):
                path.write_bytes(path.read_bytes().replace(b"2026-11-24", b"2026-11-22"))
        county.build(today=TODAY + timedelta(days=2))
        assert (rs_files(county, 3) == before) is not damaged


def test_where_the_newest_manifest_is_lost_an_older_one_does_not_tell(tmp_path: Path) -> None:
    """What was published since the older tree would be told once more, under another day."""
    county = harvested_county(tmp_path)
    before = rs_files(county, 3)
    *older, newest = sorted(county.root.glob("output/units/jinping/*.json"))
    newest.write_bytes(b"x")
    county.build(today=TODAY + timedelta(days=2))
    assert older and rs_files(county, 3) == before


@given(some.lists(some.dictionaries(some.sampled_from("abcd"), some.sampled_from("123")), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_lists_say_all_that_the_history_does(steps: list[dict[str, str]]) -> None:
    """Read back, they come out as they were."""
    history = None
    for number, step in enumerate(steps):
        history = advance(history, files(**step), {}, DAY + timedelta(days=number))
    assert history is not None
    again = read_back(tuple(text for url, text in lists(history, BASE) if "rs/" in url), BASE)
    assert again is not None and made(again) == made(history)


def test_a_damaged_list_is_made_again(county: County) -> None:
    before = rs_files(county)
    target = county.public / "jinping/rs/changelist.xml"
    target.unlink()
    county.write("content/jinping/gg/n1.md", document("通知1", "2026-00001"))
    county.build()
    assert rs_files(county) == before


def test_a_unit_in_batches_tells_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    for number in range(1, 20):
        county.write(f"content/jinping/gg/n{number}.md", document(f"通知{number}", f"2026-{number:05d}"))
    county.build()
    before = rs_files(county)
    shutil.rmtree(county.root / "output")
    monkeypatch.setattr("generator.section.BATCH", 5)
    county.build(processes=2)
    assert rs_files(county) == before
