"""Records and catalogues: what is harvested of a county, held against its content, its pages and the law's elements."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from county import TODAY, USCC, County, document, told
from generator.attachments import ALLOWED
from generator.delimited import csv_text, guarded
from generator.media_types import TYPES, media_type
from generator.model import Attachment, Body, Severity, Table
from generator.official_fields import COLUMNS, ELEMENTS, FOUR, Obligation, heads, row
from generator.plaintext import whole
from generator.records import REQUIRED, describe, mapping, read
from specimens import content
from specimens import document as specimen

BASE = "https://www.county.example/"
PATH = "content/jinping/gg/n1.md"


def parsed(county: County, path: str) -> Any:
    """A public JSON file."""
    return json.loads((county.public / path).read_text("utf-8"))


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Three units; one document with everything, one of every unit without."""
    made = County(tmp_path / "workspace")
    more = (
        "发文字号: 锦政发〔2026〕1号",
        "生效日期: 2026-02-01",
        "主题分类: 综合政务",
        "主题词: 护林；防火",
        "联合发文机关: 示例县林业和草原局",
        "原索引号: 11530823000000002K/2025-00031",
        "内容概述: =概述",
        "附件:",
        "  - 文件: 表.csv",
        "    名称: 安排表",
    )
    body = "## 一、要求\n\n请于**5月1日**前[报送](https://www.gov.cn/)。\n\n![人数](人数.csv)\n"
    made.write(PATH, document("通知1", "2026-00001", *more, body=body))
    made.write("content/jinping/gg/表.csv", "项目,天\n巡护,3\n")
    made.write("content/jinping/gg/人数.csv", "村,人数\n甲村,12\n")
    made.write("content/jinping/gg/n2.md", document("通知2", "2026-00002"))
    made.write("content/portal/ggxx/xjgg/a.md", document("公告", "2026-00001", slug="portal"))
    made.write("content/caizhengju/gg/a.md", document("财政公告", "2026-00001", slug="caizhengju"))
    for slug in USCC:
        made.register(slug)
    return made


# ── records ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_record_says_what_the_document_says(county: County) -> None:
    assert told(tuple(each for each in county.build().findings() if each.severity is Severity.ERROR)) == []
    found = parsed(county, "jinping/info/2026-00001.json")
    assert found == {
        "format": "gongkai-record/1",
        "identifier": f"{USCC['jinping']}/2026-00001",
        "unit": {"slug": "jinping", "name": "示例县锦屏镇人民政府", "uscc": USCC["jinping"]},
        "url": f"{BASE}jinping/info/2026-00001.html",
        "title": "通知1",
        "summary": "=概述",
        "issuing_agency": "示例县锦屏镇人民政府",
        "joint_agencies": ["示例县林业和草原局"],
        "document_number": "锦政发〔2026〕1号",
        "date_written": "2026-01-04",
        "date_published": "2026-01-06",
        "effective_from": "2026-02-01",
        "validity": "in_force",
        "subject_category": "综合政务",
        "genre": "通知",
        "subject_terms": ["护林", "防火"],
        "kind": "notice",
        "column": {"key": "gg", "name": "通知公告"},
        "openness": "proactive",
        "origin": "示例县锦屏镇人民政府",
        "former_identifiers": [f"{USCC['jinping']}/2025-00031"],
        "attachments": [
            {
                "title": "安排表",
                "url": f"{BASE}jinping/info/2026-00001/fj-{found['attachments'][0]['url'][-12:-4]}.csv",
                "name": "表.csv",
                "size": 20,
                "media_type": "text/csv",
            }
        ],
        "source": PATH,
        "text": "一、要求\n请于5月1日前报送。\n人数\n村\t人数\n甲村\t12",
    }
    attachment = found["attachments"][0]["url"].removeprefix(BASE)
    assert (county.public / attachment).read_bytes() == (county.root / "content/jinping/gg/表.csv").read_bytes()


def test_every_record_has_what_is_required_in_one_order(county: County) -> None:
    county.build()
    paths = sorted(path for path in county.tree() if "/info/" in f"/{path}" and path.endswith(".json"))
    assert paths == [
        "caizhengju/info/2026-00001.json",
        "info/2026-00001.json",
        "jinping/info/2026-00001.json",
        "jinping/info/2026-00002.json",
    ]
    order = list(parsed(county, "jinping/info/2026-00001.json"))
    for path in paths:
        found = parsed(county, path)
        assert all(found[key] for key in REQUIRED)
        assert list(found) == [key for key in order if key in found]
        assert (county.public / path).read_bytes().endswith(b"}\n")


