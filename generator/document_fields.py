"""The table of what editors write above a document: front matter with its attachments, charts, guide to a service."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.chart_fields import ChartFields
from generator.forms import Day, Fields, Flag, Lines, Text, Texts, choice, entry, needed
from generator.model import Openness, Validity

ARTICLE_12 = "《政府信息公开条例》第十二条"
ARTICLE_17 = "《政府信息公开条例》第十七条"


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
    subject_category: Text = entry("主题分类", "例如 农业、林业、水利；没有的，全省平台采集时会退回")
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
