"""Small real files of every format that the extraction reads, written here so that each test shows what is in them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from itertools import accumulate
from xml.sax.saxutils import escape

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these members."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _member(name: str) -> str:
    """The name of a member by that of an argument."""
    return name.replace("__", "/").replace("_xml", ".xml").replace("_rels", ".rels").replace("/.rels", "/_rels")


# ── Word and PowerPoint ─────────────────────────────────────────────────────────────────────────────────────────


def word(body: str) -> str:
    """A Word part with this inside."""
    return f'<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="m" xmlns:wp="p" xmlns:r="r">{body}</w:document>'


def paragraph(text: str) -> str:
    """A paragraph in two runs, as Word often writes one."""
    half = len(text) // 2
    runs = "".join(f"<w:r><w:rPr/><w:t>{escape(part)}</w:t></w:r>" for part in (text[:half], text[half:]))
    return f"<w:p>{runs}</w:p>"


def word_table(rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(body: str, **parts: str | bytes) -> bytes:
    """A Word file: `parts` are further ones, with `__` for the slash and `_xml` for the dot in their names."""
    further = {_member(name): text for name, text in parts.items()}
    return package({"[Content_Types].xml": TYPES, "word/document.xml": word(body), **further})


def pptx(rows: Iterable[Sequence[str]], hidden: bool = False) -> bytes:
    """A slide with a table."""
    cells = ("".join(f"<a:tc><a:p><a:r><a:t>{cell}</a:t></a:r></a:p></a:tc>" for cell in row) for row in rows)
    table = f"<a:tbl>{''.join(f'<a:tr>{row}</a:tr>' for row in cells)}</a:tbl>"
    slide = f'<p:sld xmlns:p="p" xmlns:a="a" show="{int(not hidden)}">{table}</p:sld>'
    return package({"[Content_Types].xml": TYPES, "ppt/presentation.xml": "<p/>", "ppt/slides/slide2.xml": slide})


# ── Excel ───────────────────────────────────────────────────────────────────────────────────────────────────────


def sheet(rows: Iterable[str], before: str = "", after: str = "") -> str:
    """A sheet whose rows are given as the XML of their cells."""
    data = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(rows, 1))
    return f'<worksheet xmlns="x">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def xlsx(
    sheets: Mapping[str, str],
    strings: Sequence[str] = (),
    states: Mapping[str, str] | None = None,
    **parts: str | bytes,
) -> bytes:
    """A workbook: sheets by name, shared strings, states by name; `parts` by their names under `xl/`, as in `docx`."""
    states = states or {}
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{index}" r:id="r{index}" state="{states.get(name, "visible")}"/>'
        for index, name in enumerate(sheets)
    )
    targets = "".join(
        f'<Relationship Id="r{index}" Target="worksheets/sheet{index}.xml"/>' for index in range(len(sheets))
    )
    shared = "".join(f"<si><r><t>{escape(text[:1])}</t></r><r><t>{escape(text[1:])}</t></r></si>" for text in strings)
    further = {f"xl/{_member(name)}": text for name, text in parts.items()}
    return package(
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": f'<workbook xmlns="x" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="y">{targets}</Relationships>',
            **{f"xl/worksheets/sheet{index}.xml": text for index, text in enumerate(sheets.values())},
            **({"xl/sharedStrings.xml": f'<sst xmlns="x">{shared}</sst>'} if strings else {}),
            **further,
        }
    )


def text_rows(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows of inline texts, for `sheet`."""
    return ["".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row) for row in rows]


# ── fixed layout ────────────────────────────────────────────────────────────────────────────────────────────────


def ofd(pages: Iterable[Iterable[tuple[float, float, str]]]) -> bytes:
    """An OFD: texts of each page with their places in millimetres from the top left; a page without is a picture."""
    parts: dict[str, str | bytes] = {"OFD.xml": '<ofd:OFD xmlns:ofd="o"><ofd:DocInfo/></ofd:OFD>'}
    for number, page in enumerate(pages):
        texts = "".join(
            f'<ofd:TextObject Boundary="{x} {y} 50 5" Size="4"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode>'
            "</ofd:TextObject>"
            for x, y, text in page
        )
        content = f'<ofd:Page xmlns:ofd="o">{texts or "<ofd:ImageObject/>"}</ofd:Page>'
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = content
    return package(parts)


