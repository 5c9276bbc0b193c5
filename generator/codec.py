"""Frozen values ↔ JSON: canonical bytes to compare payloads by, and rows for values that outlive a build.

A dataclass is written as the list of its field values in their order, so that both directions run at the speed of
the library's C code; what was written by another version of a class is refused or, by the program's digest, never read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from json.encoder import encode_basestring
from operator import attrgetter
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]


@cache
def field_names(kind: type) -> tuple[str, ...]:
    """The names of a dataclass's fields, in order."""
    return tuple(each.name for each in fields(kind))


@cache
def _row_of(kind: type) -> Callable[[Any], Any]:
    """What gives a dataclass's field values; TypeError for any other class."""
    names = field_names(kind)
    return attrgetter(*names) if len(names) > 1 else lambda value: [getattr(value, name) for name in names]


def _plain(value: Any) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return _row_of(value.__class__)(value)


def _named(value: object) -> object:
    """As `_plain`, a dataclass led by its name: what differs in class differs in its bytes."""
    found = _plain(value)
    return [type(value).__name__, *found] if isinstance(found, tuple | list) else found


_ROWS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain, check_circular=False)
_CANONICAL = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_named, check_circular=False
)


def canonical(value: object) -> bytes:
    """The bytes of a value: equal values give equal bytes, in any process and order of making."""
    if isinstance(value, str):
        return encode_basestring(value).encode()
    if not value:  # most fields of most payloads: told apart here, since a full encoding takes ten times as long
        if value is None or value is False:
            return b"null" if value is None else b"false"
        if value == ():
            return b"[]"
    elif value.__class__ is date:
        return f'"{value}"'.encode()
    return _CANONICAL.encode(value).encode()


def parts(payload: Any) -> Iterator[bytes]:
    """The canonical bytes of each field of a dataclass, in order."""
    return map(canonical, _row_of(payload.__class__)(payload))


def dumps(value: object) -> bytes:
    """A value made of dataclasses, tuples, mappings, enums of text, and dates, as JSON."""
    return _ROWS.encode(value).encode("utf-8", "surrogatepass")


def loads(kind: Any, data: bytes | str) -> Any:
    """What `dumps` wrote, as a value of its type; KeyError, TypeError or ValueError where it does not fit."""
    return decode(kind, json.loads(data))


def decode(kind: Any, data: Any) -> Any:
    """Parsed JSON, which it takes over, as a value of a type; KeyError, TypeError, ValueError where it does not fit."""
    return _reader(kind)(data)


@cache
def _reader(kind: Any) -> Reader:
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_reader(kind)
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_make"):
        made: Reader = kind._make
        return made
    if origin is tuple:
        return _tuple_reader(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        each = _reader(arguments[1])
        return _same if each is _same else lambda data: dict(zip(data, map(each, data.values()), strict=True))
    if origin in (Union, UnionType):
        inner = _reader(next(each for each in arguments if each is not type(None)))
        return _same if inner is _same else lambda data: None if data is None else inner(data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        members: Mapping[Any, Enum] = {member.value: member for member in kind}
        return members.__getitem__
    return date.fromisoformat if kind is date else _same


def _same(data: Any) -> Any:
    return data


def _dataclass_reader(kind: type) -> Reader:
    """Reads a row; the readers of its fields are found at the first row, since a class may hold its own kind.

    A row of an older version lacks the last fields: those with defaults have them, else TypeError.
    """
    readers: list[tuple[int, Reader]] = []
    found = False

    def read(row: list[Any]) -> Any:
        nonlocal found
        if not found:
            hints = get_type_hints(kind)
            every = [_reader(hints[name]) for name in field_names(kind)]
            readers.extend((place, reader) for place, reader in enumerate(every) if reader is not _same)
            found = True
        for place, reader in readers:
            if place < len(row):
                row[place] = reader(row[place])
        return kind(*row)

    return read


def _tuple_reader(arguments: tuple[Any, ...]) -> Reader:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _reader(arguments[0])
        return tuple if each is _same else lambda data: tuple(map(each, data))
    readers = tuple(map(_reader, arguments))
    if all(reader is _same for reader in readers):
        return tuple
    return lambda data: tuple(reader(item) for reader, item in zip(readers, data, strict=True))
