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


def missing(document: Document) -> tuple[str, ...]:
    """The labels of elements that a service guide leaves empty; nothing for other kinds."""
    service = document.service
    if document.kind != "service_guide" or service is None:
        return ()
    return tuple(label for name, label in ELEMENTS.items() if not getattr(service, name).strip())
