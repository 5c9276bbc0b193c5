"""A county or township unit claims to have made 规章."""

from generator.checks import Found, check
from generator.checks._reports import slips
from generator.model import UnitContent

RULES = frozenset({"R9"})


@check(
    "A108",
    "error",
    law="国办公开办函〔2021〕30号",
    fix="把“规章”一行改为 0；行政规范性文件填在下一行",
    bad=(
        """=== annual/2025.yaml
年度: 2025
主动公开:
  规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 6}
申请:
  本年新收: [1, 0, 0, 0, 0, 0]
  予以公开: [1, 0, 0, 0, 0, 0]
复议诉讼: {}
""",
        "类型: 年度报告\n年度: 2025",
    ),
    good=(
        """=== annual/2025.yaml
年度: 2025
主动公开:
  规章: {本年制发件数: 0, 本年废止件数: 0, 现行有效件数: 0}
申请:
  本年新收: [1, 0, 0, 0, 0, 0]
  予以公开: [1, 0, 0, 0, 0, 0]
复议诉讼: {}
""",
        "类型: 年度报告\n年度: 2025",
    ),
)
def annual_report_regulations(content: UnitContent) -> Found:
    """县级和乡镇机关无权制定规章，“规章”一行都是 0。"""
    yield from slips(content, RULES)
