"""A table names a unit that the county's registry does not have."""

from collections.abc import Iterator

from generator.checks import Found, check
from generator.model import County, Document, Mark, Reference, Registry

LABELS = {Registry.USCC: "统一社会信用代码", Registry.REGION_CODE: "行政区划代码", Registry.NAME: "名称"}
SCHEMA = "=== data/a.schema.yaml\n列:\n  - 名称: 代码\n    对照: 行政区划代码\n"


@check(
    "F223",
    "warning",
    law="GB/T 2260、GB/T 10114（行政区划代码）；GB 32100-2015（统一社会信用代码）",
    fix="照单位名录改正这一格；确实不是本县单位的，删去数据说明里这一列的“对照”",
    bad=(SCHEMA, "=== data/a.csv\n代码,人数\n530823100,10\n530823999,12\n", "类型: 通知\n---\n![人数](data/a.csv)\n"),
    good=(SCHEMA, "=== data/a.csv\n代码,人数\n530823100,10\n530823,12\n", "类型: 通知\n---\n![人数](data/a.csv)\n"),
)
def registry_code_unknown(document: Document, county: County) -> Found:
    """数据表里“对照”单位名录的列，每一格都要是本县单位的代码或名称。"""
    for _, table in document.body.tables:
        yield from _unknown(table.source, table.references, county) if table.references else ()


def _unknown(source: str, references: tuple[Reference, ...], county: County) -> Iterator[tuple[str, Mark, str]]:
    known = {each: {getattr(unit, each.value) for unit in county.units} for each in Registry}
    for reference in references:
        if reference.value not in known[reference.registry]:
            words = f"「{reference.value}」不是本县任何单位的{LABELS[reference.registry]}"
            yield words, reference.mark, source
