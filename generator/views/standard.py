"""事项标准目录 (国办发〔2019〕54号): a unit's fields, the official table of each, and each item with its documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.delimited import csv_text
from generator.entries import entries
from generator.forms import label_of
from generator.model import (
    Asset,
    Audience,
    ColumnRole,
    County,
    Entry,
    Level,
    Link,
    Manner,
    Page,
    Standard,
    StandardItem,
    Unit,
    UnitContent,
)
from generator.views._head import Head, role_url
from generator.views._lists import Line, Listing, listings
from generator.views._made_files import made_file
from generator.views._standards import INDEX, NAME, head, item_url

FORM = ("序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体")
TICKED = (*Audience, *Manner, Level.COUNTY, Level.TOWNSHIP)  # the columns of the form that hold a tick
OVER = {Audience: "公开对象", Manner: "公开方式", Level: "公开层级"}


@dataclass(frozen=True, slots=True)
class StandardField:
    """A line of the index: a field, its table and the same as a file, how many items it has."""

    name: str
    url: str
    file: str
    headings: tuple[str, ...]  # 一级事项
    count: int  # 0 = a mistake keeps the table back, and what was published last stays


@dataclass(frozen=True, slots=True)
class StandardIndexPage:
    """The fields in which the unit has a catalogue."""

    head: Head
    name: str
    unit: str
    fields: tuple[StandardField, ...]


@dataclass(frozen=True, slots=True)
class StandardRow:
    """An item in the columns of the form."""

    number: int
    heading: str
    name: str
    url: str
    substance: str
    basis: str
    term: str
    agency: str
    channels: tuple[str, ...]
    audience: str
    manner: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandardTablePage:
    """The table of a field."""

    head: Head
    name: str
    unit: str
    file: str
    items: tuple[StandardRow, ...]


@dataclass(frozen=True, slots=True)
class StandardItemPage:
    """An item and its documents; on further pages of the list `row` is None."""

    head: Head
    name: str
    field: Link
    row: StandardRow | None
    listing: Listing
    silence: str = ""  # why there are no documents
    request: str = ""  # how to ask for what is disclosed on request


def front(content: UnitContent, today: date) -> Link | None:
    """The index."""
    return Link(NAME, INDEX) if content.standards else None


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The index, a table for each field, and a page for each item."""
    if not content.standards:
        return
    unit = content.unit
    fields = tuple(map(_field, content.standards))
    top = head(unit, NAME, f"{unit.name}{NAME}：{'、'.join(each.name for each in fields)}")
    yield Page(INDEX, "standard_index.html", StandardIndexPage(top, NAME, unit.name, fields))
    tagged: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries(content, today):
        for name in entry.standard_items:
            tagged[name].append(entry)
    for standard in content.standards:
        for item in standard.shown:
            own = tagged.get(f"{standard.field}.{item.number}", ())
            yield from _item(unit, standard, item, own, county.site.page_size)
        if not standard.broken:
            yield Page(standard.url(), "standard_table.html", _table(unit, standard))


def files(content: UnitContent, today: date) -> Iterator[Asset]:
    """The table of each field as a file, in the columns of the official form."""
    for standard in content.standards:
        if not standard.broken:
            yield made_file(_file(standard), csv_text(_form(standard)).encode())


def _field(standard: Standard) -> StandardField:
    headings = tuple(dict.fromkeys(item.heading for item in standard.shown))
    return StandardField(standard.name, standard.url(), _file(standard), headings, len(standard.shown))


def _file(standard: Standard) -> str:
    return standard.url(f"{standard.field}.csv")


def _table(unit: Unit, standard: Standard) -> StandardTablePage:
    title = f"{standard.name}领域{NAME}"
    found = head(unit, title, f"{unit.name}{title}", (Link(NAME, INDEX),))
    rows = tuple(_row(standard, item) for item in standard.shown)
    return StandardTablePage(found, title, unit.name, _file(standard), rows)


