"""The trees of the internal inboxes: beside the public ones, made in the same way, switched by a link of their own.

`output/inboxes/units/<section>/<sequence>/` is a section after a pass, `output/inboxes/releases/<sequence>/` all of
them; `output/internal` is a symbolic link to the release in force. A section is a unit's front (`jinping`), one of its
months (`jinping_202611`, which holds the folder `2026-11/`), the overview of all units (`_overview`), or one of its
months. Nothing here is ever below `output/public`; only a target of 内容 内网 gets it, and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from generator import files
from generator.errors import GeneratorError
from generator.trees import TreeWriter, stamp_of, tree_folder, walk

OVERVIEW = "_overview"


def home(output: Path) -> Path:
    """What stands for `output/` in the making of internal trees."""
    return output / "inboxes"


def link(output: Path) -> Path:
    """What an intranet server serves."""
    return output / "internal"


def section(unit: str, month: str = "") -> str:
    """The section of a unit's front, or of one of its months (2026-11)."""
    return f"{unit}_{month.replace('-', '')}" if month else unit


def _mount(name: str) -> tuple[str, str]:
    """Folder and month that a section is shown at: `jinping_202611` is `jinping`, `2026-11`."""
    head, _, digits = name.rpartition("_")
    month = f"{digits[:4]}-{digits[4:]}" if head and digits.isdigit() else ""
    unit = head if month else name
    return ("" if unit == OVERVIEW else unit), month


def folder_of(name: str) -> str:
    """The folder in which the files of a section's tree are shown; those of a month have its folder in their tree."""
    unit, _ = _mount(name)
    return f"{unit}/" if unit else ""


def publish(output: Path, sequence: int, sections: Mapping[str, int]) -> bool:
    """Make these trees what is served; False where they are already."""
    own, internal = home(output), link(output)
    if internal.exists() and not internal.is_symlink():
        raise GeneratorError("output/internal 不是本软件建立的", str(internal), "把它移走后再运行")
    current = internal.resolve() if internal.is_symlink() and internal.exists() else None
    stamp = "".join(f"{name} {number}\n" for name, number in sorted(sections.items()))
    if current is not None and stamp_of(current) == stamp:
        return False
    folder = own / "releases" / f"{sequence:06d}"
    writer = TreeWriter(folder, None)
    for name, number in sorted(sections.items()):
        _show(writer, own, name, number)
    writer.finish()
    record = own / "releases" / f"{sequence:06d}.txt"
    files.seal(record, stamp.encode(), record.name)
    files.settle(own)
    files.point(internal, folder)
    return True


def _show(writer: TreeWriter, own: Path, name: str, number: int) -> None:
    """A front as hard links, for it shares its folder with the links to months; a month as a link to its tree."""
    unit, month = _mount(name)
    place = f"{unit}/" if unit else ""
    tree = tree_folder(own, name, number)
    if month:
        above = "../" * (3 if unit else 2)
        os.symlink(f"{above}units/{name}/{number:06d}/{month}", writer.path(f"{place}{month}"))
        return
    for url in walk(tree):
        os.link(tree / url, writer.path(f"{place}{url}"), follow_symlinks=False)
