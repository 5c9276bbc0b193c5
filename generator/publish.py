"""The last stage: what is public in `output/` → a place on a host, so that it shows the same edition; and a report.

What the place shows is read from its own edition, and believed only where that is one of ours. The change is planned
from the two lists, then sent, made public and tidied up after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from generator import editions, files
from generator.changes import Astray, Change, Item, change
from generator.choice import WHOLLY, Order, Shown, chosen, list_of
from generator.edition import (
    MOST_LIST,
    MOST_TOP,
    SIGNATURE,
    TOP,
    Edition,
    FileList,
    State,
    Unreadable,
    address_of,
    edition_bytes,
    list_address,
    number_of,
    sections_of,
)
from generator.errors import GeneratorError
from generator.inventory import AGAIN, FORMER, OTHERS, Section
from generator.safeguards import Stay
from generator.signing import MOST as MOST_SIGNATURE
from generator.targets import Place, Progress, Settings, Target

FARTHEST = 10_000_000  # no county has come to that edition: whoever wrote such a number wants ours to run out
MOVES = 5  # how often a place may be found without files that it lists, before that is an error


class Report(NamedTuple):
    """What became of one target: what it showed and shows now, what was sent, and what stays as it was and why."""

    before: Edition | None
    edition: Edition
    change: Change
    sent: int
    held: Mapping[str, Stay]
    told: str = ""  # why nothing that the place shows was believed
    passed_over: tuple[str, ...] = ()  # files of others that cannot be published


def publish(order: Order, target: Target, settings: Settings, progress: Progress) -> Report:
    """Let a place show what is ordered; `GeneratorError` where that failed, `Refused` where a safeguard stops it.

    After a failure the place shows what it did or what was ordered, and the same call sends only what is missing.
    """
    with target.open_place(settings) as place:
        return _brought(order, place, progress)


def _brought(order: Order, place: Place, progress: Progress) -> Report:
    shown = look(order, place)
    sections, held, trees = chosen(order, shown)
    edition = _edition(order, shown, sections, trees)
    wanted = {item.address: item for section in sections.values() for item in section.values()}
    wanted |= {item.address: item for item in editions.own_items(order.output, edition)}
    removals = shown.ours - wanted.keys()
    there = {address: state for address, state in shown.there.items() if address not in order.astray}
    planned = replace(change(edition.sequence, there, wanted), removals=tuple(sorted(removals)))
    if order.dry or not (planned.uploads or planned.removals):
        return Report(shown.edition, edition, planned, 0, held, shown.doubt, order.inventory.passed_over)
    _verify(planned)
    sent = _bring(place, planned, wanted, progress)
    if place.receipt(TOP, MOST_TOP) != edition_bytes(edition):
        raise GeneratorError("发布以后读回来的版本不对", TOP, "看目标的设置：是不是另有别的程序也在往那里发布")
    return Report(shown.edition, edition, planned, sent, held, shown.doubt, order.inventory.passed_over)


def _bring(place: Place, planned: Change, wanted: Mapping[str, Item], progress: Progress) -> int:
    """Send, make public, tidy up; what turns out to be astray there is sent too."""
    for _ in range(MOVES):
        try:
            sent = place.send(planned, progress)
            place.commit(planned)
            place.tidy(planned)
            return sent
        except Astray as error:
            there = {address: state for address, state in planned.kept.items() if address not in error.addresses}
            planned = replace(change(planned.sequence, there, wanted), removals=planned.removals)
            _verify(planned)
    raise GeneratorError("那边的文件一再缺少", str(planned.sequence), "查是谁动了那边的文件，再用 --resend 全部重发")


def _verify(planned: Change) -> None:
    """What is to be sent lies here as it was made: no damage goes out."""
    for item in planned.uploads:
        if not item.source.name:
            raise GeneratorError("那边的旧文件不可信，本机也没有，不能保留", item.address, WHOLLY)
        if files.digest_of(item.source) != item.state.sha256:
            raise GeneratorError("文件的内容与清单不符", str(item.source), AGAIN)


def look(order: Order, place: Place) -> Shown:
    """What a place shows now, and whether it may be believed: that is asked before any of it is read."""
    try:
        top, signature = place.receipt(TOP, MOST_TOP), place.receipt(SIGNATURE, MOST_SIGNATURE)
        if top is None:
            return Shown(None, {})
        if order.shunned and address_of(top) == order.shunned:
            advice = "看 site.yaml 里这个目标的“内容”和“选项”：内部收文和公开的网站不能放在同一个地方"
            raise GeneratorError("那边放的是另一边的内容，没有动", order.shunned, advice)
        if doubt := _doubt(order, top, signature):
            return Shown(None, {}, doubt, number=number_of(top))
        lists = ((each, place.receipt(list_address(each), MOST_LIST)) for each in sorted(sections_of(top)))
        edition = editions.read(top, tuple((section, data) for section, data in lists if data is not None))
    except Unreadable as error:
        return Shown(None, {}, f"那边的版本不能用（{error.what}）")
    if (edition.site, edition.base_url) != (order.origin.site, order.origin.base_url):
        return Shown(None, {}, "那边是另一个网站的版本", number=edition.sequence)
    if edition.sequence < order.least:
        return _put_back(order, edition.sequence)
    there = {**edition.files(), TOP: _state(top), **({SIGNATURE: _state(signature)} if signature is not None else {})}
    ours, doubt = frozenset(there), "要求全部重发" if order.resend else ""
    return Shown(edition, {} if order.resend else there, doubt, ours, edition.sequence)


def _put_back(order: Order, sequence: int) -> Shown:
    """A place that shows an older edition than it was given: it is sent everything, and nothing of it is kept, since
    what has been withdrawn meanwhile would be signed anew."""
    told = f"那边显示的是第 {sequence} 版，上次发布的是第 {order.least} 版，可能被人换回去过"
    if order.only or order.hold_back:
        raise GeneratorError(told, "", "先用 gongkai verify 查清楚；查清以后运行 gongkai publish（不写单位），全部重发")
    return Shown(None, {}, told, number=sequence)


def _doubt(order: Order, top: bytes, signature: bytes | None) -> str:
    """Why a place's edition is no ground to plan on; "" where it is one of ours."""
    if editions.is_own(order.output, top):
        return ""
    if order.seal is None:
        return "那边的版本不是这台机器发布的，又没有签名可查"
    return "" if signature is not None and order.seal.knows(top, signature) else "那边的版本没有本县的签名"


