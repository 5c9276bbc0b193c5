"""`gongkai verify` as it is called, and `--restore`: the signed state put back, nothing lost, no reader disturbed."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import shutil
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Outcome, Workspace
from generator import editions
from generator.attestation import Attested, attested
from generator.folder_patrol import patrol, read_in
from generator.logbook import read
from generator.patrolling import patrolled
from generator.restoration import last_signed, restore
from generator.sightings import Sightings
from generator.signing import PrivateKey, read_public_key
from generator.web_patrol import Manner
from publications import published_county
from published_places import IN_FOLDERS, NOW, SECTIONS, Tools, contents, edition_of, key_in, seals, write
from servers import small_disk
from web_servers import Setting, serving
from web_servers import nginx as plain_nginx


def kept(output: Path, files: dict[str, bytes], key: PrivateKey, sequence: int = 1) -> Attested:
    """What the builder has of an edition: trees, edition, lists, signature."""
    edition = edition_of(files, sequence)
    for address, data in files.items():
        section, _, rest = address.partition("/")
        place = (
            f"units/{section}/{sequence:06}/{rest}" if section in SECTIONS else f"units/_county/{sequence:06}/{address}"
        )
        write(output, {place: data})
    own = seals(edition, key)
    editions.save(output, edition, editions.Seal(lambda top: own[".well-known/gongkai/edition.sig"], lambda *_: True))
    found = last_signed(output, (key.public,))
    assert found is not None and found.edition == edition
    return found


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes() if path.is_file() else b"", path.lstat().st_mode)
        for path in root.rglob("*")
    }


@pytest.fixture
def key(tmp_path: Path) -> PrivateKey:
    return key_in(tmp_path / "keys")


def test_whatever_was_done_to_a_folder_is_undone(tmp_path: Path, key: PrivateKey) -> None:
    """Every way of tampering, several at once; and the folder is again what it was, modes among it."""
    output, root = tmp_path / "output", tmp_path / "site"
    files = contents(1)
    wanted = kept(output, files, key)
    write(root, {**files, **seals(wanted.edition, key)})
    write(tmp_path / "older", {**contents(0), **seals(edition_of(contents(0)), key)})
    pristine, chance = tree(root), random.Random(11)
    for number in range(60):
        ways = [IN_FOLDERS[number % len(IN_FOLDERS)], *chance.sample(IN_FOLDERS, 2)]
        for way in ways:
            tools = Tools(root, tuple(sorted(wanted.edition.files())), tmp_path / "older", chance)
            try:
                way(tools)
            except OSError:  # the file that it chose is gone already
                continue
        done = restore(root, output, wanted, tmp_path / "quarantine" / str(number))
        assert done.lacking == () and tree(root) == pristine, [way.__name__ for way in ways]
        assert patrol(root, wanted.edition, {}) == ()
        shutil.rmtree(tmp_path / "aside", ignore_errors=True)
    assert not (tmp_path / ".gongkai-restore").exists()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(IN_FOLDERS), st.integers(0, 1 << 32)), min_size=1, max_size=4))
def test_something_is_found_exactly_where_something_differs(
    tmp_path: Path, key: PrivateKey, ways: list[tuple[Callable[[Tools], None], int]]
) -> None:
    """Whatever is done in whatever order; and after a restore nothing differs."""
    with TemporaryDirectory(dir=tmp_path) as folder:
        output, root, older = (Path(folder) / name for name in ("output", "site", "older"))
        wanted = kept(output, contents(1, pages=2), key)
        write(root, {**contents(1, pages=2), **seals(wanted.edition, key)})
        write(older, {**contents(0, pages=2), **seals(edition_of(contents(0, pages=2)), key)})
        pristine = tree(root)
        for way, seed in ways:
            with suppress(OSError, IndexError):  # what it chose is gone already
                way(Tools(root, tuple(sorted(wanted.edition.files())), older, random.Random(seed)))
        look = partial(patrolled, str(root), (key.public,), Sightings(), NOW, Manner(), lambda done, total: None)
        assert bool(look().faults) == (tree(root) != pristine)
        restore(root, output, wanted, Path(folder) / "aside")
        assert look().faults == () and tree(root) == pristine


def test_nothing_is_thrown_away(tmp_path: Path, key: PrivateKey) -> None:
    output, root = tmp_path / "output", tmp_path / "site"
    wanted = kept(output, contents(1), key)
    write(root, {**contents(1), **seals(wanted.edition, key)})
    (root / "jinping/shell.php").write_bytes(b"<?php")
    (root / "index.html").write_bytes(b"defaced")
    shutil.rmtree(root / "wenjing/info")
    (root / "wenjing/info").write_bytes(b"in the way")
    done = restore(root, output, wanted, tmp_path / "aside")
    listed = json.loads((tmp_path / "aside/list.json").read_text("utf-8"))
    had = {address: (tmp_path / "aside" / name).read_bytes() for name, address in listed.items()}
    assert had == {"jinping/shell.php": b"<?php", "index.html": b"defaced", "wenjing/info": b"in the way"}
    assert (tmp_path / "aside").stat().st_mode & 0o777 == 0o700
    assert sorted(done.quarantined) == sorted(had)
    assert patrol(root, wanted.edition, {}) == ()


def test_nothing_is_written_through_a_link(tmp_path: Path, key: PrivateKey) -> None:
    """Folders and files that were made links to somewhere else: what lies there is left alone."""
    output, root, outside = tmp_path / "output", tmp_path / "site", tmp_path / "outside"
    wanted = kept(output, contents(1), key)
    write(root, {**contents(1), **seals(wanted.edition, key)})
    write(outside, {"info/0001.html": b"theirs", "secret": b"theirs"})
    before = tree(outside)
    for address in ("jinping/info", ".well-known"):
        shutil.rmtree(root / address)
        (root / address).symlink_to(outside / "info")
    (root / "index.html").unlink()
    (root / "index.html").symlink_to(outside / "secret")
    (root / "wenjing/more").symlink_to(outside)
    restore(root, output, wanted, tmp_path / "aside")
    assert tree(outside) == before and patrol(root, wanted.edition, {}) == ()


def test_a_restore_that_broke_off_is_done_again(
    tmp_path: Path, key: PrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before each of its renames: no page is half a page, and the next call ends it."""
    output, root = tmp_path / "output", tmp_path / "site"
    wanted = kept(output, contents(1), key)
    write(root, {**contents(1), **seals(wanted.edition, key)})
    broken = [address for address in contents(1) if address.endswith("1.html")]
    real, left = os.replace, [0]

    def stopping(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        real(source, target)

    for number in range(len(broken)):
        for address in broken:
            (root / address).write_bytes(b"defaced")
        left[0] = number
        monkeypatch.setattr("os.replace", stopping)
        with pytest.raises(KeyboardInterrupt):
            restore(root, output, wanted, tmp_path / f"aside{number}")
        monkeypatch.setattr("os.replace", real)
        good = sum((root / address).read_bytes() == contents(1)[address] for address in broken)
        assert good == number, "the others are still as they were found"
        restore(root, output, wanted, tmp_path / f"again{number}")
        assert patrol(root, wanted.edition, {}) == ()


def test_what_cannot_be_had_is_said_and_the_rest_is_put_back(tmp_path: Path, key: PrivateKey) -> None:
    output, root = tmp_path / "output", tmp_path / "site"
    wanted = kept(output, contents(1), key)
    write(root, {**contents(1), **seals(wanted.edition, key)})
    (output / "units/jinping/000001/info/0001.html").write_bytes(b"damaged here, too")
    for address in ("jinping/info/0001.html", "jinping/info/0002.html"):
        (root / address).write_bytes(b"x")
    done = restore(root, output, wanted, tmp_path / "aside")
    assert done.lacking == ("jinping/info/0001.html",) and "jinping/info/0002.html" in done.put_back
    assert [each.address for each in patrol(root, wanted.edition, {})] == ["jinping/info/0001.html"]


def test_a_link_that_was_moved_to_an_old_release_is_moved_back(tmp_path: Path, key: PrivateKey) -> None:
    """The old release stays what it is; the right one is made whole first, even where it is gone."""
    output, releases = tmp_path / "output", tmp_path / "site/releases"
    old = write(releases / "000001", {**contents(0), **seals(edition_of(contents(0)), key)})
    wanted = kept(output, contents(1), key, sequence=2)
    before = tree(old)
    (tmp_path / "site/current").symlink_to("releases/000001")
    restore(tmp_path / "site/current", output, wanted, tmp_path / "aside")
    assert (tmp_path / "site/current").resolve().name == "000002"
    assert patrol((tmp_path / "site/current").resolve(), wanted.edition, {}) == () and tree(old) == before


def test_where_all_is_right_nothing_is_written(tmp_path: Path, key: PrivateKey) -> None:
    """Neither by the times of the folders nor on a disk that is readable only; there, what is wrong is still told."""
    output = tmp_path / "output"
    wanted = kept(output, contents(1), key)
    with small_disk(tmp_path / "disk", "4m") as readable_only:
        root = write(tmp_path / "disk/site", {**contents(1), **seals(wanted.edition, key)})
        before = {place: (place.stat().st_mtime_ns, place.stat().st_ctime_ns) for place in (root, root.parent)}
        assert restore(root, output, wanted, root.parent / "aside").is_nothing
        assert before == {place: (place.stat().st_mtime_ns, place.stat().st_ctime_ns) for place in before}
        readable_only()
        assert restore(root, output, wanted, root.parent / "aside").is_nothing
    with small_disk(tmp_path / "disk", "4m") as readable_only:
        root = write(tmp_path / "disk/site", {**contents(1), **seals(wanted.edition, key), "shell.php": b"<?php"})
        readable_only()
        with pytest.raises(OSError, match="Read-only"):
            restore(root, output, wanted, root.parent / "aside")


def test_readers_never_miss_a_page(tmp_path: Path, key: PrivateKey) -> None:
    """While a defaced folder is put back: the wrong page or the right one, never none."""
    output, root = tmp_path / "output", tmp_path / "site"
    wanted = kept(output, contents(1), key)
    write(root, {**contents(1), **seals(wanted.edition, key)})
    pages = [address for address in contents(1) if address.endswith(".html")]
    over, answers = threading.Event(), list[tuple[int, bytes]]()
    with serving(tmp_path / "nginx", root) as server:

        def reads(seed: int) -> None:
            chance = random.Random(seed)
            while not over.is_set():
                with urllib.request.urlopen(server.address + chance.choice(pages)) as answer:
                    answers.append((answer.status, answer.read()))

        readers = [threading.Thread(target=reads, args=(number,)) for number in range(3)]
        for each in readers:
            each.start()
        for number in range(6):
            for address in pages:
                (root / f"{address}.new").write_bytes(b"defaced")
                (root / f"{address}.new").rename(root / address)
            restore(root, output, wanted, tmp_path / f"aside{number}")
        over.set()
        for each in readers:
            each.join()
    good = {contents(1)[address] for address in pages} | {b"defaced"}
    assert len(answers) > 100 and all(status == 200 and data in good for status, data in answers)


# ── the command ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def county(tmp_path: Path) -> Iterator[tuple[Workspace, Path]]:
    """A county with a key that publishes to a folder; the public key."""
    made = published_county(tmp_path)
    workspace = Workspace(made.root)
    assert workspace.run("keys", "new", str(tmp_path / "keys")).status == 0
    private = tmp_path / "keys/gongkai-ed25519.private.pem"
    text = (made.root / "site.yaml").read_text("utf-8")
    made.write("site.yaml", f"{text}签名私钥:\n  - {private}\n")
    published = workspace.run("publish")
    assert published.status == 0, published.output + published.errors
    yield workspace, private.with_name("gongkai-ed25519.public.pem")


def verify(workspace: Workspace, source: Path | str, *more: str) -> Outcome:
    parent = workspace.root.parent
    fixed = ("--key", str(parent / "keys/gongkai-ed25519.public.pem"), "--state", str(parent / "seen.json"))
    return workspace.run("verify", str(source), *fixed, *more)


def test_the_command_on_a_folder(county: tuple[Workspace, Path], tmp_path: Path) -> None:
    workspace, _ = county
    current, log = tmp_path / "www/county/current", workspace.root / "output/editions/log.jsonl"
    clean = verify(workspace, current, "--log", str(log))
    assert clean.status == 0, clean.output + clean.errors
    assert "第一次用这把公钥核对这里" in clean.output and "与签名的一致" in clean.output
    assert "第一次" not in verify(workspace, current).output
    recorded = log.read_bytes()
    nothing = verify(workspace, current, "--restore")
    assert nothing.status == 0 and "没有要恢复的，什么也没有写" in nothing.output and log.read_bytes() == recorded
    (current / "index.html").write_bytes(b"defaced")
    (current / "shell.php").write_bytes(b"x")
    found = verify(workspace, current, "--json")
    assert found.status == 1 and found.report["edition"] == 1
    assert {(each["kind"], each["address"]) for each in found.report["findings"]} == {
        ("changed", "index.html"),
        ("added", "shell.php"),
    }
    done = verify(workspace, current, "--restore", "--author", "张某")
    assert done.status == 0, done.output + done.errors
    assert "内容被改动: index.html" in done.output and "已恢复到版本 1: 放回 1 个文件" in done.output
    assert "移走 2 个" in done.output and (tmp_path / "www/county/gongkai-quarantine").is_dir()
    last = read(log, (read_public_key(county[1]),))
    assert last.faults == () and last.events[-1].what == "restore" and last.events[-1].who.startswith("张某（")
    assert verify(workspace, current, "--log", str(log)).status == 0


def test_packed_copies_are_put_back(county: tuple[Workspace, Path], tmp_path: Path) -> None:
    """A server sends them in the place of the pages themselves; they lie in no tree."""
    pytest.importorskip("brotli", reason="需要 brotli：make test 会安装")
    workspace, _ = county
    site = workspace.root / "site.yaml"
    site.write_text(site.read_text("utf-8") + "预压缩: 是\n", "utf-8")
    assert workspace.run("publish").status == 0
    current = tmp_path / "www/county/current"
    pristine = tree(current)
    (current / "jinping/index.html.gz").unlink()
    (current / "jinping/index.html.br").write_bytes(b"defaced")
    (current / "index.html.gz").write_bytes(gzip.compress(b"defaced"))
    done = verify(workspace, current, "--restore")
    assert done.status == 0 and "放回 3 个文件" in done.output and "没有恢复" not in done.output, done.output
    assert tree(current) == pristine


def test_what_our_own_rules_answer_is_no_tampering(county: tuple[Workspace, Path], tmp_path: Path) -> None:
    """What was withdrawn answers 410 and what moved leads on, as the signed lists say; nothing else may."""
    workspace, _ = county
    unit = workspace.root / "content/jinping/unit.yaml"
    gone = "撤下: [{索引号: 11530823000000002K/2026-00002, 日期: 2026-11-01, 理由: 名单有误}]\n原地址: {tzgg: gg}\n"
    unit.write_text(unit.read_text("utf-8") + gone, "utf-8")
    (workspace.root / "content/jinping/gg/n2.md").unlink()
    assert workspace.build().status == 0
    current = tmp_path / "www/county/current"
    for step in (("publish",), ("hosting", "--root", str(current))):
        assert workspace.run(*step).status == 0
    rules = workspace.root / "output/hosting/nginx"
    own = (rules / "gongkai_county.conf").read_text("utf-8").replace("brotli_static on;", "")
    own = own.replace("add_header Strict-Transport-Security", "# ")
    with plain_nginx(tmp_path / "nginx", (rules / "maps.conf").read_text("utf-8"), own) as server:
        address = f"http://127.0.0.1:{server.port}/"
        assert server.get("/jinping/info/2026-00002.html").status == 410
        assert server.get("/jinping/tzgg/index.html").status == 301
        found = verify(workspace, address)
        assert found.status == 0, found.output
    lying = own + "location = /jinping/info/2026-00001.html { return 410; }\n"
    moved = (rules / "maps.conf").read_text("utf-8").replace('"/jinping/gg/"', '"/caizhengju/"')
    with plain_nginx(tmp_path / "nginx", moved, lying) as server:
        found = verify(workspace, f"http://127.0.0.1:{server.port}/", "--json")
        told = {(each["kind"], each["address"]) for each in found.report["findings"]}
        assert {("missing", "jinping/info/2026-00001.html"), ("redirect", "jinping/tzgg/index.html")} <= told


def test_the_command_on_an_edited_log(county: tuple[Workspace, Path], tmp_path: Path) -> None:
    workspace, _ = county
    log = workspace.root / "output/editions/log.jsonl"
    data = log.read_bytes()
    log.write_bytes(data.replace(b'"what":"publish"', b'"what":"forward"'))
    done = verify(workspace, tmp_path / "www/county/current", "--log", str(log))
    assert done.status == 1 and "发布记录第 1 行" in done.output
    log.write_bytes(b"")
    done = verify(workspace, tmp_path / "www/county/current", "--log", str(log))
    assert done.status == 1 and "发布记录里没有版本 1" in done.output
    log.write_bytes(data[:-5])
    done = verify(workspace, tmp_path / "www/county/current", "--log", str(log))
    assert "写到一半中断了" in done.output


def test_the_command_on_a_site_and_its_target(county: tuple[Workspace, Path], tmp_path: Path) -> None:
    """Over the network nothing can be put back but by publishing it again: only what is not as it should be."""
    workspace, _ = county
    current = tmp_path / "www/county/current"
    with serving(tmp_path / "nginx", current) as server:
        whole = verify(workspace, server.address)
        assert whole.status == 0
        quiet = workspace.run("publish").output
        counted = re.search(r"与签名的一致: (\d+) 个文件", whole.output)
        assert counted and f"共 {counted[1]} 个文件；那边的文件有没有被人改动，用 gongkai verify 核对" in quiet
        assert len(tree(current)) - len([path for path in current.rglob("*") if path.is_dir()]) == int(counted[1])
        (current / "index.html").write_bytes(b"defaced")
        (current / "jinping/index.html").unlink()
        assert verify(workspace, server.address, "--restore").status == 2
        done = verify(workspace, server.address, "--restore", "--to", "www")
        assert done.status == 0, done.output + done.errors
        assert "与签名的不一致" in done.output and done.output.rstrip().endswith("个文件")
        assert "www: 已是第 2 版，发送 4 个文件" in done.output, done.output
        assert verify(workspace, server.address).status == 0
        server.start(Setting("location = /robots.txt { return 503; }"))
        assert verify(workspace, server.address).status == 4


def test_the_command_says_what_is_wrong_with_its_call(county: tuple[Workspace, Path], tmp_path: Path) -> None:
    workspace, _ = county
    current = str(tmp_path / "www/county/current")
    assert workspace.run("verify", current).status == 2
    assert workspace.run("verify", current, "--key", str(tmp_path / "none.pem")).status == 2
    assert verify(workspace, tmp_path / "none").status == 2
    assert verify(workspace, current, "--restore", "--json").status == 2
    (tmp_path / "seen.json").write_bytes(b"x")
    damaged = verify(workspace, current)
    assert damaged.status == 3 and "上次核对的记录读不懂" in damaged.errors
    (tmp_path / "seen.json").unlink()
    other = key_in(tmp_path / "other").path.with_name("gongkai-ed25519.public.pem")
    refused = workspace.run("verify", current, "--key", str(other), "--state", str(tmp_path / "s.json"), "--restore")
    assert refused.status == 3 and "不能恢复" in refused.errors and "不是用这把密钥签的" in refused.output


def test_an_edition_of_the_builder_is_attested_like_one_that_is_public(tmp_path: Path, key: PrivateKey) -> None:
    output = tmp_path / "output"
    found = kept(output, contents(1), key)
    write(tmp_path / "site", {**contents(1), **seals(found.edition, key)})
    there, faults = attested(
        lambda address, most: read_in(tmp_path / "site", address, most), (key.public,), Sightings()
    )
    assert there == found and faults == ()
    assert last_signed(output, (key_in(tmp_path / "other").public,)) is None
    assert datetime.fromisoformat(found.edition.issued).tzinfo == UTC
