"""The reduce step: digests of all units → `County`, and the part of it that one unit sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from generator import codec, uniqueness
from generator.faults import finding
from generator.model import (
    START,
    ColumnRole,
    ColumnStatus,
    County,
    Entry,
    Finding,
    Mark,
    Mount,
    Site,
    UnitContent,
    UnitDigest,
    UnitKind,
)

_NOBODY: Mapping[str, UnitDigest] = MappingProxyType({})
T = TypeVar("T")
REGISTRY = "units.csv"  # among what a unit asks for: its tables name units of the registry
RESERVED = (
    "annual",
    "assets",
    "info",
    "letters",
    "meetings",
    "search",
    "standard",
    "sunshine",
    "units",
    "villages",
    "visits",
)  # folders at the county's root: no unit is named so


class Gathered(NamedTuple):
    """The county, what clashes in it, and the units that are not made because another one has their code."""

    county: County
    findings: tuple[Finding, ...]
    barred: tuple[str, ...] = ()


def gather(site: Site, digests: Iterable[UnitDigest], before: Mapping[str, UnitDigest] = _NOBODY) -> Gathered:
    """The county as its units tell it, sorted, without units that have no place in it; and what clashes.

    `before` are the units that are public now: of two units with one code the newer is barred, and shown as it was.
    """
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
    barred = uniqueness.barred(placed, before)
    known = {unit.slug: unit for unit in units}
    findings += [each for unit in placed for each in (*_ownerless(unit, known), *_misplaced(unit, known))]
    claims = ((unit, *barred[unit.slug]) for unit in placed if unit.slug in barred)
    findings += [uniqueness.told(unit, claim, owner, unit.slug in before) for unit, claim, owner in claims]
    shown = (before.get(unit.slug) if unit.slug in barred else unit for unit in placed)
    return Gathered(County(site, tuple(unit for unit in shown if unit)), tuple(findings), tuple(barred))


def _ownerless(unit: UnitDigest, units: Mapping[str, UnitDigest]) -> Iterator[Finding]:
    """Columns that are said to be disclosed by a unit, or in a column, that the county does not have."""
    path = f"content/{unit.slug}/unit.yaml"
    for target, mark in unit.owners:
        slug, _, key = target.rpartition(":")
        if slug and slug not in units:
            message = f"“链接到”的单位「{slug}」不存在{_near(slug, units)}"
            fix = "改成公开这类信息的单位的文件夹名，写作 单位:栏目，例如 caizhengju:fdzdgknr/zfcg"
            yield finding("U104", path, mark, message, fix)
        elif slug and slug != unit.slug and key not in (columns := dict(units[slug].columns)):
            message = f"“链接到”的「{units[slug].short_name}」没有「{key}」栏目{_near(key, columns)}"
            yield finding("U104", path, mark, message, "改成那个单位的栏目的文件夹名；没有这个栏目时，请那个单位先设")


def _misplaced(unit: UnitDigest, units: Mapping[str, UnitDigest]) -> Iterator[Finding]:
    """A village whose code does not begin with that of the township above it."""
    above = units.get(unit.parent)
    if unit.kind is not UnitKind.VILLAGE or above is None or above.kind is not UnitKind.TOWNSHIP:
        return
    if not unit.region_code.startswith(above.region_code):
        message = f"行政区划代码「{unit.region_code}」前 9 位应当是上级单位{above.short_name}的 {above.region_code}"
        mark = dict(unit.code_marks).get("region_code", START)
        yield finding("U103", f"content/{unit.slug}/unit.yaml", mark, message)


def _near(written: str, names: Iterable[str]) -> str:
    near = get_close_matches(written, names, n=1, cutoff=0.5)
    return f"，是不是「{near[0]}」？" if near else ""


def _clash(unit: UnitDigest, message: str, fix: str, mark: Mark = START) -> Finding:
    return finding("U106", f"content/{unit.slug}/unit.yaml", mark, message, fix)


def told_by(unit: UnitDigest, kind: type[T]) -> T | None:
    """What a unit tells the county of a register, by the class of its digest; None where it keeps none."""
    text = dict(unit.registers).get(kind.__name__)
    return None if text is None else codec.loads(kind, text)


def needs(content: UnitContent) -> tuple[str, ...]:
    """What a unit's pages ask of other units: numbers that its documents name, its own numbers, units it links to, the
    registry where its tables name units."""
    wanted: set[str] = set()
    for document in content.documents:
        wanted.update((*document.amends, *document.repeals, *document.interprets))
        wanted.update((document.repealed_by, document.index_number, document.document_number))
    shown = (table.schema for each in (*content.documents, *content.waiting) for _, table in each.body.tables)
    if any(schema.refers for schema in (*shown, *(each.schema for each in content.kept_datasets))):
        wanted.add(REGISTRY)
    for column in content.unit.walk():
        if column.status is ColumnStatus.LINKED or column.role is ColumnRole.LINK:
            wanted.add(column.target.partition(":")[0])
    return tuple(sorted(wanted - {""}))


@dataclass(frozen=True, slots=True)
class Seen:
    """What one unit sees of the others: what stands for the roster, and by slug, what the unit asks for."""

    roster: str
    columns: Mapping[str, tuple[tuple[str, str], ...]]
    references: Mapping[str, tuple[Entry, ...]]
    interpretations: Mapping[str, tuple[tuple[str, Entry], ...]]
    registry: tuple[tuple[str, str, str], ...] = ()


def registry(county: County) -> tuple[tuple[str, str, str], ...]:
    """Code, region code and name of every unit: what cells of tables may name."""
    return tuple((unit.uscc, unit.region_code, unit.name) for unit in county.units)


def roster(county: County) -> County:
    """What every unit sees of every other: names and places, which do not change from day to day."""
    above = {unit.parent for unit in county.units}
    return County(county.site, tuple(_bare(unit, unit.slug in above) for unit in county.units))


def as_seen(bare: County, seen: Seen) -> County:
    """The county as one unit sees it: the roster, and what the unit asks for."""
    asked = {*seen.columns, *seen.references, *seen.interpretations}
    units = tuple(
        replace(
            unit,
            columns=seen.columns.get(unit.slug, ()),
            references=seen.references.get(unit.slug, ()),
            interpretations=seen.interpretations.get(unit.slug, ()),
        )
        if unit.slug in asked
        else unit
        for unit in bare.units
    )
    return County(bare.site, units)


class Sight:
    """What each unit sees of the county: all of it at the root (None), else what it asks for."""

    def __init__(self, county: County) -> None:
        self._units = {unit.slug: unit for unit in county.units}
        self._roster = blake2b(repr(roster(county).units).encode(), digest_size=20).hexdigest()
        self._registry = registry(county)
        self._references: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
        self._interpretations: dict[str, list[tuple[str, tuple[str, Entry]]]] = defaultdict(list)
        for unit in county.units:
            for entry in unit.references:
                for number in {entry.index_number, entry.document_number} - {""}:
                    self._references[number].append((unit.slug, entry))
            for pair in unit.interpretations:
                self._interpretations[pair[0]].append((unit.slug, pair))

    def of(self, slug: str, wanted: tuple[str, ...]) -> Seen | None:
        """What a unit with these needs sees; equal values mean that its pages would be the same."""
        own = self._units.get(slug)
        if own is not None and own.mount is Mount.ROOT:
            return None
        references: dict[str, list[Entry]] = {}
        interpretations: dict[str, list[tuple[str, Entry]]] = {}
        for number in wanted:
            for owner, entry in self._references.get(number, ()):
                if owner != slug and entry not in references.setdefault(owner, []):
                    references[owner].append(entry)
            for owner, pair in self._interpretations.get(number, ()):
                if owner != slug:
                    interpretations.setdefault(owner, []).append(pair)
        return Seen(
            self._roster,
            {name: self._units[name].columns for name in wanted if name in self._units and name != slug},
            {owner: tuple(found) for owner, found in sorted(references.items())},
            {owner: tuple(found) for owner, found in sorted(interpretations.items())},
            self._registry if REGISTRY in wanted else (),
        )


def _slug(unit: UnitDigest) -> str:
    return unit.slug


def _bare(unit: UnitDigest, above: bool) -> UnitDigest:
    """A unit's line in the roster: what does not change from day to day, and whom to call of one above others."""
    return replace(
        unit,
        latest=(),
        columns=(),
        references=(),
        interpretations=(),
        index_numbers=(),
        office_phone=unit.office_phone if above else "",
        office_address="",
        updated=None,
        count=0,
        owners=(),
        uscc_mark=START,
        code_marks=(),
        reports=(),
        withdrawn=(),
        changed=None,
        datasets=(),
        sunshine=(),
        office_name="",
        office_internet="",
        claims=(),
        registers=(),
    )
