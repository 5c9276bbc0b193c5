"""Building blocks for made documents: red heads, bodies and signatures as python-docx writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

RED = RGBColor(0xFF, 0, 0)
CENTER, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
Holder = Any  # a document or a cell: both add paragraphs


def blank() -> Made:
    """An empty document in 仿宋, 16 points, as 三号 is."""
    made = Document()
    normal = made.styles["Normal"]
    normal.font.name = "FangSong"
    normal.font.size = Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    return made


def line(
    holder: Holder,
    text: str,
    *,
    size: float = 0,
    side: WD_ALIGN_PARAGRAPH | None = None,
    red: bool = False,
    ems: int = 0,
) -> Paragraph:
    """A paragraph of one run; `ems` is how far its first line is set in."""
    paragraph: Paragraph = holder.add_paragraph()
    run = paragraph.add_run(text)
    if side is not None:
        paragraph.alignment = side
    if size:
        run.font.size = Pt(size)
    if red:
        run.font.color.rgb = RED
    if ems:
        indent(paragraph, ems)
    return paragraph


def indent(paragraph: Paragraph, ems: int) -> None:
    """Set the first line in by so many characters, as Word counts them for Chinese."""
    element = OxmlElement("w:ind")
    element.set(qn("w:firstLineChars"), str(ems * 100))
    element.set(qn("w:firstLine"), str(ems * 320))
    paragraph._p.get_or_add_pPr().append(element)


def red_head(holder: Holder, *names: str) -> None:
    """The agency's mark, one line a name."""
    for name in names:
        line(holder, name, size=36, side=CENTER, red=True)


def number(holder: Holder, text: str) -> None:
    """The document number below the mark, and the red line."""
    line(holder, "")
    paragraph = line(holder, text, side=CENTER)
    border = '<w:pBdr {}><w:bottom w:val="single" w:sz="12" w:space="4" w:color="FF0000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(border.format(nsdecls("w"))))


def title(holder: Holder, *lines: str) -> None:
    """The title in 小标宋, 22 points, one paragraph a line."""
    line(holder, "")
    for text in lines:
        line(holder, text, size=22, side=CENTER)
    line(holder, "")


def body(holder: Holder, *texts: str) -> None:
    """Paragraphs whose first line is set in by two characters."""
    for text in texts:
        line(holder, text, ems=2)


def signed(holder: Holder, names: Sequence[str], day: str) -> None:
    """Signatures and the day, at the right."""
    line(holder, "")
    for text in (*names, day):
        line(holder, text, side=RIGHT)


def imprint(made: Made, copied: str, office: str, day: str) -> None:
    """The imprint at the end of the last page, as a table: copies, office and day."""
    rows = [f"抄送：{copied}。"] if copied else []
    table = made.add_table(rows=len(rows) + 1, cols=2)
    for place, text in enumerate(rows):
        cell = table.cell(place, 0).merge(table.cell(place, 1))
        cell.text = text
    table.cell(len(rows), 0).text = office
    table.cell(len(rows), 1).text = f"{day}印发"
    table.cell(len(rows), 1).paragraphs[0].alignment = RIGHT


def raw(holder: Holder, inner: str, properties: str = "") -> Paragraph:
    """A paragraph whose content is given as XML."""
    xml = f"<w:p {nsdecls('w', 'r')} {SPACES}><w:pPr>{properties}</w:pPr>{inner}</w:p>"
    paragraph: Paragraph = holder.add_paragraph()
    element = parse_xml(xml)
    paragraph._p.addnext(element)
    paragraph._p.getparent().remove(paragraph._p)
    return Paragraph(element, paragraph._parent)


def run(text: str, properties: str = "") -> str:
    """A run as XML."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def boxed(paragraphs: str) -> str:
    """A text box as Word writes it: once as a shape, once more for older programs."""
    content = f"<w:txbxContent>{paragraphs}</w:txbxContent>"
    shape = (
        '<w:drawing><wp:inline><wp:extent cx="5400000" cy="900000"/><wp:docPr id="9" name="红头文本框"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:cNvSpPr/><wps:spPr/><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    older = f'<w:pict><v:shape id="box"><v:textbox>{content}</v:textbox></v:shape></w:pict>'
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{shape}</mc:Choice>'
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def numbered(made: Made, number: int, levels: Sequence[tuple[str, str]], start: int = 1) -> None:
    """A numbering of the document: format and text of each level, `("chineseCounting", "%1、")`."""
    inner = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(levels)
    )
    numbering = made.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def item(holder: Holder, number: int, level: int, text: str) -> Paragraph:
    """A paragraph with an automatic number."""
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return raw(holder, run(text), properties)
