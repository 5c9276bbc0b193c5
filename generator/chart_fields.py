"""What an editor writes of a chart in the front matter of a document."""

from __future__ import annotations

from generator.forms import Fields, Text, Texts, choice, entry, needed
from generator.model import ChartKind

_ALSO = {
    **dict.fromkeys(("饼图", "饼状图", "圆饼图", "扇形图", "环形图", "百分比图", "pie"), "占比图"),
    **dict.fromkeys(("柱形图", "直方图", "柱图", "column"), "柱状图"),
    **dict.fromkeys(("横条图", "横向柱状图", "条状图"), "条形图"),
    **dict.fromkeys(("曲线图", "趋势图", "线图"), "折线图"),
    **dict.fromkeys(("堆叠图", "堆积柱状图", "堆叠柱状图"), "堆积图"),
}


class ChartFields(Fields):
    """图表."""

    data: str = needed("数据", "数据文件，与正文里引用的写法一样，例如 data/ys2026.csv", aliases=("文件",))
    kind: choice(ChartKind, _ALSO) = entry("类型", "柱状图、条形图、折线图、堆积图、占比图", default=ChartKind.BAR)  # type: ignore[valid-type]
    title: Text = entry("标题", "图的标题；不写则用正文里这张表的表题", aliases=("名称",))
    labels: Text = entry("横轴", "哪一列是各项的名称（年份、类别、村名）；不写则用第一列")
    values: Texts = entry("数值", "画哪几列数，单位要相同；不写则用所有单位相同的数字列", default=())
    rows: Texts = entry("行", "只画哪几行，写横轴一列里的文字；不写则全画", default=())
    description: Text = entry("说明", "用一句话说这张图说明了什么")
