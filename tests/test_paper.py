"""The directories to print: what they hold, that every cell is text, that the same catalogue gives the same bytes."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from conftest import REPOSITORY, Workspace
from county import County, document
from generator.official_fields import FOUR, FOURTEEN, heads
from generator.paper import workbook

CATALOG: dict[str, Any] = {
    "unit": {"name": "示例县 A&B 局"},
    "documents": [
        {
            "identifier": "x/2026-00001",
            "title": '=HYPERLINK("http://evil.example")',
            "summary": "-12.50",
            "date_written": "2026-01-04",
            "date_published": "2026-01-06",
            "issuing_agency": "@局",
            "subject_terms": ["甲", "乙"],
            "openness": "proactive",
            "url": "https://x.example/info/2026-00001.html",
            "validity": "in_force",
        },
    ],
}


@pytest.mark.parametrize("columns", [FOUR, FOURTEEN])
def test_every_cell_is_text(columns: tuple[tuple[str, str], ...]) -> None:
    data = workbook(CATALOG, columns)
    (sheet,) = load_workbook(io.BytesIO(data)).worksheets
    header, cells = sheet.iter_rows()
    assert tuple(cell.value for cell in header) == heads(columns)
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert cells[1].value == '=HYPERLINK("http://evil.example")' and cells[2].value == "-12.50"
    assert sheet.print_title_rows == "$1:$1" and sheet.page_setup.orientation == "landscape"
    inside = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inside and "示例县 A&amp;&amp;B 局政府信息公开目录" in inside


def test_the_same_catalogue_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert workbook(CATALOG, FOURTEEN) == workbook(CATALOG, FOURTEEN)
    monkeypatch.setenv("TZ", "America/New_York")
    assert workbook(CATALOG, FOUR) == workbook(CATALOG, FOUR)


def test_the_verb_writes_both_of_each_unit_that_is_public(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.write("content/jinping/gg/a.md", document("通知", "2026-00001"))
    county.register()
    workspace = Workspace(tmp_path)
    early = workspace.run("catalogue", "jinping")
    assert early.status == 1 and "先运行 gongkai build" in early.errors
    workspace.build()
    done = workspace.run("catalogue")
    assert done.status == 0 and "jinping: 1 条" in done.output
    folder = tmp_path / "output/catalogue"
    assert {path.name for path in folder.iterdir()} == {
        f"{slug}-catalog-{number}.xlsx" for slug in ("portal", "jinping", "caizhengju") for number in (4, 14)
    }
    (sheet,) = load_workbook(folder / "jinping-catalog-4.xlsx").worksheets
    assert [cell.value for cell in sheet[2]][1] == "通知"
    first = (folder / "jinping-catalog-14.xlsx").read_bytes()
    assert workspace.run("catalogue", "jinping", "--to", str(tmp_path / "here")).status == 0
    assert (tmp_path / "here/jinping-catalog-14.xlsx").read_bytes() == first


def test_a_unit_to_practise_on_is_not_missed(tmp_path: Path) -> None:
    """It is never published, so a county that has one is not faulty for that."""
    county = County(tmp_path)
    site = tmp_path / "site.yaml"
    site.write_text(site.read_text("utf-8") + "演示单位: [caizhengju]\n", "utf-8")
    county.register()
    workspace = Workspace(tmp_path)
    workspace.build()
    done = workspace.run("catalogue")
    assert done.status == 0 and "caizhengju" not in done.output + done.errors


def test_without_the_library_the_verb_says_what_to_do(tmp_path: Path) -> None:
    County(tmp_path)
    Workspace(tmp_path).build()
    code = "import sys; sys.modules['xlsxwriter'] = None; from generator.cli import main; main()"
    command = [sys.executable, "-c", code, "--root", str(tmp_path), "catalogue"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert done.returncode != 0 and "pip install 'gongkai[report]'" in done.stderr and "catalog.csv" in done.stderr
    assert "Traceback" not in done.stderr
