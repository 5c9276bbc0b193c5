"""What is public of each unit, read from the published files alone: its records, their files, and what is gone.

Whoever hands documents on reads these, never the content, so that what is handed on is what is public.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from generator.errors import GeneratorError

CATALOG = "gongkai-catalog/1"
AGAIN = "重新生成：gongkai build --clean"


@dataclass(frozen=True, slots=True)
class PublicFile:
    """An attachment: under `name` it is saved, at `path` it lies."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """A record as it is published, by the address of its page (`2026-00012`), with its attachments."""

    unit: str
    address: str
    page: Path
    values: Mapping[str, Any]
    files: tuple[PublicFile, ...]


@dataclass(frozen=True, slots=True)
class PublicUnit:
    """A unit's catalogue as it is published; `folder` is where its base lies."""

    slug: str
    name: str
    base: str
    folder: Path
    pages: Mapping[str, str]  # addresses of its documents, by index number → their titles
    gone: Mapping[str, str]  # index number → why it is no more

    def records(self) -> Iterator[PublicRecord]:
        """The records of the catalogue in its order, read one by one."""
        for page in self.pages:
            place = self._place(page).with_suffix(".json")
            values = _read(place)
            files = tuple(PublicFile(each["name"], self._place(each["url"])) for each in values.get("attachments", ()))
            yield PublicRecord(self.slug, place.stem, place.with_suffix(".html"), values, files)

    def _place(self, url: str) -> Path:
        inner = url.removeprefix(self.base)
        if inner == url or not inner.isascii() or ".." in PurePosixPath(inner).parts or "\\" in inner:
            raise GeneratorError(f"公开目录里的网址「{url}」不在本单位之下", str(self.folder), AGAIN)
        return self.folder / inner


def public_units(public: Path) -> tuple[PublicUnit, ...]:
    """Every unit that has a catalogue in the published tree, by slug."""
    found = (_unit(place) for place in sorted(public.glob("*/catalog.json")))
    return tuple(sorted((unit for unit in found if unit is not None), key=lambda unit: unit.slug))


def _unit(place: Path) -> PublicUnit | None:
    values = _read(place)
    if values.get("format") != CATALOG:
        return None
    try:
        return _known(values, place)
    except (KeyError, TypeError) as error:
        raise GeneratorError("公开目录有损坏", str(place), AGAIN) from error


def _known(values: Mapping[str, Any], place: Path) -> PublicUnit:
    """A catalogue as a unit: the address that it gives itself says how far below the unit's base it lies."""
    unit = values["unit"]
    gone = {each["former"]: f"索引号改为 {each['identifier']}" for each in values.get("renumbered", ())}
    gone |= {each["identifier"]: f"{each['date']} 撤下：{each['reason']}" for each in values.get("withdrawn", ())}
    return PublicUnit(
        slug=unit["slug"],
        name=unit["name"],
        base=unit["url"],
        folder=place.parents[unit["catalog"].removeprefix(unit["url"]).count("/")],
        pages={each["url"]: each["title"] for each in values["documents"]},
        gone=gone,
    )


def _read(place: Path) -> dict[str, Any]:
    try:
        found = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise GeneratorError("公开的文件不全或者有损坏", str(place), AGAIN) from error
    if not isinstance(found, dict):
        raise GeneratorError("公开的文件有损坏", str(place), AGAIN)
    return found
