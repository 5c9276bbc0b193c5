"""The links of what is published: where each page leads, which links are dead, which addresses lie outside.

The finished files are read, as a visitor's browser would; nothing of how they were made is asked, but which document a
page shows, so that its editor can be told.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from generator import trees
from generator.faults import finding
from generator.hosts import is_web
from generator.links import base_address
from generator.manifest import Manifest
from generator.model import START, Finding, Mark, Mount, Site

_LINK = re.compile(r"""\s(?:href|src)="([^"]*)\"""")
_ANCHOR = re.compile(r"""\sid="([^"]*)\"""")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class Outward(NamedTuple):
    """An outward address: the document or page that it stands in and where, and every page that has it."""

    path: str
    place: Mark
    pages: tuple[str, ...]


class Links(NamedTuple):
    """Links that lead nowhere, as findings; and the outward addresses."""

    dead: tuple[Finding, ...]
    outward: dict[str, Outward]


def published_links(root: Path, output: Path, site: Site) -> Links:
    """Follow every link of the last build's pages; addresses of the site itself are followed on the disk."""
    public = output / "public"
    names = frozenset(_files(public))
    units = trees.published_units(output).items()
    manifests = {slug: last for slug, number in units if (last := trees.published(output, slug, number))}
    reader, sources = _Reader(public, names, _bases(manifests, site)), _sources(manifests)
    dead: list[Finding] = []
    pages: defaultdict[str, list[str]] = defaultdict(list)
    made: dict[str, str] = {}  # beginning of a settings' pattern → the first address that was made of it
    for page in sorted(name for name in names if name.endswith(".html")):
        for written in dict.fromkeys(reader.links(page)):
            if reader.leads_out(written):
                pattern = next((each for each in _patterns(site) if written.startswith(each)), written)
                pages[made.setdefault(pattern, written)].append(page)
            elif reader.is_dead(page, written):
                path = sources.get(page, f"output/public/{page}")
                told = f"页面 {page} 里的链接「{written}」打不开：没有这个页面、文件或者位置"
                dead.append(finding("W104", path, _place(root, path, written), told))
    outward = {}
    for written, found in sorted(pages.items()):
        path = sources.get(found[0], f"output/public/{found[0]}")
        outward[written] = Outward(path, _place(root, path, written), tuple(found))
    return Links(tuple(sorted(dead, key=Finding.sort_key)), outward)


class _Reader:
    """Pages of the public folder, each read once."""

    def __init__(self, public: Path, names: frozenset[str], bases: dict[str, str]) -> None:
        self._public = public
        self._names = names
        self._bases = bases
        self._anchors = cache(self._read_anchors)

    def _text(self, page: str) -> str:
        return _COMMENT.sub("", (self._public / page).read_text("utf-8", "replace"))

    def links(self, page: str) -> Iterator[str]:
        """Every address of a page, as a browser reads it."""
        return (unescape(found) for found in _LINK.findall(self._text(page)))

    def leads_out(self, written: str) -> bool:
        """An address of another site."""
        return is_web(written) and not written.startswith(tuple(self._bases))

    def is_dead(self, page: str, written: str) -> bool:
        """No file, or no place in it; other schemes (tel:, mailto:, data:) lead nowhere that could be looked at."""
        own = self._below(page, written)
        if urlsplit(own).scheme:
            return False
        path, _, anchor = own.partition("#")
        path = unquote(path.partition("?")[0])
        target = normpath(f"{path}index.html" if not path or path.endswith("/") else path)
        if target not in self._names:
            return True
        return bool(anchor) and target.endswith(".html") and unquote(anchor) not in self._anchors(target)

    def _below(self, page: str, written: str) -> str:
        """An address as one below the public folder: of the site itself, from a host's root, any other."""
        for base, folder in self._bases.items():
            if written.startswith(base):
                return folder + written.removeprefix(base)
        if written.startswith("/") and not written.startswith("//"):
            base, folder = next(each for each in self._bases.items() if page.startswith(each[1]))
            return folder + written.removeprefix(urlsplit(base).path)
        return urljoin(page, written)

    def _read_anchors(self, page: str) -> frozenset[str]:
        return frozenset(unescape(found) for found in _ANCHOR.findall(self._text(page)))


def _patterns(site: Site) -> tuple[str, ...]:
    """What addresses begin with that every page fills in for itself (`?url={url}`): one of them stands for all."""
    filled = (site.footer.report_url, site.platform.request)
    return tuple(each.partition("{")[0] for each in filled if "{" in each)


def _bases(manifests: Mapping[str, Manifest], site: Site) -> dict[str, str]:
    """The absolute addresses of the site and of units with a host of their own, with their folders; the site's last."""
    digests = (last.digest for last in manifests.values())
    hosts = {base_address(each, site): f"{each.slug}/" for each in digests if each and each.mount is Mount.HOST}
    return {**hosts, site.base_url: ""}


def _files(public: Path) -> Iterator[str]:
    """Every file below the public folder by its address; units are reached through their links."""
    for folder, _, names in os.walk(public, followlinks=True):
        below = Path(folder).relative_to(public).as_posix()
        yield from (name if below == "." else f"{below}/{name}" for name in names)


def _sources(manifests: Mapping[str, Manifest]) -> dict[str, str]:
    """The document that each page shows, by the page's address; the portal's lie at the root."""
    found: dict[str, str] = {}
    for slug, last in manifests.items():
        folder = "" if last.digest and last.digest.mount is Mount.ROOT else f"{slug}/"
        for source, published in last.published.items():
            found.update((f"{folder}{url}", source) for url in published.urls)
    return found


def _place(root: Path, path: str, written: str) -> Mark:
    """The line of a document in which the last part of an address stands."""
    tail = unquote(written.partition("#")[2] or written).rstrip("/").rpartition("/")[2]
    file = root / path
    lines = file.read_text("utf-8", "replace").splitlines() if tail and path.endswith(".md") and file.is_file() else []
    return next((Mark(number, line.index(tail) + 1) for number, line in enumerate(lines, 1) if tail in line), START)
