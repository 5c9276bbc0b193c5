"""Documents as an office system drops them: Word files in the layout of GB/T 9704-2012 with a YAML beside each."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


@dataclass(frozen=True)
class Paper:
    """A document: what stands in it, and what its office says of it (`fields`, as YAML values)."""

    name: str
    title: str
    number: str
    mark: str  # 发文机关标志
    to: str
    body: tuple[str, ...]
    signed: str
    day: str  # 2026年11月20日
    fields: dict[str, str] = field(default_factory=dict)

    def drop(self, folder: Path) -> Path:
        """Put it into a folder, the YAML last; returns the Word file."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{self.name}.docx"
        word(path, self.lines())
        explain(folder / f"{self.name}.yaml", self.fields)
        return path

    def lines(self) -> list[tuple[str, str]]:
        """Its paragraphs with their places."""
        head = [(self.mark, "red"), (self.number, "center"), ("", ""), (self.title, "title"), ("", "")]
        return [
            *head,
            (f"{self.to}：", ""),
            *((text, "") for text in self.body),
            ("", ""),
            (self.signed, "right"),
            (self.day, "right"),
        ]


def explain(path: Path, fields: dict[str, str]) -> None:
    """Write what an office system says of a document."""
    path.write_text("".join(f"{name}: {value}\n" for name, value in fields.items()), "utf-8")


def word(path: Path, lines: Iterable[tuple[str, str]]) -> None:
    """A Word file of paragraphs, each with its place (`red`, `title`, `center`, `right`, ""); always the same bytes."""
    text = _HEAD + "".join(_paragraph(*each) for each in lines) + "</w:body></w:document>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS), ("word/document.xml", text)):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)


def _paragraph(text: str, place: str) -> str:
    side = {"red": "center", "title": "center", "center": "center", "right": "right"}.get(place, "")
    look = f'<w:jc w:val="{side}"/>' if side else '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    letters = {"red": '<w:color w:val="FF0000"/><w:sz w:val="72"/>', "title": '<w:sz w:val="44"/>'}.get(
        place, '<w:sz w:val="32"/>'
    )
    run = f'<w:r><w:rPr>{letters}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{look}</w:pPr>{run}</w:p>"


def routine(number: int, sender: str = "zhengfuban", **fields: str) -> Paper:
    """One of many: a notice to all units, unless its fields say otherwise."""
    title = f"示例县人民政府办公室关于做好第{number}项工作的通知"
    told = {
        "标题": title,
        "文号": f"示政办发〔2026〕{number}号",
        "发文机关": sender,
        "主送": "group:all",
        "公开属性": "不予公开",
        "理由": "内部工作安排",
        "成文日期": "2026-11-20",
    }
    body = (
        "根据工作安排，现就有关事项通知如下。",
        "一、提高认识。各单位要明确责任人，按时完成。",
        f"二、按时报送。请于11月30日前报送第{number}项工作的进展情况。",
    )
    return Paper(
        f"通知{number:04d}",
        title,
        f"示政办发〔2026〕{number}号",
        "示例县人民政府办公室文件",
        "各乡镇人民政府，县直各单位",
        body,
        "示例县人民政府办公室",
        "2026年11月20日",
        {**told, **fields},
    )
