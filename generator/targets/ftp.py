"""A folder reached by FTP, or FTP over TLS, for hosting that has nothing else.

FTP has no step that changes a whole site: new files wait in `.gongkai-staging/` and are renamed into place one by one
in the order of the change, so that a page is either the old or the new one and never leads to what is not there yet.
The site as a whole is mixed for as long as the renaming takes.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ftplib import FTP, FTP_TLS, error_perm, error_temp
from functools import partial
from pathlib import PurePosixPath
from socket import SO_SNDBUF, SOL_SOCKET, SocketType
from typing import NamedTuple

from generator.changes import Change, Item, steps
from generator.edition import oversized
from generator.errors import GeneratorError
from generator.releases import release_name
from generator.sending import (
    Altered,
    Effort,
    Lines,
    Meter,
    bounded,
    watched,
)
from generator.staging import missing, names, stage
from generator.targets import Place, Progress, Settings
from generator.targets._ftp_faults import code_of, fault

KIND = "ftp"
OPTIONS = {
    "主机": "服务器的主机名或 IP",
    "端口": "不写是 21",
    "用户": "登录用的用户名",
    "文件夹": "服务器上的网站根目录，例如 /htdocs",
    "加密": "写“是”用 FTPS（显式 TLS）；不写或写“否”，密码和文件在网上不加密",
    "证书": "服务器用自签证书时，证书文件在本机的路径",
}
SECRETS = {"PASSWORD": "登录密码"}

STAGING = ".gongkai-staging"
MOST_NAMES = 64 << 20  # bytes of the names that wait
BUFFER = 1 << 16  # what may be under way unseen: a larger buffer of the system would hide that a server takes nothing


class _Line(NamedTuple):
    """A connection, speaking of names below the target's folder."""

    ftp: FTP
    folder: str
    data: list[SocketType]  # the connection that carries bytes, while there is one

    def path(self, name: str) -> str:
        return f"{self.folder}/{name}"

    def append(self, name: str, start: int, data: Iterator[bytes]) -> None:
        altered = None
        with self._transfer(f"STOR {self.path(f'{STAGING}/{name}')}", start) as connection:
            try:
                for piece in data:
                    connection.sendall(piece)
            except Altered as error:  # the connection holds, and must be left as after any other file
                altered = error
        if altered:
            raise altered

    def size(self, name: str) -> int | None:
        return self.size_of(f"{STAGING}/{name}")

    def finish(self, part: str, name: str) -> None:
        self.ftp.rename(self.path(f"{STAGING}/{part}"), self.path(f"{STAGING}/{name}"))

    def drop(self, name: str) -> None:
        self.ftp.delete(self.path(f"{STAGING}/{name}"))

    def size_of(self, name: str) -> int | None:
        try:
            return self.ftp.size(self.path(name))
        except error_perm as error:
            if code_of(error) == "550":
                return None
            raise

    def read(self, command: str, most: int) -> bytes:
        """What a command answers; more than `most` bytes end the connection with it."""
        found = bytearray()
        with self._transfer(command) as connection:
            while piece := connection.recv(BUFFER):
                found += piece
                if len(found) > most:
                    raise oversized(command.partition(" ")[2])
        return bytes(found)

    def listing(self) -> set[str]:
        """The names that wait."""
        try:
            told = self.read(f"NLST {self.path(STAGING)}", MOST_NAMES)
        except (error_perm, error_temp) as error:
            if code_of(error) in ("550", "450"):  # how some servers say that a folder is empty
                return set()
            raise
        return {line.rpartition("/")[2] for line in told.decode("utf-8", "replace").splitlines()}

    def make_folder(self, name: str) -> None:
        with suppress(error_perm):  # it is there; where it is not, what is put into it will say so
            self.ftp.mkd(self.path(name))

    @contextmanager
    def _transfer(self, command: str, start: int = 0) -> Iterator[SocketType]:
        """A connection for bytes; over TLS in the session of the first, which careful servers insist on."""
        connection, _ = FTP.ntransfercmd(self.ftp, command, start or None)
        connection.setsockopt(SOL_SOCKET, SO_SNDBUF, BUFFER)
        self.data.append(connection)
        try:
            if isinstance(self.ftp, FTP_TLS) and isinstance(self.ftp.sock, ssl.SSLSocket):
                connection = self.ftp.context.wrap_socket(
                    connection, server_hostname=self.ftp.host, session=self.ftp.sock.session
                )
                self.data[:] = [connection]
            yield connection
            if isinstance(connection, ssl.SSLSocket):
                connection.unwrap()
        except ConnectionError:
            with suppress(EOFError, OSError):  # why it ended may stand on the other connection
                self.ftp.voidresp()
            raise
        finally:
            self.data.clear()
            connection.close()
        self.ftp.voidresp()


