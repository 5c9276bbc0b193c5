"""What a PDF holds beside its pages' text: annotations, form fields, bookmarks, properties, scripts, files."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

from generator.extraction._office import loose_texts
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Passage, Piece, TooMuch, shown
from generator.extraction._xml import events

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

ANNOTATIONS = 20_000  # of a page
BOOKMARKS = 20_000
_TEXTS = ("/Contents", "/RC", "/V", "/DV", "/TU", "/T", "/Subj")
_NOTES = frozenset({"/Text", "/FreeText", "/Highlight", "/Popup", "/Ink", "/StrikeOut", "/Underline", "/Caret"})


def beside(source: Source, page: PageObject, number: int) -> Iterator[Piece]:
    """Notes, form fields and the targets of links; files hung on the page."""
    texts: list[str] = []
    noted = False
    for entry in islice(_array(page.get("/Annots")), ANNOTATIONS):
        annotation = _object(entry)
        if not hasattr(annotation, "get"):
            continue
        texts += [str(value) for key in _TEXTS if (value := _object(annotation.get(key)))]
        action = _object(annotation.get("/A"))
        if hasattr(action, "get") and "/URI" in action:
            texts.append(str(_object(action["/URI"])))
        noted = noted or annotation.get("/Subtype") in _NOTES
        yield from _file(source, _object(annotation.get("/FS")))
    if texts:
        yield Passage(source.at(f"第 {number} 页的批注、表单和链接"), "\n".join(texts))
    if noted:
        yield source.fault(FaultKind.TRACED, "留有批注；请删除批注后再发布", f"第 {number} 页")


def around(source: Source, reader: PdfReader) -> Iterator[Piece]:
    """What belongs to the whole document."""
    root = reader.root_object
    yield from source.guarded(_properties(source, reader), "文档属性")
    yield from source.guarded(_bookmarks(source, root), "书签")
    names = _object(root.get("/Names")) or {}
    if "/JavaScript" in names or _is_script(_object(root.get("/OpenAction"))) or "/AA" in root:
        yield source.fault(FaultKind.MACRO, "带有脚本；请用原软件重新导出不带脚本的 PDF")
    form = _object(root.get("/AcroForm"))
    if hasattr(form, "get") and "/XFA" in form:
        words = "是动态表单（XFA），表单内容没有检查；请打印成普通 PDF 再发布"
        yield source.fault(FaultKind.PARTIAL, words)
    yield from source.guarded(_files(source, names), "附加的文件")


def _is_script(action: Any) -> bool:
    return bool(hasattr(action, "get") and action.get("/S") in ("/JavaScript", "/Launch"))


def _properties(source: Source, reader: PdfReader) -> Iterator[Piece]:
    metadata: dict[str, Any] = dict(reader.metadata or {})
    if str(_object(metadata.get("/Author")) or "").strip():
        yield source.fault(FaultKind.AUTHOR, "文档属性里留有作者；请在导出时清除文档属性")
    if texts := [str(_object(value)) for value in metadata.values()]:
        yield Passage(source.at("文档属性"), "\n".join(texts))
    described = _object(reader.root_object.get("/Metadata"))
    if hasattr(described, "get_data"):
        data = _bounded(source, described)
        yield from loose_texts(source, events(BytesIO(data), source.budget), "文档属性 XMP")


def _bookmarks(source: Source, root: Any) -> Iterator[Piece]:
    outlines = _object(root.get("/Outlines"))
    waiting = [outlines.get("/First")] if hasattr(outlines, "get") else []
    titles: list[str] = []
    seen: set[int] = set()
    while waiting and len(seen) < BOOKMARKS:
        item = _object(waiting.pop())
        if not hasattr(item, "get") or id(item) in seen:
            continue
        seen.add(id(item))
        titles.append(str(_object(item.get("/Title")) or ""))
        waiting += [item.get("/Next"), item.get("/First")]
    if waiting and len(seen) >= BOOKMARKS:
        raise TooMuch(FaultKind.TOO_LARGE, "书签太多，没有读完；请用原软件重新导出")
    if titles:
        yield Passage(source.at("书签"), "\n".join(titles))


def _files(source: Source, names: Any) -> Iterator[Piece]:
    """The files in the tree of names: nodes have `/Kids`, leaves pairs of a name and a file."""
    waiting = [_object(names.get("/EmbeddedFiles"))]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if not hasattr(node, "get") or id(node) in seen:
            continue
        seen.add(id(node))
        source.budget.enter(1)
        waiting += [_object(kid) for kid in _array(node.get("/Kids"))]
        for entry in _array(node.get("/Names"))[1::2]:
            yield from _file(source, _object(entry))


def _file(source: Source, entry: Any) -> Iterator[Piece]:
    if not hasattr(entry, "get"):
        return
    name = str(_object(entry.get("/UF")) or _object(entry.get("/F")) or "未命名")
    stream = _object((_object(entry.get("/EF")) or {}).get("/F"))
    if hasattr(stream, "get_data"):
        source.budget.enter(1)
        yield Passage(source.at(f"附加的文件名 {shown(name)}"), name)
        yield from source.descend(_bounded(source, stream), name, "PDF 附加的")


def _bounded(source: Source, stream: Any) -> bytes:
    """A stream's bytes, counted; pypdf itself stops at 75 MB."""
    data: bytes = stream.get_data()
    source.budget.unpack(len(data))
    return data


def _array(value: Any) -> list[Any]:
    found = _object(value)
    return list(found) if isinstance(found, list) else []


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
