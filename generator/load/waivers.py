"""`waivers.yaml` of a unit: the findings that somebody answers for, each with reason, person and last day."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from pathlib import Path

from generator.faults import finding
from generator.frontmatter import decode, parse_mapping
from generator.model import START, Finding, Waiver
from generator.personal_data import concealed
from generator.sources import Listing, read_text_file
from generator.validation import read
from generator.waiver_fields import WaiversFields

NODE_LIMIT = 10_000  # more than 64 KiB of waivers can hold
TOO_LONG = "删去已经到期和没有用上的豁免；一个单位的 waivers.yaml 不能超过 64 KiB，约 300 条"
OUTSIDE = "写本单位文件夹里的文件，例如 gg/x.md；别的单位的问题由那个单位豁免"


def load_waivers(root: Path, slug: str, listing: Listing) -> tuple[tuple[Waiver, ...], list[Finding]]:
    """The waivers of a unit and what is wrong with their file; a file with a mistake waives nothing."""
    path = f"content/{slug}/waivers.yaml"
    if path not in {file.path for file in listing.files}:
        return (), []
    try:
        text, faults = decode(read_text_file(root, path))
    except OSError as error:
        return (), [finding("F019", path, (1, 1), f"读不了：{error.strerror}")]
    fields, marks, findings = read(WaiversFields, path, parse_mapping(text, node_limit=NODE_LIMIT))
    findings = [replace(each, fix=TOO_LONG) if each.code in ("F011", "F012") else each for each in findings]
    findings += [finding(fault.code, path, (fault.line, fault.column), fault.message) for fault in faults]
    if fields is None:
        return (), findings
    found = [
        Waiver(
            code=each.code.strip().upper(),
            path=_path(slug, each.file),
            digest=each.digest.strip().lower(),
            reason=concealed(each.reason),
            approver=concealed(each.approver),
            expires=each.expires,
            source=path,
            mark=marks.get(f"waivers.{number}.code", START),
        )
        for number, each in enumerate(fields.waivers)
    ]
    own, file = f"content/{slug}/", fields.waivers
    for number, each in enumerate(found):
        if not each.path.startswith(own):
            mark = marks.get(f"waivers.{number}.file", each.mark)
            findings.append(finding("U113", path, mark, f"「{file[number].file}」不在本单位的文件夹里", OUTSIDE))
    return tuple(each for each in found if each.path.startswith(own)), findings


def _path(slug: str, written: str) -> str:
    """The workspace path of a file as a waiver names it: from the unit's folder, or as reports write it."""
    folder = f"content/{slug}"
    return posixpath.normpath(posixpath.join(folder, written.removeprefix(f"{folder}/") or "unit.yaml"))
