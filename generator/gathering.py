"""The county as its units tell it, gathered no further than a build has need of.

An edit of one body changes nothing that units tell each other. What the last build gathered then still stands, and
no digest is opened; where it does not, all are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from generator import trees, unit_trace
from generator.gather import Gathered, Seen, Sight, as_seen, gather, roster
from generator.model import County, Finding, UnitDigest
from generator.survey import Made
from generator.tasks import Note, Reading, Task

OUTLINE = "_county"


@dataclass(frozen=True, slots=True)
class Outline:
    """What is needed of the county when nothing in it changed: names and places, and what is wrong across units."""

    stamp: str
    roster: County
    findings: tuple[Finding, ...]
    barred: tuple[str, ...]  # units that are not made, because another one has their code


class Gathering:
    """One gathering of the county; `digest_of` finds what a unit told."""

    def __init__(
        self,
        task: Task,
        readings: tuple[Reading, ...],
        digest_of: Callable[[Reading], UnitDigest | None],
    ) -> None:
        self.task = task
        self.readings = readings
        self.digest_of = digest_of
        told = (task.code, repr(task.site), [(each.slug, each.told) for each in readings])
        self.stamp = blake2b(repr(told).encode(), digest_size=20).hexdigest()

    @cached_property
    def _gathered(self) -> Gathered:
        digests = tuple(found for each in self.readings if each.told and (found := self.digest_of(each)) is not None)
        gathered = gather(self.task.site, digests)
        return gather(self.task.site, digests, self._public()) if gathered.barred else gathered

    def _public(self) -> dict[str, UnitDigest]:
        """What the units told that are public now; many manifests are opened for it, so it is asked for at need."""
        output = self.task.output
        last = ((slug, trees.published(output, slug, number)) for slug, number in trees.published_units(output).items())
        return {slug: found.digest for slug, found in last if found is not None and found.digest is not None}

    @property
    def county(self) -> County:
        """Everything that all units tell."""
        return self._gathered.county

    @cached_property
    def outline(self) -> Outline:
        """The outline as it was noted, or made now and noted."""
        path = unit_trace.path_of(self.task.output, OUTLINE, "told")
        noted: Outline | None = None if self.task.clean else unit_trace.load(Outline, path)
        if noted is not None and noted.stamp == self.stamp:
            return noted
        from generator.check import check_county

        county, clashes, barred = self._gathered
        findings = (*clashes, *check_county(county))
        made = Outline(self.stamp, roster(county), findings, barred)
        unit_trace.save(path, made)
        return made

    @cached_property
    def _sight(self) -> Sight:
        return Sight(self.county)

    def note(self, reading: Reading, theme: str, last: Made | None) -> Note:
        """What a unit's section would be made from now; `last` spares opening digests where it still stands."""
        inputs = f"{reading.inputs} {theme} {self.task.code}"
        needs = unit_trace.name_of(repr(reading.needs).encode())
        if last is not None and last.note.county == self.stamp and last.note.needs == needs:
            return Note(inputs, self.stamp, needs, last.note.seen)
        return Note(inputs, self.stamp, needs, self._sight.of(reading.slug, reading.needs))

    def seen_by(self, seen: Seen | None) -> County:
        """The county as a unit sees it; the portal sees all of it."""
        return self.county if seen is None else as_seen(self.outline.roster, seen)


def same(last: Made | None, note: Note) -> bool:
    """A section made from this would be the one that is there; the portal depends on all that anybody tells."""
    if last is None or last.note.inputs != note.inputs:
        return False
    return last.note.county == note.county or (note.seen is not None and last.note.seen == note.seen)
