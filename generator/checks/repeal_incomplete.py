"""A document is marked as repealed or expired without saying when, or by what."""

from generator.checks import Found, check
from generator.model import Document, Validity


@check(
    "D103",
    "error",
    law="国办发〔2017〕47号",
    fix="废止的补写“废止日期”和“被废止于”（废止它的文件的发文字号或索引号），失效的补写“失效日期”",
    bad="有效性: 废止",
    good=("有效性: 废止\n废止日期: 2026-03-01\n被废止于: 景政发〔2026〕30号", "发文字号: 景政发〔2026〕30号"),
)
def repeal_incomplete(document: Document) -> Found:
    """标明废止、失效的文件，要说明何时、被哪份文件废止。"""
    if document.validity is Validity.REPEALED and not document.repealed_by:
        yield "有效性是“废止”，却没有写“被废止于”", "validity"
    if document.validity in (Validity.REPEALED, Validity.EXPIRED) and document.repealed_on is None:
        name = "废止" if document.validity is Validity.REPEALED else "失效"
        yield f"有效性是“{name}”，却没有写“{name}日期”", "validity"
