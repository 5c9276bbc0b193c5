"""The addresses that a page leads to, whatever wrote it: for `gongkai verify`, which asks what a site shows besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

_LINK = re.compile(
    r"(?<![\w-])(?:href|src|action|poster|data)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))", re.IGNORECASE
)


def inner_links(text: str, page: str, base: str) -> Iterator[str]:
    """The links of a page that stay below a base, as addresses relative to it: `page` is the page's own, whole."""
    for found in _LINK.finditer(text):
        written = unescape(found[1] or found[2] or found[3] or "").strip()
        try:
            target = urljoin(page, written)
            urlsplit(target)
        except ValueError:  # no address that a browser would follow
            continue
        if target.startswith(base):
            yield unquote(target.removeprefix(base).partition("#")[0].partition("?")[0])
