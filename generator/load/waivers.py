"""`waivers.yaml` of a unit: the findings that somebody answers for, each with reason, person and last day."""

from __future__ import annotations

from pathlib import Path

from generator.faults import finding
from generator.fields import WaiversFields
from generator.frontmatter import decode, parse_mapping
from generator.model import START, Finding, Waiver
from generator.sources import Listing, read_text_file
from generator.validation import read


def load_waivers(root: Path, slug: str, listing: Listing) -> tuple[tuple[Waiver, ...], list[Finding]]:
    """The waivers of a unit and what is wrong with their file; a file with a mistake waives nothing."""
    path = f"content/{slug}/waivers.yaml"
    if path not in {file.path for file in listing.files}:
        return (), []
    try:
        text, faults = decode(read_text_file(root, path))
    except OSError as error:
        return (), [finding("F019", path, (1, 1), f"读不了：{error.strerror}")]
    fields, marks, findings = read(WaiversFields, path, parse_mapping(text))
    findings += [finding(fault.code, path, (fault.line, fault.column), fault.message) for fault in faults]
    if fields is None:
        return (), findings
    found = [
        Waiver(
            code=each.code.strip().upper(),
            path=f"content/{slug}/{each.file or 'unit.yaml'}",
            digest=each.digest.strip().lower(),
            reason=each.reason,
            approver=each.approver,
            expires=each.expires,
            source=path,
            mark=marks.get(f"waivers.{number}.code", START),
        )
        for number, each in enumerate(fields.waivers)
    ]
    return tuple(found), findings
