"""Whose an `output/` folder is: what is believed later is sealed for its county, so that another county's is not.

`output/county` names the county by its code and address. Manifests, lists of releases, holds and reviews are sealed
with that name, and editions name their address themselves; one from elsewhere counts as damaged. A county that
changes its address builds everything anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from generator import files
from generator.model import Site

NOTE = "county"
_UNSEALED = re.compile(rb"(?:[a-z0-9_-]+ \d+\n)+")  # the list of a release as versions before wrote it


def name_of(site: Site) -> str:
    """What stands for a county: the code of its region and its address, by whichever protocol that is asked for."""
    return f"{site.region_code} {_bare(site.base_url)}"


def owner(output: Path) -> str:
    """Whose the folder is; "" where nobody has built in it yet, or that was lost: the next build says it again."""
    return (files.unseal(output / NOTE, NOTE) or b"").decode()


def place(output: Path, what: str = "") -> str:
    """What a note in the folder is sealed for: the county, and what the note is of where there are several."""
    known = owner(output)
    return f"{known}\n{what}" if known else what


def is_own_address(output: Path, base_url: str) -> bool:
    """An address is that of the county whose folder it is, as far as anybody knows."""
    known = owner(output)
    return not known or known.partition(" ")[2] == _bare(base_url)


def claim(output: Path, site: Site) -> None:
    """Say whose the folder is before anything in it is believed.

    What was sealed before anybody said so (by versions that named no county) is sealed anew, as it stands; what is
    sealed for another county stays as it is, and holds no longer.
    """
    wanted, known = name_of(site), owner(output)
    if known == wanted:
        return
    output.mkdir(parents=True, exist_ok=True)
    if not known:
        for path, what in _notes(output):
            _seal_anew(path, what, f"{wanted}\n{what}")
    files.seal(output / NOTE, wanted.encode(), NOTE)
    files.settle_names(output)


def _notes(output: Path) -> Iterator[tuple[Path, str]]:
    """What is bound to the county, each with what it is of."""
    for path in sorted(output.glob("units/*/[0-9]*.json")):
        yield path, f"{path.parent.name}/{path.name}"
    for path in sorted(output.glob("releases/[0-9]*.txt")):
        yield path, path.name
    for path in (output / "holds", output / "editions/reviewed"):
        if path.is_file():
            yield path, ""


def _seal_anew(path: Path, what: str, wanted: str) -> None:
    if files.unseal(path, wanted) is not None:
        return
    body = next((found for each in (what, "") if (found := files.unseal(path, each)) is not None), None)
    if body is None and path.suffix == ".txt" and _UNSEALED.fullmatch(data := path.read_bytes()):
        body = data
    if body is not None:
        files.seal(path, body, wanted)


def _bare(base_url: str) -> str:
    parts = urlsplit(base_url)
    return f"{parts.netloc}{parts.path}"
