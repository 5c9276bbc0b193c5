"""The preview: who may ask, what is shown of what is not public, and that a save reaches the open page.

`PYTHONPATH=. python tests/test_serve.py 5000` makes so many random edits while a preview runs, not the few of here.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote, urljoin

import pytest

from conftest import REPOSITORY
from county import RESOURCE_LISTS, REVIEW, SITE, TODAY, County, document, without_history
from generator.jobs import theme_for
from generator.reporting import history
from generator.serve.answers import file_of
from generator.serve.listener import KEEP, Listener
from generator.serve.preview import Preview
from generator.serve.watch import is_remote
from generator.workspace import Workspace
from hostile import lines

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")
OWN = re.compile(r'<link rel="stylesheet" href="/-/.*?</script>|<aside class="gk-panel.*?</aside>', re.DOTALL)
FIRST = "content/jinping/gg/n1.md"
PAGE = "/jinping/info/2026-00001.html"
PATIENCE = 30  # seconds for changes to be heard of


def write_county(root: Path) -> County:
    """Three units, some documents, all numbered."""
    made = County(root)
    for number in range(1, 6):
        made.write(f"content/jinping/gg/n{number}.md", document(f"通知{number}", f"2026-{number:05d}"))
    made.write("content/caizhengju/gg/a.md", document("财政公告", "2026-00001", slug="caizhengju"))
    for slug in ("jinping", "caizhengju"):
        made.register(slug)
    return made


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A county that was built once."""
    made = write_county(tmp_path / "workspace")
    made.build()
    return made


def preview_of(county: County) -> Preview:
    """A preview in this process, with everything read."""
    made = Preview(Workspace(county.root), county.task())
    while made.waiting:
        made.idle()
    return made


def text_of(preview: Preview, address: str) -> str:
    """What a browser would show at an address."""
    return preview.answer(address.removeprefix("/")).data.decode()


def bare(page: str) -> str:
    """A page without what the preview adds to it."""
    return OWN.sub("", page)


# ── in this process ─────────────────────────────────────────────────────────────────────────────────────────────


def test_published_pages_are_shown_as_they_are_published(county: County) -> None:
    """But for the panel and what refreshes it, byte for byte."""
    preview = preview_of(county)
    for path, data in county.tree().items():
        if path.endswith(RESOURCE_LISTS) or "/rs/" in path or path.endswith("resourcesync"):
            continue  # they tell of files that were written; a preview writes none
        told = preview.answer(path)
        assert told.status == 200 or path.endswith("404.html"), path
        assert bare(told.data.decode("utf-8", "surrogateescape")) == data.decode("utf-8", "surrogateescape"), path


def test_drafts_and_what_is_to_come_are_shown_and_marked(county: County) -> None:
    """Each with an address of its own, in its list, and nowhere in the output."""
    county.write("content/jinping/gg/d.md", document("写了一半", "2026-00008", "草稿: 是"))
    county.write(
        "content/jinping/gg/e.md",
        document("明年的事", "2026-00009").replace("发布日期: 2026-01-06", "发布日期: 2027-01-06"),
    )
    bare = f"---\n标题: 没有编号\n成文日期: 2026-01-04\n发布日期: 2026-01-06\n{REVIEW}\n---\n正文。\n"
    county.write("content/jinping/gg/f.md", bare)
    preview = preview_of(county)
    listed = text_of(preview, "/jinping/gg/index.html")
    assert all(f"〔草稿〕{title}" in listed for title in ("写了一半", "明年的事", "没有编号"))
    assert "<strong>草稿</strong> <span>定于 2027-01-06 公开</span>" in text_of(
        preview, "/jinping/info/2026-00009.html"
    )
    (address,) = set(re.findall(r"info/draft-[0-9a-f]{8}\.html", listed))
    panel = listed[listed.index("<aside") : listed.index("</aside>")]
    led = set(re.findall(r'href="/jinping/([^"]+)"', panel))
    assert led == {"info/2026-00008.html", "info/2026-00009.html", address}
    assert preview.answer(f"jinping/{address}").status == 200
    county.build()
    assert not [path for path, data in county.tree().items() if "〔草稿〕".encode() in data or b"draft-" in data]


