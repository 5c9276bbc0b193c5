"""A document was published before it was written."""

from generator.checks import Found, check
from generator.model import Document


@check(
    "I205",
    "warning",
    law="国办秘函〔2019〕19号",
    fix="核对成文日期和发布日期，改正错的一个",
    bad="成文日期: 2026-01-08\n发布日期: 2026-01-06",
    good="成文日期: 2026-01-04\n发布日期: 2026-01-06",
)
def published_before_written(document: Document) -> Found:
    """发布日期不会早于成文日期。"""
    if document.date_written is not None and document.date_published < document.date_written:
        yield f"发布日期 {document.date_published} 早于成文日期 {document.date_written}", "date_published"
