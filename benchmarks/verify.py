"""How long it takes to verify a site: `python -m benchmarks.verify --files 5000`.

Makes that many signed files, then verifies the folder, verifies it as a real nginx serves it (every text in three
codings), defaces every file and restores all of them. The bounds on two cores for 5,000 files: 60 seconds over the
network, 10 seconds to restore.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))  # the server and the places that tests have

from generator import editions
from generator.edition import SIGNATURE, edition_bytes
from generator.patrolling import patrolled
from generator.restoration import last_signed, restore
from generator.sightings import Sightings
from generator.signing import PrivateKey
from generator.web_patrol import Manner
from published_places import NOW, edition_of, key_in, seals, write
from web_servers import serving

UNITS = 50


@dataclass(frozen=True, slots=True)
class Took:
    """One line of the result."""

    what: str
    seconds: float
    processor: float  # seconds of this process: what a busy machine does not distort


def contents(count: int) -> dict[str, bytes]:
    """Pages of some 8 KiB, which is what a document page has."""
    chance = random.Random(1)
    words = ["公开", "信息", "单位", "办理", "依据", "<p>", "</p>", "2026"]
    found = {}
    for number in range(count):
        text = "".join(chance.choices(words, k=1200))
        found[f"u{number % UNITS:03}/info/{number:06}.html"] = f"<!doctype html>{text}".encode()
    return found


def timed(what: str, work: Callable[[], object]) -> Took:
    """How long something takes."""
    begun, processor = perf_counter(), process_time()
    assert work() is not False, what
    return Took(what, perf_counter() - begun, process_time() - processor)


def measure(folder: Path, count: int) -> list[Took]:
    """Everything once."""
    key, files = key_in(folder / "keys"), contents(count)
    edition = edition_of(files)
    own = seals(edition, key)
    root, output = write(folder / "site", {**files, **own}), folder / "output"
    for address, data in files.items():
        unit, _, rest = address.partition("/")
        target = output / "units" / unit / "000001" / rest
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    editions.save(output, edition, editions.Seal(lambda top: own[SIGNATURE], lambda top, signature: True))
    took = [timed(f"文件夹核对 {count} 个文件", lambda: is_clean(str(root), key))]
    with serving(folder / "nginx", root) as server:
        took.append(timed(f"网址核对 {count} 个文件", lambda: is_clean(server.address, key)))
    for address in files:
        (root / address).write_bytes(b"defaced")
    wanted = last_signed(output, (key.public,))
    assert wanted is not None and wanted.top == edition_bytes(edition)
    took.append(timed(f"恢复 {count} 个文件", lambda: restore(root, output, wanted, folder / "aside")))
    assert is_clean(str(root), key)
    return took


def is_clean(source: str, key: PrivateKey) -> bool:
    """Nothing is found."""
    return not patrolled(source, (key.public,), Sightings(), NOW, Manner(), lambda done, total: None).faults


def main() -> None:
    """Measure, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    with tempfile.TemporaryDirectory() as folder:
        for each in measure(Path(folder), parser.parse_args().files):
            print(f"{each.what}: {each.seconds:.1f} s（处理器 {each.processor:.1f} s）")


if __name__ == "__main__":
    main()
