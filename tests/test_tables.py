"""Data files → tables: what is read, and where each mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import tables
from generator.model import Table
from generator.table_rows import Fault


def read(tmp_path: Path, data: str | bytes, name: str = "x.csv") -> tuple[Table | None, tuple[Fault, ...]]:
    """Read a data file of these contents."""
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    rows, faults = tables.read_rows(path)
    return tables.table(rows, f"content/u/{name}", "收支") if rows else None, faults


PLAIN = (("项目", "金额"), (("甲", "1,000.50"), ("乙", "-2"), ("丙", "")), (False, True))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", '项目,金额\n甲,"1,000.50"\n乙,-2\n丙,\n'),
        ("x.csv", '\ufeff项目,金额\r\n甲,"1,000.50"\r\n\r\n乙,-2\r\n丙,\r\n,\r\n'),
        ("x.csv", '项目,金额,\n甲,"1,000.50",\n乙,-2,\n丙,,\n'),
        ("x.csv", '项目,金额\n甲 ," 1,000.50"\n乙,-2\n丙, \n'.encode("gb18030")),
        ("x.yaml", '- {项目: 甲, 金额: "1,000.50"}\n- {项目: 乙, 金额: -2}\n- {金额: , 项目: 丙}\n'),
        ("x.yaml", '表头: [项目, 金额]\n行:\n  - [甲, "1,000.50"]\n  - [乙, -2]\n  - [丙, ""]\n'),
        ("x.yml", 'header: [项目, 金额]\nrows: [[甲, "1,000.50"], [乙, -2], [丙, ]]\n'.replace(", ]", ', ""]')),
    ],
)
def test_ways_to_write_a_table(tmp_path: Path, name: str, data: str | bytes) -> None:
    table, faults = read(tmp_path, data, name)
    assert faults == ()
    assert isinstance(table, Table)
    assert (table.header, table.rows, table.numeric) == PLAIN
    assert (table.source, table.caption) == (f"content/u/{name}", "收支")


@pytest.mark.parametrize(
    ("cells", "numeric"),
    [
        (("1", "2.5", "-3"), True),
        (("1,234,567.80", "+1", "−2"), True),
        (("12%", "3.5％", ""), True),
        (("010", "007"), True),
        (("1,23",), False),
        (("1.2.3",), False),
        (("2025-01-01",), False),
        (("1万",), False),
        (("一",), False),
        (("",), False),
        (("1 2",), False),
    ],
)
def test_numeric_columns(tmp_path: Path, cells: tuple[str, ...], numeric: bool) -> None:
    lines = "".join(f'甲,"{cell}"\n' for cell in cells)
    table, faults = read(tmp_path, f"名,数\n{lines}")
    assert table, faults
    assert table.numeric[1] is numeric


def test_a_line_break_in_a_cell_is_a_blank(tmp_path: Path) -> None:
    table, _ = read(tmp_path, '名,注\n甲,"第一行\n第二行"\n乙,\n')
    assert isinstance(table, Table)
    assert table.rows == (("甲", "第一行 第二行"), ("乙", ""))


def test_only_a_header_is_a_table(tmp_path: Path) -> None:
    table, faults = read(tmp_path, "项目,金额\n")
    assert isinstance(table, Table)
    assert (table.rows, faults) == ((), ())


@pytest.mark.parametrize(
    ("name", "data", "place", "words"),
    [
        ("x.csv", "a,b\n1,2\n1,2,3\n", (3, 1), "有 3 格，表头有 2 格"),
        ("x.csv", "a,b\n\n1\n", (3, 1), "有 1 格"),
        ("x.csv", '名,注\n"一\n二",x\n三\n', (4, 1), "有 1 格"),
        ("x.csv", "项目,,金额\n1,2,3\n", (1, 4), "第 2 列是空的"),
        ("x.csv", "a\n" + "1\n" * 5_001, (5_002, 1), "超过 5000 行"),
        ("x.csv", ",".join(["a"] * 101) + "\n" + ",".join(["1"] * 101), (1, 1), "超过 100 列"),
        ("x.csv", "a\n" + "1" * (2 << 20), (1, 1), "超过 2 MiB"),
        ("x.csv", 'a,b\n1,"2\n', (2, 1), "引号"),
        ("x.csv", 'a,b\n1,"2"3\n', (2, 1), "引号"),
        ("x.csv", "a,b\n1,\x002\n", (2, 3), "控制字符"),
        ("x.csv", b"a,b\n\xff\xff,2\n", (2, 1), "编码"),
        ("x.csv", "a,b\n".encode("utf-16"), (1, 1), "编码"),
        ("x.csv", "", (1, 1), "空的"),
        ("x.csv", "\n \n", (1, 1), "空的"),
        ("x.csv", ",,\n", (1, 1), "缺少表头"),
        ("x.csv", "a,b\n" + "1," + "x" * 200_000 + "\n", (2, 1), "过长"),
        ("x.yaml", "- {a: 1}\n- {b: 1}\n", (2, 4), "多了「b」"),
        ("x.yaml", "- {a: 1, b: 2}\n- {a: 1}\n", (2, 3), "缺少「b」"),
        ("x.yaml", "- a\n", (1, 3), "列名: 值"),
        ("x.yaml", "甲\n", (1, 1), "应当是列表"),
        ("x.yaml", "表头: [a]\n", (1, 1), "缺少“表头”或“行”"),
        ("x.yaml", "表头: [a]\n行: [[1]]\n注: x\n", (3, 1), "不认识「注」"),
        ("x.yaml", "表头: a\n行: [[1]]\n", (1, 5), "列名的列表"),
        ("x.yaml", "表头: [a]\n行:\n  - [1]\n  - 2\n", (4, 5), "第 2 行"),
        ("x.yaml", "表头: [a, b]\n行:\n  - [1]\n", (3, 5), "有 1 格"),
        ("x.yaml", '表头: [a, ""]\n行: [[1, 2]]\n', (1, 9), "第 2 列是空的"),
        ("x.yaml", "- {a: [1]}\n", (1, 7), "不能再套列表"),
        ("x.yaml", "- {a: &x 1, b: *x}\n", (1, 7), "锚点"),
        ("x.yaml", "a: [\n", (1, 4), "YAML"),
        ("x.yaml", "[]\n", (1, 1), "列名: 值"),
        ("x.yaml", "表头: [a]\n行:\n" + "  - [1]\n" * 5_001, (5_003, 1), "超过 5000 行"),
    ],
)
def test_mistakes_have_a_place(
    tmp_path: Path, name: str, data: str | bytes, place: tuple[int, int], words: str
) -> None:
    table, faults = read(tmp_path, data, name)
    assert table is None or "这一行有" in faults[0].message  # what fits is read, so that the rest of it can be judged
    assert (faults[0].line, faults[0].column) == place
    assert words in faults[0].message


def test_many_mistakes_are_told_together_but_not_without_end(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "a,b\n" + "1\n" * 100)
    assert [fault.line for fault in faults] == list(range(2, 22))


def test_missing_files_and_links(tmp_path: Path) -> None:
    assert "读不了" in tables.read_rows(tmp_path / "no.csv")[1][0].message
    (tmp_path / "link.csv").symlink_to("/etc/passwd")
    assert "符号链接" in tables.read_rows(tmp_path / "link.csv")[1][0].message


def test_cells_are_never_formulas_nor_markup_here(tmp_path: Path) -> None:
    table, _ = read(tmp_path, '名,值\n=1+1,"<b>x</b>"\n@SUM(A1),{{ 7*7 }}\n')
    assert isinstance(table, Table)
    assert table.rows == (("=1+1", "<b>x</b>"), ("@SUM(A1)", "{{ 7*7 }}"))
