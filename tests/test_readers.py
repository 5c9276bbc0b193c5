"""R16: who reads while it is switched sees old or new, and every page with its styles; by a real nginx."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread

import pytest

from county import County
from publications import order_of, published_county, send

SWITCHES, READERS = 12, 2
SERVER = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
user root;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  types {{ text/html html; text/css css; text/javascript js; }}
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


@contextmanager
def serving(root: Path, folder: Path) -> Iterator[int]:
    """A folder served by nginx; gives the port."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if program is None:
        pytest.skip("需要 nginx：apt-get install nginx-light")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder.mkdir()
    (folder / "nginx.conf").write_text(SERVER.format(folder=folder, root=root, port=port))
    server = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait()


def fetch(line: HTTPConnection, address: str) -> tuple[int, bytes]:
    """A file as a browser gets it."""
    line.request("GET", f"/{address}")
    answer = line.getresponse()
    return answer.status, answer.read()


def read(port: int, pages: tuple[str, ...], ended: Event, wrong: list[str], counts: list[int]) -> None:
    """Read pages with all that they refer to, until it has ended."""
    count = 0
    with closing(HTTPConnection("127.0.0.1", port)) as line:
        while not ended.is_set():
            count += _round(line, pages, wrong)
    counts.append(count)


def _round(line: HTTPConnection, pages: tuple[str, ...], wrong: list[str]) -> int:
    """Every page once, with its assets."""
    count = 0
    for page in pages:
        status, data = fetch(line, page)
        count += 1
        if status != 200 or b"</html>" not in data:
            wrong.append(f"{page}: {status}, {len(data)} bytes")
        folder = page.rpartition("/")[0]
        for found in re.findall(r'(?:href|src)="([^":]*assets/[^"]+)"', data.decode("utf-8", "replace")):
            address = re.sub(r"[^/]+/[.][.]/", "", f"{folder}/{found}").lstrip("/")
            status, _ = fetch(line, address)
            count += 1
            if status != 200:
                wrong.append(f"{page} → {address}: {status}")
    return count


def recolor(county: County, color: str) -> None:
    """Another style sheet with another name on every page."""
    site = (county.root / "site.yaml").read_text("utf-8").partition("颜色:")[0]
    county.write("site.yaml", f"{site}颜色: {{primary: '{color}'}}\n")
    county.build()


def test_readers_see_old_or_new(tmp_path: Path) -> None:
    """Every page and every style of every page is there at any moment of many switches."""
    county = published_county(tmp_path, documents=1)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    pages = ("index.html", "jinping/index.html", "jinping/info/2026-00001.html", "caizhengju/gg/index.html")
    wrong: list[str] = []
    counts: list[int] = []
    with serving(folder / "current", tmp_path / "nginx") as port:
        ended = Event()
        readers = [Thread(target=read, args=(port, pages, ended, wrong, counts)) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        styles = set()
        for number in range(SWITCHES):
            recolor(county, f"#1234{number:02x}")
            send(order_of(county), folder, releases=3)
            page = (folder / "current/jinping/index.html").read_text("utf-8")
            styles |= set(re.findall(r"assets/site-[0-9a-f]+", page))
        ended.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert len(styles) == SWITCHES and len(counts) == READERS and min(counts) > SWITCHES
