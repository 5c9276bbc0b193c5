"""The pages of forms as they are sent: lists of units and of documents, the form of one, its text."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from generator.drafting.document import columns_for
from generator.errors import UsageError
from generator.frontmatter import Value, decode, read
from generator.kinds import kinds, spellings
from generator.load import texts
from generator.load.documents import KIND_OF_ROLE
from generator.model import Column, Finding, Kind, Severity, Unit
from generator.plain_marks import escaped
from generator.rewriting import fields_of
from generator.serve.answers import PAGE, Answer
from generator.serve.desk import Desk, Held
from generator.serve.form import boxes, is_draft
from generator.serve.own_files import has_vendor
from generator.serve.panel import environment, gravest_first, told_of
from generator.serve.preview import Preview
from generator.sources import Listing, read_text_file
from generator.wording import NAMES

# As tight as for what is published, but that the editor of formatted text writes styles into elements.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
PUBLIC, DRAFT = "公开", "草稿"


def _page(template: str, **values: Any) -> Answer:
    data = environment().get_template(template).render(**values).encode()
    return Answer(200, PAGE, data, policy=POLICY)


def units_page(preview: Preview, slugs: Iterable[str]) -> Answer:
    """The units whose documents can be edited."""
    found = ((slug, preview.readings[slug].name if slug in preview.readings else slug) for slug in slugs)
    return _page("edit_units.html", county=preview.task.site.name, units=list(found))


def documents_page(preview: Preview, slug: str, listing: Listing, word: str) -> Answer:
    """The documents of a unit: what each is called, what the public sees of it, how many problems it has."""
    desk = preview.desk(slug)
    unit = desk.unit
    rows = [_row(preview, desk, each.path) for each in texts(listing, slug)]
    offered = [(kind.label, _columns(unit, kind)) for kind in kinds().values()] if unit else []
    return _page(
        "edit_list.html",
        slug=slug,
        unit=unit.name if unit else slug,
        word=word,
        rows=sorted(rows, key=lambda row: (row["day"], row["path"]), reverse=True),
        kinds=[(name, *_offer(name, columns)) for name, columns in offered if columns],
        public=PUBLIC,
        usual=kinds()["notice"].label,
        only=len(preview.slugs()) == 1,
        own=[told_of(each) for each in desk.findings if each.path == f"content/{slug}/unit.yaml"],
    )


def _offer(kind: str, columns: list[Column]) -> tuple[list[tuple[str, str]], str]:
    """The columns for a kind, by key and name, and the one that is chosen beforehand: the only one, or its namesake."""
    fit = [each.key for each in columns if len(columns) == 1 or kind in each.name or each.name in kind]
    return [(each.key, each.name) for each in columns], fit[0] if fit else ""


def _columns(unit: Unit, kind: Kind) -> list[Column]:
    """The columns that take a kind, those that are made for it first."""
    return sorted(columns_for(unit, kind), key=lambda column: kind.name not in column.kinds)


def _row(preview: Preview, desk: Desk, source: str) -> dict[str, Any]:
    """A document in the list."""
    try:
        said = fields_of(read(read_text_file(preview.task.root, source))) or {}
    except OSError:  # its problems say so
        said = {}
    found = [each for each in desk.findings if each.path == source and each.severity is not Severity.INFO]
    counts = [(each.value, NAMES[each], sum(one.severity is each for one in found)) for each in Severity]
    return {
        "path": source.removeprefix("content/"),
        "title": str(said.get("title") or "（没有标题）"),
        "day": str(said.get("date_published") or ""),
        "states": _states(desk.held.get(source), is_draft(said)),
        "counts": [each for each in counts if each[2]],
    }


def _states(held: Held | None, draft: bool) -> list[tuple[str, str]]:
    """What the public sees of a document, each with its reason: a draft with errors is both."""
    found = [(held.label, held.reason)] if held else []
    return [*found, (DRAFT, "写着“草稿”，不发布")] if draft and DRAFT not in dict(found) else found


def form_page(
    source: str,
    said: Mapping[str, Value],
    body: str,
    digest: str,
    unit: Unit,
    findings: tuple[Finding, ...],
    word: str,
    guesses: Collection[str],
    page: str,
) -> Answer:
    """The form of a document."""
    column = _column_of(source, said, unit)
    kind = _kind_of(said, column)
    return _page(
        "edit_form.html",
        source=source,
        page=page,
        title=str(said.get("title") or "（没有标题）"),
        unit=unit,
        column=column.name if column else "",
        kind=kind,
        names=json.dumps(_names(said), ensure_ascii=False),
        boxes=boxes(said, unit, kind, column.name if column else "", guesses),
        body=body.strip("\n"),
        rich_body=escaped(body.strip("\n")),
        digest=digest,
        word=word,
        findings=[told_of(each) for each in sorted(findings, key=gravest_first)],
        rich=has_vendor(),
    )


def _names(said: Mapping[str, Value]) -> dict[str, str]:
    """The kinds by what the form writes for them."""
    found = {each.label: each.name for each in kinds().values()}
    written = str(said.get("kind"))
    return {**found, written: spellings()[written]} if written in spellings() else found


def _column_of(source: str, said: Mapping[str, Value], unit: Unit) -> Column | None:
    """The column that a document stands in: the one it names, else that of its folder."""
    columns = {each.key: each for each in unit.walk()}
    written = said.get("column")
    named = next((each for each in columns.values() if written in (each.key, each.name)), None)
    key = source.split("/", 2)[2].rpartition("/")[0]
    while key and key not in columns:
        key = key.rpartition("/")[0]
    return named or columns.get(key)


def _kind_of(said: Mapping[str, Value], column: Column | None) -> str:
    """The kind that a document is of: the one it names, else that of its column."""
    written = spellings().get(str(said.get("kind")), "")
    if written or column is None:
        return written
    return KIND_OF_ROLE.get(column.role) or (column.kinds[0] if column.kinds else "general")


def raw_page(
    source: str, data: bytes, digest: str, findings: tuple[Finding, ...], word: str, whole: bool, page: str
) -> Answer:
    """A document as text; where it is not `whole`, because its front matter cannot be read for certain."""
    text, faults = decode(data)
    if any(fault.code == "F001" for fault in faults):
        raise UsageError(
            "文件不是 UTF-8 编码，在这里改不了", source, "用记事本打开，另存为，编码选 UTF-8，再回到这一页"
        )
    return _page(
        "edit_raw.html",
        source=source,
        page=page,
        slug=source.split("/")[1],
        text=text,
        whole=whole,
        digest=digest,
        word=word,
        findings=[told_of(each) for each in sorted(findings, key=gravest_first)],
    )
