"""News among the statutory content."""

from generator.checks import Found, check
from generator.model import Document

STATUTORY = "fdzdgknr"


@check(
    "P102",
    "warning",
    law="国办公开办函〔2019〕61号",
    fix="把文件移到“工作动态”等栏目的文件夹",
    bad="类型: 工作动态\n栏目: fdzdgknr/gh",
    good="类型: 工作动态\n栏目: dt",
)
def news_in_statutory(document: Document) -> Found:
    """专栏姓专：法定主动公开内容里不放工作动态。"""
    if document.kind == "news" and document.column.partition("/")[0] == STATUTORY:
        yield "工作动态放在了“法定主动公开内容”里", "column" if "column" in document.marks else "kind"
