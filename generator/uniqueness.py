"""Codes and addresses that only one unit of a county may have: whose each is, and who is barred for claiming another's.

Departments share the county's region code; townships and villages have their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from generator.faults import finding
from generator.model import START, Finding, Mount, UnitDigest, UnitKind

LABELS = {
    "uscc": "统一社会信用代码",
    "region_code": "行政区划代码",
    "site_identity_code": "网站标识码",
    "host": "独立主机地址",
}
_NUMBERS = ("D101", "F206")  # what names index numbers
_FIX = "核对证照上的代码；复制别的单位的 unit.yaml 时，代码要改成自己的"


class Claim(NamedTuple):
    """A value that a unit has to itself, under the name of its field."""

    name: str
    value: str


def claims(unit: UnitDigest) -> tuple[Claim, ...]:
    """What a unit claims for itself."""
    placed = unit.kind in (UnitKind.TOWNSHIP, UnitKind.VILLAGE)
    hosted = unit.mount is Mount.HOST
    found = (
        Claim("uscc", unit.uscc),
        Claim("region_code", unit.region_code if placed else ""),
        Claim("site_identity_code", unit.site_identity_code),
        Claim("host", unit.host.lower() if hosted else ""),
    )
    return tuple(each for each in found if each.value)


def barred(units: Iterable[UnitDigest], before: Mapping[str, UnitDigest]) -> dict[str, tuple[Claim, UnitDigest]]:
    """The units that claim what is another's, by slug, with what and whose.

    A value is the unit's that is public under it, else that of one that is public, else of the first by folder.
    """
    every = tuple(units)
    known = {slug: frozenset(claims(unit)) for slug, unit in before.items()}
    claimed: dict[Claim, list[UnitDigest]] = {}
    for unit in every:
        for claim in claims(unit):
            claimed.setdefault(claim, []).append(unit)
    owners = {
        claim: min(found, key=lambda unit: (claim not in known.get(unit.slug, ()), unit.slug not in known))
        for claim, found in claimed.items()
    }
    found: dict[str, tuple[Claim, UnitDigest]] = {}
    for unit in every:
        for claim in claims(unit):
            if owners[claim] is not unit:
                found.setdefault(unit.slug, (claim, owners[claim]))
    return found


def owned(found: Finding, units: Iterable[UnitDigest]) -> Finding:
    """A finding about an index number; where its first part is the code of another unit, its advice says whose."""
    if found.code not in _NUMBERS:
        return found
    own = found.path.split("/")[1]
    others = (each for each in units if each.slug != own and each.uscc and each.uscc in found.message)
    names = "".join(f"{each.uscc} 是{each.name}的代码，它的索引号本单位不能用；" for each in others)
    return replace(found, fix=f"{names}{found.fix}")  # a waiver names the message, which stays as it is


def told(unit: UnitDigest, claim: Claim, owner: UnitDigest, public: bool) -> Finding:
    """The finding at the unit that is barred; it names the owner."""
    outcome = "本单位保留上一次发布的内容" if public else "本单位不发布"
    message = f"{LABELS[claim.name]} {claim.value} 是 content/{owner.slug}/unit.yaml 的，{outcome}"
    mark = unit.uscc_mark if claim.name == "uscc" else dict(unit.code_marks).get(claim.name, START)
    return finding("U106", f"content/{unit.slug}/unit.yaml", mark, message, _FIX)
