"""What is made of other sections, made as some trees tell: the portal, pages that name other units' documents, the
county's own pages.

A section can be shown as it was earlier: somebody put it back, a safeguard holds it, it could not be made. What tells
of it then tells of that, so that no list, feed or link leads to what nobody can see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from generator import codec, layers, manifest, trees, unit_trace
from generator.choice import Retold
from generator.gathering import Gathering, same
from generator.model import UnitDigest
from generator.sources import scan
from generator.survey import Made, as_read, made, report_of
from generator.tasks import MakeJob, Note, Reading, ReadJob, Task, UnitReport
from generator.unit_trace import Trace


class Told(NamedTuple):
    """What trees tell: a reading for each unit, and the digest that it stands for."""

    readings: Mapping[str, Reading]
    digests: Mapping[str, UnitDigest]


def told_by(task: Task, shown: Mapping[str, int]) -> Told:
    """What these trees of units tell; nothing of one that is not there, or whose manifest is lost."""
    places = ((slug, trees.manifest_path(task.output, slug, tree)) for slug, tree in sorted(shown.items()))
    digests = {slug: found for slug, each in places if (found := manifest.digest_of(each)) is not None}
    readings = {
        slug: Reading(slug, each.name, unit_trace.name_of(codec.dumps(each)), ()) for slug, each in digests.items()
    }
    return Told(readings, digests)


def retold(task: Task, shown: Mapping[str, int], fixed: Collection[str]) -> Retold:
    """Make what is made of others as these trees of units tell; what is `fixed` stays as it is.

    `GeneratorError` where a template of the county is broken.
    """
    told = told_by(task, shown)
    county = Gathering(task, tuple(told.readings.values()), lambda reading: told.digests.get(reading.slug))
    theme_of = layers.stamps(task.root / "themes", task.site.theme, task.site.colors)
    found: dict[str, int] = {}
    left: list[str] = []
    for slug in sorted(told.readings.keys() - set(fixed)):
        tree = _retold(task, slug, county, theme_of(slug))
        if tree is None:
            left.append(slug)
        elif tree != shown[slug]:
            found[slug] = tree
    found[trees.COUNTY] = own_pages(task, county, theme_of("")).sequence
    return Retold(found, tuple(left), tuple(sorted(shown.keys() - told.readings.keys() - set(trees.OURS))))


def _retold(task: Task, slug: str, county: Gathering, theme: str) -> int | None:
    """The tree of a unit that sees the county so; None where it would be another one that cannot be made: nothing is
    published on the way that was edited since."""
    last = made(task, slug)
    if last is None:
        return None
    noted: Trace | None = unit_trace.load(Trace, unit_trace.path_of(task.output, slug))
    if noted is not None and _tells_the_same(last, county.note(as_read(slug, noted), theme, last)):
        return last.sequence
    reading = _reading(task, slug, noted)
    note = county.note(reading, theme, last)
    if _tells_the_same(last, note):
        return last.sequence
    if reading.broken or note.inputs != last.note.inputs:
        return None
    from generator.making import make_unit

    report = make_unit(MakeJob(task, reading, county.seen_by(note.seen), note))
    return None if report.broken else report.sequence


def _tells_the_same(last: Made, note: Note) -> bool:
    """The tree shows of others what it would now, whatever became of the unit's own files."""
    return same(replace(last, note=replace(last.note, inputs=note.inputs)), note)


def _reading(task: Task, slug: str, noted: Trace | None) -> Reading:
    """The unit as its files are now, from the note of it where that holds."""
    inputs = unit_trace.inputs_of(scan(task.root, f"content/{slug}"), task.code, repr(task.site))
    if noted is not None and noted.holds(inputs, task.today):
        return as_read(slug, noted)
    from generator.reading import read_unit

    return read_unit(ReadJob(task, slug))


def own_pages(task: Task, county: Gathering, theme: str) -> UnitReport:
    """The county's own pages, unless they would come out as they are."""
    note = Note(f"{theme} {task.code}", county.stamp, "", None)
    last = None if task.clean else made(task, trees.COUNTY)
    if last is not None and same(last, note):
        return report_of(Reading(trees.COUNTY, task.site.name, "", ()), last)
    from generator.making import make_county

    return make_county(task, county.county, note)
