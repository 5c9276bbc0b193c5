"""Editions: what is written is read again, and whatever else is refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.edition import (
    SEALS,
    TOP,
    Edition,
    State,
    edition_bytes,
    is_safe,
    list_address,
    list_bytes,
    read_edition,
    sections_of,
)
from generator.errors import GeneratorError
from published_places import contents, edition_of

DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\\:"), min_size=1, max_size=12).filter(is_safe)
STATES = st.builds(State, st.integers(0, 1 << 40), DIGESTS, DIGESTS | st.just(""))
LISTS = st.dictionaries(
    NAMES.filter(lambda name: list_address(name) not in SEALS),
    st.dictionaries(st.lists(NAMES, min_size=1, max_size=3).map("/".join), STATES, max_size=6),
    max_size=4,
)


def lists_of(edition: Edition) -> dict[str, bytes]:
    return {section: list_bytes(files) for section, files in edition.lists.items()}


def is_consistent(lists: dict[str, dict[str, State]]) -> bool:
    """No address twice with two states, none below another, none among the edition's own."""
    states: dict[str, State] = {}
    for files in lists.values():
        for address, state in files.items():
            if states.setdefault(address, state)[:2] != state[:2]:
                return False
    above = {address.rsplit("/", depth)[0] for address in states for depth in range(1, address.count("/") + 1)}
    return not above & states.keys() and not any(each.split("/")[0] == ".well-known" for each in states)


@given(LISTS.filter(is_consistent), st.integers(0, 1 << 50), DIGESTS | st.just(""))
def test_what_is_written_is_read_again(lists: dict[str, dict[str, State]], sequence: int, previous: str) -> None:
    edition = replace(edition_of({}), lists=lists, sequence=sequence, previous=previous)
    top = edition_bytes(edition)
    assert read_edition(top, lists_of(edition)) == edition
    assert sections_of(top).keys() == lists.keys()


@given(st.data())
def test_no_other_bytes_pass(data: st.DataObject) -> None:
    """One byte of the edition or of a list is another: refused, and by nothing but a `GeneratorError`."""
    edition = edition_of(contents(pages=2))
    parts = {"": edition_bytes(edition), **lists_of(edition)}
    name = data.draw(st.sampled_from(sorted(parts)))
    changed = bytearray(parts[name])
    at = data.draw(st.integers(0, len(changed) - 1))
    changed[at] ^= data.draw(st.integers(1, 255))
    parts[name] = bytes(changed)
    top = parts.pop("")
    try:
        read = read_edition(top, parts)
    except GeneratorError:
        return
    assert not name and edition_bytes(read) == top, "only words of the edition itself may be others: it is signed"


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    ).map(lambda value: json.dumps(value).encode())
)
def test_anything_else_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(GeneratorError):
        read_edition(data, {})


def tampered(change: Callable[[dict[str, Any]], None]) -> bytes:
    told = json.loads(edition_bytes(edition_of({"a.html": b"a"})))
    change(told)
    return (json.dumps(told, sort_keys=True, separators=(",", ":")) + "\n").encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.update(format=2),
        lambda told: told.update(format=True),
        lambda told: told.update(sequence=-1),
        lambda told: told.update(sequence=True),
        lambda told: told.update(sequence=1.0),
        lambda told: told.update(sequence=1 << 60),
        lambda told: told.update(previous="abc"),
        lambda told: told.update(issued="2026-11-28"),
        lambda told: told.update(expires="morgen"),
        lambda told: told.update(site="\ud800"),
        lambda told: told.update(trees={"_county": True}),
        lambda told: told.update(trees=[]),
        lambda told: told.update(more=1),
        lambda told: told.update(lists={"../x": "0" * 64}),
        lambda told: told.update(lists={"edition": "0" * 64}),
        lambda told: told.update(lists={"_county": "0"}),
        lambda told: told.pop("commit"),
    ],
)
def test_an_edition_that_says_something_else_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    with pytest.raises(GeneratorError):
        read_edition(tampered(change), lists_of(edition_of({"a.html": b"a"})))


@pytest.mark.parametrize(
    "address",
    [
        *("../a", "a/../b", "/a", "a//b", "a/", "", ".", "a\\b", "C:/a", "a\0b", "a\nb", "a\x7f", "\ud800", "长" * 86),
        *(TOP, ".well-known", ".well-known/gongkai", ".well-known/gongkai/x.json"),
    ],
)
def test_an_address_that_leads_elsewhere_is_refused(address: str) -> None:
    data = json.dumps({"files": {address: [1, "0" * 64]}, "format": 1}, separators=(",", ":")).encode() + b"\n"
    told = json.loads(edition_bytes(edition_of({})))
    told["lists"] = {"_county": sha256(data).hexdigest()}
    top = (json.dumps(told, sort_keys=True, separators=(",", ":")) + "\n").encode()
    with pytest.raises(GeneratorError):
        read_edition(top, {"_county": data})


def test_two_states_of_one_address_are_refused() -> None:
    one, other = State(1, "0" * 64), State(1, "1" * 64)
    for lists in (
        {"a": {"x": one}, "b": {"x": other}},
        {"a": {"x": one, "x/y": one}},
        {"a": {"x": one}, "b": {"x/y": one}},
    ):
        edition = replace(edition_of({}), lists=lists)
        with pytest.raises(GeneratorError):
            read_edition(edition_bytes(edition), lists_of(edition))
    same = replace(edition_of({}), lists={"a": {"x": one}, "b": {"x": one}})
    assert read_edition(edition_bytes(same), lists_of(same)) == same


def test_a_key_that_stands_twice_is_refused() -> None:
    edition = edition_of({"a.html": b"a"})
    top = edition_bytes(edition).replace(b'"sequence":1', b'"sequence":1,"sequence":1')
    with pytest.raises(GeneratorError):
        read_edition(top, lists_of(edition))
