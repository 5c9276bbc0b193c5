"""The province's common ribbon: pinned, cleaned, the same above every page; what differs from its pin stops all."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import html

from conftest import Outcome, Workspace
from county import SITE, County, document
from crawl import walk
from generator.ribbon import LIMIT, RibbonFault, is_as_pinned, open_ribbon

BAR = re.compile(r'<nav class="ribbon".*?</nav>', re.DOTALL)
GOOD = '<p>省页头</p>\n<ul>\n<li><a href="https://www.province.example/?a=1&amp;b=2">省政府</a></li>\n</ul>\n'
NASTY = """\
<script src="https://evil.example/x.js"></script><style>body{display:none}</style>
<p style="position:fixed" onclick="alert(1)" class="x">省页头<img src="https://evil.example/pixel.gif" alt=""></p>
<a href="javascript:alert(1)">甲</a><a href="/index.html">乙</a><a href="//evil.example/">丙</a><a href="http://a.example/">丁</a>
<iframe src="https://evil.example/"></iframe><svg onload=alert(1)><circle/></svg><h1>大标题</h1><p>没有关上
"""


def pinned(county: County, text: str, pin: str = "", name: str = "province/ribbon.html") -> str:
    """Write a ribbon's file and name it in `site.yaml` under a pin, by default its own; gives the pin."""
    county.write(name, text)
    digest = sha256(text.encode()).hexdigest()
    county.write("site.yaml", f"{SITE}省级页头:\n  文件: {name}\n  sha256: {pin or digest}\n")
    return digest


@pytest.fixture
def small(tmp_path: Path) -> County:
    """A portal and a township with one document, under a ribbon."""
    county = County(tmp_path, ("portal", "jinping"))
    county.write("content/jinping/gg/a.md", document("关于值班的通知", "2026-00001", "原索引号: X/2025-00009"))
    county.register()
    pinned(county, GOOD)
    return county


def test_all_pages_of_the_example_county_show_one_ribbon(county: Workspace, first_build: Outcome) -> None:
    pages = [path for path in walk(county.public) if path.endswith(".html")]
    bars = [BAR.findall((county.public / path).read_text("utf-8")) for path in pages]
    assert len(pages) > 4000 and all(len(found) == 1 for found in bars)
    assert len({sha256(found[0].encode()).hexdigest() for found in bars}) == 1


def test_what_is_shown_is_the_file_without_anything_that_acts(small: County) -> None:
    pinned(small, NASTY)
    report = small.build()
    assert not [each for each in report.findings() if each.severity == "error"]
    text = (small.public / "jinping/info/2026-00001.html").read_text("utf-8")
    (bar,) = BAR.findall(text)
    for word in (
        "script",
        "style",
        "onclick",
        "evil",
        "img",
        "iframe",
        "svg",
        "alert",
        "h1",
        "javascript",
        "http:",
        "/index",
    ):
        assert word not in bar, word
    for word in ("省页头", "甲", "乙", "丙", "丁", "大标题", "没有关上"):
        assert word in bar, word
    assert not html.fromstring(bar).xpath("//a | //@href | //@src | //@rel")


def test_what_was_left_out_is_told_once(small: County) -> None:
    pinned(small, NASTY)
    found = open_ribbon(small.root, "province/ribbon.html", sha256(NASTY.encode()).hexdigest())
    for word in (
        "<script>",
        "<style>",
        "<img>",
        "<iframe>",
        "<svg>",
        "<h1>",
        "属性 onclick",
        "属性 style",
        "「/index.html」",
    ):
        assert sum(word in each for each in found.dropped) == 1, word


def test_links_stay_whole_and_their_hosts_are_allowed(small: County) -> None:
    small.build()
    (bar,) = BAR.findall((small.public / "404.html").read_text("utf-8"))
    (link,) = html.fromstring(bar).xpath("//a")
    assert dict(link.attrib) == {"href": "https://www.province.example/?a=1&b=2", "rel": "noopener"}
    assert "province.example" in small.task().site.allowed_hosts


def test_a_changed_file_stops_the_build_and_says_what_it_is_now(small: County) -> None:
    place = Workspace(small.root)
    assert place.build().status == 0
    before, tampered = small.tree(), GOOD.replace("省政府", "假政府")
    small.write("province/ribbon.html", tampered)
    for verb in (("build",), ("build", "--clean"), ("check",)):
        outcome = place.run(*verb)
        assert outcome.status == 2
        line = SITE.count("\n") + 3
        assert f"site.yaml:{line}:" in outcome.output and sha256(tampered.encode()).hexdigest() in outcome.output
        assert "先打开 province/ribbon.html 核对" in outcome.output
    assert small.tree() == before
    small.write("province/ribbon.html", GOOD)
    assert place.build().report["written"] == 0


def test_a_new_ribbon_reaches_every_page(small: County) -> None:
    small.build()
    pinned(small, GOOD.replace("省政府", "省人民政府"))
    small.build()
    bars = {
        found for path, data in small.tree().items() if path.endswith(".html") for found in BAR.findall(data.decode())
    }
    (bar,) = bars
    assert "省人民政府" in bar


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("../ribbon.html", GOOD, "不能用作页头文件"),
        ("/etc/ribbon.html", GOOD, "不能用作页头文件"),
        ("content/jinping/ribbon.html", GOOD, "不能用作页头文件"),
        ("province/ribbon.js", GOOD, "不能用作页头文件"),
        ("province/none.html", "", "读不了"),
        ("province/link.html", "", "读不了"),
        ("province/empty.html", "<script>1</script> <p> </p>", "没有可以显示的文字"),
        ("province/large.html", "字" * LIMIT, "超过 16 KiB"),
    ],
)
def test_a_file_that_cannot_be_a_ribbon_is_told(tmp_path: Path, name: str, text: str, told: str) -> None:
    place = tmp_path / "province"
    place.mkdir()
    (tmp_path / "elsewhere.html").write_text(GOOD)
    (place / "link.html").symlink_to(tmp_path / "elsewhere.html")
    if text and name.startswith("province/"):
        (tmp_path / name).write_text(text)
    with pytest.raises(RibbonFault, match=told):
        open_ribbon(tmp_path, name, sha256(text.encode()).hexdigest())


def test_a_pin_that_is_none_and_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "ribbon.html").write_bytes(data := "<p>云南省</p>".encode("gb18030"))
    with pytest.raises(RibbonFault, match="64 位十六进制"):
        open_ribbon(tmp_path, "ribbon.html", "abc")
    with pytest.raises(RibbonFault, match="不是 UTF-8"):
        open_ribbon(tmp_path, "ribbon.html", sha256(data).hexdigest())


def test_without_a_ribbon_pages_have_no_bar(tmp_path: Path) -> None:
    county = County(tmp_path, ("portal",))
    county.build()
    assert b'class="ribbon"' not in b"".join(data for path, data in county.tree().items() if path.endswith(".html"))
    assert county.task().site.ribbon is None


def test_the_pin_is_asked_for_at_every_start(small: County) -> None:
    ribbon = small.task().site.ribbon
    assert ribbon is not None and is_as_pinned(small.root, ribbon)
    small.write("province/ribbon.html", GOOD + " ")
    assert not is_as_pinned(small.root, ribbon)
