"""Documents that hold what a reader of Word files stumbles over: merged cells, numbers, fields, revisions, pictures."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from docx.document import Document as Made
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from PIL import Image

from made import paper
from made.paper import CENTER, SPACES, body, item, line, raw, run

Feature = Callable[[Made], None]


def merged_cells(made: Made) -> None:
    """A head of two rows, cells merged both ways, paragraphs in a cell, a table in a cell."""
    line(made, "涉农补贴分配表", size=22, side=CENTER)
    table = made.add_table(rows=5, cols=4)
    heads = {(0, 0): "乡镇", (0, 1): "补贴资金（万元）", (0, 3): "备注", (1, 1): "中央", (1, 2): "县级"}
    for (row, column), text in heads.items():
        table.cell(row, column).text = text
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 3).merge(table.cell(1, 3))
    for row in (0, 1):
        table.rows[row]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    rows = (("利月镇", "12.5", "3", "第一批"), ("青石乡", "9", "1.5", ""), ("合计", "21.5", "4.5", "见说明"))
    for row, texts in enumerate(rows, 2):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(2, 3).merge(table.cell(3, 3)).add_paragraph("（含结转）")
    inner = table.cell(4, 3).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "结转", "0.5"
    body(made, "注：数据截至2026年6月30日。")


def pictures(made: Made) -> None:
    """Two pictures with words, one without, one in a paragraph of text, one that is linked and must not be fetched."""
    line(made, "示例公园改造前后", size=22, side=CENTER)
    for color, words in (("red", "改造前的入口"), ("green", "改造后的入口"), ("blue", "")):
        data = BytesIO()
        Image.new("RGB", (24, 16), color).save(data, "PNG")
        data.seek(0)
        paragraph = made.add_paragraph("图：" if words else "")
        paragraph.add_run().add_picture(data, width=Cm(3))
        if words:
            paragraph._p.find(f".//{qn('wp:docPr')}").set("descr", words)
            paragraph.add_run(words)
    relation = made.part.relate_to(
        "https://img.example/outside.png",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    blip = f'<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:link="{relation}"/>'
    raw(
        made,
        f'<w:r><w:drawing><wp:inline><wp:docPr id="5" name="x"/>{blip}</wp:inline></w:drawing></w:r>{run("外链图")}',
    )


def revisions(made: Made) -> None:
    """Insertions, deletions, a paragraph moved, a comment, hidden words."""
    line(made, "收费标准调整说明", size=22, side=CENTER)
    author = 'w:author="示例" w:date="2026-05-01T00:00:00Z"'
    raw(
        made,
        run("停车费由每小时")
        + f'<w:del w:id="1" {author}><w:r><w:delText>5元</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2" {author}>{run("3元")}</w:ins>'
        + run("起，夜间免费。"),
    )
    raw(made, f'<w:moveFrom w:id="3" {author}>{run("本办法由县发改局解释。")}</w:moveFrom>')
    body(made, "自2026年6月1日起执行。")
    raw(made, f'<w:moveTo w:id="4" {author}>{run("本办法由县发改局解释。")}</w:moveTo>')
    commented = made.add_paragraph()
    made.add_comment(commented.add_run("此段有批注。"), text="请领导核定", author="示例")


def fields_and_symbols(made: Made) -> None:
    """Fields, links, symbols, raised and lowered type, ruby, content controls, an equation, breaks."""
    line(made, "名词解释", size=22, side=CENTER)
    raw(
        made,
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE \\@ "yyyy" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("2026")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        + run("年，县内造林1000m")
        + run("2", '<w:vertAlign w:val="superscript"/>')
        + run("，CO")
        + run("2", '<w:vertAlign w:val="subscript"/>')
        + run("减排。"),
    )
    link = made.part.relate_to(
        "https://www.example.gov.cn/a?b=1&c=2",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    wicked = made.part.relate_to(
        "javascript:alert(1)",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    raw(made, run("详见") + f'<w:hyperlink r:id="{link}">{run("县政府网站")}</w:hyperlink>' + run("。"))
    raw(made, f'<w:hyperlink r:id="{wicked}">{run("不是网址的链接")}</w:hyperlink>')
    raw(
        made,
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://data.example/x"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("数据页")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    raw(
        made,
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>ān</w:t></w:r></w:rt>"
        f"<w:rubyBase>{run('安')}</w:rubyBase></w:ruby></w:r>{run('全')}",
    )
    raw(
        made,
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件里的字')}</w:sdtContent></w:sdt>{run('甲')}<w:r><w:tab/></w:r>{run('乙')}",
    )
    block = f"<w:sdt {nsdecls('w')} {SPACES}><w:sdtContent><w:p>{run('整段的控件')}</w:p></w:sdtContent></w:sdt>"
    made.element.body.insert(len(made.element.body) - 1, parse_xml(block))
    raw(made, "<m:oMath><m:r><m:t>a=b+c</m:t></m:r></m:oMath>")
    raw(made, f'{run("已选")}<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>{run("是")}')
    raw(made, run("第一行") + "<w:r><w:br/></w:r>" + run("第二行") + "<w:r><w:noBreakHyphen/></w:r>" + run("尾"))
    raw(
        made,
        run("重点", "<w:b/>") + run("与") + run("强调", "<w:i/>") + run("，5*3=15，__填写__，<单位>，a_b，#1，[注]。"),
    )


def number_forms(made: Made) -> None:
    """One list of every form of number, an override of the start, a list that begins anew, a start of 9."""
    line(made, "编号样式", size=22, side=CENTER)
    forms = (
        ("chineseCounting", "%1、"),
        ("chineseCountingThousand", "第%1条"),
        ("japaneseCounting", "（%1）"),
        ("decimal", "%1."),
        ("decimalFullWidth", "%1．"),
        ("upperLetter", "%1."),
        ("lowerLetter", "%1)"),
        ("upperRoman", "%1."),
        ("lowerRoman", "(%1)"),
        ("decimalEnclosedCircleChinese", "%1"),
        ("bullet", "●"),
        ("decimalZero", "%1"),
    )
    for place, form in enumerate(forms, 80):
        paper.numbered(made, place, (form,), start=9)
        for word in ("甲", "乙", "丙"):
            item(made, place, 0, f"{form[0]}{word}")
    paper.numbered(made, 95, (("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")))
    for level, text in ((0, "总则"), (1, "目的"), (1, "依据"), (2, "法律"), (0, "附则"), (1, "施行")):
        item(made, 95, level, text)
    made.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="96"><w:abstractNumId w:val="95"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        )
    )
    item(made, 96, 0, "从五开始")


def chinese_headings(made: Made) -> None:
    """Headings by style, by style that rests on another, by outline level alone; a title style; bold by style."""
    made.add_heading("示例县年度工作总结", 0)
    made.add_heading("一、工作回顾", 1)
    made.add_paragraph("全年造林2万亩。")
    made.add_heading("（一）经济运行", 2)
    style = made.styles.add_style("标题 1 示例", 1)
    style.base_style = made.styles["Heading 1"]
    raw(made, run("二、下步打算"), f'<w:pStyle w:val="{style.style_id}"/>')
    raw(made, run("（一）抓项目"), '<w:outlineLvl w:val="1"/>')
    made.add_paragraph("引用的话", style="Intense Quote")
    for text in ("甲项", "乙项"):
        made.add_paragraph(text, style="List Bullet")
    for text in ("第一", "第二"):
        made.add_paragraph(text, style="List Number")
    made.add_paragraph("细分", style="List Number 2")


def running_heads(made: Made) -> None:
    """The mark stands in the header of the first page, page numbers in the footer."""
    made.sections[0].header.paragraphs[0].text = "示例县财政局文件"
    made.sections[0].footer.paragraphs[0].text = "— 1 —"
    line(made, "示例县财政局关于批复部门预算的通知", size=22, side=CENTER)
    body(made, "按照预算法规定，现批复你单位2026年部门预算。")


FEATURES: dict[str, Feature] = {
    "合并单元格": merged_cells,
    "图片": pictures,
    "修订和批注": revisions,
    "域和符号": fields_and_symbols,
    "编号样式": number_forms,
    "标题样式": chinese_headings,
    "页眉红头": running_heads,
}
