"""R18: pages that vanish, and overrides that nobody reviewed, stop a publication until somebody says it is meant."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from county import County, document, without_history
from crawl import crawl, expect
from generator import overrides
from generator.check import codes_of_errors
from generator.edition import Edition, State
from generator.pruning import RELEASES_KEPT
from generator.safeguards import ALL, Consent, Refused, trips
from page_rules import Expectation
from publications import edit, names, order_of, published_county, send, shown, withdraw


def _edition(**counts: int) -> Edition:
    lists = {slug: {f"{slug}/{n}.html": State(1, "0" * 64) for n in range(count)} for slug, count in counts.items()}
    return Edition(1, "", "", "", "", "", dict.fromkeys(counts, 1), lists)


@pytest.mark.parametrize(
    ("before", "after", "stopped"), [(100, 80, []), (100, 79, ["one"]), (10, 9, []), (3, 2, ["one"])]
)
def test_more_than_a_fifth_is_too_many(before: int, after: int, stopped: list[str]) -> None:
    """Of a unit; the county has many more pages."""
    found = trips(_edition(one=before, two=1000), _edition(one=after, two=1000).lists, {}, Consent())
    assert [each.section for each in found] == stopped


def test_the_county_as_a_whole() -> None:
    """Every unit may lose a little, and all together too much; pages that come make up for none in a unit."""
    shrunk = _edition(one=80, two=80, three=79)
    assert [each.section for each in trips(_edition(one=100, two=100, three=100), shrunk.lists, {}, Consent())] == [
        "three",
        ALL,
    ]
    accepted = Consent(frozenset({"three"}))
    assert not trips(_edition(one=100, two=100, three=100), shrunk.lists, {}, accepted), "what was accepted is meant"
    halved = _edition(one=50, two=50, three=79)
    found = trips(_edition(one=100, two=100, three=100), halved.lists, {}, Consent(frozenset({"one"})))
    assert [each.section for each in found] == ["three", "two", ALL]
    assert not trips(_edition(one=100, two=100, three=100), shrunk.lists, {}, Consent(frozenset({ALL})))
    assert not trips(None, shrunk.lists, {}, Consent()), "a place that shows nothing loses nothing"


def test_a_drop_is_refused_until_accepted(tmp_path: Path) -> None:
    """Nothing is sent, and what stops it is told with what to do."""
    county = published_county(tmp_path, documents=40)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    before = shown(folder)
    withdraw(county, "jinping", range(1, 31))
    with pytest.raises(Refused) as caught:
        send(order_of(county), folder)
    assert caught.value.trips[0].section == "jinping"
    assert "减到" in str(caught.value) and "--accept jinping" in str(caught.value)
    assert shown(folder) == before
    send(order_of(county, consent=Consent(frozenset({"jinping"}))), folder)
    assert shown(folder) == county.tree()


def of(tree: dict[str, bytes], slug: str) -> dict[str, bytes]:
    """The files of a unit."""
    return {address: data for address, data in tree.items() if address.startswith(f"{slug}/")}


def dead_links(folder: Path, judge: Expectation) -> list[str]:
    """Every link of the pages that lead nowhere, and every address of feeds, maps and lists of the county that does."""
    current = folder if (folder / "index.html").exists() else folder / "current"
    faults = [f"{each.page}: {each.detail}" for each in crawl(current, judge).faults if each.rule.startswith("dead")]
    for name in ("feed.atom", "sitemap.xml", "sitemap-county.xml", "catalog.json", "units.json"):
        text = (current / name).read_text("utf-8") if (current / name).exists() else ""
        named = set(re.findall(r"https://www\.county\.example/([a-z/]*info/[^<\"#?{]+)", text))
        faults += [f"{name}: {each}" for each in sorted(named) if not (current / each).exists()]
    return faults


def test_a_vanished_unit_is_refused_or_held_back(tmp_path: Path) -> None:
    """With `hold_back` it stays as it was, file by file, while the others go out."""
    county = published_county(tmp_path, documents=20)
    folder, judge = tmp_path / "www/county", expect(county.root)
    send(order_of(county), folder)
    before = shown(folder)
    shutil.rmtree(county.root / "content/jinping")
    edit(county, "caizhengju", 1, "改了")
    with pytest.raises(Refused, match="单位不见了"):
        send(order_of(county), folder)
    report = send(order_of(county, hold_back=True), folder)
    assert "单位不见了" in report.held["jinping"].why
    after = shown(folder)
    own = {address: data for address, data in before.items() if address.startswith("jinping/")}
    assert own and {address: after[address] for address in own} == own
    assert of(after, "caizhengju") == of(county.tree(), "caizhengju")
    assert b"jinping/" in after["index.html"] and b"jinping/" not in county.tree()["index.html"], "it is still there"
    assert not dead_links(folder, judge)
    again = send(order_of(county, hold_back=True), folder)
    assert not again.change.uploads and "jinping" in again.held
    send(order_of(county, consent=Consent(frozenset({ALL}))), folder)
    left = {address for address in shown(folder) if address.startswith("jinping/")}
    assert left and all(address.startswith("jinping/assets/") for address in left), "styles, for pages that are open"
    assert {address: data for address, data in shown(folder).items() if address not in left} == county.tree()


def test_a_unit_that_cannot_be_built_stays_and_the_others_go(tmp_path: Path) -> None:
    """R14: one of many is broken; its last tree stays public without anybody's doing."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    before = shown(folder)
    county.write("content/jinping/unit.yaml", "名称: 坏了\n  坏: [\n")
    edit(county, "caizhengju", 1, "改了")
    report = send(order_of(county), folder)
    assert not report.held and "caizhengju/info/2026-00001.html" in names(report)
    after = shown(folder)
    assert {each: after[each] for each in before if each.startswith("jinping/")} == {
        each: before[each] for each in before if each.startswith("jinping/")
    }


