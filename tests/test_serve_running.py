"""A running preview: who may ask, and that a save reaches the open page."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urljoin

import pytest

from conftest import REPOSITORY
from county import SITE, TODAY, County, document
from generator.making import theme_for
from generator.reporting import history
from generator.serve.answers import file_of
from generator.serve.listener import KEEP, Listener
from hostile import lines
from previews import (
    FIRST,
    PAGE,
    Served,
    built_county,
    preview_of,
    save_by_renaming,
    save_in_pieces,
    save_in_place,
    serving,
)


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A county that was built once."""
    return built_county(tmp_path / "workspace")


def test_only_this_machine_and_this_site_are_answered(county: County) -> None:
    """Foreign names and foreign pages get nothing, nor do other methods; no path leads outside."""
    with serving(county.root, "--no-build") as served:
        port = served.port
        assert served.ask(PAGE)[0] == 200
        assert served.ask(PAGE, Host=f"localhost:{port}", Origin=f"http://localhost:{port}")[0] == 200
        for headers in (
            {"Host": "evil.test"},
            {"Host": f"evil.test:{port}"},
            {"Origin": "http://evil.test"},
            {"Origin": "null"},
            {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
        ):
            assert served.ask(PAGE, **headers)[0] == 403, headers
            assert served.ask("/-/events?page=/", **headers)[0] == 403, headers
        assert served.ask(PAGE, X_Forwarded_Host="evil.test")[0] == 200
        assert {served.ask(PAGE, method)[0] for method in ("POST", "PUT", "DELETE", "OPTIONS")} == {405}
        status, text = served.ask("/")
        assert "TraversalCanary" not in text and status == 200


def test_a_browser_keeps_what_cannot_change(county: County) -> None:
    """A file whose address carries its digest is asked for once; pages and other addresses are each time."""
    with serving(county.root, "--no-build") as served:
        named = re.findall(r'(?:href|src)="([^"]+\.(?:css|js)(?:\?\w+)?)"', served.ask(PAGE)[1])
        addresses = {urljoin(PAGE, each) for each in named}
        assert len(addresses) > 3 and {served.keeping(each) for each in addresses} == {KEEP}
        others = (PAGE, "/-/", "/-/preview.js", "/-/preview.js?0", "/jinping/assets/site-00000000.css")
        assert {served.keeping(each) for each in others} == {"no-store"}


def test_a_file_is_kept_only_with_the_bytes_that_its_address_names(county: County) -> None:
    """A theme's file that is written while it is asked for must not stay with a browser under the old name."""
    style = next(each for each in theme_for(county.task(), "jinping").assets.values() if each.url.endswith(".css"))
    named = replace(style, source="", data=(REPOSITORY / style.source).read_bytes() if not style.data else style.data)
    assert file_of(county.root, named).stays
    assert not file_of(county.root, replace(named, data=b"other")).stays
    assert not file_of(county.root, replace(named, url="gg/file.css")).stays


def test_browsers_that_break_off_leave_no_trace(capsys: pytest.CaptureFixture[str]) -> None:
    """Browsers open more connections than they need and reset them; other mistakes are still told."""
    with Listener(0, lambda asked: None) as listener:
        for error, told in ((ConnectionResetError(), False), (BrokenPipeError(), False), (KeyError(), True)):
            try:
                raise error
            except (OSError, KeyError):
                listener.handle_error(None, ("127.0.0.1", 1))
            assert bool(capsys.readouterr().err) is told, error


def test_no_path_leaks(county: County) -> None:
    """Neither raw nor encoded, once or twice."""
    (county.root / "canary.txt").write_text("TraversalCanary")
    (county.root / "content" / "jinping" / "canary.txt").write_text("TraversalCanary")
    preview = preview_of(county)
    for line in lines("paths"):
        for path in (line, f"jinping/{line}", f"-/{line}", f"-/samples/{line}", f"{line}/canary.txt", f"../{line}"):
            told = preview.answer(path.lstrip("/"))
            assert told.status != 200 or b"gk-" in told.data, path
            assert b"TraversalCanary" not in told.data and b"root:" not in told.data, path
    with serving(county.root, "--no-build") as served:
        for line in lines("paths")[::8]:
            status, text = served.ask(f"/{quote(line, safe='/%.')}")
            assert status in (200, 301, 400, 404) and "TraversalCanary" not in text, line


def wait_for_change(served: Served, page: str, change: object) -> None:
    """Wait for the word that the page is another; `change` is called once the page is open."""
    mark = re.search(r'data-mark="(\w+)"', served.ask(page)[1])
    assert mark is not None and callable(change)
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.request("GET", f"/-/events?page={page}&mark={mark[1]}")
    answer = connection.getresponse()
    time.sleep(0.1)
    change()
    assert answer.readline() == b"event: changed\n"
    connection.close()


@pytest.mark.parametrize("how", [(), ("--poll",)], ids=["told", "polling"])
def test_a_save_is_told_to_the_open_page(county: County, how: tuple[str, ...]) -> None:
    """However an editor saves: in place, or by renaming another file; a page that shows none of it is left alone."""
    with serving(county.root, "--no-build", *how) as served:
        for number, save in enumerate((save_in_place, save_by_renaming, save_in_pieces)):
            text = document("通知1", "2026-00001", body=f"第{number}次。\n")
            wait_for_change(served, PAGE, lambda save=save, text=text: save(county.root / FIRST, text))
            assert f"第{number}次" in served.ask(PAGE)[1]


def test_the_build_at_the_end_ends_as_any_build(tmp_path: Path) -> None:
    """Its exit status tells of errors, the report's history of its day; units for practice stay out."""
    settings = f"{SITE}示例日期: {TODAY}\n演示单位: [caizhengju]\n"
    county = County(tmp_path, site=settings)
    for more, status in (("发文字号: 锦政发[26]1号", 1), ("发文字号: 锦政发〔2026〕1号", 0)):
        with serving(county.root, day=()) as served:
            county.write(FIRST, document("通知", "2026-00001", more))
            assert served.stop() == status
        (entry,) = history.load(county.root / "output")
        assert (entry.day, entry.units, entry.error) == (str(TODAY), 2, status)
    assert not (county.public / "caizhengju").exists()


def test_the_build_at_the_end_tells_of_what_was_served(county: County) -> None:
    """Another unit's errors are neither told nor in the exit status; its section is built all the same."""
    county.write(FIRST, document("通知", "2026-00001", "发文字号: 锦政发[26]1号"))
    with serving(county.root, "caizhengju") as served:
        assert served.stop() == 0
        assert served.process.stdout is not None
        told = served.process.stdout.read()
    assert "content/jinping" not in told and "content/caizhengju" in told and "单位 1 ·" in told
    with serving(county.root, "jinping") as served:
        assert served.stop() == 1


def test_an_open_page_refreshes_in_a_browser(county: County, chromium_driver: list[str]) -> None:
    """A real browser shows what was saved, where one was in the page and its panel; nothing is asked of other hosts."""
    script = Path(__file__).parent / "screens" / "preview.cjs"
    with serving(county.root, "--no-build") as served:
        plain = {"page": f"http://127.0.0.1:{served.port}{PAGE}", "file": str(county.root / FIRST)}
        done = subprocess.run(
            [*chromium_driver, str(script), "2", json.dumps([plain, {**plain, "renames": True}])],
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr
    for seen in json.loads(done.stdout):
        assert (seen["foreign"], seen["errors"], len(seen["saves"])) == (0, 0, 2), seen
        assert seen["kept"] == [40, [True], FIRST], seen
