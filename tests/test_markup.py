"""Bodies → HTML: the dialect, what comes of links, images and tables, and that nothing hostile gets through."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import markup
from generator.markup import MarkupError, find, plain, removed, render, render_table
from generator.model import Body, Table
from hostile.judge import dangers, text

TABLE = Table("data/x.csv", "2025年收支", ("项目", "金额"), (("甲", "1,000"), ("乙", "2")), (False, True))


def html(source: str, links: dict[str, str] | None = None, tables: dict[str, Table] | None = None) -> str:
    """The HTML of a source, with what its links and inclusions stand for."""
    return render(Body(source, tuple((links or {}).items()), tuple((tables or {}).items())), "../")


# ── the dialect ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# 甲\n\n### 乙\n\n##### 丙", '<h2 id="s-1">甲</h2>\n<h3 id="s-2">乙</h3>\n<h4 id="s-3">丙</h4>'),
        ("### 甲\n\n### 甲", '<h2 id="s-1">甲</h2>\n<h2 id="s-2">甲</h2>'),
        ("　　第一段\n　　第二段", "<p>第一段</p>\n<p>第二段</p>"),
        ("　　第一段\n接着写，\n到此。", "<p>第一段接着写，到此。</p>"),
        ("　　1. 甲\n　　3. 乙\n　　# 丙", "<p>1. 甲</p>\n<p>3. 乙</p>\n<p># 丙</p>"),
        ("    缩进四格的段落", "<p>缩进四格的段落</p>"),
        ("\t缩进的段落", "<p>缩进的段落</p>"),
        ("甲**乙**\n丙", "<p>甲<strong>乙</strong>丙</p>"),
        ("甲\n**乙**", "<p>甲<strong>乙</strong></p>"),
        ("word\nword", "<p>word\nword</p>"),
        ("甲\nword", "<p>甲\nword</p>"),
        ("要求：\n1. 甲\n2. 乙", "<p>要求：</p>\n<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>"),
        ("2. 甲\n4. 乙", '<ol start="2">\n<li>甲</li>\n<li value="4">乙</li>\n</ol>'),
        ("- 甲\n  续行\n（二）乙", "<ul>\n<li>甲续行</li>\n</ul>\n<p>（二）乙</p>"),
        ("1986. 那一年", "<p>1986. 那一年</p>"),
        ("姓名：____电话：____。", "<p>姓名：____电话：____。</p>"),
        ("{{ x.__class__ }}", "<p>{{ x.__class__ }}</p>"),
        ("<div>\n　　1. 甲\n</div>", "<div>\n\n1. 甲\n</div>"),
        ("甲<hr>", "<p>甲</p><hr>"),
        ("甲  \n乙", "<p>甲<br>\n乙</p>"),
        ("<单位名称>与<Enter>", "<p>&lt;单位名称&gt;与&lt;Enter&gt;</p>"),
        ("1 < 2 且 3 > 2，A&B", "<p>1 &lt; 2 且 3 &gt; 2，A&amp;B</p>"),
        ("{{ 7*7 }} {% x %}", "<p>{{ 7*7 }} {% x %}</p>"),
        ("```{: onclick=x }\n<b>\n甲\n乙\n```", "<pre><code>&lt;b&gt;\n甲\n乙\n</code></pre>"),
        ("甲<!-- 内部备注 -->乙", "<p>甲乙</p>"),
        ("H<sub>2</sub>O<br>m<sup>2</sup>", "<p>H<sub>2</sub>O<br>m<sup>2</sup></p>"),
        ("# 题 {#x onclick=y}", '<h2 id="s-1">题 {#x onclick=y}</h2>'),
        ("", ""),
        ("　　\n\n", ""),
    ],
)
def test_dialect(source: str, expected: str) -> None:
    assert html(source).strip() == expected


def test_several_bodies_on_a_page() -> None:
    made = render(Body("# 甲[^1]\n\n[^1]: 注"), "", prefix="t", top=3)
    assert made.startswith('<h3 id="t-1">甲')
    assert 'id="t-fn-1"' in made


def test_markdown_table_scrolls_and_names_its_columns() -> None:
    made = html("说明：\n| 项目 | 金额 | 注 |\n|:--|--:|:-:|\n| 甲 | 1 | 无 |")
    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="表格 1"><table>' in made
    assert '<th scope="col" class="left">项目</th>' in made
    assert '<td class="right">1</td>\n<td class="center">无</td>' in made
    assert made.startswith("<p>说明：</p>")
    assert "style" not in made


NUMBERS = """\
| 项目 | 数 | %s | 占比 | 年份 | 编号 | 注 |
|---|---|%s|---|---|---|---|
| 1 | **1,200** | 5 | 3.5%% | 2024 | 12 | 无 |
| 2 | — | 7 | 12%% | 2025 | 13 | 见附件 |
%s"""


@pytest.mark.parametrize("long_way", ["", "\n&#20013;"])
def test_columns_of_numbers_are_told_by_themselves(long_way: str) -> None:
    """Not the first, which names its rows, no years nor codes, and none that the editor aligned; either way."""
    made = html(NUMBERS % ("人数", "---", long_way))
    assert re.findall(r'class="number">([^/]*)</t', made.replace("<strong>", "").replace("</strong>", "")) == [
        *("数", "人数", "占比"),
        *("1,200", "5", "3.5%"),
        *("—", "7", "12%"),
    ]
    assert (
        '<th scope="col" class="number">占比</th>' in made and '<td class="number"><strong>1,200</strong></td>' in made
    )
    aligned = html(NUMBERS % ("人数", ":--", long_way))
    assert '<td class="left">5</td>' in aligned and aligned.count('class="number"') == 6
    plain = html("| 甲 | 乙 |\n|---|---|\n| 1 | 约5 |\n")
    assert "number" not in plain


def test_pasted_table_keeps_its_spans() -> None:
    pasted = (
        '<table class=MsoNormal border=1 style="x"><tr><td colspan=2 rowspan="3" width=20><p>甲<br/>乙<o:p></o:p></p>'
        "</td>"
        "<td align=right onclick=x>1</td><td colspan=0 rowspan=-1>2</td></tr></table>"
    )
    made = html(pasted)
    assert '<td colspan="2" rowspan="3"><p>甲<br>乙</p></td><td class="right">1</td><td>2</td>' in made
    whats = [what for _, _, what in removed(pasted)]
    assert whats == [
        "粘贴来的 HTML 格式 6 处：<table> 的属性 border、<table> 的属性 class、<table> 的属性 style 等 6 种（文字保留）"
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [("## 语言C#", "语言C#"), ("## 甲 ##", "甲"), ("## 甲#", "甲#"), ("## 甲 # 乙", "甲 # 乙"), ("## 甲 ## ", "甲")],
)
def test_hashes_of_a_heading(source: str, words: str) -> None:
    assert html(source) == f'<h2 id="s-1">{words}</h2>'


@pytest.mark.parametrize("more", ["", "\n\n<b>x</b>"])  # by the fast path, and the long way
def test_every_table_has_a_name_of_its_own(more: str) -> None:
    table = "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n"
    found = re.findall(r'aria-label="([^"]*)"', html(f"{table}\n文。\n\n{table}{more}"))
    assert found == ["表格 1", "表格 2"]


def test_footnotes_have_plain_unique_ids() -> None:
    made = html('甲[^注]乙[^注]\n\n[^注]: 注文\n\n<li id="fn:注">x</li>')
    ids = re.findall(r' id="([^"]*)"', made)
    assert len(ids) == len(set(ids))
    assert all(name.isascii() for name in ids)
    for target in re.findall(r'href="#([^"]*)"', made):
        assert target in ids


def test_a_footnote_that_nothing_refers_to_leads_nowhere() -> None:
    assert html("甲\n\n[^9]: 注文").count("href=") == 0


@pytest.mark.parametrize("target", ["第一章 总则", "第一章总则", "%E7%AC%AC%E4%B8%80%E7%AB%A0总则", "s-1"])
def test_a_heading_is_linked_by_its_words(target: str) -> None:
    source = f"# 第一章 **总则**\n\n[甲](<#{target}>)"
    assert '<a href="#s-1">甲</a>' in html(source)
    assert removed(source) == ()


# ── no text is lost ─────────────────────────────────────────────────────────────────────────────────────────────

MASKED = [
    "张*伟，李*强", "张**，李**，王**（收）", "*伟、*强、*明", "手机138****1234，证件5308**********1234，5309****2345",
    "35*************123", "5308**1234、5309**4321", "云南**科技有限公司，景东**商贸有限公司", "5*3*2", "2**10**3",
    "[注]: 说明文字", "[1]: 第1.2条规定", "[甲]: 见附件。",
]  # fmt: skip


@pytest.mark.parametrize("source", MASKED)
def test_masks_and_notes_stay_as_written(source: str) -> None:
    assert html(source) == f"<p>{source}</p>"
    assert html(f"| 名单 |\n|---|\n| {source} |").count(f"<td>{source}</td>") == 1
    assert plain(source, 100) == source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("请于**5月1日**前", "请于<strong>5月1日</strong>前"),
        ("**“重点”**内容", "<strong>“重点”</strong>内容"),
        ("应当**如实填写，并负责**。", "应当<strong>如实填写，并负责</strong>。"),
        ("**一是领导，**二是落实", "<strong>一是领导，</strong>二是落实"),
        ("**张三**（男）、**李四**（女）", "<strong>张三</strong>（男）、<strong>李四</strong>（女）"),
        ("*强调*与***两者***", "<em>强调</em>与<strong><em>两者</em></strong>"),
        ("**甲 *乙* 丙**", "<strong>甲 <em>乙</em> 丙</strong>"),
        ("*甲 **乙** 丙*", "<em>甲 <strong>乙</strong> 丙</em>"),
        ("**[甲](https://x.gov.cn)**",
         '<strong><a href="https://x.gov.cn" class="external" rel="noopener noreferrer">甲</a></strong>'),
    ],
)  # fmt: skip
def test_emphasis(source: str, expected: str) -> None:
    assert html(source) == f"<p>{expected}</p>"
    assert plain(source, 100) == text(html(source)) or " " in source


def test_cells_beyond_the_last_head_are_shown() -> None:
    made = html("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 | 4 |\n| 5 | 6 | |\n| 7 |")
    assert re.findall(r"<td>(.*?)</td>", made) == ["1", "2 | 3 | 4", "5", "6", "7", ""]


# ── links, images, inclusions ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[甲](附件 1.docx)", '<a href="../info/1/fj-1.docx">甲</a>'),
        ("[甲](<附件 1.docx>)", '<a href="../info/1/fj-1.docx">甲</a>'),
        ("[甲](%E9%99%84%E4%BB%B6%201.docx)", '<a href="../info/1/fj-1.docx">甲</a>'),
        ('[甲](附件 1.docx "题")', '<a href="../info/1/fj-1.docx" title="题">甲</a>'),
        ("[甲][乙]\n\n[乙]: 附件1.pdf", '<a href="../info/1/b.pdf">甲</a>'),
        ('<a href="附件1.pdf">甲</a>', '<a href="../info/1/b.pdf">甲</a>'),
        ("[甲](nowhere.md)", "甲"),
        ("[甲](/root.html)", "甲"),
        ("[甲](//x.example/a)", "甲"),
        ("[甲](javascript:alert(1))", "甲"),
        ("[甲](#nowhere)", "甲"),
        ("[甲](https://x.gov.cn/a b%)",
         '<a href="https://x.gov.cn/a%20b%25" class="external" rel="noopener noreferrer">甲</a>'),
        ("[甲](tel:0879-6200000)", '<a href="tel:0879-6200000">甲</a>'),
        ("[甲](https://x.gov.cn/?a=1&b=2)",
         '<a href="https://x.gov.cn/?a=1&amp;b=2" class="external" rel="noopener noreferrer">甲</a>'),
        ("![图](图.png)", '<img src="../info/1/t.png" alt="图" loading="lazy">'),
        ("![图](附件1.pdf)", '<a href="../info/1/b.pdf">图</a>'),
        ("[![图](附件1.pdf)](附件1.pdf)", '<a href="../info/1/b.pdf">图</a>'),
        ("![图](https://x.gov.cn/a.png)", "图"),
        ("![甲\"><b>](图.png)", '<img src="../info/1/t.png" alt="甲&quot;&gt;&lt;b&gt;" loading="lazy">'),
        ("前 ![表](x.csv) 后", "前 表 后"),
    ],
)  # fmt: skip
def test_links_and_images(source: str, expected: str) -> None:
    links = {"附件 1.docx": "info/1/fj-1.docx", "附件1.pdf": "info/1/b.pdf", "图.png": "info/1/t.png"}
    assert html(source, links, {"x.csv": TABLE}).strip() == f"<p>{expected}</p>"


def test_a_data_file_alone_in_its_paragraph_becomes_a_table() -> None:
    for source in ("![收支](x.csv)", "甲\n\n![收支](x.csv)\n\n乙", "## 甲\n![收支](x.csv)", "　　![收支](x.csv)"):
        assert render_table(TABLE) in html(source, {}, {"x.csv": TABLE})
        assert [found.alone for found in find(source)] == [True]


def test_data_table_is_accessible_and_escaped() -> None:
    made = render_table(Table("x", "<收&支>", ("名", "数"), (("<b>", "1"), ("乙", "")), (False, True)))
    assert "<caption>&lt;收&amp;支&gt;</caption>" in made
    assert '<tr><th scope="row">&lt;b&gt;</th><td class="number">1</td></tr>' in made
    assert '<th scope="col" class="number">数</th>' in made
    assert not dangers(made)


def test_find_knows_definitions_inside_other_blocks() -> None:
    assert [found.target for found in find("- [甲]: a.pdf\n\n> [乙]: <b c.pdf>\n\n[^1]: [丙]: d.pdf")] == [
        "a.pdf",
        "b c.pdf",
        "d.pdf",
    ]


def test_find_tells_places_and_ignores_code() -> None:
    code = "`[x](y)`\n\n```\n[x](y)\n```\n<!-- [x](y) -->\n"
    source = f'甲[乙](丙.docx)\n{code}  ![图](<图 1.png> "题")尾\n\n[a]: b.pdf\n[^1]: 注\n'
    found = [(each.target, each.text, each.line, each.column, each.image, each.alone) for each in find(source)]
    assert found == [
        ("丙.docx", "乙", 0, 2, False, False),
        ("图 1.png", "图", 7, 3, True, False),
        ("b.pdf", "a", 9, 1, False, False),
    ]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="甲[]()!<>`~\\\n \"'ab.#^:x", max_size=60))
def test_find_knows_every_link_that_is_rendered(source: str) -> None:
    try:
        made = html(source)
    except MarkupError:
        return
    targets = {found.target for found in find(source)}
    for address in re.findall(r'href="(https?:[^"]*)"', made):
        assert address in targets


# ── what goes is told ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲\n　　<iframe src=x></iframe>", [(1, 3, "标签 <iframe> 和其中的内容")]),
        ("<font color=red>甲</font>", [(0, 1, "标签 <font>（文字保留）")]),
        ("<b onclick=x>甲</b>\n<b onclick=y>", [(0, 1, "<b> 的属性 onclick（共 2 处）")]),
        ("[甲](javascript:x)", [(0, 1, "链接「javascript:x」的地址：不允许 javascript:")]),
        ("甲[乙]( java&#115;cript:x)", [(0, 2, "链接「javascript:x」的地址：不允许 javascript:")]),
        ("![甲](https://x.gov.cn/a.png)", [(0, 1, "图片「https://x.gov.cn/a.png」：不是本信息的文件")]),
        ("甲\u202e乙", [(0, 2, "看不见的字符 U+202E")]),
        ("`<script>` <!-- <script> --> <单位> 1<2", []),
        ("[甲](https://x.gov.cn) <b>乙</b><br>", []),
        ("甲[^1]\n\n[^1]: 一\n[^2]: 二\n[^1]: 三", [(2, 1, "脚注「1」写了几次，只留最后一个")]),
        ("甲\n[乙](#丙)", [(1, 1, "链接「#丙」：本文没有这个标题")]),
    ],
)
def test_removed(source: str, expected: list[tuple[int, int, str]]) -> None:
    assert list(removed(source)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# 题\n\n　　**甲**乙[丙](x)`丁`\n\n![图](x.png)\n戊 7*7 a_b_c", "题 甲乙丙丁 戊 7*7 a_b_c"),
        ("<p style='x'>甲<br>乙</p><script>x</script>丙", "甲乙丙"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", "甲 乙 1 2"),
        ("- 甲\n- 乙。\n> 丙", "甲 乙。丙"),
        ("A &amp; B \\* <单位>", "A & B * <单位>"),
        ("", ""),
        ("第一条规定。" * 20, "第一条规定。第一条规定。第一条规定。第…"),
    ],
)
def test_plain(source: str, expected: str) -> None:
    assert plain(source, 20 if len(source) > 100 else 100) == expected


# ── real and ordinary texts ─────────────────────────────────────────────────────────────────────────────────────


class Shown(HTMLParser):
    """The visible text, with the numbers and marks that a browser adds to lists."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.counts: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("ol", "ul"):
            self.counts.append(int(values.get("start") or 1) - 1 if tag == "ol" else None)
        elif tag == "li":
            count = self.counts[-1]
            self.counts[-1] = None if count is None else int(values.get("value") or count + 1)
            self.text.append("-" if count is None else f"{self.counts[-1]}.")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.counts.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.shared
