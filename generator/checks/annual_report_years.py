"""A yearly report does not continue the one before it."""

from generator.checks import Found, check
from generator.checks._reports import slips
from generator.model import UnitContent

RULES = frozenset({"R5", "R6"})


@check(
    "A105",
    "error",
    law="国办公开办函〔2021〕30号",
    fix="与上一年的年度报告核对；上一年报告有误的，先更正上一年的报告",
    bad=(
        """=== annual/2024.yaml
年度: 2024
主动公开: {}
申请:
  本年新收: [3, 0, 0, 0, 0, 0]
  予以公开: [2, 0, 0, 0, 0, 0]
  结转下年度继续办理: [1, 0, 0, 0, 0, 0]
复议诉讼: {}
""",
        """=== annual/2025.yaml
年度: 2025
主动公开: {}
申请:
  本年新收: [2, 0, 0, 0, 0, 0]
  予以公开: [2, 0, 0, 0, 0, 0]
复议诉讼: {}
""",
        "类型: 年度报告\n年度: 2024",
        "类型: 年度报告\n年度: 2025",
    ),
    good=(
        """=== annual/2024.yaml
年度: 2024
主动公开: {}
申请:
  本年新收: [3, 0, 0, 0, 0, 0]
  予以公开: [2, 0, 0, 0, 0, 0]
  结转下年度继续办理: [1, 0, 0, 0, 0, 0]
复议诉讼: {}
""",
        """=== annual/2025.yaml
年度: 2025
主动公开: {}
申请:
  本年新收: [2, 0, 0, 0, 0, 0]
  上年结转: [1, 0, 0, 0, 0, 0]
  予以公开: [3, 0, 0, 0, 0, 0]
复议诉讼: {}
""",
        "类型: 年度报告\n年度: 2024",
        "类型: 年度报告\n年度: 2025",
    ),
)
def annual_report_years(content: UnitContent) -> Found:
    """上年结转等于上一年度报告的结转下年度；现行有效件数等于上年件数加制发减废止。"""
    yield from slips(content, RULES)
