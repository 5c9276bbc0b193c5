"""The rows of a standard catalogue: ten columns as they were written → `StandardItem`, every fault at its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from typing import NamedTuple, TypeVar

from generator.forms import LABELS, label
from generator.model import START, Audience, CellFault, Level, Manner, Mark, Marks, StandardItem
from generator.personal_context import examine
from generator.personal_data import BLOCK
from generator.rulebook import rules
from generator.secrecy import marks as secrecy_marks
from generator.standard_fields import StandardFields, StandardItemFields
from generator.vocabulary import names

Choice = TypeVar("Choice", bound=StrEnum)
GROUP = re.compile(r"特定群[体众](?:[（(](?P<group>.+)[）)])?")
MANNERS = {"主动公开": Manner.PROACTIVE, "依申请公开": Manner.ON_REQUEST}
LEVELS = {"乡镇级": Level.TOWNSHIP, "镇级": Level.TOWNSHIP}


class FieldRule(NamedTuple):
    """One of the 26 fields: its name, the names that it goes by, whether townships usually have a catalogue of it."""

    name: str
    names: tuple[str, ...]
    township: bool


@cache
def field_rules() -> Mapping[str, FieldRule]:
    """The fields (试点领域) by key."""
    return {
        each["key"]: FieldRule(each["name"], (each["name"], *each.get("aliases", ())), each.get("township") == "是")
        for each in rules("standards")["fields"]
    }


class Row:
    """One row being read; collects what is wrong with its cells."""

    def __init__(self, fields: StandardItemFields, marks: Marks, place: str) -> None:
        self.fields = fields
        self.marks = marks
        self.place = place
        self.faults: list[CellFault] = []

    def mark(self, name: str) -> Mark:
        """Where a cell stands, the row's place where it was not written."""
        return self.marks.get(f"{self.place}.{name}") or self.marks.get(self.place, START)

    def fault(self, name: str, message: str) -> None:
        """A cell that says nothing, or nothing that the form allows."""
        cell = name.partition(".")[0]
        self.faults.append(CellFault(f"「{label(StandardItemFields, cell)}」{message}", self.mark(name)))

    def item(self, taken: set[int]) -> StandardItem:
        """The row; its number joins those that are `taken`."""
        fields = self.fields
        for name in StandardItemFields.model_fields:
            self._said(name, getattr(fields, name))
        audience, group = self._audience()
        return StandardItem(
            number=self._number(taken),
            heading=fields.heading,
            name=fields.name,
            substance=fields.substance,
            basis=fields.basis,
            term=fields.term,
            agency=fields.agency,
            channels=self._channels(),
            audience=audience,
            group=group,
            manner=self._choice("manner", fields.manner, Manner, MANNERS),
            levels=self._levels(),
            mark=self.mark(""),
            faults=tuple(self.faults),
        )

    def _said(self, name: str, written: str | tuple[str, ...]) -> None:
        """A cell says something, and nothing that no page may show: no document's check looks at catalogues."""
        if not written:
            self.fault(name, "没有填写")
        text = written if isinstance(written, str) else "、".join(written)
        for found in examine(text):
            if found.grade == BLOCK:
                self.fault(name, f"出现{found.kind}：{found.masked}")
        for mark in secrecy_marks(text):
            self.fault(name, f"出现密级或内部资料标志「{mark[0]}」")

    def _number(self, taken: set[int]) -> int:
        written = self.fields.number
        if not written:
            return 0
        if not re.fullmatch(r"[1-9][0-9]{0,3}", written):
            self.fault("number", f"「{written}」应当是 1 到 9999 的整数")
            return 0
        if int(written) in taken:
            self.fault("number", f"{written} 在本目录里已经用过")
            return 0
        taken.add(int(written))
        return int(written)

    def _audience(self) -> tuple[Audience | None, str]:
        written = self.fields.audience
        if found := GROUP.fullmatch(written):
            return Audience.SPECIFIC, found["group"] or ""
        return self._choice("audience", written, Audience, {}), ""

    def _levels(self) -> tuple[Level, ...]:
        written = enumerate(self.fields.levels)
        found = {self._choice(f"levels.{number}", each, Level, LEVELS) for number, each in written}
        return tuple(each for each in Level if each in found)

    def _choice(self, name: str, written: str, kind: type[Choice], aliases: Mapping[str, Choice]) -> Choice | None:
        """The member that a cell names by its label or another spelling."""
        known = {**{words: kind(value) for value, words in LABELS[kind].items()}, **aliases}
        if written and written not in known:
            self.fault(name, f"「{written}」不在可选值之内：{'、'.join(LABELS[kind].values())}")
        return known.get(written)

    def _channels(self) -> tuple[str, ...]:
        """The channels by their official names, each once; what is added in brackets stays (其他（大喇叭）)."""
        known = names("standards", "channels")
        found: dict[str, None] = {}
        for number, written in enumerate(self.fields.channels):
            plain = written.lstrip("■☑√").replace("(", "（").replace(")", "）")
            base, bracket, added = plain.partition("（")
            if plain in known:
                found[known[plain]] = None
            elif bracket and base in known:
                found[f"{known[base]}（{added}"] = None
            else:
                near = get_close_matches(base, known, n=1, cutoff=0.5)
                hint = f"，是不是「{known[near[0]]}」？" if near else f"：{'、'.join(dict.fromkeys(known.values()))}"
                self.fault(f"channels.{number}", f"「{written}」不在官方的渠道之内{hint}")
        return tuple(found)


def rows(fields: StandardFields, marks: Marks) -> tuple[StandardItem, ...]:
    """The rows of a catalogue, in the order in which they were written."""
    taken: set[int] = set()
    return tuple(Row(each, marks, f"items.{place}").item(taken) for place, each in enumerate(fields.items))
