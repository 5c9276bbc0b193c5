"""The judge is judged: every kind of fault that the crawler must see, put into a page that is good without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawl import crawl
from page_rules import Base, Expectation

WANTED = Expectation(
    bases=(Base("https://zhen.example/", "zhen/"), Base("https://xian.example/", "")),
    units=frozenset({"portal", "zhen"}),
    code="5308230001",
    footer_texts=("滇ICP备1号",),
    badge="https://badge.example/x",
    report_host="report.example",
    hotline="96128",
    search="https://search.example/",
    platform="https://platform.example/",
    request="https://platform.example/request",
)
PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>页</title>
<meta name="SiteName" content="县"><meta name="SiteDomain" content="xian.example">
<meta name="SiteIDCode" content="5308230001">{head}</head>
<body><main><h1>页</h1><p id="here">文</p>{main}</main>
<footer>滇ICP备1号 <a href="https://badge.example/x">标识</a> <a href="{up}wzdt.html">网站地图</a>
<a href="tel:96128">96128</a> <a href="https://search.example/">检索</a>
<a href="https://platform.example/units">平台</a>
<a href="https://report.example/?code=5308230001&amp;url={address}">找错</a></footer></body></html>
"""


def page(address: str = "https://xian.example/", up: str = "", head: str = "", main: str = "") -> str:
    return PAGE.format(address=address, up=up, head=head, main=main)


def lay(public: Path, **fault: str) -> None:
    home = '<a href="a%20b.html#here">甲</a><a href="https://zhen.example/#here">镇</a>'
    files = {
        "index.html": page(head=fault.get("head", ""), main=home + fault.get("main", "")),
        "a b.html": page("https://xian.example/a b.html"),
        "wzdt.html": page("https://xian.example/wzdt.html"),
        "zhen/index.html": page("https://zhen.example/", main=fault.get("zhen", "")),
        "zhen/wzdt.html": page("https://zhen.example/wzdt.html"),
        "look.css": fault.get("css", "p { color: black }"),
    }
    for path, text in files.items():
        (public / path).parent.mkdir(parents=True, exist_ok=True)
        (public / path).write_text(text, "utf-8")


def test_a_good_county_has_no_fault(tmp_path: Path) -> None:
    lay(tmp_path)
    found = crawl(tmp_path, WANTED)
    assert (found.faults, found.orphans, len(found.pages)) == ((), (), 5)


def test_a_page_without_a_way_to_it_is_told(tmp_path: Path) -> None:
    lay(tmp_path)
    (tmp_path / "lost.html").write_text(page("https://xian.example/lost.html"), "utf-8")
    assert crawl(tmp_path, WANTED).orphans == ("lost.html",)


@pytest.mark.parametrize(
    ("place", "text", "rule"),
    [
        ("main", '<a href="none.html">无</a>', "dead link"),
        ("main", '<a href="zhen/">镇</a>', "dead link"),
        ("main", '<a href="/wzdt.html">根</a>', "dead link"),
        ("main", '<a href="../out.html">外</a>', "dead link"),
        ("main", '<a href="https://xian.example/none.html">无</a>', "dead link"),
        ("zhen", '<a href="../index.html">离开主机</a>', "dead link"),
        ("main", '<img src="none.png" alt="图">', "dead link"),
        ("main", '<img srcset="none.png 2x" src="look.css" alt="图">', "dead link"),
        ("main", '<form action="none"></form>', "dead link"),
        ("css", "p { background: url(none.png) }", "dead link"),
        ("css", "@import 'https://cdn.example/x.css';", "foreign subresource"),
        ("main", '<a href="#nowhere">无</a>', "dead anchor"),
        ("main", '<a href="a%20b.html#nowhere">无</a>', "dead anchor"),
        ("main", '<img src="https://cdn.example/x.png" alt="图">', "foreign subresource"),
        ("head", '<script src="//cdn.example/x.js"></script>', "foreign subresource"),
        ("head", '<link rel="preload" as="font" href="https://cdn.example/x">', "foreign subresource"),
        ("main", '<a href="javascript:alert(1)">脚本</a>', "forbidden scheme"),
        ("main", '<img src="data:image/png;base64,AA" alt="图">', "forbidden scheme"),
        ("main", '<a href="wzdt.html"> </a>', "link without words"),
        ("head", "<script>let x</script>", "inline script"),
        ("head", '<script type="application/ld+json">{"a":}</script>', "broken JSON in a data script"),
        ("head", "<style>p{}</style>", "inline style"),
        ("main", '<p style="color:red">红</p>', "inline style or event attribute"),
        ("main", '<p onclick="x()">点</p>', "inline style or event attribute"),
        ("main", "<h1>又一个</h1>", "h1"),
        ("main", '<img src="look.css">', "picture without alt"),
        ("main", "<table><tr><th>头</th></tr></table>", "table head without scope"),
        ("main", "<main>又一个</main>", "main"),
        ("main", "<h2>甲</h2><h4>乙</h4>", "heading level skipped"),
    ],
)
def test_every_fault_is_seen(tmp_path: Path, place: str, text: str, rule: str) -> None:
    lay(tmp_path, **{place: text})
    assert rule in {fault.rule for fault in crawl(tmp_path, WANTED).faults}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<!doctype html>", "", "doctype"),
        ('lang="zh-CN"', "", "language"),
        ("<title>页</title>", "<title> </title>", "title"),
        ("SiteDomain", "Other", "META SiteDomain"),
        ('content="5308230001"', 'content="5308230002"', "META SiteIDCode"),
        ("滇ICP备1号", "", "footer item"),
        ("https://badge.example/x", "https://badge.example/y", "footer item"),
        ("网站地图", "网站", "footer item"),
        ("url=https://xian.example/", "url=https://xian.example/other", "footer item"),
        ("<footer>", "<div>", "footer"),
        ('href="tel:96128"', 'href="tel:96129"', "platform link"),
        ("https://search.example/", "https://other.example/", "platform link"),
        ("https://platform.example/units", "https://other.example/", "platform link"),
    ],
)
def test_every_omission_is_seen(tmp_path: Path, old: str, new: str, rule: str) -> None:
    lay(tmp_path)
    home = tmp_path / "index.html"
    home.write_text(home.read_text("utf-8").replace(old, new), "utf-8")
    assert rule in {fault.rule for fault in crawl(tmp_path, WANTED).faults}


def test_documents_and_columns_need_their_own_meta(tmp_path: Path) -> None:
    lay(tmp_path)
    for path in ("info/2026-00001.html", "dt/index.html"):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(page(f"https://xian.example/{path}", up="../"), "utf-8")
    column = '<meta name="ColumnType" content="政策文件、随便">'
    (tmp_path / "gg").mkdir()
    (tmp_path / "gg/index.html").write_text(page("https://xian.example/gg/index.html", "../", column), "utf-8")
    strange = [fault for fault in crawl(tmp_path, WANTED).faults if fault.rule == "META ColumnType"]
    assert {(fault.page, fault.detail) for fault in strange} == {
        ("gg/index.html", "随便"),
        ("dt/index.html", "missing or empty"),
    }
    rules = {fault.rule for fault in crawl(tmp_path, WANTED).faults}
    assert rules == {
        *("META ArticleTitle", "META PubDate", "META ContentSource"),
        "document without text and file",
        *("META ColumnName", "META ColumnDescription", "META ColumnKeywords", "META ColumnType"),
    }
