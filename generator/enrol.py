"""`gongkai number` for one unit: which documents have no number yet, what they get, and writing it where asked."""

from __future__ import annotations

from pathlib import Path

from generator import frontmatter, validation
from generator.faults import finding
from generator.fields import DocumentFields
from generator.ledger import Candidate, apply, assign, read_ledger
from generator.load import texts
from generator.load.units import load_unit
from generator.model import Finding, Severity, Site
from generator.sources import TEXT_LIMIT, read_text_file, scan


def enrol(root: Path, site: Site, slug: str, write: bool) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Number the documents of one unit; returns what was given out as lines, and what stood in the way.

    A document whose front matter has an error is left alone and told; its neighbours get their numbers.
    """
    unit, findings = load_unit(root, site, slug)
    if unit is None:
        return (), tuple(findings)
    candidates: list[Candidate] = []
    for source in texts(scan(root, f"content/{slug}"), slug):
        if source.size <= TEXT_LIMIT:
            candidates += _candidate(root, source.path, findings)
    entries, more = read_ledger(root, slug)
    findings += more
    plan = assign(root, unit, site, tuple(candidates), entries)
    findings += [finding("F214", source, (1, 1), "这个文件头里写不进索引号") for source in plan.refused]
    if write:
        apply(root, plan)
    lines = tuple(f"{source} → {number}" for source, number in plan.given)
    return lines, tuple(each for each in findings if each.severity is Severity.ERROR)


def _candidate(root: Path, path: str, findings: list[Finding]) -> list[Candidate]:
    parsed = frontmatter.read(read_text_file(root, path))
    fields, _, wrong = validation.read(DocumentFields, path, parsed.head)
    findings += wrong
    if fields is None or fields.draft:
        return []
    day = fields.date_written or fields.date_published
    return [Candidate(path, fields.title, day, fields.index_number, fields.former_index_numbers)]
