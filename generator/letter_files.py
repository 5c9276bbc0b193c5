"""`letters/*.csv` and `letters/*.yaml` of a unit → its letters, masked, and the rows that are passed over.

A row is a letter; the first row names the columns (`rules/letters.yaml`). What is in a cell is never repeated in a
message, since nothing that a citizen wrote may stand in a log: a message says where it stands and what belongs there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from generator import frontmatter, secrecy
from generator.delimited import decoded, records
from generator.forms import repair_day
from generator.frontmatter import DATA_LIMIT, DATA_NODE_LIMIT, parse_yaml
from generator.letter_masking import masker
from generator.model import Letter, LetterSettings, Mark
from generator.rulebook import rules
from generator.working_days import after

TEXT_LIMIT = 20_000  # characters of a letter or a reply
_NUMBER = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", re.ASCII)
_YES, _NO = ("是", "公开", "1", "true"), ("否", "不公开", "0", "false")


class Fault(NamedTuple):
    """Why a row, or a file, is passed over."""

    mark: Mark
    message: str


class Row(NamedTuple):
    """A letter as it was typed: cells by the names of `rules/letters.yaml`, where each stands; never shown."""

    source: str
    number: int  # of the row, or the line
    cells: Mapping[str, str]
    places: Mapping[str, Mark]
    names: tuple[str, ...]
    values: tuple[str, ...]

    def fault(self, cell: str, message: str) -> Fault:
        """What is wrong in a cell of it."""
        return Fault(self.places.get(cell, Mark(self.number, 1)), message)


class Terms(NamedTuple):
    """By what letters are read: the county's settings, whose they are, what of the unit may be told, the day."""

    settings: LetterSettings
    handler: str
    allowed: tuple[str, ...]
    today: date


# ── rows of files ───────────────────────────────────────────────────────────────────────────────────────────────


def text_of(data: bytes) -> str:
    """The text of a file, its line ends plain; ValueError where its encoding is not known."""
    return decoded(data).replace("\r\n", "\n").replace("\r", "\n")  # UnicodeDecodeError is a ValueError


def csv_rows(source: str, text: str) -> tuple[list[Row], list[Fault]]:
    """The rows of a CSV file."""
    try:
        lines = list(records(text, ","))
    except ValueError as error:
        return [], [Fault(Mark(int(error.args[0]), 1), "这一行有一个引号没有配对，整个文件没有读")]
    if not lines:
        return [], [Fault(Mark(1, 1), "文件是空的")]
    heads = tuple(each.strip() for each in lines[0][1])
    faults = list(_head_faults(heads))
    if any(_field(each) == "number" for each in heads):
        rows = (_csv_row(source, number, heads, cells) for number, cells in lines[1:])
        found = [(row, len(cells)) for row, (_, cells) in zip(rows, lines[1:], strict=True)]
        faults += [Fault(Mark(row.number, 1), _width(size, len(heads))) for row, size in found if size != len(heads)]
        return [row for row, size in found if size == len(heads)], faults
    return [], [*faults, Fault(Mark(1, 1), "没有「编号」这一列，整个文件没有读")]


def _width(size: int, wanted: int) -> str:
    return f"这一行有 {size} 格，表头有 {wanted} 格，这一封没有读"


def _head_faults(heads: tuple[str, ...]) -> Iterator[Fault]:
    for column, head in enumerate(heads, 1):
        if head and not _field(head) and not _is_private(head):
            yield Fault(Mark(1, column), f"第 {column} 列的列名不认识，这一列没有读")


def _field(head: str) -> str:
    """The name of the field that a head means; '' for none."""
    return next((name for name, heads in rules("letters")["heads"].items() if head.strip() in heads), "")


def _is_private(head: str) -> bool:
    return any(head in heads for heads in rules("letters")["private"].values())


def _csv_row(source: str, number: int, heads: tuple[str, ...], cells: tuple[str, ...]) -> Row:
    pairs = [
        (head, cell.strip(), Mark(number, place))
        for place, (head, cell) in enumerate(zip(heads, cells, strict=False), 1)
    ]
    return _row(source, number, pairs)


