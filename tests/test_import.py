"""`gongkai import`: from files of other programs to drafts that are checked, served and, once reviewed, published."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordDocument
from openpyxl import Workbook
from PIL import Image

from conftest import REPOSITORY
from county import REVIEW, County, document
from generator.formatting import formatted
from generator.frontmatter import read
from layouts import LAYOUTS, written_to

IDENTITY = "53082319900101001X"  # its check digit fits: nobody's
NOTICE = """
cR42|示例县锦屏镇人民政府文件
c|锦政发〔2026〕8号
c22|示例县锦屏镇人民政府
c22|关于做好2026年防汛工作的通知
各村民委员会，镇属各站所：
为做好防汛工作，现通知如下。
一、压实责任
各村要明确责任人。
r|示例县锦屏镇人民政府
r|2026年5月11日
（此件公开发布）
"""
Imports = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Two units and the portal, with one published document."""
    made = County(tmp_path / "county")
    made.write("content/jinping/gg/a.md", document("关于春耕的通知", "2026-00001"))
    made.register()
    return made


@pytest.fixture
def imports(county: County) -> Imports:
    """The command as a user runs it, into Jinping; it has to end with `status`."""

    def run(*arguments: str | Path, status: int = 0, unit: str = "jinping") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "generator", "--root", str(county.root), "import", *map(str, arguments)]
        done = subprocess.run([*command, "--unit", unit], cwd=REPOSITORY, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done

    return run


def word(folder: Path, text: str = NOTICE, name: str = "通知.docx") -> Path:
    """A Word file of a layout."""
    folder.mkdir(parents=True, exist_ok=True)
    return written_to(folder / name, text)


def tree(county: County) -> dict[str, bytes]:
    """Every file of the content."""
    content = county.root / "content"
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def new_files(before: dict[str, bytes], county: County) -> list[str]:
    """The files that are there now; none that was there before may be another."""
    after = tree(county)
    assert {path: after.get(path) for path in before} == before
    return sorted(set(after) - set(before))


def head(county: County, path: str) -> dict[str, object]:
    """The front matter of a document, which can be read."""
    found = read((county.root / "content" / path).read_bytes())
    assert not found.head.faults and isinstance(found.head.values, dict)
    return found.head.values


def body(county: County, path: str) -> str:
    """The body of a document."""
    return read((county.root / "content" / path).read_bytes()).body


# ── from a file to a page ───────────────────────────────────────────────────────────────────────────────────────


def test_a_word_file_becomes_a_draft_and_then_a_page(county: County, imports: Imports, tmp_path: Path) -> None:
    """What the layout says stands in the front matter, in order; reviewed and numbered, it is published as it is."""
    before = tree(county)
    done = imports(word(tmp_path), "--column", "gg")
    assert new_files(before, county) == ["jinping/gg/20260511.md"] and "起草 1 个" in done.stdout
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
    text = path.read_text().replace("草稿: 是   # 写完、审完以后删去这一行\n", f"{REVIEW}\n")
    path.write_text(text.replace("标题:", "索引号: 11530823000000002K/2026-00002\n标题:", 1))
    county.register()
    day = date.fromisoformat(str(values["发布日期"]))
    assert not [each for each in county.build(today=day).findings() if each.severity == "error"]
    page = county.tree()["jinping/info/2026-00002.html"].decode()
    assert "锦政发〔2026〕8号" in page and "压实责任" in page
    everything = b"".join(county.tree().values()).decode("utf-8", "replace")
    assert "通知.docx" not in everything and "所写" not in everything  # where it came from is nobody's business


def test_every_layout_becomes_a_draft_without_an_error(county: County, imports: Imports, tmp_path: Path) -> None:
    """Only what an editor has to fill in is told."""
    files = [word(tmp_path, text, f"{name}.docx") for name, (text, _) in LAYOUTS.items()]
    before = tree(county)
    done = imports(*files, "--column", "gg")
    paths = {f"content/{path}" for path in new_files(before, county)}
    assert len(paths) == len(files) and f"起草 {len(files)} 个" in done.stdout
    told = [each for each in county.check() if each.path in paths]
    assert {each.code for each in told} <= {"F102", "F211", "L104"}, told


def test_what_is_guessed_is_marked_on_its_line(county: County, imports: Imports, tmp_path: Path) -> None:
    """A title that may be none; what was read is not marked."""
    imports(word(tmp_path, "我县今天下雪\n雪下了一整天，交通没有受到影响。\n2026年1月3日"), "--column", "gg")
    text = (county.root / "content/jinping/gg/20260103.md").read_text()
    marked = {line.partition(":")[0] for line in text.splitlines() if line.endswith("# 由程序猜测，请核对")}
    assert marked == {"标题", "类型", "成文日期"}


def test_column_and_kind_are_guessed_and_marked_or_asked_for(county: County, imports: Imports, tmp_path: Path) -> None:
    """An official document goes where such documents go; anything else needs a column."""
    before = tree(county)
    imports(word(tmp_path))
    (path,) = new_files(before, county)
    text = (county.root / "content" / path).read_text()
    assert "栏目: " in text and text.count("由程序猜测") == 2
    done = imports(word(tmp_path, "我县今天下雪\n雪下了一整天。", "雪.docx"), status=1)
    assert "看不出该放哪个栏目" in done.stdout and "--column" in done.stdout
    done = imports(word(tmp_path, "我县今天下雪\n雪下了一整天。", "雪.docx"), "--column", "没有", status=1)
    assert "没有可以放" in done.stdout
    imports(word(tmp_path, "我县今天下雪\n雪下了一整天。", "雪.docx"), "--column", "gg", "--kind", "通知")


def test_a_number_is_given_on_request(county: County, imports: Imports, tmp_path: Path) -> None:
    """As `gongkai new` does, and entered into the ledger."""
    done = imports(word(tmp_path), "--column", "gg", "--number")
    assert "索引号 11530823000000002K/2026-00002" in done.stdout
    assert head(county, "jinping/gg/20260511.md")["索引号"] == "11530823000000002K/2026-00002"
    assert "20260511.md" in (county.root / "content/jinping/ledger/2026.csv").read_text()


def test_a_dry_run_writes_nothing_and_shows_everything(county: County, imports: Imports, tmp_path: Path) -> None:
    before = tree(county)
    done = imports(word(tmp_path), "--column", "gg", "--dry-run")
    assert new_files(before, county) == []
    assert "会起草 content/jinping/gg/20260511.md" in done.stdout and "## 一、压实责任" in done.stdout


def test_pictures_come_along_without_what_cameras_add(county: County, imports: Imports, tmp_path: Path) -> None:
    """Under a name that is safe, allowed by what they hold, without places and serial numbers."""
    photo = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "CAMERA-SERIAL-4711", 6
    Image.new("RGB", (8, 4), "red").save(photo, exif=exif)
    path = word(tmp_path)
    made = WordDocument(str(path))
    made.add_picture(str(photo))
    made.save(str(path))
    imports(path, "--column", "gg")
    (name,) = (each for each in tree(county) if each.endswith(".jpg"))
    data = tree(county)[name]
    assert name.startswith("jinping/gg/tu-") and b"CAMERA" not in data
    assert Image.open(BytesIO(data)).getexif().get(0x0112) == 6  # the right side is still up
    assert f"]({name.rpartition('/')[2]})" in body(county, "jinping/gg/20260511.md")


def test_a_sheet_becomes_a_data_file_and_its_table(county: County, imports: Imports, tmp_path: Path) -> None:
    """Beside the document, named after it, and shown on its page."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("村", "户数", "代码"), ("利月村", 12, "010"), ("清凉村", 8, "020")):
        sheet.append(row)
    book.save(tmp_path / "补贴表.xlsx")
    before = tree(county)
    imports(tmp_path / "补贴表.xlsx", "--column", "gg")
    data, text = new_files(before, county)
    assert data == text.replace(".md", "-1.csv")
    assert (county.root / "content" / data).read_bytes().decode("utf-8-sig") == (
        "村,户数,代码\r\n利月村,12,010\r\n清凉村,8,020\r\n"
    )
    assert f"]({data.rpartition('/')[2]})" in body(county, text)
    assert {each.code for each in county.check() if each.path.endswith(text)} == {"F211"}


def test_the_original_is_kept_on_request(county: County, imports: Imports, tmp_path: Path) -> None:
    path = word(tmp_path)
    imports(path, "--column", "gg", "--keep-original")
    assert tree(county)["jinping/gg/通知.docx"] == path.read_bytes()
    assert head(county, "jinping/gg/20260511.md")["附件"] == [{"文件": "通知.docx", "名称": "通知"}]
    assert {each.code for each in county.check() if each.path.endswith("20260511.md")} == {"F211"}


def test_one_bad_file_stops_no_other(county: County, imports: Imports, tmp_path: Path) -> None:
    """What cannot be read is told, with what can; what can is imported."""
    good = word(tmp_path)
    bad, other = tmp_path / "坏.docx", tmp_path / "程序.exe"
    bad.write_bytes(b"PK\x03\x04 not a document")
    other.write_bytes(b"MZ")
    done = imports(bad, tmp_path / "没有.docx", other, good, "--column", "gg", status=1)
    assert "没有导入 3 个" in done.stdout and "起草 1 个" in done.stdout
    assert all(f"没有导入 {name}" in done.stdout for name in ("坏.docx", "没有.docx", "程序.exe"))


# ── the guard ───────────────────────────────────────────────────────────────────────────────────────────────────

LIST = f"c22|补助名单\n各村：\n王某某，身份证号{IDENTITY}，住址示例路。\nr|示例镇人民政府\nr|2026年5月1日"


def test_numbers_of_persons_stop_an_import_before_anything_is_written(
    county: County, imports: Imports, tmp_path: Path
) -> None:
    """Told with their place, never repeated; on request they are masked."""
    before = tree(county)
    path = word(tmp_path, LIST)
    done = imports(path, "--column", "gg", status=1)
    assert new_files(before, county) == [] and IDENTITY not in done.stdout + done.stderr
    assert "第 3 段：出现身份证号码：530823********001X" in done.stdout and "--mask" in done.stdout
    done = imports(path, "--column", "gg", "--mask")
    assert "530823********001X" in body(county, "jinping/gg/20260501.md") and IDENTITY not in done.stdout
    done = imports(word(tmp_path, LIST, "二.docx"), "--column", "gg", "--mask", "--keep-original", status=1)
    assert "不能原样作为附件" in done.stdout


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
def test_marks_of_secrecy_stop_an_import_and_no_option_helps(
    county: County, imports: Imports, tmp_path: Path, text: str
) -> None:
    before = tree(county)
    done = imports(word(tmp_path, text), "--column", "gg", "--mask", "--openness", "主动公开", status=1)
    assert new_files(before, county) == [] and "密级或内部资料标志" in done.stdout and "--mask" not in done.stdout


@pytest.mark.parametrize("note", ["此件不予公开", "此件依申请公开", "此件删减后公开"])
def test_what_is_not_wholly_public_needs_a_decision(
    county: County, imports: Imports, tmp_path: Path, note: str
) -> None:
    """附注 says how far a document is public: without somebody's decision it stays out."""
    before = tree(county)
    path = word(tmp_path, NOTICE.replace("此件公开发布", note))
    done = imports(path, "--column", "gg", status=1)
    assert new_files(before, county) == [] and note in done.stdout and "--openness" in done.stdout
    imports(path, "--column", "gg", "--openness", "主动公开")


# ── again ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_file_again_changes_nothing(county: County, imports: Imports, tmp_path: Path) -> None:
    path = word(tmp_path)
    imports(path, "--column", "gg")
    before = tree(county)
    assert "没有变化 content/jinping/gg/20260511.md" in imports(path, "--column", "gg").stdout
    renamed = path.rename(tmp_path / "另一个名字.docx")
    assert "没有变化" in imports(renamed, "--column", "gg").stdout
    assert tree(county) == before


def test_a_changed_file_updates_what_nobody_has_touched(county: County, imports: Imports, tmp_path: Path) -> None:
    """In place: number, review, comments and what else the editor filled in stay, byte for byte."""
    imports(word(tmp_path), "--column", "gg", "--number")
    path = county.root / "content/jinping/gg/20260511.md"
    text = path.read_text().replace("# 保密审查:", "# 我的注释\n保密审查:").replace("内容概述:", "内容概述: 部署防汛")
    path.write_text(text)
    changed = NOTICE.replace("各村要明确责任人。", "各村要明确责任人和联络员。").replace(
        "各村民委员会，", "各村民委员会、"
    )
    done = imports(word(tmp_path, changed), "--column", "gg")
    assert "更新 1 个" in done.stdout and len(list(path.parent.glob("2026*"))) == 1
    expected = text.replace("各村要明确责任人。", "各村要明确责任人和联络员。").replace(
        "各村民委员会，", "各村民委员会、"
    )
    assert without_import(path.read_text()) == without_import(expected)
    assert "没有变化" in imports(word(tmp_path, changed), "--column", "gg").stdout


def without_import(text: str) -> str:
    """The text without the line that tells what was imported."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("导入: "))


def test_what_the_editor_changed_is_never_overwritten(county: County, imports: Imports, tmp_path: Path) -> None:
    """Where both changed the same: nothing is written, the new text is shown, `--overwrite` takes it."""
    imports(word(tmp_path), "--column", "gg")
    path = county.root / "content/jinping/gg/20260511.md"
    path.write_text(path.read_text().replace("现通知如下。", "现将有关事项通知如下。"))
    before = tree(county)
    changed = word(tmp_path, NOTICE.replace("各村要明确责任人。", "各村要明确责任人和联络员。"))
    done = imports(changed, "--column", "gg", status=1)
    assert tree(county) == before
    assert (
        "“正文”您改过" in done.stdout and "+各村要明确责任人和联络员。" in done.stdout and "--overwrite" in done.stdout
    )
    imports(changed, "--column", "gg", "--overwrite")
    assert "责任人和联络员" in path.read_text() and "现将有关事项" not in path.read_text()


def test_an_edit_stays_while_the_source_changes_elsewhere(county: County, imports: Imports, tmp_path: Path) -> None:
    """Three-way: the editor's title stays when only the body of the source changed, also when that happens twice."""
    imports(word(tmp_path), "--column", "gg")
    path = county.root / "content/jinping/gg/20260511.md"
    path.write_text(path.read_text().replace("标题: 示例县锦屏镇人民政府关于", "标题: 锦屏镇关于"))
    for addition in ("和联络员", "、联络员和信息员"):
        imports(word(tmp_path, NOTICE.replace("责任人。", f"责任人{addition}。")), "--column", "gg")
        text = path.read_text()
        assert "标题: 锦屏镇关于" in text and f"责任人{addition}。" in text
    done = imports(word(tmp_path, NOTICE.replace("做好2026年防汛工作", "做好防汛抗旱")), "--column", "gg", status=1)
    assert "“标题”您改过" in done.stdout or "“标题”、" in done.stdout


def test_another_document_of_the_same_name_is_another_document(
    county: County, imports: Imports, tmp_path: Path
) -> None:
    """`通知.docx` comes every month: title and number tell that it is a new one."""
    imports(word(tmp_path), "--column", "gg")
    other = NOTICE.replace("8号", "9号").replace("做好2026年防汛工作", "开展爱国卫生运动")
    done = imports(word(tmp_path, other), "--column", "gg")
    assert "起草 1 个" in done.stdout and (county.root / "content/jinping/gg/20260511-2.md").is_file()


def test_pictures_that_are_gone_are_told_not_deleted(county: County, imports: Imports, tmp_path: Path) -> None:
    Image.new("RGB", (8, 8), "blue").save(tmp_path / "p.png")
    path = word(tmp_path)
    made = WordDocument(str(path))
    made.add_picture(str(tmp_path / "p.png"))
    made.save(str(path))
    imports(path, "--column", "gg")
    (name,) = (each for each in tree(county) if each.endswith(".png"))
    done = imports(word(tmp_path), "--column", "gg")
    assert f"不再用到图片 {name.rpartition('/')[2]}，没有删" in done.stdout and name in tree(county)


def test_a_document_with_windows_line_ends_keeps_them(county: County, imports: Imports, tmp_path: Path) -> None:
    """Every line of an update ends as those of the file do."""
    imports(word(tmp_path), "--column", "gg")
    path = county.root / "content/jinping/gg/20260511.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    imports(word(tmp_path, NOTICE.replace("责任人。", "责任人和联络员。")), "--column", "gg")
    data = path.read_bytes()
    assert "责任人和联络员".encode() in data and data.count(b"\n") == data.count(b"\r\n")
