"""A document amends or repeals another of its unit that still passes for unchanged."""

from datetime import date

from generator.checks import Found, Turn, check
from generator.forms import label_of
from generator.model import Document, UnitContent, Validity

NEW = "\n".join(("发文字号: 景政发〔2026〕30号", "废止文件: 景政发〔2019〕9号"))
OLD = "发文字号: 景政发〔2019〕9号\n成文日期: 2019-03-01"


@check(
    "D403",
    "warning",
    law="国办发〔2017〕47号",
    fix="在这份文件里改“有效性”：被废止的改为“废止”，并写“废止日期”和“被废止于”；被修改的改为“已修改”",
    bad=(NEW, OLD),
    good=(NEW, f"{OLD}\n有效性: 废止\n废止日期: 2026-03-01\n被废止于: 景政发〔2026〕30号"),
)
def relation_one_sided(content: UnitContent, today: date) -> Found:
    """修改、废止关系要在两份文件里都写明，有效性才对得上。"""
    named = {name: each for each in content.documents for name in (each.index_number, each.document_number) if name}
    for newer in content.documents:
        if newer.effective_from is not None and newer.effective_from > today:
            yield Turn(newer.effective_from)
            continue
        relations = (
            ("repeals", "废止", newer.repeals, (Validity.IN_FORCE, Validity.AMENDED)),
            ("amends", "修改", newer.amends, (Validity.IN_FORCE,)),
        )
        for field, verb, numbers, outdated in relations:
            for number in numbers:
                older = named.get(number)
                if older is not None and older is not newer and older.validity in outdated:
                    message = f"已被《{newer.title}》{verb}（{_place(newer, field)}），有效性却还是"
                    place = "validity" if "validity" in older.marks else "title"
                    yield f"{message}“{label_of(older.validity)}”", place, older.source


def _place(document: Document, field: str) -> str:
    return f"{document.source}:{document.marks[field].line}" if field in document.marks else document.source
