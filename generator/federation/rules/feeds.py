"""H4: the feed with its archives against the catalogue."""

from __future__ import annotations

from generator.federation.harvested import Harvest
from generator.federation.rules._forms import moment_fault
from generator.federation.ruling import Found, Told, rule

ATOM = "RFC 4287、RFC 5005"
BUILD = "重新运行 gongkai build 再发布；仍然这样的，把问题报给软件维护者"


@rule("H401", "error", fix=BUILD, law=ATOM)
def entry_nameless(unit: Harvest) -> Found:
    """订阅的每个条目应当有标识和链接。"""
    for each in unit.feed.entries if unit.feed else ():
        if not each.name or not each.address:
            yield Told(f"订阅里有条目没有标识或链接：{each.name or each.address}", address=each.feed)


@rule("H402", "error", fix=BUILD, law=ATOM)
def entry_doubled(unit: Harvest) -> Found:
    """订阅的一个标识只能指一条信息。"""
    owners: dict[str, str] = {}
    for each in unit.feed.entries if unit.feed else ():
        if each.name and owners.setdefault(each.name, each.address) != each.address:
            message = f"订阅的标识 {each.name} 指着两条信息：{owners[each.name]} 和 {each.address}"
            yield Told(message, source=unit.source_of(each.address), address=each.address)


@rule("H403", "error", fix=BUILD, law=ATOM)
def document_without_entry(unit: Harvest) -> Found:
    """沿着存档走一遍，目录里的每条信息都应当遇到。"""
    if unit.feed is None:
        return
    met = {each.address for each in unit.feed.entries}
    for record in unit.records:
        if record.text("url") and record.text("url") not in met:
            yield Told(f"订阅及其存档里没有 {record.text('url')}", source=record.source, address=record.address)


@rule("H404", "error", fix=BUILD, law="RFC 6721")
def entry_without_document(unit: Harvest) -> Found:
    """订阅里的信息应当都在目录里；撤下的要写明已删除。"""
    if unit.feed is None or unit.catalogue is None:
        return
    known = {str(each.get("url")) for each in (*unit.documents(), *unit.withdrawn())}
    stones = {each.name for each in unit.feed.tombstones}
    for each in unit.feed.entries:
        if each.address and each.address not in known and each.name not in stones:
            yield Told(f"订阅里的 {each.address} 不在目录里", address=each.address)


@rule("H405", "error", fix=BUILD, law=ATOM)
def entry_moment(unit: Harvest) -> Found:
    """订阅的时间应当规范，不能在今天之后。"""
    for each in unit.feed.entries if unit.feed else ():
        if wrong := moment_fault(each.moment, unit.today):
            yield Told(
                f"订阅里 {each.address} 的时间{wrong}", source=unit.source_of(each.address), address=each.address
            )
