"""An address that was public and leads nowhere now."""

from generator.checks import Found, check
from generator.model import Before, UnitContent


@check(
    "W108",
    "breach",
    law="国办发〔2017〕47号：网址规范、稳定；国办秘函〔2019〕19号 链接不可用",
    fix="栏目移走或改了文件夹名的，在 unit.yaml 写“原地址”，例如 原地址: {tzgg: gg}；附件换了新版的，仍用原来的文件名",
    bad=("标题: 甲", "=== 上次公开\n网址: {tzgg/index.html: 通知公告}\n"),
    good=("标题: 甲", "=== 上次公开\n网址: {tzgg/index.html: 通知公告}\n", "=== unit.yaml\n原地址: {tzgg: gg}\n"),
)
def address_lost(content: UnitContent, before: Before) -> Found:
    """公开过的网址不能丢：栏目移走了要转到新网址，还在公开的信息不能少了附件。"""
    sources = {document.url.removesuffix(".html"): document.source for document in content.documents}
    for url, name in before.lost:
        source = sources.get(url.rpartition("/")[0])
        if source:
            yield f"公开过的附件「{name}」（{url}）不见了", "attachments", source
        else:
            yield f"公开过的栏目「{name}」（{url}）打不开了", "former_columns", content.unit.source
