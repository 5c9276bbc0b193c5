"""A unit does not announce the ways of asking for information that it may not refuse."""

from generator.checks import Found, check
from generator.model import UnitContent

BASIC = {"当面": ("当面",), "邮寄": ("邮寄", "邮政", "信函")}


@check(
    "P103",
    "breach",
    law="国办公开办函〔2017〕19号；《政府信息公开条例》第二十九条",
    fix="在 unit.yaml 的“申请渠道”里写当面提交和邮寄；其他渠道写明地址和说明",
    bad="=== unit.yaml\n申请渠道:\n  - {方式: 在线申请, 地址: 'https://xxgk.province.example/'}\n",
    good=(
        "=== unit.yaml\n申请渠道:\n  - {方式: 当面提交, 地址: 示例路 1 号}\n  - {方式: 邮寄, 地址: 示例路 1 号}\n"
        "  - {方式: 在线申请, 地址: 'https://xxgk.province.example/', 说明: 先注册再申请}\n",
    ),
)
def channels_few(content: UnitContent) -> Found:
    """当面提交和邮政寄送是不能拒绝的基本渠道；其他渠道公布了才有效，公布就要写明怎样用。"""
    announced = [each.kind for each in content.unit.channels]
    for name, words in BASIC.items():
        if not any(word in kind for kind in announced for word in words):
            yield f"申请渠道里没有“{name}”", "channels"
    basic = tuple(word for words in BASIC.values() for word in words)
    for number, each in enumerate(content.unit.channels):
        if not each.notes and not any(word in each.kind for word in basic):
            yield f"申请渠道“{each.kind}”没有写说明", f"channels.{number}"
