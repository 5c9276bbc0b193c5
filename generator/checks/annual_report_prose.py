"""The prose of a yearly report says another number than its tables."""

from generator.checks import Found, check
from generator.model import Document, Mark
from generator.report_prose import contradictions

HEADINGS = (
    *("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"),
    *("四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
)
DATA = """=== annual/2025.yaml
年度: 2025
主动公开: {}
申请:
  本年新收: [3, 0, 0, 0, 0, 0]
  予以公开: [3, 0, 0, 0, 0, 0]
复议诉讼: {}
"""
HEAD = "类型: 年度报告\n年度: 2025\n---\n## 一、总体情况\n\n"
REST = "\n\n" + "\n\n".join(f"## {heading}\n\n无。" for heading in HEADINGS)


@check(
    "A107",
    "warning",
    law="国办公开办函〔2021〕30号",
    fix="核对是正文还是 annual/ 里的表写错了，两处写成同一个数",
    bad=(DATA, f"{HEAD}全年收到政府信息公开申请4件，均已办结。{REST}"),
    good=(DATA, f"{HEAD}全年收到政府信息公开申请3件，2024年收到申请1件，其中网上申请2件，办结3件。{REST}"),
)
def annual_report_prose(document: Document) -> Found:
    """年度报告正文里说的数与表里的数一致。"""
    report = document.annual_report
    if report is None:
        return
    source = document.body.source
    for said in contradictions(report, source):
        above = source.count("\n", 0, said.offset)
        place = Mark(document.body_line + above, said.offset - source.rfind("\n", 0, said.offset))
        yield f"正文说 {said.said}，表里「{said.cell.replace('.', '」的「')}」合计是 {said.counted}", place
