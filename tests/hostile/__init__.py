"""Hostile lines by family, a line each in the `.txt` files beside this; `unicode.txt` has escapes for characters."""

from __future__ import annotations

import re
from pathlib import Path

FAMILIES = ("html", "markdown", "templates", "paths", "unicode")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")


def lines(family: str) -> list[str]:
    """The lines of a family as an editor would have typed them."""
    text = (Path(__file__).parent / f"{family}.txt").read_text("utf-8")
    found = [line for line in text.split("\n") if line and not line.startswith("# ")]
    if family == "unicode":
        found = [_ESCAPE.sub(lambda code: chr(int(code[1] or code[2], 16)), line) for line in found]
    return found
