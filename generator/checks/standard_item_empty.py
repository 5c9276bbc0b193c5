"""An item of a standard catalogue that the unit owes to everybody has no document."""

from generator.checks import Found, check
from generator.checks._standards import DONE, LAW, ROW
from generator.model import UnitContent
from generator.standards import newest, owed


@check(
    "S102",
    "warning",
    law=LAW,
    fix="把属于这个事项的信息公开出来，在它们的文件头写“公开事项”；不归本单位公开的，改正“公开层级”",
    bad=ROW,
    good=(ROW, DONE),
)
def standard_item_empty(content: UnitContent) -> Found:
    """标准目录里应由本单位向全社会主动公开的事项，要有信息。"""
    days = newest(content) if content.standards else {}
    for standard in content.standards:
        for item in standard.shown:
            name = f"{standard.field}.{item.number}"
            if owed(content.unit, item) and name not in days:
                yield f"事项“{item.title}”（{name}）还没有信息", item.mark, standard.source
