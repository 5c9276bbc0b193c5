"""What was put back to an earlier state and stays there until somebody lets it go forward: a note in `output/`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from generator import files, ownership, trees
from generator.codec import dumps, loads
from generator.errors import GeneratorError, UsageError

ABSENT = 0  # as a tree's number: the section is not public


@dataclass(frozen=True, slots=True)
class Hold:
    """A section that stays at the tree that it had in a release; `ahead` is the one that was public until then."""

    tree: int
    release: int
    ahead: int


@dataclass(frozen=True, slots=True)
class Holds:
    """The sections that are held."""

    sections: Mapping[str, Hold] = field(default_factory=dict)


class Turn(NamedTuple):
    """What is to be held from now on, and the trees that are to be public: the county's own pages among them only where
    they are held too, else they are to be made of these."""

    held: Mapping[str, Hold]
    shown: Mapping[str, int]


def load(output: Path) -> Mapping[str, Hold]:
    """What is held; nothing where nobody put anything back. A note that cannot be read stops the work."""
    path = _path(output)
    if not path.exists():
        return {}
    body = files.unseal(path, ownership.place(output))
    if body is None:
        advice = "删去这个文件，再运行 gongkai rollback 回退要回退的单位"
        raise GeneratorError("回退的记录损坏，或者是别的县的，不知道哪些单位要保持在以前的样子", str(path), advice)
    found: Holds = loads(Holds, body)
    return found.sections


def save(output: Path, held: Mapping[str, Hold]) -> None:
    """Note what is held from now on."""
    path = _path(output)
    if held:
        files.seal(path, dumps(Holds(dict(sorted(held.items())))), ownership.place(output))
    else:
        path.unlink(missing_ok=True)
    files.settle_names(output)


def applied(held: Mapping[str, Hold], made: Mapping[str, int]) -> dict[str, int]:
    """The trees that are to be public: those that were made, but for what is held."""
    fixed = {slug: hold.tree for slug, hold in held.items()}
    return {slug: tree for slug, tree in {**made, **fixed}.items() if tree != ABSENT}


def noticed(output: Path, made: Mapping[str, int]) -> Mapping[str, Hold]:
    """What is held; of a section that was not there when it was put back and is made again, that it is there again."""
    held = load(output)
    back = {
        slug: replace(hold, ahead=made[slug]) for slug, hold in held.items() if hold.ahead == ABSENT and slug in made
    }
    if back:
        held = {**held, **back}
        save(output, held)
    return held


def back(output: Path, chosen: Collection[str], wanted: int | None) -> Turn:
    """These sections (all when none is named) as they were in an earlier release, from now on.

    The county's own pages stay as they were then only where all of it goes back: of some units alone nobody has made
    them yet.
    """
    public, held = trees.in_force(output), load(output)
    more = _back(trees.releases(output), public, held, chosen, wanted)
    kept = {slug: hold for slug, hold in {**held, **more}.items() if slug in more or slug != trees.COUNTY}
    return Turn(kept, _without_county(applied(more, public), kept))


def forward(output: Path, chosen: Collection[str]) -> Turn:
    """These sections (all that are held when none is named) as they were built last, held no longer."""
    held = load(output)
    freed = {slug: hold for slug, hold in held.items() if not chosen or slug in chosen}
    if not freed:
        raise UsageError("没有保持在以前样子的单位，不用放开", "", "gongkai build 会说明哪些单位保持在以前的样子")
    newest = {slug: trees.newest(output, slug) if hold.ahead != ABSENT else ABSENT for slug, hold in freed.items()}
    wanted = {slug: tree for slug, tree in {**trees.in_force(output), **newest}.items() if tree != ABSENT}
    kept = {slug: hold for slug, hold in held.items() if slug not in freed and slug != trees.COUNTY}
    return Turn(kept, _without_county(wanted, kept))


def _without_county(shown: Mapping[str, int], held: Mapping[str, Hold]) -> dict[str, int]:
    """The trees without those that are made of what is shown."""
    made = {trees.SEARCH} if trees.COUNTY in held else {trees.SEARCH, trees.COUNTY}
    return {slug: tree for slug, tree in shown.items() if slug not in made}


def _back(
    releases: Mapping[int, Mapping[str, int]],
    public: Mapping[str, int],
    held: Mapping[str, Hold],
    chosen: Collection[str],
    wanted: int | None,
) -> dict[str, Hold]:
    """How these sections (all when none is named) were in the release `wanted`, else in the last one in which some of
    them were older than now and none was newer."""
    slugs = frozenset(chosen) or frozenset(public).union(*releases.values()) - {trees.SEARCH}  # made of what is shown
    now = {slug: public.get(slug, ABSENT) for slug in slugs}
    gone = {slug for slug, tree in now.items() if tree == ABSENT and slug not in held}
    if wanted is None:
        states = ((number, _state(release, slugs)) for number, release in releases.items())
        older = ((number, state) for number, state in states if state != now and _is_older(state, now, gone))
        # Of several the one with the youngest trees: releases to which somebody went back stand among them.
        wanted = max(((sum(state.values()), number) for number, state in older), default=(0, None))[1]
    if wanted is None or wanted not in releases:
        known = "、".join(str(each) for each in releases)
        raise UsageError("没有可以回退到的样子", "output/releases/", f"保留着这些生成号，用 --to 指明：{known}")
    state = _state(releases[wanted], slugs)
    return {slug: Hold(tree, wanted, held[slug].ahead if slug in held else now[slug]) for slug, tree in state.items()}


def _is_older(state: Mapping[str, int], now: Mapping[str, int], gone: Collection[str]) -> bool:
    return all(tree <= now[slug] for slug, tree in state.items() if slug not in gone)


def _state(release: Mapping[str, int], slugs: Collection[str]) -> dict[str, int]:
    return {slug: release.get(slug, ABSENT) for slug in slugs}


def _path(output: Path) -> Path:
    return output / "holds"
