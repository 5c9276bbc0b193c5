"""Runs LibreOffice on files of strangers: where that is permitted, it sees one folder and no network.

Documents can name pictures anywhere on the disk, and LibreOffice takes them into what it converts, whatever its
settings say.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

PATIENCE = 120  # seconds for one document
# The root that it sees is made of mounts that exist for it alone, and end with it.
_ENTER = """set -e
root=$1 work=$2
shift 2
mount -t tmpfs tmpfs "$root"
for each in usr lib lib32 lib64 bin sbin etc opt dev proc; do
  if [ -e "/$each" ]; then mkdir "$root/$each"; mount --rbind "/$each" "$root/$each"; fi
done
if [ -d "$root/dev/shm" ]; then mount -t tmpfs tmpfs "$root/dev/shm"; fi
mkdir "$root/tmp"
mkdir -p "$root$work"
mount --bind "$work" "$root$work"
cd "$work"
exec chroot "$root" "$@"
"""
_QUIET = subprocess.DEVNULL


class TooLong(Exception):
    """It did not end in time, and was stopped."""


def run(command: list[str], folder: Path, root: Path) -> bool:
    """Run a command that needs only `folder`; whether it was kept apart. `root` is an empty folder to do that in."""
    apart, alone = _apart(folder, root)
    with subprocess.Popen(
        [*apart, *command], stdin=_QUIET, stdout=_QUIET, stderr=_QUIET, start_new_session=True
    ) as running:
        try:
            running.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            os.killpg(running.pid, signal.SIGKILL)  # with all that it has started
            raise TooLong from error
    return alone


def _apart(folder: Path, root: Path) -> tuple[list[str], bool]:
    """What to put before a command to keep it apart as far as the system permits; whether the disk is kept away."""
    if shutil.which("unshare") is None:
        return [], False
    offline = ["unshare", "--map-root-user", "--net"]
    alone = [*offline, "--mount", "--propagation", "private", "sh", "-c", _ENTER, "sh", str(root), str(folder)]
    if _permits(alone):
        return alone, True
    return (offline if _permits(offline) else []), False


def _permits(apart: list[str]) -> bool:
    return subprocess.run([*apart, "true"], stdin=_QUIET, stdout=_QUIET, stderr=_QUIET, check=False).returncode == 0
