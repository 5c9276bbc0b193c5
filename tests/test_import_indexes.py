"""`gongkai import` of what OA systems and old web sites export: folders, indexes, bodies in cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from county import County
from import_runs import IDENTITY, NOTICE, begun, body, head, imports, new_files, tree, word

HEADS = "标题,文号,发文单位,成文日期,公开方式,密级,文件,附件"
ROWS = (
    "关于做好防汛工作的通知,锦政发[2026]8号,示例县锦屏镇人民政府,2026年5月11日,主动公开,,防汛.docx,物资.csv",
    "关于干部任免的通知,锦政任〔2026〕1号,示例县锦屏镇人民政府,2026-04-01,不予公开,,任免.docx,",
    "关于某项工作的通知,锦政密〔2026〕1号,示例县锦屏镇人民政府,2026-04-02,主动公开,秘密,某项.docx,",
    "关于依申请公开的通知,锦政发〔2026〕9号,示例县锦屏镇人民政府,2026-04-03,依申请公开,非密,依申请.docx,",
    "关于植树的通知,锦政发〔2026〕3号,示例县锦屏镇人民政府,2026-03-10,公开,无,植树.docx,",
    "关于造林的通知,锦政发〔2026〕5号,示例县锦屏镇人民政府,2026-03-12,,,造林.docx,",
    "关于没有文件的通知,锦政发〔2026〕4号,示例县锦屏镇人民政府,2026-03-11,主动公开,,没有.docx,",
)


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Two units and the portal, with one published document."""
    return begun(tmp_path / "county")


def exported(folder: Path, encoding: str = "gb18030") -> Path:
    """The folder of an OA export: an index with a row a document, and the files."""
    for name in ("防汛", "任免", "某项", "依申请", "植树", "造林"):
        word(folder, f"c22|{name}\n各村：\n关于{name}的正文。", f"{name}.docx")
    (folder / "物资.csv").write_text("物资,数量\n编织袋,500\n", "utf-8")
    (folder / "index.csv").write_bytes("\r\n".join((HEADS, *ROWS, "")).encode(encoding))
    return folder


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_an_index_states_the_fields_and_what_may_be_public(county: County, tmp_path: Path, encoding: str) -> None:
    """Each row is a document; secret ones, and those that are not 主动公开, stay out with the reason."""
    before = tree(county)
    done = imports(county, exported(tmp_path / "oa", encoding), "--column", "gg", status=1)
    found = new_files(before, county)
    assert found == ["jinping/gg/20260310.md", "jinping/gg/20260511.md", "jinping/gg/物资.csv"]
    values = head(county, "jinping/gg/20260511.md")
    assert values["标题"] == "关于做好防汛工作的通知" and values["发文字号"] == "锦政发〔2026〕8号"
    assert values["附件"] == [{"文件": "物资.csv", "名称": "物资"}]
    assert "由程序猜测" not in "".join(
        line for line in (county.root / "content/jinping/gg/20260511.md").read_text().splitlines() if "类型" not in line
    )
    assert "关于防汛的正文。" in body(county, "jinping/gg/20260511.md")
    for name, reason in (
        ("任免.docx", "“公开属性”写着「不予公开」"),
        ("某项.docx", "出现密级或内部资料标志「秘密」"),
        ("依申请.docx", "“公开属性”写着「依申请公开」"),
        ("造林.docx", "“公开属性”空着"),
        ("index.csv:8", "没有这个文件"),
    ):
        assert f"没有导入 {name}" in done and reason in done, done
    assert {each.code for each in county.check() if each.path.startswith("content/jinping/gg/2026")} <= {"F211"}


def test_an_index_again_changes_nothing_and_a_changed_row_its_document(county: County, tmp_path: Path) -> None:
    """The row is part of what was imported: when it says something else, the document follows."""
    folder = exported(tmp_path / "oa")
    imports(county, folder, "--column", "gg", status=1)
    before = tree(county)
    done = imports(county, folder, "--column", "gg", status=1)
    assert tree(county) == before and "没有变化 2 个" in done
    text = (folder / "index.csv").read_bytes().decode("gb18030").replace("关于植树的通知", "关于义务植树的通知")
    (folder / "index.csv").write_bytes(text.encode("gb18030"))
    done = imports(county, folder, "--column", "gg", "--overwrite", status=1)  # another title needs a word
    assert "更新 1 个" in done and head(county, "jinping/gg/20260310.md")["标题"] == "关于义务植树的通知"
    assert len(tree(county)) == len(before)


def test_a_decision_lets_in_what_is_not_wholly_public_but_nothing_secret(county: County, tmp_path: Path) -> None:
    done = imports(county, exported(tmp_path / "oa"), "--column", "gg", "--openness", "主动公开", status=1)
    assert "起草 5 个" in done and "没有导入 某项.docx" in done
    assert not any("某项" in data.decode("utf-8", "replace") for data in tree(county).values())


def test_files_with_a_yaml_beside_them(county: County, tmp_path: Path) -> None:
    """What the YAML states goes before what the layout tells; a file without one is read by its layout."""
    folder = tmp_path / "oa"
    word(folder, NOTICE, "甲.docx")
    word(folder, NOTICE.replace("8号", "18号").replace("防汛", "抗旱"), "乙.docx")
    (folder / "甲.yaml").write_text("标题: 关于做好防汛工作的通知（公开版）\n主题词: 防汛\n", "utf-8")
    done = imports(county, folder, "--column", "gg")
    assert "起草 2 个" in done
    titles = {head(county, path)["标题"] for path in tree(county) if path.startswith("jinping/gg/2026")}
    assert titles == {"关于做好防汛工作的通知（公开版）", "示例县锦屏镇人民政府关于做好2026年抗旱工作的通知"}


