"""The PDFs of a unit: what came out of the same text, pictures, fonts and libraries before is taken, the rest is set.

A PDF costs as much as hundreds of pages. So its fingerprint is made of nothing but what it is made of: the text that
its template gives, and the digests of all that the press reads; neither the program nor the navigation is in it.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from select import select
from typing import NamedTuple

from generator import files, trees
from generator.codec import canonical
from generator.faults import finding
from generator.fragments import MEMO, Memo
from generator.layers import chain
from generator.manifest import Manifest
from generator.markup import MarkupError
from generator.model import START, Asset, Document, Finding, Mark, Page, Paper, Site
from generator.templates import fault_of
from generator.theme import Theme
from generator.typesetting import CHILD, Face, Press, Printed, Sheet, Unprintable, faces, versions

SHARE = 8  # PDFs for which it pays to start another process


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where the PDFs of one unit are made, with which faces, by how many processes; `clean` takes nothing of before."""

    root: Path
    output: Path
    slug: str
    faces: tuple[Face, ...]
    clean: bool = False
    processes: int = 1

    @property
    def folder(self) -> Path:
        """What was made lies here until the unit's tree is."""
        return files.caches(self.output) / "papers" / self.slug


@dataclass(frozen=True, slots=True)
class Papers:
    """The PDFs that a unit has now: their sizes for its pages, the files to copy, why some are missing."""

    known: tuple[Paper, ...]
    assets: tuple[Asset, ...]
    findings: tuple[Finding, ...]
    folder: Path  # where those lie that were set now

    def clear(self) -> None:
        """Forget what was set: it is in the unit's tree now."""
        shutil.rmtree(self.folder, ignore_errors=True)


class _Wanted(NamedTuple):
    """A document that is printed: what the press gets of it; the sheet's name is its fingerprint."""

    document: Document
    sheet: Sheet


def faces_of(root: Path, site: Site, slug: str = "") -> tuple[Face, ...]:
    """The faces that a county prints with; GeneratorError where one is missing."""
    return faces(chain(root / "themes", site.theme, slug))


def equipment(root: Path, site: Site) -> str:
    """What a county's PDFs are made with, in one word; GeneratorError where some of it is missing."""
    return blake2b(canonical((versions(), faces_of(root, site))), digest_size=8).hexdigest()


def made(
    workshop: Workshop, documents: Iterable[Document], pages: Iterable[Page], theme: Theme, previous: Manifest | None
) -> Papers:
    """The PDFs of these pages, each of one of the documents; a page that cannot be set has none, and a finding."""
    shutil.rmtree(workshop.folder, ignore_errors=True)  # of a build that was cut off
    by_source = {document.source: document for document in documents}
    wanted = [each for page in pages if (each := _wanted(workshop, by_source[page.source], page, theme))]
    assets = {each.document.source: asset for each in wanted if (asset := _kept(workshop, each, previous))}
    findings = []
    for each, came in _set(workshop, [each for each in wanted if each.document.source not in assets]):
        told = _fault(each.document, came)
        if told is None and isinstance(came, Printed):
            assets[each.document.source] = _stored(workshop, each, came.data)
        findings += [told] if told else []
    known = tuple(Paper(source, asset.url, asset.size) for source, asset in sorted(assets.items()))
    files_made = tuple(assets[each.source] for each in known)
    return Papers(known, files_made, tuple(sorted(findings, key=Finding.sort_key)), workshop.folder)


def _wanted(workshop: Workshop, document: Document, page: Page, theme: Theme) -> _Wanted | None:
    """What is to be printed; None where the body cannot be rendered, which the document's page tells."""
    try:
        text = theme.environment.fill(page.template, {"page": page.payload, MEMO: Memo()})
    except MarkupError:
        return None
    except Exception as error:
        fault = fault_of(error, theme.sources(page.template)[0][0])
        if fault is None:
            raise
        raise fault from error
    base = page.payload.base
    pictures = {base + each.url: str(workshop.root / each.source) for each in document.attachments if each.image}
    pictures = {url: path for url, path in sorted(pictures.items()) if url in text}
    return _Wanted(document, Sheet(_fingerprint(workshop.faces, text, pictures), text, pictures))


def _fingerprint(faces: tuple[Face, ...], text: str, pictures: dict[str, str]) -> str:
    seen = tuple((url, files.digest_of(Path(path))) for url, path in pictures.items())
    around = (versions(), _program(), tuple((face.role, face.family, face.digest) for face in faces))
    return blake2b(canonical((around, text, seen)), digest_size=20).hexdigest()


@cache
def _program() -> str:
    """The digest of the one file of this program that has a say in what comes out."""
    return files.digest_of(CHILD)


def _kept(workshop: Workshop, wanted: _Wanted, previous: Manifest | None) -> Asset | None:
    """The PDF of the last tree where it was made of the same."""
    url = wanted.document.paper_url
    record = previous.files.get(url) if previous else None
    if previous is None or record is None or workshop.clean or record.fingerprint != wanted.sheet.name:
        return None
    folder = trees.tree_folder(workshop.output, workshop.slug, previous.sequence)
    if not trees.holds(folder, url, record.size):
        return None
    return _asset(wanted, folder / url, record.size)


def _stored(workshop: Workshop, wanted: _Wanted, data: bytes) -> Asset:
    workshop.folder.mkdir(parents=True, exist_ok=True)
    path = workshop.folder / f"{wanted.sheet.name}.pdf"
    files.write_new(path, data)
    return _asset(wanted, path, len(data))


def _asset(wanted: _Wanted, path: Path, size: int) -> Asset:
    return Asset(wanted.document.paper_url, str(path), size, wanted.sheet.name, shows=wanted.document.source)


def _set(workshop: Workshop, wanted: list[_Wanted]) -> Iterator[tuple[_Wanted, Printed | Unprintable]]:
    """What comes of each; several processes set several at a time, in whatever order."""
    waiting = deque(wanted)
    folder = files.caches(workshop.output) / "typesetting"
    with ExitStack() as stack:
        count = min(workshop.processes, -(-len(wanted) // SHARE))
        idle = [stack.enter_context(Press(workshop.faces, folder)) for _ in range(count)]
        busy: dict[Press, _Wanted] = {}
        while waiting or busy:
            while waiting and idle:
                each, press = waiting.popleft(), idle.pop()
                try:
                    press.send(each.sheet)
                    busy[press] = each
                except Unprintable as error:
                    idle.append(press)
                    yield each, error
            for press in select(list(busy), (), ())[0]:
                idle.append(press)
                yield busy.pop(press), _received(press)


def _received(press: Press) -> Printed | Unprintable:
    try:
        return press.receive()
    except Unprintable as error:
        return error


def _fault(document: Document, came: Printed | Unprintable) -> Finding | None:
    """Why a document has no PDF: it could not be set, or a sign of it would be an empty square."""
    if isinstance(came, Unprintable):
        return finding("F218", document.source, START, f"没有做成 PDF：{came}")
    if not came.lacking:
        return None
    told = "、".join(f"{sign}（U+{ord(sign):04X}）" for sign in came.lacking[:10])
    return finding("F219", document.source, _place(document, came.lacking), f"没有做成 PDF：字体里没有 {told}")


def _place(document: Document, signs: str) -> Mark:
    """Where the first of the signs stands: in the body, else where the title does."""
    for number, line in enumerate(document.body.source.splitlines()):
        for column, sign in enumerate(line, 1):
            if sign in signs:
                return Mark(document.body_line + number, column)
    return document.marks.get("title", START)
