"""Rules of the harvest: how one is declared, where they are found, and how a unit or the county is judged by them.

A rule is one function with a code (H101), found on the shelf `federation/rules/`. What it looks at is the annotated
type of its first argument: a `Record` (with its unit's `Harvest` beside it), a `Harvest`, or a `Round` (the county).
It yields a message, or a `Told` that names the place: a field of the source, another source, another address.
Codes are never used again.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, get_type_hints

from generator.federation.harvested import Harvest, Record, Round
from generator.federation.places import Places
from generator.model import Finding, Severity
from generator.shelf import collect
from generator.wording import NAMES, shown


class Told(NamedTuple):
    """A fault with its place: a field of the source; another source, address or unit than the rule looks at."""

    message: str
    field: str = ""
    source: str = ""
    address: str = ""
    unit: str = ""


Found = Iterable[str | Told]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as its file declares it; `meaning` says what should be."""

    code: str
    severity: Severity
    meaning: str
    fix: str
    law: str
    height: type
    run: Callable[..., Found]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: of which unit ("" of the county itself), at which published address, and where in the source."""

    unit: str
    address: str
    finding: Finding

    def sort_key(self) -> tuple[Any, ...]:
        """Unit by unit, file by file, top to bottom."""
        return (self.unit, *self.finding.sort_key(), self.address)


def rule(code: str, severity: str, *, fix: str, law: str) -> Callable[[Callable[..., Found]], Rule]:
    """Declare the function below as a rule."""

    def declare(function: Callable[..., Found]) -> Rule:
        first = next(iter(inspect.signature(function).parameters))
        height = get_type_hints(function)[first]
        if height not in (Record, Harvest, Round):
            raise TypeError(f"{code}: 第一个参数应当是 Record、Harvest 或 Round")
        meaning = inspect.getdoc(function) or ""
        return Rule(code, Severity(severity), meaning, fix, law, height, function)

    return declare


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule of the shelf, by code."""
    modules = collect("generator.federation.rules")
    found = [each for module in modules for each in vars(module).values() if isinstance(each, Rule)]
    return tuple(sorted(found, key=lambda each: each.code))


@cache
def _of(height: type) -> tuple[Rule, ...]:
    return tuple(each for each in catalogue() if each.height is height)


def judged(harvest: Harvest, places: Places) -> Iterator[Fault]:
    """What is wrong with a unit: with each of its records, and with the whole."""
    member, by_record = harvest.member, _of(Record)
    for record in harvest.records:
        for each in by_record:
            for found in each.run(record, harvest):
                yield _fault(each, found, member.slug, record.source or record.address, record.address, places)
    for each in _of(Harvest):
        for found in each.run(harvest):
            yield _fault(each, found, member.slug, member.source, member.base, places)


def judged_together(whole: Round, places: Places) -> Iterator[Fault]:
    """What is wrong with the county: with what only shows when all units are seen."""
    for each in _of(Round):
        for found in each.run(whole):
            yield _fault(each, found, "", "site.yaml", whole.registry.base, places)


def _fault(each: Rule, found: str | Told, unit: str, source: str, address: str, places: Places) -> Fault:
    told = Told(found) if isinstance(found, str) else found
    path = told.source or source
    mark = places.mark(path, told.field)
    finding = Finding(each.code, each.severity, path, *mark, told.message, each.fix, each.law)
    return Fault(told.unit or unit, told.address or address, shown(finding))


def explain(code: str) -> str:
    """What a code means, how to mend it and why; "" where there is no such rule."""
    for each in catalogue():
        if each.code == code:
            lines = [f"{code}  {NAMES[each.severity]}（gongkai federate）", each.meaning]
            return "\n".join([*lines, f"改法: {each.fix}", f"依据: {each.law}"])
    return ""
