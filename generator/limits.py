"""What one body may cost: bytes, depth, tangled HTML, CPU; beyond it the body is refused and its last page stays.

The converter is Python and can be stopped by a signal; the sanitizer is one call that cannot. Raw HTML that is never
closed can make any HTML parser quadratic (depth) or worse (unclosed formatting is opened again in every paragraph),
so what such HTML could cost is bounded by counting before it is parsed.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIZE_LIMIT = 1 << 20  # bytes of UTF-8
DEPTH_LIMIT = 50
BUDGET = 2.0  # seconds of CPU for one body
TAG_LIMIT = 40_000  # raw tags in one body
OPEN_LIMIT = 10_000  # … of those that stay open until they are closed
STEP_LIMIT = 200_000_000  # open tags × all tags: about a second for the sanitizer
COPY_LIMIT = 400_000  # formatting that may be opened again × all tags: about 100 MiB
SEPARATOR_LIMIT = 20_000  # blanks in what may be one tag: attributes are compared with each other

_IMPLIED = "p|li|td|th|tr|dd|dt|thead|tbody|tfoot|option|br|hr|img|col|wbr|input"
_RAW = re.compile(r"<[A-Za-z/]")
_OPEN = re.compile(rf"<(?!(?:{_IMPLIED})\b)[A-Za-z]", re.IGNORECASE)
_FORMATTING = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b[^<>]*", re.IGNORECASE)
_WITH_ATTRIBUTES = re.compile(r"<[A-Za-z][^\s<>/]*[\s/][^<]*")
_QUOTES = re.compile(rf"(?:>[ \t]*+){{{DEPTH_LIMIT + 1}}}")
_ITEM = r"(?:[*+-]|\d++\.)[ \t]++"
_ITEMS = re.compile(
    rf"^[ \t]*+(?:{_ITEM}){{{DEPTH_LIMIT + 1}}}|^(?:[ ]{{4}}|\t){{{DEPTH_LIMIT + 1},}}+[ \t]*+{_ITEM}", re.MULTILINE
)
_BRACKETS = re.compile(r"\\.|[\[\]]|\n[ \t]*+(?=\n)")
_NESTED = re.compile(r"<(/?)(?!br\b|hr\b|img\b|col\b|wbr\b)[a-z]")


class MarkupError(Exception):
    """A body that cannot be converted; the reason, in Chinese."""


def refuse_large(source: str) -> None:
    """Raise `MarkupError` for a source of more than `SIZE_LIMIT` bytes."""
    if len(source) > SIZE_LIMIT // 4 and len(source.encode("utf-8", "replace")) > SIZE_LIMIT:
        raise MarkupError("正文超过 1 MiB；请把大表放进数据文件或附件")


def refuse_deep(source: str) -> None:
    """Raise `MarkupError` early for what would only be found too deep, or too costly, after much work."""
    if source.count("[") > DEPTH_LIMIT:
        _refuse_brackets(source)
    if source.count(">") > DEPTH_LIMIT and _QUOTES.search(source):
        raise MarkupError(f"引用嵌套过深：超过 {DEPTH_LIMIT} 层")
    if _ITEMS.search(source):
        raise MarkupError(f"列表嵌套过深：超过 {DEPTH_LIMIT} 层")


def _refuse_brackets(source: str) -> None:
    depth = 0
    for found in _BRACKETS.finditer(source):
        token = found[0]
        if token[0] != "\\":
            depth = depth + 1 if token == "[" else max(depth - 1, 0) if token == "]" else 0
        if depth > DEPTH_LIMIT:
            raise MarkupError(f"方括号嵌套过深或没有成对：超过 {DEPTH_LIMIT} 层")


def refuse_tangled(source: str, html: str) -> None:
    """Raise `MarkupError` where the raw HTML of a source could cost the sanitizer too much in the converted `html`.

    Counts whatever could be a tag, wherever it stands, so that no quoting or comment hides one.
    """
    if source.count("<") <= DEPTH_LIMIT and len(source) < SEPARATOR_LIMIT:
        return
    if sum(1 for _ in _RAW.finditer(source)) > TAG_LIMIT:
        raise MarkupError(f"正文里的 HTML 标签超过 {TAG_LIMIT} 个；请改用 Markdown 表格或数据文件")
    opened, tags = sum(1 for _ in _OPEN.finditer(source)), html.count("<")
    if opened > OPEN_LIMIT or opened * tags > STEP_LIMIT:
        raise MarkupError("正文里的 HTML 过于庞杂；请改用 Markdown 表格或数据文件")
    formatting = _FORMATTING.findall(source)
    if min(len(formatting), 3 * len(set(formatting))) * tags > COPY_LIMIT:
        raise MarkupError("正文里的 HTML 格式标签（如 <b>、<font>）过多；请改用 Markdown")
    for found in _WITH_ATTRIBUTES.finditer(source):
        if len(found[0]) > SEPARATOR_LIMIT and len(re.findall(r"[\s/\"']", found[0])) > SEPARATOR_LIMIT:
            raise MarkupError("正文里有 HTML 标签的属性过多，或没有结束")


def refuse_nested(html: str) -> None:
    """Raise `MarkupError` for sanitized HTML that is nested more than `DEPTH_LIMIT` deep."""
    if html.count("</") - html.count("</p>") - html.count("</td>") <= DEPTH_LIMIT:
        return
    depth = 0
    for found in _NESTED.finditer(html):
        depth += -1 if found[1] else 1
        if depth > DEPTH_LIMIT:
            raise MarkupError(f"嵌套过深：超过 {DEPTH_LIMIT} 层")


@contextmanager
def budget() -> Iterator[None]:
    """Raise `MarkupError` in the block once it has used `BUDGET` seconds of CPU; outside the main thread, do nothing.

    Time in the kernel counts as well: copying megabytes over and over is spent there. The alarm repeats, in case the
    first falls where Python swallows exceptions. Regular expressions look for signals while they run.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    running = True

    def ring(_number: int, _frame: FrameType | None) -> None:
        if running:
            raise MarkupError(f"正文写法过于复杂，{BUDGET:g} 秒内没有转换完；请简化或拆分")

    handler = signal.signal(signal.SIGPROF, ring) or signal.SIG_DFL
    remaining, interval = signal.setitimer(signal.ITIMER_PROF, BUDGET, 0.05)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)
        if remaining:
            signal.setitimer(signal.ITIMER_PROF, remaining, interval)
