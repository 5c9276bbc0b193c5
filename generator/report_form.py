"""The form of the yearly report as data: `rules/annual_report.yaml` read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from generator.frontmatter import Value
from generator.rulebook import rules

TOTAL = "总计"


@dataclass(frozen=True, slots=True)
class BlockForm:
    """A block of table two: its article, column heads with the head of the row labels first, and row labels."""

    article: str
    heads: tuple[str, ...]
    rows: tuple[str, ...]
    decimals: bool


@dataclass(frozen=True, slots=True)
class RowForm:
    """A row of table three: what is printed, and `parent` and `key` of the data; of `total` rows it may be left out."""

    group: str
    subgroup: str
    label: str
    parent: str
    key: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """All of it: parts with whether they need prose, tables two to four, and heads of the form before 2021."""

    parts: tuple[tuple[str, bool], ...]
    blocks: tuple[BlockForm, ...]
    applicants: tuple[str, ...]
    rows: tuple[RowForm, ...]
    disputes: tuple[str, ...]
    outcomes: tuple[str, ...]
    old: tuple[str, ...]
    since: int  # the first year that is reported in it


def plain(label: str) -> str:
    """A row's label without its number, punctuation and spaces, so that it is found as it is said."""
    bare = re.sub(r"^\s*(?:[（(]?[一二三四五六七八九十]+[）)、]|[0-9]+[.．、])", "", label)
    return re.sub(r"\W", "", bare)


@cache
def form() -> Form:
    """The form of 国办公开办函〔2021〕30号."""
    written = rules("annual_report")
    return Form(
        parts=tuple((part["title"], part["prose"] == "是") for part in written["parts"]),
        blocks=tuple(_block(block) for block in written["normative"]),
        applicants=tuple(written["applicants"]),
        rows=_rows(written["requests"], "", "", ""),
        disputes=tuple(written["disputes"]["rows"]),
        outcomes=tuple(written["disputes"]["heads"]),
        old=tuple(written["old_form"]),
        since=int(written["since"]),
    )


def _block(block: dict[str, Value]) -> BlockForm:
    return BlockForm(block["article"], tuple(block["heads"]), tuple(block["rows"]), block.get("decimals") == "是")


def _rows(items: list[dict[str, Value]], group: str, subgroup: str, parent: str) -> tuple[RowForm, ...]:
    """The rows of table three from top to bottom."""
    rows: list[RowForm] = []
    for item in items:
        if "rows" in item:
            inner = (item.get("group", group), item.get("subgroup", subgroup), item.get("key", parent))
            rows += _rows(item["rows"], *inner)
        elif "total" in item:
            rows.append(RowForm(group, subgroup, item["total"], parent, TOTAL, total=True))
        else:
            rows.append(RowForm(group, subgroup, item["label"], parent, item["key"]))
    return tuple(rows)
