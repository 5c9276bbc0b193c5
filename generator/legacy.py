"""Names of the platform that came before (旧平台): its addresses in one spelling, and what of a unit they lead to now.

That platform's pages were GB2312, and browsers sent what stood in its addresses in that encoding as often as in UTF-8.
So an address is known by its characters, whatever they were encoded in, and is written in UTF-8 here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote_to_bytes, urlsplit

from generator.model import START, Claim, ClaimKind, Document, Mark, Unit, UnitContent, page_of

LIMIT = 1000  # characters of an address
NUMBER = re.compile(r"[0-9A-Za-z_-]{1,64}")
_IN_PATHS, _IN_QUERIES = "/-._~!'()*,:@+", "-._~!'()*,:@+/"
_UNFIT = re.compile(r"[\0-\x20\x7f\\\"<>{}|^`$]")


class AddressFault(ValueError):
    """An address that can be none of a page; the text says why, for its editor."""


def address(written: str) -> str:
    """An address of the old platform from its path on, in one spelling; AddressFault where it is none."""
    text = written.strip().replace("&amp;", "&")
    if "://" in text:
        try:
            parts = urlsplit(text)
        except ValueError as error:
            raise AddressFault("不是网址") from error
        if parts.scheme.lower() not in ("http", "https"):
            raise AddressFault("应当以 http:// 或 https:// 开头")
        text = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not text.startswith("/") or text.startswith("//"):
        raise AddressFault("应当是完整的网址，或者以 / 开头的路径")
    if _UNFIT.search(text) or len(text) > LIMIT:
        raise AddressFault(f"含有空格、引号等符号，或者超过 {LIMIT} 字")
    path, _, query = text.partition("#")[0].partition("?")
    path = _spelled(path, _IN_PATHS)
    if any(part in (".", "..") for part in path.split("/")):
        raise AddressFault("路径里不能有“..”")
    return path + (f"?{'&'.join(_pairs(query))}" if query else "")


def key(found: str) -> str:
    """What addresses of one page share: the old platform told no case, and took parameters in any order."""
    path, _, query = found.lower().partition("?")
    return path + (f"?{'&'.join(sorted(query.split('&')))}" if query else "")


def _pairs(query: str) -> Iterator[str]:
    for pair in query.split("&"):
        if pair:
            name, equals, value = pair.partition("=")
            yield f"{_spelled(name, _IN_QUERIES)}{equals}{_spelled(value, _IN_QUERIES)}"


def _spelled(text: str, safe: str) -> str:
    data = unquote_to_bytes(text)
    for encoding in ("utf-8", "gb18030"):
        try:
            found = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not found.isprintable():
            break
        return quote(found, safe=safe)
    raise AddressFault("里面的 % 编码既不是 UTF-8 也不是 GB2312")


def claims(content: UnitContent) -> tuple[Claim, ...]:
    """Everything of the old platform that leads to a unit's pages, those kept of withheld documents among them."""
    found = [*_of_unit(content.unit)]
    for document in content.documents:
        if document.legacy_addresses or document.legacy_numbers:
            found += _of_document(document)
    for each in content.described:
        told = each.metadata
        page = page_of(told.identifier)
        found += _named(told.legacy_numbers, told.legacy_addresses, page, told.title, told.source, START)
    return tuple(found)


def _of_unit(unit: Unit) -> Iterator[Claim]:
    legacy, names = unit.legacy, {column.key: column for column in unit.walk()}
    if NUMBER.fullmatch(legacy.department):
        mark = unit.marks.get("legacy.department", START)
        yield Claim(ClaimKind.UNIT, legacy.department, "index.html", unit.name, unit.source, mark)
    for name, number in legacy.columns:
        if name in names and NUMBER.fullmatch(number):
            mark = unit.marks.get("legacy.columns", START)
            whole = f"{legacy.department}/{number}"
            yield Claim(ClaimKind.COLUMN, whole, names[name].url, names[name].name, unit.source, mark)


def _of_document(document: Document) -> Iterator[Claim]:
    marks = document.marks
    mark = marks.get("legacy_addresses") or marks.get("legacy_numbers") or START
    given = document.legacy_numbers, document.legacy_addresses
    yield from _named(*given, document.url, document.title, document.source, mark)


def _named(
    numbers: tuple[str, ...], addresses: tuple[str, ...], url: str, title: str, source: str, mark: Mark
) -> Iterator[Claim]:
    for number in numbers:
        if NUMBER.fullmatch(number):
            yield Claim(ClaimKind.DOCUMENT, number, url, title, source, mark)
    for written in addresses:
        try:
            yield Claim(ClaimKind.ADDRESS, address(written), url, title, source, mark)
        except AddressFault:
            continue  # W208 tells it


def unfit(numbers: tuple[str, ...], addresses: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with numbers and addresses as they are written."""
    for number in numbers:
        if not NUMBER.fullmatch(number):
            yield f"旧编号「{number[:40]}」只能是数字、字母、“-”和“_”"
    for written in addresses:
        try:
            address(written)
        except AddressFault as fault:
            yield f"旧网址「{written[:60]}」{fault}"
