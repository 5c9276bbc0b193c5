"""A file of another program, dropped upon a form: what it says as fields, its text as a body, its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generator.document_fields import DocumentFields
from generator.drafting.import_files import Decision
from generator.drafting.imported import Content, content_of, judged, with_tables
from generator.drafting.incoming import Failed, incoming
from generator.errors import UsageError
from generator.files import write_new
from generator.forms import names_of
from generator.secrecy import STOP
from generator.serve.deposit import lay, parts_of

AGAIN = "在原文件里改好再拖进来"


class Taken(NamedTuple):
    """Fields by English name, the body as Markdown, and what the editor must know."""

    fields: Mapping[str, str]
    body: str
    remarks: tuple[str, ...]


def taken(document: Path, name: str, data: bytes, limit: int) -> Taken:
    """What a file says, its pictures laid beside the document; UsageError where it may not be published or read."""
    stem, ending = parts_of(name)
    with TemporaryDirectory(prefix="gongkai-") as held:
        path = Path(held) / f"{stem}.{ending}"
        write_new(path, data)
        content, remarks = _content(path, document.stem, limit)
    for file, contents in content.files.items():
        lay(document.parent, file, contents, limit)
    names = names_of(DocumentFields)
    guessed = [label for label, value in content.fields.items() if value.guessed]
    remarks += (f"{'、'.join(guessed)}是猜的",) if guessed else ()
    return Taken({names[label]: value.text for label, value in content.fields.items()}, content.body, remarks)


def _content(path: Path, stem: str, limit: int) -> tuple[Content, tuple[str, ...]]:
    """What a file comes to as `gongkai import` sees it, and what is to be said of it."""
    found = next(incoming(path, None), None)
    if found is None:
        raise UsageError("文件里没有内容", path.name, AGAIN)
    if isinstance(found, Failed):
        raise found.error
    decision = Decision(list_missing=False)  # a form has no files beside it: the note stays in the body
    try:
        imported, worries = judged(found, decision)
        content = with_tables(content_of(found, imported, decision, limit), imported.sheets, stem)
    except UsageError as error:
        raise UsageError(error.what, path.name, STOP if error.advice == STOP else AGAIN) from error
    return content, (*content.remarks, *(each.message for each in worries))
