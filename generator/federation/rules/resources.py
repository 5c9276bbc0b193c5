"""H3: ResourceSync lists against the files that they name."""

from __future__ import annotations

from generator.federation.harvested import Harvest
from generator.federation.rules._forms import is_address, moment_fault
from generator.federation.ruling import Found, Told, rule

SYNC = "ResourceSync 1.1"
BUILD = "重新运行 gongkai build 再发布，列表和文件要一起上传；仍然这样的，把问题报给软件维护者"
GONE = "deleted"


@rule("H301", "error", fix=BUILD, law=SYNC)
def record_unlisted(unit: Harvest) -> Found:
    """每条记录和附件都应当在资源列表里。"""
    listed = unit.lists.resources
    if listed is None:
        return
    for record in unit.records:
        for address in (record.address, *(address for address, _ in record.attachments())):
            if address not in listed:
                yield Told(f"资源列表里没有 {address}", source=record.source, address=address)


@rule("H302", "error", fix=BUILD, law=SYNC)
def listed_unknown(unit: Harvest) -> Found:
    """资源列表里的记录应当都在目录里。"""
    for address in unit.lists.resources or ():
        if unit.is_record(address) and address not in unit.listed:
            yield Told(f"资源列表里的 {address} 不在目录里", address=address)


@rule("H303", "error", fix=BUILD, law=SYNC)
def file_differs(unit: Harvest) -> Found:
    """记录和数据表的字节应当与资源列表的校验值、长度一致。"""
    listed = unit.lists.resources or {}
    sources = {record.address: record.source for record in unit.records}
    for address, (digest, length) in unit.sums.items():
        given = listed[address]
        if given.sha256 != digest:
            message = f"{address} 与资源列表里的校验值不符"
        elif given.length != length:
            message = f"{address} 是 {length} 字节，资源列表里写 {given.length}"
        else:
            continue
        yield Told(message, source=sources.get(address, ""), address=address)


@rule("H304", "error", fix=BUILD, law=SYNC)
def list_moment(unit: Harvest) -> Found:
    """资源列表和变更列表的时间应当规范，不能在今天之后。"""
    moments = [(address, each.moment) for address, each in (unit.lists.resources or {}).items()]
    moments += [(each.address, each.moment) for each in unit.lists.changes or ()]
    for address, moment in moments:
        if wrong := moment_fault(moment, unit.today):
            yield Told(f"列表里 {address} 的时间{wrong}", address=address)


@rule("H305", "error", fix=BUILD, law=SYNC)
def deletion_contradicted(unit: Harvest) -> Found:
    """变更列表最后写着删除的，不能还在资源列表里；写着新增、更新的，应当还在。"""
    if unit.lists.resources is None or unit.lists.changes is None:
        return
    last = {each.address: each.change for each in unit.lists.changes}
    for address, change in last.items():
        if (change == GONE) == (address in unit.lists.resources):
            told = "写着删除，资源列表里却有" if change == GONE else "没有写删除，资源列表里却没有"
            yield Told(f"变更列表里 {address} {told}", address=address)


@rule("H306", "error", fix=BUILD, law=SYNC)
def withdrawal_untold(unit: Harvest) -> Found:
    """上次采集过、已经登记撤下的记录，变更列表里应当写明删除。"""
    if unit.lists.changes is None:
        return
    deleted = {each.address for each in unit.lists.changes if each.change == GONE}
    for number, each in enumerate(unit.withdrawn()):
        known = unit.before.get(str(each.get("identifier")))
        if known is not None and known.address not in deleted and known.address not in unit.listed:
            yield Told(f"变更列表没有写明删除 {known.address}", f"withdrawn.{number}", address=known.address)


@rule("H307", "error", fix="地址只用 ASCII 字符；文件和文件夹用拼音、英文或数字命名", law=SYNC)
def list_address(unit: Harvest) -> Found:
    """列表里的地址应当完整，并且全是 ASCII 字符。"""
    for address in (*(unit.lists.resources or ()), *(each.address for each in unit.lists.changes or ())):
        if not is_address(address):
            yield Told(f"列表里的地址「{address}」不完整，或者含有非 ASCII 字符", address=address)
