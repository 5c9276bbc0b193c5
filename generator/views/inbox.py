"""The internal inbox of a unit: what was sent to it, what it has yet to sign for, each dispatch on a page of its own.

These pages never become public: they go into trees of their own (`inside`), which no publishing target reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from generator.forms import label_of
from generator.model import Asset, Body, Link, Page
from generator.model.routing import Delivery, Dispatch, Inbox, Standing
from generator.views._deliveries import PENDING, InboxLine, file_of, line, month_link, month_name, month_page, page_of
from generator.views._head import Head
from generator.views._inbox_feed import feed_of, feed_text, records

CURRENT = 2  # months that the feed itself tells; older ones are its archives
NEWEST, PENDING_SHOWN = 20, 100


@dataclass(frozen=True, slots=True)
class InboxMonth:
    """A month in a list of months."""

    name: str
    url: str
    count: int
    pending: int


@dataclass(frozen=True, slots=True)
class InboxFront:
    """The front of an inbox: what is to be signed for, what came last, the months."""

    head: Head
    name: str
    overdue: int
    pending: tuple[InboxLine, ...]
    more: int  # that are to be signed for beyond those shown
    done: tuple[InboxLine, ...]
    months: tuple[InboxMonth, ...]


@dataclass(frozen=True, slots=True)
class InboxListing:
    """What came in a month."""

    head: Head
    lines: tuple[InboxLine, ...]
    newer: Link | None
    older: Link | None


@dataclass(frozen=True, slots=True)
class DispatchFile:
    """A file to be taken away."""

    name: str
    url: str
    size: int


@dataclass(frozen=True, slots=True)
class DispatchPage:
    """A dispatch with all that its addressee must know."""

    head: Head
    line: InboxLine
    date_written: str
    openness: str
    openness_reason: str
    main: tuple[str, ...]
    copies: tuple[str, ...]
    body: Body | None
    files: tuple[DispatchFile, ...]
    replaced: Link | None  # the one that it replaces


def inbox_front(inbox: Inbox) -> Iterator[Page]:
    """The front page, the feed of the newest months and the same for programs."""
    months, every = tuple(inbox.months), inbox.deliveries
    pages = _successors(inbox)
    waiting = sorted(
        (each for each in every if each.standing in PENDING), key=lambda each: (each.due, each.dispatch.serial)
    )
    pending = tuple(line(each, inbox.names, pages) for each in waiting[:PENDING_SHOWN])
    current = [each for month in months[:CURRENT] for each in inbox.months[month]]
    lines = [line(each, inbox.names, pages) for each in current]
    done = (own for each, own in zip(current, lines, strict=True) if each.standing not in PENDING)
    front = InboxFront(
        Head("收文", f"{inbox.unit.name}的收文", section="index.html", indexable=False),
        inbox.unit.short_name,
        sum(each.standing is Standing.OVERDUE for each in waiting),
        pending,
        len(waiting) - len(pending),
        tuple(islice(done, NEWEST)),
        tuple(_month(month, found) for month, found in inbox.months.items()),
    )
    yield Page("index.html", "inbox.html", front, "", False)
    feed = feed_of(inbox, "feed.atom", lines, months[CURRENT] if len(months) > CURRENT else "")
    yield Page("feed.atom", "inbox_feed", feed, "", False)
    yield Page("inbox.json", "inbox_records", feed, "", False)


def inbox_month(inbox: Inbox, month: str) -> Iterator[Page]:
    """The pages of what came in a month, their list, and its feed where it is an archive."""
    pages, months, found = _successors(inbox), tuple(inbox.months), inbox.months[month]
    lines = [line(each, inbox.names, pages) for each in found]
    place = months.index(month)
    newer, older = months[place - 1] if place else "", months[place + 1] if place + 1 < len(months) else ""
    listing = InboxListing(
        Head(f"{month_name(month)}收文", f"{inbox.unit.name}{month_name(month)}的收文", indexable=False),
        tuple(lines),
        month_link(newer),
        month_link(older),
    )
    yield Page(month_page(month), "inbox_month.html", listing, "", False)
    former = _replaced(inbox, found)
    for each, own in zip(found, lines, strict=True):
        yield Page(page_of(each.dispatch), "dispatch.html", _dispatch(each, own, inbox, former), "", False)
    if place >= CURRENT:
        archive = feed_of(inbox, f"{month}/feed.atom", lines, older, f"{inbox.base}feed.atom")
        yield Page(f"{month}/feed.atom", "inbox_feed", archive, "", False)
        yield Page(f"{month}/inbox.json", "inbox_records", archive, "", False)


def inbox_files(inbox: Inbox, month: str) -> Iterator[Asset]:
    """The files of what came in a month: shared with the store, where they never change."""
    for each in inbox.months[month]:
        own = each.dispatch
        for number, file in enumerate(own.files):
            source = f"{own.folder}/{file.name}"
            yield Asset(file_of(own, number), source, file.size, file.sha256, sha256=file.sha256)


def _successors(inbox: Inbox) -> dict[str, str]:
    """The pages, by serial, of those that came to this unit in the place of others."""
    wanted = {each.recall.successor for each in inbox.deliveries if each.recall}
    return {each.dispatch.serial: page_of(each.dispatch) for each in inbox.deliveries if each.dispatch.serial in wanted}


def _replaced(inbox: Inbox, found: tuple[Delivery, ...]) -> dict[str, Link]:
    """Those, by serial, in whose place some of these came."""
    wanted = {each.dispatch.replaces for each in found} - {""}
    former = (each.dispatch for each in (inbox.deliveries if wanted else ()) if each.dispatch.serial in wanted)
    return {each.serial: Link(each.title, page_of(each)) for each in former}


def _month(month: str, found: tuple[Delivery, ...]) -> InboxMonth:
    pending = sum(each.standing in PENDING for each in found)
    return InboxMonth(month_name(month), month_page(month), len(found), pending)


def _dispatch(delivery: Delivery, own: InboxLine, inbox: Inbox, former: Mapping[str, Link]) -> DispatchPage:
    each = delivery.dispatch
    return DispatchPage(
        Head(each.title, f"{own.sender}发", (Link(month_name(each.month), month_page(each.month)),), indexable=False),
        own,
        each.date_written.isoformat() if each.date_written else "",
        label_of(each.openness),
        each.openness_reason,
        tuple(inbox.names.get(slug, slug) for slug in each.main),
        tuple(inbox.names.get(slug, slug) for slug in each.copies),
        Body(each.body) if each.body else None,
        tuple(_file(each, number) for number in range(len(each.files))),
        former.get(each.replaces),
    )


def _file(dispatch: Dispatch, number: int) -> DispatchFile:
    return DispatchFile(dispatch.files[number].name, file_of(dispatch, number), dispatch.files[number].size)


WRITERS = {"inbox_feed": feed_text, "inbox_records": records}

_LINE = InboxLine(
    "样例县人民政府办公室关于做好春耕生产的通知",
    "2026-01/zhengfuban-0001.html",
    "zhengfuban-2026-0001",
    "样政办发〔2026〕1号",
    "政府办",
    "2026-01-05 09:12",
    "2026-01-07 17:30",
    "加急",
    "unread",
    "待签收",
    False,
    "",
)
SAMPLE = (
    Page(
        "inbox/index.html",
        "inbox.html",
        InboxFront(
            Head("收文", "样例镇的收文", indexable=False),
            "样例镇",
            0,
            (_LINE,),
            0,
            (_LINE,),
            (InboxMonth("2026年1月", "inbox/2026-01/index.html", 1, 1),),
        ),
        "",
        False,
    ),
    Page(
        "inbox/2026-01/index.html",
        "inbox_month.html",
        InboxListing(Head("2026年1月收文", "样例镇的收文", indexable=False), (_LINE,), None, None),
        "",
        False,
    ),
    Page(
        "inbox/2026-01/zhengfuban-0001.html",
        "dispatch.html",
        DispatchPage(
            Head(_LINE.title, "政府办发", indexable=False),
            _LINE,
            "2026-01-05",
            "主动公开",
            "",
            ("样例镇",),
            (),
            Body("请各乡镇做好春耕生产。\n"),
            (DispatchFile("通知.docx", "inbox/2026-01/zhengfuban-0001/0.docx", 20_480),),
            None,
        ),
        "",
        False,
    ),
)
