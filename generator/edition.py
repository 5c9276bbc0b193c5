"""An edition: everything that is public of a county at one moment, as lists that can be compared, signed and checked.

Each section has a list of its files (address → size and digests); the edition names the lists by their digests. So an
edit changes one list and the edition, a section can stay at an older state than the others, and whoever holds the
edition's signature holds every byte: nothing can be exchanged, left out, or mixed with another edition unseen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from generator.errors import GeneratorError

FORMAT = 1
FOLDER = ".well-known/gongkai/"
TOP = f"{FOLDER}edition.json"
SIGNATURE = f"{FOLDER}edition.sig"  # beside it, made by whoever holds the key
SEALS = frozenset(
    {TOP, SIGNATURE}
)  # what tells of a whole edition: goes out last, in the one step that makes it public
DEEPEST = 32  # folders of an address, of which ours have five
LONGEST = 255  # bytes of a name, on every file system of a server
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")  # controls, the separator of another system, half characters
MOST = 1 << 53  # no number of ours is larger, and every reader of JSON still reads these exactly
MOST_TOP, MOST_LIST = 1 << 20, 64 << 20  # bytes of an edition and of a list, of which ours have a hundredth
_DIGITS = frozenset("0123456789abcdef")


class Unreadable(GeneratorError):
    """What a place shows in the name of an edition is none."""


class State(NamedTuple):
    """A file's bytes: how many, and their digests as lower-case hex; `sm3` (GB/T 32905) is "" where it is not made."""

    size: int
    sha256: str
    sm3: str = ""


FileList = Mapping[str, State]  # address below the public root (`jinping/index.html`) → its state


@dataclass(frozen=True, slots=True)
class Edition:
    """What is public: the lists by section (a unit's folder name, `_county`, `_others` for what strangers put there).

    `sequence` counts editions, `previous` is the sha-256 of the former edition's bytes ("" for the first), `trees`
    tells which build made each section, `issued` and `expires` are moments in ISO 8601 with their zone, `commit` is
    that of the content where it is in a repository.
    """

    sequence: int
    previous: str
    site: str
    base_url: str
    issued: str
    expires: str
    trees: Mapping[str, int]
    lists: Mapping[str, FileList]
    commit: str = ""

    def files(self) -> dict[str, State]:
        """Every file by its address, the lists among them; not what seals the edition (`SEALS`)."""
        found = {address: state for _, files in sorted(self.lists.items()) for address, state in files.items()}
        for section, files in sorted(self.lists.items()):
            data = list_bytes(files)
            found[list_address(section)] = State(len(data), sha256(data).hexdigest())
        return found


def count_of(edition: Edition) -> int:
    """How many files a place shows that shows a signed edition: those listed, the lists, and what seals it."""
    return len(edition.files()) + len(SEALS)


def list_address(section: str) -> str:
    """Where the list of a section lies."""
    return f"{FOLDER}{section}.json"


def list_bytes(files: FileList) -> bytes:
    """A list as it is published: sorted, the same bytes for the same files."""
    rows = {
        address: [state.size, state.sha256, *([state.sm3] if state.sm3 else [])] for address, state in files.items()
    }
    return _dumped({"format": FORMAT, "files": rows})


def edition_bytes(edition: Edition) -> bytes:
    """An edition as it is published and signed."""
    lists = {section: sha256(list_bytes(files)).hexdigest() for section, files in edition.lists.items()}
    return _dumped(
        {
            "format": FORMAT,
            "sequence": edition.sequence,
            "previous": edition.previous,
            "site": edition.site,
            "base_url": edition.base_url,
            "issued": edition.issued,
            "expires": edition.expires,
            "commit": edition.commit,
            "trees": dict(edition.trees),
            "lists": lists,
        }
    )


def read_edition(top: bytes, lists: Mapping[str, bytes]) -> Edition:
    """An edition from its bytes and those of its lists by section; `Unreadable` where they do not belong together.

    Nothing in them is trusted: keys that stand twice, addresses that leave the root or stand twice, lists with other
    digests than the edition names, numbers and moments that are none, and bytes that this program would not have
    written are refused. Whether somebody signed it is not asked here.
    """
    told = _parsed(top)
    named = _sections(told)
    found = {section: _listed(section, digest, lists.get(section)) for section, digest in named.items()}
    _apart(found)
    trees = told.get("trees")
    if not isinstance(trees, dict):
        raise _unreadable("trees")
    numbers = {section: _count(number, "trees") for section, number in trees.items() if is_safe(section)}
    words = {name: _text(told, name) for name in ("previous", "site", "base_url", "issued", "expires", "commit")}
    if words["previous"] and not _is_digest(words["previous"]):
        raise _unreadable("previous")
    for name in ("issued", "expires"):
        _moment(words[name], name)
    edition = Edition(_count(told.get("sequence"), "sequence"), trees=numbers, lists=found, **words)
    if edition_bytes(edition) != top:
        raise _unreadable("")
    return edition