def test_the_record_of_an_ended_notice_keeps_nothing_of_its_content(county: County) -> None:
    text = document(
        "公示", "2026-00003", "类型: 公示", "公示截止: 2026-11-20", "内容概述: 秘密的概述", body="秘密的正文。\n"
    )
    county.write("content/jinping/gg/p.md", text.replace("发布日期: 2026-01-06", "发布日期: 2026-11-01"))
    county.register()
    county.build(today=date(2026, 11, 20))
    assert "秘密的正文" in parsed(county, "jinping/info/2026-00003.json")["text"]
    county.build(today=date(2026, 11, 21))
    found = parsed(county, "jinping/info/2026-00003.json")
    assert found["ended"] is True and not {"text", "attachments", "summary"} & found.keys()
    leaks = [path for path, data in county.tree().items() if "秘密的".encode() in data]
    assert leaks == []


def test_a_service_guide_gives_its_elements_as_text(county: County) -> None:
    elements = {
        "事项名称": "林木采伐许可",
        "设定依据": "《森林法》",
        "申请条件": "有林权证",
        "办理材料": "申请表",
        "办理地点": "便民中心",
        "办理时间": "工作日",
        "联系电话": "0879-6200001",
        "办理流程": "受理、核查、发证",
    }
    lines = ("类型: 办事指南", "办事指南:", *(f"  {name}: {value}" for name, value in elements.items()))
    county.write("content/jinping/gg/s.md", document("采伐许可", "2026-00004", *lines, body="先到窗口。\n"))
    county.register()
    county.build()
    text = parsed(county, "jinping/info/2026-00004.json")["text"]
    assert text.split("\n") == [*(f"{name}：{value}" for name, value in elements.items()), "先到窗口。"]


def test_a_withheld_document_keeps_its_record_and_its_lines_in_the_catalogue(county: County) -> None:
    county.build()
    before = county.tree()
    county.write(PATH, "---\n标题：坏了\n---\n")
    county.build()
    assert county.tree() == before
    county.write("content/jinping/gg/n3.md", document("通知3", "2026-00003"))
    county.register()
    county.build()
    after = county.tree()
    assert after["jinping/info/2026-00001.json"] == before["jinping/info/2026-00001.json"]
    line = before["jinping/catalog.json"].split(b'"documents":[\n')[1].split(b"\n")[0]
    assert b"2026-00001" in line and line in after["jinping/catalog.json"]
    assert parsed(county, "jinping/catalog/1.json")["articles"][0]["attachment"]


def test_what_cannot_be_rendered_changes_no_record(county: County) -> None:
    """A body of more than a mebibyte and a new title at once: page, record and catalogue stay as they were."""
    county.build()
    before = county.tree()
    text = (county.root / PATH).read_text("utf-8").replace("标题: 通知1", "标题: 新标题")
    county.write(PATH, text + "很长的正文。" * 80_000)
    report = county.build()
    assert [each.path for each in report.findings() if each.code == "F209"] == [PATH, PATH]
    assert county.tree() == before


def test_a_record_is_read_back_as_it_was_described(county: County) -> None:
    file = Attachment("content/yangli/gg/a.xlsx", "a.xlsx", "安排表", "info/2026-00001/a.xlsx", 9, "Excel 表格")
    given = content((specimen(1, attachments=(file,), joint_agencies=("甲", "乙")),))
    site = county.task().site
    (described,) = describe(given.unit, given.documents, site, TODAY)
    record = {
        **mapping(described.metadata, {}),
        "attachments": [
            {name: getattr(each, name) for name in ("title", "url", "name", "size", "media_type")}
            for each in described.files
        ],
        "source": described.metadata.source,
    }
    assert read(json.loads(json.dumps(record))) == described
    with pytest.raises(KeyError):
        read({"identifier": "x"})


# ── plain text ──────────────────────────────────────────────────────────────────────────────────────────────────

