"""A package of Office as importers read it: parts by name, bounded before anything is unpacked."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from generator.extraction._office import resolved
from generator.extraction._package import opened, part, refuse_bombs, whole
from generator.extraction._source import Source
from generator.extraction._values import Budget, FaultKind, Limits, TooMuch
from generator.extraction._xml import START, Event, attribute, events

_WRONG = (BadZipFile, ExpatError, zlib.error, struct.error, EOFError, NotImplementedError, UnicodeError, ValueError)


class Relation(NamedTuple):
    """Where a relation leads: a member's name, or an address outside; `form` is the last word of its type."""

    target: str
    form: str
    outside: bool


class Package:
    """The parts of a package; what cannot be read raises `TooMuch`."""

    def __init__(self, archive: ZipFile, budget: Budget) -> None:
        self._archive = archive
        self._members = {info.filename.replace("\\", "/"): info for info in archive.infolist()}
        self.budget = budget

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def events(self, name: str) -> Iterator[Event]:
        """The XML events of a part; none where there is no such part."""
        if info := self._members.get(name):
            with part(self._archive, info, self.budget) as stream:
                yield from events(stream, self.budget)

    def data(self, name: str) -> bytes:
        """A part's bytes; none where there is no such part."""
        info = self._members.get(name)
        return whole(self._archive, info, self.budget) if info else b""

    def relations(self, name: str) -> dict[str, Relation]:
        """The relations of a part (`""` for the package itself) by their ids; addresses outside are only named."""
        folder, _, own = name.rpartition("/")
        found: dict[str, Relation] = {}
        for kind, _, attributes in self.events(f"{folder}/_rels/{own}.rels".lstrip("/")):
            if kind == START and (target := attribute(attributes, "Target")):
                outside = attribute(attributes, "TargetMode") == "External"
                form = attribute(attributes, "Type").rpartition("/")[2]
                found[attribute(attributes, "Id")] = Relation(
                    target if outside else resolved(folder, target), form, outside
                )
        return found


@contextmanager
def package(path: Path, limits: Limits) -> Iterator[Package]:
    """The package in a file; `TooMuch` where it is none, is broken, or goes beyond a bound."""
    with path.open("rb") as file:
        source = Source(file, path.name, "", "", 0, Budget(limits), lambda _: iter(()))
        try:
            with opened(source) as archive:
                refuse_bombs(archive.infolist(), limits)
                yield Package(archive, source.budget)
        except _WRONG as error:
            raise TooMuch(FaultKind.BROKEN, f"文件损坏或写法不合规（{type(error).__name__}）") from error
