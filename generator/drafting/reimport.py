"""A file that was imported before: found again, and its document brought up to date where nobody has changed it since.

Three things are compared for the body, each field and each data file: what the import wrote then (its digest stands in
`导入`), what stands there now, what the source says now. What the editor changed is never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

from generator.document_fields import DocumentFields
from generator.drafting import Draft
from generator.drafting.imported import (
    BODY,
    IMPORT,
    Content,
    body_in,
    digest,
    origin,
)
from generator.drafting.incoming import Incoming
from generator.errors import UsageError
from generator.field_lines import cleaned, key_of, with_mark
from generator.forms import names_of
from generator.frontmatter import FrontMatter, Value, read
from generator.inscription import Identity, identity
from generator.load import texts
from generator.personal_data import concealed
from generator.rewriting import rewritten
from generator.sources import TEXT_LIMIT, Source, read_text_file, scan


class Known(NamedTuple):
    """A document that was imported: where it is, from which file with which digest, what was written then."""

    path: str
    name: str
    digest: str
    written: Mapping[str, str]
    title: str
    number: str
    draft: bool


class Update(NamedTuple):
    """What re-import does to a document: files to be written anew, its text before and after, what stands in the way
    (the editor changed it, and the source too), pictures that are no longer shown; `seen` is the file as it was.
    `changed` are the fields, the body and the data files that become others."""

    seen: Identity
    files: tuple[Draft, ...]
    before: str
    after: str
    conflicts: tuple[str, ...]
    unused: tuple[str, ...]
    changed: tuple[str, ...]


def known_imports(root: Path, slug: str, seen: dict[Source, Known | None]) -> tuple[Known, ...]:
    """The documents of a unit that were imported; `seen` remembers files from one look to the next."""
    found = [file for file in texts(scan(root, f"content/{slug}"), slug) if file.size <= TEXT_LIMIT]
    for file in found:
        if file not in seen:
            seen[file] = _known(root, file.path)
    return tuple(known for file in found if (known := seen[file]))


def _known(root: Path, path: str) -> Known | None:
    found = read(read_text_file(root, path))
    values = _imported(found)
    written = values.get("所写")
    if not values.get("文件") or not isinstance(written, dict):
        return None
    name, data = str(values["文件"]), str(values.get("摘要") or "")
    marks = {str(key): str(each) for key, each in written.items()}
    draft = _text(found, "草稿").lower() in ("是", "true")
    return Known(path, name, data, marks, _text(found, "标题"), _text(found, "发文字号"), draft)


def _imported(found: FrontMatter) -> Mapping[str, object]:
    key = key_of(found, IMPORT)
    values = found.head.values[key] if key else None
    return values if isinstance(values, dict) else {}


def _text(found: FrontMatter, name: str) -> str:
    key = key_of(found, name)
    return str(found.head.values[key] or "") if key else ""


def same_source(known: tuple[Known, ...], incoming: Incoming) -> Known | None:
    """The document that these very bytes were imported into."""
    return next((each for each in known if each.digest == incoming.digest), None)


def matching(known: tuple[Known, ...], incoming: Incoming, content: Content) -> Known | None:
    """The document that an earlier state of a file was imported into: of the same name, and with its number or title.

    Another document may come in a file of the same name; it is told by both being different.
    """
    number = content.fields["发文字号"].text if "发文字号" in content.fields else ""
    for each in known:
        same_number = bool(number) and each.number == number
        same_title = each.title == content.title or each.written.get("标题") == digest(content.title)
        if each.name == incoming.name and (same_number or (same_title and not (number and each.number))):
            return each
    return None


def objections(known: Known, content: Content) -> tuple[str, ...]:
    """Why a document may not be brought up to date without somebody's word: another title, or no longer a draft."""
    now = content.title
    other = now != known.title and digest(now) != known.written.get("标题")
    told = [f"标题不同：现在是「{known.title}」，原文件是「{now}」，可能是另一份文件"] if other else []
    return (*told, *([] if known.draft else ["这一条已经不是草稿"]))


# ── bringing up to date ─────────────────────────────────────────────────────────────────────────────────────────


