"""H1: what a record must say, and what its page and attachments must be."""

from __future__ import annotations

import re
from functools import cache

from generator.federation.harvested import Harvest, Record
from generator.federation.rules._forms import day_of, is_address
from generator.federation.ruling import Found, Told, rule
from generator.model import Openness, Validity
from generator.rulebook import rules

ELEMENTS = "《政府信息公开条例》第十二条；《政府信息公开目录系统实施指引（试行）》"
WITHDRAWAL = "《政府信息公开条例》第十三条、第十五条"
META = "国办发〔2017〕47号 附件2"
BUILD = "重新运行 gongkai build 再发布；仍然这样的，把问题报给软件维护者"
VALIDITIES = frozenset(each.value for each in Validity)


@cache
def _list(name: str) -> tuple[tuple[str, str], ...]:
    return tuple(rules("federation")[name].items())


@cache
def _identifier() -> re.Pattern[str]:
    return re.compile(rules("federation")["identifier"])


@rule("H101", "error", fix="在来源文件里补写这一项，再生成、发布", law=ELEMENTS)
def missing_element(record: Record, unit: Harvest) -> Found:
    """每条信息必备的要素不能缺。"""
    for key, name in _list("required"):
        if not record.values.get(key):
            yield Told(f"缺少{name}（{key}）", key)


@rule(
    "H102",
    "error",
    fix="用 gongkai number 分配索引号；原来的号写进“原索引号”",
    law="《政府信息公开目录系统实施指引（试行）》",
)
def identifier_form(record: Record, unit: Harvest) -> Found:
    """索引号应当是“机构代码/年份-五位流水号”。"""
    if record.identifier and not _identifier().fullmatch(record.identifier):
        yield Told(f"索引号「{record.identifier}」不是“机构代码/年份-五位流水号”的形式", "identifier")


@rule(
    "H103",
    "error",
    fix="日期写作 2026-01-31 这样的形式，核对是否有这一天",
    law="GB/T 7408.1；《政府信息公开条例》第十二条",
)
def malformed_day(record: Record, unit: Harvest) -> Found:
    """日期应当是日历上有的一天。"""
    for key, name in _list("days"):
        written = record.values.get(key)
        if written and day_of(str(written)) is None:
            yield Told(f"{name}「{written}」不是规范的日期", key)


@rule("H104", "error", fix="核对发布日期；到日子才公开的信息，到那一天再发布", law="国办秘函〔2019〕19号")
def published_in_future(record: Record, unit: Harvest) -> Found:
    """发布日期不能晚于今天。"""
    day = day_of(record.text("date_published"))
    if day and day > unit.today:
        yield Told(f"发布日期 {day} 晚于检查日 {unit.today}", "date_published")


@rule(
    "H105",
    "error",
    fix="有效性写 有效、已修改、失效、废止 之一",
    law="国务院关于加强规范性文件管理的规定；国办公开办函〔2019〕61号",
)
def unknown_validity(record: Record, unit: Harvest) -> Found:
    """有效性应当是规定的四种之一。"""
    written = record.text("validity")
    if written and written not in VALIDITIES:
        yield Told(f"有效性「{written}」不是规定的四种之一", "validity")


@rule("H106", "error", fix="核对“有效性”和“废止日期”，改正错的一个", law="国办公开办函〔2019〕61号")
def validity_contradicted(record: Record, unit: Harvest) -> Found:
    """废止日期已过的文件不能标为有效。"""
    day = day_of(record.text("repealed_on"))
    if day and day <= unit.today and record.text("validity") == Validity.IN_FORCE.value:
        yield Told(f"废止日期 {day} 已过，有效性却是有效", "validity")


@rule("H107", "error", fix="立即撤下这条信息，查明为什么会发布", law=WITHDRAWAL)
def not_for_the_public(record: Record, unit: Harvest) -> Found:
    """只有主动公开的信息可以发布。"""
    written = record.text("openness")
    if written and written != Openness.PROACTIVE.value:
        yield Told(f"公开属性是「{written}」，却发布了", "openness")


