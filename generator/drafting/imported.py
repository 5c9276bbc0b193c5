"""A document begun from a file of another program: what the file says is filled in, what was guessed is marked.

Nothing is written here, and nothing comes to be written of what may not be public: `judged` stands before everything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from generator.blocks import Imported, Paragraph, Sheet, Span
from generator.blocks_text import markdown
from generator.document_fields import ImportFields
from generator.drafting import Draft
from generator.drafting.document import column_named, columns_for, finished, free_path, lists
from generator.drafting.import_fields import Value, fields_of, kind_of
from generator.drafting.import_files import Decision, attached, pictures, tables
from generator.drafting.incoming import Incoming
from generator.errors import UsageError
from generator.field_lines import cleaned, scalar
from generator.formatting import formatted
from generator.frontmatter import Value as FieldValue
from generator.guesses import GUESSED
from generator.imported_guard import Worry, guarded
from generator.kinds import kinds, spellings
from generator.model import Column, Kind, Unit
from generator.official_lines import words
from generator.recognition import Element, recognise
from generator.secrecy import STOP
from generator.yaml_text import flow

MISSING = "   # 没有这个文件：放到旁边，写上全名"
OPENNESS, PROACTIVE = "公开属性", "主动公开"
BODY, IMPORT = "正文", "导入"
TO_BE_WRITTEN = "〔待填〕"
_NO_BRACKETS = str.maketrans("[]\n", "［］ ")
_NOT_PUBLIC = re.compile(r"不予公开|不公开|依申请公开|删减|内部|不得外传")


@dataclass(frozen=True, slots=True)
class Content:
    """What a file comes to: fields by label, body, and files by name; `remarks` are for the editor."""

    fields: Mapping[str, Value]
    elements: Mapping[str, Element]
    body: str
    files: Mapping[str, bytes]
    listed: tuple[tuple[str, str], ...]  # attachments: file and title
    remarks: tuple[str, ...]

    @property
    def title(self) -> str:
        """The document's title."""
        return self.fields["标题"].text

    @property
    def text(self) -> str:
        """The body, or what stands where there is none yet."""
        return self.body or f"{TO_BE_WRITTEN}\n"


def judged(incoming: Incoming, decision: Decision) -> tuple[Imported, tuple[Worry, ...]]:
    """What may become public of a file, and what the editor must look at; `UsageError` where it may not be imported."""
    made, worries = guarded(incoming.imported, incoming.name)
    kept = [each for each in worries if each.grave and not (decision.mask and each.maskable)]
    if kept:
        told = "\n".join(f"  {each.place}：{each.message}" for each in kept)
        raise UsageError(f"有不能公开的内容：\n{told}", "", _advice(kept))
    stated = incoming.imported.values.get(OPENNESS, PROACTIVE).strip()
    if any(each not in words("proactive") for each in stated.split("；")) and decision.openness != PROACTIVE:
        advice = f"经审查确定公开的，加 --openness {PROACTIVE} 再导入"
        told = f"写着「{stated}」，不是{PROACTIVE}" if stated else "空着"
        raise UsageError(f"“{OPENNESS}”{told}", "", advice)
    if decision.keep_original and decision.mask and any(each.maskable for each in worries):
        raise UsageError("原文件里有要遮住的内容，不能原样作为附件", "", "去掉 --keep-original 再导入")
    return (made if decision.mask else incoming.imported), worries


def _advice(kept: list[Worry]) -> str:
    """What to do about what may not be public."""
    if any(each.secret for each in kept):
        return STOP
    masking = "；或者加 --mask，由程序遮住中间几位" if all(each.maskable for each in kept) else ""
    return f"在原文件里改好再导入{masking}"


