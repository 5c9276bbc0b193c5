"""`receipts/<year>.csv`: who has signed for which dispatch; committed files, since a static site takes nothing in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from generator import files
from generator.addressing import Registry
from generator.delimited import csv_text, records
from generator.frontmatter import decode
from generator.model import Finding
from generator.model.routing import Dispatch, Receipt
from generator.routing_faults import fault

FOLDER = "receipts"
HEADS = ("单位", "文号", "签收时间", "签收人")
_MOMENT = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?[T\s]+(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?")
Signed = dict[tuple[str, str], Receipt]  # (unit, serial)


class Receipts(NamedTuple):
    """Who has signed for what, the earliest time of each; and the lines that cannot be used."""

    signed: Signed
    findings: tuple[Finding, ...]


def read(root: Path, registry: Registry, dispatches: Iterable[Dispatch]) -> Receipts:
    """All receipts of a county; a line that cannot be used is told and stops no other."""
    by_number = numbers(dispatches)
    signed: Signed = {}
    findings: list[Finding] = []
    folder = root / FOLDER
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        place = f"{FOLDER}/{path.name}"
        for number, cells in _rows(path, place, findings):
            found, told = _judged(cells, registry, by_number)
            if told:
                findings.append(fault("G301", place, number, told))
            for unit, serial, receipt in found:
                if (unit, serial) not in signed or receipt.moment < signed[unit, serial].moment:
                    signed[unit, serial] = receipt
    return Receipts(signed, tuple(findings))


def numbers(dispatches: Iterable[Dispatch]) -> dict[str, list[Dispatch]]:
    """Dispatches by whatever a receipt may call them: their serial, their document number."""
    found: dict[str, list[Dispatch]] = {}
    for each in dispatches:
        for name in filter(None, (each.serial, each.document_number)):
            found.setdefault(name, []).append(each)
    return found


def _rows(path: Path, place: str, findings: list[Finding]) -> Iterator[tuple[int, tuple[str, ...]]]:
    text, wrong = decode(path.read_bytes())
    findings += [fault("G301", place, each.line, each.message) for each in wrong if each.code != "F002"]
    try:
        for number, cells in records(text.removeprefix("\ufeff"), ","):
            if any(cell.strip() for cell in cells) and tuple(cell.strip() for cell in cells) != HEADS:
                yield number, cells
    except ValueError as unclosed:
        findings.append(fault("G301", place, int(unclosed.args[0]), "引号没有成对，从这一行起没有读"))


def _judged(
    cells: tuple[str, ...], registry: Registry, by_number: Mapping[str, list[Dispatch]]
) -> tuple[list[tuple[str, str, Receipt]], str]:
    """What a line says, or why it says nothing."""
    if len(cells) != len(HEADS):
        return [], f"有 {len(cells)} 格，应当是 {len(HEADS)} 格：{'、'.join(HEADS)}"
    written, number, signed, person = (cell.strip().removeprefix("'") for cell in cells)
    unit, moment = registry.unit(written), moment_of(signed)
    if not unit:
        return [], f"没有「{written}」这个单位"
    if not moment:
        return [], f"签收时间「{signed}」看不懂，写作 2026-11-24 09:30"
    sent = [each for each in by_number.get(number, ()) if unit in each.addressees]
    if not sent:
        known = f"「{number}」没有发给「{written}」" if number in by_number else f"没有登记过「{number}」"
        return [], known
    return [(unit, each.serial, Receipt(moment, person)) for each in sent], ""


def moment_of(written: str) -> str:
    """A moment in its one form, 2026-11-24T09:30; "" where it is none."""
    found = _MOMENT.fullmatch(written)
    try:
        return datetime(*map(int, found.groups())).isoformat(timespec="minutes") if found else ""  # type: ignore[arg-type]
    except ValueError:
        return ""


def as_people_write(
    registry: Registry, dispatches: Iterable[Dispatch], found: Mapping[tuple[str, str], Receipt]
) -> tuple[tuple[str, str, Receipt], ...]:
    """Rows for `added`, by short name and document number, so that clerks can read the file; by folder or serial where
    the other would be read as something else, or is not there."""
    sent = tuple(dispatches)
    by_number = numbers(sent)
    known = {each.serial: each.document_number for each in sent}

    def row(unit: str, serial: str, receipt: Receipt) -> tuple[str, str, Receipt]:
        name, number = registry.name(unit), known.get(serial, "").strip()
        same = [each.serial for each in by_number.get(number, ()) if unit in each.addressees]
        return (name if registry.unit(name) == unit else unit, number if same == [serial] else serial, receipt)

    return tuple(row(unit, serial, receipt) for (unit, serial), receipt in found.items())


def added(root: Path, rows: Iterable[tuple[str, str, Receipt]]) -> tuple[str, ...]:
    """Add receipts (unit by any name, number or serial, receipt) to the files of their years; what stands there stays.

    Returns the files that were written.
    """
    by_year: dict[str, list[tuple[str, ...]]] = {}
    for unit, number, receipt in sorted(rows, key=lambda row: row[2].moment):
        told = (unit, number, receipt.moment.replace("T", " "), receipt.person)
        by_year.setdefault(receipt.moment[:4], []).append(told)
    (root / FOLDER).mkdir(exist_ok=True)
    for year, told_rows in sorted(by_year.items()):
        path = root / FOLDER / f"{year}.csv"
        before = path.read_bytes() if path.exists() else csv_text([HEADS]).encode()
        joint = b"" if before.endswith(b"\n") else b"\r\n"
        files.replace(path, before + joint + csv_text(told_rows).removeprefix("\ufeff").encode())
    return tuple(f"{FOLDER}/{year}.csv" for year in sorted(by_year))
