"""What an import makes of one document: a new draft, an update of the one that it became before, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from generator import drafting
from generator.drafting import Draft
from generator.drafting.document import column_named
from generator.drafting.import_files import Decision
from generator.drafting.imported import Content, content_of, fresh, judged, path_for, place_of, with_tables
from generator.drafting.incoming import Incoming
from generator.drafting.reimport import Known, diff, matching, objections, same_source, update
from generator.errors import UsageError
from generator.inscription import Identity, replace_kept
from generator.kinds import kinds
from generator.model import Column, Site, Unit


class Step(Enum):
    """What is to be done with a document that was read."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "same"
    HELD = "held"  # both changed the same, another title, or no draft any more: nothing is written


class Outcome(NamedTuple):
    """What is to be done: the document's path, title and day, files that come new, what replaces others,
    what the editor is told, and who the source says has issued it."""

    step: Step
    path: str
    title: str
    day: date
    drafts: tuple[Draft, ...] = ()
    replaced: Mapping[str, bytes] = {}
    seen: Identity | None = None
    remarks: tuple[str, ...] = ()
    diff: str = ""
    issuer: str = ""


def outcome(
    root: Path,
    site: Site,
    unit: Unit,
    incoming: Incoming,
    known: tuple[Known, ...],
    decision: Decision,
    overwrite: bool,
    today: date,
) -> Outcome:
    """What importing a document comes to; nothing is written. `UsageError` where it may not or cannot be imported."""
    wanted = _wanted(unit, decision)
    if same := same_source(known, incoming):
        return Outcome(Step.SAME, same.path, same.title, today, remarks=_staying(unit, same.path, wanted))
    imported, worries = judged(incoming, decision)
    content = content_of(incoming, imported, decision, site.attachment_limit)
    remarks = tuple(f"{each.place}：{each.message}" for each in worries if decision.mask or not each.grave)
    written = content.fields.get("成文日期")
    day = date.fromisoformat(written.text) if written else today
    issuer = content.fields["发布机构"].text if "发布机构" in content.fields else ""
    earlier = matching(known, incoming, content)
    if earlier is None:
        place = place_of(unit, content, decision)
        path = path_for(root, unit, place, content, today)
        named = with_tables(content, imported.sheets, Path(path).stem)
        drafts = fresh(root, unit, place, named, path, incoming, today)
        return Outcome(Step.NEW, path, content.title, day, drafts, remarks=(*remarks, *content.remarks), issuer=issuer)
    found = _again(root, earlier, incoming, with_tables(content, imported.sheets, Path(earlier.path).stem), overwrite)
    staying = _staying(unit, earlier.path, wanted)
    if found.step is Step.SAME:
        return found._replace(remarks=staying)
    return found._replace(day=day, issuer=issuer, remarks=(*remarks, *content.remarks, *staying, *found.remarks))


def _wanted(unit: Unit, decision: Decision) -> Column | None:
    """The column that was asked for, which must be there whatever comes of the file."""
    columns = unit.walk() if decision.column else ()
    found = next((each for each in columns if decision.column in (each.key, each.name)), None)
    return found or (
        column_named(unit, kinds()["general"], decision.column, any_kind=True) if decision.column else None
    )


def _staying(unit: Unit, path: str, wanted: Column | None) -> tuple[str, ...]:
    """What is said where another column was asked for than the one in which the document lies."""
    here = path.removeprefix(f"content/{unit.slug}/").rpartition("/")[0]
    return (f"已在 {here}，没有移动",) if wanted and wanted.key != here else ()


def _again(root: Path, earlier: Known, incoming: Incoming, content: Content, overwrite: bool) -> Outcome:
    """What is to be done with the document that an earlier state of the file became."""
    made = update(root, earlier, incoming, content)
    if made.after == made.before:  # saved anew, with the same in it
        return Outcome(Step.SAME, earlier.path, earlier.title, date.min)
    reasons = [*objections(earlier, content)]
    if made.conflicts:
        reasons.append(f"{_named(made.conflicts)}您改过，原文件也改了")
    held = bool(reasons) and not overwrite
    way = "没有改动任何文件；要用原文件的，加 --overwrite" if held else "用了原文件的"
    told = [f"不再用到图片 {name}，没有删" for name in made.unused]
    told += [f"{each}，{way}" for each in reasons]
    told += [f"{'原文件与它不同的' if held else '改动'}：{_named(made.changed)}"] if made.changed else []
    new, old = _parted(root, made.files)
    return Outcome(
        Step.HELD if held else Step.UPDATED,
        earlier.path,
        content.title,
        date.min,
        new,
        {earlier.path: made.after.encode(), **{each.path: each.data for each in old}},
        made.seen,
        tuple(told),
        diff(made, earlier.path),
    )


def _named(names: tuple[str, ...]) -> str:
    return "、".join(f"“{name}”" for name in names)


def _parted(root: Path, files: tuple[Draft, ...]) -> tuple[tuple[Draft, ...], tuple[Draft, ...]]:
    """The files that are new, and those that replace one."""
    there = (each for each in files if (root / each.path).is_file() and not (root / each.path).is_symlink())
    old = tuple(there)
    return tuple(each for each in files if each not in old), old


def carry_out(root: Path, found: Outcome) -> None:
    """Write what an outcome says; `UsageError` where the document was saved in the meantime."""
    if found.step not in (Step.NEW, Step.UPDATED):
        return
    drafting.write(root, found.drafts)
    for path, data in found.replaced.items():
        if not replace_kept(root / path, data, found.seen if path == found.path else None):
            raise UsageError(f"{path} 刚刚有人保存过，没有改动", "", "再导入一次")
