"""`python -m benchmarks.search`: what the search finds, what it costs citizen and builder, and Pagefind beside it.

One county is built from cold with `--profile`; the search is asked for every title and for pieces of texts, and judged
by a scan of all texts (`tests/search_judge.py`). Then a Chromium without a cache asks both searches, one query a visit,
from a server that packs everything with Brotli and counts what it sends. Pagefind comes by `benchmarks/peers/install`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks import corpus
from benchmarks.run import ROOT, put_between

sys.path.insert(0, str(ROOT / "tests"))
from search_judge import Text, asked, pieces, scan, texts

MARKS = ("<!-- search -->", "<!-- /search -->")
PAGEFIND = ROOT / "benchmarks/.tools/node_modules/.bin/pagefind"
NODE = ("node",)


@dataclass(slots=True)
class Wire:
    """The bytes that a server sent for searching: of the visit that is under way, and of each before."""

    passed: int = 0
    visits: list[int] = field(default_factory=list)


class _Handler(SimpleHTTPRequestHandler):
    """A folder, packed; `/-/next` ends a visit, `/-/blank` is a page of nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # an answer's body would wait 40 ms for its head to be acknowledged

    def __init__(self, *words: object, wire: Wire, **named: object) -> None:
        self.wire = wire
        super().__init__(*words, **named)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path == "/-/next":
            self.wire.visits.append(self.wire.passed)
            self.wire.passed = 0
        path = Path(self.translate_path(self.path))
        data = path.read_bytes() if path.is_file() else b"<!DOCTYPE html><title>-</title>"
        packed = _packed(path) if path.suffix in (".js", ".html", ".css") and path.is_file() else data
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)) if path.is_file() else "text/html")
        self.send_header("Content-Length", str(len(packed)))
        if packed is not data:
            self.send_header("Content-Encoding", "br")
        self.end_headers()
        self.wfile.write(packed)
        if any(part in self.path for part in ("/search/", "/pagefind/", "assets/search")):
            self.wire.passed += len(packed) + HEADERS

    def log_message(self, *_: object) -> None:
        return


HEADERS = 200  # bytes of an answer's headers, about


def _packed(path: Path, kept: dict[Path, bytes] = {}) -> bytes:  # noqa: B006 - kept for the run
    if path not in kept:
        import brotli  # type: ignore[import-untyped]

        kept[path] = bytes(brotli.compress(path.read_bytes(), mode=brotli.MODE_TEXT, quality=9))
    return kept[path]


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, Wire]]:
    """A server of a folder on this machine; what searching asks for lies there packed, as a publication has it."""
    wire = Wire()
    for path in sorted({*folder.glob("search/*.js"), *folder.glob("*/search/*.js"), *folder.glob("assets/search*.js")}):
        _packed(path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder), wire=wire))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", wire
    server.shutdown()
    server.server_close()


# ── building ────────────────────────────────────────────────────────────────────────────────────────────────────


