"""The `ssh` command, for what reaches a server by it: its options, how it is called, and what its complaints mean."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from generator.errors import GeneratorError
from generator.files import exposure
from generator.sending import Effort, Meter, interrupted, no_permission, no_space, not_let_in, watched

OPTIONS = {
    "主机": "服务器的主机名或 IP",
    "端口": "SSH 的端口，不写是 22",
    "用户": "登录用的用户名",
    "私钥": "私钥文件（本机路径，权限 600），不写用 ssh 自己的设置",
    "主机公钥": "known_hosts 文件，服务器的主机公钥要先写在里面；不写用 ~/.ssh/known_hosts",
}
SSH_PORT = 22
LONGEST = 60  # times the patience: for a command that works on the server and says nothing meanwhile
_PULSE = 0.2  # seconds between two looks at a program's progress
_TAIL = 1 << 14  # of what a program prints: enough for its last figures and its complaints
_MOST = 8 << 20  # of the same, once it has failed: what it complains of may stand far above its last figures
_PROGRESS = re.compile(  # of rsync, whose complaints follow on the same line, and of git
    rb"[\d,]+ +\d+% +\S+ +[\d:]+(?: \(xfr#\d+, [a-z]+-chk=\d+/\d+\))?|(?:remote: )?[A-Z][a-z]+ objects: +\d+%[^\r\n]*"
)
_CAUSE = re.compile(r"failed|fatal:|error:|cannot|denied|not found", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*|\[?[0-9A-Fa-f:]+\]?")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


class Server(NamedTuple):
    """A server, and how it is reached."""

    host: str
    port: int
    user: str
    identity: str
    known_hosts: str
    patience: float

    @property
    def where(self) -> str:
        """The server in messages."""
        return f"{self.host}:{self.port}"

    @property
    def login(self) -> str:
        """The server on a command line."""
        return f"{self.user}@{self.host}" if self.user else self.host


def server(options: Mapping[str, str], patience: float) -> Server:
    """The server that a target's options name; `GeneratorError` for what could be taken for something else."""
    host, user, port = options.get("主机", ""), options.get("用户", ""), options.get("端口", str(SSH_PORT))
    if not _HOST.fullmatch(host):
        raise GeneratorError("“主机”要写主机名或 IP", host)
    if user and not _USER.fullmatch(user):
        raise GeneratorError("“用户”不能是这样的名字", user)
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise GeneratorError("“端口”要写 1 到 65535 之间的数", port)
    identity, known_hosts = (_local_file(options.get(name, "")) for name in ("私钥", "主机公钥"))
    if identity and Path(identity).is_file() and (told := exposure(Path(identity))):
        advice = f"由运行发布的账户拥有：chown $(id -un) {identity} && chmod 600 {identity}"
        raise GeneratorError(f"登录用的私钥文件{told}，不用它", identity, advice)
    return Server(host, int(port), user, identity, known_hosts, patience)


def _local_file(name: str) -> str:
    if '"' in name or not name.isprintable():
        raise GeneratorError("文件名里有不能用的字符", name)
    return str(Path(name).expanduser()) if name else ""


def remote_folder(options: Mapping[str, str]) -> str:
    """The folder on the server: whole, and nothing that leaves it."""
    folder = options.get("文件夹", "").rstrip("/")
    if not folder.startswith("/") or {".", ".."} & set(folder.split("/")) or not folder.isprintable():
        raise GeneratorError("“文件夹”要写服务器上的完整路径，例如 /var/www/gongkai", folder)
    return folder


