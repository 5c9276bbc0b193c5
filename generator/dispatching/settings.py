"""How documents are routed in this county: what `site.yaml` says, and the registry of its units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from generator import files
from generator.addressing import Registry
from generator.errors import UsageError
from generator.forms import names_of
from generator.frontmatter import ParsedYaml, decode, parse_mapping
from generator.hosts import is_web
from generator.load.units import load_unit
from generator.model import Site
from generator.model.routing import Member
from generator.office_hours import Hours, Period, hours_of, period_of
from generator.routing_fields import INBOX, RoutingFields
from generator.rulebook import rules
from generator.site_fields import SiteFields
from generator.validation import read

NAME = "公文流转"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where documents come from, to whom they may go, and until when they are to be signed for."""

    address: str  # of output/internal/ on the intranet, ends in "/"
    folder: Path
    columns: Path | None
    registry: Registry
    periods: Mapping[str, Period]  # by urgency
    hours: Hours
    networks: Mapping[str, str]


def is_wanted(root: Path) -> bool:
    """Whether `site.yaml` speaks of routing at all."""
    return _told(root) is not None


def intranet_of(root: Path) -> str:
    """The address of the internal inboxes on the intranet; "" where none is written, or it cannot be read."""
    told = _told(root)
    fields = read(RoutingFields, "site.yaml", told)[0] if told is not None else None
    return fields.address if fields is not None else ""


def settings_of(root: Path, site: Site, slugs: tuple[str, ...]) -> Settings:
    """The settings; `UsageError` where there are none, or one cannot be used."""
    told = _told(root)
    if told is None:
        advice = f"写上“{NAME}”，至少有“内网网址”；写法见公文流转手册"
        raise UsageError(f"site.yaml 没有写“{NAME}”", str(root / "site.yaml"), advice)
    fields, _, findings = read(RoutingFields, "site.yaml", told)
    if fields is None or findings:
        reason = "；".join(each.message for each in findings) or "读不懂"
        raise UsageError(f"“{NAME}”不能用：{reason}", "site.yaml", "按提示改正；写法见公文流转手册")
    if not is_web(fields.address) or not fields.address.endswith("/"):
        raise UsageError(f"“内网网址”「{fields.address}」应当以 http:// 开头、以 / 结尾", "site.yaml")
    registry = Registry(members(root, site, slugs), fields.groups)
    _refuse_unknown(registry, fields)
    return Settings(
        fields.address,
        root / (fields.inbox or INBOX),
        root / fields.columns if fields.columns else None,
        registry,
        _periods(fields.deadlines),
        hours_of(fields.office_hours),
        fields.networks,
    )


def _told(root: Path) -> ParsedYaml | None:
    """What stands below `公文流转:`, by whatever name it was written."""
    text, _ = decode((root / "site.yaml").read_bytes())
    values = parse_mapping(text).values
    names = names_of(SiteFields)
    for key, value in values.items() if isinstance(values, dict) else ():
        if names.get(key) == "routing":
            return ParsedYaml(value, {}, {}, ())
    return None


def _refuse_unknown(registry: Registry, fields: RoutingFields) -> None:
    wrong = [*registry.wrong_groups(), *(("网段", unit) for unit in fields.networks if not _is_place(registry, unit))]
    if wrong:
        group, word = wrong[0]
        raise UsageError(f"“{NAME}”的「{group}」里没有「{word}」这个单位", "site.yaml", "写单位的简称或文件夹名")


def _is_place(registry: Registry, word: str) -> bool:
    return word == "总览" or bool(registry.unit(word))


def _periods(written: Mapping[str, str]) -> dict[str, Period]:
    known = rules("routing")
    if unknown := sorted(set(written) - set(known["urgencies"])):
        advice = f"可以写：{'、'.join(known['urgencies'])}"
        raise UsageError(f"“签收期限”里没有「{unknown[0]}」这种紧急程度", "site.yaml", advice)
    periods = {urgency: period_of(text) for urgency, text in written.items()}
    usual = periods.get(known["usual"], Period(2, 0))
    return {urgency: periods.get(urgency, usual) for urgency in known["urgencies"]}


def members(root: Path, site: Site, slugs: tuple[str, ...]) -> tuple[Member, ...]:
    """The units that can be sent something; one whose `unit.yaml` has errors is none until it is mended."""
    stamped = ((slug, files.stamp(root / "content" / slug / "unit.yaml")) for slug in slugs)
    found = (_member(str(root), _Held(site), slug, stamp) for slug, stamp in stamped)
    return tuple(member for member in found if member is not None)


class _Held:
    """A site as a key that costs nothing to compare: what a unit is called does not depend on it."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@cache
def _member(root: str, held: _Held, slug: str, stamp: str) -> Member | None:
    unit, _ = load_unit(Path(root), held.site, slug)
    return Member(unit.slug, unit.name, unit.short_name, unit.kind.value, unit.group) if unit else None
