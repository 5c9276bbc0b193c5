"""A theme without a view for elderly readers, or with one that is too small or pops up."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.checks import Found, check
from generator.checks._looks import MINE, THEME
from generator.model import START, Declaration, Look, Mark
from generator.rulebook import rules, threshold

_SIZE = re.compile(r"(?:^|[\s(])(\d*\.?\d+)(px|rem|%)")
_ROOT = 16.0  # pixels: what browsers begin with
SMALL = (
    "=== /themes/mine/assets/elderly.css\n"
    ".elderly { font-size: 105%; }\n.elderly a { min-width: 60px; min-height: 60px; }\n"
)


class Size(NamedTuple):
    """The least size of letters that a declaration gives, and whether it grows with the root's."""

    pixels: float
    grows: bool


@check(
    "C102",
    "error",
    law="国办公开办函〔2021〕28号；《互联网网站适老化通用设计规范》",
    fix="用默认主题的 elderly.css、elderly.js 和 base.html 里的开关；自己写的，照它们的样子改",
    bad=(MINE, THEME, SMALL),
    good=(MINE, THEME),
)
def elderly_view_missing(look: Look) -> Found:
    """主题有长辈版：字不小于 18 像素、单独的链接和按钮不小于 60×60 像素、选择记在本机、没有弹窗和浮动窗口。"""
    name = rules("elderly")["class"]
    switch = re.compile(rf"<button\b[^>]*\bdata-view=[\"']?{name}\b")
    if not any(switch.search(each.text) for each in look.templates):
        yield f'没有长辈版的开关：页头里要有 <button data-view="{name}">', START, look.path
    if not any(name in each.text and "localStorage" in each.text for each in look.scripts):
        yield f"没有把长辈版的选择记在本机的脚本（{name}、localStorage）", START, look.path
    own = [each for each in look.declarations if each.on_screen and f".{name}" in each.selector]
    yield from _letters(look, own, name)
    yield from _targets(look, own)
    yield from _windows(look)


def _letters(look: Look, own: list[Declaration], name: str) -> Iterator[tuple[str, Mark, str]]:
    """The view's own size, and letters that stay too small in it because nothing else is said of them there."""
    roots = (f".{name}", f"html.{name}", f":root.{name}")
    root = next((size for each in own if each.selector in roots and (size := _size(each))), None)
    if root is None:
        yield f"长辈版没有放大字号：样式里要有 .{name} {{ font-size: 130% }}", START, look.path
        return
    least, factor = threshold("elderly_text"), root.pixels / _ROOT
    said = {each.selector.removeprefix(f".{name} ") for each in own if _size(each)}
    for each in look.declarations:
        size = _size(each) if each.on_screen and each.selector not in said | set(roots) else None
        if size and size.pixels * (factor if size.grows else 1) < least:
            pixels = size.pixels * (factor if size.grows else 1)
            yield f"长辈版里“{each.selector}”的字只有 {pixels:.1f} 像素，不到 {least}", each.place, each.path


def _size(each: Declaration) -> Size | None:
    """The size that a declaration gives letters; None where it gives none, or one that depends on what is around it."""
    if each.name not in ("font-size", "font"):
        return None
    found = _SIZE.search(each.value.partition("/")[0])
    if found is None:
        return None
    number = float(found[1])
    return Size(number if found[2] == "px" else number * _ROOT / (100 if found[2] == "%" else 1), found[2] != "px")


def _targets(look: Look, own: list[Declaration]) -> Iterator[tuple[str, Mark, str]]:
    """What links and buttons are at least, said of both directions."""
    least = threshold("elderly_target")
    for side, label in (("min-width", "宽"), ("min-height", "高")):
        sizes = [size for each in own if each.name == side and (size := re.fullmatch(r"(\d+)px", each.value))]
        if not any(int(size[1]) >= least for size in sizes):
            yield f"长辈版没有把链接和按钮的{label}放到 {least} 像素（{side}）", START, look.path


def _windows(look: Look) -> Iterator[tuple[str, Mark, str]]:
    """What pops up or floats."""
    for script in look.scripts:
        for word in rules("elderly")["windows"]:
            if (found := script.text.find(word)) >= 0:
                yield f"脚本里有弹窗（{word.rstrip('(')}）", Mark(script.text.count("\n", 0, found) + 1, 1), script.path
    for each in look.declarations:
        if each.on_screen and each.name == "position" and each.value == "fixed":
            yield f"“{each.selector}”浮在页面上（position: fixed）", each.place, each.path
