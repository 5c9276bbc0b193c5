"""One unit's planned pages → its tree on disk: the fresh is linked, the stale is rendered, what is gone goes."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

from generator import files, manifest, trees
from generator.blame import Blame, stop_section
from generator.faults import finding
from generator.files import copy_new, stamp, write_new
from generator.fragments import Memo
from generator.harvesting import Harvest
from generator.last_tree import LastTree
from generator.manifest import Manifest, Published, Record
from generator.model import Asset, Before, Finding, Page, UnitDigest
from generator.plan import Plan
from generator.recollection import history_of
from generator.render import Inputs, frame_inputs, inputs, reasons, render
from generator.resource_sync import Base
from generator.stopwatch import Spent, Stopwatch
from generator.theme import Theme


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made of one section, and from what it stood before."""

    root: Path
    output: Path
    slug: str
    sequence: int
    plan: Plan
    code: str
    clean: bool
    today: date
    published: dict[str, Published] = field(default_factory=dict)  # by source: of documents in the plan, and kept ones
    digest: UnitDigest | None = None
    kept: tuple[str, ...] = ()  # files of withheld documents that stay as they were
    harvested: Base | None = None  # where harvesters find the files; the county's own pages tell them nothing
    processes: int = 1  # that may work on this section
    before: Before = field(default_factory=Before)  # what is remembered of earlier publications


@dataclass(slots=True)
class Made:
    """What came of it: counts, findings, and what kept documents from being rendered."""

    sequence: int
    pages: int = 0
    written: int = 0
    removed: int = 0
    findings: list[Finding] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)  # documents whose page could not be rendered
    blamed: list[Blame] = field(default_factory=list)  # what a template brought onto pages


BLOCK = 4096  # bytes that any file takes
BATCH = 2_000  # pages: a second or two of work
Batch = tuple[Made, dict[str, Record], Spent]


