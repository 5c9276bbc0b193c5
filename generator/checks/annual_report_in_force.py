"""The normative documents in force that a yearly report counts are not those that the unit discloses."""

from generator.checks import Found, check
from generator.checks._reports import cell
from generator.model import UnitContent
from generator.report_arithmetic import normative_row
from generator.report_counts import NORMATIVE, normative_counts

HEAD = "现行有效件数"
DATA = """=== annual/2025.yaml
年度: 2025
主动公开:
  行政规范性文件: {{本年制发件数: 1, 本年废止件数: 0, 现行有效件数: {count}}}
申请: {{}}
复议诉讼: {{}}
"""
REPORT = "类型: 年度报告\n年度: 2025"
NORM = (
    "类型: 规范性文件\n发文字号: 锦政规〔2025〕1号\n成文日期: 2025-03-04\n发布日期: 2025-03-06\n生效日期: 2025-04-01\n"
    + ("保密审查: {审查结果: 同意公开, 审查人: 张某, 审查日期: 2025-03-05, 审查依据: 《政府信息公开条例》第十七条}")
)


@check(
    "A308",
    "warning",
    law="国办公开办函〔2021〕30号；《政府信息公开条例》第二十条第（一）项",
    fix="核对表二；少公开的规范性文件补公开，已经废止的把“有效性”改为“废止”并写明日期",
    bad=(DATA.format(count=4), REPORT, NORM),
    good=(DATA.format(count=1), REPORT, NORM),
)
def annual_report_in_force(content: UnitContent) -> Found:
    """年度报告里现行有效的行政规范性文件，件数与本单位公开的一致。"""
    for report, _ in content.annual_reports[-1:]:
        counted = int(normative_row(report, NORMATIVE)[HEAD])
        disclosed = normative_counts(content, report.year)[2]
        if counted != disclosed:
            told = f"表二「{NORMATIVE}」的「{HEAD}」是 {counted}"
            found = f"本单位公开的、{report.year} 年底有效的却有 {disclosed} 件"
            yield f"{told}，{found}", cell(report, f"主动公开.{NORMATIVE}.{HEAD}"), report.source