def pdf(
    pages: Iterable[Iterable[tuple[float, float, str]]],
    encoding: str = "UniGB-UCS2-H",
    root: str = "",
    page: str = "",
    further: Sequence[str] = (),
    trailer: str = "",
) -> bytes:
    """A PDF: texts of each page with their places in points; a page without shows a drawn square.

    `root`, `page` and `trailer` are added to these dictionaries; `further` are objects from number 5 on.
    """
    objects = [
        "",
        "",
        f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>>>",
        *further,
    ]
    kids = []
    for texts in pages:
        drawn = "".join(f"BT /F1 12 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for x, y, text in texts)
        drawn = drawn or "10 10 100 100 re S\n"
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}endstream")
        contents = f"/Contents {len(objects)} 0 R/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{contents}{page}>>")
        kids.append(f"{len(objects)} 0 R")
    objects[0] = f"<</Type/Catalog/Pages 2 0 R{root}>>"
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    return _pdf_file(objects, trailer)


def _pdf_file(objects: Sequence[str], trailer: str) -> bytes:
    file, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    listed = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{listed}"
    end += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(file)}\n%%EOF\n"
    return file + end.encode()


# ── old formats ─────────────────────────────────────────────────────────────────────────────────────────────────


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of these streams, small ones in the small sectors."""
    small = b"".join(data.ljust(-(-len(data) // 64) * 64, b"\0") for data in streams.values() if len(data) < 4096)
    entries = [("Root Entry", 5, small)]
    entries += [(name, 2, data) for name, data in streams.items()]
    chains: list[int] = []
    sectors = b""
    directory = b""
    small_chains: list[int] = []

    def placed(data: bytes) -> int:
        nonlocal sectors
        count, start = -(-len(data) // 512), len(chains)
        chains.extend([*range(start + 1, start + count), 0xFFFFFFFE] if count else [])
        sectors += data.ljust(count * 512, b"\0")
        return start if count else 0xFFFFFFFE

    for name, kind, data in entries:
        if kind == 2 and len(data) < 4096:
            start, count = len(small_chains), -(-len(data) // 64)
            small_chains += [*range(start + 1, start + count), 0xFFFFFFFE] if count else []
        else:
            start = placed(data)
        written = name.encode("utf-16-le") + b"\0\0"
        directory += written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1) + b"\xff" * 12
        directory += b"\0" * 36 + struct.pack("<IIII", start, len(data), 0, 0)[:12]
    first_directory = placed(directory.ljust(-(-len(directory) // 512) * 512, b"\0"))
    first_small = placed(struct.pack(f"<{len(small_chains)}I", *small_chains))
    tables = -(-(len(chains) + 1) // 127)
    where = range(len(chains), len(chains) + tables)
    chains += [0xFFFFFFFD] * tables
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(tables * 512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<IIIIIIII", tables, first_directory, 0, 4096, first_small, 1, 0xFFFFFFFE, 0)
    return header + struct.pack("<109I", *[*where, *[0xFFFFFFFF] * (109 - tables)]) + sectors + table


def record(kind: int, data: bytes) -> bytes:
    """A record of an old workbook."""
    return struct.pack("<HH", kind, len(data)) + data


def old_text(text: str) -> bytes:
    """A text as an old workbook writes it, two bytes a letter."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def old_workbook(name: str, strings: Sequence[str], cells: bytes, state: int = 0, cut: int = 0) -> bytes:
    """The `Workbook` stream with one sheet; `cut` breaks the shared strings into two records after so many bytes."""
    shared = struct.pack("<II", len(strings), len(strings)) + b"".join(map(old_text, strings))
    if cut:
        ends = accumulate((len(old_text(text)) for text in strings), initial=8)
        again = b"" if cut in ends else b"\1"  # within a text, its width is told again
        shared_records = record(0xFC, shared[:cut]) + record(0x3C, again + shared[cut:])
    else:
        shared_records = record(0xFC, shared)
    begun = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    formats = record(0xE0, struct.pack("<HH", 0, 0) + b"\0" * 16) + record(0xE0, struct.pack("<HH", 0, 14) + b"\0" * 16)
    place = len(begun) + 4 + 6 + len(title) + len(formats) + len(shared_records) + 4
    globals_ = begun + record(0x85, struct.pack("<IBB", place, state, 0) + title) + formats + shared_records
    return globals_ + record(0x0A, b"") + begun + cells + record(0x0A, b"")


def old_cells(row: int, column: int, indexes: Iterable[int]) -> bytes:
    """Cells of one row that show shared strings."""
    return b"".join(
        record(0xFD, struct.pack("<HHHI", row, column + step, 0, index)) for step, index in enumerate(indexes)
    )
