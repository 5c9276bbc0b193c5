"""The number of a resident ID, a disability card or a bank card in something that is to be public."""

from generator.checks import Found, check
from generator.checks._texts import in_attachments, texts
from generator.model import Document
from generator.personal_data import sightings


@check(
    "X101",
    "error",
    law="《个人信息保护法》第二十八条；《政府信息公开条例》第十五条",
    fix="遮住中间几位，例如 530823********1234；用不着这一列的，整列删去",
    bad=(
        "标题: 关于发放补助的通知\n---\n| 姓名 | 身份证号 |\n| --- | --- |\n| 张某 | 53082319900101001X |",
        "标题: 关于发放补助的通知\n---\n张某，卡号 6222 0202 0000 0000 006。",
    ),
    good=(
        "标题: 关于发放补助的通知\n---\n| 姓名 | 身份证号 |\n| --- | --- |\n| 张某 | 530823********001X |",
        "标题: 关于招标的公告\n---\n统一社会信用代码 11530823000000001G，项目编号 2026-530823-01-01-123456。",
    ),
)
def personal_number(document: Document) -> Found:
    """身份证号码（含 15 位旧号）、残疾人证号码、银行卡号不得公开；全角、夹着空格、看不见的字符的也认得；附件同样。"""
    for passage in texts(document):
        for found in sightings(passage.text):
            yield passage.sight(f"出现{found.kind}：{found.masked}", found.start)
    yield from in_attachments(document, "X101")
