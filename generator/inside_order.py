"""The order to bring the internal inboxes to a server of the intranet: planned, sent, switched as the public site is.

Two faces that never mix: such a target gets what `output/internal` shows and nothing else, its editions and its log lie
beside the inboxes, and a place that shows an edition of the other face is not touched.
"""

from __future__ import annotations

from datetime import datetime

from generator import inside
from generator.choice import Order
from generator.dispatching.settings import intranet_of
from generator.editions import Origin
from generator.errors import GeneratorError
from generator.inside_inventory import internal_inventory
from generator.tasks import Task


def inside_order(task: Task, moment: datetime) -> Order:
    """The whole of the inboxes; `GeneratorError` where there are none, or a file of them is not as it was made."""
    address = intranet_of(task.root)
    if not address:
        raise GeneratorError("内网的目标没有内容可发", "site.yaml", "先写“公文流转”和它的“内网网址”，见公文流转手册")
    return Order(
        output=inside.home(task.output),
        inventory=internal_inventory(task.output),
        origin=Origin(task.site.footer.site_identity_code, address, "", moment),
        shunned=task.site.base_url,
    )