class Section:
    """The making of one tree; lives for one call of `make`."""

    def __init__(self, order: Order, theme: Theme, previous: Manifest | None, watch: Stopwatch) -> None:
        self.order = order
        self.watch = watch
        self.theme = theme
        self.last = LastTree.of(order.output, order.slug, previous, believed=not order.clean)
        self.folder = trees.tree_folder(order.output, order.slug, order.sequence)
        self.records: dict[str, Record] = {}
        base = order.harvested
        told = history_of(order.output, order.slug, base, previous) if base else None
        self.harvest = Harvest(base, order.code, self.last, told)
        self.memo = Memo()
        self.made = Made(order.sequence)

    def make(self) -> Made:
        """Decide first, then write: the tree is begun only when something in it differs."""
        pages, assets = self._stale_pages(), self._stale_assets()
        self.watch.lap("fingerprint")
        planned = {page.url for page, _ in pages} | {asset.url for asset, _ in assets} | set(self.harvest.old)
        for url in self.order.kept:  # a table may be shown by another document too, and be made again for that
            if url in self.last.files and url not in self.records and url not in planned:
                self.records[url] = self.last.files[url]
        gone = set(self.last.files) - set(self.records) - planned
        if pages or assets or gone or self.last.manifest is None or not self.harvest.sound:
            self._write(pages, assets)
        else:
            self.records.update(self.harvest.old)
            self._save(self.last.manifest.sequence)
        self.made.pages = sum(1 for url in self.records if url.endswith(".html"))
        self.made.removed = len(set(self.last.files) - set(self.records))
        self.watch.lap("write")
        return self.made

    def _fresh(self, url: str, fingerprint: str) -> bool:
        """The old file would come out as it is; then it is taken over."""
        if fresh := self.last.fresh(url, fingerprint):
            self.records[url] = self.last.files[url]
        return fresh

    def _stale_pages(self) -> list[tuple[Page, Inputs]]:
        shared = frame_inputs(self.order.plan.frame, self.order.code)
        found = ((page, inputs(page, shared, self.theme)) for page in self.order.plan.pages)
        return [(page, each) for page, each in found if not self._fresh(page.url, each.fingerprint)]

    def _stale_assets(self) -> list[tuple[Asset, str]]:
        every = (*self.order.plan.assets, *self.theme.assets.values())
        found = ((asset, asset.digest or stamp(self.order.root / asset.source)) for asset in every)
        return [(asset, each) for asset, each in found if not self._fresh(asset.url, each)]

    def _need_room(self, pages: list[tuple[Page, Inputs]], assets: list[tuple[Asset, str]]) -> None:
        """Nothing is begun that cannot be finished: what is new takes at least as much as what it replaces."""
        urls = [*(page.url for page, _ in pages), *(asset.url for asset, _ in assets)]
        known = self.last.files
        files.need_room(self.order.output, sum(known[url].size if url in known else BLOCK for url in urls))

    def _write(self, pages: list[tuple[Page, Inputs]], assets: list[tuple[Asset, str]]) -> None:
        if not self.order.clean:  # which finds most of its files as they were
            self._need_room(pages, assets)
        writer = trees.TreeWriter(self.folder, self.last.folder)
        try:
            for url in self.records:
                writer.link(url)
            self._pages(writer, pages)
            stop_section(self.made.blamed)
            for asset, found in assets:
                self._asset(writer, asset, found)
            self._fall_back(writer)
            self._lists(writer)
            writer.carry_strangers(self.last.files)
            last = self.last.manifest
            if last is None or self.made.written or set(last.files) != set(self.records):
                writer.finish()
                self._save(self.order.sequence)
            else:  # other inputs, the same bytes: the old tree stays, its record is renewed
                self._save(last.sequence)
                trees.discard(writer.folder)
        except BaseException:
            trees.discard(writer.folder)
            raise

    def _pages(self, writer: trees.TreeWriter, pages: list[tuple[Page, Inputs]]) -> None:
        """Render and write; very many pages in batches, by several processes where there may be some."""
        if self.order.processes < 2 or len(pages) <= BATCH:
            for page, each in pages:
                self._page(writer, page, each)
            return
        from generator.lanes import in_batches  # not before it is needed: it imports multiprocessing

        batches = [pages[start : start + BATCH] for start in range(0, len(pages), BATCH)]
        self.watch.lap("write")
        for made, records, spent in in_batches(partial(self._batch, writer), batches, self.order.processes):
            self.records.update(records)
            self.made.written += made.written
            self.made.findings += made.findings
            self.made.refused += made.refused
            self.made.blamed += made.blamed
            self.watch.add(spent)

    def _batch(self, writer: trees.TreeWriter, pages: list[tuple[Page, Inputs]]) -> Batch:
        """In a process of its own, which shares the new tree and nothing else: some of the pages."""
        self.records, self.made, self.watch = {}, Made(self.order.sequence), Stopwatch()
        for page, each in pages:
            self._page(writer, page, each)
        self.watch.lap("write")
        return self.made, self.records, self.watch.spent()

    def _page(self, writer: trees.TreeWriter, page: Page, each: Inputs) -> None:
        self.watch.lap("write")
        rendered = render(page, self.order.plan.frame, self.theme, self.memo)
        self.watch.page(page.template, f"{self.order.slug}/{page.url}")
        (self.made.refused if page.source else self.made.findings).extend(rendered.findings)
        self.made.blamed += rendered.blamed
        if (data := rendered.data) is None:
            self._restore(writer, page.url)
            return
        why = reasons(self.last.files.get(page.url), page, each)
        record = Record(each.fingerprint, 0, "", self.order.sequence, why, page.source, each.parts)
        self._put(writer, page.url, data, record)

    def _put(self, writer: trees.TreeWriter, url: str, data: bytes, record: Record) -> bool:
        """Write a file, or link the old one where it has the same bytes; True where it was written."""
        record = record._replace(size=len(data), sha256=sha256(data).hexdigest())
        if written := not self.last.has(url, record.sha256):
            write_new(writer.path(url), data)
            self.made.written += 1
            self.records[url] = record
        else:
            self._take_over(writer, url, record)
        return written

    def _take_over(self, writer: trees.TreeWriter, url: str, record: Record) -> None:
        """The old file, made of other things now; when and why its bytes came is known."""
        writer.link(url)
        old = self.last.files[url]
        self.records[url] = record._replace(sequence=old.sequence, reasons=old.reasons)

    def _fall_back(self, writer: trees.TreeWriter) -> None:
        """Give a document that could not be rendered all its old files back, its record and its attachments with the
        page: nobody may harvest a version that nobody can read."""
        before = self.last.published
        for source in {each.path for each in self.made.refused}:
            own = (known.urls for known in (before.get(source), self.order.published.get(source)) if known)
            for url in {url for urls in own for url in urls}:
                self._restore(writer, url)

    def _restore(self, writer: trees.TreeWriter, url: str) -> None:
        """The file as it was in the tree before, or none."""
        if self.records.pop(url, None) is not None:
            os.unlink(writer.path(url))
        if self.last.holds(url):
            writer.link(url)
            self.records[url] = self.last.files[url]

    def _lists(self, writer: trees.TreeWriter) -> None:
        """Last of all, since they tell the bytes of the others: what harvesters are told of them.

        Where a document could not be rendered, the tree is made once more before anybody sees it: it tells nothing new.
        """
        again = bool(self.made.refused and self.harvest.old)
        if again or not self.harvest.moves(self.records, self.order.published, self.order.today):
            for url, record in self.harvest.old.items():
                writer.link(url)
                self.records[url] = record
            return
        self.watch.lap("write")
        for url, data, record in self.harvest.lists(self.order.sequence):
            if self._put(writer, url, data, record):
                self.watch.page("resourcesync", f"{self.order.slug}/{url}")

    def _asset(self, writer: trees.TreeWriter, asset: Asset, found: str) -> None:
        target = writer.path(asset.url)
        try:
            size, digest = _copied(asset, self.order.root / asset.source, target)
        except FileNotFoundError:  # removed between listing and copying: the next build sees it
            message = f"附件 {asset.source} 在生成时被移走"
            self.made.findings.append(finding("F203", asset.source, (1, 1), message))
            return
        record = Record(found, size, digest, self.order.sequence, "file", asset.shows or asset.source)
        if self.last.has(asset.url, digest):
            os.unlink(target)
            self._take_over(writer, asset.url, record)
        else:
            self.made.written += 1
            self.records[asset.url] = record

    def _save(self, sequence: int) -> None:
        wanted = self._manifest(sequence)
        if wanted != self.last.manifest:
            manifest.save(trees.manifest_path(self.order.output, self.order.slug, sequence), wanted)
        self.made.sequence = sequence

    def _manifest(self, sequence: int) -> Manifest:
        held, history = self.order.before, self.harvest.history
        return Manifest(sequence, self.records, self._published(), self._digest(), held.first, held.lost, history)

    def _digest(self) -> UnitDigest | None:
        """What the unit tells, with the tables that stay public because their document could not be rendered."""
        told, before = self.order.digest, self.last.manifest.digest if self.last.manifest else None
        if told is None or before is None or not self.made.refused:
            return told
        kept = self._published()
        urls = {kept[each.path].entry.url for each in self.made.refused if each.path in kept}
        own = {each.name for each in told.datasets}
        stay = (each for each in before.datasets if each.documents[0][1] in urls and each.name not in own)
        return replace(told, datasets=tuple(sorted((*told.datasets, *stay), key=lambda each: each.name)))

    def _published(self) -> dict[str, Published]:
        """What is public now: of a document that could not be rendered, its last good version or nothing."""
        refused = {each.path for each in self.made.refused}
        before = self.last.published
        good = {source: each for source, each in self.order.published.items() if source not in refused}
        return {**{source: before[source] for source in refused if source in before}, **good}


def make(order: Order, theme: Theme, previous: Manifest | None, watch: Stopwatch) -> Made:
    """Make one section's tree; nothing is written when nothing differs."""
    return Section(order, theme, previous, watch).make()


def _copied(asset: Asset, source: Path, target: str) -> tuple[int, str]:
    if asset.sha256:
        with suppress(OSError):  # on another disk: then it is copied
            os.link(source, target, follow_symlinks=False)
            return asset.size, asset.sha256
    if not asset.data:
        return copy_new(source, target)
    write_new(target, asset.data)
    return len(asset.data), sha256(asset.data).hexdigest()
