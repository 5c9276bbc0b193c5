"""What of a unit's registers stays public though its files do not say it any more: a meeting that was announced may be
cancelled, but not vanish. Each register decides for itself (`Register.kept`), given what was published last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from generator import manifest, trees
from generator.gather import told_by
from generator.manifest import Manifest
from generator.model import Finding, UnitContent, UnitDigest
from generator.registers import registers

T = TypeVar("T")


def with_registers(output: Path, content: UnitContent) -> tuple[UnitContent, tuple[Finding, ...]]:
    """The content with what stays in its registers, and what is told of that."""
    previous = _told_last(output, content.unit.slug)
    values, findings = list(content.registers), list[Finding]()
    for register in registers():
        if register.kept is None or register.told is None or previous is None:
            continue
        told: object | None = told_by(previous, register.told)
        if told is None:
            continue
        value: object | None = content.register(register.value)
        opened = register.kept(value, told, content.unit)
        values = [*(each for each in values if each is not value), opened.value]
        findings += opened.findings
    return replace(content, registers=tuple(values)), tuple(findings)


def told_last(output: Path, slug: str, kind: type[T]) -> T | None:
    """What the unit told last of a register, by the class of its digest; None where nothing of it was published."""
    previous = _told_last(output, slug)
    return None if previous is None else told_by(previous, kind)


def register_files(content: UnitContent, previous: Manifest | None) -> Iterator[str]:
    """The files of registers that stay as they were published last."""
    starts: list[str] = []
    for register in registers():
        value: object | None = content.register(register.value)
        if value is not None and register.files is not None:
            starts += register.files(value, content.unit)
    if starts and previous is not None:
        yield from (url for url in previous.files if url.startswith(tuple(starts)))


def _told_last(output: Path, slug: str) -> UnitDigest | None:
    """What the unit told with its newest complete tree."""
    for sequence in sorted(trees.sequences(output / "units" / slug), reverse=True):
        if trees.tree_folder(output, slug, sequence).is_dir():
            found = manifest.digest_of(trees.manifest_path(output, slug, sequence))
            if found is not None:
                return found
    return None
