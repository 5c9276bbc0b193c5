"""Mistakes in YAML in plain words: where they are, and what an editor most likely did there."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

import yaml

from generator.model import Mark

FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_FULL_WIDTH_COLON = re.compile(r"^\s*(?:- )?([^\s:：#'\"\-][^:：]{0,19})：")
_NO_SPACE = re.compile(r"^\s*(?:- )?([^\s:：#'\"\-][^:：\s]{0,19}):(?=\S)(?!//)")
_QUOTED = re.compile(r"""^\s*(?:- )?[^:#]{1,20}:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?=[^\s#])""")
_SPECIAL = re.compile(r"^\s*(?:- )?[^:#]{1,20}:\s+([@`%*&!\[\]{}|>\"'])")

_NEXT_FIELD = re.compile(r"[^\s\[\]{}#,'\"-][^:：]{0,20}[:：]")
_WITHIN = {
    "while parsing a flow sequence": ("[", "]"),
    "while parsing a flow mapping": ("{", "}"),
}  # the parser's words


class Fault(NamedTuple):
    """A mistake in a text: its code, 1-based line and column, and the message."""

    code: str
    line: int
    column: int
    message: str


def syntax_fault(text: str, error: yaml.MarkedYAMLError) -> Fault:
    """The plain words for a YAML mistake: the parser's place, and what an editor most likely did there."""
    mark = error.problem_mark or error.context_mark
    if error.context and "quoted scalar" in error.context and error.context_mark:
        start = error.context_mark
        return Fault("F024", start.line + 1, start.column + 1, "引号没有成对：只有开头的一个")
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    if fault := _bracket_fault(lines, error):
        return fault
    for number in sorted({line, max(line - 1, 0), error.context_mark.line if error.context_mark else line}):
        written = lines[number] if number < len(lines) else ""
        if "\t" in written[: len(written) - len(written.lstrip())] or (
            number == line and "\t" in written[: column + 1]
        ):
            return Fault("F005", number + 1, written.index("\t") + 1, "缩进用了 Tab 键，YAML 只认空格")
        if fault := _colon_fault(written, number + 1):
            return fault
    for number in (line, line - 1):
        if 0 <= number < len(lines) and (found := _QUOTED.match(lines[number])):
            return Fault("F025", number + 1, found.end(), "引号后面还有文字：值里又用了半角引号")
        if 0 <= number < len(lines) and (found := _SPECIAL.match(lines[number])):
            return Fault("F007", number + 1, found.start(1) + 1, f"值以符号「{found[1]}」开头，YAML 会误解")
    if 0 <= line < len(lines) and "：" not in lines[line] and lines[line].count(": ") > 1:
        return Fault("F007", line + 1, column + 1, "值里又出现了“冒号加空格”，YAML 会误解")
    return Fault("F007", line + 1, column + 1, "YAML 写法有误，看不懂这里")


def _bracket_fault(lines: list[str], error: yaml.MarkedYAMLError) -> Fault | None:
    """A bracket that is not closed before the next field, where it was opened: the parser stops lines later."""
    start = error.context_mark
    if start is None or error.context not in _WITHIN:
        return None
    opened, closed = _WITHIN[error.context]
    later = itertools.takewhile(lambda line: not _NEXT_FIELD.match(line), lines[start.line + 1 :])
    if any(closed in line for line in (lines[start.line][start.column :], *later)):
        return None
    return Fault("F028", start.line + 1, start.column + 1, f"这里的「{opened}」一直没有配对的「{closed}」")


def _colon_fault(written: str, number: int) -> Fault | None:
    """A colon of Chinese text, or one without a space after it, behind what looks like a key."""
    if found := _FULL_WIDTH_COLON.match(written):
        return Fault("F006", number, found.end(), f"「{found[1]}」后面是全角冒号“：”")
    if found := _NO_SPACE.match(written):
        return Fault("F017", number, found.end() + 1, f"「{found[1]}:」冒号后面缺少一个空格")
    return None


def character_fault(text: str) -> Fault:
    """The place of the first character that YAML does not allow."""
    found = FORBIDDEN.search(text)
    position = found.start() if found else 0
    return Fault("F015", *Mark.at(text, position), "含有看不见的控制字符")


def not_a_mapping(text: str, first_line: int) -> Fault:
    """What an editor most likely did where a text is no mapping."""
    for number, line in enumerate(text.split("\n"), first_line):
        if fault := _colon_fault(line, number):
            return fault
    return Fault("F014", first_line, 1, "内容不是“键: 值”的形式")
