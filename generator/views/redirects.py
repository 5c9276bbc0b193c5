"""Addresses of old: they go on leading to what moved, or say what became of it (国办发〔2017〕47号: 网址稳定).

A document's former number and a column's former folder lead on; of a document that was withdrawn a page stays, which
says when and why. Whatever else has an address keeps it; pages of this view fill only what is free.

Pages say so to people only. `answers.json` tells which they are, so that a web server can answer 301 and 410.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.model import County, Page, UnitContent, address_of, page_of
from generator.records import to_json
from generator.views._head import Head

FORMAT = "gongkai-answers/1"

ADDRESS = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
NUMBER_CHANGED = "本信息的索引号已经变更"
COLUMN_MOVED = "本栏目已经调整"


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """Where a document or a column went, and why the old address is left."""

    head: Head
    title: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """What is left of a withdrawn document: its name and number, the day and the reason (撤下); nothing of its text."""

    head: Head
    title: str
    index_number: str
    unit: str
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a server answers elsewhere than with the file: old address → new address (301), what is gone (410)."""

    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]


def listing_pages(pages: Sequence[Page], content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A page for each old address that is no page's own, and the list of them; the first claim has an address."""
    taken = {page.url for page in pages} | {entry.url for entry in content.kept}
    made: dict[str, Page] = {}
    for page in (*_former_numbers(content), *_former_columns(content), *_withdrawn(content)):
        if page.url not in taken:
            made.setdefault(page.url, page)
    yield from made.values()
    kept = dict(_kept(content))
    if made or kept:
        yield _answers(made, kept)


def _answers(made: Mapping[str, Page], kept: Mapping[str, str]) -> Page:
    payloads = [(url, page.payload) for url, page in sorted(made.items())]
    moved = {url: each.target for url, each in payloads if isinstance(each, RedirectPage)}
    gone = tuple(url for url, each in payloads if isinstance(each, WithdrawnPage))
    return Page("answers.json", "answers", Answers(tuple(sorted({**kept, **moved}.items())), gone), "", False)


def _kept(content: UnitContent) -> Iterator[tuple[str, str]]:
    """The pages that lead to what an error withholds: they stay as they were, as that does."""
    for entry, described in zip(content.kept, content.described, strict=False):
        for number in described.metadata.former_identifiers:
            if url := _address(number):
                yield url, entry.url


def _former_numbers(content: UnitContent) -> Iterator[Page]:
    for document in content.documents:
        for number in document.former_index_numbers:
            if url := _address(number):
                yield _redirect(url, document.title, document.url, NUMBER_CHANGED, document.source)


def _former_columns(content: UnitContent) -> Iterator[Page]:
    columns = {column.key: column for column in content.unit.walk()}
    for old, key in content.unit.former_columns:
        yield _redirect(f"{old}/index.html", columns[key].name, columns[key].url, COLUMN_MOVED)


def _withdrawn(content: UnitContent) -> Iterator[Page]:
    titles = {entry.index_number: entry.title for entry in content.ledger}
    for each in content.unit.withdrawn:
        url = _address(each.index_number)
        if url and each.index_number in titles:
            title = each.title or titles[each.index_number]
            head = Head(title, f"《{title}》已于 {each.day} 撤下", indexable=False)
            payload = WithdrawnPage(head, title, each.index_number, content.unit.name, each.day, each.reason)
            yield Page(url, "withdrawn.html", payload, "", False)


def _address(number: str) -> str:
    """The page that a number has or had; "" where it cannot be an address."""
    return page_of(number) if ADDRESS.fullmatch(address_of(number)) else ""


def _redirect(url: str, title: str, target: str, reason: str, source: str = "") -> Page:
    """A page that leads on; one of a document stays with it (`source`) while that is withheld."""
    payload = RedirectPage(Head(title, title, indexable=False), title, target, reason)
    return Page(url, "redirect.html", payload, source, False)


def _write(answers: Answers) -> str:
    return f"{to_json({'format': FORMAT, 'moved': dict(answers.moved), 'gone': answers.gone})}\n"


WRITERS = {"answers": _write}

SAMPLE = (
    _redirect("info/2025-00007.html", "样例文件", "info/2026-00001.html", NUMBER_CHANGED),
    _redirect("tzgg/index.html", "通知公告", "gg/index.html", COLUMN_MOVED),
    Page(
        "info/2026-00002.html",
        "withdrawn.html",
        WithdrawnPage(
            Head("样例名单", "已经撤下", indexable=False),
            "样例名单",
            "11530823000000000X/2026-00002",
            "样例镇人民政府",
            date(2026, 11, 23),
            "名单中有不应公开的个人信息",
        ),
        "",
        False,
    ),
    Page(
        "answers.json",
        "answers",
        Answers((("tzgg/index.html", "gg/index.html"),), ("info/2026-00002.html",)),
        "",
        False,
    ),
)
