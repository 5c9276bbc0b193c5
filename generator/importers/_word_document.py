"""A Word file (docx) → blocks, pictures, notes and remarks; what older formats are converted to as well."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from generator.blocks import Block, Grid, Imported, Note, Paragraph
from generator.errors import UsageError
from generator.extraction import START, Limits, Package, Relation, TooMuch, attribute, package
from generator.importers._word_events import Cursor
from generator.importers._word_gathered import Gathered
from generator.importers._word_looks import Styles, styles
from generator.importers._word_numbers import Numbering, numbering
from generator.importers._word_story import Story

_MAIN = "word/document.xml"
_PAGES = {"header": "页眉", "footer": "页脚"}
_NOTES = {"footnotes": "脚注", "endnotes": "尾注"}
_WORDS = re.compile(r"[^\W\d_]")
_SHOWN = 40  # characters of a header that a remark repeats
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再导入"


def document(path: Path, original: str, limits: Limits) -> Imported:
    """What a Word file holds; `UsageError` for one that cannot be read. `original` is the name to be told."""
    try:
        if fault := _other_format(path, limits):
            raise UsageError(f"不能导入：{fault}", original, _SAVE)
        with package(path, limits) as opened:
            return _read(opened, original)
    except TooMuch as reached:
        raise UsageError(f"不能导入：{reached.message}", original, _SAVE) from reached
    except OSError as error:
        raise UsageError(f"读不了：{error.strerror or type(error).__name__}", original, "请检查文件") from error


def _other_format(path: Path, limits: Limits) -> str:
    """What the file is instead of an archive; empty where it is one."""
    if path.stat().st_size > limits.file_bytes:
        return f"文件超过 {limits.file_bytes >> 20} MiB"
    with path.open("rb") as file:
        head = file.read(len(_OLD))
        if head == _OLD:
            return "文件加了密码" if _ENCRYPTED in file.read() else "其实是旧版 Word 文档（doc）"
    return "" if head[:2] == b"PK" else "不是 Word 文档（docx）"


def _read(opened: Package, original: str) -> Imported:
    main = next((each.target for each in opened.relations("").values() if each.form == "officeDocument"), _MAIN)
    if main not in opened:
        raise UsageError("不能导入：不是 Word 文档（docx），里面没有正文", original, _SAVE)
    relations = opened.relations(main)
    gathered = Gathered(opened, _styles(opened, relations), _numbering(opened, relations))
    blocks = _stories(gathered, main, relations, "正文", "body").get("", [])
    notes = _notes(gathered, relations)
    _tell_pages(gathered, relations)
    if any(each.form == "vbaProject" for each in relations.values()):
        gathered.tell("带有宏，宏没有运行，也没有导入", "文件")
    return Imported(original, tuple(blocks), tuple(gathered.pictures.values()), notes, remarks=gathered.told())


def _part(relations: Mapping[str, Relation], form: str) -> str:
    return next((each.target for each in relations.values() if each.form == form and not each.outside), "")


def _styles(opened: Package, relations: Mapping[str, Relation]) -> Styles:
    return styles(Cursor(opened.events(_part(relations, "styles"))))


def _numbering(opened: Package, relations: Mapping[str, Relation]) -> Numbering:
    return numbering(Cursor(opened.events(_part(relations, "numbering"))))


def _stories(
    gathered: Gathered, part: str, relations: Mapping[str, Relation], place: str, *elements: str
) -> dict[str, list[Block]]:
    """The blocks in each of these elements of a part, by their ids ("" where they have none)."""
    cursor = Cursor(gathered.package.events(part))
    story = Story(cursor, gathered, relations, place)
    found: dict[str, list[Block]] = {}
    for kind, name, attributes in cursor.inside():
        if kind == START and name in elements:
            found.setdefault(attribute(attributes, "id"), []).extend(story.blocks())
    return found


def _notes(gathered: Gathered, relations: Mapping[str, Relation]) -> tuple[Note, ...]:
    """The notes that were mentioned, by their numbers."""
    found: list[Note] = []
    for form, place in _NOTES.items():
        wanted = {identifier: number for (of, identifier), number in gathered.notes.items() if of == form}
        part = _part(relations, form) if wanted else ""
        stories = _stories(gathered, part, gathered.package.relations(part), place, form[:-1]) if part else {}
        found += [Note(number, tuple(stories.get(identifier, ()))) for identifier, number in wanted.items()]
    return tuple(sorted(found, key=lambda note: note.number))


def _tell_pages(gathered: Gathered, relations: Mapping[str, Relation]) -> None:
    """Tell of words in headers and footers, which are not imported: a red head or an imprint sometimes stands there."""
    for relation in relations.values():
        if relation.form not in _PAGES or relation.outside:
            continue
        place = _PAGES[relation.form]
        aside = Gathered(gathered.package, gathered.styles, gathered.numbering)
        own = gathered.package.relations(relation.target)
        stories = _stories(aside, relation.target, own, place, "hdr", "ftr")
        words = " ".join(" ".join(_words(block) for blocks in stories.values() for block in blocks).split())
        if _WORDS.search(words):
            shown = words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
            gathered.tell(f"写着“{shown}”，{place}没有导入；是红头或版记的，请把它写进正文后重新导入", place)


def _words(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    return _table_words(block)


def _table_words(grid: Grid) -> str:
    return " ".join(_words(block) for row in grid.rows for cell in row for block in cell.blocks)
