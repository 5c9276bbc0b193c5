"""What servers refuse ends soon, in Chinese, without secrets, and leaves what is public as it was."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.grounds import KINDS, Ground, between, edition_of, two_sites
from benchmarks.hosting import (
    LOOPBACK,
    PASSWORD,
    closed_port,
    file_server,
    make_key,
    object_options,
    silent_server,
    wire,
)
from generator.changes import Change
from generator.errors import GeneratorError
from generator.secure_shell import followed
from generator.sending import Effort, Meter
from generator.targets import Settings, targets
from servers import check_installed, refusing, small_disk, started, within

LIMIT = 30  # seconds
SHELL = ["rsync", "sftp", "git"]
NETWORK = [*SHELL, "ftp", "ftps", "s3"]


@pytest.fixture
def step(tmp_path: Path) -> Change:
    """A first publication, large enough that it does not fit between two machines."""
    files, _ = two_sites(7, 600_000, 8_000_000)
    return between({}, edition_of(tmp_path / "wanted", files, 1), 1)


def failing(publish: Callable[[], object]) -> str:
    """How it failed, as the operator reads it: within the limit, and without secrets, in its traceback too."""
    error = within(LIMIT, publish)
    assert isinstance(error, GeneratorError), error
    shown = "".join(traceback.format_exception(error))
    assert PASSWORD not in shown
    assert "canary" not in shown
    return str(error)


def settings_at(kind: str, host: str, port: int, folder: Path, patience: float = 2) -> Settings:
    """A target at an address where nothing is as it should be."""
    (folder / "known_hosts").write_text(f"[{host}]:{port} ssh-ed25519 AAAA\n", "ascii")
    shell = {"主机": host, "端口": str(port), "用户": "county", "主机公钥": str(folder / "known_hosts")}
    options: dict[str, dict[str, str]] = {
        "rsync": {**shell, "文件夹": "/srv/county"},
        "sftp": {**shell, "文件夹": "/srv/county"},
        "ftp": {**shell, "文件夹": "/county"},
        "ftps": {**shell, "文件夹": "/county", "加密": "是"},
        "s3": {**object_options(port, "county"), "接入点": f"http://{host}:{port}"},
        "git": {"仓库": f"ssh://county@{host}:{port}/srv/county.git", "主机公钥": str(folder / "known_hosts")},
    }
    secrets = {"PASSWORD": PASSWORD, "ACCESS_KEY": "county", "SECRET_KEY": PASSWORD}
    found = {
        name: secrets[name]
        for name in targets()[kind.rstrip("s") if kind == "ftps" else kind].SECRETS
        if name in secrets
    }
    return Settings("county", options[kind], found, folder / "state", patience=patience)


def publish_there(kind: str, settings: Settings, step: Change) -> Callable[[], object]:
    check_installed(kind)

    def publish() -> None:
        with targets()["ftp" if kind == "ftps" else kind].open_place(settings) as place:
            place.send(step, lambda _done, _all: None)

    return publish


@pytest.mark.parametrize("kind", NETWORK)
def test_a_closed_port(kind: str, tmp_path: Path, step: Change) -> None:
    settings = settings_at(kind, LOOPBACK, closed_port(), tmp_path)
    assert "拒绝连接" in failing(publish_there(kind, settings, step))


@pytest.mark.parametrize("kind", NETWORK)
def test_a_name_that_nobody_has(kind: str, tmp_path: Path, step: Change) -> None:
    settings = settings_at(kind, "no-such-host.invalid", 2222, tmp_path)
    assert "找不到这个主机名" in failing(publish_there(kind, settings, step))


@pytest.mark.parametrize("kind", NETWORK)
def test_a_server_that_never_answers(kind: str, tmp_path: Path, step: Change) -> None:
    with silent_server() as port:
        settings = settings_at(kind, LOOPBACK, port, tmp_path)
        assert "没有回答" in failing(publish_there(kind, settings, step))


@pytest.mark.parametrize("told", [{"加密": "FTPS"}, {"加密": "true"}, {"加密": ""}, {"加密": "否", "证书": "site.pem"}])
def test_a_password_is_never_sent_in_the_clear_by_a_slip(told: dict[str, str], tmp_path: Path, step: Change) -> None:
    settings = settings_at("ftps", LOOPBACK, closed_port(), tmp_path)
    settings = replace(settings, options={**settings.options, **told})
    assert "“加密”要写“是”或“否”" in failing(publish_there("ftps", settings, step))


def test_a_certificate_that_is_not_there(tmp_path: Path, step: Change) -> None:
    settings = settings_at("ftps", LOOPBACK, closed_port(), tmp_path)
    settings = replace(settings, options={**settings.options, "证书": str(tmp_path / "none.pem")})
    assert "读不了“证书”文件" in failing(publish_there("ftps", settings, step))


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_takes_next_to_nothing(kind: str, tmp_path: Path, step: Change) -> None:
    with started(kind, tmp_path / "server") as place:
        with place.place("county") as opened:
            assert opened.receipt("index.html", 100) is None
        place.wire.rate = 2000
        told = failing(lambda: place.publish("county", step, patience=6, attempts=2))
        place.wire.rate = None
        # Which of its limits a kind runs into first depends on how much the systems between take without being asked.
        assert any(words in told for words in ("太慢", "没有回答", "连接断了"))
        assert place.live("county") == {}


@pytest.mark.parametrize("kind", SHELL)
def test_a_key_that_is_not_known(kind: str, tmp_path: Path, step: Change) -> None:
    with started(kind, tmp_path / "server") as place:
        make_key(tmp_path / "other")
        assert "不接受" in failing(lambda: changed(place, step, {"私钥": str(tmp_path / "other")}))
        assert place.live("county") == {}


@pytest.mark.parametrize("kind", ["ftp", "ftps"])
def test_a_wrong_password(kind: str, tmp_path: Path, step: Change) -> None:
    with started(kind, tmp_path / "server") as place:
        secrets = {"PASSWORD": f"{PASSWORD}-wrong"}
        assert "不接受" in failing(lambda: place.publish("county", step, secrets=secrets))
        assert place.live("county") == {}


@pytest.mark.parametrize("kind", SHELL)
def test_a_host_key_that_is_another_or_unknown(kind: str, tmp_path: Path, step: Change) -> None:
    with started(kind, tmp_path / "server") as place:
        other = " ".join(make_key(tmp_path / "other").split()[:2])
        hosts = tmp_path / "hosts"
        for told in (f"[{LOOPBACK}]:{place.wire.port} {other}\n", ""):
            hosts.write_text(told, "ascii")
            assert "主机公钥与 known_hosts" in failing(lambda: changed(place, step, {"主机公钥": str(hosts)}))
        assert place.live("county") == {}


@pytest.mark.parametrize("kind", SHELL)
def test_a_host_key_that_was_revoked(kind: str, tmp_path: Path, step: Change) -> None:
    """Even where it also stands as good; another key that was revoked is nobody's concern."""
    with started(kind, tmp_path / "server") as place:
        good = Path(place.options("county")["主机公钥"]).read_text("ascii").split()
        other = " ".join(make_key(tmp_path / "other").split()[:2])
        own = f"[{LOOPBACK}]:{place.wire.port} {' '.join(good[1:])}\n"
        hosts = tmp_path / "hosts"
        hosts.write_text(f"{own}@revoked * {' '.join(good[1:])} stolen\n", "ascii")
        assert "已经吊销" in failing(lambda: changed(place, step, {"主机公钥": str(hosts)}))
        assert place.live("county") == {}
        hosts.write_text(f"{own}@revoked * {other}\n", "ascii")
        assert changed(place, step, {"主机公钥": str(hosts)})


