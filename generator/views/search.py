"""The search of a unit: its page, and what the browser reads to search without a server (`search_index.py`).

The files are scripts and not data, since a page that was opened from a disk may load nothing else. The index lies in
blocks of 256 documents (`i0.js` …), what is shown of them in others: days and columns of all in one (`unit.js`), and
one for each document (`d0.js` …), so that looking into one costs no more than itself and an edit changes few files.
Public letters with their replies, and meetings with their minutes, are searched too; each kind begins a block of its
own, so that a document more moves none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator import links
from generator.entries import ended, entries
from generator.letter_counts import url_of
from generator.limits import MarkupError
from generator.model import (
    County,
    Document,
    Entry,
    Letters,
    Meeting,
    Meetings,
    Page,
    Unit,
    UnitContent,
    Validity,
    page_of,
)
from generator.readable import text_of
from generator.records import to_json
from generator.search_index import Searchable, common_characters, index, initials
from generator.views._head import Head
from generator.views._letters import NAME as LETTERS_NAME
from generator.views._meetings import NAME as MEETINGS_NAME
from generator.views._meetings import meeting_url

FOLDER = "search"
LETTERS, MEETINGS = "letters", "meetings"  # in the place of a column's key
NAMES = {LETTERS: LETTERS_NAME, MEETINGS: MEETINGS_NAME}
BLOCK = 256  # documents in a file of the index
EPOCH = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page: where the index of the unit lies, where that of the county (on another host it cannot be read), and
    where else one can search, all as the page links to them; and the characters that tell little (`common`)."""

    head: Head
    unit: str
    own: str
    county: str
    platform: str
    common: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of what is searched, under the name by which the browser asks for it."""

    name: str
    value: str  # JSON


@dataclass(frozen=True, slots=True)
class IndexBlock:
    """Documents whose index is made when the file is written."""

    name: str
    documents: tuple[Searchable, ...]


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """The page, and all that it reads."""
    unit = content.unit
    own = f"{links.own_file(unit, FOLDER)}/"
    whole = links.root_page(unit, f"{FOLDER}/", county.site)
    head = Head("搜索", f"搜索{unit.name}公开的信息", indexable=False)
    yield Page(
        "search.html",
        "search.html",
        SearchPage(head, unit.short_name, own, whole, county.site.platform.search, common_characters()),
        "",
        False,
    )
    items = _placed(content, today)
    documents = {each.url: each for each in content.documents if not ended(each, today)}
    kept = dict(content.kept_texts)
    texts = [kept[item.url] if item.url in kept else _text(documents.get(item.url)) for item in items]
    for more in (_letters(content), _meetings(content)):
        _append(items, texts, list(more))
    yield from _shown(own, unit, items, texts, {**dict(_columns(content)), **NAMES})
    found = [Searchable(item.title, _searched(item, text)) for item, text in zip(items, texts, strict=True)]
    for start in range(0, len(found), BLOCK):
        name = f"i{start // BLOCK}"
        block = IndexBlock(f"{unit.slug}/{name}", tuple(found[start : start + BLOCK]))
        yield Page(f"{own}{name}.js", "search_index", block, "", False)


def _placed(content: UnitContent, today: date) -> list[Entry]:
    """The documents by their addresses, with a blank in the place of each that was withdrawn: those behind it stay
    where they were, and so do the bytes of their files."""
    found = {item.url: item for item in entries(content, today)}
    gone = {page_of(each.index_number) for each in content.unit.withdrawn} if found else set()
    return [found[url] if url in found else _blank(found[min(found)]) for url in sorted({*found, *gone})]


def _blank(like: Entry) -> Entry:
    """What is found by no query, in a column and a year that there are."""
    return Entry("", "", like.date_published, column=like.column)


def _append(items: list[Entry], texts: list[str], more: list[tuple[Entry, str]]) -> None:
    """Add another kind behind as many blanks as fill the last block."""
    if more:
        blank = _blank(more[0][0]), ""
        for item, text in [*[blank] * (-len(items) % BLOCK), *more]:
            items.append(item)
            texts.append(text)


def _letters(content: UnitContent) -> Iterator[tuple[Entry, str]]:
    """The public letters with their replies."""
    found = content.register(Letters)
    for each in sorted((each for each in found.letters if each.public), key=url_of) if found else ():
        url = links.own_file(content.unit, url_of(each))
        entry = Entry(each.title, url, each.day, document_number=each.number, column=LETTERS)
        yield entry, "\n".join((*each.body, *each.reply))


def _meetings(content: UnitContent) -> Iterator[tuple[Entry, str]]:
    """The meetings with what was announced, changed and noted; of one whose file has a fault nothing but its name."""
    found = content.register(Meetings)
    for each in sorted(found.meetings, key=lambda each: each.number) if found else ():
        url, day = meeting_url(content.unit, each), date.fromisoformat(each.start.partition("T")[0])
        entry = Entry(each.title, url, day, document_number=each.number, column=MEETINGS)
        yield entry, "" if each.kept else "\n".join(_told(each))


def _told(meeting: Meeting) -> tuple[str, ...]:
    changes = (change.text for change in meeting.changes)
    return (meeting.place, meeting.convener, *meeting.agenda, *changes, *meeting.minutes)


def _columns(content: UnitContent) -> Iterator[tuple[str, str]]:
    return ((column.key, column.name) for column in content.unit.walk())


def _shown(own: str, unit: Unit, items: list[Entry], texts: list[str], columns: Mapping[str, str]) -> Iterator[Page]:
    used = sorted({item.column for item in items})
    days = [(item.date_published - EPOCH).days for item in items]
    steps = [day - before for day, before in zip(days, [0, *days], strict=False)]
    table = {
        "name": unit.short_name,
        "columns": [columns.get(key, key) for key in used],
        "days": steps,
        "in": [used.index(item.column) for item in items],
        "not": {
            str(place): item.validity.value
            for place, item in enumerate(items)
            if item.validity is not Validity.IN_FORCE
        },
    }
    yield _page(own, unit.slug, "unit", table)
    for place, (item, text) in enumerate(zip(items, texts, strict=True)):
        if item.url:
            row = [item.title, item.url, item.document_number, item.index_number, initials(item.title), text]
            yield _page(own, unit.slug, f"d{place}", row)


def _page(own: str, slug: str, name: str, value: object) -> Page:
    return Page(f"{own}{name}.js", "search_part", Part(f"{slug}/{name}", to_json(value)), "", False)


def _text(document: Document | None) -> str:
    """What there is to read of a document; nothing of one that has ended, or cannot be rendered."""
    if document is None:
        return ""
    files = "\n".join(file.title for file in document.attachments)
    try:
        return "\n".join(filter(None, (text_of(document.body, document.service), files)))
    except MarkupError:  # told where its page is rendered
        return files


def _searched(item: Entry, text: str) -> tuple[str, ...]:
    numbers = tuple(filter(None, (item.document_number, item.index_number)))
    return (*numbers, *text.split("\n")) if text else numbers


def _part(part: Part) -> str:
    return f'gongkai("{part.name}",{part.value});\n'


def _index(block: IndexBlock) -> str:
    lines = ",\n".join(index(block.documents))
    return f'gongkai("{block.name}",[\n{lines}\n]);\n'


WRITERS = {"search_part": _part, "search_index": _index}

SAMPLE = (
    Page(
        "search.html",
        "search.html",
        SearchPage(
            Head("搜索", "搜索公开的信息", indexable=False),
            "样例镇",
            "search/",
            "../search/",
            "https://s.example/",
            "的",
        ),
        "",
        False,
    ),
    Page("search/d0.js", "search_part", Part("yangli/d0", '["样例"]'), "", False),
    Page("search/i0.js", "search_index", IndexBlock("yangli/i0", (Searchable("样例", ("正文",)),)), "", False),
)
