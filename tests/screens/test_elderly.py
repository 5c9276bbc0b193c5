"""The elderly view in a browser: what is measured of it (C102), how its switch works, what is left without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import Tab, find, tab
from conftest import Outcome, Workspace
from shoot import systems, views

PHONE, DESK = (360, 740), (1280, 900)
MEASURE = """(() => {
  const box = (e) => e.getBoundingClientRect();
  const shown = (e) => box(e).width > 1 && box(e).height > 1 && !e.closest(".skip");
  const small = [], targets = [], beside = [], floating = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (texts.currentNode.textContent.trim() && e.tagName !== "SCRIPT" && shown(e)) {
      const size = parseFloat(getComputedStyle(e).fontSize);
      if (size < LEAST) small.push(texts.currentNode.textContent.trim().slice(0, 20) + " " + size);
    }
  }
  for (const e of document.querySelectorAll("a, button")) {
    if (shown(e) && getComputedStyle(e).display !== "inline" && (box(e).width < 60 || box(e).height < 60))
      targets.push(e.textContent.trim().slice(0, 20) + ` ${box(e).width}x${box(e).height}`);
  }
  const sections = [...document.querySelectorAll("main section, main aside, main article")].filter(shown);
  for (const one of sections) for (const other of sections) {
    const a = box(one), b = box(other);
    if (a.right <= b.left + 1 && a.top < b.bottom && b.top < a.bottom)
      beside.push(other.textContent.trim().slice(0, 20));
  }
  for (const e of document.querySelectorAll("body *"))
    if (getComputedStyle(e).position === "fixed") floating.push(e.className);
  return JSON.stringify({small, targets, beside, floating});
})()"""


@pytest.fixture(scope="module")
def opened() -> Iterator[Tab]:
    """A tab of a browser of this machine."""
    program = find()
    if program is None:
        pytest.skip("需要 chromium：apt-get install chromium fonts-noto-cjk")
    with tab(program) as fresh:
        yield fresh


def run(opened: Tab, script: str) -> Any:
    """What a script gives."""
    return opened.ask("Runtime.evaluate", expression=script)["result"].get("value")


def choose(opened: Tab, page: Path, view: str) -> None:
    """Let the browser remember a view, as a press of the button does."""
    opened.look(page, *DESK)
    run(opened, f"localStorage.setItem('gongkai-view', '{view}')")


def kinds(public: Path) -> dict[str, Path]:
    """A page of each kind: those worth a picture, and the others that look different."""
    unit = public / "jinping"
    more = ("zfxxgk/index.html", "nb/index.html", "ysqgk/index.html", "ysqgk/form.html", "sitemap.html")
    found = {**dict(views(public)), **dict(systems(public)), **{name: unit / name for name in more}}
    found.pop("recording")  # a browser takes no captions from a file
    return {**found, "units": public / "units/index.html"}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(("view", "least"), [("elderly", 18), ("elderly largest", 25)])
def test_letters_targets_and_columns(
    county: Workspace, first_build: Outcome, opened: Tab, size: tuple[int, int], view: str, least: int
) -> None:
    """No text below 18 pixels, no link or button of its own below 60×60, nothing side by side, nothing that floats."""
    choose(opened, county.public / "index.html", view)
    for name, page in kinds(county.public).items():
        look = opened.look(page, *size)
        found = json.loads(run(opened, MEASURE.replace("LEAST", str(least))))
        assert found == {"small": [], "targets": [], "beside": [], "floating": []}, name
        assert look.complaints == (), name
        assert look.overflow <= 0, name


def test_main_text_grows_beyond_thirty_pixels(county: Workspace, first_build: Outcome, opened: Tab) -> None:
    choose(opened, county.public / "index.html", "elderly largest")
    opened.look(dict(views(county.public))["paper"], *DESK)
    assert float(run(opened, "parseFloat(getComputedStyle(document.querySelector('.text p')).fontSize)")) >= 30


def test_the_switch(county: Workspace, first_build: Outcome, opened: Tab) -> None:
    """It shows itself, turns the view on and off, says what the next press does, and is remembered on other pages."""
    home, other = county.public / "index.html", county.public / "units/index.html"
    state = (
        "JSON.stringify([document.documentElement.className, ...[...document.querySelectorAll('[data-view]')]"
        ".map((b) => b.checkVisibility() ? b.textContent : '')])"
    )
    choose(opened, home, "")

    def press(view: str) -> list[str]:
        run(opened, f"document.querySelector('[data-view={view}]').click()")
        found: list[str] = json.loads(run(opened, state))
        return found

    opened.look(home, *DESK)
    assert json.loads(run(opened, state)) == ["", "长辈版", ""]
    assert press("elderly") == ["elderly", "返回标准版", "字再大些"]
    assert press("largest") == ["elderly largest", "返回标准版", "字小一些"]
    opened.look(other, *PHONE)
    assert json.loads(run(opened, state)) == ["elderly largest", "返回标准版", "字小一些"]
    assert press("largest") == ["elderly", "返回标准版", "字再大些"]
    assert press("elderly") == ["", "长辈版", ""]
    opened.look(home, *DESK)
    assert json.loads(run(opened, state)) == ["", "长辈版", ""]


def test_without_scripts_there_is_no_switch(county: Workspace, first_build: Outcome, opened: Tab) -> None:
    """A button that does nothing is not shown; the page is whole without it."""
    opened.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        opened.look(county.public / "index.html", *DESK)
        assert run(opened, "document.querySelector('[data-views]').checkVisibility()") is False
        assert run(opened, "document.querySelector('main').checkVisibility()") is True
    finally:
        opened.ask("Emulation.setScriptExecutionDisabled", value=False)
