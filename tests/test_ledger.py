"""The ledger: no number twice, no byte of a document changed but the number, no harm from a crash."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from county import TODAY, USCC, County, document, essential, told
from generator import ledger
from generator.check import check
from generator.enrol import enrol
from generator.errors import GeneratorError
from generator.frontmatter import read
from generator.inscription import inscribed
from generator.ledger import Candidate, NumberingPlan, apply, assign, read_ledger
from generator.load import load
from generator.load.units import load_unit
from generator.model import LedgerEntry, Severity, Site, Unit, UnitContent
from generator.sources import scan

ORG = USCC["jinping"]
LEDGER = "content/jinping/ledger/2026.csv"
NUMBER = f"{ORG}/2026-00001"
REVIEW = "保密审查: {审查结果: 同意公开, 审查人: 张某, 审查日期: 2026-01-05}"


# ── one file ────────────────────────────────────────────────────────────────────────────────────────────────────

PLACES = {
    "after the title": (b"---\nTITLE: a\nb: c\n---\nx", b"---\nTITLE: a\n@NUMBER\nb: c\n---\nx"),
    "windows line ends": (
        b"---\r\nTITLE: a\r\nb: c\r\n---\r\nx\r\n",
        b"---\r\nTITLE: a\r\n@NUMBER\r\nb: c\r\n---\r\nx\r\n",
    ),
    "byte-order mark": (b"\xef\xbb\xbf---\nTITLE: a\n---\nx", b"\xef\xbb\xbf---\nTITLE: a\n@NUMBER\n---\nx"),
    "comments and spaces": (
        b"---\n# c\nTITLE: 'a' # d  \n# e\n---  \nx",
        b"---\n# c\nTITLE: 'a' # d  \n@NUMBER\n# e\n---  \nx",
    ),
    "title not first": (b"---\nb: c\nTITLE: a\n---\n", b"---\nb: c\nTITLE: a\n@NUMBER\n---\n"),
    "title on two lines": (b"---\nTITLE: a\n  b\nc: d\n---\n", b"---\nTITLE: a\n  b\nc: d\n@NUMBER\n---\n"),
    "folded title": (b"---\nTITLE: >-\n  a\n  b\nc: d\n---\n", b"---\nTITLE: >-\n  a\n  b\nc: d\n@NUMBER\n---\n"),
    "quoted title on two lines": (b'---\nTITLE: "a\n  b"\nc: d\n---\n', b'---\nTITLE: "a\n  b"\nc: d\n@NUMBER\n---\n'),
    "literal at the end": (b"---\nTITLE: |\n  a\n---\n", b"---\nTITLE: |\n  a\n@NUMBER\n---\n"),
    "indented": (b"---\n  TITLE: a\n  b: c\n---\n", b"---\n  TITLE: a\n  @NUMBER\n  b: c\n---\n"),
    "no body": (b"---\nTITLE: a\n---", b"---\nTITLE: a\n@NUMBER\n---"),
    "old line ends": (b"---\rTITLE: a\r---\rx", b"---\rTITLE: a\r@NUMBER\r---\rx"),
    "quoted key": (b'---\n"TITLE": a\n---\n', b'---\n"TITLE": a\n@NUMBER\n---\n'),
    "separator in title": ("---\nTITLE: 'a\u2028b'\nc: d\n---\n".encode(), None),
}


@pytest.mark.parametrize(("title", "label"), [("标题", "索引号"), ("名称", "索引号"), ("title", "index_number")])
@pytest.mark.parametrize("name", PLACES)
def test_where_the_number_goes(name: str, title: str, label: str) -> None:
    before, after = PLACES[name]
    data = before.replace(b"TITLE", title.encode())
    made = inscribed(data, NUMBER)
    assert made is not None
    line = f"{label}: {NUMBER}".encode()
    if after is not None:
        assert made == after.replace(b"TITLE", title.encode()).replace(b"@NUMBER", line)
    assert only_inserted(data, made)
    assert inscribed(made, NUMBER) == made and inscribed(made, NUMBER + "0") is None


EMPTY = {
    "索引号:": "索引号: N",
    "索引号: ": "索引号: N",
    "索引号:   ": "索引号: N  ",
    "索引号: # 编号后填": "索引号: N # 编号后填",
    "索引号:    # 编号后填": "索引号: N   # 编号后填",
    "索引号: ''": "索引号: 'N'",
    '索引号: ""  # c': '索引号: "N"  # c',
    "index_number:": "index_number: N",
    '"索引号":': '"索引号": N',
}


@pytest.mark.parametrize("line", EMPTY)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_empty_key_is_filled(line: str, end: str) -> None:
    data = f"---{end}标题: a{end}{line}{end}b: c{end}---{end}x".encode()
    made = inscribed(data, NUMBER)
    assert made == f"---{end}标题: a{end}{EMPTY[line].replace('N', NUMBER)}{end}b: c{end}---{end}x".encode()
    assert only_inserted(data, made)


UNTOUCHED = {
    "no front matter": b"a\n",
    "unclosed": "---\n标题: a\n".encode(),
    "full-width colon": "---\n标题：a\n---\n".encode(),
    "doubled key": "---\n标题: a\n标题: b\n---\n".encode(),
    "gbk": "---\n标题: 通知\n---\n".encode("gb18030"),
    "flow": "---\n{标题: a}\n---\n".encode(),
    "another number": "---\n标题: a\n索引号: x\n---\n".encode(),
    "empty": b"",
    "empty head": b"---\n---\n",
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_what_cannot_be_read_is_not_touched(name: str) -> None:
    assert inscribed(UNTOUCHED[name], NUMBER) is None


def only_inserted(before: bytes, after: bytes) -> bool:
    """The new file is the old one with one piece put in."""
    same = next((place for place, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), len(before))
    rest = len(before) - same
    return len(after) > len(before) and (rest == 0 or after.endswith(before[-rest:]))


VALUE = st.sampled_from(
    [
        "",
        "a",
        "'b'",
        '"c"',
        "关于: 甲",
        "[a, b]",
        "{a: b}",
        ">-\n  d\n  e",
        "|\n  f\n",
        "a # g",
        "\n  - h\n  - i",
        "'甲\n\n  乙'",
    ]
)
KEY = st.sampled_from(
    ["标题", "title", "名称", "发布日期", "备注", "索引号", "index_number", "'标题'", "# 注", "保密审查", "\u3000标题"]
)
HEAD = st.lists(st.tuples(KEY, VALUE, st.sampled_from(["", " ", "  # z"])), max_size=6)


@given(HEAD, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([b"", b"\xef\xbb\xbf"]), st.binary(max_size=20))
@settings(max_examples=500, deadline=None)
def test_every_other_byte_is_kept(head: list[tuple[str, str, str]], end: str, mark: bytes, body: bytes) -> None:
    lines = "".join(f"{key}: {value}{tail}\n" for key, value, tail in head).replace("\n", end)
    data = mark + f"---{end}{lines}---{end}".encode() + body
    made = inscribed(data, NUMBER)
    if made is None or made == data:
        return
    assert only_inserted(data, made)
    old, new = read(data), read(made)
    assert new.body == old.body and not [fault for fault in new.head.faults if fault.code != "F002"]
    added = {key: value for key, value in new.head.values.items() if old.head.values.get(key) != value}
    assert list(added.values()) == [NUMBER] and set(added) <= {"索引号", "index_number"}
    assert list(old.head.values.keys() - new.head.values.keys()) == []


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_survived(data: bytes) -> None:
    made = inscribed(b"---\n" + data, NUMBER)
    assert made is None or only_inserted(b"---\n" + data, made)


# ── a unit ──────────────────────────────────────────────────────────────────────────────────────────────────────


def bare(title: str, written: str = "2026-01-04") -> str:
    """A document that has no number yet."""
    return f"---\n标题: {title}\n成文日期: {written}\n发布日期: 2026-01-06\n{REVIEW}\n---\n正文\n"


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(tmp_path, ("jinping",))


def number(county: County, write: bool = True) -> tuple[str, ...]:
    """What `gongkai number` says."""
    given = enrol(county.root, county.task().site, "jinping", TODAY, write).given
    return tuple(f"{source} → {number}" for source, number in given)


def parts(county: County) -> tuple[Unit, Site]:
    """The unit and the site."""
    site = county.task().site
    unit, _ = load_unit(county.root, site, "jinping")
    assert unit is not None
    return unit, site


def content(county: County) -> UnitContent:
    """The unit as it is loaded."""
    site = county.task().site
    loaded = load(county.root, site, "jinping", scan(county.root, "content/jinping"), TODAY)
    assert loaded.content is not None
    return replace(loaded.content, index_pattern=site.index_pattern)


def codes(county: County) -> list[str]:
    """What the ledger says of the unit."""
    return [each.code for each in essential(check(content(county), None, TODAY).findings)]


def test_numbers_in_order_of_day_and_source(county: County) -> None:
    county.write("content/jinping/gg/b.md", bare("乙", "2026-01-04"))
    county.write("content/jinping/gg/a.md", bare("甲", "2026-01-04"))
    county.write("content/jinping/gg/c.md", bare("丙", "2026-01-02"))
    county.write("content/jinping/gg/d.md", bare("丁", "2025-12-31"))
    assert (
        number(county, write=False)
        == number(county)
        == (
            f"content/jinping/gg/d.md → {ORG}/2025-00001",
            f"content/jinping/gg/c.md → {ORG}/2026-00001",
            f"content/jinping/gg/a.md → {ORG}/2026-00002",
            f"content/jinping/gg/b.md → {ORG}/2026-00003",
        )
    )
    assert (county.root / LEDGER).read_text().splitlines() == [
        "number,source,title",
        f"{ORG}/2026-00001,content/jinping/gg/c.md,丙",
        f"{ORG}/2026-00002,content/jinping/gg/a.md,甲",
        f"{ORG}/2026-00003,content/jinping/gg/b.md,乙",
    ]
    assert number(county) == () and codes(county) == []


def test_a_dry_run_writes_nothing(county: County) -> None:
    path = county.write("content/jinping/gg/a.md", bare("甲"))
    before = path.read_bytes()
    assert number(county, write=False)
    assert path.read_bytes() == before and not (county.root / LEDGER).exists()


def test_mode_is_kept_and_nothing_else_appears(county: County) -> None:
    path = county.write("content/jinping/gg/a.md", bare("甲"))
    path.chmod(0o664)
    number(county)
    assert path.stat().st_mode & 0o777 == 0o664
    assert [each.name for each in path.parent.iterdir()] == ["a.md"]


def test_gaps_are_never_filled(county: County) -> None:
    county.write(LEDGER, f"number,source,title\n{ORG}/2026-00001,x.md,旧\n{ORG}/2026-00007,y.md,旧二\n")
    county.write("content/jinping/gg/a.md", bare("甲"))
    assert number(county) == (f"content/jinping/gg/a.md → {ORG}/2026-00008",)
    found = [each for each in essential(check(content(county), None, TODAY).findings) if each.code == "D701"]
    assert [(each.path, each.severity, each.message) for each in found] == [
        (LEDGER, Severity.INFO, "2026 年的流水号有缺号：2-6")
    ]


def test_numbers_written_by_hand_are_registered(county: County) -> None:
    county.write("content/jinping/gg/a.md", document("甲", "2026-00041"))
    county.write("content/jinping/gg/b.md", bare("乙"))
    assert codes(county) == ["D501", "D701"]
    assert number(county) == (f"content/jinping/gg/b.md → {ORG}/2026-00042",)
    assert codes(county) == ["D701"]


def test_moved_and_retitled_documents_are_followed(county: County) -> None:
    path = county.write("content/jinping/gg/a.md", bare("甲"))
    number(county)
    path.rename(path.with_name("z.md"))
    assert codes(county) == []
    assert number(county) == ()
    assert "gg/z.md,甲" in (county.root / LEDGER).read_text()
    moved = path.with_name("z.md")
    moved.write_text(moved.read_text().replace("标题: 甲", "标题: 甲（修订）"))
    assert codes(county) == [] and number(county) == ()
    assert "gg/z.md,甲（修订）" in (county.root / LEDGER).read_text()


def test_a_copied_file_is_told_and_the_ledger_stays(county: County) -> None:
    path = county.write("content/jinping/gg/a.md", bare("甲"))
    number(county)
    before = (county.root / LEDGER).read_text()
    county.write("content/jinping/gg/0.md", path.read_text().replace("标题: 甲", "标题: 新信息"))
    number(county)
    assert (county.root / LEDGER).read_text() == before
    found = [each for each in county.check() if each.severity is Severity.ERROR]
    assert [(each.code, each.path) for each in found] == [
        (code, "content/jinping/gg/0.md") for code in ("D301", "F206")
    ]


def test_a_reused_number_is_an_error(county: County) -> None:
    county.write(LEDGER, f"number,source,title\n{NUMBER},content/jinping/gg/old.md,旧通知\n")
    county.write("content/jinping/gg/a.md", document("新通知", "2026-00001"))
    (found,) = essential(check(content(county), None, TODAY).findings)
    assert (found.code, found.line, found.column) == ("D301", 3, 6)
    assert found.message == f"索引号 {NUMBER} 早已给了《旧通知》（content/jinping/gg/old.md），不能再用"


def test_a_changed_number_is_an_error_unless_the_old_one_is_kept(county: County) -> None:
    county.write(LEDGER, f"number,source,title\n{NUMBER},content/jinping/gg/a.md,通知\n")
    county.write("content/jinping/gg/a.md", document("通知", "2026-00002"))
    assert codes(county) == ["D401", "D501"]
    county.write("content/jinping/gg/a.md", document("通知", "2026-00002", f"原索引号: {NUMBER}"))
    assert codes(county) == ["D501"]
    number(county)
    assert codes(county) == []
    county.write("content/jinping/gg/a.md", document("通知", "2026-00002"))
    assert codes(county) == ["D401"], "the old address must go on redirecting"


def test_a_path_may_be_used_again(county: County) -> None:
    """The first document of the path is gone; another has come there, by itself or moved."""
    path = county.write("content/jinping/gg/a.md", bare("甲"))
    other = county.write("content/jinping/gg/b.md", bare("乙"))
    number(county)
    path.unlink()
    other.rename(path)
    assert codes(county) == []
    county.write("content/jinping/gg/b.md", bare("丙"))
    assert number(county) == (f"content/jinping/gg/b.md → {ORG}/2026-00003",)
    assert codes(county) == []


def test_a_lost_line_comes_back(county: County) -> None:
    path = county.write("content/jinping/gg/a.md", bare("甲"))
    number(county)
    path.write_text(bare("甲"))
    assert number(county) == (f"content/jinping/gg/a.md → {NUMBER}",)
    assert (county.root / LEDGER).read_text().count(NUMBER) == 1


def test_a_number_that_was_given_up_is_not_given_back(county: County) -> None:
    path = "content/jinping/gg/a.md"
    county.write(path, bare("甲"))
    number(county)
    county.write(path, bare("甲"))
    (unit, site), (entries, _) = parts(county), read_ledger(county.root, "jinping")
    again = Candidate(path, "甲", date(2026, 1, 4), "", (NUMBER,))
    assert assign(county.root, unit, site, (again,), entries).given == ((path, f"{ORG}/2026-00002"),)
    unregistered = replace(again, former=(f"{ORG}/2026-00007",))
    assert assign(county.root, unit, site, (unregistered,), ()).given == ((path, f"{ORG}/2026-00008"),)


@pytest.mark.parametrize("code", ["11530823000000003N/2026-00001", "2026-00001", f"{ORG}/2026-1"])
def test_foreign_forms_are_errors_unless_the_ledger_knows_them(code: str, county: County) -> None:
    text = document("甲", "X").replace(f"{ORG}/X", code)
    county.write("content/jinping/gg/a.md", text)
    found = essential(check(content(county), None, TODAY).findings)
    assert [each.code for each in found] == ["D101"] and f"{ORG}/2026-00001" in found[0].message
    assert number(county) == () and not (county.root / LEDGER).exists()
    county.write(LEDGER, f"number,source,title\n{code},content/jinping/gg/a.md,甲\n")
    assert codes(county) == []


# ── crashes ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("after", range(4))
def test_a_crash_never_gives_a_number_twice(county: County, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Cut off after so many writes: the ledger, then three documents. The next run finishes the same job."""
    for name in "abc":
        county.write(f"content/jinping/gg/{name}.md", bare(name))
    wanted = number(county, write=False)
    real, count = os.replace, 0

    def failing(source: Path, target: Path) -> None:
        nonlocal count
        count += 1
        if count > after:
            raise OSError(28, "No space left on device")
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing)
        with pytest.raises(OSError, match="No space"):
            number(county)
    assert not list(county.root.rglob("*.tmp"))
    if after:
        county.write("content/jinping/gg/0.md", bare("来得更早", "2026-01-01"))
    given = number(county)
    ledger_text = (county.root / LEDGER).read_text()
    for line in wanted:
        source, _, text = line.partition(" → ")
        assert f"索引号: {text}\n" in (county.root / source).read_text()
        assert ledger_text.count(text) == 1
    assert len(given) == 3 - max(after - 1, 0) + bool(after)
    assert codes(county) == []