def test_every_character_of_the_regulations_is_shown(shared: Path) -> None:
    paths = sorted((shared / "corpus" / "regulations").glob("*.md"))
    assert len(paths) == 683
    for path in paths:
        source = path.read_text("utf-8")
        made = html(source)
        shown = Shown()
        shown.feed(made)
        shown.close()
        written = re.sub(r"^#+ ", "", re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL), flags=re.MULTILINE)
        assert re.sub(r"\s", "", "".join(shown.text)) == re.sub(r"\s", "", written), path.name
        assert not dangers(made)
        assert not removed(source)


ORDINARY = [
    ("*强调*与**加粗**、***两者***", "强调与加粗、两者"), ("`a < b`", "a<b"), ("``a ` b``", "a`b"),
    ("a\\*b\\_c", "a*b_c"), ("2 * 3 * 4", "2*3*4"), ("snake_case_name", "snake_case_name"), ("A_B", "A_B"),
    ("> 引用\n> 第二行", "引用第二行"), ("- 甲\n- 乙", "甲乙"), ("* 甲\n    * 乙", "甲乙"), ("1) 甲", "1)甲"),
    ("（1）甲\n\n（2）乙", "（1）甲（2）乙"), ("1．甲\n2．乙", "1．甲2．乙"), ("一、甲", "一、甲"),
    ("甲\n===", "甲"), ("甲\n---", "甲"), ("***", ""), ("&copy; &#169; &nope;", "©©&nope;"), ("AT&T", "AT&T"),
    ("[甲]", "[甲]"), ("[甲][乙]", "[甲][乙]"), ("[]", "[]"), ("![甲]", "![甲]"), ("!甲", "!甲"), ("a!=b", "a!=b"),
    ("〔2025〕12号", "〔2025〕12号"),
    ("<https://x.gov.cn/甲>", "https://x.gov.cn/甲"), ("<a@b.example>", "a@b.example"),
    ("https://x.gov.cn/a_b_c", "https://x.gov.cn/a_b_c"), ("~~~\n甲\n~~~", "甲"), ("```py\nx = 1\n```", "x=1"),
    ("```\n没有结束", "```没有结束"), ("| 甲 | 乙 |\n|---|---|\n| a\\|b | `c` |", "甲乙a|bc"), ("甲 | 乙", "甲|乙"),
    ("第1条 * 号", "第1条*号"),
    ("*未闭合", "*未闭合"), ("**未闭合", "**未闭合"), ("`未闭合", "`未闭合"), ("5 > 3", "5>3"),
    ("##没有空格", "没有空格"), ("#1 楼", "#1楼"), ("\\# 不是标题", "#不是标题"), ("1986\\. 年", "1986.年"),
    ("<del>甲</del>", "甲"),
    ("a  \nb", "ab"), ("A\\\nB", "A\\B"), ("“引号”——破折号……", "“引号”——破折号……"), ("$100 与 50%", "$100与50%"),
    ("{甲} {{乙}}", "{甲}{{乙}}"), ("<= >= <> <-", "<=>=<><-"), ("x<y>z", "x<y>z"), ("C:\\路径", "C:\\路径"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), ORDINARY)
def test_ordinary_markdown_keeps_its_text(source: str, expected: str) -> None:
    assert text(html(source)) == expected


def test_marked_as_public() -> None:
    names = {"Found", "MarkupError", "find", "heading_of", "plain", "removed", "render", "render_table"}
    assert set(markup.__all__) == names


def test_a_link_away_from_governments_says_so() -> None:
    html = render(Body("见[甲](https://news.x.example:8443/a)、[乙](https://www.yn.gov.cn/b)。"), "../")
    assert 'title="将离开政府网站，前往 news.x.example"' in html and html.count("title=") == 1
