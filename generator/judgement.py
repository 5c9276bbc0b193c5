"""Index numbers of a unit held against its ledger (条例 第十二条): what may not be, and what should be known.

Identity is the ledger's (`ledger.means`): same source or same title is the same document.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from generator.codes import uscc_fault
from generator.faults import finding
from generator.ledger import means, told
from generator.model import Document, Finding, LedgerEntry, Mark, Unit, UnitContent
from generator.numbering import IndexPattern


def judge_ledger(content: UnitContent) -> tuple[Finding, ...]:
    """Numbers that a unit may not use as it does: doubled, reused, changed, never registered, of a wrong form; gaps.

    Forms and gaps are judged where the content knows the county's pattern. A document that another error keeps back is
    judged as well, so that all is told in one go; but it makes no doubled number of one that is public.
    """
    pattern = IndexPattern(content.index_pattern) if content.index_pattern else None
    recorded = {entry.index_number: entry for entry in content.ledger}
    by_source: dict[str, list[LedgerEntry]] = {}
    for entry in content.ledger:
        by_source.setdefault(entry.source, []).append(entry)
    owners: dict[str, Document] = {}
    found: list[Finding] = []
    for document in content.documents:
        owner = owners.setdefault(document.index_number, document)
        if owner is not document:
            found += _doubled(owner, document)
    for document in (*content.documents, *(each for each in content.waiting if each.index_number)):
        own = recorded.get(document.index_number)
        found += _judged(document, own, by_source.get(document.source, []), pattern, content.unit)
    return (*found, *(_gaps(content, pattern) if pattern else ()))


def judge_absent(unit: Unit, ledger: tuple[LedgerEntry, ...], sources: Set[str], numbers: Set[str]) -> list[Finding]:
    """Numbers of the ledger that no file bears any more, but for those recorded as withdrawn; and wrong such records.

    `sources` are the files of the unit, `numbers` those that stand in them, drafts, faulty and former ones included.
    """
    withdrawn = {each.index_number for each in unit.withdrawn}
    found = []
    for entry in ledger:
        if entry.source not in sources and entry.index_number not in numbers | withdrawn:
            message = f"登记过的信息《{entry.title}》（{entry.index_number}）的文件不见了，页面撤下：{entry.source}"
            found.append(told("D901", entry.path, (entry.line, 1), message))
    recorded = {entry.index_number for entry in ledger}
    for number, each in enumerate(unit.withdrawn):
        if each.index_number in numbers:
            message = f"索引号 {each.index_number} 登记为撤下，它的文件却还在"
        elif each.index_number not in recorded:
            message = f"登记为撤下的索引号 {each.index_number} 不在本单位的台账里"
        else:
            continue
        found.append(finding("U111", unit.source, unit.marks[f"withdrawn.{number}.index_number"], message))
    return found


def _doubled(first: Document, second: Document) -> Iterator[Finding]:
    """Two documents of one number: both are told, each names the other."""
    for one, other in ((first, second), (second, first)):
        yield told("D201", one.source, _mark(one), f"索引号 {one.index_number} 与 {other.source} 重复")


def _mark(document: Document) -> Mark:
    return document.marks.get("index_number", Mark(1, 1))


def _judged(
    document: Document,
    entry: LedgerEntry | None,
    of_source: list[LedgerEntry],
    pattern: IndexPattern | None,
    unit: Unit,
) -> Iterator[Finding]:
    number, mark = document.index_number, _mark(document)
    if entry is None and pattern is not None and pattern.parse(unit, number) is None:
        example = pattern.format(unit, (document.date_written or document.date_published).year, 1)
        message = f"索引号「{number}」不合本单位的格式，应当像 {example} 这样"
        front = number.partition("/")[0]
        if front != unit.uscc and not uscc_fault(front):
            message += f"；前段码 {front} 不是本单位的统一社会信用代码"
        yield told("D101", document.source, mark, message)
    elif entry is None:
        yield told("D501", document.source, mark, f"索引号 {number} 没有登记到台账")
    elif not means(entry, document.source, document.title):
        message = f"索引号 {number} 早已给了《{entry.title}》（{entry.source}），不能再用"
        yield told("D301", document.source, mark, message)
    for other in of_source:
        same = other.index_number in (number, *document.former_index_numbers)
        if not same and (entry is None or other.title == document.title):
            message = f"索引号由 {other.index_number} 改成了 {number}；索引号一经公布不再更改"
            yield told("D401", document.source, mark, message)


def _gaps(content: UnitContent, pattern: IndexPattern) -> Iterator[Finding]:
    """One word a year on serials that nothing bears, neither in the ledger nor among the documents."""
    numbers = {entry.index_number for entry in content.ledger} | {each.index_number for each in content.documents}
    years: dict[int, set[int]] = {}
    for text in numbers:
        if parsed := pattern.parse(content.unit, text):
            years.setdefault(parsed.year, set()).add(parsed.serial)
    for year, serials in sorted(years.items()):
        missing = _ranges(serials)
        if missing:
            path = f"content/{content.unit.slug}/ledger/{year}.csv"
            yield told(
                "D701", path, (1, 1), f"{year} 年的流水号有缺号：{'、'.join(missing[:10])}{'…' * (len(missing) > 10)}"
            )


def _ranges(serials: set[int]) -> list[str]:
    """The gaps below the highest serial, `3`, `7-9`; found between neighbours, so that a huge serial costs nothing."""
    found, before = [], 0
    for serial in sorted(serials):
        if serial > before + 1:
            found.append(f"{before + 1}" if serial == before + 2 else f"{before + 1}-{serial - 1}")
        before = serial
    return found
