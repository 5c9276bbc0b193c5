"""Sections put back to how they were, or let go forward again, without building them: the note, and then the switch.

What is made of other sections, the county's own pages and its search, is made of those that are shown then, so that no
list, map or feed of the county leads to what is not public.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator import holds, reappearance, safeguards, trees
from generator.errors import GeneratorError
from generator.holds import Turn
from generator.pruning import prune
from generator.retelling import retold
from generator.safeguards import NOTHING_SAID, Asked, Consent, Refused, Trip
from generator.searching import county_search
from generator.tasks import Task

ROLLBACK = Asked("gongkai rollback", whole=True, back=True)
LEFT = "这些单位提到别的单位的地方，内容又改过，要等下一次 gongkai build 才按现在显示的改过来"


def show(task: Task, turn: Turn, consent: Consent = NOTHING_SAID, asked: Asked = ROLLBACK) -> str:
    """Make public what a turn says, and hold what it holds; `Refused` where a safeguard stops it.

    The note comes before the switch: who is stopped between the two finds it done by the next build. Returns what could
    not be made anew, in words; "" where all was.
    """
    output, shown, told = task.output, dict(turn.shown), ""
    if found := objections(task, turn, consent, asked):
        raise Refused(found, "没有动")
    holds.save(output, turn.held)
    if trees.COUNTY not in shown:
        try:
            again = retold(task, shown, turn.held)
            shown |= again.trees
            told = f"{LEFT}: {'、'.join(again.left)}" if again.left else ""
        except GeneratorError as error:  # a theme that is broken does not keep back what must go
            told = f"全县的目录、网站地图等没有重新做，还是原来的: {error}"
            shown[trees.COUNTY] = trees.in_force(output)[trees.COUNTY]
    if searched := county_search(output, shown, task.sequence):
        shown[trees.SEARCH] = searched
    trees.publish(output, task.sequence, shown, trees.at_root(output, shown))
    prune(output)
    return told


def objections(task: Task, turn: Turn, consent: Consent, asked: Asked) -> tuple[Trip, ...]:
    """What stops a turn: pages that would be lost, and what would be public again that was taken down since."""
    again = reappearance.objections(task, turn.shown, holds.load(task.output), consent, asked)
    return (*again, *lost(task.output, turn.shown, consent, asked))


def lost(output: Path, shown: Mapping[str, int], consent: Consent, asked: Asked) -> tuple[Trip, ...]:
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
    return tuple(safeguards.losses({**still, **before}, {**still, **now, **come}, consent, asked))


def _pages(output: Path, slug: str, tree: int) -> int:
    return safeguards.pages(trees.walk(trees.tree_folder(output, slug, tree)))
