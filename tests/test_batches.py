"""Batches for upload: what changed of what is public, in the platform's order; one publication, the same bytes."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from conftest import Outcome, Workspace
from county import SITE, UNIT, UNITS, USCC, County, document
from generator.batches import ENDED, Receipt, Written, last_receipt, read_receipt, write_batch
from generator.errors import GeneratorError, UsageError
from generator.official_fields import COLUMNS, ELEMENTS
from generator.published_records import public_units

A, B, C = (f"{USCC['jinping']}/2026-0000{number}" for number in (1, 2, 3))


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A portal with one document and a township with three, one of which has an attachment."""
    found = County(tmp_path, ("portal", "jinping"))
    found.write("content/portal/ggxx/xjgg/p.md", document("县的通知", "2026-00001", slug="portal"))
    found.write("content/jinping/gg/a.md", document("关于值班的通知", "2026-00001", "附件: [{文件: 值班表.csv}]"))
    found.write("content/jinping/gg/值班表.csv", "日期,值班室\n1月1日,甲\n")
    found.write("content/jinping/gg/b.md", document("关于护林的通知", "2026-00002"))
    found.write("content/jinping/gg/c.md", document("关于防火的公示", "2026-00003", "公示截止: 2026-12-01"))
    found.register("portal")
    found.register()
    found.build()
    return found


def folder(county: County) -> Path:
    """Where the county's batches lie."""
    return county.root / "output/batches/_county"


def batch(county: County, many: bool = False) -> Written | None:
    """Write what differs from the last batch."""
    place = folder(county)
    return write_batch(public_units(county.public), place, last_receipt(place, "_county"), many)


