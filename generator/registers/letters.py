"""来信: what citizens wrote and what was replied, from `letters/`; whatever tells of a person is masked here."""

from __future__ import annotations

from datetime import date

from generator.datasets import email_in, phone_in
from generator.faults import finding
from generator.letter_counts import counts, newest_first, turns, url_of
from generator.letter_files import Terms, days_to_come, letters
from generator.letter_rows import Fault, Row, csv_rows, text_of, yaml_rows
from generator.model import Finding, LetterLine, Letters, LettersDigest
from generator.registers import Drawer, Opened, Register
from generator.sources import Source, read_text_file

LATEST = 20


def _read(drawer: Drawer) -> Opened:
    rows, findings = list[Row](), list[Finding]()
    for file in drawer.files:
        if file.path.endswith((".csv", ".yaml", ".yml")):
            found, wrong = _rows(drawer, file)
            rows += found
            findings += wrong
    office = drawer.unit.office
    allowed = (office.phone, phone_in(office.phone), office.fax, email_in(office.internet))
    officials = tuple(each.name for each in drawer.unit.leaders)
    terms = Terms(drawer.site.letters, drawer.unit.short_name, allowed, officials, drawer.today)
    kept, faults = letters(rows, terms)
    findings += (_told(source, fault) for source, fault in faults)
    days = (*days_to_come(rows, drawer.today), turns(kept, terms.settings, drawer.today))
    value = Letters(kept, terms.settings.cutoff_day, drawer.today)
    return Opened(value, tuple(findings), min(filter(None, days), default=None))


def _rows(drawer: Drawer, file: Source) -> tuple[list[Row], list[Finding]]:
    try:
        text = text_of(read_text_file(drawer.root, file.path))
    except OSError as error:
        return [], [finding("F019", file.path, (1, 1), f"读不了：{error.strerror}")]
    except ValueError:
        return [], [finding("F001", file.path, (1, 1), "文件编码认不出来", "另存为“CSV UTF-8”")]
    rows, faults = (csv_rows if file.path.endswith(".csv") else yaml_rows)(file.path, text)
    return rows, [_told(file.path, each) for each in faults]


def _told(source: str, fault: Fault) -> Finding:
    return finding("F205", source, fault.mark, fault.message, fault.fix)


def _digest(found: Letters, today: date) -> LettersDigest:
    latest = (
        LetterLine(each.title, url_of(each), each.day, each.channel, True)
        for each in newest_first(found.letters)
        if each.public and each.replied
    )
    return LettersDigest(counts(found, today), tuple(latest)[:LATEST])


REGISTER = Register("letters/", Letters, _read, _digest, endings=(".csv", ".yaml", ".yml"))
