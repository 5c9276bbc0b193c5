"""An attachment that tells more than it shows: its author, comments, deleted and hidden text, another name."""

from generator.checks import Found, check
from generator.checks._texts import in_attachments
from generator.model import Document

PDF = """%PDF-1.4
% 属性里留着作者的姓名
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
3 0 obj<</Author(Zhang)>>endobj
trailer<</Root 1 0 R/Info 3 0 R>>
startxref
0
%%EOF
"""


@check(
    "X303",
    "warning",
    law="《政府信息公开条例》第十六条、第十七条",
    fix="在原软件里“检查文档”（文件→信息→检查问题），删去作者、批注、修订和隐藏内容再发布；扩展名不符的重新另存",
    bad=("附件:\n  - 文件: 表.pdf", f"=== gg/表.pdf\n{PDF}"),
    good=("附件:\n  - 文件: 名单.csv", "=== gg/名单.csv\n姓名,金额\n张某,100\n"),
)
def attachment_traces(document: Document) -> Found:
    """附件里不留作者信息、批注、修订痕迹和隐藏的内容，扩展名与内容相符。"""
    yield from in_attachments(document, "X303")
