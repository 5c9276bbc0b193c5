"""To whom a dispatch goes: units by folder or name, and groups of them, against the registry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from generator.model import County
from generator.model.routing import Member
from generator.rulebook import rules

SHORTEST = 3  # characters of a name without its county
_SEPARATORS = re.compile(r"[;；、，,\n|]+")


class Addressed(NamedTuple):
    """Units by folder, in the order of the registry; and what was written that is no unit and no group."""

    units: tuple[str, ...]
    unknown: tuple[str, ...]


class Registry:
    """The units of the county, and the groups of them that the county has named itself."""

    def __init__(self, members: Iterable[Member], groups: Mapping[str, str]) -> None:
        self.members = {each.slug: each for each in members}
        self._called = {word: each.slug for each in self.members.values() for word in (each.short_name, each.name)}
        self._called |= {slug: slug for slug in self.members}
        self._groups = {name: words(listed) for name, listed in groups.items()}

    def unit(self, word: str) -> str:
        """The unit that a word names; "" where it names none."""
        plain = word.strip()
        return self._called.get(plain) or (self._ending(plain) if len(plain) >= SHORTEST else "")

    def _ending(self, word: str) -> str:
        """The one unit whose name ends so: 锦屏镇人民政府, without its county."""
        found = [each.slug for each in self.members.values() if each.name.endswith(word)]
        return found[0] if len(found) == 1 else ""

    def name(self, slug: str) -> str:
        """The short name of a unit; of one that is no more, its folder."""
        return self.members[slug].short_name if slug in self.members else slug

    def units(self, written: str) -> Addressed:
        """The units that a field names, a group by its members."""
        found: set[str] = set()
        unknown: list[str] = []
        for word in words(written):
            named = self._of(word)
            if named is None:
                unknown.append(word)
            else:
                found.update(named)
        return Addressed(tuple(slug for slug in self.members if slug in found), tuple(unknown))

    def _of(self, word: str) -> Sequence[str] | None:
        group = next((word[len(sign) :] for sign in rules("routing")["prefixes"] if word.startswith(sign)), None)
        if group is not None:
            return self._group(group.strip())
        return [slug] if (slug := self.unit(word)) else None

    def _group(self, name: str) -> Sequence[str] | None:
        """The members of a group: one that the county has named, all units, a kind, or a heading of the registry."""
        if name in self._groups:
            return [slug for slug in map(self.unit, self._groups[name]) if slug]
        known = rules("routing")
        if name in known["everybody"]:
            return tuple(self.members)
        kind = known["kinds"].get(name)
        return [each.slug for each in self.members.values() if each.kind == kind or each.group == name] or None

    def wrong_groups(self) -> tuple[tuple[str, str], ...]:
        """The words in the county's own groups that name no unit, each with its group."""
        return tuple((name, word) for name, listed in self._groups.items() for word in listed if not self.unit(word))

    def near_unit(self, word: str) -> str:
        """The short name of the unit that was perhaps meant by a word that names none; "" where there is no telling."""
        near = get_close_matches(word.strip(), self._called, n=1, cutoff=0.5)
        return self.name(self._called[near[0]]) if near else ""

    def near(self, word: str) -> str:
        """What was perhaps meant by a word that names nothing; "" where there is no telling."""
        known = rules("routing")
        groups = [f"group:{name}" for name in (*self._groups, *known["kinds"], *known["everybody"])]
        return next(iter(get_close_matches(word, [*self._called, *groups], n=1, cutoff=0.5)), "")


def words(written: str) -> tuple[str, ...]:
    """The names in a field, however they are parted."""
    return tuple(dict.fromkeys(filter(None, (each.strip() for each in _SEPARATORS.split(written)))))


def registry_of(county: County) -> Registry:
    """The registry of the units that make up the county, without groups."""
    return Registry((Member(each.slug, each.name, each.short_name, each.kind, each.group) for each in county.units), {})
