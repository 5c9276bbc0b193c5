"""Text → values, positions, body: one pass over YAML events, bounded, every scalar kept as the text that was written.

Keeping scalars as text is what makes `010`, `no`, `12:30:45` and 18-digit codes safe: the field table decides what a
value is, never YAML. Anchors, aliases, merge keys and tags are refused; size, nodes and depth are bounded; duplicate
keys are found. Nothing here raises on content: mistakes come back as `Fault` values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from generator import flat_yaml
from generator.model import Mark
from generator.yaml_mistakes import FORBIDDEN, Fault, character_fault, not_a_mapping, syntax_fault

HEAD_LIMIT = 64 * 1024
NODE_LIMIT = 2_000
DEPTH_LIMIT = 20
DATA_LIMIT = 2 * 1024 * 1024
DATA_NODE_LIMIT = 200_000

Value = Any  # None | str | list[Value] | dict[str, Value]


@dataclass(frozen=True, slots=True)
class ParsedYaml:
    """Values as text, and where each stands: `marks` by dotted path to the value, `keys` to the key itself."""

    values: Value = None
    marks: dict[str, Mark] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A document's text taken apart; `body_line` is the 1-based line of the body's first line."""

    head: ParsedYaml
    body: str = ""
    body_line: int = 1


class _Refused(Exception):
    """The text breaks a bound; carries the fault."""

    def __init__(self, code: str, mark: Any, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(code, mark.line + 1, mark.column + 1, message)


class _Open:
    """A collection that is being filled: its value, dotted path, and in a mapping the key that waits for a value."""

    __slots__ = ("key", "path", "value")

    def __init__(self, value: Value, path: str) -> None:
        self.value = value
        self.path = path
        self.key: str | None = None


class _Builder:
    """Builds values from events without recursion, so that depth costs no stack."""

    def __init__(self, node_limit: int, first_line: int) -> None:
        self.first_line = first_line
        self.marks: dict[str, Mark] = {}
        self.keys: dict[str, Mark] = {}
        self.faults: list[Fault] = []
        self.stack: list[_Open] = []
        self.root: Value = None
        self.nodes = 0
        self.node_limit = node_limit

    def feed(self, events: Iterator[Any]) -> None:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._open(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()
            elif isinstance(event, yaml.AliasEvent):
                raise _Refused("F009", event.start_mark, f"不能使用 YAML 引用「*{event.anchor}」")
            elif isinstance(event, yaml.DocumentStartEvent) and self.nodes:
                raise _Refused("F007", event.start_mark, "一个文件里只能有一段 YAML")

    def _guard(self, event: Any) -> None:
        self.nodes += 1
        if event.anchor:
            raise _Refused("F009", event.start_mark, f"不能使用 YAML 锚点「&{event.anchor}」")
        if event.tag and event.tag != "!":
            raise _Refused("F010", event.start_mark, f"不能使用 YAML 标签「{event.tag}」")
        if self.nodes > self.node_limit:
            raise _Refused("F012", event.start_mark, f"内容过多：超过 {self.node_limit} 项")

    def _scalar(self, event: Any) -> None:
        self._guard(event)
        if event.style == '"' and FORBIDDEN.search(event.value):  # written as an escape
            raise _Refused("F015", event.start_mark, "含有看不见的控制字符")
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            self._key(top, event)
            return
        plain_null = event.style in (None, "") and event.value in ("", "~", "null")
        self._place(None if plain_null else event.value, event)

    def _key(self, top: _Open, event: Any) -> None:
        name = event.value
        path = f"{top.path}.{name}" if top.path else name
        mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
        if name == "<<":
            raise _Refused("F009", event.start_mark, "不能使用 YAML 合并键「<<」")
        if name in top.value:
            first = self.keys[path].line + self.first_line - 1
            self.faults.append(Fault("F008", *mark, f"「{name}」写了两次，第一次在第 {first} 行"))
        top.key = name
        self.keys.setdefault(path, mark)

    def _place(self, value: Value, event: Any) -> str:
        mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
        if not self.stack:
            self.root = value
            return ""
        top = self.stack[-1]
        if isinstance(top.value, dict):
            name = top.key or ""
            top.key = None
            top.value.setdefault(name, value)
        else:
            name = str(len(top.value))
            top.value.append(value)
        path = f"{top.path}.{name}" if top.path else name
        self.marks.setdefault(path, mark)
        return path

    def _open(self, event: Any) -> None:
        self._guard(event)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.value, dict) and top.key is None:
            raise _Refused("F007", event.start_mark, "键只能是一个词，不能是列表或另一组键")
        if len(self.stack) >= DEPTH_LIMIT:
            raise _Refused("F013", event.start_mark, f"嵌套过深：超过 {DEPTH_LIMIT} 层")
        value: Value = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Open(value, self._place(value, event)))


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str, *, first_line: int = 1, node_limit: int = NODE_LIMIT, limit: int = HEAD_LIMIT) -> ParsedYaml:
    """Read a bounded YAML text into text scalars, lists and dicts with positions; `first_line` shifts the lines."""
    if len(text) > limit:
        return ParsedYaml(faults=(Fault("F011", first_line, 1, f"YAML 超过 {limit // 1024} KiB"),))
    builder = _Builder(node_limit, first_line)
    faults = builder.faults
    try:
        builder.feed(yaml.parse(text, Loader=_Loader))
    except _Refused as refused:
        faults.append(refused.fault)
    except yaml.MarkedYAMLError as error:
        faults.append(syntax_fault(text, error))
    except yaml.YAMLError:  # the reader's: a character that YAML does not allow
        faults.append(character_fault(text))
    broken = any(fault.code != "F008" for fault in faults)
    shift = first_line - 1
    return ParsedYaml(
        values=None if broken else builder.root,
        marks=_shifted(builder.marks, shift),
        keys=_shifted(builder.keys, shift),
        faults=tuple(fault._replace(line=fault.line + shift) for fault in faults),
    )


