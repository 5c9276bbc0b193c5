"""来信和答复: nothing of the writers leaves the file, a row with a fault is left out alone, the sums close."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import REPOSITORY
from county import SITE, County, document, small_county, told
from generator import spool
from generator.cli import main
from generator.delimited import csv_text
from generator.letter_counts import average, cutoff, share
from generator.letter_masking import masker, plain
from generator.model import Severity
from letter_samples import HEADS, letters
from search_judge import asked

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


# ── who is named once is masked everywhere ──────────────────────────────────────────────────────────────────────


def whole(*texts: str, own: tuple[str, ...] = (), officials: tuple[str, ...] = ()) -> list[str]:
    """The texts of one letter as they are told."""
    told = masker(own, (), (), (OFFICE,), officials, texts)
    return [told(each) for each in texts]


NAMED = (
    "尊敬的{}女士：您好",
    "{}同志：来信收悉",
    "{}，您好！来信收悉",
    "联系人{}电话13800138000",
    "我是{}，住在镇上",
    "经查，村民{}反映的情况属实",
    "经查，样例村三组{}家的情况属实",
    "情况如上\n{}　2026年3月5日",
)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        *((name, told) for name in ("王桂花", "李华", "欧阳桂花", "阿依古丽·买买提") for told in NAMED),
        ("王桂花", "情况如上\n王 桂 花\n2026年3月5日"),
    ],
)
@pytest.mark.parametrize("where", [0, 1, 2])
def test_who_is_named_once_is_masked_in_all_of_the_letter(told: str, name: str, where: int) -> None:
    texts = [f"{name}家门口的路什么时候修", f"请看看{name}说的那段路。", f"已经到{name}家现场查看。"]
    texts[where] = told.format(name)
    assert not [each for each in whole(*texts) if name in each or name[:2] in each]


CUES = (
    ("我老婆鲁翠翠去年住院", "鲁翠翠"),
    ("我老婆鲁翠翠的药", "鲁翠翠"),
    ("您的爱人鲁翠翠已经出院", "鲁翠翠"),
    ("我妈普阿秀今年七十岁", "普阿秀"),
    ("她爸欧阳建国在外打工", "欧阳建国"),
    ("我爱人于小红，", "于小红"),
    ("我侄儿叫罗小飞，想报名", "罗小飞"),
    ("有个名叫罗小飞的人", "罗小飞"),
    ("姓名罗小飞", "罗小飞"),
    ("孩子 陶小禾", "陶小禾"),
    ("学生陶小禾的学籍", "陶小禾"),
    ("患者：陶小禾，女", "陶小禾"),
    ("龙建国警官到过现场", "龙建国"),
    ("感谢召小凤医生", "召小凤"),
    ("请问岩罕老师在吗", "岩罕"),
    ("经办人：周倩倩", "周倩倩"),
    ("经办人周倩倩告诉我", "周倩倩"),
    ("负责人:周倩倩\n", "周倩倩"),
    ("请联系陶志强，电话0879-6200001", "陶志强"),
    ("请找李玉梅主任", "李玉梅"),
)


@pytest.mark.parametrize(("raw", "name"), CUES)
def test_plain_cues_tell_names(raw: str, name: str) -> None:
    """Relatives, officers, titles; and then the name is masked in the other texts of the letter as well."""
    told, elsewhere = whole(raw, f"{name}家的事")
    assert told == raw.replace(name, "某某") and elsewhere == "某某家的事"


def test_a_name_whose_end_nothing_tells_is_masked_by_two_characters_as_well() -> None:
    assert whole("我妈王芳买了药", "王芳家的事") == ["我妈某某了药", "某某家的事"]


def test_plain_cues_of_nobody() -> None:
    calm = (
        "我妈高血压，我儿子高考，我女儿高三，孩子发高烧，患者万一转院，请联系金融办，请找窗口，请找万主任，我哥马关人，经办人：李某。"
        "二十余名老师、法律顾问律师、高级教师、家庭医生、任课老师和村卫生室医生都在。小区叫白马河，水库叫龙潭水库。"
        "我父亲自己来，我母亲曾经住院，我孩子严重过敏，我女儿马上毕业，负责人向群众说明。"
    )
    assert whole(calm) == [calm]
    assert whole("请找李玉梅主任", officials=("李玉梅",)) == ["请找李玉梅主任"]


def test_a_writer_called_like_a_word_is_still_glad() -> None:
    raw = "我很高兴看到、十分高兴、非常高兴、特别高兴、真高兴。高兴家的路。"
    assert whole(raw, "高兴", own=("高兴",)) == [raw.replace("。高兴", "。某某"), "某某"]


def test_names_that_are_common_words_are_masked_where_they_stand_like_names() -> None:
    title, body, reply = whole("路修好了", "我叫高峰，高峰时段堵车。\n高峰", "高峰同志：高峰时段已加派人手。")
    assert (title, body) == ("路修好了", "我叫某某，高峰时段堵车。\n某某")
    assert reply == "某某同志：高峰时段已加派人手。"
    calm = (
        "任何同志都可以来。全体同志、高龄女士优先。群众方便，村民任意停车，许多先生女士都在周末来。王同志、李某先生。"
    )
    assert whole(calm) == [calm]


def test_leaders_that_the_unit_publishes_stay_but_not_where_they_write_for_themselves() -> None:
    texts = ("请普例样同志关注", "普例样镇长到现场，张样例同志陪同", "已报普例样同志")
    assert whole(*texts, officials=("普例样",))[::2] == [texts[0], texts[2]]
    assert whole(*texts, officials=("普例样",))[1] == "普例样镇长到现场，某某同志陪同"
    assert whole("我叫普例样，", "普例样", officials=("普例样",)) == ["我叫某某，", "某某"]
    assert whole("普例样同志", own=("普例样",), officials=("普例样",)) == ["某某同志"]


@pytest.mark.parametrize(
    "written",
    ["53272619580104231X", "53272619580104231 x", "532726 19580104 231Ⅹ", "53272619580104231Ｘ", "53272619580104231Х"],
)
@pytest.mark.parametrize("known", [(), ("53272619580104231X",), ("532726 19580104 231x",)])
def test_no_check_digit_is_left(written: str, known: tuple[str, ...]) -> None:
    assert edit(f"号码{written}，请查", values=known) == "号码***，请查"
    assert edit(f"{written}和{written}", values=known) == "***和***"


def test_sentences_of_documents_are_not_mistaken_for_names() -> None:
    """Every paragraph of the example county, as if somebody had written it: what is masked is a name, or all but."""
    seen = {
        line
        for path in sorted((REPOSITORY / "content").rglob("*.md"))
        for line in path.read_text("utf-8").split("---", 2)[-1].split("\n")
        if line.strip() and not line.startswith("联系人：")
    }
    changed = [each for each in seen if whole(each) != [plain(each)]]
    assert len(seen) > 5000 and len(changed) * 1000 <= len(seen), changed


def test_a_name_of_a_reply_is_in_no_list_no_file_and_not_in_the_search(tmp_path: Path) -> None:
    """The example of the brief: only the reply says that it is a name."""
    county = County(tmp_path, ("portal", "jinping"))
    row = (*ROW[:2], "", ROW[3], "王桂花家门口的路灯", ROW[5], "请修好王桂花家门口的灯", *ROW[7:9])
    assert kept(county, (*row, "王桂花同志：您好，已经修好。", *ROW[10:])) == []
    county.build()
    for file in (tmp_path / "output").rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert "王桂花".encode() not in data and json.dumps("王桂花")[1:-1].encode() not in data, file
    assert "某某家门口的路灯" in (tmp_path / "output/public/jinping/letters/index.html").read_text("utf-8")


# ── faults ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_fault_says_how_it_is_mended(tmp_path: Path) -> None:
    """No two different faults of a letter have the same advice, but those of days."""
    county = County(tmp_path, ("portal", "jinping"))
    changes = (
        {"编号": "x y"},
        {"渠道": "某信箱"},
        {"类别": "无"},
        {"满意度": "五星"},
        {"收到日": "某日"},
        {"答复日": "2026-01-04"},
        {"答复内容": ""},
        {"公开": ""},
        {"主题": ""},
        {"主题": "长" * 101},
        {"办理单位": "长" * 41},
        {"答复内容": "机密★1年"},
    )
    rows = [tuple(each.get(head, cell) for head, cell in zip(HEADS, ROW, strict=True)) for each in changes]
    county.write("content/jinping/letters/2026.csv", csv_text((HEADS, *rows)))
    found = [each for each in county.check() if each.code == "F205" and each.path.endswith("2026.csv")]
    assert {each.line for each in found} == set(range(2, len(rows) + 2))
    first = {each.line: each for each in reversed(found)}
    assert len({each.fix for each in first.values()}) == len(rows)
    assert not any("程序不显示" in each.fix for each in found)


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("jinping", ""),
        ("示例县锦屏镇人民政府", ""),
        ("锦屏镇人民政府", ""),
        ("锦平镇人民政府", "是不是「示例县锦屏镇人民政府」"),
        ("外县某局", "不是单位名录里的单位"),
    ],
)
def test_handlers_are_held_against_the_registry(tmp_path: Path, unit: str, words: str) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    found = kept(county, (*ROW[:7], unit, *ROW[8:]))
    assert bool(found) is bool(words)
    assert not words or (words in found[0] and "2026.csv:2:8: I112" in found[0])
    county.build()
    page = (tmp_path / "output/public/letters/2026-01.html").read_text("utf-8")
    assert ("乡镇" in page) is not bool(words)


def test_overdue_letters_name_the_unit_not_its_folder(tmp_path: Path) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    late = (*ROW[:3], "2026-11-02", *ROW[4:7], "jinping", "", "", *ROW[10:])
    county.write("content/portal/letters/2026.csv", csv_text((HEADS, late)))
    (found,) = [line for line in told(county.check()) if "letters/" in line]
    assert "I111" in found and "以前由示例县锦屏镇人民政府答复" in found


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("letters/letters.xlsx", "另存为“CSV UTF-8”"),
        ("letters/2026.CSV", "把扩展名改成小写的 .csv"),
        ("visits/2026.xls", "另存为“CSV UTF-8”"),
        ("villages/2026.et", "另存为“CSV UTF-8”"),
        ("meetings/2026-001.docx", "照手册写成这里读的格式"),
        ("letters/说明", "没有扩展名的文件没有读"),
    ],
)
def test_files_of_a_register_that_nobody_reads_are_told(tmp_path: Path, path: str, words: str) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    county.write(f"content/jinping/{path}", "x\n")
    county.write("content/jinping/letters/README.md", "给同事的话\n")
    county.write("content/jinping/letters/~$2026.xlsx", "x\n")
    (found,) = [each for each in county.check() if each.code == "F230"]
    assert found.path == f"content/jinping/{path}" and words in f"{found.message} {found.fix}"
    assert found.severity is Severity.WARNING


# ── where they are found ────────────────────────────────────────────────────────────────────────────────────────


def row(number: str, received: str, replied: str, title: str, public: str = "是") -> tuple[str, ...]:
    reply = f"{title}的答复" if replied else ""
    return (number, "县长信箱", "赵样例", received, title, "投诉", f"{title}的正文", "", replied, reply, public, "")


FOUND = (
    row("A-9", "2026-01-05", "2026-03-02", "路灯"),
    row("A-10", "2026-01-06", "2026-03-02", "水管"),
    row("A-2", "2026-02-05", "2026-02-06", "桥梁"),
    row("A-3", "2026-02-20", "", "噪声"),
    row("A-4", "2026-03-01", "2026-03-05", "私事", "否"),
)


def test_lists_begin_with_the_newest_and_homes_lead_to_them(tmp_path: Path) -> None:
    """By the day that is shown; ten comes after nine; what is not replied to stands in no home."""
    county = County(tmp_path)
    assert [each for each in kept(county, *FOUND) if "I211" not in each and "I111" not in each] == []
    county.build()
    public = tmp_path / "output/public"

    def titles(page: str) -> list[str]:
        text = (public / page).read_text("utf-8")
        return re.findall(r'href="[^"]*letters/2026/[^"]+">([^<]+)<', text)

    assert titles("jinping/letters/index.html") == ["水管", "路灯", "噪声", "桥梁"]
    replied = ["水管", "路灯", "桥梁"]
    assert titles("letters/index.html") == titles("jinping/index.html") == titles("index.html") == replied
    for home, url in (("jinping/index.html", "letters/index.html"), ("index.html", "letters/index.html")):
        assert re.search(rf'href="{url}"[^>]*>来信答复选登<', (public / home).read_text("utf-8"))
    assert titles("caizhengju/index.html") == []


def test_letters_are_found_in_the_search_and_move_no_document(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.write("content/jinping/gg/a.md", document("关于桥梁的通知", "2026-00001"))
    county.register("jinping")
    kept(county, *FOUND)
    county.build()
    folder = tmp_path / "output/public/jinping/search"
    node = shutil.which("node")
    if node is None:
        pytest.skip("没有 node；安装 nodejs 以后再运行")

    def found(words: str, scope: str = "county", **filters: str) -> set[str]:
        (answer,) = asked([node], tmp_path / "output/public", scope, [{"words": words, "filters": filters}])
        return set(answer.urls)

    letter, notice = "jinping/letters/2026/a-2.html", "jinping/info/2026-00001.html"
    assert found("桥梁") == {letter, notice}
    assert found("桥梁的答复") == found("A-2") == found("桥梁", column="来信和答复") == {letter}
    assert found("桥梁", "jinping") == {each.removeprefix("jinping/") for each in (letter, notice)}
    assert found("私事") == found("赵样例") == found("") == set()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    county.write("content/jinping/gg/b.md", document("另一件", "2026-00002"))
    county.register("jinping")
    county.build()
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name for name in after if before.get(name) != after[name]} == {"d1.js", "i0.js", "unit.js"}
