"""Sections put back to how they were, or let go forward again, without building them: the note, and then the switch.

What is made of other sections, the county's own pages and its search, is made of those that are shown then, so that no
list, map or feed of the county leads to what is not public.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from generator import holds, layers, manifest, safeguards, trees
from generator.errors import GeneratorError
from generator.gather import gather
from generator.gathering import same
from generator.holds import Turn
from generator.pruning import prune
from generator.safeguards import NOTHING_SAID, Consent, Refused, Trip
from generator.searching import county_search
from generator.survey import made, report_of
from generator.tasks import Note, Reading, Task, UnitReport

VERB = "gongkai rollback"


def show(task: Task, turn: Turn, consent: Consent = NOTHING_SAID) -> str:
    """Make public what a turn says, and hold what it holds; `Refused` where a safeguard stops it.

    The note comes before the switch: who is stopped between the two finds it done by the next build. Returns what could
    not be made anew, in words; "" where all was.
    """
    output, shown, told = task.output, dict(turn.shown), ""
    if found := lost(output, shown, consent):
        raise Refused(found, "没有动")
    holds.save(output, turn.held)
    if trees.COUNTY not in shown:
        try:
            shown[trees.COUNTY] = county_of(task, shown).sequence
        except GeneratorError as error:  # a theme that is broken does not keep back what must go
            told = f"全县的目录、网站地图等没有重新做，还是原来的: {error}"
            shown[trees.COUNTY] = trees.in_force(output)[trees.COUNTY]
    if searched := county_search(output, shown, task.sequence):
        shown[trees.SEARCH] = searched
    trees.publish(output, task.sequence, shown, trees.at_root(output, shown))
    prune(output)
    return told


def county_of(task: Task, shown: Mapping[str, int]) -> UnitReport:
    """The county's own pages as the units tell them that are shown, unless they would come out as they are."""
    units = {slug: tree for slug, tree in sorted(shown.items()) if slug not in trees.OURS}
    theme = layers.stamps(task.root / "themes", task.site.theme, task.site.colors)("")
    told = blake2b(repr((task.code, repr(task.site), units)).encode(), digest_size=20).hexdigest()
    note = Note(f"{theme} {task.code}", told, "", None)
    last = None if task.clean else made(task, trees.COUNTY)
    if last is not None and same(last, note):
        return report_of(Reading(trees.COUNTY, task.site.name, "", ()), last)
    from generator.making import make_county

    places = (trees.manifest_path(task.output, slug, tree) for slug, tree in units.items())
    digests = tuple(found for each in places if (found := manifest.digest_of(each)) is not None)
    return make_county(task, gather(task.site, digests).county, note)


def lost(output: Path, shown: Mapping[str, int], consent: Consent) -> tuple[Trip, ...]:
    """What would go against the safeguards; all pages are counted only where those of some section fall."""
    public = {slug: tree for slug, tree in trees.in_force(output).items() if slug not in trees.OURS}
    wanted = {slug: tree for slug, tree in shown.items() if slug not in trees.OURS}
    moved = {slug for slug, tree in public.items() if wanted.get(slug) != tree}
    before = {slug: _pages(output, slug, public[slug]) for slug in moved}
    now = {slug: _pages(output, slug, wanted[slug]) for slug in moved & wanted.keys()}
    if not any(safeguards.falls(count, now.get(slug, 0)) for slug, count in before.items()):
        return ()
    still = {slug: _pages(output, slug, tree) for slug, tree in public.items() if slug not in moved}
    come = {slug: _pages(output, slug, tree) for slug, tree in wanted.items() if slug not in public}
    return tuple(safeguards.losses({**still, **before}, {**still, **now, **come}, consent, VERB))


def _pages(output: Path, slug: str, tree: int) -> int:
    return safeguards.pages(trees.walk(trees.tree_folder(output, slug, tree)))


def returned(output: Path, before: Mapping[str, int], now: Mapping[str, int]) -> tuple[str, ...]:
    """The pages of documents that were not public before and are now: withdrawn since, perhaps for a reason."""
    found: list[str] = []
    for slug, tree in sorted(now.items()):
        if slug not in trees.OURS and before.get(slug) not in (None, tree):
            was, is_now = (_documents(output, slug, each) for each in (before[slug], tree))
            found += (f"{slug}/{address}" for address in sorted(is_now - was))
    return tuple(found)


def _documents(output: Path, slug: str, tree: int) -> frozenset[str]:
    folder = trees.tree_folder(output, slug, tree)
    return frozenset(path.relative_to(folder).as_posix() for path in folder.glob("info/*.html"))
