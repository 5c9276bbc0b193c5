"""发文字号 is not in its one right form."""

from generator.checks import Found, check
from generator.model import Document
from generator.numbering import is_order_number, parse_document_number, repair_document_number


@check(
    "D102",
    "error",
    law="GB/T 9704-2012 7.2.5",
    fix="机关代字之后用六角括号〔〕写四位年份，再写几号，不加“第”，序号不补零，例如 景政发〔2026〕12号",
    bad="发文字号: 景政发[26]第012号",
    good="发文字号: 景政发〔2026〕12号",
)
def document_number_form(document: Document) -> Found:
    """发文字号由机关代字、年份、序号组成，年份标全称并用六角括号括起。"""
    number = document.document_number
    if number and parse_document_number(number) is None and not is_order_number(number):
        right = repair_document_number(number)
        yield f"发文字号「{number}」写法不合规{f'，应为「{right}」' if right else ''}", "document_number"
