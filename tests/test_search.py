"""The search that needs no server: what it finds is what stands there, and an edit changes few of its files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from conftest import REPOSITORY, Workspace
from county import USCC, County, document
from generator.search_index import SHARDS, Searchable, folded, index, initials, shard_of, title_key
from search_judge import SCRIPT, TEXT, Text, asked, pieces, scan, texts
from web_servers import nginx

WORDS = some.text(max_size=20) | some.text("a2-(文", max_size=20)
INITIALS = re.compile("[0-9a-z]+")


@pytest.fixture(scope="session")
def node() -> list[str]:
    """Node, which runs the theme's script as a browser does."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("没有 node；安装 nodejs 以后再运行")
    return [found]


@pytest.fixture(scope="module")
def documents(county: Workspace) -> list[Text]:
    """The example county's documents."""
    return list(texts(county.public))


# ── what is found ───────────────────────────────────────────────────────────────────────────────────────────────


def test_pieces_are_found_wherever_they_stand_and_nowhere_else(
    county: Workspace, documents: list[Text], node: list[str]
) -> None:
    wanted = list(pieces(documents, 300, seed=7))
    found = asked(node, county.public, "county", [{"words": f"“{each}”"} for each in wanted if "”" not in each])
    for phrase, told in zip([each for each in wanted if "”" not in each], found, strict=True):
        expected = scan(documents, phrase)
        if INITIALS.fullmatch(phrase):  # may be initials of titles as well
            assert expected <= set(told.urls), phrase
        else:
            assert (set(told.urls), len(told.urls)) == (expected, len(expected)), phrase


def test_a_whole_title_finds_its_document_first(county: Workspace, documents: list[Text], node: list[str]) -> None:
    found = asked(node, county.public, "county", [{"words": each.title, "limit": 1} for each in documents])
    titles = {each.url: each.title for each in documents}
    assert [titles[told.urls[0]] for told in found] == [each.title for each in documents]


def test_letters_and_meetings_are_found_by_all_that_they_say(
    county: Workspace, documents: list[Text], node: list[str]
) -> None:
    others = [each for each in documents if re.search("/(letters|meetings)/", each.url)]
    assert {each.url.split("/")[1] for each in others} == {"letters", "meetings"}
    wanted = sorted({part[-20:] for each in others for part in each.parts if part})
    found = asked(node, county.public, "county", [{"words": f"“{each}”"} for each in wanted])
    assert [set(told.urls) >= scan(documents, each) for each, told in zip(wanted, found, strict=True)] == [True] * len(
        wanted
    )


def test_a_unit_is_searched_alone(county: Workspace, documents: list[Text], node: list[str]) -> None:
    own = [
        Text(each.url.removeprefix("jinping/"), each.title, each.parts)
        for each in documents
        if each.url[:8] == "jinping/"
    ]
    wanted = [each for each in pieces(own, 100, seed=9) if not INITIALS.fullmatch(each) and "”" not in each]
    found = asked(node, county.public, "jinping", [{"words": f"“{each}”"} for each in wanted])
    assert [set(told.urls) for told in found] == [scan(own, each) for each in wanted]


def test_several_words_numbers_in_any_brackets_initials_and_filters(tmp_path: Path, node: list[str]) -> None:
    county = searched(tmp_path)
    a, b, c = "jinping/info/2026-00001.html", "jinping/info/2026-00002.html", "caizhengju/info/2026-00001.html"
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"words": "防汛 物资"}, {a}),
        ({"words": "防汛"}, {a, b}),
        ({"words": "锦政发[2026]8号"}, {a}),
        ({"words": "锦政发〔2026〕8号"}, {a}),
        ({"words": "11530823000000002K/2026-00002"}, {b}),
        ({"words": "fxgz"}, {a}),
        ({"words": "预算", "filters": {"unit": "jinping"}}, set()),
        ({"words": "预算", "filters": {"unit": "caizhengju"}}, {c}),
        ({"words": "防汛", "filters": {"year": "2025"}}, set()),
        ({"words": "防汛", "filters": {"validity": "invalid"}}, {b}),
        ({"words": "防汛", "filters": {"validity": "valid", "year": "2026", "column": "通知公告"}}, {a}),
        ({"words": "没有这样的话"}, set()),
        ({"words": "　"}, set()),
    ]
    found = asked(node, county.public, "county", [query for query, _ in cases])
    assert [set(told.urls) for told in found] == [urls for _, urls in cases]
    assert asked(node, county.public, "county", [{"words": "防汛"}])[0].urls == (a, b)  # in the title, before the text


