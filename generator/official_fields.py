"""The fourteen core elements of a public document's description, in the platform's order, and a record's row in them.

政府信息公开目录系统实施指引（试行） asks for fourteen: six always, three where they apply, five at will, the index
number first and made of an organisation's code, the year and a serial. 条例 第十二条 asks the catalogue on paper for
four: index, name, summary, day of making. Of information that is no document the day of making is the day on which
the public could have it first. Two columns follow that catalogues of the provinces show besides: day of publication,
validity.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from generator.forms import label_of
from generator.model import Openness, Validity

SEPARATOR = "；"


class Obligation(StrEnum):
    """How much an element is asked for."""

    ALWAYS = "必选"
    WHERE_APPLICABLE = "条件必选"
    AT_WILL = "可选"


class Element(NamedTuple):
    """An element: its official name, the key of a record that holds it, how much it is asked for."""

    name: str
    key: str
    obligation: Obligation


ELEMENTS = (
    Element("索引号", "identifier", Obligation.ALWAYS),
    Element("名称", "title", Obligation.ALWAYS),
    Element("内容概述", "summary", Obligation.AT_WILL),
    Element("生成日期", "date_written", Obligation.ALWAYS),
    Element("发布机构", "issuing_agency", Obligation.ALWAYS),
    Element("文号", "document_number", Obligation.WHERE_APPLICABLE),
    Element("主题分类", "subject_category", Obligation.ALWAYS),
    Element("体裁分类", "genre", Obligation.AT_WILL),
    Element("关键词", "subject_terms", Obligation.AT_WILL),
    Element("生效日期", "effective_from", Obligation.WHERE_APPLICABLE),
    Element("废止日期", "repealed_on", Obligation.WHERE_APPLICABLE),
    Element("公开方式", "openness", Obligation.AT_WILL),
    Element("信息来源", "origin", Obligation.AT_WILL),
    Element("在线链接地址", "url", Obligation.ALWAYS),
)
FURTHER = (("发布日期", "date_published"), ("有效性", "validity"))
COLUMNS = (*((each.name, each.key) for each in ELEMENTS), *FURTHER)  # of the catalogue as CSV, and of a batch
FOURTEEN = tuple((each.name, each.key) for each in ELEMENTS)  # of the directory on paper
FOUR = (("索引", "identifier"), ("名称", "title"), ("内容概述", "summary"), ("生成日期", "date_written"))


def heads(columns: tuple[tuple[str, str], ...] = COLUMNS) -> tuple[str, ...]:
    """The heads of columns."""
    return tuple(name for name, _ in columns)


def row(record: Mapping[str, Any], columns: tuple[tuple[str, str], ...] = COLUMNS) -> tuple[str, ...]:
    """A record, or a line of a catalogue, as cells in the order of columns; empty where it has no such value."""
    return tuple(_cell(record, key) for _, key in columns)


def _cell(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key, "")
    if key == "date_written":
        return str(value or record["date_published"])
    if key == "openness":
        return label_of(Openness(value))
    if key == "validity":
        return label_of(Validity(value))
    return value if isinstance(value, str) else SEPARATOR.join(value)
