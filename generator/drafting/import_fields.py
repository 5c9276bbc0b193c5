"""The fields of a document from what was recognised in its source, as its front matter is to say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.document_fields import DocumentFields
from generator.field_lines import cleaned
from generator.forms import LABELS, label, names_of, repair_day
from generator.kinds import kinds, spellings
from generator.model import Kind, Validity
from generator.numbering import is_order_number, parse_document_number, repair_document_number
from generator.official_lines import agency_in
from generator.recognition import Element, Sureness

DIRECT = ("标题", "发文字号", "成文日期", "主送机关", "抄送机关", "签发人", "附注")
DAYS = ("成文日期", "发布日期", "生效日期", "废止日期", "公示截止", "听证日期", "批准日期")
VALIDITY = "有效性"
# never from a source
DECIDED = ("索引号", "类型", "栏目", "公开属性", "保密审查", "办事指南", "附件", "草稿", "导入", "年度")
_KINDS = (("公示", "public_notice"), ("公告", "notice"), ("通告", "notice"), ("通知", "notice"))


class Value(NamedTuple):
    """A field's text, and whether somebody has to look at it."""

    text: str
    guessed: bool = False


def fields_of(elements: Mapping[str, Element], remarks: list[str]) -> dict[str, Value]:
    """The fields by label; what a source states in a form that cannot be used is told."""
    found = {name: _value(elements[name]) for name in DIRECT if name in elements}
    found |= dict(_agencies(elements))
    names = names_of(DocumentFields)
    for written, element in elements.items():
        if element.sureness is not Sureness.STATED or written not in names:
            continue
        name = label(DocumentFields, names[written])
        if name not in DECIDED:
            found[name] = _value(element)
    return {name: value for name, value in _right(found, remarks) if value.text}


def _value(element: Element) -> Value:
    return Value(cleaned(element.text), element.sureness is Sureness.GUESSED)


def _agencies(elements: Mapping[str, Element]) -> Iterator[tuple[str, Value]]:
    """The agency, and those that issue with it: from the mark, else from who signs."""
    element = elements.get("发文机关") or elements.get("署名")
    if element is None:
        return
    guessed = element.sureness is Sureness.GUESSED
    agencies = [each for each in map(agency_in, element.values) if each]
    if agencies:
        yield "发布机构", Value(agencies[0], guessed)
    if agencies[1:]:
        yield "联合发文机关", Value("、".join(agencies[1:]), guessed)


def _right(found: Mapping[str, Value], remarks: list[str]) -> Iterator[tuple[str, Value]]:
    """Days and numbers in their one right form."""
    for name, value in found.items():
        if name in DAYS:
            day = repair_day(value.text)
            if not day:
                remarks.append(f"“{name}”「{value.text}」看不懂，没有写")
            yield name, value._replace(text=day)
        elif name == VALIDITY and value.text not in LABELS[Validity].values():
            remarks.append(f"“{name}”「{value.text}」不在可选值之内，没有写")
        elif name == "发文字号" and not (parse_document_number(value.text) or is_order_number(value.text)):
            yield name, value._replace(text=repair_document_number(value.text) or value.text)
        else:
            yield name, value


def kind_of(elements: Mapping[str, Element], title: str) -> Kind | None:
    """The kind that its form tells: a number makes a document official, else its title tells; None for others."""
    stated = elements.get("类型")
    if stated and (name := spellings().get(stated.text)):
        return kinds()[name]
    if "发文字号" in elements:
        return kinds()["official_document"]
    bare = title.rpartition("（")[0] if title.endswith("）") else title
    return next((kinds()[name] for end, name in _KINDS if bare.endswith(end)), None)
