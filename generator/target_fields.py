"""The table of what `site.yaml` says of publishing targets."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.forms import Fields, Text, entry, needed


class TargetFields(Fields):
    """一个发布目标."""

    name: str = needed("名称", "自己起的名字，用小写字母、数字和连字符，例如 www")
    kind: str = needed("类型", "文件夹、rsync 等，见 运维手册·发布")
    shows: Text = entry("内容", "公开（不写也是）或者 内网：内网的只发内部收文，见 公文流转手册", default="")
    options: dict[str, str] = entry("选项", "这一类型的选项，见 运维手册·发布；密码、密钥不写在这里", default={})
    address: Text = entry("网址", "公众看到的网址（或者本机能看到的文件夹）；每晚发布以后从这里核对", default="")
    releases: Annotated[int, Field(ge=2, le=100)] = entry("保留", "那边保留多少个版本", default=10)
    width: Annotated[int, Field(ge=1, le=32)] = entry("并发", "最多同时用几个连接", default=4)
    patience: Annotated[int, Field(ge=1, le=600)] = entry("超时", "对方多少秒没有回应就放弃", default=20)
    attempts: Annotated[int, Field(ge=1, le=10)] = entry("重试", "连接断了，一共试几次", default=3)
