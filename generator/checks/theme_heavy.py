"""What a theme makes every first visitor load."""

from collections.abc import Mapping

from generator.checks import Found, check
from generator.checks._looks import BASE, MINE, THEME
from generator.model import START, Look, Template
from generator.rulebook import threshold


@check(
    "W206",
    "warning",
    law="国办发〔2017〕47号 附件《网页设计规范》：网页打开不超过 3 秒",
    fix="删去用不着的样式和脚本；图片压缩以后再用，不要整套字体",
    bad=(*(MINE, THEME, BASE), "=== /themes/mine/assets/mine.css（以下内容重复 20000 次）\n.a { margin: 0; }\n"),
    good=(*(MINE, THEME, BASE), "=== /themes/mine/assets/mine.css\n.a { margin: 0; }\n"),
)
def theme_heavy(look: Look) -> Found:
    """第一次打开一页，要装载的样式、脚本和图片合计不超过 300 KB（按 1 Mbit/s，3 秒以内），信息自己的图片另算。"""
    if not look.templates:
        return
    sizes, most = dict(look.sizes), threshold("page_kilobytes")
    heaviest = max(look.templates, key=lambda each: _weight(each, sizes))
    weight = _weight(heaviest, sizes)
    if weight > most * 1024:
        largest = max({use.asset for use in heaviest.loads}, key=lambda name: sizes.get(name, 0))
        told = f"模板 {heaviest.name} 的页面要装载 {weight // 1024} KB，多于 {most} KB，其中「{largest}」"
        yield f"{told} {sizes[largest] // 1024} KB", START, heaviest.path


def _weight(template: Template, sizes: Mapping[str, int]) -> int:
    """The bytes of everything that pages of a template load, each once."""
    return sum(sizes.get(name, 0) for name in {use.asset for use in template.loads})
