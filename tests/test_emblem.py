"""The national emblem: a file that the county names, on the county's own home page and on no other."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from conftest import Workspace
from county import SITE, County
from generator.emblem import LIMIT, EmblemFault, is_unchanged, open_emblem

NAME = "province/guohui.png"


def png(width: int = 240, height: int = 256, more: int = 0) -> bytes:
    """A black picture of this size, with so many bytes of a text behind its pixels."""
    lines = zlib.compress((b"\0" + b"\0" * ((width + 7) // 8)) * height)
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)), (b"IDAT", lines), (b"tEXt", b"a" * more))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (*parts, (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.fixture
def named(tmp_path: Path) -> County:
    """A portal and a township; the settings name an emblem."""
    county = County(tmp_path, ("portal", "jinping"))
    county.write("site.yaml", f"{SITE}国徽: {NAME}\n")
    (tmp_path / "province").mkdir()
    (tmp_path / NAME).write_bytes(png())
    return county


def showing(county: County) -> list[str]:
    """The pages that show the emblem, and the files that are one."""
    return sorted(path for path, data in county.tree().items() if b'class="emblem"' in data or "emblem-" in path)


def test_the_emblem_is_on_the_countys_own_home_page_only(named: County) -> None:
    named.build()
    picture, page = showing(named)
    assert page == "index.html" and picture.startswith("assets/emblem-")
    assert named.tree()[picture] == png()
    text = named.tree()[page].decode()
    assert f'<img class="emblem" src="{picture}" width="240" height="256" alt="中华人民共和国国徽">' in text


def test_another_picture_has_another_address(named: County) -> None:
    named.build()
    (before, _) = showing(named)
    (named.root / NAME).write_bytes(png(200, 200))
    place = Workspace(named.root)
    assert place.build().status == 0
    (after, _) = showing(named)
    assert after != before and named.tree()[after] == png(200, 200)


def test_a_file_that_is_gone_stops_the_build_and_is_told(named: County) -> None:
    (named.root / NAME).unlink()
    outcome = Workspace(named.root).run("check")
    assert outcome.status == 2
    assert f"site.yaml:{SITE.count(chr(10)) + 1}:" in outcome.output and f"读不了 {NAME}" in outcome.output
    assert "改法: 把国徽标准图案的 PNG 文件放到这个位置" in outcome.output


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("../guohui.png", b"", "不能用作国徽图案"),
        ("themes/default/assets/guohui.png", b"", "不能用作国徽图案"),
        ("province/guohui.svg", b"<svg/>", "不能用作国徽图案"),
        ("province/a.png", b"GIF89a" + b"\0" * 40, "不是 PNG 图片"),
        ("province/a.png", png()[:18], "不是 PNG 图片"),
        ("province/a.png", png(64, 64), "64×64 像素"),
        ("province/a.png", png(1200, 1200), "1200×1200 像素"),
        ("province/a.png", png(more=LIMIT), "超过 40 KiB"),
    ],
)
def test_a_file_that_cannot_be_an_emblem_is_told(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    if name.startswith("province/"):
        (tmp_path / "province").mkdir()
        (tmp_path / name).write_bytes(data)
    with pytest.raises(EmblemFault, match=told):
        open_emblem(tmp_path, name)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.png").write_bytes(png())
    (tmp_path / "guohui.png").symlink_to(tmp_path / "elsewhere.png")
    found = open_emblem(tmp_path, "elsewhere.png")
    assert is_unchanged(tmp_path, found)
    with pytest.raises(EmblemFault, match="读不了"):
        open_emblem(tmp_path, "guohui.png")
    (tmp_path / "elsewhere.png").write_bytes(png(300, 300))
    assert not is_unchanged(tmp_path, found)
