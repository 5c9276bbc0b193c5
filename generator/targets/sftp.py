"""A server reached by SFTP alone: releases beside the link that says which is public, made without a shell.

On the server: `<folder>/releases/<name>/` and `<folder>/current`. A folder at the top of a release in which nothing
changed is a link to where it lies in an older one; in the others, files that stay are hard links. So an edit in one
unit costs as much as that unit is large.
"""

from __future__ import annotations

import errno
import logging
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.changes import Change, Item
from generator.errors import GeneratorError
from generator.releases import CURRENT, RELEASES, expired, ours, release_name
from generator.secure_shell import OPTIONS as SHELL_OPTIONS
from generator.secure_shell import SSH_PORT, Server, remote_folder, revoked, server
from generator.sending import Effort, Lines, Meter, bounded, network_fault, not_let_in, watched
from generator.sftp_connection import INCOMING, Connection, is_lacking
from generator.staging import missing, names, stage
from generator.targets import Place, Progress, Settings

if TYPE_CHECKING:
    import paramiko

KIND = "sftp"
OPTIONS = {**SHELL_OPTIONS, "文件夹": "服务器上的文件夹（完整路径）；网站根目录设为其中的 current"}
SECRETS = {"PASSWORD": "登录密码（不用密钥时）", "PASSPHRASE": "私钥的口令"}

# What the library says of a server that does not answer; which, hangs on which of its limits ends first. Of a time that
# ran out while keys were agreed on it says only, at the next step, that there is no session.
_SILENT = ("banner", "timeout", "timed out", "no existing session")


@dataclass(frozen=True, slots=True)
class _Sftp:
    settings: Settings
    server: Server
    effort: Effort
    lines: Lines[Connection]

    def receipt(self, address: str, most: int) -> bytes | None:
        def read(line: Connection) -> bytes | None:
            try:
                with line.files.open(line.path(f"{CURRENT}/{address}")) as file:
                    file.prefetch(min(file.stat().st_size or 0, most + 1))
                    return bounded(file.read(most + 1), most, address)
            except FileNotFoundError:
                return None

        return self.lines.once(read)

    def send(self, change: Change, progress: Progress) -> int:
        meter = Meter(change.size, progress)
        there = self.lines.once(partial(_prepared, name=release_name(change)))
        if there is None:
            return 0
        begun = set(there)
        with watched(meter, self.effort, self.server.where, self.lines.close):
            self.lines.each(missing(change, begun), lambda line, each: stage(line, each[0], each[1], begun, meter))
        return meter.sent

    def commit(self, change: Change) -> None:
        name = release_name(change)
        former = self.lines.once(_current)
        if former == name:
            return
        self.lines.once(lambda line: line.make_folder(f"{RELEASES}/{name}"))
        layout = _layout(change)
        for folder in layout.folders:
            self.lines.once(partial(Connection.make_folder, name=f"{RELEASES}/{name}/{folder}"))
        self.lines.each(layout.moved, lambda line, each: _move(line, name, *each))
        self.lines.each(layout.copied, lambda line, each: line.copy(f"{CURRENT}/{each}", f"{RELEASES}/{name}/{each}"))
        self.lines.each(layout.linked, lambda line, each: _link(line, name, former, each))
        self.lines.once(lambda line: _switch(line, name))

    def tidy(self, change: Change) -> None:
        self.lines.once(lambda line: _pruned(line, self.settings.releases))


class _Layout(NamedTuple):
    """How a release comes about: folders to make, files to move into it, to copy and tops to link from the former."""

    folders: list[str]
    moved: list[tuple[str, Item]]
    copied: list[str]
    linked: list[str]


def _layout(change: Change) -> _Layout:
    touched = {_top(address) for address in (*(each.address for each in change.uploads), *change.removals)} | {""}
    copied = sorted(address for address in change.kept if _top(address) in touched)
    linked = sorted({_top(address) for address in change.kept} - touched)
    folders = {str(parent) for address in (*copied, *(each.address for each in change.uploads))
               for parent in Path(address).parents}  # fmt: skip
    return _Layout(sorted(folders - {"."}), names(change), copied, linked)


