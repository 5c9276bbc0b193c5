"""The prose of a yearly report says another number than its tables."""

from generator.checks import Found, check
from generator.checks._reports import example_report
from generator.checks._texts import body_of
from generator.model import Document
from generator.report_prose import contradictions

DATA = """=== annual/2025.yaml
年度: 2025
主动公开: {}
申请:
  本年新收: [3, 0, 0, 0, 0, 0]
  予以公开: [3, 0, 0, 0, 0, 0]
复议诉讼: {}
"""


@check(
    "A107",
    "warning",
    law="国办公开办函〔2021〕30号",
    fix="核对是正文还是 annual/ 里的表写错了，两处写成同一个数",
    bad=(DATA, example_report("全年收到政府信息公开申请4件，均已办结。")),
    good=(DATA, example_report("全年收到政府信息公开申请3件，2024年收到申请1件，其中网上申请2件，办结3件。")),
)
def annual_report_prose(document: Document) -> Found:
    """年度报告正文里说的数与表里的数一致。"""
    report = document.annual_report
    if report is None:
        return
    body = body_of(document)
    for said in contradictions(report, body.text):
        told = f"正文说 {said.said}，表里「{said.cell.replace('.', '」的「')}」合计是 {said.counted}"
        yield told, body.place(said.offset)
