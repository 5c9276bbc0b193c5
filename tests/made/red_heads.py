"""Official documents in the layouts that offices send, all invented, and what their elements are.

A layout returns what is to be recognised: fields by their Chinese label; agencies that issue together are joined by
「、」, days are ISO, addressees stand without their colon. What a document does not have is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.document import Document as Made
from docx.oxml.ns import qn
from docx.shared import Pt

from made import paper
from made.paper import CENTER, RIGHT, body, imprint, line, number, red_head, run, signed, title

Layout = Callable[[Made], dict[str, Any]]
COUNTY = "示例县人民政府"
OFFICE = "示例县人民政府办公室"
TOWNS = "各乡镇人民政府，县政府各工作部门"


def notice(made: Made) -> dict[str, Any]:
    """平行文: everything that a notice has, annexes noted, a remark, an imprint."""
    red_head(made, f"{COUNTY}文件")
    number(made, "示政发〔2026〕12号")
    title(made, f"{COUNTY}", "关于做好2026年防汛抗旱工作的通知")
    line(made, f"{TOWNS}：")
    body(
        made,
        "为做好2026年防汛抗旱工作，保障人民群众生命财产安全，现将有关事项通知如下。",
        "一、总体要求",
        "坚持预防为主、防抗结合，确保重要堤防不决口、水库不垮坝。",
        "二、重点任务",
        "（一）落实责任。各乡镇要于4月30日前公布责任人名单。",
        "（二）备足物资。编织袋不少于5,000条。",
    )
    line(made, "")
    body(made, "附件：1．示例县防汛责任人名单", "　　　2．示例县防汛物资储备表")
    signed(made, [COUNTY], "2026年3月18日")
    body(made, "（此件公开发布）")
    imprint(made, "县委各部门，县人大常委会办公室，县政协办公室", OFFICE, "2026年3月19日")
    return {
        "标题": f"{COUNTY}关于做好2026年防汛抗旱工作的通知",
        "发文字号": "示政发〔2026〕12号",
        "发文机关": COUNTY,
        "主送机关": TOWNS,
        "成文日期": "2026-03-18",
        "署名": [COUNTY],
        "附件": ["示例县防汛责任人名单", "示例县防汛物资储备表"],
        "附注": "此件公开发布",
        "抄送机关": "县委各部门，县人大常委会办公室，县政协办公室",
    }


def upward(made: Made) -> dict[str, Any]:
    """上行文: the signer stands on the line of the document number, contacts below the day."""
    red_head(made, "示例县水利局文件")
    paper.raw(
        made,
        run("示水〔2026〕7号") + "<w:r><w:tab/></w:r>" + run("签发人：王示例"),
        '<w:tabs><w:tab w:val="right" w:pos="8800"/></w:tabs>',
    )
    title(made, "示例县水利局关于申请山洪灾害防治资金的请示")
    line(made, f"{COUNTY}：")
    body(made, "我县山洪灾害防治项目已完成前期工作，尚缺资金120万元。", "妥否，请批示。")
    signed(made, ["示例县水利局"], "2026年2月6日")
    body(made, "（联系人：李示范，电话：0000-1234567）")
    return {
        "标题": "示例县水利局关于申请山洪灾害防治资金的请示",
        "发文字号": "示水〔2026〕7号",
        "签发人": "王示例",
        "发文机关": "示例县水利局",
        "主送机关": COUNTY,
        "成文日期": "2026-02-06",
        "署名": ["示例县水利局"],
        "附注": "联系人：李示范，电话：0000-1234567",
    }


def letter(made: Made) -> dict[str, Any]:
    """函: the mark without 文件, the number at the right, one addressee, an addressed copy."""
    red_head(made, "示例县教育局")
    line(made, "示教函〔2026〕3号", side=RIGHT)
    title(made, "示例县教育局关于商请支持校园周边道路整治的函")
    line(made, "示例县交通运输局：")
    body(made, "近期，我县实验小学周边道路破损，影响学生出行。", "请贵局予以支持为盼。", "特此致函。")
    signed(made, ["示例县教育局"], "2026年4月2日")
    imprint(made, "示例县公安局", "示例县教育局办公室", "2026年4月2日")
    return {
        "标题": "示例县教育局关于商请支持校园周边道路整治的函",
        "发文字号": "示教函〔2026〕3号",
        "发文机关": "示例县教育局",
        "主送机关": "示例县交通运输局",
        "成文日期": "2026-04-02",
        "署名": ["示例县教育局"],
        "抄送机关": "示例县公安局",
    }


def order(made: Made) -> dict[str, Any]:
    """令: number without brackets, signed by the head of the county."""
    red_head(made, f"{COUNTY}令")
    line(made, "第3号", side=CENTER)
    title(made, "示例县森林防火禁火令")
    body(made, "为有效预防森林火灾，根据《森林防火条例》，发布如下禁火令。", "一、禁火期为2026年2月1日至5月31日。")
    body(made, "二、禁火期内，禁止一切野外用火。", "本令自发布之日起施行。")
    signed(made, ["县长　王示例"], "2026年1月28日")
    return {
        "标题": "示例县森林防火禁火令",
        "发文字号": f"{COUNTY}令第3号",
        "发文机关": COUNTY,
        "成文日期": "2026-01-28",
        "署名": ["县长　王示例"],
    }


def minutes(made: Made) -> dict[str, Any]:
    """纪要: mark, number of the meeting, office and day on one line; no signature."""
    red_head(made, f"{COUNTY}常务会议纪要")
    line(made, "〔2026〕5号", side=CENTER)
    paper.raw(
        made,
        run(OFFICE) + "<w:r><w:tab/></w:r>" + run("2026年5月11日"),
        '<w:tabs><w:tab w:val="right" w:pos="8800"/></w:tabs>',
    )
    title(made, "县人民政府第38次常务会议纪要")
    body(made, "2026年5月9日，县长王示例主持召开县人民政府第38次常务会议，现纪要如下。", "会议审议了农村公路养护方案。")
    body(made, "出席：王示例、李示范。", "请假：赵样本。")
    imprint(made, "县委办公室，县人大常委会办公室", OFFICE, "2026年5月12日")
    return {
        "标题": "县人民政府第38次常务会议纪要",
        "发文字号": "〔2026〕5号",
        "发文机关": COUNTY,
        "成文日期": "2026-05-11",
        "抄送机关": "县委办公室，县人大常委会办公室",
    }


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


def many_addressees(made: Made) -> dict[str, Any]:
    """Addressees over two lines, spaces in the signature, the number in other brackets, as hurried offices write."""
    addressees = "各乡镇人民政府、街道办事处，县政府有关部门，县属国有企业，示例工业园区管委会，各有关单位"
    red_head(made, "示例县应急管理局文件")
    number(made, "示应急[2026]8号")
    title(made, "示例县应急管理局关于开展", "安全生产大检查的通知")
    line(made, f"{addressees}:")
    body(made, "现就开展安全生产大检查通知如下：", "1.检查时间：6月1日至6月30日。", "2.检查范围：全县生产经营单位。")
    line(made, "示例县应急管理局　　　　", side=RIGHT)
    line(made, "2026年5月25日　　　　", side=RIGHT)
    imprint(made, "", "示例县应急管理局办公室", "2026年5月25日")
    return {
        "标题": "示例县应急管理局关于开展安全生产大检查的通知",
        "发文字号": "示应急〔2026〕8号",
        "发文机关": "示例县应急管理局",
        "主送机关": addressees,
        "成文日期": "2026-05-25",
        "署名": ["示例县应急管理局"],
    }


def with_annexes(made: Made) -> dict[str, Any]:
    """附件 on later pages: a page break, the word at the left, its title in the middle, a table."""
    red_head(made, f"{OFFICE}文件")
    number(made, "示政办发〔2026〕15号")
    title(made, f"{OFFICE}关于印发示例县政务公开工作要点的通知")
    line(made, f"{TOWNS}：")
    body(made, "《示例县2026年政务公开工作要点》已经县政府同意，现印发给你们。")
    body(made, "附件：1.示例县2026年政务公开工作要点", "　　　2.任务分工表")
    signed(made, [OFFICE], "2026年4月20日")
    body(made, "（此件公开发布）")
    made.add_page_break()  # type: ignore[no-untyped-call]
    line(made, "附件1")
    line(made, "示例县2026年政务公开工作要点", size=22, side=CENTER)
    body(made, "一、深化重点领域信息公开", "及时公开涉农补贴、公共资源配置信息。")
    made.add_page_break()  # type: ignore[no-untyped-call]
    line(made, "附件2")
    line(made, "任务分工表", size=22, side=CENTER)
    table = made.add_table(rows=3, cols=3)
    cells = ("序号", "任务", "牵头单位", "1", "涉农补贴公开", "县农业农村局", "2", "决策预公开", "县政府办公室")
    for place, text in enumerate(cells):
        table.cell(place // 3, place % 3).text = text
    return {
        "标题": f"{OFFICE}关于印发示例县政务公开工作要点的通知",
        "发文字号": "示政办发〔2026〕15号",
        "发文机关": OFFICE,
        "主送机关": TOWNS,
        "成文日期": "2026-04-20",
        "署名": [OFFICE],
        "附件": ["示例县2026年政务公开工作要点", "任务分工表"],
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


LAYOUTS: dict[str, Layout] = {
    "红头-平行文": notice,
    "红头-上行文": upward,
    "红头-函": letter,
    "红头-令": order,
    "红头-纪要": minutes,
    "红头-联合行文": joint,
    "红头-多个主送": many_addressees,
    "红头-附件": with_annexes,
    "红头-文本框": in_text_box,
    "红头-表格头": in_table,
    "红头-自动编号": counted,
    "红头-办公软件样式": other_office,
}
