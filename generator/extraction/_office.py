"""What Office packages have in common: properties, outward links, pictures, macros, embedded documents, other parts."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers.expat import ExpatError
from zipfile import ZipFile, ZipInfo

from generator.extraction._flow import telling
from generator.extraction._package import part, unreadable, whole
from generator.extraction._source import Source
from generator.extraction._values import FaultKind, Passage, Piece
from generator.extraction._xml import END, START, Event, attribute, events

XML = (".xml", ".rels", ".vml", ".xhtml")
PICTURES = (".png", ".jpg", ".jpeg", ".jpe", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff", ".svg", ".webp", ".jb2")
SOUNDS = (".mp3", ".mp4", ".wav", ".m4a", ".avi", ".wmv", ".mov", ".wma")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_AUTHORS = {
    "creator": "作者",
    "lastModifiedBy": "最后修改者",
    "Manager": "经理",
    "Company": "单位",
    "Author": "作者",
}
_MEANINGLESS = (".odttf", ".fntdata", ".ttf", ".otf", ".ttc")  # fonts
_SETTINGS = ("printersettings", "fonttable.xml")  # no words, but numbers that look like somebody's
_IN_LINE = frozenset({"t", "r", "rPh", "span", "T"})
_ENDS = frozenset({"p", "si", "tr", "row", "sp", "comment"})
PASSAGE = 1 << 14


def part_events(source: Source, archive: ZipFile, info: ZipInfo) -> Iterator[Event]:
    """The events of an XML part of the package."""
    with part(archive, info, source.budget) as stream:
        yield from events(stream, source.budget)


def others(source: Source, archive: ZipFile, infos: list[ZipInfo]) -> Iterator[Piece]:
    """What the parts hold that no reader knows by name: nothing of a package is left out because it is unusual."""
    pictures = 0
    for info in infos:
        name = info.filename.replace("\\", "/")
        lower = name.lower()
        if lower.endswith(PICTURES):
            pictures += 1
        elif not lower.endswith(("/", *_MEANINGLESS)) and not any(name in lower for name in _SETTINGS):
            yield from source.guarded(_other(source, archive, info, name), name)
    if pictures:
        words = f"内含 {pictures} 张图片，图里的文字没有检查；请人工核对有无证件、签名、名单的照片"
        yield source.fault(FaultKind.PICTURE, words)


def _other(source: Source, archive: ZipFile, info: ZipInfo, name: str) -> Iterator[Piece]:
    if reason := unreadable(info):
        raise reason
    lower = name.lower()
    if lower.endswith(_MACROS) or "/activex/" in lower or "/macrosheets/" in lower:
        yield source.fault(FaultKind.MACRO, "带有宏或控件；请另存为不带宏的文档")
    if lower.startswith("docprops/") or name == "OFD.xml":
        yield from _properties(source, archive, info, name)
    elif lower.endswith(XML):
        yield from loose_texts(source, part_events(source, archive, info), name)
    elif lower.endswith(SOUNDS):
        yield source.fault(FaultKind.UNKNOWN, "内含音频或视频，内容没有检查；请人工核对", name)
    elif not lower.endswith(_MACROS):
        yield from source.descend(whole(archive, info, source.budget), name.rpartition("/")[2], "文档里嵌入的")


def _properties(source: Source, archive: ZipFile, info: ZipInfo, name: str) -> Iterator[Piece]:
    """The words of the properties; who wrote, as a fault that names the fields but not the persons."""
    fields: list[str] = []
    inside: list[str] = []
    texts: list[str] = []
    for kind, value, attributes in part_events(source, archive, info):
        if kind == START:
            inside.append(value)
            texts += telling(attributes)
        elif kind == END:
            inside.pop()
        elif value.strip():
            source.budget.hold(len(value))
            texts.append(value)
            fields += [_AUTHORS[inside[-1]]] if inside and inside[-1] in _AUTHORS else []
    if fields:
        words = f"文档属性里留有{'、'.join(dict.fromkeys(fields))}；请在“文件—信息—检查文档”里删除"
        yield source.fault(FaultKind.AUTHOR, words)
    if texts:
        yield Passage(source.at(f"文档属性 {name}"), "\n".join(texts))


def loose_texts(source: Source, found: Iterator[Event], place: str) -> Iterator[Piece]:
    """All text of a part of any kind, with attributes that could be words; runs within a paragraph are joined."""
    inside: list[str] = []
    texts: list[str] = []
    length = 0
    for kind, value, attributes in found:
        if kind == START:
            inside.append(value)
            added = [f"{each}\n" for each in telling(attributes)]
        elif kind == END:
            inside.pop()
            added = ["\n"] if value in _ENDS and texts and texts[-1] != "\n" else []
        elif value.strip():
            added = [value] if inside and inside[-1] in _IN_LINE else [value, "\n"]
        else:
            added = []
        texts += added
        length += sum(map(len, added))
        if length > PASSAGE and added and added[-1].endswith("\n"):
            yield Passage(source.at(place), "".join(texts))
            texts, length = [], 0
    if "".join(texts).strip():
        yield Passage(source.at(place), "".join(texts))


def relations(source: Source, archive: ZipFile, name: str) -> dict[str, str]:
    """The targets of a part's relations by their ids, as names of members; empty where it has none."""
    folder, _, own = name.rpartition("/")
    listed = {info.filename: info for info in archive.infolist()}.get(f"{folder}/_rels/{own}.rels")
    if listed is None:
        return {}
    found: dict[str, str] = {}
    try:
        for kind, _, attributes in part_events(source, archive, listed):
            if kind == START and (target := attribute(attributes, "Target")):
                found[attribute(attributes, "Id")] = resolved(folder, target)
    except ExpatError:
        return {}  # the part is read as one of the others, and told as broken there
    return found


def resolved(folder: str, target: str) -> str:
    """The name of the member that a relation of a part in this folder leads to."""
    parts = [] if target.startswith("/") or not folder else folder.split("/")
    for piece in target.split("/"):
        if piece == "..":
            parts = parts[:-1]
        elif piece not in ("", "."):
            parts.append(piece)
    return "/".join(parts)
