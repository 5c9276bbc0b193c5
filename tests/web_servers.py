"""Real web servers on this machine for tests: nginx and Apache, each with a configuration of its own in a folder."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.headers import HEADERS
from generator.media_types import TYPES

MODULES = Path("/usr/lib/nginx/modules")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
USER = "user root;\n" if os.geteuid() == 0 else ""
LACKING = "没有 nginx；安装 nginx-light 以后再运行"
PATIENCE = 20  # seconds for a server to begin
APACHE = shutil.which("apache2", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Reply(NamedTuple):
    """What a server answered; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server(NamedTuple):
    """A server at a port of this machine."""

    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> Reply:
        """Ask for a path as it is written; header names with `_` for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        connection.close()
        return Reply(answer.status, found, body)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def nginx(folder: Path, http_rules: str, server_rules: str) -> Iterator[Server]:
    """Nginx with these rules in its `http { }` and `server { }`."""
    if NGINX is None:
        pytest.skip(LACKING)
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    modules = "".join(f"load_module {each};\n" for each in sorted(MODULES.glob("*brotli_static*")))
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{USER}{modules}pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nworker_processes 2;\n"
        f"events {{ worker_connections 512; }}\nhttp {{\naccess_log off;\n{temporary}{http_rules}\n"
        f"server {{\nlisten 127.0.0.1:{port};\n{server_rules}\n}}\n}}\n"
    )
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    subprocess.run([*command, "-t"], check=True, capture_output=True, text=True)
    yield from _running([*command, "-g", "daemon off;"], port)


@contextmanager
def apache(folder: Path, rules: str) -> Iterator[Server]:
    """Apache with these rules for its one host."""
    if APACHE is None:
        pytest.skip("没有 apache2；安装 apache2-bin 以后再运行")
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    names = ("mpm_event", "authz_core", "autoindex", "dir", "headers", "mime", "rewrite")
    modules = "".join(f"LoadModule {each}_module /usr/lib/apache2/modules/mod_{each}.so\n" for each in names)
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    (folder / "mime.types").write_text("")
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {folder}/apache.pid\n"
        f"ErrorLog {folder}/error.log\nMutex file:{folder}\n{modules}TypesConfig {folder}/mime.types\n{user}"
        f"<VirtualHost *:{port}>\n{rules}\n</VirtualHost>\n"
    )
    command = [APACHE, "-f", str(folder / "apache.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True, text=True)
    yield from _running([*command, "-X"], port)


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
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"

    def start(self, setting: Setting | None = None) -> None:
        """Serve with this setting from now on."""
        self.stop()
        setting = setting or Setting()
        types = " ".join(f"{kind} {ending};" for ending, kind in TYPES.items())
        text = CONFIGURATION.format(
            user=USER,
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
        self._process = _begun([str(NGINX), "-e", str(self._folder / "error.log"), "-c", str(path)], self.port)

    def stop(self) -> None:
        """Serve no more."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


@contextmanager
def serving(folder: Path, root: Path) -> Iterator[Nginx]:
    """Nginx for a folder as it lies there, with our headers; it is begun anew with every setting."""
    if NGINX is None:
        pytest.skip(LACKING)
    folder.mkdir(parents=True, exist_ok=True)
    server = Nginx(folder, root)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _begun(command: list[str], port: int) -> subprocess.Popen[bytes]:
    """A server that answers at its port."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.01)
    process.kill()
    pytest.fail(f"{command[0]} 没有启动")


def _running(command: list[str], port: int) -> Iterator[Server]:
    process = _begun(command, port)
    try:
        yield Server(port)
    finally:
        process.terminate()
        process.wait(10)
