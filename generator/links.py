"""Where things are: the one place that makes addresses of units, of columns in other units and of outside platforms.

Every link between pages is relative and names a file, so that a section opens from any folder and from `file://`;
only where a unit lives on a host of its own must a link between units be absolute.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from generator.model import County, Mount, Site, Unit, UnitDigest

Place = Unit | UnitDigest
MAPPED = 20_000  # documents in a part of a map; a part may have 50,000 addresses, so there is room for lists


class Target(NamedTuple):
    """Where a column points: an address ("" when its owner is not known) and the owner's name ("" outside)."""

    url: str
    owner: str


def base_address(place: Place, site: Site) -> str:
    """The absolute address of a unit's base; ends in `/`."""
    if place.mount is Mount.HOST and place.host:
        return place.host.rstrip("/") + "/"
    return site.base_url if place.mount is Mount.ROOT else f"{site.base_url}{place.slug}/"


def address(base: str, url: str) -> str:
    """The published address of a page: absolute, and without the `index.html` that a server adds."""
    url = url.removesuffix("index.html") if url == "index.html" or url.endswith("/index.html") else url
    return base + url


def between(here: Place, there: Place, url: str, site: Site) -> str:
    """A page of one unit as another unit links to it: relative to the linking unit's base, or absolute.

    Absolute only when either has a host of its own; then the address is the published one.
    """
    if here.slug == there.slug:
        return url
    if Mount.HOST in (here.mount, there.mount):
        return address(base_address(there, site), url)
    up = "" if here.mount is Mount.ROOT else "../"
    down = "" if there.mount is Mount.ROOT else f"{there.slug}/"
    return f"{up}{down}{url}"


def home(here: Place, site: Site) -> str:
    """The county portal's home, relative to the unit's base, or absolute from a host of its own."""
    return {Mount.ROOT: "index.html", Mount.PATH: "../index.html"}.get(here.mount, site.base_url)


def root_page(here: Place, url: str, site: Site) -> str:
    """One of the county's own pages (units/index.html), as a unit links to it."""
    return {Mount.ROOT: url, Mount.PATH: f"../{url}"}.get(here.mount, address(site.base_url, url))


def own_file(here: Place, name: str) -> str:
    """A file that the county's root has as well (`catalog.json`), relative to the unit's base: the portal, which lives
    at the root, keeps its own in a folder of its name, where no other unit can be."""
    return f"{here.slug}/{name}" if here.mount is Mount.ROOT else name


def sitemap_parts(here: Place, documents: int) -> tuple[str, ...]:
    """The parts of a map for search engines of a unit that has so many documents, the first with the newest of them.

    The portal's lie at the root too, since a map may name only what lies beside or below it (sitemaps.org), under
    another name, since `sitemap.xml` there is the index of all.
    """
    stem = "sitemap-portal" if here.mount is Mount.ROOT else "sitemap"
    return (f"{stem}.xml", *(f"{stem}-{number}.xml" for number in range(1, documents // MAPPED + 1)))


def unit_named(county: County, slug: str) -> UnitDigest | None:
    """The digest of a unit; none where the county has no such unit."""
    return next((unit for unit in county.units if unit.slug == slug), None)


def is_outside(written: str) -> bool:
    """What `linked_to` says is an address, not a column of a unit."""
    return "://" in written or written.startswith(("mailto:", "tel:", "//"))


def target(written: str, here: Place, county: County) -> Target:
    """What `linked_to` means: an outside address as it is, or `unit:column` as a link to that column's page.

    A unit's own column may be written without the unit. An unknown unit gives an empty address, never a dead link.
    """
    if is_outside(written):
        return Target(written, "")
    if not written:
        return Target("", "")
    slug, _, key = written.rpartition(":")
    if slug in ("", here.slug):
        return Target(f"{key}/index.html", here.short_name)
    there = unit_named(county, slug)
    if there is None:
        return Target("", "")
    known = key in dict(there.columns)
    return Target(between(here, there, f"{key}/index.html" if known else "index.html", county.site), there.short_name)


def filled(pattern: str, **values: str) -> str:
    """A platform's address with `{name}` replaced by percent-encoded values; unknown names stay as they are."""
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", quote(value, safe=""))
    return pattern
