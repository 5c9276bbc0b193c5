"""The annual report as its page shows it (国办公开办函〔2021〕30号): six parts in order, heads with spans."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.model import AnnualReport, Body, Document, Link, ReportBlock, ReportRow

FORMATS = (("CSV", "csv"), ("JSON", "json"))
PARTS = (
    ("一、总体情况", ""),
    ("二、主动公开政府信息情况", "normative"),
    ("三、收到和处理政府信息公开申请情况", "requests"),
    ("四、政府信息公开行政复议、行政诉讼情况", "disputes"),
    ("五、存在的主要问题及改进情况", ""),
    ("六、其他需要报告的事项", ""),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A row's head in table three: how many rows and columns it spans."""

    text: str
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A row of table three: the heads that begin in it, and seven numbers, the total last."""

    heads: tuple[Heading, ...]
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six parts: its title, its prose, and which table stands in it."""

    title: str
    body: Body | None
    table: str


@dataclass(frozen=True, slots=True)
class Report:
    """The six parts and three tables of a yearly report."""

    year: int
    parts: tuple[Part, ...]
    normative: tuple[ReportBlock, ...]
    requests: tuple[RequestRow, ...]
    disputes: tuple[int, ...]
    files: tuple[Link, ...] = ()  # the same numbers for machines


def report(document: Document) -> Report | None:
    """The report of a document that has the tables of one."""
    tables = document.annual_report
    if tables is None:
        return None
    files = tuple(Link(name, file_url(document.url, tables.year, suffix)) for name, suffix in FORMATS)
    return shown(tables, document.body, files)


def shown(tables: AnnualReport, body: Body, files: tuple[Link, ...]) -> Report:
    """Tables as a page shows them, each in its part."""
    return Report(tables.year, _parts(tables, body), tables.normative, _rows(tables), tables.disputes, files)


def file_url(url: str, year: int, suffix: str) -> str:
    """Where the numbers of a report lie: among the files of its document, so that they go and stay with it."""
    return f"{url.removesuffix('.html')}/annual-{year}.{suffix}"


def _parts(tables: AnnualReport, body: Body) -> tuple[Part, ...]:
    """The parts in their fixed order; prose is found by the numeral that its title begins with."""
    prose = {title[:1]: text for title, text in tables.prose if text.strip()}
    return tuple(
        Part(title, replace(body, source=prose[title[0]]) if title[0] in prose else None, table)
        for title, table in PARTS
    )


def _rows(tables: AnnualReport) -> tuple[RequestRow, ...]:
    """Table three with a head once where it begins: three columns of heads, group, subgroup and row."""
    rows = tables.requests
    return tuple(RequestRow(_heads(rows, number), row.values) for number, row in enumerate(rows))


def _heads(rows: tuple[ReportRow, ...], number: int) -> tuple[Heading, ...]:
    row = rows[number]
    before = rows[number - 1] if number else None
    heads = []
    if row.group and (before is None or before.group != row.group):
        heads.append(Heading(row.group, _run(rows, number, False), 1))
    if row.subgroup and (before is None or (before.group, before.subgroup) != (row.group, row.subgroup)):
        heads.append(Heading(row.subgroup, _run(rows, number, True), 1))
    width = 3 - bool(row.group) - bool(row.subgroup)
    return (*heads, Heading(row.label, 1, width))


def _run(rows: tuple[ReportRow, ...], number: int, deep: bool) -> int:
    """How many rows from here on share the group, and the subgroup when `deep`."""
    first, length = rows[number], 0
    for row in rows[number:]:
        if row.group != first.group or (deep and row.subgroup != first.subgroup):
            break
        length += 1
    return length


def _nothing() -> Report:
    """A report in which everything is nought, for a theme to be tried with."""
    group, refused = "三、本年度办理结果", "（三）不予公开"
    labels = (
        ("", "", "一、本年新收政府信息公开申请数量"),
        (group, "", "（一）予以公开"),
        (group, refused, "1.属于国家秘密"),
        (group, refused, "2.其他法律行政法规禁止公开"),
    )
    rows = tuple(ReportRow(*label, (0,) * 7) for label in labels)
    requests = tuple(RequestRow(_heads(rows, number), row.values) for number, row in enumerate(rows))
    blocks = (
        ReportBlock(
            "第二十条第（一）项",
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            (("规章", ("0", "0", "0")), ("行政规范性文件", ("0", "0", "0"))),
        ),
    )
    parts = tuple(Part(title, Body("无。") if not table else None, table) for title, table in PARTS)
    return Report(2025, parts, blocks, requests, (0,) * 15)


EMPTY = _nothing()
