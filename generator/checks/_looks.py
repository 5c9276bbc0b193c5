"""The colours of a theme by day and by night, everywhere and in the parts of pages that set them anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from generator.colors import Color, color
from generator.model import Declaration, Look

MINE = "=== /site.yaml\n主题: mine\n"  # what examples of themes have in common
THEME = "=== /themes/mine/theme.yaml\nname: mine\nextends: default\n"
BASE = (
    "=== /themes/mine/templates/base.html\n"
    '{% extends "default/base.html" %}\n{% block style %}{{ super() }}\n'
    '<link rel="stylesheet" href="{{ \'mine.css\'|asset(root) }}">\n{% endblock %}\n'
)
DARK = "prefers-color-scheme: dark"
ROOTS = (":root", "html")


class Palette(NamedTuple):
    """The tokens that hold in a scheme (白天, 夜间), in all of a page or below a selector, with their declarations."""

    scheme: str
    selector: str  # "" for all of a page
    tokens: Mapping[str, Declaration]

    def color(self, token: str) -> Color | None:
        """The colour that a token comes to; None where it cannot be told."""
        return color(f"var(--{token})", {name: each.value for name, each in self.tokens.items()})


def palettes(look: Look) -> Iterator[Palette]:
    """Every palette of a theme, that of all of a page first; a scheme of its own only where the theme has one."""
    found = [each for each in look.declarations if each.name.startswith("--") and each.on_screen]
    schemes = {"白天": [each for each in found if DARK not in each.conditions]}
    if any(DARK in each.conditions for each in found):
        schemes["夜间"] = found
    for scheme, declared in schemes.items():
        base = {each.name.removeprefix("--"): each for each in declared if each.selector in ROOTS}
        yield Palette(scheme, "", base)
        for selector in dict.fromkeys(each.selector for each in declared if each.selector not in ROOTS):
            own = {each.name.removeprefix("--"): each for each in declared if each.selector == selector}
            yield Palette(scheme, selector, {**base, **own})
