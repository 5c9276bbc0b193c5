"""A list of persons and what they get, in what is no public notice and never ends."""

from collections.abc import Iterator

from generator.checks import Found, Sight, check
from generator.checks._texts import body_of, in_attachments
from generator.model import START, Document
from generator.personal_tables import PersonTable, lists_of_persons

LIST = "| 户主 | 村 | 补助金额（元） |\n| --- | --- | --- |\n| 张小明 | 甲村 | 300 |\n| 李小红 | 乙村 | 200 |\n"
THREE = f"{LIST}| 杨小兰 | 丙村 | 100 |\n"
FILE = "户主,村,补助金额（元）\n张小明,甲村,300\n李小红,乙村,200\n杨小兰,丙村,100\n"
CONTACTS = THREE.replace("村 |", "职务 |", 1)
MASKED = THREE.replace("小", "*")


@check(
    "X302",
    "error",
    law="《个人信息保护法》第六条、第十九条；2018年政务公开工作要点：公示要去标识化、有期限",
    fix="是公示的，“类型”写“公示”并写明“公示截止”，到期自动撤下名单；要长期公开的，只留人数和合计，或者把姓名遮成“张*”",
    bad=(
        f"标题: 关于发放补助的通知\n---\n{THREE}",
        "标题: 关于兑付补助的通知\n---\n![发放名单](名单.csv)",
        "标题: 关于发放救助金的通知\n附件:\n  - 文件: 名单.csv",
        f"=== gg/名单.csv\n{FILE}",
    ),
    good=(
        f"标题: 关于发放补助的公示\n类型: 公示\n公示截止: 2026-01-13\n---\n{THREE}",
        f"标题: 关于两户补助的通知\n---\n{LIST}",
        f"标题: 关于村干部补助的通知\n---\n{CONTACTS}",
        f"标题: 关于发放补助的通知\n---\n{MASKED}",
    ),
)
def person_table_without_end(document: Document) -> Found:
    """按人列出的名单（姓名，同一表里有金额、号码、住址等）要有“公示截止”，不能无限期挂在网上；附件同样。"""
    if document.public_until is not None or document.kind == "public_notice":
        return
    yield from _in_body(document)
    for sight in in_attachments(document, "X302"):
        yield sight._replace(message=f"{sight.message}，却没有“公示截止”")


def _in_body(document: Document) -> Iterator[Sight]:
    """The tables of the body and the data files that it shows."""
    body = body_of(document)
    for start, whole, table in lists_of_persons(body.text):
        yield Sight(_told(table), body.place(start), whole)
    for _, data in document.body.tables:
        table = PersonTable()
        for row in (data.header, *data.rows):
            table.row(row)
        if table.lists_persons:
            words = f"{_told(table)}（数据表 {data.source}）"
            yield Sight(words, START, "\n".join(" | ".join(row) for row in data.rows))


def _told(table: PersonTable) -> str:
    return f"列出 {table.names} 人的姓名和“{table.matter}”，却没有“公示截止”"
