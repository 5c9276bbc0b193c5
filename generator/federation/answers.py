"""What comes of asking for a published file, and the folder of a county as one way to ask.

The other way, over the network, lies with the command (`fetching.py`); both answer the same, so that a county can be
tried in its folder before it is served. Addresses are always the published ones: a copy of the county that lies
elsewhere is read by giving for each beginning of an address what stands in its place.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urljoin

CHUNK = 1 << 20
ELSEWHERE = "不是本县的地址"
ROOT = (("", ""),)  # before the registry is read: addresses are paths below the county's root
MOST_BYTES = 64 << 20  # of a list or a record, which is held in memory whole
Bases = tuple[tuple[str, str], ...]  # beginning of published addresses → what stands in its place
Asked = tuple[str, str]  # an address, and the sha-256 that a list gives it, "" where none does


class Answer(NamedTuple):
    """What came of an address: its bytes with their digest, or why there are none.

    `absent` is an answer as well: there is no such file, or the address is none of the county's. `wrong` alone means
    that there was no answer at all.
    """

    address: str
    data: bytes | None = None
    sha256: str = ""
    length: int = 0
    wrong: str = ""
    absent: bool = False


class Reach(Protocol):
    """A way to what is published."""

    @property
    def thorough(self) -> bool:
        """Everything may be asked for; over the network pages are asked by sample."""
        ...

    def based(self, bases: Bases) -> Reach:
        """The same way, once it is known where the units lie."""
        ...

    def read(self, address: str, expected: str = "") -> Answer:
        """A file with its bytes; where a copy is at hand whose digest is the expected one, that copy."""
        ...

    def read_all(self, asked: Iterable[Asked]) -> Iterator[Answer]:
        """Files in the order in which they were asked for, several at a time where that is faster."""
        ...

    def digest(self, asked: Iterable[Asked]) -> Iterator[Answer]:
        """Files without their bytes: digest and length only."""
        ...

    def exists(self, address: str) -> bool:
        """The file is there; only a thorough way is asked."""
        ...


def joined(base: str, written: str) -> str:
    """An address as somebody wrote it, made absolute; as it stands where it cannot be taken apart."""
    try:
        return urljoin(base, written)
    except ValueError:  # such as a bracket that opens an IPv6 address and is never closed
        return written


def placed(address: str, bases: Bases) -> str | None:
    """Where an address lies, by the longest beginning that fits; None where it is none of the county's."""
    bare = address.partition("#")[0]
    fitting = max((base for base in bases if bare.startswith(base[0])), key=lambda base: len(base[0]), default=None)
    return None if fitting is None else fitting[1] + bare[len(fitting[0]) :]


@dataclass(frozen=True, slots=True)
class Folder:
    """A county as it lies in a folder, such as `output/public`."""

    root: str
    bases: Bases = ROOT
    thorough: bool = True

    def based(self, bases: Bases) -> Folder:
        """The same folder, once it is known where the units lie."""
        return replace(self, bases=bases)

    def read(self, address: str, expected: str = "") -> Answer:
        """A file of the folder."""
        path = self._path(address)
        if path is None:
            return Answer(address, wrong=ELSEWHERE, absent=True)
        try:
            with open(path, "rb") as file:
                data = file.read(MOST_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return Answer(address, absent=True)
        except (OSError, ValueError) as error:
            return Answer(address, wrong=f"读不了：{getattr(error, 'strerror', None) or error}")
        if len(data) > MOST_BYTES:
            return Answer(address, wrong=f"文件超过 {MOST_BYTES >> 20} MiB")
        return Answer(address, data, sha256(data).hexdigest(), len(data))

    def read_all(self, asked: Iterable[Asked]) -> Iterator[Answer]:
        """One after the other: a disk gains nothing by more."""
        return (self.read(*each) for each in asked)

    def digest(self, asked: Iterable[Asked]) -> Iterator[Answer]:
        """Digests of files of any size."""
        return (self._digest(address) for address, _ in asked)

    def _digest(self, address: str) -> Answer:
        path, seen, length = self._path(address), sha256(), 0
        if path is None:
            return Answer(address, wrong=ELSEWHERE, absent=True)
        try:
            with open(path, "rb") as file:
                while chunk := file.read(CHUNK):
                    seen.update(chunk)
                    length += len(chunk)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return Answer(address, absent=True)
        except (OSError, ValueError) as error:
            return Answer(address, wrong=f"读不了：{getattr(error, 'strerror', None) or error}")
        return Answer(address, None, seen.hexdigest(), length)

    def exists(self, address: str) -> bool:
        """The file is there."""
        path = self._path(address)
        return path is not None and os.path.isfile(path)

    def _path(self, address: str) -> str | None:
        """The path of an address; None outside of the folder, whatever the address says."""
        place = placed(address, self.bases)
        if place is None:
            return None
        below = unquote(place.partition("?")[0])
        if below.endswith("/") or not below:
            below += "index.html"
        if below.startswith("/") or "\0" in below or ".." in below.split("/"):
            return None
        return f"{self.root}/{below}"
