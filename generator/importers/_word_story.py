"""The running text of a part of a Word file → blocks: what is printed, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.blocks import Block, Paragraph, Span
from generator.extraction import START, TEXT, Relation, attribute
from generator.hosts import is_web
from generator.importers import _word_gathered as telling
from generator.importers import _word_looks as looks
from generator.importers._word_events import Cursor
from generator.importers._word_fields import Fields, address_in
from generator.importers._word_gathered import Gathered
from generator.importers._word_line import Line
from generator.importers._word_symbols import UNKNOWN, symbol
from generator.importers._word_tables import Table

Attributes = dict[str, str]
_WEIGHT = 200  # characters that a paragraph, a run or a cell counts for, as values cost memory and time as well


class Story:
    """Reads a part; `place` is what it is called (「正文」), `relations` are those of the part."""

    def __init__(self, cursor: Cursor, gathered: Gathered, relations: Mapping[str, Relation], place: str) -> None:
        self._cursor = cursor
        self._gathered = gathered
        self._relations = relations
        self._place = place
        self._usual = gathered.styles.paragraph(looks.EMPTY)
        self._paragraphs = 0
        self._fields = Fields()
        self._look = looks.EMPTY
        self._carried: Line | None = None  # a paragraph whose end was deleted goes on in the next

    # ── blocks ──────────────────────────────────────────────────────────────────────────────────────────────────

    def blocks(self) -> list[Block]:
        """The blocks in the element that was entered last."""
        found: list[Block] = []
        around, self._carried = self._carried, None
        for kind, name, _ in self._cursor.inside():
            if kind == START:
                self._block(name, found)
        found += self._left_over()
        self._carried = around
        return found

    def _left_over(self) -> list[Block]:
        line, self._carried = self._carried, None
        return self._finished(line, looks.EMPTY) if line else []

    def _block(self, name: str, found: list[Block]) -> None:
        if name == "p":
            found += self._paragraph()
        elif name == "tbl":
            found.append(Table(self._cursor, self._block, self._gathered).read())
        elif name == "AlternateContent":
            self._alternatives(lambda: len(found), lambda: found.extend(self.blocks()))
        elif name in ("del", "moveFrom"):
            self._tell(telling.REVISED)
            self._cursor.skip()
        elif name == "altChunk":
            self._tell(telling.CHUNK)
        elif name in ("sdtPr", "sectPr"):
            self._cursor.skip()

    def _paragraph(self) -> list[Block]:
        line, self._carried = self._carried or Line(), None
        self._paragraphs += 1
        self._gathered.package.budget.hold(_WEIGHT)
        line.style = self._usual
        own, self._look = looks.EMPTY, line.style.run
        for kind, name, attributes in self._cursor.inside():
            if kind != START:
                continue
            if name == "pPr":
                own = looks.look(self._cursor)
                line.style = self._gathered.styles.paragraph(own)
            else:
                self._piece(name, attributes, line, "")
        self._fields.end_paragraph()
        if "mark.del" in own or "mark.ins" in own:
            self._tell(telling.REVISED)
        if "mark.del" in own:
            self._carried = line
            return []
        return self._finished(line, own)

    def _finished(self, line: Line, own: looks.Look) -> list[Block]:
        style = line.style
        number = self._gathered.numbering.number(style.paragraph, own.get("pStyle", self._gathered.styles.usual))
        if not line.spans and number is None:
            return [*line.before, *line.after]
        size, red = line.dominating()
        made = Paragraph(
            tuple(line.spans),
            looks.level(style),
            number.text if number else "",
            number.depth if number else 0,
            looks.side(style.paragraph),
            size,
            red,
            looks.indent(style.paragraph, size),
            looks.is_title(style),
        )
        return [*line.before, made, *line.after] if made.text.strip() or _has_marks(made) else line.before + line.after

    # ── pieces of a paragraph ───────────────────────────────────────────────────────────────────────────────────

    def _pieces(self, line: Line, link: str) -> None:
        for kind, name, attributes in self._cursor.inside():
            if kind == START:
                self._piece(name, attributes, line, link)

    def _piece(self, name: str, attributes: Attributes, line: Line, link: str) -> None:
        if name in _BREAKS:
            if attribute(attributes, "type") not in ("page", "column"):
                self._add(_BREAKS[name], line, link)
        elif name in _SKIPPED:
            self._cursor.skip()
        elif name in _TOLD:
            self._tell(_TOLD[name])
        elif read := _READ.get(name):
            read(self, attributes, line, link)

    def _add(self, text: str, line: Line, link: str) -> None:
        """Add text, unless it is an instruction or hidden."""
        if not self._fields.shown:
            return
        if looks.is_on(self._look, "vanish"):
            self._tell(telling.HIDDEN)
            return
        if looks.is_on(self._look, "strike") or looks.is_on(self._look, "dstrike"):
            self._tell(telling.STRUCK)
        self._gathered.package.budget.hold(len(text) + _WEIGHT)
        line.add(text, self._look, link or self._fields.link)

    def _run(self, _: Attributes, line: Line, link: str) -> None:
        around, self._look = self._look, line.style.run
        self._pieces(line, link)
        self._look = around

    def _run_look(self, _: Attributes, line: Line, __: str) -> None:
        self._look = self._gathered.styles.run(line.style.run, looks.look(self._cursor))

    def _text(self, _: Attributes, line: Line, link: str) -> None:
        self._add(self._words(), line, link)

    def _words(self) -> str:
        return "".join(text for kind, text, _ in self._cursor.inside() if kind == TEXT)

    def _symbol(self, attributes: Attributes, line: Line, link: str) -> None:
        shown = symbol(attribute(attributes, "font"), attribute(attributes, "char"))
        if shown == UNKNOWN:
            self._tell(telling.SYMBOL)
        self._add(shown, line, link)

    def _hyperlink(self, attributes: Attributes, line: Line, link: str) -> None:
        relation = self._relations.get(attribute(attributes, "id"))
        self._pieces(line, relation.target if relation and relation.outside and is_web(relation.target) else link)

    def _deleted(self, _: Attributes, __: Line, ___: str) -> None:
        self._tell(telling.REVISED)
        self._cursor.skip()

    def _note(self, attributes: Attributes, line: Line, _: str) -> None:
        line.spans.append(Span(note=self._gathered.note("footnotes", attribute(attributes, "id"))))

    def _endnote(self, attributes: Attributes, line: Line, _: str) -> None:
        line.spans.append(Span(note=self._gathered.note("endnotes", attribute(attributes, "id"))))

    def _ruby(self, _: Attributes, line: Line, link: str) -> None:
        """Words with how they are read, in brackets behind them."""
        reading = Line(line.style)
        for kind, name, _attributes in self._cursor.inside():
            if kind == START and name in ("rt", "rubyBase"):
                self._pieces(reading if name == "rt" else line, link)
        if words := "".join(span.text for span in reading.spans):
            self._add(f"（{words}）", line, link)

    def _alternative(self, _: Attributes, line: Line, link: str) -> None:
        self._alternatives(lambda: line.amount, lambda: self._pieces(line, link))

    def _alternatives(self, amount: Callable[[], int], read: Callable[[], None]) -> None:
        """The first of the alternatives that brings something: the others are the same for other programs."""
        begun = amount()
        for kind, name, _ in self._cursor.inside():
            if kind == START and name in ("Choice", "Fallback"):
                (read if amount() == begun else self._cursor.skip)()

    # ── fields ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _field_mark(self, attributes: Attributes, _: Line, __: str) -> None:
        self._fields.mark(attribute(attributes, "fldCharType"))

    def _instruction(self, _: Attributes, __: Line, ___: str) -> None:
        self._fields.instruct(self._words())

    def _simple_field(self, attributes: Attributes, line: Line, link: str) -> None:
        self._pieces(line, address_in(attribute(attributes, "instr")) or link)

    # ── pictures and boxes ──────────────────────────────────────────────────────────────────────────────────────

    def _drawing(self, _: Attributes, line: Line, link: str) -> None:
        """A drawing of either kind: pictures, text boxes, letters drawn as a shape."""
        words = ""
        for kind, name, attributes in self._cursor.inside():
            if kind != START:
                continue
            told = attribute(attributes, "descr") or attribute(attributes, "alt")
            words = told if told and name in _DESCRIBED else words
            if name in ("blip", "imagedata"):
                self._picture(attributes, line, words)
            elif name == "textpath":
                self._add(attribute(attributes, "string"), line, link)
            else:
                self._piece(name, attributes, line, link)

    def _picture(self, attributes: Attributes, line: Line, words: str) -> None:
        relation = self._relations.get(attribute(attributes, "embed") or attribute(attributes, "id"))
        if relation is None or relation.outside:
            self._tell(telling.LINKED)
        elif name := self._gathered.picture(relation.target, words, self._here()):
            line.spans.append(Span(picture=name))

    def _box(self, _: Attributes, line: Line, __: str) -> None:
        fields, self._fields = self._fields, Fields()
        look = self._look
        line.add_box(self.blocks())
        self._fields, self._look = fields, look

    # ── remarks ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _tell(self, message: str) -> None:
        self._gathered.tell(message, self._here())

    def _here(self) -> str:
        return f"{self._place}第 {self._paragraphs} 段"


def _has_marks(paragraph: Paragraph) -> bool:
    return any(span.note or span.picture for span in paragraph.spans)


_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_SKIPPED = frozenset({"sdtPr", "sdtEndPr", "rubyPr", "ctrlPr", "smartTagPr", "customXmlPr", "binData"})
_DESCRIBED = frozenset({"docPr", "cNvPr", "shape", "imagedata"})
_TOLD = {
    "ins": telling.REVISED,
    "moveTo": telling.REVISED,
    "commentReference": telling.COMMENTED,
    "chart": telling.CHART,
    "relIds": telling.CHART,
    "OLEObject": telling.EMBEDDED,
    "oMath": telling.FORMULA,
}
_READ: dict[str, Callable[[Story, Attributes, Line, str], None]] = {
    "r": Story._run,
    "rPr": Story._run_look,
    "t": Story._text,
    "sym": Story._symbol,
    "hyperlink": Story._hyperlink,
    "del": Story._deleted,
    "moveFrom": Story._deleted,
    "footnoteReference": Story._note,
    "endnoteReference": Story._endnote,
    "ruby": Story._ruby,
    "AlternateContent": Story._alternative,
    "fldChar": Story._field_mark,
    "instrText": Story._instruction,
    "fldSimple": Story._simple_field,
    "drawing": Story._drawing,
    "pict": Story._drawing,
    "object": Story._drawing,
    "txbxContent": Story._box,
}