def _with_override(county: County, number: int) -> None:
    """A document with an error that somebody waives."""
    text = document(f"通知{number}", f"2026-{number:05d}", "发文字号: 锦政发[26]8号")
    county.write(f"content/jinping/gg/n{number}.md", text)
    waivers = county.root / "content/jinping/waivers.yaml"
    before = waivers.read_text("utf-8") if waivers.exists() else "豁免:\n"
    row = f"  - {{代码: D102, 文件: gg/n{number}.md, 理由: 原件如此, 批准人: 李某, 到期: 2027-01-01}}\n"
    county.write("content/jinping/waivers.yaml", before + row)
    county.build()


def _unseen(county: County) -> dict[str, tuple[str, ...]]:
    return overrides.unreviewed(county.root / "output", ("jinping", "caizhengju", "portal"), codes_of_errors())


def test_an_override_waits_for_a_review(tmp_path: Path) -> None:
    """Of errors only, once each; the reviewer is remembered, and a new one is asked about again."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    _with_override(county, 1)
    found = _unseen(county)
    assert list(found) == ["jinping"] and "李某" in found["jinping"][0]
    with pytest.raises(Refused, match="没有复核") as caught:
        send(order_of(county, overrides=found), folder)
    assert "--reviewed" in str(caught.value)
    held = send(order_of(county, overrides=found, hold_back=True), folder)
    assert "没有复核" in held.held["jinping"].why and not any(each.startswith("jinping/") for each in names(held))
    send(order_of(county, overrides=found, consent=Consent(reviewer="张某")), folder)
    assert shown(folder) == county.tree()
    overrides.review(county.root / "output", found, "张某")
    assert _unseen(county) == {}
    _with_override(county, 2)
    assert len(_unseen(county)["jinping"]) == 1


def test_an_unchanged_unit_is_not_asked_about(tmp_path: Path) -> None:
    """What the place shows already needs no review again, even where the note of it is lost."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    _with_override(county, 1)
    send(order_of(county, overrides=_unseen(county), consent=Consent(reviewer="张某")), folder)
    edit(county, "caizhengju", 1, "改了")
    assert names(send(order_of(county, overrides=_unseen(county)), folder))


def test_unknown_overrides_are_not_taken_for_none(tmp_path: Path) -> None:
    """Without the note of a unit nobody can tell: it is built first, or answered for."""
    county = published_county(tmp_path)
    (county.root / "output/state/jinping.account").unlink()
    with pytest.raises(Refused, match="不知道有哪些豁免"):
        send(order_of(county, overrides=_unseen(county)), tmp_path / "www/county")


def tables(tree: dict[str, bytes], *slugs: str) -> list[str]:
    """What the county's search knows of units: the days and columns of their documents."""
    lines = tree["search/county.js"].decode().split("\n")
    return [line.rstrip(",") for slug in slugs for line in lines if line.startswith(f'"{slug}":[')]


