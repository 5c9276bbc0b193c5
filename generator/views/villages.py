"""数字乡村: a page for each village, one of each township that compares them, one of the county that compares
townships, and the numbers as CSV with their description for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from generator import links
from generator.delimited import csv_text
from generator.gather import told_by
from generator.model import (
    Chart,
    ChartKind,
    County,
    Link,
    Page,
    Posting,
    Series,
    Site,
    Unit,
    UnitContent,
    UnitDigest,
    Villages,
    VillagesDigest,
    VillageYear,
)
from generator.views._head import ColumnTags, Head
from generator.views._roster import from_root
from generator.views._village_files import VillageTable, described, table_of
from generator.views._village_pages import Board, Line, Passage, VillagePage, VillagesPage
from generator.village_dataset import DESCRIBED, FILE, village_dataset
from generator.village_postings import due
from generator.village_rules import Drawing, Quantity, VillageRules, village_rules
from generator.village_sentences import hectares, sections
from generator.village_years import ToldYear, told_years

NAME = "数字乡村"
URL = "villages/index.html"
HIDDEN = "不列出"
NOTHING = "—"


def village_csv(table: VillageTable) -> str:
    """The text of the published numbers."""
    return csv_text((table.header, *table.rows))


WRITERS = {"village_table": village_csv}


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The pages and files of a township."""
    villages = content.register(Villages)
    rules = village_rules()
    years = told_years(villages, rules) if villages else ()
    if villages is None or not years:
        return
    unit = content.unit
    yield Page(links.own_file(unit, URL), "villages.html", _township(unit, years, rules))
    newest = {row.code: row for year in years for row in year.rows}
    for code in sorted(newest):
        boards = tuple(_board(each, rules) for each in villages.postings if each.code == code)
        yield Page(_url(unit, code), "village.html", _village(unit, newest[code], years, boards, rules))
    yield from _files(unit, county.site, villages, years, rules)


def front(content: UnitContent, today: date) -> Link | None:
    """The page that compares a township's villages."""
    found = content.register(Villages)
    return Link(NAME, links.own_file(content.unit, URL)) if found and found.rows else None


def county_front(county: County) -> Link | None:
    """The page that compares the townships."""
    return Link(f"全县{NAME}", URL) if _told(county) else None


def _told(county: County) -> list[tuple[UnitDigest, VillagesDigest]]:
    """What townships tell of their villages."""
    return [(unit, found) for unit in county.units if (found := told_by(unit, VillagesDigest)) and found.years]


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The county's page, where a township keeps such numbers."""
    if told := _told(county):
        yield Page(URL, "villages.html", _county(county, told, village_rules()))


def _url(unit: Unit, code: str) -> str:
    return links.own_file(unit, f"villages/{code}.html")


def _files(
    unit: Unit, site: Site, villages: Villages, years: tuple[ToldYear, ...], rules: VillageRules
) -> Iterator[Page]:
    table = table_of((row for year in years for row in year.rows), rules)
    yield Page(links.own_file(unit, FILE), "village_table", table, "", False)
    if dataset := village_dataset(unit, villages, rules):
        yield Page(dataset.package, "package", described(unit, site, dataset), "", False)


def _head(title: str, description: str, short: str, crumbs: tuple[Link, ...] = ()) -> Head:
    return Head(title, description, crumbs, tags=ColumnTags(NAME, description, f"{NAME},{short}", "数据发布"))


