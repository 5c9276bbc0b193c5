"""A document names an item that no standard catalogue of its unit has."""

from collections.abc import Iterable
from difflib import get_close_matches

from generator.checks import Found, check
from generator.checks._standards import DONE, LAW, ROW
from generator.model import UnitContent
from generator.standards import named


@check(
    "S201",
    "warning",
    law=LAW,
    fix="写 领域.序号，照抄 standard/ 里目录的文件名和序号，例如 shehui-jiuzhu.3；没有对应事项的删去这一行",
    bad=(ROW, DONE.replace("jiuzhu.1", "jiuzhu.7")),
    good=(ROW, DONE),
)
def standard_item_unknown(content: UnitContent) -> Found:
    """信息写的“公开事项”，本单位的标准目录里要有。"""
    every = {f"{standard.field}.{item.number}" for standard in content.standards for item in standard.items}
    broken = tuple(f"{standard.field}." for standard in content.standards if not standard.items)
    for document in (*content.documents, *content.waiting):
        for number, name in enumerate(document.standard_items):
            if name not in every and not name.startswith(broken):  # what cannot be read is told at its file
                message = f"本单位的标准目录里没有「{name}」这个事项{_near(name, named(content.standards))}"
                yield message, f"standard_items.{number}", document.source


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"，是不是「{near[0]}」？" if near else ""
