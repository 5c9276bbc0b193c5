"""A fresh workspace for another county: the starter that ships with the program, copied once."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.errors import UsageError

STARTER = Path(__file__).parent / "starter"


def create(target: Path) -> tuple[str, ...]:
    """Copy the starter into a folder that is new or empty; returns the paths that were made."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError("文件夹已有内容，不覆盖", str(target), "换一个新文件夹名")
    shutil.copytree(STARTER, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return tuple(sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()))
