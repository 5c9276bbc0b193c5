"""Work on another machine: several connections at once, broken ones tried again, silent and slow ones given up.

What a kind of hosting adds is how a connection is opened and what its errors mean (`Judge`); how often something is
tried, when it is given up, and what becomes of the others then, is the same for all.
"""

from __future__ import annotations

import errno
import ssl
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from threading import Event, Lock, Thread
from time import sleep
from typing import Generic, NamedTuple, TypeVar

from generator.changes import Change, Interrupted, Item
from generator.edition import oversized
from generator.errors import GeneratorError

LEAST = 4096  # bytes a second; what stays below for as long as a silent server is borne with is given up
PIECE = 1 << 15
PAUSE = 0.5  # seconds before the second try; doubled with each further one
Line = TypeVar("Line")
Job = TypeVar("Job")
Result = TypeVar("Result")


class Altered(GeneratorError):
    """A file on this machine is not what the edition says: what was sent of it is worth nothing."""


Judge = Callable[[Exception], GeneratorError | None]  # what an error means; None for a mistake of ours


class Effort(NamedTuple):
    """How many connections, how often each is tried again, and the seconds that a silent server is borne with."""

    width: int
    attempts: int
    patience: float


_NEVER = ("VERSION", "HANDSHAKE", "UNSUPPORTED", "CERT", "CIPHER")  # reasons that trying again does not change


