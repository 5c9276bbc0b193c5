"""The table of what `site.yaml` says of messages after the nightly run."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from generator.forms import SPLIT, Fields, Text, entry, needed

TLS, STARTTLS, PLAIN = "TLS", "STARTTLS", "不加密"
WECOM, DINGTALK, FEISHU = "企业微信", "钉钉", "飞书"
ADDRESS = re.compile(r"[^@\s<>,;:\"()\\]+@[^@\s<>,;:\"()\\]+", re.ASCII)
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def _one_of(*values: str) -> Any:
    def known(value: object) -> object:
        if value not in values:
            raise ValueError(f"「{value}」不在可选值之内：{'、'.join(values)}")
        return value

    return Annotated[str, BeforeValidator(known), WithJsonSchema({"enum": list(values)})]


def _address(value: object) -> object:
    if not isinstance(value, str) or not ADDRESS.fullmatch(value):
        raise ValueError(f"「{value}」不是邮箱地址，写作 name@county.example")
    return value


def _name(value: object) -> object:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise ValueError(f"「{value}」只能用小写字母、数字和连字符，例如 qun")
    return value


Address = Annotated[str, BeforeValidator(_address)]
Addresses = Annotated[
    tuple[Address, ...],
    SPLIT,
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


class MailFields(Fields):
    """发信的服务器."""

    host: str = needed("主机", "发信服务器（SMTP）的主机名")
    port: Annotated[int, Field(ge=1, le=65535)] = entry("端口", "TLS 多是 465，STARTTLS 多是 587", default=465)
    security: _one_of(TLS, STARTTLS, PLAIN) = entry("加密", "TLS、STARTTLS 或 不加密", default=TLS)  # type: ignore[valid-type]
    user: Text = entry("用户", "登录用的用户名；不写就不登录。密码写在凭据文件的 mail 之下，键是 PASSWORD")
    certificate: Text = entry("证书", "服务器用自签证书时，证书文件在本机的路径")
    sender: Address = needed("发件人", "发件的邮箱")
    receivers: Addresses = needed("收件人", "收全县结果的邮箱，可以写几个")


class BotFields(Fields):
    """一个群机器人."""

    name: Annotated[str, BeforeValidator(_name)] = needed("名称", "自己起的名字；凭据文件里用同一个名字")
    kind: _one_of(WECOM, DINGTALK, FEISHU) = needed("类型", "企业微信、钉钉、飞书")  # type: ignore[valid-type]


class MessageFields(Fields):
    """每晚结束以后告诉谁."""

    mail: MailFields | None = entry("邮件", "发信的服务器和收件人", default=None)
    bots: tuple[BotFields, ...] = entry(
        "群机器人", "消息发到哪些群；网址、加签密钥写在凭据文件里，键是 URL、SIGN", default=()
    )
