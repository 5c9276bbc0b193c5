"""A video meeting begun: the next free number of the year, and every field that its notice needs."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from datetime import date
from itertools import count
from pathlib import Path

from generator.drafting import Draft
from generator.errors import UsageError
from generator.forms import names_of
from generator.frontmatter import parse_mapping
from generator.kept_registers import told_last
from generator.meeting_fields import MeetingFields
from generator.model import MeetingsDigest, Unit
from generator.validation import read
from generator.yaml_text import scalar

# what a notice says, with what to write; the moment of the notice is only known when it is given
_LINES = (
    ("名称", "例如 全县安全生产视频会议"),
    ("开始", "例如 2026-01-15 09:00"),
    ("结束", ""),
    ("地点", "主会场和分会场"),
    ("通知时间", "什么时候发出会议通知；发出以后不改，改期、取消写进“变更”"),
    ("参会单位", "单位的文件夹名，用分号隔开；可以写 乡镇、部门"),
)
_REST = """\
# 议题: |
#   一行一项
# 通知发出以后有变化的，不改上面，在这里加一项：
# 变更:
#   - 通知时间:
#     开始:
#     结束:
#     说明:
# 开会以后填，写法见《编辑手册》“视频会议”：
# 到会情况: {到会: , 迟到: , 请假: , 缺席: }
# 纪要: |
#   一行一段
"""


def meeting(root: Path, output: Path, unit: Unit, values: Mapping[str, str], today: date) -> Draft:
    """The file of a meeting, its number of the year that it is held in; UsageError where a value cannot be so.
    The number of a meeting that was announced (of which the trees in `output` tell) is not given away again.

    What is not given stays empty, and the meeting is not announced until it is filled in.
    """
    if strange := [name for name in values if name not in names_of(MeetingFields)]:
        raise UsageError(f"会议没有「{strange[0]}」这一项", "", "可以写的见字段表“meetings/<年份>-<序号>.yaml”")
    lines = [_line(name, values.get(name, ""), hint) for name, hint in _LINES]
    lines += [_line(name, value, "") for name, value in values.items() if name not in dict(_LINES)]
    told = told_last(output, unit.slug, MeetingsDigest)
    announced = {each.number for each in told.meetings} if told else set[str]()
    path = _path(root, unit, values.get("开始", ""), today, announced)
    _refuse(path, "\n".join(lines) + "\n")
    return Draft(path, "\n".join([*lines, _REST]))


def _line(name: str, value: str, told: str) -> str:
    return f"{name}: {scalar(value)}" if value else f"{name}:{f'   # {told}' if told else ''}"


def _path(root: Path, unit: Unit, start: str, today: date, announced: Collection[str]) -> str:
    """The next number of the year that no file has, nor any meeting that was announced."""
    folder = f"content/{unit.slug}/meetings"
    year = found[0] if (found := re.match(r"(?:19|20)\d\d", start, re.ASCII)) else f"{today:%Y}"
    files = (each.name for each in (root / folder).glob(f"{year}-[0-9][0-9][0-9].*"))
    taken = [each[5:8] for each in (*files, *announced) if each.startswith(f"{year}-")]
    first = max(map(int, taken), default=0) + 1
    names = (f"{folder}/{year}-{number:03d}.yaml" for number in count(first))
    return next(each for each in names if not os.path.lexists(root / each))


def _refuse(path: str, text: str) -> None:
    """UsageError for what is filled in and cannot be so; what is empty is for the editor to fill in."""
    _, _, wrong = read(MeetingFields, path, parse_mapping(text))
    if told := next((each for each in wrong if each.code != "F102"), None):
        raise UsageError(told.message, "", told.fix)
