"""Where things lie in the folder of a county."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.errors import UsageError


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of a county's workspace."""

    root: Path

    @property
    def content(self) -> Path:
        """What editors write."""
        return self.root / "content"

    @property
    def themes(self) -> Path:
        """How it looks."""
        return self.root / "themes"

    @property
    def output(self) -> Path:
        """What is built."""
        return self.root / "output"


def find_workspace(start: Path) -> Workspace:
    """The nearest folder upward that holds a `site.yaml`."""
    for folder in (start, *start.parents):
        if (folder / "site.yaml").is_file():
            return Workspace(folder)
    advice = "到工作区里再运行，或用 --root 指明工作区；新建工作区用 gongkai init"
    raise UsageError("找不到 site.yaml", str(start), advice)


def unit_slugs(workspace: Workspace) -> tuple[str, ...]:
    """The unit folders under `content/`, sorted; hidden ones (`.`, `_`) are none, a symbolic link is refused later."""
    if not workspace.content.is_dir():
        return ()
    found = (entry for entry in workspace.content.iterdir() if entry.name[0] not in "._")
    return tuple(sorted(entry.name for entry in found if entry.is_symlink() or entry.is_dir()))
