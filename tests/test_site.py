"""The example county as a whole, judged from outside: by a crawler, the Nu checker, an XML parser and a feed reader."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from lxml import etree, html

from conftest import Outcome, Workspace, copy_county
from crawl import Crawl, crawl, expect, walk

UNITS = 68  # 13 townships, 54 departments and the portal
DISCLOSURE_PAGES = ("zn", "zd", "fdzdgknr", "nb", "ysqgk")
REPORT_KEYS = {"units", "pages", "written", "removed", "errors", "warnings", "seconds"}
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="session")
def crawled(county: Workspace, first_build: Outcome) -> Crawl:
    """The whole county as the crawler sees it."""
    return crawl(county.public, expect(county.root))


def tree(public: Path) -> dict[str, str]:
    """Every file that is served, and the digest of its bytes."""
    return {path: sha256((public / path).read_bytes()).hexdigest() for path in sorted(walk(public))}


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Files that only one of two trees has, or that differ."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


# ── the build ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_builds_without_an_error(first_build: Outcome) -> None:
    assert first_build.status == 0, first_build.errors[-2000:] or first_build.output[-2000:]
    report = first_build.report
    assert report.keys() >= REPORT_KEYS
    assert (report["units"], report["errors"]) == (UNITS, 0)
    assert report["written"] >= report["pages"] >= 1000


def test_every_unit_has_the_five_disclosure_pages(county: Workspace, crawled: Crawl) -> None:
    bases = {"" if slug == "portal" else f"{slug}/" for slug in expect(county.root).units}
    assert len(bases) == UNITS
    wanted = {f"{base}{column}/index.html" for base in bases for column in DISCLOSURE_PAGES}
    assert wanted - crawled.files == set()


def test_the_county_has_a_thousand_documents(crawled: Crawl) -> None:
    assert sum("/info/" in f"/{page}" for page in crawled.pages) >= 1000


# ── the crawler ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_page_has_a_fault(crawled: Crawl) -> None:
    if crawled.faults:
        shown = "\n".join(f"{fault.rule}: {fault.page}: {fault.detail}" for fault in crawled.faults[:20])
        pytest.fail(f"{dict(Counter(fault.rule for fault in crawled.faults))}\n{shown}", pytrace=False)


def test_every_host_has_what_lost_visitors_need(county: Workspace, crawled: Crawl) -> None:
    """A page for addresses that do not exist, which leads home, to the map and to the search; a map for people and one
    for machines."""
    wanted = expect(county.root)
    for base in wanted.bases:
        assert {f"{base.folder}{name}" for name in ("404.html", "sitemap.html", "sitemap.xml")} <= crawled.files
        links = set(html.parse(county.public / base.folder / "404.html").xpath("//main//a/@href"))
        path = urlsplit(base.url).path
        assert {f"{path}index.html", f"{path}sitemap.html", wanted.search} <= links


def test_every_unit_leads_to_the_form_of_requests_on_the_platform(county: Workspace, crawled: Crawl) -> None:
    wanted = expect(county.root)
    pages = [page for page in crawled.pages if page.endswith("ysqgk/index.html")]
    assert len(pages) == UNITS
    for page in pages:
        links = html.parse(county.public / page).xpath("//main//a/@href")
        assert any(link.startswith(wanted.request) for link in links), page


def test_links_lead_to_every_page(crawled: Crawl) -> None:
    assert crawled.orphans == ()


def test_foreign_addresses_are_invented_or_official(crawled: Crawl) -> None:
    hosts = {url.split("/")[2] for url in crawled.external if "://" in url}
    assert {host for host in hosts if not host.endswith(".example")} == set()


# ── other judges ────────────────────────────────────────────────────────────────────────────────────────────────


def test_nu_checker_finds_nothing_to_say(county: Workspace, first_build: Outcome, nu_checker: list[str]) -> None:
    """But that it has not heard of container queries (CSS Containment 3), which every browser knows since 2023."""
    what = ["--skip-non-html", "--also-check-css", "--also-check-svg"]
    command = [*nu_checker, *what, "--format", "json", "--stdout", "--exit-zero-always", str(county.public)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=900)
    assert done.returncode == 0, done.stderr[-2000:]
    messages = [each for each in json.loads(done.stdout)["messages"] if "container" not in each["message"]]
    told = Counter(message["message"] for message in messages).most_common(20)
    assert told == [], messages[:5]


def test_xml_is_well_formed(county: Workspace, crawled: Crawl) -> None:
    files = [path for path in crawled.files if path.endswith((".xml", ".atom", ".svg"))]
    assert len(files) > UNITS
    for path in files:
        etree.parse(county.public / path, etree.XMLParser(resolve_entities=False, no_network=True))


def test_site_maps_name_every_page_once_and_nothing_else(county: Workspace, crawled: Crawl) -> None:
    wanted = expect(county.root)
    index = etree.parse(county.public / "sitemap.xml").getroot()
    assert index.tag == f"{SITEMAP}sitemapindex"
    parts = [wanted.path(location.text) for location in index.iter(f"{SITEMAP}loc")]
    assert set(parts) <= crawled.files
    named: list[str] = []
    for part in parts:
        for location in etree.parse(county.public / str(part)).getroot().iter(f"{SITEMAP}loc"):
            path = wanted.path(location.text)
            assert path is not None, location.text
            named.append(path + "index.html" if path == "" or path.endswith("/") else path)
    assert [path for path, times in Counter(named).items() if times > 1] == []
    assert set(named) <= set(crawled.pages)
    documents = {page for page in crawled.pages if "/info/" in f"/{page}"}
    assert len(documents - set(named)) <= len(documents) // 20, "only redirects and tombstones may be missing"


def test_feeds_can_be_read(county: Workspace, crawled: Crawl) -> None:
    wanted = expect(county.root)
    feeds = sorted(path for path in crawled.files if path.endswith((".atom", "atom.xml", "feed.xml")))
    assert len(feeds) >= UNITS
    for path in feeds:
        feed = feedparser.parse((county.public / path).read_bytes())
        assert not feed.bozo, (path, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.feed.title and feed.feed.id and feed.feed.updated, path
        assert len({entry.id for entry in feed.entries}) == len(feed.entries), path
        for entry in feed.entries:
            target = wanted.path(urljoin(wanted.address(path), entry.link))
            assert target in crawled.files, (path, entry.link)


# ── the same bytes ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_build_writes_nothing(county: Workspace, first_build: Outcome) -> None:
    before = tree(county.public)
    outcome = county.build("--workers", "2")
    assert outcome.status == 0
    assert (outcome.report["written"], outcome.report["removed"]) == (0, 0)
    assert differences(before, tree(county.public)) == []


@pytest.fixture(scope="session")
def serial(once: Callable[[str, Callable[[Path], None]], Path]) -> Workspace:
    """The example county in another folder, built by one process."""

    def make(folder: Path) -> None:
        assert copy_county(folder).build("--workers", "serial").status == 0

    return Workspace(once("serial", make))


def test_serial_and_parallel_give_the_same_bytes(county: Workspace, first_build: Outcome, serial: Workspace) -> None:
    assert differences(tree(county.public), tree(serial.public)) == []


@pytest.mark.parametrize("workers", ["1", "4"])
def test_a_clean_build_gives_the_same_bytes(
    county: Workspace, first_build: Outcome, tmp_path: Path, workers: str
) -> None:
    workspace = copy_county(tmp_path / "clean")
    assert workspace.build("--workers", workers, "--clean").status == 0
    assert differences(tree(county.public), tree(workspace.public)) == []


def test_clean_over_a_built_county_gives_the_same_bytes(serial: Workspace, county: Workspace) -> None:
    outcome = serial.build("--workers", "2", "--clean")
    assert outcome.status == 0
    assert differences(tree(county.public), tree(serial.public)) == []
