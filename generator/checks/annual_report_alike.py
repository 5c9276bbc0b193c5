"""The prose of a unit's yearly report is another unit's."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from generator.checks import Found, check
from generator.checks._reports import example_data, example_report
from generator.model import County, ReportDigest, UnitDigest
from generator.report_prose import SKETCH, sketched_likeness, too_like

ONE = (
    "一年来，单位坚持以公开为常态、不公开为例外，围绕群众关心的惠农补贴、耕地保护和村级项目，"
    "通过门户网站和公开栏主动公开信息，全部经过保密审查，没有发生泄密事件，群众满意度稳步提高。"
)
OTHER = (
    "今年的重点是部门预算和政府采购：从项目立项、招标到支付，每一步都写明了经办股室和时限；"
    "新设了查询窗口，工作人员到乡镇讲解政策，收集到的意见都在专栏里一一作了答复。"
)
Pair = tuple[str, str]


def newest(county: County) -> Iterator[tuple[UnitDigest, ReportDigest]]:
    """Each unit's newest report that says enough to be compared."""
    for unit in county.units:
        if unit.reports and unit.reports[-1].sketch:
            yield unit, unit.reports[-1]


@check(
    "A307",
    "warning",
    law="国办公开办函〔2021〕30号",
    fix="写本单位自己做了什么、有什么问题；不要照抄别的单位的报告",
    bad=(example_data(), example_report(ONE), example_data(), example_report(ONE)),
    good=(example_data(), example_report(ONE), example_data(), example_report(OTHER)),
)
def annual_report_alike(county: County) -> Found:
    """年度报告的文字不能照抄别的单位的（内容雷同）。"""
    reports = {unit.slug: (unit, report) for unit, report in newest(county)}
    for slug, other in _near({slug: report.sketch for slug, (_, report) in reports.items()}):
        report, (like, theirs) = reports[slug][1], reports[other]
        alike = sketched_likeness(report.sketch, theirs.sketch)
        if report.year == theirs.year and alike >= too_like():
            told = f"{report.year} 年报告的文字与{like.short_name}的约有 {alike}% 相同"
            yield told, report.place, report.entry.source


def _near(sketches: dict[str, tuple[int, ...]]) -> list[Pair]:
    """The pairs that share enough to be worth a look, once in each direction."""
    holders: dict[int, list[str]] = defaultdict(list)
    for slug, sketch in sorted(sketches.items()):
        for shingle in sketch:
            holders[shingle].append(slug)
    shared = Counter(pair for found in holders.values() if len(found) > 1 for pair in combinations(found, 2))
    near = [pair for pair, count in shared.items() if count * 2 > min(SKETCH, *(len(sketches[each]) for each in pair))]
    return sorted([*near, *((other, slug) for slug, other in near)])
