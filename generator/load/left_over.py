"""What a draft leaves to its editor, and is still there when the document is no longer one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.faults import finding
from generator.guesses import TOLD
from generator.model import Finding
from generator.report_prose import BLANK

GUESS = f"# {TOLD}"  # ends a line of the front matter that nobody has stated


def left_over(path: str, data: bytes, body_line: int, is_report: bool) -> Iterator[Finding]:
    """Guesses that nobody has confirmed, and places that nobody has filled in; those of yearly reports have a check."""
    if GUESS.encode() not in data and BLANK.encode() not in data:
        return
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), 1):
        if number < body_line and line.rstrip().endswith(GUESS):
            field = line.partition(":")[0].strip()
            yield finding("F216", path, (number, 1), f"“{field}”是程序猜的，还没有核对")
        elif number >= body_line and not is_report and (start := line.find(BLANK)) >= 0:
            yield finding("F217", path, (number, start + 1), "正文里还有〔待填〕，没有写好")
