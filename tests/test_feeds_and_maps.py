"""Feeds and site maps as their readers see them: the same pages for every crawler, each document once for a reader."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import advertools
import feedparser
import pytest
from lxml import etree
from usp.tree import sitemap_tree_for_homepage

from conftest import REPOSITORY
from county import TODAY, County, document
from generator import links
from generator.model import Withdrawal
from generator.plan import plan, plan_county
from generator.views.sitemap import LIMIT
from harvesters import PORTAL, column, county_at, served, slugs, uscc, write_document, write_unit
from specimens import content, documents, portal, unit
from specimens import county as county_of

AT = "{http://purl.org/atompub/tombstones/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAPPER = """
import Sitemapper from "sitemapper";
const found = await new Sitemapper({ url: process.argv[1], timeout: 60000 }).fetch();
console.log(JSON.stringify(found));
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[County, str]]:
    """Five units, served; their documents stand in several parts of a map."""
    with served(tmp_path / "county" / "output" / "public") as address:
        yield county_at(tmp_path / "county", address, 5), address


# ── site maps ───────────────────────────────────────────────────────────────────────────────────────────────────


def indexable(county: County, address: str) -> set[str]:
    """The addresses of the pages that do not ask to be left out."""
    pages = ((path, data.decode()) for path, data in county.tree().items() if path.endswith(".html"))
    shown = [path for path, text in pages if not re.search(r'<meta name="robots" content="noindex', text)]
    return {address + re.sub(r"(^|/)index\.html$", r"\1", path) for path in shown}


