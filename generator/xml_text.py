"""Text as XML can hold it."""

from __future__ import annotations

import re
from html import escape

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def legal(text: str) -> str:
    """A text without the characters that no XML may hold: one of them, and no client reads the whole file."""
    return text if text.isprintable() else _NOT_XML.sub("�", text)


def escaped(text: str) -> str:
    """A text as the content of an element, or of an attribute in double quotes."""
    return escape(legal(text))
