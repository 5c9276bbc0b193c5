"""Frictionless Data (Data Package 1, Tabular Data Resource): a table's columns, keys and bounds for machines.

A package may not reach out of its own folder. A table's own package therefore names the table by its address; the
unit's, which lies beside the tables, by their files, so that a copy of the folder can be validated without network.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.model import Form, TableField, TableSchema
from generator.views._datasets import Listed, Publisher, as_json

PACKAGE = "https://specs.frictionlessdata.io/tabular-data-package/"
REGISTRY = "registry.units"  # the resource that holds the county's units; a table's name has no dot


@dataclass(frozen=True, slots=True)
class TablePackage:
    """A package: of one table, by its address, or of all tables of a unit, as files beside it."""

    name: str
    title: str
    home: str
    publisher: Publisher
    listed: tuple[Listed, ...]
    together: bool = False
    registry: tuple[tuple[str, str, str], ...] = ()  # code, region code and name of every unit, where a table needs it
    registry_url: str = ""


def package(found: TablePackage) -> str:
    """The text of a `datapackage.json`."""
    resources = [_resource(each, found.together) for each in found.listed]
    return as_json(
        {
            "profile": "tabular-data-package",
            "name": found.name,
            "title": found.title,
            "homepage": found.home,
            "contributors": [{"title": found.publisher.name, "path": found.publisher.home, "role": "publisher"}],
            "resources": [*resources, *([_registry(found)] if found.registry else ())],
        }
    )


def resource_name(name: str) -> str:
    """A name as packages and resources have it."""
    return name.lower()


def _resource(listed: Listed, together: bool) -> dict[str, Any]:
    dataset = listed.dataset
    return {
        "name": resource_name(dataset.name),
        "profile": "tabular-data-resource",
        "title": dataset.title,
        "description": dataset.description,
        "path": posixpath.basename(dataset.url) if together else listed.address(dataset.url),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(dataset.schema),
    }


def _schema(schema: TableSchema) -> dict[str, Any]:
    foreign = [
        {"fields": each.name, "reference": {"resource": REGISTRY, "fields": each.registry.value}}
        for each in schema.fields
        if each.registry
    ]
    return {
        "fields": [_field(each) for each in schema.fields],
        "primaryKey": list(schema.key) or None,
        "foreignKeys": foreign or None,
    }


def _field(field: TableField) -> dict[str, Any]:
    constraints: Mapping[str, Any] = {
        "required": True if field.required else None,
        "minimum": _bound(field.form, field.minimum),
        "maximum": _bound(field.form, field.maximum),
    }
    return {
        "name": field.name,
        "type": field.form.value,
        "description": field.meaning,
        "unit": field.unit,
        "bareNumber": False if field.suffixed else None,
        "constraints": {key: value for key, value in constraints.items() if value is not None},
    }


def _bound(form: Form, written: str) -> str | int | float | None:
    """A bound as JSON has it: a number where its cells are numbers."""
    if not written:
        return None
    if form is Form.DATE:
        return written
    return float(written) if "." in written else int(written)


def _registry(found: TablePackage) -> dict[str, Any]:
    names = ("uscc", "region_code", "name")
    return {
        "name": REGISTRY,
        "profile": "tabular-data-resource",
        "title": "单位名录",
        "sources": [{"title": "单位名录", "path": found.registry_url}],
        "data": [dict(zip(names, row, strict=True)) for row in found.registry],
        "schema": {"fields": [{"name": name, "type": "string"} for name in names]},
    }