def command(server: Server, control: Path | None = None) -> list[str]:
    """`ssh` with its options: never asks, never takes an unknown host; `control` is where connections are shared."""
    seconds = max(1, round(server.patience))
    options = {
        "BatchMode": "yes",
        "StrictHostKeyChecking": "yes",
        "ConnectTimeout": str(seconds),
        "ServerAliveInterval": str(max(1, seconds // 2)),
        "ServerAliveCountMax": "2",
    }
    if server.known_hosts:
        options |= {"UserKnownHostsFile": f'"{server.known_hosts}"', "GlobalKnownHostsFile": "none"}
    if server.identity:
        options |= {"IdentityFile": f'"{server.identity}"', "IdentitiesOnly": "yes"}
    if control:
        options |= {"ControlMaster": "auto", "ControlPersist": "60", "ControlPath": str(control)}
    return ["ssh", "-p", str(server.port), *(f"-o{name}={value}" for name, value in options.items())]


def environment() -> dict[str, str]:
    """What programs find around them: ours, but with messages in English, which `complaint` reads."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}


def run(
    arguments: list[str], told: bytes, patience: float, where: str, around: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A program that speaks to a server, with `told` on its standard input and `around` added to its environment."""
    try:
        return subprocess.run(
            arguments,
            input=told,
            capture_output=True,
            env={**environment(), **(around or {})},
            timeout=patience * LONGEST,
            check=False,
        )
    except FileNotFoundError:
        raise missing(arguments[0]) from None
    except subprocess.TimeoutExpired:
        raise GeneratorError("服务器上的命令一直没有结束", where, "检查服务器的负载和磁盘") from None


def followed(
    arguments: list[str],
    told: bytes,
    meter: Meter,
    effort: Effort,
    where: str,
    counted: Callable[[bytes], int],
    around: Mapping[str, str] | None = None,
) -> None:
    """A program that sends; `counted` reads from the end of what it has printed how many bytes it has sent.

    It is given up when the server takes next to nothing, and its complaints are raised.
    """
    before = 0
    with TemporaryFile() as listed, TemporaryFile() as output:
        listed.write(told)
        listed.seek(0)
        try:
            process = subprocess.Popen(
                arguments,
                stdin=listed,
                stdout=output,  # no pipe: a shared connection would hold its other end
                stderr=subprocess.STDOUT,
                env={**environment(), **(around or {})},
                start_new_session=True,  # so that what it starts itself can be ended with it
            )
        except FileNotFoundError:
            raise missing(arguments[0]) from None
        with process, _ended_with_us(process), watched(meter, effort, where, lambda: _end(process)):
            while not _has_ended(process):
                now = max(before, counted(_tail(output)))
                meter.add(now - before)
                before = now
            meter.add(max(before, counted(_tail(output))) - before)
            if process.returncode:
                raise meter.fault or complaint(_complaints(output), where)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Wait a little."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(_PULSE)
    return process.returncode is not None


def _tail(output: IO[bytes]) -> bytes:
    """The end of what a program has printed; it goes on printing to the end of the file."""
    size = os.fstat(output.fileno()).st_size
    return os.pread(output.fileno(), _TAIL, max(0, size - _TAIL))


def _complaints(output: IO[bytes]) -> str:
    """What a program has said, without the lines that only tell how far it has come: these may be very many."""
    size = os.fstat(output.fileno()).st_size
    told = _PROGRESS.sub(b"\n", os.pread(output.fileno(), _MOST, max(0, size - _MOST)))
    return told.replace(b"\r", b"\n").decode("utf-8", "replace")


@contextmanager
def _ended_with_us(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def missing(program: str) -> GeneratorError:
    """A program is not on this machine."""
    return GeneratorError(f"本机没有 {program} 命令", "", f"Debian、Ubuntu：apt-get install {_PACKAGES[program]}")


def revoked(where: str) -> GeneratorError:
    """The server has a key that known_hosts says nobody may have any more."""
    advice = "不要连接；向管理服务器的人要新的主机公钥，核对指纹后换进 known_hosts，删去旧的那一行"
    return GeneratorError("服务器的主机公钥已经吊销（known_hosts 里的 @revoked）", where, advice)


_PACKAGES = {"ssh": "openssh-client", "rsync": "rsync", "git": "git"}


def _told(what: str, advice: str) -> Callable[[str], GeneratorError]:
    return lambda where: GeneratorError(what, where, advice)


_COMPLAINTS: tuple[tuple[tuple[str, ...], Callable[[str], GeneratorError]], ...] = (  # words of `ssh`, `rsync`, `git`
    (("revoked host key", "is marked as revoked"), revoked),
    (
        ("host key verification failed", "host identification has changed"),
        _told("服务器的主机公钥与 known_hosts 里的不符，或者不在里面", "向管理服务器的人核对指纹后改正 known_hosts"),
    ),
    (("permission denied (", "too many authentication failures"), not_let_in),
    (("could not resolve hostname",), _told("找不到这个主机名", "核对主机名和本机的 DNS 设置")),
    (("connection refused",), _told("服务器拒绝连接，这个端口上没有服务", "核对主机和端口，确认服务已经启动")),
    (("no space left", "quota exceeded"), no_space),
    (
        ("timed out", "not responding", "timeout in data send/receive", "timeout waiting for"),
        _told("服务器一直没有回答", "检查服务器和防火墙；网络很慢时可以把“超时”调大"),
    ),
    (
        ("non-fast-forward", "fetch first", "[rejected]", "stale info"),
        _told("仓库的分支被别人推送过，没有覆盖", "查明是谁推送的；让分支回到上次发布的提交，或者再发布一次"),
    ),
    (("authentication failed", "could not read username", "could not read password"), not_let_in),
    (
        (
            *("permission denied", "insufficient permission", "unable to create temporary", "read-only file system"),
            "operation not permitted",
        ),
        no_permission,
    ),
    (("command not found",), _told("服务器上没有要用的命令", "在服务器上安装 rsync（或 git）")),
    (("file name too long",), _told("服务器的文件系统不收这么长的文件名", "缩短文件名，或者换一个磁盘")),
    (
        ("input/output error",),
        _told("服务器的磁盘读写出错", "检查服务器的磁盘（dmesg、smartctl），修好以前不要再发布"),
    ),
    (
        (
            *("connection reset", "connection closed", "closed by remote host", "broken pipe", "unexpectedly closed"),
            *("connection to", "lost connection", "hung up", "early eof", "unexpected disconnect", "control socket"),
            *("network is unreachable", "no route to host", "error in rsync protocol", "mux_client"),
            "session open refused",
        ),
        interrupted,
    ),
)


def complaint(errors: str, where: str) -> GeneratorError:
    """What `ssh`, or a program behind it, complains of; what breaks a connection is found before that it broke."""
    said = errors.lower()
    for words, meaning in _COMPLAINTS:
        if any(each in said for each in words):
            return meaning(where)
    lines = [line for line in errors.splitlines() if line.strip()]
    if not lines:
        return interrupted(where)
    cause = next((line for line in lines if _CAUSE.search(line)), lines[-1])  # what comes after follows from it
    return GeneratorError("服务器上的命令没有成功", where, f"服务器说：{cause.strip()[:300]}")
