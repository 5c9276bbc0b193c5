"""The ledger of index numbers: every number ever given, one file per unit and year (`content/<unit>/ledger/2026.csv`).

Identity: a document is the one that the ledger means when its source or its title is the recorded one. So a document
may move, or be retitled, but when both differ the number was taken for something else. A number that stands in the
ledger is right even if the county's pattern or the unit's code changed since; a new number must fit the pattern.
Numbers are never given twice and gaps are never filled.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.errors import GeneratorError
from generator.faults import Meaning, finding
from generator.inscription import inscribe, inscribed, replace_kept
from generator.model import Finding, LedgerEntry, Severity, Site, Unit
from generator.numbering import IndexPattern
from generator.personal_data import concealed
from generator.sources import read_text_file

HEADER = ("number", "source", "title")
ROOF = "《政府信息公开条例》第十二条"
OPEN = "《政府信息公开条例》第十三条"
MEANINGS: Mapping[str, Meaning] = {
    "D101": Meaning(Severity.ERROR, "删去索引号，运行 gongkai number 重新分配；旧号写进“原索引号”", ROOF),
    "D201": Meaning(Severity.ERROR, "保留先公开的一个，删去另一个文件的索引号，再运行 gongkai number", ROOF),
    "D301": Meaning(
        Severity.ERROR,
        "删去索引号后运行 gongkai number；若确是同一信息（又移动又改名），请先改台账里的 source 或 title",
        ROOF,
    ),
    "D401": Meaning(Severity.ERROR, "改回原来的索引号；确需换号的，把旧号写进“原索引号”", ROOF),
    "D501": Meaning(Severity.WARNING, "运行 gongkai number，把它登记到 ledger/", ROOF),
    "D601": Meaning(
        Severity.ERROR, "台账由 gongkai number 维护，请从备份或版本库恢复；表头是 number,source,title", ROOF
    ),
    "D701": Meaning(Severity.INFO, "缺号不再补用；若信息被误删，请从版本库恢复", ROOF),
    "D901": Meaning(
        Severity.WARNING,
        "误删的，从版本库或备份恢复这个文件；确要撤下的，在 unit.yaml 的“撤下”里写明索引号、日期和理由"
        "（编辑手册“撤下一条信息”）",
        OPEN,
        "台账里登记过的一条信息，文件不见了，也没有写明已经撤下。",
    ),
}


def told(code: str, path: str, mark: tuple[int, int], message: str) -> Finding:
    """The finding of a code of this table."""
    meaning = MEANINGS[code]
    return Finding(code, meaning.severity, path, mark[0], mark[1], concealed(message), meaning.fix, meaning.law)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────


def read_ledger(root: Path, slug: str) -> tuple[tuple[LedgerEntry, ...], list[Finding]]:
    """Every entry of a unit, year by year; bad rows are findings, but their numbers still count as given."""
    entries: dict[str, LedgerEntry] = {}
    findings: list[Finding] = []
    for path in _files(root, slug, findings):
        for line, entry in _rows(root, path, findings):
            first = entries.setdefault(entry.index_number, entry)
            if first is not entry:
                findings.append(told("D601", path, (line, 1), f"索引号 {entry.index_number} 登记了两次"))
    return tuple(entries.values()), findings


def _files(root: Path, slug: str, findings: list[Finding]) -> list[str]:
    """The paths of a unit's ledger files; a folder that is a link or cannot be read is told."""
    folder = f"content/{slug}/ledger"
    try:
        if (root / folder).is_symlink():
            findings.append(finding("F020", folder, (1, 1), "台账文件夹是符号链接，已跳过"))
            return []
        names = sorted(path.name for path in (root / folder).iterdir())
    except FileNotFoundError:  # a unit that has given no number yet
        return []
    except OSError as error:
        findings.append(finding("F019", folder, (1, 1), f"读不了台账：{error.strerror}"))
        return []
    return [f"{folder}/{name}" for name in names if name.endswith(".csv") and name[0] not in "._"]


def _rows(root: Path, path: str, findings: list[Finding]) -> Iterator[tuple[int, LedgerEntry]]:
    """Line and entry of every row of a file."""
    try:
        data = read_text_file(root, path)
    except OSError as error:
        findings.append(finding("F019", path, (1, 1), f"读不了：{error.strerror}"))
        return
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        findings.append(finding("F001", path, (1, 1), "台账不是 UTF-8 编码（可能是用 Excel 另存过）"))
        text = data.decode("gb18030", "replace")
    if not text.strip():
        findings.append(told("D601", path, (1, 1), "台账是空的"))
    reader = csv.reader(io.StringIO(text, newline=""))
    for row in _safely(reader, path, findings):
        if reader.line_num == 1 and tuple(row) == HEADER:
            continue
        if reader.line_num == 1:
            findings.append(told("D601", path, (1, 1), "第一行应当是表头 number,source,title"))
        if row and row[0].strip():
            if len(row) != len(HEADER):
                message = f"应当是 {len(HEADER)} 列，现在是 {len(row)} 列"
                findings.append(told("D601", path, (reader.line_num, 1), message))
            source, title = (*row[1:], "", "")[:2]
            yield reader.line_num, LedgerEntry(row[0].strip(), source, title, path, reader.line_num)


def _safely(rows: Iterable[list[str]], path: str, findings: list[Finding]) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error as error:
        findings.append(told("D601", path, (1, 1), f"台账写法有误：{error}"))


def means(entry: LedgerEntry, source: str, title: str) -> bool:
    """The ledger's entry is this document: it has the recorded source or the recorded title."""
    return entry.source == source or entry.title == title