def _row(source: str, number: int, pairs: Iterable[tuple[str, str, Mark]]) -> Row:
    private = rules("letters")["private"]
    cells, places, names, values = dict[str, str](), dict[str, Mark](), list[str](), list[str]()
    for head, cell, mark in pairs:
        name = _field(head)
        if name:
            cells[name], places[name] = cell or cells.get(name, ""), mark
        elif head in private["names"]:
            names.append(cell)
        elif head in private["values"]:
            values.append(cell)
    return Row(source, number, cells, places, tuple(filter(None, names)), tuple(filter(None, values)))


def yaml_rows(source: str, text: str) -> tuple[list[Row], list[Fault]]:
    """The letters of a YAML file: a list below 信件, each with the columns of the table as keys."""
    parsed = parse_yaml(text, limit=DATA_LIMIT, node_limit=DATA_NODE_LIMIT)
    if parsed.faults:  # whose own words may hold what was written
        return [], [Fault(Mark(each.line, each.column), "YAML 的写法有错，整个文件没有读") for each in parsed.faults]
    values = parsed.values.get("信件") if isinstance(parsed.values, dict) else None
    if not isinstance(values, list):
        return [], [Fault(Mark(1, 1), "应当写“信件:”，下面每封信以 - 开头")]
    rows, faults = [], list[Fault]()
    for place, value in enumerate(values):
        mark = parsed.marks.get(f"信件.{place}", Mark(1, 1))
        if isinstance(value, dict) and all(isinstance(cell, str | None) for cell in value.values()):
            rows.append(_yaml_row(source, f"信件.{place}", mark, value, parsed))
            faults += _unknown_keys(f"信件.{place}", mark, value, parsed)
        else:
            faults.append(Fault(mark, "每封信应当写成“编号: …”这样一行一项，这一封没有读"))
    return rows, faults


def _yaml_row(source: str, place: str, mark: Mark, value: Mapping[str, Any], parsed: frontmatter.ParsedYaml) -> Row:
    pairs = ((head, (cell or "").strip(), parsed.marks.get(f"{place}.{head}", mark)) for head, cell in value.items())
    return _row(source, mark[0], pairs)


def _unknown_keys(place: str, mark: Mark, value: Mapping[str, Any], parsed: frontmatter.ParsedYaml) -> Iterator[Fault]:
    for head in value:
        if not _field(head) and not _is_private(head):
            yield Fault(parsed.keys.get(f"{place}.{head}", mark), "这一项的名称不认识，没有读")


# ── letters of rows ─────────────────────────────────────────────────────────────────────────────────────────────


def letters(rows: Iterable[Row], terms: Terms) -> tuple[tuple[Letter, ...], tuple[tuple[str, Fault], ...]]:
    """The letters of all files of a unit, newest first, and by file what is wrong; of two with one number the first."""
    rows = tuple(rows)
    writers = tuple(name for row in rows for name in row.names)
    found: dict[str, Letter] = {}
    faults: list[tuple[str, Fault]] = []
    for row in rows:
        wrong = tuple(_faults(row, terms))
        if not wrong and row.cells["number"].lower() in found:
            wrong = (row.fault("number", "这个编号前面已经有了，这一封没有读"),)
        if wrong:
            faults += ((row.source, each) for each in wrong)
            continue
        found[row.cells["number"].lower()] = _letter(row, terms, writers)
    return tuple(sorted(found.values(), key=lambda each: (each.received, each.number), reverse=True)), tuple(faults)


