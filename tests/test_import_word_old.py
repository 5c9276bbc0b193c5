"""Older formats of Word: they go by LibreOffice, which is set apart, or are refused with a way out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.errors import UsageError
from generator.importers import read
from word_files import MADE, only, told, words


@pytest.fixture
def office() -> None:
    """LibreOffice, which is needed."""
    if shutil.which("soffice") is None:
        pytest.skip("需要 LibreOffice：apt-get install libreoffice-writer")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("name", "ending", "same"),
    [("意见.doc", ".doc", "意见"), ("意见.doc", ".wps", "意见"), ("公告.rtf", ".rtf", "公告")],
)
def test_older_formats_go_through_libreoffice(tmp_path: Path, name: str, ending: str, same: str) -> None:
    copy = tmp_path / f"旧{ending}"
    shutil.copyfile(MADE / f"旧格式-{name}", copy)
    (found,) = read(copy)
    assert words(found.blocks) == words(only(f"红头-{same}.docx").blocks)
    assert found.original == copy.name
    assert "LibreOffice" in told(found)
    assert [path.name for path in tmp_path.iterdir()] == [copy.name]


@pytest.mark.usefixtures("office")
def test_pictures_of_the_disk_that_an_rtf_names_are_not_brought_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(only("图片.docx").pictures[0].data)
    field = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{secret.as_uri()}" \\d}}{{\fldrslt }}}}'
    (tmp_path / "引用.rtf").write_text(rf"{{\rtf1 before {field} after\par}}", "ascii")
    (found,) = read(tmp_path / "引用.rtf")
    assert words(found.blocks) == "beforeafter"
    assert found.pictures == () or "不允许把 LibreOffice 隔开" in told(found)


def test_a_docx_under_an_older_name_needs_no_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    copy = tmp_path / "其实是新的.wps"
    shutil.copyfile(MADE / "图片.docx", copy)
    (found,) = read(copy)
    assert len(found.pictures) == 3


def test_without_libreoffice_the_editor_is_told_how_to_save_as_docx(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(UsageError, match="没有安装 LibreOffice") as caught:
        read(MADE / "旧格式-意见.doc")
    assert "另存为“Word 文档（*.docx）”" in caught.value.advice
    (tmp_path / "图片.doc").write_bytes(b"GIF89a")
    with pytest.raises(UsageError, match="不是 Word"):
        read(tmp_path / "图片.doc")
