"""Web pages of old sites become blocks: the article alone, its tables and lists, pictures beside it, none from afar."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.blocks import Grid, Imported, Paragraph, Side
from generator.errors import UsageError
from generator.web_blocks import blocks_of
from generator.web_page import document
from generator.web_tree import DEPTH, tree
from importing import bare, bounded, one, words

GIF = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
ARTICLE = """\
<p style="text-align:center"><span style="font-size:22pt;color:#ff0000">示例县水利局文件</span></p>
<p>各乡镇人民政府：</p><p>　　现将防汛工作有关事项通知如下，请<b>认真</b>贯彻执行。</p>
<h2>一、责任</h2><ol><li>水库<ul><li>大坝<li>溢洪道</ul><li>河道</ol>
<p>面积 3 km<sup>2</sup>，见<a href="https://www.county.example/x">平台</a>
和<a href="javascript:alert(1)">这里</a>。</p>
<table><caption>人员</caption><tr><th rowspan="2">乡镇</th><th colspan="2">人数</th></tr>
<tr><th>应到</th><th>实到</th></tr>
<tr><td>甲镇</td><td>3</td><td>2</td></tr></table>
<p><img src="img/%E5%9B%BE%201.gif" alt="汛情图"><img src="https://evil.example/x.gif">
<img src="../../../etc/passwd"></p>
<p align="right">示例县水利局<br>2026年5月11日</p>"""
PAGE = """\
<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<meta name="ArticleTitle" content="示例县水利局关于防汛的通知"><meta name="PubDate" content="2026-05-11 10:00">
<meta name="ContentSource" content="县水利局"><title>防汛_示例县</title>
<script>var shown = "<p>脚本里的字</p>";</script><style>p { color: red }</style></head><body>
<div class="header"><ul><li><a href="/">首页</a></li><li><a href="/b">政务公开</a></li></ul></div>
<div class="position">当前位置：首页 &gt; 通知</div>
<form id="aspnetForm"><div class="wrap"><h1>示例县水利局关于防汛的通知</h1><div class="info">点击：33</div>
<div id="zoom"><!-- 注释里的字 -->ARTICLE<div style="display:none">藏起来的字</div></div></div></form>
<div class="footer">版权所有：示例县</div></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page in GBK with a picture beside it."""
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "图 1.gif").write_bytes(GIF)
    path = tmp_path / "通知.htm"
    path.write_bytes(PAGE.replace("ARTICLE", ARTICLE).encode("gb18030"))
    return path


def part(html: str) -> Imported:
    """A part of a page."""
    return document(html, Path("部分.html"), whole=False)


def test_the_article_alone_is_read(page: Path) -> None:
    found = one(page)
    text = "\n".join(words(found.blocks))
    for gone in ("首页", "当前位置", "点击", "版权所有", "脚本里的字", "注释里的字", "藏起来的字", "color"):
        assert gone not in text
    assert "隐藏的文字" in found.remarks[0].message
    assert found.values == {"标题": "示例县水利局关于防汛的通知", "发布日期": "2026-05-11", "来源": "县水利局"}


def test_looks_headings_lists_and_links(page: Path) -> None:
    paragraphs = [block for block in one(page).blocks if isinstance(block, Paragraph)]
    first = paragraphs[0]
    assert (first.text, first.side, first.size, first.red) == ("示例县水利局文件", Side.CENTER, 22, True)
    assert (paragraphs[2].indent, [span.strong for span in paragraphs[2].spans]) == (2, [False, True, False])
    assert [(each.level, each.number, each.depth, each.text) for each in paragraphs[3:8]] == [
        (2, "", 0, "一、责任"), (0, "1.", 1, "1.水库"), (0, "", 2, "大坝"), (0, "", 2, "溢洪道"),
        (0, "2.", 1, "2.河道"),
    ]  # fmt: skip
    spans = {span.text: span for span in paragraphs[8].spans}
    assert spans["2"].raised
    assert spans["平台"].link == "https://www.county.example/x"
    assert not any("javascript" in span.link for span in paragraphs[8].spans)
    assert [(each.text, each.side) for each in paragraphs[-2:]] == [
        ("示例县水利局", Side.RIGHT), ("2026年5月11日", Side.RIGHT),
    ]  # fmt: skip


def test_tables_keep_their_spans_and_heads(page: Path) -> None:
    (grid,) = (block for block in one(page).blocks if isinstance(block, Grid))
    assert (grid.heads, grid.caption) == (2, "人员")
    assert [[("".join(words(cell.blocks)), cell.rows, cell.columns) for cell in row] for row in grid.rows] == [
        [("乡镇", 2, 1), ("人数", 1, 2)], [("应到", 1, 1), ("实到", 1, 1)], [("甲镇", 1, 1), ("3", 1, 1), ("2", 1, 1)],
    ]  # fmt: skip


def test_pictures_beside_the_file_are_read_others_told(page: Path) -> None:
    found = one(page)
    assert [(each.name, each.data, each.words) for each in found.pictures] == [("picture-1.gif", GIF, "汛情图")]
    spans = [span for block in found.blocks if isinstance(block, Paragraph) for span in block.spans]
    called = [span.picture for span in spans if span.picture]
    assert called == ["picture-1.gif"]
    assert "https://evil.example/x.gif" in found.remarks[-1].message
    assert "etc/passwd" in found.remarks[-1].message


def test_nothing_is_fetched_and_nothing_outside_is_read(page: Path, tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("需要 strace：apt-get install strace")
    (tmp_path.parent / "secret.gif").write_bytes(GIF)
    (tmp_path / "link.gif").symlink_to(tmp_path.parent / "secret.gif")
    html = '<img src="link.gif"><img src="../secret.gif"><img src="file:///etc/passwd"><img src="//evil.example/a.gif">'
    page.write_text(PAGE.replace("ARTICLE", html + ARTICLE), "utf-8")
    log = tmp_path / "calls"
    found = bounded(page, "strace", "-f", "-e", "trace=network,openat", "-o", str(log))
    assert found.read
    calls = log.read_text()
    assert "图 1.gif" in calls.encode("latin-1").decode("unicode_escape").encode("latin-1").decode("utf-8", "replace")
    assert not any(word in calls for word in ("connect(", "socket(", "passwd", "secret.gif", "link.gif"))


def test_the_words_are_those_of_pandoc() -> None:
    if shutil.which("pandoc") is None:
        pytest.skip("需要 pandoc：apt-get install pandoc")
    plain = ARTICLE.replace("<caption>人员</caption>", "")
    command = ["pandoc", "-f", "html", "-t", "plain", "--wrap=none"]
    judged = subprocess.run(command, input=plain, capture_output=True, text=True, check=True).stdout
    signs = str.maketrans("", "", "-–+|=•[]^()²2.1 ")
    found = "".join(words(part(plain).blocks))
    assert sorted(bare(found).translate(signs)) == sorted(bare(judged.replace("汛情图", "")).translate(signs))


def test_a_heading_above_the_article_is_its_title(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    text = PAGE.replace("ARTICLE", ARTICLE).replace('name="ArticleTitle"', 'name="x"').replace("gb2312", "utf-8")
    path.write_text(text, "utf-8")
    first = one(path).blocks[0]
    assert isinstance(first, Paragraph)
    assert (first.text, first.level) == ("示例县水利局关于防汛的通知", 1)


def test_a_page_that_only_lays_out_with_tables() -> None:
    html = "<table><tr><td>导语</td><td><table><tr><td>甲</td><td>1</td></tr></table></td></tr></table>"
    assert [type(block) for block in part(html).blocks] == [Paragraph, Grid]


TAGS = ("p", "/p", "td", "th", "tr", "table", "/table", "li", "ul", "/ul", "b", "/b", "div", "/div", "br", "h2", "/h2")
PIECES = st.sampled_from([*(f"<{tag}>" for tag in TAGS), "<!--x-->", "<", ">", "字", "词", "&lt;"])


@given(st.lists(PIECES, max_size=60))
def test_whatever_is_never_closed_no_word_is_lost(pieces: list[str]) -> None:
    html = "".join(pieces)
    kept = [piece for piece in pieces if piece in ("字", "词")]
    found = "".join(words(blocks_of(tree(html), lambda *_: "").blocks))
    outside = [letter for letter in bare(found) if letter in "字词"]
    loose = "<" in pieces  # a stray sign may make a tag of what follows it
    assert outside == kept or (loose and len(outside) <= len(kept))


HOSTILE = {
    "signs": "<" * 2_000_000, "deep": "<div>" * 79_000 + "字", "quotes": '<a ">' * 150_000,
    "comments": "<!--" * 500_000, "tables": "<table><tr><td>" * 26_000, "paragraphs": "<p>字" * 39_000,
    "lists": "<ul><li>" * 39_000, "attributes": "<a " + "x=1 " * 500_000 + ">", "scripts": "<script>" * 79_000,
    "ends": "</p>" * 500_000, "entities": "&#" * 1_000_000, "large": "字" * (4 << 20),
    "spans": "<table>" + "<tr><td rowspan=99999 colspan=99999>字" * 9_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_cost_no_more_than_their_bounds(name: str, tmp_path: Path) -> None:
    path = tmp_path / "敌意.html"
    path.write_text(HOSTILE[name], "utf-8")
    found = bounded(path)
    assert found.refused or found.read


def test_words_in_a_table_outside_its_cells_are_kept() -> None:
    found = part("<table>字<tr><td>甲<td>乙</table>")
    assert "".join(words(found.blocks)) == "字甲乙"


def test_elements_too_deep_are_taken_for_their_words() -> None:
    found = part("<div>" * (3 * DEPTH) + "字" + "</div>" * (3 * DEPTH) + "<p>完</p>")
    assert "".join(words(found.blocks)) == "字完"


def test_what_is_no_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(UsageError):
        one(tmp_path / "a.html")
