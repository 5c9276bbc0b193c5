"""`gongkai new`: what is begun is in order, keeps itself from being published, and never replaces a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook

from conftest import REPOSITORY
from county import County, document
from generator.codes import uscc_check_character
from generator.drafting import write
from generator.drafting.document import columns_for, give_number, unit_of
from generator.drafting.document import document as begin
from generator.errors import UsageError
from generator.formatting import formatted
from generator.kinds import kinds
from generator.load.units import load_unit

FIRST = "11530823100000000"
HEAD = ("文件夹", "名称", "单位类型", "统一社会信用代码", "行政区划代码", "分组", "办公地址", "联系电话")


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Two units and the portal, with one numbered document."""
    made = County(tmp_path)
    made.write("content/jinping/gg/a.md", document("通知", "2026-00001"))
    made.register()
    return made


def run(county: County, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    command = [sys.executable, "-m", "generator", "--root", str(county.root), "new", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, input=typed, check=False)


def begun(county: County, done: subprocess.CompletedProcess[str]) -> Path:
    """The file that was begun."""
    assert done.returncode == 0, done.stderr
    return county.root / done.stdout.split()[1].partition("，")[0]


def test_a_document_of_every_kind_can_be_begun(county: County) -> None:
    """In order, with a number, and kept back; nothing is wrong with it but that it is a draft."""
    for number, kind in enumerate(kinds().values(), 2):
        if kind.name in ("guide", "annual_report"):  # one a unit, in places of their own
            continue
        column = {"news": "dt", "disclosure_rules": "zd"}.get(kind.name, "")
        found = ("--column", column) if column else ("--column", place_for(county, kind.label))
        done = run(county, kind.label, "jinping", "--title", f"关于{kind.label}的事", *found)
        path = begun(county, done)
        text = path.read_text()
        assert f"2026-{number:05d}" in text or "索引号" in text
        made = formatted(path.read_bytes())
        assert made is not None and made.data == path.read_bytes()
        told = [each for each in county.check() if each.path == path.relative_to(county.root).as_posix()]
        assert {each.code for each in told} == {"F211"}, told


def place_for(county: County, label: str) -> str:
    """The first column that the command itself offers for a kind."""
    done = run(county, label, "jinping", "--title", "试试", "--column", "没有")
    assert done.returncode == 2
    return done.stderr.split("可以选：")[1].split("（")[0]


def test_what_is_missing_is_asked_for_or_told(county: County) -> None:
    """Without a terminal nothing is asked: the option is named."""
    done = run(county, "通知", "jinping")
    assert done.returncode == 2 and "--title" in done.stderr
    done = run(county, "通知", "jinping", "--title", "甲")
    assert done.returncode == 2 and "--column" in done.stderr
    done = run(county, "通知", "jinping", "--title", "甲", "--column", "gg", "--set", "没有=1")
    assert done.returncode == 2 and "没有「没有」这个字段" in done.stderr
    assert not list((county.root / "content/jinping/gg").glob("2026*"))


def test_no_file_is_replaced_and_no_number_is_given_twice(county: County) -> None:
    """Two drafts of a day stand side by side."""
    paths = [begun(county, run(county, "通知", "jinping", "--title", f"通知{n}", "--column", "gg")) for n in (1, 2)]
    assert len(set(paths)) == 2
    numbers = [line for path in paths for line in path.read_text().splitlines() if line.startswith("索引号")]
    assert len(set(numbers)) == 2
    bare = begun(county, run(county, "通知", "jinping", "--title", "无号", "--column", "gg", "--no-number"))
    assert "索引号" not in bare.read_text()


def rows() -> list[tuple[str, ...]]:
    """A list of ten units."""
    found: list[tuple[str, ...]] = []
    for number in range(10):
        body = f"{FIRST[:-2]}{number:02d}"
        code = body + uscc_check_character(body)
        found.append(
            (f"unit{number}", f"示例县第{number}局", "部门", code, "530823", "部门", "示例路 1 号", "0879-6200000")
        )
    return found


@pytest.mark.parametrize("form", ["utf-8", "gb18030", "xlsx"])
def test_many_units_are_begun_from_a_list(county: County, tmp_path: Path, form: str) -> None:
    """Each as its row says; what the law asks for and the list lacks keeps it back."""
    path = tmp_path / f"units.{'xlsx' if form == 'xlsx' else 'csv'}"
    if form == "xlsx":
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (HEAD, *rows()):
            sheet.append(row)
        book.save(path)
    else:
        path.write_bytes("\n".join(",".join(row) for row in (HEAD, *rows())).encode(form))
    done = run(county, "unit", "--from", str(path))
    assert done.returncode == 0 and done.stdout.count("已起草") == 10, done.stderr
    unit, findings = load_unit(county.root, county.task().site, "unit3")
    assert unit is None and {each.code for each in findings} <= {"F101", "F102", "F103"}
    text = (county.root / "content/unit3/unit.yaml").read_text().replace(":   # 请填", ": 无")
    county.write("content/unit3/unit.yaml", text)
    unit, findings = load_unit(county.root, county.task().site, "unit3")
    assert unit is not None and unit.name == "示例县第3局" and unit.office.phone == "0879-6200000", findings
    assert run(county, "unit", "--from", str(path)).returncode == 2


def test_a_meeting_begins_with_the_next_number_and_is_announced_when_it_is_filled_in(county: County) -> None:
    county.write("content/jinping/meetings/2026-003.yaml", "名称: 甲\n")
    path = begun(county, run(county, "meeting", "jinping", "--title", "森林防火: 视频会议"))
    assert path.name == "2026-004.yaml"
    wrong = [each for each in county.check() if each.path == path.relative_to(county.root).as_posix()]
    assert {each.code for each in wrong} == {"F102"} and len(wrong) == 5  # 开始, 结束, 地点, 通知时间, 参会单位
    assert {each.law for each in wrong} == {"编辑手册·视频会议"} and "补写“开始: 2026-01-15 09:00”" in wrong[0].fix
    given = (
        "开始=2027-01-15 09:00",
        "结束=2027-01-15 10:00",
        "地点=主会场",
        "通知时间=2026-12-01 09:00",
        "参会单位=乡镇",
    )
    options = [part for each in given for part in ("--set", each)]
    path = begun(county, run(county, "meeting", "jinping", "--title", "防火", *options))
    assert path.name == "2027-001.yaml"
    assert not [each for each in county.check() if each.path == path.relative_to(county.root).as_posix()]
    county.build("jinping")
    assert "防火" in (county.public / "jinping/meetings/2027-001/index.html").read_text()
    refused = run(county, "meeting", "jinping", "--title", "甲", "--set", "开始=明天")
    assert refused.returncode == 2 and "2026-01-15 09:00" in refused.stderr


def test_a_theme_and_a_check_begin_from_what_there_is(county: County) -> None:
    """The theme builds as it is; the check compiles and has everything that a check must have."""
    assert run(county, "theme", "ours").returncode == 0
    county.write("site.yaml", (county.root / "site.yaml").read_text().replace("主题: default", "主题: ours"))
    assert not [each for each in county.build().findings() if each.severity == "error"]
    assert b"#8a1c1c" in b"".join(data for path, data in county.tree().items() if path.endswith(".css"))
    county.write("themes/bare/theme.yaml", "name: bare\nextends: celadon\n")  # which has no template of its own
    assert run(county, "theme", "other", "--extends", "bare").returncode == 0
    assert '"celadon/base.html"' in (county.root / "themes/other/templates/base.html").read_text()
    strange = run(county, "theme", "third", "--extends", "nosuch")
    assert strange.returncode == 2 and "bare、celadon、default、jingdong、other、ours" in strange.stderr
    assert not (county.root / "themes/third").exists()
    assert run(county, "check", "title_too_long", "D999").returncode == 0
    source = (county.root / "generator/checks/title_too_long.py").read_text()
    compile(source, "check", "exec")
    assert run(county, "check", "Bad Name", "D999").returncode == 2


@settings(max_examples=60, deadline=None)
@given(
    some.text(min_size=1, max_size=30),
    some.binary(max_size=60),
    some.sampled_from(["", "备注", "附注"]),
    some.text(max_size=9),
)
def test_beginning_changes_only_what_it_says(
    tmp_path_factory: pytest.TempPathFactory, title: str, other: bytes, name: str, value: str
) -> None:
    """One file more and a line more in the ledger, or nothing at all; all other bytes stay, whatever they are."""
    made = County(tmp_path_factory.mktemp("county"))
    made.write("content/jinping/gg/a.md", document("通知", "2026-00001"))
    made.register()
    made.write("content/jinping/gg/b.md", other)
    task = made.task()
    before = {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()}
    unit, kind = unit_of(made.root, task.site, "jinping"), kinds()["notice"]
    column = next(each for each in columns_for(unit, kind) if each.key == "gg")
    try:
        draft = begin(made.root, unit, kind, column, title, {name: value} if name else {}, task.today)
    except UsageError:
        draft = None
    if draft is not None:
        write(made.root, (draft,))
        number = give_number(made.root, task.site, unit, draft, title, task.today)
        assert number and number in (made.root / draft.path).read_text()
    after = {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()}
    ledger = made.root / "content/jinping/ledger/2026.csv"
    new = {made.root / draft.path} if draft else set()
    assert set(after) - set(before) == new and set(before) <= set(after)
    assert {path for path in before if before[path] != after[path]} <= {ledger}
    assert after[ledger].startswith(before[ledger])
