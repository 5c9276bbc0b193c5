"""Standard catalogues (事项标准目录): read, shown as the official table, judged, kept while they are wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml
from lxml import html

from conftest import Workspace
from county import TODAY, County, document, told, without_history
from generator.checks._standards import ROW
from generator.model import Severity
from generator.rulebook import rules
from generator.standard_rows import field_rules
from generator.standards import Term, has_clock, term

TABLE = ROW.partition("\n")[2]
NEXT = TABLE.partition("事项:\n")[2]
FILE = "content/jinping/standard/shehui-jiuzhu.yaml"
PAGES = "jinping/standard/shehui-jiuzhu"


def row(number: int, **changes: str) -> str:
    """One more row, with some cells written otherwise; an empty text takes the cell away."""
    lines = NEXT.replace("序号: 1", f"序号: {number}").splitlines()
    for label, value in changes.items():
        place = next(place for place, line in enumerate(lines) if line.strip(" -").startswith(f"{label}:"))
        lines[place] = f"{lines[place].partition(':')[0]}: {value}" if value else "#"
    return "\n".join(line for line in lines if line != "#") + "\n"


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A township with one catalogue of one item, and a document of it."""
    made = County(tmp_path / "workspace", ("jinping",))
    made.write(FILE, TABLE)
    made.write("content/jinping/gg/a.md", tagged())
    made.register()
    return made


def tagged(*lines: str, items: str = "[shehui-jiuzhu.1]") -> str:
    text = document("10月临时救助情况", "2026-00001", f"公开事项: {items}", *lines)
    return text.replace("2026-01-04", "2026-11-02").replace("2026-01-06", "2026-11-10")


def page(county: County, path: str) -> html.HtmlElement:
    return html.fromstring((county.public / path).read_bytes().decode())


def codes(county: County) -> list[str]:
    return [each.code for each in county.check()]


# ── terms ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("自信息形成或变更之日起20个工作日内", Term(20, True)),
        ("收到申请之日起 10 个工作日之内", Term(10, True)),
        ("部门批复后20日内", Term(20, False)),
        ("二十个工作日内公开", Term(20, True)),
        ("十五日内", Term(15, False)),
        ("作出决定之日起三个工作日内", Term(3, True)),
        ("１０个工作日内", Term(10, True)),
        ("7天内公示，20个工作日内公开", Term(20, True)),
        ("7个工作日内公开，公示期不少于30天", Term(7, True)),
        ("公示不少于7天", None),
        ("公示期为5个工作日", None),
        ("会议召开前5个工作日", None),
        ("每年1月31日前", None),
        ("次月10日前", None),
        ("实时公开", None),
        ("及时公开，一个月内更新", None),
        ("十十十日内", None),
        ("", None),
    ],
)
def test_a_term_is_understood_or_cannot_be_told(written: str, expected: Term | None) -> None:
    assert term(written) == expected


def test_working_days_skip_holidays() -> None:
    assert Term(5, True).last_day(date(2026, 9, 30)) == date(2026, 10, 13)
    assert Term(5, False).last_day(date(2026, 9, 30)) == date(2026, 10, 5)
    assert has_clock("20个工作日内") and not has_clock("每年结束后20个工作日内") and not has_clock("及时")


def test_the_rules_name_26_fields_and_13_channels() -> None:
    assert len(field_rules()) == 26 and len(rules("standards")["channels"]) == 13
    assert all(key.isascii() and key.replace("-", "").islower() for key in field_rules())
    names = [name for rule in field_rules().values() for name in rule.names]
    assert len(names) == len(set(names))
    assert sum(rule.township for rule in field_rules().values()) == 14


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────

