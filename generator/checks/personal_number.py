"""Numbers of persons, and what leads to them, in something that is to be public."""

from generator.checks import Found, check
from generator.checks._persons import personal
from generator.model import Document
from generator.personal_data import BLOCK, WARN

LAW = "《个人信息保护法》第二十八条、第三十四条；《政府信息公开条例》第十五条"


@check(
    "X101",
    "error",
    law=LAW,
    fix="遮住中间几位，例如 530823********1234、138****1234（.md、.csv、.yaml、.txt 可以用 gongkai mask 遮；"
    "Word、Excel、PDF 在原来的软件里改好，再换掉附件）；用不着这一列的，整列删去",
    bad=(
        "标题: 关于发放补助的通知\n---\n| 姓名 | 身份证号 |\n| --- | --- |\n| 张某 | 53082319900101001X |",
        "标题: 关于发放补助的通知\n---\n张某，卡号 6222 0202 0000 0000 006。",
        "标题: 关于发放补助的通知\n---\n| 户主姓名 | 一卡通账号 |\n| --- | --- |\n| 张小明 | 5300123412341234 |",
    ),
    good=(
        "标题: 关于发放补助的通知\n---\n| 姓名 | 身份证号 |\n| --- | --- |\n| 张某 | 530823********001X |",
        "标题: 关于招标的公告\n---\n统一社会信用代码 11530823000000001G，项目编号 2026-530823-01-01-123456。",
    ),
)
def personal_number(document: Document) -> Found:
    """身份证、残疾人证、银行卡、一卡通、护照号码和名单里的手机号不得公开；全角、夹着空格的也认得；附件同样。"""
    yield from personal(document, BLOCK, "X101")


@check(
    "X201",
    "warning",
    law=LAW,
    fix="确有必要公开吗？住址写到村或街道，出生日期写到年，工作电话用座机；健康状况、未成年人姓名一般不公开",
    bad="标题: 关于低保的通知\n---\n| 姓名 | 残疾等级 |\n| --- | --- |\n| 张小明 | 二级 |",
    good="标题: 关于低保的通知\n---\n| 姓名 | 村 | 金额 |\n| --- | --- | --- |\n| 张小明 | 清凉村 | 300 |",
)
def personal_detail(document: Document) -> Found:
    """住址到门牌、出生日期、健康状况、未成年人名单、工作联系用的手机号，要有人看过再发布。"""
    yield from personal(document, WARN, "X201")
