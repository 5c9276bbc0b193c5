"""A document's file after its editor changed some fields, or its body, in a form: nothing but these is another.

Changes are made on the text where the values stand, as a person would make them; then the new text is read, and must
say what the old one said but for what was meant. What cannot be proved is not made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import yaml

from generator.document_fields import DocumentFields
from generator.forms import Fields, inner_table, names_of
from generator.frontmatter import FrontMatter, Value, decode, read
from generator.merging import Edited, lines_of, merged
from generator.yaml_text import below, field, flow, item, scalar

BOM = "\ufeff"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PIECE = re.compile(r"\r\n|[\s\S]")
_BLANK_END = re.compile(r"(?:[ \t]*\n)+\Z")


def fields_of(found: FrontMatter) -> dict[str, Value] | None:
    """What front matter says, by the English names of fields; None where it cannot be read for certain."""
    if any(fault.code != "F002" for fault in found.head.faults) or not isinstance(found.head.values, dict):
        return None
    named = _named(found.head.values, DocumentFields)
    return named if len(named) == len(found.head.values) else None  # a field that is written under two names


def rewritten(data: bytes, changes: Mapping[str, Value], body: Edited | str | None) -> bytes | None:
    """The file with these fields (by English name; None takes one away) and this body; None where nothing is certain.

    An inner table is a mapping by English names, a list of them a list; what they leave out is taken away. A body that
    is `Edited` keeps the lines that were not changed; a text, whose lines end in `\\n`, takes its place whole.
    """
    found = read(data)
    said = fields_of(found)
    if said is None:
        return None
    wanted = {name: _full(value) for name, value in changes.items() if _full(value) != _full(said.get(name))}
    raw = lines_of(data.decode("utf-8"))
    head, rest = raw[: found.body_line - 1], raw[found.body_line - 1 :]
    end = raw[0][len(raw[0].rstrip("\r\n")) :]
    text = _body("".join(rest), body, end)
    if text and not head[-1].endswith(("\r", "\n")):
        head[-1] += end
    for piecewise in (True, False):
        made = (_changed("".join(head), wanted, end, piecewise) + text).encode()
        if _proved(made, {**said, **wanted}, decode(text.encode())[0]):
            return made
    return None


def _body(now: str, body: Edited | str | None, end: str) -> str:
    """The body with the line ends of its file."""
    if isinstance(body, str):
        return f"\n{body}".replace("\n", end)
    return now if body is None or body.shown == body.text else "".join(merged(lines_of(now), body, end))


def _proved(made: bytes, wanted: Mapping[str, Value], body: str) -> bool:
    """The new file says what is wanted and nothing else."""
    again = read(made)
    now = fields_of(again)
    return now is not None and _full(now) == _full(dict(wanted)) and again.body == body


def _named(values: Mapping[str, Value], table: type[Fields]) -> dict[str, Value]:
    """Values by English names, inner tables too; what the table does not know stays as it is written."""
    names = names_of(table)
    return {names.get(key, key): _inside(value, table, names.get(key, "")) for key, value in values.items()}


def _inside(value: Value, table: type[Fields], name: str) -> Value:
    inner = inner_table(table, name)[0] if name else None
    if inner is None:
        return value
    if isinstance(value, dict):
        return _named(value, inner)
    several = value if isinstance(value, list) else None
    return value if several is None else [_named(each, inner) if isinstance(each, dict) else each for each in several]


def _full(value: Value) -> Value:
    """A value without what is empty: whether a key stands there with nothing behind it says nothing."""
    if isinstance(value, dict):
        kept = {name: _full(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each is not None} or None
    if isinstance(value, list):
        return [_full(each) for each in value] or None
    return value or None


def same_value(one: Value, other: Value) -> bool:
    """Two values say the same."""
    return bool(_full(one) == _full(other))


# ── the text ────────────────────────────────────────────────────────────────────────────────────────────────────


class _Edit(NamedTuple):
    """Another text between two places; of two at one place the deeper stands first."""

    start: int
    end: int
    text: str
    depth: int = 0


class _Head(NamedTuple):
    """Front matter with its fences, lines ending in `\\n`; are its keys English, and is it changed in parts."""

    text: str
    english: bool
    piecewise: bool

    def line_start(self, place: int) -> int:
        """Where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Where the line after that of a place begins."""
        return self.text.index("\n", place) + 1

    def indent(self, place: int) -> int:
        """How many characters stand before a place in its line."""
        return place - self.line_start(place)


def _changed(raw: str, wanted: Mapping[str, Value], end: str, piecewise: bool) -> str:
    """The front matter's text with other values."""
    if not wanted:
        return raw
    mark = BOM if raw.startswith(BOM) else ""
    pieces = _PIECE.findall(raw.removeprefix(mark))
    text = "".join("\n" if piece in ("\r\n", "\r") else piece for piece in pieces)
    closing = text.rstrip("\n").rfind("\n") + 1
    root: Any = yaml.compose(text[:closing], Loader=_LOADER)
    title = next((key.value for key, _ in root.value if names_of(DocumentFields).get(key.value) == "title"), "")
    edits = _in_mapping(root, DocumentFields, wanted, _Head(text, title == "title", piecewise))
    made: list[str] = [mark]
    kept = 0
    for edit in sorted(edits, key=lambda each: (each.start, -each.depth)):
        made += [*pieces[kept : edit.start], edit.text.replace("\n", end)]
        kept = max(kept, edit.end)
    return "".join([*made, *pieces[kept:]])


