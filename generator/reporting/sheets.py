"""What the report shows: a sheet for each unit and one for the county, drawn up from accounts and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator import working_days
from generator.accounting import is_blank, overdue_on
from generator.model import Account, ColumnAccount, ColumnStatus, Finding, Severity, UnitKind, Waiver
from generator.reporting.judges import Outcome
from generator.reporting.verdict import Verdict, judge, weight
from generator.rulebook import rules
from generator.standard_rows import field_rules
from generator.wording import NAMES

SOON = 30  # days
ORDER = (Outcome.FAIL, Outcome.NEAR, Outcome.UNKNOWN, Outcome.PASS)
GRAVITY = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Rectification:
    """A line of the 整改台账: what is wrong and where, how to mend it, who answers, until when."""

    number: int
    severity: Severity
    label: str
    code: str
    message: str
    path: str
    line: int
    fix: str
    law: str
    responsible: str
    due: date


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column and its clock: `left` days before it is overdue, negative since it is, None where it has no clock."""

    column: ColumnAccount
    state: str  # overdue soon fresh free blank linked exempt
    left: int | None
    due: date | None


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """One unit: `account` is None where its files could not be read at all."""

    slug: str
    name: str
    short_name: str
    account: Account | None
    verdict: Verdict | None
    counts: Mapping[Severity, int]
    rectifications: tuple[Rectification, ...]
    waived: tuple[Finding, ...]
    columns: tuple[ColumnRow, ...]

    @property
    def outcome(self) -> Outcome:
        """What an inspection of the unit alone would come to; a unit that cannot be read fails."""
        return self.verdict.outcome if self.verdict else Outcome.FAIL

    def count(self, state: str) -> int:
        """How many columns are in a state."""
        return sum(each.state == state for each in self.columns)

    @property
    def standard_missing(self) -> tuple[str, ...]:
        """The fields that townships usually have a standard catalogue of, and this one has not."""
        if self.account is None or self.account.kind is not UnitKind.TOWNSHIP:
            return ()
        own = self.account.standard_fields
        return tuple(rule.name for key, rule in field_rules().items() if rule.township and key not in own)

    @property
    def coverage(self) -> Mapping[str, str]:
        """The state of each legal item (条例第二十条、第二十一条): filled, linked, exempt or blank."""
        found: dict[str, str] = {}
        for each in self.columns:
            if article := each.column.article:
                state = each.state if each.state in ("linked", "exempt", "blank") else "filled"
                found[article] = min(
                    found.get(article, state), state, key=("blank", "filled", "linked", "exempt").index
                )
        return found


@dataclass(frozen=True, slots=True)
class CountySheet:
    """All units, the gravest first, and what concerns them together."""

    name: str
    today: date
    verdict: Verdict
    units: tuple[UnitSheet, ...]
    elsewhere: tuple[Rectification, ...]  # what stands in no unit
    counts: Mapping[Severity, int]
    demonstrations: tuple[UnitSheet, ...] = ()  # to practise on: in none of the totals

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        """How many units come to what."""
        counts = Counter(each.outcome for each in self.units)
        return {outcome: counts[outcome] for outcome in ORDER}

    @property
    def articles(self) -> tuple[str, ...]:
        """The legal items that any unit has, in the order of the law."""
        return tuple(sorted({article for each in self.units for article in each.coverage}, key=_article_key))

    @property
    def clocks(self) -> tuple[tuple[UnitSheet, ColumnRow], ...]:
        """Columns that are overdue or soon will be, the most urgent first."""
        found = [(unit, row) for unit in self.units for row in unit.columns if row.state in ("overdue", "soon")]
        return tuple(sorted(found, key=lambda each: (each[1].due or date.max, each[0].slug, each[1].column.key)))

    @property
    def waivers(self) -> tuple[tuple[UnitSheet, Waiver], ...]:
        """Everything that somebody answers for, what runs out first before."""
        found = [(unit, waiver) for unit in self.units if unit.account for waiver in unit.account.waivers]
        return tuple(sorted(found, key=lambda each: (each[1].expires, each[0].slug, each[1].path, each[1].code)))


