"""The shelf of checks: one fault of content a file, found by looking at the folder.

A code is the rule's letter and number in the domain's table (D02), with a digit before the number that counts the
checks of that rule: D102, D202. Codes are never used again. What a check looks at is the annotated type of its first
argument: `Document`, `UnitContent`, `County`, or `Look` for the theme. It may ask for `today: date`, or for
`county: County` when it must look beyond its unit, or for `before: Before` when it must know what was public; such a
check runs in the second round and cannot be an error, because errors withhold documents in the first. It yields a
message, with a field's name or a `Mark` for the place, and in a whole unit, county or theme also the source that it
means; or a `Sight`, which is waived line by line only. A check of days yields a `Turn` beside its findings. Files whose
name begins with `_` are not checks.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, get_type_hints

from generator.model import Before, County, Document, Look, Mark, Severity, UnitContent


class Sight(NamedTuple):
    """A fault that nobody may answer for but in the very line it stands in: message, place, and that line."""

    message: str
    place: Mark
    line: str


class Turn(NamedTuple):
    """A day to come on which the check may say something else of the same content: the unit is read again on it.

    A message therefore names days (「最近一次更新 2026-05-01」), never how long ago they were.
    """

    day: date


Told = str | tuple[str, str | Mark] | tuple[str, str | Mark, str] | Sight
Found = Iterable[Told | Turn]
HEIGHTS = (Document, UnitContent, County, Look)
WANTED = {"today": date, "county": County, "before": Before}


@dataclass(frozen=True, slots=True)
class Check:
    """A check as its file declares it.

    `bad` and `good` are examples: each text is a document's front matter (lines that are added to a complete one, or
    stand in for its lines), then a line `---` and the body where it matters. `wants` are the further arguments.
    """

    code: str
    severity: Severity
    law: str
    fix: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    meaning: str
    height: type
    wants: frozenset[str]
    run: Callable[..., Found]

    @property
    def is_late(self) -> bool:
        """It looks beyond its unit or back in time, so it runs in the second round, when the county is known."""
        return not self.wants.isdisjoint(("county", "before"))


def check(
    code: str, severity: str, *, law: str, fix: str, bad: str | tuple[str, ...], good: str | tuple[str, ...]
) -> Callable[[Callable[..., Found]], Check]:
    """Declare the function below as a check; TypeError where its arguments are not what a check may ask for."""

    def declare(function: Callable[..., Found]) -> Check:
        height, wants = _arguments(function)
        declared = Check(
            code=code,
            severity=Severity(severity),
            law=law,
            fix=fix,
            bad=(bad,) if isinstance(bad, str) else bad,
            good=(good,) if isinstance(good, str) else good,
            meaning=inspect.getdoc(function) or "",
            height=height,
            wants=wants,
            run=function,
        )
        if declared.is_late and declared.severity is Severity.ERROR:
            raise TypeError(f"{code}: 需要全县信息或者上次公开情况的检查不能是错误")
        if "today" in wants and (declared.is_late or height is County):
            raise TypeError(f"{code}: 看全县的检查不能看日期：它的结果要能一直用到全县有变化")
        if wants and height is Look:
            raise TypeError(f"{code}: 看主题的检查只看主题：它的结果要能一直用到主题有变化")
        return declared

    return declare


def _arguments(function: Callable[..., Found]) -> tuple[type, frozenset[str]]:
    hints: dict[str, Any] = get_type_hints(function)
    names = list(inspect.signature(function).parameters)
    height = hints.get(names[0]) if names else None
    wants = frozenset(names[1:])
    if height not in HEIGHTS or any(hints.get(name) is not WANTED.get(name) for name in wants):
        raise TypeError(f"{function.__name__}: 参数应当是信息、单位、全县或主题，以及 today、county、before")
    assert isinstance(height, type)
    return height, wants
