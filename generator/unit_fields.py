"""The table of what `unit.yaml` says of a unit: who it is, its office and people, its columns, what it took down."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.forms import Day, Fields, Flag, Lines, Text, choice, entry, needed
from generator.message_fields import Addresses
from generator.model import Mount, UnitKind
from generator.site_fields import LinkFields

ARTICLE_12 = "《政府信息公开条例》第十二条"
ARTICLE_13 = "《政府信息公开条例》第十三条"


class OfficeFields(Fields):
    """条例第十二条要求指南载明的九项."""

    classification: str = needed("分类", "本单位政府信息的分类", law=ARTICLE_12)
    arrangement: str = needed("编排体系", "信息怎样编排、索引号怎样组成", law=ARTICLE_12)
    access: str = needed("获取方式", "公众怎样获取信息", law=ARTICLE_12)
    name: str = needed("机构名称", "政府信息公开工作机构的名称", law=ARTICLE_12)
    address: str = needed("办公地址", "办公地址", law=ARTICLE_12)
    hours: str = needed("办公时间", "办公时间", law=ARTICLE_12)
    phone: str = needed("联系电话", "联系电话", law=ARTICLE_12)
    fax: str = needed("传真号码", "传真号码；没有就写“无”", law=ARTICLE_12)
    internet: str = needed("互联网联系方式", "电子邮箱或网址", law=ARTICLE_12)
    postcode: Text = entry("邮政编码", "邮政编码")
    revised: Day | None = entry("指南修订日期", "指南最近一次修订的日期", default=None)


class ChannelFields(Fields):
    """申请渠道."""

    kind: str = needed("方式", "当面提交、邮寄、在线申请、传真")
    address: str = needed("地址", "到哪里、寄到哪里、网址")
    notes: Text = entry("说明", "要注意什么")


class LeaderFields(Fields):
    """领导信息."""

    name: str = needed("姓名", "姓名")
    title: str = needed("职务", "职务")
    duties: Text = entry("分工", "工作分工")
    biography: Text = entry("简历", "简历")
    phone: Text = entry("办公电话", "办公电话")
    since: Day | None = entry("任职日期", "任现职的日期", default=None)
    until: Day | None = entry("离任日期", "在任的最后一天；第二天起不再列出", default=None)


class InternalOfficeFields(Fields):
    """内设机构."""

    name: str = needed("名称", "内设机构名称")
    duties: Text = entry("职责", "主要职责")
    phone: Text = entry("电话", "办公电话")
    head: Text = entry("负责人", "负责人姓名")


class MandateFields(Fields):
    """机构职能."""

    duties: Lines = entry("主要职责", "一条一行", default=())
    offices: tuple[InternalOfficeFields, ...] = entry("内设机构", "内设机构的名称、职责、电话", default=())
    basis: Text = entry("设立依据", "三定方案等依据")


class ColumnFields(Fields):
    """栏目的改动或新增栏目."""

    name: Text = entry("名称", "栏目名称；新增栏目必须写")
    description: Text = entry("栏目介绍", "栏目的宗旨和内容")
    column_type: Text = entry("栏目类别", "META ColumnType，例如 政策文件、工作动态")
    not_applicable: Text = entry("不适用", "本单位没有这类信息的理由")
    linked_to: Text = entry("链接到", "公开在哪里：完整网址，或 单位:栏目，例如 caizhengju:fdzdgknr/yusuan")
    freshness: Annotated[int, Field(ge=0)] | None = entry("更新期限", "多少天不更新算逾期", default=None)
    hidden: Flag = entry("隐藏", "写“是”则取消模板里的这个栏目（法定栏目不能取消）", default=False)


class WithdrawalFields(Fields):
    """撤下的信息."""

    index_number: str = needed("索引号", "撤下的信息的索引号")
    day: Day = needed("日期", "哪天撤下的", aliases=("撤下日期",))
    reason: str = needed("理由", "为什么撤下，谁同意的；会写在原来的网址上", law=ARTICLE_13)
    title: Text = entry("名称", "原网址上写的名称；原标题不宜公开时写，不写则用台账里的标题", aliases=("标题",))


class LegacyFields(Fields):
    """本单位在旧平台上的编号."""

    skin: Text = entry("皮肤", "旧网址里站点的文件夹，例如 Z_M_001")
    department: Text = entry("部门编号", "旧网址里“departmentid=”后面的数字")
    columns: dict[str, str] = entry("栏目编号", "本单位的栏目 → 旧网址里“ClassID=”后面的数字", default={})


class UnitFields(Fields):
    """单位的字段（unit.yaml）."""

    name: str = needed("名称", "单位全称", aliases=("单位名称",))
    short_name: Text = entry("简称", "单位简称；不写则用全称")
    kind: choice(UnitKind) = needed("单位类型", "县级门户、乡镇、部门、村", aliases=("类型",))  # type: ignore[valid-type]
    uscc: str = needed("统一社会信用代码", "18 位，末位是校验码", aliases=("信用代码",), law="GB 32100-2015")
    region_code: str = needed("行政区划代码", "县 6 位、乡镇 9 位、村 12 位", law="GB/T 2260、GB/T 10114")
    parent: Text = entry("上级单位", "上级单位的文件夹名")
    group: Text = entry("分组", "在单位名录中的分组，例如 乡镇、政府工作部门")
    mount: choice(Mount) = entry("部署方式", "路径（默认）、独立主机、根（只有县级门户）", default=Mount.PATH)  # type: ignore[valid-type]
    host: Text = entry("独立主机地址", "部署方式为独立主机时的网址，以 https:// 开头")
    site_identity_code: Text = entry(
        "网站标识码", "独立主机自己的网站标识码，10 位；不写则用全县的", law="国办发〔2017〕47号"
    )
    introduction: Text = entry("单位简介", "一两句话，显示在单位首页")
    office: OfficeFields = needed("公开工作机构", "条例第十二条要求指南载明的九项", law=ARTICLE_12)
    channels: tuple[ChannelFields, ...] = entry(
        "申请渠道", "依申请公开的受理渠道", default=(), law="国办公开办函〔2017〕19号"
    )
    leaders: tuple[LeaderFields, ...] = entry("领导", "领导信息", aliases=("领导信息",), default=())
    mandate: MandateFields = entry("机构职能", "主要职责和内设机构", default=MandateFields())
    preset: Text = entry("栏目模板", "township、department、county、village；不写则由单位类型决定")
    columns: dict[str, ColumnFields] = entry("栏目", "对栏目模板的改动：栏目文件夹名 → 改动", default={})
    withdrawn: tuple[WithdrawalFields, ...] = entry(
        "撤下", "删去了文件、不再公开的信息：索引号、日期、理由", default=(), law=ARTICLE_13
    )
    former_columns: dict[str, str] = entry(
        "原地址",
        "移走或改了名的栏目：原来的文件夹 → 现在的栏目，原网址自动转过去",
        default={},
        law="国办发〔2017〕47号",
    )
    legacy: LegacyFields = entry("旧平台", "本单位在旧平台上的编号，旧网址转到新网址时用", default=LegacyFields())
    platform_url: Text = entry("省平台页面", "本单位在全省统一平台上的页面")
    links: tuple[LinkFields, ...] = entry("友情链接", "页脚的相关链接", default=())
    contacts: Addresses = entry(
        "通知邮箱", "每晚发布以后，本单位公开了什么、扣下了什么，发到这里；可以写几个，不会发布", default=()
    )
