"""Check a unit against the law: every check on the shelf, the ledger, and what only the whole county shows.

The first round (`county` None) runs what a unit can know of itself; its errors withhold documents. The second round,
with the county known, runs only the checks that look beyond their unit, or at what was public before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from generator.checks import Check, Sight, Told, Turn
from generator.errors import UsageError
from generator.faults import TABLE, Meaning
from generator.judgement import judge_ledger
from generator.ledger import MEANINGS
from generator.model import START, Before, County, Document, Finding, Look, Mark, Marks, Severity, UnitContent
from generator.personal_data import concealed
from generator.routing_faults import TABLE as OF_ROUTING
from generator.shelf import collect

NOTHING = Before()
NAMES = {
    Severity.ERROR: "错误（该信息不发布，保留上一次的页面）",
    Severity.BREACH: "不合格（检查时会判不合格；不影响发布）",
    Severity.WARNING: "警告",
    Severity.INFO: "提示",
}


OF_THEME = "错误（主题的错误不挡住发布，命令以状态 1 结束）"
UNROUTED = "错误（这件公文没有登记，留在收文夹里）"


class Checked(NamedTuple):
    """What checks found, and the first day to come on which they may find something else."""

    findings: tuple[Finding, ...]
    changes_on: date | None


@cache
def catalogue() -> tuple[Check, ...]:
    """Every check on the shelf, by code; two of one code are a mistake of the program."""
    found = [
        value for module in collect("generator.checks") for value in vars(module).values() if isinstance(value, Check)
    ]
    codes = [each.code for each in found]
    if doubled := {code for code in codes if codes.count(code) > 1 or code in {**TABLE, **MEANINGS, **OF_ROUTING}}:
        raise TypeError(f"检查代码重复：{'、'.join(sorted(doubled))}")
    return tuple(sorted(found, key=lambda each: each.code))


def codes() -> frozenset[str]:
    """The codes of all checks, those of the ledger among them."""
    return frozenset(MEANINGS) | {each.code for each in catalogue()}


def codes_of_errors() -> frozenset[str]:
    """The codes of what withholds a document, so that a waiver of it publishes an error."""
    found = {each.code: each.severity for each in catalogue()} | {
        code: each.severity for code, each in MEANINGS.items()
    }
    return frozenset(code for code, severity in found.items() if severity is Severity.ERROR)


def codes_of_the_county() -> frozenset[str]:
    """The codes of the checks of the second round."""
    return frozenset(each.code for each in catalogue() if each.is_late)


def check(content: UnitContent, county: County | None, today: date, before: Before = NOTHING) -> Checked:
    """What is wrong with a unit's content; with a county, only what needs the county to be seen."""
    documents = (*content.documents, *content.waiting)
    marks = {document.source: document.marks for document in documents}
    marks[content.unit.source] = content.unit.marks
    found = [] if county is not None else list(judge_ledger(content))
    given = {"county": county, "today": today, "before": before}
    turns: list[date] = []
    for each in catalogue():
        if each.is_late is not (county is not None):
            continue
        arguments = {name: value for name, value in given.items() if name in each.wants}
        run = each.run
        if each.height is Document:
            for document in documents:
                for told in run(document, **arguments):  # no more is done for a document in which nothing is wrong
                    found += _findings(each, told, document.source, marks, turns)
        elif each.height is UnitContent:
            for told in run(content, **arguments):
                found += _findings(each, told, content.unit.source, marks, turns)
    return Checked(tuple(sorted(found, key=Finding.sort_key)), min((day for day in turns if day > today), default=None))


def check_county(county: County) -> tuple[Finding, ...]:
    """What is wrong across units, seen from their digests."""
    found: list[Finding] = []
    for each in catalogue():
        if each.height is County:
            for told in each.run(county):
                found += _findings(each, told, "site.yaml", {}, [])
    return tuple(sorted(found, key=Finding.sort_key))


