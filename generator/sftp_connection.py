"""A connection by SFTP, speaking of names below one folder: what the library does not say in one word.

It is for servers of OpenSSH; what an other server lacks (hard links, writing through to the disk) is done without.
"""

from __future__ import annotations

import errno
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.releases import RELEASES

if TYPE_CHECKING:
    import paramiko

INCOMING = f"{RELEASES}/.incoming"
_EXTENDED = 200  # SSH_FXP_EXTENDED


class Connection(NamedTuple):
    """An open connection."""

    client: paramiko.SSHClient
    files: paramiko.SFTPClient
    folder: str

    def path(self, name: str) -> str:
        """A name on the server."""
        return f"{self.folder}/{name}"

    def append(self, name: str, start: int, data: Iterator[bytes]) -> None:
        """Write data from `start` on, through to the disk where the server can."""
        with self.files.open(self.path(f"{INCOMING}/{name}"), "r+" if start else "w") as file:
            file.seek(start)
            for piece in data:
                file.write(piece)
            file.chmod(0o644)
            self._durable(file)

    def size(self, name: str) -> int | None:
        """How many bytes wait under this name."""
        found = self.found(f"{INCOMING}/{name}")
        return None if found is None else found.st_size

    def finish(self, part: str, name: str) -> None:
        """Give a part its name."""
        self.rename(f"{INCOMING}/{part}", f"{INCOMING}/{name}")

    def drop(self, name: str) -> None:
        """Remove what waits."""
        self.files.remove(self.path(f"{INCOMING}/{name}"))

    def found(self, name: str) -> paramiko.SFTPAttributes | None:
        """What lies there, links not followed."""
        try:
            return self.files.lstat(self.path(name))
        except FileNotFoundError:
            return None

    def rename(self, old: str, new: str) -> None:
        """In one step, over what may lie there."""
        self.files.posix_rename(self.path(old), self.path(new))

    def make_folder(self, name: str) -> None:
        """A folder that all can read; nothing where it is there."""
        if self.found(name) is None:
            with suppress(OSError):  # another connection was first; where it was not, the next step says so
                self.files.mkdir(self.path(name))
                self.files.chmod(self.path(name), 0o755)

    def copy(self, old: str, new: str) -> None:
        """The same file under another name: a hard link, or where the server has none its bytes once more."""
        try:
            self._extended("hardlink@openssh.com", self.path(old), self.path(new))
        except OSError as error:
            if self.found(new) is not None:  # an earlier try got as far
                return
            if not is_lacking(error):
                raise
            with self.files.open(self.path(old)) as source, self.files.open(self.path(f"{new}.part"), "w") as target:
                while piece := source.read(1 << 15):
                    target.write(piece)
                target.chmod(0o644)
                self._durable(target)
            self.rename(f"{new}.part", new)

    def remove_tree(self, name: str) -> None:
        """A folder with all that is in it, links not followed."""
        for each in self.files.listdir_attr(self.path(name)):
            if stat.S_ISDIR(each.st_mode or 0):
                self.remove_tree(f"{name}/{each.filename}")
            else:
                self.files.remove(self.path(f"{name}/{each.filename}"))
        self.files.rmdir(self.path(name))

    def links(self, name: str) -> list[str]:
        """Where the links in a folder lead."""
        found = self.files.listdir_attr(self.path(name))
        linked = [each.filename for each in found if stat.S_ISLNK(each.st_mode or 0)]
        return [self.files.readlink(self.path(f"{name}/{each}")) or "" for each in linked]

    def _durable(self, file: paramiko.SFTPFile) -> None:
        file.flush()
        try:
            self._extended("fsync@openssh.com", file.handle)
        except OSError as error:
            if not is_lacking(error):
                raise

    def _extended(self, *words: Any) -> None:
        """An extension of OpenSSH that the library has no method for."""
        request: Callable[..., object] = self.files._request  # type: ignore[attr-defined]
        request(_EXTENDED, *words)


def is_lacking(error: OSError) -> bool:
    """The server does not know what it was asked to do, or was told never to do it."""
    return "unsupported" in str(error).lower() or error.errno == errno.EACCES
