"""A table in a body whose columns have no heads."""

import re

from generator.checks import Found, check
from generator.checks._texts import body_of
from generator.model import Document
from generator.references import masked

_EMPTY_HEAD = re.compile(r"^[ \t]*\|(?:[ \t]*\|)*[ \t]*\n[ \t]*\|?[ \t]*:?-[-| :\t]*$", re.MULTILINE)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)


@check(
    "C401",
    "warning",
    law="GB/T 37668-2019；国办公开办函〔2021〕28号",
    fix="第一行写各列的名称；大的表做成数据文件（编辑手册“附件和数据表”），用来排版的表改成段落",
    bad=(
        "标题: 甲\n---\n|  |  |\n| --- | --- |\n| 利月村 | 12 |",
        "标题: 乙\n---\n<table><tr><td>村</td><td>户数</td></tr></table>",
    ),
    good="标题: 甲\n---\n| 村 | 户数 |\n| --- | --- |\n| 利月村 | 12 |",
)
def table_without_head(document: Document) -> Found:
    """正文里的表格有表头，读屏软件才能在每一格前面报出列名。"""
    source = document.body.source
    if "|" not in source and "<" not in source:
        return
    text = masked(source)
    for found in _EMPTY_HEAD.finditer(text):
        yield "表格没有表头：第一行是空的", body_of(document).place(found.start())
    for found in _TABLE.finditer(text):
        end = text.lower().find("</table", found.end())
        if "<th" not in text[found.end() : end if end >= 0 else len(text)].lower():
            yield "表格没有表头：没有 <th>", body_of(document).place(found.start())