TEXTS = {
    "甲。\n\n乙。\n": "甲。\n乙。",
    "# 题\n\n- 一\n- 二": "题\n一\n二",
    "价格 -5 元，*不*变；a_b": "价格 -5 元，不变；a_b",
    "| 村 | 人 |\n|---|---|\n| 甲 | 3 |": "村 人\n甲 3",
    "见[通知](a.md)和![图](a.png)<b>粗</b>\u202e": "见通知和粗",
    "```\n代码\n```": "代码",
    "<script>x()</script>好&nbsp;的": "好\xa0的",
}


@pytest.mark.parametrize("source", TEXTS)
def test_the_text_of_a_body(source: str) -> None:
    assert whole(Body(source)) == TEXTS[source]


def test_the_text_of_an_included_table_whose_name_is_escaped() -> None:
    table = Table("x", "", ("村", "人"), (("甲", "3"),), (False, True))
    body = Body("![](%E8%A1%A8.csv)", tables=(("表.csv", table),))
    assert whole(body) == "村\t人\n甲\t3"


# ── catalogues ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_catalogue_holds_every_record(county: County) -> None:
    county.build()
    for slug, folder in (("jinping", "jinping/"), ("portal", "portal/"), ("caizhengju", "caizhengju/")):
        whole_catalogue = parsed(county, f"{folder}catalog.json")
        listed = whole_catalogue["documents"]
        assert whole_catalogue["count"] == len(listed) == (2 if slug == "jinping" else 1)
        assert [each["identifier"] for each in listed] == sorted(each["identifier"] for each in listed)
        for each in listed:
            record = parsed(county, each["record"].removeprefix(BASE))
            without = {key: value for key, value in record.items() if key not in ("format", "attachments", "text")}
            assert {key: value for key, value in each.items() if key != "record"} == without
    own = parsed(county, "jinping/catalog.json")
    assert own["renumbered"] == [
        {"former": f"{USCC['jinping']}/2025-00031", "identifier": f"{USCC['jinping']}/2026-00001"}
    ]
    (registered,) = (each for each in parsed(county, "units.json")["units"] if each["slug"] == "jinping")
    assert own["unit"] == {name: value for name, value in registered.items() if name != "mount"}


def test_what_was_taken_down_is_in_the_catalogue(county: County) -> None:
    county.build()
    (county.root / "content/jinping/gg/n2.md").unlink()
    unit = (county.root / "content/jinping/unit.yaml").read_text("utf-8")
    gone = f"撤下:\n  - 索引号: {USCC['jinping']}/2026-00002\n    日期: 2026-03-01\n    理由: 重复发布\n"
    county.write("content/jinping/unit.yaml", unit + gone)
    county.build()
    assert parsed(county, "jinping/catalog.json")["withdrawn"] == [
        {
            "identifier": f"{USCC['jinping']}/2026-00002",
            "date": "2026-03-01",
            "reason": "重复发布",
            "url": f"{BASE}jinping/info/2026-00002.html",
        }
    ]
    assert not (county.public / "jinping/info/2026-00002.json").exists()


def test_pages_of_a_hundred_are_numbered_from_the_oldest(county: County) -> None:
    for number in range(3, 205):
        county.write(f"content/jinping/gg/n{number}.md", document(f"通知{number}", f"2026-{number:05d}"))
    county.register()
    county.build()
    index = parsed(county, "jinping/catalog/index.json")
    assert index["classify"]["post_count"] == 204 and [each["count"] for each in index["pages"]] == [100, 100, 4]
    articles = []
    for each in index["pages"]:
        page = parsed(county, each["url"].removeprefix(BASE))
        assert page["page"] == each["page"] and len(page["articles"]) == each["count"]
        articles += page["articles"]
    assert {each["record"] for each in articles} == {
        each["record"] for each in parsed(county, "jinping/catalog.json")["documents"]
    }
    before = county.tree()
    county.write("content/jinping/gg/n205.md", document("通知205", "2026-00205"))
    county.register()
    county.build()
    after = county.tree()
    touched = {path for path in after if path.startswith("jinping/catalog/") and after[path] != before.get(path)}
    assert touched == {"jinping/catalog/index.json", "jinping/catalog/3.json"}


