"""Servers of every kind that a county may publish to, started on this machine; and a wire that can be cut.

For tests and for figures: each is the real program, with its own configuration in a folder that goes afterwards.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = "127.0.0.1"
SERVER = "127.0.0.2"  # servers listen here, wires on the same port of the other: FTP tells ports, not addresses
PASSWORD = "canary-Passw0rd-9f3b"
SSHD = shutil.which("sshd") or "/usr/sbin/sshd"


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.create_server((SERVER, 0)) for _ in range(count)]
    ports: list[int] = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def wait_for(port: int, host: str = SERVER) -> None:
    """Wait until somebody listens."""
    for _ in range(200):
        with suppress(OSError), socket.create_connection((host, port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nobody listens on {host}:{port}")


@dataclass(slots=True)
class Wire:
    """Connections to a server pass here and are counted; after `budget` bytes all are cut, and none is let through."""

    ports: tuple[int, ...]
    passed: int = 0
    budget: int | None = None
    rate: int | None = None  # bytes a second towards the server
    is_cut: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _open: list[socket.socket] = field(default_factory=list)
    _listening: list[socket.socket] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    @property
    def port(self) -> int:
        """The first port, which stands in for the server's."""
        return self.ports[0]

    def start(self) -> None:
        """Listen."""
        for port in self.ports:
            listening = socket.create_server((LOOPBACK, port), backlog=64)
            self._listening.append(listening)
            self._begin(self._accept, listening, port)

    def stop(self) -> None:
        """Cut all and listen no more."""
        for each in self._listening:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._cut()
        for thread in self._threads:
            thread.join()

    def whole(self) -> None:
        """Mend it, and count from nothing."""
        with self._lock:
            self.is_cut, self.budget, self.passed = False, None, 0

    def cut_after(self, budget: int) -> None:
        """Mend it, count from nothing, and cut after so many bytes."""
        self.whole()
        self.budget = budget

    def _begin(self, work: Callable[..., None], *words: object) -> threading.Thread:
        thread = threading.Thread(target=work, args=words, daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _accept(self, listening: socket.socket, port: int) -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection((SERVER, port), 5)
            except OSError:
                near.close()
                continue
            with self._lock:
                self._open += [near, far]
            if self.is_cut:
                self._cut()
            self._begin(self._connect, near, far)

    def _connect(self, near: socket.socket, far: socket.socket) -> None:
        with near, far:
            back = self._begin(self._carry, far, near, False)
            self._carry(near, far, True)
            back.join()
            with self._lock:
                self._open[:] = [each for each in self._open if each not in (near, far)]

    def _carry(self, source: socket.socket, target: socket.socket, inward: bool) -> None:
        with suppress(OSError):
            source.settimeout(None)
            while data := source.recv(min(1 << 14, self.rate or 1 << 14)):
                with self._lock:
                    left = len(data) if self.budget is None else max(0, self.budget - self.passed)
                    data = data[:left]
                    self.passed += len(data)
                target.sendall(data)
                if self.rate and inward:
                    time.sleep(len(data) / self.rate)
                if self.budget is not None and self.passed >= self.budget:
                    self._cut()
                    return
            target.shutdown(socket.SHUT_WR)

    def _cut(self) -> None:
        with self._lock:
            self.is_cut = True
            sockets, self._open[:] = list(self._open), []
        for each in sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire(*ports: int) -> Iterator[Wire]:
    """A wire to the server that listens on these ports."""
    found = Wire(ports)
    found.start()
    try:
        yield found
    finally:
        found.stop()


@contextmanager
def running(
    arguments: list[str], port: int, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """A server as a process, until it is no longer needed."""
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log, env={**os.environ, **(environment or {})})
        try:
            wait_for(port)
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass(frozen=True, slots=True)
class ShellServer:
    """An OpenSSH server that lets this user in by a key."""

    port: int
    identity: Path
    known_hosts: Path

    def options(self, folder: Path, port: int | None = None) -> dict[str, str]:
        """What a target's settings say of it; `port` where it is reached by a wire."""
        return {
            "主机": LOOPBACK,
            "端口": str(port or self.port),
            "用户": getpass.getuser(),
            "私钥": str(self.identity),
            "主机公钥": str(self.known_hosts),
            "文件夹": str(folder),
        }


def make_key(path: Path) -> str:
    """A key pair; returns the public key."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    return path.with_suffix(".pub").read_text("ascii").strip()


@contextmanager
def shell_server(folder: Path, sftp: str = "internal-sftp") -> Iterator[ShellServer]:
    """sshd on a port of its own, with host keys of its own."""
    port = free_ports(1)[0]
    host_key = make_key(folder / "host")
    (folder / "authorized").write_text(make_key(folder / "user"), "ascii")
    (folder / "known_hosts").write_text(f"[{LOOPBACK}]:{port} {' '.join(host_key.split()[:2])}\n", "ascii")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    told = {
        **{"Port": port, "ListenAddress": SERVER, "HostKey": folder / "host", "PidFile": folder / "pid"},
        **{"AuthorizedKeysFile": folder / "authorized", "StrictModes": "no", "UsePAM": "no"},
        **{"PasswordAuthentication": "no", "PermitRootLogin": "yes", "MaxStartups": "100", "MaxSessions": "50"},
        **{"UseDNS": "no", "Subsystem": f"sftp {sftp}"},
    }
    (folder / "sshd_config").write_text("".join(f"{name} {value}\n" for name, value in told.items()), "utf-8")
    with running([SSHD, "-D", "-e", "-f", str(folder / "sshd_config")], port, folder):
        yield ShellServer(port, folder / "user", folder / "known_hosts")


@dataclass(frozen=True, slots=True)
class FileServer:
    """An FTP server; `ports` are those of its control and its data connections."""

    ports: tuple[int, ...]
    certificate: Path | None
    user: str = "county"

    def options(self, folder: str) -> dict[str, str]:
        """What a target's settings say of it, as it is reached by a wire."""
        told = {"主机": "localhost", "端口": str(self.ports[0]), "用户": self.user, "文件夹": folder}
        return {**told, "加密": "是", "证书": str(self.certificate)} if self.certificate else told


FTP_PROGRAM = """
import sys, logging
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import ThreadedFTPServer
host, port, first, last, root, password, rights, certificate = sys.argv[1:]
logging.basicConfig(level=logging.WARNING)
authorizer = DummyAuthorizer()
authorizer.add_user("county", password, root, perm=rights)
handler = TLS_FTPHandler if certificate else FTPHandler
if certificate:
    handler.certfile = certificate
    handler.tls_control_required = handler.tls_data_required = True
handler.authorizer = authorizer
handler.passive_ports = range(int(first), int(last) + 1)
handler.permit_foreign_addresses = True
handler.auth_failed_timeout = 0
ThreadedFTPServer((host, int(port)), handler).serve_forever()
"""


@contextmanager
def file_server(folder: Path, root: Path, secure: bool = False, rights: str = "elradfmwMT") -> Iterator[FileServer]:
    """pyftpdlib, over TLS with a certificate of its own where that is wanted."""
    certificate = make_certificate(folder) if secure else None
    first = _block_of_ports(40)
    words = [SERVER, str(first), str(first + 1), str(first + 39), str(root), PASSWORD, rights, str(certificate or "")]
    with running([sys.executable, "-c", FTP_PROGRAM, *words], first, folder):
        yield FileServer(tuple(range(first, first + 40)), certificate)


VSFTPD = shutil.which("vsftpd") or "/usr/sbin/vsftpd"


@contextmanager
def strict_file_server(folder: Path, root: Path) -> Iterator[FileServer]:
    """vsftpd over TLS: it has other commands than the other, and insists that data comes in the session of the login.

    It knows users of the system only, so everybody is let in, as is done nowhere else; all must reach `root`.
    """
    certificate = make_certificate(folder)
    first = _block_of_ports(40)
    told = {
        **{"listen": "YES", "listen_address": SERVER, "listen_port": first, "background": "NO"},
        **{"anonymous_enable": "YES", "no_anon_password": "YES", "anon_root": root, "seccomp_sandbox": "NO"},
        **{"write_enable": "YES", "anon_upload_enable": "YES", "anon_mkdir_write_enable": "YES"},
        **{"anon_other_write_enable": "YES", "anon_umask": "022", "anon_world_readable_only": "NO"},
        **{"pasv_min_port": first + 1, "pasv_max_port": first + 39, "ssl_enable": "YES", "allow_anon_ssl": "YES"},
        **{"force_anon_data_ssl": "YES", "force_anon_logins_ssl": "YES", "rsa_cert_file": certificate},
        **{"require_ssl_reuse": "YES", "ssl_ciphers": "HIGH", "xferlog_enable": "NO"},
        **{"pasv_promiscuous": "YES", "secure_chroot_dir": folder / "empty", "allow_writeable_chroot": "YES"},
        **({"run_as_launching_user": "YES"} if os.geteuid() else {"ftp_username": "ftp"}),
    }
    (folder / "empty").mkdir()
    (root / "www").mkdir()
    root.chmod(0o555)  # the server wants a root that cannot be written
    (folder / "vsftpd.conf").write_text("".join(f"{name}={value}\n" for name, value in told.items()), "utf-8")
    with running([VSFTPD, str(folder / "vsftpd.conf")], first, folder):
        yield FileServer(tuple(range(first, first + 40)), certificate, "anonymous")


def _block_of_ports(count: int) -> int:
    """The first of so many ports on which nobody listens, on either address."""
    for first in range(20000 + os.getpid() % 200 * 50, 60000, count):
        sockets = []
        with suppress(OSError):
            for port in range(first, first + count):
                sockets += [socket.create_server((host, port)) for host in (SERVER, LOOPBACK)]
        for each in sockets:
            each.close()
        if len(sockets) == 2 * count:
            return first
    raise RuntimeError("no ports are free")


def make_certificate(folder: Path) -> Path:
    """A certificate that vouches for itself, with its key, for this machine."""
    path = folder / "certificate.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    words = "req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext".split()
    call = ["openssl", *words, names, "-keyout", str(folder / "key.pem"), "-out", str(path)]
    subprocess.run(call, check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + (folder / "key.pem").read_bytes())
    return path


@contextmanager
def object_server(folder: Path) -> Iterator[int]:
    """moto's server of the S3 interface; its port."""
    port = free_ports(1)[0]
    call = [sys.executable, "-m", "benchmarks.objects", "-H", SERVER, "-p", str(port)]
    own = os.pathsep.join((str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")))
    with running(call, port, folder, {"PYTHONWARNINGS": "ignore", "PYTHONPATH": own}):
        yield port


def object_options(port: int, bucket: str) -> dict[str, str]:
    """What a target's settings say of an object server."""
    return {"接入点": f"http://{LOOPBACK}:{port}", "存储桶": bucket, "寻址": "路径", "区域": "us-east-1"}


@contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server((LOOPBACK, 0), backlog=64) as listening:
        yield listening.getsockname()[1]


def closed_port() -> int:
    """A port on which nobody listens."""
    return free_ports(1)[0]
