"""What is to be made of the content: pages, files to copy, the frame that a unit's pages share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.model.site import Footer, Link, Platform
from generator.model.units import UnitKind


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be rendered: its address below the unit's base, its template and the one value the template sees."""

    url: str
    template: str
    payload: Any  # a frozen dataclass
    source: str = ""  # the document it shows, for messages
    indexable: bool = True  # stands in the site map


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to be copied as it is: an attachment or an asset of the theme; `source` relative to the workspace."""

    url: str
    source: str
    size: int
    digest: str = ""  # blake2b of the bytes where known
    data: bytes = b""  # the bytes themselves where they were made, not found
    shows: str = ""  # the document that it was made of
    sha256: str = ""  # of a file that is never changed: trees share it instead of copying it


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a unit share: head, navigation and foot. Addresses are relative to the unit's base."""

    site_name: str
    site_short_name: str
    site_domain: str
    example_notice: str
    unit_slug: str
    unit_name: str
    unit_short_name: str
    unit_kind: UnitKind
    unit_group: str
    base_url: str  # absolute address of the unit's base, ends in "/"
    home: str  # the county portal's home
    portal: bool  # the unit is the portal itself
    navigation: tuple[Link, ...]
    outward: tuple[Link, ...]
    upper_links: tuple[Link, ...]
    platform: Platform
    platform_unit_url: str
    footer: Footer
    sitemap: str
    feed: str
    links: tuple[Link, ...]
    units: str = ""  # the county's list of units
    ribbon: str = ""  # the province's, as cleaned markup
