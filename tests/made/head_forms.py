"""Official documents whose head is drawn in other ways: in a text box, in tables, by styles, with automatic numbers."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Made
from docx.oxml.ns import qn
from docx.shared import Pt

from made import paper
from made.paper import CENTER, RIGHT, body, line, number, red_head, run, signed, title

COUNTY = "示例县人民政府"


def joint(made: Made) -> dict[str, Any]:
    """联合行文: three agencies one below the other, 文件 beside them in a merged cell, three signatures."""
    agencies = ["示例县发展和改革局", "示例县财政局", "示例县农业农村局"]
    table = made.add_table(rows=3, cols=2)
    for place, name in enumerate(agencies):
        cell = table.cell(place, 0)
        red_run = cell.paragraphs[0].add_run(name)
        red_run.font.size, red_run.font.color.rgb = Pt(30), paper.RED
    word = table.cell(0, 1).merge(table.cell(2, 1)).paragraphs[0].add_run("文件")
    word.font.size, word.font.color.rgb = Pt(36), paper.RED
    number(made, "示发改联〔2026〕21号")
    title(made, "关于印发《示例县高标准农田建设管护办法》的通知")
    line(made, "各乡镇人民政府：")
    body(made, "现将《示例县高标准农田建设管护办法》印发给你们，请认真贯彻执行。")
    for name in agencies:
        line(made, name, side=RIGHT)
    line(made, "二〇二六年五月十一日", side=RIGHT)
    body(made, "（此件公开发布）")
    return {
        "标题": "关于印发《示例县高标准农田建设管护办法》的通知",
        "发文字号": "示发改联〔2026〕21号",
        "发文机关": "、".join(agencies),
        "主送机关": "各乡镇人民政府",
        "成文日期": "2026-05-11",
        "署名": agencies,
        "附注": "此件公开发布",
    }


def in_text_box(made: Made) -> dict[str, Any]:
    """The mark stands in a text box, which Word writes twice."""
    mark = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run("示例县民政局文件", _BIG)}</w:p>'
    paper.raw(made, paper.boxed(mark))
    number(made, "示民发〔2026〕9号")
    title(made, "示例县民政局关于提高城乡低保标准的通知")
    line(made, "各乡镇人民政府：")
    body(made, "经县政府同意，城市低保标准提高到每人每月720元。", "本通知自2026年7月1日起执行。")
    signed(made, ["示例县民政局"], "2026年6月15日")
    body(made, "（此件主动公开）")
    return {
        "标题": "示例县民政局关于提高城乡低保标准的通知",
        "发文字号": "示民发〔2026〕9号",
        "发文机关": "示例县民政局",
        "主送机关": "各乡镇人民政府",
        "成文日期": "2026-06-15",
        "署名": ["示例县民政局"],
        "附注": "此件主动公开",
    }


_BIG = '<w:color w:val="FF0000"/><w:sz w:val="72"/>'


def in_table(made: Made) -> dict[str, Any]:
    """The whole head stands in a table without lines: mark, number and signer in its cells."""
    table = made.add_table(rows=2, cols=2)
    mark = table.cell(0, 0).merge(table.cell(0, 1)).paragraphs[0]
    mark.alignment = CENTER
    mark_run = mark.add_run("示例县利月镇人民政府文件")
    mark_run.font.size, mark_run.font.color.rgb = Pt(34), paper.RED
    table.cell(1, 0).text = "利政〔2026〕4号"
    table.cell(1, 1).text = "签发人：陈样例"
    table.cell(1, 1).paragraphs[0].alignment = RIGHT
    title(made, "示例县利月镇人民政府关于2025年度法治政府建设情况的报告")
    line(made, f"{COUNTY}：")
    body(made, "现将我镇2025年度法治政府建设情况报告如下。", "特此报告。")
    signed(made, ["示例县利月镇人民政府"], "2026年1月12日")
    return {
        "标题": "示例县利月镇人民政府关于2025年度法治政府建设情况的报告",
        "发文字号": "利政〔2026〕4号",
        "签发人": "陈样例",
        "发文机关": "示例县利月镇人民政府",
        "主送机关": COUNTY,
        "成文日期": "2026-01-12",
        "署名": ["示例县利月镇人民政府"],
    }


def counted(made: Made) -> dict[str, Any]:
    """All numbers are automatic: 一、（一）1．; also those of the annexes."""
    levels = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3．"))
    paper.numbered(made, 71, levels)
    red_head(made, "示例县医疗保障局文件")
    number(made, "示医保发〔2026〕2号")
    title(made, "示例县医疗保障局关于规范门诊慢特病管理的通知")
    line(made, "县内各定点医疗机构：")
    body(made, "为规范门诊慢特病管理，现通知如下。")
    for level, text in ((0, "严格认定标准"), (1, "高血压。"), (2, "二级以上。"), (2, "有并发症。"), (1, "糖尿病。")):
        paper.item(made, 71, level, text)
    for level, text in ((0, "优化经办服务"), (1, "即时受理。"), (2, "不得拖延。")):
        paper.item(made, 71, level, text)
    signed(made, ["示例县医疗保障局"], "2026年3月2日")
    return {
        "标题": "示例县医疗保障局关于规范门诊慢特病管理的通知",
        "发文字号": "示医保发〔2026〕2号",
        "发文机关": "示例县医疗保障局",
        "主送机关": "县内各定点医疗机构",
        "成文日期": "2026-03-02",
        "署名": ["示例县医疗保障局"],
    }


def other_office(made: Made) -> dict[str, Any]:
    """As the Chinese office suite writes: styles whose ids are numbers, sizes in the style, blanks for alignment."""
    styles = made.styles
    heading = styles["Heading 1"]
    heading.element.set(qn("w:styleId"), "2")
    mark = styles.add_style("红头", 1)
    mark.element.set(qn("w:styleId"), "15")
    mark.font.size, mark.font.color.rgb = Pt(40), paper.RED
    mark.paragraph_format.alignment = CENTER
    paper.raw(made, run("示例县自然资源局文件"), '<w:pStyle w:val="15"/>')
    line(made, "示自然资〔２０２６〕３０号", side=CENTER)
    title(made, "示例县自然资源局关于加强临时用地管理的通知")
    line(made, "各自然资源所：")
    body(made, "现将有关事项通知如下。")
    paper.raw(made, run("一、严格审批"), '<w:pStyle w:val="2"/>')
    body(made, "临时用地期限一般不超过二年。")
    line(made, "　　　　　　　　　　　　　　　示例县自然资源局")
    line(made, "　　　　　　　　　　　　　　　2026年8月3日")
    return {
        "标题": "示例县自然资源局关于加强临时用地管理的通知",
        "发文字号": "示自然资〔2026〕30号",
        "发文机关": "示例县自然资源局",
        "主送机关": "各自然资源所",
        "成文日期": "2026-08-03",
        "署名": ["示例县自然资源局"],
    }
