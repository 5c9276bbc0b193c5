"""`gongkai publish` and `gongkai rollback` as they are called: what they say, how they end, what they never tell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import REPOSITORY, Outcome
from county import County
from generator.credentials import read_credentials, secrets_of, variable, without_secrets
from generator.errors import GeneratorError, UsageError
from generator.lock import hold
from generator.outgoing import Outgoing, Plans, plans_of
from generator.publishing import Wish, publish_all, status_of
from generator.targets import Place, Settings
from generator.workspace import Workspace
from publications import FOLDER, TARGETS, edit, published_county, shown

CANARIES = ("canary/pass word", "canary-k3y")


def run(county: County, *arguments: str, **environment: str) -> Outcome:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "generator", "--root", str(county.root), *arguments]
    done = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8", env={**os.environ, **environment}
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def log(county: County) -> list[dict[str, object]]:
    """The lines of the log."""
    path = county.root / "output/editions/log.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def test_publish_and_roll_back(tmp_path: Path) -> None:
    """The way of an ordinary day, told in one line a target and recorded in one line an event."""
    county = published_county(tmp_path, documents=1)
    folder = tmp_path / "www/county"
    dry = run(county, "publish", "--dry-run", "--verbose")
    assert dry.status == 0 and "将发送" in dry.output and "  + jinping/info/2026-00001.html" in dry.output
    assert not folder.exists() and not log(county)
    assert run(county, "publish", "--author", "王某").output.startswith("www: 已是第 1 版，发送 ")
    assert shown(folder) == county.tree()
    assert run(county, "publish").output.startswith("www: 没有变化，仍是第 1 版，共 ")
    edit(county, "jinping", 1, "改了")
    assert run(county, "publish", "jinping").status == 0
    new = county.tree()
    back = run(county, "rollback", "jinping")
    assert (back.status, "保持在第" in back.output) == (0, True)
    assert county.tree() != new and of_unit(shown(folder)) == of_unit(county.tree())
    assert "保持在第" in run(county, "publish").output
    assert "不用放开" not in run(county, "rollback", "--forward", "jinping").output
    assert county.tree() == new == shown(folder)
    assert [each["what"] for each in log(county)] == ["publish", "publish", "rollback", "forward"]
    assert "王某" in str(log(county)[0]["who"]) and log(county)[1]["changes"]["jinping"]  # type: ignore[index]


def test_a_rollback_leaves_old_releases_to_the_next_publication(tmp_path: Path) -> None:
    """Whoever goes back is in a hurry, and a disk takes longer to remove a release than to show another."""
    county = published_county(tmp_path, documents=1)
    site = (county.root / "site.yaml").read_text("utf-8")
    county.write("site.yaml", site.replace("类型: 文件夹", "类型: 文件夹\n    保留: 2"))
    releases = tmp_path / "www/county/releases"
    for text in ("一", "二"):
        edit(county, "jinping", 1, text)
        run(county, "publish")
    for word in ("jinping", "--forward", "jinping", "--forward"):
        assert run(county, "rollback", word).status == 0
    assert [each.name for each in sorted(releases.iterdir())] == [f"{number:06d}" for number in range(1, 7)]
    edit(county, "jinping", 1, "三")
    run(county, "publish")
    assert [each.name for each in sorted(releases.iterdir())] == ["000006", "000007"]


def of_unit(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of one unit."""
    return {address: data for address, data in tree.items() if address.startswith("jinping/")}


def test_a_running_build_is_waited_for(tmp_path: Path) -> None:
    """R7: what is public is not read while it is being changed."""
    county = published_county(tmp_path, documents=1)
    command = [sys.executable, "-m", "generator", "--root", str(county.root), "publish"]
    with hold(county.root / "output/.lock", "2026-11-23 02:00"):
        waiting = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert waiting.stderr is not None
        assert "另一个生成正在进行" in waiting.stderr.readline()
        assert not (tmp_path / "www/county").exists()
    output, _ = waiting.communicate()
    assert waiting.returncode == 0 and output.startswith("www: 已是第 1 版")


def test_what_cannot_be_published_is_told(tmp_path: Path) -> None:
    """A link among the public files leads anywhere: it stays here."""
    county = published_county(tmp_path, documents=1)
    (county.public / "secret").symlink_to("/etc/hostname")
    assert "output/public/secret 没有发布" in run(county, "publish").output
    assert "secret" not in shown(tmp_path / "www/county")


def test_only_here(tmp_path: Path) -> None:
    """`--local` leaves the targets alone; without targets nothing else is done."""
    county = published_county(tmp_path, documents=1)
    run(county, "publish")
    edit(county, "jinping", 1, "改了")
    run(county, "publish")
    new = shown(tmp_path / "www/county")
    assert "只改了本机" in run(county, "rollback", "jinping", "--local").output
    assert shown(tmp_path / "www/county") == new != county.tree()
    wrong = run(county, "rollback", "--forward", "--to", "1")
    assert wrong.status == 2 and "不能一起写" in wrong.errors


