"""What stops a publication until somebody says that it is meant: pages that vanish, overrides that nobody reviewed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.edition import Edition

ALL = "ALL"
SHARE = 5  # more than one page in so many gone is too many


class Trip(NamedTuple):
    """Why a section, or the whole county (`ALL`), is not published as it is."""

    section: str
    what: str
    advice: str


class Consent(NamedTuple):
    """What was said to be meant: the sections (or `ALL`) whose pages may go, and who has reviewed the overrides."""

    accepted: frozenset[str] = frozenset()
    reviewer: str = ""

    def covers(self, section: str) -> bool:
        """The loss of this section's pages is meant."""
        return section in self.accepted or ALL in self.accepted


NOTHING_SAID = Consent()


def trips(
    shown: Edition | None,
    wanted: Mapping[str, Collection[str]],
    overrides: Mapping[str, tuple[str, ...]],
    consent: Consent,
) -> tuple[Trip, ...]:
    """What stops these sections (with their addresses) from following what a place shows now.

    `overrides` are those that nobody has reviewed, by section and in words.
    """
    losses = () if shown is None else tuple(_losses(shown, wanted, consent))
    return (*losses, *(() if consent.reviewer else _unreviewed(overrides, wanted)))


def _losses(shown: Edition, wanted: Mapping[str, Collection[str]], consent: Consent) -> Iterator[Trip]:
    before = {slug: pages(shown.lists.get(slug, ())) for slug in shown.trees}
    now = {slug: pages(addresses) for slug, addresses in wanted.items()}
    for slug, count in sorted(before.items()):
        if consent.covers(slug):
            continue
        if slug not in wanted:
            yield Trip(slug, f"单位不见了，{count} 页会撤下", f"确实撤销的：gongkai publish --accept {slug}")
        elif _falls(count, now[slug]):
            yield Trip(slug, f"页面从 {count} 页减到 {now[slug]} 页", f"确实要减的：gongkai publish --accept {slug}")
    meant = sum(max(0, count - now.get(slug, 0)) for slug, count in before.items() if consent.covers(slug))
    total, left = sum(before.values()), sum(now.values()) + meant
    if _falls(total, left) and not consent.covers(ALL):
        yield Trip(
            ALL, f"全县页面从 {total} 页减到 {sum(now.values())} 页", f"确实要减的：gongkai publish --accept {ALL}"
        )


def _falls(before: int, now: int) -> bool:
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
