"""Everything of a document that readers would see, with its place."""

from __future__ import annotations

from collections.abc import Iterator

from generator.codec import field_names
from generator.model import START, Document, Mark, ServiceGuide

FIELDS = (
    *("title", "summary", "note", "addressees", "copies", "signatory", "origin", "origin_url", "document_number"),
    *("issuing_agency", "responsible_editor"),
)


def texts(document: Document) -> Iterator[tuple[str, Mark, str]]:
    """Text, place, and words for the place where it is not in the document's own file.

    Fields as written, the body, titles and names of attachments, the rows of data tables, the file's own name. A place
    is that of the text's first character; where it is `START`, it tells nothing more.
    """
    for field in FIELDS:
        if field in document.marks:
            yield getattr(document, field), Mark(*document.marks[field]), ""
    for number, term in enumerate(document.subject_terms):
        yield term, document.marks.get(f"subject_terms.{number}", START), ""
    if document.service is not None:
        for name in field_names(ServiceGuide):
            yield getattr(document.service, name), document.marks.get(f"service.{name}", START), ""
    yield document.body.source, Mark(document.body_line, 1), ""
    for attachment in document.attachments:
        yield f"{attachment.title} {attachment.name}", START, f"附件 {attachment.source.rpartition('/')[0]}/"
    for _, table in document.body.tables:
        for number, row in enumerate((table.header, *table.rows), 1):
            yield " | ".join(row), START, f"数据表 {table.source} 第 {number} 行"
        yield table.caption, START, f"数据表 {table.source} 的标题"
    yield document.source.rpartition("/")[2], START, "文件名"
