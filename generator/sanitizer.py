"""The allowlist: the only HTML that an editor's text can bring onto a page, and the cleaner (nh3) that enforces it.

Markdown converters are not sanitizers (Python-Markdown's own documentation says so), so every converted body passes
here. SVG and MathML stay out whole: all known mutation attacks on the cleaner's parser needed them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import nh3


class Allowlist(NamedTuple):
    """Elements with their attributes; attributes with fixed values; elements whose text goes as well; URL schemes."""

    elements: Mapping[str, frozenset[str]]
    values: Mapping[str, Mapping[str, frozenset[str]]]
    classes: Mapping[str, frozenset[str]]
    emptied: frozenset[str]
    schemes: frozenset[str]


_BARE = (
    "abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure"
    " h1 h2 h3 h4 h5 h6 hr i ins kbd mark p pre q s samp small span strong sub summary table tbody tfoot thead tr u ul"
    " var wbr"
)
_EMPTIED = "script style title template noscript iframe object svg math select textarea"
_ALIGN = {"align": frozenset({"left", "center", "right"})}

# Ids (`li`, `sup`) are those of footnotes only: `finish` drops every other.
ALLOWED = Allowlist(
    elements={
        **dict.fromkeys(_BARE.split(), frozenset[str]()),
        "a": frozenset({"href", "title"}),
        "abbr": frozenset({"title"}),
        "img": frozenset({"src", "alt", "title"}),
        "li": frozenset({"id", "value"}),
        "ol": frozenset({"start"}),
        "sup": frozenset({"id"}),
        "td": frozenset({"colspan", "rowspan"}),
        "th": frozenset({"colspan", "rowspan"}),
    },
    values={"td": _ALIGN, "th": _ALIGN},
    classes={"a": frozenset({"footnote-ref", "footnote-backref"}), "div": frozenset({"footnote"})},
    emptied=frozenset(_EMPTIED.split()),
    schemes=frozenset({"http", "https", "mailto", "tel"}),
)

# What a ribbon above every page may be: words, lists, and links that mean the same from every page.
_PLAIN = ("b", "br", "div", "em", "i", "li", "ol", "p", "small", "span", "strong", "ul")
RIBBON = {**dict.fromkeys(_PLAIN, frozenset[str]()), "a": frozenset({"href", "title"})}
_NO_LINK = re.compile(r'<a(?: title="[^"]*")? rel="noopener">(.*?)</a>', re.DOTALL)


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3  # most bodies do without it

    return nh3.Cleaner(
        tags=set(ALLOWED.elements),
        clean_content_tags=set(ALLOWED.emptied),
        attributes={name: set(names) for name, names in ALLOWED.elements.items() if names},
        tag_attribute_values={
            name: {key: set(values) for key, values in names.items()} for name, names in ALLOWED.values.items()
        },
        allowed_classes={name: set(names) for name, names in ALLOWED.classes.items()},
        url_schemes=set(ALLOWED.schemes),
        link_rel=None,
        strip_comments=True,
    )


def clean(html: str) -> str:
    """HTML without anything that is not allowed; attribute values come out quoted, with `<` and `>` escaped."""
    return _cleaner().clean(html)


def is_whole(address: str) -> bool:
    """An address that means the same from every page, and is safe to follow."""
    return address.startswith(("https://", "tel:"))


def clean_ribbon(html: str) -> str:
    """HTML of the common ribbon without anything but words, lists and whole links."""
    import nh3

    cleaned = nh3.clean(
        html,
        tags=set(RIBBON),
        clean_content_tags=set(ALLOWED.emptied),
        attributes={name: set(names) for name, names in RIBBON.items() if names},
        attribute_filter=lambda _, name, value: value if name != "href" or is_whole(value) else None,
        url_schemes={"https", "tel"},
        link_rel="noopener",
        strip_comments=True,
    )
    return _NO_LINK.sub(r"\1", cleaned)
