"""Which sections a place shall show, and which of them stay there as they are: nothing is sent here.

A section stays because only others were asked for, because a safeguard stops it, or because its files are damaged; what
is made of other sections then goes out as it would be with those that stay.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from generator import editions, trees
from generator.changes import Item
from generator.edition import Edition, FileList, State
from generator.editions import Origin, Seal
from generator.errors import GeneratorError
from generator.inventory import FORMER, Inventory, Section, apart, section_of
from generator.safeguards import NOTHING_SAID, Consent, Refused, Stay, Trip, trips
from generator.searching import search_of
from generator.trees import COUNTY, OURS, SEARCH

WHOLLY = "先发布全县一次：不写单位，不用 --hold-back"
_HOME = {"index.html", "index.html.gz", "index.html.br"}
_UNTOLD = Stay("本机没有留着对方现在显示的样子，不知道那里列着什么、搜得到什么", WHOLLY)
_EDITED = Stay("列着没有送的信息，内容又改过，不能按对方将要显示的重做", "先运行 gongkai build，再发布")


class Retold(NamedTuple):
    """The sections that were made anew as others tell, with their trees; the units that would tell something else, but
    whose files are not those any more that they were made of; and those of which nobody knows what they tell."""

    trees: Mapping[str, int]
    left: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def _unknown(units: Mapping[str, int], fixed: Collection[str]) -> Retold | None:
    """Nobody can make anything."""
    return None


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be published, whatever the place: all of it, or `only` some sections.

    `overrides`: what nobody has reviewed, by section. With `hold_back` a section that a safeguard stops stays as the
    place shows it, else nothing is published. `resend` believes no list of the place, `astray` are files there that are
    not as it says; `dry` changes nothing there. `least` is the edition that was brought there last: a place that shows
    an older one was put back by somebody else. `retold` makes what is made of other sections as some trees tell, but
    for what is fixed; None where nobody can. A place that shows something of the `shunned` address is not touched: the
    internal inboxes and the public site never mix.
    """

    output: Path
    inventory: Inventory
    origin: Origin
    only: frozenset[str] = frozenset()
    overrides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    consent: Consent = NOTHING_SAID
    hold_back: bool = False
    resend: bool = False
    astray: frozenset[str] = frozenset()
    dry: bool = False
    seal: Seal | None = None
    least: int = 0
    shunned: str = ""
    retold: Callable[[Mapping[str, int], Collection[str]], Retold | None] = _unknown


class Chosen(NamedTuple):
    """The sections that a place shall show, why some of them stay as they are, and the trees that they come from."""

    sections: dict[str, Section]
    held: Mapping[str, Stay]
    trees: Mapping[str, int]


class Shown(NamedTuple):
    """What a place shows: its edition where that is believed, the states of its files as far as they are, why they are
    not where they are not, the addresses of files that are ours to remove, and the number that it has come to."""

    edition: Edition | None
    there: Mapping[str, State]
    doubt: str = ""
    ours: frozenset[str] = frozenset()
    number: int = 0

    @property
    def is_strange(self) -> bool:
        """Something is there that nobody can tell the files of."""
        return bool(self.doubt) and self.edition is None


def chosen(order: Order, shown: Shown) -> Chosen:
    """The sections that the place shall show, and those of them that stay as they are, with the reason."""
    sections = dict(order.inventory.sections)
    held = {name: Stay(why) for name, why in order.inventory.damaged.items()}
    others = (set(sections) | _sections_of(shown)) - order.only - {FORMER, *OURS} if order.only else set()
    others -= _homes(order, shown) if others else set()
    _keep(sections, shown, others | set(held))
    found = _trips(order, shown, sections)
    if found and not order.hold_back:
        raise Refused(found)
    held |= {each.section: Stay(each.what, each.advice) for each in found}
    stay = {each.section for each in found}
    _keep(sections, shown, stay)
    if again := _trips(order, shown, sections) if found else ():
        raise Refused(again)
    made_of, more = _made_of_others(order, shown, sections, frozenset({*others, *stay, *order.inventory.damaged}))
    return Chosen(apart(sections), {**held, **more}, made_of)


def _homes(order: Order, shown: Shown) -> set[str]:
    """The portal, where nothing of it differs from what the place shows but its home, which lists what others have."""
    lists = shown.edition.lists if shown.edition else {}
    roots = set(trees.at_root(order.output, order.inventory.trees)) & order.inventory.sections.keys() & lists.keys()
    return {slug for slug in roots if _differing(lists[slug], order.inventory.sections[slug]) <= _HOME}


