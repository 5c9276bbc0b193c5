"""Who has what, and where it stands at this moment: the store and the receipts as inboxes and as an overview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from generator.dispatch_store import Store
from generator.dispatching.settings import Settings
from generator.model import Site
from generator.model.routing import Delivery, Dispatch, Inbox, Overview, Recall, Receipt, Standing
from generator.office_hours import due
from generator.receipts import Signed
from generator.rulebook import rules

Delivered = Mapping[str, Mapping[str, Delivery]]  # by serial, by unit


def delivered(store: Store, signed: Signed, settings: Settings, moment: str) -> Delivered:
    """Every dispatch with every unit that it was sent to."""
    return {
        each.serial: dict(_to_all(each, store.recalls.get(each.serial), signed, settings, moment))
        for each in store.dispatches
    }


def _to_all(
    dispatch: Dispatch, recall: Recall | None, signed: Signed, settings: Settings, moment: str
) -> list[tuple[str, Delivery]]:
    period = settings.periods[dispatch.urgency or rules("routing")["usual"]]
    until = due(dispatch.arrived, period, settings.hours)
    made = []
    for unit in dispatch.addressees:
        receipt = signed.get((unit, dispatch.serial))
        standing = _standing(receipt, recall, until, moment)
        made.append((unit, Delivery(dispatch, unit, unit not in dispatch.main, until, standing, receipt, recall)))
    return made


def _standing(receipt: Receipt | None, recall: Recall | None, until: str, moment: str) -> Standing:
    if recall:
        return Standing.RECALLED
    if receipt:
        return Standing.LATE if receipt.moment > until else Standing.RECEIVED
    return Standing.OVERDUE if moment > until else Standing.UNREAD


def inboxes(found: Delivered, settings: Settings, site: Site) -> tuple[Inbox, ...]:
    """The inbox of every unit, also of those that have been sent nothing yet."""
    by_unit: defaultdict[str, dict[str, list[Delivery]]] = defaultdict(dict)
    for units in reversed(found.values()):  # type: ignore[call-overload]
        for slug, each in units.items():
            by_unit[slug].setdefault(each.dispatch.month, []).append(each)
    members, names = settings.registry.members, _names(settings)
    return tuple(
        Inbox(
            member,
            f"{settings.address}{slug}/",
            site.host,
            names,
            {month: tuple(each) for month, each in by_unit[slug].items()},
        )
        for slug, member in members.items()
    )


def overview(store: Store, found: Delivered, settings: Settings, site: Site) -> Overview:
    """What the office that sends documents sees."""
    months: dict[str, list[Dispatch]] = {}
    for each in reversed(store.dispatches):
        months.setdefault(each.month, []).append(each)
    return Overview(
        site.name,
        tuple(settings.registry.members.values()),
        _names(settings),
        {month: tuple(each) for month, each in months.items()},
        store.recalls,
        found,
    )


def _names(settings: Settings) -> dict[str, str]:
    return {slug: member.short_name for slug, member in settings.registry.members.items()}
