"""What a way back would make public again: documents and letters that were taken down since, and why they were.

What somebody has said must not be public never comes back with an earlier state; what else was taken down does so only
where that is said to be meant. Why it was is told by the content as it lies now: `unit.yaml`, the ledger, the document
itself. What cannot be told counts as the worse (《政府信息公开条例》第十四条、第十五条).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator import frontmatter, trees, validation
from generator.document_fields import DocumentFields
from generator.forms import LABELS
from generator.holds import ABSENT, Hold
from generator.ledger import read_ledger
from generator.letter_files import is_closed
from generator.letter_rows import Row, csv_rows, text_of, yaml_rows
from generator.load.units import load_unit
from generator.manifest import Manifest, Published
from generator.model import Entry, Openness, Site, Unit, Withdrawal
from generator.personal_data import concealed
from generator.safeguards import Asked, Consent, Trip
from generator.sources import read_text_file
from generator.tasks import Task

LISTED = 10  # that are named, a unit
_BUILD = "先运行 gongkai build，让它不再公开，再放开"
_NEWER = (
    "退到撤下以后的一次（--to 生成号），或者不退这个单位；现在的内容有错的，改好内容，再 gongkai build、gongkai publish"
)
_GRAVE = re.compile(r"个人|隐私|姓名|名单|身份|泄|密|[不未][予应宜得能]|依申请|安全|商业|稳定")
_HARMLESS = re.compile(
    r"重复|误发|错发|发错|测试|合并|废止|失效|过期|期满|更正|更新|有误|错误|取代|代替|移交|移到|改到"
)
_LETTERS = "letters/"


class Return(NamedTuple):
    """A page, or some files of one, that would be public again: its name, address and why it was taken down; whether
    that is a reason for which it may never come back in this way."""

    title: str
    address: str
    why: str
    barred: bool = False


def objections(
    task: Task, shown: Mapping[str, int], held: Mapping[str, Hold], consent: Consent, asked: Asked
) -> Iterator[Trip]:
    """What stops these trees from being shown; `held` is what is held until now. Sections that are no unit's show only
    what units do."""
    public = trees.in_force(task.output)
    for slug, tree in sorted(shown.items()):
        if slug in trees.OURS or public.get(slug) == tree:
            continue
        before = public.get(slug, ABSENT)
        newest = _newest(task.output, slug, before, held.get(slug))
        found = tuple(returns(task, slug, tree, (before, newest)))
        barred, other = (tuple(each for each in found if each.barred is wanted) for wanted in (True, False))
        if barred:
            advice = _BUILD if tree == newest else _NEWER
            yield Trip(slug, _told(barred, "不应公开的，不能用回退放回去"), advice)
        if other and not consent.covers(slug):
            advice = f"逐条核对，确实要重新公开的：{asked.accepting(slug)}"
            yield Trip(slug, _told(other, "后来撤下的会重新公开"), advice)


def _newest(output: Path, slug: str, public: int, hold: Hold | None) -> int:
    """The tree that a unit was built to last; none where its folder was gone then."""
    if hold is None:
        return public
    return trees.newest(output, slug) if hold.ahead != ABSENT else ABSENT


def _told(found: tuple[Return, ...], what: str) -> str:
    lines = [f"{each.title}（{each.address}）：{each.why}" for each in found[:LISTED]]
    more = [f"另有 {len(found) - LISTED} 条"] if len(found) > LISTED else []
    return "\n      ".join((f"{what}，{len(found)} 条", *lines, *more))


def lingering(task: Task, held: Mapping[str, Hold]) -> Iterator[Return]:
    """What is public only because its unit is held at an earlier state, though its content says that it must not be."""
    for slug, hold in sorted(held.items()):
        wanted = trees.published(task.output, slug, hold.tree)
        if slug not in trees.OURS and wanted is not None:
            newest = _Public.of(trees.published(task.output, slug, _newest(task.output, slug, hold.tree, hold)))
            yield from (each for each in _gone(task, slug, wanted, newest) if each.barred)


def unsent(task: Task, there: Mapping[str, int]) -> Iterator[Trip]:
    """What a place that shows these trees still shows of units though it must not be, and is not any more here; trees
    that are no longer kept cannot be asked."""
    public = trees.in_force(task.output)
    for slug, tree in sorted(there.items()):
        here = public.get(slug, ABSENT)
        if slug in trees.OURS or here == tree or trees.published(task.output, slug, tree) is None:
            continue
        found = tuple(each for each in returns(task, slug, tree, (here, here)) if each.barred)
        if found:
            yield Trip(slug, _told(found, "不应公开的，本机已撤下，还没有送到这里"), f"gongkai publish {slug}")


def _gone(task: Task, slug: str, wanted: Manifest, newest: _Public) -> Iterator[Return]:
    desk = _Desk(task.root, task.site, slug, task.today)
    for source, each in sorted(wanted.published.items()):
        if not newest.has(each) and source not in newest.sources:
            yield Return(_named(each.entry, desk), f"{slug}/{each.entry.url}", *desk.why(each.entry))
    yield from _registered(desk, wanted, _Public(), newest)


# ── what comes back ─────────────────────────────────────────────────────────────────────────────────────────────


def returns(task: Task, slug: str, tree: int, since: tuple[int, int]) -> Iterator[Return]:
    """What would be public again of a unit with this tree: what is in neither of those `since` (the one that is shown,
    the newest); and what is in the newest alone but must not be public, as its content says now."""
    wanted = trees.published(task.output, slug, tree)
    shown, newest = (_Public.of(trees.published(task.output, slug, number)) for number in since)
    if wanted is None:
        yield Return("全部页面", f"{slug}/", "那时的清单损坏，不知道公开过什么", barred=True)
        return
    desk = _Desk(task.root, task.site, slug, task.today)
    for source, each in sorted(wanted.published.items()):
        if not shown.has(each) and source not in shown.sources:
            why, barred = desk.why(each.entry)
            if barred or not newest.has(each):
                yield Return(_named(each.entry, desk), f"{slug}/{each.entry.url}", why, barred)
        elif lost := sorted(shown.lacks(each) & newest.lacks(each)):
            yield from (Return(_named(each.entry, desk), f"{slug}/{url}", "文件后来去掉了") for url in lost)
    yield from _registered(desk, wanted, shown, newest)


def _registered(desk: _Desk, wanted: Manifest, shown: _Public, newest: _Public) -> Iterator[Return]:
    """Pages of registers; whoever wrote a letter may have asked for it to be taken down."""
    own = {url for each in wanted.published.values() for url in each.urls}
    for url in sorted(_pages(wanted) - own - shown.urls - newest.urls):
        is_letter = _LETTERS in url
        title, why = desk.letter(PurePosixPath(url).stem) if is_letter else ("台账里的一页", "台账里已经不公开")
        yield Return(title, f"{desk.slug}/{url}", why, barred=is_letter)


def _named(entry: Entry, desk: _Desk) -> str:
    gone = desk.withdrawn.get(entry.index_number)
    return f"《{concealed(gone.title if gone and gone.title else entry.title)}》"


def _pages(found: Manifest) -> set[str]:
    """The pages that show content: redirects, lists and notes of what was taken down have no source."""
    return {url for url, record in found.files.items() if record.source and url.endswith(".html")}


@dataclass(frozen=True, slots=True)
class _Public:
    """What a tree shows: addresses of files with content, sources of documents, and documents whose time has run out,
    which show none."""

    urls: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    ended: Mapping[str, date] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Manifest | None) -> _Public:
        """Nothing, of a tree that is not there or whose manifest is lost."""
        if found is None:
            return cls()
        ended = {each.entry.url: each.entry.ended_on for each in found.published.values() if each.entry.ended_on}
        urls = _pages(found) | {url for each in found.published.values() for url in each.urls}
        sources = (source for source, each in found.published.items() if not each.entry.ended_on)
        return cls(frozenset(urls - ended.keys()), frozenset(sources), ended)

    def has(self, document: Published) -> bool:
        """The document, with as much of its content as then."""
        url = document.entry.url
        return url in self.urls or (url in self.ended and document.entry.ended_on is not None)

    def lacks(self, document: Published) -> set[str]:
        """Its files that are not shown; the page of one that has run its time is, where it is shown as such."""
        ended = self.ended if document.entry.ended_on else ()
        return {url for url in document.urls if url not in self.urls and url not in ended}


# ── why it was taken down ───────────────────────────────────────────────────────────────────────────────────────


class _Desk:
    """The content of a unit as it lies now, opened only as far as something is asked of it."""

    def __init__(self, root: Path, site: Site, slug: str, today: date) -> None:
        self.root, self.site, self.slug, self.today = root, site, slug, today

    @cached_property
    def unit(self) -> Unit | None:
        """The unit; None where `unit.yaml` is not there, or cannot be used."""
        return load_unit(self.root, self.site, self.slug)[0]

    @cached_property
    def withdrawn(self) -> dict[str, Withdrawal]:
        """What is registered as taken down (撤下) by today, by index number."""
        found = self.unit.withdrawn if self.unit else ()
        return {each.index_number: each for each in found if each.day <= self.today}

    @cached_property
    def sources(self) -> dict[str, str]:
        """Where documents lie now, by index number, as the ledger tells."""
        return {each.index_number: each.source for each in read_ledger(self.root, self.slug)[0]}

    @cached_property
    def letters(self) -> dict[str, Row]:
        """The letters of the register, by what their pages are called."""
        folder = self.root / "content" / self.slug / _LETTERS
        found = (path for path in sorted(folder.rglob("*")) if path.suffix in (".csv", ".yaml", ".yml"))
        rows = (row for path in found for row in _rows(self.root, path.relative_to(self.root).as_posix()))
        return {row.cells.get("number", "").lower(): row for row in rows}

    def letter(self, key: str) -> tuple[str, str]:
        """What a letter is called, and why it is not public any more."""
        row = self.letters.get(key)
        if row is None:
            return f"来信 {key.upper()}", "台账里已经没有，或者台账读不了"
        why = "已改为不公开" if is_closed(row) else "还在台账里，最近一次生成没有公开它"
        return f"来信 {row.cells['number']}", why

    def why(self, entry: Entry) -> tuple[str, bool]:
        """Why a document is not public any more, and whether it may never be so again in this way."""
        if not (self.root / "content" / self.slug).is_dir():
            return "单位的文件夹已经不在", False
        if self.unit is None:
            return "unit.yaml 有误，不知道为什么撤下", True
        if (gone := self.withdrawn.get(entry.index_number)) is not None:
            harmless = _HARMLESS.search(gone.reason) and not _GRAVE.search(gone.reason)
            return f"{gone.day} 撤下，理由：{concealed(gone.reason)}", not harmless
        there = {self.sources.get(entry.index_number, ""), entry.source} - {""}
        return _reason([each for each in sorted(there) if (self.root / each).is_file()], self.root, self.today)


def _rows(root: Path, source: str) -> list[Row]:
    """The letters of a file; none where it cannot be read, which a build tells."""
    try:
        text = text_of(read_text_file(root, source))
    except (OSError, ValueError):
        return []
    return (csv_rows if source.endswith(".csv") else yaml_rows)(source, text)[0]


def _reason(sources: Iterable[str], root: Path, today: date) -> tuple[str, bool]:
    """The same, of documents that still lie in the content: the gravest of them."""
    found = [_said(root, source, today) for source in sources]
    return max(found, key=lambda each: each[1], default=("文件不在了，也没有登记撤下的理由", False))


def _said(root: Path, source: str, today: date) -> tuple[str, bool]:
    try:
        fields, _, _ = validation.read(DocumentFields, source, frontmatter.read(read_text_file(root, source)).head)
    except OSError as error:
        return f"{source} 读不了（{error.strerror}），不知道能不能公开", True
    if fields is None:
        return f"{source} 的文件头有误，不知道能不能公开", True
    if fields.openness is not Openness.PROACTIVE:
        return f"公开属性是“{LABELS[Openness][fields.openness]}”", True
    if fields.draft:
        return "改成了草稿", False
    if fields.public_until is not None and fields.public_until < today:
        return f"公示到 {fields.public_until} 为止", False
    return f"{source} 还在，最近一次生成没有公开它", False
