"""What pages tell of letters: sums by year, by unit and by month, charts of them, and a month's bulletin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from generator import links
from generator.addressing import registry_of
from generator.gather import told_by
from generator.letter_counts import average, cutoff, grouped, newest_first, share, url_of
from generator.model import (
    Chart,
    ChartKind,
    County,
    LetterCount,
    Letters,
    LettersDigest,
    LetterSettings,
    LetterSum,
    Link,
    Series,
    Unit,
    UnitDigest,
    UnitKind,
)
from generator.views._head import ColumnTags, Head
from generator.views._lists import Line

MONTHS, UNITS = 12, 15  # that are drawn; tables have all
NAME, URL = "来信和答复", "letters/index.html"
ANSWERED = "来信答复选登"  # as homes call it
GROUPS = {UnitKind.COUNTY: "县本级", UnitKind.DEPARTMENT: "部门", UnitKind.TOWNSHIP: "乡镇", UnitKind.VILLAGE: "村"}
OTHER = "其他"


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A line of statistics: numbers as they are printed."""

    name: str
    received: int
    replied: int
    in_time: str
    days: str
    satisfied: str


@dataclass(frozen=True, slots=True)
class Way:
    """A channel as a page offers it."""

    name: str
    days: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class BulletinRow:
    """A line of a bulletin's tables."""

    name: str
    received: int
    answered: int
    pending: int
    rate: str


@dataclass(frozen=True, slots=True)
class BulletinTable:
    """An annex of the bulletin, and its closing sum."""

    title: str
    head: str
    rows: tuple[BulletinRow, ...]
    total: BulletinRow


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What became of a month's letters up to the cut-off day."""

    head: Head
    month: str  # 2026年10月
    until: date
    sentence: str
    tables: tuple[BulletinTable, ...]


def head_of(title: str, owner: str, description: str = "", crumbs: tuple[Link, ...] = ()) -> Head:
    """The head of a page about letters."""
    words = description or f"{owner}收到的来信和公开的答复"
    tags = ColumnTags(NAME, f"{owner}收到的来信和公开的答复", "来信,答复,县长信箱,网上信访,建言献策", "咨询投诉")
    return Head(title, words, crumbs=crumbs, tags=tags)


def ways(settings: LetterSettings, uscc: str) -> tuple[Way, ...]:
    """The channels, for a unit."""
    return tuple(
        Way(each.name, _deadline(each.working_days, each.by_category), links.filled(each.url, unit=uscc), each.note)
        for each in settings.channels
    )


def _deadline(days: int, by_category: Iterable[tuple[str, int]]) -> str:
    special = "".join(f"，{name} {number} 个工作日" for name, number in by_category)
    return f"{days} 个工作日{special}"


def row(name: str, found: LetterSum) -> LetterRow:
    """A line of statistics."""
    return LetterRow(
        name,
        found.received,
        found.replied,
        share(found.in_time, found.judged),
        average(found.days, found.replied),
        share(found.satisfied, found.rated),
    )


def yearly(found: Iterable[LetterCount]) -> tuple[LetterRow, ...]:
    """A line for each year, the newest first."""
    years = grouped(found, lambda each: each.month[:4])
    return tuple(row(f"{year}年", years[year]) for year in reversed(years))


def by_name(found: Iterable[LetterCount], name: Callable[[str], str]) -> tuple[LetterRow, ...]:
    """A line for each handling unit, most letters first; `name` is what pages call it."""
    sums = grouped(found, lambda each: name(each.handler))
    return tuple(row(*pair) for pair in sorted(sums.items(), key=lambda pair: (-pair[1].received, pair[0])))


def charts(found: tuple[LetterCount, ...], units: tuple[LetterRow, ...] = ()) -> Iterator[Chart]:
    """Letters by month and by category, and those of the units that have most."""
    months = grouped(found, lambda each: each.month)
    drawn = list(months)[-MONTHS:]
    if len(drawn) > 1:
        rows = ((name, tuple(str(getattr(months[month], field)) for month in drawn)) for name, field in _COURSE)
        series = tuple(Series(name, values) for name, values in rows)
        yield Chart(ChartKind.LINE, "各月收到和办结的来信", tuple(drawn), series, "件", "收到的月份")
    kinds = grouped(found, lambda each: each.category)
    if len(kinds) > 1:
        values = tuple(str(each.received) for each in kinds.values())
        yield Chart(ChartKind.LYING_BAR, "来信的类别", tuple(kinds), (Series("来信", values),), "件", "类别")
    if len(units) > 1:
        names = tuple(each.name for each in units[:UNITS])
        series = (
            Series("收到", tuple(str(each.received) for each in units[:UNITS])),
            Series("办结", tuple(str(each.replied) for each in units[:UNITS])),
        )
        yield Chart(ChartKind.LYING_BAR, "办理来信的单位", names, series, "件", "单位")


