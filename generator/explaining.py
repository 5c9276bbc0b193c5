"""`gongkai explain`: what a code means, why a page was written, which columns a unit has."""

from __future__ import annotations

from generator import trees, wording
from generator.arguments import code_of, places, units_of
from generator.check import explain
from generator.document_fields import DocumentFields
from generator.errors import UsageError
from generator.load.units import load_unit
from generator.manifest import Record
from generator.model import Site, Unit
from generator.workspace import Workspace, unit_slugs

_CHANGES = {
    "new": "这个地址是新的",
    "template": "模板（或模板引用的样式）变了",
    "frame": "全单位共用的页头、导航或页脚变了",
    "code": "程序或程序库的版本变了",
    "damaged": "上一次的文件不见了或大小不对，或要求全部重新生成",
    "file": "文件的内容变了",
    "harvested": "清单所列的记录、附件或数据变了",
}
# what pages show: the fields of a document, and what they show beside them
_PARTS = {
    **{name: field.title or name for name, field in DocumentFields.model_fields.items()},
    **{"head": "页面的标题、位置或 META 标签", "name": "名称", "description": "栏目介绍", "law": "法定依据"},
    **{"listing": "列表里的条目", "latest": "最新信息", "entries": "订阅里的条目", "records": "目录里的条目"},
    **{"parts": "下级栏目", "leaves": "下级栏目", "branches": "栏目", "blocks": "首页的栏目", "rules": "国家制度"},
    **{"disclosure": "政府信息公开", "body": "正文", "sitemap": "地图", "addresses": "地址清单", "back": "返回的地址"},
    **{"owner": "公开的单位", "reason": "理由", "years": "年份", "choice": "筛选", "all": "目录的地址"},
    **{"facets": "筛选的选项", "pager": "翻页", "unit": "单位名称", "entrances": "入口", "catalogue": "公开目录"},
    **{"office": "公开工作机构", "phone": "联系电话", "address": "办公地址", "hours": "办公时间", "fax": "传真号码"},
    **{"postcode": "邮政编码", "thing": "内容类型", "url": "地址", "home": "首页的地址", "updated": "更新日期"},
    **{"channels": "渠道或频道", "request": "依申请公开", "supervisor": "监督部门", "hotline": "热线", "text": "正文"},
    **{"more": "其他信息", "introduction": "简介", "uscc": "统一社会信用代码", "about": "概况", "rollups": "年报汇总"},
    **{"tombstones": "撤下的信息", "current": "最新一期的地址", "older": "上一期的地址", "newer": "下一期的地址"},
    **{"sitemaps": "地图的地址", "capability_lists": "清单目录的地址"},
    **{"heads": "表头", "total": "合计", "rows": "各单位的数", "others": "其他年度", "emblem": "国徽图案"},
    **{"guide": "公开指南", "parent": "上级单位", "lower": "下级单位", "duties": "主要职责", "offices": "内设机构"},
    **{"basis": "设立依据", "leaders": "领导信息", "groups": "单位名录", "roster": "单位名录", "units": "单位名录"},
    "common": "搜索时少用的字",
    **{"platform": "全省统一平台", "form": "申请表", "target": "转到的地址", "base": "网址", "search": "搜索的地址"},
    **{"standards": "标准目录", "fields": "标准目录的领域", "field": "标准目录的领域", "file": "下载的表格"},
    **{"items": "公开事项", "row": "公开事项", "silence": "没有信息的说明"},
    **{"ways": "写信的渠道", "bulletins": "每月通报", "keepers": "登记来信的单位"},
    **{"channel": "渠道", "category": "类别", "received": "收到日期", "accepted": "受理日期"},
    **{"due": "应答复的日期", "replied": "答复日期", "handler": "办理单位", "satisfaction": "来信人评价"},
    **{"reply": "答复", "month": "月份", "until": "统计到哪一天", "sentence": "通报的总数"},
    **{
        "calendar": "日历的地址",
        "meetings": "会议",
        "attendance": "到会情况",
        "when": "会议的时间",
        "place": "会议的地点",
    },
    **{"convener": "召集单位", "announced": "通知时间", "cancelled": "会议是否取消", "agenda": "议题"},
    **{
        "invited": "参会单位",
        "changes": "会议的变更",
        "minutes": "会议纪要",
        "recording": "回放的地址",
        "events": "日历里的会议",
    },
    **{"notice": "会议通知的地址", "clips": "录像文件", "captions": "字幕的地址", "cues": "字幕", "poster": "封面"},
    **{"seconds": "录像的长度", "length": "录像的长度", "transcript": "文字实录", "systems": "四项制度的信息"},
    **{"sums": "历年的访问量", "charts": "图表", "seen_title": "列表的标题"},
    **{"seen": "页面或单位的访问量", "whole": "最近一个月的合计", "savings": "无纸化节约", "saved": "节约的合计"},
    **{"withdrawn": "公示截止或撤下的情况", "totals": "撤下的名单的合计"},
    **{"relations": "与其他文件的关系", "report": "年度报告的数据", "day": "撤下的日期"},
    **{"described": "著录项或附件", "documents": "目录里的信息", "articles": "目录里的信息", "number": "第几页"},
    **{"catalog": "数据目录的地址", "catalogs": "各单位目录的地址和条数", "files": "数据文件", "size": "每页条数"},
    **{"county": "全县的名称和代码", "count": "信息的条数", "registry": "名录的文件", "renumbered": "改过的索引号"},
    **{
        "line": "收文登记和签收",
        "lines": "收文",
        "pending": "待签收的公文",
        "overdue": "逾期的件数",
        "done": "最近签收和撤回的公文",
    },
    **{
        "months": "各月的收文",
        "openness": "公开属性",
        "openness_reason": "公开属性的理由",
        "main": "主送",
        "copies": "抄送",
    },
    **{"main": "主送", "copies": "抄送", "replaced": "代替的公文", "columns": "签收表的公文", "sent": "发出的份数"},
    **{
        "tables": "数据表的地址",
        "paper": "PDF 版",
        "header": "表头",
        "forms": "各列的类型",
        "listed": "登记的数据表",
        "modified": "修改日期",
    },
    **{
        "publisher": "公布数据的单位",
        "registry_url": "单位名录的地址",
        "together": "数据说明的范围",
    },
    **{"skins": "旧平台的皮肤", "numbers": "旧编号", "moved": "转向的网址", "gone": "撤下的网址"},
    **{"timeline": "沿革", "original": "原文", "interpretation": "解读", "row_files": "筛选用的数据"},
    "fronts": "专题专栏",
    **{"year": "年份", "code": "村代码", "passages": "村情的句子", "boards": "村务公开的日期", "few": "不列出的说明"},
    **{"place": "对照的是村还是乡镇", "missing": "正在核对的村数"},
    **{"lines": "目录里的条目、各村或历年的数", "own": "搜索的索引", "value": "搜索要用的数据"},
}


