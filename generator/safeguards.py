"""What stops a publication until somebody says that it is meant: pages that vanish, overrides that nobody reviewed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.edition import Edition
from generator.errors import GeneratorError

ALL = "ALL"
SHARE = 5  # more than one page in so many gone is too many


class Trip(NamedTuple):
    """Why a section, or the whole county (`ALL`), is not published as it is."""

    section: str
    what: str
    advice: str


class Stay(NamedTuple):
    """Why a section stays as the place shows it, and what to do so that it follows; "" where `why` says it."""

    why: str
    advice: str = ""


class Refused(GeneratorError):
    """Safeguards stop a publication, or a way back: nothing was done."""

    def __init__(self, found: tuple[Trip, ...], done: str = "没有发布") -> None:
        lines = (f"  {each.section}: {each.what}\n    {each.advice}" for each in found)
        super().__init__(f"{done}，先看这些：\n" + "\n".join(lines))
        self.trips = found


class Consent(NamedTuple):
    """What was said to be meant: the sections (or `ALL`) whose pages may go, and who has reviewed the overrides."""

    accepted: frozenset[str] = frozenset()
    reviewer: str = ""

    def covers(self, section: str) -> bool:
        """The loss of this section's pages is meant."""
        return section in self.accepted or ALL in self.accepted


NOTHING_SAID = Consent()


class Asked(NamedTuple):
    """The command that was asked for, to be repeated with what is meant; `whole` where it named no unit, `back` where
    it shows an earlier state, in which a unit may not be yet."""

    command: str
    whole: bool = False
    back: bool = False

    def gone(self, section: str, count: int) -> Trip:
        """A section that would be there no longer."""
        meant = self.accepting(section)
        if self.back:
            advice = f"要它留着的：用 --to 换一个已经有它的生成号，或者不退它；确实要撤下的：{meant}"
            return Trip(section, f"那时还没有公开这个单位，它的 {count} 页会撤下", advice)
        lost = f"文件夹误删了的：从备份或版本库恢复 content/{section}；确实撤销的：{meant}"
        return Trip(section, f"单位不见了，{count} 页会撤下", lost)

    def accepting(self, section: str) -> str:
        """The same command, with the loss or return of this section's pages accepted."""
        return f"{self.command} --accept {ALL if self.whole else section}"


PUBLISH = Asked("gongkai publish")


def trips(
    shown: Edition | None,
    wanted: Mapping[str, Collection[str]],
    overrides: Mapping[str, tuple[str, ...]],
    consent: Consent,
) -> tuple[Trip, ...]:
    """What stops these sections (with their addresses) from following what a place shows now.

    `overrides` are those that nobody has reviewed, by section and in words.
    """
    before = {slug: pages(shown.lists.get(slug, ())) for slug in shown.trees} if shown is not None else {}
    now = {slug: pages(addresses) for slug, addresses in wanted.items()}
    return (*losses(before, now, consent), *(() if consent.reviewer else _unreviewed(overrides, wanted)))


def losses(
    before: Mapping[str, int], now: Mapping[str, int], consent: Consent, asked: Asked = PUBLISH
) -> Iterator[Trip]:
    """The sections that lose too many of their pages, or vanish, and nobody said that it is meant."""
    for slug, count in sorted(before.items()):
        if consent.covers(slug):
            continue
        if slug not in now:
            yield asked.gone(slug, count)
        elif falls(count, now[slug]):
            yield Trip(slug, f"页面从 {count} 页减到 {now[slug]} 页", f"确实要减的：{asked.accepting(slug)}")
    agreed = sum(max(0, count - now.get(slug, 0)) for slug, count in before.items() if consent.covers(slug))
    total, left = sum(before.values()), sum(now.values())
    if falls(total, left + agreed) and not consent.covers(ALL):
        yield Trip(ALL, f"全县页面从 {total} 页减到 {left} 页", f"确实要减的：{asked.accepting(ALL)}")


def falls(before: int, now: int) -> bool:
    """More than one page in five is gone."""
    return (before - now) * SHARE > before


def _unreviewed(overrides: Mapping[str, tuple[str, ...]], wanted: Collection[str]) -> Iterator[Trip]:
    for slug, found in sorted(overrides.items()):
        if found and slug in wanted:
            yield Trip(
                slug, f"{len(found)} 条豁免没有复核：{'；'.join(found)}", "复核以后：gongkai publish --reviewed 姓名"
            )


def pages(addresses: Iterable[str]) -> int:
    """How many of the addresses are pages."""
    return sum(1 for address in addresses if address.endswith(".html"))
