"""The page of a document, in the layout of its kind: `info/<address>.html`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from generator.datasets import file_url, names, shown, shown_body, with_files
from generator.entries import ended, entries
from generator.model import (
    Body,
    Chart,
    ChartKind,
    Column,
    County,
    Document,
    Kind,
    Link,
    Page,
    Paper,
    Series,
    ServiceGuide,
    Total,
    Unit,
    UnitContent,
    Validity,
)
from generator.shelf import collect
from generator.standards import named
from generator.totals import totals
from generator.views._head import ColumnTags, Head, Standing, standings
from generator.views._references import Reference, References, Relation, references
from generator.views._report import EMPTY, Report, report
from generator.views._standards import items_of
from generator.views._timeline import Event, timeline

TOMBSTONE = "public_notice.html"  # of whatever kind: an end can be written to any document
THINGS = {
    "official_document": "Legislation",
    "normative_document": "Legislation",
    "news": "NewsArticle",
    "annual_report": "Report",
    "service_guide": "GovernmentService",
}


@dataclass(frozen=True, slots=True)
class Download:
    """An attachment as the page lists it: under `name` it is saved; `size` in bytes, `label` names its kind."""

    title: str
    url: str
    name: str
    size: int
    label: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What the page of a document shows. Of an ended notice only title, numbers and dates are in it."""

    head: Head
    title: str
    thing: str  # what it is in the words of schema.org
    index_number: str
    column: Link
    issuing_agency: str
    date_published: date
    origin: str
    document_number: str = ""
    joint_agencies: tuple[str, ...] = ()
    date_written: date | None = None
    effective_from: date | None = None
    repealed_on: date | None = None
    validity: Validity = Validity.IN_FORCE
    subject_category: str = ""
    genre: str = ""
    subject_terms: tuple[str, ...] = ()
    summary: str = ""
    origin_url: str = ""
    addressees: str = ""
    copies: str = ""
    printing_office: str = ""
    printed_on: date | None = None
    signatory: str = ""
    note: str = ""
    responsible_editor: str = ""
    approved_on: date | None = None
    public_until: date | None = None
    withdrawn: bool = False
    totals: tuple[Total, ...] = ()  # of the lists that were taken down
    body: Body | None = None
    attachments: tuple[Download, ...] = ()
    service: ServiceGuide | None = None
    report: Report | None = None
    relations: tuple[Relation, ...] = ()
    standard_items: tuple[Link, ...] = ()  # of its unit's standard catalogues (公开事项)
    tables: tuple[Link, ...] = ()  # that it shows, with the addresses of their files
    charts: tuple[Chart, ...] = ()
    timeline: tuple[Event, ...] = ()
    paper: Download | None = None  # as it is printed


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A page for every document of the unit."""
    index = references(content, entries(content, today), county, today)
    standing = standings(content.unit)
    kinds, items = _kinds(), named(content.standards)
    tables = shown(content, today)
    papers = {each.source: each for each in content.papers}
    urls = {source: file_url(content.unit, name) for source, name in names(content.unit, tables).items()}
    for document in content.documents:
        document = with_files(document, urls)
        kind = kinds.get(document.kind) or Kind(document.kind, "其他信息")
        here = standing.get(document.column) or _nowhere(content.unit, document)
        payload = _payload(document, kind, here, index, ended(document, today))
        if document.standard_items:
            payload = replace(payload, standard_items=items_of(document, items))
        if (paper := papers.get(document.source)) and not payload.withdrawn:
            payload = replace(payload, paper=_paper(document, paper))
        template = TOMBSTONE if payload.withdrawn else kind.template
        yield Page(document.url, template, payload, document.source)


@cache
def _kinds() -> dict[str, Kind]:
    """What the shelf of kinds declares; found by the shelf's name, for shelves do not import each other."""
    return {module.KIND.name: module.KIND for module in collect("generator.kinds")}


def _nowhere(unit: Unit, document: Document) -> Standing:
    """Where a document stands whose column the unit does not have: at the unit's home."""
    home = Column(key="", name=unit.short_name)
    tags = ColumnTags(unit.short_name, f"{unit.name}公开的信息", unit.name, "政策文件")
    return Standing(home, (), (), "index.html", tags)