def test_a_name_as_long_as_can_be_is_numbered(county: County) -> None:
    """The temporary name beside it is no longer, so that the ledger never tells of a number that nothing bears."""
    path = county.write(f"content/jinping/gg/{'很长的名' * 21}.md", bare("甲"))
    assert len(os.fsencode(path.name)) == 255
    assert len(number(county)) == 1 and f"索引号: {NUMBER}" in path.read_text()
    assert NUMBER in (county.root / LEDGER).read_text()


def test_a_file_saved_meanwhile_is_left_alone(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    path = county.write("content/jinping/gg/a.md", bare("甲"))
    real = os.fsync

    def saving(handle: int) -> None:
        if path.parent.joinpath(f".a.md.{os.getpid()}.tmp").exists():
            path.write_text(bare("甲") + "编辑刚刚写的一段\n")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", saving)
        number(county)
    assert path.read_text().endswith("编辑刚刚写的一段\n") and "索引号" not in path.read_text()
    assert number(county) == (f"content/jinping/gg/a.md → {NUMBER}",)


# ── the ledger's own files ──────────────────────────────────────────────────────────────────────────────────────

DAMAGES: dict[str, tuple[str | bytes, str, int]] = {
    "no header": (f"{NUMBER},a.md,甲\n", "D601", 1),
    "columns": (f"number,source,title\n{NUMBER},a.md\n", "D601", 2),
    "twice": (f"number,source,title\n{NUMBER},a.md,甲\n{NUMBER},b.md,乙\n", "D601", 3),
    "gbk": (f"number,source,title\n{NUMBER},a.md,甲\n".encode("gb18030"), "F001", 1),
    "empty": ("", "D601", 1),
    "nul": (f"number,source,title\n{NUMBER},a.md,甲\n\0\n", "D601", 3),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_told_and_stops_numbering(name: str, county: County) -> None:
    text, code, line = DAMAGES[name]
    path = county.write(LEDGER, text)
    before = path.read_bytes()
    entries, findings = read_ledger(county.root, "jinping")
    assert [(each.code, each.line) for each in findings] == [(code, line)]
    assert name == "empty" or entries[0].index_number == NUMBER
    document_path = county.write("content/jinping/gg/a.md", bare("丙"))
    with pytest.raises(GeneratorError, match="台账有误"):
        number(county)
    assert path.read_bytes() == before and "索引号" not in document_path.read_text()


def test_excel_s_mark_stays(county: County) -> None:
    path = county.write(LEDGER, f'number,source,title\r\n{ORG}/2026-00004,x.md,"旧, 一"\r\n'.encode("utf-8-sig"))
    county.write("content/jinping/gg/a.md", bare("甲"))
    assert number(county) == (f"content/jinping/gg/a.md → {ORG}/2026-00005",)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfnumber") and "旧, 一" in path.read_text("utf-8-sig")
    assert read_ledger(county.root, "jinping")[1] == []


TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('",\n'), min_size=1, max_size=12)


@given(st.lists(TITLES, min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_any_title_goes_through_the_file(tmp_path_factory: pytest.TempPathFactory, titles: list[str]) -> None:
    root = tmp_path_factory.mktemp("ledger")
    added = tuple((2026, LedgerEntry(f"n{place}", f"{place}.md", title)) for place, title in enumerate(titles))
    apply(root, NumberingPlan("jinping", added=added))
    entries, findings = read_ledger(root, "jinping")
    assert (entries, findings) == (tuple(entry for _, entry in added), [])


def test_a_document_without_room_is_refused(county: County) -> None:
    county.write("content/jinping/gg/a.md", "---\n{标题: 甲, 发布日期: 2026-01-06}\n---\n")
    unit, site = parts(county)
    candidate = Candidate("content/jinping/gg/a.md", "甲", date(2026, 1, 6), "")
    plan = assign(county.root, unit, site, (candidate,), ())
    assert plan == NumberingPlan("jinping", refused=("content/jinping/gg/a.md",))


def test_a_ledger_elsewhere_is_neither_read_nor_written(county: County, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (county.root / "content/jinping/ledger").symlink_to(elsewhere)
    county.write("content/jinping/gg/a.md", bare("甲"))
    assert [each.code for each in read_ledger(county.root, "jinping")[1]] == ["F020"]
    with pytest.raises(GeneratorError, match="符号链接"):
        number(county)
    assert not list(elsewhere.iterdir())


def test_a_link_is_never_followed(county: County, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(bare("外"))
    (county.root / "content/jinping/gg").mkdir(parents=True)
    (county.root / "content/jinping/gg/a.md").symlink_to(outside)
    assert number(county) == () and outside.read_text() == bare("外")
    assert ledger.HEADER == ("number", "source", "title")


# ── taking down ─────────────────────────────────────────────────────────────────────────────────────────────────


def _codes(county: County, *codes: str) -> list[str]:
    return [line for line in told(county.check()) if line.split()[1] in codes]


def test_a_document_whose_file_vanished_is_told_until_it_is_recorded_as_withdrawn(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping",))
    county.write("content/jinping/gg/a.md", document("一号通知", "2026-00001"))
    county.write("content/jinping/gg/b.md", document("二号通知", "2026-00002"))
    county.register()
    assert not _codes(county, "D901")
    county.build()
    (tmp_path / "content/jinping/gg/b.md").unlink()
    second = f"{ORG}/2026-00002"
    message = f"登记过的信息《二号通知》（{second}）的文件不见了，页面撤下：content/jinping/gg/b.md"
    expected = f"{LEDGER}:3:1: D901 {message}"
    assert [expected in told(county.build().findings()) for _ in range(2)] == [True, True]  # not only the first time
    assert not (county.public / "jinping/info/2026-00002.html").exists()
    unit = (tmp_path / "content/jinping/unit.yaml").read_text()
    county.write("content/jinping/unit.yaml", f"{unit}撤下:\n  - {{索引号: {second}, 日期: 2026-11-23, 理由: 有误}}\n")
    assert not _codes(county, "D901", "U111", "F102", "F103")


def test_a_moved_broken_or_renumbered_document_did_not_vanish(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping",))
    for number in range(1, 5):
        county.write(f"content/jinping/gg/{number}.md", document(f"通知{number}", f"2026-0000{number}"))
    county.register()
    gg = tmp_path / "content/jinping/gg"
    (gg / "1.md").rename(gg / "moved.md")
    (gg / "2.md").write_text("---\n坏了\n")
    (gg / "3.md").write_text(document("通知3", "2026-00009", f"原索引号: {ORG}/2026-00003"))
    (gg / "4.md").write_text(document("通知4", "2026-00004", "草稿: 是"))
    (gg / "3.md").rename(gg / "renamed.md")
    assert not _codes(county, "D901")


def test_a_wrong_record_of_withdrawal_is_told_at_its_place(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping",))
    county.write("content/jinping/gg/a.md", document("一号通知", "2026-00001"))
    county.register()
    unit = (tmp_path / "content/jinping/unit.yaml").read_text()
    rows = "".join(f"  - 索引号: {ORG}/2026-0000{n}\n    日期: 2026-11-23\n    理由: 有误\n" for n in (1, 7))
    county.write("content/jinping/unit.yaml", f"{unit}撤下:\n{rows}")
    line = unit.count("\n") + 2
    assert _codes(county, "U111") == [
        f"content/jinping/unit.yaml:{line}:10: U111 索引号 {ORG}/2026-00001 登记为撤下，它的文件却还在",
        f"content/jinping/unit.yaml:{line + 3}:10: U111 登记为撤下的索引号 {ORG}/2026-00007 不在本单位的台账里",
    ]


# ── who gets no number yet ──────────────────────────────────────────────────────────────────────────────────────


def test_documents_with_other_errors_are_passed_over_and_told(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping",))
    plain = document("通知", "2026-00001").replace(f"索引号: {NUMBER}\n", "")
    county.write("content/jinping/gg/a.md", plain.replace("审查人: 张某, ", ""))  # a law's error
    county.write("content/jinping/gg/b.md", plain + "\n见[甲](没有.md)。\n")  # an error of reading
    county.write("content/jinping/gg/c.md", plain)
    found = enrol(county.root, county.task().site, "jinping", TODAY, write=True)
    assert found.given == (("content/jinping/gg/c.md", NUMBER),)
    assert found.skipped == ("content/jinping/gg/a.md", "content/jinping/gg/b.md")
    assert sorted(each.code for each in found.findings) == ["F204", "L101"]
    assert (tmp_path / "content/jinping/gg/a.md").read_text() == plain.replace("审查人: 张某, ", "")
    told_of_a = [line.split(" ")[1] for line in told(county.check()) if "gg/a.md" in line]
    assert told_of_a == ["F207", "L101"]  # both before it has a number


def test_two_new_documents_that_link_to_each_other_are_numbered_together(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping",))
    plain = document("通知", "2026-00001").replace(f"索引号: {NUMBER}\n", "")
    county.write("content/jinping/gg/a.md", plain + "\n见[乙](b.md)。\n")
    county.write("content/jinping/gg/b.md", plain.replace("通知", "公告") + "\n见[甲](a.md)。\n")
    assert [line.split(" ")[1] for line in told(county.check())].count("F215") == 2
    found = enrol(county.root, county.task().site, "jinping", TODAY, write=True)
    assert len(found.given) == 2 and not found.skipped and not found.findings
    assert not _codes(county, "F207", "F215", "F204")


def test_a_public_document_that_loses_its_number_keeps_its_page(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping",))
    path = county.write("content/jinping/gg/a.md", document("通知", "2026-00001"))
    county.register()
    county.build()
    path.write_text(path.read_text().replace(f"索引号: {NUMBER}\n", ""))
    assert any(" F207 " in line for line in told(county.build().findings()))
    assert (county.public / "jinping/info/2026-00001.html").is_file()
