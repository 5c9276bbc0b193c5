"""`villages/公开.csv`: when villages told their affairs (村务公开), and by when they must again.

《村民委员会组织法》 article 30: at least every quarter, of money every month where much of it moves. The next time is
due by the end of the period after the one in which the last was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from generator.delimited import records
from generator.model import Mark, Posting
from generator.village_rows import NUMBERED, Fault
from generator.village_rules import VillageRules

HEADS = ("村代码", "事项", "公布日期", "地点")
_MONTHS = {"月": 1, "季度": 3}


def read_postings(
    text: str, names: Mapping[str, str], rules: VillageRules
) -> tuple[tuple[tuple[Posting, Mark], ...], tuple[Fault, ...]]:
    """The announcements of a file, each with where its day stands, and the rows that are passed over."""
    try:
        lines = list(records(text, ","))
    except ValueError as error:
        return (), (Fault("F205", Mark(int(error.args[0]), 1), "这一行有一个引号没有配对"),)
    if not lines or lines[0][1] != HEADS:
        return (), (Fault("F205", Mark(1, 1), f"表头应当是：{'、'.join(HEADS)}"),)
    found, faults = [], []
    for line, cells in lines[1:]:
        column, message = _fault(cells, names, rules)
        if message:
            faults.append(Fault("F205", Mark(line, column), message))
        else:
            posting = Posting(cells[0], cells[1], date.fromisoformat(cells[2]), cells[3])
            found.append((posting, Mark(line, 3)))
    return tuple(found), tuple(faults)


def _fault(cells: tuple[str, ...], names: Mapping[str, str], rules: VillageRules) -> tuple[int, str]:
    """Where and what is wrong in a row; no words for nothing."""
    if len(cells) != len(HEADS):
        return 1, f"这一行有 {len(cells)} 格，应当有 {len(HEADS)} 格"
    if cells[0] not in names:
        return 1, f"村代码「{cells[0]}」不是本乡镇有数据的村"
    if cells[1] not in rules.periods:
        return 2, f"事项「{cells[1]}」应当是 {'、'.join(rules.periods)} 之一"
    try:
        date.fromisoformat(cells[2])
    except ValueError:
        return 3, f"公布日期「{cells[2]}」应当写成 2026-11-05 这样"
    if NUMBERED.search(cells[3]):
        return 4, "地点里有一长串数字；只写公布栏在哪里，不写电话、证件号码"
    return 1, ""


def due(posting: Posting, rules: VillageRules) -> date:
    """The last day on which a village must have told again."""
    months = _MONTHS[rules.periods[posting.subject]]
    begun = (posting.day.month - 1) // months * months + posting.day.year * 12
    after = begun + 2 * months
    return date(after // 12, after % 12 + 1, 1) - timedelta(1)
