"""Frictionless as a judge of tables: `validate`; it is imported here only, since importing it changes the process."""

from __future__ import annotations

import csv

_LIMIT = csv.field_size_limit()
import frictionless.formats.csv.parser  # noqa: E402, F401  raises the limit of cells for whoever reads CSV here
from frictionless import validate  # noqa: E402

csv.field_size_limit(_LIMIT)

__all__ = ["validate"]
