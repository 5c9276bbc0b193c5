"""Remake the parts of the documentation that come from the code: `python docs/make.py`; a test says when to."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent))

from generator import wording  # noqa: E402
from generator.check import OF_THEME, catalogue, shown  # noqa: E402
from generator.document_fields import DocumentFields  # noqa: E402
from generator.faults import TABLE, Meaning  # noqa: E402
from generator.federation import ruling  # noqa: E402
from generator.kinds import kinds  # noqa: E402
from generator.ledger import MEANINGS  # noqa: E402
from generator.meeting_fields import MeetingFields  # noqa: E402
from generator.model import Document, Look, Severity  # noqa: E402
from generator.routing_faults import TABLE as OF_ROUTING  # noqa: E402
from generator.rulebook import rules  # noqa: E402
from generator.schema import json_schema, reference  # noqa: E402
from generator.site_fields import SiteFields  # noqa: E402
from generator.standard_fields import StandardFields  # noqa: E402
from generator.table_fields import TableFields  # noqa: E402
from generator.unit_fields import UnitFields  # noqa: E402
from generator.waiver_fields import WaiversFields  # noqa: E402

TABLES = (
    ("document", DocumentFields, "信息条目的文件头"),
    ("unit", UnitFields, "unit.yaml"),
    ("site", SiteFields, "site.yaml"),
    ("waivers", WaiversFields, "waivers.yaml"),
    ("standard", StandardFields, "standard/<领域>.yaml"),
    ("meeting", MeetingFields, "meetings/<年份>-<序号>.yaml"),
    ("table", TableFields, "数据说明（*.schema.yaml）"),
)
NAMES = {
    Severity.ERROR: "错误：该信息不发布",
    Severity.BREACH: "不合格：检查时会判不合格，不影响发布",
    Severity.WARNING: "警告",
    Severity.INFO: "提示",
}
HEAD = "<!-- 由 python docs/make.py 生成，请改 generator/ 里的源头，不要改这里 -->\n\n"


def made() -> dict[str, str]:
    """Every generated file, by its path below docs/."""
    files = {
        f"schema/{name}.schema.json": json.dumps(json_schema(table, title), ensure_ascii=False, indent=1) + "\n"
        for name, table, title in TABLES
    }
    fields = "\n".join(reference(table, title) for _, table, title in TABLES)
    return {**files, "字段表.md": f"{HEAD}# 字段表\n\n{fields}", "内容类型.md": _kinds(), "检查项.md": _checks()}


def _kinds() -> str:
    rows = [f"{HEAD}# 内容类型\n", "| 类型 | 英文写法 | 也可写作 | 必须写的字段 |", "|---|---|---|---|"]
    for kind in sorted(kinds().values(), key=lambda kind: kind.name):
        needed = "、".join(str(DocumentFields.model_fields[name].title) for name in kind.required)
        rows.append(f"| {kind.label} | `{kind.name}` | {'、'.join(kind.aliases)} | {needed} |")
    return "\n".join(rows) + "\n"


def _checks() -> str:
    parts = [f"{HEAD}# 检查项\n\n每一项的代码可以用 `gongkai explain 代码` 查看。\n", *_rules()]
    for each in catalogue():
        parts.append(f"## {each.code} {each.meaning}\n")
        weight = OF_THEME if each.height is Look and each.severity is Severity.ERROR else NAMES[each.severity]
        parts.append(f"- 级别: {weight}\n- 依据: {each.law}\n- 改法: {each.fix}\n")
        parts += _examples(each.bad, each.good, apart=each.height is Document)
    tables = (
        *_table("台账（ledger/）", MEANINGS),
        *_table("读不懂、对不上的写法", TABLE),
        *_table("公文流转（gongkai inbox、gongkai receipts）", OF_ROUTING),
    )
    return "\n".join([*parts, *tables, *_harvest()])


def _examples(bad: tuple[str, ...], good: tuple[str, ...], apart: bool) -> list[str]:
    """What is wrong and what is right; several files of one example belong together, several documents stand apart."""
    parts = []
    for label, examples in (("不对", bad), ("对", good)):
        told = tuple(shown(example).strip() for example in examples)
        blocks = told if apart else ("\n\n".join(told),)
        parts += [f"{label}:\n\n```yaml\n{block}\n```\n" for block in blocks]
    return parts


def _harvest() -> list[str]:
    """What is asked of the published files, when the county plays the province."""
    rows = ["## 采集检查（gongkai federate）\n", "| 代码 | 应当怎样 | 改法 | 依据 |", "|---|---|---|---|"]
    for each in ruling.catalogue():
        cells = (text.replace("|", "\\|") for text in (each.meaning, each.fix, each.law))
        rows.append(f"| {each.code} | {' | '.join(cells)} |")
    return [*rows, ""]


def _rules() -> list[str]:
    """Every rule of the law with what becomes of it: checked, kept by the program, left to people, or not there yet."""
    rows = ["## 法规要求一览\n", "| 编号 | 要求 | 怎样落实 |", "|---|---|---|"]
    for each in rules("guarantees")["rules"]:
        told = [f"检查 {'、'.join(each['codes'])}"] if "codes" in each else []
        if "program" in each:
            told.append(f"由程序保证：{each['program']}（{'、'.join(f'`{test}`' for test in each['tests'])}）")
        told += [f"程序判断不了，由人工核对：{each['cannot']}"] if "cannot" in each else []
        told += [f"还没有：{each['later']}"] if "later" in each else []
        rows.append(f"| {each['id']} | {each['rule']} | {'；'.join(told)} |")
    return ["\n".join(rows) + "\n"]


def _table(title: str, meanings: Mapping[str, Meaning]) -> list[str]:
    """Codes that have no check of their own: they are found while texts are read. Their examples stand below."""
    rows = [f"## {title}\n", "| 代码 | 级别 | 改法 | 依据 |", "|---|---|---|---|"]
    below = []
    for code, each in sorted(meanings.items()):
        words = f"{each.meaning.rstrip('。')}。{each.fix}" if each.meaning else each.fix
        cells = (text.replace("|", "\\|") for text in (words, each.law))
        rows.append(f"| {code} | {wording.NAMES[each.severity]} | {' | '.join(cells)} |")
        if each.bad:
            below += [f"### {code} {each.meaning}\n", *_examples(each.bad, each.good, apart=False)]
    return [*rows, "", *below]


if __name__ == "__main__":
    for path, text in made().items():
        (DOCS / path).write_text(text, "utf-8")
