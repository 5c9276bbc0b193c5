"""Reading aloud in a browser: offered where there is a Chinese voice, sentence by sentence, stopped and taken up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import Tab, find, tab
from county import County, document

DESK = (1280, 900)
# In place of the machine's voices: what is said is kept, and goes on when the test says so.
VOICES = """(() => {
  const said = [], kinds = VOICES;
  window.said = said;
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  const voices = new EventTarget();
  voices.getVoices = () => kinds.map((lang) => ({ lang }));
  voices.speak = (each) => said.push(each);
  voices.cancel = () => { said.cancelled = (said.cancelled ?? 0) + 1; };
  Object.defineProperty(window, "speechSynthesis", { value: voices });
})()"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of a small county."""
    county = County(tmp_path_factory.mktemp("reading"), ("portal", "jinping"))
    county.write(
        "content/jinping/gg/a.md", document("关于值班的通知", "2026-00001", body="请各村值班。有事来电！\n\n第二段。")
    )
    county.register()
    county.build()
    return county.public / "jinping/info/2026-00001.html"


@pytest.fixture
def opened() -> Iterator[Tab]:
    """A tab of a browser of this machine."""
    program = find()
    if program is None:
        pytest.skip("需要 chromium：apt-get install chromium fonts-noto-cjk")
    with tab(program) as fresh:
        yield fresh


def begin(opened: Tab, page: Path, voices: list[str]) -> None:
    """Open a page on a machine with voices of these languages."""
    opened.ask("Page.addScriptToEvaluateOnNewDocument", source=VOICES.replace("VOICES", json.dumps(voices)))
    look = opened.look(page, *DESK)
    assert look.complaints == ()


def run(opened: Tab, script: str) -> Any:
    """What a script gives."""
    return opened.ask("Runtime.evaluate", expression=script)["result"].get("value")


def buttons(opened: Tab) -> list[str]:
    """The words of the two buttons, empty where one is not shown."""
    script = "[...document.querySelectorAll('[data-read]')].map((b) => b.checkVisibility() ? b.textContent : '')"
    found: list[str] = json.loads(run(opened, f"JSON.stringify({script})"))
    return found


def last(opened: Tab) -> str:
    """What was said last."""
    return str(run(opened, "said.at(-1)?.text"))


def press(opened: Tab, button: str) -> None:
    """Press a button."""
    run(opened, f"document.querySelector('[data-read={button}]').click()")


@pytest.mark.parametrize("voices", [[], ["en-US", "bo-CN"]])
def test_without_a_chinese_voice_there_is_no_button(opened: Tab, page: Path, voices: list[str]) -> None:
    begin(opened, page, voices)
    assert buttons(opened) == ["", ""]


def test_a_page_is_read_sentence_by_sentence(opened: Tab, page: Path) -> None:
    begin(opened, page, ["en-US", "zh_CN"])
    assert buttons(opened) == ["朗读", ""]
    press(opened, "start")
    assert (last(opened), buttons(opened)) == ("关于值班的通知", ["停一下", "不读了"])  # not its metadata
    while "请各村值班" not in last(opened):
        before = run(opened, "said.length")
        run(opened, "said.at(-1).onend()")
        assert run(opened, "said.length") == before + 1, last(opened)
    assert last(opened) == "请各村值班。"
    assert run(opened, "document.querySelector('.being-read').textContent") == "请各村值班。有事来电！"
    press(opened, "start")  # stopped for a while: the sentence is begun again
    assert buttons(opened) == ["接着读", "不读了"]
    press(opened, "start")
    assert (last(opened), buttons(opened)) == ("请各村值班。", ["停一下", "不读了"])
    run(opened, "said.at(-1).onend()")
    assert last(opened) == "有事来电！"
    run(opened, "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))")
    assert buttons(opened) == ["朗读", ""]
    assert run(opened, "document.querySelectorAll('.being-read').length") == 0


def test_reading_begins_where_words_are_chosen_and_ends_with_the_page(opened: Tab, page: Path) -> None:
    begin(opened, page, ["zh-CN"])
    run(opened, "getSelection().selectAllChildren([...document.querySelectorAll('.text p')].at(-1))")
    press(opened, "start")
    assert last(opened) == "第二段。"
    for _ in range(100):
        if buttons(opened) == ["朗读", ""]:
            break
        run(opened, "said.at(-1).onend()")
    assert buttons(opened) == ["朗读", ""]