def _top(address: str) -> str:
    return address.partition("/")[0] if "/" in address else ""


def _prepared(line: Connection, name: str) -> set[str] | None:
    """What waits for an edition already; None where making it public has begun, and so all was there."""
    for folder in ("", RELEASES, INCOMING):
        line.make_folder(folder)
    if line.found(f"{RELEASES}/{name}"):
        return None
    return set(line.files.listdir(line.path(INCOMING)))


def _current(line: Connection) -> str:
    """The name of the public release; "" for none."""
    try:
        return (line.files.readlink(line.path(CURRENT)) or "").rpartition("/")[2]
    except FileNotFoundError:
        return ""


def _move(line: Connection, release: str, name: str, item: Item) -> None:
    place = f"{RELEASES}/{release}/{item.address}"
    try:
        line.rename(f"{INCOMING}/{name}", place)
    except FileNotFoundError:
        found = line.found(place)
        if found is None or found.st_size != item.state.size:
            raise GeneratorError("传到服务器上的文件不见了", item.address, "再发布一次") from None
    except OSError as error:
        if is_lacking(error) and line.found(f"{INCOMING}/{name}"):
            raise GeneratorError(
                "服务器不能在一步之内改名（缺 posix-rename@openssh.com），不能保证切换时网站完整",
                "",
                "请服务器改用 OpenSSH，或者改用 rsync、FTP 方式发布",
            ) from None
        raise


def _link(line: Connection, release: str, former: str, top: str) -> None:
    """A folder in which nothing changed leads to where it lies."""
    place = f"{RELEASES}/{release}/{top}"
    if line.found(place) is not None:
        return
    there = line.found(f"{RELEASES}/{former}/{top}")
    is_link = there is not None and stat.S_ISLNK(there.st_mode or 0)
    target = line.files.readlink(line.path(f"{RELEASES}/{former}/{top}")) if is_link else f"../{former}/{top}"
    line.files.symlink(target or "", line.path(place))


def _switch(line: Connection, release: str) -> None:
    new = f"{RELEASES}/.current"
    if line.found(new) is not None:
        line.files.remove(line.path(new))
    line.files.symlink(f"{RELEASES}/{release}", line.path(new))
    try:
        # The link tells where it leads from where it lies in the end: from the folder, not from the releases.
        line.rename(new, CURRENT)
    except OSError:
        found = line.found(CURRENT)
        if found is not None and not stat.S_ISLNK(found.st_mode or 0):
            raise GeneratorError(
                "服务器上的 current 不是链接，不能切换", line.path(CURRENT), "把它移走或改名后再发布"
            ) from None
        raise


def _pruned(line: Connection, kept: int) -> None:
    """Remove what no release that is kept needs; a folder that one of them leads to stays."""
    there = line.files.listdir(line.path(RELEASES))
    gone = expired(there, _current(line), kept)
    stay = [name for name in ours(there) if name not in gone] if gone else []
    needed = {link.removeprefix("../") for name in stay for link in line.links(f"{RELEASES}/{name}")}
    for name in gone:
        for each in line.files.listdir_attr(line.path(f"{RELEASES}/{name}")):
            inside = f"{name}/{each.filename}"
            if stat.S_ISDIR(each.st_mode or 0) and inside not in needed:
                line.remove_tree(f"{RELEASES}/{inside}")
            elif not stat.S_ISDIR(each.st_mode or 0):
                line.files.remove(line.path(f"{RELEASES}/{inside}"))
        if not any(each.startswith(f"{name}/") for each in needed):
            line.files.rmdir(line.path(f"{RELEASES}/{name}"))
    for left in line.files.listdir(line.path(INCOMING)):
        line.drop(left)