def code(subject: str) -> str:
    """What the code of a finding means; '' where the subject is no code."""
    from generator.federation import ruling

    written = code_of(subject)
    return written and (ruling.explain(written) or explain(written))


def page(workspace: Workspace, subject: str, verbose: bool) -> str:
    """Why a page was written when it was written last; the page by its address or by the file that it is made from."""
    address = subject.split("output/public/")[-1].split("://", 1)[-1].lstrip("/")
    if subject.endswith(".md"):
        address = _address_of(workspace, subject)
    found = trees.record_of(workspace.output, address)
    if found is None:
        advice = "写 output/public/ 之下的路径，例如 jinping/info/2026-00012.html，或者写内容文件 content/…/x.md"
        raise UsageError(f"没有生成过「{address}」", "", advice)
    return why(address, found, verbose)


def _address_of(workspace: Workspace, written: str) -> str:
    """The address of the page of a document's file."""
    (source,) = places(workspace, (written,), unit_slugs(workspace))
    slug = source.split("/")[1]
    made = trees.latest(workspace.output, slug)
    known = made.published.get(source) if made else None
    if known is None:
        raise UsageError(f"「{source}」还没有发布过", "", f"运行 gongkai check {source} 看它有什么问题")
    at_root = not (workspace.output / "public" / slug).is_symlink()
    return known.entry.url if at_root else f"{slug}/{known.entry.url}"


def columns(workspace: Workspace, site: Site, written: str | None) -> str:
    """The columns of a unit with the folder each document goes into."""
    slugs = unit_slugs(workspace)
    if not written:
        raise UsageError("要写明单位", "", f"例如 gongkai explain columns {slugs[0] if slugs else '单位'}")
    (slug,) = units_of(places(workspace, (written,), slugs))
    unit, findings = load_unit(workspace.root, site, slug)
    if unit is None:
        raise UsageError("unit.yaml 有误，列不出栏目", slug, "\n".join(map(wording.told, findings)))
    return column_list(unit)


def change(reason: str) -> str:
    """What had changed, by the name that a page's inputs have."""
    if reason in _CHANGES:
        return _CHANGES[reason]
    shown = _PARTS.get(reason)
    return f"{shown}变了" if shown else f"页面上的其他内容变了（{reason}）"


def why(url: str, record: Record, verbose: bool) -> str:
    """Why a file was written when it was written last; with its digests for those who maintain the program."""
    lines = [f"{url}：第 {record.sequence} 次生成时写入，原因："]
    lines += [f"  - {told}" for told in dict.fromkeys(map(change, record.reasons.split(",")))]
    if record.source:
        lines.append(f"  来源: {record.source}")
    lines.append(f"  大小: {record.size} 字节")
    if verbose:
        lines += [f"  sha-256: {record.sha256}", f"  输入指纹: {record.fingerprint}", f"  各项输入: {record.parts}"]
        lines.append(f"  内部名称: {record.reasons}")
    return "\n".join(lines)


def column_list(unit: Unit) -> str:
    """The columns of a unit with the folder each document goes into."""
    columns = unit.walk()
    width = max(len(column.key) for column in columns)
    lines = [f"{column.key:<{width}}  {column.name} {column.law}".rstrip() for column in columns]
    return "\n".join([f"{unit.name} 的栏目（文件夹 → 名称）：", *lines])
