"""Waivers: what is answered for is told and withholds nothing, until its day; nothing is waived by accident."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from county import TODAY, County, document, told
from generator.model import Finding, Severity

NUMBER = "发文字号: 锦政发[26]3号"  # D102
SECRET = "有关材料属于内部资料，注意保存。\n"  # L108


def waiver(code: str, file: str = "gg/a.md", *, expires: str = "2026-12-31", digest: str = "") -> str:
    more = f"    摘要: {digest}\n" if digest else ""
    return f"  - 代码: {code}\n    文件: {file}\n{more}    理由: 旧版式\n    批准人: 张某\n    到期: {expires}\n"


def made(tmp_path: Path, *waivers: str, body: str = "正文第一段。\n", lines: tuple[str, ...] = (NUMBER,)) -> County:
    county = County(tmp_path)
    county.write("content/jinping/gg/a.md", document("关于有关事项的通知", "2026-00001", *lines, body=body))
    county.register()
    if waivers:
        county.write("content/jinping/waivers.yaml", "豁免:\n" + "".join(waivers))
    return county


def of(findings: tuple[Finding, ...], *codes: str) -> list[Finding]:
    return [each for each in findings if each.code in codes]


def test_a_waived_error_is_told_and_withholds_nothing(tmp_path: Path) -> None:
    county = made(tmp_path)
    assert [each.severity for each in of(county.build().findings(), "D102")] == [Severity.ERROR]
    assert not (county.public / "jinping/info/2026-00001.html").exists()
    county.write("content/jinping/waivers.yaml", "豁免:\n" + waiver("D102"))
    report = county.build()
    (found,) = of(report.findings(), "D102")
    assert found.severity is Severity.INFO and found.waived == "已豁免到 2026-12-31，批准人张某：旧版式"
    assert (county.public / "jinping/info/2026-00001.html").is_file()
    assert of(county.check(), "D102") == [found]


def test_a_waiver_ends_with_its_last_day(tmp_path: Path) -> None:
    county = made(tmp_path, waiver("D102", expires="2026-11-24"))
    assert of(county.build(today=TODAY).findings(), "D102")[0].severity is Severity.INFO
    assert of(county.build(today=date(2026, 11, 24)).findings(), "D102")[0].severity is Severity.INFO
    late = county.build(today=date(2026, 11, 25)).findings()
    assert of(late, "D102")[0].severity is Severity.ERROR
    assert told(tuple(of(late, "U114"))) == ["content/jinping/waivers.yaml:2:9: U114 D102 的豁免已在 2026-11-24 到期"]
    assert (county.public / "jinping/info/2026-00001.html").is_file()  # its last good page stays


def test_a_waiver_holds_in_its_own_unit_only(tmp_path: Path) -> None:
    """A path that leads out of the folder is told at its place; one copied from a report is understood."""
    county = made(tmp_path, waiver("D102", "../caizhengju/gg/a.md"), waiver("D102", "/etc/passwd"))
    assert told(tuple(of(county.check(), "U113", "U115"))) == [
        "content/jinping/waivers.yaml:3:9: U113 「../caizhengju/gg/a.md」不在本单位的文件夹里",
        "content/jinping/waivers.yaml:8:9: U113 「/etc/passwd」不在本单位的文件夹里",
    ]
    county = made(tmp_path, waiver("D102", "content/jinping/gg/a.md"))
    assert [each.severity for each in of(county.check(), "D102", "U113", "U115")] == [Severity.INFO]


def test_waivers_have_room_up_to_their_bound(tmp_path: Path) -> None:
    county = made(tmp_path, waiver("D102"), *(waiver("D102", f"gg/{number}.md") for number in range(300)))
    assert of(county.check(), "D102")[0].severity is Severity.INFO
    county = made(tmp_path, *(waiver("D102", f"gg/{number}.md") for number in range(900)))
    (found,) = of(county.check(), "F011")
    assert "64 KiB" in found.message and "豁免" in found.fix


def test_marks_of_secrecy_are_waived_one_by_one(tmp_path: Path) -> None:
    county = made(tmp_path, waiver("L108"), body=SECRET, lines=())
    findings = county.check()
    (found,) = of(findings, "L108")
    assert found.severity is Severity.ERROR
    assert [each.message for each in of(findings, "U113")] == ["豁免 L108 要写明“摘要”，只豁免看过的那一处"]
    county.write("content/jinping/waivers.yaml", "豁免:\n" + waiver("L108", digest=found.digest))
    assert of(county.check(), "L108")[0].severity is Severity.INFO
    text = (tmp_path / "content/jinping/gg/a.md").read_text("utf-8")
    (tmp_path / "content/jinping/gg/a.md").write_text(f"{text}\n又一份内部文件，妥善保管。\n", "utf-8")
    assert sorted(each.severity for each in of(county.check(), "L108")) == [Severity.ERROR, Severity.INFO]


def test_the_last_day_of_the_calendar_is_a_day(tmp_path: Path) -> None:
    """`9999-12-31` is how people write for ever: there is no day after it, and no unit fails for that."""
    county = made(tmp_path, waiver("D102", expires="9999-12-31"), lines=(NUMBER, "类型: 公示", "公示截止: 9999-12-31"))
    report = county.build()
    assert not report.crashes() and of(report.findings(), "D102")[0].waived
    assert (county.public / "jinping/info/2026-00001.html").is_file()


@pytest.mark.parametrize("mark", ["绝密★1年", "卡号 6222 0202 0000 0000 006"])
def test_a_waived_line_that_changes_is_waived_no_longer(tmp_path: Path, mark: str) -> None:
    """Not even where the mark in it stays the same, and not the same mark in another line."""
    county = made(tmp_path, body=f"张某的{mark}。\n", lines=())
    (found,) = of(county.check(), "L108", "X101")
    county.write("content/jinping/waivers.yaml", "豁免:\n" + waiver(found.code, digest=found.digest))
    assert of(county.check(), found.code)[0].severity is Severity.INFO
    for body in (f"全套名单和张某的{mark}。\n", f"别处。\n\n李某的{mark}。\n"):
        county.write("content/jinping/gg/a.md", document("关于有关事项的通知", "2026-00001", body=body))
        assert of(county.check(), found.code)[0].severity is Severity.ERROR
    body = f"一行。\n\n张某的{mark}。\n"  # the line itself may move
    county.write("content/jinping/gg/a.md", document("关于有关事项的通知", "2026-00001", body=body))
    assert of(county.check(), found.code)[0].severity is Severity.INFO


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (waiver("F101"), "U113 「F101」不是可以豁免的问题代码"),
        (waiver("d102", file="gg/b.md"), "U115 D102 的豁免没有对应的问题"),
        ("  - 代码: D102\n    理由: 旧\n    批准人: 张某\n", "F102 缺少「豁免 · 第 1 项 · 到期」"),
        (
            waiver("D102", expires="明年"),
            "F103 「豁免 · 第 1 项 · 到期」：「明年」不是日期，请写作 2026-01-31 这样的形式",
        ),
    ],
)
def test_mistakes_in_the_file_are_told_at_their_place(tmp_path: Path, written: str, expected: str) -> None:
    findings = made(tmp_path, written).check()
    assert any(line.startswith("content/jinping/waivers.yaml:") and expected in line for line in told(findings))
    assert of(findings, "D102")[0].severity is Severity.ERROR


def test_findings_that_need_the_county_can_be_waived(tmp_path: Path) -> None:
    county = made(tmp_path, waiver("D203"), lines=("废止文件: [锦政发〔2020〕1号]",))
    (found,) = of(county.build().findings(), "D203")
    assert found.severity is Severity.INFO and found.waived
    assert not of(county.build().findings(), "U115")