def update(root: Path, known: Known, incoming: Incoming, content: Content) -> Update:
    """What re-import would make of a document, where what the editor changed gives way to what the source changed."""
    seen = identity(root / known.path)
    before = read_text_file(root, known.path).decode()
    conflicts: list[str] = []
    after = before
    changed: list[str] = []
    for name in sorted({*content.fields, *known.written} - {BODY, *_files(known.written)}):
        made = _with_field(after, name, known, content, conflicts)
        changed += [name] if made != after else []
        after = made
    made = _with_body(after, known, content, conflicts)
    changed += [BODY] if made != after else []
    files = tuple(_data_files(root, known, content, conflicts))
    changed += [each.path.rpartition("/")[2] for each in files]
    after = _with_attachments(made, known, content)
    changed += ["附件"] if after != made else []
    after = _rewritten(after, known, {IMPORT: origin(incoming, content)}) if after != before or files else before
    gone = _pictures(read(before.encode()).body) - _pictures(read(after.encode()).body)
    return Update(seen, files, before, after, tuple(conflicts), tuple(sorted(gone)), tuple(changed))


def _files(written: Mapping[str, str]) -> set[str]:
    return {name for name in written if name.endswith(".csv")}


def _with_field(text: str, name: str, known: Known, content: Content, conflicts: list[str]) -> str:
    """The text with what the source now says in a field."""
    found = read(text.encode())
    key = key_of(found, name)
    current = found.head.values[key] if key else None
    now = content.fields.get(name)
    then = known.written.get(name, "")
    if (digest(now.text) if now else "") == then or (now and current == now.text):
        return text
    untouched = digest(str(current)) == then if then and current else not current
    if not untouched:
        conflicts.append(name)
    made = _rewritten(text, known, {name: cleaned(now.text) if now else None})
    return with_mark(made, name, now.guessed) if now else made


def _rewritten(text: str, known: Known, changes: Mapping[str, Value], body: str | None = None) -> str:
    """The text with other values for fields that are known by their labels, and another body."""
    names = names_of(DocumentFields)
    made = rewritten(text.encode(), {names[label]: value for label, value in changes.items()}, body)
    if made is None:
        what = "、".join(f"“{label}”" for label in changes) or "正文"
        raise UsageError(f"{what}的写法特别，程序不敢改", known.path, "请手工改这一处")
    return made.decode()


def _with_body(text: str, known: Known, content: Content, conflicts: list[str]) -> str:
    new, current = content.text, body_in(read(text.encode()).body)
    if digest(body_in(new)) == known.written.get(BODY) or body_in(new) == current:
        return text
    if digest(current) != known.written.get(BODY):
        conflicts.append(BODY)
    return _rewritten(text, known, {}, new)


def _data_files(root: Path, known: Known, content: Content, conflicts: list[str]) -> Iterator[Draft]:
    """Every file that has other bytes than now, or is not there."""
    folder = known.path.rpartition("/")[0]
    for name, data in content.files.items():
        path = root / folder / name
        current = path.read_bytes() if path.is_file() and not path.is_symlink() else None
        if current == data:
            continue
        if current is not None and digest(current) != known.written.get(name):
            conflicts.append(name)
        yield Draft(f"{folder}/{name}", content=data)


def _with_attachments(text: str, known: Known, content: Content) -> str:
    """Attachments that are new are listed; those that stand there stay as they are."""
    found = read(text.encode())
    key = key_of(found, "附件")
    if not content.listed or key:
        return text
    return _rewritten(text, known, {"附件": [{"file": file, "title": title} for file, title in content.listed]})


def _pictures(body: str) -> set[str]:
    return {part.partition(")")[0] for part in body.split("](")[1:] if part.startswith("tu-")}


def diff(update: Update, path: str) -> str:
    """The change as a diff, without the numbers of persons, nor the line that is the program's own."""
    before, after = (
        [line for line in text.splitlines() if not line.startswith(f"{IMPORT}:")]
        for text in (update.before, update.after)
    )
    lines = unified_diff(before, after, path, f"{path}（再导入）", lineterm="", n=1)
    return "\n".join(concealed(line) for line in lines)