def test_a_broken_head_shows_the_last_good_page_with_the_error_above(county: County) -> None:
    """From this preview where it was seen, else as it was published."""
    seen = preview_of(county)
    assert "正文第一段" in text_of(seen, PAGE)
    county.write(FIRST, "---\n标题：全角的冒号\n---\n")
    for preview in (seen, preview_of(county)):
        preview.changed(["jinping"])
        page = text_of(preview, PAGE)
        assert "通知1" in page and "正文第一段" in page
        assert "F006" in page and f"{FIRST}:2:3" in page and "上一次的样子" in page
    county.write(FIRST, document("通知1", "2026-00001", body="改好了。\n"))
    seen.changed(["jinping"])
    assert "改好了" in text_of(seen, PAGE) and "这一条没有问题" in text_of(seen, PAGE)


def test_problems_stand_above_their_page_with_place_fix_and_ground(county: County) -> None:
    """Numbers of persons are never told in full."""
    county.write(FIRST, document("通知1", "2026-00001", "发文字号: 锦政发[26]1号", body="号码 53082319900101001X。\n"))
    page = text_of(preview_of(county), PAGE)
    panel = page[page.index("<aside") : page.index("</aside>")]
    assert all(word in panel for word in ("D102", "X101", "改法：", "依据：", f'data-copy="{FIRST}:7:7"', "不会发布"))
    assert "53082319900101001X" not in panel


def test_a_unit_that_cannot_be_read_says_why(county: County) -> None:
    """Its folder may even be gone."""
    preview = preview_of(county)
    county.write("content/jinping/unit.yaml", "名称：坏了\n")
    preview.changed(["jinping"])
    assert "content/jinping/unit.yaml" in text_of(preview, "/jinping/")
    shutil.rmtree(county.root / "content/jinping")
    preview.changed(["jinping"])
    while preview.waiting:
        preview.idle()
    assert preview.answer("jinping/").status == 404


def test_what_others_tell_reaches_the_open_page(county: County) -> None:
    """A title of one unit stands on the county's home when the unit was read again."""
    preview = preview_of(county)
    assert "财政公告" in text_of(preview, "/")
    county.write("content/caizhengju/gg/a.md", document("新的公告", "2026-00001", slug="caizhengju"))
    preview.changed(["caizhengju"])
    while preview.waiting:
        preview.idle()
    assert "新的公告" in text_of(preview, "/")


def test_every_sample_is_shown(county: County) -> None:
    """The list leads to every one, and each to its style."""
    preview = preview_of(county)
    found = re.findall(r'<a href="/(-/samples/[^"]+\.html)"', text_of(preview, "/-/samples/"))
    assert len(found) > 20
    for address in found:
        page = preview.answer(address)
        style = re.search(rb'<link rel="stylesheet" href="((?:\.\./)*/?assets/[^"]+)"', page.data)
        assert page.status == 200 and style, address
        place = os.path.normpath(Path("/", address).parent / style[1].decode())
        assert preview.answer(place.removeprefix("/")).status == 200


def test_only_what_is_asked_for_is_laid_out(county: County) -> None:
    """Other units are not opened for a page."""
    preview = preview_of(county)
    preview.answer("jinping/")
    assert set(preview.desks) <= {"jinping", "portal"}


def test_a_preview_of_one_unit_begins_with_it(county: County) -> None:
    """The county's home is not looked at then, nor are other units."""
    preview = Preview(Workspace(county.root), county.task(), {"jinping"})
    assert (preview.answer("").status, preview.answer("").place) == (302, "/jinping/")
    assert preview.answer("jinping/").status == 200 and preview.answer("caizhengju/").status == 404


