"""Numbers of persons: found in every disguise, never seen where there is none, never repeated. All are invented."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from county import County, document, told
from generator import personal_data, spool
from generator.codes import uscc_check_character
from generator.model import Severity
from generator.personal_data import (
    BANK_CARD,
    DISABILITY,
    OLD_RESIDENT,
    RESIDENT,
    concealed,
    is_resident_id,
    masked,
    sightings,
)
from test_cli import gongkai
from test_waivers import waiver

AREAS = ("530823", "532724", "110101", "440306", "512301", "650102", "460100")  # 532724 and 512301 are no more


def resident(dice: random.Random) -> str:
    """A number whose arithmetic is right; the order part is one that offices do not give out."""
    year, month, day = dice.randint(1930, 2020), dice.randint(1, 12), dice.randint(1, 28)
    body = f"{dice.choice(AREAS)}{year}{month:02}{day:02}{dice.randint(0, 999):03}"
    return next(body + last for last in "0123456789X" if is_resident_id(body + last))


def card(dice: random.Random, size: int = 19) -> str:
    body = "62" + "".join(str(dice.randint(0, 9)) for _ in range(size - 3))
    total = sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


def old(dice: random.Random) -> str:
    number = resident(dice)
    return f"{number[:6]}{dice.randint(30, 99)}{number[10:17]}"


def spaced(number: str) -> str:
    return f"{number[:6]} {number[6:14]} {number[14:]}"


WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda number: number,
    "glued": lambda number: f"身份证{number}电话",
    "in a table": lambda number: f"| 张某 | {number} | 男 |",
    "quoted": lambda number: f"“{number}”，",
    "full width": lambda number: number.translate(WIDE),
    "blanks": spaced,
    "hyphens": lambda number: spaced(number).replace(" ", "-"),
    "every digit apart": " ".join,
    "invisible characters": lambda number: f"{number[:8]}\u200b{number[8:]}",
    "small x": str.lower,
    "in a link": lambda number: f"[名单](fj/{number}.xlsx)",
    "after letters": lambda number: f"ID{number}",
    "in a row of numbers": lambda number: f"1 {number} 2026",
}
KINDS: dict[str, Callable[[random.Random], str]] = {
    RESIDENT: resident,
    OLD_RESIDENT: old,
    BANK_CARD: card,
    DISABILITY: lambda dice: f"{resident(dice)}43",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_numbers_are_found_in_every_disguise(kind: str, disguise: str) -> None:
    """Ten of each kind in each disguise: 520 lines, all of them found, once each, where they stand."""
    dice = random.Random(f"{kind}{disguise}")
    for _ in range(10):
        number = KINDS[kind](dice)
        while disguise == "in a row of numbers" and number.endswith("X"):
            number = KINDS[kind](dice)
        text = DISGUISES[disguise](number)
        (found,) = sightings(text)
        assert found.kind == kind and found.masked == masked(number)
        shown = re.sub(
            r"[^0-9X]",
            "",
            text[found.start : found.end].translate(str.maketrans("０１２３４５６７８９Ｘx", "0123456789XX")),
        )
        assert shown == number


@pytest.mark.parametrize("seed", range(40))
def test_numbers_without_anything_between_them_are_each_found(seed: int) -> None:
    """Resident IDs behind each other and behind mobile numbers, in any order; nothing else is covered."""
    dice = random.Random(seed)
    kinds = [True, *dice.choices([True, False], k=dice.randint(1, 5))]
    dice.shuffle(kinds)
    parts = [resident(dice) if kind else f"13{dice.randint(0, 10**9 - 1):09}" for kind in kinds]
    text = f"名单：{''.join(parts)}。"
    if seed % 2:
        text = text.translate(WIDE)
    starts = [3 + sum(map(len, parts[:place])) for place in range(len(parts))]
    wanted = [(start, masked(part)) for start, part, kind in zip(starts, parts, kinds, strict=True) if kind]
    assert [(found.start, found.masked) for found in sightings(text)] == wanted
    assert all(found.end - found.start == 18 for found in sightings(text))


def test_an_area_and_a_day_in_a_longer_number_are_none() -> None:
    """As licences have them: C, area, month, kind of ore, and so on."""
    dice = random.Random(5)
    for _ in range(2_000):
        number = resident(dice).replace("X", "0")
        for before, after in (("", "0061"), ("9", ""), ("7130", "061234"), ("", "1")):
            assert list(sightings(f"证号C{before}{number}{after}。")) == []


def test_public_numbers_are_never_taken_for_one() -> None:
    """Codes of units, index numbers, projects, file numbers, telephones, sums, masked and miswritten numbers."""
    dice = random.Random(11)
    lines = []
    for _ in range(60):
        digits = "".join(str(dice.randint(0, 9)) for _ in range(9))
        body = f"1153082{dice.randint(0, 9)}{digits}"[:17]
        uscc = body + uscc_check_character(body)
        wrong = resident(dice)
        wrong = wrong[:17] + next(last for last in "0123456789" if last != wrong[17])
        lines += [
            f"统一社会信用代码 {uscc}",
            f"索引号 {uscc}/2026-{dice.randint(1, 99999):05}",
            f"项目代码 2026-530823-{dice.randint(10, 99)}-01-{dice.randint(100000, 999999)}",
            f"电话 0879-{dice.randint(6000000, 6999999)} 0879-{dice.randint(6000000, 6999999)}",
            f"金额 {dice.randint(10**8, 10**9)}.{dice.randint(10, 99)} 元，{dice.randint(10**5, 10**6)} 元",
            f"2026-01-{dice.randint(10, 28)} 2026-02-{dice.randint(10, 28)} 2026-03-{dice.randint(10, 28)}",
            masked(resident(dice)),
            f"号码 {wrong}（校验位不对）",
            f"ISBN 978-7-{dice.randint(1000, 9999)}-{dice.randint(1000, 9999)}-{dice.randint(0, 9)}",
        ]
    assert len(lines) == 540
    assert [line for line in lines if list(sightings(line))] == []


def test_hostile_texts_cost_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte of digits and separators is read once: nothing is tried again from every place."""
    judged = [0]
    kind = personal_data._kind

    def counted(number: str) -> str:
        judged[0] += len(number)
        return kind(number)

    monkeypatch.setattr(personal_data, "_kind", counted)
    for piece in ("1", "1 ", "1-", "1\u200b\u200b", "1" * 25 + "。", "62" * 10 + " "):
        text, judged[0] = piece * (1_000_000 // len(piece)), 0
        assert len(list(sightings(text))) < 1_000_000
        assert 0 < judged[0] <= 2 * len(text), piece


def test_a_document_with_a_number_is_withheld_and_the_number_is_nowhere(tmp_path: Path) -> None:
    """In body, front matter and data table: told at its place, masked, and in no file of the output."""
    number = resident(random.Random(5))
    county = County(tmp_path)
    county.write("content/jinping/gg/a.md", document("甲", "2026-00001", body=f"首行。\n\n名单：{number}。\n"))
    county.write("content/jinping/gg/b.md", document("乙", "2026-00002", f"内容概述: 张某 {number}"))
    county.write("content/jinping/gg/c.md", document("丙", "2026-00003", body="![名单](c.csv)\n"))
    county.write("content/jinping/gg/c.csv", f"姓名,号码\n张某,{number}\n")
    county.register()
    report = county.build()
    lines = [line for line in told(report.findings()) if " X101 " in line]
    assert [line.split(": ")[0] for line in lines] == [
        "content/jinping/gg/a.md:11:4",
        "content/jinping/gg/b.md:7:10",
        "content/jinping/gg/c.md:1:1",
    ]
    assert all(each.severity is Severity.ERROR for each in report.findings() if each.code == "X101")
    assert not list(county.public.glob("jinping/info/*.html"))
    assert number not in str(report)
    for path in (tmp_path / "output").rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert number.encode() not in path.read_bytes(), path


def test_real_regulations_hold_none(shared: Path) -> None:
    texts = sorted((shared / "corpus").rglob("*.md"))
    assert len(texts) > 500
    found = [path for path in texts if list(sightings(path.read_text("utf-8")))]
    assert found == []


def canaries(root: Path, number: str) -> list[str]:
    """The files below a folder, and their names, in which a number stands in full."""
    found = []
    for path in root.rglob("*"):
        if number in path.name or (path.is_file() and not path.is_symlink() and number.encode() in path.read_bytes()):
            found.append(path.relative_to(root).as_posix())
    return found


def sown_with(root: Path, number: str) -> County:
    """A county in which a number stands wherever an editor can write one."""
    county = County(root)
    asked = "附件: [{文件: 名单.csv}]"
    texts = {
        "gg/a.md": document("甲", "2026-00001", body=f"名单：{number}。\n"),
        "gg/b.md": document("乙", "2026-00002", f"内容概述: 张某 {number}", f"联合发文机关: {number}"),
        "gg/c.md": document("丙", "2026-00003", f"主题分类: {number}", f"修改: {number}"),
        "gg/d.md": document("丁", "2026-00004", body="![名单](c.csv)\n"),
        "gg/c.csv": f"姓名,号码\n张某,{number}\n",
        "gg/e.md": document("戊", "2026-00005", asked),
        "gg/名单.csv": f"姓名,身份证号\n张某,{number}\n",
        f"gg/{number}.md": document("己", "2026-00006"),
        f"gg/f/{number}.csv": "姓名,村\n张某,甲村\n",
        "gg/f/f.md": document("庚", "2026-00007", f"附件: [{{文件: {number}.csv}}]"),
        f"gg/{number}/g.md": document("辛", "2026-00008"),
        "gg/h.md": document("壬", "2026-00009", f"发文字号: {number}"),
        "gg/i.md": document("癸", "2026-00010", f"发布日期: {number}").replace("发布日期: 2026-01-06\n", ""),
        "gg/j.md": document("子", "2026-00011", "公开属性: 不予公开", body=f"{number}\n"),
        "gg/k.md": document(f"名单 {number}", "2026-00012", "草稿: 是", body=f"{number}\n"),
        "gg/l.md": document("丑", "2026-00013", body=f"正文{number}。\n").replace("索引号", "原索引号"),
        "gg/m.md": document("寅", "2026-00014", body=f"见[名单]({number}.pdf)。\n"),
        "waivers.yaml": "豁免:\n" + waiver("D102", "gg/h.md").replace("旧版式", f"见 {number}"),
    }
    for path, text in texts.items():
        county.write(f"content/jinping/{path}", text)
    county.register()
    return county


@pytest.mark.parametrize("kind", ["身份证号码", "15 位身份证号码", "残疾人证号码", "银行卡号"])
@pytest.mark.parametrize("limit", [spool.LIMIT, 0])
def test_a_number_is_nowhere_below_output(
    kind: str, limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages, caches, notes, spools, reports: whatever the build is asked for, nothing keeps a full copy."""
    monkeypatch.setattr(spool.KEPT, "limit", limit)
    number = KINDS[kind](random.Random(11))
    county = sown_with(tmp_path, number)
    county.check()
    assert canaries(tmp_path / "output", number) == []
    report = county.build()
    assert canaries(tmp_path / "output", number) == []
    assert number not in str(report) and masked(number) in str(report)
    assert {each.code for each in report.findings()} >= {"X101", "F026", "F203", "D102"}
    assert gongkai("--root", str(tmp_path), "report").returncode == 0
    county.build(clean=True)
    assert canaries(tmp_path / "output", number) == []
    assert len(canaries(tmp_path / "content", number)) > 15  # where it was sown


def test_a_file_named_after_a_number_is_told_without_it(tmp_path: Path) -> None:
    number = resident(random.Random(6))
    county = County(tmp_path)
    county.write(f"content/jinping/gg/{number}.md", document("甲", "2026-00001"))
    county.write("content/jinping/gg/b.md", document("乙", "2026-00002", "发文字号: 锦政发[26]3号"))
    county.write(
        "content/jinping/waivers.yaml", "豁免:\n" + waiver("D102", "gg/b.md").replace("旧版式", f"见 {number}")
    )
    county.register()
    for form in ("text", "json", "sarif", "junit"):
        done = gongkai("--root", str(tmp_path), "check", "--format", form)
        assert (
            done.returncode == 1
            and "F026" in done.stdout
            and "D901" not in done.stdout
            and masked(number) in done.stdout
        )
        assert number not in done.stdout + done.stderr


def test_mask_writes_a_copy_or_the_file_and_changes_nothing_else(tmp_path: Path) -> None:
    dice = random.Random(9)
    numbers = [KINDS[kind](dice) for kind in KINDS]
    text = "\ufeff姓名,号码\r\n" + "".join(
        f"张某,{DISGUISES[name](each)}\r\n" for each in numbers for name in DISGUISES
    )
    file = tmp_path / "名单.csv"
    file.write_bytes(text.encode())
    done = gongkai("mask", str(file))
    assert done.returncode == 0 and done.stdout.startswith(f"遮住 {len(numbers) * len(DISGUISES)} 处")
    assert file.read_bytes() == text.encode()
    copy = (tmp_path / "_名单.csv").read_bytes().decode()
    assert not list(sightings(copy)) and concealed(copy) == copy
    assert copy.count("\r\n") == text.count("\r\n") and copy.startswith("\ufeff姓名,号码\r\n")
    assert gongkai("mask", str(file)).returncode == 2  # the copy is somebody's work
    assert gongkai("mask", str(file), "--in-place").returncode == 0
    assert file.read_bytes().decode() == copy
    assert "没有发现" in gongkai("mask", str(file), "--in-place").stdout


def test_mask_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("姓名".encode("gb18030"))
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    for name in ("a.csv", "b.csv", "c.csv"):
        done = gongkai("mask", str(tmp_path / name), "--in-place")
        assert done.returncode == 2 and done.stderr.startswith("错误")
    assert (tmp_path / "a.csv").read_bytes() == "姓名".encode("gb18030")
