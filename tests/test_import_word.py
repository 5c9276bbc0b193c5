"""Word files: what they print is read whole, by pandoc's count as well."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from generator.blocks import Grid, Paragraph, Side
from generator.blocks_text import markdown
from generator.markup import render
from generator.model import Body
from word_files import FILES, MADE, bare, lines, only, paragraphs, told, words

RED_HEADS: dict[str, dict[str, Any]] = json.loads((MADE / "red_heads.json").read_text("utf-8"))
# What is printed, and pandoc leaves out: words in boxes, ruby, symbols.
LACKING = {
    "红头-文本框": ("示例县民政局文件",),
    "自由软件-列表脚注": ("框里的提示",),
    "域和符号": ("安（ān）", "☑"),
}


# ── complete ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_there_are_enough_files_and_red_heads() -> None:
    assert len(FILES) >= 25
    assert len(RED_HEADS) >= 12
    assert set(RED_HEADS) <= {path.name for path in FILES}


def pandoc(path: Path) -> tuple[str, str]:
    """The words that pandoc reads, and those of notes."""
    command = ["pandoc", "-f", "docx", "-t", "json", str(path)]
    made = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    title = made["meta"].get("title", {"c": []})
    notes: list[str] = []
    text = _strings(title["c"], notes) + _strings(made["blocks"], notes)
    return bare(text), bare("".join(notes))


def _strings(node: Any, notes: list[str]) -> str:
    """The words below a node of pandoc's tree; words for pictures are none of the text."""
    if isinstance(node, list):
        return "".join(_strings(each, notes) for each in node)
    if not isinstance(node, dict):
        return ""
    if node["t"] == "Note":
        notes.append(_strings(node["c"], notes))
    elif node["t"] == "Str":
        return str(node["c"])
    elif node["t"] == "Table":
        return _strings(node["c"][3:], notes)  # its caption is a property, which Word does not print
    elif node["t"] == "Code":
        return str(node["c"][1])
    elif node["t"] == "Math":
        return re.sub(r"[\^{}_]", "", node["c"][1])
    elif node["t"] != "Image":
        return _strings(node.get("c", []), notes)
    return ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_text_is_complete_against_pandoc(path: Path) -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("需要 pandoc：apt-get install pandoc")
    found = only(path.name)
    ours = words(found.blocks)
    for lacking in LACKING.get(path.stem, ()):
        assert lacking in ours
        ours = ours.replace(lacking, "", 1)
    text, notes = pandoc(path)
    assert ours == text
    assert words(each for note in found.notes for each in note.blocks) == notes


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_page_shows_the_words_of_the_file(path: Path) -> None:
    found = only(path.name)
    names = {picture.name: picture.name for picture in found.pictures}
    source = markdown(found.blocks, found.notes, names, {picture.name: "图" for picture in found.pictures})
    html = render(Body(source, links=tuple(names.items())), "")
    text = re.sub(r"<sup[^>]*><a[^>]*footnote-ref.*?</a></sup>|<a[^>]*footnote-backref.*?</a>", "", html)
    text = bare(re.sub(r"<[^>]*>", "", text))
    for escaped, character in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", ""), ("&amp;", "&")):
        text = text.replace(escaped, character)
    numbers = re.sub(r"[^\w]", "", "".join(each.number for each in paragraphs(found.blocks)))
    notes = words(each for note in found.notes for each in note.blocks)
    wanted = words(found.blocks) + notes
    assert _is_within(wanted, text)
    assert len(text) <= len(wanted) + len(numbers) * 3  # numbers with their signs, nothing else
    assert html.count("<img") == len(found.pictures)


def _is_within(part: str, whole: str) -> bool:
    """Whether all characters of a text come in this order in another."""
    rest = iter(whole)
    return all(character in rest for character in part)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_source_is_as_editors_write_it(path: Path) -> None:
    found = only(path.name)
    source = markdown(found.blocks, found.notes, {})
    assert source.endswith("\n") and "\n\n\n" not in source
    assert not re.search(r"[ \t　]$|^　", source, re.MULTILINE)
    assert "![" not in source  # no picture has a file


@pytest.mark.parametrize("name", RED_HEADS)
def test_what_is_to_be_recognised_is_in_the_text(name: str) -> None:
    text = words(only(name).blocks)
    expected = RED_HEADS[name]
    for label in ("主送机关", "附注", "抄送机关", "签发人"):
        assert bare(expected.get(label, "")) in text
    for label in ("署名", "附件"):
        assert all(bare(each) in text for each in expected.get(label, []))
    assert bare(expected["标题"]) in text
    assert all(bare(agency) in text for agency in expected["发文机关"].split("、"))


