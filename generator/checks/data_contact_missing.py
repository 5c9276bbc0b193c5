"""A unit publishes tables, and nobody can be asked about them by e-mail."""

from generator.checks import Found, check
from generator.checks.guide_outdated import OFFICE
from generator.datasets import email_in
from generator.model import UnitContent

TABLE = ("=== data/a.csv\n村,人数\n甲村,10\n", "类型: 通知\n---\n![人数](data/a.csv)\n")


@check(
    "F225",
    "warning",
    law="《政府信息公开条例》第十二条；DCAT-US 1.1 contactPoint",
    fix="在公开工作机构的“互联网联系方式”里写上电子邮箱：数据目录的每张表都要有联系人的邮箱",
    bad=(*TABLE, "=== unit.yaml\n" + OFFICE.replace("office@county.example", "https://www.county.example/")),
    good=(*TABLE, f"=== unit.yaml\n{OFFICE}"),
)
def data_contact_missing(content: UnitContent) -> Found:
    """公布数据表的单位要有电子邮箱，使用数据的人才问得到。"""
    shown = any(document.body.tables for document in content.documents)
    if shown and not email_in(content.unit.office.internet):
        yield f"公布了数据表，“互联网联系方式”里却没有电子邮箱：{content.unit.office.internet}", "office.internet"
