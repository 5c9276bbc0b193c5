"""The description that editors may put beside a data file, `data/<name>.schema.yaml`: its table of fields."""

from __future__ import annotations

from generator.forms import Fields, Flag, Text, choice, entry, needed
from generator.model import Form, Frequency, Registry


class TableColumnFields(Fields):
    """数据表的一列."""

    name: str = needed("名称", "这一列的表头，与数据文件里的一字不差")
    form: choice(Form) | None = entry(  # type: ignore[valid-type]
        "类型", "整数、数字、日期、年份、文本；不写则由程序看各行判断", default=None
    )
    required: Flag = entry("必填", "写“是”则每一行都不能空", default=False)
    minimum: Text = entry("最小", "不能小于这个数或日期；要同时写类型", aliases=("最小值",))
    maximum: Text = entry("最大", "不能大于这个数或日期；要同时写类型", aliases=("最大值",))
    key: Flag = entry("主键", "写“是”则每一行都不同；几列都写“是”的，合起来不同", default=False)
    meaning: Text = entry("说明", "这一列是什么意思、怎样统计")
    unit: Text = entry("单位", "计量单位，例如 万元、亩；表头末尾括号里写了的不用再写", aliases=("计量单位",))
    registry: choice(Registry) | None = entry(  # type: ignore[valid-type]
        "对照", "这一列是本县单位名录里的：统一社会信用代码、行政区划代码、单位名称", default=None
    )


class TableFields(Fields):
    """数据说明的字段."""

    title: Text = entry("名称", "数据表的名称；不写则用正文里的表题", aliases=("标题",))
    meaning: Text = entry("说明", "数据表是什么内容、统计口径；不写则用信息的内容概述")
    frequency: choice(Frequency) | None = entry(  # type: ignore[valid-type]
        "更新周期", "每日、每周、每月、每季度、每半年、每年、不定期", default=None
    )
    columns: tuple[TableColumnFields, ...] = needed("列", "要说明的列，一列一项；没有列出的由程序判断")
