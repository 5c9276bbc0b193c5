"""Who is told of a night, as `site.yaml` and each `unit.yaml` say, with the secrets that were found.

It is read by itself, so that a county whose other settings are wrong is still told so; and where a file cannot be read
at all, what was told last holds, else what the lines of that one field say by themselves.
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
_BLOCK = re.compile(r"^[^\W\d_]+[:：].*\n?(?:(?:[ \t]+\S.*|-[ ].*|[ \t]*|#.*)(?:\n|\Z))*", re.MULTILINE)
_FULL_WIDTH = re.compile(r"^(\w+)：[ \t]*")
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
    """The ways to tell people; where the settings are wrong, why, and the ways are those of before, if any are known.

    `written` is what `site.yaml` says of them, or said last.
    """

    mail: Mail | None = None
    bots: tuple[Bot, ...] = ()
    wrong: str = ""
    written: Value = None


def correspondence_of(root: Path, environment: Mapping[str, str], filed: Filed, last: Value = None) -> Correspondence:
    """Who is told of the county's nights; `last` is what was written of it when it could be read."""
    written, fallback, wrong = _written(root)
    if not wrong and written is not None:
        _, wrong = _fields(written)
    found = ((each, _fields(each)[0]) for each in ((last, fallback) if wrong else (written,)))
    written, fields = next((pair for pair in found if pair[1] is not None), (None, None))
    if fields is None:
        return Correspondence(wrong=wrong)
    mail = Mail(fields.mail, _secret(MAIL, "PASSWORD", environment, filed)) if fields.mail else None
    bots = (
        Bot(each, *(_secret(each.name, key, environment, filed) for key in ("URL", "SIGN"))) for each in fields.bots
    )
    return Correspondence(mail, tuple(bots), wrong, written)


def _written(root: Path) -> tuple[Value, Value, str]:
    """What `site.yaml` says of messages; where it cannot be read, what that field's lines say, and why it cannot."""
    try:
        text, _ = decode((root / "site.yaml").read_bytes())
    except OSError as error:
        return None, None, f"site.yaml 读不了（{error.strerror}）"
    parsed = parse_mapping(text)
    if parsed.values is None:
        fault = parsed.faults[0]
        return None, _by_itself(SiteFields, text, "messages"), f"site.yaml 第 {fault.line} 行读不懂（{fault.message}）"
    return _named(SiteFields, parsed, "messages"), None, ""


def _fields(written: Value) -> tuple[MessageFields | None, str]:
    """The settings of messages; None and why where they cannot be used."""
    if written is None:
        return None, ""
    fields, _, findings = read(MessageFields, "site.yaml", ParsedYaml(written, {}, {}, ()))
    if fields is None or findings:
        return None, f"site.yaml 的“通知”有误: {'；'.join(each.message for each in findings) or '读不懂'}"
    return fields, ""


def contacts_of(folder: Path, last: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The addresses that a unit wants its messages at, also where the rest of its `unit.yaml` is wrong.

    Where the file cannot be read they are those that it named `last`, else those that the line itself names.
    """
    try:
        text, _ = decode((folder / "unit.yaml").read_bytes())
    except OSError:  # told by the build: a unit without its file
        return last
    parsed = parse_mapping(text)
    if parsed.values is None:
        return last or _addresses(_by_itself(UnitFields, text, "contacts"))
    return _addresses(_named(UnitFields, parsed, "contacts"))


def _addresses(told: Value) -> tuple[str, ...]:
    listed = told if isinstance(told, list) else _SEPARATORS.split(str(told or ""))
    return tuple(each.strip() for each in listed if isinstance(each, str) and ADDRESS.fullmatch(each.strip()))


def _by_itself(table: type[SiteFields] | type[UnitFields], text: str, name: str) -> Value:
    """A field of a text that is broken elsewhere, from its own lines: its key and what is indented below it.

    None where it is not there, or there twice (as in a merge that nobody has finished).
    """
    blocks = [_FULL_WIDTH.sub(r"\1: ", found[0], count=1) for found in _BLOCK.finditer(text)]
    values = [_named(table, parse_mapping(each), name) for each in blocks]
    told = [each for each in values if each is not None]
    return told[0] if len(told) == 1 else None


def _named(table: type[SiteFields] | type[UnitFields], parsed: ParsedYaml, name: str) -> Value:
    """A field by whatever name it was written."""
    values = parsed.values if isinstance(parsed.values, dict) else {}
    return next((value for key, value in values.items() if names_of(table).get(key) == name), None)


def _secret(name: str, key: str, environment: Mapping[str, str], filed: Filed) -> str:
    return secrets_of(name, (key,), environment, filed).get(key, "")
