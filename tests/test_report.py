"""The compliance report: verdicts, clocks, ledgers and history; it opens no content, and leaks nothing."""

from __future__ import annotations

import json
import random
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from conftest import Outcome, Workspace
from county import TODAY, County, document
from generator.build import checkup
from generator.compliance import accounts_of, county_sheet
from generator.model import Account, ColumnAccount, ColumnRole, ColumnStatus, Finding, Severity, UnitKind
from generator.reporting import charts, history
from generator.reporting.judges import JUDGES
from generator.reporting.judges import Outcome as Verdicts
from generator.reporting.sheets import CountySheet, article_name, draw_up
from generator.reporting.verdict import judge
from generator.reporting.writing import write
from generator.rulebook import rules
from generator.wording import shown
from generator.workers import Serial
from generator.workspace import Workspace as Place
from generator.workspace import unit_slugs
from test_personal_data import KINDS

DAY = date(2026, 11, 24)


def column(name: str = "通知公告", **changes: object) -> ColumnAccount:
    plain = ColumnAccount(
        "gg", name, ColumnRole.LIST, "政策文件", "", ColumnStatus.FILLED, 180, "", 3, DAY - timedelta(days=20)
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def account(*columns: ColumnAccount, slug: str = "jinping", **changes: object) -> Account:
    plain = Account(
        slug, f"示例{slug}", slug, UnitKind.TOWNSHIP, "乡镇", "办公室 0879-1", columns, 3, 0, 0, 0, DAY, 0, (), None,
        True, 3, False, (), (),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def fault(code: str, severity: Severity = Severity.ERROR, path: str = "content/jinping/gg/a.md") -> Finding:
    return Finding(code, severity, path, 3, 1, "有错", "改", "法")


def outcome(key: str, *accounts: Account, findings: tuple[Finding, ...] = ()) -> Verdicts:
    verdict = judge(accounts, findings, DAY)
    return next(each.outcome for each in (*verdict.vetoes, *verdict.indicators) if each.key == key)


# ── verdicts ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_indicator_is_judged_and_named() -> None:
    table = rules("indicators")
    keys = [each["key"] for each in (*table["vetoes"], *table["indicators"])]
    assert sorted(keys) == sorted(JUDGES) and len(set(keys)) == len(keys)
    assert sum(int(each["points"]) for each in table["indicators"]) == 100
    assert all(each["name"] and each["rule"] for each in (*table["vetoes"], *table["indicators"]))


@pytest.mark.parametrize(("age", "wanted"), [(10, "pass"), (11, "near"), (14, "near"), (15, "fail")])
def test_the_home_has_two_weeks(age: int, wanted: str) -> None:
    assert outcome("home", account(newest=DAY - timedelta(days=age))) == wanted


@pytest.mark.parametrize(("count", "wanted"), [(0, "pass"), (1, "near"), (4, "near"), (5, "fail")])
def test_five_stale_columns_veto(count: int, wanted: str) -> None:
    late = [column(newest=DAY - timedelta(days=181)) for _ in range(count)]
    fresh = [column(newest=DAY - timedelta(days=180)), column(freshness=365, newest=DAY - timedelta(days=300))]
    assert outcome("stale", account(*late, *fresh)) == wanted
    news = [column("动态", column_type="工作动态", freshness=14, newest=DAY - timedelta(days=15)) for _ in range(count)]
    assert outcome("stale", account(*news, *fresh)) == wanted


@pytest.mark.parametrize(("count", "wanted"), [(7, "pass"), (8, "near"), (9, "near"), (10, "fail")])
def test_ten_columns_stale_for_a_year_veto(count: int, wanted: str) -> None:
    late = [column(freshness=365, newest=DAY - timedelta(days=366)) for _ in range(count)]
    annual = column(freshness=400, newest=DAY - timedelta(days=390))
    assert outcome("long_stale", account(*late, annual)) == wanted


@pytest.mark.parametrize(("count", "wanted"), [(1, "pass"), (2, "near"), (4, "near"), (5, "fail")])
def test_five_blank_columns_veto(count: int, wanted: str) -> None:
    blank = [column(count=0, newest=None) for _ in range(count)]
    others = [
        column(count=0, newest=None, status=status) for status in (ColumnStatus.LINKED, ColumnStatus.NOT_APPLICABLE)
    ]
    assert outcome("blank", account(*blank, *others)) == wanted


def test_units_of_one_site_count_together() -> None:
    late = [account(column(newest=DAY - timedelta(days=200)), slug=f"u{number}") for number in range(5)]
    assert outcome("stale", *late) == "fail" and outcome("stale", late[0]) == "near"


def test_hollow_guides_veto() -> None:
    hollow = fault("I107")
    assert outcome("services", account(service_guides=9), findings=(hollow,) * 4) == "near"
    assert outcome("services", account(service_guides=9), findings=(hollow,) * 5) == "fail"
    assert outcome("services", account(), findings=(hollow,)) == "fail"
    assert outcome("services", account()) == "unknown"


def test_what_a_machine_cannot_tell_is_never_a_pass() -> None:
    verdict = judge((account(column()),), (), DAY)
    unknown = {each.key for each in (*verdict.vetoes, *verdict.indicators) if each.outcome is Verdicts.UNKNOWN}
    assert {"reachable", "grave", "consulting", "interaction", "availability"} <= unknown
    assert verdict.lowest < verdict.highest == 100


def test_points_are_lost_and_bounded() -> None:
    bare = account(
        column(newest=DAY - timedelta(days=200)), *[column(count=0, newest=None)] * 30, mandate=False, leaders=0
    )
    verdict = judge((bare,), (), DAY)
    lost = {each.key: each.lost for each in verdict.indicators}
    assert lost["mandate"] == lost["leaders"] == 5 and lost["policies"] == 5 and lost["columns"] == 10
    assert verdict.highest == 100 - sum(lost.values())


def test_waived_findings_do_not_count() -> None:
    waived = replace(fault("I107"), waived="已豁免", severity=Severity.INFO)
    assert outcome("services", account(service_guides=1), findings=(waived,) * 5) == "pass"


# ── sheets ──────────────────────────────────────────────────────────────────────────────────────────────────────


def sheet(*accounts: Account, findings: tuple[Finding, ...] = ()) -> CountySheet:
    return draw_up(
        "示例县", [(each.slug, each.name) for each in accounts], {each.slug: each for each in accounts}, findings, DAY
    )


def test_clocks_count_down() -> None:
    rows = sheet(account(column(newest=DAY - timedelta(days=170)), column(newest=DAY - timedelta(days=181)))).clocks
    assert [(row.state, row.left, row.due) for _, row in rows] == [
        ("overdue", 0, DAY),
        ("soon", 11, DAY + timedelta(days=11)),
    ]


def test_the_ledger_says_who_until_when() -> None:
    one = account(editors=(("content/jinping/gg/a.md", "李某"),))
    found = (fault("X101"), fault("L104", Severity.WARNING, "content/jinping/unit.yaml"), fault("X403", Severity.INFO))
    rows = sheet(one, findings=found).units[0].rectifications
    assert [(each.number, each.code, each.responsible, each.due.isoformat()) for each in rows] == [
        (1, "X101", "李某、办公室 0879-1", "2026-11-25"),
        (2, "L104", "办公室 0879-1", "2026-12-15"),
    ]


def test_coverage_takes_the_worst_of_an_item() -> None:
    one = account(
        column(article="art20.7", count=0, newest=None),
        column(article="art20.7"),
        column(article="art21.t3", status=ColumnStatus.LINKED),
    )
    assert dict(sheet(one).units[0].coverage) == {"art20.7": "blank", "art21.t3": "linked"}
    assert sheet(one).articles == ("art20.7", "art21.t3")
    assert article_name("art20.7") == "第二十条第 7 项" and article_name("art21.t3") == "第二十一条（乡镇）第 3 项"


def test_the_gravest_unit_comes_first() -> None:
    worst, fine = account(slug="b", newest=DAY - timedelta(days=99)), account(slug="a")
    assert [each.slug for each in sheet(fine, worst).units] == ["b", "a"]


def test_a_unit_that_cannot_be_read_fails() -> None:
    drawn = draw_up("示例县", [("x", "某局")], {}, (fault("U101", path="content/x/unit.yaml"),), DAY)
    assert drawn.units[0].outcome is Verdicts.FAIL and drawn.units[0].counts[Severity.ERROR] == 1


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def reported(county: County, today: date = TODAY) -> Path:
    task = county.task(today)
    found = checkup(task, Serial(), unit_slugs(Place(county.root)), lambda *told: None)
    findings = tuple(map(shown, found.findings))
    drawn = county_sheet(task, found.readings, accounts_of(task, found.readings), findings)
    write(county.root / "output" / "report", drawn, findings, history.load(county.root / "output"))
    return county.root / "output" / "report"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_report_is_the_same_each_time_and_opens_no_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    county = County(tmp_path)
    county.write("content/jinping/gg/a.md", document("甲", "2026-00001"))
    county.register()
    monkeypatch.setattr("generator.unit_trace.TICK", -(10**12))
    county.build()
    first = files(reported(county))
    assert {
        "index.html",
        "units/jinping.html",
        "units/jinping.xlsx",
        "整改台账.xlsx",
        "report.json",
        "report.sarif",
    } <= set(first)
    monkeypatch.setattr("generator.reading.load", None)
    assert files(reported(county)) == first


def test_files_of_units_that_are_no_more_go(tmp_path: Path) -> None:
    county = County(tmp_path)
    folder = reported(county)
    (folder / "units" / "old.html").write_text("x")
    (folder / "note.txt").write_text("某人的")
    reported(county)
    assert not (folder / "units" / "old.html").exists() and (folder / "note.txt").exists()


def test_a_lost_account_is_drawn_up_again(tmp_path: Path) -> None:
    county = County(tmp_path)
    first = files(reported(county))
    (tmp_path / "output/state/jinping.account").unlink()
    assert files(reported(county)) == first


def test_nothing_leaks_and_nothing_runs(tmp_path: Path) -> None:
    county = County(tmp_path)
    number = KINDS["身份证号码"](random.Random(3))
    formula = document('=HYPERLINK("http://x")', "2026-00001", "体裁: <script>alert(1)</script>")
    county.write("content/jinping/gg/a.md", formula + f"身份证 {number}\n")
    county.write(f"content/jinping/gg/{number}.md", document("乙", "2026-00002", "体裁: =1+1"))
    county.register()
    folder = reported(county)
    every = files(folder)
    assert not any(number.encode() in data for data in every.values())
    book = openpyxl.load_workbook(BytesIO(every["整改台账.xlsx"]))
    cells = [cell for row in book["整改台账"].iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells) and not any(number in str(cell.value) for cell in cells)
    assert b"<script" not in every["index.html"] + every["units/jinping.html"]
    machine = json.loads(every["report.json"])
    assert {row["code"] for row in machine["units"][0]["rectifications"]} >= {"X101"}


def test_pages_are_valid_html(tmp_path: Path, nu_checker: list[str]) -> None:
    county = County(tmp_path)
    county.write("content/jinping/gg/a.md", document("甲", "2026-00001", "发文字号: 景政发[26]1号"))
    county.write("content/caizhengju/unit.yaml", "名称: 坏\n")
    for day in ("2026-11-20", "2026-11-21"):
        history.record(tmp_path / "output", history.Entry(day, 1, 3, 1, 1, 2, 3))
    folder = reported(county)
    pages = [str(folder / "index.html"), *map(str, sorted((folder / "units").glob("*.html")))]
    done = subprocess.run([*nu_checker, "--errors-only", *pages], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_command_says_where_the_report_is(county: Workspace, first_build: Outcome) -> None:
    done = county.run("report")
    page = county.root / "output" / "report" / "index.html"
    assert done.status == 0 and "预测结论: " in done.output and f"file://{page}" in done.output and page.is_file()
    assert not (county.root / "output" / "public" / "report").exists()


# ── history and charts ──────────────────────────────────────────────────────────────────────────────────────────


def entry(day: str, errors: int = 0) -> history.Entry:
    return history.Entry(day, 1, 3, 0, errors, 0, 0)


def test_history_keeps_one_build_a_day_and_survives_damage(tmp_path: Path) -> None:
    for each in (entry("2026-11-20"), entry("2026-11-21", 1), entry("2026-11-21", 2)):
        history.record(tmp_path, each)
    assert [(each.day, each.error) for each in history.load(tmp_path)] == [("2026-11-20", 0), ("2026-11-21", 2)]
    with history.path_of(tmp_path).open("a") as file:
        file.write('{"day": "2026-11-22", "bu\n[]\n{"day": 1}\n')
    assert len(history.load(tmp_path)) == 2
    history.record(tmp_path, entry("2026-11-23"))
    assert len(history.load(tmp_path)) == 3
    for number in range(history.KEPT + 5):
        history.record(tmp_path, entry((DAY + timedelta(days=number)).isoformat()))
    assert len(history.load(tmp_path)) == history.KEPT


def test_the_history_counts_what_is_not_waived() -> None:
    found = (
        fault("X101"),
        fault("I204", Severity.BREACH),
        replace(fault("D102"), waived="已豁免", severity=Severity.INFO),
    )
    made = history.entry("2026-11-24", 7, 3, found)
    assert (made.failed, made.error, made.breach, made.warning) == (1, 1, 1, 0)


def test_a_build_that_did_something_is_remembered(tmp_path: Path) -> None:
    from test_cli import gongkai

    County(tmp_path)
    assert gongkai("--root", str(tmp_path), "build").returncode == 0
    before = history.path_of(tmp_path / "output").read_bytes()
    assert gongkai("--root", str(tmp_path), "build").returncode == 0
    assert gongkai("--root", str(tmp_path), "build", "--today", "2026-12-01").returncode == 0
    assert history.path_of(tmp_path / "output").read_bytes() == before
    assert len(history.load(tmp_path / "output")) == 1


def test_charts_fit() -> None:
    assert [each.count for each in charts.bands([-3, 0, 1, 7, 8, 400])] == [2, 2, 1, 0, 1]
    shares = charts.shares({"fail": 1, "near": 0, "pass": 3}, {"fail": "a", "near": "b", "pass": "c"})
    assert [(each.kind, each.start, each.width) for each in shares] == [("fail", 0, 25), ("pass", 25, 75)]
    assert charts.shares({"fail": 0}, {"fail": "a"}) == ()
    drawn = charts.trend(["2026-11-23", "2026-11-24"], {"error": ("错误", [0, 37])})
    assert (
        drawn.lines[0].last == 37
        and drawn.counts[-1][1] == "40"
        and [words for _, words in drawn.days] == ["11-23", "11-24"]
    )
    assert charts.trend([], {"error": ("错误", [])}).lines == ()
