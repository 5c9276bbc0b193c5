"""What the proofs in a browser have in common: the county on a server, pages of every kind, one script of node.

The long form, every page kind in every view at every width, the whole county without scripts, and the pages of the
second theme that ships: `python tests/screens/judging.py [ROOT]`. It takes minutes, prints one line a judge, and fails
as the tests do.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCREENS = Path(__file__).resolve().parent
sys.path[:0] = [str(SCREENS), str(SCREENS.parent), str(SCREENS.parent.parent)]  # where it is run as a command

from hosted import hosted  # noqa: E402
from page_kinds import PAGES, Kind, built, forgotten, kinds, samples  # noqa: E402

LOOKS, WIDTHS = ("light", "dark", "elderly"), (360, 768, 1440)
EVERY_LOOK = (*LOOKS, "largest", "elderly-dark")
LEADING_ON = ("redirect.html", "moved.html")  # pages that are left at once
SECOND = "celadon"  # the theme that ships beside the default one
UNIT = "jinping"
STEPS = ("zfxxgk/index.html", "fdzdgknr/index.html", "fdzdgknr/fggw/index.html", "info/2026-00009.html")
KNOWN = "th-has-data-cells"  # what axe leaves to a person to judge: the cells of the form that is printed are empty


@dataclass(frozen=True, slots=True)
class Stage:
    """The county on a server at `start`, its pages, and one page of each kind by template."""

    start: str
    pages: tuple[Kind, ...]
    kinds: dict[str, Kind]

    @property
    def states(self) -> list[str]:
        """Addresses to look at: each kind, a search that has found something, and what is not there."""
        return [*(kind.address for kind in self.kinds.values()), "search.html?q=通知", f"{UNIT}/none.html"]

    @property
    def lasting(self) -> list[str]:
        """The same without pages that lead on at once."""
        return [kind.address for name, kind in self.kinds.items() if name not in LEADING_ON] + self.states[-2:]


@contextmanager
def staged(root: Path, folder: Path) -> Iterator[Stage]:
    """Serve a county that is built, and samples of the kinds that it has no page of."""
    pages = tuple(built(root))
    found = kinds(pages)
    found |= samples(root, found, folder)
    assert forgotten(root, found) == []
    with hosted(root, root / "output/public", folder) as start:
        yield Stage(start, pages, found)


def repainted(root: Path, folder: Path, theme: str = SECOND) -> Path:
    """Build the same county in another theme, below `folder`; gives the root of the copy."""
    copy = folder / theme
    copy.mkdir()
    for name in ("content", "province", "themes"):
        shutil.copytree(root / name, copy / name, symlinks=True)
    site = (root / "site.yaml").read_text("utf-8")
    (copy / "site.yaml").write_text(re.sub(r"(?m)^主题: \w+", f"主题: {theme}", site), "utf-8")
    command = [sys.executable, "-m", "generator", "--root", str(copy), "build"]
    done = subprocess.run(command, cwd=SCREENS.parent.parent, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr[-3_000:]
    return copy


def asked(script: str, **given: Any) -> Any:
    """What a script of this folder prints for what it is given."""
    command = ["node", str(SCREENS / script)]
    done = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, timeout=3_000)
    assert done.returncode == 0, done.stderr[-3_000:]
    return json.loads(done.stdout)


# ── judges ──────────────────────────────────────────────────────────────────────────────────────────────────────


def judged_by_axe(stage: Stage, looks: Sequence[str] = LOOKS, every: bool = False) -> int:
    """axe-core finds nothing, the page fits, asks no other host and breaks no policy; tells how many were judged.

    Pages take the combinations of view and width in turn, or each takes all of them.
    """
    turns = [(look, width) for look in looks for width in WIDTHS]
    jobs = [
        {"address": address, "look": look, "width": width}
        for number, address in enumerate(stage.states)
        for look, width in (turns if every else [turns[number % len(turns)]])
    ]
    found = asked("axe.cjs", start=stage.start, jobs=sorted(jobs, key=lambda job: str(job["look"])))
    assert {(job["look"], job["width"]) for job in jobs} == set(turns)
    for each in found:
        place = f"{each['address']} {each['look']} {each['width']}"
        assert each["violations"] == [], (place, each["violations"])
        assert (each["told"], max(each["overflow"], 0)) == ([], 0), (place, each["told"], each["overflow"])
        left = [line for line in each["open"] if not line.startswith(KNOWN)]
        assert left == [], (place, left)
    return len(found)


def judged_by_keyboard(stage: Stage, pages: Sequence[str]) -> dict[str, Any]:
    """The tasks can be done with keys alone; on each of these pages every stop is met, seen, and left again."""
    found: dict[str, Any] = asked("keyboard.cjs", start=stage.start, pages=pages, words="最美庭院", steps=STEPS)
    for walk in found["walks"]:
        assert (walk["missed"], walk["unseen"], walk["turns"]) == ([], [], []), walk["url"]
    assert found["told"] == [], found["told"]
    return found


def judged_without_scripts(stage: Stage, home: str, within: str) -> int:
    """Nothing that is read is lost without scripts, and from `home` links lead to every document below `within`."""
    pages = [each for each in stage.states if "?" not in each]  # a search is scripts'
    found = asked("plain.cjs", start=stage.start, pages=pages, home=home, within=within)
    for each in found["compared"]["found"]:
        assert (each["lost"], each["more"]) == ([], []), each["page"]
    crawled = found["crawled"]
    told = [*found["compared"]["told"], *crawled["told"], *crawled["faults"]]
    assert told == [], told
    documents = {page.address for page in stage.pages if page.address.startswith(within) and "info/" in page.address}
    assert documents
    assert documents <= set(crawled["pages"]), sorted(documents - set(crawled["pages"]))[:9]
    return len(crawled["pages"])


def main(root: Path) -> None:
    """The long form."""
    with tempfile.TemporaryDirectory() as folder, staged(root, Path(folder)) as stage:
        print(f"{len(stage.states)} pages, {len(stage.pages)} in all ({', '.join(PAGES)})")
        print(f"axe: {judged_by_axe(stage, EVERY_LOOK, every=True)} looks, nothing found", flush=True)
        found = judged_by_keyboard(stage, stage.lasting)
        print(f"keyboard: {found['keys']} keys, {len(found['walks'])} pages walked", flush=True)
        print(
            f"without scripts: {judged_without_scripts(stage, 'index.html', '')} pages reached from the county's home",
            flush=True,
        )
    with tempfile.TemporaryDirectory() as folder, staged(repainted(root, Path(folder)), Path(folder)) as stage:
        print(f"axe, {SECOND}: {judged_by_axe(stage, EVERY_LOOK, every=True)} looks, nothing found")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
