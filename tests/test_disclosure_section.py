"""The one form of the disclosure section (国办公开办函〔2019〕61号), and what a home answers at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from generator.fragments import Memo
from generator.layers import chain, stamp
from generator.model import Page
from generator.plan import Plan, plan
from generator.render import render
from generator.theme import Theme, open_theme
from generator.views._head import Head
from specimens import TODAY, content, county, document, portal, unit

THEMES = Path(__file__).resolve().parent.parent / "themes"
FIXED = ("zn/index.html", "zd/index.html", "fdzdgknr/index.html", "nb/index.html", "ysqgk/index.html")
LEAF = "fdzdgknr/zjd"


@pytest.fixture(scope="module")
def made() -> Plan:
    """A township below a portal, with a document in one leaf."""
    mine = content((document(1, column=LEAF, title="样例镇人民政府关于宅基地审批结果的通知"),), unit(parent="portal"))
    return plan(mine, county(mine, content((), portal())), TODAY)


@pytest.fixture(scope="module")
def theme() -> Theme:
    """The default theme."""
    layers = chain(THEMES, "default")
    return open_theme(layers, stamp(layers))


def page_of(made: Plan, url: str) -> Page:
    """The page at an address."""
    return next(page for page in made.pages if page.url == url)


def drawn(made: Plan, theme: Theme, url: str) -> html.HtmlElement:
    """A page as a reader's browser has it."""
    rendered = render(page_of(made, url), made.frame, theme, Memo())
    assert rendered.data and rendered.findings == ()
    return html.fromstring(rendered.data.decode())


def texts(page: html.HtmlElement, path: str) -> list[str]:
    """The words of the elements on a path."""
    return [" ".join(found.text_content().split()) for found in page.xpath(path)]


def test_the_fixed_pages_stand_beside_each_of_them(made: Plan, theme: Theme) -> None:
    names = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"]
    for url, name in zip(FIXED, names, strict=True):
        page = drawn(made, theme, url)
        assert texts(page, "//nav[@class='tabs']//a") == names
        assert texts(page, "//nav[@class='tabs']//a[@aria-current='page']") == [name]
        assert page.xpath("//nav[@class='leaves']") == []


def test_beside_a_leaf_stands_the_tree(made: Plan, theme: Theme) -> None:
    page = drawn(made, theme, f"{LEAF}/index.html")
    assert texts(page, "//nav[@class='tabs']//a[@aria-current='true']") == ["法定主动公开内容"]
    tree = page.xpath("//nav[@class='leaves']")[0]
    column = next(each for each in unit().columns if each.key == "fdzdgknr")
    assert texts(tree, ".//a") == [each.name for each in column.children]
    (lit,) = tree.xpath(".//a[@aria-current]")
    assert lit.get("href") == f"../../{LEAF}/index.html"
    order = [each.tag for each in page.xpath("//div[contains(@class,'beside')]/*")]
    assert order == ["nav", "main", "nav"]  # who skips to the content, or has a narrow screen, reads the list first


def test_only_pages_of_the_section_depend_on_its_names(made: Plan) -> None:
    heads = ((page.url, getattr(page.payload, "head", None)) for page in made.pages)
    beside = {url for url, head in heads if isinstance(head, Head) and head.tabs}
    assert beside >= {*FIXED, f"{LEAF}/index.html"}
    assert not [url for url in beside if url == "index.html" or url.startswith(("info/", "gg/", "mulu/"))]


def test_a_units_home_answers_at_once(made: Plan, theme: Theme) -> None:
    page = drawn(made, theme, "index.html")
    office = unit().office
    desk = page.xpath("//aside[@class='desk']")[0]
    assert texts(desk, ".//h2") == ["联系我们", "申请公开", "投诉举报"]
    words = desk.text_content()
    assert office.address in words and office.hours in words and office.name in words
    assert desk.xpath(".//a[starts-with(@href,'tel:')]/@href")[0] == f"tel:{office.phone}"
    assert "样例县人民政府" in words and desk.xpath(".//a/@href")[-1] == "zn/index.html#guide-remedy"
    assert texts(page, "//ul[@class='entrances']/li//a")[2] == "法定主动公开内容"
    assert page.xpath("//ul[@class='units']//a/@href")[0].startswith("fdzdgknr/")
    assert {link.lstrip("#") for link in page.xpath("//p[@class='jump']/a/@href")} <= set(page.xpath("//@id"))


def test_the_portal_finds_documents_and_units(theme: Theme) -> None:
    mine = content((), unit(parent="portal"))
    root = content((), portal())
    page = drawn(plan(root, county(mine, root), TODAY), theme, "index.html")
    (form,) = page.xpath("//form[@class='finder-search']")
    assert form.get("action") == "search.html" and form.xpath(".//input/@name") == ["q"]
    first = page.xpath("//details")[0]
    assert first.get("open") is not None and first.xpath(".//li/a/@href") == ["yangli/index.html"]


def test_a_title_is_broken_before_what_it_is_about(made: Plan, theme: Theme) -> None:
    page = drawn(made, theme, "info/2026-00001.html")
    assert texts(page, "//h1") == ["样例镇人民政府关于宅基地审批结果的通知"]
    assert texts(page, "//h1/span") == ["样例镇人民政府", "关于宅基地审批结果的通知"]


def test_pages_hold_no_style_nor_handler_of_their_own(made: Plan, theme: Theme) -> None:
    addresses = [page.url for page in made.pages if page.url.endswith(".html")]
    assert len(addresses) > 30
    for url in addresses:
        page = drawn(made, theme, url)
        assert page.xpath("//@style | //@*[starts-with(name(), 'on')] | //style") == [], url
        assert len(page.xpath("//h1")) == 1, url
