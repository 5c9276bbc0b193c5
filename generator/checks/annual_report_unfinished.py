"""A yearly report still has places that its draft left to be filled in."""

from generator.checks import Found, check
from generator.checks._reports import example_data, example_report
from generator.model import Document, Mark
from generator.report_prose import BLANK


@check(
    "A407",
    "error",
    law="国办公开办函〔2021〕30号",
    fix="把〔待填：……〕换成本单位的情况；没有可写的就写“无”",
    bad=(example_data(), example_report("（四）平台建设。〔待填：网站专栏、公开查阅点、政务新媒体〕")),
    good=(example_data(), example_report("（四）平台建设。在政务服务大厅设公开查阅点，每月更新一次。")),
)
def annual_report_unfinished(document: Document) -> Found:
    """年度报告的草稿里标着“待填”的地方都要填好。"""
    for number, line in enumerate(document.body.source.split("\n") if document.annual_report else ()):
        if (start := line.find(BLANK)) >= 0:
            yield "这里还没有填写", Mark(document.body_line + number, start + 1)
