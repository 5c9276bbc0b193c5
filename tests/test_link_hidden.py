"""What hides a link and what only looks like it; hostile bodies are looked through in linear time."""

from __future__ import annotations

import pytest

from generator.checks._unseen import hiding

LINK = '<a href="https://www.gov.cn/">彩票</a>'
HIDES = {
    "no display": f'<div style="DISPLAY : none !important">{LINK}</div>',
    "markdown in it": '<div style="display:none">\n\n[彩票](https://www.gov.cn/)\n\n</div>',
    "not visible": f'<p style="visibility:hidden"><span>{LINK}</span></p>',
    "no letters": f"<span style='font-size:0'>{LINK}</span>",
    "letters of one point": f'<span style="font:1pt/1 serif">{LINK}</span>',
    "a box of one pixel": f'<div style="height:1px;overflow:hidden">{LINK}</div>',
    "a box of no width": f'<div style="overflow-x:hidden;max-width:0">{LINK}</div>',
    "clear": f'<div style="opacity:0.01">{LINK}</div>',
    "far above": f'<div style="position:absolute;top:-999px">{LINK}</div>',
    "far to the left": f'<p style="text-indent:-9999em">{LINK}</p>',
    "moved away": f'<p style="transform:translateX(-9999px)">{LINK}</p>',
    "clipped": f'<p style="position:absolute;clip:rect(0 0 0 0)">{LINK}</p>',
    "the attribute": f"<section hidden>{LINK}</section>",
    "on the link": '<a style="display:none" href="https://www.gov.cn/">彩票</a>',
    "entities": f'<p style="display&#58;none">{LINK}</p>',
    "a remark between": f'<p style="display:/**/none">{LINK}</p>',
    "a running line": f'<marquee height="1" scrollamount="3000">{LINK}</marquee>',
    "a frame": '<iframe src="https://www.gov.cn/" width=0 height=0></iframe>',
    "never closed": f'<div style="display:none">{LINK}',
}
SHOWS = {
    "nothing in it": '<p style="display:none"><mp-style-type data-value="3"></mp-style-type></p>' + LINK,
    "hidden words": '<p style="display:none;mso-hide:all">窗体顶端</p>' + LINK,
    "letters again": f'<section style="font-size:0"><span style="font-size:16px">{LINK}</span></section>',
    "visible again": f'<div style="visibility:hidden"><p style="visibility:visible">{LINK}</p></div>',
    "a line": f'<section style="height:1px;background:#ccc"></section>{LINK}',
    "a low box that shows all": f'<section style="height:0">{LINK}</section>',
    "no height of lines": f'<p style="line-height:0">{LINK}</p>',
    "a hanging indent": f'<p style="margin-left:180.0pt;text-indent:-180.0pt">{LINK}</p>',
    "a margin": f'<section style="margin-left:-100px;margin-top:-300px">{LINK}</section>',
    "not placed": f'<section style="left:-9999px">{LINK}</section>',
    "a row of no height": f"<table><tr height=0><td width=0>{LINK}</td></tr></table>",
    "another attribute": f'<p data-hidden="hidden" class="hidden">{LINK}</p>',
    "a font named so": f'<p style="font-family:display;content:none">{LINK}</p>',
    "later words": f'<p style="display:none;display:block">{LINK}</p>',
    "the paragraph before": f'<p style="display:none">一<p>{LINK}',
    "closed by hand": f'<div style="display:none"></div>{LINK}',
    "a void element": f'<br style="display:none">{LINK}',
    "half seen": f'<p style="opacity:0.5">{LINK}</p>',
    "a tracking picture": '<img src="a.png" width="1" height="1" style="display:none">',
}


@pytest.mark.parametrize("name", HIDES)
def test_it_hides(name: str) -> None:
    assert list(hiding(HIDES[name])) == [0]


@pytest.mark.parametrize("name", SHOWS)
def test_it_shows(name: str) -> None:
    assert list(hiding(SHOWS[name])) == []


def test_each_element_is_told_once_in_its_place() -> None:
    text = f"见{LINK}。<div hidden>{LINK}{LINK}<p hidden>{LINK}</p></div><div hidden>{LINK}</div>"
    assert list(hiding(text)) == [text.index("<div"), text.rindex("<div")]


@pytest.mark.parametrize("piece", ["<b hidden>", "</i>", f"<p>{LINK}", "<b>[a](https://b)", "<a href=://>", "<"])
def test_the_depth_costs_no_more_than_the_length(piece: str) -> None:
    """A hundred thousand open elements: it ends, which it would not if every link looked at all of them."""
    wanted = [0] if "//" in piece else []
    assert list(hiding("<b hidden>" * 50_000 + piece * 50_000)) == wanted