FIRST = "第 1 个事项“临时救助：审核审批信息”的"
MISTAKES: dict[str, tuple[str | bytes, list[str]]] = {
    "empty cell": (
        TABLE + row(2, 公开时限=""),
        ["14:5: S101 第 2 个事项“临时救助：审核审批信息”的「公开时限」没有填写"],
    ),
    "null cell": (
        TABLE.replace("公开主体: 示例县锦屏镇人民政府", "公开主体:"),
        ["9:10: S101 第 1 个事项“临时救助：审核审批信息”的「公开主体」没有填写"],
    ),
    "channel": (
        TABLE.replace("[政府网站,", "[政府网占,"),
        [f"10:15: S101 {FIRST}「公开渠道和载体」「政府网占」不在官方的渠道之内，是不是「政府网站」？"],
    ),
    "audience": (
        TABLE.replace("公开对象: 全社会", "公开对象: 大家"),
        ["11:11: S101 第 1 个事项“临时救助：审核审批信息”的「公开对象」「大家」不在可选值之内：全社会、特定群体"],
    ),
    "manner": (
        TABLE.replace("公开方式: 主动", "公开方式: 不予"),
        ["12:11: S101 第 1 个事项“临时救助：审核审批信息”的「公开方式」「不予」不在可选值之内：主动、依申请"],
    ),
    "level": (
        TABLE.replace("[县级, 乡级]", "[县级, 市级]"),
        ["13:16: S101 第 1 个事项“临时救助：审核审批信息”的「公开层级」「市级」不在可选值之内：县级、乡级、村级"],
    ),
    "number": (
        TABLE.replace("序号: 1", "序号: 一"),
        ["3:9: S101 第 1 个事项“临时救助：审核审批信息”的「序号」「一」应当是 1 到 9999 的整数"],
    ),
    "number twice": (TABLE + row(1), ["14:9: S101 第 2 个事项“临时救助：审核审批信息”的「序号」1 在本目录里已经用过"]),
    "person": (
        TABLE.replace("支出型临时", "张某 53082319900101001X"),
        [f"6:11: S101 {FIRST}「公开内容」出现身份证号码：530823********001X"],
    ),
    "secret": (
        TABLE.replace("支出型临时", "机密★1年"),
        [f"6:11: S101 {FIRST}「公开内容」出现密级或内部资料标志「机密★」"],
    ),
    "unknown key": (TABLE + "    过程: 决策\n", ["14:5: F101 没有「过程」这个字段"]),
    "other field": (
        TABLE.replace("领域: 社会救助", "领域: 养老服务"),
        ["1:5: F205 领域「养老服务」与文件名 shehui-jiuzhu.yaml（社会救助）不一致"],
    ),
    "no field": (TABLE.replace("领域: 社会救助\n", ""), ["1:1: F102 缺少「领域」"]),
    "no items": ("领域: 社会救助\n事项: []\n", ["2:5: F102 「事项」里一项也没有"]),
    "full width colon": (TABLE.replace("公开对象: ", "公开对象："), ["11:9: F006 「公开对象」后面是全角冒号“：”"]),
    "not UTF-8": (TABLE.encode("gbk"), ["1:1: F001 文件不是 UTF-8 编码（可能是 GBK）"]),
    "BOM": ("\ufeff" + TABLE, ["1:1: F002 文件开头有 BOM"]),
    "a list": ("- 甲\n", ["1:1: F014 内容不是“键: 值”的形式"]),
    "empty": ("", ["1:1: F014 里面没有任何字段"]),
    "cell is a list": (
        TABLE.replace("公开主体: 示例县锦屏镇人民政府", "公开主体: [甲]"),
        ["9:11: F103 「事项 · 第 1 项 · 公开主体」应当是文字"],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_place_and_stops_nothing(county: County, name: str) -> None:
    text, expected = MISTAKES[name]
    county.write(FILE, text)
    county.write("content/jinping/gg/a.md", document("通知", "2026-00001"))
    report = county.build()
    lines = [line for line in told(report.findings()) if line.startswith(FILE) and " S102 " not in line]
    shown = [line.removeprefix(f"{FILE}:") for line in lines]
    assert [line[: len(each)] for line, each in zip(shown, expected, strict=True)] == expected
    assert (county.public / "jinping/info/2026-00001.html").exists()
    assert all(each.fix and each.law for each in report.findings())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("shehui-jiuzu.yaml", "「shehui-jiuzu.yaml」不是标准目录的领域，是不是「shehui-jiuzhu.yaml」？"),
        ("shehui-jiuzhu.yml", "「shehui-jiuzhu.yml」不是标准目录的领域，是不是「shehui-jiuzhu.yaml」？"),
        ("2026/shehui-jiuzhu.yaml", "「2026/shehui-jiuzhu.yaml」不是标准目录的领域"),
    ],
)
def test_a_file_of_no_field_is_told(county: County, path: str, expected: str) -> None:
    county.write(f"content/jinping/standard/{path}", TABLE)
    (line,) = [each.message for each in county.check() if each.code == "F205"]
    assert line.startswith(expected)