def searched(root: Path) -> Workspace:
    """A county with three documents."""
    county = County(root)
    body = "请各村备足**物资**。\n"
    number = ("发文字号: 锦政发〔2026〕8号",)
    county.write("content/jinping/gg/a.md", document("关于防汛工作的通知", "2026-00001", *number, body=body))
    old = ("有效性: 失效", "废止日期: 2026-11-01")
    county.write("content/jinping/gg/b.md", document("值班表", "2026-00002", *old, body="防汛值班。\n"))
    county.write("content/caizhengju/gg/c.md", document("年度预算", "2026-00001", slug="caizhengju"))
    county.register("jinping")
    county.register("caizhengju")
    workspace = Workspace(root)
    assert workspace.build().status == 0
    return workspace


def test_what_could_not_be_fetched_is_fetched_again(node: list[str]) -> None:
    """The page says that one may try again."""
    code = (
        f"const Engine = require({json.dumps(str(SCRIPT))}); let asked = 0;"
        "const load = async () => { asked += 1; if (asked === 1) throw new Error('断了'); return 'told'; };"
        "const engine = new Engine(load, { own: 'search/', unit: 'jinping' });"
        "(async () => { try { await engine.get('search/unit.js', 'jinping/unit'); } catch { console.log('lost'); }"
        "for (let n = 0; n < 2; n++) console.log(await engine.get('search/unit.js', 'jinping/unit'), asked); })();"
    )
    done = subprocess.run([*node, "-e", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["lost", "told", "2", "told", "2"]


# ── the two sides agree ─────────────────────────────────────────────────────────────────────────────────────────


def test_browser_and_builder_fold_alike(node: list[str]) -> None:
    code = (
        f"const Engine = require({json.dumps(str(SCRIPT))}), core = require({json.dumps(str(TEXT))});"
        "const lines = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "console.log(JSON.stringify(lines.map((each) => [core.fold(each), core.hash(core.fold(each)),"
        "core.fold(each) ? Engine.shardOf(Array.from(core.fold(each)).slice(0, 2).join('')) : -1])))"
    )
    letters = [chr(each) for each in (*range(32, 0x2FFF), *range(0x3000, 0x30000, 7)) if not 0xD800 <= each < 0xE000]
    lines = [*letters, "Ａbc〔２０２６〕\u3000８ 号", "①㈠㎡ﬁ", "𠮷野家\u200b"]
    done = subprocess.run([*node, "-e", code], input=json.dumps(lines), capture_output=True, text=True, check=True)
    for line, (told, number, shard) in zip(lines, json.loads(done.stdout), strict=True):
        ours = folded(line)
        if told == ours:
            assert title_key(line) == (number % SHARDS, f"={number:x}")
            assert shard == (shard_of(ours[:2]) if ours else -1)
        else:  # a letter that one of the two knows from a later Unicode
            assert line in letters and len(line) == 1
    differing = sum(told != folded(line) for line, (told, _, _) in zip(lines, json.loads(done.stdout), strict=True))
    assert differing < len(letters) // 1000


@settings(max_examples=60, deadline=None)
@given(some.lists(some.tuples(WORDS, some.lists(WORDS, max_size=3)), max_size=6))
def test_the_index_holds_every_gram_and_no_other(found: list[tuple[str, list[str]]]) -> None:
    documents = [Searchable(title, tuple(parts)) for title, parts in found]
    lines = [json.loads(line) for line in index(documents)]
    assert len(lines) == SHARDS
    expected: list[dict[str, set[int]]] = [{}, {}]
    for place, each in enumerate(documents):
        for kind, parts in enumerate((each.texts, (each.title,))):
            for gram in {gram for part in map(folded, parts) for gram in _grams(part, bool(kind))}:
                expected[kind].setdefault(gram, set()).add(place)
    for kind in (0, 1):
        told = {gram: _places(value) for line in lines if line for gram, value in line[kind].items()}
        assert {gram: places for gram, places in told.items() if gram[0] != "=" or len(gram) < 4} == expected[kind]
        assert all(gram in lines[shard_of(gram)][kind] for gram in expected[kind])


def _places(told: int | str) -> set[int]:
    return {told} if isinstance(told, int) else {place for place in range(8) if int(told, 16) >> place & 1}


def _grams(part: str, is_title: bool) -> Iterator[str]:
    yield from (*part, *(part[at : at + 2] for at in range(len(part) - 1)))
    for triple in (part[at : at + 3] for at in range(len(part) - 2)):
        if is_title or re.fullmatch(r"[0-9a-z./()-]{3}", triple):
            yield triple


def test_initials_are_those_of_the_usual_reading() -> None:
    assert initials("关于印发《2026年彝族火把节》的通知（A1）") == "gyyf2026nyzhbjdtza1"


# ── what an edit changes ────────────────────────────────────────────────────────────────────────────────────────


def files(workspace: Workspace) -> dict[str, bytes]:
    """The files of all searches."""
    public = workspace.public
    found = [*public.glob("search/*"), *public.glob("*/search/*")]
    return {path.relative_to(public).as_posix(): path.read_bytes() for path in found}


def test_an_edit_changes_only_the_shards_of_what_it_adds_or_takes(county: Workspace, tmp_path: Path) -> None:
    shutil.copytree(county.root, tmp_path / "county", symlinks=True)
    workspace = Workspace(tmp_path / "county")
    before = files(workspace)
    path = workspace.root / "content/jinping/gg/20260301-hulinfanghuo.md"
    path = path if path.exists() else sorted((workspace.root / "content/jinping/gg").glob("*.md"))[0]
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n\n鼇龘。\n", "utf-8")
    workspace.build()
    after = files(workspace)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    shards = [name for name in changed if re.fullmatch(r"search/s\d+\.js", name)]
    assert 1 <= len(shards) <= 6  # 鼇, 龘, 鼇龘, 龘。 and what the line before ended with
    own = sorted(name.removeprefix("jinping/search/") for name in changed if name.startswith("jinping/"))
    assert len(own) == 2 and own[0].startswith("d") and own[1].startswith("i")
    assert changed == {*shards, *(f"jinping/search/{name}" for name in own)}
    workspace.build("--clean")
    assert files(workspace) == after


def test_a_withdrawal_moves_nothing_that_lies_behind(tmp_path: Path) -> None:
    """Its own file goes, and its words are taken from the index; the files of the others stay as they are."""
    county = County(tmp_path)
    for number, letter in enumerate("鼇龘麤驫鱻", 1):
        county.write(
            f"content/jinping/gg/n{number}.md", document(letter * 3, f"2026-{number:05d}", body=f"{letter}。\n")
        )
    county.register("jinping")
    workspace = Workspace(tmp_path)
    workspace.build()
    before = files(workspace)
    (tmp_path / "content/jinping/gg/n1.md").unlink()
    gone = f"撤下:\n  - {{索引号: {USCC['jinping']}/2026-00001, 日期: 2026-11-23, 理由: 重复发布}}\n"
    unit = tmp_path / "content/jinping/unit.yaml"
    unit.write_text(unit.read_text("utf-8") + gone, "utf-8")
    assert workspace.build().status == 0
    after = files(workspace)
    assert "鼇" not in b"".join(after.values()).decode()
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    own = {name for name in changed if name.startswith("jinping/")}
    assert own == {"jinping/search/d0.js", "jinping/search/i0.js"}
    workspace.build("--clean")
    assert files(workspace) == after


def test_nothing_of_what_is_not_public_can_be_found(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.write("content/jinping/gg/a.md", document("甲", "2026-00001", body="金丝雀甲\n"))
    county.write("content/jinping/gg/b.md", document("乙", "2026-00002", "草稿: 是", body="金丝雀乙\n"))
    county.write("content/jinping/gg/c.md", document("丙", "2026-00003", "公开属性: 依申请公开", body="金丝雀丙\n"))
    county.write("content/jinping/gg/d.md", document("丁", "2026-00004", "公示截止: 2026-02-01", body="金丝雀丁\n"))
    county.register()
    workspace = Workspace(tmp_path)
    workspace.build()
    whole = b"".join(files(workspace).values()).decode()
    assert "金丝雀甲" in whole
    assert not {letter for letter in "乙丙丁" if f"金丝雀{letter}" in whole or f'"雀{letter}"' in whole}
    (tmp_path / "content/jinping/gg/a.md").unlink()
    workspace.build()
    assert "金丝雀" not in b"".join(files(workspace).values()).decode()


# ── in a browser ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_citizen_searches_from_a_disk_and_from_a_server(
    county: Workspace, tmp_path: Path, chromium_driver: list[str]
) -> None:
    script = REPOSITORY / "tests/screens/search_page.cjs"
    assert county.run("hosting").status == 0
    rules = county.root / "output/hosting/nginx"
    own = (rules / "gongkai_county.conf").read_text().replace("brotli_static on;", "")
    with nginx(tmp_path / "nginx", (rules / "maps.conf").read_text(), own) as server:
        for start in (county.public.as_uri(), f"http://127.0.0.1:{server.port}"):
            command = [*chromium_driver, str(script), start]
            done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
            assert json.loads(done.stdout) == {"foreign": 0, "errors": []}
