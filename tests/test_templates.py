"""Templates with faults of their own: who is stopped, what is told, what stays public, and that mending is enough."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from jinja2 import DictLoader

from conftest import REPOSITORY
from county import document, small_county, told
from generator.errors import TemplateFault
from generator.templates import TemplateEnvironment

SCRIPT = "<script>1</script>"
OWN = "themes/units/jinping/templates"


LOOP = "{% extends 'home.html' %}"
GB = "<p>\n{# 首页 #}".encode("gb18030")


TEN = "'0123456789'"
NEST = "".join(f"{{% for {name} in {TEN} %}}" for name in "abcdefg")
LOOPS = """{%- for a in words %}{{ loop.index }}/{{ loop.length }}{{ a }}{{ '。' if loop.last else ',' }}{% endfor -%}
{%- for a in words if a != '甲' %}{{ a }}{% endfor -%}
{%- for name, more in tree recursive %}{{ name }}{{ loop(more) }}{% endfor -%}
{%- for a in words|map('string') %}{% else %}{% endfor %}{% for a in [] %}{% else %}无{% endfor -%}"""
ENDS = "{% endfor %}" * 7
ROWS = f"{{% for a in {TEN} * 1000 %}}\n{'甲' * 5000}\n{{% endfor %}}"


def own_theme(root: Path, template: str, old: str, new: str) -> str:
    """The default theme in the workspace with something replaced in a template; where that is, as it is told."""
    theme = root / "themes/default"
    shutil.rmtree(theme, ignore_errors=True)
    shutil.copytree(REPOSITORY / "themes/default", theme)
    text = (theme / "templates" / template).read_text("utf-8")
    assert old in text
    (theme / "templates" / template).write_text(text.replace(old, new, 1), "utf-8")
    return f"themes/default/templates/{template}:{text[: text.index(old)].count(chr(10)) + 1}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GB, 2),
        (LOOP, 1),
        ("{% import 'default/parts.html' as parts %}\n{{ 1 + 'a' }}", 2),
        ("\n\n{{ 'nothing.css'|asset(root) }}", 3),
        ("{% extends 'default/home.html' %}\n{% block main %}\n<iframe></iframe>{% endblock %}", 3),
        ("{% extends 'default/home.html' %}\n{% block main %}\n{{ page.nam }}\n{% endblock %}\n", 3),
        ("一\n{% if %}\n", 2),
    ],
)
def test_a_unit_with_a_faulty_template_of_its_own_fails_alone(tmp_path: Path, text: str | bytes, line: int) -> None:
    """The template and its line are named, the unit keeps its last pages, the others are built."""
    county = small_county(tmp_path)
    county.build()
    old = county.tree()
    county.write("themes/units/jinping/templates/home.html", text)
    county.write("content/caizhengju/gg/new.md", document("关于新事项的通知", "2026-00077", slug="caizhengju"))
    report = county.build()
    faults = [each for each in report.findings() if each.code == "U112"]
    assert [(each.path, each.line) for each in faults] == [("themes/units/jinping/templates/home.html", line)]
    assert not report.crashes()
    assert [unit.slug for unit in report.units if unit.broken] == ["jinping"]
    new = county.tree()
    assert "caizhengju/info/2026-00077.html" in new
    assert {path: data for path, data in new.items() if path.startswith("jinping/")} == {
        path: data for path, data in old.items() if path.startswith("jinping/")
    }


def test_a_faulty_theme_stops_the_build_and_names_its_line(tmp_path: Path) -> None:
    """What every unit would show concerns everybody: nothing is published, the old county stays."""
    county = small_county(tmp_path)
    county.build()
    old = county.tree()
    shutil.copytree(REPOSITORY / "themes/default", tmp_path / "themes/default")
    broken = tmp_path / "themes/default/templates/column.html"
    broken.write_text(f"{broken.read_text('utf-8')}\n{{% endfor %}}\n", "utf-8")
    with pytest.raises(TemplateFault, match="主题模板有误") as caught:
        county.build()
    lines = broken.read_text("utf-8").count("\n")
    assert caught.value.where == f"themes/default/templates/column.html:{lines}"
    assert county.tree() == old


def test_a_mended_template_gives_its_document_back(tmp_path: Path) -> None:
    """A page that its unit's template spoiled is back after the next ordinary build; nothing else had been edited."""
    county = small_county(tmp_path)
    text = "{% extends 'default/document.html' %}{% block article %}{% if '3' in page.title %}SCRIPT{% endif %}OK"
    text += "{% endblock %}"
    county.write(f"{OWN}/document.html", text.replace("SCRIPT", SCRIPT))
    assert [each.path for each in county.build().findings() if each.code == "F209"] == ["content/jinping/gg/n3.md"]
    assert county.build().total("written") == 0, "with the same template there is nothing to try again"
    assert "F209" in str(told(county.check()))
    page = county.public / "jinping/info/2026-00003.html"
    assert not page.exists()
    county.write(f"{OWN}/document.html", text.replace("SCRIPT", "mended"))
    report = county.build()
    assert "F209" not in str(told(report.findings())) and "mended" in page.read_text("utf-8")
    mended = county.tree()
    assert county.build(clean=True) and county.tree() == mended