def test_a_column_may_not_stand_where_catalogues_do(county: County) -> None:
    unit = county.root / "content/jinping/unit.yaml"
    unit.write_text(f"{unit.read_text('utf-8')}栏目: {{standard: {{名称: 标准}}}}\n", "utf-8")
    (county.root / "content/jinping/gg/a.md").unlink()
    report = county.build()
    assert [each.code for each in report.findings()] == ["D901", "F205"] and not report.units[0].broken
    assert "标准" in (county.public / "jinping/standard/index.html").read_text("utf-8")


def test_channels_and_audiences_as_people_write_them(county: County) -> None:
    text = TABLE.replace("[政府网站,", "[■网站, 微博, 微信公众号, 其他（村村响大喇叭）,")
    county.write(FILE, text.replace("公开对象: 全社会", "公开对象: 特定群体(低保家庭)").replace("乡级]", "乡镇级]"))
    county.write("content/jinping/gg/a.md", document("通知", "2026-00001"))
    county.build()
    cells = page(county, f"{PAGES}/index.html").xpath("//tbody/tr/td")
    assert cells[6].xpath(".//li/text()") == [
        *("政府网站", "两微一端", "其他（村村响大喇叭）", "社区/企事业单位/村公示栏（电子屏）")
    ]
    assert [cell.text for cell in cells[7:]] == ["特定群体（低保家庭）", "主动", "县级、乡级"]


# ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_table_has_heads_and_leads_to_items_and_documents(county: County) -> None:
    report = county.build()
    assert not told(report.findings())
    table = page(county, f"{PAGES}/index.html").xpath("//table")[0]
    heads = [head.text_content() for head in table.xpath("./thead//th[@scope]")]
    assert heads == [
        *("序号", "公开事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体"),
        *("公开对象", "公开方式", "公开层级", "一级事项", "二级事项"),
    ]
    (link,) = table.xpath("./tbody/tr/th[@scope='row']/a")
    assert (link.text, link.get("href")) == ("审核审批信息", "../../standard/shehui-jiuzhu/1.html")
    item = page(county, f"{PAGES}/1.html")
    assert item.xpath("//h1/text()") == ["临时救助：审核审批信息"]
    assert item.xpath("//ul[@class='lines']//a/@href") == ["../../info/2026-00001.html"]
    shown = page(county, "jinping/info/2026-00001.html").xpath("//dt[.='公开事项']/following-sibling::dd/a")
    assert [(each.text, each.get("href")) for each in shown] == [
        ("社会救助　临时救助：审核审批信息", "../standard/shehui-jiuzhu/1.html")
    ]


@pytest.mark.parametrize("path", ["zfxxgk/index.html", "fdzdgknr/index.html"])
def test_the_disclosure_section_leads_to_the_catalogues(county: County, path: str) -> None:
    county.build()
    found = page(county, f"jinping/{path}").xpath("//a[starts-with(@href, '../standard/')]/@href")
    assert found == ["../standard/index.html", "../standard/shehui-jiuzhu/index.html"]
    assert "standard/index.html" in page(county, "jinping/sitemap.html").xpath("//a/@href")
    assert "/standard/shehui-jiuzhu/1.html" in (county.public / "jinping/sitemap.xml").read_text("utf-8")
    (name,) = page(county, "jinping/standard/index.html").xpath("//a[@class='field-name']/text()")
    assert name == "社会救助"


def test_a_unit_without_catalogues_has_no_trace_of_them(county: County) -> None:
    (county.root / FILE).unlink()
    county.write("content/jinping/gg/a.md", document("通知", "2026-00001"))
    county.build()
    tree = county.tree()
    assert not [path for path in tree if "/standard/" in path]
    assert not [path for path, data in tree.items() if path.endswith(".html") and "标准目录" in data.decode()]


def test_many_documents_are_listed_on_numbered_pages(county: County) -> None:
    for number in range(2, 48):
        text = tagged().replace("2026-00001", f"2026-{number:05d}")
        county.write(f"content/jinping/gg/n{number}.md", text)
    county.register()
    county.build()
    assert len(page(county, f"{PAGES}/1.html").xpath("//ul[@class='lines']/li")) == 20
    assert page(county, f"{PAGES}/1-1.html").xpath("//h1/text()") == ["临时救助：审核审批信息（第 1 页）"]


