"""What editors may write in `standard/<field>.yaml`: the ten columns of the official form (事项标准目录)."""

from __future__ import annotations

from typing import Annotated

from pydantic import WithJsonSchema

from generator.forms import LABELS, Fields, Text, Texts, entry, needed
from generator.model import Level, Manner

LAW = "国办发〔2019〕54号"
_LEVELS = {"enum": [*LABELS[Level].values()]}
Number = Annotated[Text, WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string"}]})]
OneManner = Annotated[Text, WithJsonSchema({"enum": [*LABELS[Manner].values()]})]
Levels = Annotated[Texts, WithJsonSchema({"anyOf": [_LEVELS, {"type": "array", "items": _LEVELS}]})]


class StandardItemFields(Fields):
    """标准目录的一个事项."""

    number: Number = entry("序号", "本目录之内不重复的正整数，是网址的一部分，定了不要改", aliases=("编号",), law=LAW)
    heading: Text = entry("一级事项", "公开事项的大类", law=LAW)
    name: Text = entry("二级事项", "公开事项的名称", law=LAW)
    substance: Text = entry("公开内容", "要公开哪些内容（要素）", aliases=("公开内容（要素）",), law=LAW)
    basis: Text = entry("公开依据", "依据的法律、法规和文件", law=LAW)
    term: Text = entry("公开时限", "例如 自信息形成之日起20个工作日内", law=LAW)
    agency: Text = entry("公开主体", "谁公开", law=LAW)
    channels: Texts = entry(
        "公开渠道和载体", "官方表格列出的 13 种渠道之中的几种", aliases=("公开渠道",), default=(), law=LAW
    )
    audience: Text = entry("公开对象", "全社会，或者 特定群体（写明是哪些人）", law=LAW)
    manner: OneManner = entry("公开方式", "主动，或者 依申请", law=LAW)
    levels: Levels = entry("公开层级", "县级、乡级、村级之中的一个或几个", default=(), law=LAW)


class StandardFields(Fields):
    """一个领域的事项标准目录（standard/<领域>.yaml）."""

    field: str = needed("领域", "领域的名称，例如 社会救助", law=LAW)
    items: tuple[StandardItemFields, ...] = needed(
        "事项", "逐项写明下面各栏，一栏也不能缺：缺了的事项先不显示（S101）", law=LAW
    )
