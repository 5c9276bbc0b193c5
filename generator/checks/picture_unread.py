"""A picture, whose words nobody but a person can read."""

from generator.checks import Found, check
from generator.checks._texts import in_attachments
from generator.model import Document

PDF = """%PDF-1.4
% 一页，上面有一张大图片
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R
/Resources<</XObject<</I 5 0 R>>/Font<</F 6 0 R>>>>>>endobj
4 0 obj<</Length 31>>stream
BT /F 9 Tf (text) Tj ET /I Do
endstream endobj
5 0 obj<</Subtype/Image/Width 900/Height 900/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream
0
endstream endobj
6 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF
"""


@check(
    "X403",
    "info",
    law="《个人信息保护法》第二十八条",
    fix="人工看一遍图片里有没有证件、名单、签名、手机号；没有的不必处理",
    bad=("附件:\n  - 文件: 表.pdf", f"=== gg/表.pdf\n{PDF}"),
    good=("附件:\n  - 文件: 名单.csv", "=== gg/名单.csv\n姓名,金额\n张某,100\n"),
)
def picture_unread(document: Document) -> Found:
    """图片里的文字程序读不了，要有人看过。"""
    yield from in_attachments(document, "X403")
