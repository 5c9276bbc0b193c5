"""The eight elements of a service guide, and which of them are missing."""

from __future__ import annotations

from generator.model import Document

ELEMENTS = {
    "item": "事项名称",
    "basis": "设定依据",
    "conditions": "申请条件",
    "materials": "办理材料",
    "place": "办理地点",
    "hours": "办理时间",
    "phone": "联系电话",
    "process": "办理流程",
}
COMPLETE = """\
类型: 办事指南
办事指南:
  事项名称: 城乡居民最低生活保障申请
  设定依据: 《社会救助暂行办法》第九条
  申请条件: 共同生活的家庭成员人均收入低于当地低保标准
  办理材料: 身份证、户口簿
  办理地点: 便民服务中心 1 号窗口
  办理时间: 工作日 8:30-17:30
  联系电话: 0879-6200001
  办理流程: 申请、核查、审核确认、发放
"""


def missing(document: Document) -> tuple[str, ...]:
    """The labels of elements that a service guide leaves empty; nothing for other kinds."""
    service = document.service
    if document.kind != "service_guide" or service is None:
        return ()
    return tuple(label for name, label in ELEMENTS.items() if not getattr(service, name).strip())
