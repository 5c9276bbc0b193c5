"""The table of what `waivers.yaml` says: findings that somebody answers for."""

from __future__ import annotations

from generator.forms import Day, Fields, Text, entry, needed


class WaiverFields(Fields):
    """豁免一个问题."""

    code: str = needed("代码", "报告里的问题代码，例如 D202")
    file: Text = entry("文件", "本单位文件夹里的文件，例如 gg/x.md；不写则是 unit.yaml")
    digest: Text = entry("摘要", "报告里这个问题的摘要；写了就只豁免这一处，内容一改豁免就失效")
    reason: str = needed("理由", "为什么可以不改")
    approver: str = needed("批准人", "谁批准的")
    expires: Day = needed("到期", "豁免到哪一天为止")


class WaiversFields(Fields):
    """单位的豁免（waivers.yaml）."""

    waivers: tuple[WaiverFields, ...] = entry("豁免", "经批准不改的问题，逐条写明", default=())
