"""The fast path renders what the long way renders, byte for byte, or leaves the body to it.

`python tests/test_fastpath.py 1000000 [seed]` compares as many random bodies and says how many took the fast path.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # when it is run as a command

from conftest import DEMONSTRATION
from generator import fastpath, limits, markup
from generator.finishing import Finish
from generator.grammar import INVISIBLE
from generator.limits import MarkupError
from generator.model import Body
from random_bodies import TABLES, TARGETS, text

# ── both ways ───────────────────────────────────────────────────────────────────────────────────────────────────


def takes(source: str) -> bool:
    try:
        return fastpath.rendered(source, Finish({}, {}, "", ""), 2) is not None
    except MarkupError:
        return True


def shown(body: Body, fast: bool, root: str, prefix: str, top: int) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "FAST", fast)
        try:
            return markup.render(body, root, prefix, top)
        except MarkupError as error:
            return f"refused: {error}"


PLACES = (("../", "s", 2), ("", "t", 3), ("../../", "s-2", 1), ("https://a.example/x/", "s", 6))


def compare(sources: Iterable[str]) -> int:
    """How many of the bodies took the fast path; each must come out as it does on the long way."""
    taken = 0
    for number, source in enumerate(sources):
        body = Body(source, TARGETS[: number % 7], TABLES[: number % 3])
        if takes(source):
            taken += 1
            place = PLACES[number % len(PLACES)]
            assert shown(body, True, *place) == shown(body, False, *place), (source, place)
    return taken


TOKENS = ("甲", "\n", "\n\n", "- ", "1. ", "２. ", "　", "|", "---", "> ", "# ", "**", "*", "![图](a.png)", "[a](b)",
          "  \n", " ", "（一）", "3. ", "| 甲 |", "|---|\n", "<br>", "\xa0", "，", "!")  # fmt: skip


def test_every_short_body_comes_out_the_same() -> None:
    """Every body of up to three of these pieces."""
    assert compare("".join(pieces) for count in (1, 2, 3) for pieces in product(TOKENS, repeat=count)) > 5_000


PIECES = ("http://", "https://", "a.cn", "www.b.example", "1.a.com", "a", "A", "1", "１", "-", ".", "..", "_", "~", "/",
          "//", "=", "+", ",", ";", "@", "!", "$", "%41", "%", "&", "?", "#", ":", ":80", "(", ")", "中", "xn--", "cn",
          "255", "0x7f", "mailto:", "tel:", " ", "'", "。", "．", "ß", "\u200b", "\xad", "javascript")  # fmt: skip


def test_any_address_comes_out_the_same() -> None:
    rng = random.Random(1)
    made = ("".join(rng.choices(PIECES, k=rng.randint(1, 6))) for _ in range(20_000))
    assert compare(f"{rng.choice('!-')}[甲]({address})" for address in made) > 2_000


CHARACTER_CONTEXTS = ("{}", "{} 甲", "{}. 甲", "1{}. 甲", "甲\n{}. 乙", "- {}甲", "| {} |\n|---|", "# {}甲{}",
                      "**{}甲{}**", "甲{}\n乙", "<{}>", "> {}", "　{}甲", "甲*{}乙*{}", "[{}](a{}.pdf)")  # fmt: skip


@pytest.mark.parametrize("context", CHARACTER_CONTEXTS)
def test_any_character_comes_out_the_same(context: str) -> None:
    """Of every kind of character a few, and all that some expression may take for a blank, a digit or a letter."""
    kinds: dict[str, list[str]] = {}
    for character in map(chr, range(0x110000)):
        kinds.setdefault(unicodedata.category(character), []).append(character)
    rare = [each for name, found in kinds.items() for each in (found if name in ("Zs", "Nd", "Cc") else found[::997])]
    compare(context.replace("{}", character) for character in (*rare, *"ſKİıß²①Ⅷ"))


REPEATED = ("[", "[甲", "[甲]", "]", ">", "> ", "甲>", "<br>", "<br/>甲", "<", '" ', "- ", "1. ", "|", "甲[\n",
            "　甲[\n", "- 甲[\n", "| 甲[ |\n", "> 甲[\n", "[a](b)", "![a](b)", "甲[\n\n", "**", "**甲**", "&", "甲\n",
            "　")  # fmt: skip
HEADS = ("", "甲", "甲\n\n", "| 甲 |\n|---|\n", "- ", "> ", "# ", "<br />")


@pytest.mark.parametrize("count", [30, 49, 50, 51, 52, 70])
def test_what_is_refused_is_refused_on_both_ways(count: int) -> None:
    compare(head + piece * count for head in HEADS for piece in REPEATED)


def test_tags_that_would_be_counted_are_left_to_the_long_way() -> None:
    body = Body("<br />" + '" ' * limits.SEPARATOR_LIMIT)
    assert shown(body, True, *PLACES[0]) == shown(body, False, *PLACES[0])
    assert "refused" in shown(body, True, *PLACES[0])


@pytest.mark.parametrize("seed", range(20))
def test_random_bodies_come_out_the_same(seed: int) -> None:
    rng = random.Random(seed)
    assert compare(text(rng) for _ in range(6_000)) > 1_000


ALPHABET = "甲一、（）1.9 \n\n\n　*_[]()!|-#>:=+~&;\"'a/\u200b\t"


@settings(deadline=None, max_examples=2_000, derandomize=True)
@given(st.text(ALPHABET, max_size=40))
def test_any_characters_come_out_the_same(source: str) -> None:
    compare([source])


def test_the_examples_of_commonmark_come_out_the_same(repository: Path) -> None:
    spec = repository / "tests/node_modules/commonmark-spec/spec.txt"
    if not spec.exists():
        pytest.skip("需要 CommonMark 的例子：make judges（要先有 npm）")
    found = re.findall(r"^`{32} example\n(.*?)^\.\n", spec.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(found) > 600
    assert compare(example.replace("→", "\t") for example in found) >= 20


# ── real texts ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_example_county_takes_the_fast_path(repository: Path) -> None:
    texts = [path for path in sorted((repository / "content").rglob("*.md")) if DEMONSTRATION not in path.parts]
    parts = [path.read_text("utf-8").split("---\n", 2) for path in texts]
    found = [part[2] for part in parts if len(part) == 3]
    assert len(found) > 1_000
    assert compare(found) == len(found)


@pytest.mark.shared
def test_real_texts_take_the_fast_path(shared: Path) -> None:
    from test_corpus import convert

    found = [convert(path, 1)[1] for path in sorted((shared / "corpus/regulations").glob("*.md"))]
    assert compare(found) == len(found)


# ── when it is on, and what it costs ────────────────────────────────────────────────────────────────────────────


def test_it_is_on_for_the_verified_versions_only(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert markup.FAST
    pins = (repository / "requirements/core.txt").read_text("utf-8")
    for name, number in fastpath.VERIFIED.items():
        assert f"{name}=={number}" in pins, "run this file with 1000000, then change VERIFIED"
        monkeypatch.setattr(fastpath, "VERIFIED", {**fastpath.VERIFIED, name: "0.0"})
        assert not fastpath.is_verified()


def test_neither_converter_nor_sanitizer_is_loaded_for_it(repository: Path) -> None:
    call = (
        "import sys; from generator import markup; from generator.model import Body;"
        "print(markup.render(Body('**甲**\\n\\n| 乙 |\\n|---|'), ''), {'markdown', 'nh3'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", call], cwd=repository, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("<p><strong>") and done.stdout.endswith("set()\n")


def test_what_no_reader_sees_is_not_printable() -> None:
    """So that a text which Python finds printable holds nothing that is removed or refused."""
    assert not [code for code in range(0x110000) if INVISIBLE.match(chr(code)) and chr(code).isprintable()]
    assert not [code for code in range(0x110000) if chr(code).isspace() and chr(code).isprintable() and code != 0x20]


COSTLY = ("*", "**a ", "*a", "[a](", "[a](b)", "|", "- ", "> ", "a\n", "　\n", " \n", "1. a\n", "![", "<1", "甲*乙 ",
          "\n   ", "a-", "[a](a.", "[a](https://a.")  # fmt: skip


@pytest.mark.parametrize("piece", COSTLY)
def test_work_is_bounded_by_the_length_of_the_text(piece: str) -> None:
    with limits.budget():
        takes(piece * (limits.SIZE_LIMIT // 8 // len(piece)))


if __name__ == "__main__":
    count, chosen = int(sys.argv[1]), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    hits = compare(text(chosen) for _ in range(count))
    print(f"{count} bodies, {hits} by the fast path, all the same")
