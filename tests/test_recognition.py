"""Recognition of official documents: the elements of many layouts, how sure each is, and that no word is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import REPOSITORY
from generator.blocks import Block, Grid, Paragraph
from generator.importers import read
from generator.official_lines import agency_in, bare, day_in, is_addressees, number_in
from generator.recognition import Element, Recognition, Sureness, recognise
from layouts import LAYOUTS, blocks

MADE = REPOSITORY / "tests" / "made"
ENOUGH = 0.95


def told(found: Recognition, name: str) -> tuple[str, ...]:
    """The values of an element without blanks, as expectations are compared."""
    element = found.elements.get(name)
    values = element.values if element else ()
    joined = ("、".join(values),) if name == "发文机关" and values else values
    return tuple(map(bare, joined))


def wanted(value: str | list[str] | tuple[str, ...], name: str) -> tuple[str, ...]:
    """An expectation in the same form."""
    values = (value,) if isinstance(value, str) else tuple(value)
    return tuple(map(bare, ("、".join(values),) if name == "发文机关" else values))


def compared(name: str, found: Recognition, expected: Mapping[str, str | list[str]]) -> Iterator[tuple[str, str, bool]]:
    """Each element of a document: where it is, what it is, whether it was recognised."""
    for element, value in expected.items():
        yield name, element, told(found, element) == wanted(value, element)


def score(rows: list[tuple[str, str, bool]]) -> float:
    """Print the elements as a table, by name, and what was missed; the share that was recognised."""
    names = sorted({element for _, element, _ in rows})
    for each in names:
        right = [known for _, element, known in rows if element == each]
        print(f"{each}\t{sum(right)} / {len(right)}")
    for name, element, known in rows:
        if not known:
            print(f"  没有认出：{name} {element}")
    right_ones = sum(known for _, _, known in rows)
    print(f"合计\t{right_ones} / {len(rows)}")
    return right_ones / len(rows)


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts_as_editors_type_them(name: str) -> None:
    """Every element of each, and none that it does not have."""
    text, expected = LAYOUTS[name]
    found = recognise(blocks(text))
    assert {each: told(found, each) for each in found.elements} == {
        each: wanted(value, each) for each, value in expected.items()
    }


PDFS: Mapping[str, Mapping[str, str | list[str]]] = {
    "红头函.pdf": {
        "发文机关": "示例县教育局",
        "发文字号": "示教函〔2026〕3号",
        "标题": "示例县教育局关于商请支持校园周边道路整治的函",
        "主送机关": "示例县交通运输局",
        "署名": "示例县教育局",
        "成文日期": "2026-04-02",
    },
    "红头通知.pdf": {
        "发文机关": "示例县人民政府",
        "发文字号": "示政发〔2026〕12号",
        "标题": "示例县人民政府关于印发示例县农村公路养护管理办法的通知",
        "主送机关": "各乡镇人民政府，县直各部门",
        "附件": ["示例县农村公路养护管理办法"],
        "署名": "示例县人民政府",
        "成文日期": "2026-05-11",
        "附注": "此件公开发布",
    },
}
WORD: Mapping[str, Mapping[str, str | list[str]]] = json.loads((MADE / "red_heads.json").read_text("utf-8"))


def test_files_that_other_programs_made() -> None:
    """At least 95 of 100 elements of all official documents among the files of the tests, Word and PDF."""
    rows: list[tuple[str, str, bool]] = []
    for name, expected in {**WORD, **PDFS}.items():
        (imported,) = read(MADE / name)
        rows += compared(name, recognise(imported.blocks), expected)
    assert len(rows) > 100
    assert score(rows) >= ENOUGH


def test_the_same_documents_as_pdf(tmp_path: Path) -> None:
    """Printed by another program, with nothing but the places of letters left."""
    if shutil.which("soffice") is None:
        pytest.skip("需要 LibreOffice：apt-get install libreoffice-writer-nogui")
    files = [str(MADE / name) for name in WORD]
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=300)
    rows: list[tuple[str, str, bool]] = []
    for name, expected in WORD.items():
        (imported,) = read(tmp_path / Path(name).with_suffix(".pdf").name)
        rows += compared(name, recognise(imported.blocks), expected)
    assert score(rows) >= ENOUGH


# ── how sure ────────────────────────────────────────────────────────────────────────────────────────────────────


def sureness(text: str, **stated: str) -> dict[str, Sureness]:
    """How sure each element is."""
    return {name: each.sureness for name, each in recognise(blocks(text), stated).elements.items()}


def test_what_is_stated_goes_before_what_is_read() -> None:
    """An index knows better than a layout."""
    text = "c22|关于开展巡河的通知\n各村：\n正文一段。\nr|示例镇人民政府\nr|2026年3月1日"
    assert set(sureness(text).values()) == {Sureness.READ}
    found = recognise(blocks(text), {"标题": "关于开展巡河工作的通知", "成文日期": "2026-03-02", "主送机关": ""})
    assert found.elements["标题"] == Element(("关于开展巡河工作的通知",), Sureness.STATED)
    assert found.elements["成文日期"].text == "2026-03-02"
    assert found.elements["主送机关"].sureness is Sureness.READ


def test_what_only_stands_in_the_right_place_is_guessed() -> None:
    """A first line as title, a day that nobody signed."""
    found = sureness("我县今天下雪\n雪下了一整天，交通没有受到影响。\n2026年1月3日")
    assert found == {"标题": Sureness.GUESSED, "成文日期": Sureness.GUESSED}


# ── forms ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("景政发〔2026〕12号", "景政发〔2026〕12号"),
        ("景政发[2026]012号", "景政发〔2026〕12号"),
        ("景政发（2026）第12号", "景政发〔2026〕12号"),
        ("景政发【２０２６】１２号", "景政发〔2026〕12号"),
        ("（景政发〔2026〕12号）", "景政发〔2026〕12号"),
        ("景政发 〔2026〕 12 号　　　签发人：王某", "景政发〔2026〕12号"),
        ("示例县人民政府令第7号", "示例县人民政府令第7号"),
        ("根据景政发〔2026〕12号，", ""),
        ("景政发〔2026〕12号文件要求，抓好落实。", ""),
        ("共12号", ""),
        ("联系电话：0000-1234567", ""),
    ],
)
def test_numbers_stand_alone(written: str, number: str) -> None:
    """All forms of brackets; a number that a sentence mentions is none."""
    assert number_in(written) == number


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇二六年五月十一日", "2026-05-11"),
        ("二○二六年十月三十日", "2026-10-30"),
        ("二零二六年十二月二十日", "2026-12-20"),
        ("２０２６年５月１日", "2026-05-01"),
        ("2026 年 5 月 11 日", "2026-05-11"),
        ("2026年5月11日（公章）", "2026-05-11"),
        ("2026年2月30日", ""),
        ("二〇二六年五月", ""),
        ("2026年5月11日起施行", ""),
    ],
)
def test_days(written: str, day: str) -> None:
    """Digits of both widths, Chinese numerals with any of their zeros; a day that never was is none."""
    assert day_in(written) == day


def test_addressees_and_agencies() -> None:
    """A sentence that ends in a colon is no address; an agency's name is no sentence."""
    assert is_addressees("各乡镇人民政府，县直各单位：")
    assert not is_addressees("现将有关事项通知如下：") and not is_addressees("一、工作目标：")
    assert agency_in("示例县人民政府（公章）") == "示例县人民政府"
    assert not agency_in("关于成立示例县防汛指挥部") and not agency_in("请各单位认真贯彻落实。")


