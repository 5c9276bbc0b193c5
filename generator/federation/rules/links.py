"""H6: links both ways between the county, its list of units, and every unit's home."""

from __future__ import annotations

from generator.federation.harvested import Harvest, Round
from generator.federation.ruling import Found, Told, rule
from generator.hosts import host_of

BOTH_WAYS = "国办公开办函〔2019〕61号；国办发〔2017〕47号"
THEME = "用主题自带的首页、页头和页脚；自己的模板里要保留这些链接"


@rule("H601", "error", fix=THEME, law=BOTH_WAYS)
def home_leads_nowhere(unit: Harvest) -> Found:
    """单位首页应当链接到县级门户、单位名录和全省统一平台。"""
    if unit.home is None:
        return
    base = unit.registry.base
    for address, name in ((base, "县级门户"), (f"{base}units/", "单位名录")):
        if address != unit.member.base and address not in unit.home.links:
            yield Told(f"首页没有到{name} {address} 的链接", address=unit.home.address)
    platform = host_of(unit.member.text("platform_url"))
    if platform and platform not in map(host_of, unit.home.links):
        yield Told(f"首页没有到全省统一平台 {platform} 的链接", "platform_url", address=unit.home.address)


@rule("H602", "error", fix=THEME, law=BOTH_WAYS)
def home_without_up(unit: Harvest) -> Found:
    """单位首页的头部应当用 rel="up" 指明上级。"""
    if unit.home is None or unit.member.base == unit.registry.base:
        return
    base, up = unit.registry.base, unit.home.relations.get("up", "")
    if up not in (base, unit.registry.base_of(unit.member.text("parent")) or base):
        told = f"指着 {up}，不是上级单位或县级门户" if up else "没有"
        yield Told(f'首页头部的 rel="up" {told}', "parent", address=unit.home.address)


@rule("H603", "error", fix=THEME, law=BOTH_WAYS)
def roster_lacks_unit(county: Round) -> Found:
    """单位名录应当链接到每个单位的首页。"""
    if county.roster is None:
        return
    for member in county.registry.members:
        if member.base and member.base not in county.roster.links:
            yield Told(
                f"单位名录没有到 {member.base} 的链接", "name", member.source, county.roster.address, member.slug
            )


@rule("H604", "error", fix="核对 unit.yaml 的“上级单位”，写它的文件夹名", law=BOTH_WAYS)
def parent_unknown(county: Round) -> Found:
    """上级单位应当在名录里。"""
    slugs = {member.slug for member in county.registry.members}
    for member in county.registry.members:
        parent = member.text("parent")
        if parent and parent not in slugs:
            yield Told(f"名录里没有上级单位「{parent}」", "parent", member.source, member.base, member.slug)


@rule("H605", "error", fix="改正链接；指向的栏目或单位已经撤销的，删去链接", law="国办秘函〔2019〕19号 链接不可用")
def home_link_dead(unit: Harvest) -> Found:
    """单位首页里的站内链接应当打得开。"""
    for address in unit.home.dead if unit.home else ():
        yield Told(f"首页里的链接 {address} 打不开", address=unit.member.base)


@rule("H606", "error", fix="改正链接；指向的栏目或单位已经撤销的，删去链接", law="国办秘函〔2019〕19号 链接不可用")
def roster_link_dead(county: Round) -> Found:
    """单位名录里的站内链接应当打得开：不能链接到没有的单位。"""
    for address in county.roster.dead if county.roster else ():
        yield Told(f"单位名录里的链接 {address} 打不开", address=county.roster.address if county.roster else "")