def test_a_guard_ends_with_four(tmp_path: Path) -> None:
    """And says what to do; the consent is in the log."""
    county = published_county(tmp_path, documents=40)
    run(county, "publish")
    for number in range(1, 31):
        (county.root / f"content/jinping/gg/n{number}.md").unlink()
    county.register("jinping")
    county.build()
    stopped = run(county, "publish")
    assert stopped.output.startswith("www: 没有发布，先看这些：\n")
    assert stopped.status == 4 and "jinping: 页面从" in stopped.output and "--accept jinping" in stopped.output
    held = run(county, "publish", "--hold-back")
    assert held.status == 1 and "jinping 保持原样" in held.output
    assert run(county, "publish", "--accept", "jinping").status == 0
    assert log(county)[-1]["accepted"] == ["jinping"]
    assert shown(tmp_path / "www/county") == county.tree()


def test_a_failing_target_stops_no_other(tmp_path: Path) -> None:
    """One of two fails: the other shows the new, and the status says so; both: it is the machine's."""
    county = published_county(tmp_path, documents=1)
    site = (county.root / "site.yaml").read_text("utf-8")
    broken = TARGETS.format(folder=tmp_path / "none/there").removeprefix("发布目标:\n").replace("www", "broken")
    county.write("site.yaml", site.replace("发布目标:\n", f"发布目标:\n{broken}"))
    found = run(county, "publish")
    assert found.status == 1 and "broken: 失败 目标的文件夹的上一级不存在" in found.output
    assert shown(tmp_path / "www/county") == county.tree()
    assert run(county, "publish", "--to", "broken").status == 3
    assert run(county, "publish", "--to", "www").status == 0
    assert "可以写 broken、www" in run(county, "publish", "--to", "wwww").errors


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    """What the system refuses is the target's failure, not a traceback."""
    county = published_county(tmp_path, documents=1)
    (tmp_path / "www/county/releases").mkdir(parents=True)
    (tmp_path / "www/county/releases/.000001").write_text("in the way")
    found = run(county, "publish")
    assert found.status == 3 and "www: 失败 " in found.output and "Traceback" not in found.output + found.errors


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("    类型: 文件加\n", "site.yaml:19:9: F103 没有「文件加」这种发布目标"),
        ("    选项: {文件夹子: /x}\n", "“文件夹”没有「文件夹子」这个选项，是不是想写「文件夹」"),
        ("    保留: 1\n", "「发布目标 · 第 1 项 · 保留」不能小于 2"),
        ("    超时: 很久\n", "「发布目标 · 第 1 项 · 超时」应当是整数"),
        ("    名称: 主站\n", "目标的名称「主站」只能用小写字母、数字和连字符"),
        ("    密码: x\n", "没有「密码」这个字段"),
    ],
)
def test_mistakes_in_the_settings(tmp_path: Path, line: str, told: str) -> None:
    """Each with its line, before anything is done."""
    county = County(tmp_path, ("jinping",))
    site = (county.root / "site.yaml").read_text("utf-8")
    whole = {"名称": "    名称: www\n", "类型": "    类型: 文件夹\n", "选项": "    选项: {文件夹: /x}\n"}
    rows = "".join({**whole, line.split(":")[0].strip(): line}.values())
    county.write("site.yaml", f"{site}发布目标:\n  -{rows[3:]}")
    found, findings = plans_of(Workspace(tmp_path), {}, {})
    assert found is None
    lines = [f"{each.path}:{each.line}:{each.column}: {each.code} {each.message}" for each in findings]
    assert any(told.partition("F103 ")[2] in each or told in each for each in lines), lines
    assert all(each.line >= len(site.splitlines()) for each in findings)


def test_targets_need_names_of_their_own(tmp_path: Path) -> None:
    """Two of one name, and none at all."""
    county = published_county(tmp_path, documents=1)
    site = (county.root / "site.yaml").read_text("utf-8")
    county.write("site.yaml", site + TARGETS.format(folder="/x").removeprefix("发布目标:\n"))
    assert "有两个目标都叫「www」" in run(county, "publish").output
    county.write("site.yaml", site.partition("发布目标")[0])
    none = run(county, "publish")
    assert none.status == 2 and "没有发布目标" in none.errors


def test_new_targets_make_no_unit_again(tmp_path: Path) -> None:
    """What `site.yaml` says of publishing is no input of pages."""
    county = published_county(tmp_path, documents=1)
    county.build()
    county.write("site.yaml", (county.root / "site.yaml").read_text("utf-8").replace("www/county", "www/other"))
    report = county.build()
    assert not report.read and report.total("written") == 0


