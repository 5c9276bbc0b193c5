"""The records of a unit's documents, and its catalogues of them: what the provincial platform harvests.

None of these files depends on a theme, on the navigation or on another unit, so that a new look of the county changes
none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from generator.model import Body, County, Described, Document, Metadata, Page, RecordFile, ServiceGuide, UnitContent
from generator.records import FORMAT, describe, mapping, record_url, text_of, to_json
from generator.views import _catalogs
from generator.views._catalogs import Catalog, CatalogPart, CatalogParts, CatalogSheet, Gone, Renumbered, catalog_pages
from generator.views._registry import SAMPLE_UNIT, Owner, named


@dataclass(frozen=True, slots=True)
class Record:
    """A record: whose it is, what it describes, and what its text is made of, which an ended notice has no more."""

    unit: Owner
    described: Described
    body: Body | None
    service: ServiceGuide | None


def pages(content: UnitContent, county: County, today: date) -> Iterator[Page]:
    """A record beside every document's page, and the unit's catalogues, which list what is withheld as it was."""
    unit = content.unit
    owner = Owner(unit.slug, unit.name, unit.uscc)
    described = tuple(describe(unit, content.documents, county.site, today))
    for document, each in zip(content.documents, described, strict=True):
        yield Page(record_url(document.url), "record", _record(owner, document, each), document.source, False)
    yield from catalog_pages(unit, county.site, (*described, *content.described))


def _record(owner: Owner, document: Document, described: Described) -> Record:
    if described.metadata.ended:
        return Record(owner, described, None, None)
    return Record(owner, described, document.body, document.service)


def _write(record: Record) -> str:
    metadata = record.described.metadata
    found = {"format": FORMAT, **mapping(metadata, named(record.unit))}
    if record.described.files:
        found["attachments"] = [asdict(each) for each in record.described.files]
    found["source"] = metadata.source
    if not metadata.ended:
        found["text"] = text_of(record.body, record.service)
    return f"{to_json(found)}\n"


WRITERS = {"record": _write, **_catalogs.WRITERS}

_OWNER = Owner("yangli", "样例镇人民政府", "11530823000000000X")
_FILE = RecordFile("安排表", "https://x.example/info/2026-00001/a.csv", "安排表.csv", 12_345, "text/csv")
_METADATA = Metadata(
    identifier="11530823000000000X/2026-00001",
    url="https://x.example/info/2026-00001.html",
    title="关于做好春季护林防火工作的通知",
    issuing_agency="样例镇人民政府",
    date_published="2026-01-06",
    validity="in_force",
    kind="notice",
    column_key="gg",
    column_name="通知公告",
    openness="proactive",
    source="content/yangli/gg/a.md",
    former_identifiers=("11530823000000000X/2025-00007",),
)
_GONE = Gone("11530823000000000X/2025-00009", "2026-02-01", "重复发布", "https://x.example/info/2025-00009.html")
_NEW = Renumbered("11530823000000000X/2025-00007", "11530823000000000X/2026-00001")
_WHOLE = Described(_METADATA, (_FILE,))

SAMPLE = (
    Page("info/2026-00001.json", "record", Record(_OWNER, _WHOLE, Body("组织**巡护**。"), None), "", False),
    Page("catalog.json", "catalog", Catalog(SAMPLE_UNIT, (_METADATA,), (_GONE,), (_NEW,)), "", False),
    Page("catalog.csv", "catalog_sheet", CatalogSheet((_METADATA,)), "", False),
    Page("catalog/index.json", "catalog_parts", CatalogParts(_OWNER, 1, 100, "https://x.example/catalog/"), "", False),
    Page("catalog/1.json", "catalog_part", CatalogPart(_OWNER, 1, (_WHOLE,)), "", False),
)
