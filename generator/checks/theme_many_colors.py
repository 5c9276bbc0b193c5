"""A theme of many colours."""

from collections.abc import Iterator

from generator.checks import Found, check
from generator.checks._looks import BASE, MINE, THEME, palettes
from generator.colors import Color, families, literals
from generator.model import Look
from generator.rulebook import threshold


@check(
    "W106",
    "warning",
    law="国办发〔2017〕47号 附件《网页设计规范》：主色调一种，整体不超过三种",
    fix="定一种主色和一两种辅色，其余的用它们的深浅和黑白灰",
    bad=(
        *(MINE, THEME, BASE),
        "=== /themes/mine/assets/mine.css\n"
        ".a { color: #1a6f2b; }\n.b { color: #1b3fa0; }\n.c { background: #7a1fa0; color: #fff; }\n",
    ),
    good=(*(MINE, THEME, BASE), "=== /themes/mine/assets/mine.css\n.a { color: #1a6f2b; }\n.b { color: #0d3f18; }\n"),
)
def theme_many_colors(look: Look) -> Found:
    """主题的颜色不超过三种：黑白灰不算，同一种颜色的深浅算一种。"""
    shades = [each for each in _shades(look) if each.strength > threshold("color_strength")]
    found = families((each.hue for each in shades), threshold("color_width"))
    if found > threshold("theme_colors"):
        yield f"主题用了 {found} 种颜色（黑白灰不算），多于 {threshold('theme_colors')} 种"


def _shades(look: Look) -> Iterator[Color]:
    """The colours that are set: those that tokens come to, and those that rules write out."""
    for palette in palettes(look):
        for name in palette.tokens:
            shade = palette.color(name)
            if shade is not None:
                yield shade
    for each in look.declarations:
        if each.on_screen and not each.name.startswith("--"):
            yield from literals(each.value)
