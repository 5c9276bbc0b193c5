"""The numbers of yearly reports for machines: CSV and JSON beside each report, and of all units of a year."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from generator.delimited import csv_text
from generator.model import Asset, County, Unit, UnitContent, UnitDigest
from generator.report_digests import cells, names
from generator.views._report import FORMATS, file_url
from generator.views._reports import members, rollup_url, years

Owner = Unit | UnitDigest
FORMAT = "国办公开办函〔2021〕30号"


def report_files(content: UnitContent) -> Iterator[Asset]:
    """CSV and JSON of each report of a unit."""
    for report, document in content.annual_reports:
        data = _formats(report.year, [(content.unit, cells(report))])
        yield from (_asset(file_url(document.url, report.year, name), data[name]) for _, name in FORMATS)


def rollup_files(county: County) -> Iterator[Asset]:
    """CSV and JSON of all units' reports of each year."""
    for year in years(county):
        data = _formats(year, [(unit, report.cells) for unit, report in members(county, year)])
        yield from (_asset(rollup_url(year, name), data[name]) for _, name in FORMATS)


def _formats(year: int, reports: list[tuple[Owner, tuple[str, ...]]]) -> dict[str, bytes]:
    return {"csv": _csv(year, reports), "json": _json(year, reports)}


def _csv(year: int, reports: Iterable[tuple[Owner, tuple[str, ...]]]) -> bytes:
    """A line a cell, which every tool reads."""
    head = ("年度", "统一社会信用代码", "单位", "表", "项目", "列", "数")
    lines = (
        (year, owner.uscc, owner.name, *name, value)
        for owner, values in reports
        for name, value in zip(names(), values, strict=True)
    )
    return csv_text((head, *lines)).encode()


def _json(year: int, reports: Iterable[tuple[Owner, tuple[str, ...]]]) -> bytes:
    found = [{"统一社会信用代码": owner.uscc, "单位": owner.name, **_tables(values)} for owner, values in reports]
    whole = {"格式": FORMAT, "年度": year, "报告": found}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _tables(values: tuple[str, ...]) -> dict[str, dict[str, dict[str, int | float]]]:
    """Tables, rows and columns by the names of the data file."""
    found: dict[str, dict[str, dict[str, int | float]]] = {}
    for name, value in zip(names(), values, strict=True):
        row = found.setdefault(name.table, {}).setdefault(name.row, {})
        row[name.column] = float(value) if "." in value else int(value)
    return found


def _asset(url: str, data: bytes) -> Asset:
    return Asset(url, "", len(data), blake2b(data, digest_size=16).hexdigest(), data)
