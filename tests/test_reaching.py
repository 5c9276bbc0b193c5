"""Outward links tried over the network: a real server answers, well or ill; nothing of one's own network is asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from conftest import Workspace
from county import County, document
from generator.reaching import not_public, tried

DAY = date(2026, 11, 23)


@dataclass(slots=True)
class Server:
    """A web server of this test, and what it was asked."""

    port: int
    asked: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


def anybody(host: str) -> str:
    return ""


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            known.asked.append(f"{self.command} {self.path}")
            if self.path == "/moved" or self.path == "/inside":
                self.send_response(302)
                self.send_header(
                    "Location", "/good" if self.path == "/moved" else f"http://localhost:{known.port}/good"
                )
            elif self.path == "/get" and self.command == "HEAD":
                self.send_response(405)
            else:
                self.send_response(404 if self.path == "/gone" else 200)
            self.end_headers()

        do_GET = do_HEAD

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = Server(httpd.server_port)
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield known
    httpd.shutdown()
    httpd.server_close()
    thread.join()


def test_answers(server: Server, tmp_path: Path) -> None:
    urls = [server.url(path) for path in ("good", "get", "moved", "gone")]
    told = tried(urls, tmp_path / "external.json", DAY, anybody)
    assert told == dict(zip(sorted(urls), [told[url] for url in sorted(urls)], strict=True))
    assert [told[url] for url in urls] == ["", "", "", "服务器回答 404"]
    assert server.asked.count("HEAD /good") == 2 and "GET /good" not in server.asked, "HEAD is enough where it answers"
    assert "GET /get" in server.asked and "GET /gone" in server.asked, "nothing is called dead without GET"


def test_answers_are_remembered_for_days(server: Server, tmp_path: Path) -> None:
    urls, memory = [server.url("good"), server.url("gone")], tmp_path / "external.json"
    tried(urls, memory, DAY, anybody)
    server.asked.clear()
    tried(urls, memory, DAY, anybody)
    assert server.asked == []
    tried(urls, memory, DAY + timedelta(days=1), anybody)
    assert {each.split("/")[-1] for each in server.asked} == {"gone"}, "what was dead is tried again the next day"
    server.asked.clear()
    tried(urls, memory, DAY + timedelta(days=7), anybody)
    assert {each.split("/")[-1] for each in server.asked} == {"good", "gone"}
    memory.write_text('{"damaged', "utf-8")
    assert tried(urls[:1], memory, DAY, anybody) == {urls[0]: ""}


def test_ones_own_network_is_not_asked(server: Server, tmp_path: Path) -> None:
    inside = server.url("good")
    assert tried([inside, "file:///etc/passwd"], tmp_path / "a.json", DAY) == {
        inside: "指向内部网络的地址，不去访问",
        "file:///etc/passwd": "不是网页地址",
    }
    assert server.asked == []
    for host in ("127.0.0.1", "localhost", "10.0.0.8", "169.254.169.254", "192.168.1.1", "::1"):
        assert not_public(host)
    assert not_public("nowhere.invalid") == "域名解析不到"


def test_a_redirection_is_looked_at_like_the_first_step(server: Server, tmp_path: Path) -> None:
    def outside_only(host: str) -> str:
        return "不去" if host == "localhost" else ""

    url = server.url("inside")
    assert tried([url], tmp_path / "a.json", DAY, outside_only) == {url: "不去"}
    assert [each for each in server.asked if "good" in each] == []
    assert tried([url], tmp_path / "b.json", DAY, anybody) == {url: ""}


def test_a_host_is_looked_up_once(server: Server, tmp_path: Path) -> None:
    asked: list[str] = []

    def told(host: str) -> str:
        asked.append(host)
        return "不去"

    tried([f"https://one.invalid/{number}" for number in range(100)], tmp_path / "a.json", DAY, told)
    assert len(asked) <= 8, "once, but for those that asked at the same moment"


def test_the_command_tells_the_document(server: Server, tmp_path: Path) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    body = f"第一段。\n\n见[甲]({server.url('good')})。\n\n见[乙]({server.url('gone')})。\n"
    county.write("content/jinping/gg/a.md", document("甲", "2026-00001", body=body))
    county.register()
    workspace = Workspace(tmp_path)
    assert workspace.run("check", "--links").status == 2, "nothing is built yet"
    workspace.build()
    assert "W305" not in workspace.run("check", "--links").output and server.asked == []
    told = [line for line in workspace.run("check", "--external", "--private").output.splitlines() if "/gone" in line]
    assert [line for line in told if line.startswith("content/jinping/gg/a.md:13:") and "W305" in line]
    assert "HEAD /good" in server.asked and (tmp_path / "output/state/external.json").exists()
