"""A small county that publishes to a folder, edits of it, and what it shows; all on disk, run from outside."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from benchmarks.torture.forking import Ended, Forker
from county import SITE, UNITS, County, document, small_county
from generator.edition import FOLDER
from publications import TARGETS

Tree = Mapping[str, str]  # address → SHA-256
DAY = ("--today", "2026-11-23")
SERIAL = (*DAY, "--workers", "serial")
BACK = ("rollback", "--accept", "ALL")  # what an edit has taken away comes back with it, and that is meant
_FORMER = re.compile(r"(?:^|/)assets/[^/]+-[0-9a-f]{8}\.[a-z0-9]+$")  # kept for pages that readers still have open
COLUMNS = {slug: "ggxx/xjgg" if slug == "portal" else "gg" for slug in UNITS}


@dataclass(frozen=True, slots=True)
class Place:
    """A county, and the folder that it publishes to."""

    root: Path
    forker: Forker

    @property
    def county(self) -> Path:
        """The workspace."""
        return self.root / "county"

    @property
    def output(self) -> Path:
        """What is built."""
        return self.county / "output"

    @property
    def www(self) -> Path:
        """Where the folder target lies."""
        return self.root / "www"

    def public(self) -> Tree:
        """What the builder's own public tree shows."""
        return tree(self.output / "public")

    def shown(self) -> Tree:
        """What a web server shows of the target, the edition's own files among it."""
        return tree(self.www / "county/current")

    def build(self, *how: str) -> Ended:
        """Build in one process as of the usual day, if nothing else is said."""
        return self.forker.run(self.county, "build", *(how or SERIAL))

    def publish(self, *arguments: str) -> Ended:
        """Publish."""
        return self.forker.run(self.county, "publish", *arguments)

    def settle(self) -> str:
        """Build and publish as a night does; what went wrong, "" for nothing."""
        for ended in (self.build(), self.publish()):
            if ended.status != 0:
                return f"the run after it ended with {ended.status}: {ended.said[-1500:]}"
        shown, public = pages(self.shown()), self.public()
        wrong = [each for each in shown.keys() | public.keys() if shown.get(each) != public.get(each)]
        wrong = [each for each in wrong if each in public or not _FORMER.search(each)]
        return f"the target is not what was built: {wrong[:5]}" if wrong else ""

    def keep(self, name: str) -> None:
        """Keep what is built and published, hard links as they are."""
        for each in ("county/output", "www"):
            (self.root / name / each).parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["cp", "-a", self.root / each, self.root / name / each], check=True)

    def restore(self, name: str) -> None:
        """Put back what was kept."""
        for each in ("county/output", "www"):
            fill(self.root / name / each, self.root / each)

    def differs(self, *how: str) -> str:
        """What is not as in a build from nothing; of lists that remember when files had other bytes, only what they
        say of the files as they are."""
        fresh = Place(self.root / "fresh", self.forker)
        shutil.rmtree(fresh.root, ignore_errors=True)
        shutil.copytree(self.county, fresh.county, ignore=shutil.ignore_patterns("output"))
        ended = fresh.build(*how)
        assert ended.status == 0, ended.said
        clean, found = ({**each.public(), **_without_moments(each.output / "public")} for each in (fresh, self))
        wrong = sorted(address for address in clean.keys() | found.keys() if clean.get(address) != found.get(address))
        return f"{len(wrong)} files are not as in a clean build: {wrong[:5]}" if wrong else ""


def place(root: Path, forker: Forker, documents: int = 2, host: str = "www.county.example") -> Place:
    """A county of three units, built and published; on another host it is another county."""
    made = Place(root, forker)
    made.www.mkdir(parents=True)
    county = small_county(made.county, documents)
    site = SITE.replace("www.county.example", host)
    county.write("site.yaml", site + TARGETS.format(folder=made.www / "county"))
    told = made.settle()
    assert not told, told
    return made


def tree(folder: Path) -> Tree:
    """Every file below a folder as a web server finds it: links are followed."""
    found = {}
    for top, _, names in os.walk(folder, followlinks=True):
        for name in names:
            path = Path(top, name)
            found[path.relative_to(folder).as_posix()] = sha256(path.read_bytes()).hexdigest()
    return found


def _without_moments(folder: Path) -> Tree:
    """ResourceSync lists by what they say, but for since when: changes are history, which no clean build can know."""
    told = {}
    for top, _, names in os.walk(folder, followlinks=True):
        for name in set(names) & {"resourcelist.xml", "changelist.xml"}:
            path = Path(top, name)
            files = re.findall(r"<loc>(.*?)</loc>|hash=\"(.*?)\"", path.read_text("utf-8"))
            told[path.relative_to(folder).as_posix()] = "" if name == "changelist.xml" else repr(files)
    return told


def pages(found: Tree) -> Tree:
    """A tree without the files of its edition."""
    return {address: digest for address, digest in found.items() if not address.startswith(FOLDER)}


def fill(source: Path, target: Path) -> None:
    """Make a folder equal to another; the folder itself stays, for it may be where a disk is mounted."""
    for entry in os.scandir(target):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)
    subprocess.run(["cp", "-a", f"{source}/.", target], check=True)


def edit(made: Place, dice: random.Random, step: int) -> str:
    """One change as people make them; what it was. No document is named twice, and the first ones stay."""
    county = County(made.county, (), (made.county / "site.yaml").read_text("utf-8"))
    slug = dice.choice(sorted(UNITS))
    folder = made.county / "content" / slug / COLUMNS[slug]
    own = sorted(folder.glob("r*.md"))
    act = dice.choice(("add", "add", "later", "change", "remove", "move", "site", "style"))
    if act == "remove" and own:
        dice.choice(own).unlink()
    elif act == "move" and own:
        path = dice.choice(own)
        path.rename(path.with_name(f"rm{step}.md"))
    elif act == "change" and own:
        path = dice.choice(own)
        path.write_text(f"{path.read_text('utf-8')}\n又改了，第 {step} 次。\n", "utf-8")
    elif act == "site":
        text = (made.county / "site.yaml").read_text("utf-8")
        lines = [f"示例声明: 第 {step} 次" if line.startswith("示例声明") else line for line in text.splitlines()]
        county.write("site.yaml", "\n".join(lines) + "\n")
    elif act == "style":
        text = f'{{% extends "default/base.html" %}}{{% block crumbs %}}第 {step} 次{{% endblock %}}'
        county.write(f"themes/units/{slug}/templates/base.html", text)
    else:
        text = document(f"新的{step}", f"2026-{1000 + step:05d}", slug=slug, body=f"正文，第 {step} 次。\n")
        if act == "later":
            text = text.replace("发布日期: 2026-01-06", f"发布日期: 2026-12-{1 + step % 30:02d}")
        county.write(f"content/{slug}/{COLUMNS[slug]}/r{step}.md", text)
    county.register(slug)
    return act
