"""Batches for a platform that takes uploads (上传批次): what changed among the published records since the last one.

A batch is a table in the platform's order of fields, an archive of texts and attachments, and a receipt: of every
document that the platform has by then, the digest of its record and files. The next batch is what differs from a
receipt. Equal publications give equal bytes: entries stand in order, without times, and nothing is compressed, since
libraries differ.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from generator import files, official_fields
from generator.archives import add
from generator.delimited import csv_text
from generator.errors import UsageError
from generator.published_records import PublicRecord, PublicUnit
from generator.rulebook import threshold

FORMAT = "gongkai-batch/1"
ADDED, CHANGED, WITHDRAWN = "新增", "修改", "撤下"
HEADS = ("操作", *official_fields.heads(), "正文文件", "附件名称", "附件文件", "说明")
ENDED = "公示已经结束，正文和附件已撤下"
SEPARATOR = official_fields.SEPARATOR


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as the platform has it: digest of its record's canonical bytes and of its files, title, address."""

    sha256: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a platform has after a batch, by index number. Number 0 is before the first."""

    scope: str
    number: int = 0
    records: Mapping[str, Sent] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A batch that was written."""

    number: int
    added: int
    changed: int
    withdrawn: int


@dataclass(slots=True)
class _Batch:
    """A batch being drawn up: rows of the table, and what the platform will have."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    records: dict[str, Sent] = field(default_factory=dict)

    def count(self, operation: str) -> int:
        """How many rows there are of an operation."""
        return sum(1 for row in self.rows if row[0] == operation)


def last_receipt(folder: Path, scope: str) -> Receipt:
    """The receipt of the newest batch in a folder; number 0 where there is none."""
    numbers = sorted(path.stem for path in folder.glob("[0-9]*.json") if path.stem.isdecimal())
    return read_receipt(folder / f"{numbers[-1]}.json", scope) if numbers else Receipt(scope)


def read_receipt(path: Path, scope: str) -> Receipt:
    """A receipt; UsageError where it is none, or one of other units."""
    if not path.exists():
        raise UsageError("没有这一批", str(path), "写上一批的 .json 文件或者它的编号；从头上传全部信息写 --since 0")
    try:
        found = json.loads(path.read_text("utf-8"))
        if found["format"] != FORMAT:
            raise ValueError(found["format"])
        records = {identifier: Sent(**each) for identifier, each in found["records"].items()}
        receipt = Receipt(found["scope"], found["number"], records)
    except (OSError, ValueError, KeyError, TypeError) as error:
        advice = "写上一批的 .json 文件或者它的编号；从头上传全部信息写 --since 0"
        raise UsageError("这不是批次的回执", str(path), advice) from error
    if receipt.scope != scope:
        raise UsageError(f"这是“{receipt.scope}”的回执，不是“{scope}”的", str(path), "换成同一范围上一批的回执")
    return receipt


def write_batch(units: Iterable[PublicUnit], folder: Path, since: Receipt, many: bool = False) -> Written | None:
    """Write what differs from a receipt into a folder, under the next number; None, and nothing, where nothing does.

    Where more documents have vanished than may without a word (`many` allows it), UsageError: a unit that failed must
    not be taken down at the platform.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = last_receipt(folder, since.scope).number + 1
    parcel = folder / f".{number:04d}.zip.{os.getpid()}.tmp"
    batch, gone = _Batch(), dict[str, str]()
    try:
        with ZipFile(parcel, "w", ZIP_STORED) as archive:
            for unit in units:
                gone.update(unit.gone)
                for record in unit.records():
                    _take(batch, record, since, archive)
        _withdraw(batch, since, gone, many)
        if batch.rows:
            _finish(folder / f"{number:04d}", parcel, batch, since, number)
    finally:
        parcel.unlink(missing_ok=True)
        with suppress(OSError):  # it holds earlier batches
            folder.rmdir()
    if not batch.rows:
        return None
    return Written(number, batch.count(ADDED), batch.count(CHANGED), batch.count(WITHDRAWN))


def _take(batch: _Batch, record: PublicRecord, since: Receipt, archive: ZipFile) -> None:
    """One published record: noted as sent, and a row and its files where the platform does not have it so."""
    values = record.values
    sent = Sent(_digest(record), values["title"], values["url"])
    batch.records[values["identifier"]] = sent
    known = since.records.get(values["identifier"])
    if known is not None and known.sha256 == sent.sha256:
        return
    place = f"{record.unit}/{record.address}"
    text = f"{place}.txt" if values.get("text") else ""
    if text:
        add(archive, text, f"{values['text']}\n".encode())
    inner = [f"{place}/{each.path.name}" for each in record.files]
    for name, each in zip(inner, record.files, strict=True):
        add(archive, name, each.path)
    names = SEPARATOR.join(each.name for each in record.files)
    operation, note = CHANGED if known else ADDED, ENDED if values.get("ended") else ""
    batch.rows.append((operation, *official_fields.row(values), text, names, SEPARATOR.join(inner), note))


def _digest(record: PublicRecord) -> str:
    canonical = json.dumps(record.values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = sha256(canonical.encode("utf-8", "surrogatepass"))
    for each in record.files:
        with each.path.open("rb") as stream:
            while chunk := stream.read(files.CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def _withdraw(batch: _Batch, since: Receipt, gone: Mapping[str, str], many: bool) -> None:
    """A row for each document that the platform has and that is public no more."""
    missing = sorted(since.records.keys() - batch.records.keys())
    silent = [identifier for identifier in missing if identifier not in gone]
    limit = threshold("batch_vanished_percent")
    if not many and len(silent) * 100 > len(since.records) * limit and len(silent) > 1:
        raise UsageError(
            f"上一批的 {len(since.records)} 条信息有 {len(silent)} 条不见了，又没有写“撤下”，超过 {limit}%，没有写批次",
            silent[0],
            "先看是不是单位没有生成：gongkai check；确实都撤下了的，加 --many 再运行",
        )
    for identifier in missing:
        known = since.records[identifier]
        values = {"identifier": identifier, "title": known.title, "url": known.url}
        cells = (values.get(key, "") for _, key in official_fields.COLUMNS)
        batch.rows.append((WITHDRAWN, *cells, "", "", "", gone.get(identifier, "不再公开")))


def _finish(place: Path, parcel: Path, batch: _Batch, since: Receipt, number: int) -> None:
    """Archive and table first, the receipt last: without it a batch does not count."""
    table = csv_text((HEADS, *batch.rows)).encode()
    receipt = {
        "format": FORMAT,
        "scope": since.scope,
        "number": number,
        "since": since.number,
        "counts": {name: batch.count(name) for name in (ADDED, CHANGED, WITHDRAWN)},
        "csv": {"name": f"{place.name}.csv", "size": len(table), "sha256": sha256(table).hexdigest()},
        "zip": {"name": f"{place.name}.zip", "size": parcel.stat().st_size, "sha256": _sha256_of(parcel)},
        "records": {identifier: asdict(each) for identifier, each in sorted(batch.records.items())},
    }
    os.replace(parcel, place.with_suffix(".zip"))
    files.replace(place.with_suffix(".csv"), table)
    text = json.dumps(receipt, ensure_ascii=False, indent=1)
    files.replace(place.with_suffix(".json"), f"{text}\n".encode())


def _sha256_of(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(files.CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
