"""A page of every kind, found by what the manifests say: a new template is looked at without anybody's adding it here.

A kind is a template that makes pages. Of each the largest page of the example county is taken, since it shows most.
What that county has no page of (nothing was withdrawn there, nothing moved) is rendered from the samples of the views.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from generator import manifest, trees
from generator.fragments import Memo
from generator.layers import chain, stamp
from generator.model import Page, Site
from generator.render import PART, render
from generator.shelf import collect
from generator.site import load_site
from generator.theme import Theme, open_theme
from generator.workspace import Workspace
from specimens import content
from test_views import planned

SAMPLES = "-samples"  # where the samples lie, below the root of the host
PAGES = (".html", ".htm")
ON_PAPER = {"official_paper.html"}  # a template of PDFs, which no browser opens


@dataclass(frozen=True, slots=True)
class Kind:
    """A template, and the address of a page that it made, below the root of the host; `size` in bytes."""

    template: str
    address: str
    size: int


def read_site(root: Path) -> Site:
    """The settings of a county."""
    site, findings = load_site(Workspace(root))
    assert site is not None, findings
    return site


def theme_of(root: Path, site: Site, unit: str = "") -> Theme:
    """The theme as a unit sees it; "" is the county."""
    layers = chain(root / "themes", site.theme, unit, site.colors)
    return open_theme(layers, stamp(layers))


def built(root: Path) -> Iterator[Kind]:
    """Every page that is public, by address."""
    output, site = root / "output", read_site(root)
    for unit, sequence in sorted(trees.in_force(output).items()):
        own = "" if unit in trees.OURS else unit
        theme = theme_of(root, site, own)
        names = {crc32(theme.closure(name).encode()): name for name in templates(root, site, own)}
        base = f"{unit}/" if (output / "public" / unit).is_symlink() else ""
        files = manifest.records(trees.manifest_path(output, unit, sequence))
        assert files is not None, unit
        for url, record in sorted(files.items()):
            if url.endswith(PAGES):
                yield Kind(names[int(record.parts[:PART], 16)], base + url, record.size)


def kinds(pages: Iterable[Kind]) -> dict[str, Kind]:
    """The largest page of each kind, by template."""
    largest: dict[str, Kind] = {}
    for each in pages:
        if each.template not in largest or each.size > largest[each.template].size:
            largest[each.template] = each
    return dict(sorted(largest.items()))


def samples(root: Path, known: Mapping[str, Kind], folder: Path) -> dict[str, Kind]:
    """Write a sample of each kind that is not known yet, with the theme's assets, and tell where they lie."""
    theme = theme_of(root, read_site(root))
    frame = planned(content()).frame
    wanted: dict[str, Page] = {}
    for view in collect("generator.views"):
        for page in view.SAMPLE:
            if page.url.endswith(PAGES) and page.template not in known:
                wanted.setdefault(page.template, page)
    for page in wanted.values():
        rendered = render(page, frame, theme, Memo())
        assert rendered.data is not None, rendered.findings
        _write(folder / SAMPLES / page.url, rendered.data)
    for asset in theme.assets.values():
        _write(folder / SAMPLES / asset.url, asset.data or (root / asset.source).read_bytes())
    return {name: Kind(name, f"{SAMPLES}/{page.url}", 0) for name, page in sorted(wanted.items())}


def templates(root: Path, site: Site, unit: str = "") -> list[str]:
    """The names of all templates that a unit's pages can be made by."""
    folders = (layer.folder / "templates" for layer in chain(root / "themes", site.theme, unit, site.colors))
    return sorted({path.name for folder in folders for path in folder.glob("*.html")})


def forgotten(root: Path, known: Mapping[str, Kind]) -> list[str]:
    """Templates of whole pages that no page was found of, and that are not a part of another."""
    site = read_site(root)
    theme = theme_of(root, site)
    sources = {name: theme.sources(name) for name in templates(root, site)}
    parts = {Path(path).name for name, found in sources.items() for path, _ in found if Path(path).name != name}
    whole = {name for name, found in sources.items() if any("<html" in text for _, text in found)}
    return sorted(whole - parts - known.keys() - ON_PAPER)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
