"""Sending messages: e-mail by SMTP, notes to group bots by HTTP. Each is tried twice; a failure is told in words."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPException
from typing import TYPE_CHECKING, NoReturn
from urllib.request import HTTPRedirectHandler, Request, build_opener

from generator.credentials import without_secrets
from generator.hosts import is_web
from generator.message_fields import STARTTLS, TLS
from generator.messages import Note, email, refusal, request
from generator.sending_faults import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.correspondence import Bot, Mail

PATIENCE = 20  # seconds that a server may be silent
TRIES = 2
LONGEST = 65_536  # bytes of an answer that are read


def mail_to(mail: Mail, receivers: Sequence[str], note: Note, moment: datetime) -> str:
    """Send a note by e-mail; returns why it could not be sent, "" where it was."""
    message = email(note, mail.fields.sender, receivers, moment)

    def once() -> None:
        with _server(mail) as server:
            refused = server.send_message(message, mail.fields.sender, list(receivers))
        if refused:  # the others have it: a second try would send it to them again
            raise _Refused(f"服务器不收给 {'、'.join(sorted(refused))} 的信\n  改法: 核对这些邮箱")

    return _tried(once, (mail.password,))


def tell_bot(bot: Bot, note: Note, moment: datetime) -> str:
    """Post a note to a group bot; returns why it was not taken, "" where it was."""
    if not is_web(bot.url):
        return f"没有写它的网址\n  改法: 在凭据文件的 {bot.fields.name} 之下写 URL"
    url, body = request(bot.fields.kind, bot.url, bot.secret, note, moment)

    def once() -> None:
        asked = Request(url, body, {"Content-Type": "application/json; charset=utf-8"})
        with build_opener(_NoRedirect).open(asked, timeout=PATIENCE) as response:
            answer = response.read(LONGEST)
        if why := refusal(answer):
            raise _Refused(f"{why}\n  改法: 核对凭据文件里 {bot.fields.name} 之下的 URL、SIGN")

    return _tried(once, (url, bot.url, bot.secret))


class _Refused(Exception):
    """The other side has answered, and said no: to ask again would not help."""


class _NoRedirect(HTTPRedirectHandler):
    """Nobody is followed to another address: the address is a secret."""

    def redirect_request(self, *_: object) -> NoReturn:
        raise _Refused("对方要求转到别的网址，没有跟去\n  改法: 核对凭据文件里的 URL")


@contextmanager
def _server(mail: Mail) -> Iterator[smtplib.SMTP]:
    """A connection that may send: encrypted as the settings say, and logged in where they name a user."""
    fields = mail.fields
    context = ssl.create_default_context(cafile=fields.certificate or None)
    whole = fields.security == TLS
    kind: Callable[..., smtplib.SMTP] = smtplib.SMTP_SSL if whole else smtplib.SMTP
    with kind(fields.host, fields.port, timeout=PATIENCE, **({"context": context} if whole else {})) as server:
        if fields.security == STARTTLS:
            server.starttls(context=context)
        if fields.user:
            server.login(fields.user, mail.password)
        yield server


def _tried(once: Callable[[], None], secrets: Iterable[str]) -> str:
    """Do it, a second time where the connection failed; in words why it failed then."""
    why = ""
    for _ in range(TRIES):
        try:
            once()
        except _Refused as error:
            return without_secrets(str(error), [each for each in secrets if each])
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPRecipientsRefused) as error:
            return without_secrets(told(error), [each for each in secrets if each])
        except (OSError, smtplib.SMTPException, HTTPException, ValueError) as error:
            why = told(error)
        else:
            return ""
    return without_secrets(f"试了 {TRIES} 次都失败：{why}", [each for each in secrets if each])
