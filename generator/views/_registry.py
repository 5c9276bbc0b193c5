"""A unit as the registry knows it: its names, its codes, and where everything lies that machines fetch of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from generator import links
from generator.model import Mount, Site, Unit, UnitDigest
from generator.views.sitemap import PORTAL


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit as a record names it."""

    slug: str
    name: str
    uscc: str


@cache
def named(owner: Owner) -> Mapping[str, str]:
    """A unit as a record's JSON names it; made once for all of its records."""
    return {"slug": owner.slug, "name": owner.name, "uscc": owner.uscc}


@dataclass(frozen=True, slots=True)
class Registered:
    """A unit's line in the registry; every address is absolute, `records` is a pattern with `{address}`."""

    slug: str
    name: str
    short_name: str
    kind: str
    group: str
    uscc: str
    region_code: str
    site_identity_code: str
    parent: str
    mount: str
    url: str
    platform_url: str
    catalog: str
    records: str
    feed: str
    sitemap: str
    resourcesync: str
    data: str
    phone: str
    address: str


def registered(place: Unit | UnitDigest, site: Site) -> Registered:
    """A unit's line, made of the unit itself or of what it tells the county."""
    base = links.base_address(place, site)
    phone, address = _reach(place)

    def own(name: str) -> str:
        return base + links.own_file(place, name)

    return Registered(
        slug=place.slug,
        name=place.name,
        short_name=place.short_name,
        kind=place.kind.value,
        group=place.group,
        uscc=place.uscc,
        region_code=place.region_code,
        site_identity_code=place.site_identity_code or site.footer.site_identity_code,
        parent=place.parent,
        mount=place.mount.value,
        url=base,
        platform_url=place.platform_url,
        catalog=own("catalog.json"),
        records=f"{base}info/{{address}}.json",
        feed=own("feed.atom"),
        sitemap=base + (PORTAL if place.mount is Mount.ROOT else "sitemap.xml"),
        resourcesync=own(".well-known/resourcesync"),
        data=own("data.json"),
        phone=phone,
        address=address,
    )


def _reach(place: Unit | UnitDigest) -> tuple[str, str]:
    if isinstance(place, Unit):
        return place.office.phone, place.office.address
    return place.office_phone, place.office_address


SAMPLE_UNIT = Registered(
    slug="yangli",
    name="样例镇人民政府",
    short_name="样例镇",
    kind="township",
    group="乡镇",
    uscc="11530823000000000X",
    region_code="530823100",
    site_identity_code="5308230001",
    parent="portal",
    mount="path",
    url="https://x.example/yangli/",
    platform_url="https://p.example/",
    catalog="https://x.example/yangli/catalog.json",
    records="https://x.example/yangli/info/{address}.json",
    feed="https://x.example/yangli/feed.atom",
    sitemap="https://x.example/yangli/sitemap.xml",
    resourcesync="https://x.example/yangli/.well-known/resourcesync",
    data="https://x.example/yangli/data.json",
    phone="0879-6200000",
    address="人民路 1 号",
)
