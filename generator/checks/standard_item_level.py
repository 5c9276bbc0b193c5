"""A document names an item that units of another level disclose."""

from generator.checks import Found, check
from generator.checks._standards import DONE, LAW, ROW, TAG, tagged
from generator.forms import label_of
from generator.model import UnitContent
from generator.standards import level

COUNTY = ROW.replace("[县级, 乡级]", "县级")


@check(
    "S104",
    "warning",
    law=LAW,
    fix="本单位也要公开的，改正目录的“公开层级”；不归本单位公开的，改正或删去信息的“公开事项”",
    bad=(COUNTY, TAG),
    good=(ROW, DONE),
)
def standard_item_level(content: UnitContent) -> Found:
    """信息对应的事项，公开层级里要有本单位的层级。"""
    own = level(content.unit)
    for document, place, (_, item) in tagged(content):
        if own not in item.levels:
            named = "、".join(map(label_of, item.levels))
            words = f"事项“{item.title}”的公开层级是{named}，本单位是{label_of(own)}"
            yield words, place, document.source
