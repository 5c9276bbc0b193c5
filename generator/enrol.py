"""`gongkai number` for one unit: which documents have no number yet, what they get, and writing it where asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from generator import frontmatter, validation
from generator.check import check
from generator.document_fields import DocumentFields
from generator.faults import finding
from generator.ledger import MEANINGS, Candidate, apply, assign, read_ledger
from generator.load import load, texts
from generator.load.units import load_unit
from generator.model import Finding, Severity, Site
from generator.sources import TEXT_LIMIT, Listing, read_text_file, scan

CURED = ("F207", "F215")  # what is wrong only as long as a number is missing


class Enrolment(NamedTuple):
    """What was given out, as (source, number); the sources that were passed over; the errors in the way; the sources
    whose number may not be what it is."""

    given: tuple[tuple[str, str], ...] = ()
    skipped: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    misnumbered: tuple[str, ...] = ()


def enrol(root: Path, site: Site, slug: str, today: date, write: bool) -> Enrolment:
    """Number the documents of one unit that nothing but a number keeps from being published.

    A document with an error is left alone and told, lest a number is spent on it; its neighbours get theirs. Of one
    that has a number only what is wrong with that number is told.
    """
    unit, broken = load_unit(root, site, slug)
    if unit is None:
        return Enrolment(findings=tuple(broken))
    listing = scan(root, f"content/{slug}")
    candidates = [each for source in texts(listing, slug) if (each := _candidate(root, source.path, source.size))]
    numbered = {each.source for each in candidates if each.number}
    found = _errors(root, site, slug, listing, today)
    errors = [each for each in found if each.path not in numbered or each.code in MEANINGS]
    faulty = {each.path for each in errors}
    wanted = tuple(each for each in candidates if each.number or each.source not in faulty)
    plan = assign(root, unit, site, wanted, read_ledger(root, slug)[0])
    errors += [finding("F214", source, (1, 1), "这个文件头里写不进索引号") for source in plan.refused]
    if write:
        apply(root, plan)
    skipped = tuple(each.source for each in candidates if not each.number and each.source in faulty)
    return Enrolment(plan.given, skipped, tuple(errors), tuple(sorted(numbered & faulty)))


def _errors(root: Path, site: Site, slug: str, listing: Listing, today: date) -> Iterable[Finding]:
    """Everything that keeps something of the unit back, but for what numbering itself mends."""
    loaded = load(root, site, slug, listing, today)
    found = (*loaded.findings, *(check(loaded.content, None, today).findings if loaded.content else ()))
    return (each for each in found if each.severity is Severity.ERROR and each.code not in CURED)


def _candidate(root: Path, path: str, size: int) -> Candidate | None:
    """A document as numbering sees it, if its front matter can be read and it is no draft."""
    if size > TEXT_LIMIT:
        return None
    parsed = frontmatter.read(read_text_file(root, path))
    fields, _, _ = validation.read(DocumentFields, path, parsed.head)
    if fields is None or fields.draft:
        return None
    day = fields.date_written or fields.date_published
    return Candidate(path, fields.title, day, fields.index_number, fields.former_index_numbers)
