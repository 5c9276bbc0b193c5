"""Sets of data as the catalogues of a unit and of the county list them: one value, whatever form it is written in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator import links
from generator.datasets import email_in, phone_in
from generator.model import Dataset, Site, Unit, UnitDigest

BEGINNING = date(1970, 1, 1)  # of a catalogue without data: the form asks for a day


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and how to reach its office; what is not known is empty."""

    name: str
    uscc: str
    home: str
    office: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A published table in a catalogue; `base` is what its addresses are relative to."""

    publisher: Publisher
    base: str
    dataset: Dataset

    @property
    def identifier(self) -> str:
        """Its name for ever: of the unit's code and of its file."""
        return f"{self.publisher.uscc}/data/{self.dataset.name}"

    def address(self, url: str) -> str:
        """An address of the unit, absolute."""
        return links.address(self.base, url)


@dataclass(frozen=True, slots=True)
class DataCatalogue:
    """A catalogue of published tables: its own absolute address in each form, and what it lists."""

    title: str
    description: str
    url: str
    publisher: Publisher
    modified: date
    listed: tuple[Listed, ...]


def publisher(unit: Unit, site: Site) -> Publisher:
    """A unit as the publisher of its tables."""
    office = unit.office
    contact = (office.name, phone_in(office.phone), email_in(office.internet))
    return Publisher(unit.name, unit.uscc, links.base_address(unit, site), *contact)


def publisher_of(unit: UnitDigest, site: Site) -> Publisher:
    """As `publisher`, from what the county knows of the unit."""
    contact = (unit.office_name, phone_in(unit.office_phone), email_in(unit.office_internet))
    return Publisher(unit.name, unit.uscc, links.base_address(unit, site), *contact)


def latest(listed: Iterable[Listed]) -> date:
    """The day on which the newest of some tables changed."""
    return max((each.dataset.modified for each in listed), default=BEGINNING)


def as_json(value: Mapping[str, Any]) -> str:
    """A file for machines: keys in the order they are given, without those that have no value."""
    return json.dumps(_filled(value), ensure_ascii=False, indent=1) + "\n"


def _filled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _filled(each) for key, each in value.items() if each is not None and each not in ("", {})}
    if isinstance(value, list | tuple):
        return [_filled(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
