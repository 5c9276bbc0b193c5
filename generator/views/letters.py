"""来信和答复: of a unit the public letters, each with its page, its statistics and a table for machines; of the county
all units' statistics, the newest replies and the monthly bulletins. Nothing here has ever seen who wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.delimited import csv_text
from generator.gather import told_by
from generator.letter_counts import counts, newest_first, url_of
from generator.model import (
    Chart,
    County,
    Letter,
    LetterCount,
    LetterLine,
    Letters,
    LettersDigest,
    LetterSum,
    Link,
    Mount,
    Page,
    Unit,
    UnitContent,
    UnitDigest,
)
from generator.views._head import Head
from generator.views._letters import (
    NAME,
    URL,
    Bulletin,
    BulletinRow,
    BulletinTable,
    Handlers,
    LetterRow,
    Way,
    bulletin,
    bulletins,
    by_name,
    charts,
    head_of,
    row,
    spoken,
    ways,
    yearly,
)
from generator.views._lists import Pager, sliced
from generator.views._roster import from_root

STATISTICS, TABLE = "letters/statistics.html", "letters/letters.csv"
HEADS = ("编号", "渠道", "类别", "收到日", "主题", "内容", "办理单位", "受理日", "答复日", "答复内容", "满意度")
LATEST = 10


@dataclass(frozen=True, slots=True)
class LetterList:
    """A page of a unit's public letters; only the front page has links to what else there is."""

    head: Head
    unit: str
    lines: tuple[LetterLine, ...]
    pager: Pager
    ways: tuple[Way, ...] = ()
    more: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter and its reply."""

    head: Head
    number: str
    channel: str
    category: str
    received: date
    accepted: date | None
    due: date
    replied: date | None
    handler: str
    satisfaction: str
    body: tuple[str, ...]
    reply: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterStatistics:
    """Sums of letters; `units` are the handling ones. Of the county with channels, bulletins and newest replies."""

    head: Head
    owner: str
    years: tuple[LetterRow, ...]
    units: tuple[LetterRow, ...]
    charts: tuple[Chart, ...]
    ways: tuple[Way, ...] = ()
    bulletins: tuple[Link, ...] = ()
    latest: tuple[LetterLine, ...] = ()
    keepers: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterTable:
    """The public letters as a file."""

    rows: tuple[tuple[str, ...], ...]


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A unit's letters."""
    found = content.register(Letters)
    if found is None or not found.letters:
        return
    unit = content.unit
    name = Handlers(county).name
    front, statistics, table = (links.own_file(unit, each) for each in (URL, STATISTICS, TABLE))
    public = newest_first(each for each in found.letters if each.public)
    yield from _lists(unit, county, public, front, (Link("办理情况统计", statistics), Link("数据下载（CSV）", table)))
    for each in public:
        yield Page(links.own_file(unit, url_of(each)), "letter.html", _letter(unit, each, name, front), each.source)
    counted = counts(found, today)
    head = head_of("来信办理情况统计", unit.name, crumbs=(Link(NAME, front),))
    handlers = by_name(counted, name)
    payload = LetterStatistics(head, unit.name, yearly(counted), handlers, tuple(charts(counted, handlers)))
    yield Page(statistics, "letter_statistics.html", payload)
    yield Page(table, "letters", LetterTable(tuple(_cells(each, name) for each in public)), "", False)


def front(content: UnitContent, today: date) -> Link | None:
    """The first page of a unit's letters."""
    found = content.register(Letters)
    return Link(NAME, links.own_file(content.unit, URL)) if found and found.letters else None


def _lists(
    unit: Unit, county: County, public: tuple[Letter, ...], front: str, more: tuple[Link, ...]
) -> Iterator[Page]:
    for url, part, pager in sliced(public, front, county.site.page_size):
        first = url == front
        head = head_of(NAME if first else f"{NAME}（第{pager.number}页）", unit.name)
        lines = tuple(_line(unit, each) for each in part)
        shown = (ways(county.site.letters, unit.uscc), more) if first else ((), ())
        yield Page(url, "letters.html", LetterList(head, unit.name, lines, pager, *shown))


def _line(unit: Unit, letter: Letter) -> LetterLine:
    url = links.own_file(unit, url_of(letter))
    return LetterLine(letter.title, url, letter.day, letter.channel, letter.replied is not None)


def _letter(unit: Unit, each: Letter, name: Callable[[str], str], front: str) -> LetterPage:
    description = f"{each.channel}来信：{each.title}"
    return LetterPage(
        head=head_of(each.title, unit.name, description, (Link(NAME, front),)),
        number=each.number,
        channel=each.channel,
        category=each.category,
        received=each.received,
        accepted=each.accepted,
        due=each.due,
        replied=each.replied,
        handler=name(each.handler),
        satisfaction=each.satisfaction,
        body=each.body,
        reply=each.reply,
    )


