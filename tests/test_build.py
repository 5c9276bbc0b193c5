"""The loop from outside: mountings, workers, one build at a time, failing units, kills and full disks."""

from __future__ import annotations

import fcntl
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath

import pytest

from conftest import REPOSITORY, Outcome, Workspace
from county import RESOURCE_LISTS, UNIT, UNITS, USCC, County, document, small_county, told
from generator import console, workspace
from generator.lock import Busy
from generator.plan import plan

COUNTY_BASE = "https://www.county.example/"
OWN_HOST = "https://jinping.county.example/"


def run(county: County, *arguments: str) -> Outcome:
    """Build in a process of its own."""
    return Workspace(county.root).run("build", "--today", "2026-11-23", *arguments)


# ── mountings ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_both_mountings_give_the_same_bytes(tmp_path: Path) -> None:
    """Below the base the files are equal, once the two bases are written alike.

    A link that leaves the unit's folder is relative under the county's host and absolute from a host of its own: both
    are resolved to the address that they lead to. Everything else must be equal as it is, but for how long a record is,
    which holds addresses, and for its hash.
    """
    by_path, by_host = small_county(tmp_path / "path"), small_county(tmp_path / "host")
    name, kind, region = UNITS["jinping"]
    text = UNIT.format(name=name, kind=kind, region=region, uscc=USCC["jinping"])
    by_host.write("content/jinping/unit.yaml", f"{text}部署方式: 独立主机\n独立主机地址: {OWN_HOST}\n")
    by_path.build()
    by_host.build()
    one = _normalised(by_path.public / "jinping", f"{COUNTY_BASE}jinping/", relative=True)
    other = _normalised(by_host.public / "jinping", OWN_HOST, relative=False)
    assert one.keys() == other.keys()
    assert [url for url in one if one[url] != other[url]] == []


def _normalised(folder: Path, base: str, relative: bool) -> dict[str, str]:
    found = {}
    home = folder.resolve()
    for path in sorted(home.rglob("*")):
        if path.is_file():
            url = path.relative_to(home).as_posix()
            text = path.read_bytes().decode("utf-8", "replace")
            for written in (base, base.replace(":", "%3A").replace("/", "%2F")):
                text = text.replace(written, "BASE/")
            if url.endswith(RESOURCE_LISTS):
                text = re.sub(r' hash="[^"]*" length="[^"]*"(?=/></url>)', "", text)
            if url == "404.html":  # shown at any depth, so its links begin at the root of the host
                text = text.replace('="/jinping/', '="BASE/').replace(
                    '="/', f'="{COUNTY_BASE if relative else "BASE/"}'
                )
            found[url] = _outward_resolved(text, url) if relative else text
            found[url] = found[url].replace('/index.html"', '/"')
    return found


def _outward_resolved(text: str, url: str) -> str:
    """Links that climb out of the unit's folder, as the absolute address that they lead to."""
    text = text.replace("BASE/../", COUNTY_BASE)
    up = "../" * len(PurePosixPath(url).parts)
    return re.sub(
        rf'((?:href|src|data-county)=")(?<!\.\./){re.escape(up)}(?!\.\./)', rf"\g<1>{COUNTY_BASE}", text
    ).replace(f'"{COUNTY_BASE}index.html"', f'"{COUNTY_BASE}"')


# ── workers ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("workers", ["1", "2", "4"])
def test_workers_give_the_same_bytes(tmp_path: Path, workers: str) -> None:
    """Serial and parallel builds come to the same."""
    serial, parallel = small_county(tmp_path / "serial"), small_county(tmp_path / "parallel")
    assert run(serial, "--workers", "serial").status == run(parallel, "--workers", workers).status == 0
    assert serial.tree() == parallel.tree()


