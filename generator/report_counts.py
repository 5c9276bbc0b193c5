"""Normative documents (行政规范性文件) as a yearly report counts them: made, repealed, in force at the year's end."""

from __future__ import annotations

from generator.model import Document, UnitContent, Validity

NORMATIVE = "行政规范性文件"
KIND = "normative_document"


def in_force(document: Document, year: int) -> bool:
    """A normative document that was in force when the year ended."""
    written = document.date_written
    ended = document.repealed_on is not None and document.repealed_on.year <= year
    gone = document.validity in (Validity.REPEALED, Validity.EXPIRED) and document.repealed_on is None
    return document.kind == KIND and not (ended or gone) and (written is None or written.year <= year)


def normative_counts(content: UnitContent, year: int) -> tuple[int, int, int]:
    """How many the unit made and repealed in a year, and how many were in force at its end."""
    own = [each for each in content.documents if each.kind == KIND]
    made = sum(each.date_written is not None and each.date_written.year == year for each in own)
    repealed = sum(each.repealed_on is not None and each.repealed_on.year == year for each in own)
    kept = sum(each.kind == KIND for each in content.kept)
    return made, repealed, sum(in_force(each, year) for each in own) + kept
