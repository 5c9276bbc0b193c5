"""H8: the registry of units: its codes and addresses, and what no two units may share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.codes import region_code_fault, site_code_fault, uscc_fault
from generator.federation.harvested import Known, Member, Round
from generator.federation.rules._forms import is_address
from generator.federation.ruling import Found, Told, rule
from generator.model import UnitKind
from generator.rulebook import rules

CODES = "GB 32100-2015；GB/T 2260；GB/T 10114；国办发〔2017〕47号"
CATALOGUE = "《政府信息公开条例》第十二条"
UNIT = "改正 unit.yaml 里的这一项，再生成、发布"
SHARED = {"slug": "单位标识", "uscc": "统一社会信用代码", "url": "首页地址", "region_code": "行政区划代码"}
PLACES = (UnitKind.TOWNSHIP.value, UnitKind.VILLAGE.value)  # a department has the code of its county
WELL_KNOWN, CAPABILITIES = ".well-known/resourcesync", "rs/capabilitylist.xml"
BUILD = "重新运行 gongkai build 再发布；仍然这样的，把问题报给软件维护者"


@rule("H801", "error", fix=UNIT, law=CODES)
def entry_incomplete(county: Round) -> Found:
    """名录里每个单位必备的要素不能缺。"""
    for member in county.registry.members:
        for key, name in rules("federation")["registry"].items():
            if not member.text(key):
                yield _of(member, f"名录里缺少{name}（{key}）", key)


@rule("H802", "error", fix="核对证照和行政区划代码表，改正抄错的一位", law=CODES)
def code_wrong(county: Round) -> Found:
    """统一社会信用代码、行政区划代码、网站标识码应当正确。"""
    region = county.registry.region
    kinds = {each.value: each for each in UnitKind}
    for member in county.registry.members:
        kind = kinds.get(member.text("kind"))
        for key, wrong in (
            ("uscc", uscc_fault(member.text("uscc"))),
            ("region_code", region_code_fault(member.text("region_code"), kind, region) if kind else ""),
            ("site_identity_code", site_code_fault(member.text("site_identity_code"), region)),
        ):
            if wrong and member.text(key):
                yield _of(member, wrong, key)


@rule("H803", "error", fix="各单位的标识、代码、地址不能相同：核对抄错的一个", law=CODES)
def shared_between_units(county: Round) -> Found:
    """两个单位不能有相同的标识、代码或地址；乡镇和村的行政区划代码也不能相同。"""
    for key, name in SHARED.items():
        owners: dict[str, Member] = {}
        for member in county.registry.entries:
            if not member.text(key) or (key == "region_code" and member.text("kind") not in PLACES):
                continue
            first = owners.setdefault(member.text(key), member)
            if first is not member:
                yield _of(member, f"{name}「{member.text(key)}」与「{first.name}」（{first.source}）相同", key)


@rule("H804", "error", fix="先公开的单位保留这个索引号，另一个删去后运行 gongkai number 重新分配", law=CATALOGUE)
def identifier_shared(county: Round) -> Found:
    """两个单位不能用同一个索引号。"""
    owners: dict[str, tuple[str, Known]] = {}
    names = {member.slug: member.name for member in county.registry.members}
    for slug, number, known in _records(county.records):
        other, first = owners.setdefault(number, (slug, known))
        if other != slug:
            message = f"索引号 {number} 与「{names[other]}」的 {first.source} 相同"
            yield Told(message, "identifier", known.source, known.address, slug)


@rule("H805", "error", fix="单位文件夹名只用小写字母、数字和连字符", law="ResourceSync 1.1")
def address_form(county: Round) -> Found:
    """名录里的地址应当完整，并且全是 ASCII 字符。"""
    for member in county.registry.members:
        for key in ("url", "catalog", "feed", "sitemap", "resourcesync", "data"):
            address = member.text(key)
            if address and not is_address(address):
                yield _of(member, f"名录里的地址「{address}」不完整，或者含有非 ASCII 字符", key)


@rule("H808", "error", fix="单位文件夹名只用小写字母、数字和连字符；首页地址以 / 结尾", law=CODES)
def entry_unusable(county: Round) -> Found:
    """名录里的每个单位要有可用的标识和首页地址，否则没有办法采集。"""
    for member in county.registry.entries:
        if not member.usable:
            yield f"名录里「{member.name}」的标识「{member.slug}」或首页地址「{member.base}」不能用"


@rule("H806", "error", fix=BUILD, law=CATALOGUE)
def index_differs(county: Round) -> Found:
    """全县目录应当列出每个单位，条数与各单位的目录一致。"""
    if county.counts is None:
        return
    for member in county.registry.members:
        said, found = county.counts.get(member.slug), county.documents.get(member.slug)
        if said is None:
            yield _of(member, "全县目录里没有这个单位", "name")
        elif found and said != found:
            yield _of(member, f"全县目录写 {said} 条，本单位目录有 {found} 条", "name")


@rule("H809", "error", fix=BUILD, law="ResourceSync 1.1；Sitemaps 0.9")
def lists_unled(county: Round) -> Found:
    """全县的 ResourceSync 源描述、网站地图应当指到同一主机上每个单位的列表。"""
    for member in county.registry.members:
        if member.base.startswith(county.registry.base):
            for key, addresses in county.led.items():
                wanted = member.text(key).replace(WELL_KNOWN, CAPABILITIES)
                if addresses is not None and wanted and wanted not in addresses:
                    yield _of(member, f"全县的列表没有指到 {wanted}", "name")


@rule("H807", "error", fix="撤并的单位，先在 unit.yaml 里登记撤下；不是有意的，恢复它的文件夹再生成", law=CATALOGUE)
def unit_gone(county: Round) -> Found:
    """上次采集过的单位不能没有交代就从名录里消失；它的记录先搁置。"""
    for slug, count in sorted(county.lost.items()):
        yield Told(f"上次采集过的单位 {slug} 不在名录里了；它的 {count} 条记录搁置不动", unit=slug)


def _records(records: Mapping[str, Mapping[str, Known]]) -> Iterator[tuple[str, str, Known]]:
    return ((slug, number, known) for slug, found in records.items() for number, known in found.items())


def _of(member: Member, message: str, field: str) -> Told:
    return Told(message, field, member.source, member.base, member.slug)
