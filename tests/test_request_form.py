"""The form that is printed: it asks for what 条例 第二十九条 names and for nothing else, on one sheet of paper."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from lxml import html

from conftest import Outcome, Workspace

GROUPS = (
    (
        "姓名或者名称、身份证明、联系方式",
        ("公民姓名", "身份证件", "单位名称", "统一社会信用代码", "联系电话", "通信地址"),
    ),
    ("名称、文号或者便于查询的其他特征性描述", ("名称", "文号", "其他特征性描述")),
    ("形式要求", ("获取信息的方式", "获取信息的途径")),
)
NEVER = (
    "用途",
    "理由",
    "照片",
    "职业",
    "年龄",
    "性别",
    "民族",
    "工作单位",
)  # of an applicant, 条例 asks for none of these


@pytest.fixture(scope="module")
def form(county: Workspace, first_build: Outcome) -> Path:
    """A township's form, built."""
    return (county.public / "jinping/ysqgk/form.html").resolve()


def test_the_three_groups_of_the_law_are_asked_for_in_order(form: Path) -> None:
    page = html.parse(str(form), html.HTMLParser(encoding="utf-8"))
    bodies = page.xpath('//table[contains(@class, "blank")][1]/tbody')
    assert len(bodies) == len(GROUPS)
    for body, (group, fields) in zip(bodies, GROUPS, strict=True):
        assert group in body.xpath('string(.//th[@scope="rowgroup"])')
        heads = [head.text_content() for head in body.xpath('.//th[@scope="row"]')]
        for wanted in fields:
            assert any(head.startswith(wanted) for head in heads), wanted
        assert not [head for head in heads for word in NEVER if word in head]


def test_what_is_filled_in_on_the_screen_is_sent_nowhere(form: Path) -> None:
    """The only form of the page is the search; the fields stand in none and have no names, so nothing can be sent."""
    page = html.parse(str(form), html.HTMLParser(encoding="utf-8"))
    [search] = page.xpath("//form | //*[@form]")
    assert search.get("role") == "search"
    assert search.get("action").endswith("search.html")
    fields = page.xpath("//main//input | //main//textarea")
    assert len(fields) == len(page.xpath("//main//td/input | //main//td/textarea | //main//td/label/input")) > 12
    for field in fields:
        kept = None if field.get("type") == "checkbox" else "off"  # a box has no such attribute
        assert (field.get("name"), field.get("id"), field.get("autocomplete")) == (None, None, kept)
        assert field.get("aria-label") or field.getparent().tag == "label"
    assert not page.xpath("//main//select | //main//button | //script[not(@src)][not(@type)]")


def test_it_names_the_office_and_the_clocks(form: Path, county: Workspace) -> None:
    words = html.parse(str(form), html.HTMLParser(encoding="utf-8")).xpath(
        'string(//section[@aria-labelledby="notes-title"])'
    )
    for line in (county.root / "content/jinping/unit.yaml").read_text("utf-8").splitlines():
        key, _, value = line.strip().partition(": ")
        if line.startswith("  ") and key in ("机构名称", "办公地址", "办公时间", "联系电话", "邮政编码"):
            assert value in words, key
    assert "7 个工作日内" in words and "20 个工作日内" in words and "15 个工作日" in words


@pytest.mark.parametrize("place", ["jinping/", "caizhengju/", ""])
def test_it_prints_on_one_sheet(county: Workspace, first_build: Outcome, place: str, tmp_path: Path) -> None:
    program = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("需要 chromium：apt-get install chromium fonts-noto-cjk")
    paper = tmp_path / "form.pdf"
    page = (county.public / f"{place}ysqgk/form.html").resolve()
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-pdf-header-footer")
    given = [program, *flags, f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={paper}", page.as_uri()]
    subprocess.run(given, check=True, capture_output=True, timeout=120)
    (sheet,) = pypdf.PdfReader(paper).pages
    assert (round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) == (595, 842)
