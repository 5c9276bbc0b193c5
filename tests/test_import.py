"""`gongkai import`: from files of other programs to drafts that are checked, served and, once reviewed, published."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordDocument
from openpyxl import Workbook
from PIL import Image

from conftest import REPOSITORY
from county import REVIEW, County
from generator.errors import UsageError
from generator.formatting import formatted
from generator.load import load
from generator.secrecy import STOP
from generator.serve.from_word import taken
from generator.sources import scan
from import_runs import IDENTITY, NOTICE, begun, body, head, imports, new_files, tree, word
from layouts import LAYOUTS


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Two units and the portal, with one published document."""
    return begun(tmp_path / "county")


def test_named_attachments_become_the_list(county: County, tmp_path: Path) -> None:
    """Matched by name with files beside the source; what is not there is marked and told, and no word is lost."""
    text = NOTICE.replace("r|示例县锦屏镇人民政府\n", "附件：1. 物资表\n　　　2. 巡查记录表\nr|示例县锦屏镇人民政府\n")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/附件1 物资表.csv").write_text("物资,数量\n沙袋,3\n", "utf-8")
    done = imports(county, word(tmp_path / "in", text), "--column", "gg")
    assert "附件「巡查记录表」没有找到文件" in done and "物资表」" not in done
    expected = [{"文件": "附件1 物资表.csv", "名称": "物资表"}, {"文件": "巡查记录表", "名称": "巡查记录表"}]
    assert head(county, "jinping/gg/20260511.md")["附件"] == expected
    text = (county.root / "content/jinping/gg/20260511.md").read_text()
    assert '文件: "巡查记录表"   # 没有这个文件' in text and "附件：" not in body(county, "jinping/gg/20260511.md")
    assert {each.code for each in county.check() if each.path.endswith("20260511.md")} == {"F211"}


def test_another_units_document_is_told(county: County, tmp_path: Path) -> None:
    done = imports(county, word(tmp_path, NOTICE.replace("锦屏镇人民政府", "人民政府")), "--column", "gg")
    assert "注意: 发布机构「示例县人民政府」是 portal" in done and "--unit portal" in done


# ── from a file to a page ───────────────────────────────────────────────────────────────────────────────────────


def test_a_word_file_becomes_a_draft_and_then_a_page(county: County, tmp_path: Path) -> None:
    """What the layout says stands in the front matter, in order; reviewed and numbered, it is published as it is."""
    before = tree(county)
    done = imports(county, word(tmp_path), "--column", "gg")
    assert new_files(before, county) == ["jinping/gg/20260511.md"] and "起草 1 个" in done
    values = head(county, "jinping/gg/20260511.md")
    expected = {
        "标题": "示例县锦屏镇人民政府关于做好2026年防汛工作的通知",
        "类型": "公文",
        "发布机构": "示例县锦屏镇人民政府",
        "发文字号": "锦政发〔2026〕8号",
        "成文日期": "2026-05-11",
        "主送机关": "各村民委员会，镇属各站所",
        "附注": "此件公开发布",
        "草稿": "是",
    }
    assert {name: values[name] for name in expected} == expected
    assert body(county, "jinping/gg/20260511.md").strip() == (
        "为做好防汛工作，现通知如下。\n\n## 一、压实责任\n\n各村要明确责任人。"
    )
    path = county.root / "content/jinping/gg/20260511.md"
    made = formatted(path.read_bytes())
    assert made is not None and made.data == path.read_bytes()
    assert {each.code for each in county.check() if each.path.endswith("20260511.md")} == {"F211"}
    task, listing = county.task(), scan(county.root, "content/jinping")
    shown = load(county.root, task.site, "jinping", listing, task.today, drafts_too=True).content
    assert shown is not None and any(each.source.endswith("20260511.md") for each in shown.waiting)  # the preview's
    text = path.read_text().replace("草稿: 是   # 写完、审完以后删去这一行\n", f"{REVIEW}\n")
    path.write_text(text.replace("标题:", "索引号: 11530823000000002K/2026-00002\n标题:", 1))
    county.register()
    day = date.fromisoformat(str(values["发布日期"]))
    assert not [each for each in county.build(today=day).findings() if each.severity == "error"]
    page = county.tree()["jinping/info/2026-00002.html"].decode()
    assert "锦政发〔2026〕8号" in page and "压实责任" in page
    everything = b"".join(county.tree().values()).decode("utf-8", "replace")
    assert "通知.docx" not in everything and "所写" not in everything  # where it came from is nobody's business


def test_every_layout_becomes_a_draft_without_an_error(county: County, tmp_path: Path) -> None:
    """Only what an editor has to fill in is told."""
    files = [word(tmp_path, text, f"{name}.docx") for name, (text, _) in LAYOUTS.items()]
    before = tree(county)
    done = imports(county, *files, "--column", "gg")
    paths = {f"content/{path}" for path in new_files(before, county)}
    assert len(paths) == len(files) and f"起草 {len(files)} 个" in done
    told = [each for each in county.check() if each.path in paths]
    assert {each.code for each in told} <= {"F102", "F211", "L104"}, told


