"""What editors see of forms in a browser: messages that stay, drafts in the list, keys."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from conftest import REPOSITORY
from county import County, document
from previews import write_county
from test_edit import FIRST, editing_of, forms_of


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A county that was built once."""
    made = write_county(tmp_path / "workspace")
    made.build()
    return made


def test_the_list_says_of_a_draft_with_errors_that_it_is_both(county: County) -> None:
    county.write(
        "content/jinping/gg/d.md", document("又是草稿又有错", "2026-00008", "草稿: 是", "发文字号: 锦政发[26]1号")
    )
    row = forms_of(county).page("jinping/").partition("又是草稿又有错 jinping/gg/d.md")[2].partition("</li>")[0]
    assert row.startswith(' 有错误 草稿"') and ">有错误</span>" in row and ">草稿</span>" in row


def test_what_an_editor_sees(county: County, chromium_driver: list[str], tmp_path: Path) -> None:
    """What was done with a dropped file stays to be read until the next action; a data table is a box, and kept."""
    county.write("content/jinping/gg/d.md", document("写了一半", "2026-00008", "草稿: 是", "发文字号: 锦政发[26]1号"))
    county.write(FIRST, document("通知1", "2026-00001", body="甲。\n\n![各村户数](hushu.csv)\n\n乙。\n"))
    county.write("content/jinping/gg/hushu.csv", "村,户数\n利月,12\n")
    Image.new("RGB", (40, 30), "red").save(tmp_path / "picture.png")
    with editing_of(county.root, "edit", "jinping") as visitor:
        entrance = f"http://127.0.0.1:{visitor.port}{visitor.entrance}"
        place = f"/-/edit/{FIRST.removeprefix('content/')}"
        command = [*chromium_driver, str(REPOSITORY / "tests/screens/edit_mends.cjs")]
        command += [entrance, str(tmp_path / "picture.png"), place, str(tmp_path / "form.png")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    assert seen["chosen"] == {"公文": "", "通知公告": "gg"} and seen["page"] == "/jinping/info/2026-00001.html"
    assert seen["found"] == ["写了一半"]
    assert "放在文档旁边" in seen["kept"] and seen["next"] == "还没有保存"
    assert seen["table"]["text"] == '"数据表：" attr(src)' or "数据表：hushu.csv" in seen["table"]["text"].replace(
        '" "', ""
    )
    assert seen["table"]["wide"] and seen["table"]["high"]
    text = (county.root / FIRST).read_text()
    assert "附注: 此件公开发布" in text and "\n![各村户数](hushu.csv)\n" in text


def test_a_guess_is_marked_in_the_form_until_its_field_is_changed(county: County) -> None:
    """The mark of what was changed goes with the save; the marks of other fields stay, and so does every line end."""
    mark = "   # 由程序猜测，请核对"
    text = document("通知1", "2026-00001", f'体裁: "通知"{mark}', f'附注: "此件公开"{mark}').replace("\n", "\r\n")
    path = county.write(FIRST, text)
    forms = forms_of(county)
    badge = '<em class="gk-guessed">由程序猜测，请核对</em>'
    page = forms.page("jinping/gg/n1.md")
    assert page.count(badge) == 2
    assert badge in page.partition('data-field="note"')[2].partition("</label>")[0]
    status, said = forms.save(fields={"note": "此件不公开"})
    assert status == 200 and said["guesses"] == ["genre"]
    wanted = text.replace(f'附注: "此件公开"{mark}', '附注: "此件不公开"')
    assert path.read_bytes() == wanted.encode()
    assert forms.page("jinping/gg/n1.md").count(badge) == 1


def test_what_has_no_page_says_why(county: County) -> None:
    """Only the text of what cannot be read: with the way to its page, but no link."""
    county.write("content/jinping/gg/n9.md", "---\n标题：全角\n---\n正文。\n")
    page = forms_of(county).page("jinping/gg/n9.md")
    assert '<a class="gk-see">看页面</a><span class="gk-hint">（改好错误、保存以后才有）</span>' in page
