"""An edition as it is found somewhere: signed by whom it should be, whole, not older than one seen, not expired."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from generator.edition import (
    MOST_LIST,
    MOST_TOP,
    SIGNATURE,
    TOP,
    Edition,
    expires_at,
    issued_at,
    list_address,
    read_edition,
    sections_of,
)
from generator.errors import GeneratorError
from generator.sightings import FARTHEST, Sightings
from generator.signing import MOST as MOST_SIGNATURE
from generator.signing import PublicKey, refusal
from generator.tampering import Kind, Tampering

Fetch = Callable[[str, int], bytes | None]  # an address and the most bytes of it → its bytes; None where there is none
SKEW = timedelta(hours=1)  # that two clocks may differ


@dataclass(frozen=True, slots=True)
class Attested:
    """An edition that its keys have signed, with the digest of its bytes."""

    edition: Edition
    digest: str
    top: bytes
    signature: bytes


def attested(
    fetch: Fetch, keys: Sequence[PublicKey], known: Sightings
) -> tuple[Attested | None, tuple[Tampering, ...]]:
    """The edition that a place shows, or why there is none to be believed."""
    top, signature = fetch(TOP, MOST_TOP), fetch(SIGNATURE, MOST_SIGNATURE)
    if top is None:
        return None, (Tampering(Kind.MISSING, TOP, "没有版本文件，没有什么可以核对的"),)
    if reason := refusal(top, signature, keys):
        return None, (Tampering(Kind.UNSIGNED, SIGNATURE, reason),)
    try:
        named = sections_of(top)
        lists = {section: fetch(list_address(section), MOST_LIST) for section in named}
        if wrong := tuple(_list_faults(named, lists, known)):
            return None, wrong
        found = read_edition(top, {section: data for section, data in lists.items() if data is not None})
    except GeneratorError as error:
        return None, (Tampering(Kind.UNREADABLE, TOP, f"{error.what}（{error.where}）"),)
    return Attested(found, sha256(top).hexdigest(), top, signature or b""), ()


def _list_faults(named: dict[str, str], lists: dict[str, bytes | None], known: Sightings) -> Iterator[Tampering]:
    """Lists that are not those which the edition names: of another edition, changed, gone."""
    for section, digest in named.items():
        address, data = list_address(section), lists[section]
        if data is None:
            yield Tampering(Kind.MISSING, address, "缺这份文件清单")
        elif (actual := sha256(data).hexdigest()) != digest:
            past = (sequence for sequence, known_digest in known.history.get(address, ()) if known_digest == actual)
            if (sequence := next(past, None)) is not None:
                yield Tampering(Kind.MIXED, address, f"是版本 {sequence} 的文件清单，与版本文件不符")
            else:
                yield Tampering(Kind.CHANGED, address, "文件清单与版本文件不符：被改动过，或者来自别的版本")


def standing(found: Attested, keys: Sequence[PublicKey], known: Sightings, moment: datetime) -> tuple[Tampering, ...]:
    """Whether an edition is the one that should be shown now, by what was seen before and by its own end."""
    every = (*_ages(found, moment), *(each for key in keys for each in _order(found, key.fingerprint, known)))
    return tuple(dict.fromkeys(every))


def _ages(found: Attested, moment: datetime) -> Iterator[Tampering]:
    edition = found.edition
    if expires_at(edition) < moment:
        told = f"版本 {edition.sequence} 的有效期到 {edition.expires}，此后没有更新：网站被冻结，或者夜间任务停了"
        yield Tampering(Kind.FROZEN, TOP, told)
    if issued_at(edition) > moment + SKEW:
        told = f"版本 {edition.sequence} 的签发时间 {edition.issued} 还没有到：两台机器的时钟不一致，或者被人伪造"
        yield Tampering(Kind.FORKED, TOP, told)


def _order(found: Attested, key: str, known: Sightings) -> Iterator[Tampering]:
    """How an edition follows the newest one that was seen under a key."""
    seen, edition = known.newest.get(key), found.edition
    if seen is None:
        return
    number = edition.sequence
    if number < seen.sequence:
        yield Tampering(Kind.OLD, TOP, f"现在是版本 {number}，以前见过版本 {seen.sequence}")
    elif number == seen.sequence and found.digest != seen.digest:
        yield Tampering(Kind.FORKED, TOP, f"版本 {number} 与以前见过的版本 {number} 不是同一个")
    elif number == seen.sequence + 1 and edition.previous != seen.digest:
        yield Tampering(Kind.FORKED, TOP, f"版本 {number} 接的不是以前见过的版本 {seen.sequence}")
    elif number > seen.sequence + FARTHEST:
        told = f"从版本 {seen.sequence} 一下到了版本 {number}：私钥可能被盗用，换一把密钥就能恢复"
        yield Tampering(Kind.JUMPED, TOP, told)
