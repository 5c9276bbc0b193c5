"""A quarterly bulletin was published later than the tenth day after its quarter."""

import re
from datetime import date

from generator.checks import Found, check
from generator.model import Document
from generator.rulebook import threshold

_QUARTER = re.compile(r"((?:19|20)\d\d)年?第?([一二三四1-4])季度")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4}


@check(
    "Y102",
    "warning",
    law="云政发〔2009〕40号（重点工作通报制度）",
    fix="已经晚了的不必改日期；以后在下一季度第一个月的 10 日以前通报",
    bad="标题: 2026年第一季度重点工作通报\n成文日期: 2026-04-10\n发布日期: 2026-04-12",
    good="标题: 2026年第一季度重点工作通报\n成文日期: 2026-04-03\n发布日期: 2026-04-10",
)
def bulletin_late(document: Document) -> Found:
    """季度通报在下一季度第一个月的 10 日以前公布。"""
    if "通报" in document.title and (found := _QUARTER.search(document.title)):
        year, quarter = int(found[1]), _NUMBERS.get(found[2]) or int(found[2])
        due = date(year + quarter // 4, quarter % 4 * 3 + 1, threshold("bulletin_day"))
        if document.date_published > due:
            yield f"{year} 年第 {quarter} 季度的通报 {due} 到期，公布在 {document.date_published}", "date_published"
