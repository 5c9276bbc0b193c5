"""A yearly report still has places that its draft left to be filled in."""

from generator.checks import Found, check
from generator.model import Document, Mark
from generator.report_prose import BLANK

DATA = "=== annual/2025.yaml\n年度: 2025\n主动公开: {}\n申请: {}\n复议诉讼: {}\n"
HEADINGS = (
    *("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"),
    *("四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
)
HEAD = "类型: 年度报告\n年度: 2025\n---\n## 一、总体情况\n\n"
REST = "\n\n" + "\n\n".join(f"## {heading}\n\n无。" for heading in HEADINGS)


@check(
    "A407",
    "error",
    law="国办公开办函〔2021〕30号",
    fix="把〔待填：……〕换成本单位的情况；没有可写的就写“无”",
    bad=(DATA, f"{HEAD}（四）平台建设。〔待填：网站专栏、公开查阅点、政务新媒体〕{REST}"),
    good=(DATA, f"{HEAD}（四）平台建设。在政务服务大厅设公开查阅点，每月更新一次。{REST}"),
)
def annual_report_unfinished(document: Document) -> Found:
    """年度报告的草稿里标着“待填”的地方都要填好。"""
    for number, line in enumerate(document.body.source.split("\n") if document.annual_report else ()):
        if (start := line.find(BLANK)) >= 0:
            yield "这里还没有填写", Mark(document.body_line + number, start + 1)
