"""Whatever a file holds and an editor did since: an import changes only what it says, and drafts can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from county import TODAY, County
from generator.blocks import Block, Imported, Paragraph, Picture, Sheet, Side, Span
from generator.drafting.document import unit_of
from generator.drafting.import_files import Decision
from generator.drafting.importing import Outcome, Step, carry_out, outcome
from generator.drafting.incoming import Incoming
from generator.drafting.reimport import known_imports
from generator.errors import UsageError
from generator.field_lines import key_of
from generator.formatting import formatted
from generator.frontmatter import read
from import_runs import begun, tree

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SIGNS = st.sampled_from(
    ["", "#", " #", ": ", "：", "---", "- ", "|", '"', "'", "{", "[", "*", "\u2028", "\x00", "\t", "\\"]
)
TEXT = st.lists(st.one_of(ANY, SIGNS, st.sampled_from(["通知", "锦屏镇", "2026年", "一、"])), max_size=5).map("".join)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff56c72f0d"
    "0000000049454e44ae426082"
)


def paragraph(text: str, side: Side = Side.LEFT) -> Paragraph:
    """A paragraph of any text, as importers give it: in one line."""
    return Paragraph((Span(" ".join(text.split())),), side=side, size=22 if side is Side.CENTER else 16)


@st.composite
def sources(draw: st.DrawFn) -> Imported:
    """What could have been read of some file."""
    title = draw(st.one_of(st.sampled_from(["关于甲的通知", "关于乙的通知"]), TEXT))
    blocks: list[Block] = [paragraph(title, Side.CENTER)]
    blocks += [paragraph(draw(TEXT)) for _ in range(draw(st.integers(0, 4)))]
    stated = draw(st.dictionaries(st.sampled_from(["成文日期", "主题词", "备注", "来源"]), TEXT))
    sheets = [Sheet("表", (("村", "数"), (draw(TEXT), "1")))] if draw(st.booleans()) else []
    pictures = [Picture("picture-1.png", PNG, draw(TEXT))] if draw(st.booleans()) else []
    if pictures:
        blocks.append(Paragraph((Span(picture="picture-1.png"),)))
    return Imported("来件.docx", tuple(blocks), tuple(pictures), (), tuple(sheets), stated)


@dataclass(frozen=True, slots=True)
class Desk:
    """A county and what it takes to import into its Jinping."""

    county: County

    def take(self, imported: Imported, overwrite: bool = False) -> Outcome | None:
        """Import it; None where that was refused."""
        root, site = self.county.root, self.county.task().site
        digest = blake2b(repr(imported).encode("utf-8", "replace"), digest_size=8).hexdigest()
        incoming = Incoming("来件.docx", root / "来件.docx", digest, imported)
        known = known_imports(root, "jinping", {})
        unit = unit_of(root, site, "jinping")
        try:
            found = outcome(root, site, unit, incoming, known, Decision(column="gg", mask=True), overwrite, TODAY)
            carry_out(root, found)
        except UsageError:
            return None
        return found

    def said(self, found: Outcome | None) -> set[str]:
        """The files that an outcome may have touched, relative to the content."""
        if found is None or found.step not in (Step.NEW, Step.UPDATED):
            return set()
        named = {*found.replaced, *(each.path for each in found.drafts)}
        return {path.removeprefix("content/") for path in named}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The files that are not as they were."""
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


EDITS: dict[str, Callable[[str], str]] = {
    "nothing": lambda text: text,
    "windows": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
    "comment": lambda text: text.replace("\n草稿: 是", "\n# 一条注释 : #\n草稿: 是", 1),
    "reviewed": lambda text: text.replace("# 保密审查:", "保密审查:", 1),
    "title": lambda text: text.replace("标题: ", "标题: 改过的", 1),
    "body": lambda text: f"{text}\n编辑写的一段。\n",
    "broken": lambda text: text.replace("草稿: 是", "草稿: [是", 1),
    "field": lambda text: text.replace("草稿: 是", "责任编辑: 王某\n草稿: 是", 1),
}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(sources(), st.sampled_from(sorted(EDITS)), st.booleans()), min_size=1, max_size=4))
def test_only_what_is_said_changes(steps: list[tuple[Imported, str, bool]]) -> None:
    """Every import, between whatever edits: other files keep their bytes, every new draft can be read and is in order,
    and what the source did not write stays in one that is updated."""
    with TemporaryDirectory() as folder:
        desk = Desk(begun(Path(folder)))
        for source, edit, overwrite in steps:
            before = tree(desk.county)
            found = desk.take(source, overwrite)
            assert changed(before, tree(desk.county)) <= desk.said(found)
            if found is None:
                continue
            path = desk.county.root / found.path
            if found.step is Step.NEW:
                made = formatted(path.read_bytes())
                assert made is not None and made.data == path.read_bytes()
            elif found.step is Step.UPDATED:
                kept(before[found.path.removeprefix("content/")], path.read_bytes())
            path.write_bytes(EDITS[edit](path.read_bytes().decode()).encode())


def kept(before: bytes, after: bytes) -> None:
    """What no source ever writes is as it was: comments, the editor's fields, the ends of lines."""
    old, new = read(before), read(after)
    for name in ("草稿", "责任编辑", "保密审查", "发布日期", "类型"):
        key = key_of(old, name)
        assert not key or new.head.values[key] == old.head.values[key], name
    assert (b"# \xe4\xb8\x80\xe6\x9d\xa1" in before) == (b"# \xe4\xb8\x80\xe6\x9d\xa1" in after)
    if before.count(b"\n") == before.count(b"\r\n"):
        assert after.count(b"\n") == after.count(b"\r\n")


@settings(max_examples=100, deadline=None)
@given(sources())
def test_again_is_nothing(source: Imported) -> None:
    """The same source, or one that was only saved anew, is known again, whatever it holds."""
    with TemporaryDirectory() as folder:
        desk = Desk(begun(Path(folder)))
        first = desk.take(source)
        if first is None:
            return
        before = tree(desk.county)
        again = desk.take(source)
        saved = desk.take(replace(source, values={**source.values, "点击数": "7"}))
        assert again is not None and again.step is Step.SAME and again.path == first.path
        assert saved is not None and saved.step is Step.SAME
        assert tree(desk.county) == before


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_edit_that_the_source_contradicts(tmp_path: Path, overwrite: bool) -> None:
    """Held back and shown; with `overwrite` the source's words stand."""
    desk = Desk(begun(tmp_path))
    first = desk.take(Imported("a", (paragraph("关于甲的通知", Side.CENTER), paragraph("第一稿。"))))
    assert first is not None
    path = tmp_path / first.path
    path.write_text(path.read_text().replace("第一稿。", "编辑改过。"))
    found = desk.take(Imported("a", (paragraph("关于甲的通知", Side.CENTER), paragraph("第二稿。"))), overwrite)
    assert found is not None and found.step is (Step.UPDATED if overwrite else Step.HELD)
    assert ("第二稿。" in path.read_text()) is overwrite and "+第二稿。" in found.diff
