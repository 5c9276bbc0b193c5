"""`unit.yaml` → `Unit`: codes checked, columns resolved, everything with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator import columns
from generator.codes import region_code_fault, site_code_fault, uscc_fault
from generator.faults import finding
from generator.frontmatter import decode, parse_mapping
from generator.hosts import is_base
from generator.links import is_outside
from generator.model import (
    START,
    Column,
    ColumnRole,
    Finding,
    InternalOffice,
    Leader,
    Legacy,
    Mandate,
    Mark,
    Mount,
    Office,
    RequestChannel,
    Severity,
    Site,
    Unit,
    UnitKind,
    Withdrawal,
)
from generator.model.columns import walk
from generator.site import links
from generator.sources import read_text_file
from generator.unit_fields import UnitFields
from generator.validation import read

NOT_COLUMNS = ("info", "assets", "units", "annual")  # folders of a section that hold no column
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)*")
GROUPS = {
    UnitKind.COUNTY: "县级门户",
    UnitKind.TOWNSHIP: "乡镇",
    UnitKind.DEPARTMENT: "政府工作部门",
    UnitKind.VILLAGE: "村（社区）",
}


def load_unit(root: Path, site: Site, slug: str) -> tuple[Unit | None, list[Finding]]:
    """Read `content/<slug>/unit.yaml`; None when the unit cannot be built, with every mistake told."""
    path = f"content/{slug}/unit.yaml"
    try:
        data = read_text_file(root, path)
    except FileNotFoundError:
        return None, [finding("U101", path, (1, 1), "缺少 unit.yaml", "补写 unit.yaml；不是单位的文件夹请以“_”开头")]
    except OSError as error:
        return None, [finding("F019", path, (1, 1), f"读不了：{error.strerror}")]
    text, faults = decode(data)
    fields, marks, findings = read(UnitFields, path, parse_mapping(text))
    findings += [finding(fault.code, path, (fault.line, fault.column), fault.message) for fault in faults]
    if fields is None:
        return None, findings
    findings += _judge(site, slug, fields, marks, path)
    resolved, more = columns.resolve(columns.preset(_preset(fields)), dict(fields.columns), marks, path)
    findings += more
    findings += [*_own_links(slug, resolved, marks, path), *_former_columns(fields, resolved, marks, path)]
    if any(each.severity is Severity.ERROR for each in findings):
        return None, findings
    return _unit(site, slug, fields, resolved, marks, path), findings


def _own_links(slug: str, resolved: tuple[Column, ...], marks: dict[str, Mark], path: str) -> list[Finding]:
    """Columns that are linked to a column which this unit itself does not have."""
    found = []
    every = walk(resolved)
    keys = {column.key for column in every}
    for column in every:
        owner, _, key = column.target.rpartition(":")
        mark = marks.get(f"columns.{column.key}.linked_to")
        if mark and not is_outside(column.target) and owner in ("", slug) and key not in keys:
            fix = "写完整网址，或者写 单位:栏目，例如 caizhengju:fdzdgknr/zfcg；本单位的栏目见 gongkai explain columns"
            found.append(finding("U104", path, mark, f"“链接到”的「{column.target}」不是本单位的栏目", fix))
    return found


def _former_columns(
    fields: UnitFields, resolved: tuple[Column, ...], marks: dict[str, Mark], path: str
) -> Iterator[Finding]:
    """Folders of old that are no folder's name, that are in use, or that lead to no column of this unit."""
    columns = {column.key: column for column in walk(resolved)}
    for old, key in fields.former_columns.items():
        mark = marks.get(f"former_columns.{old}", START)
        if not _FOLDER.fullmatch(old) or old.partition("/")[0] in NOT_COLUMNS:
            yield finding("U104", path, mark, f"“原地址”的「{old}」不是栏目的文件夹名", "写原来的文件夹，例如 tzgg: gg")
        elif old in columns:
            yield finding("U104", path, mark, f"“原地址”的「{old}」现在就是栏目「{columns[old].name}」", "删去这一行")
        elif key not in columns or columns[key].role is ColumnRole.LINK:
            fix = "改成本单位现在的栏目；本单位的栏目见 gongkai explain columns"
            yield finding("U104", path, mark, f"“原地址”要转到的「{key}」不是本单位的栏目", fix)