def test_what_is_guessed_is_marked_on_its_line(county: County, tmp_path: Path) -> None:
    """A title that may be none; what was read is not marked."""
    imports(county, word(tmp_path, "我县今天下雪\n雪下了一整天，交通没有受到影响。\n2026年1月3日"), "--column", "gg")
    text = (county.root / "content/jinping/gg/20260103.md").read_text()
    marked = {line.partition(":")[0] for line in text.splitlines() if line.endswith("# 由程序猜测，请核对")}
    assert marked == {"标题", "类型", "成文日期"}


def test_column_and_kind_are_guessed_and_marked_or_asked_for(county: County, tmp_path: Path) -> None:
    """An official document goes where such documents go; anything else needs a column."""
    before = tree(county)
    imports(county, word(tmp_path))
    (path,) = new_files(before, county)
    text = (county.root / "content" / path).read_text()
    assert "栏目: " in text and text.count("由程序猜测") == 2 and path.startswith("jinping/gg/")
    done = imports(county, word(tmp_path, "我县今天下雪\n雪下了一整天。", "雪.docx"), status=1)
    assert "看不出该放哪个栏目" in done and "--column" in done
    choices = done.partition("可以选：")[2]
    assert "gg（通知公告）" in choices and "dt（工作动态）" in choices
    done = imports(county, word(tmp_path, "我县今天下雪\n雪下了一整天。", "雪.docx"), "--column", "没有", status=1)
    assert "没有可以放" in done
    imports(county, word(tmp_path, "我县今天下雪\n雪下了一整天。", "雪.docx"), "--column", "gg", "--kind", "通知")


def test_a_number_is_given_on_request(county: County, tmp_path: Path) -> None:
    """As `gongkai new` does, and entered into the ledger."""
    done = imports(county, word(tmp_path), "--column", "gg", "--number")
    assert "索引号 11530823000000002K/2026-00002" in done
    assert head(county, "jinping/gg/20260511.md")["索引号"] == "11530823000000002K/2026-00002"
    assert "20260511.md" in (county.root / "content/jinping/ledger/2026.csv").read_text()


def test_a_dry_run_writes_nothing_and_shows_everything(county: County, tmp_path: Path) -> None:
    before = tree(county)
    done = imports(county, word(tmp_path), "--column", "gg", "--dry-run")
    assert new_files(before, county) == []
    assert "会起草 content/jinping/gg/20260511.md" in done and "## 一、压实责任" in done


def test_pictures_come_along_without_what_cameras_add(county: County, tmp_path: Path) -> None:
    """Under a name that is safe, allowed by what they hold, without places and serial numbers."""
    photo = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "CAMERA-SERIAL-4711", 6
    Image.new("RGB", (8, 4), "red").save(photo, exif=exif)
    path = word(tmp_path)
    made = WordDocument(str(path))
    made.add_picture(str(photo))
    made.save(str(path))
    imports(county, path, "--column", "gg")
    (name,) = (each for each in tree(county) if each.endswith(".jpg"))
    data = tree(county)[name]
    assert name.startswith("jinping/gg/tu-") and b"CAMERA" not in data
    assert Image.open(BytesIO(data)).getexif().get(0x0112) == 6  # the right side is still up
    assert f"]({name.rpartition('/')[2]})" in body(county, "jinping/gg/20260511.md")