def draw_up(
    name: str,
    slugs: Iterable[tuple[str, str]],
    accounts: Mapping[str, Account],
    findings: tuple[Finding, ...],
    today: date,
) -> CountySheet:
    """The county's sheet; `slugs` are all units with their names, `findings` may be shown as they are."""
    by_unit = {slug: tuple(found) for slug, found in groupby(findings, _unit_of)}
    units = [_unit(slug, title, accounts.get(slug), by_unit.get(slug, ()), today) for slug, title in slugs]
    ordered = sorted(
        units, key=lambda each: (ORDER.index(each.outcome), [-each.counts[one] for one in GRAVITY], each.slug)
    )
    known = tuple(accounts[slug] for slug in sorted(accounts))
    return CountySheet(
        name,
        today,
        judge(known, findings, today),
        tuple(ordered),
        _rectifications(by_unit.get("", ()), None, today),
        weight(findings),
    )


def _unit_of(found: Finding) -> str:
    return found.path.split("/")[1] if found.path.startswith("content/") else ""


def _unit(slug: str, name: str, account: Account | None, findings: tuple[Finding, ...], today: date) -> UnitSheet:
    return UnitSheet(
        slug,
        account.name if account else name,
        account.short_name if account else name,
        account,
        judge((account,), findings, today) if account else None,
        weight(findings),
        _rectifications(findings, account, today),
        tuple(each for each in findings if each.waived),
        tuple(_row(each, today) for each in account.columns) if account else (),
    )


def _rectifications(findings: Iterable[Finding], account: Account | None, today: date) -> tuple[Rectification, ...]:
    """What is to be mended, the gravest first; information asks for nothing."""
    editors = dict(account.editors) if account else {}
    office = account.office if account else ""
    asked = [each for each in findings if not each.waived and each.severity is not Severity.INFO]
    asked.sort(key=lambda each: (GRAVITY.index(each.severity), each.sort_key()))
    days = rules("indicators")["due"]
    return tuple(
        Rectification(
            number,
            each.severity,
            NAMES[each.severity],
            each.code,
            each.message,
            each.path,
            each.line,
            each.fix,
            each.law,
            "、".join(part for part in (editors.get(each.path, ""), office) if part),
            working_days.after(today, int(days[each.severity.value])),
        )
        for number, each in enumerate(asked, 1)
    )


def _row(column: ColumnAccount, today: date) -> ColumnRow:
    due = overdue_on(column)
    left = (due - today).days if due else None
    return ColumnRow(column, _state(column, left), left, due)


def _state(column: ColumnAccount, left: int | None) -> str:
    if column.status is not ColumnStatus.FILLED:
        return "linked" if column.status is ColumnStatus.LINKED else "exempt"
    if is_blank(column):
        return "blank"
    if left is None:
        return "free"
    return "overdue" if left <= 0 else "soon" if left <= SOON else "fresh"


def _article_key(article: str) -> tuple[str, str, int]:
    """art20.7 before art20.10, art21.c1 after them."""
    law, _, item = article.partition(".")
    letters = item.rstrip("0123456789")
    return law, letters, int(item.removeprefix(letters) or 0)


def article_name(article: str) -> str:
    """`art20.7` as 第二十条第 7 项; `art21.t3` as 第二十一条（乡镇）第 3 项."""
    law, _, item = article.partition(".")
    letters = item.rstrip("0123456789")
    whose = {"": "", "t": "（乡镇）", "c": "（县）"}[letters]
    return f"第{'二十' if law == 'art20' else '二十一'}条{whose}第 {item.removeprefix(letters)} 项"


STATES = {
    "overdue": "逾期",
    "soon": "将到期",
    "fresh": "按期",
    "free": "不计时",
    "blank": "空白",
    "linked": "链接",
    "exempt": "不适用",
    "filled": "已公开",
}
OUTCOMES = {Outcome.FAIL: "不合格", Outcome.NEAR: "临界", Outcome.UNKNOWN: "无法判断", Outcome.PASS: "未见否决项"}
