"""What a unit has beside its columns, such as meetings or villages: the front pages that views name (`front`,
`county_front`), for the site map and for homes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model import County, Link, Mount, UnitContent
from generator.shelf import collect


def fronts(content: UnitContent, county: County, today: date) -> Iterator[Link]:
    """The unit's, and at the county's root the county's, each after the unit's own of that kind."""
    portal = content.unit.mount is Mount.ROOT
    for view in collect("generator.views"):
        if hasattr(view, "front") and (own := view.front(content, today)):
            yield own
        if portal and hasattr(view, "county_front") and (common := view.county_front(county)):
            yield common