def _end_of(node: Any, head: _Head) -> int:
    """Where a value's last character stands: not what follows it, nor the blank lines behind a literal text."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end_of(node.value[-1][1], head)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _end_of(node.value[-1], head)
    found: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return len(_BLANK_END.sub("", head.text[:found]))
    return found


def _said(node: Any, table: type[Fields] | None) -> Value:
    """What a part of the text says, by English names."""
    if isinstance(node, yaml.MappingNode):
        values = {key.value: _said(value, None) for key, value in node.value}
        return _named(values, table) if table is not None else values
    if isinstance(node, yaml.SequenceNode):
        return [_said(each, table) for each in node.value]
    written: str = node.value
    return None if node.style in (None, "") and written in ("", "~", "null") else written


def _in_mapping(node: Any, table: type[Fields], wanted: Mapping[str, Value], head: _Head) -> Iterator[_Edit]:
    """The edits that give some fields of a mapping other values."""
    names = names_of(table)
    there = {names.get(key.value, key.value): (key, value) for key, value in node.value}
    if node.flow_style and not set(wanted) <= {name for name in there if wanted.get(name) is not None}:
        said = {**_said_full(node, table), **wanted}
        yield _Edit(node.start_mark.index, node.end_mark.index, flow(_full(said) or {}, table, _english(node, head)))
        return
    for name in sorted(wanted, key=list(table.model_fields).index):
        value = wanted[name]
        if name not in there:
            yield _inserted(name, value, node, table, head)
        elif value is None:
            start, last = there[name][0].start_mark.index, _end_of(there[name][1], head)
            yield _Edit(head.line_start(start), head.line_end(last), "")
        else:
            yield from _in_field(*there[name], inner_table(table, name)[0], value, head)


def _said_full(node: Any, table: type[Fields]) -> dict[str, Value]:
    said = _said(node, table)
    return said if isinstance(said, dict) else {}


def _english(node: Any, head: _Head) -> bool:
    """New keys of a mapping are English where all that stand there are; else as those of the whole file."""
    return all(key.value.isascii() for key, _ in node.value) if node.value else head.english


def _inserted(name: str, value: Value, node: Any, table: type[Fields], head: _Head) -> _Edit:
    """A field that is new, behind the nearest of those that stand before it in the table."""
    ranks = {each: rank for rank, each in enumerate(table.model_fields)}
    names = names_of(table)
    before = [pair for pair in node.value if ranks.get(names.get(pair[0].value, ""), len(ranks)) < ranks[name]]
    nearest = max(before, key=lambda pair: ranks[names[pair[0].value]], default=None)
    first = node.value[0][0].start_mark.index
    indent = head.indent(first)
    english = head.english if table is DocumentFields else _english(node, head)
    place = head.line_end(_end_of(nearest[1], head)) if nearest else head.line_start(first)
    return _Edit(place, place, f"{' ' * indent}{field(name, value, table, indent, english)}\n", indent)


def _in_field(key: Any, node: Any, table: type[Fields] | None, value: Value, head: _Head) -> Iterator[_Edit]:
    """The edits that give a key another value, or an item (without a key)."""
    if _full(_said(node, table)) == _full(value):
        return
    if head.piecewise and isinstance(node, yaml.MappingNode) and isinstance(value, dict) and table is not None:
        old = _said_full(node, table)
        names = {name for name in {**old, **value} if _full(old.get(name)) != _full(value.get(name))}
        yield from _in_mapping(node, table, {name: value.get(name) for name in names}, head)
    elif head.piecewise and isinstance(node, yaml.SequenceNode) and isinstance(value, list) and not node.flow_style:
        yield from _in_list(node, table, value, head)
    elif isinstance(node, yaml.ScalarNode) and node.style not in ("|", ">") and isinstance(value, str) and _line(value):
        yield _in_line(node, value, head)
    elif key is None or getattr(node, "flow_style", False):
        yield _Edit(node.start_mark.index, node.end_mark.index, flow(value, table, head.english))
    else:
        start = head.text.index(":", key.end_mark.index) + 1
        end = max(start, _end_of(node, head))
        yield _Edit(start, end, below(value, table, head.indent(key.start_mark.index), head.english))


def _line(value: str) -> bool:
    return "\n" not in value


def _in_line(node: Any, value: str, head: _Head) -> _Edit:
    """A text in another's place: in its quotes, or after an empty key."""
    start, end = node.start_mark.index, node.end_mark.index
    if start == end:
        return _Edit(start, end, f" {scalar(value, in_flow=_in_flow(head, start))}")
    return _Edit(start, end, scalar(value, node.style or "", _in_flow(head, start)))


def _in_flow(head: _Head, place: int) -> bool:
    """The line holds brackets: what is safe elsewhere may not be there."""
    return bool(set("[{") & set(head.text[head.line_start(place) : place]))


def _in_list(node: Any, table: type[Fields] | None, wanted: list[Value], head: _Head) -> Iterator[_Edit]:
    """The edits that make a list another: items changed where they stand, taken away, put in."""
    old = [_full(_said(each, table)) for each in node.value]
    indent = head.indent(node.start_mark.index)
    matcher = SequenceMatcher(
        None, [repr(each) for each in old], [repr(_full(each)) for each in wanted], autojunk=False
    )
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        paired = min(end - start, last - first)
        for number in range(paired):
            yield from _in_field(None, node.value[start + number], table, wanted[first + number], head)
        for gone in node.value[start + paired : end]:
            place = gone.start_mark.index
            yield _Edit(head.line_start(place), head.line_end(_end_of(gone, head)), "")
        behind = node.value[start + paired - 1] if start + paired else None
        place = head.line_end(_end_of(behind, head)) if behind else head.line_start(node.start_mark.index)
        for each in wanted[first + paired : last]:
            text = f"{' ' * indent}{item(each, table, indent, head.english)}\n"
            yield _Edit(place, place, text, indent)
