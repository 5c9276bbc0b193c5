"""The data catalogue of a unit and its tables: the packages that it leads to, and the header of each CSV."""

from __future__ import annotations

from collections.abc import Iterator

from generator.federation.answers import joined
from generator.federation.harvested import Lists, Member, Table, Trouble, Values, objects
from generator.federation.reader import Reader

PACKAGE = "datapackage.json"


def data_catalogue(reader: Reader, member: Member, lists: Lists) -> Values | None:
    """`data.json`; a unit that publishes no table need not have one."""
    address, known = member.text("data"), len(reader.missed)
    found = reader.json(address, "数据目录 data.json") if address else None
    if not lists.tables() and any(each.trouble is Trouble.ABSENT for each in reader.missed[known:]):
        del reader.missed[known:]
    return found


def tables(reader: Reader, data: Values | None, base: str) -> Iterator[Table]:
    """Every CSV of the unit that its data catalogue offers, with the fields that its package declares."""
    for dataset in objects(data, "dataset"):
        for distribution in objects(dataset, "distribution"):
            address = distribution.get("downloadURL")
            if isinstance(address, str) and address.startswith(base) and address.endswith(".csv"):
                described = str(distribution.get("describedBy") or f"{address.removesuffix('.csv')}/{PACKAGE}")
                yield from _table(reader, address, described, str(dataset.get("landingPage") or ""))


def _table(reader: Reader, address: str, package: str, page: str) -> Iterator[Table]:
    described = reader.json(package, "数据包说明 datapackage.json")
    rows = reader.rows(address, "数据表")
    if described is not None and rows is not None:
        yield Table(address, page, _declared(described, package, address), tuple(rows[0]) if rows else ())


def _declared(described: Values, package: str, address: str) -> tuple[str, ...]:
    """The names of the fields of the resource that is this table; none where the package does not have it."""
    for resource in objects(described, "resources"):
        schema = resource.get("schema")
        if joined(package, str(resource.get("path", ""))) == address and isinstance(schema, dict):
            return tuple(str(each.get("name", "")) for each in objects(schema, "fields"))
    return ()
