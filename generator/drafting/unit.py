"""Units begun: their `unit.yaml` with what is known of them, one or many at once from a list.

What the law asks for and nobody has told yet stands there empty, so that a unit is told what it lacks and publishes
nothing until it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.codes import uscc_fault
from generator.drafting import Draft
from generator.errors import UsageError
from generator.extraction import Row, extract
from generator.field_lines import scalar
from generator.forms import label, names_of
from generator.unit_fields import OfficeFields, UnitFields

FOLDER = "文件夹"
ASKED = ("name", "short_name", "kind", "uscc", "region_code", "parent", "group", "introduction")
STANDARD = {
    "classification": "按《政府信息公开条例》第二十条、第二十一条规定的内容分类",
    "arrangement": "按索引号编排；索引号由统一社会信用代码、年份和五位流水号组成",
    "access": "在本专栏查阅下载，或到政务服务中心、档案馆、图书馆的公共查阅点查阅",
}
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,40}")


def unit(values: Mapping[str, str], where: str = "") -> Draft:
    """The draft of a unit from values by label (文件夹, 名称, 办公地址 …) that were written `where`; UsageError where
    one cannot be used."""
    slug = values.get(FOLDER, "").strip()
    if not _SLUG.fullmatch(slug):
        raise UsageError(f"文件夹名「{slug}」不能用", where, "用小写英文字母开头，只含字母、数字和连字符，例如 jinping")
    if (code := values.get("统一社会信用代码", "")) and (fault := uscc_fault(code)):
        raise UsageError(f"{slug}：{fault}", where, "核对登记证书上的 18 位代码")
    own = _named(UnitFields, values)
    office = {**STANDARD, **_named(OfficeFields, {each: text for each, text in values.items() if each != "名称"})}
    lines = [f"# {own.get('name', slug)}；改完运行 gongkai check {slug}"]
    lines += [_line(label(UnitFields, name), own.get(name, "")) for name in ASKED if name in own or name in _needed()]
    lines.append(f"{label(UnitFields, 'office')}:   # 条例第十二条要求指南载明的九项，一项也不能少")
    lines += [f"  {_line(label(OfficeFields, name), office.get(name, ''))}" for name in _office_names()]
    address = office.get("address", "")
    lines += ["申请渠道:   # 只写已经公布的渠道；当面提交和邮寄不能拒绝"]
    for way in ("当面提交", "邮寄"):
        lines += [f"  - 方式: {way}", f"    {_line('地址', address)}"]
    lines += ["栏目:", "  fdzdgknr/jgxx:   # 机关职能、机构设置与负责人：页面由“机构职能”“领导”生成"]
    lines += [f"    链接到: {slug}:jggk/jgzn"]
    return Draft(f"content/{slug}/unit.yaml", "\n".join(lines) + "\n")


def units(path: Path) -> tuple[Draft, ...]:
    """The drafts of all units of a list: csv (UTF-8 or GBK) or xlsx, with the labels in its first row."""
    if not path.is_file():
        raise UsageError("没有这个文件", str(path))
    found = extract(path, path.name)
    rows = [row for table in found.tables for row in table.rows]
    head = rows[0].cells if rows else ()
    if FOLDER not in head:
        raise UsageError(f"第一行应当是表头，其中要有“{FOLDER}”和“名称”", str(path), "其他列用 unit.yaml 里的字段名")
    known = {FOLDER, *names_of(UnitFields), *names_of(OfficeFields)}
    if strange := [name for name in head if name and name not in known]:
        raise UsageError(f"不认识的列：{'、'.join(strange)}", str(path), "列名用 unit.yaml 里的字段名，见字段表")
    filled = (row for row in rows[1:] if any(each.strip() for each in row.cells))
    return tuple(unit(dict(zip(head, row.cells, strict=False)), _place(path, row)) for row in filled)


def _place(path: Path, row: Row) -> str:
    """Where a row stands: the file, the sheet where it has some, the number of the row."""
    return f"{path} {row.table} 第 {row.number} 行".replace("  ", " ")


def _named(table: type[UnitFields] | type[OfficeFields], values: Mapping[str, str]) -> dict[str, str]:
    names = names_of(table)
    return {names[each]: text.strip() for each, text in values.items() if each in names and text.strip()}


def _needed() -> frozenset[str]:
    return frozenset(name for name, field in UnitFields.model_fields.items() if field.is_required())


def _office_names() -> Iterator[str]:
    return (name for name, field in OfficeFields.model_fields.items() if field.is_required())


def _line(name: str, value: str) -> str:
    """A line of YAML; what must be written and is not known stands there empty."""
    if not value:
        return f"{name}:   # 请填"
    return f"{name}: {scalar(value)}"