# ── nothing is lost ─────────────────────────────────────────────────────────────────────────────────────────────

LINES = sorted({line for text, _ in LAYOUTS.values() for line in text.strip("\n").split("\n")})
FORMAL = str.maketrans("", "", "文件签发人抄送附：:（）()。.．、，印章公盖份号「」 \u3000")


def words_of(each: Block) -> str:
    """The words of a block."""
    if isinstance(each, Paragraph):
        return each.text
    assert isinstance(each, Grid)
    return "".join(words_of(block) for row in each.rows for cell in row for block in cell.blocks)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=25))
def test_no_word_is_lost_whatever_the_order(lines: list[str]) -> None:
    """Every line ends up in a field, in the body, or is told; days change their form, and marks their words for it."""
    made = blocks("\n".join(lines))
    found = recognise(made)
    kept = [*(words_of(block) for block in found.body), *found.dropped]
    kept += [value for element in found.elements.values() for value in element.values]
    everything = bare("".join(kept)).translate(FORMAL)
    for block in made:
        for piece in words_of(block).split("|"):
            plain = bare(piece).translate(FORMAL)
            if not any(sign in plain for sign in "年第[【"):  # numbers and days stand in another form
                assert all(character in everything for character in plain), piece


def test_the_same_twice() -> None:
    """What is left over tells nothing new but what stands in it."""
    for text, _ in LAYOUTS.values():
        assert recognise(blocks(text)) == recognise(blocks(text))


def test_headings_by_number() -> None:
    """Short numbered paragraphs above others are headings, one below the other; sentences and lists stay text."""
    text = "一、总体要求\n坚持预防为主。\n（一）目标\n不发生火灾。\n二、分工\n1．甲"
    text += "\n三、联系人\n四、其他\n请照办。\n五、请遵守。"
    body = recognise(blocks(f"c22|某通知\n{text}")).body
    levels = {each.text: each.level for each in body if isinstance(each, Paragraph) and each.level}
    assert levels == {"一、总体要求": 1, "（一）目标": 2, "二、分工": 1, "四、其他": 1}


def test_attachments_in_the_same_file_have_headings_of_their_own() -> None:
    """`附件1` and its title in one heading, what is numbered in it below."""
    text = "c22|某通知\n各村：\n正文。\nr|示例镇人民政府\nr|2026年1月1日"
    text += "\n附件1\nc22|实施方案\n一、目标\n全覆盖。\n附件2\n|表格。"
    body = recognise(blocks(text)).body
    assert [(each.text, each.level) for each in body if isinstance(each, Paragraph)] == [
        ("正文。", 0),
        ("附件1 实施方案", 1),
        ("一、目标", 2),
        ("全覆盖。", 0),
        ("附件2", 1),
        ("表格。", 0),
    ]
