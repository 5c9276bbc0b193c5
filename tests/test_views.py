"""What pages a unit has and what each of them depends on: payloads, pagination, relations, tombstones, samples."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from inspect import getfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.codec import canonical
from generator.fragments import Memo
from generator.gate import faults
from generator.layers import chain, stamp
from generator.model import (
    Attachment,
    Body,
    ColumnRole,
    ColumnStatus,
    Count,
    Entry,
    Leader,
    Letter,
    Letters,
    Meeting,
    Meetings,
    Mount,
    Openness,
    Page,
    RequestChannel,
    Unit,
    UnitContent,
    Validity,
    Villages,
    VillageYear,
    VisitMonth,
    Visits,
)
from generator.plan import Plan, digest, plan, plan_county
from generator.records import record_url
from generator.render import render, writers
from generator.shelf import collect
from generator.theme import open_theme
from specimens import TODAY, column, content, county, document, documents, portal, unit

VIEWS = collect("generator.views")
THEMES = Path(__file__).resolve().parent.parent / "themes"


def planned(given: UnitContent, *others: UnitContent, today: date = TODAY) -> Plan:
    """The plan of a unit in a county with a portal."""
    root = content((), portal())
    return plan(given, county(given, root, *others, today=today), today)


def by_url(found: Plan) -> dict[str, Page]:
    """The pages of a plan by address."""
    return {page.url: page for page in found.pages}


def changed(before: Plan, after: Plan) -> set[str]:
    """The addresses whose page came, went, or has another payload."""
    old, new = by_url(before), by_url(after)
    return {url for url in old.keys() | new.keys() if old.get(url) != new.get(url)}


def texts(value: Any) -> set[str]:
    """Every text anywhere in a payload."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, tuple | list):
        return {text for each in value for text in texts(each)}
    if is_dataclass(value):
        return {text for each in fields(value) for text in texts(getattr(value, each.name))}
    return set()


# ── what a unit has ─────────────────────────────────────────────────────────────────────────────────────────────


def test_every_unit_has_the_fixed_pages() -> None:
    pages = by_url(planned(content()))
    fixed = {f"{key}/index.html" for key in ("zfxxgk", "zn", "zd", "fdzdgknr", "nb", "ysqgk", "mulu", "dt", "gg")}
    assert fixed | {"index.html", "sitemap.html", "sitemap.xml", "feed.atom", "ysqgk/form.html"} <= pages.keys()
    assert list(pages) == sorted(pages)


EMPTY = (Letters(()), Meetings(()), Villages(()), Visits(()))
LETTER = Letter("2026-001", "县长信箱", "咨询", TODAY, TODAY, "", True, "letters/2026.csv", 2, title="供水")
MEETING = Meeting("2026-001", "会议", "2026-01-15T09:00", "2026-01-15T10:00", "主会场", "2026-01-09T10:00", "县政府")
VILLAGE = VillageYear("530823102001", "样例村", 2025, (("耕地面积", "6292.6"),))
MONTH = VisitMonth(Count("2026-01", 10, 9))
KEPT = (Letters((LETTER,)), Meetings((MEETING,)), Villages((VILLAGE,)), Visits((MONTH,), (MONTH,)))


@pytest.mark.parametrize("kept, names", [((), 0), (EMPTY, 0), (KEPT, 8)])
@pytest.mark.parametrize("owner", [unit(), portal()], ids=["unit", "portal"])
def test_the_map_leads_to_what_is_beside_the_columns_where_that_is_made(
    owner: Unit, kept: tuple[object, ...], names: int
) -> None:
    given = replace(content((), owner), registers=kept)
    common = county(given, *((content((), portal()),) if owner.mount is not Mount.ROOT else ()))
    made = by_url(plan(given, common, TODAY)).keys() | by_url(plan_county(common, TODAY)).keys()
    shown = by_url(plan(given, common, TODAY))["sitemap.html"].payload.more
    led = [link.url for link in shown if not link.url.startswith("../")]
    expected = names if owner.mount is Mount.ROOT else names // 2
    assert set(led) <= made
    assert len(led) == len(set(led)) == expected + (owner.mount is Mount.ROOT)  # the list of units stands at the root


def test_every_column_has_a_page_and_links_have_none() -> None:
    owner = portal()
    pages = by_url(planned(content((), owner)))
    for found in owner.walk():
        assert (found.url in pages) is (found.role != "link"), found.key