def parse_mapping(
    text: str, *, first_line: int = 1, node_limit: int = NODE_LIMIT, limit: int = HEAD_LIMIT
) -> ParsedYaml:
    """Read a YAML text that must be a mapping: front matter, `unit.yaml`, `site.yaml`."""
    parsed = parse_yaml(text, first_line=first_line, node_limit=node_limit, limit=limit)
    if parsed.faults or isinstance(parsed.values, dict):
        return parsed
    if parsed.values is None:
        return ParsedYaml(faults=(Fault("F014", first_line, 1, "里面没有任何字段"),))
    return ParsedYaml(faults=(not_a_mapping(text, first_line),))


def _shifted(marks: dict[str, Mark], shift: int) -> dict[str, Mark]:
    return {path: Mark(mark[0] + shift, mark[1]) for path, mark in marks.items()} if shift else marks


_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def decode(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    """Bytes → text with plain line ends; a byte-order mark is told and dropped, what is not UTF-8 is a fault."""
    faults: tuple[Fault, ...] = ()
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        faults = (Fault("F002", 1, 1, "文件开头有 BOM（记事本“带 BOM 的 UTF-8”）"),)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", (*faults, Fault("F001", line, 1, "文件不是 UTF-8 编码（可能是 GBK）"))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, faults


def read(data: bytes) -> FrontMatter:
    """Take a document apart: front matter between two lines `---`, then the body."""
    text, faults = decode(data)
    if any(fault.code == "F001" for fault in faults):
        return FrontMatter(ParsedYaml(faults=faults))
    if not text.strip():
        return _headless(text, (*faults, Fault("F018", 1, 1, "文件是空的")))
    opening = _FENCE.match(text)
    if opening is None or text.startswith("..."):
        return _headless(text, (*faults, *_opening_faults(text)))
    closing = _FENCE.search(text, opening.end() + 1)
    if closing is None:
        return _headless("", (*faults, Fault("F004", 1, 1, "文件头没有结束：缺少第二行 ---")))
    parsed = _head(text[opening.end() + 1 : closing.start()])
    body_line = text.count("\n", 0, closing.end()) + 2
    head = ParsedYaml(parsed.values, parsed.marks, parsed.keys, (*faults, *parsed.faults))
    return FrontMatter(head, text[closing.end() + 1 :], body_line)


def _head(text: str) -> ParsedYaml:
    """Front matter that begins in line 2: most is flat, and needs no parser."""
    flat = flat_yaml.taken_apart(text, 2)
    return ParsedYaml(*flat) if flat is not None else parse_mapping(text, first_line=2)


def _headless(body: str, faults: tuple[Fault, ...]) -> FrontMatter:
    return FrontMatter(ParsedYaml(faults=faults), body)


def _opening_faults(text: str) -> tuple[Fault, ...]:
    first = text.split("\n", 1)[0]
    if first.strip(" \t－—–-") == "" and first.strip():
        return (Fault("F003", 1, 1, "第一行应当是三个半角减号 ---"),)
    return (Fault("F003", 1, 1, "缺少文件头：第一行应当是 ---"),)
