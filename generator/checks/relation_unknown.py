"""A document says that it amends, repeals or is repealed by one that nobody has."""

from generator.checks import Found, check
from generator.checks._known import known_numbers, unknown
from generator.model import County, UnitContent


@check(
    "D203",
    "warning",
    law="国办发〔2017〕47号",
    fix="核对发文字号或索引号；那份文件若还没有公开，请先公开；若是上级文件，可在正文里写明",
    bad="废止文件: 景政发〔2019〕99号",
    good=(
        "发文字号: 景政发〔2026〕30号\n废止文件: 景政发〔2019〕9号",
        "发文字号: 景政发〔2019〕9号\n成文日期: 2019-03-01\n有效性: 废止\n"
        "废止日期: 2026-03-01\n被废止于: 景政发〔2026〕30号",
    ),
)
def relation_unknown(content: UnitContent, county: County) -> Found:
    """修改、废止关系应当指向已经公开的文件，读者才能相互查到。"""
    known = known_numbers(content, county)
    for document in content.documents:
        fields = (
            ("amends", "修改", document.amends),
            ("repeals", "废止文件", document.repeals),
            ("repealed_by", "被废止于", (document.repealed_by,) if document.repealed_by else ()),
        )
        yield from unknown(document, fields, known)