def test_three_crawlers_find_the_indexable_pages(
    site: tuple[County, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In one part a unit and in several; each from where it begins: the host, `robots.txt`, the index."""
    county, address = site
    for mapped in (20_000, 2):
        monkeypatch.setattr(links, "MAPPED", mapped)
        county.build(clean=True)
        wanted = indexable(county, address)
        assert len(wanted) > 100
        pages = [page.url for page in sitemap_tree_for_homepage(address).all_pages()]
        frame = advertools.sitemap_to_df(f"{address}robots.txt")
        found = _sitemapper(f"{address}sitemap.xml")
        assert set(pages) == set(frame["loc"]) == set(found) == wanted
        assert len(frame["loc"]) == len(found) == len(wanted)
        days = {str(day)[:10] for day in frame["lastmod"].dropna()}
        assert days and max(days) <= TODAY.isoformat()
        assert _lint(county.public) == 5 + 2 + (5 if mapped == 2 else 0)


def _sitemapper(url: str) -> list[str]:
    if shutil.which("node") is None or not (REPOSITORY / "tests/node_modules/sitemapper").is_dir():
        pytest.skip("需要 node 和 sitemapper：make judges")
    command = ["node", "--input-type=module", "-e", SITEMAPPER, url]
    done = subprocess.run(command, cwd=REPOSITORY / "tests", capture_output=True, text=True, timeout=120, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    assert not found.get("errors"), found["errors"]
    sites: list[str] = found["sites"]
    return sites


def _lint(public: Path) -> int:
    """Every map holds against the schema; gives how many there are."""
    if shutil.which("xmllint") is None:
        pytest.skip("需要 xmllint：apt-get install libxml2-utils")
    maps = sorted(str(path) for folder in (public, *public.iterdir()) for path in folder.glob("sitemap*.xml"))
    command = ["xmllint", "--noout", "--nonet", "--schema", str(REPOSITORY / "tests/sitemap.xsd"), *maps]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return len(maps)


def test_the_schema_refuses_what_is_no_map(tmp_path: Path) -> None:
    """Else its word would be worth nothing: no page, a day that is none, an address that is none, a stranger."""
    schema = etree.XMLSchema(etree.parse(REPOSITORY / "tests/sitemap.xsd"))
    url = "<url><loc>https://x.example/</loc><lastmod>2026-01-06</lastmod></url>"
    for text, good in (
        (url, True),
        ("", False),
        (url.replace("2026-01-06", "2026-13-06"), False),
        (url.replace("https://x.example/", "/index.html"), False),
        (url.replace("x.example", "县.example"), False),
        (url.replace("<lastmod>", "<day/><lastmod>"), False),
    ):
        whole = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{text}</urlset>'
        assert schema.validate(etree.fromstring(whole)) is good, text


def test_parts_fill_from_the_oldest_and_have_room_for_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new document touches the first part, and the index says what the unit has; no part is above the limit."""
    monkeypatch.setattr(links, "MAPPED", 4)
    monkeypatch.setattr("generator.views.sitemap.LIMIT", 20)
    before, after = _maps(11), _maps(12)
    assert before.keys() == {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"}
    assert after.keys() == {*before, "sitemap-3.xml"}
    assert max(map(len, after.values())) <= 20 < LIMIT
    documents_in = {name: [url for url in urls if "/info/" in url] for name, urls in after.items()}
    assert [url[-10:-5] for url in documents_in["sitemap-1.xml"]] == ["00001", "00002", "00003", "00004"]
    assert not documents_in["sitemap.xml"] and len(_maps(13)["sitemap.xml"]) > 1
    monkeypatch.setattr("generator.views.sitemap.LIMIT", 5)
    with pytest.raises(ValueError, match="no room"):
        _maps(11)


def _maps(count: int) -> dict[str, list[str]]:
    """The parts of a unit's map by their addresses, which are those that the index and `robots.txt` name."""
    given, root = content(documents(count)), content((), portal())
    whole = county_of(given, root)
    pages = {page.url: page for page in plan(given, whole, TODAY).pages}
    index = {page.url: page for page in plan_county(whole, TODAY).pages}["sitemap.xml"].payload.addresses
    found = {
        url: [each.url for each in page.payload.addresses] for url, page in pages.items() if page.template == "sitemap"
    }
    base = "https://www.yangli.example/yangli/"
    assert {each.url.removeprefix(base) for each in index if each.url.startswith(base)} == found.keys()
    assert {url.removeprefix(base) for url in pages["robots.txt"].payload.sitemaps} == found.keys()
    return found


# ── feeds ───────────────────────────────────────────────────────────────────────────────────────────────────────


def crowd(county: County, slug: str) -> None:
    """Documents of four years, more than a feed of the newest holds."""
    for number in range(180):
        day = date(2023, 1, 5) + timedelta(days=7 * number)
        text = document(f"旧通知{number} <&>", f"{day.year}-{number + 500:05d}", slug="jinping")
        text = re.sub(r"2026-01-0[4-6]", f"{day}", text)
        text = re.sub(r"索引号: \w+/", f"索引号: {uscc(slug)}/", text)
        county.write(f"content/{slug}/{column(slug)}/o{number}.md", text)


def walk(url: str) -> list[Any]:
    """The feeds of a unit: the newest, and each that the one before names as its older part."""
    feeds = []
    while url:
        feeds.append(feedparser.parse(url))
        assert not feeds[-1].bozo and feeds[-1].status == 200, (url, feeds[-1].get("bozo_exception"))
        named = {link.rel: link.href for link in feeds[-1].feed.links}
        assert named["self"] == url
        url = named.get("prev-archive", "")
    return feeds


def public_ids(county: County, slug: str) -> set[str]:
    """The addresses of the unit's documents, by the records that lie beside their pages."""
    folder = county.public if slug == PORTAL else county.public / slug
    return {path.stem for path in (folder / "info").glob("*.json")}


def test_a_walk_over_the_archives_meets_every_document_once(site: tuple[County, str]) -> None:
    county, address = site
    crowd(county, "zhen01")
    county.build()
    for slug in slugs(5):
        feeds = walk(f"{address}{slug}/feed.atom")
        entries = [entry for feed in feeds for entry in feed.entries]
        assert len({entry.id for entry in entries}) == len(entries)
        assert {entry.id.rpartition("/")[2] for entry in entries} == public_ids(county, slug)
        assert len({feed.feed.id for feed in feeds}) == 1
        assert len(feeds) == (4 if slug == "zhen01" else 1)
        assert all(entry.published <= entry.updated for entry in entries)
    front, *archives = (feed.feed.links for feed in walk(f"{address}zhen01/feed.atom"))
    named = [{link.rel: link.href.removeprefix(f"{address}zhen01/") for link in each} for each in archives]
    assert [each["self"] for each in named] == ["feed/2025.atom", "feed/2024.atom", "feed/2023.atom"]
    assert {each["current"] for each in named} == {"feed.atom"}
    assert [each.get("next-archive") for each in named] == [None, *(each["self"] for each in named[:-1])]
    assert "current" not in {link.rel for link in front}
    archive = (county.public / "zhen01/feed/2024.atom").read_text("utf-8")
    assert '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"' in archive
    assert archive.count("<fh:archive/>") == 1


def test_an_old_document_touches_the_feed_of_its_year_only(site: tuple[County, str]) -> None:
    county, _ = site
    crowd(county, "zhen01")
    county.build()
    before = county.tree()
    text = (county.root / "content/zhen01/gg/o20.md").read_text("utf-8")
    county.write("content/zhen01/gg/late.md", text.replace("-00520", "-00999").replace("旧通知20", "补录"))
    county.build()
    after = county.tree()
    assert {path for path in after if path.endswith(".atom") and after[path] != before.get(path)} == {
        "zhen01/feed/2023.atom"
    }


def test_newsboat_reads_the_feeds(site: tuple[County, str], tmp_path: Path) -> None:
    if shutil.which("newsboat") is None:
        pytest.skip("需要 newsboat：apt-get install newsboat")
    county, address = site
    crowd(county, "zhen01")
    county.build()
    names = ("feed.atom", "zhen01/feed.atom", "zhen01/feed/2024.atom")
    (tmp_path / "urls").write_text("".join(f"{address}{name}\n" for name in names))
    (tmp_path / "config").write_text("")
    command = ["newsboat", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload", "print-unread"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    wanted = {entry.id for name in names for entry in feedparser.parse(address + name).entries}
    assert len(wanted) > 100 and done.returncode == 0, done.stderr
    assert re.findall(r"\d+", done.stdout) == [str(len(wanted))]  # the county's feed names documents of a unit's again


def withdraw(county: County, day: str = "2026-11-20") -> None:
    """Take a document down for good."""
    write_unit(county, "zhen01", ("2026-00002",))
    path = county.root / "content/zhen01/unit.yaml"
    path.write_text(path.read_text("utf-8").replace("2026-11-20", day), "utf-8")
    (county.root / "content/zhen01/gg/n2.md").unlink(missing_ok=True)


def test_what_is_withdrawn_is_told_for_thirty_days_and_buried_for_ever(site: tuple[County, str]) -> None:
    """In the unit's feed and in the county's; the title may be the reason, so it goes."""
    county, address = site
    county.build()
    name = next(each.id for each in walk(f"{address}zhen01/feed.atom")[0].entries if each.id.endswith("00002"))
    withdraw(county)
    for day, told in ((date(2026, 11, 23), True), (date(2026, 12, 19), True), (date(2026, 12, 20), False)):
        county.build(today=day)
        for feed in ("zhen01/feed.atom", "feed.atom"):
            found = {entry.id: entry for entry in feedparser.parse(address + feed).entries}
            assert (name in found) is told, (feed, day)
            if told:
                assert "第2号通知" not in str(found[name]) and "重复发布" in found[name].summary
                assert found[name].title.startswith("已撤下") and found[name].tags[0].term == "withdrawn"
    (grave,) = etree.parse(county.public / "zhen01/feed.atom").getroot().iter(f"{AT}deleted-entry")
    assert grave.get("ref") == name and grave.find(f"{AT}comment").text == "重复发布"
    assert feedparser.parse(f"{address}zhen01/feed.atom").feed.updated == "2026-11-20T00:00:00+08:00"


def test_a_tombstone_outlives_the_entry_that_tells_of_it(site: tuple[County, str]) -> None:
    """RFC 6721, 3: a tombstone that is not later than the entry of its name counts for nothing."""
    county, _ = site
    county.build()
    withdraw(county, "2026-11-23")
    county.build()
    root = etree.parse(county.public / "zhen01/feed.atom").getroot()
    (grave,) = root.iter(f"{AT}deleted-entry")
    (entry,) = (each for each in root.iter(f"{ATOM}entry") if each.findtext(f"{ATOM}id") == grave.get("ref"))
    assert entry.findtext(f"{ATOM}updated") < grave.get("when")


def test_what_is_withdrawn_and_came_back_is_not_buried(site: tuple[County, str]) -> None:
    county, address = site
    withdraw(county)
    write_document(county, "zhen01", 2)
    county.build()
    entries = walk(f"{address}zhen01/feed.atom")[0].entries
    assert [each.title for each in entries if each.id.endswith("00002")] == ["第2号通知"]
    assert b"deleted-entry" not in (county.public / "zhen01/feed.atom").read_bytes()


def test_a_withdrawal_of_the_future_or_of_the_last_day_breaks_nothing(site: tuple[County, str]) -> None:
    county, _ = site
    withdraw(county, "9999-12-31")
    assert not county.build().crashes()
    assert b"deleted-entry" not in (county.public / "zhen01/feed.atom").read_bytes()


def test_an_ended_notice_is_marked_on_the_day_it_ends(site: tuple[County, str]) -> None:
    county, address = site
    write_document(county, "zhen01", 2, "公示截止: 2026-11-23", "内容概述: 名单")
    for day, updated, marks in ((TODAY, "2026-03-06", []), (TODAY + timedelta(days=1), "2026-11-24", ["ended"])):
        county.build(today=day)
        for feed in ("zhen01/feed.atom", "feed.atom"):
            (found,) = (
                each for each in feedparser.parse(address + feed).entries if each.id.endswith("zhen01/2026-00002")
            )
            assert found.updated.startswith(updated) and [tag.term for tag in found.get("tags", ())] == marks
            assert ("summary" in found) is not bool(marks)
        known = {
            each.loc: each.lastmod for each in advertools.sitemap_to_df(f"{address}zhen01/sitemap.xml").itertuples()
        }
        assert str(known[f"{address}zhen01/info/2026-00002.html"]).startswith(updated)
    index = (county.public / "sitemap.xml").read_text("utf-8")
    assert f"<loc>{address}zhen01/sitemap.xml</loc><lastmod>2026-11-24</lastmod>" in index


def test_characters_that_xml_cannot_hold_break_no_feed() -> None:
    gone = Withdrawal("x/2026-00009", date(2026, 1, 9), "理由\x0b<b>")
    given = content(documents(1), unit(withdrawn=(gone,)))
    pages = {page.url: page.payload for page in plan(given, county_of(given, content((), portal())), TODAY).pages}
    from generator.views.feed import written

    root = etree.fromstring(written(pages["feed.atom"]).encode())
    assert [each.findtext(f"{AT}comment") for each in root.iter(f"{AT}deleted-entry")] == ["理由�<b>"]


def test_robots_may_read_everything_and_are_told_of_the_map(site: tuple[County, str]) -> None:
    county, address = site
    county.build()
    assert (county.public / "robots.txt").read_text() == f"User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n"
