"""One unit harvested: lists first, then every record that they name, then whatever stands beside the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from generator.federation import data_sets, listing
from generator.federation.answers import Answer, Asked, Reach
from generator.federation.harvested import (
    Answered,
    Harvest,
    Known,
    Listed,
    Member,
    Record,
    Registry,
    SiteAddress,
    Trouble,
    Values,
    objects,
)
from generator.federation.places import Places
from generator.federation.reader import Reader, absolute, head_facts
from generator.federation.ruling import Fault, judged
from generator.federation.tallies import Outcome, Tally, compared
from generator.rulebook import rules

AT_ONCE = 256  # records that are in memory as bytes


@dataclass(frozen=True, slots=True)
class Job:
    """Harvest one unit."""

    member: Member
    registry: Registry
    reach: Reach
    today: date
    known: Mapping[str, Known]
    accepted: bool
    workspace: Path | None

    @property
    def slug(self) -> str:
        """The unit."""
        return self.member.slug


@dataclass(frozen=True, slots=True)
class Harvested:
    """What came of a unit: counts, faults, what is remembered, what was read of it this time."""

    slug: str
    name: str
    tally: Tally
    faults: tuple[Fault, ...]
    kept: Mapping[str, Known]
    read: Mapping[str, Known]
    documents: int  # entries of its catalogue
    newest: str
    failed: int  # files that could not be fetched
    held: bool

    @property
    def status(self) -> str:
        """The gravest that can be said of it; `ok` only where everything was fetched and nothing is wrong."""
        if self.held:
            return "held"
        return "failed" if self.failed else "faulty" if self.faults else "ok"


def harvest(job: Job) -> Harvested:
    """Harvest a unit and judge it; whatever is wrong with its files comes back as faults."""
    reader, member = Reader(job.reach), job.member
    catalogue = reader.json(member.text("catalog"), "公开目录 catalog.json")
    lists = listing.resource_lists(reader, member)
    expected = lists.resources or {}
    named = _named(catalogue, member.base)
    records = tuple(_with_pages(reader, _records(reader, named, expected)))
    attachments = _attachments(reader, records, expected)
    editions = listing.editions(reader, member) if catalogue is not None else {}
    feed = listing.feed(reader, member.text("feed"))
    site_map = listing.site_map(reader, member.text("sitemap"))
    data = data_sets.data_catalogue(reader, member, lists)
    tables = tuple(data_sets.tables(reader, data, member.base))
    home = reader.page(member.base, "单位首页", (job.registry.base, member.base))
    read = {each.identifier: Known(each.sha256, each.address, each.source) for each in reversed(records)}
    outcome = _outcome(job, catalogue, named, read)
    found = Harvest(
        member=member,
        registry=job.registry,
        today=job.today,
        catalogue=catalogue,
        records=records,
        listed=frozenset(named),
        lists=lists,
        editions=editions,
        feed=feed,
        site_map=site_map,
        dead=tuple(_dead(job.reach, site_map or ())),
        attachments=attachments,
        sums={address: each for address, each in reader.sums.items() if address in expected},
        data=data,
        tables=tables,
        home=home,
        missed=tuple(reader.missed),
        before=job.known,
        silent=outcome.silent,
        held=outcome.held,
    )
    return _told(found, outcome, read, Places(job.workspace))


def _told(found: Harvest, outcome: Outcome, read: Mapping[str, Known], places: Places) -> Harvested:
    """What is told of a harvest: small, since it may come from another process."""
    return Harvested(
        slug=found.member.slug,
        name=found.member.name,
        tally=outcome.tally,
        faults=tuple(sorted(judged(found, places), key=Fault.sort_key)),
        kept=outcome.kept,
        read=read,
        documents=len(found.documents()),
        newest=max((each.text("date_published") for each in found.records), default=""),
        failed=sum(each.trouble is Trouble.FAILED for each in found.missed),
        held=outcome.held,
    )


def _dead(reach: Reach, site_map: Iterable[SiteAddress]) -> Iterator[str]:
    """Addresses of a site map that lead nowhere; over the network nobody asks for all of them."""
    return (each.address for each in site_map if reach.thorough and not reach.exists(each.address))


def _named(catalogue: Values | None, base: str) -> dict[str, Values]:
    """The records that the catalogue names: address → entry; a doubled address counts once."""
    found: dict[str, Values] = {}
    for entry in objects(catalogue, "documents"):
        written = entry.get("record")
        if isinstance(written, str) and written:
            found.setdefault(absolute(base, written), entry)
    return found


def _records(reader: Reader, named: Mapping[str, Values], expected: Mapping[str, Listed]) -> Iterator[Record]:
    asked = ((address, expected[address].sha256 if address in expected else "") for address in named)
    for answer in reader.all(asked):
        entry = named[answer.address]
        source = str(entry.get("source") or "")
        data = reader.taken(answer, f"信息记录「{entry.get('title', '')}」", source)
        values = None if data is None else reader.parsed(data, answer.address, "信息记录", source)
        if values is not None:
            yield Record(answer.address, values, answer.sha256, answer.length)


def _with_pages(reader: Reader, records: Iterator[Record]) -> Iterator[Record]:
    """Each record with what its page's head says: of all of them, or over the network of the first ones."""
    left = None if reader.reach.thorough else int(rules("federation")["pages_sampled"])
    while some := list(islice(records, AT_ONCE)):
        asked = [each for each in some if each.text("url")][:left]
        left = None if left is None else left - len(asked)
        answers = {answer.address: answer for answer in reader.all((each.text("url"), "") for each in asked)}
        yield from (_with_page(reader, each, answers.get(each.text("url"))) for each in some)


def _with_page(reader: Reader, record: Record, answer: Answer | None) -> Record:
    if answer is None:
        return record
    data = reader.taken(answer, f"信息页面「{record.text('title')}」", record.source)
    return record if data is None else record.paged(head_facts(data, answer.address))


def _attachments(reader: Reader, records: tuple[Record, ...], expected: Mapping[str, Listed]) -> dict[str, Answered]:
    """What came of every attachment; a failed one is remembered as missed."""
    owners = {address: record for record in records for address, _ in record.attachments()}
    asked: list[Asked] = [(each, expected[each].sha256 if each in expected else "") for each in owners]
    found = {}
    for answer in reader.reach.digest(asked):
        if answer.wrong and not answer.absent:
            reader.miss(Trouble.FAILED, answer.address, "附件", answer.wrong, owners[answer.address].source)
        else:
            found[answer.address] = Answered(answer.sha256, answer.length, answer.absent)
    return found


def _outcome(job: Job, catalogue: Values | None, named: Mapping[str, Values], read: Mapping[str, Known]) -> Outcome:
    """Compare with the last harvest; where the catalogue could not be used, nothing of the unit is known."""
    if catalogue is None:
        return compared(job.known, {}, frozenset(job.known), frozenset(), job.accepted)
    wanted = {str(entry.get("identifier") or "") for entry in named.values()}
    return compared(job.known, read, frozenset(wanted - read.keys()), _departed(catalogue), job.accepted)


def _departed(catalogue: Values) -> Set[str]:
    """Index numbers of which the catalogue says what became of them: withdrawn, or given up for another."""
    withdrawn = {str(each.get("identifier")) for each in objects(catalogue, "withdrawn")}
    return withdrawn | {str(each.get("former")) for each in objects(catalogue, "renumbered")}
