"""信息公开目录: every document with its official metadata, and filters that are pages of their own.

A filter's address is made from what it selects (`y2026`, `s-` and a short digest of the subject), never from its
place in a list, so that it stays when subjects come and go.

Where scripts run, `catalogue.js` combines filters in place. It reads a file for each year, so that an edit touches one
of them; the files are scripts, since a page that was opened from a disk may load nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from itertools import groupby

from generator.entries import entries
from generator.forms import label_of
from generator.model import ColumnRole, County, Entry, Link, Page, Unit, UnitContent, Validity
from generator.records import to_json
from generator.views._head import Head, Standing, standings
from generator.views._lists import Pager, sliced

YEARS = "年份"


@dataclass(frozen=True, slots=True)
class Record:
    """A line of the catalogue (条例 第十二条: 索引、名称、生成日期 and what the county adds)."""

    index_number: str
    title: str
    url: str
    document_number: str
    issuing_agency: str
    date_written: date | None
    date_published: date
    validity: Validity


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to choose: by year, subject, genre or validity; each choice is a page."""

    name: str
    choices: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class YearRows:
    """The lines of one year for the script, under the name by which it asks for them."""

    name: str
    lines: tuple[tuple[Record, str, str], ...]  # with subject and genre


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """A page of the catalogue: `facets` on front pages only, so that numbered pages never change."""

    head: Head
    name: str
    choice: str  # what is chosen, "" = everything
    all: str
    facets: tuple[Facet, ...]
    row_files: str  # how the addresses of the files begin that the script reads, "" without facets
    records: tuple[Record, ...]
    pager: Pager


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The whole catalogue and one list for each choice of each facet."""
    places = [place for place in standings(content.unit).values() if place.column.role is ColumnRole.CATALOGUE]
    if not places:
        return
    items = entries(content, today)
    records = {item.url: _record(item) for item in items}
    for place in places:
        chosen = _chosen(items, place.column.key)
        facets = tuple(Facet(name, tuple(Link(label, url) for label, url, _ in found)) for name, found in chosen)
        lists = [("", place.column.url, items), *(choice for _, found in chosen for choice in found)]
        for choice, front, members in lists:
            shown = [records[item.url] for item in members]
            for url, part, pager in sliced(shown, front, county.site.page_size):
                yield Page(url, "catalogue.html", _payload(place, choice, part, pager, facets), "", not choice)
        yield from _years(content.unit, place.column.key, items, records)


def _rows(key: str) -> str:
    return f"{key}/rows-"


def _years(unit: Unit, key: str, items: Sequence[Entry], records: Mapping[str, Record]) -> Iterator[Page]:
    """The files that the script reads."""
    for year, found in groupby(items, key=lambda item: item.date_published.year):
        lines = tuple((records[item.url], item.subject_category, item.genre) for item in found)
        yield Page(f"{_rows(key)}{year}.js", "catalogue_rows", YearRows(f"{unit.slug}/{year}", lines), "", False)


def _script(year: YearRows) -> str:
    """A file of the script: agencies, subjects and genres once, and by their place in every line."""
    words = sorted({word for record, *more in year.lines for word in (record.issuing_agency, *more)})
    place = {word: number for number, word in enumerate(words)}
    lines = [
        [
            *(record.index_number, record.title, record.url, record.document_number, place[record.issuing_agency]),
            *(f"{record.date_written or ''}", f"{record.date_published}", label_of(record.validity)),
            *(place[subject], place[genre]),
        ]
        for record, subject, genre in year.lines
    ]
    rows = ",\n".join(map(to_json, lines))
    return f'gongkai("{year.name}",{{"words":{to_json(words)},"rows":[\n{rows}\n]}});\n'


WRITERS = {"catalogue_rows": _script}


def _payload(
    place: Standing, choice: str, records: Sequence[Record], pager: Pager, facets: tuple[Facet, ...]
) -> CataloguePage:
    column = place.column
    number = f"（第 {pager.number} 页）" if pager.number else ""
    title = f"{column.name}{'：' if choice else ''}{choice}{number}"
    return CataloguePage(
        head=replace(place.head(title), indexable=not choice),  # a choice shows again what the whole shows
        name=column.name,
        choice=choice,
        all=column.url,
        facets=() if pager.number else facets,
        row_files="" if pager.number else _rows(column.key),
        records=tuple(records),
        pager=pager,
    )


def _record(item: Entry) -> Record:
    return Record(
        item.index_number,
        item.title,
        item.url,
        item.document_number,
        item.issuing_agency,
        item.date_written,
        item.date_published,
        item.validity,
    )


Choice = tuple[str, str, list[Entry]]


def _chosen(items: tuple[Entry, ...], key: str) -> list[tuple[str, list[Choice]]]:
    """The facets that a reader can choose from: years newest first, the others by name."""
    years: defaultdict[str, list[Entry]] = defaultdict(list)
    subjects: defaultdict[str, list[Entry]] = defaultdict(list)
    genres: defaultdict[str, list[Entry]] = defaultdict(list)
    validities: defaultdict[Validity, list[Entry]] = defaultdict(list)
    for item in items:
        years[f"{item.date_published.year}"].append(item)
        subjects[item.subject_category].append(item)
        genres[item.genre].append(item)
        validities[item.validity].append(item)
    facets = [
        (YEARS, [(f"{year} 年", f"{key}/y{year}.html", years[year]) for year in sorted(years, reverse=True)]),
        ("主题分类", _named(subjects, f"{key}/s-")),
        ("体裁", _named(genres, f"{key}/g-")),
        ("有效性", _validities(validities, key)),
    ]
    return [(name, found) for name, found in facets if found and (name == YEARS or _is_choice(found, len(items)))]


def _is_choice(choices: list[Choice], total: int) -> bool:
    """A single choice that leaves everything in the list is none; but a year's page is its archive, and stays."""
    return len(choices) > 1 or any(len(found) < total for _, _, found in choices)


def _named(found: dict[str, list[Entry]], stem: str) -> list[Choice]:
    return [(name, f"{stem}{_digest(name)}.html", found[name]) for name in sorted(found) if name]


def _validities(found: dict[Validity, list[Entry]], key: str) -> list[Choice]:
    return [
        (label_of(validity), f"{key}/v-{validity.value.replace('_', '-')}.html", found[validity])
        for validity in Validity
        if validity in found
    ]


def _digest(name: str) -> str:
    """Eight hexadecimal digits that stand for a name in an address."""
    return blake2b(name.encode(), digest_size=4).hexdigest()


SAMPLE = (
    Page(
        "mulu/index.html",
        "catalogue.html",
        CataloguePage(
            head=Head("信息公开目录", "样例镇人民政府信息公开目录", section="mulu/index.html"),
            name="信息公开目录",
            choice="",
            all="mulu/index.html",
            facets=(Facet("年份", (Link("2026 年", "mulu/y2026.html"),)),),
            row_files="mulu/rows-",
            records=(
                Record(
                    "11530823000000000X/2026-00001",
                    "关于印发春季护林防火工作方案的通知",
                    "info/2026-00001.html",
                    "样政发〔2026〕1号",
                    "样例镇人民政府",
                    date(2026, 1, 4),
                    date(2026, 1, 6),
                    Validity.IN_FORCE,
                ),
            ),
            pager=Pager(),
        ),
    ),
)
