"""What another system says of the documents that it exports: an index with a row a document, or a YAML beside each.

Nothing is decided here: grades of secrecy and openness come through as they are written, and a row that cannot be read
whole is not read at all, because the column that would forbid it could be the one that is missing.
"""

from __future__ import annotations

import os
import posixpath
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.blocks import Remark
from generator.delimited import records
from generator.errors import UsageError
from generator.extraction import encoding_of
from generator.frontmatter import DATA_NODE_LIMIT, ParsedYaml, decode, parse_yaml
from generator.oa_columns import NO_MORE, Mapped, column_names, columns_of
from generator.oa_rows import Listed, Reading, Row

__all__ = ["Listed", "rows"]

INDEXES = ("index.csv", "index.tsv", "index.yaml", "index.yml")
YAML = (".yaml", ".yml")
BYTES = 64 << 20  # of an index in plain text
YAML_CHARACTERS = 4 << 20
ROWS = 20_000
FILES = 5_000  # of a folder
DEPTH = 6  # folders within it


def rows(path: Path, mapping: Path | None = None, further: Mapped = NO_MORE) -> tuple[Listed, ...]:
    """The documents of an index, or of a folder that has one or explains its files one by one.

    `mapping` is a YAML file of one's own names of columns, `further` are fields that the shipped names lack.
    `UsageError` where there is nothing to read.
    """
    names = column_names(mapping, further)
    if not path.is_dir():
        return _of_index(path, names)
    files = _files(path)
    index = _index(path, files)
    found = _of_index(index, names) if index else tuple(_of_folder(path, files, names))
    if not found:
        raise UsageError("文件夹里没有可以导入的文件", str(path), "放入 index.csv，或给每个文件配一个同名的 .yaml")
    return found


def _index(folder: Path, files: Mapping[str, str]) -> Path | None:
    """The index of a folder; `UsageError` where only folders in it have some, which say what may be public."""
    found = {name.lower(): name for name in sorted(files.values()) if posixpath.basename(name).lower() in INDEXES}
    own = next((found[name] for name in INDEXES if name in found), None)
    if own is None and found:
        inner = dict.fromkeys(posixpath.dirname(name) for name in found.values())
        told = "、".join(str(folder / each) for each in inner)
        raise UsageError(f"里面的文件夹有自己的目录（{'、'.join(found.values())}）", str(folder), f"请直接导入 {told}")
    return folder / own if own else None


# ── an index ────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_index(path: Path, names: Mapped) -> tuple[Listed, ...]:
    read = _yaml_rows(path) if path.suffix.lower() in YAML else _text_rows(path)
    files = _files(path.parent)
    reading = Reading(names, files)
    found = [reading.listed(row) for row in read]
    if not found:
        raise UsageError("目录里没有一行信息", str(path), "第一行写列名，从第二行起每行一条信息")
    unknown = _unknown(path.name, read, names)
    return (replace(found[0], remarks=(*unknown, *found[0].remarks)), *found[1:])


def _unknown(name: str, read: Sequence[Row], names: Mapped) -> Iterator[Remark]:
    """The columns that belong to no field, each once."""
    each = dict.fromkeys(row.heads for row in read)
    heads = dict.fromkeys(written[index] for written in each for index in columns_of(written, names).unknown)
    if told := "、".join(f"「{head}」" for head in list(heads)[:10] if head):
        message = (
            f"不认识的列 {told}{'等' if len(heads) > 10 else ''} 没有导入；要导入的，请在列名对照里写上它是哪个字段"
        )
        yield Remark(name, message)


def _text_rows(path: Path) -> list[Row]:
    text = _text(path)
    first = text[: (text + "\n").index("\n")]
    mark = max((",", "\t", ";"), key=first.count)
    found: list[Row] = []
    heads: tuple[str, ...] = ()
    try:
        for number, cells in records(text, mark):
            if not heads:
                heads = tuple(cell.strip() for cell in cells)
            else:
                found.append(_text_row(path.name, number, heads, cells))
            if len(found) > ROWS:
                raise _too_many(path)
    except ValueError as unclosed:
        place = f"{path.name}:{unclosed.args[0]}"
        found.append(Row(place, (), (), (), "引号没有成对，从这一行起没有读；请在导出时给引号加倍，或另存为 CSV UTF-8"))
    return found


def _too_many(path: Path) -> UsageError:
    return UsageError(f"超过 {ROWS} 行", str(path), "请拆成几个目录再导入")


def _text(path: Path) -> str:
    """The text of an index in any encoding that it is exported in."""
    try:
        with path.open("rb") as file:
            encoding = encoding_of(file, wide=False)
            file.seek(0)
            data = file.read(BYTES + 1)
    except OSError as error:
        raise UsageError(f"读不了：{error.strerror}", str(path)) from error
    if len(data) > BYTES:
        raise UsageError(f"目录超过 {BYTES >> 20} MiB", str(path), "请拆成几个目录再导入")
    if not encoding:
        raise UsageError("文字编码认不出来", str(path), "请用表格软件打开，另存为“CSV UTF-8”")
    return data.decode(encoding).removeprefix("\ufeff")