def test_environment_changes_no_byte(tmp_path: Path) -> None:
    """Time zone, locale, hash seed, umask and the names of folders leave no trace."""
    plain = small_county(tmp_path / "plain")
    plain.build()
    for number, more in enumerate(({"TZ": "Pacific/Kiritimati", "LC_ALL": "C"}, {"PYTHONHASHSEED": "7", "TZ": "UTC"})):
        other = small_county(tmp_path / f"别处 {number}")
        command = [sys.executable, "-m", "generator", "--root", str(other.root), "build", "--today", "2026-11-23"]
        environment = {**os.environ, **more}
        subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, capture_output=True, umask=0o077)
        assert other.tree() == plain.tree()


# ── what the command says ───────────────────────────────────────────────────────────────────────────────────────


def test_last_line_is_always_of_one_shape(tmp_path: Path) -> None:
    """Whatever was built."""
    county = small_county(tmp_path)
    shape = re.compile(r"单位 \d+ · 页面 \d+ · 重写 \d+ · 删除 \d+ · 问题 \d+ · 用时 \d+\.\d\d 秒")
    for arguments in ((), (), ("jinping",), ("--clean",)):
        last = run(county, *arguments).output.splitlines()[-1]
        assert shape.fullmatch(last) and last.startswith(f"单位 {len(arguments)} ·") is (arguments == ("jinping",))


def test_wrong_usage_is_two(tmp_path: Path) -> None:
    """Unknown unit, unknown option, bad day, unusable site.yaml: status 2 and a hint, nothing built."""
    county = small_county(tmp_path)
    outcome = run(county, "jingping")
    assert outcome.status == 2 and "是不是「jinping」？" in outcome.errors
    assert run(county, "--workres", "2").status == 2
    assert run(county, "--workers", "many").status == 2
    assert Workspace(tmp_path).run("build", "--today", "2026-02-30").status == 2
    county.write("site.yaml", "名称：县\n")
    broken = run(county)
    assert broken.status == 2 and "site.yaml:1:3" in broken.output
    assert not county.public.exists()