@contextmanager
def open_place(settings: Settings) -> Iterator[Place]:
    """A server; it is first spoken to when something is asked of it."""
    try:
        import paramiko
    except ImportError:
        raise GeneratorError("SFTP 方式要用 paramiko", "", "安装：pip install 'gongkai[publish]'") from None
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)  # what it would say is said by us
    found, folder = server(settings.options, settings.patience), remote_folder(settings.options)
    effort = Effort(settings.width, settings.attempts, settings.patience)

    def opened() -> Connection:
        client = paramiko.SSHClient()
        _host_keys(client, found)
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
        try:
            client.connect(found.host, found.port, **_login(settings, found))
            files = client.open_sftp()
            files.get_channel().settimeout(settings.patience)  # type: ignore[union-attr]
        except BaseException:
            client.close()
            raise
        return Connection(client, files, folder)

    def judged(error: Exception) -> GeneratorError | None:
        return _fault(error, found.where)

    lines: Lines[Connection] = Lines(opened, lambda line: line.client.close(), judged, effort)
    try:
        yield _Sftp(settings, found, effort, lines)
    finally:
        lines.close()


def _host_keys(client: paramiko.SSHClient, server: Server) -> None:
    """The keys that the server may have. The library reads no line with a mark: it would take a key that was revoked
    where that also stands as good, and break off at the mark."""
    import paramiko

    path = Path(server.known_hosts or "~/.ssh/known_hosts").expanduser()
    try:
        lines = [line.split() for line in path.read_text("utf-8", "replace").splitlines()]
    except OSError:
        raise GeneratorError("读不到 known_hosts 文件", str(path), "先用 ssh-keyscan 取得主机公钥并核对指纹") from None
    bad = {words[3] for words in lines if len(words) > 3 and words[0].lower() == "@revoked"}
    struck, good = paramiko.HostKeys(), client.get_host_keys()
    for words in lines:
        if len(words) < 3 or words[0][0] in "@#":
            continue
        with suppress(
            paramiko.hostkeys.InvalidHostKey, paramiko.SSHException
        ):  # whoever has no line that can be read is not known
            entry = paramiko.hostkeys.HostKeyEntry.from_line(" ".join(words[:3]))
            if entry is not None and entry.key is not None:
                for name in entry.hostnames or ():
                    (struck if words[2] in bad else good).add(name, entry.key.get_name(), entry.key)
    name = server.host if server.port == SSH_PORT else f"[{server.host}]:{server.port}"
    if struck.lookup(name) and not good.lookup(name):
        raise revoked(server.where)


def _login(settings: Settings, server: Server) -> dict[str, Any]:
    password, passphrase = settings.secrets.get("PASSWORD"), settings.secrets.get("PASSPHRASE")
    return {
        "username": server.user or None,
        "password": password,
        "passphrase": passphrase,
        "key_filename": server.identity or None,
        "look_for_keys": not (password or server.identity),
        "allow_agent": not (password or server.identity),
        "timeout": server.patience,
        "banner_timeout": server.patience,
        "auth_timeout": server.patience,
        "channel_timeout": server.patience,
    }


def _fault(error: Exception, where: str) -> GeneratorError | None:
    """What an error of the library means."""
    import paramiko

    if isinstance(error, paramiko.BadHostKeyException) or "not found in known_hosts" in str(error):
        return GeneratorError(
            "服务器的主机公钥与 known_hosts 里的不符，或者不在里面", where, "向管理服务器的人核对指纹后改正 known_hosts"
        )
    if isinstance(error, paramiko.AuthenticationException):
        return not_let_in(where)
    if isinstance(error, paramiko.ssh_exception.NoValidConnectionsError):
        return network_fault(next(iter(error.errors.values())), where)
    if isinstance(error, paramiko.SSHException):
        silent = any(words in str(error).lower() for words in _SILENT)
        return network_fault(TimeoutError() if silent else EOFError(), where)
    if isinstance(error, OSError) and error.errno is None and str(error) == "Failure":  # all that SFTP 3 can say
        return GeneratorError(
            "服务器写不进文件", where, "多半是磁盘空间不足、超过配额，或者文件夹只读：在服务器上查明后再发布一次"
        )
    if isinstance(error, OSError) and error.errno == errno.ENOENT:
        return GeneratorError("服务器上没有这个文件夹", where, "核对“文件夹”，先在服务器上建立它")
    return network_fault(error, where)
