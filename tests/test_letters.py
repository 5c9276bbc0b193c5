"""来信和答复: nothing of the writers leaves the file, a row with a fault is left out alone, the sums close."""

from __future__ import annotations

import csv
import html
import io
import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from county import SITE, County, document, small_county, told
from generator import spool
from generator.cli import main
from generator.delimited import csv_text
from generator.letter_counts import average, cutoff, share
from generator.letter_masking import masker
from letter_samples import HEADS, letters

OFFICE = "0879-6200001"
TODAY = date(2026, 11, 23)


def edit(text: str, *names: str, values: tuple[str, ...] = ()) -> str:
    """A text as it is told."""
    return masker(names, (), values, (OFFICE, "office@county.example"))(text)


def test_nothing_of_anybody_in_any_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 letters with 200 planted items: public tree, state, report and what is printed; numbers of nobody stay."""
    monkeypatch.setattr(spool.KEPT, "limit", 0)
    county = small_county(tmp_path, 1)
    data, items, calm = letters(500, 200)
    county.write("content/portal/letters/2026.csv", data)
    county.write("content/jinping/gg/broken.md", "---\n标题: 甲\n")
    said = ""
    for verb in (("build",), ("check",), ("report",), ("explain", "page", "portal/letters/2026/l0003.html")):
        done = CliRunner().invoke(
            main, ["--root", str(county.root), *verb, *(() if verb[0] == "explain" else ("--today", "2026-11-23"))]
        )
        assert done.exit_code in (0, 1, 2), done.output
        said += done.output
    whole = said.encode() + b"".join(
        file.read_bytes() for file in (county.root / "output").rglob("*") if file.is_file()
    )
    pages = list((county.root / "output/public/portal/letters/2026").glob("l*.html"))
    assert len(pages) == 450
    for item in items:
        for needle in item.needles:
            for form in (needle, html.escape(needle), needle.encode("unicode-escape").decode()):
                assert form.encode() not in whole, (item, form)
    text = (county.root / "output/public/portal/letters/letters.csv").read_text("utf-8")
    shown = [one for place, one in enumerate(calm) if place % 10 != 9]
    lost = [one for one in shown if one not in text]
    assert len(lost) <= len(shown) // 100, lost


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("身份证53272619580104231X，请查", "身份证***，请查"),
        ("号码 530823 580104 231 是我的", "号码 *** 是我的"),
        ("一三八零零一三八零零零", "***"),
        ("QQ号12345678", "QQ号***"),
        ("微信公众号 shilixian 已发", "微信公众号 shilixian 已发"),
        ("护照E12345678", "护照***"),
        ("我家电话6212345", "我家电话***"),
        ("我给6200001打过电话", "我给6200001打过电话"),
        ("请致电0879-6200001或写信到office@county.example", "请致电0879-6200001或写信到office@county.example"),
        ("尊敬的李示样先生：您好", "尊敬的某某先生：您好"),
        ("联系人：王样例\n张样样", "联系人：某某\n某某"),
        ("样例村委会第十二村民小组", "样例村委会第某村民小组"),
        ("幸福小区3栋2单元501室漏水", "幸福小区***漏水"),
        ("我生于1958年1月4日", "我生于***"),
        ("项目2026-530823-01-01-123456批了1300.5万元", "项目2026-530823-01-01-123456批了1300.5万元"),
        ("1998-10-12 14:30 和 2026-01-05 2026-01-15", "1998-10-12 14:30 和 2026-01-05 2026-01-15"),
    ],
)
def test_what_is_masked_and_what_stays(raw: str, wanted: str) -> None:
    assert edit(raw) == wanted


def test_private_columns_are_masked_wherever_they_occur() -> None:
    assert edit("钱　样例家的地在老君坡12号，找钱样例", "钱样例", values=("老君坡12号",)) == "某某家的地在***，找某某"
    assert edit("座机 0879 622 3344", values=("0879-6223344",)) == "座机 ***"
    assert masker((), ("赵样例", "公路"), (), ())("赵样例说公路") == "某某说公路"


ROW = ("A-1", "县长信箱", "赵样例", "2026-01-05", "路灯", "咨询", "正文", "", "2026-01-08", "已经修好", "是", "满意")


def kept(county: County, *rows: tuple[str, ...]) -> list[str]:
    """What is said of a file with these rows."""
    county.write("content/jinping/letters/2026.csv", csv_text((HEADS, *rows)))
    return [line for line in told(county.check()) if "letters/" in line]


@pytest.mark.parametrize(
    ("head", "value", "words"),
    [
        ("编号", "53272619580104231X", "编号应当是"),
        ("编号", "13800138000", "编号应当是"),
        ("渠道", "赵样例信箱", "渠道应当是 县长信箱、网上信访、建言献策 之一"),
        ("类别", "赵样例", "类别应当是"),
        ("收到日", "赵样例", "收到日应当写成"),
        ("收到日", "2027-01-05", "收到日还没有到"),
        ("答复日", "2026-01-04", "答复日比收到日还早"),
        ("答复内容", "", "有答复日，没有答复内容"),
        ("公开", "", "公开应当写 是 或者 否"),
        ("主题", "", "公开的信要有主题"),
        ("满意度", "赵样例", "满意度应当是"),
        ("答复内容", "机密★1年，赵样例", "出现密级或内部资料标志"),
    ],
)
def test_a_row_with_a_fault_is_left_out_alone(tmp_path: Path, head: str, value: str, words: str) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    column = HEADS.index(head)
    wrong = tuple(value if place == column else cell for place, cell in enumerate(ROW))
    found = kept(county, wrong, ("A-2", *ROW[1:]))
    assert any(f"2026.csv:2:{column + 1}: F205 {words}" in line for line in found), found
    assert not any("赵样例" in line or "1958" in line or "13800138000" in line for line in found)
    county.build()
    pages = {file.name for file in (tmp_path / "output/public/jinping/letters/2026").glob("*.html")}
    assert pages == {"a-2.html"}


def test_files_that_cannot_be_read_are_told_without_their_text(tmp_path: Path) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    county.write("content/jinping/letters/a.yaml", '信件:\n  - 编号: "赵样例 13800138000\n')
    county.write("content/jinping/letters/b.csv", b"\xff\xff\xff")
    county.write("content/jinping/letters/c.csv", '编号,主题\n1,"赵样例\n')
    county.write("content/jinping/letters/d.csv", "主题,赵样例\n1,2\n")
    found = [line for line in told(county.check()) if "letters/" in line]
    assert {line.partition(":")[0][-6:] for line in found} == {"a.yaml", "/b.csv", "/c.csv", "/d.csv"}
    assert not any("赵样例" in line or "1380013" in line for line in found)


def test_yaml_and_csv_say_the_same(tmp_path: Path) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    assert kept(county, ROW) == []
    county.build()
    page = tmp_path / "output/public/jinping/letters/2026/a-1.html"
    first = page.read_bytes()
    (tmp_path / "content/jinping/letters/2026.csv").unlink()
    lines = "".join(f"    {head}: {cell}\n" for head, cell in zip(HEADS, ROW, strict=True) if cell)
    county.write("content/jinping/letters/2026.yaml", f"信件:\n  -\n{lines}")
    county.build()
    assert page.read_bytes() == first
    text = first.decode()
    assert "已经修好" in text and "2026-01-12 以前" in text and "赵样例" not in text  # 咨询: five working days


def test_deadlines_come_from_the_county(tmp_path: Path) -> None:
    settings = "信件:\n  渠道:\n    - {名称: 县长信箱, 期限: 2, 网址: 'https://x.county.example/?u={unit}'}\n"
    county = County(tmp_path, ("portal", "jinping"), SITE + settings)
    late = kept(county, (*ROW[:5], "投诉", *ROW[6:8], "", "", *ROW[10:]))
    assert len(late) == 1 and "I211 来信 A-1（2026-01-05 收到）" in late[0]
    county.build()
    page = (tmp_path / "output/public/jinping/letters/index.html").read_text("utf-8")
    assert "https://x.county.example/?u=11530823000000002K" in page and "2 个工作日内答复" in page
    assert "2026-01-07 以前" in (tmp_path / "output/public/jinping/letters/2026/a-1.html").read_text("utf-8")
    county.write("site.yaml", SITE + settings.replace("https", "javascript"))
    with pytest.raises(AssertionError, match="https"):
        county.build()


def test_letters_become_overdue_by_themselves(tmp_path: Path) -> None:
    """The unit is read again on the day after, though no file has changed."""
    county = County(tmp_path, ("portal", "jinping"))
    waiting = (*ROW[:3], "2026-11-02", *ROW[4:8], "", "", *ROW[10:])
    kept(county, waiting)
    codes = [
        {each.code for unit in county.build(today=day).units for each in unit.findings} & {"I111", "I211"}
        for day in (date(2026, 11, 9), date(2026, 11, 10), date(2027, 2, 1))
    ]
    assert codes == [set(), {"I111"}, {"I211"}]


def numbers(page: str, table: int) -> list[list[str]]:
    """The cells of a table of a page."""
    body = re.findall(r"<table[^>]*>.*?</table>", page, re.DOTALL)[table]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [re.sub("<[^>]+>", "\0", row).replace("\0\0", "\0").strip("\0").split("\0") for row in rows[1:]]


def test_a_real_bulletin_comes_out_to_the_letter(tmp_path: Path) -> None:
    """3,059 = 1,904 + 1,155 = 1,160 + 1,859 + 40; 3,055 replied to, four not: 99.87%."""
    county = County(tmp_path)
    kinds = ["咨询"] * 1160 + ["投诉"] * 1859 + ["建言献策"] * 40
    units = ["财政局"] * 1904 + ["锦屏镇"] * 1155
    rows = [("编号", "渠道", "收到日", "类别", "办理单位", "答复日", "答复内容", "公开")]
    for place, (kind, unit) in enumerate(zip(kinds, units, strict=True)):
        replied = "" if place < 2 else "2026-11-06" if place < 4 else "2026-10-20"  # two after the cut-off day
        rows.append((f"n{place}", "县长信箱", "2026-10-09", kind, unit, replied, "答" if replied else "", "否"))
    county.write("content/portal/letters/2026.csv", csv_text(rows))
    names = {"财政局": "示例县财政局", "锦屏镇": "示例县锦屏镇人民政府"}
    for slug, short in (("caizhengju", "财政局"), ("jinping", "锦屏镇")):
        path = county.root / f"content/{slug}/unit.yaml"
        path.write_text(path.read_text("utf-8") + f"简称: {short}\n", "utf-8")
        assert names[short] in path.read_text("utf-8")
    county.build()
    page = (tmp_path / "output/public/letters/2026-10.html").read_text("utf-8")
    assert (
        "2026年10月共收到来信 3,059 件，其中部门 1,904 件、乡镇 1,155 件；"
        "投诉 1,859 件、咨询 1,160 件、建言献策 40 件。"
        "答复 3,055 件，处理中 4 件，处理答复率 99.87%。" in page
    )
    assert numbers(page, 0) == [
        ["部门", "1,904", "1,900", "4", "99.79%"],
        ["乡镇", "1,155", "1,155", "0", "100%"],
        ["合计", "3,059", "3,055", "4", "99.87%"],
    ]


def test_sums_are_those_of_a_database(tmp_path: Path) -> None:
    """Everything that is counted of 300 letters, asked of SQLite in its own words."""
    county = small_county(tmp_path, 1)
    data, _, _ = letters(300, 0)
    county.write("content/portal/letters/2026.csv", data)
    county.build(today=TODAY)
    table = sqlite3.connect(":memory:")
    names = (
        "number",
        "channel",
        "name",
        "received",
        "title",
        "kind",
        "body",
        "unit",
        "replied",
        "reply",
        "shown",
        "rated",
    )
    table.execute(f"create table l ({', '.join(names)})")
    rows = list(csv.reader(io.StringIO(data.decode("gb18030"))))[1:]
    table.executemany(f"insert into l values ({','.join('?' * 12)})", rows)
    page = (tmp_path / "output/public/letters/2026-03.html").read_text("utf-8")
    query = (
        "select kind, count(*), sum(replied != '' and replied <= '2026-04-05') from l"
        " where received like '2026-03%' group by kind"
    )
    wanted = {kind: (count, done) for kind, count, done in table.execute(query)}
    found = {row[0]: (int(row[1]), int(row[2])) for row in numbers(page, 1)}
    total = found.pop("合计")
    assert found == wanted and total == tuple(map(sum, zip(*wanted.values(), strict=True)))
    year = numbers((tmp_path / "output/public/letters/index.html").read_text("utf-8"), 0)[0]
    one = table.execute(
        "select count(*), sum(replied != ''), avg(case when replied != '' then julianday(replied) - julianday(received)"
        " end), 100.0 * sum(rated in ('满意', '基本满意')) / sum(rated != '') from l"
    ).fetchone()
    assert [int(year[1]), int(year[2]), float(year[4]), float(year[5][:-1])] == pytest.approx(one, abs=0.051)


def test_shares_and_months() -> None:
    assert share(3055, 3059) == "99.87%" and share(1, 3) == "33.33%" and share(0, 0) == "—" and share(2, 2) == "100%"
    assert average(7, 2) == "3.5" and cutoff("2026-12", 5) == date(2027, 1, 5)


def test_letters_that_are_not_public_count_and_show_nothing(tmp_path: Path) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    kept(county, (*ROW[:4], "一件私事", "咨询", "只说给县长", "", "2026-01-08", "私下答复", "否", ""))
    county.build()
    whole = b"".join(file.read_bytes() for file in (tmp_path / "output").rglob("*") if file.is_file())
    for words in ("一件私事", "只说给县长", "私下答复"):
        assert words.encode() not in whole
    page = (tmp_path / "output/public/jinping/letters/statistics.html").read_text("utf-8")
    assert numbers(page, 0)[0][:3] == ["2026年", "1", "1"]


def test_the_yearly_form_of_the_site_is_told(tmp_path: Path) -> None:
    county = small_county(tmp_path, 1)
    kept(county, ROW, ("A-2", *ROW[1:8], "", "", *ROW[10:]))
    done = CliRunner().invoke(main, ["--root", str(county.root), "new", "site-report", "2026"])
    assert done.exit_code == 0, done.output
    (path,) = county.root.glob("content/portal/*/site-report-2026.md")
    text = path.read_text("utf-8")
    assert "| 收到留言数量（条） | 2 |" in text and "| 办结留言数量（条） | 1 |" in text
    assert "| 平均办理时间（天） | 3.0 |" in text and "| 公开答复数量（条） | 1 |" in text


def test_a_later_build_is_the_same_as_a_clean_one(tmp_path: Path) -> None:
    one, other = (small_county(tmp_path / name, 1) for name in ("a", "b"))
    kept(one, ROW)
    one.build()
    for county in (one, other):
        kept(county, ROW, ("A-2", *ROW[1:]))
        county.write("content/jinping/gg/z.md", document("通知", "2026-00009"))
        county.build()
    trees = [
        {file.relative_to(folder): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
        for folder in (county.root / "output/public/jinping/letters" for county in (one, other))
    ]
    assert trees[0] == trees[1] and len(trees[0]) == 5


@pytest.mark.parametrize("text", ["[来信](../letters/2026.csv)", "![来信](../letters/2026.csv)", "附件"])
def test_the_file_itself_is_published_by_nothing(tmp_path: Path, text: str) -> None:
    """A register holds what its pages do not show: no document can attach, link or include it."""
    county = County(tmp_path, ("portal", "jinping"))
    county.write("content/jinping/letters/2026.csv", csv_text((HEADS, ("A-2", *ROW[1:]))))
    front = "附件:\n  - 文件: ../letters/2026.csv" if text == "附件" else ""
    county.write("content/jinping/gg/x.md", document("通知", "2026-00001", front, body=f"{text}\n"))
    assert any("x.md" in line and "台账" in line for line in told(county.check()))
    county.build()
    assert not list((tmp_path / "output/public/jinping/info").rglob("*.csv"))
