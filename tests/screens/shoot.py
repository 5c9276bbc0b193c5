"""Takes the pictures of the example county: `python tests/screens/shoot.py OUTPUT_DIR TARGET_DIR`.

The pages are opened from `file://` as an editor opens them, at the width of a desk and of a telephone. Pictures are
reduced to a palette, so that each stays below 300 KB. `readme.png` has the portal on a desk, a unit on a telephone;
`inbox.png` and `receipts.png` are of a copy of the county, in which the documents of its folder are registered.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from browser import Look, find, tab

DESK, PHONE = (1280, 1600), (390, 1400)
BESIDE, PAPER_COLOR = 40, "#d9d9d6"  # of readme.png: pixels around each picture, and what lies behind them
UNITS = ("jinping", "jinpingzhen")  # the units that are written with most care, in order of preference
LIMIT = 300_000
PAPER = re.compile(r"<h1[^>]*>(?:<span>[^<]*</span><span>)?[^<]*关于[^<]*(?:通知|意见|办法|决定)")
NUMBER = re.compile(r"〔20\d\d〕\d+号")
YEARLY = re.compile(r"<h1[^>]*>[^<]*年度报告")


def views(public: Path) -> Iterator[tuple[str, Path]]:
    """The pages worth a picture, by the name of the picture."""
    unit = next((public / name for name in UNITS if (public / name).is_dir()), None) or _some_unit(public)
    documents = [path for path in sorted(unit.glob("info/*.html"), reverse=True) if "-" in path.stem]
    yield "portal", public / "index.html"
    yield "unit", unit / "index.html"
    for name, column in (("guide", "zn"), ("statutory", "fdzdgknr"), ("column", "gg"), ("catalogue", "mulu")):
        yield name, unit / column / "index.html"
    yield "paper", _first(documents, PAPER, NUMBER)
    yield "annual", _first(documents, YEARLY)


def systems(public: Path) -> Iterator[tuple[str, Path]]:
    """The pages of the county's other systems, by the name of the picture."""
    yield "letters", public / "letters/index.html"
    yield "meetings", public / "meetings/index.html"
    yield "recording", sorted(public.glob("*/meetings/*/recording.html"))[0]
    yield "villages", public / "villages/index.html"
    yield "village", sorted(public.glob("*/villages/[0-9]*.html"))[0]
    yield "visits", public / "visits/index.html"


def inside(root: Path, copy: Path) -> dict[str, Path]:
    """The inbox of a unit and a month's table of receipts, of what lies in the folder of the office system."""
    for name in ("content", "oa-inbox", "receipts", "themes", "province"):
        shutil.copytree(root / name, copy / name, symlinks=True)
    shutil.copy(root / "site.yaml", copy)
    subprocess.run([sys.executable, "-m", "generator", "--root", str(copy), "inbox"], stdout=subprocess.DEVNULL)
    internal = copy / "shown"  # without links, which a browser would follow out of the folder
    shutil.copytree(copy / "output/internal", internal)
    months = sorted(internal.glob("[0-9]*-[0-9]*/index.html"))
    return {"inbox": internal / "zhengfuban/index.html", "receipts": months[-1]}


def _some_unit(public: Path) -> Path:
    return next(folder.parent for folder in sorted(public.glob("*/zn")) if folder.parent.name != "portal")


def _first(documents: list[Path], *patterns: re.Pattern[str]) -> Path:
    return next(path for path in documents if all(pattern.search(path.read_text("utf-8")) for pattern in patterns))


def reduce(picture: Image.Image) -> bytes:
    """The same picture with at most 256 colours, fewer where it would still be too large."""
    for colors in (256, 64, 16):
        reduced = io.BytesIO()
        picture.quantize(colors, dither=Image.Dither.NONE).save(reduced, "PNG", optimize=True)
        if reduced.tell() <= LIMIT:
            break
    return reduced.getvalue()


def opened_picture(look: Look) -> Image.Image:
    """What the browser drew, without an alpha channel."""
    return Image.open(io.BytesIO(look.picture)).convert("RGB")


def beside(desk: Image.Image, phone: Image.Image) -> Image.Image:
    """The upper part of both, side by side."""
    height = min(desk.height, phone.height, 1100)
    whole = Image.new("RGB", (desk.width + phone.width + 3 * BESIDE, height + 2 * BESIDE), PAPER_COLOR)
    whole.paste(desk.crop((0, 0, desk.width, height)), (BESIDE, BESIDE))
    whole.paste(phone.crop((0, 0, phone.width, height)), (desk.width + 2 * BESIDE, BESIDE))
    return whole


def shoot(public: Path, program: str) -> Iterator[tuple[str, Image.Image]]:
    """Every picture by the name of its file."""
    taken: dict[str, Image.Image] = {}
    with tab(program) as opened, tempfile.TemporaryDirectory() as copy:
        for name, page in inside(public.parents[1], Path(copy)).items():
            taken[name] = opened_picture(opened.look(page, *DESK))
        for name, page in (*views(public), *systems(public)):
            for place, size in (("desk", DESK), ("phone", PHONE)):
                taken[f"{name}-{place}"] = opened_picture(opened.look(page, *size))
    taken["readme"] = beside(taken["portal-desk"], taken["unit-phone"])
    yield from taken.items()


def main(public: Path, target: Path) -> int:
    """Take every picture at both widths and tell how large it is."""
    program = find()
    if program is None:
        print("没有找到 chromium：apt-get install chromium fonts-noto-cjk", file=sys.stderr)
        return 2
    target.mkdir(parents=True, exist_ok=True)
    for name, picture in shoot(public, program):
        path = target / f"{name}.png"
        path.write_bytes(reduce(picture))
        print(f"{path}  {path.stat().st_size // 1000} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
