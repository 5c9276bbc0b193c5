"""The log of publications: only ever added to, every edit of an old line found, a crash told and never hidden."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REPOSITORY
from generator.errors import GeneratorError
from generator.logbook import Count, Event, Log, author, read, record
from published_places import key_in

DIGEST = "0" * 64


def event(number: int, **more: object) -> Event:
    told = {"what": "publish", "when": f"2026-11-{number:02}T03:00:00+08:00", "who": "夜间任务@builder"}
    changes = {"jinping": Count(1, 2, number)}
    whole = {**told, "edition": number, "digest": DIGEST, "targets": ("www",), "changes": changes, **more}
    return Event(**whole)  # type: ignore[arg-type]


def filled(path: Path, count: int = 6, *keys: object) -> bytes:
    for number in range(1, count + 1):
        record(path, event(number, accepted=("jinping: 页面少了",), reviewer="张某"), *keys)  # type: ignore[arg-type]
    return path.read_bytes()


def test_what_was_recorded_is_read(tmp_path: Path) -> None:
    path = tmp_path / "editions" / "log.jsonl"
    filled(path, 2)
    found = read(path)
    assert found.faults == () and found.torn == ()
    assert found.events == tuple(event(each, accepted=("jinping: 页面少了",), reviewer="张某") for each in (1, 2))
    with pytest.raises(GeneratorError, match="没有发布记录"):
        read(tmp_path / "none")
    assert "@" in author() and author("张某").startswith("张某（")


@pytest.mark.parametrize("signed", [False, True])
def test_any_edit_of_any_line_is_found(tmp_path: Path, signed: bool) -> None:
    """Bytes changed, lines removed, exchanged, repeated, put in: at every line."""
    path = tmp_path / "log.jsonl"
    keys = (key_in(tmp_path),) if signed else ()
    publics = tuple(key.public for key in keys)
    data = filled(path, 6, *keys)
    lines = data.splitlines(keepends=True)
    chance = random.Random(5)
    for _ in range(300):
        changed, at = list(lines), chance.randrange(len(lines))
        way = chance.randrange(4)
        if way == 0:
            byte = chance.randrange(len(changed[at]) - 1)
            changed[at] = changed[at][:byte] + bytes([changed[at][byte] ^ 1]) + changed[at][byte + 1 :]
        elif way == 1 and at < len(lines) - 1:
            del changed[at]
        elif way == 2:
            other = (at + 1) % len(lines)
            changed[at], changed[other] = changed[other], changed[at]
        else:
            changed.insert(at, changed[chance.randrange(len(changed))])
        path.write_bytes(b"".join(changed))
        assert read(path, publics).faults, (way, at)
    path.write_bytes(data)
    assert read(path, publics).faults == ()


def test_a_chain_that_somebody_else_forged_anew_is_found_by_its_signatures(tmp_path: Path) -> None:
    path, key, stranger = tmp_path / "log.jsonl", key_in(tmp_path / "a"), key_in(tmp_path / "b")
    filled(path, 3, key)
    path.unlink()
    filled(path, 3)
    assert read(path, (key.public,)).faults == (), "nothing was ever signed: the chain alone is no proof"
    filled(path, 1, key)
    assert read(path, (key.public,)).faults == (), "what a signed line follows, it vouches for"
    record(path, event(9), stranger)
    record(path, event(10))
    assert [line for line, _ in read(path, (key.public,)).faults] == [5, 6]
    assert [line for line, _ in read(path, (key.public, stranger.public)).faults] == [6]


def test_a_torn_line_is_told_and_stays(tmp_path: Path) -> None:
    """Cut at every byte of the last line, then recorded into: nothing is lost, mended or taken for an edit."""
    path = tmp_path / "log.jsonl"
    data = filled(path, 3)
    start = data[:-1].rindex(b"\n") + 1
    for cut in range(start + 1, len(data)):
        path.write_bytes(data[:cut])
        whole = cut == len(data) - 1
        assert read(path).torn == (3,) and read(path).faults == ()
        record(path, event(4))
        assert path.read_bytes().startswith(data[:cut] + b"\n")
        found = read(path)
        assert found.faults == () and found.torn == (() if whole else (3,))
        assert [each.edition for each in found.events] == ([1, 2, 3, 4] if whole else [1, 2, 4])


def test_a_torn_line_that_is_edited_is_found(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    data = filled(path, 3)
    path.write_bytes(data[:-30])
    record(path, event(4))
    whole = path.read_bytes()
    assert read(path).faults == ()
    for at in (len(data) - 40, len(data) - 60):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read(path).faults


def _many(path: Path, who: str) -> None:
    for number in range(20):
        record(path, event(1, who=who, edition=number))


def test_several_at_once_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    processes = [multiprocessing.get_context("fork").Process(target=_many, args=(path, str(n))) for n in range(4)]
    for each in processes:
        each.start()
    for each in processes:
        each.join()
    found = read(path)
    assert found.faults == () and len(found.events) == 80
    assert sorted(each.edition for each in found.events if each.who == "2") == list(range(20))


def test_a_kill_loses_nothing_that_was_recorded(tmp_path: Path) -> None:
    """SIGKILL while lines are written: what was said to be recorded is there, and the log goes on."""
    path = tmp_path / "log.jsonl"
    program = (
        "import sys; sys.path[:0] = ['.', 'tests']\n"
        "from pathlib import Path\nfrom test_logbook import event\nfrom generator.logbook import record\n"
        "for n in range(10**6):\n record(Path(sys.argv[1]), event(1, edition=n)); print(n, flush=True)"
    )
    said = 0
    for _ in range(5):
        command = [sys.executable, "-c", program, str(path)]
        with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            wanted = random.Random(said).randrange(3, 30)
            seen = [child.stdout.readline() for _ in range(wanted)]
            os.kill(child.pid, signal.SIGKILL)
            said += len(seen) + len(child.stdout.read().splitlines())
        found: Log = read(path)
        assert found.faults == () and len(found.events) >= said
    record(path, event(2))
    assert read(path).faults == ()
