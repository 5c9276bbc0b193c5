"""政府信息公开指南: the nine items of 条例 第十二条, the announced channels, and the reader's rights and remedies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.entries import ended
from generator.model import (
    Body,
    ColumnRole,
    County,
    Document,
    Link,
    Office,
    Page,
    RequestChannel,
    UnitContent,
)
from generator.views._head import Head, role_url, standings
from generator.views._supervisor import Supervisor, supervisor_of


@dataclass(frozen=True, slots=True)
class GuidePage:
    """The guide of a unit."""

    head: Head
    name: str
    unit: str
    office: Office
    channels: tuple[RequestChannel, ...]
    request: str  # address of the page 依申请公开
    catalogue: str
    supervisor: Supervisor | None
    hotline: str
    text: Body | None  # what the newest document of kind guide adds
    more: tuple[Link, ...]  # the other documents of the column


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """One page for each column with the role of the guide."""
    unit = content.unit
    for standing in standings(unit).values():
        if standing.column.role is not ColumnRole.GUIDE:
            continue
        texts = _texts(content, standing.column.key)
        shown = next((text for text in texts if text.kind == "guide" and not ended(text, today)), None)
        yield Page(
            standing.column.url,
            "guide.html",
            GuidePage(
                head=standing.head(),
                name=standing.column.name,
                unit=unit.name,
                office=unit.office,
                channels=unit.channels,
                request=role_url(unit, ColumnRole.REQUEST),
                catalogue=role_url(unit, ColumnRole.CATALOGUE),
                supervisor=supervisor_of(content.unit, county),
                hotline=county.site.platform.hotline,
                text=shown.body if shown else None,
                more=tuple(Link(text.title, text.url) for text in texts),
            ),
        )


def _texts(content: UnitContent, key: str) -> list[Document]:
    own = (document for document in content.documents if document.column == key)
    return sorted(own, key=lambda document: (document.date_published, document.index_number), reverse=True)


SAMPLE = (
    Page(
        "zn/index.html",
        "guide.html",
        GuidePage(
            head=Head("政府信息公开指南", "样例镇人民政府政府信息公开指南", section="zfxxgk/index.html"),
            name="政府信息公开指南",
            unit="样例镇人民政府",
            office=Office(
                classification="机构信息、政策文件、财政信息",
                arrangement="按信息内容编排",
                access="本网站和镇便民服务中心查阅点",
                name="样例镇党政办公室",
                address="样例镇人民路 1 号",
                hours="工作日 8:30—11:30，14:30—17:30",
                phone="0879-6200000",
                fax="0879-6200001",
                internet="yangli@example.example",
                postcode="676200",
                revised=date(2026, 1, 5),
            ),
            channels=(RequestChannel("当面提交", "样例镇人民路 1 号", "请带身份证明"),),
            request="ysqgk/index.html",
            catalogue="mulu/index.html",
            supervisor=Supervisor("样例县人民政府办公室", "0879-6200002", "../index.html"),
            hotline="96128",
            text=Body("## 补充说明\n\n赶集日照常受理。"),
            more=(),
        ),
    ),
)
