"""Whether one document from the folder may be routed, and what it says: judged whole before anything is kept.

Openness has no default, a grade or mark of secrecy anywhere refuses, and what no program can read must have been read
by a person. What is refused stays in the folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path

from generator import files, gate, secrecy
from generator.attachments import examine
from generator.blocks import Imported
from generator.blocks_text import markdown
from generator.dispatching.settings import Settings
from generator.drop_folder import broken
from generator.errors import UsageError
from generator.extraction import FaultKind
from generator.forms import repair_day
from generator.imported_guard import guarded
from generator.importers import endings, read
from generator.inspection import MARK, UNREAD, inspect
from generator.markup import MarkupError, render
from generator.model import Body, Finding, Openness
from generator.model.routing import Dispatch, Enclosure
from generator.numbering import repair_document_number
from generator.oa_rows import Listed
from generator.official_lines import words
from generator.recognition import Recognition, recognise
from generator.routing_faults import fault
from generator.rulebook import rules

GRADE, OPENNESS = "密级", "公开属性"
NEEDED = ("标题", "发布机构", "主送机关")
RESAVED = (".docx", ".xlsx")  # of which no scans are made
RESAVE = "多半损坏或者加了密码：用 Word 或 WPS 打开，另存一份（不加密码）再放进收文夹；打不开的，请发文单位重新导出"
READABLE = ("标题", "发文字号", "成文日期")  # from the document itself; who sends and who gets it must be stated


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document as the folder lists it; `path` and `line` are where it is explained."""

    listed: Listed
    path: str
    line: int
    shown: str = ""  # the path as it is told

    def fault(self, code: str, message: str, fix: str = "") -> Finding:
        """A finding at the place where the document is explained."""
        return fault(code, self.shown or self.path, self.line, message, fix)


@dataclass(frozen=True, slots=True)
class Admitted:
    """What may be registered, yet without its number; the files to be kept, by name."""

    dispatch: Dispatch
    sources: Mapping[str, Path]


def admit(candidate: Candidate, settings: Settings, arrived: str, limit: int) -> Admitted | tuple[Finding, ...]:
    """Judge a document that lies whole in the folder; all that is wrong with it where it may not be routed.

    `limit` is how many bytes a file may have.
    """
    stated = candidate.listed.values
    paths = [settings.folder / each for each in (candidate.listed.file, *candidate.listed.attachments)]
    if wrong := tuple(_of_files(candidate, paths, limit)):
        return wrong
    imported, fault_of_text = _imported(paths[0])
    read_of = recognise(imported.blocks, stated) if imported else Recognition({}, ())
    fields = {name: read_of.elements[name].text for name in READABLE if name in read_of.elements} | dict(stated)
    fields.setdefault("发布机构", fields.get("发文机关", ""))
    wrong = (
        *_secret(candidate, imported, paths, fault_of_text),
        *_of_openness(candidate, stated),
        *_of_fields(candidate, fields, settings),
    )
    if wrong:
        return tuple(dict.fromkeys(wrong))
    body = _body(imported, read_of)
    return Admitted(_dispatch(candidate, fields, settings, arrived, paths, body), {each.name: each for each in paths})


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_files(candidate: Candidate, paths: list[Path], limit: int) -> Iterator[Finding]:
    """What keeps a file from being routed at all: its form, or that it is not whole."""
    names = [each.name for each in paths]
    if doubles := sorted({name for name in names if names.count(name) > 1}):
        yield candidate.fault("G101", f"两个文件都叫「{doubles[0]}」", "给其中一个改名")
    for each in paths:
        if told := broken(each) or examine(each, limit).fault:
            yield candidate.fault("G106", f"「{each.name}」{told}")


def _imported(path: Path) -> tuple[Imported | None, str]:
    """What a file says, and why that cannot be told where it cannot; of some forms nobody expects it."""
    if path.suffix.lower() not in endings():
        return None, "不能转换成文字"
    try:
        found = read(path)
    except UsageError as error:
        return None, error.what
    return (found[0], "") if found else (None, "里面没有文字")


def _secret(candidate: Candidate, imported: Imported | None, paths: list[Path], unread: str) -> Iterator[Finding]:
    """Grades and marks wherever they stand; what could not be read, unless somebody has read it."""
    stated = candidate.listed.values
    judged = replace(imported, values={}) if imported else Imported(paths[0].name)
    worries = guarded(replace(judged, values=dict(stated)), paths[0].name)[1]
    for worry in worries:
        if worry.secret:
            yield candidate.fault("G104", f"{worry.place}{worry.message}")
    known = {_mark_in(worry.message) for worry in worries if worry.secret}
    for path in paths:
        remarks = inspect(path).remarks
        if path is not paths[0]:  # of which the name and the text have been told
            known = set()
            for mark in secrecy.marks(path.name):
                yield candidate.fault("G104", f"文件名里有密级或内部资料的标志「{mark[0]}」")
        for each in remarks:
            if each.code == MARK and _mark_in(each.message) not in known:
                yield candidate.fault("G104", f"「{path.name}」{each.message}")
        told = [each.message for each in remarks if each.code == UNREAD]
        if path is paths[0] and unread:
            told = [unread, *told] if path.suffix.lower() in endings() else told
        if told and not stated.get("人工核对", "").strip():
            yield _unread(candidate, path, told[0], unread)


