"""The tables of what `site.yaml` says of letters: the ways to write, their deadlines, the day of the bulletin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from generator.forms import Fields, Text, entry, needed
from generator.links import is_outside
from generator.model import LetterChannel, LetterSettings
from generator.rulebook import rules


class LetterChannelFields(Fields):
    """写信的一个渠道；信由别的系统收，本站不收集个人信息."""

    name: str = needed("名称", "例如 县长信箱")
    working_days: Annotated[int, Field(ge=1, le=250)] = needed("期限", "收到以后多少个工作日以内答复")
    by_category: dict[str, int] = entry("类别期限", "有的类别另有期限（工作日），例如 {咨询: 5}", default={})
    url: Text = entry("网址", "写信的地址，{unit} 换成单位的统一社会信用代码")
    note: Text = entry("说明", "写在链接旁边，例如 由县信访局受理")


class LetterFields(Fields):
    """来信和答复."""

    channels: tuple[LetterChannelFields, ...] = entry("渠道", "没有写的是县长信箱、网上信访、建言献策", default=())
    cutoff_day: Annotated[int, Field(ge=1, le=28)] = entry("通报截止", "每月通报统计到次月几日", default=5)


def letter_settings(fields: LetterFields | None) -> LetterSettings:
    """The settings as a value; the usual channels where none is named."""
    named = fields.channels if fields else ()
    usual = tuple(LetterChannelFields(**each) for each in rules("letters")["channels"])
    channels = (
        LetterChannel(each.name, each.working_days, tuple(sorted(each.by_category.items())), each.url, each.note)
        for each in named or usual
    )
    return LetterSettings(tuple(channels), fields.cutoff_day if fields else 5)


def letter_faults(fields: LetterFields | None) -> Iterator[tuple[str, str, str]]:
    """What is wrong in the settings: code, place in `site.yaml`, message."""
    seen: set[str] = set()
    for place, each in enumerate(fields.channels if fields else ()):
        where = f"letters.channels.{place}"
        if each.name in seen:
            yield "F103", f"{where}.name", f"渠道「{each.name}」写了两次"
        seen.add(each.name)
        if each.url and not (is_outside(each.url) and each.url.startswith(("https://", "http://", "mailto:"))):
            yield "F103", f"{where}.url", "渠道的网址应当以 https:// 开头"
        for name, days in each.by_category.items():
            if name not in rules("letters")["categories"] or days < 1:
                yield "F103", f"{where}.by_category", f"类别期限「{name}」应当是已有的类别，天数是正整数"
