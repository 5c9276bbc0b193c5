"""`dispatches/<year>/<sender>-<number>/`: every dispatch as it was received, written once and then only added to.

`dispatch.json` is what was registered, beside it lie its files under their own names; `recall.json` comes when it is
recalled, `disclosed.txt` when it has become a public document. A folder gets its name when all in it is written.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from generator import files
from generator.codec import decode, dumps
from generator.errors import GeneratorError
from generator.model.routing import STORE, Dispatch, Recall

RECORD, RECALL, DISCLOSED = "dispatch.json", "recall.json", "disclosed.txt"
OWN = (RECORD, RECALL, DISCLOSED)
ADVICE = "从版本库或备份里取回这个文件；各单位的收文保持原样"


class Store(NamedTuple):
    """All that was registered, by arrival; what holds no more, by serial; where what is public was put, by serial."""

    dispatches: tuple[Dispatch, ...] = ()
    recalls: Mapping[str, Recall] = {}
    disclosed: Mapping[str, str] = {}


def load(root: Path) -> Store:
    """The store; `GeneratorError` for a record that cannot be read: nobody's inbox may lose a document by that."""
    found: list[Dispatch] = []
    recalls: dict[str, Recall] = {}
    disclosed: dict[str, str] = {}
    for folder in _folders(root / STORE):
        stamp = files.stamp(folder / RECORD)
        if not stamp:
            raise GeneratorError("公文的登记不见了", str(folder / RECORD), ADVICE)
        dispatch = _dispatch(str(folder / RECORD), stamp)
        found.append(dispatch)
        if stamp := files.stamp(folder / RECALL):
            recalls[dispatch.serial] = _recall(str(folder / RECALL), stamp)
        if (folder / DISCLOSED).exists():
            disclosed[dispatch.serial] = (folder / DISCLOSED).read_text("utf-8").strip()
    found.sort(key=lambda each: (each.arrived, each.serial))
    replaced = {each.replaces: Recall(each.arrived, each.said("原因"), each.serial) for each in found if each.replaces}
    return Store(tuple(found), {**recalls, **replaced}, disclosed)


def _folders(store: Path) -> Iterator[Path]:
    for year in sorted(store.iterdir()) if store.is_dir() else ():
        if year.is_dir() and year.name.isdigit():
            yield from (each for each in sorted(year.iterdir()) if each.name[0] not in "._" and each.is_dir())


@cache
def _dispatch(path: str, stamp: str) -> Dispatch:
    found: Dispatch = _read(path, Dispatch)
    return replace(found, date_written=found.date_written or None)


@cache
def _recall(path: str, stamp: str) -> Recall:
    found: Recall = _read(path, Recall)
    return found


def _read(path: str, kind: type) -> Any:
    try:
        told = json.loads(Path(path).read_bytes())
        return decode(kind, [told.get(name) for name in _names(kind)])
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise GeneratorError("公文的登记读不了", path, ADVICE) from error


def _written(value: Dispatch | Recall) -> bytes:
    """A record with the names of its fields, so that other versions and other programs can read it."""
    named = dict(zip(_names(type(value)), json.loads(dumps(value)), strict=True))
    return (json.dumps(named, ensure_ascii=False, indent=1) + "\n").encode()


def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def register(root: Path, dispatch: Dispatch, sources: Mapping[str, Path], beside: Iterable[Path]) -> None:
    """Keep a dispatch: its files by name, and what explained it (`beside`) below `_source/`.

    `GeneratorError` where a file is not what was judged: it changed in the meantime.
    """
    target = root / dispatch.folder
    made = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(made, ignore_errors=True)
    (made / "_source").mkdir(parents=True)
    try:
        for each in dispatch.files:
            if files.copy_new(sources[each.name], made / each.name)[1] != each.sha256:
                raise GeneratorError("文件在登记时变了", str(sources[each.name]), "等它写完，会再登记")
        for path in beside:
            files.copy_new(path, made / "_source" / path.name)
        files.write_new(made / RECORD, _written(dispatch))
        os.rename(made, target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def recall(root: Path, dispatch: Dispatch, told: Recall) -> None:
    """Note that a dispatch holds no more."""
    files.replace(root / dispatch.folder / RECALL, _written(told))


def disclose(root: Path, dispatch: Dispatch, path: str) -> None:
    """Note which document a dispatch has become."""
    files.replace(root / dispatch.folder / DISCLOSED, f"{path}\n".encode())


def next_number(store: Iterable[Dispatch], sender: str, year: str) -> int:
    """The next number of a sender in a year."""
    used = (int(each.serial.rpartition("-")[2]) for each in store if each.sender == sender and each.year == year)
    return max(used, default=0) + 1