# ── giving numbers ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document as numbering sees it: `day` is the day it was written, else published; `number` '' if it has none.

    `former` are the numbers that it gave up (原索引号); none of them is given to it again.
    """

    source: str
    title: str
    day: date
    number: str
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberingPlan:
    """What numbering will do: numbers to write into documents, entries to add, and entries of documents that moved."""

    slug: str
    given: tuple[tuple[str, str], ...] = ()  # (source, number)
    added: tuple[tuple[int, LedgerEntry], ...] = ()  # (year, entry)
    changed: tuple[LedgerEntry, ...] = ()
    refused: tuple[str, ...] = ()  # sources that cannot take a number


def assign(
    root: Path, unit: Unit, site: Site, candidates: tuple[Candidate, ...], entries: tuple[LedgerEntry, ...]
) -> NumberingPlan:
    """Which document gets which number: the next serial of its year, in the order of day and source.

    Numbers that were written by hand are registered; a document that lost its line, or never got it because an earlier
    run was cut off, gets back the number that the ledger has for its source and title, unless it gave that one up.
    """
    pattern = IndexPattern(site.index_pattern)
    recorded = {entry.index_number: entry for entry in entries}
    ordered = sorted(candidates, key=lambda each: (each.day, each.source))
    holders = _holders(ordered)
    added = _unregistered(holders, recorded, pattern, unit)
    highest = _highest([*recorded, *holders, *(old for each in ordered for old in each.former)], pattern, unit)
    lost = {(entry.source, entry.title): entry.index_number for entry in entries if entry.index_number not in holders}
    given: list[tuple[str, str]] = []
    refused: list[str] = []
    for each in (each for each in ordered if not each.number):
        year = each.day.year
        serial = highest.get(year, 0) + 1
        back = lost.get((each.source, each.title), "")
        number = back if back and back not in each.former else pattern.format(unit, year, serial)
        if inscribed(read_text_file(root, each.source), number) is None:
            refused.append(each.source)
            continue
        given.append((each.source, number))
        if number not in recorded:
            highest[year] = serial
            added.append((year, LedgerEntry(number, each.source, each.title)))
    return NumberingPlan(unit.slug, tuple(given), tuple(added), _moved(holders, recorded), tuple(refused))


def _holders(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Who bears each number."""
    holders: dict[str, list[Candidate]] = {}
    for each in candidates:
        if each.number:
            holders.setdefault(each.number, []).append(each)
    return holders


def _unregistered(
    holders: Mapping[str, list[Candidate]], recorded: Mapping[str, LedgerEntry], pattern: IndexPattern, unit: Unit
) -> list[tuple[int, LedgerEntry]]:
    """Entries for numbers of the right form that stand in documents but not in the ledger."""
    found = []
    for number, (first, *_) in holders.items():
        parsed = pattern.parse(unit, number)
        if number not in recorded and parsed is not None:
            found.append((parsed.year, LedgerEntry(number, first.source, first.title)))
    return found


def _highest(numbers: Iterable[str], pattern: IndexPattern, unit: Unit) -> dict[int, int]:
    """The highest serial of each year."""
    found: dict[int, int] = {}
    for text in numbers:
        if parsed := pattern.parse(unit, text):
            found[parsed.year] = max(found.get(parsed.year, 0), parsed.serial)
    return found


def _moved(holders: Mapping[str, list[Candidate]], recorded: Mapping[str, LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """New entries for documents that moved or were retitled; where two files bear one number, the ledger stays."""
    found = []
    for number, bearers in holders.items():
        entry, each = recorded.get(number), bearers[0]
        if entry is not None and len(bearers) == 1 and means(entry, each.source, each.title):
            now = LedgerEntry(number, each.source, each.title)
            if now != entry:
                found.append(now)
    return tuple(found)


def apply(root: Path, plan: NumberingPlan) -> None:
    """Write the ledger, then the documents: cut off anywhere, no number is given twice, and the next run finishes.

    GeneratorError, before anything is written, when the ledger itself is damaged.
    """
    _, findings = read_ledger(root, plan.slug)
    if wrong := next((each for each in findings if each.severity is Severity.ERROR), None):
        if plan.given or plan.added or plan.changed:
            raise GeneratorError(f"台账有误，没有编号：{wrong.message}", f"{wrong.path}:{wrong.line}", wrong.fix)
        return
    for path, entries in _files_to_write(root, plan).items():
        _write_ledger(root / path, entries)
    for source, number in plan.given:
        inscribe(root, source, number)


def _files_to_write(root: Path, plan: NumberingPlan) -> dict[str, list[LedgerEntry]]:
    """The ledger files that the plan changes, with all their entries."""
    changed = {entry.index_number: entry for entry in plan.changed}
    files = {path: [entry for _, entry in _rows(root, path, [])] for path in _files(root, plan.slug, [])}
    wanted = {}
    for path, entries in files.items():
        new = [changed.get(entry.index_number, entry) for entry in entries]
        if new != entries:
            wanted[path] = new
    for year, entry in plan.added:
        path = f"content/{plan.slug}/ledger/{year}.csv"
        wanted.setdefault(path, list(files.get(path, ()))).append(entry)
    return wanted


def _write_ledger(path: Path, entries: Iterable[LedgerEntry]) -> None:
    """One file of the ledger, whole; a byte-order mark that Excel put there stays."""
    marked = path.exists() and path.read_bytes().startswith(b"\xef\xbb\xbf")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((entry.index_number, entry.source, entry.title) for entry in entries)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_kept(path, text.getvalue().encode("utf-8-sig" if marked else "utf-8"))
