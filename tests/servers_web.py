"""A real nginx on the loopback, with a configuration of its own in a temporary folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

from generator.headers import HEADERS
from generator.media_types import TYPES

PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
PATIENCE = 20
ADDED = "".join(f'add_header {name} "{value}" always;\n' for name, value in HEADERS.items())
CONFIGURATION = """\
{user}daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  types {{ {types} }}
  default_type application/octet-stream;
  charset utf-8;
  charset_types text/css text/javascript text/plain text/csv;
  gzip on; gzip_types text/css text/javascript application/json application/xml; gzip_min_length 100; gzip_vary on;
  gzip_static on;
  keepalive_requests 100000;
  {before}
  server {{
    listen 127.0.0.1:{port};
    root {root};
    error_page 404 /404.html;
    location ~ /\\.well-known/resourcesync$ {{ default_type application/xml; }}
    {headers}
    {inside}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a test bends: inside `http`, inside `server`, and the headers that are added."""

    inside: str = ""
    before: str = ""
    headers: str = ADDED


class Nginx:
    """A server for one folder; every setting begins a new process, so that no old worker answers."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder = folder
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}/"

    def start(self, setting: Setting | None = None) -> None:
        """Serve with this setting from now on."""
        self.stop()
        setting = setting or Setting()
        types = " ".join(f"{kind} {ending};" for ending, kind in TYPES.items())
        text = CONFIGURATION.format(
            user="user root;\n" if os.geteuid() == 0 else "",
            folder=self._folder,
            root=self._root,
            port=self.port,
            types=types,
            inside=setting.inside,
            before=setting.before,
            headers=setting.headers,
        )
        path = self._folder / "nginx.conf"
        path.write_text(text, "utf-8")
        self._process = subprocess.Popen([str(PROGRAM), "-e", str(self._folder / "error.log"), "-c", str(path)])
        begun = monotonic()
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "error.log").read_text()
            assert monotonic() - begun < PATIENCE
            sleep(0.01)

    def stop(self) -> None:
        """Serve no more."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def nginx(folder: Path, root: Path) -> Iterator[Nginx]:
    """A server that is stopped in the end; the test is skipped where there is none."""
    if PROGRAM is None:
        pytest.skip("需要 nginx：apt-get install nginx-light")
    folder.mkdir(parents=True, exist_ok=True)
    server = Nginx(folder, root)
    server.start()
    try:
        yield server
    finally:
        server.stop()
