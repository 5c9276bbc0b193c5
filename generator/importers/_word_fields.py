"""Fields of Word: their instructions are not printed, their results are; some results are links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.hosts import is_web

_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"')


@dataclass(slots=True)
class Field:
    """A field that is open: its instruction, and whether its result has begun."""

    code: str = ""
    shown: bool = False


class Fields:
    """The fields that are open where a text is being read."""

    def __init__(self) -> None:
        self._open: list[Field] = []

    def mark(self, kind: str) -> None:
        """A field begins, its result begins, or it ends."""
        if kind == "begin":
            self._open.append(Field())
        elif kind == "separate" and self._open:
            self._open[-1].shown = True
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, words: str) -> None:
        """Words of the instruction of the innermost field."""
        if self._open:
            self._open[-1].code += words

    def end_paragraph(self) -> None:
        """No instruction goes on beyond its paragraph: what never got a result must not hide what follows."""
        self._open = [each for each in self._open if each.shown]

    @property
    def shown(self) -> bool:
        """Whether what is read now is printed."""
        return all(each.shown for each in self._open)

    @property
    def link(self) -> str:
        """The web address that what is read now leads to, or empty."""
        return next((address for each in reversed(self._open) if (address := address_in(each.code))), "")


def address_in(instruction: str) -> str:
    """The web address of an instruction, or empty."""
    found = _HYPERLINK.match(instruction)
    return found[1].strip() if found and is_web(found[1]) else ""