def test_a_table_of_an_old_site_with_bodies_in_cells(county: County, tmp_path: Path) -> None:
    """Under names of columns that somebody has to explain; the day of publication is that of old."""
    page = '<div><p>锦屏镇开展植树活动。</p><script>x()</script><p><img src=""p.png"">种下 300 株。</p></div>'
    rows = ("biaoti,neirong,shijian,laiyuan", f'锦屏镇开展植树活动,"{page}",2020-03-12 10:00:00,锦屏镇')
    (tmp_path / "old.csv").write_bytes("\n".join(rows).encode("gb18030"))
    (tmp_path / "columns.yaml").write_text("标题: biaoti\n正文: neirong\n发布日期: shijian\n来源: laiyuan\n", "utf-8")
    before = tree(county)
    done = imports(county, tmp_path / "old.csv", "--mapping", tmp_path / "columns.yaml", "--column", "gg")
    (path,) = new_files(before, county)
    values = head(county, path)
    assert (values["标题"], values["发布日期"], values["补录"]) == ("锦屏镇开展植树活动", "2020-03-12", "是")
    assert body(county, path).strip() == "锦屏镇开展植树活动。\n\n种下 300 株。" and "p.png" in done


def test_attachments_take_the_names_that_the_note_gives_them(county: County, tmp_path: Path) -> None:
    """And the note goes out of the body, since the page lists them; with another count it stays."""
    note = "附件：1．物资清单\n　　　2．责任人名单\nr|示例县锦屏镇人民政府\nr|2026年5月11日"
    text = NOTICE.replace("r|示例县锦屏镇人民政府\nr|2026年5月11日", note)
    folder = tmp_path / "oa"
    word(folder, text, "甲.docx")
    word(folder, text.replace("8号", "18号").replace("防汛", "抗旱").replace("11日", "12日"), "乙.docx")
    for name in "ab":
        (folder / f"{name}.csv").write_text("物资,数量\n编织袋,500\n", "utf-8")
    (folder / "index.csv").write_text("文件,附件\n甲.docx,a.csv;b.csv\n乙.docx,a.csv\n", "utf-8")
    imports(county, folder, "--column", "gg")
    values = head(county, "jinping/gg/20260511.md")
    assert [each["名称"] for each in values["附件"]] == ["物资清单", "责任人名单"]
    assert "附件" not in body(county, "jinping/gg/20260511.md")
    assert [each["名称"] for each in head(county, "jinping/gg/20260512.md")["附件"]] == ["a"]
    assert "2．责任人名单" in body(county, "jinping/gg/20260512.md")


def test_attachments_are_looked_into_before_anything_is_written(county: County, tmp_path: Path) -> None:
    """Numbers of persons in one of them, a name that leads out of the folder, a program: nothing of that document."""
    folder = tmp_path / "oa"
    word(folder, NOTICE, "甲.docx")
    (folder / "名单.csv").write_text(f"姓名,身份证号\n张某,{IDENTITY}\n", "utf-8")
    (tmp_path / "secret.txt").write_text("别处的文件", "utf-8")
    before = tree(county)
    (folder / "index.csv").write_text("标题,文件,附件\n甲,甲.docx,名单.csv\n", "utf-8")
    done = imports(county, folder, "--column", "gg", "--mask", status=1)
    assert new_files(before, county) == [] and "附件「名单.csv」" in done and IDENTITY not in done
    (folder / "index.csv").write_text("标题,文件,附件\n甲,甲.docx,../secret.txt\n", "utf-8")
    done = imports(county, folder, "--column", "gg")
    assert "不在这个文件夹里" in done and not any(path.endswith("secret.txt") for path in tree(county))


def test_a_column_of_the_index_names_the_column(county: County, tmp_path: Path) -> None:
    """Where it is one of the unit's; else the editor has to say."""
    folder = tmp_path / "oa"
    word(folder, "c22|我镇开展植树活动\n种下 300 株。", "甲.docx")
    (folder / "index.csv").write_text("标题,文件,栏目\n我镇开展植树活动,甲.docx,通知公告\n", "utf-8")
    imports(county, folder)
    assert any(path.startswith("jinping/gg/2026") for path in tree(county))


def test_a_folder_above_an_index_sends_to_it(county: County, tmp_path: Path) -> None:
    """The index says what is not public: nothing goes past it, at whatever level it lies."""
    before = tree(county)
    exported(tmp_path / "all/2026/oa")
    done = imports(county, tmp_path / "all", "--column", "gg", status=1)
    assert tree(county) == before and f"请直接导入 {tmp_path / 'all/2026/oa'}" in done


def test_a_missing_mapping_is_told_in_chinese(county: County, tmp_path: Path) -> None:
    done = imports(county, exported(tmp_path / "oa"), "--mapping", tmp_path / "没有.yaml", status=1)
    assert "没有这个列名对照文件" in done and "检查 --mapping" in done and "No such file" not in done