# ── structure ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_automatic_numbers_are_those_that_word_prints() -> None:
    printed = [block.number for block in only("编号样式.docx").blocks if isinstance(block, Paragraph)]
    assert printed[1:] == [
        *("九、", "十、", "十一、", "第九条", "第十条", "第十一条", "（九）", "（十）", "（十一）"),
        *("9.", "10.", "11.", "９．", "１０．", "１１．", "I.", "J.", "K.", "i)", "j)", "k)"),
        *("IX.", "X.", "XI.", "(ix)", "(x)", "(xi)", "⑨", "⑩", "⑪", "", "", "", "09", "10", "11"),
        *("1.", "1.1", "1.2", "1.2.1", "2.", "2.1", "5."),
    ]
    counted = [(each.number, each.depth) for each in paragraphs(only("红头-自动编号.docx").blocks) if each.number]
    assert counted[:5] == [("一、", 1), ("（一）", 2), ("1．", 3), ("2．", 3), ("（二）", 2)]
    assert counted[5:] == [("二、", 1), ("（一）", 2), ("1．", 3)]


def test_lists_within_lists_keep_their_depth() -> None:
    found = [(each.number, each.depth) for each in paragraphs(only("文档转换-嵌套列表.docx").blocks) if each.depth]
    assert found == [("1.", 1), ("", 2), ("", 3), ("", 2), ("2.", 1), ("3.", 1), ("", 1), ("", 1)]


def test_headings_come_from_styles_what_they_rest_on_and_outlines() -> None:
    found = [block for block in only("标题样式.docx").blocks if isinstance(block, Paragraph)]
    assert [(each.level, each.titled) for each in found[:6]] == [
        *((0, True), (1, False), (0, False), (2, False), (1, False), (2, False)),
    ]
    assert [line for line in markdown(found, (), {}).split("\n") if line.startswith("#")] == [
        *("## 一、工作回顾", "### （一）经济运行", "## 二、下步打算", "### （一）抓项目"),
    ]


def test_merged_cells_and_tables_in_cells() -> None:
    (grid,) = [block for block in only("合并单元格.docx").blocks if isinstance(block, Grid)]
    assert grid.heads == 2
    shapes = [[(cell.columns, cell.rows) for cell in row] for row in grid.rows]
    assert shapes == [[(1, 2), (2, 1), (1, 2)], [(1, 1)] * 2, [(1, 1)] * 3 + [(1, 2)], [(1, 1)] * 3, [(1, 1)] * 4]
    assert [each.text for each in paragraphs(grid.rows[2][3].blocks)] == ["第一批", "（含结转）"]
    assert isinstance(grid.rows[4][3].blocks[1], Grid)
    (spanning,) = [block for block in only("自由软件-合并表格.docx").blocks if isinstance(block, Grid)]
    assert [(cell.columns, cell.rows) for cell in spanning.rows[0]] == [(1, 2), (2, 1)]


def test_pictures_come_as_bytes_with_their_words_and_none_is_fetched() -> None:
    found = only("图片.docx")
    assert [(picture.name, picture.words) for picture in found.pictures] == [
        *(("picture-1.png", "改造前的入口"), ("picture-2.png", "改造后的入口"), ("picture-3.png", "")),
    ]
    assert all(picture.data.startswith(b"\x89PNG") for picture in found.pictures)
    assert "链接到别处" in told(found)
    source = markdown(found.blocks, (), {"picture-1.png": "图 1.png"}, {"picture-1.png": "改造[前]"})
    assert "图：![改造 前](图%201.png)改造前的入口" in source


def test_fields_links_symbols_and_raised_type() -> None:
    found = only("域和符号.docx")
    text = lines(found)
    assert text[1] == "2026年，县内造林1000m2，CO2减排。"
    spans = [span for each in paragraphs(found.blocks) for span in each.spans]
    links = {span.text: span.link for span in spans if span.link}
    assert links == {"县政府网站": "https://www.example.gov.cn/a?b=1&c=2", "数据页": "https://data.example/x"}
    assert [(span.raised, span.lowered) for span in spans if span.text == "2"] == [(True, False), (False, True)]
    assert {"重点"} == {span.text for span in spans if span.strong}
    assert {"强调"} == {span.text for span in spans if span.emphasis}
    assert "公式" in told(found)


def test_revisions_and_comments_are_told_and_not_imported() -> None:
    found = only("修订和批注.docx")
    assert "停车费由每小时3元起，夜间免费。" in lines(found)
    assert lines(found).count("本办法由县发改局解释。") == 1
    assert "请领导核定" not in words(found.blocks)
    assert "修订痕迹" in told(found) and "批注" in told(found)


def test_a_text_box_comes_once_and_before_the_paragraph_that_holds_it() -> None:
    first = only("红头-文本框.docx").blocks[0]
    assert isinstance(first, Paragraph)
    assert (first.text, first.red, first.size, first.side) == ("示例县民政局文件", True, 36, Side.CENTER)


def test_a_head_in_the_running_head_is_told() -> None:
    assert told(only("页眉红头.docx")).startswith("页眉 写着“示例县财政局文件”")


def test_looks_come_through_styles() -> None:
    mark = next(paragraphs(only("红头-办公软件样式.docx").blocks))
    assert (mark.text, mark.red, mark.size, mark.side) == ("示例县自然资源局文件", True, 40, Side.CENTER)
    body = next(each for each in paragraphs(only("红头-平行文.docx").blocks) if each.text.startswith("为做好"))
    assert (body.size, body.red, body.indent, body.side) == (16, False, 2, Side.LEFT)