def test_the_portal_and_the_county_never_claim_one_address() -> None:
    root = content(documents(3), portal())
    whole = county(root, content(documents(3)))
    own = plan(root, whole, TODAY)
    shared = plan_county(whole, TODAY)
    assert not by_url(own).keys() & by_url(shared).keys()
    registry = {"units/index.html", "units.json", "units.csv", "units.jsonld", "catalog.json"}
    sets = {"data.json", "catalog.jsonld", "zyml.csv"}
    maps = {"sitemap.xml", "sitemap-county.xml", "feed.atom", "robots.txt", ".well-known/resourcesync"}
    assert {*registry, *sets, *maps, "404.html"} == by_url(shared).keys()
    assert shared.frame == own.frame


def test_a_unit_on_its_own_host_has_its_own_404_and_map() -> None:
    owner = unit("jiuzhen", mount=Mount.HOST, host="https://jiuzhen.example/")
    found = planned(content(documents(1), owner))
    pages = by_url(found)
    assert {"404.html", "robots.txt", "sitemap.xml"} <= pages.keys()
    assert pages["robots.txt"].payload.sitemaps == ("https://jiuzhen.example/sitemap.xml",)
    assert found.frame.home == "https://www.yangli.example/"
    assert found.frame.units == "https://www.yangli.example/units/"


def test_two_views_may_not_claim_one_address() -> None:
    with pytest.raises(ValueError, match=r"info/2026-00001\.html"):
        planned(content((document(1), document(1, title="另一个"))))


def test_a_county_without_a_portal_still_lists_its_units() -> None:
    found = plan_county(county(content(documents(1))), TODAY)
    assert by_url(found)["units/index.html"].payload.groups[0].units[0].url.endswith("/yangli/")


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────


def lists(found: Plan, key: str) -> dict[str, list[str]]:
    """The titles on each page of a column's list."""
    return {
        url: [line.title for line in page.payload.listing.lines]
        for url, page in by_url(found).items()
        if url.startswith(f"{key}/") and page.template == "column.html"
    }


def test_pages_are_numbered_from_the_oldest() -> None:
    found = lists(planned(content(documents(12))), "gg")
    assert found["gg/1.html"] == [f"第{serial}号通知" for serial in (5, 4, 3, 2, 1)]
    assert found["gg/2.html"] == [f"第{serial}号通知" for serial in (10, 9, 8, 7, 6)]
    assert found["gg/index.html"] == [f"第{serial}号通知" for serial in (12, 11, 10, 9, 8)]
    assert len(found) == 3


