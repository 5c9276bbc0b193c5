"""Servers of every kind of hosting for the tests of publishing; a test says what to install where one is absent."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.grounds import Ground, ground
from benchmarks.hosting import SSHD, VSFTPD

PROGRAMS = {
    "sshd": (SSHD, "openssh-server"),
    "ssh": ("ssh", "openssh-client"),
    "rsync": ("rsync", "rsync"),
    "git": ("git", "git"),
    "vsftpd": (VSFTPD, "vsftpd"),
    "openssl": ("openssl", "openssl"),
}
NEEDED = {
    "rsync": ("sshd", "ssh", "rsync"),
    "sftp": ("sshd", "ssh"),
    "bare sftp": ("sshd", "ssh"),
    "git": ("sshd", "ssh", "git"),
    "ftps": ("openssl",),
    "vsftpd": ("vsftpd", "openssl"),
}
MODULES = {"sftp": "paramiko", "bare sftp": "paramiko", "ftp": "pyftpdlib", "ftps": "OpenSSL", "s3": "moto"}


def check_installed(kind: str) -> None:
    """Skip where a server of this kind cannot be started here."""
    for program in NEEDED.get(kind, ()):
        command, package = PROGRAMS[program]
        if shutil.which(command) is None:
            pytest.skip(f"需要 {program}：apt-get install {package}")
    if kind in MODULES and find_spec(MODULES[kind]) is None:
        pytest.skip(f"需要 {MODULES[kind]}：make test 会安装")


@contextmanager
def started(kind: str, folder: Path) -> Iterator[Ground]:
    """A ground of this kind."""
    check_installed(kind)
    with ground(kind, folder) as found:
        yield found


@contextmanager
def small_disk(folder: Path, size: str = "400k") -> Iterator[Callable[[], None]]:
    """A file system of its own with next to no room; what is yielded makes it read-only."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("需要 root 来挂载 tmpfs：用 root 运行测试")
    try:
        yield lambda: _remount(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _remount(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


@contextmanager
def refusing(status: int, code: str) -> Iterator[int]:
    """An object server that answers everything with one error; its port."""

    class Handler(BaseHTTPRequestHandler):
        def _refuse(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = f"<Error><Code>{code}</Code><Message>canary-in-a-message</Message></Error>".encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if self.command != "HEAD" else b"")

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _refuse

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def within(seconds: float, work: Callable[[], object]) -> BaseException | None:
    """How something ended, which must end by itself within some seconds."""
    ended: list[BaseException | None] = []

    def run() -> None:
        try:
            work()
            ended.append(None)
        except BaseException as error:
            ended.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    assert ended, f"still at it after {seconds} seconds"
    return ended[0]
