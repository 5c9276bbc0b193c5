"""Takes the pictures of the editors' manual: `python tests/screens/shoot_editing.py WORKSPACE TARGET_DIR`.

A Word file of the tests is imported into a copy of the example county, in which `gongkai edit` then runs: the form on a
desk and on a telephone, the preview with a problem above the page, and the Word file beside the page that came of it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy, copytree, which
from tempfile import TemporaryDirectory

from PIL import Image

from shoot import BESIDE, PAPER_COLOR, reduce

MADE = Path(__file__).parents[1] / "made"
WORD = "红头-文本框.docx"
OFFICE = "minzhengju"  # the unit whose Word file that is
FORM = "/-/edit/jinping/fdzdgknr/gh/2026-gongzuo-yaodian.md"
FAULTY = "/yanshi/info/2026-00007.html"  # a document number that is written wrongly, for practice
ENTRANCE = re.compile(r"http://127\.0\.0\.1:\d+/-/edit/\S*")
NUMBER = re.compile(r"^索引号: \S+/(\d{4}-\d{5})", re.MULTILINE)
DRAFT, REVIEW = re.compile(r"^草稿: .*\n", re.MULTILINE), re.compile(r"^# 保密审查: .*$", re.MULTILINE)
REVIEWED = "保密审查: {审查结果: 同意公开, 审查人: 张某, 审查日期: 2026-06-16, 审查依据: 《政府信息公开条例》第十七条}"
WRONG = {"fill": {"f-document_number": "景政发[26]12号"}, "says": ["[data-findings]", "D102"]}
RICH = '[data-ready="rich"]'
HEIGHT = 985  # of the two papers side by side
# chromium-l10n: without it the form's days are drawn as in America
NEEDED = {
    "chromium": "chromium chromium-l10n fonts-noto-cjk",
    "soffice": "libreoffice-writer",
    "pdftoppm": "poppler-utils",
    "node": "nodejs",
}


def gongkai(workspace: Path, *arguments: str) -> list[str]:
    """The command in a workspace."""
    return [sys.executable, "-m", "generator", "--root", str(workspace), *arguments]


def imported(workspace: Path) -> str:
    """The address of the page that comes of the Word file, once it has been reviewed and is no draft any more."""
    folder = workspace / "content" / OFFICE / "gg"
    before = set(folder.glob("*.md"))
    subprocess.run(
        gongkai(workspace, "import", str(MADE / WORD), "--unit", OFFICE, "--column", "gg", "--number"), check=True
    )
    (made,) = set(folder.glob("*.md")) - before
    found = NUMBER.search(made.read_text("utf-8"))
    assert found is not None
    made.write_text(REVIEW.sub(REVIEWED, DRAFT.sub("", made.read_text("utf-8"))), "utf-8")
    return f"/{OFFICE}/info/{found[1]}.html"


@contextmanager
def editing(workspace: Path) -> Iterator[str]:
    """The address that a running `gongkai edit` prints."""
    process = subprocess.Popen(gongkai(workspace, "edit", "--no-build"), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = ENTRANCE.search(process.stdout.readline())
        assert found is not None
        yield found[0]
    finally:
        process.kill()
        process.wait()


def printed(folder: Path) -> Image.Image:
    """The first page of the Word file as an office program prints it, without the empty part of the paper."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, MADE / WORD],
                   check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    target = folder / "word"
    pdf = (folder / WORD).with_suffix(".pdf")
    subprocess.run(
        ["pdftoppm", "-png", "-singlefile", "-scale-to-x", "780", "-scale-to-y", "-1", pdf, target], check=True
    )
    return Image.open(target.with_suffix(".png")).convert("RGB")


def beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """Two papers side by side, as much of them as fits."""
    whole = Image.new("RGB", (left.width + right.width + 3 * BESIDE, HEIGHT + 2 * BESIDE), PAPER_COLOR)
    for place, paper in ((BESIDE, left), (left.width + 2 * BESIDE, right)):
        whole.paste(paper.crop((0, 0, paper.width, min(paper.height, HEIGHT))), (place, BESIDE))
    return whole


def shoot(workspace: Path, folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """Every picture by the name of its file."""
    page = imported(workspace)
    pictures = [
        {"target": "edit-desk", "place": FORM, "width": 1280, "height": 1500, "ready": RICH, **WRONG},
        {"target": "edit-phone", "place": FORM, "width": 390, "height": 1100, "ready": RICH, **WRONG},
        {"target": "preview-desk", "place": FAULTY, "width": 1280, "height": 760, "ready": "aside.gk-panel"},
        {"target": "import-desk", "place": page, "width": 820, "height": HEIGHT, "ready": "main", "of": "main"},
    ]
    asked = [{**each, "target": str(folder / f"{each['target']}.png")} for each in pictures]
    with editing(workspace) as entrance:
        script = Path(__file__).with_name("pictures.cjs")
        subprocess.run(["node", script, entrance, json.dumps(asked)], check=True)
    made = {path.stem: Image.open(path).convert("RGB") for each in asked if (path := Path(str(each["target"])))}
    made["import-desk"] = beside(printed(folder), made["import-desk"])
    yield from made.items()


def main(workspace: Path, target: Path) -> int:
    """Take every picture and tell how large it is."""
    missing = [f"{name}（apt-get install {package}）" for name, package in NEEDED.items() if which(name) is None]
    if missing:
        print(f"没有找到 {'、'.join(missing)}", file=sys.stderr)
        return 2
    with TemporaryDirectory() as place:
        county, folder = Path(place) / "county", Path(place) / "pictures"
        folder.mkdir()
        for name in ("content", "themes", "province"):
            copytree(workspace / name, county / name)
        copy(workspace / "site.yaml", county)
        for name, picture in shoot(county, folder):
            path = target / f"{name}.png"
            path.write_bytes(reduce(picture))
            print(f"{path}  {path.stat().st_size // 1000} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
