"""A unit's catalogue for machines: whole as JSON and CSV, and in pages of a hundred as Guangdong's interface has it.

That interface (`/gkmlpt/api/all/<column>`) answers with `classify` and `articles`. What means the same here bears the
name it has there: identifier (索引号), title, document_number (文号), publisher (发布机构), keywords, abstract
(内容概述), url, attachment, classify_main_name (栏目), classify_genre_name (体裁), classify_theme_name (主题分类), date
(成文日期) and display_publish_time in seconds since 1970, created_at in Beijing's time, is_expired and is_abolished as
0 or 1. Its `id`, `post_url` and `relation` mean nothing outside its own database and are left out; `record` is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from generator import links, official_fields
from generator.delimited import csv_text
from generator.model import Described, Metadata, Page, RecordFile, Site, Unit, page_of
from generator.records import mapping, record_url, to_json
from generator.views._registry import Owner, Registered, named, registered

SIZE = 100  # documents on a page
EPOCH = date(1970, 1, 1).toordinal()
BEIJING = 8 * 3600


@dataclass(frozen=True, slots=True)
class Gone:
    """A document that was taken down for good, as unit.yaml says."""

    identifier: str
    date: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A number that a document had before."""

    former: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """`catalog.json`: the unit, every document by index number, and what became of those that are no more."""

    unit: Registered
    documents: tuple[Metadata, ...]
    withdrawn: tuple[Gone, ...]
    renumbered: tuple[Renumbered, ...]


@dataclass(frozen=True, slots=True)
class CatalogPart:
    """A page of the catalogue: a hundred documents, the oldest first; only the last page may hold fewer."""

    unit: Owner
    number: int
    articles: tuple[Described, ...]


@dataclass(frozen=True, slots=True)
class CatalogParts:
    """`catalog/index.json`: how many documents and pages there are, and where."""

    unit: Owner
    count: int
    size: int
    base: str


@dataclass(frozen=True, slots=True)
class CatalogSheet:
    """`catalog.csv`: every document by index number, in the platform's columns."""

    documents: tuple[Metadata, ...]


def catalog_pages(unit: Unit, site: Site, described: Iterable[Described]) -> Iterator[Page]:
    """The files of a unit's catalogue; machines alone read them, so that they stand in no site map."""
    owner, every = Owner(unit.slug, unit.name, unit.uscc), sorted(described, key=_age)
    documents = tuple(sorted((each.metadata for each in every), key=lambda each: each.identifier))
    base = links.base_address(unit, site)
    whole = Catalog(registered(unit, site), documents, _withdrawn(unit, base), _renumbered(documents))
    yield _page(unit, "catalog.json", "catalog", whole)
    yield _page(unit, "catalog.csv", "catalog_sheet", CatalogSheet(documents))
    front = links.own_file(unit, "catalog/")
    yield _page(unit, "catalog/index.json", "catalog_parts", CatalogParts(owner, len(every), SIZE, base + front))
    for number, start in enumerate(range(0, len(every), SIZE), 1):
        part = CatalogPart(owner, number, tuple(every[start : start + SIZE]))
        yield _page(unit, f"catalog/{number}.json", "catalog_part", part)


def _page(unit: Unit, name: str, writer: str, payload: object) -> Page:
    return Page(links.own_file(unit, name), writer, payload, "", False)


def _age(described: Described) -> tuple[str, str]:
    return described.metadata.date_published, described.metadata.identifier


def _withdrawn(unit: Unit, base: str) -> tuple[Gone, ...]:
    found = (
        Gone(each.index_number, each.day.isoformat(), each.reason, base + page_of(each.index_number))
        for each in unit.withdrawn
    )
    return tuple(sorted(found, key=lambda gone: (gone.identifier, gone.date)))


def _renumbered(documents: Iterable[Metadata]) -> tuple[Renumbered, ...]:
    found = (Renumbered(former, each.identifier) for each in documents for former in each.former_identifiers)
    return tuple(sorted(found, key=lambda each: (each.former, each.identifier)))


# ── as text ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _catalog(catalog: Catalog) -> str:
    """A document a line, so that two of these files can be compared by any tool.

    How the unit is mounted is not in it: its files are the same on the county's host and on one of its own.
    """
    owner = named(Owner(catalog.unit.slug, catalog.unit.name, catalog.unit.uscc))
    lines = (to_json({**mapping(each, owner), **_places(each)}) for each in catalog.documents)
    parts = {
        "format": to_json("gongkai-catalog/1"),
        "unit": to_json({name: value for name, value in asdict(catalog.unit).items() if name != "mount"}),
        "count": str(len(catalog.documents)),
        "documents": _listed(lines),
        "withdrawn": _listed(to_json(asdict(each)) for each in catalog.withdrawn),
        "renumbered": _listed(to_json(asdict(each)) for each in catalog.renumbered),
    }
    return "{" + ",\n".join(f'"{name}":{value}' for name, value in parts.items()) + "}\n"


def _places(metadata: Metadata) -> dict[str, str]:
    return {"source": metadata.source, "record": record_url(metadata.url)}


def _listed(lines: Iterable[str]) -> str:
    return "[" + ",".join(f"\n{line}" for line in lines) + "]"


def _sheet(sheet: CatalogSheet) -> str:
    rows = (official_fields.row(mapping(each, {})) for each in sheet.documents)
    return csv_text((official_fields.heads(), *rows))


def _parts(parts: CatalogParts) -> str:
    pages = [
        {"page": number, "url": f"{parts.base}{number}.json", "count": min(parts.size, parts.count - start)}
        for number, start in enumerate(range(0, parts.count, parts.size), 1)
    ]
    whole = {
        "format": "gongkai-catalog-pages/1",
        "unit": asdict(parts.unit),
        "classify": {"name": parts.unit.name, "post_count": parts.count},
        "page_size": parts.size,
        "pages": pages,
    }
    return f"{to_json(whole)}\n"


def _part(part: CatalogPart) -> str:
    """The number of all documents is not in it: it would change every page with every document."""
    articles = _listed(to_json(_article(each)) for each in part.articles)
    return f'{{"classify":{to_json({"name": part.unit.name})},\n"page":{part.number},\n"articles":{articles}}}\n'


def _article(described: Described) -> dict[str, Any]:
    given = described.metadata
    return {
        "identifier": given.identifier,
        "title": given.title,
        "document_number": given.document_number,
        "publisher": given.issuing_agency,
        "keywords": ",".join(given.subject_terms),
        "date": _seconds(given.date_written or given.date_published),
        "created_at": f"{given.date_published} 00:00:00",
        "display_publish_time": _seconds(given.date_published),
        "classify_main_name": given.column_name,
        "classify_genre_name": given.genre,
        "classify_theme_name": given.subject_category,
        "url": given.url,
        "abstract": given.summary,
        "is_expired": int(given.validity == "expired"),
        "is_abolished": int(given.validity == "repealed"),
        "attachment": [_attachment(each) for each in described.files],
        "record": record_url(given.url),
    }


def _attachment(file: RecordFile) -> Mapping[str, str]:
    extension = file.name.rpartition(".")[2].lower()
    return {
        "name": file.name,
        "type": extension,
        "mime": file.media_type,
        "size": str(file.size),
        "url": file.url,
    }


def _seconds(day: str) -> int:
    """The beginning of a day in Beijing."""
    return (date.fromisoformat(day).toordinal() - EPOCH) * 86_400 - BEIJING


WRITERS = {"catalog": _catalog, "catalog_sheet": _sheet, "catalog_parts": _parts, "catalog_part": _part}
