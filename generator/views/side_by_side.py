"""A document and its interpretation side by side: `info/2026-00012/duizhao-2026-00015.html`.

Only of documents of one unit: a page holds what it shows, and another unit's text is not at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.datasets import file_url, names, shown, shown_body, with_files
from generator.entries import entries
from generator.model import Body, County, Document, Link, Page, UnitContent
from generator.views._head import Head, standings
from generator.views._references import own_names, pairs, side_by_side


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts."""

    title: str
    url: str
    document_number: str
    date_published: date
    body: Body


@dataclass(frozen=True, slots=True)
class SideBySidePage:
    """What the page shows."""

    head: Head
    original: Side
    interpretation: Side


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A page for each interpretation of a document of the same unit."""
    own = own_names(content, entries(content, today))
    standing = standings(content.unit)
    urls = {source: file_url(content.unit, name) for source, name in names(content.unit, shown(content, today)).items()}
    for document, interpretation in pairs(content, own, today):
        here = standing.get(document.column)
        crumbs = (*(here.crumbs if here else ()), Link("正文", document.url))
        title = f"对照：{document.title}"
        head = Head(
            title, f"《{document.title}》与它的解读对照阅读", crumbs, here.section if here else "", indexable=False
        )
        payload = SideBySidePage(head, _side(document, urls), _side(interpretation, urls))
        yield Page(side_by_side(document.url, interpretation.url), "side_by_side.html", payload, document.source, False)


def _side(document: Document, urls: Mapping[str, str]) -> Side:
    body = shown_body(with_files(document, urls))
    return Side(document.title, document.url, document.document_number, document.date_published, body)


SAMPLE = (
    Page(
        "info/2026-00001/duizhao-2026-00002.html",
        "side_by_side.html",
        SideBySidePage(
            Head(
                "对照：关于护林防火的通知", "与解读对照阅读", (Link("正文", "info/2026-00001.html"),), indexable=False
            ),
            Side(
                "关于护林防火的通知",
                "info/2026-00001.html",
                "样政发〔2026〕1号",
                date(2026, 1, 6),
                Body("## 一、明确责任\n\n各村组织巡护。"),
            ),
            Side(
                "《关于护林防火的通知》解读",
                "info/2026-00002.html",
                "",
                date(2026, 1, 7),
                Body("## 为什么\n\n春季干旱。"),
            ),
        ),
        "",
        False,
    ),
)
