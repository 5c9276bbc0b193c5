"""Front matter and body → `Document`: column and kind resolved, defaults filled in, what the kind needs demanded."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from generator import markup
from generator.document_fields import DocumentFields
from generator.examples import example
from generator.faults import finding
from generator.forms import label
from generator.kinds import kinds, spellings
from generator.load.charting import charted
from generator.load.inclusions import Inclusions
from generator.load.source_text import SourceText
from generator.model import (
    Column,
    ColumnRole,
    ColumnStatus,
    Document,
    Finding,
    Kind,
    Mark,
    Review,
    ServiceGuide,
    Unit,
)
from generator.rulebook import rules, threshold

KIND_OF_ROLE = {
    ColumnRole.GUIDE: "guide",
    ColumnRole.RULES: "disclosure_rules",
    ColumnRole.ANNUAL: "annual_report",
}


Columns = Mapping[str, Column]


def place(
    columns: Columns, source: str, fields: DocumentFields, marks: Mapping[str, Mark], findings: list[Finding]
) -> Column | None:
    """The column of a document among its unit's, by key: named in its front matter, else the nearest folder."""
    if fields.column:
        return _named(columns, source, fields.column, marks.get("column", Mark(1, 1)), findings)
    folder = source.split("/", 2)[2].rpartition("/")[0]
    key = folder
    while key and key not in columns:
        key = key.rpartition("/")[0]
    if not key:
        what = f"文件夹「{folder}」不是本单位的栏目{_near(folder, columns)}" if folder else "文件不在任何栏目的文件夹里"
        findings.append(finding("F201", source, Mark(1, 1), what))
        return None
    return _usable(columns[key], source, Mark(1, 1), findings)


def _near(folder: str, columns: Columns) -> str:
    """The column that an editor most likely meant: the folder is called by a column's name, or by nearly its key."""
    named = {column.name: column for column in columns.values()}
    last = folder.rpartition("/")[2]
    name = next(iter([last] if last in named else get_close_matches(last, named, n=1, cutoff=0.7)), "")
    key = next(iter(get_close_matches(folder, columns, n=1, cutoff=0.5)), "")
    found = named.get(name) or columns.get(key)
    return f"：「{found.name}」的文件夹是「{found.key}」" if found else ""


def _named(columns: Columns, source: str, written: str, mark: Mark, findings: list[Finding]) -> Column | None:
    names = {column.name: column for column in columns.values()}
    found = columns.get(written) or names.get(written)
    if found is None:
        near = get_close_matches(written, [*columns, *names], n=1, cutoff=0.5)
        hint = f"，是不是想写「{near[0]}」？" if near else ""
        findings.append(finding("F201", source, mark, f"本单位没有「{written}」栏目{hint}"))
        return None
    return _usable(found, source, mark, findings)


def _usable(column: Column, source: str, mark: Mark, findings: list[Finding]) -> Column | None:
    if column.role is ColumnRole.LINK or column.status is not ColumnStatus.FILLED:
        findings.append(finding("F201", source, mark, f"栏目「{column.name}」已声明为链接或不适用，不能放信息"))
        return None
    return column


def make_document(
    unit: Unit, draft: SourceText, inclusions: Inclusions, findings: list[Finding], drafts_too: bool = False
) -> Document | None:
    """The document of a source, or None where it is a draft (unless `drafts_too`) or cannot be one.

    One in which something is missing is made for the checks; the error that tells it keeps the document back.
    """
    fields, column = draft.fields, draft.column
    if fields is None or column is None:
        return None
    if fields.draft:
        findings.append(finding("F211", draft.source, draft.marks.get("draft", Mark(1, 1)), "草稿，不发布"))
        if not drafts_too:
            return None
    kind = _kind(draft, fields, column, findings)
    attachments, body = inclusions.attachments(draft, findings), inclusions.body(draft, findings)
    if kind is None:
        return None
    _tell_missing(draft, fields, kind, findings)
    charts, body = charted(draft, kind, body, inclusions, findings)
    return Document(
        source=draft.source,
        unit=unit.slug,
        column=column.key,
        kind=kind.name,
        **_descriptive(unit, kind, fields, draft.body),
        year=fields.year or 0,
        service=ServiceGuide(**dict(fields.service)) if fields.service else None,
        attachments=attachments,
        body=body,
        charts=charts,
        body_line=draft.body_line,
        marks=_written(draft.marks, fields),
        annual_report=inclusions.annual_report(draft, kind, findings),
    )


def _written(marks: Mapping[str, Mark], fields: DocumentFields) -> Mapping[str, Mark]:
    """Where fields stand; an empty summary stands nowhere, since what is shown for it is judged in the body."""
    return marks if fields.summary else {name: mark for name, mark in marks.items() if name != "summary"}


_COPIED = (
    *("title", "index_number", "former_index_numbers", "joint_agencies", "document_number", "date_written"),
    *("date_published", "effective_from", "repealed_on", "validity", "amends", "repeals", "repealed_by"),
    *("subject_category", "subject_terms", "origin_url", "interprets", "openness", "public_until", "approved_on"),
    *("hearing_on", "backfilled", "addressees", "copies", "signatory", "note", "responsible_editor"),
    "standard_items",
    *("legacy_addresses", "legacy_numbers", "printing_office", "printed_on"),
)


def _descriptive(unit: Unit, kind: Kind, fields: DocumentFields, body: str) -> dict[str, Any]:
    """The fields that describe the document, with what its unit and kind supply where the editor wrote nothing."""
    agency = fields.issuing_agency or unit.name
    return {
        **{name: getattr(fields, name) for name in _COPIED},
        "issuing_agency": agency,
        "genre": fields.genre or kind.genre or _genre_of(fields.title),
        "summary": fields.summary or markup.plain(body, threshold("summary_length")) or fields.title,
        "origin": fields.origin or agency,
        "review": Review(**dict(fields.review)),
    }


@cache
def _official_genres() -> tuple[str, ...]:
    return tuple(genre["name"] for genre in rules("genres")["genres"] if genre.get("official") == "是")


def _genre_of(title: str) -> str:
    """The 文种 that an official title ends in (GB/T 9704-2012 7.3.1: 机关、事由、文种)."""
    bare = title.rstrip("）)").rpartition("（")[0] if title.endswith(("）", ")")) and "（" in title else title
    return next((genre for genre in _official_genres() if bare.endswith(genre)), "其他")


def _kind(draft: SourceText, fields: DocumentFields, column: Column, findings: list[Finding]) -> Kind | None:
    written = fields.kind or KIND_OF_ROLE.get(column.role) or (column.kinds[0] if column.kinds else "general")
    name = spellings().get(written)
    if name is None:
        near = get_close_matches(written, spellings(), n=1, cutoff=0.4)
        hint = f"，是不是想写「{near[0]}」？" if near else ""
        mark = draft.marks.get("kind", Mark(1, 1))
        findings.append(finding("F202", draft.source, mark, f"没有「{written}」这个内容类型{hint}"))
        return None
    return kinds()[name]


def _tell_missing(draft: SourceText, fields: DocumentFields, kind: Kind, findings: list[Finding]) -> None:
    for name in kind.required:
        if getattr(fields, name):
            continue
        mark = draft.marks.get("kind", Mark(1, 1))
        message = f"「{kind.label}」缺少「{label(DocumentFields, name)}」"
        findings.append(finding("F102", draft.source, mark, message, f"补写“{example(DocumentFields, [name])}”"))
    if not fields.index_number:
        findings.append(finding("F207", draft.source, Mark(1, 1), "还没有索引号，编号之后才发布"))
