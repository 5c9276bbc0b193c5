"""Heads read line by line come out as the YAML parser reads them, places included, or are left to it.

`python tests/test_flat_yaml.py 1000000 [seed]` compares as many random heads and says how many were read by lines.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run as a command

from generator import flat_yaml
from generator.frontmatter import parse_mapping

KEYS = [
    "标题",
    "索引号",
    "成文日期",
    "保密审查",
    "审查人",
    "title",
    "a_b",
    "类型1",
    "null",
    "true",
    "y",
    "0",
    "_a",
    "a.b",
    "标\u3000题",
    "<<",
    "~",
    "-",
    "?",
    "A",
]
VALUES = (
    *("关于做好工作的通知", "2026-01-04", "通知", "010", "no", "null", "~", "12:30:45", "a: b", "a #b", "a#b", "a:"),
    *(
        "https://www.gov.example/a?b=c#d",
        "“引号”",
        '"引号"',
        '"a: b"',
        '"a\\n"',
        "'单'",
        "'it''s'",
        '""',
        "''",
        '"',
        "'",
    ),
    *(
        "- a",
        "-1",
        "[a, b]",
        "{a: b}",
        "{a: b, 审查人: 张某}",
        "{a: b,c: d}",
        "{a: }",
        "{a: 'b'}",
        "{a: b, a: c}",
        "{}",
    ),
    *("&x a", "*x", "!t a", "|", ">", "%a", "@a", "`a", "=", "<<", "a　", "　a", " a", "a ", "a\tb", "𠀀中", "a\xa0b"),
    *(
        "李*",
        "张**",
        "50%",
        "a,b",
        "a, b",
        "(一)",
        "a]b",
        "a}b",
        "?",
        "? a",
        ":a",
        "true",
        "1e3",
        "\x85",
        "\u2028",
        "\x07",
    ),
    *("{审查结果: 同意公开, 审查人: 张某, 审查日期: 2026-01-05, 审查依据: 条例第十七条}", "---", "...", "a\\b", "A"),
)
ODD = (
    "",
    "",
    "# 注",
    "---",
    "...",
    "  ",
    "\t",
    "a",
    "- a",
    "  - a",
    "? a",
    ": a",
    "    深: 值",
    " 一: 值",
    "a:b",
    "a : b",
)


def head(rng: random.Random) -> str:
    """Lines as editors write them, and now and then one that they should not."""
    odd = rng.choice((0.0, 0.0, 0.03, 0.3))
    lines: list[str] = []
    for _ in range(rng.randint(1, 7)):
        key = rng.choice(KEYS if rng.random() < odd else KEYS[:8])
        value = rng.choice(VALUES if rng.random() < 0.2 + odd else VALUES[:6])
        kind = rng.random()
        if kind < 0.12:
            lines.append(f"{key}:")
            inner = rng.sample(KEYS[:8], rng.randint(0, 3))
            lines += [f"  {name}: {rng.choice(VALUES if rng.random() < odd else VALUES[:6])}" for name in inner]
        elif kind < 0.2:
            lines.append(
                f"{key}: {VALUES[-5]}" if rng.random() < 0.7 else f"{key}:{rng.choice((' ', '  ', ''))}{value}"
            )
        else:
            lines.append(f"{key}: {value}")
        if rng.random() < odd:
            lines.append(rng.choice(ODD))
    return "\n".join(lines) + rng.choice(("\n", "\n", "", "\n\n"))


def compare(heads: list[str]) -> int:
    """How many heads were read by lines; each must be what YAML makes of it."""
    taken = 0
    for text in heads:
        found = flat_yaml.taken_apart(text, 2)
        if found is not None:
            taken += 1
            whole = parse_mapping(text, first_line=2)
            assert not whole.faults and found == (whole.values, whole.marks, whole.keys), repr(text)
            assert [list(each) for each in found] == [list(each) for each in (whole.values, whole.marks, whole.keys)]
    return taken


@pytest.mark.parametrize("seed", range(20))
def test_random_heads_come_out_the_same(seed: int) -> None:
    rng = random.Random(seed)
    assert compare([head(rng) for _ in range(1_000)]) > 100


def test_the_heads_of_the_example_county_are_read_by_lines(repository: Path) -> None:
    parts = (path.read_text("utf-8").split("---\n", 2) for path in sorted((repository / "content").rglob("*.md")))
    heads = [part[1] for part in parts if len(part) == 3]
    assert compare(heads) >= len(heads) * 0.99


@pytest.mark.parametrize("text", ["", "\n", "a", "a: b\na: c\n", "a:\n  b: c\n    d: e\n", "a: b\n  c\n", "a: *b\n"])
def test_what_is_left_to_yaml(text: str) -> None:
    assert flat_yaml.taken_apart(text, 2) is None


if __name__ == "__main__":
    count, generator = int(sys.argv[1]), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    hits = sum(compare([head(generator)]) for _ in range(count))
    print(f"{count} heads, {hits} read by lines, all the same")
