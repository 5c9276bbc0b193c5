"""Who is told of a night, as `site.yaml` and each `unit.yaml` say, with the secrets that were found.

It is read by itself, so that a county whose other settings are wrong is still told so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.credentials import secrets_of
from generator.forms import names_of
from generator.frontmatter import ParsedYaml, Value, decode, parse_mapping
from generator.message_fields import ADDRESS, BotFields, MailFields, MessageFields
from generator.outgoing import Filed
from generator.site_fields import SiteFields
from generator.unit_fields import UnitFields
from generator.validation import read

_SEPARATORS = re.compile("[;；、，,]")  # as `forms.SPLIT` has them
MAIL = "mail"  # the name of the mail server's section in the credentials file


@dataclass(frozen=True, slots=True)
class Mail:
    """The server that takes e-mail; the password is in no text made of it."""

    fields: MailFields
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Bot:
    """A group bot; its address is a secret too, since whoever knows it can write to the group."""

    fields: BotFields
    url: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The ways to tell people, and why there are none where the settings are wrong."""

    mail: Mail | None = None
    bots: tuple[Bot, ...] = ()
    wrong: str = ""


def correspondence_of(root: Path, environment: Mapping[str, str], filed: Filed) -> Correspondence:
    """Who is told of the county's nights."""
    try:
        text, _ = decode((root / "site.yaml").read_bytes())
    except OSError as error:
        return Correspondence(wrong=f"site.yaml 读不了（{error.strerror}）")
    parsed = parse_mapping(text)
    told = _named(SiteFields, parsed, "messages")
    if told is None:
        return Correspondence()
    fields, _, findings = read(MessageFields, "site.yaml", ParsedYaml(told, {}, {}, ()))
    if fields is None or findings:
        return Correspondence(wrong="；".join(each.message for each in findings) or "“通知”读不懂")
    mail = Mail(fields.mail, _secret(MAIL, "PASSWORD", environment, filed)) if fields.mail else None
    bots = (
        Bot(each, *(_secret(each.name, key, environment, filed) for key in ("URL", "SIGN"))) for each in fields.bots
    )
    return Correspondence(mail, tuple(bots))


def contacts_of(folder: Path) -> tuple[str, ...]:
    """The addresses that a unit wants its messages at, also where the rest of its `unit.yaml` is wrong."""
    try:
        text, _ = decode((folder / "unit.yaml").read_bytes())
    except OSError:  # told by the build: a unit without its file
        return ()
    told = _named(UnitFields, parse_mapping(text), "contacts")
    listed = told if isinstance(told, list) else _SEPARATORS.split(str(told or ""))
    return tuple(each.strip() for each in listed if isinstance(each, str) and ADDRESS.fullmatch(each.strip()))


def _named(table: type[SiteFields] | type[UnitFields], parsed: ParsedYaml, name: str) -> Value:
    """A field by whatever name it was written."""
    values = parsed.values if isinstance(parsed.values, dict) else {}
    return next((value for key, value in values.items() if names_of(table).get(key) == name), None)


def _secret(name: str, key: str, environment: Mapping[str, str], filed: Filed) -> str:
    return secrets_of(name, (key,), environment, filed).get(key, "")
