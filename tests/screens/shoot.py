"""Takes the pictures of the example county: `python tests/screens/shoot.py OUTPUT_DIR TARGET_DIR`.

The pages are opened from `file://` as an editor opens them, at the width of a desk and of a telephone. Pictures are
reduced to a palette, so that each stays below 300 KB.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from browser import find, tab

WIDTHS = {"desk": (1280, 1600), "phone": (390, 1400)}
UNITS = ("jinping", "jinpingzhen")  # the units that are written with most care, in order of preference
LIMIT = 300_000
PAPER = re.compile(r"<h1[^>]*>[^<]*关于[^<]*(?:通知|意见|办法|决定)")
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


def _some_unit(public: Path) -> Path:
    return next(folder.parent for folder in sorted(public.glob("*/zn")) if folder.parent.name != "portal")


def _first(documents: list[Path], *patterns: re.Pattern[str]) -> Path:
    return next(path for path in documents if all(pattern.search(path.read_text("utf-8")) for pattern in patterns))


def reduce(picture: bytes) -> bytes:
    """The same picture with at most 256 colours, fewer where it would still be too large."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    for colors in (256, 64, 16):
        reduced = io.BytesIO()
        whole.quantize(colors, dither=Image.Dither.NONE).save(reduced, "PNG", optimize=True)
        if reduced.tell() <= LIMIT:
            break
    return reduced.getvalue()


def main(public: Path, target: Path) -> int:
    """Take every picture at every width; tell pages that are wider than their window."""
    program = find()
    if program is None:
        print("没有找到 chromium：apt-get install chromium fonts-noto-cjk", file=sys.stderr)
        return 2
    target.mkdir(parents=True, exist_ok=True)
    with tab(program) as opened:
        for name, page in views(public):
            for width, (across, down) in WIDTHS.items():
                look = opened.look(page, across, down)
                picture = target / f"{name}-{width}.png"
                picture.write_bytes(reduce(look.picture))
                wide = f"，比窗口宽 {look.overflow} 像素" if look.overflow > 0 else ""
                print(f"{picture}  {picture.stat().st_size // 1000} KB{wide}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