# ── secrets ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_where_secrets_come_from(tmp_path: Path) -> None:
    """The environment goes before the file; a file that others can read is refused."""
    path = tmp_path / "credentials.yaml"
    path.write_text("www:\n  PASSWORD: one\n  key: two\n")
    path.chmod(0o600)
    filed = read_credentials(path)
    assert secrets_of("www", ("PASSWORD", "KEY", "TOKEN"), {}, filed) == {"PASSWORD": "one", "KEY": "two"}
    assert variable("my-site", "PASSWORD") == "GONGKAI_MY_SITE_PASSWORD"
    assert secrets_of("www", ("PASSWORD",), {"GONGKAI_WWW_PASSWORD": "three"}, filed) == {"PASSWORD": "three"}
    for mode in (0o640, 0o604, 0o660):
        path.chmod(mode)
        with pytest.raises(UsageError, match="别人也能读"):
            read_credentials(path)
    path.chmod(0o600)
    if os.geteuid() == 0:
        os.chown(path, 12345, -1)
        with pytest.raises(UsageError, match=r"(?s)是别的用户的.*chown"):
            read_credentials(path)


@pytest.mark.parametrize(
    "text", ["www: {PASSWORD: [canary-k3y]}", "www: canary-k3y", "www: {a: canary-k3y", "- canary-k3y\n- *x"]
)
def test_a_credentials_file_is_never_quoted(tmp_path: Path, text: str) -> None:
    """Whatever is wrong with it."""
    path = tmp_path / "credentials.yaml"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(UsageError) as caught:
        read_credentials(path)
    assert "canary" not in str(caught.value)


class Leaking:
    """A target whose errors tell everything that they know."""

    KIND = "leaking"
    OPTIONS: Mapping[str, str] = {}
    SECRETS: Mapping[str, str] = {"PASSWORD": "密码", "KEY": "密钥"}

    def __init__(self, error: type[Exception]) -> None:
        self.error = error

    @contextmanager
    def open_place(self, settings: Settings) -> Iterator[Place]:
        """Never opens."""
        from base64 import b64encode
        from urllib.parse import quote

        password, key = settings.secrets["PASSWORD"], settings.secrets["KEY"]
        header = b64encode(password.encode()).decode()
        raise self.error(f"{password} at ftp://{quote(password, safe='')}@host, {header}, {key}, {settings!r}")
        yield  # type: ignore[unreachable]


@pytest.mark.parametrize("error", [GeneratorError, OSError, RuntimeError])
def test_no_secret_is_told(tmp_path: Path, error: type[Exception]) -> None:
    """Neither in messages nor in tracebacks, notes or logs, however a library writes it."""
    county = published_county(tmp_path, documents=1)
    settings = Settings("leak", {}, dict(zip(("PASSWORD", "KEY"), CANARIES, strict=True)), tmp_path)
    found = Plans((Outgoing(Leaking(error), settings),), ())
    results = publish_all(county.task(), found, Wish(), lambda name, sent, total: None)
    assert (
        status_of(results) == 3 and results[0].told and (error is not RuntimeError or "Traceback" in results[0].crash)
    )
    output = (path for path in (county.root / "output").rglob("*") if path.is_file())
    texts = [repr(results), *(path.read_text("utf-8", "replace") for path in output)]
    for secret in (*CANARIES, "canary%2Fpass%20word", "Y2FuYXJ5L3Bhc3Mgd29yZA=="):
        assert not any(secret in text for text in texts), secret


def test_short_words_are_no_secrets() -> None:
    """A secret of three letters would be hidden in every other word."""
    assert without_secrets("the word", ("the", "")) == "the word"


def test_a_signed_edition(tmp_path: Path) -> None:
    """With a private key in the settings the edition is signed, and the log's line too."""
    pytest.importorskip("cryptography", reason="需要 cryptography：pip install cryptography")
    from generator.signing import new_key, read_public_key, refusal

    private, public = new_key(tmp_path / "keys")
    county = published_county(tmp_path, documents=1)
    county.write("site.yaml", (county.root / "site.yaml").read_text("utf-8") + f"签名私钥: [{private}]\n")
    assert run(county, "publish").status == 0
    place = tmp_path / "www/county/current/.well-known/gongkai"
    top, signature = (place / "edition.json").read_bytes(), (place / "edition.sig").read_bytes()
    assert refusal(top, signature, [read_public_key(public)]) == ""
    assert log(county)[0]["signature"]
    assert run(county, "publish").output.startswith("www: 没有变化，仍是第 1 版，共 ")
    assert FOLDER in (county.root / "site.yaml").read_text("utf-8")


def test_a_place_that_somebody_put_back_is_no_ground_to_publish_on(tmp_path: Path) -> None:
    """What was withdrawn since would be signed anew: some units alone are refused, all of them are sent anew."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    assert run(county, "publish").status == 0
    former = os.readlink(folder / "current")
    (county.root / "content/jinping/gg").rename(county.root / "gone")
    county.build()
    assert run(county, "publish", "--accept", "all").status == 0
    (folder / "current").unlink()
    (folder / "current").symlink_to(former)
    edit(county, "caizhengju", 1, "改了")
    alone = run(county, "publish", "caizhengju")
    assert alone.status == 3 and "可能被人换回去过" in alone.output + alone.errors
    assert os.readlink(folder / "current") == former
    assert run(county, "publish", "--accept", "all").status == 0
    assert shown(folder) == county.tree()
    assert not [path for path in shown(folder) if path.startswith("jinping/info/2026-00001")]
