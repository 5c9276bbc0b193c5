"""The table of what `site.yaml` says of official documents that are routed to units (公文流转)."""

from __future__ import annotations

from generator.forms import Fields, Text, entry, needed

INBOX = "oa-inbox"


class RoutingFields(Fields):
    """公文流转."""

    address: str = needed("内网网址", "内网服务器上 output/internal/ 的地址，以 / 结尾；公众不能访问")
    inbox: str = entry("收文夹", "办公系统把公文放到哪个文件夹；相对于工作区，或者写全路径", default=INBOX)
    columns: Text = entry("列名对照", "目录和 .yaml 里的列名与字段的对照（YAML 文件，相对于工作区）")
    groups: dict[str, str] = entry("分组", "自己起的组名和组里的单位，例如 防汛成员: 水务局、应急局", default={})
    deadlines: dict[str, str] = entry(
        "签收期限", "按紧急程度，写几个工作日或几小时（只算办公时间）", default={"平件": "2个工作日"}
    )
    office_hours: str = entry("办公时间", "一天里办公的几段时间", default="8:30-11:30、14:30-17:30")
    networks: dict[str, str] = entry("网段", "哪些地址可以看哪个单位的收文；“总览”看全县的签收情况", default={})