def _village(
    unit: Unit, row: VillageYear, years: tuple[ToldYear, ...], boards: tuple[Board, ...], rules: VillageRules
) -> VillagePage:
    own = [(year, each) for year in years for each in year.rows if each.code == row.code]
    values = [dict(each.values) for _, each in own]
    labels = tuple(str(year.year) for year, _ in own)
    few = any(code == row.code for year, _ in own for code, _ in year.hidden)
    return VillagePage(
        head=_head(row.name, f"{unit.short_name}{row.name}{row.year}年的基本情况", unit.short_name, _crumbs(unit)),
        code=row.code,
        year=row.year,
        passages=tuple(Passage(*each) for each in sections(row.name, dict(row.values), rules)),
        years=tuple(year.year for year, _ in own),
        lines=tuple(_lines(row.code, own, values, rules)),
        charts=tuple(_drawn(each, labels, values, "年份", rules) for each in rules.charts if _any(each, values)),
        boards=boards,
        file=links.own_file(unit, FILE),
        few=rules.fewest if few else 0,
    )


def _crumbs(unit: Unit) -> tuple[Link, ...]:
    return (Link(NAME, links.own_file(unit, URL)),)


def _lines(
    code: str, own: list[tuple[ToldYear, VillageYear]], values: list[dict[str, str]], rules: VillageRules
) -> Iterator[Line]:
    """Every quantity through the years; land in hectares too."""
    for quantity in rules.published:
        barred = [(code, quantity.name) in year.hidden for year, _ in own]
        cells = [each.get(quantity.name, "") for each in values]
        if not any((*barred, *cells)):
            continue
        yield Line(quantity.head, tuple(map(_cell, cells, barred)))
        if quantity.unit == "亩":
            in_hectares = (hectares(cell) if cell else NOTHING for cell in cells)
            yield Line(f"{quantity.name}（公顷）", tuple(in_hectares))


def _cell(value: str, hidden: bool = False) -> str:
    """A value as tables show it."""
    if hidden:
        return HIDDEN
    whole, point, rest = value.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.isascii() and whole.isdigit() else value or NOTHING


def _any(drawing: Drawing, values: Iterable[Mapping[str, str]]) -> bool:
    return any(name in each for each in values for name in drawing.columns)


def _drawn(
    drawing: Drawing, labels: tuple[str, ...], values: list[dict[str, str]], head: str, rules: VillageRules
) -> Chart:
    series = tuple(Series(name, tuple(each.get(name, "") for each in values)) for name in drawing.columns)
    unit = rules.quantities[drawing.columns[0]].unit
    return Chart(drawing.kind, drawing.title, labels, series, unit, head)


def _board(posting: Posting, rules: VillageRules) -> Board:
    return Board(posting.subject, posting.day.isoformat(), due(posting, rules).isoformat(), posting.place)


def _compared(rules: VillageRules) -> tuple[Quantity, ...]:
    return tuple(each for each in rules.quantities.values() if each.compared)


def _township(unit: Unit, years: tuple[ToldYear, ...], rules: VillageRules) -> VillagesPage:
    year, compared = years[-1], _compared(rules)
    values = [dict(row.values) for row in year.rows]
    labels = tuple(row.name for row in year.rows)
    lines = tuple(
        Line(
            row.name,
            tuple(_cell(found.get(each.name, ""), (row.code, each.name) in year.hidden) for each in compared),
            _url(unit, row.code),
        )
        for row, found in zip(year.rows, values, strict=True)
    )
    charts = (_drawn(each, labels, values, "村", rules) for each in rules.township_charts if _any(each, values))
    trend = _trend([str(each.year) for each in years], [dict(each.totals) for each in years], rules)
    return VillagesPage(
        head=_head(NAME, f"{unit.short_name}各村{year.year}年的基本情况", unit.short_name),
        year=year.year,
        place="村",
        heads=tuple(each.head for each in compared),
        lines=lines,
        totals=tuple(_cell(year.totals.get(each.name, ""), each.name in year.hidden_totals) for each in compared),
        missing=len(year.missing),
        charts=(*charts, *trend),
        years=tuple(_sums(str(each.year), dict(each.totals), compared, len(each.rows)) for each in years),
        files=(
            Link("各村历年数据（CSV）", links.own_file(unit, FILE)),
            Link("数据说明（datapackage.json）", links.own_file(unit, DESCRIBED)),
        ),
        few=rules.fewest if year.hidden else 0,
    )


