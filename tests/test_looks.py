"""What is told of themes: style sheets read, colours reckoned, faults at their lines, each told once and kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from county import document, small_county
from generator.check import check_look
from generator.colors import Color, color, contrast, families
from generator.layers import chain
from generator.looks import look
from generator.model import Finding, Look
from generator.stylesheets import declarations

THEMES = Path(__file__).resolve().parent.parent / "themes"
MINE = "name: mine\nextends: default\n"


# ── style sheets and colours ────────────────────────────────────────────────────────────────────────────────────


def test_declarations_have_their_places() -> None:
    text = """/* a: b;
*/
:root { --red: #f00;
  --blue: url("a;b}c"); }
@media (prefers-color-scheme: dark) { .a > .b { color: red; background: url(data:image/png;base64,AA==) } }
@media print { p { color: #000; } }
"""
    found = list(declarations("x.css", text))
    assert [(each.line, each.selector, each.name, each.value) for each in found] == [
        (3, ":root", "--red", "#f00"),
        (4, ":root", "--blue", 'url("a;b}c")'),
        (5, ".a > .b", "color", "red"),
        (5, ".a > .b", "background", "url(data:image/png;base64,AA==)"),
        (6, "p", "color", "#000"),
    ]
    assert [each.on_screen for each in found] == [True, True, True, True, False]
    assert found[2].conditions == "@media (prefers-color-scheme: dark)"


@pytest.mark.parametrize("text", ["", "}", "{{{", "a{b:c", "/*", '"', "(((((", "a{(b:c;)}"])
def test_whatever_is_written_is_read(text: str) -> None:
    assert all(each.path == "x.css" for each in declarations("x.css", text * 500))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("#fff", (255, 255, 255, 1)),
        ("#00000080", (0, 0, 0, 128 / 255)),
        ("rgb(10 20 30 / 50%)", (10, 20, 30, 0.5)),
        ("rgba(10, 20, 30, .5)", None),
        ("var(--red)", (154, 27, 30, 1)),
        ("var(--none, #010203)", (1, 2, 3, 1)),
        ("color-mix(in srgb, #000 25%, #fff)", (191.25, 191.25, 191.25, 1)),
        ("color-mix(in srgb, var(--red), transparent)", (154, 27, 30, 0.5)),
        ("color-mix(in oklab, #000, #fff)", None),
        ("var(--loop)", None),
        ("hotpink", None),
    ],
)
def test_colors_are_read(written: str, expected: tuple[float, ...] | None) -> None:
    found = color(written, {"red": "#9a1b1e", "loop": "var(--loop)"})
    assert found == (None if expected is None else Color(*expected))


def test_contrast_is_that_of_the_standard() -> None:
    """Known pairs of WCAG: the extremes, and the grey that just fails."""
    white = Color(255, 255, 255)
    assert contrast(Color(0, 0, 0), white) == pytest.approx(21)
    assert contrast(white, white) == 1
    assert contrast(Color(119, 119, 119), white) == pytest.approx(4.478, abs=0.001)
    assert contrast(Color(0, 0, 0, 0.0), white) == 1, "what is not there is not read"


def test_hues_are_counted_around_the_circle() -> None:
    assert [families(each, 30) for each in ((), (5,), (350, 10), (0, 40), (0, 20, 40, 60), range(0, 360, 5))] == [
        *(0, 1, 1, 2, 2, 11),
    ]


# ── what is told ────────────────────────────────────────────────────────────────────────────────────────────────


def judged(root: Path, files: dict[str, str]) -> list[Finding]:
    """What is told of a theme `mine` that is made of these files over the default one."""
    for name, text in {"theme.yaml": MINE, **files}.items():
        path = root / "themes/mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / "site.yaml").write_text("名称: 甲\n颜色:\n  red: '#9a1b1e'\n", "utf-8")
    return list(check_look(look(chain(root / "themes", "mine", "", {"red": "#9a1b1e"}), root)))


def test_the_themes_that_ship_are_clean() -> None:
    for name in ("default", "jingdong", "celadon"):
        assert check_look(look(chain(THEMES, name), THEMES.parent)) == ()


def test_a_colour_of_the_night_is_told_at_its_line(tmp_path: Path) -> None:
    sheet = (THEMES / "default/assets/site.css").read_text("utf-8").replace("--text: #e9e4db", "--text: #666666")
    found = judged(tmp_path, {"assets/site.css": sheet})
    line = sheet[: sheet.index("--text: #666666")].count("\n") + 1
    text = [each for each in found if "夜间文字 --text" in each.message]
    assert {(each.code, each.path, each.line) for each in text} == {("C101", "themes/mine/assets/site.css", line)}
    assert len(text) == 5 and not [each for each in found if "白天" in each.message]


def test_a_colour_of_the_settings_is_told_there(tmp_path: Path) -> None:
    found = judged(tmp_path, {"theme.yaml": f"{MINE}colors:\n  ink: '#999999'\n"})
    assert ("themes/mine/theme.yaml", 1) not in {(each.path, each.line) for each in found}
    assert all(each.code == "C101" for each in found)
    pair = f"{MINE}contrast: [ink/paper]\ncolors:\n  ink: '#999999'\n"
    assert ("themes/mine/theme.yaml", 5) in {(each.path, each.line) for each in judged(tmp_path, {"theme.yaml": pair})}


def test_what_cannot_be_reckoned_is_said(tmp_path: Path) -> None:
    found = judged(tmp_path, {"theme.yaml": f"{MINE}contrast: [nothing/paper]\n"})
    assert [(each.path, each.line, each.message) for each in found] == [
        ("themes/mine/theme.yaml", 3, "颜色 --nothing 程序算不出（主题里没有）")
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('data-view="elderly"', 'data-view="other"', "没有长辈版的开关"),
        ("localStorage", "sessionStorage", "没有把长辈版的选择记在本机的脚本"),
        ("  .elderly { font-size: 130%; line-height: 1.8; }", "", "长辈版没有放大字号"),
        ("min-width: 60px; min-height: 60px", "min-width: 60px; min-height: 44px", "按钮的高放到 60 像素"),
        ("function begin() {", "function begin() { window.open('x');", "脚本里有弹窗（window.open）"),
        ("--ink: #221f1c;", "--ink: #221f1c; } .ad { position: fixed;", "“.ad”浮在页面上"),
        ("1.6; text-align", "1.6; font-size: .75rem; text-align", "“.example”的字只有 15.6 像素"),
    ],
)
def test_an_elderly_view_that_lacks_something(tmp_path: Path, old: str, new: str, told: str) -> None:
    theme = tmp_path / "themes/default"
    shutil.copytree(THEMES / "default", theme)
    changed = 0
    for path in sorted(theme.rglob("*.*")):
        text = path.read_text("utf-8")
        path.write_text(text.replace(old, new), "utf-8")
        changed += old in text
    assert changed
    found = [each for each in judged(tmp_path, {}) if each.code == "C102"]
    assert len(found) == 1 and told in found[0].message


def test_a_unit_that_brings_the_emblem_is_told_and_the_portal_is_not(tmp_path: Path) -> None:
    county = small_county(tmp_path, 1)
    for slug in ("jinping", "portal"):
        county.write(f"themes/units/{slug}/assets/guohui.png", b"\x89PNG")
    wanted = [("W107", "themes/units/jinping/assets/guohui.png")]
    assert [(each.code, each.path) for each in county.check()] == wanted
    report = county.build()
    assert [(each.code, each.path) for each in report.across] == wanted
    assert report.released, "an error in a theme keeps nothing back"
    (tmp_path / "themes/units/jinping/assets/guohui.png").unlink()
    assert county.check() == county.build().findings() == ()


def test_a_theme_is_looked_at_when_it_changes_and_not_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    county = small_county(tmp_path, 1)
    county.write("themes/mine/theme.yaml", f"{MINE}colors: {{ink: '#999999'}}\n")
    site = (tmp_path / "site.yaml").read_text("utf-8").replace("主题: default", "主题: mine")
    county.write("site.yaml", site)
    first = county.build().across
    assert {each.code for each in first} == {"C101"}
    seen: list[str] = []

    def noting(each: Look) -> tuple[Finding, ...]:
        seen.append(each.path)
        return ()

    monkeypatch.setattr("generator.check.check_look", noting)
    county.write("content/jinping/gg/new.md", document("新的", "2026-00009"))
    assert county.build().across == first and seen == []
    county.write("themes/mine/theme.yaml", MINE)
    assert county.build().across == () and seen == ["themes/mine/theme.yaml"]
