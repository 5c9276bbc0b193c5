"""The reduce step: digests of all units → `County`, and the part of it that one unit sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.faults import finding
from generator.model import ColumnRole, ColumnStatus, County, Entry, Finding, Mount, Site, UnitContent, UnitDigest

RESERVED = ("assets", "info", "units")  # folders at the county's root that no unit may be named like


def gather(site: Site, digests: Iterable[UnitDigest]) -> tuple[County, tuple[Finding, ...]]:
    """The county as its units tell it, sorted, without units that have no place in it; and what clashes."""
    units = sorted(digests, key=_slug)
    portal = next((unit for unit in units if unit.mount is Mount.ROOT), None)
    taken = {*RESERVED, *(key.partition("/")[0] for key, _ in (portal.columns if portal else ()))}
    findings = []
    placed = []
    for unit in units:
        if unit.slug in taken:
            message = f"文件夹名「{unit.slug}」与门户的栏目或保留的文件夹同名，本单位不能发布"
            findings.append(_clash(unit, message, "换一个文件夹名"))
        elif unit.mount is Mount.ROOT and portal is not None and unit is not portal:
            findings.append(_clash(unit, f"县级门户已经有了：content/{portal.slug}", "只留一个县级门户"))
        else:
            placed.append(unit)
    return County(site, tuple(placed)), (*findings, *_doubled_codes(placed))


def _doubled_codes(units: list[UnitDigest]) -> Iterator[Finding]:
    owners: dict[str, UnitDigest] = {}
    for unit in units:
        owner = owners.setdefault(unit.uscc, unit)
        if owner is not unit:
            yield _clash(unit, f"统一社会信用代码 {unit.uscc} 与 content/{owner.slug}/unit.yaml 重复", "")


def _clash(unit: UnitDigest, message: str, fix: str) -> Finding:
    return finding("U106", f"content/{unit.slug}/unit.yaml", (1, 1), message, fix)


def needs(content: UnitContent) -> tuple[str, ...]:
    """What a unit's pages ask of other units: numbers that its documents name, its own numbers, units it links to."""
    wanted: set[str] = set()
    for document in content.documents:
        wanted.update((*document.amends, *document.repeals, *document.interprets))
        wanted.update((document.repealed_by, document.index_number, document.document_number))
    for column in content.unit.walk():
        if column.status is ColumnStatus.LINKED or column.role is ColumnRole.LINK:
            wanted.add(column.target.partition(":")[0])
    return tuple(sorted(wanted - {""}))


class Sight:
    """What each unit sees of the county: all of it at the root, else the roster and the entries that it asks for."""

    def __init__(self, county: County) -> None:
        self.county = county
        self._references: dict[str, dict[str, list[Entry]]] = defaultdict(dict)
        self._interpretations: dict[str, dict[str, list[tuple[str, Entry]]]] = defaultdict(dict)
        self._roster = tuple(_bare(unit) for unit in county.units)
        for unit in county.units:
            for entry in unit.references:
                for number in {entry.index_number, entry.document_number} - {""}:
                    self._references[number].setdefault(unit.slug, []).append(entry)
            for number, entry in unit.interpretations:
                self._interpretations[number].setdefault(unit.slug, []).append((number, entry))

    def of(self, slug: str, wanted: tuple[str, ...]) -> County:
        """The county as one unit sees it; equal views mean that its pages would be the same."""
        own = next((unit for unit in self.county.units if unit.slug == slug), None)
        if own is not None and own.mount is Mount.ROOT:
            return self.county
        references: dict[str, list[Entry]] = defaultdict(list)
        interpretations: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        for number in wanted:
            for owner, entries in self._references.get(number, {}).items():
                references[owner] += [entry for entry in entries if entry not in references[owner]]
            for owner, pairs in self._interpretations.get(number, {}).items():
                interpretations[owner] += pairs
        units = tuple(
            replace(
                unit,
                columns=unit.columns if unit.slug in wanted else (),
                references=tuple(references.get(unit.slug, ())),
                interpretations=tuple(interpretations.get(unit.slug, ())),
            )
            for unit in self._roster
            if unit.slug != slug
        )
        return County(self.county.site, units if own is None else tuple(sorted((*units, _bare(own)), key=_slug)))


def _slug(unit: UnitDigest) -> str:
    return unit.slug


def _bare(unit: UnitDigest) -> UnitDigest:
    """A unit's line in the roster: what does not change from day to day."""
    return replace(
        unit,
        latest=(),
        references=(),
        interpretations=(),
        index_numbers=(),
        office_phone="",
        office_address="",
        updated=None,
        count=0,
    )