def _differing(there: FileList, here: Section) -> set[str]:
    states = {address: item.state[:2] for address, item in here.items()}
    return {each for each in there.keys() | states.keys() if each not in there or there[each][:2] != states.get(each)}


def _made_of_others(
    order: Order, shown: Shown, sections: dict[str, Section], kept: frozenset[str]
) -> tuple[Mapping[str, int], Mapping[str, Stay]]:
    """What is made of other sections must tell of what the place will show, not of what is public here.

    As it is here it may name what was not sent, as it is there what has been withdrawn: so it is made anew of the trees
    that the place will show. Returns the trees by section, and what had to stay.
    """
    here = order.inventory.trees
    there = {
        slug: number for slug, number in (shown.edition.trees if shown.edition else {}).items() if slug in sections
    }
    units = {slug: (there if slug in kept else here)[slug] for slug in sections if slug in here or slug in there}
    if all(units.get(slug) == here.get(slug) for slug in {*units, *here} - set(OURS)):
        return here, {}
    whole = all(trees.is_complete(order.output, slug, tree) for slug, tree in units.items() if slug not in OURS)
    told = order.retold({slug: tree for slug, tree in units.items() if slug not in OURS}, kept) if whole else None
    if told is None:
        return _untold(order, shown, sections, units, there)
    if left := {slug: _EDITED for slug in told.left if there.get(slug) != units[slug]}:
        _keep(sections, shown, left)
        made_of, more = _made_of_others(order, shown, sections, kept | left.keys())
        return made_of, {**more, **left}
    for slug, tree in told.trees.items():
        units[slug], sections[slug] = tree, _section(order, slug, tree)
    return units | _search(order, sections, units), {}


def _section(order: Order, slug: str, tree: int) -> Section:
    known = {item.state.sha256: item.state for each in order.inventory.sections.values() for item in each.values()}
    return section_of(order.output, slug, tree, order.inventory.packed, known)


def _search(order: Order, sections: dict[str, Section], units: Mapping[str, int]) -> dict[str, int]:
    """The county's search of these trees among the sections; its own tree."""
    if SEARCH not in sections:
        return {}
    shown = {slug: each for slug, each in units.items() if slug != SEARCH}
    tree = search_of(order.output, shown, trees.next_sequence(order.output))
    if not tree:
        del sections[SEARCH]
        return {}
    sections[SEARCH] = _section(order, SEARCH, tree)
    return {SEARCH: tree}


def _untold(
    order: Order, shown: Shown, sections: dict[str, Section], units: dict[str, int], there: Mapping[str, int]
) -> tuple[Mapping[str, int], Mapping[str, Stay]]:
    """The same where nobody can tell what the place shows: what sees all of the county stays as it is there."""
    seeing = {COUNTY, SEARCH, *trees.at_root(order.output, units)} & sections.keys()
    _keep(sections, shown, seeing)
    return {**units, **{slug: there[slug] for slug in seeing if slug in there}}, dict.fromkeys(sorted(seeing), _UNTOLD)


def _sections_of(shown: Shown) -> set[str]:
    return set(shown.edition.lists) if shown.edition else set()


def _keep(sections: dict[str, Section], shown: Shown, kept: Collection[str]) -> None:
    """Leave sections as the place shows them: those that it does not show are left out."""
    if shown.is_strange and (names := sorted(kept)):
        raise GeneratorError(f"{shown.doubt}，不能保留那边的 {'、'.join(names)}", "", WHOLLY)
    for name in kept:
        sections.pop(name, None)
        if shown.edition is not None and name in shown.edition.lists:
            states = shown.edition.lists[name]
            sections[name] = {address: Item(address, state, Path()) for address, state in states.items()}


def _trips(order: Order, shown: Shown, sections: Mapping[str, Section]) -> tuple[Trip, ...]:
    changed = {name: found for name, found in order.overrides.items() if _is_new(shown, name, sections)}
    before = editions.load(order.output, order.least) if shown.is_strange else shown.edition
    return trips(before, sections, changed, order.consent)


def _is_new(shown: Shown, name: str, sections: Mapping[str, Section]) -> bool:
    """The section would show something that the place does not show: an override in it matters."""
    listed = shown.edition.lists.get(name) if shown.edition else None
    return name in sections and (listed is None or listed != list_of(sections[name]))


def list_of(section: Section) -> FileList:
    """What an edition says of a section."""
    return {address: item.state for address, item in section.items()}