def test_a_new_look_is_seen_at_once(county: County) -> None:
    """What pages share is not kept from the theme before: only a word of a part that is rendered once has changed."""
    preview = preview_of(county)
    assert "跳到正文" in text_of(preview, PAGE)
    text = (REPOSITORY / "themes/default/templates/base.html").read_text("utf-8").replace("跳到正文", "直接看正文")
    county.write("themes/units/jinping/templates/base.html", text)
    page = text_of(preview, PAGE)
    assert "直接看正文" in page and "跳到正文" not in page
    county.write("themes/units/jinping/templates/base.html", text.replace("直接看正文", "去正文"))
    assert "去正文" in text_of(preview, PAGE)


def test_network_drives_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the nearest mount above a folder."""
    assert not is_remote(Path("/proc/self"))
    mounts = tmp_path / "mounts"
    mounts.write_text("x / ext4 rw 0 0\nserver:/a /srv nfs4 rw 0 0\nx /srv/near ext4 rw 0 0\n")
    monkeypatch.setattr("generator.serve.watch.MOUNTS", mounts)
    assert is_remote(Path("/srv/county")) and not is_remote(Path("/srv/near/county")) and not is_remote(Path("/home"))


# ── as a user runs it ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Served:
    """A running preview: its port and its process."""

    port: int
    process: subprocess.Popen[str]

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        """Status and text of an answer; the path is sent as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host="Host" in given, skip_accept_encoding=True)
        for name, value in given.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        told = answer.status, answer.read().decode("utf-8", "replace")
        connection.close()
        return told

    def keeping(self, path: str) -> str:
        """How long a browser may keep what it gets."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request("GET", path)
            return connection.getresponse().headers["Cache-Control"]

    def stop(self) -> int:
        """As Ctrl-C does it; what is in `output/` then is what was seen, and the status is that of a build."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(120)


@contextmanager
def serving(root: Path, *arguments: str, day: tuple[str, ...] = ("--today", str(TODAY))) -> Iterator[Served]:
    """A preview in a process of its own."""
    command = [sys.executable, "-m", "generator", "--root", str(root), "serve", *day, *arguments]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        found = ADDRESS.search(process.stdout.readline())
        assert found is not None
        yield Served(int(found[1]), process)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


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


def save_in_place(path: Path, text: str) -> None:
    """As simple editors do."""
    path.write_text(text)


def save_by_renaming(path: Path, text: str) -> None:
    """As careful editors do: a swap file, then its name."""
    swap = path.with_name(f".{path.name}.swp")
    swap.write_text(text)
    swap.rename(path)


def save_in_pieces(path: Path, text: str) -> None:
    """As network drives do."""
    path.write_text("")
    with path.open("a") as file:
        for start in range(0, len(text), 20):
            file.write(text[start : start + 20])
            file.flush()


def edit(root: Path, dice: random.Random, number: int) -> None:
    """One thing that may happen to a workspace while somebody works in it."""
    folder = root / "content" / dice.choice(["jinping", "caizhengju"]) / "gg"
    slug = folder.parent.name
    path = folder / f"r{dice.randrange(8)}.md"
    text = document(f"文件{dice.randrange(99)}", f"2026-1{number:04d}", slug=slug, body=f"{dice.random()}\n")
    deed = dice.randrange(8)
    folder.mkdir(parents=True, exist_ok=True)
    if deed <= 1:
        dice.choice([save_in_place, save_by_renaming, save_in_pieces])(path, text)
    elif deed == 2:
        path.unlink(missing_ok=True)
    elif deed == 3 and path.exists():
        path.rename(folder / f"r{dice.randrange(8)}.md")
    elif deed == 4:
        path.write_text(dice.choice(["", "---\n", "---\n标题: 半\n", text[: dice.randrange(len(text))]]))
    elif deed == 5:
        (folder / f"{path.name}~").write_text(text)
        (folder / f".{path.name}.swp").write_bytes(dice.randbytes(20))
    elif deed == 6:
        for _ in range(20):
            path.write_text(text.replace("文件", dice.choice("甲乙丙丁")))
    elif dice.random() < 0.2:
        shutil.rmtree(folder)


