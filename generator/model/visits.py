"""How often a unit's pages were seen, and by how many: counts by month, which say nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """Hits (浏览量) and visitors (访客数) of a day, a month or a page; both None where fewer than five came."""

    name: str  # 2026-11-28, 2026-11, or a page's address without `index.html`
    hits: int | None
    visitors: int | None


@dataclass(frozen=True, slots=True)
class VisitMonth:
    """A month of a unit, or of the county."""

    total: Count
    days: tuple[Count, ...] = ()
    pages: tuple[Count, ...] = ()  # the most seen, most hits first

    @property
    def month(self) -> str:
        """`2026-11`."""
        return self.total.name


@dataclass(frozen=True, slots=True)
class Visits:
    """What a unit knows of its visits, oldest month first; the portal keeps the county's besides."""

    months: tuple[VisitMonth, ...]
    county: tuple[VisitMonth, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitsDigest:
    """The months of a unit as the county's page shows them."""

    months: tuple[Count, ...]
    county: tuple[VisitMonth, ...] = ()
