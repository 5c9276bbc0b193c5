"""Everything of a document that readers would see, and where a place in it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.checks import Sight
from generator.codec import field_names
from generator.model import START, Document, Mark, ServiceGuide
from generator.personal_data import concealed

FIELDS = (
    *(
        "title",
        "summary",
        "note",
        "addressees",
        "copies",
        "printing_office",
        "signatory",
        "origin",
        "origin_url",
        "document_number",
    ),
    *("issuing_agency", "responsible_editor", "subject_category", "genre", "repealed_by"),
)
LISTS = ("subject_terms", "joint_agencies", "amends", "repeals", "interprets")


class Passage(NamedTuple):
    """A text, the place of its first character (`START` tells nothing more), and words for where else it stands."""

    text: str
    start: Mark
    where: str = ""

    def place(self, offset: int) -> Mark:
        """Where an offset stands in the file."""
        above, begin = self.text.count("\n", 0, offset), self.text.rfind("\n", 0, offset) + 1
        return Mark(self.start.line + above, offset - begin + (1 if above else self.start.column))

    def sight(self, message: str, offset: int) -> Sight:
        """What is wrong at an offset; the line that it stands in is kept without the numbers of persons."""
        line = concealed(self.text[self.text.rfind("\n", 0, offset) + 1 :].partition("\n")[0])
        told = f"{message}（{self.where}）" if self.where else message
        return Sight(told, START if self.start == START else self.place(offset), line)


def in_attachments(document: Document, code: str) -> Iterator[Sight]:
    """What the attachments were noted for under a code (`inspection.py`), each at the place that names its file."""
    for file in document.attachments:
        for remark in file.remarks:
            if remark.code == code:
                yield Sight(f"附件「{file.name}」{remark.message}", file.mark, remark.evidence)


def body_of(document: Document) -> Passage:
    """The body as it is written."""
    return Passage(document.body.source, Mark(document.body_line, 1))


def texts(document: Document) -> Iterator[Passage]:
    """Fields as written, body, names of attachments, data tables and what is said of them, the name of the file."""
    for field in FIELDS:
        if field in document.marks:
            yield Passage(getattr(document, field), document.marks[field])
    for name in LISTS:
        for number, each in enumerate(getattr(document, name)):
            yield Passage(each, document.marks.get(f"{name}.{number}", document.marks.get(name, START)))
    if document.service is not None:
        for name in field_names(ServiceGuide):
            yield Passage(getattr(document.service, name), document.marks.get(f"service.{name}", START))
    yield body_of(document)
    for file in document.attachments:
        yield Passage(f"{file.title} {file.name}", START, f"附件 {file.source.rpartition('/')[0]}/")
    yield from _of_data(document)
    yield Passage(document.source.rpartition("/")[2], START, "文件名")


def _of_data(document: Document) -> Iterator[Passage]:
    """What charts and data tables say."""
    for number, chart in enumerate(document.charts if "charts" in document.marks else ()):
        for name in ("title", "description"):
            place = document.marks.get(f"charts.{number}.{name}", document.marks["charts"])
            yield Passage(getattr(chart, name), place, f"图表「{chart.title}」")
    for _, table in document.body.tables:
        for number, row in enumerate((table.header, *table.rows), 1):
            yield Passage(" | ".join(row), START, f"数据表 {table.source} 第 {number} 行")
        yield Passage(table.caption, START, f"数据表 {table.source} 的标题")
        for text in table.schema.words:
            yield Passage(text, START, f"{table.source} 的数据说明")