def _item(unit: Unit, standard: Standard, item: StandardItem, own: Sequence[Entry], size: int) -> Iterator[Page]:
    """The page of an item, and numbered pages where it has many documents."""
    above, field = Link(NAME, INDEX), Link(f"{standard.name}领域", standard.url())
    request = role_url(unit, ColumnRole.REQUEST) if item.manner is Manner.ON_REQUEST else ""
    for url, listing in listings(own, item_url(standard, item.number), size):
        number = listing.pager.number
        title = f"{item.title}（第 {number} 页）" if number else item.title
        found = head(unit, title, f"{unit.name}{standard.name}领域公开事项：{item.title}", (above, field))
        row = None if number else _row(standard, item)
        yield Page(
            url, "standard_item.html", StandardItemPage(found, title, field, row, listing, _silence(item), request)
        )


def _silence(item: StandardItem) -> str:
    """What a page says where it has no documents to show."""
    if item.manner is Manner.ON_REQUEST:
        return "这个事项依申请公开，不在网上公布。"
    return "这个事项只向特定群体公开，不在网上公布。" if item.audience is Audience.SPECIFIC else "这个事项暂无信息。"


def _row(standard: Standard, item: StandardItem) -> StandardRow:
    assert item.audience is not None and item.manner is not None, "only complete rows are shown"
    group = f"（{item.group}）" if item.group else ""
    return StandardRow(
        number=item.number,
        heading=item.heading,
        name=item.name,
        url=item_url(standard, item.number),
        substance=item.substance,
        basis=item.basis,
        term=item.term,
        agency=item.agency,
        channels=item.channels,
        audience=f"{label_of(item.audience)}{group}",
        manner=label_of(item.manner),
        levels=tuple(map(label_of, item.levels)),
    )


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────────


def _form(standard: Standard) -> Iterator[tuple[str | int, ...]]:
    """The rows of the official form, its head first; it has a column for villages only where one discloses."""
    ticked = (*TICKED, Level.VILLAGE) if any(Level.VILLAGE in each.levels for each in standard.shown) else TICKED
    yield (*FORM, *(f"{OVER[type(each)]}（{label_of(each)}）" for each in ticked))
    for item in standard.shown:
        channels = " ".join(f"■{each}" for each in item.channels)
        texts = (item.heading, item.name, item.substance, item.basis, item.term, item.agency, channels)
        said: dict[object, str] = {
            item.audience: item.group or "√",
            item.manner: "√",
            **dict.fromkeys(item.levels, "√"),
        }
        yield (item.number, *texts, *(said.get(each, "") for each in ticked))


_SAMPLE_ROW = StandardRow(
    number=1,
    heading="临时救助",
    name="审核审批信息",
    url="standard/shehui-jiuzhu/1.html",
    substance="救助对象名单、救助金额、救助事由",
    basis="《社会救助暂行办法》",
    term="制定或获取信息之日起10个工作日内",
    agency="样例镇人民政府",
    channels=("政府网站", "公开查阅点"),
    audience="全社会",
    manner="主动",
    levels=("县级", "乡级"),
)
_SAMPLE_FIELD = Link("社会救助领域", "standard/shehui-jiuzhu/index.html")
_SAMPLE_FILE = "standard/shehui-jiuzhu/shehui-jiuzhu.csv"
_SAMPLE_HEAD = Head(NAME, f"样例镇人民政府{NAME}", section="zfxxgk/index.html")

SAMPLE = (
    Page(
        INDEX,
        "standard_index.html",
        StandardIndexPage(
            _SAMPLE_HEAD,
            NAME,
            "样例镇人民政府",
            (StandardField("社会救助", _SAMPLE_FIELD.url, _SAMPLE_FILE, ("临时救助",), 1),),
        ),
    ),
    Page(
        _SAMPLE_FIELD.url,
        "standard_table.html",
        StandardTablePage(_SAMPLE_HEAD, f"社会救助领域{NAME}", "样例镇人民政府", _SAMPLE_FILE, (_SAMPLE_ROW,)),
    ),
    Page(
        _SAMPLE_ROW.url,
        "standard_item.html",
        StandardItemPage(
            _SAMPLE_HEAD,
            "临时救助：审核审批信息",
            _SAMPLE_FIELD,
            _SAMPLE_ROW,
            Listing((Line("关于临时救助对象的公示", "info/2026-00003.html", date(2026, 3, 2)),)),
        ),
    ),
)