@pytest.mark.parametrize("count", range(12))
def test_every_document_stands_on_the_front_or_a_numbered_page(count: int) -> None:
    found = lists(planned(content(documents(count))), "gg")
    assert {title for titles in found.values() for title in titles} == {f"第{n}号通知" for n in range(1, count + 1)}
    assert set(found) == {"gg/index.html", *(f"gg/{n}.html" for n in range(1, count // 5 + 1) if count > 5)}


def test_the_pager_leads_from_the_newest_to_the_oldest_and_back() -> None:
    pages = by_url(planned(content(documents(17))))
    seen, url = [], "gg/index.html"
    while url:
        seen.append(url)
        url = pages[url].payload.listing.pager.older
    assert seen == ["gg/index.html", "gg/3.html", "gg/2.html", "gg/1.html"]
    while url := pages[seen[-1]].payload.listing.pager.newer:
        assert url == seen[-2]
        seen.pop()
    assert seen == ["gg/index.html"]


def test_a_new_document_touches_only_the_pages_that_show_it() -> None:
    before, after = planned(content(documents(11))), planned(content(documents(12)))
    assert changed(before, after) == {
        "info/2026-00012.html",
        "index.html",
        "gg/index.html",
        "mulu/index.html",
        "mulu/y2026.html",
        *(url for url in by_url(after) if url.startswith(("mulu/s-", "mulu/g-")) and "-" not in url[9:]),
        "feed.atom",
        "sitemap.xml",
        "info/2026-00012.json",
        "catalog.json",
        "catalog.csv",
        "catalog/index.json",
        "catalog/1.json",
        *("search/unit.js", "search/i0.js", "search/d11.js", "mulu/rows-2026.js"),
    }


def test_a_full_page_comes_with_the_document_that_completes_it() -> None:
    before, after = planned(content(documents(14))), planned(content(documents(15)))
    touched = {url for url in changed(before, after) if url.startswith("gg/")}
    assert touched == {"gg/index.html", "gg/2.html", "gg/3.html"}  # 2 learns that 3 is newer


def test_a_body_touches_its_own_page_and_record_and_what_searches_it() -> None:
    found = documents(8)
    edited = (*found[:3], replace(found[3], body=Body("改过的正文。")), *found[4:])
    assert changed(planned(content(found)), planned(content(edited))) == {
        *(found[3].url, record_url(found[3].url)),
        *("search/i0.js", "search/d3.js"),
    }


def test_a_summary_touches_no_list() -> None:
    found = documents(8)
    edited = (replace(found[0], summary="新的概述"), *found[1:])
    catalogues = {"catalog.json", "catalog.csv", "catalog/1.json"}
    touched = {found[0].url, record_url(found[0].url), "feed.atom", *catalogues}
    assert changed(planned(content(found)), planned(content(edited))) == touched


def test_another_day_alone_touches_nothing() -> None:
    given = content(documents(8))
    assert not changed(planned(given), planned(given, today=date(2027, 5, 1)))


def test_a_group_shows_the_newest_of_its_parts() -> None:
    owner = unit(columns=(column("a", role=ColumnRole.GROUP, children=(column("a/b"), column("a/c", target="x"))),))
    pages = by_url(planned(content((document(1, column="a/b"),), owner)))
    parts = pages["a/index.html"].payload.parts
    assert [(part.name, len(part.newest)) for part in parts] == [("a/b", 1), ("a/c", 0)]


def test_kept_entries_stand_in_lists_without_a_page() -> None:
    kept = Entry("留下的通知", "info/2026-00099.html", date(2026, 9, 9), "x/2026-00099", column="gg")
    found = planned(replace(content(documents(2)), kept=(kept,)))
    pages = by_url(found)
    assert kept.url not in pages
    assert pages["gg/index.html"].payload.listing.lines[0].title == kept.title
    assert pages["mulu/index.html"].payload.records[0].title == kept.title
    assert any(address.url.endswith(kept.url) for address in pages["sitemap.xml"].payload.addresses)


# ── columns of the law ──────────────────────────────────────────────────────────────────────────────────────────


def test_leaves_of_the_tree_tell_their_state() -> None:
    tree = column(
        "f",
        role=ColumnRole.STATUTORY,
        children=(
            column("f/a"),
            column("f/b", status=ColumnStatus.LINKED, target="caizheng:gg"),
            column("f/c", status=ColumnStatus.NOT_APPLICABLE, reason="没有这类信息"),
        ),
    )
    other = content((), unit("caizheng", short_name="财政局"))
    pages = by_url(planned(content((), unit(columns=(tree,))), other))
    leaves = pages["f/index.html"].payload.leaves
    assert [(leaf.status, leaf.url, leaf.owner, leaf.reason) for leaf in leaves] == [
        ("filled", "f/a/index.html", "", ""),
        ("linked", "../caizheng/gg/index.html", "财政局", ""),
        ("not_applicable", "f/c/index.html", "", "没有这类信息"),
    ]
    assert pages["f/b/index.html"].payload.owner.url == "../caizheng/gg/index.html"
    assert pages["f/c/index.html"].payload.reason == "没有这类信息"


def test_only_announced_channels_are_shown() -> None:
    channel = RequestChannel("当面提交", "人民路1号")
    pages = by_url(planned(content((), unit(channels=(channel,)))))
    assert pages["zn/index.html"].payload.channels == pages["ysqgk/index.html"].payload.channels == (channel,)
    assert "unit=yangli%E9%95%87" in pages["ysqgk/index.html"].payload.platform.url


def test_the_guide_carries_the_newest_guide_text() -> None:
    old = document(1, column="zn", kind="guide", body=Body("旧"))
    new = document(2, column="zn", kind="guide", body=Body("新"))
    payload = by_url(planned(content((old, new))))["zn/index.html"].payload
    assert payload.text == Body("新")
    assert [link.url for link in payload.more] == [new.url, old.url]


def test_leaders_come_from_the_unit() -> None:
    leader = Leader("刀样例", "镇长")
    found = planned(content((), unit(leaders=(leader,))))
    assert by_url(found)["jggk/ldxx/index.html"].payload.leaders == (leader,)


# ── documents ───────────────────────────────────────────────────────────────────────────────────────────────────

SECRET = "身份证号码一览"
FILE = Attachment("content/yangli/gg/a.xlsx", "a.xlsx", SECRET, "info/2026-00001/a.xlsx", 10, "Excel 表格")


def notice(**more: Any) -> UnitContent:
    """A public notice that runs until 20 January."""
    given = {"summary": SECRET, "subject_terms": (SECRET,), "body": Body(SECRET), "attachments": (FILE,), **more}
    return content((document(1, kind="public_notice", public_until=date(2026, 1, 20), **given),))


def test_a_running_notice_is_shown_whole() -> None:
    found = planned(notice(), today=date(2026, 1, 20))
    payload = by_url(found)["info/2026-00001.html"].payload
    assert payload.body == Body(SECRET) and not payload.withdrawn
    assert [asset.url for asset in found.assets] == [FILE.url]


def test_an_ended_notice_leaves_a_tombstone() -> None:
    today = date(2026, 1, 21)
    found = planned(notice(), today=today)
    payload = by_url(found)["info/2026-00001.html"].payload
    assert payload.withdrawn and payload.body is None and payload.attachments == () and payload.service is None
    assert (payload.title, payload.index_number) == ("第1号通知", "11530823000000000X/2026-00001")
    assert found.assets == ()
    told = {text for page in found.pages for text in texts(page.payload)} | texts(digest(notice(), today))
    assert not any(SECRET in text for text in told)
    addresses = by_url(found)["sitemap.xml"].payload.addresses
    assert [each.changed for each in addresses if "info/" in each.url] == [today]


def test_what_is_not_proactive_or_not_yet_due_has_no_page() -> None:
    given = content(
        (
            document(1, openness=Openness.ON_REQUEST),
            document(2, openness=Openness.WITHHELD),
            document(3, date_published=date(2026, 12, 1), document_number="样政发〔2026〕3号"),
        )
    )
    assert not [url for url in by_url(planned(given)) if url.startswith("info/")]
    assert digest(given, TODAY).count == 0 and digest(given, TODAY).references == ()
    assert "info/2026-00003.html" in by_url(planned(given, today=date(2026, 12, 1)))


def relations(page: Page) -> dict[str, list[tuple[str, str, str]]]:
    """The relations of a document's page."""
    return {
        relation.label: [(found.title, found.url, found.unit) for found in relation.references]
        for relation in page.payload.relations
    }


def test_relations_are_shown_from_both_ends_in_the_unit() -> None:
    first = document(
        1, document_number="样政发〔2025〕1号", validity=Validity.REPEALED, repealed_by="样政发〔2026〕2号"
    )
    second = document(2, document_number="样政发〔2026〕2号", repeals=("样政发〔2025〕1号",))
    third = document(3, interprets=(second.index_number,), amends=("样政发〔1999〕9号",))
    pages = by_url(planned(content((first, second, third))))
    assert relations(pages[first.url]) == {"被以下文件废止": [(second.title, second.url, "")]}
    assert relations(pages[second.url]) == {
        "本文废止": [(first.title, first.url, "")],
        "相关解读": [(third.title, third.url, "")],
    }
    assert relations(pages[third.url]) == {
        "本文修改": [("样政发〔1999〕9号", "", "")],
        "解读的文件": [(second.title, second.url, "")],
    }


def test_a_repeal_written_in_the_old_document_only_is_shown_on_the_new_one_too() -> None:
    """`被废止于` is enough: the page of the repealing document links back, and once."""
    first = document(1, document_number="样政发〔2025〕1号", repealed_by="样政发〔2026〕2号")
    for repeals in ((), ("样政发〔2025〕1号",)):
        second = document(2, document_number="样政发〔2026〕2号", repeals=repeals)
        pages = by_url(planned(content((first, second))))
        assert relations(pages[first.url]) == {"被以下文件废止": [(second.title, second.url, "")]}
        assert relations(pages[second.url]) == {"本文废止": [(first.title, first.url, "")]}


def test_relations_cross_units() -> None:
    order = content((document(1, document_number="景财〔2026〕1号"),), unit("caizheng", short_name="财政局"))
    reading = content((document(2, interprets=("景财〔2026〕1号",)),))
    whole = county(order, reading)
    here = by_url(plan(reading, whole, TODAY))["info/2026-00002.html"]
    there = by_url(plan(order, whole, TODAY))["info/2026-00001.html"]
    assert relations(here) == {"解读的文件": [("第1号通知", "../caizheng/info/2026-00001.html", "财政局")]}
    assert relations(there) == {"相关解读": [("第2号通知", "../yangli/info/2026-00002.html", "yangli镇")]}


def test_a_former_number_redirects_but_never_hides_a_document() -> None:
    moved = document(2, former_index_numbers=("x/2025-00007", "x/2026-00001", "x/.."))
    pages = by_url(planned(content((document(1), moved))))
    assert pages["info/2025-00007.html"].payload.target == moved.url
    assert not pages["info/2025-00007.html"].indexable
    assert pages["info/2026-00001.html"].template == "document.html"
    assert sum(page.template == "redirect.html" for page in pages.values()) == 1


def test_a_document_of_an_unknown_column_and_kind_still_has_a_page() -> None:
    page = by_url(planned(content((document(1, column="nosuch", kind="nosuch"),))))["info/2026-00001.html"]
    assert page.payload.column.url == "index.html" and page.template == "document.html"


# ── county ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_portal_shows_the_newest_of_all_units() -> None:
    root, town = content((), portal()), content(documents(3))
    whole = county(root, town)
    home = by_url(plan(root, whole, TODAY))["index.html"].payload
    assert [line.url for line in home.latest] == [f"yangli/info/2026-0000{n}.html" for n in (3, 2, 1)]
    assert [group.name for group in home.groups] == ["乡镇"]
    feed = by_url(plan_county(whole, TODAY))["feed.atom"].payload
    assert feed.entries[0].url == "https://www.yangli.example/yangli/info/2026-00003.html"
    assert feed.entries[0].name == "tag:www.yangli.example,2026:yangli/2026-00003"


def test_the_sitemap_index_names_every_part_on_the_host() -> None:
    whole = county(
        content(documents(2)),
        content((), portal()),
        content((), unit("jiuzhen", mount=Mount.HOST, host="https://jiuzhen.example/")),
    )
    parts = by_url(plan_county(whole, TODAY))["sitemap.xml"].payload.addresses
    assert [part.url for part in parts] == [
        "https://www.yangli.example/sitemap-county.xml",
        "https://www.yangli.example/sitemap-portal.xml",
        "https://www.yangli.example/yangli/sitemap.xml",
    ]
    assert parts[2].changed == date(2026, 1, 3)


# ── themes ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("theme", ["default", "jingdong"])
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__.rpartition(".")[2])
def test_every_sample_renders_in_every_theme(view: ModuleType, theme: str) -> None:
    layers = chain(THEMES, theme)
    opened = open_theme(layers, stamp(layers))
    frame = planned(content()).frame
    for page in view.SAMPLE:
        rendered = render(page, frame, opened, Memo())
        assert rendered.data and not rendered.findings
        text = rendered.data.decode()
        if page.url.endswith(".html"):
            assert faults(text) == ()
            assert text.count("<h1") == 1 and text.count("<main") == 1


def test_payloads_have_canonical_bytes() -> None:
    found = planned(content((document(1, attachments=(FILE,)), *documents(9)[1:])))
    assert all(canonical(page.payload) == canonical(page.payload) for page in found.pages)
    assert canonical(found.frame)


def test_templates_name_no_foreign_host() -> None:
    for path in sorted(THEMES.rglob("templates/*")):
        told = [line for line in path.read_text("utf-8").splitlines() if "://" in line]
        allowed = ("https://schema.org", "'://' in")
        assert all(any(name in line for name in allowed) for line in told), path


def _source_of_writer(name: str) -> str:
    """The modules that write files for machines; empty where a template makes the page."""
    views = Path(getfile(writers()["record"])).parent
    return "".join(path.read_text("utf-8") for path in sorted(views.glob("*.py"))) if name in writers() else ""


def test_what_is_in_a_payload_is_shown_by_a_template() -> None:
    told = "".join(path.read_text("utf-8") for path in sorted((THEMES / "default" / "templates").iterdir()))
    for view in VIEWS:
        for page in view.SAMPLE:
            shown = _source_of_writer(page.template) or told
            names = {each.name for each in fields(page.payload)}
            assert {name for name in names if f".{name}" not in shown} == set(), page.template
