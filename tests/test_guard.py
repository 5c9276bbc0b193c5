"""The guard of personal data against its labelled set, real texts, and what must cost little (promises P1 to P10)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from county import County, document
from generator.model import Severity
from generator.personal_context import examine, mask
from generator.personal_data import BLOCK
from generator.personal_tables import lists_of_persons
from guard_set import Line, lines

SET = tuple(lines())


def grade(text: str) -> str:
    """The gravest grade of what is found."""
    grades = {each.grade for each in examine(text)}
    return "block" if BLOCK in grades else "warn" if grades else ""


GRADES = {line: grade(line.text) for line in SET}


def recall(promise: str) -> float:
    """The share of the positives of a promise that are found, block ones as such."""
    found = [line for line in SET if line.kind.startswith(promise) and line.grade]
    hit = [line for line in found if GRADES[line] == "block" or GRADES[line] == line.grade]
    return len(hit) / len(found)


def test_the_set_is_large_and_even() -> None:
    counts = Counter(line.kind for line in SET)
    assert len(SET) >= 600 and min(counts.values()) >= 10
    assert sum(not line.grade for line in SET) >= 250


@pytest.mark.parametrize(("promise", "least"), [("P1", 0.99), ("P2", 0.95), ("P3", 0.85), ("P", 0.97)])
def test_recall(promise: str, least: float) -> None:
    missed = Counter(line.kind for line in SET if line.grade and not GRADES[line])
    assert recall(promise) >= least, missed


def test_precision() -> None:
    """P4, P5: what blocks is meant to; nothing that is masked fires at all."""
    blocked = [line for line in SET if GRADES[line] == "block"]
    wrong = [line for line in blocked if line.grade != "block"]
    assert 1 - len(wrong) / len(blocked) >= 0.985, wrong
    assert sum(not line.grade for line in wrong) <= 3
    told = [line for line in SET if GRADES[line]]
    assert sum(bool(line.grade) for line in told) / len(told) >= 0.98
    assert not [line for line in told if line.kind.startswith("P4 masked")]


def test_nothing_that_is_told_is_a_whole_number() -> None:
    """P9: what is shown of a finding hides at least a fifth of it."""
    for line in SET:
        for found in examine(line.text):
            there = line.text[found.start : found.end].strip()
            assert there not in found.masked and found.masked != there, found


@pytest.mark.parametrize("line", [each for each in SET if each.grade == "block"][::7], ids=lambda line: line.kind)
def test_what_is_masked_passes(line: Line) -> None:
    """P8: the masked form of a line is left alone, and masking it again changes nothing."""
    masked, count = mask(line.text)
    assert count and grade(masked) != "block"
    assert mask(masked)[0] == masked


def test_a_list_with_a_comma_between_its_cells_is_masked(tmp_path: Path) -> None:
    text = "户主姓名,一卡通账号,手机\n张小明,5300123412341234,13800138000\n"
    assert mask(text, ",") == ("户主姓名,一卡通账号,手机\n张小明,53**********1234,138****8000\n", 2)


def test_places_are_right() -> None:
    text = "首行\n\n| 姓名 | 一卡通账号 |\n| --- | --- |\n| 张小明 |  5300123412341234 |\n"
    (found,) = examine(text)
    assert text[found.start : found.end] == "5300123412341234"


def test_real_regulations_are_not_blocked(shared: Path) -> None:
    """P10: one false block in 200 documents at most; here there is none."""
    texts = [path.read_text("utf-8") for path in sorted((shared / "corpus").rglob("*.md"))]
    assert len(texts) > 500
    assert sum(grade(text) == "block" for text in texts) == 0


def test_a_list_of_persons_is_told_from_other_tables() -> None:
    """Of the labelled set only lists of what persons get or what is theirs; contacts, budgets, statistics are none."""

    def longer(line: Line) -> str:
        """Its table with three rows at least."""
        return "\n".join([line.text, *line.text.splitlines()[-1:] * 2])

    listed = {line.kind for line in SET if list(lists_of_persons(longer(line)))}
    assert listed == {
        *("P2 slip under head", "P2 mobile in table", "P2 split cells", "P2 account under head"),
        *("P2 account under other heads", "P3 home address in table", "P3 household book", "P3 passport in table"),
        *("P3 health", "P3 illness", "P3 birth", "P4 masked account", "P4 public list"),
    }


def test_a_list_in_an_attachment_is_told_unless_it_ends(tmp_path: Path) -> None:
    county = County(tmp_path)
    rows = "户主,村,补助金额（元）\n张小明,甲村,300\n李小红,乙村,200\n杨小兰,丙村,100\n"
    county.write("content/jinping/gg/a.csv", rows)
    county.write("content/jinping/gg/a.md", document("甲", "2026-00001", "附件: [{文件: a.csv}]"))
    county.write(
        "content/jinping/gg/b.md", document("乙", "2026-00002", "附件: [{文件: a.csv}]", "公示截止: 2027-01-01")
    )
    county.register()
    (found,) = [each for each in county.check() if each.code == "X302"]
    assert (found.path, found.line) == ("content/jinping/gg/a.md", 7)
    assert found.message == "附件「a.csv」列出 3 人的姓名和“补助金额（元）”，却没有“公示截止”"


def test_data_tables_are_read_by_their_heads(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.write("content/jinping/gg/a.md", document("甲", "2026-00001", body="![发放名单](a.csv)\n"))
    county.write("content/jinping/gg/a.csv", "序号,户主姓名,一卡通账号\n1,张小明,5300123412341234\n")
    county.register()
    (found,) = [each for each in county.check() if each.code == "X101"]
    assert found.message == "出现银行账号：53**********1234（数据表 content/jinping/gg/a.csv 第 2 行第 3 列）"
    assert found.severity is Severity.ERROR


def test_many_are_counted(tmp_path: Path) -> None:
    county = County(tmp_path)
    rows = "".join(f"| 张小明 | 53001234123{number:05} |\n" for number in range(50))
    county.write(
        "content/jinping/gg/a.md", document("甲", "2026-00001", body=f"| 姓名 | 账号 |\n| --- | --- |\n{rows}")
    )
    county.register()
    found = [each.message for each in county.check() if each.code == "X101"]
    assert len(found) == 21 and "另有 30 处这样的问题" in found


def test_hostile_tables_cost_little() -> None:
    """A megabyte of bars, stars or heads is read line by line; nothing is tried again from every place."""
    for piece in ("|", "| 1", "*1", "1*", "住址", "张小明 138", "| 姓名 | 账号 |\n", "村" * 30 + "1"):
        assert len(examine(piece * (200_000 // len(piece)))) <= 200_000


def test_an_id_in_pieces_is_found_whatever_its_heads_say() -> None:
    number = next(line.text for line in SET if line.kind == "P1 id18 bare")
    text = f"| 甲 | 乙 | 丙 |\n| --- | --- | --- |\n| {number[:6]} | {number[6:14]} | {number[14:]} |\n"
    masked, count = mask(text)
    assert count == 1 and f"| {number[:6]} | ******** | {number[14:]} |" in masked
