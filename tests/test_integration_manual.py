"""The manual for the province is true: its commands run against a served county, its excerpts are published so."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import ABSENT_SHARED, REPOSITORY, Workspace
from county import SITE, TODAY, USCC, County, document
from data_county import data_county
from generator import batches, records
from generator.codec import field_names
from generator.model import RecordFile
from harvesters import served

MANUAL = REPOSITORY / "docs/对接手册.md"
EXAMPLE = "https://www.jingdong.example/"  # the address that the manual writes
EXAMPLE_USCC = "11530823015300014K"
AFTERWARDS, BATCH, SCHEMAS = "变化之后 ", "批次", "dcatus1.1"
FENCE = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.M | re.S)
TOOLS = Path(sys.executable).parent
NEXT_DAY = TODAY + timedelta(days=1)
STAND_IN = f'#!/bin/sh\nPYTHONPATH="{REPOSITORY}" exec "{sys.executable}" -m generator "$@" --today {NEXT_DAY}\n'


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of the manual: its language, what is written behind it, its text."""

    language: str
    note: str
    text: str


def blocks() -> list[Block]:
    """Every block that has a language."""
    return [Block(*each) for each in FENCE.findall(MANUAL.read_text("utf-8"))]


# ── the commands ────────────────────────────────────────────────────────────────────────────────────────────────


def write(county: County, serial: int, *lines: str, number: int = 0) -> None:
    """A notice of the township under the number that the manual's examples bear."""
    text = document(f"第{serial}号通知", f"2026-{number or serial:05d}", "主题分类: 综合政务", *lines)
    county.write(f"content/jinping/gg/n{serial}.md", text.replace(USCC["jinping"], EXAMPLE_USCC))


def county_at(root: Path, address: str) -> County:
    """Three units; the township has a described table, five notices more and the code of the example's, so that its
    numbers are those of the manual."""
    county = data_county(root, SITE.replace("https://www.county.example/", address))
    for name in ("unit.yaml", "gg/a.md"):
        path = root / "content/jinping" / name
        text = path.read_text("utf-8").replace(USCC["jinping"], EXAMPLE_USCC)
        path.write_text(text.replace("主题词: 补贴", "主题词: 补贴\n主题分类: 综合政务"), "utf-8")
    county.write("content/jinping/gg/f.csv", "项目,数\n甲,1\n")
    for serial in (2, 4, 5, 6):
        write(county, serial)
    write(county, 3, "类型: 公示", f"公示截止: {TODAY}", "附件:\n  - 文件: f.csv")
    notice = document("门户的通知", "2026-00001", "主题分类: 综合政务", slug="portal")
    county.write("content/portal/ggxx/xjgg/n1.md", notice)
    county.register()
    county.register("portal")
    return county


def change(county: County) -> None:
    """One document of each fate that the manual's table has, built on the next day."""
    unit = county.root / "content/jinping/unit.yaml"
    gone = f"撤下:\n  - {{索引号: {EXAMPLE_USCC}/2026-00002, 日期: 2026-11-24, 理由: 重复发布}}\n"
    unit.write_text(unit.read_text("utf-8") + gone, "utf-8")
    (county.root / "content/jinping/gg/n2.md").unlink()
    repealed = ("有效性: 废止", "废止日期: 2026-11-20", "被废止于: 锦政发〔2026〕9号")
    write(county, 4, "类型: 公文", "发文字号: 锦政发〔2026〕4号", *repealed)
    write(county, 5, f"原索引号: {EXAMPLE_USCC}/2026-00005", number=7)
    county.register()
    county.build(today=NEXT_DAY)


@dataclass(frozen=True, slots=True)
class Session:
    """What a person at the province has done in a folder with the commands of the manual, in their order."""

    county: County
    address: str
    folder: Path
    said: tuple[tuple[str, str], ...]  # block, what it printed

    def told_by(self, part: str) -> str:
        """What the one block said that has this part."""
        (found,) = (said for text, said in self.said if part in text)
        return found

    def mirrored(self) -> set[str]:
        """The files of the township's mirror."""
        mirror = self.folder / "mirror/jinping"
        return {path.relative_to(mirror).as_posix() for path in mirror.rglob("*") if path.is_file()}


