"""An outside judge of a built county: reads the finished files as a browser and an inspector would.

It imports nothing from the generator and shares none of its code: its own walk, its own parser (libxml2), its own
reading of `site.yaml`. It follows every address and every anchor of every page; `page_rules` tells what a page must
carry by itself. From a shell: `python tests/crawl.py [WORKSPACE]`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, normpath
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import yaml

from page_rules import Base, Expectation, Fault, PageFacts, read_page, squeeze

STYLE_URL = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


@dataclass(frozen=True, slots=True)
class Crawl:
    """What the judge found: how much there is, what is wrong, which pages no link leads to."""

    files: frozenset[str]
    pages: tuple[str, ...]
    links: int
    external: tuple[str, ...]
    faults: tuple[Fault, ...]
    orphans: tuple[str, ...]

    def named(self, rule: str) -> tuple[Fault, ...]:
        """The faults of one rule."""
        return tuple(fault for fault in self.faults if fault.rule == rule)


# ── what is promised ────────────────────────────────────────────────────────────────────────────────────────────


def expect(root: Path) -> Expectation:
    """Read the promises of a workspace, with a reader of our own."""
    site = yaml.safe_load((root / "site.yaml").read_text("utf-8"))
    footer, platform = _pick(site, "页脚", "footer"), _pick(site, "全省统一平台", "platform")
    bases = [Base(_pick(site, "网址", "base_url"), "")]
    apart = site.get("演示单位", site.get("demonstrations", ()))  # never published
    every = sorted(path.parent for path in (root / "content").glob("*/unit.yaml"))
    units = [folder for folder in every if folder.name not in apart]
    for folder in units:
        unit = yaml.safe_load((folder / "unit.yaml").read_text("utf-8"))
        if host := unit.get("独立主机地址", unit.get("host", "")):
            bases.append(Base(host, folder.name + "/"))
    named = (("网站标识码", "site_identity_code"), ("ICP备案号", "icp_record"), ("公安备案号", "police_record"),
             ("主办单位", "sponsor"), ("联系方式", "contact"))  # fmt: skip
    return Expectation(
        bases=tuple(sorted(bases, key=lambda base: (-len(base.folder), base.folder))),
        units=frozenset(folder.name for folder in units),
        code=str(_pick(footer, "网站标识码", "site_identity_code")),
        footer_texts=tuple(squeeze(str(_pick(footer, *names))) for names in named),
        badge=_pick(footer, "网站标识", "badge_url"),
        report_host=urlsplit(_pick(footer, "找错", "report_url")).netloc,
        hotline=str(_pick(platform, "热线", "hotline")),
        search=_pick(platform, "搜索", "search"),
        platform=_pick(platform, "首页", "home"),
        request=_pick(platform, "依申请公开", "request").partition("{")[0],
    )


def _pick(mapping: Mapping[str, Any], *names: str) -> Any:
    return next(mapping[name] for name in names if name in mapping)


# ── all pages together ──────────────────────────────────────────────────────────────────────────────────────────


def walk(public: Path) -> frozenset[str]:
    """Every file below the output folder, through its symbolic links, by path relative to it."""
    found: set[str] = set()
    for folder, _, names in os.walk(public, followlinks=True):
        below = Path(folder).relative_to(public).as_posix()
        found.update(name if below == "." else f"{below}/{name}" for name in names)
    return frozenset(found)


def crawl(public: Path, wanted: Expectation) -> Crawl:
    """Read all pages and style sheets of a built county and follow every address in them."""
    files = walk(public)
    paths = sorted(path for path in files if path.endswith(".html"))
    pages = {path: read_page(path, (public / path).read_bytes(), wanted) for path in paths}
    faults = [fault for page in pages.values() for fault in page.faults]
    reached: dict[str, set[str]] = {}
    external: set[str] = set()
    for page in pages.values():
        reached[page.path] = set()
        for reference in page.references:
            outcome = _follow(page.path, reference.url, files, pages, wanted)
            if isinstance(outcome, Fault):
                faults.append(outcome._replace(detail=f"{outcome.detail} ({reference.text[:40]})"))
            elif outcome is None:
                external.add(reference.url)
            elif reference.followed:
                reached[page.path].add(outcome)
    faults += _style_faults(public, files, wanted)
    links = sum(len(page.references) for page in pages.values())
    return Crawl(files, tuple(pages), links, tuple(sorted(external)), tuple(faults), _orphans(pages, reached))


def _follow(
    page: str, url: str, files: frozenset[str], pages: Mapping[str, PageFacts], wanted: Expectation
) -> str | Fault | None:
    """The file that an address leads to; None for what lies outside the county; a fault where nothing is there."""
    if url.startswith("/") and page.endswith("404.html"):  # served for addresses of any depth
        url = urljoin(wanted.address(page), url)
    bare, anchor = urldefrag(url)
    parts = urlsplit(bare)
    absolute = bool(parts.scheme or parts.netloc)
    if absolute:
        inside = wanted.path(bare.partition("?")[0])
        if inside is None:
            return None
        target = unquote(inside)
        target = target + "index.html" if target.endswith("/") or not target else target
    elif bare.startswith("/"):
        return Fault(page, "dead link", f"{url}: starts at the host's root, so it dies on file:// and below a path")
    else:
        target = normpath(f"{dirname(page)}/{unquote(parts.path)}".lstrip("/")) if parts.path else page
        home = next(base.folder for base in wanted.bases if page.startswith(base.folder))
        if not target.startswith(home):
            return Fault(page, "dead link", f"{url}: leaves its host")
    if target not in files:
        return Fault(page, "dead link", f"{url}: no file {target}")
    if anchor and target in pages and unquote(anchor) not in pages[target].anchors:
        return Fault(page, "dead anchor", url)
    return target


def _style_faults(public: Path, files: frozenset[str], wanted: Expectation) -> Iterator[Fault]:
    for path in sorted(name for name in files if name.endswith(".css")):
        for found in STYLE_URL.finditer((public / path).read_text("utf-8")):
            url = found[1] or found[2]
            if urlsplit(url).scheme == "data":
                continue
            outcome = _follow(path, url, files, {}, wanted)
            if outcome is None:
                yield Fault(path, "foreign subresource", url)
            elif isinstance(outcome, Fault):
                yield outcome


def _orphans(pages: Mapping[str, PageFacts], reached: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Pages that no chain of links from the portal's home leads to; 404 pages and redirects are meant to be so."""
    waiting, seen = ["index.html"], {"index.html"}
    while waiting:
        fresh = reached.get(waiting.pop(), set()) - seen
        seen |= fresh
        waiting.extend(fresh)
    lost = (path for path, page in pages.items() if path not in seen and not page.stub)
    return tuple(path for path in lost if not path.endswith("404.html"))


def main(arguments: list[str]) -> int:
    """Judge the workspace named, or the current one, and tell the first faults of each rule."""
    root = Path(arguments[0] if arguments else ".")
    found = crawl(root / "output" / "public", expect(root))
    for rule in sorted({fault.rule for fault in found.faults}):
        faults = found.named(rule)
        print(f"{rule}: {len(faults)}", *(f"  {fault.page}: {fault.detail}" for fault in faults[:10]), sep="\n")
    for path in found.orphans[:20]:
        print(f"orphan: {path}")
    print(f"{len(found.files)} files, {len(found.pages)} pages, {found.links} links, {len(found.external)} external, "
          f"{len(found.faults)} faults, {len(found.orphans)} orphans")  # fmt: skip
    return 1 if found.faults or found.orphans else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
