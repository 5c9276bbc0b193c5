"""Links of the published pages: followed on the disk, told at the document that they stand in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from attachment_files import sheet, text_rows, xlsx
from county import County, document
from generator.published_links import Links, published_links

BODY = "第一段。\n\n见[名单](名单.xlsx)和[第二部分](#二)。\n\n## 二\n\n见[中国政府网](https://www.gov.cn/a)。\n"

BOOK = xlsx({"一": sheet(text_rows([["项目", "数"], ["甲", "1"]]))})


@pytest.fixture
def built(tmp_path: Path) -> County:
    """The portal and a township, each with a document of the same address that names a file and a heading."""
    county = County(tmp_path, ("portal", "jinping"))
    for slug in ("portal", "jinping"):
        county.write(f"content/{slug}/gg/a/a.md", document("甲", "2026-00001", slug=slug, body=BODY))
        county.write(f"content/{slug}/gg/a/名单.xlsx", BOOK)
        county.register(slug)
    county.build()
    return county


def followed(county: County) -> Links:
    site = county.task().site
    return published_links(county.root, county.root / "output", site)


def test_a_finished_county_has_no_dead_link(built: County) -> None:
    found = followed(built)
    assert found.dead == ()
    outward = found.outward["https://www.gov.cn/a"]
    assert outward.pages == ("info/2026-00001.html", "jinping/info/2026-00001.html")
    assert (outward.path, outward.place.line) == ("content/portal/gg/a/a.md", 15)


@pytest.mark.parametrize("slug", ["portal", "jinping"])
def test_a_dead_link_is_told_at_its_document(built: County, slug: str) -> None:
    folder = built.public if slug == "portal" else built.public / slug
    page = folder / "info" / "2026-00001.html"
    (file,) = (folder / "info" / "2026-00001").glob("*.xlsx")
    file.unlink()
    (dead,) = followed(built).dead
    assert (dead.code, dead.path) == ("W104", f"content/{slug}/gg/a/a.md") and file.name in dead.message
    text = page.read_text("utf-8")
    page.unlink()  # the tree's own file stays as it was
    page.write_text(text.replace(' id="', ' id="x'), "utf-8")
    assert any("的链接「#" in each.message for each in followed(built).dead)


def test_addresses_of_the_site_itself_are_followed_on_the_disk(built: County) -> None:
    base = built.task().site.base_url
    page = built.public / "jinping" / "gg" / "index.html"
    text = page.read_text("utf-8")
    page.unlink()
    links = (base, f"{base}jinping/gg/", f"{base}nowhere.html", "/jinping/gg/index.html", "/nowhere.html", "../gg/")
    page.write_text(text + "".join(f'<a href="{each}">甲</a>' for each in links), "utf-8")
    told = [each.message for each in followed(built).dead]
    assert len(told) == 2 and f"「{base}nowhere.html」" in told[1] and "「/nowhere.html」" in told[0]


def test_a_unit_with_a_host_of_its_own_is_followed_in_its_folder(tmp_path: Path) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    settings = tmp_path / "content/jinping/unit.yaml"
    own = "部署方式: 独立主机\n独立主机地址: https://jinping.county.example/\n"
    settings.write_text(settings.read_text("utf-8") + own, "utf-8")
    assert county.build().findings() == ()
    found = followed(county)
    assert found.dead == () and not [url for url in found.outward if url.startswith("https://jinping.county.example")]


def test_what_every_page_fills_in_is_asked_once(built: County) -> None:
    site = built.task().site
    prefix = site.footer.report_url.partition("{")[0]
    assert len([url for url in followed(built).outward if url.startswith(prefix)]) == 1
    plain = replace(site, footer=replace(site.footer, report_url="https://other.example/"))
    many = published_links(built.root, built.root / "output", plain).outward
    assert len([url for url in many if url.startswith(prefix)]) > 1
