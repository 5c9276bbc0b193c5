"""A service guide that leaves out half or more of its eight elements."""

from generator.checks import Found, check
from generator.checks._elements import COMPLETE, missing
from generator.model import Document
from generator.rulebook import threshold


@check(
    "I107",
    "error",
    law="国办秘函〔2019〕19号",
    fix="在“办事指南”里补写所缺的要素",
    bad="类型: 办事指南\n办事指南: {事项名称: 甲, 联系电话: 0879-6200000}",
    good=COMPLETE,
)
def service_guide_hollow(document: Document) -> Found:
    """办事指南八要素：事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、联系电话、办理流程。"""
    labels = missing(document)
    if len(labels) >= threshold("service_elements_missing"):
        yield f"办事指南缺少 {len(labels)} 个要素：{'、'.join(labels)}", "service"
