"""What a preview adds to pages: the problems of the document above it, and pages of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from generator.model import Finding, Severity
from generator.serve.desk import Desk
from generator.serve.own_files import own_mark
from generator.wording import NAMES, shown

WEIGHT = {each: place for place, each in enumerate(Severity)}
MOST = 50  # problems of the rest of a unit that are listed


@dataclass(frozen=True, slots=True)
class Problem:
    """A unit in the overview, with what is wrong in it."""

    slug: str
    name: str
    findings: tuple[Finding, ...]
    broken: bool

    @property
    def gravest(self) -> int:
        """How grave the worst of it is, the smallest number first."""
        return min((WEIGHT[each.severity] for each in self.findings), default=len(WEIGHT))

    @property
    def counts(self) -> tuple[tuple[str, str, int], ...]:
        """Severity, its name and how many, the gravest first."""
        found = Counter(each.severity for each in self.findings)
        return tuple((each.value, NAMES[each], found[each]) for each in Severity if found[each])


class Told(NamedTuple):
    """A finding as the panel shows it."""

    severity: str
    weight: str
    code: str
    place: str
    message: str
    fix: str
    law: str
    url: str = ""


def panel_of(desk: Desk | None, source: str, more: Iterable[Finding] = (), edits: bool = False) -> str:
    """The panel of a page: the problems of the document that it shows, then those of its unit; a way to edit it."""
    findings = tuple(sorted({*(desk.findings if desk else ()), *more}, key=gravest_first))
    own = [each for each in findings if source and each.path == source]
    rest = [each for each in findings if not source or each.path != source]
    shown_pages = (page for page in (desk.pages.values() if desk else ()) if page.url.endswith(".html"))
    urls = {page.source: page.url for page in shown_pages if page.source}
    root = "/" if desk is None or desk.at_root or desk.unit is None else f"/{desk.unit.slug}/"
    return (
        environment()
        .get_template("panel.html")
        .render(
            source=source,
            edits=edits,
            held=desk.held.get(source) if desk else None,
            last=bool(desk and source in desk.lasting.values()),
            own=[told_of(each) for each in own],
            rest=[told_of(each, root + urls[each.path] if each.path in urls else "") for each in rest[:MOST]],
            left=max(len(rest) - MOST, 0),
            drafts=[
                (root + urls[path], path, *why) for path, why in (desk.held if desk else {}).items() if path in urls
            ],
        )
    )


def with_panel(data: bytes, panel: str, mark: str) -> bytes:
    """A page with the panel at its top, and with what refreshes it when it is another."""
    head, closed, rest = data.partition(b"</head>")
    body, begun, page = rest.partition(b">")
    style, script = (f"/-/{name}?{own_mark(name)}" for name in ("preview.css", "preview.js"))
    own = f'<link rel="stylesheet" href="{style}"><script src="{script}" defer data-mark="{mark}"></script>'
    if not closed or b"<body" not in body:
        return data + own.encode() + panel.encode()
    return b"".join((head, own.encode(), closed, body, begun, panel.encode(), page))


def overview(county: str, units: tuple[Problem, ...], waiting: int, portal: str, edits: bool) -> bytes:
    """The preview's own home: every unit with what is wrong in it."""
    template = environment().get_template("overview.html")
    ordered = sorted(units, key=lambda each: (not each.broken, each.gravest, each.slug))
    return template.render(county=county, units=ordered, waiting=waiting, portal=portal, edits=edits).encode()


def broken_page(what: str, where: str, advice: str) -> bytes:
    """A page in place of one that cannot be shown."""
    return environment().get_template("broken.html").render(what=what, where=where, advice=advice).encode()


def sample_list(names: Iterable[tuple[str, str, str]]) -> bytes:
    """The list of samples: name of the view, title of the page, address."""
    return environment().get_template("samples.html").render(samples=list(names)).encode()


def gravest_first(found: Finding) -> tuple[int, tuple[str, int, int, str, str]]:
    """The order in which findings are shown."""
    return WEIGHT[found.severity], found.sort_key()


def told_of(found: Finding, url: str = "") -> Told:
    """A finding in words, numbers of persons masked."""
    found = shown(found)
    place = f"{found.path}:{found.line}:{found.column}"
    return Told(
        NAMES[found.severity], found.severity.value, found.code, place, found.message, found.fix, found.law, url
    )


@cache
def environment() -> Environment:
    """The templates of the preview's own pages."""
    return Environment(
        loader=PackageLoader("generator.serve", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