def check_look(look: Look) -> tuple[Finding, ...]:
    """What is wrong with a theme; an error there withholds nothing, it only makes the command end with a failure."""
    found: list[Finding] = []
    for each in catalogue():
        if each.height is Look:
            for told in each.run(look):
                found += _findings(each, told, look.path, {}, [])
    return tuple(sorted(dict.fromkeys(found), key=Finding.sort_key))


def _findings(
    each: Check, told: Told | Turn, path: str, marks: dict[str, Marks], turns: list[date]
) -> tuple[Finding, ...]:
    """What a check yielded, as a finding, or as a day among `turns`."""
    if isinstance(told, Turn):
        turns.append(told.day)
        return ()
    return (_finding(each, told, path, marks),)


def _finding(each: Check, told: Told, path: str, marks: dict[str, Marks]) -> Finding:
    if isinstance(told, Sight):
        evidence = blake2b(told.line.encode("utf-8", "replace"), digest_size=8).hexdigest()
        message = concealed(told.message)
        return Finding(each.code, each.severity, path, *told.place, message, each.fix, each.law, evidence=evidence)
    message, place, source = told if isinstance(told, tuple) and len(told) == 3 else (*_pair(told), path)
    mark = place if isinstance(place, Mark) else _mark(marks.get(source, {}), place)
    return Finding(each.code, each.severity, source, *mark, concealed(message), each.fix, each.law)


def _mark(marks: Marks, place: str) -> Mark:
    """Where a field stands, `repeals.1` in `repeals` if its items have no places of their own."""
    while place and place not in marks:
        place = place.rpartition(".")[0]
    return marks.get(place, START)


def _pair(item: Told) -> tuple[str, str | Mark]:
    return (item, START) if isinstance(item, str) else (item[0], item[1])


def known_codes(written: Iterable[str]) -> frozenset[str]:
    """Codes of findings as somebody wrote them; UsageError where there is none such."""
    found = frozenset(each.strip().upper() for each in written)
    for code in sorted(found - codes() - frozenset(TABLE)):
        explain(code)
    return found


def explain(code: str) -> str:
    """What a code means, how to mend it and why, for `gongkai explain D102`; UsageError where there is none."""
    for each in catalogue():
        if each.code == code:
            return _explained(each)
    tables = {**TABLE, **MEANINGS, **OF_ROUTING}
    if meaning := tables.get(code):
        return _meant(code, meaning)
    near = [known for known in sorted({*tables, *(each.code for each in catalogue())}) if known[0] == code[0]]
    raise UsageError(f"没有 {code} 这个代码", "", f"同类代码有：{'、'.join(near)}" if near else "核对报告里的代码")


def _meant(code: str, each: Meaning) -> str:
    """A code that no check of its own tells."""
    weight = UNROUTED if code in OF_ROUTING and each.severity is Severity.ERROR else NAMES[each.severity]
    lines = [f"{code}  {weight}", each.meaning, f"改法: {each.fix}", f"依据: {each.law}" if each.law else ""]
    return "\n".join([*filter(None, lines), *_examples(each.bad, each.good)])


def _explained(each: Check) -> str:
    weight = OF_THEME if each.height is Look and each.severity is Severity.ERROR else NAMES[each.severity]
    lines = [f"{each.code}  {weight}", each.meaning, f"改法: {each.fix}", f"依据: {each.law}"]
    return "\n".join([*lines, *_examples(each.bad, each.good)])


def _examples(bad: tuple[str, ...], good: tuple[str, ...]) -> Iterator[str]:
    for heading, examples in (("不合规的例子", bad), ("合规的例子", good)):
        for number, example in enumerate(examples):
            yield f"{heading}{'（续）' if number else ''}:"
            yield from (f"    {line}" for line in shown(example).splitlines())


def shown(example: str) -> str:
    """An example as it is told: of a PDF not its source, but what the comment in its second line says that it is."""
    head, _, source = example.partition("\n")
    if not source.startswith("%PDF"):
        return example
    return f"{head}\n（PDF 文件：{source.splitlines()[1].removeprefix('% ')}）"