def _preset(fields: UnitFields) -> str:
    wanted = fields.preset or fields.kind.value
    return wanted if wanted in columns.presets() else fields.kind.value


def _judge(site: Site, slug: str, fields: UnitFields, marks: dict[str, Mark], path: str) -> list[Finding]:
    unknown = "" if fields.preset in ("", *columns.presets()) else f"没有「{fields.preset}」这个栏目模板"
    presets = "、".join(sorted(columns.presets()))
    wrong = [
        ("U102", "uscc", uscc_fault(fields.uscc), ""),
        ("U103", "region_code", region_code_fault(fields.region_code, fields.kind, site.region_code, fields.name), ""),
        ("U103", "site_identity_code", *_site_code_fault(site, fields)),
        ("F103", "preset", unknown, f"删去“栏目模板”这一行，由单位类型决定；或者写其中一个：{presets}"),
        ("F103", "mount", *_mount_fault(slug, fields)),
        ("U107", "name", "" if _slug_is_plain(slug) else f"文件夹名「{slug}」不能用作网址", ""),
    ]
    told = ((code, marks.get(name, START), message, fix) for code, name, message, fix in wrong if message)
    return [finding(code, path, mark, message, fix) for code, mark, message, fix in told]


def _slug_is_plain(slug: str) -> bool:
    return slug.isascii() and slug[0].isalpha() and slug.replace("-", "").isalnum() and slug == slug.lower()


def _site_code_fault(site: Site, fields: UnitFields) -> tuple[str, str]:
    """What is wrong with the site code of a unit, which only a host of its own can have, and how to mend it."""
    if not fields.site_identity_code:
        return "", ""
    if fields.mount is not Mount.HOST:
        return "只有部署在独立主机的单位才有自己的网站标识码", "删去“网站标识码”这一行，用 site.yaml 里全县的网站标识码"
    fault = site_code_fault(fields.site_identity_code, site.region_code)
    return fault, "核对网站标识码登记证明上的 10 位数字"


def _mount_fault(slug: str, fields: UnitFields) -> tuple[str, str]:
    """What is wrong with how the unit is mounted, and how to mend it."""
    if fields.mount is Mount.HOST and not (fields.host.startswith("https://") and is_base(fields.host)):
        message = "部署方式为独立主机时，要写“独立主机地址”，以 https:// 开头、以 / 结尾"
        return message, f"写成“独立主机地址: https://{slug}.county.example/”；没有独立域名的，删去“部署方式”"
    if fields.mount is Mount.ROOT and fields.kind is not UnitKind.COUNTY:
        return "只有县级门户可以部署在“根”", "删去“部署方式”这一行，部署在县网站之下"
    return "", ""


def _unit(
    site: Site, slug: str, fields: UnitFields, resolved: tuple[Column, ...], marks: dict[str, Mark], path: str
) -> Unit:
    return Unit(
        slug=slug,
        name=fields.name,
        short_name=fields.short_name or fields.name,
        kind=fields.kind,
        mount=Mount.ROOT if fields.kind is UnitKind.COUNTY else fields.mount,
        host=fields.host,
        uscc=fields.uscc,
        region_code=fields.region_code,
        parent=fields.parent,
        group=fields.group or GROUPS[fields.kind],
        introduction=fields.introduction,
        office=Office(**dict(fields.office)),
        channels=tuple(RequestChannel(**dict(each)) for each in fields.channels),
        leaders=tuple(Leader(**dict(each)) for each in fields.leaders),
        mandate=Mandate(
            duties=fields.mandate.duties,
            offices=tuple(InternalOffice(**dict(each)) for each in fields.mandate.offices),
            basis=fields.mandate.basis,
        ),
        columns=resolved,
        platform_url=fields.platform_url or site.platform.units,
        links=links(fields.links),
        source=path,
        legacy=Legacy(fields.legacy.skin, fields.legacy.department, tuple(sorted(fields.legacy.columns.items()))),
        withdrawn=tuple(Withdrawal(**dict(each)) for each in fields.withdrawn),
        former_columns=tuple(sorted(fields.former_columns.items())),
        site_identity_code=fields.site_identity_code,
        marks=marks,
    )