@pytest.mark.parametrize("kind", SHELL)
def test_a_key_file_that_others_can_read(kind: str, tmp_path: Path, step: Change) -> None:
    """`ssh` refuses it by itself and says so in English; the library of SFTP would use it."""
    with started(kind, tmp_path / "server") as place:
        path = tmp_path / "identity"
        path.write_bytes(Path(place.options("county")["私钥"]).read_bytes())
        path.chmod(0o640)
        assert "别人也能读" in failing(lambda: changed(place, step, {"私钥": str(path)}))
        assert place.live("county") == {}


PROGRESS = "".join(f"\r  {number:,}  {number % 100}%  1.00MB/s  0:00:01" for number in range(3000))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f'rsync: [receiver] write failed on "/srv/x": No space left on device (28)\n{PROGRESS}\n'
         "rsync error: error in file IO (code 11) at receiver.c(381) [receiver=3.2.7]\n"
         "rsync: [sender] write error: Broken pipe (32)\n", "空间不足"),
        (f"sh: rsync: command not found\n{PROGRESS}\nrsync error: not found (code 127)\n", "没有要用的命令"),
        (f'rsync: [receiver] mkstemp "/srv/y" failed: Input/output error (5)\n{PROGRESS}\nrsync error: (code 23)\n',
         "磁盘读写出错"),
        (f'rsync: [generator] failed to set times on "/srv/z": Unknown (99)\n{PROGRESS}\n'
         "rsync error: some files were not transferred (see previous errors) (code 23)\n", "failed to set times"),
    ],
)  # fmt: skip
def test_the_cause_is_told_however_much_was_printed_after_it(said: str, told: str, tmp_path: Path) -> None:
    script = tmp_path / "said"
    script.write_text(said, "utf-8", newline="")
    call = ["sh", "-c", f"cat {script}; exit 23"]
    meter = Meter(0, lambda _done, _all: None)
    assert told in failing(lambda: followed(call, b"", meter, Effort(1, 1, 20), "www", lambda _said: 0))


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path, step: Change) -> None:
    with started("ftps", tmp_path / "server") as place:
        assert "证书不可信" in failing(lambda: changed(place, step, {"证书": ""}))
        assert place.live("county") == {}


