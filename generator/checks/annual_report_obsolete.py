"""An annual report in the form that was given up in 2021."""

from generator.checks import Found, check
from generator.checks._reports import example_data, example_report
from generator.model import Document, Mark
from generator.report_form import form


@check(
    "A208",
    "error",
    law="国办公开办函〔2021〕30号",
    fix="改用 2021 年的格式：三张表由 annual/年度.yaml 生成，正文里不再放旧表",
    bad=(example_data(), f"{example_report('无。')}\n\n| 本年新制作数量 | 对外公开总数量 |\n| --- | --- |\n| 1 | 2 |"),
    good=(example_data(), example_report("无。")),
)
def annual_report_obsolete(document: Document) -> Found:
    """年度报告用国办公开办函〔2021〕30号的格式，不用 2019 年的旧表。"""
    if document.kind != "annual_report" or document.year < form().since:
        return
    for number, line in enumerate(document.body.source.split("\n")):
        for old in form().old if "|" in line or "<t" in line else ():
            if (start := line.find(old)) >= 0:
                yield f"用了旧格式的表：「{old}」", Mark(document.body_line + number, start + 1)
