"""An inbox for programs: what came as a feed (Atom), the same as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from operator import attrgetter

from generator.codec import field_names
from generator.model.routing import Inbox
from generator.views._deliveries import InboxLine
from generator.xml_text import DECLARATION, escaped

BEGINNING = "1970-01-01 00:00"  # of a feed without entries: the form asks for a moment
_NAMES = field_names(InboxLine)
_ROW = attrgetter(*_NAMES)


@dataclass(frozen=True, slots=True)
class InboxFeed:
    """The feed of an inbox, or the archive of one of its months; `entries` are whole lines with absolute addresses."""

    name: str
    title: str
    url: str
    home: str
    updated: str
    entries: tuple[InboxLine, ...]
    current: str = ""
    older: str = ""


def feed_of(inbox: Inbox, url: str, lines: list[InboxLine], older: str, current: str = "") -> InboxFeed:
    """The feed at an address; `older` is the month whose archive comes before, `current` the feed of the newest where
    this is an archive."""
    return InboxFeed(
        f"tag:{inbox.host},2026:inbox/{inbox.unit.slug}",
        f"{inbox.unit.short_name}收文",
        f"{inbox.base}{url}",
        inbox.base,
        max((each.recalled or each.arrived for each in lines), default=BEGINNING),
        tuple(lines),
        current,
        f"{inbox.base}{older}/feed.atom" if older else "",
    )


def feed_text(feed: InboxFeed) -> str:
    """A feed as Atom (RFC 4287, archives RFC 5005)."""
    more = ' xmlns:fh="http://purl.org/syndication/history/1.0"' if feed.current else ""
    links = (("self", feed.url), ("current", feed.current), ("prev-archive", feed.older))
    lines = [
        f'{DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom"{more} xml:lang="zh-CN">',
        f"<id>{escaped(feed.name)}</id>",
        f"<title>{escaped(feed.title)}</title>",
        f"<updated>{_instant(feed.updated)}</updated>",
        *(f'<link rel="{name}" type="application/atom+xml" href="{escaped(url)}"/>' for name, url in links if url),
        f'<link rel="alternate" type="text/html" href="{escaped(feed.home)}"/>',
        f"<author><name>{escaped(feed.title)}</name></author>",
        *(["<fh:archive/>"] if feed.current else []),
        *(_entry(feed, each) for each in feed.entries),
    ]
    return "\n".join(lines) + "\n</feed>\n"


def _entry(feed: InboxFeed, each: InboxLine) -> str:
    """An entry; its name is that of the dispatch, so that it is one in whatever inbox it stands."""
    mark = "已撤回：" if each.standing == "recalled" else f"【{each.urgency}】" if each.urgency else ""
    facts = (each.document_number, each.sender, f"{each.due} 前签收", "抄送" if each.copy else "", each.reason)
    name = f"{feed.name.partition(':inbox/')[0]}:dispatch/{each.serial}"
    return (
        f"<entry>\n<id>{escaped(name)}</id>\n<title>{escaped(mark + each.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{escaped(feed.home + each.url)}"/>\n'
        f"<published>{_instant(each.arrived)}</published>\n"
        f"<updated>{_instant(each.recalled or each.arrived)}</updated>\n"
        f"<author><name>{escaped(each.sender)}</name></author>\n"
        f'<category term="{each.standing}" label="{escaped(each.told)}"/>\n'
        f"<summary>{escaped('，'.join(filter(None, facts)))}</summary>\n</entry>"
    )


def _instant(moment: str) -> str:
    return f"{moment.replace(' ', 'T')}:00+08:00"


def records(feed: InboxFeed) -> str:
    """The same as JSON, a document a line."""
    told = {"unit": feed.title, "home": feed.home, "older": feed.older.replace("feed.atom", "inbox.json")}
    head = json.dumps(told, ensure_ascii=False).removesuffix("}")
    entries = (dict(zip(_NAMES, _ROW(each), strict=True)) | {"url": feed.home + each.url} for each in feed.entries)
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in entries)
    return f'{head}, "documents": [\n{lines}\n]}}\n'
