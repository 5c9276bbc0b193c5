"""What a browser gets for an address of the preview: a page as it would be published, with its problems above it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from generator import trees
from generator.build import digest_of
from generator.errors import GeneratorError, UsageError
from generator.fragments import Memo
from generator.gathering import Gathering
from generator.making import theme_for
from generator.model import County, Finding, Frame, Mount, Page, UnitDigest
from generator.plan import Plan, plan_county
from generator.reading import read_unit
from generator.render import render
from generator.serve import samples
from generator.serve.answers import Answer, broken, file_of, plain, shown
from generator.serve.desk import Desk, findings_of, inputs_of, lay_out
from generator.serve.panel import Problem, overview, panel_of
from generator.sources import scan
from generator.survey import known, survey
from generator.tasks import Reading, ReadJob, Task
from generator.theme import Theme
from generator.workspace import Workspace, unit_slugs

DESKS = 12  # units that are kept laid out, those that were looked at last
HOME, SAMPLES, ICON = "-/", "-/samples/", "favicon.ico"


class Preview:
    """The county on one machine, while it is being written; lives as long as the command does.

    `only` are the units that are looked at, all where it is empty. Reading units that nobody has asked for yet is work
    for idle moments (`idle`); what was known from the last build counts until then. `edits`: panels lead to forms.
    """

    def __init__(self, workspace: Workspace, task: Task, only: Collection[str] = (), edits: bool = False) -> None:
        self.workspace = workspace
        self.task = task
        self.only = frozenset(only)
        self.edits = edits
        self.desks: OrderedDict[str, Desk] = OrderedDict()
        self.readings: dict[str, Reading] = {}
        self.waiting: list[str] = []
        self._fresh: set[str] = set()
        self._gathering: Gathering | None = None
        self._own: tuple[str, Plan] | None = None
        self._memos: dict[str, tuple[Frame, Theme, Memo]] = {}
        self._told: dict[str, tuple[str, UnitDigest | None]] = {}
        self.begin(task)

    def begin(self, task: Task) -> None:
        """Start from what the last build knew: with a new task, or after a change whose place is not known."""
        self.task = task
        slugs = unit_slugs(self.workspace)
        found = survey(task, slugs)
        self.readings = {slug: reading for slug in slugs if (reading := known(task, found, slug)) is not None}
        self.waiting = [slug for slug in slugs if slug not in self.readings and self.watches(slug)]
        self._fresh.clear()
        self._gathering = None
        for slug in set(self.desks) - set(slugs):
            del self.desks[slug]

    def slugs(self) -> tuple[str, ...]:
        """The units that are looked at."""
        return tuple(slug for slug in unit_slugs(self.workspace) if self.watches(slug))

    def watches(self, slug: str) -> bool:
        """The unit is one of those that are looked at."""
        return not self.only or slug in self.only

    def changed(self, slugs: Collection[str]) -> None:
        """Files of these units are other than they were: look at them when somebody asks, read them when idle."""
        self._fresh -= set(slugs)
        self.waiting += [slug for slug in sorted(slugs) if slug not in self.waiting and self.watches(slug)]

    def idle(self) -> bool:
        """A piece of work that nobody waits for; True where the county is another since."""
        if not self.waiting:
            return False
        slug = self.waiting.pop()
        if not (self.workspace.content / slug).is_dir():
            changed = self.readings.pop(slug, None) is not None
            self.desks.pop(slug, None)
        else:
            before, reading = self.readings.get(slug), read_unit(ReadJob(self.task, slug))
            self.readings[slug] = reading
            changed = before is None or before.told != reading.told
        if changed:
            self._gathering = None
        return changed

    def answer(self, address: str) -> Answer:
        """What an address below the root shows; whatever goes wrong with content or theme is a page of its own."""
        try:
            return self._answer(address)
        except (GeneratorError, UsageError) as error:
            return broken(500, error.what, error.where, error.advice)

    # ── addresses ───────────────────────────────────────────────────────────────────────────────────────────────

    def _answer(self, address: str) -> Answer:
        if address == HOME:
            return self._overview()
        if address == ICON:
            return Answer(204, "", b"")  # browsers ask by themselves
        if address.startswith(SAMPLES):
            theme = theme_for(self.task, "")
            return samples.answer(address.removeprefix(SAMPLES), self._county_plan().frame, theme, self.task.root)
        url = f"{address}index.html" if not address or address.endswith("/") else address
        slug, slash, rest = url.partition("/")
        portal = self._portal()
        if not address and not self.watches(portal):
            return Answer(302, "", b"", place=f"/{next(iter(self.only))}/" if len(self.only) == 1 else f"/{HOME}")
        if slug != portal and (self.workspace.content / slug).is_dir() and slug in unit_slugs(self.workspace):
            if not slash:
                return Answer(301, "", b"", place=f"/{slug}/")
            return self._of_unit(slug, rest) if self.watches(slug) else self._not_watched(slug)
        found = self._of_unit(portal, url) if portal and self.watches(portal) else None
        if found is None or found.status == 404:
            return self._of_county(url) or found or broken(404, "没有这个页面", url, "")
        return found

    def _portal(self) -> str:
        """The unit whose pages lie at the root."""
        found = (unit.slug for unit in self.gathering.outline.roster.units if unit.mount is Mount.ROOT)
        return next(found, "portal" if (self.workspace.content / "portal").is_dir() else "")

    def _of_unit(self, slug: str, url: str) -> Answer:
        desk = self.desk(slug)
        theme = theme_for(self.task, slug)
        if (page := desk.pages.get(url)) is not None and desk.frame is not None:
            return self._page(page, desk.frame, theme, desk)
        if (asset := desk.files.get(url)) is not None:
            return file_of(self.task.root, asset)
        if url in desk.lasting:
            return self._lasting(slug, url, desk)
        if (asset := next((each for each in theme.assets.values() if each.url == url), None)) is not None:
            return file_of(self.task.root, asset)
        if desk.frame is None:
            shown = self._panel(desk, "")
            return broken(500, "这个单位现在读不了，改好下面的问题就会显示", slug, "", shown)
        return self._not_found(desk, theme, url)

    def _of_county(self, url: str) -> Answer | None:
        made = self._county_plan()
        theme = theme_for(self.task, "")
        page = next((each for each in made.pages if each.url == url), None)
        if page is not None:
            return self._page(page, made.frame, theme, None)
        found = next((each for each in (*made.assets, *theme.assets.values()) if each.url == url), None)
        return file_of(self.task.root, found) if found else self._searched(url)

    def _searched(self, url: str) -> Answer | None:
        """A file of the county's search as the last build left it: that of a unit is as its files are now."""
        tree = trees.latest(self.task.output, trees.SEARCH) if url.startswith("search/") else None
        if tree is None or url not in tree.files:
            return None
        return plain(url, (trees.tree_folder(self.task.output, trees.SEARCH, tree.sequence) / url).read_bytes())

    def _county_plan(self) -> Plan:
        """The county's own pages, planned once while the units tell the same."""
        stamp = self.gathering.stamp
        if self._own is None or self._own[0] != stamp:
            self._own = stamp, plan_county(self.gathering.county, self.task.today)
        return self._own[1]

    # ── units ───────────────────────────────────────────────────────────────────────────────────────────────────

    def desk(self, slug: str) -> Desk:
        """A unit laid out as its files are now."""
        old = self.desks.get(slug)
        if old is None or slug not in self._fresh or old.county != self._county_of(slug, old.needs):
            listing = scan(self.task.root, f"content/{slug}")
            if (
                old is None
                or old.inputs != inputs_of(self.task, listing)
                or old.county != self._county_of(slug, old.needs)
            ):
                self.desks[slug] = lay_out(self.task, slug, listing, lambda wanted: self._county_of(slug, wanted), old)
            self._fresh.add(slug)
        self.desks.move_to_end(slug)
        while len(self.desks) > DESKS:
            gone, _ = self.desks.popitem(last=False)
            self._fresh.discard(gone)
        return self.desks[slug]

    @property
    def gathering(self) -> Gathering:
        """The county as far as it is known."""
        if self._gathering is None:
            readings = tuple(reading for _, reading in sorted(self.readings.items()))
            self._gathering = Gathering(self.task, readings, self._digest)
        return self._gathering

    def _digest(self, reading: Reading) -> UnitDigest | None:
        """What a unit tells; kept, since most units tell the same after an edit."""
        kept = self._told.get(reading.slug)
        if kept is None or kept[0] != reading.told:
            kept = self._told[reading.slug] = reading.told, digest_of(self.task)(reading)
        return kept[1]

    def _county_of(self, slug: str, wanted: tuple[str, ...]) -> County:
        """The county as a unit with these needs sees it."""
        reading = self.readings.get(slug) or Reading(slug, slug, "", ())
        return self.gathering.seen_by(self.gathering.note(replace(reading, needs=wanted), "", None).seen)

    def would_be(self, slug: str, instead: Mapping[str, bytes]) -> tuple[Finding, ...]:
        """All that would be wrong in a unit, had some of its documents another text."""
        listing = scan(self.task.root, f"content/{slug}")
        return findings_of(self.task, slug, listing, lambda wanted: self._county_of(slug, wanted), instead)

    # ── what is sent ────────────────────────────────────────────────────────────────────────────────────────────

    def _panel(self, desk: Desk | None, source: str, more: Iterable[Finding] = ()) -> str:
        return panel_of(desk, source, more, self.edits)

    def _memo(self, place: str, frame: Frame, theme: Theme) -> Memo:
        """The parts that pages share, begun anew where the frame or the theme is another than it was."""
        kept = self._memos.get(place)
        if kept is None or kept[0] is not frame or kept[1] is not theme:
            kept = self._memos[place] = frame, theme, Memo()
        return kept[2]

    def _page(self, page: Page, frame: Frame, theme: Theme, desk: Desk | None, status: int = 200) -> Answer:
        rendered = render(page, frame, theme, self._memo(frame.unit_slug if desk else "", frame, theme))
        more = tuple(rendered.findings)
        if rendered.data is None:
            return broken(500, "这一页现在不能显示", page.source or page.url, "", self._panel(desk, page.source, more))
        if not page.url.endswith(".html"):
            return plain(page.url, rendered.data, status)
        return shown(rendered.data, self._panel(desk, page.source, more), status)

    def _not_found(self, desk: Desk, theme: Theme, url: str) -> Answer:
        page = desk.pages.get("404.html")
        if page is None or desk.frame is None or not url.endswith(".html"):
            return broken(404, "没有这个页面", url, "", self._panel(desk, ""))
        return self._page(page, desk.frame, theme, desk, 404)

    def _lasting(self, slug: str, url: str, desk: Desk) -> Answer:
        """A file as it was published last."""
        tree = trees.latest(self.task.output, slug)
        path = trees.tree_folder(self.task.output, slug, tree.sequence) / url if tree else None
        if path is None or path.is_symlink() or not path.is_file():
            return broken(404, "没有这个页面", url, "", self._panel(desk, ""))
        data = path.read_bytes()
        if not url.endswith(".html"):
            return plain(url, data)
        return shown(data, self._panel(desk, desk.lasting[url]), 200)

    def _not_watched(self, slug: str) -> Answer:
        asked = "、".join(sorted(self.only))
        return broken(404, "这次只预览一部分单位", slug, f"正在预览 {asked}；不带单位运行 gongkai serve 预览全县")

    def _overview(self) -> Answer:
        found = tuple(self._problem(slug, each) for slug, each in sorted(self.readings.items()) if self.watches(slug))
        data = overview(self.task.site.name, found, len(self.waiting), self._portal(), self.edits)
        return plain("overview.html", data)

    def _problem(self, slug: str, reading: Reading) -> Problem:
        return Problem(slug, reading.name, reading.findings, reading.broken)
