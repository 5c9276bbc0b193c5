"""Standard catalogues (事项标准目录) as checks look at them, and an example that theirs begin with."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Document, Openness, UnitContent
from generator.standard_fields import LAW as GROUND
from generator.standards import Named, named

LAW = f"{GROUND} 基层政务公开标准目录"
ROW = """=== standard/shehui-jiuzhu.yaml
领域: 社会救助
事项:
  - 序号: 1
    一级事项: 临时救助
    二级事项: 审核审批信息
    公开内容: 支出型临时救助对象名单、救助金额
    公开依据: 《社会救助暂行办法》、《国务院关于全面建立临时救助制度的通知》
    公开时限: 制定或获取信息之日起10个工作日内
    公开主体: 示例县锦屏镇人民政府
    公开渠道和载体: [政府网站, 社区/企事业单位/村公示栏（电子屏）]
    公开对象: 全社会
    公开方式: 主动
    公开层级: [县级, 乡级]
"""
TAG = "公开事项: shehui-jiuzhu.1"
DONE = f"{TAG}\n成文日期: 2026-11-02\n发布日期: 2026-11-10"


def tagged(content: UnitContent) -> Iterator[tuple[Document, str, Named]]:
    """Documents that are published, or would be, with each item that they name and its place among their fields."""
    if not content.standards:
        return
    known = named(content.standards)
    for document in (*content.documents, *content.waiting):
        if document.openness is Openness.PROACTIVE:
            for number, name in enumerate(document.standard_items):
                if found := known.get(name):
                    yield document, f"standard_items.{number}", found
