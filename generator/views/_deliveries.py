"""What pages of inboxes show of a delivery: a line in a list, and where its pages and files are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.model import Link
from generator.model.routing import Delivery, Dispatch, Standing

WORDS = {
    Standing.UNREAD: "待签收",
    Standing.OVERDUE: "逾期未签收",
    Standing.RECEIVED: "已签收",
    Standing.LATE: "逾期签收",
    Standing.RECALLED: "已撤回",
}
PENDING = (Standing.UNREAD, Standing.OVERDUE)


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A dispatch in a list; moments as 2026-11-24 09:12. `successor` is the page of the one in its place."""

    title: str
    url: str
    serial: str
    document_number: str
    sender: str
    arrived: str
    due: str
    urgency: str  # "" for the usual
    standing: str
    told: str
    copy: bool
    signed: str  # who signed and when
    reason: str = ""
    recalled: str = ""  # when
    successor: str = ""


def line(delivery: Delivery, names: Mapping[str, str], pages: Mapping[str, str]) -> InboxLine:
    """The line of a delivery; `pages` are the addresses of those that came in the place of others, by serial."""
    each, recall = delivery.dispatch, delivery.recall
    receipt = delivery.receipt
    return InboxLine(
        each.title,
        page_of(each),
        each.serial,
        each.document_number,
        names.get(each.sender, each.sender),
        shown(each.arrived),
        shown(delivery.due),
        each.urgency,
        delivery.standing.value,
        WORDS[delivery.standing],
        delivery.copy,
        f"{receipt.person} {shown(receipt.moment)}".strip() if receipt else "",
        recall.reason if recall else "",
        shown(recall.moment) if recall else "",
        pages.get(recall.successor, "") if recall else "",
    )


def shown(moment: str) -> str:
    """A moment as people read it."""
    return moment.replace("T", " ")


def page_of(dispatch: Dispatch) -> str:
    """The page of a dispatch in a unit's inbox."""
    return f"{dispatch.month}/{dispatch.name}.html"


def file_of(dispatch: Dispatch, number: int) -> str:
    """The address of one of its files: its name is for people, not for addresses."""
    return f"{dispatch.month}/{dispatch.name}/{number}{PurePosixPath(dispatch.files[number].name).suffix.lower()}"


def month_page(month: str) -> str:
    """The page of a month."""
    return f"{month}/index.html"


def month_name(month: str) -> str:
    """A month as people read it."""
    return f"{month[:4]}年{int(month[5:])}月"


def month_link(month: str) -> Link | None:
    """The way to a month; none where there is no such month."""
    return Link(month_name(month), month_page(month)) if month else None
