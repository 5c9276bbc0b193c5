"""访问统计: how often the pages of a unit were seen; of the county, with the years before the logs, the units side by
side, and what working without paper saves."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator import links
from generator.counting_visits import HOME, OTHER
from generator.entries import entries
from generator.gather import told_by
from generator.model import (
    Chart,
    ChartKind,
    Count,
    County,
    Link,
    Page,
    Saving,
    Series,
    UnitContent,
    UnitDigest,
    VisitMonth,
    Visits,
    VisitsDigest,
    YearOfVisits,
)
from generator.savings import amount, yuan
from generator.views._head import ColumnTags, Head
from generator.views._roster import from_root

URL = "visits/index.html"
MONTHS = 24  # that are drawn
NAME = "访问统计"
MEASURES = ("浏览量", "访客数")


@dataclass(frozen=True, slots=True)
class Sum:
    """Hits and visitors of a time; None where fewer than five came in a part of it."""

    period: str
    hits: int | None
    visitors: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page, or a unit, and how often it was seen in the newest month."""

    title: str
    url: str
    hits: int | None
    visitors: int | None


@dataclass(frozen=True, slots=True)
class SavingRow:
    """An item of what is saved, with its arithmetic as it is printed."""

    name: str
    period: str
    arithmetic: str
    yuan: str


@dataclass(frozen=True, slots=True)
class VisitsPage:
    """The page of a unit or of the county; `seen` are pages of the unit, or the county's units."""

    head: Head
    owner: str
    sums: tuple[Sum, ...]
    charts: tuple[Chart, ...]
    seen_title: str
    seen: tuple[Seen, ...]
    whole: Count | None = None  # the newest month, with what is not among `seen`
    savings: tuple[SavingRow, ...] = ()
    saved: str = ""


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A unit's own page, where it has months."""
    visits = content.register(Visits)
    if visits is None or not visits.months:
        return
    newest = visits.months[-1]
    titles = {each.url: (each.title, each.url) for each in entries(content, today)}
    titles.update({column.url.removesuffix("index.html"): (column.name, column.url) for column in content.unit.walk()})
    titles |= {HOME: ("首页", "index.html"), OTHER: ("其他网址", "")}
    seen = tuple(Seen(*titles.get(each.name, (each.name, "")), each.hits, each.visitors) for each in newest.pages)
    unit = content.unit
    url = links.own_file(unit, URL)
    yield Page(
        url,
        "visits.html",
        _page(unit.name, unit.short_name, visits.months, (), f"{_named(newest)}浏览最多的页面", seen),
    )


def front(content: UnitContent, today: date) -> Link | None:
    """The unit's own page."""
    visits = content.register(Visits)
    return Link(NAME, links.own_file(content.unit, URL)) if visits and visits.months else None


def county_front(county: County) -> Link | None:
    """The county's."""
    site, months = county.site, _months(_told(county))
    return Link(f"全县{NAME}", URL) if months or site.visit_history or site.savings else None


def _told(county: County) -> list[tuple[UnitDigest, VisitsDigest]]:
    """What units tell of their visits."""
    return [(unit, digest) for unit in county.units if (digest := told_by(unit, VisitsDigest)) is not None]


def _months(told: list[tuple[UnitDigest, VisitsDigest]]) -> tuple[VisitMonth, ...]:
    """The county's months, which the portal keeps."""
    return tuple(month for _, digest in told for month in digest.county)


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The county's, where there is anything to show."""
    told = _told(county)
    site, months = county.site, _months(told)
    if not (months or site.visit_history or site.savings):
        return
    newest = months[-1].month if months else ""
    seen = tuple(_unit(county, unit, digest.months, newest) for unit, digest in told)
    seen = tuple(sorted(seen, key=lambda each: (-(each.hits or 0), each.title)))
    yield Page(
        URL,
        "visits.html",
        _page(
            f"{site.name}人民政府网站",
            site.short_name,
            months,
            site.visit_history,
            f"{_named(months[-1])}各单位的访问量" if months else "",
            seen,
            site.savings,
        ),
    )


def _unit(county: County, unit: UnitDigest, months: Iterable[Count], newest: str) -> Seen:
    count = next((each for each in months if each.name == newest), Count(newest, 0, 0))
    return Seen(unit.short_name, from_root(county, unit, "index.html"), count.hits, count.visitors)