def test_the_file_has_the_columns_of_the_official_form(county: County) -> None:
    county.write(
        FILE, TABLE + row(2, 公开内容="=1+1", 公开对象="特定群体（申请人）", 公开方式="依申请", 公开层级="乡级")
    )
    county.build()
    data = (county.public / PAGES / "shehui-jiuzhu.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, first, second = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert head == [
        *("序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体"),
        *("公开对象（全社会）", "公开对象（特定群体）", "公开方式（主动）", "公开方式（依申请）"),
        *("公开层级（县级）", "公开层级（乡级）"),
    ]
    assert first[7:] == ["■政府网站 ■社区/企事业单位/村公示栏（电子屏）", "√", "", "√", "", "√", "√"]
    assert second[3] == "'=1+1" and second[8:] == ["", "申请人", "", "√", "", "√"]


def test_hostile_cells_are_only_text(county: County) -> None:
    county.write(FILE, TABLE.replace("支出型", "<script>alert(1)</script>{{ 7 * 7 }}"))
    county.build()
    text = (county.public / PAGES / "index.html").read_text("utf-8")
    assert "&lt;script&gt;" in text and "<script>alert" not in text and "{{ 7 * 7 }}" in text


# ── what a mistake keeps back ───────────────────────────────────────────────────────────────────────────────────


def test_an_incomplete_row_is_kept_back_alone(county: County) -> None:
    county.write(FILE, TABLE + row(2, 公开时限="", 二级事项="办事指南"))
    report = county.build()
    assert [each.code for each in report.findings() if each.severity is Severity.ERROR] == ["S101"]
    assert page(county, f"{PAGES}/index.html").xpath("//tbody/tr/@id") == ["item-1"]
    assert not (county.public / PAGES / "2.html").exists()


def test_pages_that_were_good_stay_while_a_row_or_the_file_is_wrong(county: County) -> None:
    county.write(FILE, TABLE + row(2, 公开层级="县级"))
    county.build()
    before = county.tree()
    county.write(FILE, TABLE + row(2, 公开层级="县级", 公开时限=""))
    county.build()
    after = county.tree()
    assert (
        after[f"{PAGES}/2.html"] == before[f"{PAGES}/2.html"]
        and after[f"{PAGES}/index.html"] != before[f"{PAGES}/index.html"]
    )
    county.write(FILE, TABLE.replace("公开对象: ", "公开对象："))
    for _ in range(2):
        county.build()
        broken = county.tree()
        assert {path: broken[path] for path in broken if path.startswith(PAGES)} == {
            path: after[path] for path in after if path.startswith(PAGES)
        }
        assert "社会救助" in broken["jinping/standard/index.html"].decode()
    county.write(FILE, TABLE + row(2, 公开层级="县级"))
    county.build()
    assert county.tree() == before


def test_a_file_that_never_was_good_has_no_pages(county: County) -> None:
    county.write(FILE, "领域：社会救助\n")
    county.write("content/jinping/gg/b.md", document("通知", "2026-00002"))
    county.register()
    county.build()
    assert not [path for path in county.tree() if "standard" in path and "assets" not in path]
    assert (county.public / "jinping/info/2026-00002.html").exists()


def test_a_document_for_some_persons_is_kept_back(county: County) -> None:
    county.write(FILE, TABLE.replace("公开对象: 全社会", "公开对象: 特定群体（申请人）"))
    report = county.build()
    (found,) = [each for each in report.findings() if each.severity is Severity.ERROR]
    assert told((found,)) == [
        "content/jinping/gg/a.md:7:8: S103 事项“临时救助：审核审批信息”的公开对象是特定群体（申请人），"
        "这条信息却要向全社会公开"
    ]
    assert not (county.public / "jinping/info/2026-00001.html").exists()
    assert "特定群体" in (county.public / PAGES / "1.html").read_text("utf-8")


# ── what is owed ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("cell", "value"), [("公开对象", "特定群体"), ("公开方式", "依申请"), ("公开层级", "县级")])
def test_what_a_unit_does_not_owe_to_everybody_may_be_empty(county: County, cell: str, value: str) -> None:
    county.write(FILE, TABLE + row(2))
    assert codes(county) == ["S102"]
    county.write(FILE, TABLE + row(2, **{cell: value}))
    assert codes(county) == []


