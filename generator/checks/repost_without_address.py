"""A repost without the address of the original."""

from generator.checks import Found, check
from generator.model import Document


@check(
    "D105",
    "warning",
    law="国办发〔2017〕47号",
    fix="补写“原文链接”；若不是转载，删去“来源”",
    bad="来源: 省农业农村厅",
    good="来源: 省农业农村厅\n原文链接: https://www.gov.cn/info/1.html",
)
def repost_without_address(document: Document) -> Found:
    """转载信息要注明来源和原文地址。"""
    own = ("", document.issuing_agency, *document.joint_agencies)
    if document.origin not in own and not document.origin_url:
        yield f"来源是「{document.origin}」，却没有写“原文链接”", "origin"
