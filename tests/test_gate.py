"""The last gate: harmless pages pass quickly, nothing active passes, whatever it hides behind."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from generator import gate
from hostile import lines
from hostile.judge import elements

HEAD = (
    '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>甲 &amp; 乙</title>\n'
    '<meta name="SiteName" content="甲&quot;乙">\n<link rel="stylesheet" href="../assets/site-0123abcd.css">\n'
    '<link rel="canonical" href="https://www.x.example/info/2026-00001.html">\n'
    '<link rel="alternate" type="application/atom+xml" title="最新" href="../feed.xml">\n'
    '<script type="application/ld+json">{"@context":"https://schema.org","a":"\\u003cscript"}</script>\n'
    '<script src="../assets/search-0123abcd.js" defer></script>\n</head>\n<body class="document">\n'
)
BODY = (
    '<p class="x">第一条 为了加强<a href="../info/2026-00012.html">管理</a>，<a href="#s-1">见</a>。</p>\n'
    '<p><a href="https://www.x.example/?a=1&amp;b=2" class="external" rel="noopener noreferrer">外</a>'
    '<a href="mailto:a@b.example">信</a><a href="tel:0879-6200000">电</a><a href="./">首</a><a href="">此</a></p>\n'
    '<img src="../info/2026-00001/fj-12345678.png" alt="图" loading="lazy">\n'
    '<tr><th scope="row">甲</th><td class="number">1,000</td><td>乙</td></tr>\n'
)
SEARCH = (
    '<form class="masthead-search" role="search" action="../search.html">\n'
    '<input name="q" type="search" aria-label="搜" placeholder="标题" autocomplete="off" maxlength="100">\n</form>\n'
    '<link rel="icon" href="../assets/icon-0123abcd.svg" type="image/svg+xml">\n'
)
CLEAN = HEAD + BODY * 18 + "</body>\n</html>\n"


def page(piece: str) -> str:
    """A page with a piece in its body."""
    return f"{HEAD}{piece}</body>\n</html>\n"


def test_a_clean_page_passes_without_the_slow_way() -> None:
    data = CLEAN
    assert 9_000 < len(data.encode()) < 13_000
    assert gate.faults(data) == ()
    assert gate._SUSPICIOUS.search(data) is None


def test_a_clean_page_takes_the_fast_way() -> None:
    """One expression knows every tag of a clean page, so that it is never read tag by tag."""
    assert gate._SUSPICIOUS.search(CLEAN + SEARCH) is None
    assert gate.faults(CLEAN + SEARCH) == ()


def test_the_pages_of_documents_take_the_fast_way(repository: Path) -> None:
    """What a theme adds to every page must be known to the expression: read tag by tag, a build takes twice as long."""
    pages = sorted((repository / "tests/cases").glob("*/expected/public/**/info/*.html"))
    texts = (page.read_text("utf-8") for page in pages)
    slow = [text for text in texts if gate._SUSPICIOUS.search(text)]
    few = ("<svg", 'http-equiv="refresh"')  # charts, and addresses that moved
    told = [text for text in slow if not any(mark in text for mark in few)]
    assert len(pages) > 20 and told == []


@pytest.mark.parametrize(
    "piece",
    [
        "<p>1 &lt; 2，onclick=alert(1)，javascript:alert(1)</p>",
        "<!-- 注 --><P CLASS='x'>甲</P >",
        '<svg viewBox="0 0 1 1"><path d="M0 0"/><use href="#i"/></svg>',
        '<form action="../search.html" method="get"><input name="q"><button>查</button></form>',
        '<meta http-equiv="refresh" content="0; url=../info/2026-00001.html">',
        '<img src="data:image/png;base64,AAAA" alt="">',
        '<video src="../info/1/a.mp4" controls><track src="../info/1/a.vtt"></video>',
        '<a title="甲>乙" href="/root.html">甲</a>',
        '<a href="https://www.x.example/a?javascript:alert(1)">甲</a>',
        '<script src="assets/a.js"> \n</script>',
        '<blockquote cite="https://www.x.example/">甲</blockquote>',
        "a < b <3 <甲> </> <",
        '<img srcset="../a.png 1x, ../b.png 2x" src="../a.png" alt="">',
    ],
)
def test_harmless(piece: str) -> None:
    assert gate.faults(page(piece)) == ()


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("<script>alert(1)</script>", "页面里不能直接写脚本"),
        ('<form method="POST" action="../x"></form>', "表单只能用 get"),
        ('<script type="module">x</script>', "页面里不能直接写脚本"),
        ('<script type="application/ld+json">{"a":"<b>"}</script>', "页面里不能直接写脚本"),
        ('<script type="application/json">{}</script>', "页面里不能直接写脚本"),
        ('<script src="a.js">alert(1)</script>', "里面不能有内容"),
        ('<script src="https://x.example/a.js"></script>', "外站资源"),
        ('<script src="//x.example/a.js"></script>', "外站资源"),
        ('<script src="data:text/javascript,x"></script>', "不允许的地址 data:"),
        ('<p onclick="x">', "不允许的属性 onclick"),
        ("<p/onclick=x>", "不允许的属性 onclick"),
        ('<p title="x"onclick=x>', "不允许的属性 onclick"),
        ("<p ONCLICK=x>", "不允许的属性 onclick"),
        ('<p a="\'" onclick="x" b="\'">', "不允许的属性 onclick"),
        ("<p style='x'>", "不允许的属性 style"),
        ("<style>x</style>", "不允许的标签 <style>"),
        ("<IFRAME src=a>", "不允许的标签 <iframe>"),
        ("<object data=a>", "不允许的标签 <object>"),
        ("<embed src=a>", "不允许的标签 <embed>"),
        ("<base href=a>", "不允许的标签 <base>"),
        ("<svg><set attributeName=href>", "不允许的标签 <set>"),
        ('<a href="javascript:x">', "不允许的地址 javascript:"),
        ('<a href="java&#115;cript&colon;x">', "不允许的地址 javascript:"),
        ('<a href=" java\nscript:x">', "不允许的地址 javascript:"),
        ("<a href=vbscript:x>", "不允许的地址 vbscript:"),
        ('<a href="data:text/html,x">', "不允许的地址 data:"),
        ('<a xlink:href="javascript:x">', "不允许的地址 javascript:"),
        ('<img src="https://x.example/a.png">', "外站资源"),
        ('<img src="//x.example/a.png">', "外站资源"),
        ('<img src="/\\x.example/a.png">', "外站资源"),
        ('<img src="&#47;/x.example/a.png">', "外站资源"),
        ('<img src="\t//x.example/a.png">', "外站资源"),
        ('<img src="HTTPS:x.example/a.png">', "外站资源"),
        ('<img srcset="a.png 1x, //x.example/a.png 2x">', "外站资源"),
        ('<video poster="//x.example/a.png">', "外站资源"),
        ('<source src="//x.example/a.mp4">', "外站资源"),
        ('<link rel="stylesheet" href="//x.example/a.css">', "外站资源"),
        ('<link rel="canonical stylesheet" href="//x.example/a.css">', "外站资源"),
        ('<link rel="preload" href="https://x.example/a.js">', "外站资源"),
        ('<link href="https://x.example/a.js">', "外站资源"),
        ('<link rel="canonical" href="javascript:x">', "不允许的地址 javascript:"),
        ('<form action="https://x.example/">', "外站资源"),
        ('<button formaction="javascript:x">', "不允许的地址 javascript:"),
        ('<meta http-equiv="refresh" content="0;url=https://x.example/">', "外站资源"),
        ("<meta http-equiv=REFRESH content='0;URL=\"//x.example/\"'>", "外站资源"),
        ('<meta content="0 //x.example/" http-equiv="refresh">', "外站资源"),
        ('<meta http-equiv="refresh" content="0;url=javascript:x">', "不允许的地址 javascript:"),
        ('<a href="x" ping="y">', "不允许的属性 ping"),
        ('<p title="x', "没有结束"),
        ('<!-- --><img title="--><script>x</script>">', "页面里不能直接写脚本"),
        ('<textarea><img title="</textarea><img src=x onerror=x>">', "不允许的属性 onerror"),
        ("\0", "NUL"),
    ],
)
def test_active(piece: str, expected: str) -> None:
    assert any(expected in fault for fault in gate.faults(page(piece)))


# ── an outside judge ────────────────────────────────────────────────────────────────────────────────────────────

REFUSED = {"style", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "portal"}
LOADING = {"src", "poster", "background", "dynsrc", "lowsrc", "data", "action", "formaction"}


def judged(markup: str) -> bool:
    """Whether either parser of the judge finds something active: written apart from the gate, and blunter."""
    for name, values in elements(markup):
        data = values.get("type") == "application/ld+json" or "src" in values
        if name in REFUSED or (name == "script" and not data):
            return True
        for key, value in values.items():
            bare = re.sub(r"[\x00-\x20]", "", value).lower()
            if key.startswith("on") or key in ("style", "srcdoc", "ping"):
                return True
            if key in LOADING | {"href", "xlink:href"} and re.match("(javascript|vbscript|data):(?!image/)", bare):
                return True
            if key in LOADING and re.match(r"[a-z]+:|[/\\]{2}", bare) and not bare.startswith("data:image/"):
                return True
    return False


def test_nothing_passes_that_the_judge_finds() -> None:
    dice = random.Random(3)
    hostile = [line for family in ("html", "markdown", "unicode") for line in lines(family)]
    pieces = [piece for line in hostile for piece in re.split(r"(?<=[<>\"'=\s/])", line) if piece]
    samples = [*hostile, *("".join(dice.choice(pieces) for _ in range(dice.randint(2, 20))) for _ in range(6_000))]
    caught = 0
    for sample in samples:
        piece = re.sub(r"[\0\ud800-\udfff]", "", sample)
        if judged(piece):
            caught += 1
            assert gate.faults(page(piece)), piece
    assert caught > 500


def test_no_suspicion_escapes_the_fast_way() -> None:
    """A small change of a clean tag is either still clean, or judged slowly: never active and unseen."""
    dice = random.Random(5)
    alphabet = "<>\"'= /\\&:;#jax\n\tonclick"
    for _ in range(4_000):
        piece = list(dice.choice((BODY + SEARCH).splitlines()))
        for _ in range(dice.randint(1, 4)):
            place = dice.randrange(len(piece))
            piece[place : place + dice.randint(0, 2)] = [dice.choice([*alphabet, " onclick=x", "javascript:", "//x"])]
        made = "".join(piece)
        if judged(made):
            assert gate.faults(page(made)), made


def test_costly_pages_end() -> None:
    """However tags are nested in attributes, the page is read a few times over at the most, not once per tag."""
    for piece in ("<", "<a ", "<a b='", '<a b="', "<a b=c ", "</", "<!--", "<script>", "<a href='x' ", "&", '"'):
        gate.faults(page(piece * 20_000))
