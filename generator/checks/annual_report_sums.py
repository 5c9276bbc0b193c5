"""The tables of a yearly report do not add up."""

from generator.checks import Found, check
from generator.checks._reports import slips
from generator.model import UnitContent

RULES = frozenset({"R1", "R2", "R3", "R4"})


@check(
    "A101",
    "error",
    law="国办公开办函〔2021〕30号",
    fix="按提示核对 annual/ 里的数据，改正错的单元格",
    bad=(
        """=== annual/2025.yaml
年度: 2025
主动公开: {}
申请:
  本年新收: [3, 0, 0, 0, 0, 0]
  予以公开: [2, 0, 0, 0, 0, 0]
复议诉讼: {}
""",
        "类型: 年度报告\n年度: 2025",
    ),
    good=(
        """=== annual/2025.yaml
年度: 2025
主动公开: {}
申请:
  本年新收: [3, 0, 0, 0, 0, 0]
  予以公开: [2, 0, 0, 0, 0, 0]
  结转下年度继续办理: [1, 0, 0, 0, 0, 0]
复议诉讼: {}
""",
        "类型: 年度报告\n年度: 2025",
    ),
)
def annual_report_sums(content: UnitContent) -> Found:
    """勾稽关系：第一项加第二项之和，等于第三项加第四项之和。"""
    yield from slips(content, RULES)
