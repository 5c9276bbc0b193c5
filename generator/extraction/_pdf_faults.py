"""What the PDF library skips without raising: it says so in its log, which is heard here; and fonts without words."""

from __future__ import annotations

import logging
import re
import unicodedata
from typing import Any

from generator.extraction._pdf_page import objects

_SKIPPED = re.compile(r"impossible|exceeded|cycl|not implemented|skip|corrupt|could not|unable|fail", re.IGNORECASE)
_HARMLESS = re.compile(r"FontBBox|FontDescriptor|width", re.IGNORECASE)
_BAD = 0.1  # of a page's letters
_ENOUGH = 20  # letters, before their share tells anything
# two-byte encodings whose codes pypdf can turn into characters without a table in the file
_KNOWN = re.compile(r"/(?:GB-EUC|GBpc-EUC|GBK-EUC|GBK2K|ETen-B5|ETenms-B5|UniCNS-UTF16|UniGB-UTF16|Uni\w+-UCS2)-[HV]")


class Told(logging.Handler):
    """Hears the library's log as long as it is open, counts what it skipped, and keeps its words out of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self._logger = logging.getLogger("pypdf")
        self._passed_on = True

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record that means lost content; its words may repeat the document's and go nowhere."""
        message = str(record.msg)
        self.count += bool(_SKIPPED.search(message)) and not _HARMLESS.search(message)

    def __enter__(self) -> Told:
        self._passed_on, self._logger.propagate = self._logger.propagate, False
        self._logger.addHandler(self)
        return self

    def __exit__(self, *_raised: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._passed_on


def unmapped(page: Any, text: str) -> bool:
    """Whether letters of a page can only be seen and not be read: by its fonts, or by what came out."""
    letters = [letter for letter in text if not letter.isspace()]
    bad = sum(1 for letter in letters if unicodedata.category(letter) in ("Co", "Cn", "Cc") or letter == "\ufffd")
    if len(letters) >= _ENOUGH and bad > _BAD * len(letters):
        return True
    return any(_is_unmapped(font) for font in objects(page, "/Font"))


def _is_unmapped(font: Any) -> bool:
    if "/ToUnicode" in font:
        return False
    encoding = font.get("/Encoding")
    encoding = encoding.get_object() if hasattr(encoding, "get_object") else encoding
    if font.get("/Subtype") == "/Type0":
        return not (isinstance(encoding, str) and _KNOWN.fullmatch(encoding))
    if hasattr(encoding, "get"):
        return _has_strange_names(encoding.get("/Differences"))
    return bool(font.get("/Subtype") == "/Type3") or _is_symbolic(font)


def _is_symbolic(font: Any) -> bool:
    """Whether a font is a cut-out of another whose letters are numbered as they came."""
    described = font.get("/FontDescriptor")
    described = described.get_object() if hasattr(described, "get_object") else described
    flags = described.get("/Flags", 0) if hasattr(described, "get") else 0
    return font.get("/Subtype") == "/TrueType" and "+" in str(font.get("/BaseFont", "")) and bool(int(flags) & 4)


def _has_strange_names(differences: Any) -> bool:
    """Whether most glyphs bear names such as `g12`, which tell nothing."""
    from pypdf._codecs.adobe_glyphs import adobe_glyphs

    names = [name for name in differences or () if isinstance(name, str)]
    known = sum(1 for name in names if name in adobe_glyphs or re.fullmatch(r"/u(?:ni)?[0-9A-F]{4,6}|/\.notdef", name))
    return known * 2 < len(names)