def edited_while_serving(county: County, edits: int, seed: int, *how: str) -> tuple[int, int]:
    """Edit at random while a preview runs, look now and then, stop it; memory before and after, in KiB.

    In the end the preview shows what one shows that begins then: no change was missed.
    """
    dice, root = random.Random(seed), county.root
    pages = (PAGE, "/jinping/", "/", "/jinping/gg/", "/caizhengju/", "/-/")
    with serving(root, *how) as served:
        with open_page(served, "/jinping/gg/") as told:
            for number in range(edits):
                edit(root, dice, number)
                if number % 5 == 0:
                    assert served.ask(dice.choice(pages))[0] in (200, 404, 500)
                if number == edits // 5:
                    before = memory_of(served.process.pid)
            after = memory_of(served.process.pid)
            assert stale(served, preview_of(county), pages) == [] and len(told) > 1
        assert served.stop() in (0, 1)
    return before, after


@contextmanager
def open_page(served: Served, page: str) -> Iterator[list[str]]:
    """Somebody keeps a page open, as a browser does: the marks that it has had."""
    marks: list[str] = []
    closed = Event()

    def look() -> None:
        try:
            while not closed.is_set():
                found = re.search(r'data-mark="(\w+)"', served.ask(page)[1])
                marks.append(found[1] if found else "")
                told_of_change(served, page, marks[-1])
        except OSError:
            assert closed.is_set()  # the preview has ended

    Thread(target=look, daemon=True).start()
    yield marks
    closed.set()


def told_of_change(served: Served, page: str, mark: str) -> None:
    """Wait until the preview says that a page is another than its mark says."""
    with closing(http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)) as connection:
        connection.request("GET", f"/-/events?page={page}&mark={mark}")
        told = connection.getresponse()
        while told.readline() not in (b"event: changed\n", b""):
            pass


def stale(served: Served, fresh: Preview, pages: Iterable[str]) -> list[str]:
    """The pages that a preview does not come to show as a fresh one does, given the time to hear of all changes.

    Their panels differ where a document is broken: only one that saw it whole has a page to lead to.
    """
    left, end = list(pages), time.monotonic() + PATIENCE
    while left and time.monotonic() < end:
        left = [page for page in left if bare(served.ask(page)[1]) != bare(text_of(fresh, page))]
        time.sleep(0.05)
    return left


def memory_of(process: int) -> int:
    """KiB that a process has in memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    assert found is not None
    return int(found[1])


@pytest.mark.parametrize("how", [(), ("--poll",)], ids=["told", "polling"])
def test_random_edits_end_in_the_bytes_of_a_clean_build(tmp_path: Path, how: tuple[str, ...]) -> None:
    """Whatever happened meanwhile, what is left after the preview is what a new build of the same files makes."""
    county = write_county(tmp_path / "edited")
    edited_while_serving(county, 200, 7, *how)
    shutil.copytree(county.root, tmp_path / "clean", ignore=shutil.ignore_patterns("output"))
    clean = County(tmp_path / "clean", ())
    clean.build()
    assert differing(county, clean) == []


def differing(one: County, two: County) -> list[str]:
    """Public files that differ, but for the lists that remember when a file had other bytes."""
    first, second = without_history(one.tree()), without_history(two.tree())
    return sorted(path for path in first.keys() | second.keys() if first.get(path) != second.get(path))


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


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        many = write_county(Path(place) / "edited")
        start, end = edited_while_serving(many, int(sys.argv[1]), 7)
        shutil.copytree(many.root, Path(place) / "clean", ignore=shutil.ignore_patterns("output"))
        fresh = County(Path(place) / "clean", ())
        fresh.build()
        print(f"memory {start} → {end} KiB ({end / start - 1:+.1%}); differing files: {differing(many, fresh)}")
