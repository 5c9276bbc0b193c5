"""The harvest over the network: a real server, well and ill; bounded, resumable, never off the host."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from urllib.parse import SplitResult

import pytest

from benchmarks.published import TODAY, county, write
from conftest import Workspace
from generator.asking import Bounds
from generator.federation.answers import Folder
from generator.federation.province import Asked, Federation, federate
from generator.federation.state import State
from generator.federation.store import Store
from generator.fetching import opened
from generator.requesting import Lines
from generator.workers import Serial

NOTHING = State()
PATIENT = Bounds(seconds=30, at_once=4, at_host=4, tries=2, pause=0.01, failures=2)
QUICK = replace(PATIENT, seconds=1)  # where something hangs; a busy machine must not be taken for that
Trick = Callable[[SimpleHTTPRequestHandler], bool]


@dataclass(slots=True)
class Server:
    """A county that is served: what it was asked and answered, and by path what goes wrong."""

    port: int
    asked: list[tuple[str, int]] = field(default_factory=list)
    connections: int = 0
    tricks: dict[str, Trick] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def statuses(self) -> Counter[int]:
        return Counter(status for _, status in self.asked)


@pytest.fixture(params=["HTTP/1.0"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    class Handler(SimpleHTTPRequestHandler):
        protocol_version = request.param

        def setup(self) -> None:
            super().setup()
            known.connections += 1

        def do_GET(self) -> None:
            trick = next((each for path, each in known.tricks.items() if self.path.startswith(path)), None)
            if trick is None or not trick(self):
                super().do_GET()

        def log_request(self, code: object = "-", size: object = "-") -> None:
            known.asked.append((self.path, int(str(getattr(code, "value", code)))))

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    write(tmp_path, county(6, 30).values())
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path / "public")))
    httpd.daemon_threads = True  # connections that are kept open
    known = Server(httpd.server_port)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield known
    known.over.set()
    httpd.shutdown()
    httpd.server_close()
    thread.join()


def fetched(
    server: Server, folder: Path, before: State = NOTHING, bounds: Bounds = PATIENT
) -> tuple[Federation, Counter[str]]:
    store = Store(folder / "fetched")
    asked = Asked(TODAY, before, root=server.root)
    with opened(server.root, store, bounds, lambda total: None) as (web, threads):
        found = federate(web, asked, threads, lambda *told: None)
    if not found.incomplete:
        store.tidy()
    return found, web.net.counts


def codes(found: Federation) -> list[tuple[str, str]]:
    return sorted({(each.unit, each.finding.code) for each in found.every_fault()})


def hang(server: Server) -> Trick:
    def trick(handler: SimpleHTTPRequestHandler) -> bool:
        server.over.wait()
        handler.close_connection = True
        return True

    return trick


def answer(status: int, *headers: tuple[str, str], body: bytes = b"", length: int | None = None) -> Trick:
    def trick(handler: SimpleHTTPRequestHandler) -> bool:
        handler.send_response(status)
        for header in headers:
            handler.send_header(*header)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True
        return True

    return trick


def test_what_is_served_is_found_as_in_its_folder(server: Server, tmp_path: Path) -> None:
    found, counts = fetched(server, tmp_path)
    asked = Asked(TODAY, State())
    here = federate(Folder(str(tmp_path / "public")), asked, Serial(), lambda *told: None)
    assert codes(found) == [] and found.tally == here.tally and found.state == here.state
    assert counts["failed"] == 0 and counts["fetched"] > 6 * 30


@pytest.mark.parametrize("server", ["HTTP/1.1"], indirect=True)
def test_connections_are_kept_open_and_nothing_is_asked_twice(server: Server, tmp_path: Path) -> None:
    """As web servers do: a body that was read to its end leaves the connection free for the next request."""
    found, counts = fetched(server, tmp_path)
    assert codes(found) == [] and counts["failed"] == 0
    assert len(server.asked) == counts["fetched"] + counts["absent"]
    assert server.connections <= 2 * PATIENT.at_once + 1  # threads for requests, for units, and the first


def test_a_second_round_fetches_nothing_needlessly(server: Server, tmp_path: Path) -> None:
    first, _ = fetched(server, tmp_path)
    server.asked.clear()
    second, counts = fetched(server, tmp_path, first.state)
    assert second.tally.unchanged == second.tally.total == 180 and codes(second) == []
    assert counts["fetched"] == 0 and set(server.statuses()) == {304}
    assert not [path for path, _ in server.asked if "/info/" in path and not path.endswith(".html")]


def test_only_what_has_changed_is_fetched(server: Server, tmp_path: Path) -> None:
    first, _ = fetched(server, tmp_path)
    made = county(6, 30)
    made["u002"].records[0]["text"] = "改过的正文"
    old = {path: path.read_bytes() for path in (tmp_path / "public").rglob("*") if path.is_file()}
    times = {path: path.stat().st_mtime for path in old}
    write(tmp_path, made.values())
    for path, data in old.items():
        if path.read_bytes() == data:
            os.utime(path, (times[path], times[path]))
        else:
            os.utime(path, (times[path] + 60, times[path] + 60))
    server.asked.clear()
    second, _ = fetched(server, tmp_path, first.state)
    assert second.tally.updated == 1 and second.tally.unchanged == 179
    whole = [path for path, status in server.asked if status == 200]
    assert sorted(whole) == ["/u002/info/2018-00001.html", "/u002/info/2018-00001.json", "/u002/rs/resourcelist.xml"]


def test_a_hanging_unit_a_500_and_a_truncated_file(server: Server, tmp_path: Path) -> None:
    server.tricks = {
        "/u002/": hang(server),
        "/u003/info/2018-00002.json": answer(500),
        "/u004/feed.atom": answer(200, body=b"<feed", length=5000),
    }
    begun = monotonic()
    found, counts = fetched(server, tmp_path, bounds=QUICK)
    assert monotonic() - begun < 60, "bounded, whatever hangs"
    states = {unit.slug: unit.status for unit in found.units}
    assert states == {"portal": "ok", "u001": "ok", "u002": "failed", "u003": "failed", "u004": "failed", "u005": "ok"}
    assert found.incomplete and counts["failed"] > 0
    words = {(each.unit, each.finding.message) for each in found.every_fault() if each.finding.code == "H901"}
    assert any(unit == "u002" and "1 秒没有回答" in message for unit, message in words)
    assert any(unit == "u002" and "不再去取" in message for unit, message in words)
    assert ("u003", "没有取到信息记录「关于做好第2项工作的通知」：服务器回答 500") in words
    assert ("u004", "没有取到订阅（Atom）：只收到 5 字节，应当有 5000 字节") in words
    tally = {unit.slug: unit.tally for unit in found.units}
    assert tally["u002"].total == 0 and (tally["u003"].added, tally["u003"].errored) == (29, 1)


def test_a_unit_that_fails_takes_no_other_with_it(server: Server, tmp_path: Path) -> None:
    server.tricks = {f"/u00{number}/": answer(503) for number in (1, 3, 5)}
    found, _ = fetched(server, tmp_path)
    assert {unit.slug for unit in found.units if unit.status == "ok"} == {"portal", "u002", "u004"}
    assert found.failed == 0 and {unit for unit, _ in codes(found)} == {"u001", "u003", "u005"}


def test_a_broken_off_round_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.tricks = {"/u005/": answer(503)}
    first, _ = fetched(server, tmp_path)
    journal = tmp_path / "fetched" / "fetched.jsonl"
    journal.write_bytes(journal.read_bytes()[:-40])  # as a crash in the middle of a line leaves it
    server.tricks.clear()
    server.asked.clear()
    second, _ = fetched(server, tmp_path, first.state)
    again = [path for path, status in server.asked if status == 200 and not path.startswith("/u005/")]
    assert len(again) <= 1, "at most the file whose line was torn"
    assert second.tally.added == 30 and second.tally.unchanged == 150 and codes(second) == []


def test_a_damaged_copy_is_fetched_again(server: Server, tmp_path: Path) -> None:
    first, _ = fetched(server, tmp_path)
    copies = sorted((tmp_path / "fetched").glob("??/*"))
    copies[0].write_bytes(b"damaged")
    copies[1].unlink()
    server.asked.clear()
    second, _ = fetched(server, tmp_path, first.state)
    assert server.statuses()[200] == 2 and codes(second) == []


def test_redirections_stay_on_the_host(server: Server, tmp_path: Path) -> None:
    path = "/u001/info/2018-00001.json"
    other = f"http://localhost:{server.port}{path}"
    server.tricks = {
        path: answer(302, ("Location", other)),
        "/u001/info/2018-00002.json": answer(301, ("Location", "/u001/moved.json")),
        "/u001/info/2018-00003.json": answer(302, ("Location", "/u001/info/2018-00003.json")),
    }
    (tmp_path / "public/u001/moved.json").write_bytes((tmp_path / "public/u001/info/2018-00002.json").read_bytes())
    found, _ = fetched(server, tmp_path)
    words = [each.finding.message for each in found.every_fault() if each.unit == "u001"]
    assert [word.partition("：")[2] for word in words] == ["转到了别的主机 localhost，不跟去", "转了 3 次还没有到"]
    assert "/u001/moved.json" in [asked for asked, _ in server.asked]


def test_files_beyond_a_bound_are_not_read(server: Server, tmp_path: Path) -> None:
    server.tricks = {"/u001/catalog.json": answer(200, body=b"x", length=1 << 40)}
    found, _ = fetched(server, tmp_path, bounds=replace(PATIENT, most_bytes=1 << 20))
    words = [each.finding.message for each in found.every_fault() if each.unit == "u001"]
    assert "没有取到公开目录 catalog.json：文件有 1099511627776 字节，超过上限 1048576 字节" in words


def test_a_file_that_drips_is_given_up(server: Server, tmp_path: Path) -> None:
    def drip(handler: SimpleHTTPRequestHandler) -> bool:
        handler.send_response(200)
        handler.end_headers()
        while not server.over.wait(0.1):
            try:
                handler.wfile.write(b" ")
            except OSError:
                break
        handler.close_connection = True
        return True

    server.tricks = {"/u001/feed.atom": drip}
    found, _ = fetched(server, tmp_path, bounds=QUICK)
    assert [each.finding.message for each in found.every_fault()] == ["没有取到订阅（Atom）：传得太慢，没有等完"]


def test_hosts_that_the_list_names_are_only_asked_where_they_are_public(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = county(3, 12)
    for key, value in made["u001"].entry.items():
        if isinstance(value, str) and value.startswith("https://www.county.example/"):
            made["u001"].entry[key] = value.replace("https://www.county.example/u001/", "http://169.254.169.254/")
    write(tmp_path, made.values())
    text = (tmp_path / "public/units.json").read_text("utf-8")
    (tmp_path / "public/units.json").write_text(text.replace("https://www.county.example/", server.root), "utf-8")
    connected: list[str] = []
    whole = Lines.connection

    def noted(lines: Lines, place: SplitResult) -> HTTPConnection:
        connected.append(place.hostname or "")
        return whole(lines, place)

    monkeypatch.setattr(Lines, "connection", noted)
    found, _ = fetched(server, tmp_path)
    words = {each.finding.message.partition("：")[2] for each in found.every_fault() if each.unit == "u001"}
    assert "指向内部网络的地址，不去访问" in words, words and set(connected) == {"127.0.0.1"}


def test_the_command_says_which_could_not_be_fetched(server: Server, tmp_path: Path) -> None:
    server.tricks = {"/u002/": answer(500)}
    (tmp_path / "site.yaml").touch()  # the sources of this county lie beside it
    options = ("--today", TODAY.isoformat(), "--output", str(tmp_path / "out"), "--timeout", "30")
    done = Workspace(tmp_path).run("federate", server.root, *options)
    assert done.status == 4 and "没有取全: 示例县第2单位" in done.output, done.errors
    assert done.errors == "" and (tmp_path / "out/feedback/u002.md").exists()
    server.tricks.clear()
    done = Workspace(tmp_path).run("federate", server.root, *options)
    assert done.status == 0 and "新增 30 · 更新 0 · 不变 150" in done.output, done.output
