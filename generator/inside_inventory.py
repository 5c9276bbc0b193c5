"""What the intranet is shown now, section by section, as `inventory.py` tells it of what is public.

It knows of nothing but `output/internal`, and `inventory.py` of nothing but `output/public`.
"""

from __future__ import annotations

from pathlib import Path

from generator import editions, inside, manifest, trees
from generator.changes import Item
from generator.edition import State
from generator.errors import GeneratorError
from generator.inventory import Inventory, known_of, sound

AGAIN = "重新生成：gongkai inbox --clean"


def internal_inventory(output: Path) -> Inventory:
    """The internal inboxes; `GeneratorError` where there are none, or a file of them is not as it was made: nothing of
    them is published then."""
    home = inside.home(output)
    shown = trees.in_force(home, f"../{inside.link(output).name}")
    if not shown:
        raise GeneratorError("还没有内部收文", str(inside.link(output)), "先运行 gongkai inbox")
    known = known_of(editions.last(home))
    sections = {name: dict(_items(home, name, number, known)) for name, number in shown.items()}
    return Inventory(shown, sections)


def _items(home: Path, name: str, number: int, known: dict[str, State]) -> list[tuple[str, Item]]:
    place = trees.manifest_path(home, name, number)
    records = manifest.records(place)
    if records is None:
        raise GeneratorError("内部收文没有清单，或者清单损坏", str(place), AGAIN)
    tree, above = trees.tree_folder(home, name, number), inside.folder_of(name)
    found = (Item(above + url, State(each.size, each.sha256), tree / url) for url, each in records.items())
    return [(each.address, sound(each, known, AGAIN)) for each in found]
