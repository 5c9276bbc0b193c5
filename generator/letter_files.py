"""Rows of letters → letters, masked, and what is wrong in the rows that are passed over.

Nothing that a citizen wrote may stand in a log: a message says where a fault stands and how it is mended, never what is
written there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from generator import secrecy
from generator.forms import repair_day
from generator.letter_masking import masker
from generator.letter_rows import Fault, Row
from generator.model import Letter, LetterSettings
from generator.rulebook import rules
from generator.working_days import after

TEXT_LIMIT = 20_000  # characters of a letter or a reply
DAY_FIX = "写成 2026-01-31；表格软件改了样子的，先把这一列设成“文本”再写"
_NUMBER = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", re.ASCII)
_YES, _NO = ("是", "公开", "1", "true"), ("否", "不公开", "0", "false")


class Terms(NamedTuple):
    """By what letters are read: the county's settings, whose they are, what of the unit may be told, the day."""

    settings: LetterSettings
    handler: str
    allowed: tuple[str, ...]
    officials: tuple[str, ...]  # leaders whom the unit publishes
    today: date


def letters(rows: Iterable[Row], terms: Terms) -> tuple[tuple[Letter, ...], tuple[tuple[str, Fault], ...]]:
    """The letters of all files of a unit, newest first, and by file what is wrong; of two with one number the first."""
    rows = tuple(rows)
    writers = tuple(name for row in rows for name in row.names)
    found: dict[str, Letter] = {}
    faults: list[tuple[str, Fault]] = []
    for row in rows:
        wrong = tuple(_faults(row, terms))
        if not wrong and row.cells["number"].lower() in found:
            fix = "同一封信写了两次的，删去一行；不是同一封的，给后一封换一个编号"
            wrong = (row.fault("number", "这个编号前面已经有了，这一封没有读", fix),)
        if wrong:
            faults += ((row.source, each) for each in wrong)
            continue
        found[row.cells["number"].lower()] = _letter(row, terms, writers)
    return tuple(sorted(found.values(), key=lambda each: (each.received, each.number), reverse=True)), tuple(faults)


def _faults(row: Row, terms: Terms) -> Iterator[Fault]:
    """Everything for which a row is passed over."""
    yield from _number_faults(row)
    yield from _word_faults(row, terms)
    for cell, text in row.cells.items():
        if next(iter(secrecy.marks(text)), None) is not None:
            fix = "不能公开的，把这封信从本表移走；标志是信里转述的，改写这句话，不写密级的字样"
            yield row.fault(cell, "出现密级或内部资料标志，这封信没有读；涉密的不要放进公开网站的内容里", fix)
    yield from _day_faults(row, terms.today)
    yield from _public_faults(row)


def _number_faults(row: Row) -> Iterator[Fault]:
    number = row.cells.get("number", "")
    if len(number) > 32 or not _NUMBER.fullmatch(number) or re.search(r"[0-9]{15}", number) or _hidden(number):
        message = "编号应当是字母、数字和连字符，32 个以内，不能是身份证号、手机号那样的号码"
        yield row.fault("number", message, "给这封信编一个号，例如 2026-001；网址就是它，公开以后不要改")


def _word_faults(row: Row, terms: Terms) -> Iterator[Fault]:
    """Words that are not among those that may stand in a cell."""
    cells, channels = row.cells, tuple(each.name for each in terms.settings.channels)
    if cells.get("channel") not in channels:
        fix = "照 site.yaml“信件”里的渠道名称写，一字不差；新的渠道，请信息技术人员先加到 site.yaml 里"
        yield row.fault("channel", f"渠道应当是 {'、'.join(channels)} 之一", fix)
    if category(cells.get("category", "")) not in rules("letters")["categories"]:
        fix = "选最接近的一类；都不像的写 其他"
        yield row.fault("category", f"类别应当是 {'、'.join(rules('letters')['categories'])} 之一", fix)
    if cells.get("satisfaction") and cells["satisfaction"] not in rules("letters")["satisfaction"]:
        message = f"满意度应当是 {'、'.join(rules('letters')['satisfaction'])} 之一，没有评价的空着"
        yield row.fault("satisfaction", message, "照来信人选的写；系统里是星数、分数的，按本县的规定折成这三种")
    if len(cells.get("handler", "")) > 40:
        fix = "只写一个单位的简称、名称或者文件夹名；几个单位办的，写牵头的，其余写在答复里"
        yield row.fault("handler", "办理单位应当写单位的名称或者文件夹名", fix)


