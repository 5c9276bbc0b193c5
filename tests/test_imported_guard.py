"""The guard of imports: whatever must not be public is found wherever a file can hold it, and can be masked there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.blocks import Block, Grid, GridCell, Imported, Note, Paragraph, Picture, Sheet, Span
from generator.imported_guard import guarded

IDENTITY, MASKED = "53082319900101001X", "530823********001X"
ACCOUNT = "5300123412341234"


def paragraph(text: str) -> Paragraph:
    """A paragraph in one piece."""
    return Paragraph((Span(text),))


def cell(text: str, columns: int = 1, rows: int = 1) -> GridCell:
    """A cell of one paragraph."""
    return GridCell((paragraph(text),), columns, rows)


def grid(*rows: tuple[GridCell, ...]) -> Grid:
    """A table."""
    return Grid(rows)


def everywhere(text: str) -> dict[str, Imported]:
    """Each place of a file that can hold a text."""
    empty = Imported("x.docx")
    return {
        "第 1 段": replace(empty, blocks=(paragraph(text),)),
        "表 1 第 1 行第 1 列": replace(empty, blocks=(grid((cell(text), cell("无"))),)),
        "表 1 的表题": replace(empty, blocks=(replace(grid((cell("甲"), cell("乙"))), caption=text),)),
        "脚注 1 第 1 段": replace(empty, notes=(Note(1, (paragraph(text),)),)),
        "图片 a 的说明": replace(empty, pictures=(Picture("a", b"", text),)),
        "表「名单」A2": replace(empty, sheets=(Sheet("名单", (("内容",), (text,))),)),
        "表「名单」的标题": replace(empty, sheets=(Sheet("名单", (("内容",),), text),)),
        "表「名单」下面的文字": replace(empty, sheets=(Sheet("名单", (("内容",),), "", (), (text,)),)),
        "表名": replace(empty, sheets=(Sheet(text, (("内容",),)),)),
        "“标题”一栏": replace(empty, values={"标题": text}),
    }


@pytest.mark.parametrize("place", everywhere(""))
def test_a_number_is_found_masked_and_told_with_its_place(place: str) -> None:
    """Never repeated; masked it is no worry any more."""
    made, worries = guarded(everywhere(f"张某，身份证号{IDENTITY}。")[place])
    assert [(each.place, each.grave, each.maskable) for each in worries] == [(place, True, True)]
    assert MASKED in worries[0].message and IDENTITY not in repr(worries)
    assert IDENTITY not in repr(made) and MASKED in repr(made)
    assert guarded(made)[1] == ()


@pytest.mark.parametrize("grade", ["秘　密★1年", "机 密 ☆", "绝密★"])
def test_a_grade_is_found_as_papers_print_it(grade: str) -> None:
    """The two letters of a grade stand apart on paper."""
    assert [each.grave for each in guarded(everywhere(grade)["第 1 段"])[1]] == [True]


@pytest.mark.parametrize("place", everywhere(""))
def test_a_mark_of_secrecy_is_grave_and_cannot_be_masked(place: str) -> None:
    made, worries = guarded(everywhere("机密★1年")[place])
    assert [(each.grave, each.maskable) for each in worries] == [(True, False)] and worries[0].place == place
    assert made == everywhere("机密★1年")[place]


def test_a_grade_in_its_own_column_or_line_needs_no_star() -> None:
    """What says that there is none is no grade."""
    assert guarded(Imported("x", values={"密级": "秘密"}))[1][0].grave
    assert guarded(Imported("x", values={"密级": "看不懂的写法"}))[1][0].grave
    assert not guarded(Imported("x", values={"密级": "非密"}))[1] and not guarded(Imported("x", values={"密级": ""}))[1]
    assert guarded(Imported("x", blocks=(paragraph("机密"),)))[1][0].grave
    assert not guarded(Imported("x", blocks=(paragraph("国家秘密分为三级。"),)))[1]


def test_names_of_files_are_examined() -> None:
    """They cannot be masked: somebody has to rename the file."""
    (worry,) = guarded(Imported(f"{IDENTITY}.docx"))[1]
    assert worry.grave and not worry.maskable and IDENTITY not in repr(worry)
    assert guarded(Imported("x", attachments=(f"a/{IDENTITY}.pdf",)))[1]


@pytest.mark.parametrize("name", ["机密★1年 通知.docx", "秘密.docx", "秘密★/通知.docx#2", f"{IDENTITY}/通知.docx"])
def test_what_a_file_is_called_is_examined_with_its_folders(name: str) -> None:
    """It is written into `导入`, and is the title where there is no other."""
    assert [each.grave and not each.maskable for each in guarded(Imported("通知.docx"), name)[1]] == [True]


@pytest.mark.parametrize("in_cell", [False, True])
def test_a_link_is_examined_as_it_is_read_and_goes_where_it_tells_something(in_cell: bool) -> None:
    coded = IDENTITY.replace("X", "%58")
    spans = (Span("查", link=f"https://a.example/?id={coded}"), Span("看", link="https://a.example/"))
    block: Block = grid((GridCell((Paragraph(spans),)),)) if in_cell else Paragraph(spans)
    made, worries = guarded(Imported("x", blocks=(block,)))
    assert [(each.grave, each.maskable) for each in worries] == [(True, True)] and "链接" in worries[0].place
    assert coded not in repr(made) and "link='https://a.example/'" in repr(made)


@pytest.mark.parametrize("in_cell", [False, True])
def test_an_automatic_number_is_examined(in_cell: bool) -> None:
    """It may be any words that stand before a paragraph."""

    def numbered(number: str) -> Imported:
        block = Paragraph((Span("正文"),), number=number)
        return Imported("x", blocks=(grid((GridCell((block,)),)) if in_cell else block,))

    assert [each.maskable for each in guarded(numbered("机密★1年 "))[1]] == [False]
    made, worries = guarded(numbered(IDENTITY))
    assert worries and IDENTITY not in repr(made) and MASKED in repr(made)
    assert guarded(numbered("一、"))[1] == ()


def test_a_grade_alone_needs_no_star_in_a_cell_either() -> None:
    """Heads of papers are laid out with tables."""
    assert guarded(Imported("x", blocks=(grid((cell("秘　密"), cell("特急"))),)))[1][0].grave
    assert guarded(Imported("x", blocks=(paragraph("秘　密\n特急"),)))[1][0].grave


def test_a_number_over_several_spans() -> None:
    """Word cuts text where it likes; what stands around the number stays, with its kind."""
    spans = (
        Span("张某", strong=True),
        Span(IDENTITY[:5]),
        Span(IDENTITY[5:12], strong=True),
        Span(f"{IDENTITY[12:]}。"),
    )
    made, (worry,) = guarded(Imported("x", blocks=(Paragraph(spans),)))
    assert worry.grave
    assert made.blocks == (Paragraph((Span("张某", strong=True), Span(MASKED), Span("", strong=True), Span("。"))),)


def test_what_only_its_head_tells_in_a_table_with_merged_cells() -> None:
    """An account without a check digit, below a head that another head covers, beside a name that covers rows."""
    table = grid(
        (cell("户主姓名", rows=2), cell("发放", columns=2)),
        (cell("一卡通账号"), cell("金额（元）")),
        (cell("张小明", rows=2), cell(ACCOUNT), cell("300")),
        (cell("5300123412345678"), cell("200")),
    )
    made, worries = guarded(Imported("x", blocks=(table,)))
    assert [each.place for each in worries if each.grave] == ["表 1 第 3 行第 2 列", "表 1 第 4 行第 2 列"]
    assert ACCOUNT not in repr(made) and "5300123412345678" not in repr(made) and "300" in repr(made)


def test_a_list_of_persons_is_told() -> None:
    """It may be public for a while, as 公示."""
    rows = (("姓名", "补助金额"), ("张小明", "300"), ("李小红", "300"), ("王小强", "200"))
    told = [each for each in guarded(Imported("x", sheets=(Sheet("名单", rows),)))[1] if not each.grave]
    assert any("3 人" in each.message and "公示" in each.message for each in told)


def test_a_cell_of_several_paragraphs() -> None:
    """What its words tell is masked in its paragraph; what only its head tells hides the whole."""
    several = GridCell((paragraph("身份证号："), paragraph(IDENTITY)))
    made, worries = guarded(Imported("x", blocks=(grid((several, cell("无"))),)))
    assert [each.grave for each in worries] == [True] and MASKED in repr(made) and IDENTITY not in repr(made)


WORDS = ("张某", "，", f"，{IDENTITY}，", "身份证号", "，13887654321，", "地址", "联系", "。", "2026年", " ")
PIECES = st.sampled_from(WORDS)


@given(st.lists(st.lists(PIECES, min_size=1, max_size=4), max_size=6))
def test_masking_leaves_nothing_and_touches_nothing_else(paragraphs: list[list[str]]) -> None:
    """Whatever stands together: masked once it is clean, and the other words stay."""
    blocks: tuple[Block, ...] = tuple(Paragraph(tuple(map(Span, each))) for each in paragraphs)
    made, worries = guarded(Imported("x", blocks=blocks))
    assert not [each for each in guarded(made)[1] if each.grave]
    assert len(made.blocks) == len(blocks) and IDENTITY not in repr(made)
    if not worries:
        assert made.blocks == blocks
