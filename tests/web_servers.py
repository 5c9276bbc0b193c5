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
from pathlib import Path
from typing import NamedTuple

import pytest

MODULES = Path("/usr/lib/nginx/modules")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
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
        pytest.skip("没有 nginx；安装 nginx-light 以后再运行")
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    modules = "".join(f"load_module {each};\n" for each in sorted(MODULES.glob("*brotli_static*")))
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}{modules}pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nworker_processes 2;\n"
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
    names = ("mpm_event", "authz_core", "dir", "headers", "mime", "rewrite")
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


def _running(command: list[str], port: int) -> Iterator[Server]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None:
                pytest.fail(f"{command[0]} 没有启动")
            time.sleep(0.05)
        yield Server(port)
    finally:
        process.terminate()
        process.wait(10)