def network_fault(error: Exception, where: str) -> GeneratorError | None:
    """What an error of the network or of the other machine's files means; None for any other."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return GeneratorError("服务器的证书不可信", where, "核对主机名；自签证书要在配置里写明证书文件")
    if isinstance(error, ssl.SSLError) and any(word in (error.reason or "") for word in _NEVER):
        return GeneratorError("与服务器的加密连接没有建成", where, f"核对加密方式和端口（{error.reason}）")
    if isinstance(error, TimeoutError):
        return GeneratorError("服务器一直没有回答", where, "检查服务器和防火墙；网络很慢时可以把“超时”调大")
    if isinstance(error, ConnectionRefusedError):
        return GeneratorError("服务器拒绝连接，这个端口上没有服务", where, "核对主机和端口，确认服务已经启动")
    if isinstance(error, OSError) and error.errno is not None and error.errno < 0:  # of getaddrinfo
        return GeneratorError("找不到这个主机名", where, "核对主机名和本机的 DNS 设置")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return no_space(where)
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return no_permission(where)
    if isinstance(error, OSError | EOFError):
        return interrupted(where)
    return None


def no_space(where: str) -> GeneratorError:
    """The other machine is full."""
    return GeneratorError("服务器的磁盘空间不足", where, "清理服务器上的旧文件，或者扩大空间，再发布一次")


def no_permission(where: str) -> GeneratorError:
    """The other machine lets this user in, but not write there."""
    return GeneratorError("没有权限写服务器上的文件夹", where, "让发布用的用户拥有这个文件夹，再发布一次")


def not_let_in(where: str) -> GeneratorError:
    """The other machine does not know this user with these secrets."""
    return GeneratorError("服务器不接受用户名、密码或密钥", where, "核对用户、密钥文件和凭据")


def interrupted(where: str) -> Interrupted:
    """The connection broke, and went on breaking."""
    return Interrupted("与服务器的连接断了", where, "检查网络后再发布一次，已经传完的不会重传")


def again(effort: Effort, judged: Judge, work: Callable[[], Result]) -> Result:
    """Do something, and again where the connection broke; what else goes wrong is told at once."""
    for attempt in range(1, effort.attempts + 1):
        try:
            return work()
        except Interrupted:
            if attempt == effort.attempts:
                raise
        except GeneratorError:
            raise
        except Exception as error:
            fault = judged(error)
            if fault is None:
                raise
            if not isinstance(fault, Interrupted) or attempt == effort.attempts:
                raise fault from None
        sleep(PAUSE * 2 ** (attempt - 1))
    raise AssertionError("unreachable: the last attempt returns or raises")


class Meter:
    """Counts bytes on their way, for who waits for them and for the watch over slow servers."""

    def __init__(self, total: int, progress: Callable[[int, int], None]) -> None:
        self._lock = Lock()
        self._total = total
        self._progress = progress
        self.sent = 0
        self.fault: GeneratorError | None = None

    def add(self, count: int) -> None:
        """These bytes more are on their way; raises where the sending was given up meanwhile."""
        if self.fault:
            raise self.fault
        with self._lock:
            self.sent += count
            self._progress(min(self.sent, self._total), self._total)


@contextmanager
def watched(meter: Meter, effort: Effort, where: str, cut: Callable[[], None]) -> Iterator[None]:
    """While this lasts, a server that takes next to nothing is given up: `cut` ends what waits for it."""
    done = Event()

    def watch() -> None:
        before = meter.sent
        while not done.wait(effort.patience):
            if meter.sent - before < LEAST * effort.patience:
                meter.fault = GeneratorError("服务器太慢，几乎不收数据", where, "检查网络和服务器的负载后再发布一次")
                cut()
                return
            before = meter.sent

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    except Exception:
        if meter.fault:
            raise meter.fault from None
        raise
    finally:
        done.set()
        watcher.join()


class Lines(Generic[Line]):
    """Connections to one place: opened when they are needed, used again while they hold, one to each at a time."""

    def __init__(
        self, opened: Callable[[], Line], closed: Callable[[Line], None], judged: Judge, effort: Effort
    ) -> None:
        self._opened = opened
        self._closed = closed
        self._judged = judged
        self._effort = effort
        self._lock = Lock()
        self._idle: list[Line] = []
        self._busy: list[Line] = []

    def once(self, work: Callable[[Line], Result]) -> Result:
        """Work done on one connection, and again on a new one where that breaks."""
        return again(self._effort, self._judged, lambda: self._with_line(work))

    def each(self, jobs: Iterable[Job], work: Callable[[Line, Job], None]) -> None:
        """Work done for each job, several at a time; the first that fails for good ends all."""
        failed = Event()

        def one(job: Job) -> None:
            if failed.is_set():
                return
            try:
                self.once(lambda line: work(line, job))
            except BaseException:
                failed.set()
                raise

        with ThreadPoolExecutor(self._effort.width) as pool:
            waiting = [pool.submit(one, job) for job in jobs]
            try:
                for each in waiting:
                    each.result()
            except BaseException:
                failed.set()
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def close(self) -> None:
        """End all connections, those in use too: who waits on one gets an error."""
        with self._lock:
            lines, self._idle = [*self._idle, *self._busy], []
        for line in lines:
            self._closed(line)

    def _with_line(self, work: Callable[[Line], Result]) -> Result:
        line = self._taken()
        try:
            result = work(line)
        except BaseException:  # whatever it was, nobody knows what such a connection would answer next
            with self._lock:
                self._busy.remove(line)
            self._closed(line)
            raise
        with self._lock:
            self._busy.remove(line)
            self._idle.append(line)
        return result

    def _taken(self) -> Line:
        with self._lock:
            line = self._idle.pop() if self._idle else None
        line = self._opened() if line is None else line
        with self._lock:
            self._busy.append(line)
        return line


def bounded(data: bytes, most: int, address: str) -> bytes:
    """What was read of a file, up to one byte more than it may have; `Unreadable` where it has more."""
    if len(data) > most:
        raise oversized(address)
    return data


def pieces(item: Item, start: int = 0) -> Generator[bytes, None, None]:
    """The bytes of a file from `start` on, in pieces; `Altered` where it is not what the edition says."""
    digest = sha256()
    place = 0
    try:
        with item.source.open("rb") as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
                if place + len(piece) > start:
                    yield piece[max(0, start - place) :]
                place += len(piece)
    except OSError as error:
        raise GeneratorError("要发布的文件读不出来", f"{item.address}：{error.strerror}", "重新生成后再发布") from None
    if digest.hexdigest() != item.state.sha256:
        raise Altered("要发布的文件在发布途中变了", item.address, "重新生成后再发布")


def check_sources(change: Change) -> None:
    """All that is to be sent is what the edition says: for what is sent by other programs."""
    for item in change.uploads:
        for _ in pieces(item):
            pass
