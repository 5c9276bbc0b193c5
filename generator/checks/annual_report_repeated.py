"""The prose of a yearly report is last year's."""

from generator.checks import Found, check
from generator.checks._reports import part_mark
from generator.model import UnitContent
from generator.report_prose import compared_parts, likeness, too_like

DATA = "=== annual/{year}.yaml\n年度: {year}\n主动公开: {{}}\n申请: {{}}\n复议诉讼: {{}}\n"
TEXT = """类型: 年度报告
年度: {year}
---
## 一、总体情况

{prose}

## 二、主动公开政府信息情况

## 三、收到和处理政府信息公开申请情况

## 四、政府信息公开行政复议、行政诉讼情况

## 五、存在的主要问题及改进情况

无。

## 六、其他需要报告的事项

无。
"""
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
        *(DATA.format(year=year) for year in (2024, 2025)),
        *(TEXT.format(year=year, prose=OLD.format(year=year, count=year % 97)) for year in (2024, 2025)),
    ),
    good=(
        *(DATA.format(year=year) for year in (2024, 2025)),
        TEXT.format(year=2024, prose=OLD.format(year=2024, count=80)),
        TEXT.format(year=2025, prose=NEW.format(count=12)),
    ),
)
def annual_report_repeated(content: UnitContent) -> Found:
    """年度报告的文字不能照搬上一年的（内容雷同）。"""
    reports = {each.annual_report.year: each for each in content.documents if each.annual_report is not None}
    for year, document in sorted(reports.items()):
        before = reports.get(year - 1)
        if before is None or document.annual_report is None or before.annual_report is None:
            continue
        old = dict(compared_parts(before.annual_report))
        for title, ours in compared_parts(document.annual_report):
            alike = likeness(ours, old.get(title, frozenset()))
            if alike >= too_like():
                told = f"「{title}」与 {year - 1} 年的报告有 {alike}% 相同"
                yield told, part_mark(document, title), document.source
