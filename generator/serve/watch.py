"""What changes in a workspace, as the system tells it; where it cannot, as looking again and again tells."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from generator.workspace import Workspace

# What is no mere reading: of that the system does not even tell, since laying out a unit reads all its files.
CHANGES: list[type[FileSystemEvent]] = [
    *(DirCreatedEvent, DirDeletedEvent, DirModifiedEvent, DirMovedEvent),
    *(FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent),
]
MOUNTS = Path("/proc/self/mounts")
REMOTE = ("nfs", "cifs", "smb", "9p", "fuse", "vboxsf", "vmhgfs", "drvfs", "afs", "ceph", "gluster")
POLL_SECONDS = 1


class _Listener(FileSystemEventHandler):
    """Passes on what has changed: the place, relative to the workspace."""

    def __init__(self, root: Path, tell: Callable[[str], None]) -> None:
        self._root = root
        self._tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        """A file or folder was made, written, moved or removed."""
        for path in filter(None, (event.src_path, event.dest_path)):
            place = Path(os.fsdecode(path if isinstance(path, str | bytes) else ""))
            if place.is_relative_to(self._root):
                self._tell(place.relative_to(self._root).as_posix())


def watch(workspace: Workspace, tell: Callable[[str], None], poll: bool = False) -> tuple[BaseObserver, bool]:
    """Begin to watch; returns what watches, and whether it looks again and again instead of being told."""
    if not (poll or is_remote(workspace.root)):
        try:
            return _started(Observer(), workspace, tell), False
        except OSError:  # the system has no more watches to give: looking is slower, and misses nothing
            pass
    return _started(PollingObserver(timeout=POLL_SECONDS), workspace, tell), True


def _started(observer: BaseObserver, workspace: Workspace, tell: Callable[[str], None]) -> BaseObserver:
    listener = _Listener(workspace.root, tell)
    observer.schedule(listener, str(workspace.root), recursive=False, event_filter=CHANGES)
    for folder in (workspace.content, workspace.themes):
        if folder.is_dir():
            observer.schedule(listener, str(folder), recursive=True, event_filter=CHANGES)
    observer.start()
    return observer


def is_remote(place: Path) -> bool:
    """The folder lies on a network drive, or on one of another system, whose changes nobody tells."""
    try:
        rows = [line.split(" ") for line in MOUNTS.read_text("utf-8", "surrogateescape").splitlines()]
    except OSError:
        return False
    kinds = {Path(row[1].replace("\\040", " ")): row[2] for row in rows if len(row) > 2}
    nearest = next((kinds[each] for each in (place, *place.parents) if each in kinds), "")
    return nearest.startswith(REMOTE)
