"""What tests of `gongkai import` share: a county to import into, the command as a user runs it, and what changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import REPOSITORY
from county import County, document
from generator.frontmatter import Value, read
from layouts import written_to

IDENTITY = "53082319900101001X"  # its check character fits: nobody's
NOTICE = """
cR42|示例县锦屏镇人民政府文件
c|锦政发〔2026〕8号
c22|示例县锦屏镇人民政府
c22|关于做好2026年防汛工作的通知
各村民委员会，镇属各站所：
为做好防汛工作，现通知如下。
一、压实责任
各村要明确责任人。
r|示例县锦屏镇人民政府
r|2026年5月11日
（此件公开发布）
"""


def begun(root: Path) -> County:
    """Two units and the portal, with one published document."""
    made = County(root)
    made.write("content/jinping/gg/a.md", document("关于春耕的通知", "2026-00001"))
    made.register()
    return made


def imports(county: County, *arguments: str | Path, status: int = 0) -> str:
    """Import into Jinping; what the command says, when it has ended with `status`."""
    command = [sys.executable, "-m", "generator", "--root", str(county.root), "import", *map(str, arguments)]
    done = subprocess.run(
        [*command, "--unit", "jinping"], cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def word(folder: Path, text: str = NOTICE, name: str = "通知.docx") -> Path:
    """A Word file of a layout."""
    folder.mkdir(parents=True, exist_ok=True)
    return written_to(folder / name, text)


def tree(county: County) -> dict[str, bytes]:
    """Every file of the content."""
    content = county.root / "content"
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in content.rglob("*") if path.is_file()}


def new_files(before: dict[str, bytes], county: County) -> list[str]:
    """The files that are there now; none that was there before may be another."""
    after = tree(county)
    assert {path: after.get(path) for path in before} == before
    return sorted(set(after) - set(before))


def head(county: County, path: str) -> dict[str, Value]:
    """The front matter of a document, which can be read."""
    found = read((county.root / "content" / path).read_bytes())
    assert not found.head.faults and isinstance(found.head.values, dict)
    return found.head.values


def body(county: County, path: str) -> str:
    """The body of a document."""
    return read((county.root / "content" / path).read_bytes()).body
