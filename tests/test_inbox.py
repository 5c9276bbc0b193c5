"""Documents from the office system's folder into internal inboxes: who gets them, what is refused, what never leaks."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from threading import Thread

import feedparser
import pytest
from click.testing import CliRunner

from attachment_files import docx, ofd, paragraph, pdf
from conftest import REPOSITORY
from county import SITE, TODAY, UNITS, County
from dispatches import explain, routine, word
from generator import dispatch_store, files, inbox_watch
from generator.cli import main
from generator.diary import begun
from generator.dispatching.crossing import Crossed, cross, waiting
from generator.dispatching.passing import Passed, passed
from generator.dispatching.settings import settings_of
from generator.drop_folder import BRIEF, QUIET, Hand, hand_on, hands_on, listed
from generator.errors import UsageError
from generator.files import digest_of
from generator.inbox_watch import Watch
from generator.intranet_rules import nginx
from generator.lock import hold
from generator.model import Finding
from generator.model.routing import Receipt
from generator.night import Manner, _route
from generator.office_hours import due, hours_of, period_of
from generator.receipts import added, as_people_write, read
from generator.tasks import Task
from generator.workspace import Workspace

NOW = f"{TODAY.isoformat()}T09:00"  # a Monday
ROUTING = """\
公文流转:
  内网网址: http://oa.county.example/gw/
  签收期限: {平件: 2个工作日, 特急: 1小时}
  分组: {试点: 锦屏镇人民政府、示例县财政局}
  网段: {总览: 10.0.0.0/28, jinping: 10.0.1.0/24}
"""


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> County:
    """Three units, and a folder of the office system's that is empty yet. Nobody pulls the plug in these tests, so that
    nothing waits for the disk but what runs in a process of its own."""
    monkeypatch.setattr(files, "settle", lambda _folder: None)
    made = County(tmp_path, site=SITE + ROUTING)
    (tmp_path / "oa-inbox").mkdir()
    return made


def drop(county: County, number: int = 1, **fields: str) -> Path:
    """A notice of the portal's in the folder."""
    return routine(number, "portal", **fields).drop(county.root / "oa-inbox")


def settle(county: County, moment: str = NOW, clean: bool = False) -> Passed:
    """One pass over a folder in which nothing is being written."""
    task = county.task(clean=clean)
    settings = settings_of(county.root, task.site, tuple(sorted(UNITS)))
    there = listed(settings.folder)
    return passed(task, settings, there, frozenset(there), moment)


def codes(found: Passed) -> list[str]:
    """What was wrong, by code."""
    return [each.code for each in found.findings]


def internal(county: County) -> dict[str, bytes]:
    """Every file that the intranet serves."""
    top = county.root / "output" / "internal"
    found: dict[str, bytes] = {}
    for place, _, names in os.walk(top, followlinks=True):
        for name in names:
            path = Path(place) / name
            found[path.relative_to(top).as_posix()] = path.read_bytes()
    return found


def fed(tree: dict[str, bytes], unit: str) -> list[str]:
    """The names of all entries in a unit's feed and its archives, each file once."""
    names: list[str] = []
    waiting_for = f"{unit}/feed.atom"
    while waiting_for:
        feed = feedparser.parse(tree[waiting_for])
        assert not feed.bozo, feed.get("bozo_exception")
        names += [entry.id.rpartition("/")[2] for entry in feed.entries]
        older = [link.href for link in feed.feed.links if link.rel == "prev-archive"]
        waiting_for = older[0].removeprefix("http://oa.county.example/gw/") if older else ""
    return names


# ── who gets what ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_document_reaches_exactly_the_feeds_of_its_addressees(county: County) -> None:
    """Over many months, with groups, copies and units by name: nothing missing, nothing besides, nothing twice."""
    chance, slugs = random.Random(9), sorted(UNITS)
    expected: dict[str, list[str]] = {slug: [] for slug in slugs}
    number = 0
    for month in ("2026-07", "2026-08", "2026-09", "2026-11"):
        for _ in range(3):
            number += 1
            main = chance.sample(slugs, chance.randint(1, 3))
            copies = chance.sample(slugs, chance.randint(0, 2))
            drop(county, number, 主送=f"[{', '.join(main)}]", 抄送=f"[{', '.join(copies)}]")
            for slug in {*main, *copies}:
                expected[slug].append(f"portal-2026-{number:04d}")
        assert len(settle(county, f"{month}-03T09:00").registered) == 3
    tree = internal(county)
    for slug in slugs:
        assert sorted(fed(tree, slug)) == sorted(expected[slug])
        for name in expected[slug]:
            month = next(each for each in dispatch_store.load(county.root).dispatches if each.serial == name).month
            assert f"{slug}/{month}/portal-{name[-4:]}.html" in tree
    told = json.loads(tree["jinping/inbox.json"])
    assert {each["serial"] for each in told["documents"]} <= set(expected["jinping"])
    assert not (county.root / "output" / "public").exists()


