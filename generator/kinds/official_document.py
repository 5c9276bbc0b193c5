"""公文: an official document, shown with the elements of GB/T 9704-2012 in order."""

from generator.model import Kind

KIND = Kind(
    name="official_document",
    label="公文",
    aliases=("政府文件", "部门文件"),
    template="official_document.html",
    paper="official_paper.html",
    required=("document_number", "date_written"),
)
