"""How each indicator is judged, by its key in `rules/indicators.yaml`: what it comes to, in words, and points lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from generator.accounting import is_blank
from generator.model import ColumnAccount, UnitKind
from generator.reporting.evidence import Evidence, number

NEWS, NOTICES = ("工作动态",), ("政策文件", "政策解读")
GRAVE = ("L108", "I106", "X101")  # what is withheld while it stands there
HOLLOW, INCOMPLETE = "I107", "I207"
ONE_SIDED = "I108"
LATE, UNANSWERED = "I111", "I211"  # letters


class Outcome(StrEnum):
    """What an indicator comes to."""

    PASS = "pass"
    NEAR = "near"  # passes, but a warning line is crossed
    FAIL = "fail"
    UNKNOWN = "unknown"


Judge = Callable[[Evidence], tuple[Outcome, str, float]]  # the points that are lost


# ── vetoes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _grave(evidence: Evidence) -> tuple[Outcome, str, float]:
    held = sum(evidence.codes[code] for code in GRAVE)
    if held:
        return Outcome.NEAR, f"查出 {held} 处，所在信息已拦下没有发布；表述是否得当要人看", 0
    return Outcome.UNKNOWN, "词典、密级标志、个人信息没有查出问题；表述是否得当要人看", 0


def _reachable(evidence: Evidence) -> tuple[Outcome, str, float]:
    return Outcome.UNKNOWN, "取决于服务器，要在线监测", 0


def _home(evidence: Evidence) -> tuple[Outcome, str, float]:
    newest = max((each.newest for each in evidence.accounts if each.newest), default=None)
    if newest is None:
        return Outcome.FAIL, "没有任何信息", 0
    words, age = f"最近一次更新 {newest}", (evidence.today - newest).days
    return _compared(age, number("home_days") + 1, number("home_days_near") + 1, words)


def _stale(evidence: Evidence) -> tuple[Outcome, str, float]:
    late = [
        *evidence.overdue(*NEWS, days=number("news_days")),
        *evidence.overdue(*NOTICES, days=number("notice_days")),
    ]
    return _counted(late, "stale_columns", "个栏目逾期没有更新")


def _long_stale(evidence: Evidence) -> tuple[Outcome, str, float]:
    late = evidence.long_overdue(number("long_days"))
    return _counted(late, "long_stale_columns", "个栏目超过一年没有更新")


def _blank(evidence: Evidence) -> tuple[Outcome, str, float]:
    return _counted(evidence.blank(), "blank_columns", "个空白栏目")


def _consulting(evidence: Evidence) -> tuple[Outcome, str, float]:
    if unanswered := evidence.codes[UNANSWERED]:
        return Outcome.FAIL, f"{unanswered} 封来信超过 3 个月没有答复", 0
    if late := evidence.codes[LATE]:
        return Outcome.NEAR, f"{late} 封来信逾期没有答复", 0
    if not any(each.consulting for each in evidence.accounts):
        if any(each.kind is UnitKind.COUNTY for each in evidence.accounts):
            return Outcome.FAIL, "没有咨询投诉的渠道", 0
        return Outcome.UNKNOWN, "渠道在县级门户上；留言是否按时答复，程序看不到", 0
    return Outcome.UNKNOWN, "有渠道；留言是否按时答复，程序看不到", 0


def _services(evidence: Evidence) -> tuple[Outcome, str, float]:
    count, hollow = sum(each.service_guides for each in evidence.accounts), evidence.codes[HOLLOW]
    if not count and not hollow:
        return Outcome.UNKNOWN, "没有办事指南；不办事的单位不适用", 0
    if hollow >= number("hollow_guides") or hollow == count + hollow:
        return Outcome.FAIL, f"{hollow} 项办事指南要素缺 4 项以上", 0
    return (Outcome.NEAR if hollow else Outcome.PASS), f"办事指南 {count} 项，要素缺 4 项以上的 {hollow} 项", 0


def _counted(late: list[ColumnAccount], name: str, words: str) -> tuple[Outcome, str, float]:
    names = "、".join(dict.fromkeys(each.name for each in late[:5]))
    shown = f"{len(late)} {words}" + (f"：{names}{'等' if len(late) > 5 else ''}" if late else "")
    return _compared(len(late), number(name), number(f"{name}_near"), shown)


def _compared(count: int, fail: int, near: int, words: str) -> tuple[Outcome, str, float]:
    outcome = Outcome.FAIL if count >= fail else Outcome.NEAR if count >= near else Outcome.PASS
    return outcome, words, 0


# ── points ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _told(missing: Iterator[str], lost: float, words: str) -> tuple[Outcome, str, float]:
    """All points of something that some unit does not tell."""
    names = tuple(missing)
    if not names:
        return Outcome.PASS, words, 0
    return Outcome.FAIL, f"没有公布的单位 {len(names)} 个：{'、'.join(names[:5])}{'等' if len(names) > 5 else ''}", lost


def _overview(evidence: Evidence) -> tuple[Outcome, str, float]:
    portals = [each for each in evidence.accounts if each.kind is UnitKind.COUNTY]
    blank = [
        column for each in portals for column in each.columns if is_blank(column) and column.column_type == "概况信息"
    ]
    if not portals:
        return Outcome.PASS, "概况由机构职能页给出", 0
    return (Outcome.FAIL, f"{len(blank)} 个概况栏目空白", 5.0) if blank else (Outcome.PASS, "已公布", 0)


def _mandate(evidence: Evidence) -> tuple[Outcome, str, float]:
    return _told((each.name for each in evidence.accounts if not each.mandate), 5, "各单位已公布")


def _leaders(evidence: Evidence) -> tuple[Outcome, str, float]:
    return _told((each.name for each in evidence.accounts if not each.leaders), 5, "各单位已公布；是否准确要人核对")


def _news(evidence: Evidence) -> tuple[Outcome, str, float]:
    late = [*evidence.overdue(*NEWS, days=number("news_days")), *evidence.blank(*NEWS)]
    return (Outcome.FAIL, f"{len(late)} 个动态栏目逾期或空白", 5.0) if late else (Outcome.PASS, "按期更新", 0)


def _policies(evidence: Evidence) -> tuple[Outcome, str, float]:
    late = evidence.overdue(NOTICES[0], days=number("notice_days"))
    return (Outcome.FAIL, f"{len(late)} 个栏目 6 个月没有更新", 5.0) if late else (Outcome.PASS, "按期更新", 0)


def _interpretations(evidence: Evidence) -> tuple[Outcome, str, float]:
    late, apart = evidence.overdue(NOTICES[1], days=number("notice_days")), evidence.codes[ONE_SIDED]
    words = f"{len(late)} 个解读栏目 6 个月没有更新，{apart} 处没有与文件互相关联"
    return (Outcome.FAIL if late or apart else Outcome.PASS), words, (5.0 if late else 0) + apart


def _columns(evidence: Evidence) -> tuple[Outcome, str, float]:
    late, blank = len(evidence.overdue()), len(evidence.blank())
    return (Outcome.FAIL if late or blank else Outcome.PASS), f"逾期 {late} 个，空白 {blank} 个", float(late + blank)


def _guides(evidence: Evidence) -> tuple[Outcome, str, float]:
    wrong = evidence.codes[HOLLOW] + evidence.codes[INCOMPLETE]
    if not wrong:
        return Outcome.UNKNOWN, "要素齐全；内容是否准确要人核对", 0
    return Outcome.FAIL, f"{wrong} 项要素不完整", float(wrong)


def _statistics(evidence: Evidence) -> tuple[Outcome, str, float]:
    late = [each for each in evidence.overdue() if each.column_type == "数据发布"]
    return (Outcome.FAIL, f"{len(late)} 个数据栏目逾期", 2.0) if late else (Outcome.PASS, "按期更新", 0)


def _unknown(words: str) -> Judge:
    return lambda evidence: (Outcome.UNKNOWN, words, 0)


def _functions(evidence: Evidence) -> tuple[Outcome, str, float]:
    return Outcome.PASS, "由程序生成，每页都有（测试保证）", 0


JUDGES: Mapping[str, Judge] = {
    "grave": _grave,
    "reachable": _reachable,
    "home": _home,
    "stale": _stale,
    "long_stale": _long_stale,
    "blank": _blank,
    "consulting": _consulting,
    "services": _services,
    "overview": _overview,
    "mandate": _mandate,
    "leaders": _leaders,
    "news": _news,
    "policies": _policies,
    "interpretations": _interpretations,
    "columns": _columns,
    "guides": _guides,
    "statistics": _statistics,
    "interaction": _unknown("留言、征集、访谈的办理在别的系统里"),
    "functions": _functions,
    "availability": _unknown("站内链接在生成时逐条核对；外链和 IPv6 要在线测"),
}
