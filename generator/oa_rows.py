"""One row of another system's index: its cells as fields of ours, its paths as files of one folder."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from generator.blocks import Remark
from generator.forms import repair_day
from generator.oa_columns import ATTACHMENTS, BODY, FILE, GRADE, IGNORED, OPENNESS, Columns, Mapped, columns_of
from generator.rulebook import rules

_DAYS = ("成文日期", "发布日期", "生效日期", "废止日期")
_PARTED = re.compile(r"[;；|\r\n]+")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")  # since 1970, as systems of web sites note times
_BEIJING = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Listed:
    """One document as it is listed.

    `values` go by the Chinese label of their field, days as 2026-01-31, grade and openness to the letter. `file` and
    `attachments` are files below the folder of the index, relative to it. `body_html` is what a web site held as the
    body. `place` is the row (`index.csv:3`); what is wrong in it is in `remarks`. A row that could not be read has
    nothing but these.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    body_html: str = ""
    attachments: tuple[str, ...] = ()
    place: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row below its heads, and where it and each of its cells stand."""

    place: str
    heads: tuple[str, ...]
    cells: tuple[str, ...]
    places: tuple[str, ...]
    fault: str = ""


class Reading:
    """Reads rows whose files lie below one folder; paths in them are written from `base` in it."""

    def __init__(self, names: Mapped, files: Mapping[str, str], base: str = "") -> None:
        self._names = names
        self._files = files
        self._base = base
        self._known: dict[tuple[str, ...], Columns] = {}
        self._told: list[Remark] = []

    def listed(self, row: Row) -> Listed:
        """What a row says."""
        if row.fault:
            return Listed(place=row.place, remarks=(Remark(row.place, row.fault),))
        self._told = []
        if row.heads not in self._known:
            self._known[row.heads] = columns_of(row.heads, self._names)
        columns = self._known[row.heads]
        file, body = self._first(row, columns, FILE), self._first(row, columns, BODY)
        document = self._inside(row.cells[file], row.places[file]) if file >= 0 else ""
        named = [index for index in columns.places[ATTACHMENTS] if row.cells[index].strip()]
        attached = ((each, row.places[index]) for index in named for each in _PARTED.split(row.cells[index]))
        attachments = tuple(filter(None, (self._inside(*each) for each in attached)))
        return Listed(
            dict(self._values(row, columns)),
            document,
            row.cells[body].strip() if body >= 0 else "",
            tuple(dict.fromkeys(attachments)),
            row.place,
            tuple(self._told),
        )

    def _first(self, row: Row, columns: Columns, field: str) -> int:
        """The first of a field's columns that is filled; -1 where there is none."""
        return next((index for index in columns.places[field] if row.cells[index].strip()), -1)

    def _values(self, row: Row, columns: Columns) -> Iterator[tuple[str, str]]:
        for name in columns.places:
            if name not in (FILE, BODY, ATTACHMENTS, IGNORED, GRADE, OPENNESS):
                index = self._first(row, columns, name)
                written = row.cells[index].strip() if index >= 0 else ""
                value = self._day(written, row.places[index]) if name in _DAYS else written
                if value:
                    yield name, value
        graded = [row.cells[index].strip() for index in columns.unknown if _is_grade(row.cells[index].strip())]
        for name, further in ((GRADE, graded), (OPENNESS, [])):
            written_all = [row.cells[index].strip() for index in columns.places[name]] + further
            value = "；".join(dict.fromkeys(filter(None, written_all)))
            if value or (name == OPENNESS and written_all):  # nobody has said that this one is to be public
                yield name, value

    def _day(self, written: str, place: str) -> str:
        """A day in its one form; empty, and told, where it is none."""
        day = _day(written) if written else ""
        if written and not day:
            self._told.append(Remark(place, f"「{written[:40]}」不是日期，没有导入；请写作 2026-01-31"))
        return day

    def _inside(self, written: str, place: str) -> str:
        """The file that a cell names; empty, and told, where there is none below the folder."""
        path = unicodedata.normalize("NFC", written.strip().replace("\\", "/"))
        if not path:
            return ""
        found = posixpath.normpath(posixpath.join(self._base, path))
        if found in self._files:
            return self._files[found]
        if "://" in path:
            message = "是网址，没有下载；请把文件放进文件夹，再写文件名"
        elif path.startswith("/") or found.startswith("..") or re.match("[A-Za-z]:", path):
            message = "不在这个文件夹里，没有读取；请把文件放进文件夹，再写文件名"
        else:
            message = "没有这个文件；请放进文件夹，或改正文件名"
        self._told.append(Remark(place, f"「{path[:80]}」{message}"))
        return ""


def _is_grade(written: str) -> bool:
    """Whether a cell says nothing but a grade of secrecy, whatever its column is called."""
    grades = rules("secrecy_marks")["grades"]
    first = re.split(r"[\s★☆]", written, maxsplit=1)[0]
    return first in grades or re.split("[★☆]", "".join(written.split()), maxsplit=1)[0] in grades  # 「秘　密」


def _day(written: str) -> str:
    """A day as 2026-01-31, from any of the forms that systems write; empty where it is no day."""
    if day := repair_day(written.replace("T", " ")):
        return day
    if compact := _COMPACT.fullmatch(written):
        return repair_day("-".join(compact.groups()))
    if _SECONDS.fullmatch(written):
        return (datetime.fromtimestamp(int(written[:10]), UTC) + _BEIJING).date().isoformat()
    return ""
