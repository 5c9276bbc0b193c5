"""What the command says: findings, the last line of a build, why a page was written. Text only; `cli.py` prints it."""

from __future__ import annotations

from collections.abc import Iterable

from generator.manifest import Record
from generator.model import Finding, Severity, Unit

NAMES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}


def told(finding: Finding) -> str:
    """A finding as an editor reads it: place, code, message; how to mend it; the ground."""
    place = f"{finding.path}:{finding.line}:{finding.column}"
    lines = [f"{place}: {NAMES[finding.severity]} {finding.code} {finding.message}"]
    if finding.fix:
        lines.append(f"    改法: {finding.fix}")
    if finding.law:
        lines.append(f"    依据: {finding.law}")
    return "\n".join(lines)


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many findings weigh so much."""
    return sum(1 for each in findings if each.severity is severity)


def last_line(units: int, pages: int, written: int, removed: int, problems: int, seconds: float) -> str:
    """The last line of every build, always of this shape."""
    return f"单位 {units} · 页面 {pages} · 重写 {written} · 删除 {removed} · 问题 {problems} · 用时 {seconds:.2f} 秒"


_PARTS = {
    "new": "这个地址是新的",
    "template": "模板（或模板引用的样式）变了",
    "frame": "全单位共用的页头、导航或页脚变了",
    "code": "程序或程序库的版本变了",
    "damaged": "上一次的文件不见了或大小不对，或要求全部重新生成",
    "file": "文件的内容变了",
    "body": "正文变了",
    "entries": "列表里的条目变了",
    "title": "标题变了",
    "attachments": "附件变了",
    "metadata": "元数据变了",
}


def why(url: str, record: Record) -> str:
    """Why a file was written when it was written last."""
    lines = [f"{url}：第 {record.sequence} 次生成时写入，原因："]
    reasons = record.reasons.split(",")
    lines += [f"  - {_PARTS.get(reason, f'页面内容中的「{reason}」变了')}" for reason in reasons]
    if record.source:
        lines.append(f"  来源: {record.source}")
    lines.append(f"  大小 {record.size} 字节，sha-256 {record.sha256[:16]}…")
    return "\n".join(lines)


def column_list(unit: Unit) -> str:
    """The columns of a unit with the folder each document goes into."""
    columns = unit.walk()
    width = max(len(column.key) for column in columns)
    lines = [f"{column.key:<{width}}  {column.name} {column.law}".rstrip() for column in columns]
    return "\n".join([f"{unit.name} 的栏目（文件夹 → 名称）：", *lines])
