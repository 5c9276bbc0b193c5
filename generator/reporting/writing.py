"""The report as files: pages to read, workbooks to hand out, and what machines read; written anew each time.

Everything lies in `output/report/`, which is never published. Files of units that are no more are removed; the history
of builds (`history.py`) stays. The templates are the program's own, and see nothing but the sheets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator import files
from generator.machine_formats import as_junit, as_sarif
from generator.model import Finding
from generator.personal_data import concealed
from generator.reporting import charts
from generator.reporting.history import Entry
from generator.reporting.sheets import OUTCOMES, STATES, CountySheet, UnitSheet, article_name
from generator.rulebook import rules
from generator.wording import NAMES

PAGES = Path(__file__).parent / "pages"
SERIES = ("error", "breach", "warning")


def write(
    folder: Path, county: CountySheet, findings: tuple[Finding, ...], history: tuple[Entry, ...], nights: str = ""
) -> Path:
    """Write the report of the county and of every unit into a folder; returns the page to open.

    `nights` says how it stands with what runs every night.
    """
    from generator.reporting.workbooks import written

    every = (*county.units, *county.demonstrations)
    names = {unit.slug for unit in every}
    units = folder / "units"
    units.mkdir(parents=True, exist_ok=True)
    for old in (*units.glob("*.html"), *units.glob("*.xlsx")):
        if old.stem not in names:
            old.unlink()
    workbook = written(folder / "整改台账.xlsx", county, county.units)
    environment = _environment(county)
    page = environment.get_template("unit.html")
    for unit in every:
        own = written(units / f"{unit.slug}.xlsx", county, (unit,))
        files.replace(units / f"{unit.slug}.html", page.render(unit=unit, workbook=own).encode())
    rendered = environment.get_template("county.html").render(
        **_county(county, history), workbook=workbook, nights=nights
    )
    files.replace(folder / "index.html", rendered.encode())
    slugs = sorted(unit.slug for unit in county.units)
    meanings = dict(_meanings())
    files.replace(folder / "report.json", _as_json(county, findings).encode())
    files.replace(folder / "report.sarif", as_sarif(findings, slugs, meanings).encode())
    files.replace(folder / "report.junit.xml", as_junit(findings, slugs, meanings).encode())
    return folder / "index.html"


def _environment(county: CountySheet) -> Environment:
    environment = Environment(
        loader=PackageLoader("generator.reporting", "pages"), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(
        county=county,
        style=Markup((PAGES / "style.css").read_text("utf-8")),
        source=rules("indicators")["source"],
        outcomes={outcome.value: words for outcome, words in OUTCOMES.items()},
        states=STATES,
        article_name=article_name,
        concealed=concealed,
    )
    return environment


def _county(county: CountySheet, history: tuple[Entry, ...]) -> dict[str, object]:
    """What only the county's page shows."""
    labels = {outcome.value: words for outcome, words in OUTCOMES.items()}
    rows = [row for unit in county.units for row in unit.columns if row.left is not None]
    accounts = [unit.account for unit in county.units if unit.account]
    series = {
        kind: (label, [getattr(each, kind) for each in history])
        for kind, label in zip(SERIES, NAMES.values(), strict=False)
    }
    return {
        "shares": charts.shares({outcome.value: count for outcome, count in county.outcomes.items()}, labels),
        "bands": charts.bands(row.left for row in rows if row.left is not None),
        "trend": charts.trend([each.day for each in history], series),
        "history": history,
        "size": (charts.WIDTH, charts.HEIGHT),
        "attachments": sum(each.attachments for each in accounts),
        "unread": sum(each.unread for each in accounts),
    }


def _meanings() -> Iterator[tuple[str, str]]:
    from generator.check import catalogue

    return ((each.code, each.meaning) for each in catalogue())


def _as_json(county: CountySheet, findings: Iterable[Finding]) -> str:
    """The verdicts, clocks and findings for other programs."""
    whole = {
        "county": county.name,
        "day": county.today.isoformat(),
        "verdict": _verdict(county),
        "units": [_unit(unit) for unit in county.units],
        "demonstrations": [_unit(unit) for unit in county.demonstrations],
        "digests": [
            {"code": each.code, "path": each.path, "line": each.line, "digest": each.digest} for each in findings
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _unit(unit: UnitSheet) -> dict[str, object]:
    return {
        "slug": unit.slug,
        "name": unit.name,
        "verdict": _verdict(unit),
        "counts": {severity.value: count for severity, count in unit.counts.items()},
        "coverage": dict(unit.coverage),
        "standard": _standard(unit),
        "columns": [
            {
                "key": row.column.key,
                "name": row.column.name,
                "state": row.state,
                "count": row.column.count,
                "newest": str(row.column.newest or ""),
                "due": str(row.due or ""),
                "days_left": row.left,
            }
            for row in unit.columns
        ],
        "rectifications": [
            {**asdict(each), "severity": each.severity.value, "due": str(each.due)} for each in unit.rectifications
        ],
    }


def _standard(unit: UnitSheet) -> dict[str, object] | None:
    """The unit's standard catalogues: how many items must have documents, and how many have; None if it is unread."""
    found = unit.account
    if found is None:
        return None
    return {
        "fields": list(found.standard_fields),
        "items": found.standard_items,
        "with_documents": found.standard_filled,
        "usual_fields_missing": list(unit.standard_missing),
    }


def _verdict(sheet: CountySheet | UnitSheet) -> dict[str, object] | None:
    verdict = sheet.verdict
    if verdict is None:
        return None
    return {
        "outcome": verdict.outcome.value,
        "lowest": verdict.lowest,
        "highest": verdict.highest,
        "vetoes": {each.key: each.outcome.value for each in verdict.vetoes},
        "lost": {each.key: each.lost for each in verdict.indicators},
        "unknown": [each.key for each in (*verdict.vetoes, *verdict.indicators) if each.outcome.value == "unknown"],
    }
