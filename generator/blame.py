"""A template's own fault on pages that the last gate refuses, and when it stops the work.

A theme belongs to everybody. Refused page by page it would be published in part, some pages new and some old, and each
editor would be told to mend a text that is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.errors import TemplateFault


@dataclass(frozen=True, slots=True)
class Blame:
    """A fault that a template brought onto a page: `path` below the workspace and `line` of the template.

    It is `certain` where the template says so itself, else it came of filling it; `whole` where the page shows no
    single document, so that there is nothing to leave out.
    """

    path: str
    line: int
    fault: str
    url: str
    certain: bool
    whole: bool

    @property
    def template_fault(self) -> TemplateFault:
        """What stops a build."""
        return TemplateFault(f"写出的网页没有通过最后检查：{self.fault}，例如 {self.url}", self.path, self.line)


def stop_section(found: Iterable[Blame]) -> None:
    """Raise `TemplateFault` where a template spoils what every reader of a section sees, or more than one document."""
    first: dict[tuple[str, int, str], Blame] = {}
    for each in found:
        other = first.setdefault((each.path, each.line, each.fault), each)
        if each.certain and (each.whole or other.url != each.url):
            raise each.template_fault


def stop_county(found: Mapping[str, Iterable[Blame]]) -> None:
    """Raise `TemplateFault` where a template spoils pages of more than one unit; `found` is by unit."""
    first: dict[tuple[str, int, str], str] = {}
    for slug, blames in found.items():
        for each in blames:
            if first.setdefault((each.path, each.line, each.fault), slug) != slug:
                raise each.template_fault