def _trend(labels: list[str], sums: list[dict[str, str]], rules: VillageRules) -> Iterator[Chart]:
    """The first column that is compared and can be added up, through the years."""
    name = next(each.name for each in _compared(rules) if each.additive and each.unit == "人")
    if len(labels) > 1 and any(name in each for each in sums):
        yield _drawn(Drawing(f"历年{name}", ChartKind.BAR, (name,)), tuple(labels), sums, "年份", rules)


def _sums(name: str, totals: Mapping[str, str], compared: Iterable[Quantity], count: int) -> Line:
    cells = (_cell(totals.get(each.name, "")) for each in compared if each.additive)
    return Line(name, (str(count), *cells))


def _county(county: County, told: list[tuple[UnitDigest, VillagesDigest]], rules: VillageRules) -> VillagesPage:
    year = max(when for _, found in told for when, _, _ in found.years)
    compared = tuple(each for each in _compared(rules) if each.additive)
    rows = [(unit, count, dict(totals)) for unit, found in told for when, count, totals in found.years if when == year]
    values = [totals for _, _, totals in rows]
    lines = tuple(
        Line(unit.short_name, _counted(count, totals, compared), from_root(county, unit, links.own_file(unit, URL)))
        for unit, count, totals in rows
    )
    labels = tuple(unit.short_name for unit, _, _ in rows)
    drawings = (Drawing(f"各乡镇{each.name}", ChartKind.LYING_BAR, (each.name,)) for each in compared[1:3])
    return VillagesPage(
        head=_head(NAME, f"{county.site.name}各乡镇的村{year}年的基本情况", county.site.short_name),
        year=year,
        place="乡镇",
        heads=("村数（个）", *(each.head for each in compared)),
        lines=lines,
        totals=(),
        missing=0,
        charts=tuple(_drawn(each, labels, values, "乡镇", rules) for each in drawings if _any(each, values)),
        years=(),
        files=(),
        few=0,
    )


def _counted(count: int, totals: Mapping[str, str], compared: Iterable[Quantity]) -> tuple[str, ...]:
    return (str(count), *(_cell(totals.get(each.name, "")) for each in compared))


_RULES = village_rules()
_ROWS = tuple(
    VillageYear(
        "530823100201", "样例村", year, (("农户数", str(year - 1600)), ("乡村人口", "1680"), ("耕地面积", "2310.5"))
    )
    for year in (2024, 2025)
)
_CHART = Chart(ChartKind.LINE, "人口", ("2024", "2025"), (Series("乡村人口", ("1680", "1690")),), "人", "年份")
SAMPLE = (
    Page(
        "villages/530823100201.html",
        "village.html",
        VillagePage(
            head=_head("样例村", "样例镇样例村2025年的基本情况", "样例镇", (Link(NAME, URL),)),
            code="530823100201",
            year=2025,
            passages=tuple(Passage(*each) for each in sections("样例村", dict(_ROWS[1].values), _RULES)),
            years=(2024, 2025),
            lines=(Line("农户数（户）", ("424", HIDDEN)),),
            charts=(_CHART,),
            boards=(Board("一般事项", "2025-10-11", "2026-03-31", "村务公开栏"),),
            file=FILE,
            few=5,
        ),
    ),
    Page(
        URL,
        "villages.html",
        VillagesPage(
            head=_head(NAME, "样例镇各村2025年的基本情况", "样例镇"),
            year=2025,
            place="村",
            heads=("农户数（户）", "人均可支配收入（元）"),
            lines=(Line("样例村", ("424", "—"), "villages/530823100201.html"),),
            totals=("424", "—"),
            missing=1,
            charts=(_CHART,),
            years=(Line("2025", ("1", "424")),),
            files=(Link("各村历年数据（CSV）", FILE),),
            few=5,
        ),
    ),
    Page(FILE, "village_table", table_of(_ROWS, _RULES), "", False),
)
