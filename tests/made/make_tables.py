"""Makes the tables and PDFs beside this file with the programs that editors have; all in them is invented.

Needs openpyxl, XlsxWriter, python-docx, pillow, and LibreOffice with the font Noto Serif CJK SC. Run from here:

    python tests/made/make_tables.py
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
FONT = "Noto Serif CJK SC"
MOMENT = datetime(2026, 1, 5, 8, 0)


# ── openpyxl ────────────────────────────────────────────────────────────────────────────────────────────────────


def _book(name: str, rows: Iterable[Sequence[Any]], merged: Iterable[str] = (), title: str = "Sheet") -> Any:
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = MOMENT
    sheet = book.active
    sheet.title = title
    _fill(sheet, rows, merged)
    return book


def _fill(sheet: Any, rows: Iterable[Sequence[Any]], merged: Iterable[str] = ()) -> None:
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)


def subsidies() -> None:
    """A title, a unit of money, a head of two rows, merged townships, a total, a note; a hidden sheet."""
    rows = (
        ["示例县2026年耕地地力保护补贴发放表"],
        ["填报单位：示例县农业农村局", None, None, None, None, None, "单位：元"],
        ["序号", "乡镇", "村", "资金", None, "备 注", "发放日期"],
        [None, None, None, "中央", "省级", None, None],
        [1, "甲镇", "东村", 1234.5, 100, None, date(2026, 1, 31)],
        [2, None, "西村", 2234.5, 100, "含增补", date(2026, 2, 1)],
        [3, "乙镇", "南村", 3000, 50.25, None, date(2026, 2, 1)],
        ["合计", None, None, 6469, 250.25, None, None],
        ["注：本表数据截至2026年2月。"],
    )
    merged = ("A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4", "B5:B6", "A8:C8", "A9:G9")
    book = _book("补贴发放", rows, merged, "补贴")
    for row in range(5, 9):
        book.active.cell(row, 4).number_format = "#,##0.00"
    book.active.column_dimensions["G"].width = 14
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden.append(["不公开的底稿"])
    book.save(HERE / "补贴发放.xlsx")


def codes() -> None:
    """Codes that look like numbers, and the forms of numbers and days."""
    head = ["编码", "项目代码", "完成率", "投资（万元）", "开工", "完工月份", "开门时间", "长数字", "邮编", "超期"]
    days = ((date(2026, 3, 1), date(2026, 12, 1), time(8, 30)), (date(2026, 3, 15), date(2027, 1, 1), time(14, 0)))
    rows = (
        head,
        ["000123", "2026530823000000123", 0.8567, 1234567.891, *days[0], 123456789012345678, 7, True],
        ["000124", "2026530823000000124", 1, -50, *days[1], 1234567890123, 666100, False],
    )
    book = _book("编码和数字", rows)
    formats = {
        3: "0.00%",
        4: "#,##0.00;[Red]#,##0.00",
        5: 'yyyy"年"m"月"d"日"',
        6: 'yyyy"年"m"月"',
        7: "h:mm",
        9: "000000",
    }
    for row in (2, 3):
        for column, form in formats.items():
            book.active.cell(row, column).number_format = form
    book.save(HERE / "编码和数字.xlsx")


def hidden_parts() -> None:
    """Hidden rows and columns, empty rows and columns within."""
    rows = (
        ["村名", "户数", "内部意见", None, "资金"],
        ["东村", 12, "待核", None, 100],
        ["西村", 13, "存疑", None, 200],
        [None, None, None, None, None],
        ["南村", 14, "可", None, 300],
    )
    book = _book("隐藏行列", rows)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.save(HERE / "隐藏行列.xlsx")


def formulas() -> None:
    """Formulas whose results were never stored, as programs write that do not calculate."""
    rows = (["项目", "金额"], ["甲", 10], ["乙", 20], ["合计", "=SUM(B2:B3)"])
    _book("公式没有结果", rows).save(HERE / "公式没有结果.xlsx")


def several() -> None:
    """A cover, two tables, an empty sheet."""
    book = _book("多张工作表", (["示例县2026年部门预算公开表"], [None], ["示例县财政局"]), ("A1:E1", "A3:E3"), "封面")
    _fill(book.create_sheet("收支总表"), (["收入", "金额（万元）"], ["一般公共预算", 120.5], ["政府性基金", 3]))
    _fill(book.create_sheet("三公经费"), (["项目", "2025年", "2026年"], ["公务接待费", 1.2, 1.1], ["公务用车", 2, 1.8]))
    book.create_sheet("Sheet4")
    book.save(HERE / "多张工作表.xlsx")


def merged_numbers() -> None:
    """Numbers, years and words merged over rows."""
    rows = (
        ["年度", "项目", "总投资", "标段", "施工单位"],
        [2026, "示例河治理", 800, "一标段", "示例建筑公司"],
        [None, None, None, "二标段", None],
        [None, "示例路改造", 300, "一标段", "示范路桥公司"],
    )
    _book("合并的数字", rows, ("A2:A4", "B2:B3", "C2:C3", "E2:E3")).save(HERE / "合并的数字.xlsx")


# ── XlsxWriter ──────────────────────────────────────────────────────────────────────────────────────────────────


def accounts() -> None:
    """A head of three rows, accounting formats, stored results of formulas, a chart."""
    book = xlsxwriter.Workbook(HERE / "财务格式.xlsx")
    book.set_properties({"created": MOMENT})
    sheet = book.add_worksheet("收支")
    money = book.add_format({"num_format": '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '})
    share, yuan = book.add_format({"num_format": 10}), book.add_format({"num_format": "¥#,##0;¥-#,##0"})
    sheet.merge_range("A1:F1", "附件2", None)
    sheet.merge_range("A2:F2", "示例县2025年度收支决算表", None)
    sheet.write("F3", "单位：万元")
    sheet.merge_range("A4:A6", "科目", None)
    sheet.merge_range("B4:E4", "金额", None)
    sheet.merge_range("B5:C5", "本年", None)
    sheet.merge_range("D5:E5", "上年", None)
    for column, name in zip("BCDE", ("预算数", "决算数") * 2, strict=True):
        sheet.write(f"{column}6", name)
    sheet.merge_range("F4:F6", "增减", None)
    for row, (name, *numbers) in enumerate(
        (("教育支出", 1200, 1250.5, 1100, 0), ("农林水支出", 800, -3.456, 700, 690)), 7
    ):
        sheet.write(f"A{row}", name)
        for column, number in zip("BCDE", numbers, strict=True):
            sheet.write(f"{column}{row}", number, money)
        sheet.write_formula(f"F{row}", f"=C{row}/B{row}", share, numbers[1] / numbers[0])
    sheet.write("A9", "合计")
    sheet.write_formula("B9", "=SUM(B7:B8)", yuan, 2000)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=收支!$B$7:$B$8"})
    sheet.insert_chart("H2", chart)
    book.close()


def small() -> None:
    """A small table with letters of several kinds in one cell, and a line end."""
    book = xlsxwriter.Workbook(HERE / "小表.xlsx")
    book.set_properties({"created": MOMENT})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write_row("A1", ["名称\n（全称）", "面积(m2)"])
    sheet.write_rich_string("A2", "示例", bold, "体育", "馆")
    sheet.write("B2", 1200)
    sheet.write("A3", "示范公园\n北门")
    sheet.write("B3", 0.1 + 0.2)
    sheet.write_string("A4", "=不是公式")
    book.close()


# ── csv ─────────────────────────────────────────────────────────────────────────────────────────────────────────

CLINICS = (
    ("名称", "地址", "电话", "床位"),
    ("示例县人民医院", "示例路1号,东侧", "0879-6200001", "300"),
    ("甲镇卫生院", "甲镇正街\n2号", "0879-6200002", "20"),
    ("乙镇卫生院", "乙镇“老街”3号", "", "15"),
)


def texts() -> None:
    """The same table in the encodings that spreadsheets write."""
    for name, encoding, mark in (
        ("国标编码.csv", "gb18030", ","), ("带标记.csv", "utf-8-sig", ","), ("宽字符.csv", "utf-16", "\t"),
        ("无标记.csv", "utf-8", ";"), ("制表符.tsv", "utf-8", "\t"),
    ):  # fmt: skip
        with (HERE / name).open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=mark).writerows(CLINICS)
    lines = (
        "示例县低保对象备案表,,",
        "证件编码,姓名,月数",
        "5.30823E+17,张某,12",
        "5.30823E+17,李某,6",
        "填表人：王某,,",
    )
    (HERE / "科学计数.csv").write_bytes("\r\n".join(lines).encode("gb18030"))


# ── LibreOffice ─────────────────────────────────────────────────────────────────────────────────────────────────


def _convert(source: Path, ending: str, target: Path, *options: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", *options, "--convert-to", ending, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        (Path(folder) / f"{source.stem}.{ending}").replace(target)


def converted() -> None:
    """What LibreOffice makes of the tables above."""
    _convert(HERE / "补贴发放.xlsx", "xls", HERE / "旧版补贴.xls")
    _convert(HERE / "编码和数字.xlsx", "xls", HERE / "旧版编码.et")
    _convert(HERE / "隐藏行列.xlsx", "xls", HERE / "旧版隐藏.xls")
    _convert(HERE / "带标记.csv", "xlsx", HERE / "自由软件.xlsx", "--infilter=CSV:44,34,76")


# ── PDF ─────────────────────────────────────────────────────────────────────────────────────────────────────────


EXPLAINED = (
    "本节说明第{}项指标的来源、口径和计算方法，数据来自示例县各部门的年度报表，与上年可比，GDP 按 2020 年价格计算。"
)


SIDES = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


class Paper:
    """A sheet of A4 with the margins of official documents."""

    def __init__(self, head: str = "") -> None:
        self.document = Document()
        self.document.core_properties.created = self.document.core_properties.modified = MOMENT
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
        self._number(section.footer.paragraphs[0])
        if head:
            section.header.paragraphs[0].add_run(head)

    def _number(self, paragraph: Any) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("— ")
        run = paragraph.add_run()
        for kind in ("begin", "PAGE", "end"):
            element = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
            if kind == "PAGE":
                element.text = kind
            else:
                element.set(qn("w:fldCharType"), kind)
            run._element.append(element)
        paragraph.add_run(" —")

    def add(self, text: str, size: float = 16, side: str = "left", red: bool = False, indent: float = 0) -> None:
        """A paragraph; `indent` in ems."""
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size, run.font.name = Pt(size), FONT
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        if red:
            run.font.color.rgb = RGBColor(0xFF, 0, 0)
        paragraph.alignment = SIDES[side]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.first_line_indent = Pt(size * indent)


def _red_head(agency: str, number: str, title: str, to: str, body: Sequence[str], signed: str, day: str) -> Paper:
    paper = Paper()
    paper.add(agency, 36, "center", red=True)
    paper.add(number, 16, "center")
    paper.add(title, 22, "center")
    paper.add(to)
    for text in body:
        paper.add(text, indent=2)
    paper.add("")
    paper.add(signed, side="right")
    paper.add(day, side="right")
    return paper


def papers() -> None:
    """Two documents with a red head, a long one with a running head, a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        notice = _red_head(
            "示例县人民政府文件", "示政发〔2026〕12号", "示例县人民政府关于印发示例县农村公路养护管理办法的通知",
            "各乡镇人民政府，县直各部门：",
            (
                "现将《示例县农村公路养护管理办法》印发给你们，请结合实际认真贯彻执行。执行中遇到的问题，请及时向县交通运输局"
                "反映，由县交通运输局汇总后报县人民政府研究。",
                "一、总体要求",
                "（一）坚持政府主导、部门协同、社会参与的原则，到2026年底全县列养率达到100%，优良中等路的比例不低于85%。",
                "附件：1．示例县农村公路养护管理办法",
            ),
            "示例县人民政府", "2026年5月11日",
        )  # fmt: skip
        notice.add("（此件公开发布）", indent=2)
        notice.document.save(str(folder / "a.docx"))
        _convert(folder / "a.docx", "pdf", HERE / "红头通知.pdf")
        letter = _red_head(
            "示例县教育局", "示教函〔2026〕3号", "示例县教育局关于商请支持校园周边道路整治的函", "示例县交通运输局：",
            ("近期，我县实验小学周边道路破损，影响学生出行，现商请贵局支持整治。", "请予支持为盼。"),
            "示例县教育局", "2026年4月2日",
        )  # fmt: skip
        letter.document.save(str(folder / "b.docx"))
        _convert(folder / "b.docx", "odt", folder / "c.odt")
        _convert(folder / "c.odt", "pdf", HERE / "红头函.pdf")
        long = Paper("示例县统计年鉴（2026）")
        long.add("示例县国民经济发展说明", 22, "center")
        for chapter in range(1, 25):
            long.add(f"第{chapter}节 概况", indent=2)
            long.add(
                EXPLAINED.format(chapter) * 2,
                indent=2,
            )
        long.document.save(str(folder / "d.docx"))
        _convert(folder / "d.docx", "pdf", HERE / "长文页眉.pdf")
    _convert(HERE / "补贴发放.xlsx", "pdf", HERE / "表格.pdf")


def scan() -> None:
    """A picture of words."""
    image = Image.new("L", (620, 877), 255)
    files = subprocess.run(["fc-match", "-f", "%{file}", FONT], capture_output=True, text=True, check=True)
    ImageDraw.Draw(image).text((60, 100), "示例县扫描的公告", font=ImageFont.truetype(files.stdout, 40), fill=0)
    image.save(HERE / "扫描件.pdf", "PDF", resolution=75, creationDate=MOMENT.timetuple(), modDate=MOMENT.timetuple())


if __name__ == "__main__":
    for make in (
        subsidies,
        codes,
        hidden_parts,
        formulas,
        several,
        merged_numbers,
        accounts,
        small,
        texts,
        converted,
        papers,
        scan,
    ):
        make()
        print(make.__name__, file=sys.stderr)
