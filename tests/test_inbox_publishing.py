"""The internal inboxes brought to a server of the intranet: all of them there, nothing of one face at the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Outcome
from county import County
from publications import published_county, shown
from test_inbox import ROUTING, drop, internal, settle
from test_publishing_verbs import run

INSIDE = """\
  - 名称: neiwang
    类型: 文件夹
    内容: {shows}
    选项: {{文件夹: {folder}}}
"""


def with_both(root: Path, folder: str = "", shows: str = "内网") -> County:
    """A county with a document in its inboxes, a public target and one of the intranet."""
    county = published_county(root, documents=1)
    (root / "neiwang").mkdir()
    text = (county.root / "site.yaml").read_text("utf-8")
    more = INSIDE.format(folder=folder or root / "neiwang/gongwen", shows=shows)
    county.write("site.yaml", text + more + ROUTING)
    (county.root / "oa-inbox").mkdir()
    drop(county)
    settle(county)
    county.build()
    return county


def publish(county: County, *words: str) -> Outcome:
    """As the verb does."""
    return run(county, "publish", *words)


def test_each_target_gets_its_own_face(tmp_path: Path) -> None:
    """Byte for byte, with an edition of its own; the second time nothing is sent, and a unit alone leaves it out."""
    county = with_both(tmp_path)
    inside, outside = tmp_path / "neiwang/gongwen", tmp_path / "www/county"
    assert publish(county, "--dry-run").status == 0 and not inside.exists()
    assert publish(county).status == 0
    assert shown(inside) == internal(county) and shown(outside) == county.tree()
    assert not shown(inside).keys() & {"feed.atom", "sitemap.xml"} and not any(
        "gongwen" in each for each in shown(outside)
    )
    again = publish(county)
    assert again.output.count("没有变化") == 2, again
    drop(county, 2)
    settle(county)
    assert publish(county, "jinping").status == 0 and shown(inside) != internal(county)
    assert publish(county, "--to", "neiwang").status == 0 and shown(inside) == internal(county)
    assert publish(county, "jinping", "--to", "neiwang").status == 2


def test_what_is_damaged_does_not_go(tmp_path: Path) -> None:
    """A page of the inboxes with other bytes than were made: nothing is sent inside, everything outside."""
    county = with_both(tmp_path)
    page = next((county.root / "output/internal").glob("jinping/index.html"))
    page.write_bytes(page.read_bytes() + b"x")
    done = publish(county)
    assert done.status == 1 and "gongkai inbox --clean" in done.output
    assert not (tmp_path / "neiwang/gongwen").exists() and shown(tmp_path / "www/county") == county.tree()


@pytest.mark.parametrize("shows", ["内部", "公开网站", "public"])
def test_a_face_that_nobody_knows_stops_all(tmp_path: Path, shows: str) -> None:
    """Nobody guesses to which face a target belongs."""
    county = with_both(tmp_path, shows=shows)
    done = publish(county)
    assert done.status == 2 and f"「{shows}」" in done.output + done.errors
    assert not (tmp_path / "neiwang/gongwen").exists() and not (tmp_path / "www/county").exists()


def test_one_place_is_never_both(tmp_path: Path) -> None:
    """Neither in the settings, nor where somebody exchanges the two afterwards."""
    same = with_both(tmp_path / "same", folder=str(tmp_path / "same/www/county"))
    done = publish(same)
    assert done.status == 2 and "同一个地方" in done.output + done.errors
    county = with_both(tmp_path / "exchanged")
    assert publish(county).status == 0
    inside, outside = tmp_path / "exchanged/neiwang/gongwen", tmp_path / "exchanged/www/county"
    before = shown(inside), shown(outside)
    text = (county.root / "site.yaml").read_text("utf-8")
    text = text.replace(str(inside), "A").replace(str(outside), str(inside)).replace("文件夹: A", f"文件夹: {outside}")
    county.write("site.yaml", text)
    done = publish(county)
    assert done.status == 3 and done.output.count("那边放的是另一边的内容") == 2, done
    assert (shown(inside), shown(outside)) == before