def _faults(row: Row, terms: Terms) -> Iterator[Fault]:
    """Everything for which a row is passed over."""
    cells = row.cells
    number = cells.get("number", "")
    if len(number) > 32 or not _NUMBER.fullmatch(number) or re.search(r"[0-9]{15}", number) or _hidden(number):
        yield row.fault("number", "编号应当是字母、数字和连字符，32 个以内，不能是身份证号、手机号那样的号码")
    channels = tuple(each.name for each in terms.settings.channels)
    if cells.get("channel") not in channels:
        yield row.fault("channel", f"渠道应当是 {'、'.join(channels)} 之一")
    if category(cells.get("category", "")) not in rules("letters")["categories"]:
        yield row.fault("category", f"类别应当是 {'、'.join(rules('letters')['categories'])} 之一")
    if cells.get("satisfaction") and cells["satisfaction"] not in rules("letters")["satisfaction"]:
        yield row.fault(
            "satisfaction", f"满意度应当是 {'、'.join(rules('letters')['satisfaction'])} 之一，没有评价的空着"
        )
    if len(cells.get("handler", "")) > 40:
        yield row.fault("handler", "办理单位应当写单位的名称或者文件夹名")
    for cell, text in cells.items():
        if next(iter(secrecy.marks(text)), None) is not None:
            yield row.fault(cell, "出现密级或内部资料标志，这封信没有读；涉密的不要放进公开网站的内容里")
    yield from _day_faults(row, terms.today)
    yield from _public_faults(row)


def _hidden(number: str) -> bool:
    """A number that masking would change is somebody's."""
    return masker((), (), (), ())(number) != number


def _day_faults(row: Row, today: date) -> Iterator[Fault]:
    received = _day(row, "received")
    if received is None:
        yield row.fault("received", "收到日应当写成 2026-01-31 这样")
    elif received > today:
        yield row.fault("received", "收到日还没有到，到那一天再读")
    for cell, name in (("accepted", "受理日"), ("replied", "答复日")):
        day = _day(row, cell)
        if row.cells.get(cell) and day is None:
            yield row.fault(cell, f"{name}应当写成 2026-01-31 这样，没有的空着")
        elif day is not None and received is not None and day < received:
            yield row.fault(cell, f"{name}比收到日还早")
        elif day is not None and day > today:
            yield row.fault(cell, f"{name}还没有到，到那一天再读")


def _public_faults(row: Row) -> Iterator[Fault]:
    written = row.cells.get("public", "").lower()
    if written not in (*_YES, *_NO):
        yield row.fault("public", "公开应当写 是 或者 否；没有写的不公开，也不计数")
    if written in _YES and not row.cells.get("title"):
        yield row.fault("title", "公开的信要有主题")
    if written in _YES and row.cells.get("replied") and not row.cells.get("reply"):
        yield row.fault("reply", "有答复日，没有答复内容")
    if row.cells.get("reply") and not row.cells.get("replied"):
        yield row.fault("replied", "有答复内容，没有答复日")
    for cell, name in (("body", "内容"), ("reply", "答复内容"), ("title", "主题")):
        limit = 100 if cell == "title" else TEXT_LIMIT
        if len(row.cells.get(cell, "")) > limit:
            yield row.fault(cell, f"{name}超过 {limit} 个字")


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
    edit = masker(row.names, writers, row.values, terms.allowed)
    public = cells["public"].lower() in _YES
    kind = category(cells["category"])
    return Letter(
        number=cells["number"],
        channel=channel.name,
        category=kind,
        received=received,
        due=after(received, channel.days(kind)),
        handler=masker(row.names, (), row.values, ())(cells.get("handler", "")) or terms.handler,
        public=public,
        source=row.source,
        row=row.number,
        accepted=_day(row, "accepted"),
        replied=_day(row, "replied"),
        satisfaction=cells.get("satisfaction", ""),
        title=" ".join(edit(cells["title"]).split()) if public else "",
        body=_paragraphs(edit(cells.get("body", ""))) if public else (),
        reply=_paragraphs(edit(cells.get("reply", ""))) if public else (),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (line.strip() for line in text.split("\n"))))


def days_to_come(rows: Iterable[Row], today: date) -> tuple[date, ...]:
    """Days on which rows that are passed over today begin to count."""
    found = (_day(row, cell) for row in rows for cell in ("received", "accepted", "replied"))
    return tuple(day for day in found if day is not None and day > today)
