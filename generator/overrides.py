"""Errors that a unit publishes all the same, since somebody waives them; and which of these waivers were reviewed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator import editions, files, ownership, unit_trace
from generator.codec import dumps, loads
from generator.model import Account, Waiver

UNKNOWN = "不知道有哪些豁免：先运行 gongkai build"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The overrides that were reviewed, in words, with who did it."""

    reviewers: Mapping[str, str] = field(default_factory=dict)


def unreviewed(output: Path, slugs: Iterable[str], errors: Collection[str]) -> dict[str, tuple[str, ...]]:
    """By unit, in words: the waivers of errors that nobody has reviewed. `errors` are the codes of errors."""
    known = _load(output).reviewers
    found = {slug: tuple(each for each in _told(output, slug, errors) if each not in known) for slug in slugs}
    return {slug: told for slug, told in found.items() if told}


def review(output: Path, found: Mapping[str, tuple[str, ...]], reviewer: str) -> None:
    """Note that somebody has reviewed these."""
    more = {told: reviewer for each in found.values() for told in each if told != UNKNOWN}
    if more:
        reviewers = {**_load(output).reviewers, **more}
        files.seal(_path(output), dumps(Reviewed(dict(sorted(reviewers.items())))), ownership.place(output))


def _told(output: Path, slug: str, errors: Collection[str]) -> tuple[str, ...]:
    account: Account | None = unit_trace.load(Account, unit_trace.path_of(output, slug, "account"))
    if account is None:
        return (UNKNOWN,)
    return tuple(_words(each) for each in account.waivers if each.code in errors)


def _words(waiver: Waiver) -> str:
    digest = f" {waiver.digest[:12]}" if waiver.digest else ""
    return f"{waiver.code} {waiver.path}{digest}（{waiver.reason}，批准人{waiver.approver}，到 {waiver.expires}）"


def _load(output: Path) -> Reviewed:
    """What was reviewed; nothing where that note is lost or another county's, so that it is asked again."""
    body = files.unseal(_path(output), ownership.place(output))
    return loads(Reviewed, body) if body is not None else Reviewed()


def _path(output: Path) -> Path:
    return editions.folder_of(output) / "reviewed"
