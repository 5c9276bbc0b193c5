"""What an outside judge sees in one finished page, without looking at the others; imports nothing from the generator.

The rules: what every page of a government site must carry (国办发〔2017〕47号: META, the seven items of the foot, 找错
with the page's own address), what no page may (inline scripts and styles, foreign hosts), and what a reader who
listens needs (language, one h1, one main, words in links, alternatives of pictures, scopes of table heads).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from lxml import html

DATA_SCRIPTS = {"application/ld+json", "application/json"}
LOADED = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest"}
SOURCES = (("a", "href"), ("area", "href"), ("link", "href"), ("form", "action"), ("script", "src"), ("img", "src"),
           ("iframe", "src"), ("source", "src"), ("audio", "src"), ("video", "src"), ("video", "poster"),
           ("track", "src"), ("embed", "src"), ("object", "data"), ("input", "src"), ("use", "href"))  # fmt: skip
SITE_META = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_META = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
DOCUMENT_META = ("ArticleTitle", "PubDate", "ContentSource")
COLUMN_TYPES = frozenset(  # the annex of 国办发〔2017〕47号
    (
        *("首页", "概况信息", "机构职能", "负责人信息", "工作动态", "政策文件", "信息公开指南", "信息公开目录"),
        *("信息公开年报", "依申请公开", "数据发布", "数据开放", "政策解读", "回应关切", "办事服务", "咨询投诉"),
        *("征集调查", "在线访谈"),
    )
)
DOCUMENT = re.compile(r"(?:^|/)info/\d{4}-\d+\.html$")
PUBLISHED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
REFRESH = '//meta[translate(@http-equiv,"REFSH","refsh")="refresh"]'


class Fault(NamedTuple):
    """One thing wrong with one file of the output."""

    page: str
    rule: str
    detail: str


class Reference(NamedTuple):
    """An address that a page names: `loaded` ones a browser fetches by itself, `followed` ones a reader may click."""

    url: str
    text: str
    loaded: bool
    followed: bool


class Base(NamedTuple):
    """An absolute address and the folder of the output that it serves."""

    url: str
    folder: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What `site.yaml` and the `unit.yaml` files promise of every page; bases with the most particular folder first."""

    bases: tuple[Base, ...]
    units: frozenset[str]
    code: str
    footer_texts: tuple[str, ...]
    badge: str
    report_host: str
    hotline: str
    search: str
    platform: str  # the list of units, which a unit without a page of its own on the platform links to
    request: str  # what addresses of requests begin with

    def address(self, path: str) -> str:
        """The absolute address of a file of the output; a folder's index page goes by its folder too."""
        base = next(base for base in self.bases if path.startswith(base.folder))
        return base.url + path.removeprefix(base.folder)

    def path(self, url: str) -> str | None:
        """The file of the output that an absolute address names, None where it leaves the county."""
        found = sorted((base for base in self.bases if url.startswith(base.url)), key=lambda base: -len(base.url))
        return found[0].folder + url.removeprefix(found[0].url) if found else None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What one page holds: its anchors, its addresses, and what is wrong with it by itself."""

    path: str
    stub: bool  # a redirect of a former address
    anchors: frozenset[str]
    references: tuple[Reference, ...]
    faults: tuple[Fault, ...]


def squeeze(text: str) -> str:
    """Text without its white space, so that two ways of setting it compare equal."""
    return "".join(text.split())


def read_page(path: str, data: bytes, wanted: Expectation) -> PageFacts:
    """Everything that can be told of a page without looking at the others."""
    tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    stub = bool(tree.xpath(REFRESH))
    rules = [_inline(tree), _foreign(tree, wanted), _head(tree, data)]
    if not stub:
        rules += [_body(tree), _headings(tree), _meta(path, tree, wanted), _footer(path, tree, wanted)]
        rules += [_platform(tree, wanted), _document(path, tree)]
    faults = tuple(Fault(path, rule, detail) for found in rules for rule, detail in found)
    anchors = frozenset(tree.xpath("//@id")) | frozenset(tree.xpath("//a/@name"))
    return PageFacts(path, stub, anchors, tuple(_references(tree)), faults)


def _references(tree: Any) -> Iterator[Reference]:
    for tag, attribute in SOURCES:
        for element in tree.xpath(f"//{tag}[@{attribute}]"):
            loaded = tag not in ("a", "area", "form")
            if tag == "link":
                loaded = bool(LOADED & set((element.get("rel") or "").lower().split()))
            yield Reference(element.get(attribute).strip(), _words(element), loaded, tag in ("a", "area"))
    for written in tree.xpath("//@srcset"):
        for candidate in written.split(","):
            yield Reference(candidate.split()[0], "", True, False)
    for written in tree.xpath(f"{REFRESH}/@content"):
        yield Reference(written.partition("=")[2].strip(" '\""), "", False, True)


def _words(element: Any) -> str:
    spoken = element.xpath(".//@alt | ./@aria-label | ./@title | .//svg/@aria-label")
    return " ".join((element.text_content() + " " + " ".join(spoken)).split())


def _inline(tree: Any) -> Iterator[tuple[str, str]]:
    for script in tree.xpath("//script[not(@src)]"):
        if (script.get("type") or "").lower() not in DATA_SCRIPTS:
            yield "inline script", (script.text or "")[:60]
        else:
            try:
                json.loads(script.text_content())
            except ValueError as mistake:
                yield "broken JSON in a data script", str(mistake)
    for style in tree.xpath("//style"):
        yield "inline style", (style.text or "")[:60]
    for element in tree.xpath("//*[@style or @*[starts-with(name(),'on')]]"):
        yield "inline style or event attribute", f"<{element.tag} {dict(element.attrib)}>"[:120]


def _foreign(tree: Any, wanted: Expectation) -> Iterator[tuple[str, str]]:
    for reference in _references(tree):
        scheme = urlsplit(reference.url).scheme.lower()
        if scheme in ("javascript", "vbscript", "data", "file", "blob"):
            yield "forbidden scheme", reference.url[:80]
        elif reference.loaded and (scheme or reference.url.startswith("//")) and wanted.path(reference.url) is None:
            yield "foreign subresource", reference.url
        if reference.followed and not reference.text and not tree.xpath(REFRESH):
            yield "link without words", reference.url


def _head(tree: Any, data: bytes) -> Iterator[tuple[str, str]]:
    if not data[:15].lower().startswith(b"<!doctype html>"):
        yield "doctype", repr(data[:30])
    if b"\r" in data or data.startswith(b"\xef\xbb\xbf"):
        yield "BOM or carriage return", ""
    if not (tree.get("lang") or "").startswith("zh"):
        yield "language", str(tree.get("lang"))
    if not "".join(tree.xpath("//head/title/text()")).strip():
        yield "title", "empty"


def _body(tree: Any) -> Iterator[tuple[str, str]]:
    headings = tree.xpath("//h1")
    if len(headings) != 1 or not headings[0].text_content().strip():
        yield "h1", f"{len(headings)} of them"
    for picture in tree.xpath("//img[not(@alt)]"):
        yield "picture without alt", picture.get("src", "")
    for head in tree.xpath("//th[not(@scope)]"):
        yield "table head without scope", head.text_content()[:40]
    if len(tree.xpath("//main")) != 1:
        yield "main", f"{len(tree.xpath('//main'))} of them"


def _headings(tree: Any) -> Iterator[tuple[str, str]]:
    """Who listens goes from heading to heading: none may be deeper than the one before it by more than a level."""
    before = 0
    for heading in tree.xpath("//body//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"):
        level = int(heading.tag[1])
        if before and level > before + 1:
            yield "heading level skipped", heading.text_content()[:40]
        before = level


def _document(path: str, tree: Any) -> Iterator[tuple[str, str]]:
    """A document can be read or taken home (条例 第二十四条): text of its own, a table, or a file."""
    if DOCUMENT.search(path):
        words = "".join(squeeze(each.text_content()) for each in tree.xpath("//main//article"))
        title = squeeze(tree.xpath("string(//h1)"))
        if len(words) - len(title) < 10 and not tree.xpath("//main//a[@download]"):
            yield "document without text and file", words[:40]


def _platform(tree: Any, wanted: Expectation) -> Iterator[tuple[str, str]]:
    """What every page leads to (61号, and the province's): search, hotline, the unit on the platform."""
    links = tree.xpath("//a/@href")
    if wanted.search not in links:
        yield "platform link", "检索"
    if f"tel:{wanted.hotline}" not in links:
        yield "platform link", wanted.hotline
    if not any(link.startswith(wanted.platform) for link in links):
        yield "platform link", "省平台"


def _meta(path: str, tree: Any, wanted: Expectation) -> Iterator[tuple[str, str]]:
    given = {meta.get("name"): (meta.get("content") or "").strip() for meta in tree.xpath("//meta[@name]")}
    needed: tuple[str, ...] = SITE_META
    parts = path.split("/")
    home = path == "index.html" or (len(parts) == 2 and parts[0] in wanted.units and parts[1] == "index.html")
    if DOCUMENT.search(path):
        needed += DOCUMENT_META
        if not PUBLISHED.fullmatch(given.get("PubDate", "")):
            yield "META PubDate", given.get("PubDate", "")
    elif parts[-1] == "index.html" and not home:
        needed += COLUMN_META
        if strange := set(re.split("[、，,]", given.get("ColumnType", ""))) - COLUMN_TYPES - {""}:
            yield "META ColumnType", "、".join(sorted(strange))
    for name in needed:
        if not given.get(name):
            yield f"META {name}", "missing or empty"
    if given.get("SiteIDCode") != wanted.code:
        yield "META SiteIDCode", given.get("SiteIDCode", "")


def _footer(path: str, tree: Any, wanted: Expectation) -> Iterator[tuple[str, str]]:
    feet = tree.xpath("//body//footer[not(ancestor::main)]")
    if len(feet) != 1:
        yield "footer", f"{len(feet)} of them"
        return
    words = squeeze(feet[0].text_content())
    links = feet[0].xpath(".//a/@href")
    for text in wanted.footer_texts:
        if text not in words:
            yield "footer item", text
    if wanted.badge not in links:
        yield "footer item", "网站标识"
    if not any("sitemap" in link or "wzdt" in link for link in links) or "地图" not in words:
        yield "footer item", "站点地图"
    reports = [parse_qs(urlsplit(link).query) for link in links if urlsplit(link).netloc == wanted.report_host]
    told = {value for report in reports for values in report.values() for value in values}
    own = wanted.address(path)
    if not {own, own.removesuffix("index.html")} & told or wanted.code not in told:
        yield "footer item", f"找错 with {own}: {sorted(told)}"