@rule("H108", "error", fix=BUILD, law=WITHDRAWAL)
def ended_notice_kept(record: Record, unit: Harvest) -> Found:
    """公示期满的信息只留名称、编号和日期。"""
    day = day_of(record.text("public_until"))
    over = record.values.get("ended") is True or (day is not None and day < unit.today)
    left = [name for key, name in (("text", "正文"), ("attachments", "附件")) if record.values.get(key)]
    if over and left:
        yield Told(f"公示已经截止，记录里还有{'、'.join(left)}", "public_until")


@rule("H109", "error", fix="核对 unit.yaml 的代码，再重新生成、发布", law="GB 32100-2015")
def owner_differs(record: Record, unit: Harvest) -> Found:
    """记录写明的单位应当就是名录里的这个单位。"""
    owner = record.values.get("unit")
    said = owner if isinstance(owner, dict) else {}
    for key, name in (("slug", "单位标识"), ("uscc", "统一社会信用代码")):
        if said.get(key) != unit.member.values.get(key):
            yield f"记录里的{name}是「{said.get(key, '')}」，名录里是「{unit.member.text(key)}」"


@rule("H110", "error", fix="地址只用半角字母、数字和 - _ . / ，由索引号得出", law="GB/T 25000.51；ResourceSync 1.1")
def address_form(record: Record, unit: Harvest) -> Found:
    """地址应当完整、全是 ASCII 字符，并在本单位的地址之下。"""
    for address in (record.text("url"), *(address for address, _ in record.attachments())):
        if not is_address(address):
            yield Told(f"地址「{address}」不完整，或者含有非 ASCII 字符", "url")
        elif not address.startswith(unit.member.base):
            yield Told(f"地址「{address}」不在本单位的地址 {unit.member.base} 之下", "url")


@rule("H111", "error", fix="把附件放回文档所在的文件夹，再生成、发布", law="《政府信息公开条例》第二十四条")
def attachment_missing(record: Record, unit: Harvest) -> Found:
    """记录里的附件应当下载得到。"""
    for address, said in record.attachments():
        came = unit.attachments.get(address)
        if came is not None and came.absent:
            yield Told(
                f"附件「{said.get('title') or said.get('name')}」没有文件：{address}", "attachments", address=address
            )


@rule("H112", "error", fix=BUILD, law="ResourceSync 1.1")
def attachment_differs(record: Record, unit: Harvest) -> Found:
    """附件的字节应当与记录、资源列表写的一样。"""
    listed = unit.lists.resources or {}
    for address, said in record.attachments():
        came = unit.attachments.get(address)
        if came is None or came.absent:
            continue
        name, given = said.get("title") or said.get("name"), listed.get(address)
        if said.get("size") != came.length:
            yield Told(
                f"附件「{name}」是 {came.length} 字节，记录里写 {said.get('size')}", "attachments", address=address
            )
        elif given is not None and given.sha256 and given.sha256 != came.sha256:
            yield Told(f"附件「{name}」与资源列表里的校验值不符", "attachments", address=address)


@rule("H113", "error", fix="改用主题自带的模板，或者在自己的模板里补上这些标签", law=META)
def tags_missing(record: Record, unit: Harvest) -> Found:
    """信息页面应当有规定的 META 标签。"""
    if record.page is None:
        return
    absent = [name for name in rules("federation")["tags"] if not record.page.tags.get(name)]
    if absent:
        yield Told(f"页面没有 META 标签 {'、'.join(absent)}", address=record.page.address)


@rule("H114", "error", fix=BUILD, law=META)
def tags_differ(record: Record, unit: Harvest) -> Found:
    """页面的 META 标签应当与记录一致。"""
    if record.page is None:
        return
    code = unit.member.text("site_identity_code")
    wanted = (
        ("ArticleTitle", record.text("title"), "title"),
        ("PubDate", record.text("date_published"), "date_published"),
        ("SiteIDCode", code, ""),
        ("Url", record.text("url"), "url"),
    )
    for name, value, field in wanted:
        said = record.page.tags.get(name, "")
        if said and value and said != value and not (name == "PubDate" and said.startswith(f"{value} ")):
            yield Told(f"页面的 {name} 是「{said}」，记录里是「{value}」", field, address=record.page.address)
