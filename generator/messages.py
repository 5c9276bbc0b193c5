"""Messages to people: an e-mail in plain text, and what three kinds of group bots take. Nothing is sent here."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import urlencode

from generator.message_fields import DINGTALK, FEISHU
from generator.wording import one_line

MOST = 2048  # bytes that the text of a bot of 企业微信 may have; those of the others may have more
MOST_MAIL = 200_000  # bytes of an e-mail's text: what is more stands in the log
CUT = "\n……（全文在 output/nightly/ 的记录里）"


class Note(NamedTuple):
    """What somebody is told."""

    subject: str
    text: str


def email(note: Note, sender: str, receivers: Sequence[str], moment: datetime) -> EmailMessage:
    """The note as an e-mail of this moment; the same note gives the same bytes."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(note.subject)
    message["From"] = Address(addr_spec=sender)
    message["To"] = tuple(Address(addr_spec=each) for each in receivers)
    message["Date"] = format_datetime(moment)
    seed = "\0".join((note.subject, note.text, moment.isoformat(), *receivers)).encode()
    message["Message-ID"] = f"<{hashlib.sha256(seed).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(shortened(note.text, MOST_MAIL), charset="utf-8", cte="base64")
    return message


def shortened(text: str, most: int) -> str:
    """As many whole lines of a text as fit into so many bytes, and a word where some were left out."""
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[: most - len(CUT.encode())].decode("utf-8", "ignore")
    return (kept.rpartition("\n")[0] or kept) + CUT


def request(kind: str, url: str, secret: str, note: Note, moment: datetime) -> tuple[str, bytes]:
    """What is posted to a group bot, and where; with a secret it is signed as of this moment."""
    text = shortened(f"{note.subject}\n{note.text}", MOST)
    if kind == FEISHU:
        signed = feishu_signature(secret, moment) if secret else {}
        return url, _body({**signed, "msg_type": "text", "content": {"text": text}})
    if kind == DINGTALK and secret:
        url = f"{url}{'&' if '?' in url else '?'}{urlencode(dingtalk_signature(secret, moment))}"
    return url, _body({"msgtype": "text", "text": {"content": text}})


def dingtalk_signature(secret: str, moment: datetime) -> dict[str, str]:
    """钉钉: the time in milliseconds, and time and secret signed with the secret."""
    stamp = str(int(moment.timestamp() * 1000))
    return {"timestamp": stamp, "sign": _signed(secret, f"{stamp}\n{secret}")}


def feishu_signature(secret: str, moment: datetime) -> dict[str, str]:
    """飞书: the time in seconds, and nothing signed with time and secret."""
    stamp = str(int(moment.timestamp()))
    return {"timestamp": stamp, "sign": _signed(f"{stamp}\n{secret}", "")}


def refusal(answer: bytes) -> str:
    """Why a bot did not take a message, from what it answered; "" where it did."""
    try:
        told = json.loads(answer)
        code = next(told[name] for name in ("errcode", "code", "StatusCode") if name in told)
    except (ValueError, TypeError, StopIteration, RecursionError):
        return "对方的回答不是群机器人的回答"
    why = next((told[name] for name in ("errmsg", "msg", "StatusMessage") if name in told), "")
    return "" if code == 0 else one_line(f"对方没有接受（{code} {why}）"[:200])


def _signed(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


def _body(values: dict[str, object]) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode()
