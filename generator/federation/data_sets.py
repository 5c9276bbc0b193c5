"""The tables of a unit: the packages that `data.json` leads to, and the header of each CSV."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from generator.federation.harvested import Table, Values, objects
from generator.federation.reader import Reader

PACKAGE = "datapackage.json"


def tables(reader: Reader, data: Values | None, base: str) -> Iterator[Table]:
    """Every CSV of the unit that its data catalogue offers, with the fields that its package declares."""
    for dataset in objects(data, "dataset"):
        for distribution in objects(dataset, "distribution"):
            address = distribution.get("downloadURL")
            if isinstance(address, str) and address.startswith(base) and address.endswith(".csv"):
                yield from _table(reader, address)


def _table(reader: Reader, address: str) -> Iterator[Table]:
    package = f"{address.removesuffix('.csv')}/{PACKAGE}"
    described = reader.json(package, "数据包说明 datapackage.json")
    rows = reader.rows(address, "数据表")
    if described is None or rows is None:
        return
    source = str(described.get("source") or "")
    for resource in objects(described, "resources"):
        if urljoin(package, str(resource.get("path", ""))) == address:
            schema = resource.get("schema")
            fields = objects(schema, "fields") if isinstance(schema, dict) else ()
            declared = tuple(str(each.get("name", "")) for each in fields)
            yield Table(address, source, declared, tuple(rows[0]) if rows else ())
            return
    yield Table(address, source, (), tuple(rows[0]) if rows else ())