def test_with_one_unit_the_county_tells_of_what_the_place_will_show(tmp_path: Path) -> None:
    """What another unit has made meanwhile, and nobody sent, is neither found nor announced; what was withdrawn in the
    unit that was sent is found no more."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    before = shown(folder)
    text = document("没有送的", "2026-00099", slug="caizhengju").replace("发布日期: 2026-01-06", "发布日期: 2026-02-02")
    county.write("content/caizhengju/gg/y.md", text)
    county.register("caizhengju")
    withdraw(county, "jinping", (1,))
    report = send(order_of(county, only=frozenset({"jinping"})), folder)
    there = shown(folder)
    assert "jinping/info/2026-00001.html" not in there and not report.held
    (kept, sent), (old, former), (new, _) = (
        tables(each, "caizhengju", "jinping") for each in (there, before, county.tree())
    )
    assert kept == old != new and sent != former
    assert "没有送的".encode() not in there["feed.atom"] and "没有送的".encode() in county.tree()["feed.atom"]
    assert not dead_links(folder, expect(county.root))
    again = send(order_of(county, only=frozenset({"jinping"})), folder)
    assert not again.change.uploads and not again.change.removals
    send(order_of(county), folder)
    assert shown(folder) == county.tree()


def test_a_search_that_nobody_can_make_stays_and_that_is_told(tmp_path: Path) -> None:
    """The trees that the place shows of the other units are gone here: nobody knows what is found there."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    edit(county, "caizhengju", 1, "一")
    edit(county, "jinping", 1, "二")
    shutil.rmtree(county.root / "output/units/caizhengju/000001")
    report = send(order_of(county, only=frozenset({"jinping"})), folder)
    assert report.held.keys() == {"_county", "_search", "portal"} and "先发布全县" in report.held["_search"].advice
    assert "二".encode() in shown(folder)["jinping/info/2026-00001.html"]


def test_nothing_leads_to_what_a_held_section_does_not_show(tmp_path: Path) -> None:
    """A new document of it is on no list, not on the portal's home, in no feed; what others have withdrawn in the same
    night is on none either. The next time nothing is sent; once it may go out, all is as it is here."""
    county = published_county(tmp_path)
    folder, held = tmp_path / "www/county", {"jinping": ("豁免",)}
    send(order_of(county), folder)
    text = document("不该先看到的", "2026-00099").replace("发布日期: 2026-01-06", "发布日期: 2026-02-02")
    county.write("content/jinping/gg/y.md", text)
    county.register()
    withdraw(county, "caizhengju", (1,))
    assert "不该先看到的".encode() in county.tree()["index.html"]
    for _ in range(2):
        report = send(order_of(county, overrides=held, hold_back=True), folder)
        assert report.held.keys() == {"jinping"} and not dead_links(folder, expect(county.root))
        there = shown(folder)
        assert not any("不该先看到的".encode() in data for data in there.values())
        assert "caizhengju/info/2026-00001.html" not in there
    assert not report.change.uploads and not report.change.removals
    county.write("content/portal/ggxx/xjgg/n1.md", document("门户改了", "2026-00001", slug="portal"))
    unbuilt = send(order_of(county, overrides=held, hold_back=True), folder)
    assert not unbuilt.change.uploads, "what nobody has built is not sent"
    for number in range(RELEASES_KEPT + 1):
        edit(county, "caizhengju", 2, str(number))
    report = send(order_of(county, overrides=held, hold_back=True), folder)
    assert report.held.keys() == {"jinping"}, "what is held there for long is still known here"
    assert not dead_links(folder, expect(county.root))
    send(order_of(county), folder)
    assert shown(folder) == county.tree()


def test_nothing_leads_to_what_a_failed_section_does_not_show(tmp_path: Path) -> None:
    """It is read with a new document, and cannot be made: the others are public as if nobody had written that; the same
    where it was only not asked for."""
    county = published_county(tmp_path)
    judge = expect(county.root)
    text = document("还没有页面", "2026-00099").replace("发布日期: 2026-01-06", "发布日期: 2026-02-02")
    county.write("content/jinping/gg/y.md", text)
    county.register()
    county.build("portal", "caizhengju")
    assert not dead_links(county.public, judge) and "还没有页面".encode() not in county.tree()["index.html"]
    bad = county.write("themes/units/jinping/templates/document.html", "{{ wrong( }}")
    report = county.build()
    assert [each.slug for each in report.units if each.broken] == ["jinping"]
    assert not dead_links(county.public, judge) and "还没有页面".encode() not in county.tree()["index.html"]
    bad.unlink()
    county.build()
    whole = county.tree()
    assert not dead_links(county.public, judge) and "还没有页面".encode() in whole["index.html"]
    shutil.rmtree(county.root / "output")
    county.build()
    assert without_history(county.tree()) == without_history(whole)
