"""A round as files: the page, `report.json` for machines, and for every unit what it has to mend.

Everything lies in one folder, which is never published; what is not of this round is removed from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator import files, reporting
from generator.federation.dashboard import KINDS, STATES, Dashboard, dashboard
from generator.federation.province import Federation
from generator.federation.ruling import Fault
from generator.federation.tallies import NAMES, Tally
from generator.wording import one_line

PAGES = Path(__file__).parent / "pages"
SHARED_STYLE = Path(reporting.__file__).parent / "pages" / "style.css"
FORMAT = "gongkai-federation-report/1"
_MARKUP = re.compile(r"([\\<\[])")  # what Markdown would make a link or a tag of


def write(folder: Path, federation: Federation, fetched: Mapping[str, int]) -> Path:
    """Write a round into a folder; returns the page to open."""
    shown = dashboard(federation, fetched)
    feedback = folder / "feedback"
    feedback.mkdir(parents=True, exist_ok=True)
    by_unit: dict[str, list[Fault]] = {unit.slug: [] for unit in federation.units}
    for fault in federation.every_fault():
        if fault.unit in by_unit:
            by_unit[fault.unit].append(fault)
    for old in feedback.glob("*.md"):
        if old.stem not in by_unit:
            old.unlink()
    for row in shown.rows:
        text = _feedback(row.name, STATES[row.state], shown.day, row.tally, by_unit[row.slug])
        files.replace(feedback / f"{row.slug}.md", text.encode("utf-8", "replace"))
    files.replace(folder / "report.json", _report(federation, shown).encode("utf-8", "replace"))
    page = _environment().get_template("index.html").render(page=shown)
    files.replace(folder / "index.html", page.encode("utf-8", "replace"))
    return folder / "index.html"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("generator.federation", "pages"), autoescape=True, undefined=StrictUndefined
    )
    styles = (path.read_text("utf-8") for path in (SHARED_STYLE, PAGES / "style.css"))
    environment.globals.update(style=Markup("".join(styles)), states=STATES, outcomes=NAMES, kinds=KINDS)
    return environment


def _report(federation: Federation, shown: Dashboard) -> str:
    """The counts and every fault for other programs."""
    whole = {
        "format": FORMAT,
        "county": federation.county,
        "base_url": federation.registry.base,
        "day": shown.day,
        "state": shown.state,
        "first": federation.first,
        "counts": _counts(federation.tally),
        "fetched": dict(shown.fetched),
        "units": [
            {
                "slug": row.slug,
                "name": row.name,
                "state": row.state,
                "counts": _counts(row.tally),
                "newest": row.newest,
                "failed": row.failed,
                "faults": len(row.faults) + row.left,
            }
            for row in shown.rows
        ],
        "faults": [_fault(each) for each in federation.every_fault()],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _counts(tally: Tally) -> dict[str, int]:
    return {name: getattr(tally, name) for name in ("total", *NAMES)}


def _fault(fault: Fault) -> dict[str, object]:
    found = fault.finding
    return {
        "unit": fault.unit,
        "code": found.code,
        "severity": found.severity.value,
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "address": fault.address,
        "message": found.message,
        "fix": found.fix,
        "law": found.law,
    }


def _feedback(name: str, state: str, day: str, tally: Tally, faults: Iterable[Fault]) -> str:
    """What goes to a unit: how its harvest went, then every fault with cause, place and cure."""
    counts = "，".join(f"{label} {getattr(tally, key)}" for key, label in NAMES.items() if getattr(tally, key))
    lines = [
        f"# {_plain(name)}：采集反馈（{day}）",
        "",
        f"结果：{state}。信息 {tally.total} 条" + (f"：{counts}。" if counts else "。"),
        "",
    ]
    found = tuple(faults)
    if not found:
        return "\n".join([*lines, "没有要改的问题。", ""])
    lines += [f"共 {len(found)} 个问题。每一条写明原因、来源文件和行、改法。", ""]
    for number, fault in enumerate(found, 1):
        each = fault.finding
        lines += [
            f"## {number}. {each.code} {_plain(each.message)}",
            "",
            f"- 位置：`{each.path}:{each.line}`",
            f"- 发布的地址：{_plain(fault.address)}",
            f"- 改法：{_plain(each.fix)}",
            f"- 依据：{_plain(each.law)}",
            "",
        ]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """A published text as it is, whatever reads the file: no line of its own, no tag, no link."""
    return _MARKUP.sub(r"\\\1", one_line(text))