_COURSE = (("收到", "received"), ("其中已答复", "replied"))


def answered(unit: Unit, found: Letters | None, count: int) -> tuple[Line, ...]:
    """The newest public replies of a unit, as its home lists them."""
    replied = (each for each in newest_first(found.letters if found else ()) if each.public and each.replied)
    return tuple(Line(each.title, links.own_file(unit, url_of(each)), each.day) for each in islice(replied, count))


def answered_anywhere(county: County, slug: str, count: int) -> tuple[Line, ...]:
    """The newest public replies of all units, as the unit of that slug links to them."""
    here = links.unit_named(county, slug)
    told = ((unit, told_by(unit, LettersDigest)) for unit in county.units)
    found = [(line, unit) for unit, digest in told if digest for line in digest.latest]
    found.sort(key=lambda pair: pair[0].day, reverse=True)  # within a day as units have them
    return tuple(
        Line(each.title, _between(here, unit, each.url, county), each.day) for each, unit in found[:count] if here
    )


def _between(here: UnitDigest, there: UnitDigest, url: str, county: County) -> str:
    return links.between(here, there, links.own_file(there, url), county.site)


class Handlers:
    """The units that deal with letters, by whatever a table calls them; one that no unit is called is itself."""

    def __init__(self, county: County) -> None:
        self._registry = registry_of(county)
        self._kinds = {each.slug: each.kind for each in county.units}

    def name(self, written: str) -> str:
        """The short name of the unit."""
        slug = self._registry.unit(written)
        return self._registry.name(slug) if slug else written

    def group(self, written: str) -> str:
        """What kind of unit it is, as a bulletin groups them."""
        slug = self._registry.unit(written)
        return GROUPS[self._kinds[slug]] if slug else OTHER


def bulletins(found: tuple[LetterCount, ...], settings: LetterSettings, today: date) -> tuple[str, ...]:
    """The months whose bulletin can be drawn up, newest first."""
    months = sorted({each.month for each in found}, reverse=True)
    return tuple(month for month in months if cutoff(month, settings.cutoff_day) < today)


def bulletin(
    owner: str, month: str, found: Iterable[LetterCount], county: County, crumbs: tuple[Link, ...]
) -> Bulletin:
    """The bulletin of a month; each table closes with the same sum."""
    counted = tuple(each for each in found if each.month == month)
    units = Handlers(county)
    groups = grouped(counted, lambda each: units.group(each.handler))
    kinds = grouped(counted, lambda each: each.category)
    total, until = LetterSum.of(each.sum for each in counted), cutoff(month, county.site.letters.cutoff_day)
    named = spoken(month)
    tables = [
        _table("按办理单位所属分", "所属", groups, total),
        _table("按类别分", "类别", kinds, total),
        _table("按渠道分", "渠道", grouped(counted, lambda each: each.channel), total),
    ]
    for group, sum_ in groups.items():
        own = (each for each in counted if units.group(each.handler) == group)
        rows = grouped(own, lambda each: units.name(each.handler))
        tables.append(_table(f"附表：{group}办理情况", "单位", rows, sum_))
    head = head_of(f"{named}来信办理情况通报", owner, f"{owner}{named}收到的来信，到{until}的答复情况", crumbs)
    return Bulletin(head, named, until, _sentence(named, total, groups, kinds), tuple(tables))


def spoken(month: str) -> str:
    """2026年10月."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def _sentence(month: str, total: LetterSum, groups: Mapping[str, LetterSum], kinds: Mapping[str, LetterSum]) -> str:
    """The closing sums in words."""
    return (
        f"{month}共收到来信 {total.received:,} 件，其中{_listed(groups)}；{_listed(kinds)}。"
        f"答复 {total.answered:,} 件，处理中 {total.received - total.answered:,} 件，"
        f"处理答复率 {share(total.answered, total.received)}。"
    )


def _listed(sums: Mapping[str, LetterSum]) -> str:
    found = sorted(sums.items(), key=lambda pair: (-pair[1].received, pair[0]))
    return "、".join(f"{name} {each.received:,} 件" for name, each in found)


def _table(title: str, head: str, sums: Mapping[str, LetterSum], total: LetterSum) -> BulletinTable:
    ordered = sorted(sums.items(), key=lambda pair: (-pair[1].received, pair[0]))
    return BulletinTable(title, head, tuple(_line(*pair) for pair in ordered), _line("合计", total))


def _line(name: str, found: LetterSum) -> BulletinRow:
    pending = found.received - found.answered
    return BulletinRow(name, found.received, found.answered, pending, share(found.answered, found.received))