def _cells(each: Letter, name: Callable[[str], str]) -> tuple[str, ...]:
    days = (str(day) if day else "" for day in (each.accepted, each.replied))
    accepted, replied = days
    body, reply = "\n".join(each.body), "\n".join(each.reply)
    about = (each.number, each.channel, each.category, str(each.received), each.title, body)
    return (*about, name(each.handler), accepted, replied, reply, each.satisfaction)


def table_csv(table: LetterTable) -> str:
    """The text of the file."""
    return csv_text((HEADS, *table.rows))


WRITERS = {"letters": table_csv}


def county_front(county: County) -> Link | None:
    """The county's statistics."""
    return Link(f"全县{NAME}", URL) if any(digest.counts for _, digest in _told(county)) else None


def _told(county: County) -> list[tuple[UnitDigest, LettersDigest]]:
    """What units tell of their letters."""
    return [(unit, digest) for unit in county.units if (digest := told_by(unit, LettersDigest)) is not None]


def county_pages(county: County, today: date) -> Iterator[Page]:
    """The county's statistics, and a bulletin for each month that is over."""
    told = _told(county)
    counted = tuple(each for _, digest in told for each in digest.counts)
    if not counted:
        return
    site = county.site
    months = bulletins(counted, site.letters, today)
    crumbs = (Link(NAME, URL),)
    for month in months:
        payload = bulletin(site.name, month, counted, county, crumbs)
        yield Page(f"letters/{month}.html", "letter_bulletin.html", payload)
    units = by_name(counted, Handlers(county).name)
    portal = next((each.uscc for each in county.units if each.mount is Mount.ROOT), "")
    yield Page(
        URL,
        "letter_statistics.html",
        LetterStatistics(
            head=head_of(NAME, site.name),
            owner=site.name,
            years=yearly(counted),
            units=units,
            charts=tuple(charts(counted, units)),
            ways=ways(site.letters, portal),
            bulletins=tuple(Link(f"{spoken(month)}来信办理情况通报", f"letters/{month}.html") for month in months),
            latest=_latest(county, told),
            keepers=tuple(Link(unit.short_name, _at(county, unit, URL)) for unit, _ in told),
        ),
    )


def _latest(county: County, told: list[tuple[UnitDigest, LettersDigest]]) -> tuple[LetterLine, ...]:
    found = (
        LetterLine(each.title, _at(county, unit, each.url), each.day, each.channel, each.replied)
        for unit, digest in told
        for each in digest.latest
    )
    return tuple(sorted(found, key=lambda each: each.day, reverse=True)[:LATEST])  # within a day as units have them


def _at(county: County, unit: UnitDigest, url: str) -> str:
    return from_root(county, unit, links.own_file(unit, url))


_SUM = LetterSum(received=3, replied=2, answered=2, judged=2, in_time=2, days=9, rated=1, satisfied=1, shown=2)
_COUNTS = (
    LetterCount("2026-09", "样例局", "县长信箱", "咨询", _SUM),
    LetterCount("2026-10", "样例镇", "建言献策", "建言献策", _SUM),
)
_WAYS = (Way("县长信箱", "15 个工作日，咨询 5 个工作日", "https://xzxx.county.example/", "由县信访局受理"),)
_LINE = LetterLine("关于村道路灯的建议", "letters/2026/y-1.html", date(2026, 10, 9), "建言献策", True)
_ROWS = by_name(_COUNTS, str)
_FRONT = (Link(NAME, URL),)
_BULLETIN = (BulletinRow("部门", 2, 2, 0, "100%"),)
SAMPLE = (
    Page(URL, "letters.html", LetterList(head_of(NAME, "样例镇"), "样例镇", (_LINE,), Pager(), _WAYS, _FRONT)),
    Page(
        _LINE.url,
        "letter.html",
        LetterPage(
            head_of(_LINE.title, "样例镇", crumbs=_FRONT),
            *("Y-1", "建言献策", "建言献策", date(2026, 9, 28), None, date(2026, 10, 26), date(2026, 10, 9)),
            *("样例镇", "满意", ("村口的路灯坏了。",), ("路灯已经修好。",)),
        ),
    ),
    Page(
        STATISTICS,
        "letter_statistics.html",
        LetterStatistics(
            head_of("来信办理情况统计", "样例县"),
            *("样例县", (row("2026年", _SUM),), _ROWS, tuple(charts(_COUNTS, _ROWS))),
            *(_WAYS, (Link("2026年10月来信办理情况通报", "letters/2026-10.html"),), (_LINE,), _FRONT),
        ),
    ),
    Page(
        "letters/2026-10.html",
        "letter_bulletin.html",
        Bulletin(
            head_of("2026年10月来信办理情况通报", "样例县", crumbs=_FRONT),
            *("2026年10月", date(2026, 11, 5), "2026年10月共收到来信 2 件。"),
            (BulletinTable("按办理单位所属分", "所属", _BULLETIN, BulletinRow("合计", 2, 2, 0, "100%")),),
        ),
    ),
    Page(TABLE, "letters", LetterTable((("Y-1", *("",) * 10),)), "", False),
)