@dataclass(frozen=True, slots=True)
class _Ftp:
    where: str
    effort: Effort
    lines: Lines[_Line]

    def receipt(self, address: str, most: int) -> bytes | None:
        def read(line: _Line) -> bytes | None:
            if line.size_of(address) is None:
                return None
            return bounded(line.read(f"RETR {line.path(address)}", most), most, address)

        return self.lines.once(read)

    def send(self, change: Change, progress: Progress) -> int:
        meter = Meter(change.size, progress)
        self.lines.once(lambda line: line.make_folder(STAGING))
        begun = self.lines.once(_Line.listing)
        if _mark(change) in begun:  # all was there, and making it public has begun
            return 0
        with watched(meter, self.effort, self.where, self.lines.close):
            self.lines.each(missing(change, begun), lambda line, each: stage(line, each[0], each[1], begun, meter))
        return meter.sent

    def commit(self, change: Change) -> None:
        def begin(line: _Line) -> set[str]:
            there = line.listing()
            line.append(_mark(change), 0, iter(()))
            return there

        waiting = self.lines.once(begin)
        for folder in _folders(each.address for each in change.uploads):
            self.lines.once(partial(_Line.make_folder, name=folder))
        named = {item: name for name, item in names(change)}
        for uploads, removals in steps(change):
            self.lines.each(uploads, lambda line, each: _moved(line, named[each], each, waiting))
            for address in removals:
                self.lines.once(partial(_removed, address=address))
            for folder in reversed(_folders(removals)):
                self.lines.once(partial(_remove_empty, folder=folder))

    def tidy(self, change: Change) -> None:
        for left in sorted(self.lines.once(_Line.listing)):
            self.lines.once(partial(_Line.drop, name=left))


def _mark(change: Change) -> str:
    """The name of the file that says that a change is being made public."""
    return f"{release_name(change)}.begun"


def _folders(addresses: Iterator[str] | tuple[str, ...]) -> list[str]:
    """The folders of files, the outer before the inner."""
    found = {str(parent) for address in addresses for parent in PurePosixPath(address).parents}
    return sorted(found - {"."})


def _moved(line: _Line, name: str, item: Item, waiting: set[str]) -> None:
    """Give a file its place; one that has it already is left."""
    if name not in waiting:
        return
    old, new = line.path(f"{STAGING}/{name}"), line.path(item.address)
    try:
        line.ftp.rename(old, new)
    except error_perm:
        if line.size(name) is None:  # the answer to the first try was lost
            return
        if line.size_of(item.address) is None:
            raise
        line.ftp.delete(new)  # a server that does not rename over a file
        line.ftp.rename(old, new)
    waiting.discard(name)


def _removed(line: _Line, address: str) -> None:
    try:
        line.ftp.delete(line.path(address))
    except error_perm:
        if line.size_of(address) is not None:
            raise


def _remove_empty(line: _Line, folder: str) -> None:
    with suppress(error_perm):  # not empty: others' files stay, and so does their folder
        line.ftp.rmd(line.path(folder))


@contextmanager
def open_place(settings: Settings) -> Iterator[Place]:
    """A server; it is first spoken to when something is asked of it."""
    options = settings.options
    host, port, folder = options.get("主机", ""), options.get("端口", "21"), options.get("文件夹", "").rstrip("/")
    if not host or not port.isdigit() or not folder.isprintable() or ".." in folder.split("/"):
        raise GeneratorError("FTP 要写“主机”和“文件夹”，“端口”要写数", settings.name)
    where = f"{host}:{port}"
    effort = Effort(settings.width, settings.attempts, settings.patience)
    connect = _connector(settings, host, int(port))

    def judged(error: Exception) -> GeneratorError | None:
        return fault(error, where)

    lines: Lines[_Line] = Lines(lambda: _Line(connect(), folder, []), _closed, judged, effort)
    try:
        yield _Ftp(where, effort, lines)
    finally:
        lines.close()


def _connector(settings: Settings, host: str, port: int) -> Callable[[], FTP]:
    context = _encryption(settings)

    def connect() -> FTP:
        ftp = FTP_TLS(context=context) if context else FTP()
        try:
            ftp.connect(host, port, settings.patience)
            ftp.login(settings.options.get("用户", ""), settings.secrets.get("PASSWORD", ""))
            if isinstance(ftp, FTP_TLS):
                ftp.prot_p()
            ftp.voidcmd("TYPE I")  # without it some servers tell no sizes
            with suppress(error_perm):  # servers that speak nothing else need not be told
                ftp.sendcmd("OPTS UTF8 ON")
        except BaseException:
            ftp.close()
            raise
        return ftp

    return connect


def _encryption(settings: Settings) -> ssl.SSLContext | None:
    """How the connection is encrypted; None where it is not, which only the plain word for it says."""
    wanted, certificate = settings.options.get("加密", "否"), settings.options.get("证书", "")
    if wanted not in ("是", "否") or (certificate and wanted == "否"):
        raise GeneratorError("“加密”要写“是”或“否”，写了“证书”就要写“是”", settings.name, "不加密时密码会明文传送")
    try:
        return ssl.create_default_context(cafile=certificate or None) if wanted == "是" else None
    except OSError:
        raise GeneratorError("读不了“证书”文件，或者它不是证书", certificate, "要 PEM 格式，写全路径") from None


def _closed(line: _Line) -> None:
    """End a connection at once, also while another thread waits on it."""
    for connection in [*line.data, line.ftp.sock]:
        with suppress(OSError):
            if connection:
                connection.shutdown(2)
    line.ftp.close()
