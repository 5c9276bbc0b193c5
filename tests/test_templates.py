"""Templates with faults of their own: who is stopped, what is told, what stays public, and that mending is enough."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import REPOSITORY
from county import document, small_county, told
from generator.errors import TemplateFault

SCRIPT = "<script>1</script>"
OWN = "themes/units/jinping/templates"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{% extends 'default/home.html' %}\n{% block main %}\n{{ page.nam }}\n{% endblock %}\n", 3),
        ("一\n{% if %}\n", 2),
    ],
)
def test_a_unit_with_a_faulty_template_of_its_own_fails_alone(tmp_path: Path, text: str, line: int) -> None:
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