def _payload(document: Document, kind: Kind, here: Standing, index: References, withdrawn: bool) -> DocumentPage:
    """The view of a document; nothing of an ended notice's content may come into it."""
    description = document.title if withdrawn or not document.summary else document.summary
    full = not withdrawn
    relations = index.relations(document)
    return DocumentPage(
        head=Head(document.title, description, here.crumbs, here.section, here.tags),
        title=document.title,
        thing=THINGS.get(document.kind, "DigitalDocument"),
        index_number=document.index_number,
        column=Link(here.column.name, here.column.url if here.column.key else "index.html"),
        issuing_agency=document.issuing_agency,
        date_published=document.date_published,
        origin=document.origin or document.issuing_agency,
        document_number=document.document_number,
        joint_agencies=document.joint_agencies,
        date_written=document.date_written,
        effective_from=document.effective_from,
        repealed_on=document.repealed_on,
        validity=document.validity,
        subject_category=document.subject_category,
        genre=document.genre or kind.genre,
        subject_terms=document.subject_terms if full else (),
        summary=document.summary if full else "",
        origin_url=document.origin_url if full else "",
        addressees=document.addressees if full else "",
        copies=document.copies if full else "",
        printing_office=document.printing_office if full else "",
        printed_on=document.printed_on if full else None,
        signatory=document.signatory if full else "",
        note=document.note if full else "",
        responsible_editor=document.responsible_editor,
        approved_on=document.approved_on,
        public_until=document.public_until,
        withdrawn=withdrawn,
        totals=totals(document) if withdrawn else (),
        body=shown_body(document) if full and document.annual_report is None else None,
        attachments=_downloads(document) if full else (),
        service=document.service if full else None,
        report=report(document) if full and document.annual_report else None,
        relations=relations,
        timeline=timeline(document, relations),
        tables=_tables(document) if full else (),
        charts=document.charts if full else (),
    )


def _tables(document: Document) -> tuple[Link, ...]:
    return tuple(Link(table.caption or document.title, table.url) for _, table in document.body.tables if table.url)


def _downloads(document: Document) -> tuple[Download, ...]:
    return tuple(Download(file.title, file.url, file.name, file.size, file.label) for file in document.attachments)


def _paper(document: Document, paper: Paper) -> Download:
    return Download("PDF 版", paper.url, f"{document.title}.pdf", paper.size, "PDF 文档")


def _sample(template: str, **more: Any) -> Page:
    """A document that a theme can be tried with."""
    column = Link("政策文件", "fdzdgknr/zcwj/index.html")
    head = Head("关于做好2026年春季护林防火工作的通知", "安排春季护林防火工作", (column,), "zfxxgk/index.html")
    common: dict[str, Any] = {
        "head": head,
        "title": head.title,
        "thing": "Legislation",
        "index_number": "11530823000000000X/2026-00001",
        "column": column,
        "issuing_agency": "样例镇人民政府",
        "date_published": date(2026, 1, 6),
        "origin": "样例镇人民政府",
        "document_number": "样政发〔2026〕1号",
        "date_written": date(2026, 1, 4),
        "genre": "通知",
        "subject_category": "农业、林业、水利",
        "summary": head.description,
        "addressees": "各村民委员会，镇直各单位",
        "copies": "样例县林业和草原局",
        "printing_office": "样例镇党政综合办公室",
        "printed_on": date(2026, 1, 5),
        "note": "此件公开发布",
    }
    return Page("info/2026-00001.html", template, DocumentPage(**{**common, **more}))


_TEXT = Body("为做好春季护林防火工作，现将有关事项通知如下。\n\n## 一、明确责任\n\n各村组织巡护，每日报告。")
_FILE = Download("巡护安排表", "info/2026-00001/xunhu.xlsx", "巡护安排表.xlsx", 12_345, "Excel 表格")
_TOTALS = (Total(36, (("救助金额（元）", "12,340"),)), Total(5))
_CHART = Chart(
    ChartKind.SHARE,
    "2026年支出构成",
    ("人员类支出", "公用经费支出", "项目支出"),
    (Series("2026年预算数", ("597.56", "174.00", "266.24")),),
    "万元",
    "项目",
    url="data/ys2026.csv",
)
_REPEALING = Reference("关于调整护林防火的通知", "info/2026-00009.html", "样政发〔2026〕9号", day=date(2026, 9, 1))
_LATER = Relation("被以下文件废止", (_REPEALING,))
_TIMELINE = (
    Event("成文", date(2026, 1, 4)),
    Event("公布", date(2026, 1, 6)),
    Event("废止", date(2026, 9, 1), _REPEALING),
)

SAMPLE = (
    _sample("document.html", body=_TEXT, attachments=(_FILE,)),
    _sample("document.html", body=_TEXT, charts=(_CHART,)),
    _sample("official_document.html", body=_TEXT, attachments=(_FILE,)),
    _sample("official_document.html", body=_TEXT, validity=Validity.REPEALED, relations=(_LATER,), timeline=_TIMELINE),
    _sample("public_notice.html", body=_TEXT, public_until=date(2026, 1, 20)),
    _sample("public_notice.html", public_until=date(2026, 1, 20), withdrawn=True),
    _sample("public_notice.html", public_until=date(2026, 1, 20), withdrawn=True, totals=_TOTALS),
    _sample("service_guide.html", service=ServiceGuide("林木采伐许可", place="便民服务中心", phone="0879-6200000")),
    _sample("annual_report.html", report=EMPTY),
)