def table(county: County, number: int) -> list[dict[str, str]]:
    """The rows of a batch by their heads."""
    text = (folder(county) / f"{number:04d}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def operations(county: County, number: int) -> dict[str, str]:
    """What a batch does, by index number."""
    return {row["索引号"]: row["操作"] for row in table(county, number)}


def record(county: County, number: str) -> dict[str, Any]:
    """A township's record as it is published."""
    found: dict[str, Any] = json.loads((county.public / f"jinping/info/{number}.json").read_text("utf-8"))
    return found


def edit(county: County, name: str, old: str, new: str) -> None:
    """Change a document's text and build."""
    path = f"content/jinping/gg/{name}"
    text = (county.root / path).read_text("utf-8")
    assert old in text
    county.write(path, text.replace(old, new))
    county.build()


# ── what is in a batch ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_batch_has_everything_that_is_public(county: County) -> None:
    assert batch(county) == Written(1, added=4, changed=0, withdrawn=0)
    assert operations(county, 1) == dict.fromkeys((f"{USCC['portal']}/2026-00001", A, B, C), "新增")


def test_the_table_is_in_the_platforms_order(county: County) -> None:
    batch(county)
    head = (folder(county) / "0001.csv").read_text("utf-8-sig").splitlines()[0].split(",")
    names = [name for name, _ in COLUMNS]
    assert head == ["操作", *names, "正文文件", "附件名称", "附件文件", "说明"]
    assert names[:14] == [each.name for each in ELEMENTS]
    (row,) = (row for row in table(county, 1) if row["索引号"] == A)
    told = record(county, "2026-00001")
    assert (row["名称"], row["发布机构"], row["在线链接地址"]) == (told["title"], told["issuing_agency"], told["url"])
    assert (row["生成日期"], row["公开方式"], row["附件名称"]) == ("2026-01-04", "主动公开", "值班表.csv")


def test_the_archive_holds_texts_and_attachments_as_they_are_public(county: County) -> None:
    batch(county)
    rows = {row["索引号"]: row for row in table(county, 1)}
    with ZipFile(folder(county) / "0001.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            name for row in rows.values() for name in (row["正文文件"], row["附件文件"]) if name
        ]
        assert archive.read(rows[A]["正文文件"]).decode() == record(county, "2026-00001")["text"] + "\n"
        assert archive.read(rows[A]["附件文件"]).decode() == "日期,值班室\n1月1日,甲\n"
        assert all(name.isascii() and ".." not in name and name[0] != "/" for name in archive.namelist())


def test_only_what_is_public_gets_into_a_batch(county: County) -> None:
    county.write("content/jinping/gg/d.md", document("不该出现的甲", "2026-00004", "公开属性: 依申请公开"))
    county.write(
        "content/jinping/gg/e.md",
        document("不该出现的乙", "2026-00005", body="正文。\n").replace("2026-01-06", "2027-01-06"),
    )
    county.register()
    county.build()
    batch(county)
    for path in folder(county).iterdir():
        assert "不该出现".encode() not in path.read_bytes(), path


# ── what has changed ────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_change_nothing_is_written(county: County) -> None:
    batch(county)
    before = sorted(path.name for path in folder(county).iterdir())
    assert batch(county) is None
    county.build(clean=True)
    assert batch(county) is None
    assert sorted(path.name for path in folder(county).iterdir()) == before == ["0001.csv", "0001.json", "0001.zip"]


def test_a_new_theme_changes_nothing(county: County) -> None:
    batch(county)
    county.write(
        "themes/units/jinping/templates/base.html", '{% extends "default/base.html" %}{% block crumbs %}{% endblock %}'
    )
    assert county.build().total("written") > 5
    assert batch(county) is None


def test_a_batch_has_what_changed_and_no_more(county: County) -> None:
    batch(county)
    county.write("content/jinping/gg/d.md", document("关于防汛的通知", "2026-00004"))
    edit(county, "b.md", "关于护林", "关于进一步护林")
    county.register()
    county.build()
    assert batch(county) == Written(2, added=1, changed=1, withdrawn=0)
    assert operations(county, 2) == {B: "修改", f"{USCC['jinping']}/2026-00004": "新增"}
    with ZipFile(folder(county) / "0002.zip") as archive:
        assert archive.namelist() == ["jinping/2026-00002.txt", "jinping/2026-00004.txt"]


def test_other_bytes_of_an_attachment_are_a_change(county: County) -> None:
    batch(county)
    county.write("content/jinping/gg/值班表.csv", "日期,值班室\n1月1日,乙\n")
    county.build()
    batch(county)
    assert operations(county, 2) == {A: "修改"}


def test_a_withdrawal_travels_with_its_reason(county: County) -> None:
    batch(county)
    (county.root / "content/jinping/gg/b.md").unlink()
    name, kind, region = UNITS["jinping"]
    settings = UNIT.format(name=name, kind=kind, region=region, uscc=USCC["jinping"])
    gone = f"撤下:\n  - {{索引号: {B}, 日期: 2026-11-20, 理由: 重复发布}}\n"
    county.write("content/jinping/unit.yaml", settings + gone)
    county.build()
    assert batch(county) == Written(2, added=0, changed=0, withdrawn=1)
    (row,) = table(county, 2)
    assert (row["操作"], row["索引号"], row["名称"]) == ("撤下", B, "关于护林的通知")
    assert row["在线链接地址"].endswith("/jinping/info/2026-00002.html") and row["说明"] == "2026-11-20 撤下：重复发布"
    assert row["正文文件"] == row["附件文件"] == ""
    assert batch(county) is None  # once told, it is not told again


def test_a_document_with_a_new_number_goes_and_comes(county: County) -> None:
    batch(county)
    edit(county, "b.md", f"索引号: {B}", f"原索引号: {B}\n索引号: {USCC['jinping']}/2026-00009")
    county.register()
    county.build()
    batch(county)
    assert operations(county, 2) == {f"{USCC['jinping']}/2026-00009": "新增", B: "撤下"}
    assert table(county, 2)[-1]["说明"] == f"索引号改为 {USCC['jinping']}/2026-00009"


def test_an_ended_notice_is_sent_again_without_its_text(county: County) -> None:
    batch(county)
    county.build(today=date(2026, 12, 2))
    batch(county)
    (row,) = table(county, 2)
    assert (row["操作"], row["索引号"], row["说明"], row["正文文件"]) == ("修改", C, ENDED, "")
    with ZipFile(folder(county) / "0002.zip") as archive:
        assert archive.namelist() == []


def test_documents_that_vanish_without_a_word_stop_the_batch(county: County) -> None:
    batch(county)
    before = sorted(folder(county).iterdir())
    for name in ("a.md", "b.md"):
        (county.root / f"content/jinping/gg/{name}").unlink()
    county.build()
    with pytest.raises(UsageError, match="有 2 条不见了"):
        batch(county)
    assert sorted(folder(county).iterdir()) == before
    assert batch(county, many=True) == Written(2, added=0, changed=0, withdrawn=2)
    assert {row["说明"] for row in table(county, 2)} == {"不再公开"}


# ── bytes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_publication_gives_the_same_bytes(county: County, tmp_path: Path) -> None:
    batch(county)
    first = {path.name: path.read_bytes() for path in folder(county).iterdir()}
    for path in (county.root / "content").rglob("*"):
        os.utime(path, (1, 1))
    county.build(clean=True)
    other = tmp_path / "other"
    write_batch(public_units(county.public), other, Receipt("_county"))
    assert {path.name: path.read_bytes() for path in other.iterdir()} == first


def test_no_cell_is_a_formula(county: County) -> None:
    edit(county, "b.md", "标题: 关于护林的通知", '标题: \'=HYPERLINK("https://evil.example","领补贴")\'')
    batch(county)
    text = (folder(county) / "0001.csv").read_text("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert '\'=HYPERLINK("https://evil.example","领补贴")' in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r", "＝", "＋", "＠")]


def test_the_receipt_says_what_was_written(county: County) -> None:
    batch(county)
    receipt = json.loads((folder(county) / "0001.json").read_text("utf-8"))
    assert receipt["counts"] == {"新增": 4, "修改": 0, "撤下": 0} and receipt["since"] == 0
    for kind in ("csv", "zip"):
        data = (folder(county) / receipt[kind]["name"]).read_bytes()
        assert (receipt[kind]["size"], receipt[kind]["sha256"]) == (len(data), sha256(data).hexdigest())
    canonical = json.dumps(record(county, "2026-00002"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert receipt["records"][B]["sha256"] == sha256(canonical.encode()).hexdigest()


def test_a_batch_without_its_receipt_does_not_count(county: County) -> None:
    """As when the machine stopped before the receipt was written."""
    batch(county)
    (folder(county) / "0001.json").unlink()
    assert batch(county) == Written(1, added=4, changed=0, withdrawn=0)


# ── what it is compared with ────────────────────────────────────────────────────────────────────────────────────


def test_an_older_receipt_gives_all_since_then_under_the_next_number(county: County) -> None:
    batch(county)
    edit(county, "b.md", "关于护林", "关于进一步护林")
    batch(county)
    edit(county, "a.md", "关于值班", "关于加强值班")
    since = read_receipt(folder(county) / "0001.json", "_county")
    assert write_batch(public_units(county.public), folder(county), since) == Written(3, 0, changed=2, withdrawn=0)
    assert operations(county, 3) == {A: "修改", B: "修改"}


def test_what_is_no_receipt_of_these_units_is_refused(county: County) -> None:
    batch(county)
    with pytest.raises(UsageError, match="是“_county”的回执"):
        read_receipt(folder(county) / "0001.json", "jinping")
    for text in ("", "[]", "{}", '{"format": "other"}', '{"format": "gongkai-batch/1", "records": {"a": 1}}'):
        path = county.write("output/x.json", text)
        with pytest.raises(UsageError, match="不是批次的回执"):
            read_receipt(path, "_county")


def test_a_damaged_publication_is_no_reason_to_withdraw(county: County) -> None:
    batch(county)
    (county.public / "jinping/info/2026-00001.json").resolve().write_text("{")
    with pytest.raises(GeneratorError, match="有损坏"):
        batch(county)
    assert not (folder(county) / "0002.json").exists() and not list(folder(county).glob(".*"))


def test_no_address_in_a_catalogue_leads_out_of_its_unit(county: County) -> None:
    place = (county.public / "jinping/catalog.json").resolve()
    place.write_text(place.read_text("utf-8").replace("/jinping/info/2026-00002.html", "/jinping/../../../x.html"))
    with pytest.raises(GeneratorError, match="不在本单位之下"):
        batch(county)


def test_the_command(county: County) -> None:
    def run(*arguments: str) -> Outcome:
        return Workspace(county.root).run("batch", *arguments)

    first = run()
    assert first.status == 0 and "第 1 批: 新增 4 · 修改 0 · 撤下 0" in first.output
    assert "没有变化" in run().output
    assert "第 1 批: 新增 3" in run("锦屏镇").output  # a unit counts its own
    assert "第 2 批: 新增 4" in run("--since", "0").output
    assert "没有变化" in run("--since", "0001.json").output
    assert "没有变化" in run("--since", "LAST").output
    assert run("--since", "9").status == 2
    assert run("caizhengju").status == 2
    assert sorted(path.name for path in (county.root / "output/batches").iterdir()) == ["_county", "jinping"]


def test_nothing_public_is_told(tmp_path: Path) -> None:
    county = County(tmp_path, ("portal",), SITE)
    outcome = Workspace(county.root).run("batch")
    assert outcome.status == 2 and "还没有公开的信息" in outcome.errors
    assert not (tmp_path / "output/batches").exists()
