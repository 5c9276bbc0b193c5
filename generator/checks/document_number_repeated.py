"""Two documents of a unit bear one 发文字号."""

from generator.checks import Found, check
from generator.model import Document, UnitContent


@check(
    "D302",
    "warning",
    law="《党政机关公文处理工作条例》第九条",
    fix="核对两份文件的发文字号；若是同一份文件发了两遍，保留一份",
    bad=("发文字号: 景政发〔2026〕12号", "发文字号: 景政发〔2026〕12号"),
    good=("发文字号: 景政发〔2026〕12号", "发文字号: 景政发〔2026〕13号"),
)
def document_number_repeated(content: UnitContent) -> Found:
    """一个发文字号只能用于一份文件。"""
    first: dict[str, Document] = {}
    for document in content.documents:
        owner = first.setdefault(document.document_number, document) if document.document_number else document
        if owner is not document:
            message = f"发文字号「{document.document_number}」与 {owner.source} 重复"
            yield message, "document_number", document.source
