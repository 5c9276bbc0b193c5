"""H5: the site map against the pages that are there."""

from __future__ import annotations

from collections import Counter

from generator.federation.harvested import Harvest
from generator.federation.rules._forms import is_address, moment_fault
from generator.federation.ruling import Found, Told, rule

SITE_MAPS = "Sitemaps 0.9；国办发〔2017〕47号"
BUILD = "重新运行 gongkai build 再发布；仍然这样的，把问题报给软件维护者"


@rule("H501", "error", fix=BUILD, law=SITE_MAPS)
def address_dead(unit: Harvest) -> Found:
    """网站地图里的地址应当打得开。"""
    for address in unit.dead:
        yield Told(f"网站地图里的 {address} 没有页面", address=address)


@rule("H502", "error", fix=BUILD, law=SITE_MAPS)
def address_moment(unit: Harvest) -> Found:
    """网站地图的时间应当规范，不能在今天之后。"""
    for each in unit.site_map or ():
        if each.moment and (wrong := moment_fault(each.moment, unit.today)):
            yield Told(f"网站地图里 {each.address} 的时间{wrong}", address=each.address)


@rule("H503", "error", fix=BUILD, law=SITE_MAPS)
def page_unmapped(unit: Harvest) -> Found:
    """每条信息的页面都应当在网站地图里。"""
    if unit.site_map is None:
        return
    mapped = {each.address for each in unit.site_map}
    for record in unit.records:
        if record.text("url") and record.text("url") not in mapped:
            yield Told(f"网站地图里没有 {record.text('url')}", source=record.source, address=record.text("url"))


@rule("H504", "error", fix="地址只用 ASCII 字符，并在本单位的地址之下；一个地址只写一次", law=SITE_MAPS)
def address_form(unit: Harvest) -> Found:
    """网站地图里的地址应当完整、全是 ASCII 字符、属于本单位、不重复。"""
    for address, count in Counter(each.address for each in unit.site_map or ()).items():
        if not is_address(address):
            yield Told(f"网站地图里的地址「{address}」不完整，或者含有非 ASCII 字符", address=address)
        elif not address.startswith(unit.member.base):
            yield Told(f"网站地图里的 {address} 不在本单位的地址之下", address=address)
        elif count > 1:
            yield Told(f"网站地图里的 {address} 写了 {count} 次", address=address)
