"""The trees of all inboxes: what differs is made as a section of the public site is, and one link shows it all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

from generator import files, inside, section, trees
from generator.errors import GeneratorError
from generator.layers import chain, stamp
from generator.model import Asset, Footer, Frame, Link, Page, Platform, Site, UnitKind
from generator.model.routing import Delivery, Inbox, Overview
from generator.plan import Plan
from generator.pruning import prune
from generator.stopwatch import Stopwatch
from generator.tasks import Task
from generator.theme import Theme, open_theme
from generator.views.inbox import inbox_files, inbox_front, inbox_month
from generator.views.receipts import overview_front, overview_month

NOTE = "inboxes.made"
MANY = 8  # sections that differ, from which on several processes are worth their start
NO_PLATFORM = Platform("", "", "", "", "", "")
Made = dict[str, tuple[str, int]]  # by section: the digest of what it was made from, the number of its tree


@dataclass(frozen=True, slots=True)
class Wanted:
    """A section that may have to be made: its name, what it depends on, what plans it."""

    name: str
    digest: str
    plan: Callable[[], Plan]
    dressed: bool  # carries the theme's assets; a month uses those of its front


def make(task: Task, found: Iterable[Inbox], all_of_it: Overview, processes: int = 1) -> bool:
    """Make what differs and switch; whether anything did. `GeneratorError` where a page cannot be shown: nothing goes.

    Whoever calls holds the lock of the inboxes.
    """
    theme, base = _theme(task)
    wanted = [
        *_of_overview(task.site, all_of_it, base),
        *(each for inbox in found for each in _of_inbox(task.site, inbox, base)),
    ]
    home = inside.home(task.output)
    home.mkdir(parents=True, exist_ok=True)
    known = {} if task.clean else _known(task.output)
    fresh = {each.name: known[each.name] for each in wanted if _holds(home, each, known)}
    stale = [each for each in wanted if each.name not in fresh]
    sequence = trees.next_sequence(home)
    made = {name: number for part in _made(task, theme, sequence, stale, processes) for name, number in part}
    chosen = {name: number for name, (_, number) in fresh.items()} | made
    _refuse_incomplete(home, made)  # the others were seen a moment ago
    switched = inside.publish(task.output, sequence, chosen)
    digests = {each.name: each.digest for each in wanted}
    _note(task.output, {name: (digests[name], number) for name, number in chosen.items()})
    if switched:
        prune(home, "../internal")
    return switched


def _made(task: Task, theme: Theme, sequence: int, stale: list[Wanted], processes: int) -> list[list[tuple[str, int]]]:
    work = partial(_make_some, task, theme, sequence)
    if processes < 2 or len(stale) < MANY:
        return [work(stale)]
    from generator.lanes import in_batches

    return in_batches(work, [stale[number::processes] for number in range(processes)], processes)


def _make_some(task: Task, theme: Theme, sequence: int, stale: list[Wanted]) -> list[tuple[str, int]]:
    return [(each.name, _make_one(task, theme, sequence, each)) for each in stale]


def _make_one(task: Task, theme: Theme, sequence: int, wanted: Wanted) -> int:
    home = inside.home(task.output)
    order = section.Order(
        root=task.root,
        output=home,
        slug=wanted.name,
        sequence=sequence,
        plan=wanted.plan(),
        code=f"{task.code} {_assets_of(theme)}",  # a month leads to the assets of its front
        clean=task.clean,
        today=task.today,
    )
    dressed = theme if wanted.dressed else replace(theme, assets={})
    made = section.make(order, dressed, trees.latest(home, wanted.name), Stopwatch())
    if wrong := (*made.refused, *made.findings):
        raise GeneratorError(
            f"内部收文没有更新：{wrong[0].message}", wrong[0].path, "各单位看到的保持原样；请系统管理员查看"
        )
    return made.sequence


def _refuse_incomplete(home: Path, chosen: dict[str, int]) -> None:
    """A tree that is not there cannot be shown: whatever took it away, readers keep what they have."""
    lost = sorted(name for name, number in chosen.items() if not trees.is_complete(home, name, number))
    if lost:
        raise GeneratorError("内部收文没有更新：刚生成的文件不见了", lost[0], "查看磁盘，再运行一次 gongkai inbox")


# ── what is to be there ─────────────────────────────────────────────────────────────────────────────────────────


def _of_inbox(site: Site, inbox: Inbox, base: str) -> Iterator[Wanted]:
    """The front of an inbox, and its months."""
    frame = _frame(site, inbox.unit.slug, inbox.unit.name, inbox.unit.short_name, inbox.base, "收文", "feed.atom")
    months = {month: _digest(base, frame, *map(_told, found)) for month, found in inbox.months.items()}
    digest = _digest(base, frame, inbox.unit, *months.items())
    yield Wanted(inbox.unit.slug, digest, lambda: _plan(frame, inbox_front(inbox)), True)
    names = list(inbox.months)
    for number, month in enumerate(names):
        near = (names[max(0, number - 1)], *names[number + 1 : number + 2], min(number, 2))
        name = inside.section(inbox.unit.slug, month)
        yield Wanted(name, _digest(months[month], near), partial(_month, frame, inbox, month), False)


def _month(frame: Frame, inbox: Inbox, month: str) -> Plan:
    return _plan(frame, inbox_month(inbox, month), tuple(inbox_files(inbox, month)))


def _of_overview(site: Site, overview: Overview, base: str) -> Iterator[Wanted]:
    """The overview, and its months."""
    address = next(iter(overview.members)).slug if overview.members else ""
    frame = _frame(
        site,
        inside.OVERVIEW,
        site.name,
        f"{site.short_name}公文流转",
        f"{site.base_url}{address}",
        "签收情况",
        "index.html",
    )
    digests = {
        month: _digest(
            base, frame, *(_told(each) for own in found for each in overview.deliveries[own.serial].values())
        )
        for month, found in overview.months.items()
    }
    yield Wanted(
        inside.OVERVIEW,
        _digest(base, frame, overview.members, *digests.items()),
        lambda: _plan(frame, overview_front(overview)),
        True,
    )
    names = list(overview.months)
    for number, month in enumerate(names):
        near = (names[max(0, number - 1)], *names[number + 1 : number + 2])
        yield Wanted(
            inside.section(inside.OVERVIEW, month),
            _digest(digests[month], overview.members, near),
            lambda month=month: _plan(frame, overview_month(overview, month)),  # type: ignore[misc]
            False,
        )


def _told(each: Delivery) -> tuple[object, ...]:
    """All of a delivery that any page shows, with what stands for its dispatch."""
    return (
        each.dispatch.serial,
        each.dispatch.digest,
        each.unit,
        each.copy,
        each.due,
        each.standing,
        each.receipt,
        each.recall,
    )


def _digest(*parts: object) -> str:
    return blake2b(repr(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _plan(frame: Frame, pages: Iterable[Page], assets: tuple[Asset, ...] = ()) -> Plan:
    return Plan(
        frame, tuple(sorted(pages, key=lambda page: page.url)), tuple(sorted(assets, key=lambda asset: asset.url))
    )


def _frame(site: Site, slug: str, name: str, short_name: str, base: str, first: str, feed: str) -> Frame:
    """The frame of inner pages: no channel, no platform, nothing that leads out of the intranet."""
    footer = Footer("", "", "", site.footer.sponsor, site.footer.contact, "", "")
    return Frame(
        site_name=site.name,
        site_short_name=site.short_name,
        site_domain=site.host,
        example_notice=site.example_notice,
        unit_slug=slug,
        unit_name=name,
        unit_short_name=short_name,
        unit_kind=UnitKind.DEPARTMENT,
        unit_group="",
        base_url=base,
        home="index.html",
        portal=False,
        navigation=(Link(first, "index.html"),),
        outward=(),
        upper_links=(),
        platform=NO_PLATFORM,
        platform_unit_url="",
        footer=footer,
        sitemap="",
        feed=feed,
        links=(),
    )


def _theme(task: Task) -> tuple[Theme, str]:
    """The county's theme, and what stands for it and for the program."""
    layers = chain(task.root / "themes", task.site.theme, "", task.site.colors)
    stamped = stamp(layers)
    theme = open_theme(layers, stamped, files.caches(task.output) / f"templates-{task.code[:16]}")
    return theme, f"{stamped} {task.code}"


def _assets_of(theme: Theme) -> str:
    return _digest(sorted((name, asset.url) for name, asset in theme.assets.items()))


# ── what was made last ──────────────────────────────────────────────────────────────────────────────────────────


def _holds(home: Path, wanted: Wanted, known: Made) -> bool:
    """The section would come out as it is, and its tree is there."""
    digest, number = known.get(wanted.name, ("", 0))
    return digest == wanted.digest and trees.is_complete(home, wanted.name, number)


def _known(output: Path) -> Made:
    body = files.unseal(files.caches(output) / NOTE, NOTE)
    return {name: (digest, number) for name, (digest, number) in json.loads(body).items()} if body else {}


def _note(output: Path, made: Made) -> None:
    files.caches(output).mkdir(parents=True, exist_ok=True)
    files.seal(files.caches(output) / NOTE, json.dumps(made, sort_keys=True).encode(), NOTE)