def built(folder: Path, *options: str) -> dict[str, object]:
    """What a build tells as JSON."""
    command = [sys.executable, "-m", "generator", "build", "--json", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def cost(folder: Path) -> str:
    """The part of a cold build that is the search's, and what one edit writes of it."""
    shutil.rmtree(folder / "output", ignore_errors=True)
    before = os.times()
    told = built(folder, "--profile")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    profile = told["profile"]
    assert isinstance(profile, dict)
    parts = sum(profile["templates"].get(name, {"seconds": 0})["seconds"] for name in ("search_index", "search_part"))
    share = parts / sum(profile["stages"].values())  # both by the clock of the same workers
    gathered = _gathering(folder / "output")
    files = {path: path.stat().st_ino for path in (folder / "output/public/search").iterdir()}
    page = folder / "content/u001/gg/d00008.md"
    text = page.read_text("utf-8")
    page.write_text(f"{text}\n{chr(0x3400 + text.count('的新内容。'))}的新内容。\n", "utf-8")  # a rare one each time
    time.sleep(0.1)
    built(folder)
    changed = sum(path.stat().st_ino != files.get(path) for path in (folder / "output/public/search").iterdir())
    size = sum(path.stat().st_size for path in files) / 1e6
    return (
        f"Cold build {cpu:.1f} s of processor, of which the search: {share:.0%} of what the units take and "
        f"{gathered:.1f} s for the county, together {share + gathered / cpu:.0%}. "
        f"Index of the county {size:.1f} MB in {len(files)} files; one body edited writes {changed} of them."
    )


def _gathering(output: Path) -> float:
    """Seconds of processor in which the county's search is put together."""
    code = (
        "import sys, time; from pathlib import Path; from generator import searching, trees\n"
        "output = Path(sys.argv[1]); units = {each.name: trees.latest(output, each.name).sequence "
        "for each in (output / 'units').iterdir() if trees.latest(output, each.name)}\n"
        "started = time.process_time(); found = {slug: unit for slug, base in searching._bases(output, units).items() "
        "if (unit := searching._unit(output, slug, units.get(slug, 0), base))}\n"
        "dict(searching._files(found)); print(time.process_time() - started)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(output)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


# ── finding ─────────────────────────────────────────────────────────────────────────────────────────────────────


def judged(public: Path, documents: Sequence[Text], wanted: Sequence[str], every: int) -> str:
    """How many titles come first, and how many pieces agree with the scan."""
    titled = documents[::every]
    first = asked(NODE, public, "county", [{"words": each.title, "limit": 1} for each in titled])
    titles = {each.url: each.title for each in documents}
    right = sum(titles.get(told.urls[0]) == each.title for told, each in zip(first, titled, strict=True) if told.urls)
    missed = false = 0
    for phrase, told in zip(
        wanted, asked(NODE, public, "county", [{"words": f"“{each}”"} for each in wanted]), strict=True
    ):
        expected = scan(documents, phrase)
        missed += len(expected - set(told.urls))
        false += len(set(told.urls) - expected)
    return f"{right} of {len(titled)} exact titles first; {len(wanted)} pieces: {missed} missed, {false} false."


def visited(public: Path, tasks: dict[str, list[str]]) -> dict[str, list[dict[str, object]]]:
    """What Chromium saw of each query, with the bytes of its visit."""
    with serving(public) as (base, wire):
        command = [*NODE, str(ROOT / "benchmarks/search_pages.cjs"), base]
        environment = {**os.environ, "NODE_PATH": str(ROOT / "tests/node_modules")}
        done = subprocess.run(
            command, input=json.dumps(tasks), env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        found: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    sizes = iter(wire.visits)
    return {which: [{**row, "bytes": next(sizes)} for row in rows] for which, rows in found.items()}


def row(name: str, visits: Sequence[dict[str, object]]) -> str:
    """A line of the table: kilobytes and milliseconds, median, 95 of 100, most."""
    cells = [name]
    for key, unit in (("bytes", 1e3), ("time", 1)):
        numbers = sorted(float(str(each[key])) / unit for each in visits)
        cells.append(f"{statistics.median(numbers):.0f} / {numbers[len(numbers) * 95 // 100]:.0f} / {numbers[-1]:.0f}")
    return f"| {' | '.join(cells)} |"


# ── Pagefind ────────────────────────────────────────────────────────────────────────────────────────────────────


def pagefind(public: Path) -> str:
    """Index the same pages, copied beside since Pagefind follows no links; what that took."""
    shutil.rmtree(public / "pagefind", ignore_errors=True)
    copied = public.parent / "_pagefind"
    for path in documents_of(public):
        target = copied / path.relative_to(public)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    before = os.times()
    subprocess.run(
        [str(PAGEFIND), "--site", str(copied), "--output-path", str(public / "pagefind"), "--force-language", "zh"],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    after = os.times()
    shutil.rmtree(copied)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    size = sum(path.stat().st_size for path in (public / "pagefind").rglob("*") if path.is_file()) / 1e6
    return f"Pagefind indexes the same pages in {cpu:.1f} s of processor, {size:.1f} MB."


def documents_of(public: Path) -> Iterator[Path]:
    """The pages of all documents."""
    for folder, _, names in os.walk(public, followlinks=True):
        if folder.endswith("/info"):
            yield from (Path(folder, name) for name in names if name.endswith(".html"))


def recall(public: Path, documents: Sequence[Text], wanted: Sequence[str], visits: Sequence[dict[str, object]]) -> str:
    """How much of what stands there Pagefind found, and how much of what it found stands there."""
    urls = {}
    for path in (public / "pagefind/fragment").iterdir():
        urls[path.stem] = json.loads(gzip.decompress(path.read_bytes()).partition(b"pagefind_dcd")[2])["url"].strip("/")
    there = found = right = 0
    for phrase, visit in zip(wanted, visits, strict=True):
        expected, told = scan(documents, phrase), {urls[str(each)] for each in visit["ids"]}  # type: ignore[attr-defined]
        there, found, right = there + len(expected), found + len(told), right + len(expected & told)
    complete, exact = right / max(1, there), right / max(1, found)
    return f"Of what holds the piece Pagefind found {complete:.0%}; of what it found, {exact:.0%} holds it."


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=80)
    parser.add_argument("--documents", type=int, default=125, help="of each unit")
    parser.add_argument("--texts", type=Path, help="a folder of real texts instead of the made-up ones")
    parser.add_argument("--pieces", type=int, default=300)
    parser.add_argument("--visits", type=int, default=60)
    parser.add_argument("--alone", action="store_true", help="without Pagefind")
    parser.add_argument("--every", type=int, default=1, help="ask for one title in so many")
    parser.add_argument("--place", type=Path, default=ROOT / "benchmarks/.work/search")
    parser.add_argument("--write", type=Path, help="a Markdown file whose figures are replaced")
    chosen = parser.parse_args()
    if not chosen.place.exists():
        corpus.write_county(chosen.place, chosen.units, chosen.documents, chosen.texts)
        shutil.copytree(ROOT / "themes/default", chosen.place / "themes/default")
    told = [f"### {chosen.units} units × {chosen.documents} documents\n", cost(chosen.place)]
    public = (chosen.place / "output/public").resolve()
    documents = list(texts(public))
    found = pieces(documents, 2 * chosen.pieces, seed=11)  # more than are wanted: some cannot be asked for as a piece
    wanted = [each for each in found if "”" not in each and not each.isascii()][: chosen.pieces]
    told.append(judged(public, documents, wanted, chosen.every))
    print("\n\n".join(told), flush=True)
    some = [f"“{each}”" for each in wanted[: chosen.visits]]
    titles = [each.title for each in random.Random(5).sample(documents, chosen.visits // 2)]
    tasks = {"ours": [*some, *titles]}
    if PAGEFIND.exists() and not chosen.alone:
        told.append(pagefind(public))
        tasks["pagefind"] = [each.strip("“”") for each in some]
    visits = {which: found for which, found in visited(public, tasks).items() if found}
    full = sum(
        int(str(each["shown"])) >= 10 or "共" in str(each["told"]) or "没有找到" in str(each["told"])
        for each in visits["ours"]
    )
    told.append(
        f"{full} of {len(visits['ours'])} first looks were whole (ten results, or all there are).\n\n"
        "| first query, nothing cached | KB: median / 95 % / most | ms: median / 95 % / most |\n|---|---|---|\n"
        + "\n".join(row(name, found) for name, found in visits.items())
    )
    if "pagefind" in visits:
        told.append(recall(public, documents, wanted[: chosen.visits], visits["pagefind"]))
        shutil.rmtree(public / "pagefind")
    print("\n\n".join(told[2:]))
    if chosen.write:
        put_between(chosen.write, MARKS, "\n\n".join(told))


if __name__ == "__main__":
    main()
