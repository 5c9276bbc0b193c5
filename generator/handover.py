"""The yearly hand-over: the documents that became public in a year with all their files, and the list of them.

A row is a file: of which document it is, its place in the package, its size and its SHA-256; so the list can be held
against the package, file by file, by whoever takes it over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from generator import files
from generator.archives import Content, restored
from generator.delimited import csv_text
from generator.paper import CELL_LIMIT, opened_book
from generator.published_records import PublicRecord, PublicUnit

HEADS = ("单位", "索引号", "标题", "文号", "成文日期", "发布日期", "文件", "内容", "字节", "SHA-256")
TOTALS = ("单位", "信息（条）", "文件（个）", "字节")
LIST, SUMS, BOOK, README = "list.csv", "totals.csv", "list.xlsx", "README.txt"
PAGE, RECORD, ATTACHMENT = "网页", "记录", "附件"


@dataclass(frozen=True, slots=True)
class Row:
    """A file that is handed over."""

    unit: str
    record: Mapping[str, Any]
    file: str
    what: str
    size: int
    sha256: str
    source: Path

    @property
    def cells(self) -> tuple[str | int, ...]:
        """Its row of the list."""
        keys = ("identifier", "title", "document_number", "date_written", "date_published")
        told = (str(self.record.get(key) or "") for key in keys)
        return (self.unit, *told, self.file, self.what, self.size, self.sha256)


def rows_of(units: Iterable[PublicUnit], year: int) -> tuple[Row, ...]:
    """The files of all documents that became public in a year, unit by unit."""
    return tuple(
        row for unit in units for record in unit.records() if _year(record) == year for row in _rows(unit, record)
    )


def members(title: str, year: int, rows: Sequence[Row]) -> dict[str, Content]:
    """What goes into the package: the files of the documents, the list in two forms, the totals, a README."""
    sums = tuple(_sums(rows))
    told = {
        LIST: csv_text((HEADS, *(row.cells for row in rows))).encode(),
        SUMS: csv_text((TOTALS, *sums)).encode(),
        BOOK: _book(title, year, rows, sums),
        README: _readme(title, year, sums[-1]),
    }
    return {**{row.file: row.source for row in rows}, **told}


def _year(record: PublicRecord) -> int:
    return int(record.values["date_published"][:4])


def _rows(unit: PublicUnit, record: PublicRecord) -> Iterator[Row]:
    found = ((PAGE, record.page), (RECORD, record.page.with_suffix(".json")))
    for what, path in (*found, *((ATTACHMENT, each.path) for each in record.files)):
        name = f"{unit.slug}/{path.relative_to(unit.folder).as_posix()}"
        yield Row(unit.name, record.values, name, what, path.stat().st_size, files.digest_of(path), path)


def _sums(rows: Sequence[Row]) -> Iterator[tuple[str | int, ...]]:
    """Unit by unit, and of all: documents, files, bytes."""
    names = dict.fromkeys(row.unit for row in rows)
    for name in (*names, ""):
        own = [row for row in rows if name in ("", row.unit)]
        count = sum(row.what == PAGE for row in own)
        yield name or "合计", count, len(own), sum(row.size for row in own)


def _book(title: str, year: int, rows: Sequence[Row], sums: Sequence[tuple[str | int, ...]]) -> bytes:
    """The list and the totals as a workbook; every cell that is no number is text."""
    data = BytesIO()
    with opened_book(data, f"{title}{year}年政府信息移交清单") as book:
        tables = (("移交清单", HEADS, [row.cells for row in rows]), ("合计", TOTALS, sums))
        for name, heads, body in tables:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, cells in enumerate((heads, *body)):
                for place, cell in enumerate(cells):
                    if isinstance(cell, int):
                        sheet.write_number(number, place, cell)
                    else:
                        sheet.write_string(number, place, cell[:CELL_LIMIT])
    return restored(data.getvalue())


def _readme(title: str, year: int, whole: tuple[str | int, ...]) -> bytes:
    _, documents, count, size = whole
    lines = (
        f"{title}{year} 年政府信息移交包",
        "",
        f"{year} 年公开的信息 {documents} 条，文件 {count} 个，{size} 字节。",
        f"{LIST}、{BOOK}：移交清单，一行一个文件，写明属于哪条信息、大小和 SHA-256。",
        f"{SUMS}：各单位的合计。",
        "各单位一个文件夹，里面是网页（.html）、记录（.json，供程序读）和附件，与网站上公开的逐字节相同。",
        "核对：解开以后，按清单逐个比较 SHA-256（Linux 用 sha256sum，Windows 用 certutil -hashfile 文件 SHA256）。",
    )
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