def _text_row(name: str, number: int, heads: tuple[str, ...], cells: tuple[str, ...]) -> Row:
    place = f"{name}:{number}"
    while len(cells) > len(heads) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(heads):
        return Row(place, heads, (), (), f"有 {len(cells)} 格，表头有 {len(heads)} 格，没有导入；请补齐这一行")
    return Row(place, heads, cells, tuple(f"{place}:{index + 1}" for index in range(len(cells))))


def _yaml_rows(path: Path) -> list[Row]:
    parsed = _yaml(path)
    if isinstance(parsed.values, dict):
        return [_yaml_row(path.name, parsed, "", parsed.values)]
    if not isinstance(parsed.values, list):
        raise UsageError("应当是列表，每条信息写成几行“字段: 值”", str(path))
    if len(parsed.values) > ROWS:
        raise _too_many(path)
    return [_yaml_row(path.name, parsed, str(number), each) for number, each in enumerate(parsed.values)]


def _yaml(path: Path) -> ParsedYaml:
    try:
        with path.open("rb") as file:
            text, wrong = decode(file.read(YAML_CHARACTERS + 1))
    except OSError as error:
        raise UsageError(f"读不了：{error.strerror}", str(path)) from error
    parsed = parse_yaml(text, node_limit=DATA_NODE_LIMIT, limit=YAML_CHARACTERS)
    if faults := (*wrong, *parsed.faults):
        raise UsageError(faults[0].message, f"{path}:{faults[0].line}:{faults[0].column}", "改正后再导入")
    return parsed


def _yaml_row(name: str, parsed: ParsedYaml, path: str, values: Any) -> Row:
    mark = parsed.marks.get(path)
    place = f"{name}:{mark.line}" if mark else name
    if not isinstance(values, dict):
        return Row(place, (), (), (), "应当写成几行“字段: 值”，没有导入")
    keys = [parsed.keys[f"{path}.{key}" if path else key] for key in values]
    cells = tuple(
        "\n".join(map(str, value)) if isinstance(value, list) else str(value or "") for value in values.values()
    )
    return Row(place, tuple(values), cells, tuple(f"{name}:{key.line}:{key.column}" for key in keys))


# ── a folder ────────────────────────────────────────────────────────────────────────────────────────────────────


def _files(folder: Path) -> dict[str, str]:
    """The files below a folder, relative to it, by their names in composed letters; links are left out."""
    found: list[str] = []
    for current, folders, names in os.walk(folder):
        inside = Path(current).relative_to(folder).as_posix().removeprefix(".")
        if inside.count("/") >= DEPTH:
            folders.clear()
        folders[:] = sorted(name for name in folders if name[0] not in "._")
        plain = (name for name in sorted(names) if name[0] not in "._~" and name.isprintable())
        found += [posixpath.join(inside, name) for name in plain if not (Path(current) / name).is_symlink()]
        if len(found) > FILES:
            raise UsageError(f"文件夹里的文件超过 {FILES} 个", str(folder), "请分几次导入")
    return {unicodedata.normalize("NFC", name): name for name in found}


def _of_folder(folder: Path, files: Mapping[str, str], names: Mapped) -> Iterator[Listed]:
    """Each file with the YAML beside it (`通知.yaml` or `通知.docx.yaml`); files that have none without values."""
    explained: set[str] = set()
    for explanation in (name for name in files.values() if name.lower().endswith(YAML)):
        beside = _beside(explanation, files)
        listed = _explained(folder, explanation, beside, names, files)
        explained |= {explanation, listed.file, *listed.attachments, *beside}
        yield listed
    for name in files.values():
        if name not in explained:
            yield Listed(file=name, place=name, remarks=(Remark(name, "没有同名的 .yaml 说明，字段从文件里认"),))


def _beside(explanation: str, files: Mapping[str, str]) -> list[str]:
    """The files that a YAML explains by its name, the document before what is attached to it."""
    stem = posixpath.splitext(explanation)[0]
    same = [name for name in files.values() if stem in (name, posixpath.splitext(name)[0])]
    same = [name for name in same if not name.lower().endswith(YAML)]
    return sorted(same, key=lambda name: (name != stem, not name.lower().endswith(".docx"), name))


def _explained(folder: Path, explanation: str, beside: list[str], names: Mapped, files: Mapping[str, str]) -> Listed:
    try:
        parsed = _yaml(folder / explanation)
    except UsageError as error:  # one bad explanation never stops the others, and its file is not imported without it
        return Listed(place=explanation, remarks=(Remark(error.where.removeprefix(f"{folder}/"), error.what),))
    row = _yaml_row(explanation, parsed, "", parsed.values)
    if row.fault:
        return Listed(place=explanation, remarks=(Remark(row.place, row.fault),))
    listed = Reading(names, files, posixpath.dirname(explanation)).listed(row)
    told = (*_unknown(explanation, [row], names), *listed.remarks)
    if listed.file or not beside:
        return replace(listed, remarks=told)
    further = (*listed.attachments, *(name for name in beside[1:] if name not in listed.attachments))
    return replace(listed, file=beside[0], attachments=further, remarks=told)