def _hidden(number: str) -> bool:
    """A number that masking would change is somebody's."""
    return masker((), (), (), ())(number) != number


def _day_faults(row: Row, today: date) -> Iterator[Fault]:
    wait = "日期没有写错的，不用改；写错的，改正年、月、日"
    received = _day(row, "received")
    if received is None:
        yield row.fault("received", "收到日应当写成 2026-01-31 这样", DAY_FIX)
    elif received > today:
        yield row.fault("received", "收到日还没有到，到那一天再读", wait)
    for cell, name in (("accepted", "受理日"), ("replied", "答复日")):
        day = _day(row, cell)
        if row.cells.get(cell) and day is None:
            yield row.fault(cell, f"{name}应当写成 2026-01-31 这样，没有的空着", DAY_FIX)
        elif day is not None and received is not None and day < received:
            yield row.fault(cell, f"{name}比收到日还早", f"核对收到日和{name}，改正写错的一个")
        elif day is not None and day > today:
            yield row.fault(cell, f"{name}还没有到，到那一天再读", wait)


def is_closed(row: Row) -> bool:
    """It says that the letter is not to be public."""
    return row.cells.get("public", "").lower() in _NO


def _public_faults(row: Row) -> Iterator[Fault]:
    written = row.cells.get("public", "").lower()
    if written not in (*_YES, *_NO):
        message = "公开应当写 是 或者 否；没有写的不公开，也不计数"
        yield row.fault("public", message, "来信人同意公开、内容也可以公开的写 是；不同意的，或者拿不准的写 否")
    if written in _YES and not row.cells.get("title"):
        yield row.fault("title", "公开的信要有主题", "写一句话的主题，例如 村口的路灯何时修；不要写人名")
    if written in _YES and row.cells.get("replied") and not row.cells.get("reply"):
        yield row.fault("reply", "有答复日，没有答复内容", "补写答复内容；答复不能公开的，“公开”写 否")
    if row.cells.get("reply") and not row.cells.get("replied"):
        yield row.fault("replied", "有答复内容，没有答复日", "补写答复的日期；还没有答复来信人的，先把答复内容空着")
    for cell, name in (("body", "内容"), ("reply", "答复内容"), ("title", "主题")):
        limit = 100 if cell == "title" else TEXT_LIMIT
        if len(row.cells.get(cell, "")) > limit:
            fix = "主题只写一句话，其余写在内容里" if cell == "title" else "写公开稿，不要整份粘贴附件和往来的材料"
            yield row.fault(cell, f"{name}超过 {limit} 个字", fix)


def _day(row: Row, cell: str) -> date | None:
    written = repair_day(row.cells.get(cell, ""))
    return date.fromisoformat(written) if written else None


def category(written: str) -> str:
    """A category under its one name."""
    return str(rules("letters")["category_aliases"].get(written, written))


def _letter(row: Row, terms: Terms, writers: tuple[str, ...]) -> Letter:
    cells, received = row.cells, _day(row, "received")
    assert received is not None
    channel = next(each for each in terms.settings.channels if each.name == cells["channel"])
    texts = tuple(cells.get(cell, "") for cell in ("title", "body", "reply"))
    edit = masker(row.names, writers, row.values, terms.allowed, terms.officials, texts)
    public = cells["public"].lower() in _YES
    kind = category(cells["category"])
    return Letter(
        number=cells["number"],
        channel=channel.name,
        category=kind,
        received=received,
        due=after(received, channel.days(kind)),
        handler=edit(cells.get("handler", "")) or terms.handler,
        public=public,
        source=row.source,
        row=row.number,
        handler_place=row.place("handler"),
        accepted=_day(row, "accepted"),
        replied=_day(row, "replied"),
        satisfaction=cells.get("satisfaction", ""),
        title=" ".join(edit(texts[0]).split()) if public else "",
        body=_paragraphs(edit(texts[1])) if public else (),
        reply=_paragraphs(edit(texts[2])) if public else (),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.split("\n"))))


def days_to_come(rows: Iterable[Row], today: date) -> tuple[date, ...]:
    """Days on which rows that are passed over today begin to count."""
    found = (_day(row, cell) for row in rows for cell in ("received", "accepted", "replied"))
    return tuple(day for day in found if day is not None and day > today)
