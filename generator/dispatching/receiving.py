"""What lies in the folder goes into the store: each document whole or not at all, one that fails stops no other."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import dispatch_store
from generator.dispatch_store import Store
from generator.dispatching.admission import Admitted, Candidate, admit
from generator.dispatching.settings import Settings
from generator.drop_folder import Listing, listed
from generator.errors import GeneratorError, UsageError
from generator.model import Finding
from generator.model.routing import Dispatch, Recall
from generator.oa_index import INDEXES, YAML, rows
from generator.oa_rows import Listed
from generator.routing_faults import fault
from generator.rulebook import rules

RECALLING, REPLACING, REASON = "撤回", "替换", "原因"


@dataclass(slots=True)
class Received:
    """What came of a look into the folder: what was registered, what is wrong, and what may be cleared away."""

    registered: list[Dispatch] = field(default_factory=list)
    recalled: list[Dispatch] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    done: list[tuple[str, ...]] = field(default_factory=list)  # files of each document that is kept in the store now


def receive(
    root: Path, settings: Settings, files_there: Listing, settled: frozenset[str], moment: str, limit: int
) -> Received:
    """Register what lies in the folder and has settled; `files_there` is how it was listed a moment ago."""
    turn = _Turn(root, settings, files_there, settled, moment, limit)
    if any(name in settled for name in files_there):
        turn.take_all()
    return turn.received


@dataclass(slots=True)
class _Turn:
    """One look: what is known of the store grows with every document that is registered."""

    root: Path
    settings: Settings
    there: Listing
    settled: frozenset[str]
    moment: str
    limit: int
    received: Received = field(default_factory=Received)
    store: Store = field(default_factory=Store)

    def take_all(self) -> None:
        self.store = dispatch_store.load(self.root)
        index = next((name for name in INDEXES if name in self.there), "")
        if index and index not in self.settled:
            return
        further = {name: tuple(names) for name, names in rules("routing")["columns"].items()}
        try:
            found = rows(self.settings.folder, self.settings.columns, further)
        except UsageError as error:
            self.received.findings.append(self._finding("G101", str(error.where), error.what, error.advice))
            return
        kept = [self._take(each, index) for each in self._in_order(found)]
        if index and kept and all(kept):  # every row is kept: the index goes with them
            named = {name for each in found for name in (each.file, *each.attachments) if name}
            self.received.done.append((*sorted(named), index))

    def _in_order(self, found: Iterable[Listed]) -> list[Listed]:
        """Documents before what recalls or replaces them."""
        return sorted(found, key=lambda each: (RECALLING in each.values, REPLACING in each.values, each.place))

    def _finding(self, code: str, where: str, message: str, fix: str = "") -> Finding:
        folder = self._shown("")
        place = where.removeprefix(f"{self.settings.folder}").lstrip("/")
        path, _, line = place.partition(":")
        number = line.partition(":")[0]
        return fault(code, f"{folder}{path}", int(number) if number.isdigit() else 1, message, fix)

    def _shown(self, name: str) -> str:
        """A path in the folder as it is told: from the workspace where it lies in it."""
        folder = self.settings.folder
        return f"{folder.relative_to(self.root) if folder.is_relative_to(self.root) else folder}/{name}"

    def _take(self, each: Listed, index: str) -> bool:
        """Register one document; whether it is in the store now."""
        path, _, line = each.place.partition(":")
        number = line.partition(":")[0]
        candidate = Candidate(each, path, int(number) if number.isdigit() else 1, self._shown(path))
        explained = () if index else (path,) if path.lower().endswith(YAML) else ()
        own = tuple(dict.fromkeys(filter(None, (each.file, *each.attachments, *explained))))
        if not all(unicodedata.normalize("NFC", name) in self._settled_names() for name in own):
            return False  # still being written: told when it has settled
        before = len(self.received.findings)
        try:
            kept = self._judge(candidate, explained)
        except (UsageError, GeneratorError) as error:
            self.received.findings.append(candidate.fault("G106", error.what, error.advice))
            kept = False
        except OSError as error:  # taken away, or not to be read
            self.received.findings.append(candidate.fault("G106", f"读不了：{error.strerror}"))
            kept = False
        if kept and not index:
            self.received.done.append(own)
        assert kept or len(self.received.findings) > before
        return kept

    def _settled_names(self) -> frozenset[str]:
        return frozenset(unicodedata.normalize("NFC", name) for name in self.settled)

    def _judge(self, candidate: Candidate, explained: tuple[str, ...]) -> bool:
        listed_now = candidate.listed
        if wrong := tuple(self._unreadable(candidate, explained)):
            self.received.findings += wrong
            return False
        if listed_now.values.get(RECALLING, "").strip():
            return self._recall(candidate)
        admitted = admit(candidate, self.settings, self.moment, self.limit)
        if not isinstance(admitted, Admitted):
            self.received.findings += admitted
            return False
        return self._register(candidate, admitted, explained)

    def _unreadable(self, candidate: Candidate, explained: tuple[str, ...]) -> Iterator[Finding]:
        """What could not be understood in a row: nothing is routed by half, for what is missing may forbid it."""
        each = candidate.listed
        told = [remark for remark in each.remarks if explained or ":" in remark.place]  # an index's further columns
        for remark in told:
            yield self._finding(
                "G101", remark.place, remark.message.replace("，没有导入", "").replace("没有导入", "不认识")
            )
        if not each.file and RECALLING not in each.values and not told:
            yield candidate.fault("G101", "没有写“文件”，或者旁边没有同名的文件")

    # ── what is there already ───────────────────────────────────────────────────────────────────────────────────

    def _register(self, candidate: Candidate, admitted: Admitted, explained: tuple[str, ...]) -> bool:
        dispatch = admitted.dispatch
        if same := next((each for each in self.store.dispatches if each.digest == dispatch.digest), None):
            self.received.findings.append(candidate.fault("G109", f"与 {same.serial} 完全相同"))
            return True
        replaces, wrong = self._replaced(candidate, dispatch)
        if wrong := wrong or self._double(candidate, dispatch, replaces):
            self.received.findings.append(wrong)
            return False
        number = dispatch_store.next_number(self.store.dispatches, dispatch.sender, self.moment[:4])
        serial = f"{dispatch.sender}-{self.moment[:4]}-{number:04d}"
        made = replace(dispatch, serial=serial, replaces=replaces.serial if replaces else "")
        beside = [self.settings.folder / name for name in explained]
        dispatch_store.register(self.root, made, admitted.sources, beside)
        recalls = dict(self.store.recalls)
        if replaces:
            recalls[replaces.serial] = Recall(self.moment, made.said(REASON), serial)
        self.store = self.store._replace(dispatches=(*self.store.dispatches, made), recalls=recalls)
        self.received.registered.append(made)
        if replaces:
            self._told_recall(candidate, replaces)
        return True

    def _named(self, written: str) -> Dispatch | None:
        """The dispatch that a document number or a serial means; of several the newest that holds."""
        wanted = written.strip()
        found = [each for each in self.store.dispatches if wanted in (each.serial, each.document_number)]
        holding = [each for each in found if each.serial not in self.store.recalls]
        return next(reversed(holding or found), None)

    def _replaced(self, candidate: Candidate, dispatch: Dispatch) -> tuple[Dispatch | None, Finding | None]:
        """The one in whose place a dispatch comes, and what is wrong with that."""
        written = dispatch.said(REPLACING)
        if not written:
            return None, None
        old = self._named(written)
        return old, self._not_to_be_taken_back(candidate, old, written, dispatch.sender, REPLACING)

    def _not_to_be_taken_back(
        self, candidate: Candidate, old: Dispatch | None, written: str, sender: str, verb: str
    ) -> Finding | None:
        """Why a dispatch cannot be recalled or replaced; None where it can be."""
        if old is None:
            return candidate.fault("G108", f"要{verb}的「{written}」没有登记过")
        if old.serial in self.store.recalls:
            return candidate.fault("G108", f"要{verb}的「{written}」已经撤回了")
        if old.sender != sender:
            return candidate.fault("G108", f"「{written}」不是这个单位发的，不能由它{verb}")
        if not candidate.listed.values.get(REASON, "").strip():
            return candidate.fault("G108", f"{verb}「{written}」没有写“{REASON}”")
        return None

    def _double(self, candidate: Candidate, dispatch: Dispatch, replaces: Dispatch | None) -> Finding | None:
        """The same number of the same sender, or the same bytes, under other words."""
        holding = [each for each in self.store.dispatches if each.serial not in self.store.recalls and each != replaces]
        for each in holding:
            if (
                each.sender == dispatch.sender
                and each.document_number
                and each.document_number == dispatch.document_number
            ):
                return candidate.fault("G107", f"文号「{each.document_number}」已经登记为 {each.serial}")
            if each.files[0].sha256 == dispatch.files[0].sha256:
                return candidate.fault("G107", f"「{dispatch.files[0].name}」与 {each.serial} 的原件是同一个文件")
        return None

    # ── taken back ──────────────────────────────────────────────────────────────────────────────────────────────

    def _recall(self, candidate: Candidate) -> bool:
        values = candidate.listed.values
        written, reason = values[RECALLING], values.get(REASON, "").strip()
        sender = self.settings.registry.unit(values.get("发布机构", ""))
        old = self._named(written)
        recalled = self.store.recalls.get(old.serial) if old else None
        if old and recalled and recalled.reason == reason and old.sender == sender:  # cut off before it was cleared
            return True
        if wrong := self._not_to_be_taken_back(candidate, old, written, sender, RECALLING):
            self.received.findings.append(wrong)
            return False
        assert old is not None
        told = Recall(self.moment, reason)
        dispatch_store.recall(self.root, old, told)
        self.store = self.store._replace(recalls={**self.store.recalls, old.serial: told})
        self._told_recall(candidate, old)
        return True

    def _told_recall(self, candidate: Candidate, old: Dispatch) -> None:
        """What is public of it stays until its editor takes it down: that is told, not done."""
        self.received.recalled.append(old)
        if path := self.store.disclosed.get(old.serial):
            self.received.findings.append(candidate.fault("G203", f"{old.serial} 已撤回，公开的一份在 {path}"))


def clear(settings: Settings, there: Listing, done: Iterable[tuple[str, ...]]) -> None:
    """Take away what the store holds: files that are still as they were when they were listed."""
    now = listed(settings.folder)
    for names in done:
        for name in names:
            if name in now and now[name] == there.get(name):
                (settings.folder / name).unlink(missing_ok=True)
                _tidy(settings.folder, name)


def _tidy(folder: Path, name: str) -> None:
    """The folders that a file lay in, as far as they are empty."""
    while name := posixpath.dirname(name):
        with suppress(OSError):
            (folder / name).rmdir()
