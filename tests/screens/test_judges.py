"""The judges of a page in a real browser: axe-core, a keyboard, no scripts at all; with the policy of a real server.

Here each in its short form; `python tests/screens/judging.py` is the long one.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from conftest import REPOSITORY, Outcome, Workspace
from county import small_county
from judging import SECOND, UNIT, Stage, asked, judged_by_axe, judged_by_keyboard, judged_without_scripts, staged

SEEN = ("portal.html", "home.html", "column.html", "side_by_side.html")  # of the second theme
WALKED = ("home.html", "official_document.html", "statutory.html", "search.html")


@pytest.fixture(scope="module")
def stage(
    county: Workspace, first_build: Outcome, chromium_driver: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """The example county on a server."""
    if not (REPOSITORY / "tests/node_modules/axe-core").is_dir():
        pytest.skip("需要 axe-core：make judges（要先有 npm）")
    with staged(county.root, tmp_path_factory.mktemp("hosted")) as found:
        yield found


def test_axe_finds_nothing(stage: Stage) -> None:
    """Every kind of page once, in the three views and three widths by turns."""
    assert judged_by_axe(stage) >= len(stage.kinds)


def test_axe_finds_nothing_in_the_second_theme(chromium_driver: list[str], tmp_path: Path) -> None:
    """Four kinds, a search and a page that is not there: by day and by night, in three widths by turns."""
    county = small_county(tmp_path / "county")
    site = (county.root / "site.yaml").read_text("utf-8")
    county.write("site.yaml", site.replace("主题: default", f"主题: {SECOND}"))
    county.build()
    with staged(county.root, tmp_path) as stage:
        few = replace(stage, kinds={name: stage.kinds[name] for name in SEEN})
        assert judged_by_axe(few, ("light", "dark")) == len(SEEN) + 2


def test_axe_and_the_watch_do_find(stage: Stage) -> None:
    """The judges are not blind: of a page that has faults each tells its own."""
    job = {"address": f"{UNIT}/index.html", "look": "light", "width": 360, "spoil": True}
    [found] = asked("axe.cjs", start=stage.start, jobs=[job])
    rules = {line.split()[0] for line in found["violations"]}
    assert {"image-alt", "color-contrast", "empty-heading"} <= rules
    assert found["overflow"] > 0
    told = "\n".join(found["told"])
    for wanted in ("foreign https://elsewhere.example/", "CSP style-src", "CSP script-src", "CSP img-src"):
        assert wanted in told


def test_the_tasks_of_a_citizen_by_keyboard(stage: Stage) -> None:
    """Skip link, search, tree, attachment, elderly view, form: with keys alone, every stop of the focus in sight."""
    found = judged_by_keyboard(stage, [stage.kinds[name].address for name in WALKED])
    assert found["file"].endswith((".docx", ".pdf", ".xlsx"))
    form = found["form"]
    assert form["filled"] == form["fields"]
    assert len(pypdf.PdfReader(BytesIO(base64.b64decode(form["paper"]))).pages) == 1
    assert found["keys"] > 300


def test_without_scripts_nothing_is_lost(stage: Stage) -> None:
    assert judged_without_scripts(stage, f"{UNIT}/index.html", f"{UNIT}/") > 50
