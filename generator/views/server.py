"""What a web server asks for at the root of a host: `404.html` and `robots.txt`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from generator import links
from generator.entries import entries
from generator.model import County, Mount, Page, UnitContent
from generator.views._head import Head


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    """The page for an address that does not exist: shown at any depth, so links start at `base`, a path of the host."""

    head: Head
    base: str
    units: str
    search: str


@dataclass(frozen=True, slots=True)
class Robots:
    """What robots may read, and where the maps are."""

    sitemaps: tuple[str, ...]


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The two files of a unit: they count on a host of its own, and are there in both mountings all the same."""
    if content.unit.mount is not Mount.ROOT:
        base = links.base_address(content.unit, county.site)
        parts = links.sitemap_parts(content.unit, len(entries(content, today)))
        yield from _pages(base, county, county.site.base_url, parts)


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The two files of the county's host."""
    yield from _pages(county.site.base_url, county, "", ("sitemap.xml",))


def _pages(base: str, county: County, above: str, maps: tuple[str, ...]) -> Iterator[Page]:
    head = Head("没有找到这个页面", "您访问的页面不存在或者已经移动", indexable=False)
    units = f"{above}units/{'' if above else 'index.html'}"
    path = urlsplit(base).path
    yield Page("404.html", "not_found.html", NotFoundPage(head, path, units, county.site.platform.search), "", False)
    yield Page("robots.txt", "robots", Robots(tuple(base + name for name in maps)), "", False)


def written(robots: Robots) -> str:
    """`robots.txt` (RFC 9309): everything may be read."""
    return "User-agent: *\nAllow: /\n\n" + "".join(f"Sitemap: {url}\n" for url in robots.sitemaps)


WRITERS = {"robots": written}


SAMPLE = (
    Page(
        "404.html",
        "not_found.html",
        NotFoundPage(
            Head("没有找到", "页面不存在", indexable=False),
            "/",
            "units/index.html",
            "https://s.example/",
        ),
        "",
        False,
    ),
    Page("robots.txt", "robots", Robots(("https://x.example/sitemap.xml",)), "", False),
)