@pytest.mark.parametrize(
    ("template", "old", "new", "fault"),
    [
        ("base.html", "<main ", "<p style='color:red'></p>\n<main ", "style"),
        ("base.html", "</head>", "<link rel='stylesheet' href='https://cdn.example/x.css'>\n</head>", "外站资源"),
        ("base.html", "</head>", "<script\n async>{{ frame.unit_name }}</script></head>", "<script>"),
        ("document.html", "<article", "{% if '3' in page.title %}<iframe></iframe>{% endif %}<article", "<iframe>"),
        ("not_found.html", "{% block main %}", "{% block main %}<p onclick='x'>{{ root }}</p>", "onclick"),
    ],
)
def test_a_theme_that_the_last_gate_refuses_is_not_published_in_part(
    tmp_path: Path, template: str, old: str, new: str, fault: str
) -> None:
    """The build stops before the switch and names the line of the template; mended, it goes on."""
    county = small_county(tmp_path)
    county.build()
    before = county.tree()
    county.write("content/jinping/gg/n1.md", document("新的标题", "2026-00001"))
    place = own_theme(tmp_path, template, old, new)
    with pytest.raises(TemplateFault) as caught:
        county.build()
    path, _, line = caught.value.where.rpartition(":")
    assert fault in str(caught.value) and place.startswith(path) and 0 <= int(line) - int(place.split(":")[1]) <= 1
    assert county.tree() == before
    own_theme(tmp_path, template, old, old)
    assert not county.build().crashes()
    assert "新的标题" in (county.public / "jinping/info/2026-00001.html").read_text("utf-8")


def test_what_a_template_makes_of_its_values_is_its_own_too(tmp_path: Path) -> None:
    """The template's text does not show the fault, but pages of several units do, and bodies do not."""
    county = small_county(tmp_path)
    new = "{% set host = 'https://cdn.example' %}<link rel='stylesheet' href='{{ host }}/x.css'>\n</head>"
    own_theme(tmp_path, "base.html", "</head>", new)
    with pytest.raises(TemplateFault, match="外站资源"):
        county.build()


def test_a_template_that_spoils_one_document_costs_that_one(tmp_path: Path) -> None:
    """The document is withheld, and its editor is told that the template did it; in two units it is everybody's."""
    county = small_county(tmp_path)
    place = own_theme(
        tmp_path, "document.html", "<article", "{% if '只此' in page.title %}<iframe></iframe>{% endif %}<article"
    )
    county.write("content/jinping/gg/n1.md", document("只此一条", "2026-00001"))
    (found,) = (each for each in county.build().findings() if each.code == "F209")
    assert found.path == "content/jinping/gg/n1.md" and "模板" in found.fix
    assert "{} 第 {} 行".format(*place.split(":")) in found.message
    assert (county.public / "jinping/info/2026-00002.html").exists()
    county.write("content/caizhengju/gg/n1.md", document("不只此处", "2026-00001", slug="caizhengju"))
    with pytest.raises(TemplateFault):
        county.build(clean=True)


def test_a_fault_of_bodies_stays_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the sanitizer ever let something through, no editor can stop the county with it."""
    county = small_county(tmp_path)
    monkeypatch.setattr("generator.theme.render_body", lambda body, *_: "<iframe>" if "坏" in body.source else "")
    for number in (1, 2):
        for slug in ("jinping", "caizhengju"):
            text = document(f"通知{number}", f"2026-{number:05d}", slug=slug, body="坏的正文。\n")
            county.write(f"content/{slug}/gg/n{number}.md", text)
    report = county.build()
    assert [each.code for each in report.findings()].count("F209") == 4
    assert not [each for each in report.findings() if "模板" in each.message]
    assert (county.public / "jinping/info/2026-00003.html").exists()


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        (f"\n{NEST}{ENDS}", "循环", 2),
        (f"{{% macro m() %}}{NEST}x{ENDS}{{% endmacro %}}\n{{{{ m() }}}}", "循环", 1),
        (f"{{% for a in [1]|map('string') %}}\n{{% for b in {TEN} * 200000 %}}{{% endfor %}}{{% endfor %}}", "循环", 2),
        (f"\n{ROWS}", "内容", 2),
        (f"{{% macro m() %}}{ROWS}{{% endmacro %}}\n{{{{ m() }}}}", "内容", None),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", "没有尽头", 1),
        ("{% for a in range(9) %}{% endfor %}", "range", 1),
    ],
)
def test_templates_that_do_not_end_are_told(tmp_path: Path, text: str, fault: str, line: int | None) -> None:
    """Turns of loops and characters are counted, wherever they are spent; the unit alone is stopped."""
    county = small_county(tmp_path, 1)
    county.write(f"{OWN}/home.html", text)
    (found,) = (each for each in county.build().findings() if each.code == "U112")
    assert fault in found.message and found.path == f"{OWN}/home.html" and line in (found.line, None)


def test_loops_below_the_bounds_are_as_they_were() -> None:
    """What a loop tells of itself, its conditions and its recursion do not know that it is counted."""
    environment = TemplateEnvironment(DictLoader({"a": LOOPS}))
    assert (
        environment.fill("a", {"words": ["甲", "乙", "丙"], "tree": [("子", [("孙", [])])]})
        == "1/3甲,2/3乙,3/3丙。乙丙子孙无"
    )
    assert environment.turns == 10, "a loop with a condition is counted before and after it"


def test_what_is_kept_of_templates_holds_in_its_own_place_alone(tmp_path: Path) -> None:
    """A compiled template that got where the names of another belong is passed over, and written again."""
    templates = {"a.html": "{% include 'b.html' %}", "b.html": ""}
    one = TemplateEnvironment(DictLoader(templates), tmp_path)
    one.get_template("a.html")
    assert one.named_in("a.html", templates["a.html"]) == ("b.html",)
    (names,) = tmp_path.glob("*.names")
    other = next(path for path in tmp_path.iterdir() if path != names)
    kept = names.read_bytes()
    names.write_bytes(other.read_bytes())
    assert one.named_in("a.html", templates["a.html"]) == ("b.html",)
    assert names.read_bytes() == kept
