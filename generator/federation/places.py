"""Where in the workspace a published value comes from: the line of a field, where the workspace is at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from posixpath import normpath

from generator import frontmatter
from generator.model import START, Mark
from generator.sources import read_text_file

FIELDS = {  # the keys of records and of the registry whose field in the source has another name
    "identifier": "index_number",
    "former_identifiers": "former_index_numbers",
    "url": "index_number",
    "ended": "public_until",
    "site_identity_code": "footer",
}


@dataclass(frozen=True, slots=True)
class Places:
    """The lines of a workspace; without one, everything stands in line 1."""

    root: Path | None = None

    def mark(self, source: str, field: str) -> Mark:
        """The place of a field (`date_written`, `withdrawn.0`) in a source; its first line where that is not known.

        The source is what somebody published: nothing but a text below `content/`, or `site.yaml`, is opened.
        """
        if self.root is None or not field or not _is_ours(source):
            return START
        marks = _marks(self.root, source)
        name, _, rest = field.partition(".")
        found = marks.get(FIELDS.get(name, name), {})
        return found.get(rest) or found.get("") or START


def _is_ours(source: str) -> bool:
    inside = source == "site.yaml" or (source.startswith("content/") and normpath(source) == source)
    return inside and source.endswith((".md", ".yaml")) and "\0" not in source


@lru_cache(maxsize=4096)
def _marks(root: Path, source: str) -> Mapping[str, Mapping[str, Mark]]:
    """Of each field of a source: the place of its key under "", and of what stands below it by path."""
    from generator.document_fields import DocumentFields
    from generator.forms import names_of
    from generator.site_fields import SiteFields
    from generator.unit_fields import UnitFields

    try:
        data = read_text_file(root, source)
    except OSError:  # published from another state of the workspace, or not from this one
        return {}
    if source.endswith(".md"):
        table, head = names_of(DocumentFields), frontmatter.read(data).head
    else:
        table = names_of(SiteFields if source == "site.yaml" else UnitFields)
        head = frontmatter.parse_mapping(frontmatter.decode(data)[0])
    found: dict[str, dict[str, Mark]] = {}
    for path, mark in {**head.marks, **head.keys}.items():
        key, _, rest = path.partition(".")
        found.setdefault(table.get(key, key), {})[rest] = mark
    return found