def changed(place: Ground, step: Change, options: dict[str, str]) -> int:
    """Publish with other options."""
    return place.publish("county", step, options={**place.options("county"), **options})


@pytest.mark.parametrize("kind", [*SHELL, "ftp"])
def test_no_space_and_no_permission(kind: str, tmp_path: Path, step: Change) -> None:
    folder = tmp_path / "server"
    sites = folder / ("root" if kind == "ftp" else "sites")
    first = between({}, edition_of(tmp_path / "small", {"index.html": b"small"}, 1), 1)
    larger = Change(2, step.uploads, first.kept, ())
    with small_disk(sites / "disk") as make_read_only, started(kind, folder) as place:
        place.publish("disk/county", first)
        before = place.live("disk/county")
        assert "空间" in failing(lambda: place.publish("disk/county", larger, patience=20))  # of a busy machine
        assert place.live("disk/county") == before
        make_read_only()
        third = between({}, edition_of(tmp_path / "other", {"index.html": b"other"}, 3), 3)
        told = failing(lambda: place.publish("disk/county", third))
        assert ("没有权限" if kind != "sftp" else "只读") in told  # SFTP says only that it failed
        assert place.live("disk/county") == before


def test_an_ftp_user_who_may_only_read(tmp_path: Path, step: Change) -> None:
    check_installed("ftp")
    (tmp_path / "root" / "county").mkdir(parents=True)
    with file_server(tmp_path, tmp_path / "root", rights="elr") as server, wire(*server.ports):
        settings = Settings("county", server.options("/county"), {"PASSWORD": PASSWORD}, tmp_path / "state", patience=3)
        assert "没有权限" in failing(publish_there("ftp", settings, step))
    assert list((tmp_path / "root" / "county").iterdir()) == []


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (403, "InvalidAccessKeyId", "不接受"),
        (403, "SignatureDoesNotMatch", "不接受"),
        (403, "AccessDenied", "没有权限"),
        (507, "XMinioStorageFull", "空间"),
        (404, "NoSuchBucket", "没有这个存储桶"),
        (503, "SlowDown", "连接断了"),
        (400, "SomethingElse", "SomethingElse"),
    ],
)
def test_an_object_server_that_refuses(status: int, code: str, told: str, tmp_path: Path, step: Change) -> None:
    check_installed("s3")
    with refusing(status, code) as port:
        settings = settings_at("s3", LOOPBACK, port, tmp_path)
        assert told in failing(publish_there("s3", settings, step))
