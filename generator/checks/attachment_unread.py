"""An attachment, or a part of it, that nobody but a person can look into."""

from generator.checks import Found, check
from generator.checks._texts import in_attachments
from generator.model import Document


@check(
    "X103",
    "warning",
    law="《政府信息公开条例》第十七条；《个人信息保护法》第二十八条",
    fix="人工逐页核对有无个人信息和密级标志；能换成可选中文字的 PDF、Word、Excel 的，换了再发布",
    bad=("附件:\n  - 文件: 名单.csv", "=== gg/名单.csv\n姓名,账号\n张某,6.22202E+18\n"),
    good=("附件:\n  - 文件: 名单.csv", "=== gg/名单.csv\n姓名,金额\n张某,100\n"),
)
def attachment_unread(document: Document) -> Found:
    """附件里有程序读不了的内容：加密、扫描件、损坏、格式不能检查等，不等于没有问题。"""
    yield from in_attachments(document, "X103")
