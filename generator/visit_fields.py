"""The tables of what `site.yaml` says of visits before the logs, and of what working without paper saves."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.forms import Fields, Text, entry, needed


class HistoryFields(Fields):
    """没有日志的年份的访问量."""

    period: str = needed("时期", "例如 2007年至2010年")
    hits: Annotated[int, Field(ge=0)] = needed("浏览量", "这个时期一共浏览多少次")
    visitors: Annotated[int, Field(ge=0)] = needed("访客数", "这个时期一共多少人")
    source: Text = entry("来源", "数字从哪里来")


class SavingFields(Fields):
    """一项无纸化的节约：因数相乘，再乘单价."""

    name: str = needed("名称", "例如 公文")
    period: Text = entry("时期", "例如 2010年")
    factors: dict[str, str] = needed("因数", "名称和数，相乘，例如 {文件: 221, 每件份数: 80}")
    unit_price: str = needed("单价", "每一份、每一页多少元，例如 '3.5'")
