"""Official documents in the layouts that offices send, all invented, and what their elements are.

A layout returns what is to be recognised: fields by their Chinese label; agencies that issue together are joined by
「、」, days are ISO, addressees stand without their colon. What a document does not have is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.document import Document as Made

from made import head_forms, paper
from made.head_forms import COUNTY
from made.paper import CENTER, RIGHT, body, imprint, line, number, red_head, run, signed, title

Layout = Callable[[Made], dict[str, Any]]
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


LAYOUTS: dict[str, Layout] = {
    "红头-平行文": notice,
    "红头-上行文": upward,
    "红头-函": letter,
    "红头-令": order,
    "红头-纪要": minutes,
    "红头-联合行文": head_forms.joint,
    "红头-多个主送": many_addressees,
    "红头-附件": with_annexes,
    "红头-文本框": head_forms.in_text_box,
    "红头-表格头": head_forms.in_table,
    "红头-自动编号": head_forms.counted,
    "红头-办公软件样式": head_forms.other_office,
}
