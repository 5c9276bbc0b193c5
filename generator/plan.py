"""Stage three, from content to pages: what a unit discloses becomes the pages of its section, each with one payload.

Pure functions: no file, no clock, no network. What a page shows is in its payload and nothing else is, so that the
payload is the record of what the page depends on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from generator import codec, links
from generator.datasets import datasets
from generator.entries import disclosed, ended, entries, entry, lately, withdrawn
from generator.legacy import claims
from generator.model import (
    START,
    Asset,
    Column,
    ColumnRole,
    County,
    Frame,
    Leader,
    Link,
    Mount,
    Page,
    Site,
    Unit,
    UnitContent,
    UnitDigest,
    UnitKind,
)
from generator.registers import registers
from generator.report_digests import report_digests
from generator.shelf import collect
from generator.sunshine import SYSTEMS, filed
from generator.views._head import UNDER_DISCLOSURE
from generator.views._paper import papers as _papers

VIEWS = "generator.views"
LATEST = 20
CODES = ("region_code", "site_identity_code", "host")  # of which, as of the USCC, no two units may have the same


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made: the frame that all pages share, the pages by address, the files to copy."""

    frame: Frame
    pages: tuple[Page, ...]
    assets: tuple[Asset, ...] = ()


def plan(content: UnitContent, county: County, today: date) -> Plan:
    """The pages of one unit's section. Two views that claim one address are a bug and raise ValueError."""
    content = disclosed(content, today)
    pages: list[Page] = []
    for view in collect(VIEWS):
        if hasattr(view, "pages"):
            pages.extend(view.pages(content, county, today))
    for view in collect(VIEWS):
        if hasattr(view, "listing_pages"):
            pages.extend(view.listing_pages(tuple(pages), content, county, today))
    unit = content.unit
    frame = _frame(unit, county, _navigation(unit), _outward(unit))
    made = (file for view in collect(VIEWS) if hasattr(view, "files") for file in view.files(content, today))
    return Plan(frame, _sorted(pages), _assets(content, today, (*made, *_emblem(unit, county.site))))


def papers(content: UnitContent, county: County, today: date) -> tuple[Page, ...]:
    """The documents of a unit that are printed, each as the page that is set: known before the plan, since pages tell
    the sizes of the PDFs."""
    return tuple(_papers(disclosed(content, today), county, today)) if county.site.pdf else ()


def with_assets(planned: Plan, more: tuple[Asset, ...]) -> Plan:
    """A plan with more files to copy."""
    return replace(planned, assets=tuple(sorted((*planned.assets, *more), key=lambda asset: asset.url)))


def plan_county(county: County, today: date) -> Plan:
    """The county's own pages, which lie at the root beside the portal's and stand under the portal's navigation."""
    pages: list[Page] = []
    for view in collect(VIEWS):
        if hasattr(view, "county_pages"):
            pages.extend(view.county_pages(county, today))
    for view in collect(VIEWS):
        if hasattr(view, "county_listing_pages"):
            pages.extend(view.county_listing_pages(tuple(pages), county, today))
    portal = next((unit for unit in county.units if unit.mount is Mount.ROOT), None) or _bare(county.site)
    made = (file for view in collect(VIEWS) if hasattr(view, "county_files") for file in view.county_files(county))
    return Plan(_frame(portal, county, portal.navigation, portal.outward), _sorted(pages), tuple(made))


def digest(content: UnitContent, today: date) -> UnitDigest:
    """The little of a unit that the county's pages and the other units need."""
    content = disclosed(content, today)
    unit, items = content.unit, entries(content, today)
    root = unit.mount is Mount.ROOT
    return UnitDigest(
        slug=unit.slug,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        group=unit.group,
        mount=unit.mount,
        host=unit.host,
        parent=unit.parent,
        uscc=unit.uscc,
        region_code=unit.region_code,
        office_phone=unit.office.phone,
        office_address=unit.office.address,
        columns=tuple((column.key, column.name) for column in unit.walk() if column.role is not ColumnRole.LINK),
        latest=items[:LATEST],
        references=tuple(item for item in items if item.document_number),
        interpretations=tuple(
            (name.strip(), entry(document, today))
            for document in sorted(content.documents, key=lambda document: document.url)
            for name in document.interprets
        ),
        index_numbers=tuple(sorted((item.index_number, item.source) for item in items)),
        updated=items[0].date_published if items else None,
        count=len(items),
        navigation=_navigation(unit) if root else (),
        outward=_outward(unit) if root else (),
        platform_url=unit.platform_url,
        links=unit.links if root else (),
        owners=tuple(
            (column.target, unit.marks[place])
            for column in unit.walk()
            if (place := f"columns.{column.key}.linked_to") in unit.marks and not links.is_outside(column.target)
        ),
        uscc_mark=unit.marks.get("uscc", START),
        reports=report_digests(content, today),
        leaders=tuple(Leader(each.name, each.title, since=each.since, until=each.until) for each in unit.leaders)
        if root
        else (),
        withdrawn=lately(withdrawn(content, today), today),
        changed=max((item.changed for item in items), default=None),
        legacy=unit.legacy,
        claims=claims(content),
        site_identity_code=unit.site_identity_code,
        code_marks=tuple((name, unit.marks[name]) for name in CODES if name in unit.marks),
        datasets=datasets(content, today),
        office_name=unit.office.name,
        office_internet=unit.office.internet,
        sunshine=_sunshine(content, today),
        registers=_told(content, today),
    )


