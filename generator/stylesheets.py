"""Style sheets → their declarations, each with where it stands: as much of CSS as telling facts of a theme needs.

Nothing is refused: what is not understood is one more declaration with an odd name. Costs grow with the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model import Declaration

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_TEXT = r"""\"(?:[^"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?"""
_PART = re.compile(rf"""[{{}};]|{_TEXT}|\((?:"[^"\n]*"|'[^'\n]*'|[^()"'])*\)|[^{{}};"'(]+|\(""")


def declarations(path: str, text: str) -> Iterator[Declaration]:
    """Every declaration of a style sheet, in order."""
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    preludes: list[str] = []
    words, line, begun = "", 1, 1
    for found in _PART.finditer(text):
        part = found[0]
        if part in "{};":
            if part != "{" and ":" in words:
                yield _declared(path, begun, preludes, words)
            if part == "{":
                preludes.append(" ".join(words.split()))
            elif part == "}" and preludes:
                preludes.pop()
            words = ""
        else:
            begun = begun if words.strip() else line + part[: len(part) - len(part.lstrip())].count("\n")
            words += part
        line += part.count("\n")


def _declared(path: str, line: int, preludes: list[str], words: str) -> Declaration:
    name, _, value = words.partition(":")
    conditions = " ".join(each for each in preludes if each.startswith("@"))
    selector = " ".join(each for each in preludes if not each.startswith("@"))
    return Declaration(path, line, conditions, selector, name.strip().lower(), " ".join(value.split()))
