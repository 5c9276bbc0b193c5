"""Official documents as editors type them, written down line by line, with the elements that they have.

A line is its text; before a bar stand letters for its layout: `c` centred, `r` at the right, `R` red, a number for its
size, `h1` a heading by its style, `t` a cell of a table that only serves layout (such lines in a row are one table, a
second bar parts cells).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Pt, RGBColor

from generator.blocks import Block, Grid, GridCell, Paragraph, Side, Span

_LAYOUT = re.compile(r"(?P<how>[crRt]*)(?P<size>\d{2})?(?:h(?P<level>\d))?\|(?P<text>.*)", re.DOTALL)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a layout."""
    made: list[Block] = []
    for in_grid, group in groupby(text.strip("\n").split("\n"), key=lambda line: "t" in line.partition("|")[0]):
        lines = list(group)
        made += [_grid(lines)] if in_grid and "|" in lines[0] else map(paragraph, lines)
    return tuple(made)


def paragraph(line: str) -> Paragraph:
    """One line."""
    found = _LAYOUT.fullmatch(line)
    if found is None:
        return Paragraph((Span(line),) if line else (), size=16)
    how = found["how"]
    side = Side.CENTER if "c" in how else Side.RIGHT if "r" in how else Side.LEFT
    size, level = float(found["size"] or 16), int(found["level"] or 0)
    return Paragraph((Span(found["text"]),), level=level, side=side, size=size, red="R" in how)


def _grid(lines: list[str]) -> Grid:
    return Grid(tuple(tuple(_cells(line)) for line in lines))


def _cells(line: str) -> Iterator[GridCell]:
    how, _, text = line.partition("|")
    for cell in text.split("|"):
        yield GridCell((paragraph(f"{how.replace('t', '')}|{cell}"),))


