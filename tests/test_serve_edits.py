"""A preview while files are edited at random: no change is missed, and what is left is what a clean build makes.

`PYTHONPATH=. python tests/test_serve_edits.py 5000` makes so many edits, not the few of here.
"""

from __future__ import annotations

import http.client
import random
import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from county import County, document, without_history
from generator.serve.preview import Preview
from previews import (
    PAGE,
    PATIENCE,
    Served,
    bare,
    preview_of,
    save_by_renaming,
    save_in_pieces,
    save_in_place,
    serving,
    text_of,
    write_county,
)


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


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        many = write_county(Path(place) / "edited")
        start, end = edited_while_serving(many, int(sys.argv[1]), 7)
        shutil.copytree(many.root, Path(place) / "clean", ignore=shutil.ignore_patterns("output"))
        fresh = County(Path(place) / "clean", ())
        fresh.build()
        print(f"memory {start} → {end} KiB ({end / start - 1:+.1%}); differing files: {differing(many, fresh)}")
