"""What `gongkai verify` finds: an address, what is wrong with it, and since which edition it should be otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from generator.edition import State
from generator.wording import one_line

SHOWN = 5  # addresses that are named where many have the same fault


class Kind(Enum):
    """What is wrong; the value is its name in JSON."""

    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"
    OLD = "old"
    FROZEN = "frozen"
    FORKED = "forked"
    JUMPED = "jumped"
    MIXED = "mixed"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    RENAMED = "renamed"
    LINK = "link"
    MODE = "mode"
    HEADER = "header"
    MEDIA = "media-type"
    REDIRECT = "redirect"
    UNREACHED = "unreached"  # nobody knows: no tampering, but no all-clear either


LABELS = {
    Kind.UNSIGNED: "签名不可信",
    Kind.UNREADABLE: "版本文件有问题",
    Kind.OLD: "退回了旧版本",
    Kind.FROZEN: "过期没有更新",
    Kind.FORKED: "版本接不上",
    Kind.JUMPED: "版本号跳得太远",
    Kind.MIXED: "混入别的版本",
    Kind.CHANGED: "内容被改动",
    Kind.MISSING: "缺失",
    Kind.ADDED: "多出",
    Kind.RENAMED: "大小写被改",
    Kind.LINK: "不是普通文件",
    Kind.MODE: "权限不对",
    Kind.HEADER: "响应头不对",
    Kind.MEDIA: "内容类型不对",
    Kind.REDIRECT: "转向别处",
    Kind.UNREACHED: "没有取到",
}


class Tampering(NamedTuple):
    """One thing that is wrong: `address` below the public root, `what` in Chinese, `since` the edition that says so."""

    kind: Kind
    address: str
    what: str
    since: int = 0

    @property
    def row(self) -> dict[str, str | int]:
        """As JSON tells it."""
        told = {"kind": self.kind.value, "address": one_line(self.address), "what": one_line(self.what)}
        return {**told, "since": self.since}


History = Mapping[
    str, tuple[tuple[int, str], ...]
]  # address → edition and sha-256 of its bytes since then, newest first


def differing(address: str, wanted: State, size: int, digest: str, edition: int, history: History) -> Tampering:
    """A file whose bytes are others: those of another edition, or nobody's."""
    past = history.get(address, ())
    since = next((sequence for sequence, known in past if known == wanted.sha256), edition)
    for sequence, known in past:
        if known == digest and known != wanted.sha256:
            return Tampering(Kind.MIXED, address, f"是版本 {sequence} 的文件，版本 {since} 起应当是另一个", since)
    told = (
        f"应当是 {wanted.size} 字节（sha256 {wanted.sha256[:12]}），现在是 {size} 字节（{digest[:12] or '没有读完'}）"
    )
    return Tampering(Kind.CHANGED, address, told, since)


def told(found: Iterable[Tampering]) -> Iterator[str]:
    """Findings as sentences, those that say the same of many addresses together."""
    groups: defaultdict[tuple[Kind, str, int], list[str]] = defaultdict(list)
    for each in found:
        groups[each.kind, each.what, each.since].append(each.address)
    for (kind, what, since), addresses in groups.items():
        names = "、".join(one_line(each) or "/" for each in addresses[:SHOWN])
        more = f" 等 {len(addresses)} 个地址" if len(addresses) > SHOWN else ""
        yield f"{LABELS[kind]}: {names}{more}: {one_line(what)}" + (f"（自版本 {since}）" if since else "")