def _state(data: bytes) -> State:
    return State(len(data), sha256(data).hexdigest())


def _edition(order: Order, shown: Shown, sections: Mapping[str, Section], made_of: Mapping[str, int]) -> Edition:
    """The edition that lists these sections: the place's own or the last one made while it will do, else a new one."""
    lists = {name: list_of(section) for name, section in sections.items()}
    before = shown.edition.trees if shown.edition else {}
    unknown = bool(shown.doubt) and not shown.ours  # nobody can tell which number the place has come to
    candidates = (shown.edition if shown.there else None, None if unknown else editions.last(order.output))
    for each in candidates:
        if each is not None and _will_do(order, shown, each, lists):
            if not order.dry:
                editions.save_lists(order.output, each)
            return each
    own = {name for name in sections if name not in (OTHERS, FORMER)}
    stay = {name for name in own & before.keys() if all(not item.source.name for item in sections[name].values())}
    trees = {name: before[name] if name in stay else made_of[name] for name in own}
    above = shown.number if shown.number < FARTHEST else 0
    made = editions.following(order.output, order.origin, trees, lists, above)
    if not order.dry:
        editions.save(order.output, made, order.seal)
    return made


def _will_do(order: Order, shown: Shown, made: Edition, lists: Mapping[str, FileList]) -> bool:
    """An edition made before says the same, will live long enough, and is kept here with all that belongs to it."""
    kept = editions.top_bytes(order.output, made.sequence) == edition_bytes(made)
    sealed = order.seal is None or editions.is_signed(order.output, made.sequence)
    follows = (
        shown.edition is None
        or made.sequence > shown.edition.sequence
        or (made == shown.edition and shown.there and not order.astray)
    )
    ours = (made.site, made.base_url) == (order.origin.site, order.origin.base_url)
    fresh = editions.is_fresh(made, order.origin.moment)
    return bool(kept and sealed and follows and ours and fresh and made.lists == lists)
