"""Text of a theme that is hard to tell from its ground."""

from collections.abc import Iterator

from generator.checks import Found, check
from generator.checks._looks import MINE, THEME, Palette, palettes
from generator.colors import Color, contrast
from generator.model import START, Look, Mark, Pair
from generator.rulebook import rules


@check(
    "C101",
    "error",
    law="《无障碍环境建设法》第三十二条；GB/T 37668-2019；国办公开办函〔2021〕28号",
    fix="把文字的颜色调深一些，或者把底色调浅一些（夜间相反）；颜色写成 #rrggbb，搭配写在 theme.yaml 的 contrast 里",
    bad=(MINE, f"{THEME}colors: {{ink: '#8a8a8a'}}\n"),
    good=(MINE, f"{THEME}colors: {{ink: '#1a1a1a'}}\n"),
)
def theme_contrast_low(look: Look) -> Found:
    """主题里写明的文字和底色的搭配，对比度都不低于 4.5:1，白天和夜间都算。"""
    if not look.pairs:
        yield "没有写文字和底色的搭配（contrast），算不了对比度", START, look.path
    plain: dict[str, Palette] = {}
    for palette in palettes(look):
        plain.setdefault(palette.scheme, palette)
        for pair in look.pairs:
            yield from _judged(palette, plain[palette.scheme], pair)


def _judged(palette: Palette, plain: Palette, pair: Pair) -> Iterator[tuple[str, Mark, str]]:
    """What is wrong with a pair in a palette; in a part of the page only what is not so in all of it."""
    text, ground = palette.color(pair.text), palette.color(pair.ground)
    if palette.selector and (text, ground) == (plain.color(pair.text), plain.color(pair.ground)):
        return
    for token, shade in ((pair.text, text), (pair.ground, ground)):
        if shade is None:
            declared = palette.tokens.get(token)
            where = (declared.place, declared.path) if declared else (pair.place, pair.path)
            yield f"颜色 --{token} 程序算不出（{declared.value if declared else '主题里没有'}）", *where
    if text is None or ground is None:
        return
    ratio, least = contrast(text, ground), float(rules("thresholds")["text_contrast"])
    if ratio < least:
        told = palette.tokens[pair.text]
        part = f"“{palette.selector}”里的" if palette.selector else ""
        shown = f"{_written(text)}，底色 --{pair.ground} 是 {_written(ground)}"
        message = f"{palette.scheme}{part}文字 --{pair.text} 是 {shown}，对比度 {ratio:.2f}，低于 {least}"
        yield message, told.place, told.path


def _written(shade: Color) -> str:
    return "#" + "".join(f"{round(each):02x}" for each in shade[:3])
