"""Costly texts end: within the budget, with a reason, and without a trace in the next text."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import REPOSITORY
from generator import limits, markup
from generator.markup import MarkupError, find, plain, removed, render
from generator.model import Body
from hostile.costly import COSTLY
from hostile.judge import dangers

MEASURED = """
import re
from pathlib import Path
from generator import limits
from generator.markup import MarkupError, render
from generator.model import Body
from hostile.costly import COSTLY

limits.BUDGET = 0.3
for source in COSTLY.values():
    try:
        render(Body(source), "../")
    except MarkupError:
        pass
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def html(source: str) -> str:
    """The HTML of a source that refers to nothing."""
    return render(Body(source), "../")


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # an alarm in a callback of gc: it rings again
@pytest.mark.parametrize("name", sorted(COSTLY))
def test_costly_texts_end(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BUDGET", 0.3)
    before = html("甲[乙](https://x.example)\n\n1. 丙")
    started = time.process_time()
    try:
        made = html(COSTLY[name])
    except MarkupError as error:
        assert str(error)
    else:
        assert not dangers(made[:200_000])
    assert time.process_time() - started < 5
    monkeypatch.setattr(limits, "BUDGET", 2.0)
    with limits.budget():  # the product's own limit: these have none, since they never need one
        for instrument in (find, removed):
            instrument(COSTLY[name])
        plain(COSTLY[name], 100)
    assert html("甲[乙](https://x.example)\n\n1. 丙") == before


def test_memory_stays_bounded() -> None:
    """All of them, one after the other, in a process that has done nothing else."""
    paths = os.pathsep.join(str(each) for each in (REPOSITORY, REPOSITORY / "tests"))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 512 * 1024  # KiB


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 100_000,
        "<table>" + "<p>x" * 200_000,
        "<p>" + "".join(f"<b title={number}>" for number in range(100)) + "<p>x" * 16_000,
        "<p " + " ".join(f"a{number}" for number in range(90_000)) + ">",
        "<\x01b>" * 50_000,
        "<b><i>" * 5_000 + "</p>" * 60_000,
        "<div>" * 9_000 + "</i>" * 40_000,
        "<table>x" * 30_000,
    ],
)
def test_tangled_html_never_reaches_the_sanitizer(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "clean", lambda _: pytest.fail("the sanitizer was reached"))
    with pytest.raises(MarkupError):
        html(source)


def test_depth() -> None:
    assert html("> " * 40 + "甲").count("<blockquote>") == 40
    for source in ("> " * 60 + "甲", "<div>" * 60, "[" * 60 + "]" * 60):
        with pytest.raises(MarkupError):
            html(source)


def test_size() -> None:
    assert html("甲。" * 100_000)
    with pytest.raises(MarkupError, match="1 MiB"):
        html("甲" * 350_000)


def test_budget_restores_the_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BUDGET", 0.05)
    rung = []
    before = signal.signal(signal.SIGPROF, lambda *_: rung.append(1))
    try:
        with pytest.raises(MarkupError, match="复杂"):
            html("# 甲 `乙`\n" * 40_000)
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
        signal.raise_signal(signal.SIGPROF)
        assert rung == [1]
    finally:
        signal.signal(signal.SIGPROF, before)


def test_threads_do_not_disturb_each_other() -> None:
    sources = [
        f"# 题{number}\n\n[甲](https://x.example/{number})[^1] **乙**\n\n[^1]: 注{number}\n" for number in range(40)
    ]
    expected = [html(source) for source in sources]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(html, sources * 10)) == expected * 10


def test_other_threads_convert_without_a_budget() -> None:
    made: list[str] = []
    thread = threading.Thread(target=lambda: made.append(html("甲")))
    thread.start()
    thread.join()
    assert made == ["<p>甲</p>"]
