"""Small units, documents and counties for tests of what is made of them, without a file in sight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from generator.columns import preset
from generator.model import (
    Body,
    Column,
    ColumnRole,
    County,
    Document,
    Footer,
    Link,
    Mandate,
    Mount,
    Office,
    Openness,
    Platform,
    Review,
    Site,
    Unit,
    UnitContent,
    UnitDigest,
    UnitKind,
    Validity,
)
from generator.plan import digest

TODAY = date(2026, 11, 23)

PLATFORM = Platform(
    name="全省统一平台",
    home="https://platform.example/",
    units="https://platform.example/units",
    search="https://platform.example/search",
    request="https://platform.example/request?unit={unit}&number={number}&title={title}",
    hotline="96128",
)
FOOTER = Footer(
    site_identity_code="5308230001",
    icp_record="滇ICP备00000000号-1",
    police_record="滇公网安备53082300000000号",
    sponsor="样例县人民政府办公室",
    contact="0879-6200000",
    badge_url="https://badge.example/",
    report_url="https://report.example/?site_code={code}&url={url}",
)
SITE = Site(
    name="样例县",
    short_name="样例",
    region_code="530823",
    base_url="https://www.yangli.example/",
    footer=FOOTER,
    platform=PLATFORM,
    upper_links=(Link("中国政府网", "https://www.zhongyang.example/"),),
    theme="default",
    index_pattern="{org}/{year}-{serial:05d}",
    page_size=5,
    attachment_limit=1 << 20,
    example_notice="示例",
)
OFFICE = Office("分类", "编排", "获取", "党政办公室", "人民路1号", "工作日", "0879-6200000", "无", "a@mail.example")


def unit(slug: str = "yangli", **changes: Any) -> Unit:
    """A township in a folder of the county's host, with the columns of its preset."""
    given: dict[str, Any] = {
        "slug": slug,
        "name": f"{slug}镇人民政府",
        "short_name": f"{slug}镇",
        "kind": UnitKind.TOWNSHIP,
        "mount": Mount.PATH,
        "host": "",
        "uscc": "11530823000000000X",
        "region_code": "530823101",
        "parent": "",
        "group": "乡镇",
        "introduction": "",
        "office": OFFICE,
        "channels": (),
        "leaders": (),
        "mandate": Mandate(),
        "columns": preset("township"),
        "platform_url": "",
        "links": (),
        "source": f"content/{slug}/unit.yaml",
    }
    return Unit(**{**given, **changes})


def portal(**changes: Any) -> Unit:
    """The unit at the county's root."""
    given: dict[str, Any] = {"kind": UnitKind.COUNTY, "mount": Mount.ROOT, "columns": preset("county"), "group": ""}
    return unit("portal", **{"name": "样例县人民政府", "short_name": "样例县", **given, **changes})


def document(serial: int = 1, **changes: Any) -> Document:
    """A notice published on the first days of 2026, one a day."""
    number = changes.pop("index_number", f"11530823000000000X/2026-{serial:05d}")
    given: dict[str, Any] = {
        "source": f"content/yangli/gg/{serial}.md",
        "unit": "yangli",
        "column": "gg",
        "kind": "notice",
        "title": f"第{serial}号通知",
        "index_number": number,
        "former_index_numbers": (),
        "issuing_agency": "yangli镇人民政府",
        "joint_agencies": (),
        "document_number": "",
        "date_written": date(2026, 1, 1),
        "date_published": date.fromordinal(date(2026, 1, 1).toordinal() + serial),
        "effective_from": None,
        "repealed_on": None,
        "validity": Validity.IN_FORCE,
        "amends": (),
        "repeals": (),
        "repealed_by": "",
        "subject_category": "农业、林业、水利",
        "genre": "通知",
        "subject_terms": (),
        "summary": "概述",
        "origin": "",
        "origin_url": "",
        "interprets": (),
        "openness": Openness.PROACTIVE,
        "public_until": None,
        "approved_on": None,
        "review": Review(),
        "addressees": "",
        "copies": "",
        "signatory": "",
        "note": "",
        "responsible_editor": "",
        "year": 0,
        "service": None,
        "attachments": (),
        "body": Body("正文。"),
        "body_line": 1,
        "marks": {},
    }
    return Document(**{**given, **changes})


def documents(count: int) -> tuple[Document, ...]:
    """So many notices, one a day."""
    return tuple(document(serial) for serial in range(1, count + 1))


def content(found: Iterable[Document] = (), owner: Unit | None = None) -> UnitContent:
    """What a unit discloses."""
    return UnitContent(owner or unit(), tuple(found))


def county(*contents: UnitContent, today: date = TODAY) -> County:
    """The county of these units."""
    digests: list[UnitDigest] = [digest(each, today) for each in contents]
    return County(SITE, tuple(sorted(digests, key=lambda found: found.slug)))


def column(key: str, role: ColumnRole = ColumnRole.LIST, **changes: Any) -> Column:
    """A column that goes by its key."""
    return Column(key, changes.pop("name", key), role, **changes)