def test_a_sheet_becomes_a_data_file_and_its_table(county: County, tmp_path: Path) -> None:
    """Beside the document, named after it, and shown on its page."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("村", "户数", "代码"), ("利月村", 12, "010"), ("清凉村", 8, "020")):
        sheet.append(row)
    book.save(tmp_path / "补贴表.xlsx")
    before = tree(county)
    imports(county, tmp_path / "补贴表.xlsx", "--column", "gg")
    data, text = new_files(before, county)
    assert data == text.replace(".md", "-1.csv")
    assert (county.root / "content" / data).read_bytes().decode("utf-8-sig") == (
        "村,户数,代码\r\n利月村,12,010\r\n清凉村,8,020\r\n"
    )
    assert f"]({data.rpartition('/')[2]})" in body(county, text)
    assert {each.code for each in county.check() if each.path.endswith(text)} == {"F211"}


def test_the_original_is_kept_on_request(county: County, tmp_path: Path) -> None:
    path = word(tmp_path)
    imports(county, path, "--column", "gg", "--keep-original")
    assert tree(county)["jinping/gg/通知.docx"] == path.read_bytes()
    assert head(county, "jinping/gg/20260511.md")["附件"] == [{"文件": "通知.docx", "名称": "通知"}]
    assert {each.code for each in county.check() if each.path.endswith("20260511.md")} == {"F211"}


def test_one_bad_file_stops_no_other(county: County, tmp_path: Path) -> None:
    """What cannot be read is told, with what can; what can is imported."""
    good = word(tmp_path)
    bad, other = tmp_path / "坏.docx", tmp_path / "程序.exe"
    bad.write_bytes(b"PK\x03\x04 not a document")
    other.write_bytes(b"MZ")
    done = imports(county, bad, tmp_path / "没有.docx", other, good, "--column", "gg", status=1)
    assert "没有导入 3 个" in done and "起草 1 个" in done
    assert all(f"没有导入 {name}" in done for name in ("坏.docx", "没有.docx", "程序.exe"))


# ── the guard ───────────────────────────────────────────────────────────────────────────────────────────────────

LIST = f"c22|补助名单\n各村：\n王某某，身份证号{IDENTITY}，住址示例路。\nr|示例镇人民政府\nr|2026年5月1日"


def test_numbers_of_persons_stop_an_import_before_anything_is_written(county: County, tmp_path: Path) -> None:
    """Told with their place, never repeated; on request they are masked."""
    before = tree(county)
    path = word(tmp_path, LIST)
    done = imports(county, path, "--column", "gg", status=1)
    assert new_files(before, county) == [] and IDENTITY not in done
    assert "第 3 段：出现身份证号码：530823********001X" in done and "--mask" in done
    done = imports(county, path, "--column", "gg", "--mask")
    assert "530823********001X" in body(county, "jinping/gg/20260501.md") and IDENTITY not in done
    done = imports(
        county,
        word(tmp_path, f"{LIST}\n这是另一份。", "二.docx"),
        "--column",
        "gg",
        "--mask",
        "--keep-original",
        status=1,
    )
    assert "不能原样作为附件" in done


@pytest.mark.parametrize(
    "text",
    [
        f"c22|机密★1年\n{NOTICE}",
        f"秘密\n{NOTICE}",
        f"{NOTICE}\n内部资料 注意保存",
        "t|姓名|内容\nt|甲|绝密★",
        f"份号：000012\n{NOTICE}",
    ],
)
def test_marks_of_secrecy_stop_an_import_and_no_option_helps(county: County, tmp_path: Path, text: str) -> None:
    before = tree(county)
    done = imports(county, word(tmp_path, text), "--column", "gg", "--mask", "--openness", "主动公开", status=1)
    assert new_files(before, county) == [] and "密级或内部资料标志" in done and "--mask" not in done
    assert f"改法: {STOP}" in done and "改好再" not in done  # nobody is told to delete the mark


def test_a_mark_of_secrecy_in_an_attachment_or_a_dropped_file_stops_too(county: County, tmp_path: Path) -> None:
    (tmp_path / "oa").mkdir()
    (tmp_path / "oa/名单.csv").write_text("事项,说明\n甲,机密★1年\n", "utf-8")
    (tmp_path / "oa/index.csv").write_text("标题,附件,公开属性\n甲,名单.csv,公开\n", "utf-8")
    done = imports(county, tmp_path / "oa", "--column", "gg", status=1)
    assert f"改法: {STOP}" in done and "改好" not in done
    secret = word(tmp_path, f"c22|机密★1年\n{NOTICE}").read_bytes()
    with pytest.raises(UsageError) as told:
        taken(county.root / "content/jinping/gg/a.md", "通知.docx", secret, 1 << 20)
    assert told.value.advice == STOP


@pytest.mark.parametrize("note", ["此件不予公开", "此件依申请公开", "此件删减后公开"])
def test_what_is_not_wholly_public_needs_a_decision(county: County, tmp_path: Path, note: str) -> None:
    """附注 says how far a document is public: without somebody's decision it stays out."""
    before = tree(county)
    path = word(tmp_path, NOTICE.replace("此件公开发布", note))
    done = imports(county, path, "--column", "gg", status=1)
    assert new_files(before, county) == [] and note in done and "--openness" in done
    imports(county, path, "--column", "gg", "--openness", "主动公开")


def test_the_manual_quotes_what_the_command_says(county: County, tmp_path: Path) -> None:
    """Every message of its table, as an editor sees it."""
    manual = (
        (REPOSITORY / "docs/编辑手册.md")
        .read_text("utf-8")
        .partition("### 不导入的，和怎么办")[2]
        .partition("\n### ")[0]
    )
    (tmp_path / "oa").mkdir()
    (tmp_path / "oa/名单.csv").write_text(f"姓名,身份证号\n张某,{IDENTITY}\n", "utf-8")
    (tmp_path / "oa/index.csv").write_text("标题,附件,公开属性\n甲,名单.csv,公开\n乙,名单.csv,不予公开\n", "utf-8")
    (tmp_path / "程序.exe").write_bytes(b"MZ")
    told = imports(county, word(tmp_path, LIST), tmp_path / "程序.exe", tmp_path / "oa", "--column", "gg", status=1)
    told += imports(county, word(tmp_path, f"c22|机密★1年\n{NOTICE}"), status=1)
    told += imports(county, word(tmp_path, NOTICE.replace("此件公开发布", "此件依申请公开")), status=1)
    told += imports(county, word(tmp_path, "我县今天下雪\n雪下了一整天。"), status=1)
    rows = [line.split("|")[1].strip() for line in manual.splitlines() if line.startswith("| ") and "---" not in line]
    messages = [message for row in rows[rows.index("提示") + 1 :] for message in row.split("；") if "…" not in message]
    unsaid = [message for message in messages if message.removesuffix("，或者空着") not in told]
    assert len(messages) >= 7 and unsaid == [], told