LAYOUTS: Mapping[str, tuple[str, Mapping[str, str | tuple[str, ...]]]] = {
    "份号、紧急程度、字距拉开的机关": (
        """
000012
特急
cR42|示 例 县 人 民 政 府 文 件
c|示政发〔2026〕18号

c22|示例县人民政府关于印发示例县2026年
c22|农村饮水安全工作方案的通知

各乡镇人民政府，县直各单位：
现将《示例县2026年农村饮水安全工作方案》印发给你们，请结合示政发〔2025〕3号文件抓好落实。
r|示例县人民政府
r|2026年3月9日
（此件公开发布）
""",
        {
            "发文机关": "示例县人民政府",
            "发文字号": "示政发〔2026〕18号",
            "标题": "示例县人民政府关于印发示例县2026年农村饮水安全工作方案的通知",
            "主送机关": "各乡镇人民政府，县直各单位",
            "署名": "示例县人民政府",
            "成文日期": "2026-03-09",
            "附注": "此件公开发布",
        },
    ),
    "没有红头的通知，汉字日期": (
        """
c22|示例镇人民政府关于春季护林防火的通知
各村民委员会、镇属各单位：
当前正值高火险期，现将有关事项通知如下：
一、严格火源管理
禁止在林区野外用火。
二、加强巡护
护林员每天巡护不少于两次。
r|示例镇人民政府
r|二〇二六年二月二十一日
""",
        {
            "标题": "示例镇人民政府关于春季护林防火的通知",
            "主送机关": "各村民委员会、镇属各单位",
            "署名": "示例镇人民政府",
            "成文日期": "2026-02-21",
        },
    ),
    "全是左对齐的文字": (
        """
示例县民政局文件
示民发〔2026〕7号
示例县民政局关于做好临时救助工作的通知
各乡镇人民政府：
为做好临时救助工作，现通知如下。
示例县民政局
2026年4月1日
（联系人：某某，联系电话：0000-1234567）
抄送：示例县财政局，示例县审计局。
示例县民政局办公室 2026年4月1日印发
""",
        {
            "发文机关": "示例县民政局",
            "发文字号": "示民发〔2026〕7号",
            "标题": "示例县民政局关于做好临时救助工作的通知",
            "主送机关": "各乡镇人民政府",
            "署名": "示例县民政局",
            "成文日期": "2026-04-01",
            "附注": "联系人：某某，联系电话：0000-1234567",
            "抄送机关": "示例县财政局，示例县审计局",
        },
    ),
    "两家联合，署名在一行，抄送两行": (
        """
cR36|示例县财政局
cR36|示例县农业农村局文件
c|示财农〔2026〕5号
c22|示例县财政局　示例县农业农村局
c22|关于下达2026年耕地地力保护补贴资金的通知
各乡镇财政所、农业农村综合服务中心：
现将资金下达给你们。
附件：1．资金分配表
　　　2．绩效目标表（各乡镇按照本表填报，并于每季度末
　　　报送县财政局）
示例县财政局　　　　　示例县农业农村局
r|2026 年 5 月 11 日
抄送：县委办公室，县人大常委会办公室，县政府办公室，县政协办公室，
县纪委监委，县审计局。
示例县财政局办公室　　　　2026年5月12日印发
""",
        {
            "发文机关": ("示例县财政局", "示例县农业农村局"),
            "发文字号": "示财农〔2026〕5号",
            "标题": "示例县财政局 示例县农业农村局关于下达2026年耕地地力保护补贴资金的通知",
            "主送机关": "各乡镇财政所、农业农村综合服务中心",
            "附件": ("资金分配表", "绩效目标表（各乡镇按照本表填报，并于每季度末报送县财政局）"),
            "署名": ("示例县财政局", "示例县农业农村局"),
            "成文日期": "2026-05-11",
            "抄送机关": "县委办公室，县人大常委会办公室，县政府办公室，县政协办公室，县纪委监委，县审计局",
        },
    ),
    "批复，署名与日期在一行": (
        """
R30|示例县人民政府
r|示政复〔2026〕2号
c22|示例县人民政府关于同意设立示例幼儿园的批复
示例镇人民政府：
你镇《关于设立示例幼儿园的请示》（示镇政〔2026〕5号）收悉。现批复如下：
一、同意设立示例幼儿园。
二、请按程序办理登记。
此复。
r|示例县人民政府　　2026年1月15日
""",
        {
            "发文机关": "示例县人民政府",
            "发文字号": "示政复〔2026〕2号",
            "标题": "示例县人民政府关于同意设立示例幼儿园的批复",
            "主送机关": "示例镇人民政府",
            "署名": "示例县人民政府",
            "成文日期": "2026-01-15",
        },
    ),
    "网上的样子：文号和日期在标题下面": (
        """
h1|示例县人民政府办公室关于进一步规范村务公开的通知
c|示政办发〔2026〕9号
各乡镇人民政府：
村务公开要做到及时、全面、真实。
r|示例县人民政府办公室
r|2026年3月3日
""",
        {
            "发文字号": "示政办发〔2026〕9号",
            "标题": "示例县人民政府办公室关于进一步规范村务公开的通知",
            "主送机关": "各乡镇人民政府",
            "署名": "示例县人民政府办公室",
            "成文日期": "2026-03-03",
        },
    ),
    "公告，没有主送": (
        """
cR30|示例县自然资源局公告
c|2026年第4号
c22|示例县自然资源局
c22|国有建设用地使用权挂牌出让公告
经示例县人民政府批准，我局决定以挂牌方式出让一宗国有建设用地使用权，现将有关事项公告如下：
一、基本情况
宗地面积12000平方米。
特此公告。
r|示例县自然资源局
r|2026年6月2日
""",
        {
            "发文机关": "示例县自然资源局",
            "发文字号": "示例县自然资源局公告2026年第4号",
            "标题": "示例县自然资源局国有建设用地使用权挂牌出让公告",
            "署名": "示例县自然资源局",
            "成文日期": "2026-06-02",
        },
    ),
    "版记在表里，签发人两位": (
        """
t|示例县交通运输局|文件
t|示例县公安局|
t|示交请〔2026〕1号|签发人：张示例
t||李示范
c22|关于申请设置限高架的请示
县人民政府：
为保障桥梁安全，拟在示例大桥两端设置限高架。
当否，请批示。
附件：示例大桥检测报告
r|示例县交通运输局
r|示例县公安局
r|2026年2月3日
（联系人：王某，0000-7654321）
t|抄送：示例县应急管理局。
t|示例县交通运输局办公室|2026年2月3日印发
""",
        {
            "发文机关": ("示例县交通运输局", "示例县公安局"),
            "发文字号": "示交请〔2026〕1号",
            "签发人": ("张示例", "李示范"),
            "标题": "关于申请设置限高架的请示",
            "主送机关": "县人民政府",
            "附件": "示例大桥检测报告",
            "署名": ("示例县交通运输局", "示例县公安局"),
            "成文日期": "2026-02-03",
            "附注": "联系人：王某，0000-7654321",
            "抄送机关": "示例县应急管理局",
        },
    ),
    "征求意见稿，附件在后面": (
        """
c22|示例县城镇燃气管理办法
c16|（征求意见稿）
第一章 总则
第一条 为加强燃气管理，制定本办法。
第二章 附则
第二条 本办法自2026年10月1日起施行。
附件2
c22|燃气事故报告表
填报单位：
""",
        {"标题": "示例县城镇燃气管理办法（征求意见稿）"},
    ),
    "公示，印章的括号": (
        """
c22|示例镇2026年第一季度临时救助对象公示
根据《社会救助暂行办法》，现将拟救助对象予以公示，公示期为2026年3月2日至2026年3月8日。
监督电话：0000-1111111
r|示例镇人民政府（公章）
r|2026年3月2日
""",
        {
            "标题": "示例镇2026年第一季度临时救助对象公示",
            "署名": "示例镇人民政府",
            "成文日期": "2026-03-02",
        },
    ),
    "决定，会议通过": (
        """
c22|示例县人民政府关于废止部分行政规范性文件的决定
c16|（2026年4月8日县人民政府第40次常务会议通过）
经清理，县人民政府决定：
一、废止《示例县农村建房管理办法》（示政规〔2015〕1号）。
本决定自公布之日起施行。
r|示例县人民政府
r|2026年4月10日
""",
        {
            "标题": "示例县人民政府关于废止部分行政规范性文件的决定",
            "署名": "示例县人民政府",
            "成文日期": "2026-04-10",
        },
    ),
    "转发，标题里有书名号和括号": (
        """
cR36|示例县人民政府办公室文件
c|示政办发〔2026〕21号
c22|示例县人民政府办公室转发县教育体育局《关于做好2026年义务教育招生入学工作的意见（试行）》的通知
各乡镇人民政府，县直有关部门:
县教育体育局《关于做好2026年义务教育招生入学工作的意见（试行）》已经县人民政府同意，现转发给你们。
r|2026年7月1日
""",
        {
            "发文机关": "示例县人民政府办公室",
            "发文字号": "示政办发〔2026〕21号",
            "标题": "示例县人民政府办公室转发县教育体育局《关于做好2026年义务教育招生入学工作的意见（试行）》的通知",
            "主送机关": "各乡镇人民政府，县直有关部门",
            "成文日期": "2026-07-01",
        },
    ),
    "普通文章": (
        """
c22|我县开展春耕备耕技术培训
3月5日，县农业农村局组织技术人员到利月村开展培训，参加的农户有120户。
培训后，技术人员到田间地头进行了指导。
""",
        {"标题": "我县开展春耕备耕技术培训"},
    ),
    "只有一段话": ("今天上午，全县召开了安全生产工作会议，会议传达了上级精神，安排了下一步工作。\n", {}),
}


def written_to(path: Path, text: str) -> Path:
    """The same as a Word file."""
    made = Document()
    for block in blocks(text):
        if isinstance(block, Grid):
            table = made.add_table(len(block.rows), max(map(len, block.rows)))
            for place, row in enumerate(block.rows):
                for column, cell in enumerate(row):
                    only = cell.blocks[0]
                    assert isinstance(only, Paragraph)
                    _set(table.cell(place, column).paragraphs[0], only)
        else:
            _set(made.add_paragraph(), block)
    made.save(str(path))
    return path


def _set(target: Any, source: Paragraph) -> None:
    if source.level:
        target.style = f"Heading {source.level}"
    run = target.add_run(source.text)
    run.font.size = Pt(source.size)
    run.font.color.rgb = RGBColor(255, 0, 0) if source.red else None
    target.alignment = {Side.CENTER: 1, Side.RIGHT: 2, Side.LEFT: None}[source.side]