def content_of(incoming: Incoming, imported: Imported, decision: Decision, limit: int) -> Content:
    """What a file comes to but for its tables of data; attachments may have `limit` bytes."""
    remarks = [f"{each.place}：{each.message}" if each.place else each.message for each in imported.remarks]
    found = recognise(imported.blocks, imported.values)
    _refuse_what_is_not_public(found.elements, decision)
    if imported.sheets:  # what stands beside tables of data is a note to them, not the head of a document
        found = replace(recognise((), imported.values), body=imported.blocks)
    remarks += [f"没有写进网页：{'；'.join(found.dropped)}"] if found.dropped else []
    fields = fields_of(found.elements, remarks)
    if "标题" not in fields:
        fields = {"标题": Value(_title_of(imported), True), **fields}
    shown = pictures(imported, remarks)
    beside, listed, named = attached(incoming.path, imported, found, decision, limit)
    if lacking := [title for file, title in listed if file not in beside]:
        remarks.append(f"附件「{'」「'.join(lacking)}」没有找到文件；放到草稿旁边，在“附件”里写上文件名")
    shown_blocks = [block for block in found.body if not named or block not in found.noted]
    body = markdown(shown_blocks, imported.notes, shown.names, shown.words)
    return Content(fields, found.elements, body, {**shown.files, **beside}, listed, tuple(remarks))


def with_tables(content: Content, sheets: tuple[Sheet, ...], stem: str) -> Content:
    """The content with its tables of data in files that are called after its document, and shown in its body."""
    body, files = [content.body] if content.body else [], dict(content.files)
    for sheet, name, data in tables(sheets, stem):
        files[name] = data
        shown = f"![{(sheet.caption or sheet.name).translate(_NO_BRACKETS)}]({name})\n"
        body += [each for each in (_lines(sheet.above), shown, _lines(sheet.below)) if each]
    return replace(content, body="\n".join(body), files=files)


def _lines(texts: tuple[str, ...]) -> str:
    return markdown(tuple(Paragraph((Span(each),)) for each in texts), (), {})


def _refuse_what_is_not_public(elements: Mapping[str, Element], decision: Decision) -> None:
    """附注 says how far a document is public; fail closed where it says less than wholly."""
    note = elements["附注"].text if "附注" in elements else ""
    if _NOT_PUBLIC.search(note) and decision.openness != PROACTIVE:
        advice = f"经审查确定公开的，加 --openness {PROACTIVE} 再导入"
        raise UsageError(f"附注写着「{note}」", "", advice)


def _title_of(imported: Imported) -> str:
    """Where nothing in a file is a title: that of its first table, the name of its only one, else its own."""
    captions = [each.caption for each in imported.sheets[:1]]
    names = [each.name for each in imported.sheets] if len(imported.sheets) == 1 else []
    return next(filter(None, (*captions, *names)), Path(imported.original).stem)


# ── a new document ──────────────────────────────────────────────────────────────────────────────────────────────


class Place(NamedTuple):
    """Where a document goes, and what of it was guessed."""

    column: Column
    kind: Kind
    column_guessed: bool
    kind_guessed: bool


def place_of(unit: Unit, content: Content, decision: Decision) -> Place:
    """Column and kind: as decided, else as the document's form tells; `UsageError` where there is no telling."""
    told = kind_of(content.elements, content.title)
    if decision.kind:
        name = spellings().get(decision.kind)
        if name is None:
            raise UsageError(f"没有「{decision.kind}」这个类型", "--kind", "类型的写法见 gongkai new --help")
        told = kinds()[name]
    wanted = decision.column or _stated_column(unit, content)
    if not wanted:
        kind = told or kinds()["general"]
        choices = columns_for(unit, kind)
        labels = [each.label for each in (kind, kind_of({}, content.title)) if each]
        chosen = _fitting(choices, kind, labels) if told else None
        if chosen is None:
            all_kinds = () if decision.kind else lists(unit)
            shown = "、".join(f"{each.key}（{each.name}）" for each in dict.fromkeys((*choices, *all_kinds)))
            raise UsageError("看不出该放哪个栏目", content.title, f"用 --column 写明，可以选：{shown}")
        return Place(chosen, kind, True, not decision.kind)
    if told is not None:
        fits = any(wanted in (each.key, each.name) for each in columns_for(unit, told))
        if fits or decision.kind:
            return Place(column_named(unit, told, wanted), told, False, not decision.kind)
    column = column_named(unit, kinds()["general"], wanted, any_kind=True)
    return Place(column, kinds()[column.kinds[0]] if column.kinds else kinds()["general"], False, True)