def test_groups_and_names_are_those_of_the_registry(county: County) -> None:
    """A group of the county's own, a kind, all, a name without its county; the folder is clear afterwards."""
    drop(county, 1, 主送="组:试点")
    drop(county, 2, 主送="group:townships", 抄送="财政局")
    drop(county, 3, 主送="全县各单位", 抄送="")
    drop(county, 4, 主送="[锦屏镇人民政府]")
    found = settle(county)
    sent = {each.document_number: (each.main, each.copies) for each in found.registered}
    assert sent["示政办发〔2026〕1号"] == (("caizhengju", "jinping"), ())
    assert sent["示政办发〔2026〕2号"] == (("jinping",), ("caizhengju",))
    assert sent["示政办发〔2026〕4号"] == (("jinping",), ())
    assert [(each.code, "全县各单位" in each.message) for each in found.findings] == [("G103", True)]
    assert sorted(path.name for path in (county.root / "oa-inbox").iterdir()) == ["通知0003.docx", "通知0003.yaml"]


def test_what_was_dropped_is_kept_byte_for_byte(county: County) -> None:
    """The folder is cleared only of what the store holds."""
    path = drop(county)
    before = digest_of(path)
    made = settle(county).registered[0]
    assert not path.exists()
    assert digest_of(county.root / made.folder / path.name) == before == made.files[0].sha256
    assert (county.root / made.folder / "_source" / "通知0001.yaml").exists()
    page = internal(county)["jinping/2026-11/portal-0001.html"].decode()
    assert "二、按时报送" in page and 'download="通知0001.docx"' in page and "2026-11-25 17:30" in page


def test_numbers_count_each_sender_and_year(county: County) -> None:
    """A number is given once and never moves."""
    drop(county, 1)
    drop(county, 2, 发文机关="caizhengju")
    settle(county)
    drop(county, 3)
    settle(county)
    drop(county, 4)
    settle(county, "2027-01-04T09:00")
    serials = [each.serial for each in dispatch_store.load(county.root).dispatches]
    assert serials == ["caizhengju-2026-0001", "portal-2026-0001", "portal-2026-0002", "portal-2027-0001"]


def test_an_index_in_gbk_with_names_of_its_own(county: County) -> None:
    """One `index.csv` for many documents; a row that cannot be routed keeps the index in the folder."""
    folder = county.root / "oa-inbox"
    county.write("oa-columns.yaml", "公开属性: 公开吗\n主送机关: 给谁\n")
    county.write("site.yaml", SITE + ROUTING + "  列名对照: oa-columns.yaml\n")
    rows = [["标题", "wjbh", "发文单位", "给谁", "公开吗", "理由", "文件", "备注"]]
    for number in (1, 2):
        word(folder / f"{number}.docx", [(f"第{number}件", "title"), ("正文。", "")])
        openness = "不予公开" if number == 1 else ""
        rows.append(
            [f"第{number}件", f"示政发〔2026〕{number}号", "portal", "jinping", openness, "内部", f"{number}.docx", "x"]
        )
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    (folder / "index.csv").write_bytes(out.getvalue().encode("gbk"))
    found = settle(county)
    assert [each.document_number for each in found.registered] == ["示政发〔2026〕1号"]
    assert [(each.code, each.path, each.line) for each in found.findings] == [("G102", "oa-inbox/index.csv", 3)]
    assert (folder / "index.csv").exists() and (folder / "1.docx").exists()
    (folder / "index.csv").write_bytes(out.getvalue().replace(",,内部", ",不公开,内部").encode("gbk"))
    found = settle(county)
    assert [each.document_number for each in found.registered] == ["示政发〔2026〕2号"]
    assert codes(found) == ["G109"] and not list(folder.iterdir())


# ── what is refused ─────────────────────────────────────────────────────────────────────────────────────────────

