"""What is personal in a document, wherever it stands, by how grave it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.checks import Sight
from generator.checks._texts import in_attachments, texts
from generator.model import START, Document
from generator.personal_context import examine, examine_row, is_worth
from generator.personal_data import concealed
from generator.personal_tables import PersonTable

MOST = 20  # of one grade in one document; the others are counted


class _Seen(NamedTuple):
    grade: str
    sight: Sight


def personal(document: Document, grade: str, code: str) -> Iterator[Sight]:
    """What is of that grade, the first of many, and how many more there are; attachments by what they are noted for."""
    found = [seen.sight for seen in _seen(document) if seen.grade == grade]
    yield from found[:MOST]
    if len(found) > MOST:
        rest = "\n".join(each.line for each in found[MOST:])
        yield Sight(f"另有 {len(found) - MOST} 处这样的问题", found[MOST].place, rest)
    yield from in_attachments(document, code)


def _seen(document: Document) -> Iterator[_Seen]:
    passages = tuple(texts(document))
    if not is_worth("\n".join([each.text for each in passages])):
        return  # as with most documents: told by one look at everything in it
    for passage in passages:
        for found in examine(passage.text) if not passage.where.startswith("数据表") else ():
            yield _Seen(found.grade, passage.sight(f"出现{found.kind}：{found.masked}", found.start))
    for _, table in document.body.tables:
        reader = PersonTable()
        for number, row in enumerate((table.header, *table.rows), 1):
            for column, found in examine_row(reader, row):
                place = f"数据表 {table.source} 第 {number} 行第 {column + 1} 列"
                words = f"出现{found.kind}：{found.masked}（{place}）"
                yield _Seen(found.grade, Sight(words, START, concealed(" | ".join(row))))
        for found in examine(table.caption):
            words = f"出现{found.kind}：{found.masked}（数据表 {table.source} 的标题）"
            yield _Seen(found.grade, Sight(words, START, concealed(table.caption)))
