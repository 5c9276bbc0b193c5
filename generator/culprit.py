"""Whose fault a refused page is: the template's, with the line of it that wrote what is wrong, or the content's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from generator import gate
from generator.blame import Blame
from generator.fragments import MEMO, Memo
from generator.model import Page
from generator.theme import Theme

_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def blamed(page: Page, faults: Iterable[str], theme: Theme, names: Mapping[str, Any]) -> Iterator[Blame]:
    """The faults of a refused page that its template brought; `names` are those that it was filled with."""
    for fault in faults:
        found = ((path, _line_of(text, fault)) for path, text in theme.sources(page.template))
        path, line = next((each for each in found if each[1]), ("", 0))
        if path:
            yield Blame(path, line, fault, page.url, certain=True, whole=not page.source)
        elif fault in gate.faults(theme.bare.fill(page.template, {**names, MEMO: Memo()})):
            yield Blame(theme.sources(page.template)[0][0], 1, fault, page.url, certain=False, whole=not page.source)


@cache
def _line_of(text: str, fault: str) -> int:
    """The line of a template's own text that has a fault; 0 where none has."""
    without = _STATEMENT.sub(_lines, text)
    for form in (_EXPRESSION.sub(_lines, without), without):
        if fault in gate.faults(form):
            lines = form.splitlines(keepends=True)
            return next((n for n in range(1, len(lines)) if fault in gate.faults("".join(lines[:n]))), len(lines))
    return 0


def _lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")
