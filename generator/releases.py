"""Releases on a server, one folder each beside the link that says which is public: their names, and which may go."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from generator.changes import Change

CURRENT = "current"
RELEASES = "releases"
_NAME = re.compile(r"\d{6,}-[0-9a-f]{12}")


def release_name(change: Change) -> str:
    """The name of the release that a change makes: the edition's number, and a digest of all that makes it.

    The same change is always sent to the same folder, so that it can be resumed, and no other ever is.
    """
    digest = sha256()
    for mark, files in (
        ("+", [(each.address, each.state.sha256) for each in change.uploads]),
        ("=", sorted((address, state.sha256) for address, state in change.kept.items())),
        ("-", [(address, "") for address in change.removals]),
    ):
        for address, told in files:
            digest.update(f"{mark}{address}\0{told}\n".encode())
    return f"{change.sequence:06d}-{digest.hexdigest()[:12]}"


def ours(names: Iterable[str]) -> list[str]:
    """The releases among these names, the oldest first; other names are not ours."""
    return sorted((name for name in names if _NAME.fullmatch(name)), key=lambda name: int(name.partition("-")[0]))


def expired(names: Iterable[str], current: str, kept: int) -> list[str]:
    """The releases that nobody needs any more: neither public nor among the newest."""
    return [name for name in ours(names)[: -max(kept, 2)] if name != current]


def lent(release: Path, top: str) -> Path | None:
    """The folder of another release that the top of this one leads to, as `targets/sftp.py` links what did not change.

    None for whatever is not exactly such a link: to the same name, in a release beside this one, where it is a folder
    itself. So whoever follows it comes neither out of the releases nor to a second link.
    """
    try:
        above, name, same = os.readlink(release / top).split("/")
        folder = release.parent / name / top
        real = all(stat.S_ISDIR(os.lstat(each).st_mode) for each in (folder.parent, folder))
    except (OSError, ValueError):
        return None
    ours_both = _NAME.fullmatch(name) and _NAME.fullmatch(release.name) and release.parent.name == RELEASES
    return folder if real and ours_both and above == ".." and same == top and name != release.name else None