def _page(
    owner: str,
    short: str,
    months: tuple[VisitMonth, ...],
    history: tuple[YearOfVisits, ...],
    seen_title: str,
    seen: tuple[Seen, ...],
    savings: tuple[Saving, ...] = (),
) -> VisitsPage:
    description = f"{owner}的浏览量和访客数，按月、按日统计"
    head = Head(NAME, description, tags=ColumnTags(NAME, description, f"{NAME},{short}", "数据发布"))
    sums = (*(Sum(each.period, each.hits, each.visitors, each.source) for each in history), *_years(months))
    return VisitsPage(
        head=head,
        owner=owner,
        sums=sums,
        charts=tuple(_charts(months)),
        seen_title=seen_title,
        seen=seen,
        whole=months[-1].total if months else None,
        savings=tuple(_row(each) for each in savings),
        saved=yuan(sum(map(amount, savings), start=Decimal())) if savings else "",
    )


def _years(months: Iterable[VisitMonth]) -> Iterator[Sum]:
    """The sums of each year, oldest first: of visitors, those of its months."""
    years: dict[str, list[Count]] = {}
    for month in months:
        years.setdefault(month.month[:4], []).append(month.total)
    for year, counts in years.items():
        note = f"{len(counts)} 个月" if len(counts) < 12 else ""
        yield Sum(f"{year}年", *(_sum(each.hits for each in counts), _sum(each.visitors for each in counts)), note)


def _sum(numbers: Iterable[int | None]) -> int:
    """The sum of what is told."""
    return sum(number for number in numbers if number is not None)


def _charts(months: tuple[VisitMonth, ...]) -> Iterator[Chart]:
    if not months:
        return
    drawn = [each for each in months if not _until(each)][-MONTHS:]  # half a month would be drawn as a fall
    years = {each.month[:4] for each in drawn}
    if len(drawn) > 1:
        labels = [f"{int(each.month[5:])}月" if len(years) == 1 else each.month for each in drawn]
        year = f"{min(years)}年" if len(years) == 1 else ""
        yield _chart(f"{year}各月浏览量和访客数", "月份", labels, [each.total for each in drawn])
    newest = months[-1]
    if len(newest.days) > 1:
        labels = [each.name.removeprefix(f"{newest.month}-") for each in newest.days]
        yield _chart(f"{_named(newest)}每日浏览量和访客数", "日期", labels, list(newest.days))


def _chart(title: str, head: str, labels: list[str], counts: list[Count]) -> Chart:
    values = (tuple(_text(each.hits) for each in counts), tuple(_text(each.visitors) for each in counts))
    series = tuple(Series(name, row) for name, row in zip(MEASURES, values, strict=True))
    return Chart(ChartKind.LINE, title, tuple(labels), series, "", head)


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _named(month: VisitMonth) -> str:
    year, number = month.month.split("-")
    return f"{year}年{int(number)}月{_until(month)}"


def _until(month: VisitMonth) -> str:
    """The day up to which a month is told, where that is not its last; "" for a whole one, or one without days."""
    year, number = map(int, month.month.split("-"))
    last = int(month.days[-1].name.rpartition("-")[2]) if month.days else 0
    return f"（至{last}日）" if 0 < last < monthrange(year, number)[1] else ""


def _row(saving: Saving) -> SavingRow:
    factors = " × ".join(f"{name} {yuan(Decimal(value))}" for name, value in saving.factors)
    return SavingRow(saving.name, saving.period, f"{factors} × {saving.unit_price} 元", yuan(amount(saving)))


_MONTH = VisitMonth(
    Count("2026-10", 1200, 320),
    (Count("2026-10-01", 40, 12), Count("2026-10-02", None, None)),
    (Count("info/2026-00001.html", 90, 40),),
)
SAMPLE = (
    Page(
        URL,
        "visits.html",
        _page(
            "样例县人民政府网站",
            "样例县",
            (VisitMonth(Count("2026-09", 900, 210)), _MONTH),
            (YearOfVisits("2007年至2010年", 60400, 33098, "总结材料"),),
            "2026年10月各单位的访问量",
            (Seen("样例镇", "yangli/index.html", 400, 120), Seen("样例局", "yangliju/index.html", None, None)),
            (Saving("公文", "2010年", (("文件", "221"), ("每件份数", "80")), "3.5"),),
        ),
    ),
)