def sections_of(top: bytes) -> dict[str, str]:
    """The sections that an edition names, with the sha-256 of their lists: what must be fetched to read it."""
    return _sections(_parsed(top))


def number_of(top: bytes) -> int:
    """The number that an edition gives itself, be it to be believed or not; 0 where it gives none."""
    try:
        return _count(_parsed(top).get("sequence"), "sequence")
    except Unreadable:
        return 0


def address_of(top: bytes) -> str:
    """The address that an edition says it is of, be it to be believed or not; "" where it says none."""
    try:
        return _text(_parsed(top), "base_url")
    except Unreadable:
        return ""


def oversized(address: str) -> Unreadable:
    """A file there is longer than anything of its kind: no more of it is read."""
    return Unreadable("那边的文件太大，不会是版本或清单", address, "查是谁放的")


def expires_at(edition: Edition) -> datetime:
    """The moment after which an edition is no longer to be believed."""
    return _moment(edition.expires, "expires")


def issued_at(edition: Edition) -> datetime:
    """The moment at which an edition was made."""
    return _moment(edition.issued, "issued")


def is_safe(address: str) -> bool:
    """An address that stays below the root, whatever system it is written to."""
    parts = address.split("/")
    return not (
        not {"", ".", ".."}.isdisjoint(parts)
        or _UNSAFE.search(address)
        or ":" in parts[0]
        or len(parts) > DEEPEST
        or (len(address.encode()) > LONGEST and any(len(part.encode()) > LONGEST for part in parts))
    )


def _listed(section: str, digest: str, data: bytes | None) -> dict[str, State]:
    if data is None or sha256(data).hexdigest() != digest:
        raise Unreadable("文件清单与版本不符", list_address(section), "清单被改动过，或者来自另一个版本")
    found = _files(_parsed(data), section)
    if list_bytes(found) != data:
        raise _unreadable(section)
    return found


def _files(told: Mapping[str, object], section: str) -> dict[str, State]:
    rows = told.get("files")
    if not isinstance(rows, dict):
        raise _unreadable(section)
    found = {}
    for address, row in rows.items():
        if not is_safe(address) or not isinstance(row, list) or len(row) not in (2, 3):
            raise _unreadable(f"{section}: {address}")
        if not all(_is_digest(each) for each in row[1:]):
            raise _unreadable(f"{section}: {address}")
        found[address] = State(_count(row[0], address), *row[1:])
    return found


def _apart(lists: Mapping[str, FileList]) -> None:
    """Refuse an address that has two states, that lies among the edition's own files, or below another file."""
    known: dict[str, State] = {}
    for files in lists.values():
        for address, state in files.items():
            if known.setdefault(address, state)[:2] != state[:2]:
                raise _unreadable(address)
    folders = {address[:end] for address in known for end, letter in enumerate(address) if letter == "/"}
    own = {each for each in known if f"{each}/".startswith(FOLDER) or FOLDER.startswith(f"{each}/")}
    if clash := sorted((known.keys() & folders) | own):
        raise _unreadable(clash[0])


def _is_digest(found: object) -> bool:
    return isinstance(found, str) and len(found) == 64 and _DIGITS.issuperset(found)


def _moment(text: str, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise _unreadable(name) from None
    if found.tzinfo is None:
        raise _unreadable(name)
    return found


def _parsed(data: bytes) -> dict[str, object]:
    try:
        told = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise _unreadable("") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise _unreadable("format")
    return told


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _sections(told: Mapping[str, object]) -> dict[str, str]:
    """The digests of the lists by section; a section never has the name of what seals the edition."""
    found = told.get("lists")
    if not isinstance(found, dict) or not all(_is_digest(each) for each in found.values()):
        raise _unreadable("lists")
    if not all("/" not in section and is_safe(section) and list_address(section) not in SEALS for section in found):
        raise _unreadable("lists")
    return found


def _text(told: Mapping[str, object], name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str) or any("\ud800" <= letter <= "\udfff" for letter in found):
        raise _unreadable(name)
    return found


def _count(found: object, name: str) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= MOST:
        raise _unreadable(name)
    return found


def _unreadable(where: str) -> Unreadable:
    return Unreadable("版本文件读不懂", where, "它不是本软件写的，或者被改动过")


def _dumped(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
