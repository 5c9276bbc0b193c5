"""An outside judge of active content: two HTML parsers that know nothing of the generator (html.parser and libxml2).

Says what a browser would run, load from another host, or send elsewhere; empty for a harmless page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from lxml import html as libxml

ACTIVE = {"script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "portal", "template"}
ACTIVE |= {"svg", "math", "animate", "set", "link", "meta", "form", "input", "button", "video", "audio", "bgsound"}
LOADING = {"src", "srcset", "poster", "background", "data", "dynsrc", "lowsrc", "code", "codebase", "archive", "ping"}
SUBMITTING = {"action", "formaction"}


class _Collector(HTMLParser):
    """Every start tag, and the text that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in reversed(attrs)}))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def elements(markup: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every element that either parser finds."""
    collector = _Collector()
    collector.feed(markup.replace("<![", "<!x["))  # a bogus comment to browsers; html.parser would raise
    collector.close()
    yield from collector.tags
    clean = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\U0010ffff]", "\ufffd", markup)
    if clean.strip():
        tree = libxml.document_fromstring(f"<body>{clean}")
        for element in tree.iter():
            if isinstance(element.tag, str):
                yield element.tag, {str(name): str(value) for name, value in element.attrib.items()}


def text(markup: str) -> str:
    """The text that a reader sees, without its blanks."""
    collector = _Collector()
    collector.feed(markup)
    collector.close()
    alternatives = [values.get("alt", "") for name, values in collector.tags if name == "img"]
    return re.sub(r"\s", "", "".join([*collector.text, *alternatives]))


def dangers(markup: str) -> list[str]:
    """What is active in a piece of a page that editors wrote: no such piece has a use for any of it."""
    found = []
    for name, values in elements(markup):
        if name in ACTIVE:
            found.append(f"<{name}>")
        for key, value in values.items():
            bare = re.sub(r"[\x00-\x20]", "", value).lower()
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", bare)
            if key.startswith("on") or key in ("style", "srcdoc", "ping") or ":" in key:
                found.append(f"{name} {key}")
            if key == "href" and scheme and scheme[1] not in ("http", "https", "mailto", "tel"):
                found.append(f"{name} {key}={value}")
            if key in LOADING | SUBMITTING and (scheme or re.match(r"[/\\]{2}", bare)):
                found.append(f"{name} {key}={value}")
            if key in ("id", "name") and not re.fullmatch(r"s-(?:\d+|fn-\d+|fnref\d*-\d+)", value):
                found.append(f"{name} {key}={value}")
    return found