def _sunshine(content: UnitContent, today: date) -> tuple[int, ...]:
    """How many documents the unit has of each of the four systems; nothing where it has none."""
    counts = Counter(each.system for each in filed(content, today))
    return tuple(counts[system] for system in SYSTEMS) if counts else ()


def _told(content: UnitContent, today: date) -> tuple[tuple[str, str], ...]:
    """The digests of the unit's registers, as `gather.told_by` reads them."""
    told: list[tuple[str, str]] = []
    for register in registers():
        value: object | None = content.register(register.value)
        if value is not None and register.digest is not None:
            digest = register.digest(value, today)
            told.append((type(digest).__name__, codec.dumps(digest).decode()))
    return tuple(told)


def _sorted(pages: Iterable[Page]) -> tuple[Page, ...]:
    found = tuple(sorted(pages, key=lambda page: page.url))
    doubles = sorted(url for url, count in Counter(page.url for page in found).items() if count > 1)
    if doubles:
        raise ValueError(f"several pages claim one address: {', '.join(doubles)}")
    return found


def _assets(content: UnitContent, today: date, made: Iterable[Asset]) -> tuple[Asset, ...]:
    """The attachments of every document whose content is still public, each address once, and what views make."""
    found = {
        file.url: Asset(file.url, file.source, file.size)
        for document in content.documents
        if not ended(document, today)
        for file in document.attachments
    }
    found.update((file.url, file) for file in made)
    return tuple(found[url] for url in sorted(found))


def _emblem(unit: Unit, site: Site) -> tuple[Asset, ...]:
    """The national emblem, for the portal alone."""
    found = site.emblem if unit.mount is Mount.ROOT else None
    return (Asset(found.url, found.path, found.size, found.digest),) if found else ()


def _navigation(unit: Unit) -> tuple[Link, ...]:
    """The top navigation: home, the disclosure section (61号: in a prominent place), and the channels.

    A unit without channels shows its top columns; the five fixed pages stand under the disclosure section.
    """
    shown = [column for column in unit.columns if column.role is not ColumnRole.LINK]
    first = [column for column in shown if column.role is ColumnRole.DISCLOSURE]
    channels = [column for column in shown if column.channel and column not in first]
    rest = channels or [column for column in shown if column not in first and not (first and _fixed(column))]
    return (Link("首页", "index.html"), *(Link(column.name, column.url) for column in (*first, *rest)))


def _fixed(column: Column) -> bool:
    return column.role in UNDER_DISCLOSURE


def _outward(unit: Unit) -> tuple[Link, ...]:
    """The outward channels, as written."""
    return tuple(Link(column.name, column.target) for column in unit.columns if column.role is ColumnRole.LINK)


def _frame(place: Unit | UnitDigest, county: County, navigation: tuple[Link, ...], outward: tuple[Link, ...]) -> Frame:
    site = county.site
    goals = ((link.name, links.target(link.url, place, county).url) for link in outward)
    return Frame(
        site_name=site.name,
        site_short_name=site.short_name,
        site_domain=site.host,
        example_notice=site.example_notice,
        unit_slug=place.slug,
        unit_name=place.name,
        unit_short_name=place.short_name,
        unit_kind=place.kind,
        unit_group=place.group,
        base_url=links.base_address(place, site),
        home=links.home(place, site),
        portal=place.mount is Mount.ROOT,
        navigation=navigation,
        outward=tuple(Link(name, url) for name, url in goals if url),
        upper_links=site.upper_links,
        platform=site.platform,
        platform_unit_url=place.platform_url or site.platform.units,
        footer=replace(site.footer, site_identity_code=code) if (code := place.site_identity_code) else site.footer,
        sitemap="sitemap.html",
        feed="feed.atom",
        links=place.links,
        units=links.root_page(place, "units/index.html", site),
        ribbon=site.ribbon.markup if site.ribbon else "",
    )


def _bare(site: Site) -> UnitDigest:
    """A portal for a county that has none yet, so that its list of units can still be shown."""
    return UnitDigest(
        slug="portal",
        name=site.name,
        short_name=site.short_name,
        kind=UnitKind.COUNTY,
        group="",
        mount=Mount.ROOT,
        host="",
        parent="",
        uscc="",
        region_code=site.region_code,
        office_phone="",
        office_address="",
        columns=(),
        latest=(),
        references=(),
        interpretations=(),
        index_numbers=(),
        updated=None,
        count=0,
        navigation=(Link("单位名录", "units/index.html"),),
    )
