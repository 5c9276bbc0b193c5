"""A unit (单位) as its `unit.yaml` describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from generator.model.columns import Column, walk
from generator.model.findings import Marks
from generator.model.site import Link


class UnitKind(StrEnum):
    """What a unit is; decides its column preset and what its codes must look like."""

    COUNTY = "county"
    TOWNSHIP = "township"
    DEPARTMENT = "department"
    VILLAGE = "village"


class Mount(StrEnum):
    """Where a unit's section lives: the county's root, a folder of it, or a host of its own."""

    ROOT = "root"
    PATH = "path"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Office:
    """The nine items that 政府信息公开条例 第十二条 asks of the guide, and the postcode."""

    classification: str
    arrangement: str
    access: str
    name: str
    address: str
    hours: str
    phone: str
    fax: str
    internet: str
    postcode: str = ""
    revised: date | None = None


@dataclass(frozen=True, slots=True)
class RequestChannel:
    """One announced way to ask for information (国办公开办函〔2017〕19号): only announced channels are shown."""

    kind: str  # 当面提交, 邮寄, 在线申请 …
    address: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Leader:
    """One leader (领导信息)."""

    name: str
    title: str
    duties: str = ""
    biography: str = ""
    phone: str = ""
    since: date | None = None
    until: date | None = None  # the last day in office

    def holds(self, today: date) -> bool:
        """In office on a day."""
        return (self.since is None or self.since <= today) and (self.until is None or today <= self.until)


@dataclass(frozen=True, slots=True)
class InternalOffice:
    """One inner office of a unit (内设机构)."""

    name: str
    duties: str = ""
    phone: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a unit is for (机构职能): duties in order, inner offices, and the decision they rest on."""

    duties: tuple[str, ...] = ()
    offices: tuple[InternalOffice, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An information item that was taken down for good (撤下): its number, when, why."""

    index_number: str
    day: date
    reason: str
    title: str = ""  # shown instead of the ledger's, where that must not be public


@dataclass(frozen=True, slots=True)
class Legacy:
    """What the old platform knew a unit by: its skin, its number, and the numbers of its columns by their keys here."""

    skin: str = ""
    department: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit (单位) as its `unit.yaml` describes it."""

    slug: str
    name: str
    short_name: str
    kind: UnitKind
    mount: Mount
    host: str  # of Mount.HOST: https://…/
    uscc: str
    region_code: str
    parent: str
    group: str  # heading in the list of units: 乡镇, 政府工作部门 …
    introduction: str
    office: Office
    channels: tuple[RequestChannel, ...]
    leaders: tuple[Leader, ...]
    mandate: Mandate
    columns: tuple[Column, ...]
    platform_url: str  # the unit's own page on the provincial platform
    links: tuple[Link, ...]
    source: str  # path of unit.yaml
    withdrawn: tuple[Withdrawal, ...] = ()
    former_columns: tuple[tuple[str, str], ...] = ()  # folder of old → key of the column that it leads to now
    site_identity_code: str = ""  # of Mount.HOST: the host's own 网站标识码; elsewhere the county's holds
    marks: Marks = field(default_factory=dict)  # where its fields stand in unit.yaml
    legacy: Legacy = field(default_factory=Legacy)

    def walk(self) -> tuple[Column, ...]:
        """Every column of the unit, parents before children."""
        return walk(self.columns)
