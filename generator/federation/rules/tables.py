"""H7: the data catalogue and the tables that it offers."""

from __future__ import annotations

from generator.federation.harvested import Harvest, Values, objects
from generator.federation.rules._forms import is_address, moment_fault
from generator.federation.ruling import Found, Told, rule
from generator.rulebook import rules

OPEN_DATA = "DCAT-US 1.1；国家《政务信息资源目录》核心元数据"
PACKAGE = "Frictionless Data Package 1"
BUILD = "重新运行 gongkai build 再发布；仍然这样的，把问题报给软件维护者"


@rule("H701", "error", fix="在数据文件的说明里补写这一项", law=OPEN_DATA)
def dataset_incomplete(unit: Harvest) -> Found:
    """每个数据集必备的要素不能缺。"""
    for each in objects(unit.data, "dataset"):
        for key, name in rules("federation")["dataset"].items():
            if not each.get(key):
                yield Told(
                    f"数据集「{each.get('title')}」缺少{name}（{key}）",
                    source=_source(unit, each),
                    address=_first(each),
                )


@rule("H702", "error", fix="更新日期写作 2026-01-31", law=OPEN_DATA)
def dataset_moment(unit: Harvest) -> Found:
    """数据集的更新日期应当规范，不能在今天之后。"""
    for each in objects(unit.data, "dataset"):
        written = str(each.get("modified") or "")
        if written and (wrong := moment_fault(written, unit.today)):
            yield Told(
                f"数据集「{each.get('title')}」的更新日期{wrong}", source=_source(unit, each), address=_first(each)
            )


@rule("H703", "error", fix="同名的数据文件改名，再生成、发布", law=OPEN_DATA)
def dataset_doubled(unit: Harvest) -> Found:
    """数据集的标识不能重复。"""
    owners: dict[str, object] = {}
    for each in objects(unit.data, "dataset"):
        name = str(each.get("identifier"))
        if name in owners:
            yield Told(
                f"数据集「{owners[name]}」和「{each.get('title')}」的标识都是 {name}",
                source=_source(unit, each),
                address=_first(each),
            )
        owners[name] = each.get("title")


@rule("H704", "error", fix=BUILD, law=OPEN_DATA)
def download_address(unit: Harvest) -> Found:
    """数据集的下载地址应当完整，并在本单位的地址之下。"""
    for dataset in objects(unit.data, "dataset"):
        for each in objects(dataset, "distribution"):
            address = str(each.get("downloadURL") or each.get("accessURL") or "")
            if not is_address(address) or not address.startswith(unit.member.base):
                yield Told(
                    f"数据集「{dataset.get('title')}」的下载地址「{address}」不对",
                    source=_source(unit, dataset),
                    address=address,
                )


@rule("H705", "error", fix="核对数据文件的表头与说明（*.schema.yaml）里的列", law=PACKAGE)
def header_differs(unit: Harvest) -> Found:
    """数据表的表头应当与数据包说明的字段一致。"""
    for each in unit.tables:
        if each.declared != each.header:
            message = f"数据包说明的字段是「{'、'.join(each.declared)}」，表头是「{'、'.join(each.header)}」"
            yield Told(message, source=unit.source_of(each.page), address=each.address)


@rule("H706", "error", fix=BUILD, law=OPEN_DATA)
def table_unlisted(unit: Harvest) -> Found:
    """发布的数据表应当都在数据目录里。"""
    datasets = objects(unit.data, "dataset")
    offered = {str(each.get("downloadURL")) for dataset in datasets for each in objects(dataset, "distribution")}
    for address in unit.lists.tables() if unit.data is not None else ():
        if address not in offered:
            yield Told(f"数据表 {address} 不在数据目录里", address=address)


def _source(unit: Harvest, dataset: Values) -> str:
    """The document that shows a table."""
    return unit.source_of(str(dataset.get("landingPage") or ""))


def _first(dataset: Values) -> str:
    found = objects(dataset, "distribution")
    return next((str(each["downloadURL"]) for each in found if each.get("downloadURL")), "")