def test_an_unknown_item_is_told_but_not_one_of_a_broken_file(county: County) -> None:
    county.write("content/jinping/gg/a.md", tagged(items="[shehui-jiuzhu.1, shehui-jiuzu.1, yanglao-fuwu.2]"))
    lines = [line for line in told(county.check()) if "S201" in line]
    assert [line.partition("a.md:")[2] for line in lines] == [
        "7:25: S201 本单位的标准目录里没有「shehui-jiuzu.1」这个事项，是不是「shehui-jiuzhu.1」？",
        "7:41: S201 本单位的标准目录里没有「yanglao-fuwu.2」这个事项",
    ]
    county.write(FILE, "领域：社会救助\n")
    county.write("content/jinping/gg/a.md", tagged())
    assert codes(county) == ["F006"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("发布日期: 2026-11-16",), []),
        (("发布日期: 2026-11-17",), ["S202"]),
        (("发布日期: 2026-11-17", "原文链接: https://www.gov.cn/x"), []),
    ],
)
def test_a_document_has_the_days_that_its_item_says(
    county: County, lines: tuple[str, ...], expected: list[str]
) -> None:
    text = tagged(*lines[1:]).replace("发布日期: 2026-11-10", lines[0])
    county.write("content/jinping/gg/a.md", text)
    assert [code for code in codes(county) if code == "S202"] == expected


def test_the_night_on_which_an_item_grows_stale_is_not_missed(county: County) -> None:
    county.build()
    assert "S302" not in [each.code for each in county.build(today=date(2027, 2, 8)).findings()]
    assert "S302" in [each.code for each in county.build(today=date(2027, 2, 9)).findings()]


# ── around it ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "edit",
    [
        lambda county: county.write(FILE, TABLE + row(2)),
        lambda county: county.write(FILE, TABLE.replace("支出型", "急难型")),
        lambda county: county.write("content/jinping/gg/a.md", document("通知", "2026-00001")),
        lambda county: (county.root / FILE).unlink(),
        lambda county: county.write("content/jinping/standard/fupin.yaml", TABLE.replace("社会救助", "乡村振兴")),
    ],
)
def test_incremental_is_clean(county: County, tmp_path: Path, edit: Callable[[County], object]) -> None:
    county.build()
    edit(county)
    county.build()
    found = county.tree()
    assert county.build().total("written") == 0
    county.build(clean=True)
    assert county.tree() == found
    afresh = County(tmp_path / "afresh", ())
    for path in (*(county.root / "content").rglob("*"), county.root / "site.yaml"):
        if path.is_file():
            afresh.write(path.relative_to(county.root).as_posix(), path.read_bytes())
    afresh.build()
    assert without_history(afresh.tree()) == without_history(found)


def test_a_new_document_reaches_its_item_but_not_the_table(county: County) -> None:
    county.build()
    before = county.tree()
    county.write("content/jinping/gg/b.md", tagged().replace("2026-00001", "2026-00002"))
    county.register()
    county.build()
    after = county.tree()
    changed = {path for path in after if before.get(path) != after[path] and "standard" in path}
    assert changed == {f"{PAGES}/1.html"}


def test_the_report_counts_items_that_have_documents(county: County) -> None:
    county.write(FILE, TABLE + row(2) + row(3, 公开层级="县级"))
    county.build()
    outcome = Workspace(county.root).run("report", "--today", TODAY.isoformat())
    assert outcome.status in (0, 1), outcome.errors
    report = json.loads((county.root / "output/report/report.json").read_text("utf-8"))
    (unit,) = (each for each in report["units"] if each["slug"] == "jinping")
    assert (unit["standard"]["fields"], unit["standard"]["items"]) == (["shehui-jiuzhu"], 2)
    assert unit["standard"]["with_documents"] == 1
    assert (
        "养老服务" in unit["standard"]["usual_fields_missing"]
        and "社会救助" not in unit["standard"]["usual_fields_missing"]
    )
    assert "个标准目录事项有信息" in (county.root / "output/report/units/jinping.html").read_text("utf-8")


def test_example_catalogues_fit_the_schema(repository: Path) -> None:
    schema = json.loads((repository / "docs/schema/standard.schema.json").read_text("utf-8"))
    paths = sorted((repository / "content").glob("*/standard/*.yaml"))
    assert len({path.parent for path in paths}) >= 3
    for path in paths:
        jsonschema.validate(yaml.safe_load(path.read_text("utf-8")), schema)


def test_the_example_and_the_names_of_the_manual_are_right(county: County, repository: Path) -> None:
    manual = (repository / "docs/编辑手册.md").read_text("utf-8")
    section = manual.partition("### 标准目录\n")[2].partition("\n## ")[0]
    county.write(FILE, section.partition("```yaml\n")[2].partition("```")[0])
    assert codes(county) == []
    assert all(f"| {rule.name} | `{key}` |" in section for key, rule in field_rules().items())
    assert all(each["name"] in section.replace("\n  ", "") for each in rules("standards")["channels"])
