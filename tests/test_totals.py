"""What stays of a list that was taken down: rows and sums, in every form it can have; and nothing of anybody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from attachment_files import docx, sheet, text_rows, word_table, xlsx
from county import County, document
from generator import spool
from generator.inspection import inspect
from generator.model import Body, Total
from generator.totals import Tally, totals
from specimens import document as specimen
from test_cli import gongkai

AFTER = date(2026, 3, 1)
HEAD = ("序号", "户主", "村组", "救助金额（元）", "备注")
ROWS = (
    ("1", "张小明", "甲村大寨组7号", "1,205", "独居"),
    ("2", "李小红", "乙村小寨组9号", "877.5", ""),
    ("3", "杨小兰", "丙村新寨组3号", "2,639", "二孩"),
    ("4", "罗小春", "丁村老寨组5号", "4,418", ""),
)
WHOLE = ("合计", "", "", "9139.5", "")
WANTED = Total(4, (("救助金额（元）", "9,139.5"),))
CELLS = [cell for row in ROWS for cell in row if len(cell) > 1]


def piped(rows: tuple[tuple[str, ...], ...] = (*ROWS, WHOLE)) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (HEAD, ("---",) * 5, *rows))


def tally(*rows: tuple[str, ...]) -> Total:
    found = Tally()
    for row in rows:
        found.row(row)
    return found.total


def csv(rows: tuple[tuple[str, ...], ...]) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n"


FILES = {
    "a.csv": lambda: csv((("临时救助名单", "", "", "", ""), HEAD, *ROWS, WHOLE)).encode(),
    "a.xlsx": lambda: xlsx({"名单": sheet(text_rows([("临时救助名单",), HEAD, *ROWS, WHOLE]))}),
    "a.docx": lambda: docx(word_table([HEAD, *ROWS, WHOLE])),
}


@pytest.mark.parametrize("name", FILES)
def test_of_an_attachment(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    assert inspect(path).totals == (WANTED,)


def test_of_the_body() -> None:
    cells = "".join(f"<tr>{''.join(f'<td><p>{cell}</p></td>' for cell in row)}</tr>" for row in (HEAD, *ROWS, WHOLE))
    for source in (piped(), f"<table>{cells}</table>", f"```\n{piped()}\n```\n\n前言。\n\n{piped()}"):
        assert totals(specimen(1, body=Body(source))) == (WANTED,)


def test_a_sum_of_few_tells_of_nobody() -> None:
    """Two amounts, or two that are not nought, are not added up; nor is a column with a word in it."""
    assert tally(HEAD, *ROWS[:2]) == Total(2)
    nought = ("9", "刀小样", "戊村", "0", "")
    assert tally(HEAD, *ROWS[:2], nought, nought) == Total(4)
    assert tally(HEAD, *ROWS[:2], ("3", "刀小样", "戊村", "已退", "")) == Total(3)
    assert tally(HEAD, *ROWS[:3]).sums == (("救助金额（元）", "4,721.5"),)


def test_what_is_no_amount_is_not_added_up() -> None:
    """Numbers of persons, years and order are no amounts; a head is shown only where it names one."""
    rows = [("姓名", "年龄", "一卡通账号", "补助"), *(("张小明", "41", "5300123412341234", "10") for _ in range(3))]
    assert tally(*rows) == Total(3, (("补助", "30"),))
    assert tally(("张小明", "300"), ("李小红", "200"), ("杨小兰", "100")) == Total(0)
    assert tally(*(("说明文字",) for _ in range(7)), HEAD, *ROWS) == Total(0)


@pytest.mark.parametrize("limit", [spool.LIMIT, 0])
@pytest.mark.parametrize("first", ["build", "check"])
def test_no_cell_stands_anywhere(limit: int, first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, feeds, catalogue, site maps, notes and reports after the end; the page says what stays."""
    monkeypatch.setattr(spool.KEPT, "limit", limit)
    county = County(tmp_path)
    head = ("类型: 公示", "公示截止: 2026-02-10", "附件: [{文件: b.xlsx}, {文件: a.csv}]")
    county.write("content/jinping/gg/a.csv", csv((HEAD, *ROWS)))
    county.write("content/jinping/gg/b.xlsx", FILES["a.xlsx"]())
    text = document("救助公示", "2026-00001", *head, body=f"{piped()}\n\n![救助名单](a.csv)\n")
    county.write("content/jinping/gg/a.md", text)
    county.write("content/jinping/gg/b.md", text.replace("类型: 公示\n", "").replace("2026-00001", "2026-00002"))
    county.register()
    county.check(AFTER) if first == "check" else county.build(today=AFTER)
    county.build(today=AFTER)
    county.check(AFTER)
    assert gongkai("--root", str(tmp_path), "report", "--today", AFTER.isoformat()).returncode == 0
    for path in (tmp_path / "output").rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            assert not [cell for cell in CELLS if cell.encode() in data], path
    for number in ("2026-00001", "2026-00002"):
        page = (county.public / f"jinping/info/{number}.html").read_text("utf-8")
        assert page.count("共 4 行，救助金额（元）合计 9,139.5") == 3 and "名单3：" in page
        assert "仅保留名称、索引号、日期和合计备查" in page
