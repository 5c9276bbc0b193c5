"""The preview: what is shown of what is not public, and that it is what a build would publish."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from conftest import REPOSITORY
from county import RESOURCE_LISTS, REVIEW, County, document
from generator.serve.preview import Preview
from generator.serve.watch import is_remote
from generator.workspace import Workspace
from previews import FIRST, PAGE, bare, built_county, preview_of, text_of


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A county that was built once."""
    return built_county(tmp_path / "workspace")


def test_published_pages_are_shown_as_they_are_published(county: County) -> None:
    """But for the panel and what refreshes it, byte for byte."""
    preview = preview_of(county)
    for path, data in county.tree().items():
        if path.endswith(RESOURCE_LISTS) or "/rs/" in path or path.endswith("resourcesync"):
            continue  # they tell of files that were written; a preview writes none
        told = preview.answer(path)
        assert told.status == 200 or path.endswith("404.html"), path
        assert bare(told.data.decode("utf-8", "surrogateescape")) == data.decode("utf-8", "surrogateescape"), path


def test_drafts_and_what_is_to_come_are_shown_and_marked(county: County) -> None:
    """Each with an address of its own, in its list, and nowhere in the output."""
    county.write("content/jinping/gg/d.md", document("写了一半", "2026-00008", "草稿: 是"))
    county.write(
        "content/jinping/gg/e.md",
        document("明年的事", "2026-00009").replace("发布日期: 2026-01-06", "发布日期: 2027-01-06"),
    )
    bare = f"---\n标题: 没有编号\n成文日期: 2026-01-04\n发布日期: 2026-01-06\n{REVIEW}\n---\n正文。\n"
    county.write("content/jinping/gg/f.md", bare)
    preview = preview_of(county)
    listed = text_of(preview, "/jinping/gg/index.html")
    assert all(f"〔草稿〕{title}" in listed for title in ("写了一半", "明年的事", "没有编号"))
    assert "<strong>草稿</strong> <span>定于 2027-01-06 公开</span>" in text_of(
        preview, "/jinping/info/2026-00009.html"
    )
    (address,) = set(re.findall(r"info/draft-[0-9a-f]{8}\.html", listed))
    panel = listed[listed.index("<aside") : listed.index("</aside>")]
    led = set(re.findall(r'href="/jinping/([^"]+)"', panel))
    others = {f"info/2026-{number:05d}.html" for number in range(1, 6)}  # which have no subject (D204)
    assert led - others == {"info/2026-00008.html", "info/2026-00009.html", address}
    assert preview.answer(f"jinping/{address}").status == 200
    county.build()
    assert not [path for path, data in county.tree().items() if "〔草稿〕".encode() in data or b"draft-" in data]


def test_a_broken_head_shows_the_last_good_page_with_the_error_above(county: County) -> None:
    """From this preview where it was seen, else as it was published."""
    seen = preview_of(county)
    assert "正文第一段" in text_of(seen, PAGE)
    county.write(FIRST, "---\n标题：全角的冒号\n---\n")
    for preview in (seen, preview_of(county)):
        preview.changed(["jinping"])
        page = text_of(preview, PAGE)
        assert "通知1" in page and "正文第一段" in page
        assert "F006" in page and f"{FIRST}:2:3" in page and "上一次的样子" in page
    county.write(FIRST, document("通知1", "2026-00001", "主题分类: 农业、林业、水利", body="改好了。\n"))
    seen.changed(["jinping"])
    assert "改好了" in text_of(seen, PAGE) and "这一条没有问题" in text_of(seen, PAGE)


def test_problems_stand_above_their_page_with_place_fix_and_ground(county: County) -> None:
    """Numbers of persons are never told in full."""
    county.write(FIRST, document("通知1", "2026-00001", "发文字号: 锦政发[26]1号", body="号码 53082319900101001X。\n"))
    page = text_of(preview_of(county), PAGE)
    panel = page[page.index("<aside") : page.index("</aside>")]
    assert all(word in panel for word in ("D102", "X101", "改法：", "依据：", f'data-copy="{FIRST}:7:7"', "不会发布"))
    assert "53082319900101001X" not in panel


def test_a_unit_that_cannot_be_read_says_why(county: County) -> None:
    """Its folder may even be gone."""
    preview = preview_of(county)
    county.write("content/jinping/unit.yaml", "名称：坏了\n")
    preview.changed(["jinping"])
    assert "content/jinping/unit.yaml" in text_of(preview, "/jinping/")
    shutil.rmtree(county.root / "content/jinping")
    preview.changed(["jinping"])
    while preview.waiting:
        preview.idle()
    assert preview.answer("jinping/").status == 404


def test_what_others_tell_reaches_the_open_page(county: County) -> None:
    """A title of one unit stands on the county's home when the unit was read again."""
    preview = preview_of(county)
    assert "财政公告" in text_of(preview, "/")
    county.write("content/caizhengju/gg/a.md", document("新的公告", "2026-00001", slug="caizhengju"))
    preview.changed(["caizhengju"])
    while preview.waiting:
        preview.idle()
    assert "新的公告" in text_of(preview, "/")


def test_every_sample_is_shown(county: County) -> None:
    """The list leads to every one, and each to its style."""
    preview = preview_of(county)
    found = re.findall(r'<a href="/(-/samples/[^"]+\.html)"', text_of(preview, "/-/samples/"))
    assert len(found) > 20
    for address in found:
        page = preview.answer(address)
        style = re.search(rb'<link rel="stylesheet" href="((?:\.\./)*/?assets/[^"]+)"', page.data)
        assert page.status == 200 and style, address
        place = os.path.normpath(Path("/", address).parent / style[1].decode())
        assert preview.answer(place.removeprefix("/")).status == 200


def test_only_what_is_asked_for_is_laid_out(county: County) -> None:
    """Other units are not opened for a page."""
    preview = preview_of(county)
    preview.answer("jinping/")
    assert set(preview.desks) <= {"jinping", "portal"}


def test_a_preview_of_one_unit_begins_with_it(county: County) -> None:
    """The county's home is not looked at then, nor are other units."""
    preview = Preview(Workspace(county.root), county.task(), {"jinping"})
    assert (preview.answer("").status, preview.answer("").place) == (302, "/jinping/")
    assert preview.answer("jinping/").status == 200 and preview.answer("caizhengju/").status == 404


def test_a_new_look_is_seen_at_once(county: County) -> None:
    """What pages share is not kept from the theme before: only a word of a part that is rendered once has changed."""
    preview = preview_of(county)
    assert "跳到正文" in text_of(preview, PAGE)
    text = (REPOSITORY / "themes/default/templates/base.html").read_text("utf-8").replace("跳到正文", "直接看正文")
    county.write("themes/units/jinping/templates/base.html", text)
    page = text_of(preview, PAGE)
    assert "直接看正文" in page and "跳到正文" not in page
    county.write("themes/units/jinping/templates/base.html", text.replace("直接看正文", "去正文"))
    assert "去正文" in text_of(preview, PAGE)


def test_network_drives_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the nearest mount above a folder."""
    assert not is_remote(Path("/proc/self"))
    mounts = tmp_path / "mounts"
    mounts.write_text("x / ext4 rw 0 0\nserver:/a /srv nfs4 rw 0 0\nx /srv/near ext4 rw 0 0\n")
    monkeypatch.setattr("generator.serve.watch.MOUNTS", mounts)
    assert is_remote(Path("/srv/county")) and not is_remote(Path("/srv/near/county")) and not is_remote(Path("/home"))