def _mark_in(message: str) -> str:
    """The mark of secrecy that is told, as it was written."""
    return message.partition("「")[2].partition("」")[0]


def _unread(candidate: Candidate, path: Path, told: str, unread: str) -> Finding:
    """A text that was not read: of a scan that is the rule, a Word file that cannot be opened is damaged."""
    if path.suffix.lower() in RESAVED and (told == unread or FaultKind.BROKEN.value in told):
        return candidate.fault("G105", f"「{path.name}」打不开：{told.removeprefix('不能导入：')}", RESAVE)
    return candidate.fault("G105", f"「{path.name}」里的文字没有读全：{told}")


def _body(imported: Imported | None, found: Recognition) -> str:
    """The text as Markdown, pictures left out; "" where the page could not show it."""
    if imported is None:
        return ""
    body = markdown(found.body, imported.notes, {})
    try:
        return "" if gate.faults(render(Body(body), "")) else body
    except MarkupError:  # too large or too deep for a page: its original can be opened
        return ""


# ── what is said of it ──────────────────────────────────────────────────────────────────────────────────────────


def openness_of(stated: Mapping[str, str]) -> Openness | None:
    """Whether it is to be public; None where nobody has said so in words that are known."""
    written = stated.get(OPENNESS, "").strip()
    if written in words("proactive"):
        return Openness.PROACTIVE
    known = {label: name for name, label in rules("routing")["openness"].items()} | {"不公开": "withheld"}
    return Openness(known[written]) if written in known else None


def _of_openness(candidate: Candidate, stated: Mapping[str, str]) -> Iterator[Finding]:
    openness, written = openness_of(stated), stated.get(OPENNESS, "").strip()
    if openness is None:
        yield candidate.fault("G102", f"“{OPENNESS}”「{written}」不在可选值之内" if written else f"没有写“{OPENNESS}”")
    elif openness is not Openness.PROACTIVE and not stated.get("理由", "").strip():
        yield candidate.fault("G102", f"“{OPENNESS}”是{written}，没有写“理由”")


def _of_fields(candidate: Candidate, fields: Mapping[str, str], settings: Settings) -> Iterator[Finding]:
    for name in NEEDED:
        if not fields.get(name, "").strip():
            yield candidate.fault("G101", f"没有写“{name}”")
    registry = settings.registry
    sender = fields.get("发布机构", "")
    if sender and not registry.unit(sender):
        near = registry.near(sender)
        yield candidate.fault(
            "G103", f"发文机关「{sender}」不是名录里的单位" + (f"，是不是「{near}」？" if near else "")
        )
    for name in ("主送机关", "抄送机关"):
        for word in registry.units(fields.get(name, "")).unknown:
            near = registry.near(word)
            told = f"“{name}”的「{word}」不是名录里的单位，也不是组"
            yield candidate.fault("G103", told + (f"，是不是「{near}」？" if near else ""))
    if urgency_of(fields) is None:
        choices = "、".join(rules("routing")["urgencies"])
        yield candidate.fault("G101", f"紧急程度「{fields['紧急程度']}」不在可选值之内：{choices}")
    wanted = fields.get("校验值", "").strip().lower().removeprefix("sha256:")
    if wanted and wanted != files.digest_of(settings.folder / candidate.listed.file):
        yield candidate.fault("G106", f"「{candidate.listed.file}」与“校验值”不符")


def urgency_of(fields: Mapping[str, str]) -> str | None:
    """How urgent it is: "" for the usual; None for what is no such word."""
    known, written = rules("routing"), fields.get("紧急程度", "").strip()
    written = known["urgent"].get(written, written)
    if not written or written in known["plain"]:
        return ""
    return written if written in known["urgencies"] else None


def _dispatch(
    candidate: Candidate, fields: Mapping[str, str], settings: Settings, arrived: str, paths: list[Path], body: str
) -> Dispatch:
    stated = tuple(sorted((name, text.strip()) for name, text in candidate.listed.values.items() if text.strip()))
    enclosures = tuple(Enclosure(each.name, each.stat().st_size, files.digest_of(each)) for each in paths)
    main = settings.registry.units(fields["主送机关"]).units
    copies = settings.registry.units(fields.get("抄送机关", "")).units
    number, written = fields.get("发文字号", "").strip(), repair_day(fields.get("成文日期", ""))
    openness = openness_of(candidate.listed.values)
    assert openness is not None
    return Dispatch(
        serial="",
        sender=settings.registry.unit(fields["发布机构"]),
        arrived=arrived,
        title=" ".join(fields["标题"].split()),
        document_number=repair_document_number(number) or number,
        date_written=date.fromisoformat(written) if written else None,
        urgency=urgency_of(fields) or "",
        openness=openness,
        openness_reason=candidate.listed.values.get("理由", "").strip(),
        main=main,
        copies=tuple(slug for slug in copies if slug not in main),
        files=enclosures,
        body=body,
        replaces="",
        stated=stated,
        digest=digest_of(enclosures, stated),
    )


def digest_of(enclosures: tuple[Enclosure, ...], stated: tuple[tuple[str, str], ...]) -> str:
    """What stands for a document's bytes and for what was said of it."""
    return blake2b(repr((enclosures, stated)).encode("utf-8", "replace"), digest_size=16).hexdigest()
