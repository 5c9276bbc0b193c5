"""A document begun: its head with all that is known, in the order of the table, and a body to be written."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path

from generator.document_fields import DocumentFields
from generator.drafting import Draft
from generator.errors import UsageError
from generator.formatting import formatted
from generator.forms import label
from generator.ledger import Candidate, apply, assign, read_ledger
from generator.load.units import load_unit
from generator.model import Column, ColumnRole, ColumnStatus, Kind, Site, Unit

TO_BE_FILLED = "# 请填"
SUBJECT = "主题分类"  # no law wants it of every kind, the provincial platform does
HOW_TO_FILL = {SUBJECT: "# 请填，例如 农业、林业、水利；没有的，全省平台采集时会退回"}
REVIEW = "# 保密审查: {审查结果: 同意公开, 审查人: , 审查日期: , 审查依据: 《政府信息公开条例》第十七条}   # 审查以后填"


def unit_of(root: Path, site: Site, slug: str) -> Unit:
    """The unit; UsageError where its file has errors."""
    unit, _ = load_unit(root, site, slug)
    if unit is None:
        raise UsageError(f"content/{slug}/unit.yaml 有错误", "", f"先运行 gongkai check {slug}，改正以后再来")
    return unit


def columns_for(unit: Unit, kind: Kind) -> tuple[Column, ...]:
    """The columns that a document of a kind may be put into."""
    role = {"annual_report": ColumnRole.ANNUAL, "disclosure_rules": ColumnRole.RULES}.get(kind.name, ColumnRole.LIST)
    return tuple(each for each in lists(unit, role) if kind.name in each.kinds or not (each.kinds or kind.news))


def lists(unit: Unit, role: ColumnRole = ColumnRole.LIST) -> tuple[Column, ...]:
    """The columns of a role that documents may be put into."""
    return tuple(each for each in unit.walk() if each.role is role and each.status is ColumnStatus.FILLED)


def free_path(root: Path, folder: str, day: date) -> str:
    """A path that no file has yet, called after a day."""
    names = (f"{folder}/{day:%Y%m%d}{f'-{number}' if number > 1 else ''}.md" for number in count(1))
    return next(each for each in names if not os.path.lexists(root / each))


def finished(head: Sequence[str], known: Collection[str], kind: Kind) -> list[str]:
    """The lines of a head, and below them what a draft of this kind still needs."""
    missing = [name for name in (label(DocumentFields, each) for each in kind.required) if name not in known]
    if SUBJECT not in known:
        missing.append(SUBJECT)
    return [
        *head,
        *(line for name in missing for line in (HOW_TO_FILL.get(name, TO_BE_FILLED), f"{name}:")),
        *(["# 一般不超过 100 字；空着则取正文开头", "内容概述:"] if "内容概述" not in known else []),
        "草稿: 是   # 写完、审完以后删去这一行",
        REVIEW,
    ]


def column_named(unit: Unit, kind: Kind, written: str, any_kind: bool = False) -> Column:
    """The column that was asked for, by its folder or name; UsageError with the choices where there is none such.

    With `any_kind` also one that is there for other kinds.
    """
    choices = columns_for(unit, kind) if not any_kind else lists(unit)
    found = [each for each in choices if written in (each.key, each.name)]
    if not found:
        told = "、".join(f"{each.key}（{each.name}）" for each in choices)
        raise UsageError(f"「{unit.short_name}」没有可以放“{kind.label}”的栏目「{written}」", "", f"可以选：{told}")
    return found[0]


def document(
    root: Path, unit: Unit, kind: Kind, column: Column, title: str, values: Mapping[str, str], today: date
) -> Draft:
    """The draft of a document; `values` are further fields by label, as they are to be written."""
    path = free_path(root, f"content/{unit.slug}/{column.key}", today)
    day = today.isoformat()
    known = {"标题": title, "类型": kind.label, "成文日期": day, "发布日期": day, "发布机构": unit.name, **values}
    head = finished([f"{name}: {value}" for name, value in known.items()], known, kind)
    text = "\n".join(["---", *head, "---", "", "〔待填〕"]) + "\n"
    made = formatted(text.encode())
    if made is None:
        raise UsageError("标题或字段里有写不进文件头的字符", title, "去掉冒号加空格、引号、换行之类再试")
    return Draft(path, made.data.decode())


def give_number(root: Path, site: Site, unit: Unit, draft: Draft, title: str, today: date) -> str:
    """Give a draft that was written its index number, and register it; returns the number."""
    plan = assign(root, unit, site, (Candidate(draft.path, title, today, ""),), read_ledger(root, unit.slug)[0])
    apply(root, plan)
    return next((number for _, number in plan.given), "")
