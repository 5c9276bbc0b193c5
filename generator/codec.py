"""Frozen values ↔ plain JSON values: canonical bytes to compare payloads by, and digests that outlive a build."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _default(value: object) -> object:
    """What JSON has no form for: a dataclass as its field values in order, led by its name."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        return [kind.__name__, *(getattr(value, name) for name in _names(kind))]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a payload may not hold a {type(value).__name__}")


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_default, check_circular=False
)


def canonical(value: object) -> bytes:
    """The bytes of a value: equal values give equal bytes, in any process and order of making."""
    return _ENCODER.encode(value).encode()


def encode(value: Any) -> Any:
    """A value made of dataclasses, tuples, dicts, enums, dates as JSON values; dataclasses become objects."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: encode(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [encode(each) for each in value]
    if isinstance(value, Mapping):
        return {key: encode(each) for key, each in value.items()}
    return value


def decode(kind: Any, data: Any) -> Any:
    """JSON values back into a value of a type; KeyError, TypeError or ValueError where they do not fit."""
    return _decoder(kind)(data)


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return _of_dataclass(kind)
    if origin is tuple:
        return _of_tuple(arguments)
    if origin in (Union, UnionType):
        inner = _decoder(next(each for each in arguments if each is not type(None)))
        return lambda data: None if data is None else inner(data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if kind is date:
        return date.fromisoformat
    return lambda data: data


def _of_dataclass(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = [(name, _decoder(hints[name])) for name in _names(kind)]
    return lambda data: kind(**{name: reader(data[name]) for name, reader in readers})


def _of_tuple(arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        each = _decoder(arguments[0])
        return lambda data: tuple(map(each, data))
    readers = tuple(map(_decoder, arguments))
    return lambda data: tuple(reader(item) for reader, item in zip(readers, data, strict=True))