REFUSED = {
    "no openness": ({"公开属性": '""'}, "G102"),
    "unknown openness": ({"公开属性": "看情况"}, "G102"),
    "no reason": ({"理由": '""'}, "G102"),
    "grade": ({"密级": "秘密"}, "G104"),
    "grade with a star": ({"密级": "机密★10年"}, "G104"),
    "mark in the title": ({"标题": "内部资料 注意保存"}, "G104"),
    "nobody": ({"主送": "不存在局"}, "G103"),
    "unknown sender": ({"发文机关": "外县"}, "G103"),
    "no addressee": ({"主送": '""'}, "G101"),
    "unknown field": ({"保秘": "是"}, "G101"),
    "urgency": ({"紧急程度": "马上"}, "G101"),
    "checksum": ({"校验值": "0" * 64}, "G106"),
    "missing attachment": ({"附件": "没有.xlsx"}, "G101"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_clear_is_refused_and_stays(county: County, name: str) -> None:
    """Nothing is routed by half; the next one goes through; the message names file and line."""
    fields, code = REFUSED[name]
    drop(county, 1, **fields)
    drop(county, 2)
    found = settle(county)
    assert set(codes(found)) == {code}
    assert all(each.path == "oa-inbox/通知0001.yaml" and each.fix and each.law for each in found.findings)
    assert [each.document_number for each in found.registered] == ["示政办发〔2026〕2号"]
    assert (county.root / "oa-inbox" / "通知0001.docx").exists()


@pytest.mark.parametrize("where", ["text", "attachment", "hidden", "name"])
def test_a_mark_of_secrecy_inside_refuses(county: County, where: str) -> None:
    """In the document's own text, in an attachment, in a header."""
    names = {"attachment": "[名单.docx]", "name": "[机密★名单.docx]"}
    path = drop(county, 1, **({"附件": names[where]} if where in names else {}))
    if where == "text":
        word(path, [("秘密★1年", ""), ("关于某事的通知", "title")])
    elif where == "hidden":
        path.write_bytes(
            docx(
                paragraph("正文"),
                **{
                    "word/header1.xml": f"<w:hdr xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{paragraph('机密★')}</w:hdr>"
                },
            )
        )
    elif where == "name":
        word(path.with_name("机密★名单.docx"), [("名单", "")])
    else:
        word(path.with_name("名单.docx"), [("绝密★长期", "")])
    found = settle(county)
    assert codes(found) == ["G104"] and not found.registered


def test_a_damaged_word_file_is_called_damaged(county: County) -> None:
    """Nobody looks for a scan: the message says what to do with the file."""
    path = drop(county)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data[:400] if name == "word/document.xml" else data)
    (told,) = settle(county).findings
    assert told.code == "G105" and "打不开：文件损坏" in told.message and "另存一份" in told.fix


def test_what_no_program_can_read_must_have_been_read(county: County) -> None:
    """A scan, with and without somebody who answers for it; OFD and PDF with text need nobody."""
    folder = county.root / "oa-inbox"
    told = dict(routine(1, "portal").fields)
    (folder / "扫描.pdf").write_bytes(pdf([[]]))
    explain(folder / "扫描.yaml", told)
    assert set(codes(settle(county))) == {"G105"}
    explain(folder / "扫描.yaml", {**told, "人工核对": "李某"})
    assert len(settle(county).registered) == 1
    (folder / "版式.ofd").write_bytes(ofd([[(10, 10, "关于某事的通知")]]))
    explain(folder / "版式.yaml", {**told, "文号": "示政办发〔2026〕2号"})
    found = settle(county)
    assert len(found.registered) == 1 and not found.findings
    assert "没有可以转换的文字" in internal(county)["jinping/2026-11/portal-0002.html"].decode()


def test_doubles_are_told(county: County) -> None:
    """The same again is cleared away; the same number, or the same file, under other words is refused."""
    drop(county)
    settle(county)
    drop(county)
    assert codes(settle(county)) == ["G109"] and not list((county.root / "oa-inbox").iterdir())
    drop(county, 1, 标题="另一个标题")
    assert codes(settle(county)) == ["G107"]
    drop(county, 1, 文号="示政办发〔2026〕99号")
    found = settle(county)
    assert codes(found) == ["G107"] and "同一个文件" in found.findings[0].message
    assert len(dispatch_store.load(county.root).dispatches) == 1


def test_a_document_is_recalled_or_replaced_by_its_sender_alone(county: County) -> None:
    """Inboxes show it struck, with the reason and the new one."""
    drop(county, 1)
    drop(county, 2)
    settle(county)
    folder = county.root / "oa-inbox"
    explain(folder / "a.yaml", {"撤回": "示政办发〔2026〕1号", "发文机关": "jinping", "原因": "误发"})
    explain(folder / "b.yaml", {"撤回": "示政办发〔2026〕8号", "发文机关": "portal", "原因": "误发"})
    assert codes(settle(county)) == ["G108", "G108"]
    (folder / "b.yaml").unlink()
    explain(folder / "a.yaml", {"撤回": "示政办发〔2026〕1号", "发文机关": "portal", "原因": "误发"})
    drop(county, 3, 替换="示政办发〔2026〕2号", 原因="表格有误")
    found = settle(county, f"{TODAY}T10:00")
    assert not found.findings and [each.serial[-4:] for each in found.recalled] == ["0002", "0001"]
    tree = internal(county)
    struck, old = (tree[f"jinping/2026-11/portal-000{number}.html"].decode() for number in (1, 2))
    assert "已撤回，不再有效" in struck and "误发" in struck
    assert "表格有误" in old and 'href="../2026-11/portal-0003.html"' in old
    assert "这件公文代替" in tree["jinping/2026-11/portal-0003.html"].decode()
    assert tree["jinping/index.html"].decode().count("<s>") == 2


# ── receipts ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_receipts_make_a_matrix_with_what_is_overdue(county: County) -> None:
    """A committed file; a line that cannot be used is told with its number."""
    drop(county, 1, 紧急程度="特急")
    drop(county, 2)
    settle(county)
    lines = ["单位,文号,签收时间,签收人", "锦屏镇人民政府,示政办发〔2026〕1号,2026-11-23 09:30,甲"]
    lines += [
        "caizhengju,portal-2026-0001,2026/11/23 15:00,乙",
        "外局,示政办发〔2026〕1号,2026-11-23 09:30,丙",
        "jinping,x",
    ]
    county.write("receipts/2026.csv", "\n".join(lines) + "\n")
    found = settle(county, f"{TODAY}T16:00")
    assert [(each.code, each.line) for each in found.findings] == [("G301", 4), ("G301", 5)]
    assert (found.pending, found.overdue) == (4, 1)
    tree = internal(county)
    rows = list(csv.reader(io.StringIO(tree["2026-11/receipts.csv"].decode("utf-8-sig"))))
    states = {(row[1][-2:], row[5]): row[8] for row in rows[1:]}
    assert states == {
        **{("1号", "示例县锦屏镇人民政府"): "已签收", ("1号", "示例县财政局"): "逾期签收"},
        **{("1号", "示例县人民政府"): "逾期未签收"},
        **{("2号", name): "待签收" for name in ("示例县锦屏镇人民政府", "示例县财政局", "示例县人民政府")},
    }
    assert 'class="is-overdue"' in tree["2026-11/index.html"].decode()
    above, _, below = tree["jinping/index.html"].decode().partition("最近签收和撤回")
    assert ("1号" in above, "2号" in above, "1号" in below, "2号" in below) == (False, True, True, False)
    assert settle(county, "2026-11-26T08:00").overdue == 4


def test_receipts_come_from_the_access_log_without_addresses(county: County) -> None:
    """Who opened the page or the original; what others asked for, and what failed, counts nothing."""
    drop(county)
    settle(county)
    line = '10.9.8.7 - {} [23/Nov/2026:{}:00 +0800] "GET /gw/{} HTTP/1.1" {} 99 "-" "x"\n'
    log = county.write(
        "access.log",
        line.format("zhang", "09:20", "jinping/2026-11/portal-0001.html", 200)
        + line.format("-", "09:10", "jinping/2026-11/portal-0001/0.docx?x=1", 200)
        + line.format("-", "09:00", "caizhengju/2026-11/portal-0001.html", 403)
        + line.format("-", "09:00", "caizhengju/2026-11/portal-0009.html", 200)
        + "ruined\n",
    )
    done = subprocess.run(
        [sys.executable, "-m", "generator", "--root", str(county.root), "receipts", str(log)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "已记签收 1 件" in done.stdout
    text = (county.root / "receipts" / "2026.csv").read_text("utf-8-sig")
    assert text.splitlines() == [
        "单位,文号,签收时间,签收人",
        "示例县锦屏镇人民政府,示政办发〔2026〕1号,2026-11-23 09:10,",
    ]
    assert "10.9.8.7" not in text and settle(county).pending == 2


def test_receipts_are_written_as_people_write(county: County) -> None:
    """By document number where it is this one's alone, and read again as what was meant."""
    drop(county)
    settle(county)
    (sent,) = dispatch_store.load(county.root).dispatches
    bare = replace(sent, serial="portal-2026-0003", document_number="")
    twin = replace(sent, serial="portal-2026-0002")
    registry = settings_of(county.root, county.task().site, tuple(sorted(UNITS))).registry
    receipt = Receipt("2026-11-23T09:20", "甲")
    for dispatches, called in (
        ((sent, bare), [sent.document_number, bare.serial]),
        ((sent, twin), [sent.serial, twin.serial]),
    ):
        found = {("jinping", each.serial): receipt for each in dispatches}
        rows = as_people_write(registry, dispatches, found)
        assert [row[:2] for row in rows] == [("示例县锦屏镇人民政府", number) for number in called]
        shutil.rmtree(county.root / "receipts", ignore_errors=True)
        added(county.root, rows)
        assert read(county.root, registry, dispatches) == (found, ())


def signed_rows(root: Path) -> list[list[str]]:
    """What stands in the file of receipts below its heads."""
    return list(csv.reader(io.StringIO((root / "receipts/2026.csv").read_bytes().decode("utf-8-sig"))))[1:]


LOGINS = (
    ("zhang.san-1@county", "zhang.san-1@county"),
    (r"\xE7\x8E\x8B\xE6\xA0\xB7\xE4\xBE\x8B", "王样例"),
    ("=HYPERLINK(1)", None),
    ("+1", None),
    ("@cmd", None),
    ("-2+3", None),
    ("a,b", None),
    (r"x\x0D\x0A=1", None),
    ("甲" * 33, None),
    ("532726198001042310", None),
    ("13800138000", None),
    ("<script>", None),
)


def test_only_names_come_into_receipts(county: County) -> None:
    """A login is what a browser sent: what is no name, or a number of somebody's, is left out, counted and told."""
    for number in range(1, len(LOGINS) + 1):
        drop(county, number)
    settle(county)
    line = '10.9.8.7 - {} [23/Nov/2026:09:20:00 +0800] "GET /gw/jinping/2026-11/portal-{:04}.html HTTP/1.1" 200 9 "-"\n'
    text = "".join(line.format(login, number) for number, (login, _) in enumerate(LOGINS, 1))
    log = county.write("a.log", text + line.format("x", 1).replace("23/Nov", "99/Xyz") + "ruined\n" + " [" * 20_000)
    done = CliRunner().invoke(main, ["--root", str(county.root), "receipts", str(log)])
    assert done.exit_code == 0 and f"已记签收 {len(LOGINS)} 件" in done.output
    assert f"共 {len(LOGINS) + 3} 行，3 行认不出" in done.output
    assert f"{sum(name is None for _, name in LOGINS)} 行的登录名不像名字" in done.output
    rows = signed_rows(county.root)
    assert [row[3] for row in rows] == [name or "" for _, name in LOGINS]
    log.with_suffix(".gz").write_bytes(b"\x1f\x8bnothing")
    done = CliRunner().invoke(main, ["--root", str(county.root), "receipts", str(log.with_suffix(".gz"))])
    assert done.exit_code == 1 and "读不了" in done.output


def test_no_cell_of_receipts_is_a_formula(tmp_path: Path) -> None:
    """Whoever calls: a spreadsheet that opens the file runs nothing."""
    cells = ("=1+1", "+1+1", "-1+2", "@x", "\t=1", "＝1")
    added(tmp_path, [("jinping", f"n{place}", Receipt("2026-11-23T09:20", cell)) for place, cell in enumerate(cells)])
    rows = signed_rows(tmp_path)
    assert [row[3] for row in rows] == [f"'{cell}" for cell in cells]


@pytest.mark.parametrize(
    ("arrived", "written", "expected"),
    [
        ("2026-11-23T09:00", "2个工作日", "2026-11-25T17:30"),
        ("2026-11-27T18:00", "1个工作日", "2026-11-30T17:30"),
        ("2026-11-23T09:00", "4小时", "2026-11-23T16:00"),
        ("2026-11-23T12:00", "1小时", "2026-11-23T15:30"),
        ("2026-11-27T17:00", "1小时", "2026-11-30T09:00"),
        ("2026-09-30T17:30", "1小时", "2026-10-08T09:30"),
    ],
)
def test_deadlines_count_working_days_and_office_hours(arrived: str, written: str, expected: str) -> None:
    assert due(arrived, period_of(written), hours_of("8:30-11:30、14:30-17:30")) == expected


# ── half-written, cut off, incremental ──────────────────────────────────────────────────────────────────────────


def test_a_document_that_is_being_written_never_goes_out(county: County) -> None:
    """Its YAML first and its file piece by piece, while the watch runs: registered once, whole."""
    data = routine(1, "portal").drop(county.root / "aside").read_bytes()
    folder, seen = county.root / "oa-inbox", []
    watch = Watch(Workspace(county.root), TODAY, lambda came: seen.append(came), processes=1)
    thread = Thread(target=watch.run)
    thread.start()
    try:
        explain(folder / "通知.yaml", routine(1, "portal").fields)
        with (folder / "通知.docx").open("wb", buffering=0) as file:
            for start in range(0, len(data), len(data) // 6):
                file.write(data[start : start + len(data) // 6])
                time.sleep(0.3)
        written = time.monotonic()
        while not any(came.passed.registered for came in seen) and time.monotonic() < written + 20:
            time.sleep(0.05)
    finally:
        watch.ended.set()
        thread.join()
    registered = [each for came in seen for each in came.passed.registered]
    assert [each.files[0].size for each in registered] == [len(data)]
    assert not [each for came in seen for each in came.findings if each.code == "G106"]


def test_who_keeps_a_file_open_keeps_nobody_else_waiting(county: County) -> None:
    """A file that stands still while somebody has it open waits, however long; others go out meanwhile, and it goes
    out as soon as it is closed, though nothing about it changes then."""
    whole = routine(2, "portal").drop(county.root / "aside").read_bytes()
    folder, seen = county.root / "oa-inbox", []
    explain(folder / "通知0002.yaml", routine(2, "portal").fields)
    watch = Watch(Workspace(county.root), TODAY, lambda came: seen.append(came), processes=1)
    thread = Thread(target=watch.run)

    def numbers() -> list[str]:
        return [each.document_number for came in seen for each in came.passed.registered]

    def wait(count: int) -> None:
        until = time.monotonic() + 30
        while len(numbers()) < count and time.monotonic() < until:
            time.sleep(0.02)

    try:
        with (folder / "通知0002.docx").open("wb", buffering=0) as file:
            file.write(whole)
            assert hand_on(folder / "通知0002.docx") is Hand.SOMEBODY
            thread.start()
            drop(county, 1)
            wait(1)
            time.sleep(1.5)
            assert numbers() == ["示政办发〔2026〕1号"]
        wait(2)
    finally:
        watch.ended.set()
        thread.join()
    assert numbers() == ["示政办发〔2026〕1号", "示政办发〔2026〕2号"]


def test_the_kernel_tells_who_is_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.docx"
    assert hand_on(path) is Hand.UNKNOWN
    path.write_bytes(b"x")
    assert hand_on(path) is Hand.NOBODY and hands_on(tmp_path, ["a.docx"]).quiet == BRIEF
    with path.open("rb"):
        assert hand_on(path) is Hand.NOBODY
    with path.open("ab"):
        assert hands_on(tmp_path, ["a.docx"]).writing == {"a.docx"}
    monkeypatch.delattr("fcntl.F_SETLEASE")
    assert hands_on(tmp_path, ["a.docx"]) == (frozenset(), QUIET)


def test_what_comes_during_a_pass_is_taken_by_the_next(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that is dropped between the switch and the end of a pass does not wait until deadlines are renewed."""
    seen: list[str] = []
    real = inbox_watch._crossed

    def meanwhile(root: Path, task: Task) -> tuple[tuple[Crossed, ...], tuple[Finding, ...]]:
        if seen == [] and (county.root / "dispatches").exists():
            drop(county, 2)
        return real(root, task)

    monkeypatch.setattr(inbox_watch, "_crossed", meanwhile)
    drop(county, 1)
    watch = Watch(
        Workspace(county.root), TODAY, lambda came: seen.extend(each.serial for each in came.passed.registered), 1
    )
    thread = Thread(target=watch.run)
    thread.start()
    started = time.monotonic()
    while len(seen) < 2 and time.monotonic() < started + 30:
        time.sleep(0.05)
    watch.ended.set()
    thread.join()
    assert seen == ["portal-2026-0001", "portal-2026-0002"]


def test_a_file_that_is_not_whole_is_refused(county: County) -> None:
    """Cut anywhere, though it has settled."""
    path = drop(county)
    data = path.read_bytes()
    for cut in (0, 1, 100, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:cut])
        found = settle(county)
        assert set(codes(found)) == {"G106"} and not found.registered
    assert not dispatch_store.load(county.root).dispatches


def test_killed_anywhere_readers_have_the_former_state_or_the_new_one(county: County) -> None:
    """SIGKILL at random moments; every inbox is whole, and the next pass finishes what was begun."""
    drop(county, 1)
    settle(county)
    old = internal(county)
    command = [sys.executable, "-m", "generator", "--root", str(county.root), "inbox", "--today", TODAY.isoformat()]
    chance = random.Random(41)
    for number in range(2, 6):
        for each in range(5):
            drop(county, number * 10 + each)
        process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1.2 + chance.random() * 0.6)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = internal(county)
        names = {unit: fed(now, unit) for unit in UNITS}
        assert len({tuple(found) for found in names.values()}) == 1, "a switch shows all inboxes at once"
        before = set(fed(old, "jinping"))
        assert set(names["jinping"]) >= before and (now == old or len(names["jinping"]) > len(before))
        assert {each.code for each in settle(county).findings} <= {"G109"}
        old = internal(county)
        assert len(fed(old, "jinping")) == len(dispatch_store.load(county.root).dispatches) == 1 + 5 * (number - 1)
        assert not list((county.root / "oa-inbox").iterdir())


def test_incremental_is_clean_byte_for_byte(county: County) -> None:
    """After a history of drops, receipts, recalls and days, the pages are those that one clean pass makes."""
    for number in range(1, 7):
        drop(county, number, 主送="group:all" if number % 2 else "jinping")
        settle(county, f"2026-{number + 4:02d}-02T09:00")
    explain(county.root / "oa-inbox" / "x.yaml", {"撤回": "示政办发〔2026〕2号", "发文机关": "portal", "原因": "误发"})
    county.write("receipts/2026.csv", "jinping,示政办发〔2026〕1号,2026-05-02 09:30,甲\n")
    settle(county, NOW)
    incremental = internal(county)
    assert not settle(county, NOW).switched
    county.root.joinpath("output").rename(county.root / "elsewhere")
    settle(county, NOW)
    assert internal(county) == incremental
    settle(county, NOW, clean=True)
    assert internal(county) == incremental


# ── the public side ─────────────────────────────────────────────────────────────────────────────────────────────


def crossed(county: County) -> list[Crossed | Finding]:
    """Hand on what is to be public."""
    site = county.task().site
    return [cross(county.root, site, each) for each in waiting(dispatch_store.load(county.root))]


REVIEW = "{审查结果: 同意公开, 审查人: 张某, 审查日期: 2026-11-20, 审查依据: 条例第十七条}"


def test_what_is_to_be_public_becomes_a_document_of_its_sender(county: County) -> None:
    """With a review it is published by the next build, without one it is a draft; once, whatever is repeated."""
    drop(county, 1, 发文机关="jinping", 公开属性="主动公开", 栏目="gg", 保密审查=REVIEW)
    drop(county, 2, 发文机关="jinping", 公开属性="主动公开", 栏目="gg")
    drop(county, 3, 发文机关="jinping", 栏目="gg")
    settle(county)
    found = crossed(county)
    assert [isinstance(each, Crossed) and each.draft for each in found] == [False, True]
    assert not crossed(county)
    (county.root / "dispatches/2026/jinping-0001/disclosed.txt").unlink()  # cut off before it was noted
    assert [isinstance(each, Crossed) for each in crossed(county)] == [True]
    assert len(list((county.root / "content/jinping/gg").glob("*.md"))) == 2
    county.build()
    pages = b"\n".join(data for path, data in county.tree().items() if path.startswith("jinping/info/"))
    assert "第1项工作".encode() in pages and "第2项工作".encode() not in pages and "第3项".encode() not in pages


def test_personal_numbers_do_not_cross(county: County) -> None:
    """The inbox has the document; the public side is told why it has not."""
    path = drop(county, 1, 公开属性="主动公开")
    word(path, [("关于某事的通知", "title"), ("张某，身份证号 532724197103050038。", "")])
    settle(county)
    (told,) = crossed(county)
    assert isinstance(told, Finding) and told.code == "G202" and "532724197103050038" not in told.message
    assert "有不能公开的内容：第 2 段：出现" in told.message and "\n" not in told.message
    assert not list((county.root / "content/portal").rglob("*.md"))


def test_thirty_canaries_are_nowhere_in_public(county: County) -> None:
    """Strings in documents that are not public, in their titles, texts, attachments, names and reasons: 0 hits in any
    byte of `output/public/`, also inside archives; and 30 in the inboxes."""
    canaries = [f"canary{number:02d}x{number * 7919:05d}" for number in range(30)]
    for number, canary in enumerate(canaries, 1):
        fields = {"公开属性": ("不予公开", "依申请公开")[number % 2], "理由": f"理由{canary}"}
        paper = routine(number, "portal", 标题=f"标题{canary}", **fields)
        replace(paper, body=(f"正文{canary}。",)).drop(county.root / "oa-inbox")
    drop(county, 99, 发文机关="jinping", 公开属性="主动公开", 栏目="gg", 保密审查=REVIEW)
    assert len(settle(county).registered) == 31
    crossed(county)
    county.build()
    public = county.tree()
    assert any("第99项".encode() in data for data in public.values())
    everything = b"\0".join(_unpacked(data) for data in public.values()) + "\0".join(public).encode()
    assert [canary for canary in canaries if canary.encode() in everything] == []
    inside = b"\0".join(internal(county).values())
    assert all(canary.encode() in inside for canary in canaries)
    content = b"\0".join(path.read_bytes() for path in (county.root / "content").rglob("*.md"))
    assert not re.search(rb"canary\d\dx", content)


def _unpacked(data: bytes) -> bytes:
    """A file's bytes, with those of its members where it is an archive."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return data + b"\0".join(archive.read(name) for name in archive.namelist())


def test_the_night_registers_what_has_come_and_tells_what_was_refused(county: County) -> None:
    """It holds the lock of builds itself, and hands on to the public side all the same."""
    drop(county, 1, 发文机关="jinping", 公开属性="主动公开", 栏目="gg", 保密审查=REVIEW)
    drop(county, 2, 公开属性='""')
    diary = begun(county.root / "output" / "nightly", TODAY.isoformat())
    with hold(county.root / "output" / ".lock", NOW):
        _route(Workspace(county.root), Manner(TODAY), diary)
    log = diary.path.read_text("utf-8")
    assert "登记 jinping-2026-0001" in log and "G102" in log and "公文流转: 1 处问题" in log
    assert diary.statuses == [1] and "jinping/index.html" in internal(county)
    assert len(list((county.root / "content/jinping/gg").glob("*.md"))) == 1


# ── settings and the intranet's server ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("公文流转: {}\n", "内网网址"),
        ("公文流转: {内网网址: oa}\n", "http://"),
        ("公文流转: {内网网址: http://oa.example/, 签收期限: {平件: 明天}}\n", "签收期限"),
        ("公文流转: {内网网址: http://oa.example/, 签收期限: {平平: 1小时}}\n", "平平"),
        ("公文流转: {内网网址: http://oa.example/, 办公时间: 18:00-8:00}\n", "办公时间"),
        ("公文流转: {内网网址: http://oa.example/, 分组: {甲: 外局}}\n", "外局"),
        ("", "没有写“公文流转”"),
    ],
)
def test_settings_that_cannot_be_used_are_told(county: County, written: str, told: str) -> None:
    site = county.task().site
    county.write("site.yaml", SITE + written)
    with pytest.raises(UsageError) as error:
        settings_of(county.root, site, tuple(UNITS))
    assert told in str(error.value)


def test_the_sample_for_nginx_opens_nothing_that_is_not_named(county: County) -> None:
    """Each unit its own network; all else is denied."""
    settings = settings_of(county.root, county.task().site, tuple(UNITS))
    text = nginx(settings.address, "/srv/internal", settings.networks, settings.registry)
    assert text.count("deny all;") == 3
    assert "location /gw/ { deny all; }" in text
    assert 'location ~ "^/gw/jinping/" {\n        allow 10.0.1.0/24;\n        deny all;' in text
    assert "caizhengju" not in text
    rules = county.write("gw.conf", text.replace("/var/log/nginx/", f"{county.root}/"))
    whole = county.write("nginx.conf", f"pid {county.root}/pid;\nevents {{}}\nhttp {{ include {rules}; }}\n")
    done = subprocess.run(["nginx", "-t", "-c", str(whole)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
