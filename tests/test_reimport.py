"""`gongkai import` of a file that was imported before: brought up to date, never twice, never over an editor's work."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as WordDocument
from PIL import Image

from county import County
from import_runs import NOTICE, begun, imports, tree, word


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Two units and the portal, with one published document."""
    return begun(tmp_path / "county")


def test_the_same_file_again_changes_nothing(county: County, tmp_path: Path) -> None:
    path = word(tmp_path)
    imports(county, path, "--column", "gg")
    before = tree(county)
    assert "没有变化 content/jinping/gg/20260511.md" in imports(county, path, "--column", "gg")
    assert "已在 gg，没有移动" in imports(county, path, "--column", "dt")
    assert "没有可以放" in imports(county, path, "--column", "没有", status=1)
    renamed = path.rename(tmp_path / "另一个名字.docx")
    assert "没有变化" in imports(county, renamed, "--column", "gg")
    assert tree(county) == before


def test_a_changed_file_updates_what_nobody_has_touched(county: County, tmp_path: Path) -> None:
    """In place: number, review, comments and what else the editor filled in stay, byte for byte."""
    imports(county, word(tmp_path), "--column", "gg", "--number")
    path = county.root / "content/jinping/gg/20260511.md"
    text = path.read_text().replace("# 保密审查:", "# 我的注释\n保密审查:").replace("内容概述:", "内容概述: 部署防汛")
    path.write_text(text)
    changed = NOTICE.replace("各村要明确责任人。", "各村要明确责任人和联络员。").replace(
        "各村民委员会，", "各村民委员会、"
    )
    done = imports(county, word(tmp_path, changed), "--column", "gg")
    assert "注意: 改动：“主送机关”、“正文”" in done
    assert "更新 1 个" in done and len(list(path.parent.glob("2026*"))) == 1
    expected = text.replace("各村要明确责任人。", "各村要明确责任人和联络员。").replace(
        "各村民委员会，", "各村民委员会、"
    )
    assert without_import(path.read_text()) == without_import(expected)
    assert "没有变化" in imports(county, word(tmp_path, changed), "--column", "gg")


def without_import(text: str) -> str:
    """The text without the line that tells what was imported."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("导入: "))


def test_what_the_editor_changed_is_never_overwritten(county: County, tmp_path: Path) -> None:
    """Where both changed the same: nothing is written, the new text is shown, `--overwrite` takes it."""
    imports(county, word(tmp_path), "--column", "gg")
    path = county.root / "content/jinping/gg/20260511.md"
    path.write_text(path.read_text().replace("现通知如下。", "现将有关事项通知如下。"))
    before = tree(county)
    changed = word(tmp_path, NOTICE.replace("各村要明确责任人。", "各村要明确责任人和联络员。"))
    done = imports(county, changed, "--column", "gg", status=1)
    assert tree(county) == before
    assert "“正文”您改过" in done and "+各村要明确责任人和联络员。" in done and "--overwrite" in done
    assert "导入: {" not in done
    imports(county, changed, "--column", "gg", "--overwrite")
    assert "责任人和联络员" in path.read_text() and "现将有关事项" not in path.read_text()


def test_an_edit_stays_while_the_source_changes_elsewhere(county: County, tmp_path: Path) -> None:
    """Three-way: the editor's title stays when only the body of the source changed, also when that happens twice."""
    imports(county, word(tmp_path), "--column", "gg")
    path = county.root / "content/jinping/gg/20260511.md"
    path.write_text(path.read_text().replace("标题: 示例县锦屏镇人民政府关于", "标题: 锦屏镇关于"))
    for addition in ("和联络员", "、联络员和信息员"):
        imports(county, word(tmp_path, NOTICE.replace("责任人。", f"责任人{addition}。")), "--column", "gg")
        text = path.read_text()
        assert "标题: 锦屏镇关于" in text and f"责任人{addition}。" in text
    done = imports(
        county, word(tmp_path, NOTICE.replace("做好2026年防汛工作", "做好防汛抗旱")), "--column", "gg", status=1
    )
    assert "“标题”您改过" in done or "“标题”、" in done


def test_another_document_of_the_same_name_is_another_document(county: County, tmp_path: Path) -> None:
    """`通知.docx` comes every month: title and number tell that it is a new one."""
    imports(county, word(tmp_path), "--column", "gg")
    other = NOTICE.replace("8号", "9号").replace("做好2026年防汛工作", "开展爱国卫生运动")
    done = imports(county, word(tmp_path, other), "--column", "gg")
    assert "起草 1 个" in done and (county.root / "content/jinping/gg/20260511-2.md").is_file()


def test_another_title_is_not_taken_for_the_same_document(county: County, tmp_path: Path) -> None:
    """Same name of file, same number, another title: told and shown, and only done when somebody says so."""
    imports(county, word(tmp_path), "--column", "gg")
    before = tree(county)
    other = word(tmp_path, NOTICE.replace("做好2026年防汛工作", "开展爱国卫生运动"))
    done = imports(county, other, "--column", "gg", status=1)
    assert tree(county) == before and "标题不同" in done and "--overwrite" in done
    assert "原文件与它不同的：“标题”" in done and "+标题: 示例县锦屏镇人民政府关于开展爱国卫生运动的通知" in done
    assert "更新 1 个" in imports(county, other, "--column", "gg", "--overwrite")


def test_what_is_no_longer_a_draft_is_not_changed_without_a_word(county: County, tmp_path: Path) -> None:
    imports(county, word(tmp_path), "--column", "gg")
    path = county.root / "content/jinping/gg/20260511.md"
    path.write_text(path.read_text().replace("草稿: 是", "草稿: 否"))
    before = tree(county)
    changed = word(tmp_path, NOTICE.replace("责任人。", "责任人和联络员。"))
    done = imports(county, changed, "--column", "gg", status=1)
    assert tree(county) == before and "这一条已经不是草稿" in done and "+各村要明确责任人和联络员。" in done
    imports(county, changed, "--column", "gg", "--overwrite")
    assert "责任人和联络员" in path.read_text()


def test_pictures_that_are_gone_are_told_not_deleted(county: County, tmp_path: Path) -> None:
    Image.new("RGB", (8, 8), "blue").save(tmp_path / "p.png")
    path = word(tmp_path)
    made = WordDocument(str(path))
    made.add_picture(str(tmp_path / "p.png"))
    made.save(str(path))
    imports(county, path, "--column", "gg")
    (name,) = (each for each in tree(county) if each.endswith(".png"))
    done = imports(county, word(tmp_path), "--column", "gg")
    assert f"不再用到图片 {name.rpartition('/')[2]}，没有删" in done and name in tree(county)


def test_a_document_with_windows_line_ends_keeps_them(county: County, tmp_path: Path) -> None:
    """Every line of an update ends as those of the file do."""
    imports(county, word(tmp_path), "--column", "gg")
    path = county.root / "content/jinping/gg/20260511.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    imports(county, word(tmp_path, NOTICE.replace("责任人。", "责任人和联络员。")), "--column", "gg")
    data = path.read_bytes()
    assert "责任人和联络员".encode() in data and data.count(b"\n") == data.count(b"\r\n")
