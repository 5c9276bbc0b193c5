"""A unit's columns: the preset of its kind from `rules/columns/`, changed and added to as `unit.yaml` says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache

from generator.faults import finding
from generator.frontmatter import Value
from generator.model import START, Column, ColumnRole, ColumnStatus, Finding, Mark
from generator.rulebook import RULES, rules
from generator.unit_fields import ColumnFields

FIXED = frozenset(
    (
        ColumnRole.GUIDE,
        ColumnRole.RULES,
        ColumnRole.STATUTORY,
        ColumnRole.ANNUAL,
        ColumnRole.REQUEST,
        ColumnRole.DISCLOSURE,
    )
)


@cache
def preset(name: str) -> tuple[Column, ...]:
    """The columns of a preset, `extends` resolved: the base first, columns of one key merged, base fields kept."""
    return tuple(_column(item, "") for item in _items(name))


@cache
def presets() -> tuple[str, ...]:
    """The names of the presets that units may use."""
    return tuple(sorted(path.stem for path in (RULES / "columns").glob("*.yaml") if path.stem != "common"))


def _items(name: str) -> list[dict[str, Value]]:
    written = rules(f"columns/{name}")
    base = _items(written["extends"]) if "extends" in written else []
    return _merge(base, written["columns"])


def _merge(base: list[dict[str, Value]], more: list[dict[str, Value]]) -> list[dict[str, Value]]:
    """Two lists of columns as one: a key of both keeps its place in the base and takes the new fields."""
    merged = {item["key"]: item for item in base}
    for item in more:
        old = merged.get(item["key"], {})
        children = _merge(old.get("children") or [], item.get("children") or [])
        merged[item["key"]] = {**old, **item, "children": children}
    return list(merged.values())


def _column(item: dict[str, Value], parent: str) -> Column:
    key = f"{parent}/{item['key']}" if parent else str(item["key"])
    return Column(
        key=key,
        name=item["name"],
        role=ColumnRole(item.get("role") or "list"),
        column_type=item.get("column_type") or "",
        description=item.get("description") or "",
        keywords=item.get("keywords") or "",
        law=item.get("law") or "",
        article=item.get("article") or "",
        freshness=int(item.get("freshness") or 0),
        kinds=tuple(item.get("kinds") or ()),
        target=item.get("target") or "",
        channel=item.get("channel") == "true",
        children=tuple(_column(child, key) for child in item.get("children") or ()),
    )


@dataclass(frozen=True, slots=True)
class _Change:
    """The changes of one unit, and where each stands."""

    fields: dict[str, ColumnFields]
    marks: dict[str, Mark]
    path: str

    def finding(self, code: str, key: str, message: str, field: str = "") -> Finding:
        place = f"columns.{key}"
        mark = self.marks.get(f"{place}.{field}") or self.marks.get(place, START)
        return finding(code, self.path, mark, message)


def resolve(
    columns: tuple[Column, ...], changes: dict[str, ColumnFields], marks: dict[str, Mark], path: str
) -> tuple[tuple[Column, ...], list[Finding]]:
    """The preset with a unit's changes applied, new columns added at their place, and what is wrong with them."""
    change = _Change(changes, marks, path)
    findings: list[Finding] = []
    known: set[str] = set()
    changed = _apply(columns, change, known, findings)
    for key in sorted(set(changes) - known):
        changed = _add(changed, key, change, findings)
    return changed, findings


def _apply(
    columns: tuple[Column, ...], change: _Change, known: set[str], findings: list[Finding]
) -> tuple[Column, ...]:
    kept = []
    for column in columns:
        known.add(column.key)
        children = _apply(column.children, change, known, findings)
        fields = change.fields.get(column.key)
        if fields is None:
            kept.append(replace(column, children=children) if column.children else column)
        elif _lawful(column, fields):
            if not fields.hidden:
                kept.append(replace(_changed(column, fields), children=children))
        else:
            kept.append(column)
            message, place = f"法定栏目「{column.name}」不能隐藏或改名", "hidden" if fields.hidden else "name"
            findings.append(change.finding("U108", column.key, message, place))
    return tuple(kept)


def _lawful(column: Column, fields: ColumnFields) -> bool:
    """A column that the law names keeps its name and its place."""
    legal = column.role in FIXED or column.article
    return not (legal and (fields.hidden or fields.name not in ("", column.name)))


def _changed(column: Column, fields: ColumnFields) -> Column:
    status = column.status
    if fields.not_applicable:
        status = ColumnStatus.NOT_APPLICABLE
    elif fields.linked_to:
        status = ColumnStatus.LINKED
    return replace(
        column,
        name=fields.name or column.name,
        description=fields.description or column.description,
        column_type=fields.column_type or column.column_type,
        freshness=column.freshness if fields.freshness is None else fields.freshness,
        status=status,
        target=fields.linked_to or column.target,
        reason=fields.not_applicable,
    )


def _add(columns: tuple[Column, ...], key: str, change: _Change, findings: list[Finding]) -> tuple[Column, ...]:
    """A column that the preset does not have: it needs a name, and its parent must exist."""
    fields = change.fields[key]
    if not fields.name:
        near = get_close_matches(key, _keys(columns), n=1, cutoff=0.6)
        hint = f"，是不是想写「{near[0]}」？" if near else "；新增栏目必须写“名称”"
        findings.append(change.finding("U104", key, f"栏目模板里没有「{key}」{hint}"))
        return columns
    new = _changed(Column(key, fields.name, description=fields.name, column_type="概况信息"), fields)
    parent = key.rpartition("/")[0]
    if parent and parent not in _keys(columns):
        findings.append(change.finding("U104", key, f"新增栏目「{key}」的上级「{parent}」不存在"))
        return columns
    return _insert(columns, parent, new)


def _insert(columns: tuple[Column, ...], parent: str, new: Column) -> tuple[Column, ...]:
    if not parent:
        return (*columns, new)
    return tuple(
        replace(column, children=(*column.children, new))
        if column.key == parent
        else replace(column, children=_insert(column.children, parent, new))
        if parent.startswith(f"{column.key}/")
        else column
        for column in columns
    )


def _keys(columns: tuple[Column, ...]) -> list[str]:
    return [key for column in columns for key in (column.key, *_keys(column.children))]
