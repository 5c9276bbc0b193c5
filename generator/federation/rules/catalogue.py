"""H2: the catalogue of a unit against its records, and against what was harvested before."""

from __future__ import annotations

from collections import Counter

from generator.federation.harvested import Harvest, Values
from generator.federation.reader import absolute
from generator.federation.rules._forms import day_of
from generator.federation.ruling import Found, Told, rule
from generator.federation.tallies import most_lost

CATALOGUE = "《政府信息公开条例》第十二条"
DEPARTURE = "《政府信息公开条例》第十三条；国办发〔2017〕47号"
BUILD = "重新运行 gongkai build 再发布；仍然这样的，把问题报给软件维护者"
COMPARED = ("identifier", "title", "url", "date_published", "validity", "issuing_agency")


@rule("H201", "error", fix="保留先公开的一个，另一个重新编号", law=CATALOGUE)
def identifier_doubled(unit: Harvest) -> Found:
    """索引号在单位之内不能重复。"""
    owners: dict[str, Values] = {}
    for entry in unit.documents():
        number, source = str(entry.get("identifier")), str(entry.get("source") or "")
        first = owners.setdefault(number, entry)
        if first is not entry:
            message = f"索引号 {number} 用了两次，另一处是 {first.get('source')}（《{first.get('title')}》）"
            yield Told(message, "identifier", source, str(entry.get("record") or ""))


@rule("H202", "error", fix=BUILD, law=CATALOGUE)
def count_wrong(unit: Harvest) -> Found:
    """目录写的条数应当就是列出的条数。"""
    if unit.catalogue is not None and unit.catalogue.get("count") != len(unit.documents()):
        yield f"目录写有 {unit.catalogue.get('count')} 条，列出 {len(unit.documents())} 条"


@rule("H203", "error", fix=BUILD, law=CATALOGUE)
def entry_differs(unit: Harvest) -> Found:
    """目录里的一条应当与它的记录一致。"""
    entries = {absolute(unit.member.base, str(each.get("record") or "")): each for each in unit.documents()}
    for record in unit.records:
        entry = entries.get(record.address, {})
        for key in COMPARED:
            if entry.get(key) != record.values.get(key):
                message = f"目录里的 {key} 是「{entry.get(key)}」，记录里是「{record.values.get(key)}」"
                yield Told(message, key, record.source, record.address)


@rule("H204", "error", fix=BUILD, law=CATALOGUE)
def entry_without_record(unit: Harvest) -> Found:
    """目录里的每一条应当有记录的地址。"""
    for entry in unit.documents():
        if not entry.get("record"):
            yield Told(f"《{entry.get('title')}》没有记录的地址", source=str(entry.get("source") or ""))


@rule("H205", "error", fix="确已撤下的，从网站上删去；误登记的，从 unit.yaml 的“撤下”里删去", law=DEPARTURE)
def withdrawn_still_there(unit: Harvest) -> Found:
    """登记为撤下的信息不能还在目录里。"""
    present = {str(each.get("identifier")) for each in unit.documents()}
    for number, each in enumerate(unit.withdrawn()):
        if str(each.get("identifier")) in present:
            yield Told(f"索引号 {each.get('identifier')} 登记为撤下，却还在目录里", f"withdrawn.{number}")


@rule("H206", "error", fix="在 unit.yaml 的“撤下”里写明索引号、日期和理由", law=DEPARTURE)
def withdrawal_incomplete(unit: Harvest) -> Found:
    """撤下一条信息要写明日期和理由。"""
    for number, each in enumerate(unit.withdrawn()):
        if day_of(str(each.get("date") or "")) is None or not each.get("reason"):
            yield Told(f"撤下的 {each.get('identifier')} 没有写明日期或理由", f"withdrawn.{number}")


@rule("H207", "error", fix="误删的恢复文件；确要撤下的，在 unit.yaml 的“撤下”里写明索引号、日期和理由", law=DEPARTURE)
def gone_without_word(unit: Harvest) -> Found:
    """上次采集过的信息不能没有交代就不见。"""
    for number in () if unit.held else unit.silent:
        known = unit.before[number]
        yield Told(f"上次采集的 {number} 不见了，没有登记撤下", "identifier", known.source, known.address)


@rule(
    "H208",
    "error",
    fix="先查是不是漏发、误删；核实确是有意的，补登记撤下，或者运行 gongkai federate … --accept 单位",
    law=DEPARTURE,
)
def too_much_gone(unit: Harvest) -> Found:
    """一次不见的信息过多，整个单位先搁置，保留上次采集的结果。"""
    if unit.held:
        lost, share = len(unit.silent), most_lost()
        yield f"上次采集 {len(unit.before)} 条，这次有 {lost} 条不见而没有交代，超过 {share}%；先搁置"


@rule("H209", "warning", fix="核对两份文件是不是同一件事；同一件事只发一次", law=CATALOGUE)
def title_repeated(unit: Harvest) -> Found:
    """同一天、同一名称、同一文号的信息不应当发布两次。"""
    keys = [(each.text("title"), each.text("date_published"), each.text("document_number")) for each in unit.records]
    doubled = {key for key, count in Counter(keys).items() if count > 1}
    first: dict[tuple[str, str, str], str] = {}
    for key, record in zip(keys, unit.records, strict=True):
        if key in doubled and first.setdefault(key, record.source) != record.source:
            message = f"《{key[0]}》与 {first[key]} 的名称、日期、文号都相同"
            yield Told(message, "title", record.source, record.address)


@rule("H210", "error", fix=BUILD, law=CATALOGUE)
def edition_differs(unit: Harvest) -> Found:
    """目录的分页、catalog.csv 应当与 catalog.json 列着同样的信息。"""
    sources = {str(each.get("identifier")): str(each.get("source") or "") for each in unit.documents()}
    for name, numbers in unit.editions.items():
        for number in sorted(sources.keys() - numbers):
            yield Told(f"{name}里没有 {number}", "identifier", sources[number])
        for number in sorted(numbers - sources.keys()):
            yield f"{name}里的 {number} 不在 catalog.json 里"
