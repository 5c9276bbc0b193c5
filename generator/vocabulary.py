"""The controlled lists of `rules/`: canonical names, and the other ways in which they are written."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache

from generator.rulebook import rules

SEPARATORS = re.compile(r"[\\/>—-]")  # between the two levels of a subject category


@cache
def names(file: str, key: str) -> dict[str, str]:
    """Every way to write a name of the list `key` in `rules/<file>.yaml` → its canonical form."""
    found: dict[str, str] = {}
    for item in rules(file)[key]:
        for written in (item["name"], *(item.get("aliases") or ())):
            found.setdefault(written, item["name"])
    return found


def fault(written: str, known: dict[str, str], label: str) -> str:
    """What is wrong with a name, or nothing: another spelling of a canonical name, or one that the list lacks."""
    top = SEPARATORS.split(written)[0].strip()
    if top in known:
        return "" if known[top] == top else f"{label}「{written}」的规范名称是「{known[top]}」"
    near = get_close_matches(top, known, n=1, cutoff=0.5)
    hint = f"，是不是「{known[near[0]]}」？" if near else ""
    return f"{label}「{written}」不在目录里{hint}"
