"""What a county changes of its look without code, and what a unit changes of it for itself: counted by pages."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import REPOSITORY
from county import County, small_county
from generator.errors import UsageError
from generator.layers import Layer
from generator.theme import open_theme
from generator.theme_settings import rules

THEME = """\
name: mine
title: 我县的主题
extends: default
colors:
  red: "#1f5f8b"
  ink: "#1b2129"
  paper: "#f7f9fb"
typefaces:
  sans: [Source Han Sans SC, Microsoft YaHei, sans-serif]
  serif: FZXiaoBiaoSong-B05
logo: mountain.svg
"""
TEMPLATE = """\
{% extends "default/base.html" %}
{% block footer %}<p class="wide motto">山清水秀</p>{{ super() }}{% endblock %}
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 9 4 1l5 8z" fill="#fff"/></svg>'


def pages(county: County) -> dict[str, str]:
    """The HTML pages that a theme makes: all but those that only lead elsewhere."""
    return {
        path: text
        for path, data in county.tree().items()
        if path.endswith(".html") and "<header" in (text := data.decode())
    }


def themed(county: County, name: str = "mine") -> None:
    """Choose a theme."""
    site = (county.root / "site.yaml").read_text("utf-8")
    county.write("site.yaml", re.sub(r"(?m)^主题: .*$", f"主题: {name}", site))


def test_twenty_lines_and_a_template_change_every_page(tmp_path: Path) -> None:
    county = small_county(tmp_path, 3)
    county.build()
    before = pages(county)
    assert len(THEME.splitlines()) <= 20
    county.write("themes/mine/theme.yaml", THEME)
    county.write("themes/mine/templates/base.html", TEMPLATE)
    county.write("themes/mine/assets/mountain.svg", LOGO)
    themed(county)
    report = county.build()
    assert not [each for each in report.findings() if each.path.startswith("themes/")]
    after = pages(county)
    assert after.keys() == before.keys() and len(after) > 60
    assert not [path for path in after if after[path] == before[path]]
    assert all("山清水秀" in text for text in after.values())
    sheets = {path: data.decode() for path, data in county.tree().items() if re.search(r"assets/site-\w+\.css$", path)}
    assert len({path.rpartition("/")[2] for path in sheets}) == 1
    for path, text in sheets.items():
        last = text.splitlines()[-1]
        assert "--red:#1f5f8b;" in last and "--ink:#1b2129;" in last and "--paper:#f7f9fb;" in last
        assert '--sans:"Source Han Sans SC","Microsoft YaHei",sans-serif;' in last
        assert '--serif:"FZXiaoBiaoSong-B05";' in last
        logo = re.search(r'--logo:url\("(mountain-\w+\.svg)"\);', last)
        assert logo and (county.public / path).with_name(logo[1]).read_text() == LOGO
        for page in after.values():
            assert path.rpartition("/")[2] in page


def test_a_units_block_touches_its_own_pages_only(tmp_path: Path) -> None:
    """With the theme, the style sheet and the block that the manual shows."""
    county = small_county(tmp_path, 3)
    settings = next(each for each in shown("yaml") if each.startswith("name: mine"))
    block, style = shown("jinja")
    county.write("themes/mine/theme.yaml", settings)
    county.write("themes/mine/templates/base.html", style)
    county.write("themes/mine/assets/mine.css", ".lead { color: var(--link); }\n")
    county.write("themes/mine/assets/mountain.svg", LOGO)
    themed(county)
    county.build()
    before = county.tree()
    assert all(re.search(r"assets/mine-\w+\.css", text) for text in pages(county).values())
    own = [path for path in pages(county) if path.startswith("jinping/")]
    county.write("themes/units/jinping/templates/base.html", block.replace("default/", "mine/"))
    report = county.build()
    after = county.tree()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path for path in changed if path.endswith(".html")} == set(own)
    assert {path.partition("/")[0] for path in changed} == {"jinping"}
    assert all("值班电话" in after[path].decode() for path in own)
    assert {made.slug for made in report.units if made.written} == {"jinping"}


def shown(language: str) -> list[str]:
    """The pieces of a language that the manual shows."""
    text = (REPOSITORY / "docs/主题手册.md").read_text("utf-8")
    return re.findall(rf"(?m)^```{language}\n(.*?)^```", text, re.DOTALL)


def test_the_second_theme_stands_on_the_first(tmp_path: Path) -> None:
    county = small_county(tmp_path, 3)
    shutil.copytree(REPOSITORY / "themes/celadon", tmp_path / "themes/celadon")
    themed(county, "celadon")
    report = county.build()
    assert not [each for each in report.findings() if each.path.startswith("themes/")]
    found = pages(county)
    assert all(re.search(r"assets/celadon-\w+\.css", text) and "assets/site-" in text for text in found.values())


@pytest.mark.parametrize(
    ("colors", "fonts", "expected"),
    [
        ({"red": "red;}body{display:none"}, {}, "颜色"),
        ({"Red": "#fff"}, {}, "颜色"),
        ({}, {"serif": ('Song"; } body { display: none',)}, "字体的名字"),
        ({}, {"serif": ("url(https://fonts.example/a.woff2)",)}, "字体的名字"),
        ({}, {"song": ("SimSun",)}, "字体「song」不认识"),
    ],
)
def test_what_would_be_code_is_refused(
    colors: dict[str, str], fonts: dict[str, tuple[str, ...]], expected: str
) -> None:
    with pytest.raises(UsageError, match=expected):
        rules(colors, fonts, "")


def test_a_logo_that_is_not_there_is_told() -> None:
    layers = (Layer("mine", Path("nowhere"), logo="none.svg"), Layer("default", REPOSITORY / "themes/default"))
    with pytest.raises(UsageError, match=r"none\.svg"):
        open_theme(layers, "")
