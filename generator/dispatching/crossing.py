"""What is 主动公开 goes on to the public side, as `gongkai import` would take it: as a file of its sender's content.

Where its source states that it was reviewed (保密审查) it is ready to be published; else it is a draft for an editor.
A dispatch is handed on once; what becomes of it then is its editor's business. Nothing else ever leaves the store.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator import dispatch_store
from generator.dispatch_store import Store
from generator.document_fields import ReviewFields
from generator.drafting import Draft
from generator.drafting.document import REVIEW, give_number, unit_of
from generator.drafting.import_files import Decision
from generator.drafting.importing import Step, carry_out, outcome
from generator.drafting.incoming import Failed, Incoming, incoming
from generator.drafting.reimport import known_imports
from generator.errors import UsageError
from generator.forms import label, repair_day
from generator.importers import endings
from generator.model import Finding, Openness, Site, Unit
from generator.model.routing import Dispatch
from generator.routing_faults import fault
from generator.yaml_text import flow

AGREED = "同意公开"
_DRAFT = re.compile(r"^草稿:.*\n", re.MULTILINE)
_REVIEWED = re.compile(r"(审查结果|审查人|审查日期|审查依据|结果|日期|依据)['\"]?\s*[:：]\s*['\"]?([^'\",，;；{}\n]+)")


class Crossed(NamedTuple):
    """A dispatch that went over: where its document is, whether that is a draft."""

    dispatch: Dispatch
    path: str
    draft: bool


def waiting(store: Store) -> tuple[Dispatch, ...]:
    """What is to go over and has not."""
    return tuple(
        each
        for each in store.dispatches
        if each.openness is Openness.PROACTIVE
        and each.serial not in store.recalls
        and each.serial not in store.disclosed
    )


def cross(root: Path, site: Site, dispatch: Dispatch) -> Crossed | Finding:
    """Write the public document of a dispatch, or say why it could not be; whoever calls holds the lock of builds."""
    place = f"{dispatch.folder}/{dispatch_store.RECORD}"
    try:
        return _cross(root, site, dispatch)
    except UsageError as error:
        why = "；".join(line.strip() for line in error.what.splitlines()).replace("：；", "：")
        return fault("G202", place, 1, f"没有转到公开一侧：{why}", error.advice)


def _cross(root: Path, site: Site, dispatch: Dispatch) -> Crossed:
    unit = unit_of(root, site, dispatch.sender)
    decision = Decision(
        column=dispatch.said("栏目"),
        kind="公文" if dispatch.document_number else "",
        openness="主动公开",
        list_missing=False,
    )
    known = known_imports(root, unit.slug, {})
    found = outcome(
        root,
        site,
        unit,
        _incoming(root, unit, dispatch),
        known,
        decision,
        False,
        date.fromisoformat(dispatch.arrived[:10]),
    )
    reviewed = _review(dispatch)
    if found.step is Step.NEW and reviewed:
        *beside, text = found.drafts
        found = found._replace(drafts=(*beside, Draft(text.path, _ready(text.text, reviewed))))
    carry_out(root, found)
    if found.step is Step.NEW:
        give_number(root, site, unit, found.drafts[-1], found.title, found.day)
    dispatch_store.disclose(root, dispatch, found.path)
    return Crossed(dispatch, found.path, not reviewed)


def _incoming(root: Path, unit: Unit, dispatch: Dispatch) -> Incoming:
    """The document as it lies in the store, with what was registered of it."""
    path = root / dispatch.folder / dispatch.files[0].name
    if path.suffix.lower() not in endings():
        raise UsageError(
            f"「{path.name}」不能转换成网页", str(path), "请发文单位另提供 Word 文档，用 gongkai import 导入"
        )
    read = next(iter(incoming(path, None)))
    if isinstance(read, Failed):
        raise read.error
    stated = dict(_stated(unit, dispatch))
    names = tuple(each.name for each in dispatch.files[1:])
    made = replace(read.imported, values=stated, attachments=names)
    return read._replace(name=f"{dispatch.serial} {path.name}", imported=made)


def _stated(unit: Unit, dispatch: Dispatch) -> Iterator[tuple[str, str]]:
    yield from (pair for pair in dispatch.stated if pair[0] in _PUBLIC)
    yield "标题", dispatch.title
    yield "发布机构", unit.name
    yield "公开属性", "主动公开"
    if dispatch.document_number:
        yield "发文字号", dispatch.document_number
    if dispatch.date_written:
        yield "成文日期", dispatch.date_written.isoformat()


# what an office system says of a document and a public page may show
_PUBLIC = ("签发人", "生效日期", "有效性", "主题分类", "体裁", "主题词", "内容概述", "栏目", "附注")


def _review(dispatch: Dispatch) -> Mapping[str, str]:
    """The review as its source states it, by the names of its table; empty where it is not whole or did not agree."""
    labels = {label(ReviewFields, name): name for name in ReviewFields.model_fields}
    found = {
        labels.get(key) or labels[f"审查{key}"]: text.strip()
        for key, text in _REVIEWED.findall(dispatch.said("保密审查"))
    }
    found["date"] = repair_day(found.get("date", ""))
    whole = all(found.get(name) for name in ReviewFields.model_fields)
    return found if whole and found["result"] == AGREED else {}


def _ready(text: str, reviewed: Mapping[str, str]) -> str:
    """The text of a draft that needs no more review: its mark of a draft gone, the review in its place."""
    line = f"保密审查: {flow(dict(reviewed), ReviewFields, english=False)}"
    return _DRAFT.sub("", text, count=1).replace(REVIEW, line, 1)