def test_articles_bear_the_names_of_the_public_interface(county: County) -> None:
    county.build()
    (article, _) = parsed(county, "jinping/catalog/1.json")["articles"]
    assert article["attachment"][0]["mime"] == "text/csv" and article["attachment"][0]["size"] == "20"
    assert {name: value for name, value in article.items() if name not in ("attachment", "url", "record")} == {
        "identifier": f"{USCC['jinping']}/2026-00001",
        "title": "通知1",
        "document_number": "锦政发〔2026〕1号",
        "publisher": "示例县锦屏镇人民政府",
        "keywords": "护林,防火",
        "date": 1767456000,  # 2026-01-04 00:00 +08:00
        "created_at": "2026-01-06 00:00:00",
        "display_publish_time": 1767628800,
        "classify_main_name": "通知公告",
        "classify_genre_name": "通知",
        "classify_theme_name": "综合政务",
        "abstract": "=概述",
        "is_expired": 0,
        "is_abolished": 0,
    }


def test_a_unit_without_documents_has_empty_catalogues(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.build()
    whole_catalogue = parsed(county, "jinping/catalog.json")
    assert (whole_catalogue["count"], whole_catalogue["documents"]) == (0, [])
    assert parsed(county, "jinping/catalog/index.json")["pages"] == []
    assert not (county.public / "jinping/catalog/1.json").exists()


# ── the fourteen elements, and CSV ──────────────────────────────────────────────────────────────────────────────


def test_the_fourteen_elements() -> None:
    counts = [sum(1 for each in ELEMENTS if each.obligation is obligation) for obligation in Obligation]
    assert counts == [6, 3, 5] and len({each.name for each in ELEMENTS}) == len({each.key for each in ELEMENTS}) == 14
    assert heads(FOUR) == ("索引", "名称", "内容概述", "生成日期")
    assert heads()[:14] == tuple(each.name for each in ELEMENTS)


def test_the_sheet_holds_every_document_in_the_platform_s_columns(county: County) -> None:
    county.build()
    data = (county.public / "jinping/catalog.csv").read_bytes()
    assert data.startswith("\ufeff索引号,名称,".encode()) and data.count(b"\r\n") == 3
    header, first, second = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert header == [name for name, _ in COLUMNS]
    cells = dict(zip(header, first, strict=True))
    assert cells["内容概述"] == "'=概述" and cells["关键词"] == "护林；防火" and cells["公开方式"] == "主动公开"
    assert cells["有效性"] == "有效" and cells["废止日期"] == ""
    records = parsed(county, "jinping/catalog.json")["documents"]
    assert [tuple(cell.removeprefix("'") for cell in line) for line in (first, second)] == [
        row(each) for each in records
    ]


def test_the_day_of_making_is_that_of_publication_where_nothing_was_written() -> None:
    record = {"identifier": "x/2026-00001", "title": "甲", "date_published": "2026-01-06", "openness": "proactive"}
    assert dict(zip(heads(FOUR), row(record, FOUR), strict=True))["生成日期"] == "2026-01-06"


GUARDED = (
    "=1+1",
    "+86-1",
    "-cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "--5",
    "-1.2.3",
    "+",
    "-",
)
LEFT = ("-12.50", "+3", "12", "", "a=1", "5-3", "'=1", "−12.50", "〔2026〕1号")


@pytest.mark.parametrize("cell", GUARDED)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", LEFT)
def test_numbers_and_words_stay(cell: str) -> None:
    assert guarded(cell) == cell


def test_csv_text_keeps_numbers_and_quotes() -> None:
    assert csv_text((("名", "数"), ('甲,"乙"', -3))) == '\ufeff名,数\r\n"甲,""乙""",-3\r\n'


def test_every_format_that_may_be_published_has_a_media_type() -> None:
    assert not ALLOWED.keys() - TYPES.keys()
    assert media_type("表.XLSX") == TYPES["xlsx"] and media_type("无") == "application/octet-stream"


def test_the_manual_s_table_of_elements_is_the_program_s(repository: Path) -> None:
    text = (repository / "docs/对接手册.md").read_text("utf-8")
    found = re.findall(r"^\| ([^|]+) \| (必选|条件必选|可选) \| [^|]+ \| `(\w+)` \|$", text, re.M)
    assert found == [(each.name, each.obligation.value, each.key) for each in ELEMENTS]
