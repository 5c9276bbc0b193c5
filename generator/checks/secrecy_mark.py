"""The marks of secret and internal papers in something that is to be public."""

from generator.checks import Found, check
from generator.checks._texts import in_attachments, texts
from generator.model import Document
from generator.secrecy import STOP, marks


@check(
    "L108",
    "error",
    law="《保守国家秘密法》；《政府信息公开条例》第十四条",
    fix=STOP,
    bad=("标题: 关于某项工作的通知\n---\n机密★1年\n\n正文。", "标题: 关于某项工作的通知\n---\n份号：000012\n\n正文。"),
    good="标题: 关于开展保密宣传月活动的通知\n---\n国家秘密分为绝密、机密、秘密三级；绝密件要编份号。",
)
def secrecy_mark(document: Document) -> Found:
    """带密级标志、份号、内部资料标志的文件不得上网，附件里的也算。"""
    for passage in texts(document):
        for found in marks(passage.text):
            yield passage.sight(f"出现密级或内部资料标志「{found[0]}」", found.start())
    yield from in_attachments(document, "L108")
