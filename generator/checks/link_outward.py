"""A link leads out of the government's sites, to a bare address or over an open line."""

from collections.abc import Iterator
from typing import NamedTuple

from generator.checks import Found, check
from generator.hosts import GOVERNMENT, host_of, is_number, is_web, is_within
from generator.model import START, Mark, UnitContent
from generator.references import find


class Outward(NamedTuple):
    """An address as written, and where."""

    address: str
    place: Mark
    source: str


@check(
    "W105",
    "warning",
    law="国办发〔2017〕47号 九（四）；国办秘函〔2019〕19号 单项否决：安全、泄密事故等严重问题",
    fix="核对后换成 https 的网址；确需链接的网站，由县里加进 site.yaml 的“外链白名单”",
    bad=(
        "标题: 甲\n---\n见[某网站](https://www.somewhere.example.com/a)。",
        "标题: 乙\n---\n见[系统](https://203.0.113.9/login)。",
        "标题: 丙\n---\n见[省政府](http://www.yn.gov.cn/)。",
    ),
    good=("标题: 甲\n---\n见[中国政府网](https://www.gov.cn/zhengce/)和[本县门户](https://www.county.example/)。",),
)
def link_outward(content: UnitContent) -> Found:
    """外链只到政府网站和白名单里的网站，不用裸 IP，不用 http。"""
    for each in _outward(content):
        host = host_of(each.address)
        if is_number(host):
            yield f"链接「{each.address}」是裸 IP 地址", each.place, each.source
        elif not is_within(host, (GOVERNMENT, *content.allowed_hosts)):
            yield f"链接到「{host or each.address}」，不是政府网站，也不在白名单里", each.place, each.source
        elif each.address.lower().startswith("http:"):
            yield f"链接「{each.address}」是 http，会被浏览器提示不安全", each.place, each.source


def _outward(content: UnitContent) -> Iterator[Outward]:
    """The outward addresses of bodies, of reposts, of the unit's own links and of columns that lead out."""
    for document in (*content.documents, *content.waiting):
        if document.origin_url:
            place = document.marks.get("origin_url", START)
            yield Outward(document.origin_url, place, document.source)
        for found in find(document.body.source) if "://" in document.body.source else ():
            if is_web(found.target):
                yield Outward(found.target, Mark(document.body_line + found.line, found.column), document.source)
    unit = content.unit
    for number, link in enumerate(unit.links):
        if is_web(link.url):
            yield Outward(link.url, unit.marks.get(f"links.{number}.url", START), unit.source)
    for column in unit.walk():
        if is_web(column.target):
            yield Outward(column.target, unit.marks.get(f"columns.{column.key}.linked_to", START), unit.source)
