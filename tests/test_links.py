"""Addresses: relative between mountings that share a host, absolute where either has its own."""

from __future__ import annotations

import pytest

import specimens
from generator import links
from generator.model import Mount
from specimens import SITE, content, county, portal, unit

ROOT = portal()
PATH = unit("yangli")
OTHER = unit("caizheng", name="样例县财政局", short_name="财政局")
HOST = unit("jiuzhen", mount=Mount.HOST, host="https://jiuzhen.example/")


@pytest.mark.parametrize(
    ("here", "there", "url", "wanted"),
    [
        (PATH, PATH, "gg/index.html", "gg/index.html"),
        (PATH, OTHER, "info/2026-00001.html", "../caizheng/info/2026-00001.html"),
        (PATH, ROOT, "index.html", "../index.html"),
        (ROOT, PATH, "index.html", "yangli/index.html"),
        (ROOT, ROOT, "index.html", "index.html"),
        (PATH, HOST, "info/2026-00001.html", "https://jiuzhen.example/info/2026-00001.html"),
        (PATH, HOST, "gg/index.html", "https://jiuzhen.example/gg/"),
        (HOST, PATH, "index.html", "https://www.yangli.example/yangli/"),
        (HOST, ROOT, "units/index.html", "https://www.yangli.example/units/"),
        (HOST, HOST, "index.html", "index.html"),
    ],
)
def test_between_units(here: links.Place, there: links.Place, url: str, wanted: str) -> None:
    assert links.between(here, there, url, SITE) == wanted


def test_home_and_county_pages() -> None:
    assert [links.home(place, SITE) for place in (ROOT, PATH, HOST)] == [
        "index.html",
        "../index.html",
        "https://www.yangli.example/",
    ]
    assert [links.root_page(place, "units/index.html", SITE) for place in (ROOT, PATH, HOST)] == [
        "units/index.html",
        "../units/index.html",
        "https://www.yangli.example/units/",
    ]


def test_published_address_drops_the_index_page_only() -> None:
    base = "https://x.example/a/"
    assert links.address(base, "index.html") == base
    assert links.address(base, "gg/index.html") == f"{base}gg/"
    assert links.address(base, "info/reindex.html") == f"{base}info/reindex.html"
    assert links.base_address(HOST, SITE) == "https://jiuzhen.example/"


def test_targets_of_linked_columns() -> None:
    whole = county(*(content((), owner) for owner in (ROOT, PATH, OTHER, HOST)))
    assert links.target("https://x.example/a", PATH, whole) == ("https://x.example/a", "")
    assert links.target("caizheng:fdzdgknr/czyjs", PATH, whole) == ("../caizheng/fdzdgknr/czyjs/index.html", "财政局")
    assert links.target("caizheng:nosuch", PATH, whole) == ("../caizheng/index.html", "财政局")
    assert links.target("nosuch:gg", PATH, whole) == links.target("", PATH, whole) == ("", "")
    assert links.target("gg", PATH, whole) == ("gg/index.html", "yangli镇")
    assert links.target("yangli:gg", PATH, whole) == ("gg/index.html", "yangli镇")


def test_patterns_are_filled_with_encoded_values() -> None:
    pattern = specimens.PLATFORM.request
    assert links.filled(pattern, unit="财政局", number="a/1&b", title="") == (
        "https://platform.example/request?unit=%E8%B4%A2%E6%94%BF%E5%B1%80&number=a%2F1%26b&title="
    )
    assert links.filled("https://x.example/{other}", unit="a") == "https://x.example/{other}"