def test_one_build_at_a_time(tmp_path: Path) -> None:
    """The second says who is building and ends with 3; the lock dies with its process."""
    county = small_county(tmp_path)
    run(county)
    with (county.root / "output/.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        outcome = run(county)
        assert outcome.status == 3 and "另一个生成正在进行" in outcome.errors and "进程" in outcome.errors
    assert run(county).status == 0


def test_a_check_waits_for_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says for whom it waits, and goes on when the build is over; it does not wait for ever."""
    county = small_county(tmp_path)
    run(county)
    with (county.root / "output/.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, "-m", "generator", "--root", str(county.root), "check"]
        waiting = subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True)
        assert waiting.stderr is not None
        assert "等它结束" in waiting.stderr.readline()
        monkeypatch.setattr(console, "PATIENCE", 0)
        with pytest.raises(Busy), console.turn(workspace.Workspace(county.root)):
            pass
        assert Workspace(county.root).run("build").status == 3
    waiting.communicate()
    assert waiting.returncode == 0


# ── failures ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_unreadable_unit_fails_alone(tmp_path: Path) -> None:
    """A unit folder without permission: the others are built, the status is 1, the report names the unit."""
    county = small_county(tmp_path)
    (county.root / "content/caizhengju").chmod(0)
    command = [sys.executable, "-m", "generator", "--root", str(county.root), "build", "--today", "2026-11-23"]
    if os.geteuid() == 0:  # root reads what it may not; without its capabilities it does not
        command = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", *command]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    (county.root / "content/caizhengju").chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert "content/caizhengju:1:1: 错误 F019 读不了文件夹：Permission denied" in done.stdout
    assert "没有生成" in done.stdout
    assert (county.public / "jinping/info/2026-00001.html").is_file()
    assert (county.public / "info/2026-00001.html").is_file()


@pytest.mark.parametrize("path", ["gg/表.csv", "gg/n1.md", "annual/2025.yaml", "ledger/2026.csv", "gg/附件.txt"])
def test_unreadable_file_stays_in_its_unit(tmp_path: Path, path: str) -> None:
    """A file that may not be read is told by its name; the other units are built."""
    county = small_county(tmp_path)
    county.write("content/jinping/gg/表.csv", "a,b\n1,2\n")
    county.write("content/jinping/gg/附件.txt", "x\n")
    county.write("content/jinping/annual/2025.yaml", "年度: 2025\n")
    body = "![表](表.csv)\n\n[附件](附件.txt)\n"
    county.write("content/jinping/gg/n1.md", document("通知1", "2026-00001", body=body))
    report = document("年报", "2026-00090", "类型: 年度报告", "年度: 2025")
    county.write("content/jinping/nb/2025.md", report)
    (county.root / "content/jinping" / path).chmod(0)
    command = [sys.executable, "-m", "generator", "--root", str(county.root), "build", "--today", "2026-11-23"]
    if os.geteuid() == 0:
        command = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", *command]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert Path(path).name in done.stdout
    assert (county.public / "caizhengju/info/2026-00001.html").is_file()


def test_our_own_mistake_stays_in_its_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug met by one unit costs that unit its new version, and is told with its traceback."""
    county = small_county(tmp_path)

    def planned(content: object, *rest: object) -> object:
        if getattr(content, "unit").slug == "jinping":  # noqa: B009
            raise ZeroDivisionError("on purpose")
        return plan(content, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("generator.making.plan", planned)
    report = county.build()
    assert [each.code for each in report.findings()] == ["U109"]
    assert "on purpose" in report.crashes()[0]
    assert (county.public / "caizhengju/info/2026-00001.html").is_file()


def test_the_lock_dies_with_its_build(tmp_path: Path) -> None:
    """Killing only the parent takes its workers along: the next build finds no lock."""
    county = small_county(tmp_path, 60)
    command = [sys.executable, "-m", "generator", "--root", str(county.root), "build", "--workers", "2"]
    for wait in (0.6, 0.9, 1.2):
        process = subprocess.Popen(
            [*command, "--clean"], cwd=REPOSITORY, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        time.sleep(wait)
        process.kill()
        process.wait()
        for _ in range(20):  # the system ends the workers in its time
            time.sleep(0.2)
            if (status := run(county, "jinping").status) == 0:
                break
        assert status == 0


def test_killed_builds_leave_old_or_new(tmp_path: Path) -> None:
    """SIGKILL at random moments: the public tree is the old or the new one, and the next build needs no help."""
    county = small_county(tmp_path / "county", 20)
    run(county)
    dice = random.Random(3)
    for round_number in range(12):
        old = county.tree()
        text = document("改了", "2026-00003", body=f"第 {round_number} 次。\n")
        county.write("content/jinping/gg/n3.md", text)
        command = [sys.executable, "-m", "generator", "--root", str(county.root), "build", "--clean"]
        process = subprocess.Popen(
            [*command, "--today", "2026-11-23"],
            cwd=REPOSITORY,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(dice.uniform(0.1, 1.6))
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            assert process.poll() is not None  # it had ended before
        process.wait()
        killed = county.tree()
        assert run(county).status == 0
        assert killed in (old, county.tree())


@pytest.mark.skipif(os.geteuid() != 0, reason="要以 root 运行，才能挂载一个很小的磁盘")
@pytest.mark.parametrize("size", ["150k", "300k", "450k", "600k"])
def test_full_disk_leaves_the_old_tree(tmp_path: Path, size: str) -> None:
    """No room for the new tree: status 3, one sentence, the old tree stays; with room again the build succeeds."""
    county = small_county(tmp_path / "county", 2)
    run(county)
    old = county.tree()
    output = county.root / "output"
    shutil.move(output, tmp_path / "kept")
    output.mkdir()
    need = int(subprocess.run(["du", "-sk", tmp_path / "kept"], capture_output=True, text=True).stdout.split()[0])
    room = need + int(size[:-1])
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}k", "tmpfs", output]).returncode:
        pytest.skip("这里不能挂载 tmpfs：要有挂载的权限")
    try:
        subprocess.run(["cp", "-a", f"{tmp_path / 'kept'}/.", output], check=True)
        county.write("site.yaml", (county.root / "site.yaml").read_text("utf-8").replace("测试用", "换了声明"))
        outcome = run(county)
        if outcome.status == 0:
            assert county.tree() != old
            return
        assert outcome.status == 3 and "磁盘已满" in outcome.errors and "Traceback" not in outcome.errors
        assert county.tree() == old
        subprocess.run(["mount", "-o", "remount,size=64m", output], check=True)
        assert run(county).status == 0 and county.tree() != old
    finally:
        subprocess.run(["umount", output], check=True)


def test_a_first_build_in_which_every_unit_fails_shows_nothing(tmp_path: Path) -> None:
    county = small_county(tmp_path)
    texts = {path: path.read_text("utf-8") for path in tmp_path.glob("content/*/unit.yaml")}
    for path in texts:
        path.write_text("名称: [", "utf-8")
    report = county.build()
    assert all(unit.broken for unit in report.units) and not report.released
    assert not county.public.exists()
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    assert county.build().released and (county.public / "index.html").is_file()


def test_units_that_clash_are_told(tmp_path: Path) -> None:
    """Two units of one code, and a unit named like a column of the portal: both told, the others are built."""
    county = small_county(tmp_path)
    text = (tmp_path / "content/jinping/unit.yaml").read_text("utf-8")
    other = text.replace(USCC["jinping"], "11530823000000004R").replace("530823100", "530823101")
    county.write("content/zfxxgk/unit.yaml", other)
    county.write("content/twin/unit.yaml", text)
    report = county.build()
    clashes = [each for each in report.findings() if each.code == "U106"]
    assert [each.path for each in clashes] == ["content/twin/unit.yaml", "content/zfxxgk/unit.yaml"]
    assert (county.public / "jinping/index.html").is_file() and (county.public / "zfxxgk/index.html").is_file()
    assert not (county.public / "zfxxgk").is_symlink() and not (county.public / "twin").exists()
    assert "twin" not in (county.public / "units/index.html").read_text("utf-8")


def _clashes(county: County) -> list[str]:
    return [line.split(" ", 1)[0] for line in told(county.build().findings()) if " U106 " in line]


def test_a_copied_unit_does_not_take_the_place_of_the_one_that_was_public_first(tmp_path: Path) -> None:
    """The copy is blamed at its code, although its folder comes first, and stays out, build after build."""
    county = small_county(tmp_path)
    county.build()
    text = (tmp_path / "content/jinping/unit.yaml").read_text("utf-8")
    county.write("content/ajinping/unit.yaml", "# 复制来的\n" + text)
    line = text[: text.index("统一社会信用代码")].count("\n") + 2
    for _ in range(2):
        assert _clashes(county) == [f"content/ajinping/unit.yaml:{line}:11:"]
        assert (county.public / "jinping/index.html").is_file() and not (county.public / "ajinping").exists()
    text = text.replace(USCC["jinping"], "11530823000000004R")
    county.write("content/ajinping/unit.yaml", text)
    assert _clashes(county) == [f"content/ajinping/unit.yaml:{line}:9:"]  # the code of its region is another's as well
    county.write("content/ajinping/unit.yaml", text.replace("530823100", "530823101"))
    assert _clashes(county) == [] and (county.public / "ajinping/index.html").is_file()


def test_a_public_unit_that_takes_the_code_of_another_keeps_its_last_state(tmp_path: Path) -> None:
    county = small_county(tmp_path)
    county.build()
    path = "content/caizhengju/unit.yaml"
    text = (tmp_path / path).read_text("utf-8").replace("示例路 1 号", "新路 2 号")
    county.write(path, text.replace(USCC["caizhengju"], USCC["jinping"]))
    old = county.tree()
    for _ in range(2):
        report = county.build()
        assert [each.path for each in report.findings() if each.code == "U106"] == [path]
        assert [each.slug for each in report.units if each.broken] == ["caizhengju"]
        assert county.tree() == old
    county.write(path, text)
    assert _clashes(county) == [] and county.tree() != old
