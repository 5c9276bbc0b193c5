"""Faults that need a unit, a portal, a ledger or a whole county of their own: planted one by one into a small county.

Each says where it must be told by what stands in the line: the sign, not the program, decides the place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from county import County, document

HEADS = ("content/jinping/unit.yaml", "名称:")
CATALOGUE = "content/jinping/standard/shehui-jiuzhu.yaml"
LEDGER = "content/jinping/ledger/2026.csv"

# The examples of these checks are whole units or counties: what is bad in them is told here, what is good nowhere.
EXAMPLES: dict[str, tuple[str, str]] = {
    "A307": ("content/jinping/gg/1.md", "## 一、"),
    "C101": ("themes/default/assets/site.css", "--text: var(--ink);"),  # the theme that the county's own extends
    "C102": ("themes/default/assets/site.css", "font: 1.0625rem/1.8"),
    "D106": ("content/jinping/gg/1.md", "镇长普景和"),
    "D206": ("content/jinping/gg/1.md", "县长普景和"),
    "D302": ("content/jinping/gg/1.md", "发文字号"),
    "D403": ("content/jinping/gg/1.md", "标题"),
    "D801": ("content/jinping/gg/0.md", "---"),
    "F223": ("content/jinping/data/a.csv", "530823999"),
    "F225": ("content/jinping/unit.yaml", "互联网联系方式"),
    "F233": ("content/jinping/meetings/2026-001.yaml", "财政局"),
    "I101": HEADS,
    "I103": HEADS,
    "I104": HEADS,
    "I110": HEADS,
    "I111": ("content/jinping/letters/2026.csv", "X-1"),
    "I112": ("content/jinping/letters/2026.csv", "X-1"),
    "I201": HEADS,
    "I202": HEADS,
    "I203": HEADS,
    "I204": HEADS,
    "I208": ("content/jinping/gg/1.md", "发布日期"),
    "I305": ("content/jinping/gg/0.md", "发布日期"),
    "I405": ("content/jinping/gg/0.md", "发布日期"),
    "I210": HEADS,
    "I211": ("content/jinping/letters/2026.csv", "X-1"),
    "L106": HEADS,
    "P105": ("site.yaml", ""),
    "S101": (CATALOGUE, "- 序号"),
    "S102": (CATALOGUE, "- 序号"),
    "S103": ("content/jinping/gg/1.md", "公开事项"),
    "S104": ("content/jinping/gg/1.md", "公开事项"),
    "S201": ("content/jinping/gg/1.md", "公开事项"),
    "S202": ("content/jinping/gg/1.md", "发布日期"),
    "S302": (CATALOGUE, "- 序号"),
    "W103": ("site.yaml", ""),
    "W106": ("themes/mine/theme.yaml", "name:"),
    "W107": ("themes/mine/templates/base.html", "guohui.png"),
    "W108": HEADS,
    "W208": ("content/jinping/gg/0.md", "旧网址"),
    "W308": ("content/jinping/gg/0.md", "旧编号"),
}

# Codes that cannot be planted, and why.
NOT_PLANTED = {
    "D201": "two documents of one number have one address: F206 keeps one back before the ledger is looked at",
    "W206": "told at whichever page of the whole theme is the heaviest; the check's examples are tests",
    "X403": "stands in the clean county already: one picture, which no machine can read",
}


@dataclass(frozen=True, slots=True)
class Slip:
    """What goes wrong with numbers: what is done to a registered county, and where it must be told."""

    plant: Callable[[County], object]
    path: str
    sign: str


def registered(root: Path) -> County:
    """Three numbered documents in the ledger, and no fault."""
    county = County(root)
    for number in (1, 2, 3):
        county.write(f"content/jinping/gg/{number}.md", document(f"第{number}件", f"2026-{number:05d}"))
    county.register()
    return county


def _rewritten(number: int, index: str, title: str = "") -> Callable[[County], object]:
    text = document(title or f"第{number}件", index)
    return lambda county: county.write(f"content/jinping/gg/{number}.md", text)


def _given_again(county: County) -> None:
    (county.root / "content/jinping/gg/3.md").unlink()
    _rewritten(4, "2026-00003", "别的事")(county)


def _with_a_gap(county: County) -> None:
    ledger = county.root / LEDGER
    kept = [line for line in ledger.read_text("utf-8").splitlines(keepends=True) if "/2026-00002" not in line]
    ledger.write_text("".join(kept), "utf-8")
    (county.root / "content/jinping/gg/2.md").unlink()


def _with_another_head(county: County) -> None:
    ledger = county.root / LEDGER
    ledger.write_text(ledger.read_text("utf-8").replace("number,source,title", "号,文件,标题"), "utf-8")


SLIPS = {
    "D101": Slip(_rewritten(4, "26-4"), "content/jinping/gg/4.md", "索引号"),
    "D301": Slip(_given_again, "content/jinping/gg/4.md", "索引号"),
    "D401": Slip(_rewritten(3, "2026-00004"), "content/jinping/gg/3.md", "索引号"),
    "D501": Slip(_rewritten(4, "2026-00004"), "content/jinping/gg/4.md", "索引号"),
    "D601": Slip(_with_another_head, LEDGER, "号,文件"),
    "D701": Slip(_with_a_gap, LEDGER, "number"),
    "D901": Slip(lambda county: (county.root / "content/jinping/gg/2.md").unlink(), LEDGER, "/2026-00002"),
}