def _fitting(choices: tuple[Column, ...], kind: Kind, labels: list[str]) -> Column | None:
    """The column that is called after what the document is, or the only one that is there for its kind."""
    named = [each for label in labels for each in choices if label in each.name]
    meant = [each for each in choices if kind.name in each.kinds]
    return named[0] if named else meant[0] if len(meant) == 1 else None


def _stated_column(unit: Unit, content: Content) -> str:
    """The column that the source names, where the unit has it."""
    stated = content.elements["栏目"].text if "栏目" in content.elements else ""
    return next((each.key for each in unit.walk() if stated in (each.key, each.name)), "")


def fresh(
    root: Path, unit: Unit, place: Place, content: Content, path: str, incoming: Incoming, today: date
) -> tuple[Draft, ...]:
    """The files of a new document, its text last; `path` is where that goes."""
    known = {"发布日期": Value(today.isoformat()), "发布机构": Value(unit.name), **content.fields}
    if "发布日期" in content.fields and content.fields["发布日期"].text < today.isoformat():
        known["补录"] = Value("是", True)
    known["类型"] = Value(place.kind.label, place.kind_guessed)
    if place.column_guessed:
        known["栏目"] = Value(place.column.key, True)
    head = [line_of(name, value) for name, value in known.items()]
    if content.listed:
        head += ["附件:", *attachment_lines(content)]
    head += [f"{IMPORT}: {flow(origin(incoming, content), ImportFields, english=False)}"]
    text = "\n".join(["---", *finished(head, known, place.kind), "---", "", content.text])
    made = formatted((text.rstrip("\n") + "\n").encode())
    if made is None:
        raise UsageError("标题或字段里有写不进文件头的字符", incoming.name, "在原文件里改好再导入")
    folder = path.rpartition("/")[0]
    beside = (Draft(f"{folder}/{name}", content=data) for name, data in content.files.items())
    return (*(each for each in beside if not _is_there(root, each)), Draft(path, made.data.decode()))


def line_of(name: str, value: Value) -> str:
    """A field's line, a guess with its mark."""
    return f"{name}: {scalar(value.text, quoted=value.guessed)}{GUESSED if value.guessed else ''}"


def attachment_lines(content: Content) -> list[str]:
    """The lines below `附件:`; a file that is not there is marked."""
    lines: list[str] = []
    for file, title in content.listed:
        there = file in content.files
        shown = scalar(file, quoted=not there) + ("" if there else MISSING)
        lines += [f"  - 文件: {shown}", f"    名称: {scalar(title)}"]
    return lines


def _is_there(root: Path, draft: Draft) -> bool:
    """The same file with the same bytes: a picture that several documents show."""
    path = root / draft.path
    return path.is_file() and not path.is_symlink() and path.read_bytes() == draft.data


def path_for(root: Path, unit: Unit, place: Place, content: Content, today: date) -> str:
    """Where a new document goes: in its column, called after the day that it was written."""
    written = content.fields.get("成文日期")
    day = date.fromisoformat(written.text) if written else today
    return free_path(root, f"content/{unit.slug}/{place.column.key}", day)


# ── what was written ────────────────────────────────────────────────────────────────────────────────────────────


def digest(value: str | bytes) -> str:
    """What stands for a value that was written, so that a change of it shows."""
    data = value if isinstance(value, bytes) else value.encode("utf-8", "replace")
    return blake2b(data, digest_size=4).hexdigest()


def origin(incoming: Incoming, content: Content) -> dict[str, FieldValue]:
    """The field that tells where a document came from, with digests of all that the source wrote in it."""
    written: dict[str, FieldValue] = {name: digest(value.text) for name, value in content.fields.items()}
    written[BODY] = digest(body_in(content.text))
    written |= {name: digest(data) for name, data in content.files.items() if name.endswith(".csv")}
    return {"file": cleaned(incoming.name), "digest": incoming.digest, "written": written}


def body_in(body: str) -> str:
    """A body without the blank lines around it: what is compared."""
    return body.strip("\n")
