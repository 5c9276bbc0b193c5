"""The font files of a theme: `fonts:` in theme.yaml names one for each of the faces that documents are set in.

What is not named is not used: of the fonts that a machine has, none else is seen, so that two machines print alike.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from xml.sax.saxutils import escape

from generator.errors import GeneratorError
from generator.layers import Layer

ROLES = {
    "fangsong": "仿宋（正文）",
    "heiti": "黑体（一级标题）",
    "kaiti": "楷体（二级标题）",
    "songti": "宋体（页码）",
    "xiaobiaosong": "小标宋（标题、发文机关标志）",
}
SYSTEM = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
PACKAGES = "Debian、Ubuntu：apt-get install fonts-noto-cjk fonts-arphic-ukai"  # those of the default theme
_MANUAL = "见 运维手册·公文的 PDF"


@dataclass(frozen=True, slots=True)
class Face:
    """A face in its file: `role` as style sheets name it, `family` where the file holds several; `digest` of bytes."""

    role: str
    path: str
    family: str
    digest: str


def faces(layers: Iterable[Layer]) -> tuple[Face, ...]:
    """Every face of a theme, by role; GeneratorError where one is not named, or its file is not there."""
    found: dict[str, tuple[Layer, str]] = {}
    for layer in layers:
        for role, written in layer.fonts:
            found.setdefault(role, (layer, written))
    for role, (layer, _) in sorted(found.items()):
        if role not in ROLES:
            known = "、".join(ROLES)
            raise GeneratorError(
                f"fonts 里没有「{role}」这种字体", f"themes/{layer.name}/theme.yaml", f"可以写 {known}"
            )
    return tuple(_face(role, found.get(role)) for role in sorted(ROLES))


def _face(role: str, named: tuple[Layer, str] | None) -> Face:
    if named is None:
        raise GeneratorError(f"主题没有写{ROLES[role]}用哪个字体文件", "theme.yaml", f"在 fonts 里写 {role}；{_MANUAL}")
    layer, written = named
    file, _, family = written.partition("#")
    path = _below(layer.folder, file) if "/" in file else _installed().get(file)
    if path is None or not path.is_file():
        what = f"找不到{ROLES[role]}的字体文件「{file}」"
        fix = f"安装这个字体（{PACKAGES}），或者在 fonts 里换成有的；{_MANUAL}"
        raise GeneratorError(what, f"themes/{layer.name}/theme.yaml", fix)
    stat = path.stat()
    return Face(role, str(path), family.strip(), _digest(path, stat.st_size, stat.st_mtime_ns))


def _below(folder: Path, file: str) -> Path | None:
    """A file that a theme brings itself; nothing outside of its folder, and no link that leads there."""
    path = folder / file
    return path if path.resolve().is_relative_to(folder.resolve()) else None


@cache
def _installed() -> dict[str, Path]:
    """The font files of the system by their names, the first in order of paths where two are called the same."""
    found: dict[str, Path] = {}
    for root in SYSTEM:
        for folder, folders, files in os.walk(root):
            folders.sort()
            for file in sorted(files):
                found.setdefault(file, Path(folder, file))
    return found


@cache
def _digest(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        digest = blake2b(digest_size=16)
        while part := file.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def configuration(found: Iterable[Face], folder: Path) -> str:
    """What tells fontconfig of these faces and of no others; `folder` is where it keeps what it reads of them."""
    lines = ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">', "<fontconfig>"]
    lines += [f"<dir>{escape(str(folder / 'files'))}</dir>", f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>"]
    for face in found:
        file = escape(str(folder / "files" / linked(face)))
        lines += ['<match target="scan">', f'<test name="file" compare="eq"><string>{file}</string></test>']
        if face.family:
            lines.append(f'<test name="family" compare="eq"><string>{escape(face.family)}</string></test>')
        lines.append(f'<edit name="family" mode="prepend"><string>{face.role}</string></edit></match>')
    return "\n".join([*lines, "</fontconfig>\n"])


def linked(face: Face) -> str:
    """Under what name a face's file is shown to fontconfig: another file, another name."""
    return f"{face.digest}{Path(face.path).suffix.lower()}"
