"""What a round leaves behind: the page, the report for machines, a file for every unit; the same from any machine."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from benchmarks.published import TODAY, county, write
from conftest import Workspace
from federated import Seeded, seeded
from generator.federation import writing
from test_federate import harvested, told
from test_federate_history import gone

WHEN = ("--today", TODAY.isoformat())


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    """Its public folder lies where a workspace has it, with the sources beside it."""
    made = seeded(tmp_path_factory.mktemp("seeded"))
    (made.root / "site.yaml").touch()
    return made


@pytest.fixture(scope="module")
def report(planted: Seeded) -> dict[str, Any]:
    done = Workspace(planted.root).run("federate", str(planted.public), *WHEN, "--workers", "2")
    assert done.status == 1, done.errors
    found: dict[str, Any] = json.loads((planted.root / "output/federation/report.json").read_text("utf-8"))
    return found


def test_the_report_names_unit_file_line_cause_and_cure(planted: Seeded, report: dict[str, Any]) -> None:
    found = {(each["unit"], each["code"], each["path"], each["line"]) for each in report["faults"]}
    assert {(each.unit, each.code, each.path, each.line) for each in planted.sown} <= found
    assert all(each["message"] and each["fix"] and each["law"] for each in report["faults"])
    counts = report["counts"]
    assert counts["total"] == sum(count for name, count in counts.items() if name != "total")
    for name, count in counts.items():
        assert count == sum(unit["counts"][name] for unit in report["units"])
    assert sum(unit["faults"] for unit in report["units"]) == len(report["faults"])


def test_every_unit_gets_its_own_file(planted: Seeded, report: dict[str, Any]) -> None:
    folder = planted.root / "output/federation/feedback"
    assert {path.stem for path in folder.iterdir()} == {unit["slug"] for unit in report["units"]}
    assert "没有要改的问题。" in (folder / "u079.md").read_text("utf-8")
    for each in planted.sown:
        text = (folder / f"{each.unit}.md").read_text("utf-8")
        assert each.code in text and f"`{each.path}:{each.line}`" in text and "- 改法：" in text


def test_processes_and_repetition_change_no_byte(planted: Seeded, report: dict[str, Any], tmp_path: Path) -> None:
    first = planted.root / "output/federation"
    options = (str(planted.public), *WHEN, "--workers", "serial", "--output", str(tmp_path))
    Workspace(planted.root).run("federate", *options)
    files = sorted(path.relative_to(first) for path in first.rglob("*.*") if path.suffix)
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*") if path.suffix)
    assert all((first / path).read_bytes() == (tmp_path / path).read_bytes() for path in files)


def test_the_page_shows_every_fault_and_is_sound(
    planted: Seeded, report: dict[str, Any], nu_checker: list[str]
) -> None:
    page = planted.root / "output/federation/index.html"
    text = page.read_text("utf-8")
    for each in planted.sown:
        assert f"<code>{each.path}:{each.line}</code>" in text and f'href="#u-{each.unit}"' in text
    done = subprocess.run([*nu_checker, str(page)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def test_units_that_are_held_or_gone_are_told(tmp_path: Path) -> None:
    made = county(3, 12)
    write(tmp_path, made.values())
    before = harvested(tmp_path)
    writing.write(tmp_path / "out", before, {})
    gone(6)(made["u001"])
    del made["u002"]
    write(tmp_path, made.values())
    after = harvested(tmp_path, before.state)
    page = writing.write(tmp_path / "out", after, {}).read_text("utf-8")
    assert {code for _, code, *_ in told(after)} == {"H208", "H807"}
    assert "示例县第1单位</a>：已知 12 条" in page and "上次采集过的单位 u002 不在名录里了" in page
    assert not (tmp_path / "out/feedback/u002.md").exists(), "it is told with the county"
    assert "结果：搁置。信息 12 条：搁置 12。" in (tmp_path / "out/feedback/u001.md").read_text("utf-8")


def test_what_others_publish_becomes_no_markup_and_gives_no_person_away(tmp_path: Path) -> None:
    made = county(2, 12)
    title = "<script>alert(1)</script>[点这里](https://bad.example/)\n# 张某 532724197103050032"
    for record in made["u001"].records[:2]:
        record["title"], record["date_published"] = title, "2026-01-06"
    write(tmp_path, made.values())
    found = harvested(tmp_path)
    page = writing.write(tmp_path / "out", found, {}).read_text("utf-8")
    text = (tmp_path / "out/feedback/u001.md").read_text("utf-8")
    everything = page + text + (tmp_path / "out/report.json").read_text("utf-8")
    assert "H209" in {code for _, code, *_ in told(found)}
    assert "<script" not in page and "\\<script>" in text and "\\[点这里]" in text
    assert "532724197103050032" not in everything
    assert not [line for line in text.splitlines() if line.startswith("# 张某")]


def test_a_wrong_call_is_told(planted: Seeded, tmp_path: Path) -> None:
    workspace = Workspace(planted.root)
    done = workspace.run("federate", str(tmp_path / "none"))
    assert done.status == 2 and "没有这个文件夹" in done.errors
    done = workspace.run("federate", str(planted.public), *WHEN, "--accept", "nowhere", "--output", str(tmp_path))
    assert (
        done.status == 2 and "名录里没有「nowhere」这个单位" in done.errors and not (tmp_path / "state.json").exists()
    )
    done = workspace.run("federate", str(planted.public), *WHEN, "--workspace", str(tmp_path))
    assert done.status == 2 and "不是工作区" in done.errors
    done = workspace.run("federate", "http://127.0.0.1:1/", "--workers", "many", "--output", str(tmp_path))
    assert done.status == 2 and "--workers" in done.errors


def test_codes_are_explained(planted: Seeded) -> None:
    done = Workspace(planted.root).run("explain", "h208")
    assert done.status == 0 and "整个单位先搁置" in done.output and "--accept" in done.output