def run(block: Block, address: str, folder: Path) -> str:
    """What a block prints when it is pasted into a terminal in a folder, the county lying at an address."""
    text = block.text.replace(EXAMPLE, address)
    program = ["sh", "-eu", "-c", text] if block.language == "sh" else [sys.executable, "-c", text]
    path = os.pathsep.join((str(folder / "bin"), str(TOOLS), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(program, cwd=folder, capture_output=True, text=True, timeout=120, env=environment)
    assert done.returncode == 0 and "FatalError" not in done.stderr, f"{block.text}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def prepared(folder: Path) -> Path:
    """A folder in which the command can be called by its name; it takes the day of the last build for today."""
    program = folder / "bin/gongkai"
    program.parent.mkdir(parents=True)
    program.write_text(STAND_IN, "utf-8")
    program.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """All of the manual's commands, one after the other; the county changes after the first copy was taken."""
    root = tmp_path_factory.mktemp("county")
    folder = prepared(tmp_path_factory.mktemp("province"))
    with served(root / "output/public") as address:
        county = county_at(root, address)
        county.build()
        said = []
        for block in blocks():
            if block.language in ("sh", "python") and block.note != SCHEMAS:
                said.append((block.text, run(block, address, folder)))
                if "--baseline" in block.text and "--sitemap" not in block.text:
                    change(county)
        yield Session(county, address, folder, tuple(said))


def test_the_first_script_stores_every_record(session: Session) -> None:
    stored = {path.stem for path in (session.folder / "records").glob(f"{EXAMPLE_USCC}_*.json")}
    assert stored == {f"{EXAMPLE_USCC}_2026-{number:05d}" for number in range(1, 7)}
    assert "示例县锦屏镇人民政府 6 条；登记撤下 0 条" in session.told_by('catalog["withdrawn"]')


def test_the_client_follows_every_change(session: Session) -> None:
    told = session.told_by("--audit")
    assert "IN SYNC" in told and "NOT IN SYNC" not in told
    named = {f"info/2026-{number:05d}.json" for number in (1, 3, 4, 6, 7)}
    assert {name for name in session.mirrored() if name.startswith("info/")} == named
    assert re.search(r"一致 (\d+)，内容不符 0，缺 0，多 0", session.told_by("ResourceList"))
    told = session.told_by('unit["mount"]')
    assert re.findall("取到了|没有取到|没有信息", told) == ["取到了", "取到了", "没有信息"], told
    assert (session.folder / "mirror/portal/info/2026-00001.json").is_file()


def test_readers_of_feeds_meet_every_document_and_the_withdrawal(session: Session) -> None:
    assert session.told_by("feedparser").strip() == "6 条，其中撤下 1 条"


def test_the_other_clients_are_content(session: Session) -> None:
    assert session.told_by("If-Modified-Since").strip() == "没有变化"
    maps = [path.read_text("utf-8") for path in session.county.public.rglob("sitemap*.xml")]
    units = [(session.county.public / slug / "sitemap.xml").read_text("utf-8") for slug in ("jinping", "caizhengju")]
    pages = sum(text.count("<url>") for text in {*maps, *units})
    assert pages > 100 and f"{pages} 个网页\n" in session.told_by("sitemap_tree")
    assert session.told_by("frictionless").count("VALID") == 2
    assert "锦屏镇2026年耕地地力保护补贴发放情况" in session.told_by("parse_qs")
    assert (session.folder / "federation/index.html").is_file()


def test_data_json_is_judged_as_the_manual_says(shared: Path, county: Workspace, tmp_path: Path) -> None:
    if not (shared / "interop" / SCHEMAS).is_dir():
        pytest.skip(ABSENT_SHARED)
    shutil.copytree(shared / "interop" / SCHEMAS, tmp_path / SCHEMAS)
    (block,) = (each for each in blocks() if each.note == SCHEMAS)
    with served(county.public) as address:
        assert re.fullmatch(r"\d{3} 个数据集，错误 \[\]", run(block, address, tmp_path).strip())


# ── the excerpts ────────────────────────────────────────────────────────────────────────────────────────────────


def squeezed(text: str) -> str:
    """Without the breaks and the spaces that the manual adds."""
    return "".join(text.split())


def absent(excerpt: str, text: str) -> str:
    """The first piece of an excerpt that does not come in the text behind the piece before it; "" where all do."""
    whole, at = squeezed(text), 0
    for piece in map(squeezed, excerpt.split("……")):
        found = whole.find(piece, at)
        if found < 0:
            return piece
        at = found + len(piece)
    return ""


def excerpts(choose: Callable[[str], bool]) -> list[Block]:
    return [each for each in blocks() if each.language in ("json", "xml", "csv") and choose(each.note)]


def test_excerpts_are_of_the_example_county(county: Workspace) -> None:
    shown = excerpts(lambda note: not note.startswith((AFTERWARDS, BATCH)))
    assert len(shown) >= 16
    for block in shown:
        assert absent(block.text, (county.public / block.note).read_text("utf-8")) == "", block.note


def test_excerpts_of_changes_are_what_the_served_county_says(session: Session) -> None:
    shown = excerpts(lambda note: note.startswith(AFTERWARDS))
    assert len(shown) == 3
    for block in shown:
        text = (session.county.public / block.note.removeprefix(AFTERWARDS)).read_text("utf-8")
        assert absent(block.text, text.replace(session.address, EXAMPLE)) == "", block.note


def test_an_excerpt_that_is_wrong_is_found() -> None:
    assert absent("甲……丙", "甲\n乙丙") == "" and absent("丙……甲", "甲乙丙") == "甲"


def test_the_columns_of_a_batch_are_these() -> None:
    (block,) = excerpts(lambda note: note == BATCH)
    assert tuple(block.text.strip().split(",")) == batches.HEADS


# ── the keys ────────────────────────────────────────────────────────────────────────────────────────────────────


def keys(value: object) -> set[str]:
    """Every name of a value in JSON, at any depth."""
    if isinstance(value, dict):
        return {*value, *(name for each in value.values() for name in keys(each))}
    return {name for each in value for name in keys(each)} if isinstance(value, list) else set()


def test_every_key_is_explained_or_shown(county: Workspace) -> None:
    """Of the files that are ours: those of standards are explained by their standards."""
    manual = MANUAL.read_text("utf-8")
    ours = ("units.json", "catalog.json", *(f"jinping/catalog{name}.json" for name in ("", "/index", "/1")))
    found = {name for path in ours for name in keys(json.loads((county.public / path).read_text("utf-8")))}
    found |= {"format", "unit", "attachments", "source", "text", *records.KEYS, *field_names(RecordFile)}
    assert len(found) > 70
    assert [name for name in sorted(found) if f"`{name}`" not in manual and f'"{name}":' not in manual] == []


def test_every_version_is_told() -> None:
    manual = MANUAL.read_text("utf-8")
    sources = "".join(path.read_text("utf-8") for path in (REPOSITORY / "generator").rglob("*.py"))
    told = set(re.findall(r"gongkai-[a-z-]+/\d+", sources)) - {"gongkai-federation/1", "gongkai-federation-report/1"}
    assert told == set(re.findall(r"^\| `(gongkai-[a-z-]+/\d+)` \|", manual, re.M))


# ── the table of fates ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_table_of_fates_is_what_happens(session: Session) -> None:
    """What the manual's table says of a withdrawn, an ended, a repealed and a renumbered document."""
    public = session.county.public / "jinping"
    assert not (public / "info/2026-00002.json").exists() and not (public / "info/2026-00005.json").exists()
    ended = (public / "info/2026-00003.json").read_text("utf-8")
    assert '"ended":true' in ended and '"text"' not in ended and '"attachments"' not in ended
    repealed = (public / "info/2026-00004.json").read_text("utf-8")
    assert '"validity":"repealed"' in repealed and '"repealed_by":"锦政发〔2026〕9号"' in repealed
    assert f'"former_identifiers":["{EXAMPLE_USCC}/2026-00005"]' in (public / "info/2026-00007.json").read_text("utf-8")
    part = (public / "catalog/1.json").read_text("utf-8")
    assert part.count('"is_abolished":1') == 1 and "2026-00002" not in part and "2026-00005" not in part
    feed = (public / "feed.atom").read_text("utf-8")
    assert feed.count("at:deleted-entry ref=") == 2 and 'term="ended"' in feed and "索引号改为" in feed
    site_map = (public / "sitemap.xml").read_text("utf-8")
    assert f"2026-00003.html</loc><lastmod>{NEXT_DAY}" in site_map and "2026-00002" not in site_map
    changes = re.findall(r"info/(\S+?)</loc>.*?change=\"(\w+)\"", (public / "rs/changelist.xml").read_text("utf-8"))
    assert dict(changes) == {
        "2026-00002.json": "deleted",
        "2026-00003.json": "updated",
        "2026-00003/f.csv": "deleted",
        "2026-00004.json": "updated",
        "2026-00005.json": "deleted",
        "2026-00007.json": "created",
    }
