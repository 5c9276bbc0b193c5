"""A round of the province: the registry, every unit, and what only shows when all are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.federation import listing
from generator.federation.answers import Bases, Reach
from generator.federation.harvested import Member, Missed, Registry, Round, Trouble, Values, objects
from generator.federation.places import Places
from generator.federation.reader import Reader
from generator.federation.ruling import Fault, judged_together
from generator.federation.state import Memory, State, remembered
from generator.federation.tallies import Tally
from generator.federation.unit import Harvested, Job, harvest
from generator.wording import one_line
from generator.workers import Executor

REGISTRY = "units.json"
ROSTER = "units/"
LISTS = {
    "resourcesync": (".well-known/resourcesync", "全县 ResourceSync 源描述"),
    "sitemap": ("sitemap.xml", "全县网站地图"),
}
Progress = Callable[[str, str, int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a round is asked to do; units that are `accepted` may lose what they like."""

    today: date
    before: State
    accepted: frozenset[str] = frozenset()
    workspace: Path | None = None
    root: str = ""  # the address of the county's root; "" in a folder


@dataclass(frozen=True, slots=True)
class Federation:
    """What came of a round; `failed` counts the files of the county's own that could not be fetched."""

    county: str
    registry: Registry
    today: date
    units: tuple[Harvested, ...]
    faults: tuple[Fault, ...]  # of the county itself and of what units share
    failed: int
    state: State
    first: bool  # there was nothing to compare with

    @property
    def tally(self) -> Tally:
        """The counts of all units together."""
        return sum((unit.tally for unit in self.units), Tally())

    def every_fault(self) -> tuple[Fault, ...]:
        """All faults, unit by unit."""
        return tuple(sorted((*self.faults, *(each for unit in self.units for each in unit.faults)), key=Fault.sort_key))

    @property
    def incomplete(self) -> bool:
        """Something could not be fetched: nobody knows how the county stands."""
        return self.failed > 0 or any(unit.failed for unit in self.units)


def federate(reach: Reach, asked: Asked, executor: Executor, progress: Progress) -> Federation:
    """Harvest every unit of a county and judge what was found."""
    reader = Reader(reach)
    registry = _registry(reader.json(REGISTRY, "单位名录 units.json"))
    before = asked.before.of(registry.base)
    reach = reach.based(_bases(registry, asked.root))
    jobs = [
        Job(
            member,
            registry,
            reach,
            asked.today,
            before.records(member.slug),
            member.slug in asked.accepted,
            asked.workspace,
        )
        for member in registry.members
    ]
    units = []
    for number, unit in enumerate(executor.map(harvest, jobs), 1):
        progress("采集", one_line(unit.name), number, len(jobs))
        units.append(unit)
    whole = _round(Reader(reach), registry, units, before, reader.missed)
    faults = tuple(sorted(judged_together(whole, Places(asked.workspace)), key=Fault.sort_key))
    failed = sum(each.trouble is Trouble.FAILED for each in whole.missed)
    name = str(registry.county.get("name") or "")
    memories = _memories(units, before, asked.today)
    return Federation(
        name,
        registry,
        asked.today,
        tuple(units),
        faults,
        failed,
        State(memories, registry.base or before.base),
        not before.units,
    )


def _registry(values: Values | None) -> Registry:
    """The units that can be harvested: with a name for their files, a home, each once; rules tell of the others."""
    county = values.get("county") if values else None
    entries = tuple(
        Member(str(each.get("slug") or ""), str(each.get("name") or ""), each) for each in objects(values, "units")
    )
    members = {each.slug: each for each in reversed(entries) if each.usable}
    ordered = tuple(each for each in entries if members.get(each.slug) is each)
    return Registry(county if isinstance(county, dict) else {}, ordered, entries)


def _bases(registry: Registry, root: str) -> Bases:
    """Where the county and each unit lie: where they say, or in a copy below `root` that holds them all.

    There a unit with a host of its own has a folder of its name. Every unit has a line, by which its failures count.
    """
    found = {registry.base: root}
    for each in registry.members:
        inside = each.base.startswith(registry.base)
        copied = root + (each.base.removeprefix(registry.base) if inside else f"{each.slug}/")
        found[each.base] = each.base if root == registry.base else copied
    return tuple(found.items())


def _round(
    reader: Reader, registry: Registry, units: Sequence[Harvested], before: State, missed: Iterable[Missed]
) -> Round:
    """What is judged of the county: its own files, and of every unit what it has in common with others."""
    roster = counts = None
    led: dict[str, frozenset[str] | None] = {}
    if registry.base:
        led = {key: listing.led(reader, registry.base + name, title) for key, (name, title) in LISTS.items()}
        roster = reader.page(registry.base + ROSTER, "单位名录页面", (registry.base,))
        counts = _counts(reader.json(registry.base + "catalog.json", "全县目录 catalog.json"))
    records = {unit.slug: unit.read for unit in units}
    documents = {unit.slug: unit.documents for unit in units}
    present = {member.slug for member in registry.members}
    lost = {slug: len(each.records) for slug, each in before.units.items() if slug not in present and registry.base}
    return Round(registry, records, documents, roster, counts, led, lost, (*missed, *reader.missed))


def _counts(values: Values | None) -> dict[str, int] | None:
    """How many documents the county's index says that each unit has."""
    if values is None:
        return None
    found = ((str(each.get("slug") or ""), each.get("count")) for each in objects(values, "catalogs"))
    return {slug: count for slug, count in found if isinstance(count, int)}


def _memories(units: Iterable[Harvested], before: State, today: date) -> dict[str, Memory]:
    """What is remembered: of a unit that is no longer in the registry, what was known of it."""
    found = dict(before.units)
    for unit in units:
        taken = not unit.held and not unit.failed
        found[unit.slug] = remembered(unit.name, unit.kept, taken, today, found.get(unit.slug))
    return found
