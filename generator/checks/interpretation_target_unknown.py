"""An interpretation explains a document that nobody has."""

from generator.checks import Found, check
from generator.checks._known import known_numbers, unknown
from generator.model import County, UnitContent


@check(
    "I108",
    "warning",
    law="国办秘函〔2019〕19号",
    fix="核对“解读”里的发文字号或索引号；被解读的文件应当已经公开，两边才能互相链接",
    bad="类型: 政策解读\n解读: 景政发〔2026〕99号",
    good=("类型: 政策解读\n解读: 景政发〔2026〕9号", "发文字号: 景政发〔2026〕9号"),
)
def interpretation_target_unknown(content: UnitContent, county: County) -> Found:
    """政策解读要与被解读的文件相互链接。"""
    known = known_numbers(content, county)
    for document in content.documents:
        yield from unknown(document, (("interprets", "解读", document.interprets),), known)
