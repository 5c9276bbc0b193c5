"""The prose of a yearly report is last year's."""

from generator.checks import Found, check
from generator.checks._reports import example_data, example_report, part_mark
from generator.model import UnitContent
from generator.report_prose import compared_parts, likeness, too_like

OLD = (
    "{year}年，本镇坚持以公开为常态、不公开为例外，围绕群众关心的惠农补贴、耕地保护和村级项目，"
    "通过门户网站和村务公开栏主动公开信息{count}条，全部经过保密审查，没有发生泄密事件。"
)
NEW = (
    "今年的重点是补贴资金的全过程公开：从申报、公示到发放，每一步都写明了经办人和时限；"
    "新设了查询窗口，干部进村用彝语讲解政策{count}场，收集的意见都在专栏里作了答复。"
)


@check(
    "A207",
    "warning",
    law="国办公开办函〔2021〕30号",
    fix="写今年做了什么、还有什么问题；不要把上一年的文字换个数字再用",
    bad=(
        *(example_data(year) for year in (2024, 2025)),
        *(example_report(OLD.format(year=year, count=year % 97), year) for year in (2024, 2025)),
    ),
    good=(
        *(example_data(year) for year in (2024, 2025)),
        example_report(OLD.format(year=2024, count=80), 2024),
        example_report(NEW.format(count=12)),
    ),
)
def annual_report_repeated(content: UnitContent) -> Found:
    """年度报告的文字不能照搬上一年的（内容雷同）。"""
    reports = {report.year: (report, document) for report, document in content.annual_reports}
    for year, (report, document) in reports.items():
        old = dict(compared_parts(reports[year - 1][0])) if year - 1 in reports else {}
        for title, ours in compared_parts(report):
            alike = likeness(ours, old.get(title, frozenset()))
            if alike >= too_like():
                told = f"「{title}」与 {year - 1} 年的报告有 {alike}% 相同"
                yield told, part_mark(document, title), document.source
