"""The one table of what editors may write: keys, Chinese labels, meaning, form, legal ground.

The same table validates front matter, `unit.yaml` and `site.yaml`, words the messages, makes the JSON Schema for
editors' completion and the field reference of the manual. A key may be written in English or by its Chinese label.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.chart_fields import ChartFields
from generator.forms import Day, Fields, Flag, Lines, Text, Texts, choice, entry, needed
from generator.letter_fields import LetterFields
from generator.message_fields import Addresses, MessageFields
from generator.model import Mount, Openness, UnitKind, Validity
from generator.routing_fields import RoutingFields
from generator.target_fields import TargetFields
from generator.visit_fields import HistoryFields, SavingFields

# ── front matter of a document ──────────────────────────────────────────────────────────────────────────────────


class ReviewFields(Fields):
    """保密审查."""

    result: Text = entry("审查结果", "同意公开、不同意公开", aliases=("结果",))
    reviewer: Text = entry("审查人", "谁审查的")
    date: Day | None = entry("审查日期", "哪天审查的", aliases=("日期",), default=None)
    basis: Text = entry("审查依据", "依据的条款", aliases=("依据",))


class AttachmentFields(Fields):
    """附件."""

    file: str = needed("文件", "与文档放在同一文件夹里的文件名")
    title: Text = entry("名称", "显示给公众看的名称，不写则用文件名", aliases=("标题",))


class ServiceFields(Fields):
    """办事指南八要素."""

    item: Text = entry("事项名称", "办什么事")
    basis: Text = entry("设定依据", "依据的法律法规条款")
    conditions: Text = entry("申请条件", "什么人可以办")
    materials: Text = entry("办理材料", "要带什么")
    place: Text = entry("办理地点", "到哪里办")
    hours: Text = entry("办理时间", "什么时候办")
    phone: Text = entry("联系电话", "问谁")
    process: Text = entry("办理流程", "怎么办")


class ImportFields(Fields):
    """导入的来源."""

    file: str = needed("文件", "从哪个文件导入的")
    digest: str = needed("摘要", "那个文件的摘要，程序由此知道它改没改")
    written: dict[str, str] = entry("所写", "导入时写的各项的摘要，程序由此知道您改没改", default={})


ARTICLE_12 = "《政府信息公开条例》第十二条"
ARTICLE_13 = "《政府信息公开条例》第十三条"
ARTICLE_17 = "《政府信息公开条例》第十七条"


class DocumentFields(Fields):
    """信息条目的字段."""

    title: str = needed("标题", "信息名称", aliases=("名称",), law=ARTICLE_12)
    index_number: Text = entry("索引号", "由 gongkai number 分配，一经生成不再更改", law=ARTICLE_12)
    kind: Text = entry("类型", "内容类型，例如 公文、通知、动态；不写则由栏目决定", aliases=("内容类型",))
    column: Text = entry("栏目", "栏目的名称或文件夹名；不写则由文件所在文件夹决定")
    former_index_numbers: Texts = entry("原索引号", "改过号的信息原来的索引号，旧地址自动转到新地址", default=())
    legacy_addresses: Lines = entry(
        "旧网址", "这条信息在旧平台上的网址，可以写几个；从旧网址来的人自动转到这里", default=()
    )
    legacy_numbers: Texts = entry("旧编号", "这条信息在旧平台上的编号，网址里“ID=”后面的部分", default=())
    issuing_agency: Text = entry("发布机构", "发文机关全称；不写则为本单位", aliases=("发文机关", "发文单位"))
    joint_agencies: Texts = entry("联合发文机关", "联合发文的其他机关", default=())
    document_number: Text = entry("发文字号", "例如 景政发〔2026〕12号", aliases=("文号",), law="GB/T 9704-2012 7.2.5")
    date_written: Day | None = entry("成文日期", "文件落款日期", aliases=("生成日期",), default=None, law=ARTICLE_12)
    date_published: Day = needed("发布日期", "公开的日期；晚于今天的到日子才公开", law="国办秘函〔2019〕19号")
    backfilled: Flag = entry("补录", "写“是”：以前的信息，现在补登，发布日期可以早于实际公开的日子", default=False)
    effective_from: Day | None = entry("生效日期", "开始施行的日期", aliases=("施行日期",), default=None)
    repealed_on: Day | None = entry("废止日期", "废止或失效的日期", aliases=("失效日期",), default=None)
    validity: choice(Validity) = entry("有效性", "有效、已修改、失效、废止", default=Validity.IN_FORCE)  # type: ignore[valid-type]
    amends: Texts = entry("修改", "本文修改了哪些文件（发文字号或索引号）", default=())
    repeals: Texts = entry("废止文件", "本文废止了哪些文件（发文字号或索引号）", default=())
    repealed_by: Text = entry("被废止于", "本文被哪份文件废止或替代（发文字号或索引号）")
    subject_category: Text = entry("主题分类", "例如 农业、林业、水利")
    genre: Text = entry("体裁", "例如 通知、意见、公告；不写则由内容类型决定", aliases=("组配分类",))
    subject_terms: Texts = entry("主题词", "用分号隔开", aliases=("关键词",), default=())
    summary: Text = entry("内容概述", "一般不超过 100 字；不写则取正文开头", aliases=("摘要",), law=ARTICLE_12)
    year: Annotated[int, Field(ge=1949, le=2100)] | None = entry("年度", "预算、决算、年度报告所属年度", default=None)
    origin: Text = entry("来源", "转载信息的来源；不写则为发布机构", aliases=("信息来源",))
    origin_url: Text = entry("原文链接", "转载信息的原文地址", aliases=("原文地址",))
    standard_items: Texts = entry(
        "公开事项", "对应的标准目录事项：领域.序号，例如 shehui-jiuzhu.3", default=(), law="国办发〔2019〕54号"
    )
    interprets: Texts = entry("解读", "本文解读的文件（发文字号或索引号）", aliases=("解读文件",), default=())
    openness: choice(Openness) = entry("公开属性", "只有主动公开的才会发布", default=Openness.PROACTIVE)  # type: ignore[valid-type]
    public_until: Day | None = entry("公示截止", "公示结束的日期，次日起撤下正文", aliases=("公开截止",), default=None)
    hearing_on: Day | None = entry("听证日期", "听证会举行的日期", default=None, law="云政发〔2009〕40号")
    approved_on: Day | None = entry("批准日期", "预算、决算获批准的日期", default=None, law="《预算法》第十四条")
    addressees: Text = entry("主送机关", "公文的主送机关", aliases=("主送",), law="GB/T 9704-2012 7.3.2")
    copies: Text = entry("抄送机关", "公文的抄送机关", aliases=("抄送",))
    printing_office: Text = entry("印发机关", "版记里的印发机关，例如 县人民政府办公室", law="GB/T 9704-2012 7.4.3")
    printed_on: Day | None = entry("印发日期", "版记里的印发日期；不写则不写", default=None, law="GB/T 9704-2012 7.4.3")
    signatory: Text = entry("签发人", "上行文的签发人")
    note: Text = entry("附注", "例如 此件公开发布；不必写括号")
    responsible_editor: Text = entry("责任编辑", "编辑的姓名")
    review: ReviewFields = entry("保密审查", "谁在什么时候依据什么同意公开", default=ReviewFields(), law=ARTICLE_17)
    service: ServiceFields | None = entry("办事指南", "八个要素", default=None, law="国办秘函〔2019〕19号")
    attachments: tuple[AttachmentFields, ...] = entry("附件", "与文档放在一起的文件", default=())
    charts: tuple[ChartFields, ...] = entry(
        "图表", "由数据文件画的图，显示在正文后面；预算、决算的收支表不写也会画", default=()
    )
    draft: Flag = entry("草稿", "写“是”则不发布", default=False)
    remarks: Text = entry("备注", "只给编辑自己看，不会发布")
    imported: ImportFields | None = entry("导入", "由 gongkai import 写，再导入时用，不会发布；不要手改", default=None)


# ── unit.yaml ───────────────────────────────────────────────────────────────────────────────────────────────────


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


class LinkFields(Fields):
    """链接."""

    name: str = needed("名称", "链接的名称")
    url: str = needed("网址", "以 https:// 开头的地址")


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


# ── waivers.yaml ────────────────────────────────────────────────────────────────────────────────────────────────


class WaiverFields(Fields):
    """豁免一个问题."""

    code: str = needed("代码", "报告里的问题代码，例如 D202")
    file: Text = entry("文件", "本单位文件夹里的文件，例如 gg/x.md；不写则是 unit.yaml")
    digest: Text = entry("摘要", "报告里这个问题的摘要；写了就只豁免这一处，内容一改豁免就失效")
    reason: str = needed("理由", "为什么可以不改")
    approver: str = needed("批准人", "谁批准的")
    expires: Day = needed("到期", "豁免到哪一天为止")


class WaiversFields(Fields):
    """单位的豁免（waivers.yaml）."""

    waivers: tuple[WaiverFields, ...] = entry("豁免", "经批准不改的问题，逐条写明", default=())


# ── site.yaml ───────────────────────────────────────────────────────────────────────────────────────────────────


class PlatformFields(Fields):
    """全省统一平台."""

    name: str = needed("名称", "平台名称")
    home: str = needed("首页", "平台首页地址")
    units: str = needed("单位名录", "平台的单位名录地址")
    search: str = needed("搜索", "平台的搜索地址")
    request: str = needed("依申请公开", "在线申请地址，可含 {unit} {number} {title}")
    hotline: str = needed("热线", "政务信息查询热线，例如 96128")


class FooterFields(Fields):
    """页脚七项."""

    site_identity_code: str = needed("网站标识码", "10 位数字，前 6 位是行政区划代码")
    icp_record: str = needed("ICP备案号", "ICP 备案编号")
    police_record: str = needed("公安备案号", "公安机关备案号")
    sponsor: str = needed("主办单位", "主办单位")
    contact: str = needed("联系方式", "主办单位联系方式")
    badge_url: str = needed("网站标识", "党政机关网站标识的链接地址")
    report_url: str = needed("找错", "我为政府网站找错的地址，可含 {code} {url}")


class OldPlatformFields(Fields):
    """旧平台的网址怎样写."""

    url: str = needed("网址", "旧平台的首页地址")
    unit: str = entry("单位参数", "旧网址里单位编号的参数名", default="departmentid")
    column: str = entry("栏目参数", "旧网址里栏目编号的参数名", default="ClassID")
    document: str = entry("信息参数", "旧网址里信息编号的参数名", default="ID")


class RibbonFields(Fields):
    """省级页头：省里统一发的页头，文件放在工作区里，从不联网去取."""

    file: str = needed("文件", "工作区里的 HTML 文件，例如 province/ribbon.html；只采用文字、列表和链接")
    sha256: str = needed("校验值", "这个文件的 sha256；文件与它不符就不生成", aliases=("SHA256",))


class SiteFields(Fields):
    """全县的字段（site.yaml）."""

    name: str = needed("名称", "县的全称")
    short_name: Text = entry("简称", "县的简称")
    region_code: str = needed("行政区划代码", "6 位", law="GB/T 2260")
    base_url: str = needed("网址", "县级门户的地址，以 https:// 开头、以 / 结尾")
    footer: FooterFields = needed("页脚", "页脚七项", law="国办发〔2017〕47号")
    platform: PlatformFields = needed("全省统一平台", "省平台的地址", law="国办公开办函〔2019〕61号")
    allowed_hosts: tuple[str, ...] = entry(
        "外链白名单", "可以链接的域名，例如 xinhuanet.com；gov.cn 不用写", law="国办发〔2017〕47号", default=()
    )
    upper_links: tuple[LinkFields, ...] = entry("上级链接", "中央、省、市的政府信息公开平台", default=())
    old_platform: OldPlatformFields | None = entry("旧平台", "迁来以前的平台，旧网址转到新网址时用", default=None)
    ribbon: RibbonFields | None = entry("省级页头", "每一页最上面的统一页头", default=None)
    emblem: Text = entry(
        "国徽", "县级门户首页上国徽图案的 PNG 文件，例如 province/guohui.png；其他页面都不显示", law="《国徽法》"
    )
    theme: str = entry("主题", "themes/ 下的文件夹名", default="default")
    index_pattern: str = entry(
        "索引号格式", "可用 {org} {unit} {region} {year} {serial:05d}", default="{org}/{year}-{serial:05d}"
    )
    page_size: Annotated[int, Field(ge=5, le=200)] = entry("每页条数", "栏目列表每页多少条", default=20)
    attachment_limit_mib: Annotated[int, Field(ge=1, le=2000)] = entry("附件上限", "单个附件不超过多少 MiB", default=50)
    demonstrations: tuple[str, ...] = entry(
        "演示单位", "单位的文件夹名；供练习和演示，不发布，不计入全县，gongkai check 写了它才检查", default=()
    )
    pdf: Flag = entry(
        "PDF",
        "写“是”：公文和行政规范性文件另外做成 PDF，要先安装，见 运维手册·公文的 PDF",
        default=False,
        law="GB/T 9704-2012",
    )
    example_notice: Text = entry("示例声明", "不为空时显示在每一页顶部")
    example_day: Day | None = entry("示例日期", "示例县按这一天生成和检查；正式的网站不要写", default=None)
    targets: tuple[TargetFields, ...] = entry("发布目标", "gongkai publish 发布到哪里，可以写几个", default=())
    signing_keys: tuple[str, ...] = entry(
        "签名私钥", "发布时签名用的私钥文件，写全路径，放在工作区以外；可以 Ed25519、SM2 各一把", default=()
    )
    packed: Flag = entry(
        "预压缩", "写“是”：发布时给网页等文字各做一份 gzip 和 Brotli 的，由 nginx、Apache 直接发", default=False
    )
    routing: RoutingFields | None = entry(
        "公文流转", "办公系统的公文送到各单位的内部收文，见 公文流转手册", default=None
    )
    messages: MessageFields | None = entry("通知", "每晚结束以后告诉谁，见 运维手册·每晚自动运行", default=None)
    visit_history: tuple[HistoryFields, ...] = entry("访问历史", "没有日志的年份的访问量", default=())
    savings: tuple[SavingFields, ...] = entry("节约", "无纸化节约的开支，按因数和单价计算", default=())
    letters: LetterFields | None = entry("信件", "来信的渠道、答复期限和每月通报", default=None)
    colors: dict[str, str] = entry("颜色", "主题颜色，例如 primary: '#1a4f8b'", default={})
