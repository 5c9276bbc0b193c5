"""The year in 发文字号 is not the year in which the document was written."""

from generator.checks import Found, check
from generator.model import Document
from generator.numbering import parse_document_number


@check(
    "D202",
    "warning",
    law="GB/T 9704-2012 7.2.5",
    fix="核对发文字号的年份和成文日期，改正错的一个",
    bad=("发文字号: 景政发〔2025〕12号\n成文日期: 2026-01-04",),
    good="发文字号: 景政发〔2026〕12号\n成文日期: 2026-01-04",
)
def document_number_year(document: Document) -> Found:
    """发文字号的年份应当与成文日期的年份一致。"""
    number = parse_document_number(document.document_number)
    if number and document.date_written and number.year != document.date_written.year:
        message = f"发文字号「{number}」的年份与成文日期 {document.date_written} 不一致"
        yield message, "document_number"
