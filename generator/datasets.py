"""Published tables as sets of data: which they are, where their files lie, and what is said of them.

A table is published when a page shows it. Its name is that of its file in the unit's `data/` folder; a file that lies
elsewhere is named after the first document that shows it, whose number never changes, so that no file that comes later
can take its address.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import blake2b

from generator import links, village_dataset
from generator.attachments import published_name
from generator.entries import ended
from generator.model import Body, Dataset, Document, Table, TableSchema, Unit, UnitContent, Villages
from generator.village_rules import village_rules

_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?\d[\d-]{4,}")
Shown = Mapping[str, tuple[tuple[Document, Table], ...]]


def shown(content: UnitContent, today: date) -> Shown:
    """The tables that pages show, by source, with the documents that show them, the first by number before others."""
    found: dict[str, list[tuple[Document, Table]]] = {}
    for document in content.documents:
        if document.body.tables and not ended(document, today):
            for _, table in document.body.tables:
                found.setdefault(table.source, []).append((document, table))
    return {source: tuple(sorted(pairs, key=_number)) for source, pairs in sorted(found.items())}


def _number(pair: tuple[Document, Table]) -> tuple[str, str]:
    return pair[0].address, pair[1].caption


def names(unit: Unit, tables: Shown) -> dict[str, str]:
    """The name of each table's files, by source: ASCII, and each once also where case does not count."""
    taken: set[str] = set()
    found = {}
    for source, pairs in tables.items():
        name = _name(unit, source, pairs[0][0])
        if name.lower() in taken:  # x.csv and x.yaml
            name = f"{name}-{blake2b(source.encode(), digest_size=4).hexdigest()}"
        taken.add(name.lower())
        found[source] = name
    return found


def _name(unit: Unit, source: str, first: Document) -> str:
    folder = f"content/{unit.slug}/data/"
    stem = posixpath.splitext(source)[0]
    inside = stem.removeprefix(folder).replace("/", "-")
    wanted = inside if stem.startswith(folder) else f"{first.address}-{posixpath.basename(stem)}"
    return published_name(f"{wanted}.csv").removesuffix(".csv")


def file_url(unit: Unit, name: str) -> str:
    """Where a table is published, relative to the unit's base."""
    return links.own_file(unit, f"data/{name}.csv")


def with_files(document: Document, urls: Mapping[str, str]) -> Document:
    """A document whose tables name their published files, by source, and nothing else that its page does not show."""
    if not document.body.tables:
        return document
    tables = tuple(
        (written, replace(table, schema=TableSchema(), references=(), url=urls.get(table.source, "")))
        for written, table in document.body.tables
    )
    charts = tuple(replace(chart, source="", url=urls.get(chart.source, "")) for chart in document.charts)
    return replace(document, body=replace(document.body, tables=tables), charts=charts)


def shown_body(document: Document) -> Body:
    """The body without the tables that only charts are drawn from."""
    if not document.charts:
        return document.body
    tables = tuple(pair for pair in document.body.tables if pair[0] in document.body.source)
    return replace(document.body, tables=tables)


def datasets(content: UnitContent, today: date) -> tuple[Dataset, ...]:
    """The published tables of a unit by name, those of pages that stay as they were and of its villages among them."""
    unit, tables = content.unit, shown(content, today)
    columns = {column.key: column.name for column in unit.walk()} if tables else {}
    named = names(unit, tables)
    made = [_dataset(unit, named[source], pairs, columns, today) for source, pairs in tables.items()]
    taken = {each.url for each in made}
    kept = (each for each in content.kept_datasets if each.url not in taken)
    return tuple(sorted((*made, *kept, *_of_villages(content)), key=lambda each: each.name))


def of_documents(found: Iterable[Dataset]) -> tuple[Dataset, ...]:
    """Those that documents show, whose files lie in the unit's `data/`."""
    return tuple(each for each in found if each.name != village_dataset.NAME)


def _of_villages(content: UnitContent) -> Iterator[Dataset]:
    villages = content.register(Villages)
    found = villages and village_dataset.village_dataset(content.unit, villages, village_rules())
    if found:
        yield found


def _dataset(
    unit: Unit, name: str, pairs: tuple[tuple[Document, Table], ...], columns: Mapping[str, str], today: date
) -> Dataset:
    document, table = pairs[0]
    documents = tuple({each.url: each for each, _ in pairs}.values())
    schema = table.schema
    return Dataset(
        name=name,
        url=file_url(unit, name),
        package=links.own_file(unit, f"data/{name}/datapackage.json"),
        title=schema.title or table.caption or document.title,
        description=schema.meaning or document.summary or document.title,
        keywords=_keywords(documents, columns, unit),
        category=document.subject_category,
        issued=min(each.date_published for each in documents),
        modified=max(each.date_published for each in documents),
        documents=tuple((each.index_number, each.url) for each in documents),
        schema=schema,
    )


def _keywords(documents: Iterable[Document], columns: Mapping[str, str], unit: Unit) -> tuple[str, ...]:
    """The subject terms of the documents, their columns, the unit: there is always one."""
    found: list[str] = []
    for document in documents:
        found += [*document.subject_terms, columns.get(document.column, "")]
    return tuple(dict.fromkeys(word for word in (*found, unit.short_name) if word))


def email_in(text: str) -> str:
    """The first e-mail address in a text (互联网联系方式), '' where there is none."""
    found = _EMAIL.search(text)
    return found[0] if found else ""


def phone_in(text: str) -> str:
    """The first telephone number in a text, '' where there is none."""
    found = _PHONE.search(text)
    return found[0].rstrip("-") if found else ""
