"""An annual report in the form that was given up in 2021."""

from generator.checks import Found, check
from generator.model import Document, Mark
from generator.report_form import form

HEADINGS = (
    *("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"),
    *("四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
)
HEAD = "类型: 年度报告\n年度: 2025\n---\n"
DATA = "=== annual/2025.yaml\n年度: 2025\n主动公开: {}\n申请: {}\n复议诉讼: {}\n"
BODY = "\n\n".join(f"## {heading}\n\n无。" for heading in HEADINGS)


@check(
    "A208",
    "error",
    law="国办公开办函〔2021〕30号",
    fix="改用 2021 年的格式：三张表由 annual/年度.yaml 生成，正文里不再放旧表",
    bad=(DATA, f"{HEAD}{BODY}\n\n| 本年新制作数量 | 对外公开总数量 |\n| --- | --- |\n| 1 | 2 |"),
    good=(DATA, f"{HEAD}{BODY}"),
)
def annual_report_obsolete(document: Document) -> Found:
    """年度报告用国办公开办函〔2021〕30号的格式，不用 2019 年的旧表。"""
    if document.kind != "annual_report" or document.year < 2021:
        return
    for number, line in enumerate(document.body.source.split("\n")):
        for old in form().old if "|" in line or "<t" in line else ():
            if (start := line.find(old)) >= 0:
                yield f"用了旧格式的表：「{old}」", Mark(document.body_line + number, start + 1)
