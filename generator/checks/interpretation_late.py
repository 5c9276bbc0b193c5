"""An interpretation came later after its document than it should."""

from generator.checks import Found, check
from generator.model import Document, UnitContent
from generator.rulebook import threshold
from generator.working_days import between


@check(
    "I208",
    "warning",
    law="国办秘函〔2019〕19号；《国务院办公厅关于全面推进政务公开工作的意见》",
    fix="已经晚了的不必改日期；以后文件和解读一起准备、同步公开，最迟 3 个工作日",
    bad=(
        "发文字号: 景政发〔2026〕12号",
        "类型: 政策解读\n解读: 景政发〔2026〕12号\n发布日期: 2026-01-20\n成文日期: 2026-01-19",
    ),
    good=(
        "发文字号: 景政发〔2026〕12号",
        "类型: 政策解读\n解读: 景政发〔2026〕12号\n发布日期: 2026-01-09\n成文日期: 2026-01-08",
    ),
)
def interpretation_late(content: UnitContent) -> Found:
    """政策解读与文件同步公开，最迟不超过 3 个工作日。"""
    known: dict[str, Document] = {}
    for each in content.documents if any(each.interprets for each in content.documents) else ():
        known.update({name: each for name in (each.index_number, each.document_number) if name})
    for each in content.documents:
        days = [between(known[name].date_published, each.date_published) for name in each.interprets if name in known]
        if days and min(days) > threshold("interpretation_working_days"):
            yield f"文件公开 {min(days)} 个工作日以后才有解读", "date_published", each.source
