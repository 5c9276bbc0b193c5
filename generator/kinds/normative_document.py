"""行政规范性文件: a normative document: number, date and validity are what citizens rely on."""

from generator.model import Kind

KIND = Kind(
    name="normative_document",
    label="行政规范性文件",
    aliases=("规范性文件",),
    template="official_document.html",
    paper="official_paper.html",
    required=("document_number", "date_written", "effective_from"),
)
