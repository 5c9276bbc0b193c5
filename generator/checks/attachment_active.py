"""An attachment that brings a program along."""

from generator.checks import Found, check
from generator.checks._texts import in_attachments
from generator.model import Document

PDF = """%PDF-1.4
% 打开时会运行一段脚本
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert)>>>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF
"""


@check(
    "X203",
    "error",
    law="国办发〔2017〕47号；《网络安全法》第二十一条",
    fix="用原软件另存为不带宏、不带脚本的文件；压缩包重新打包",
    bad=("附件:\n  - 文件: 表.pdf", f"=== gg/表.pdf\n{PDF}"),
    good=("附件:\n  - 文件: 名单.csv", "=== gg/名单.csv\n姓名,金额\n张某,100\n"),
)
def attachment_active(document: Document) -> Found:
    """附件不得带有宏、脚本，压缩包里不得有越界的路径。"""
    yield from in_attachments(document, "X203")
