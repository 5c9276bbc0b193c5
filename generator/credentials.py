"""Secrets of publishing targets: from the environment, else from a file that nobody else can read; never shown."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote

from generator.errors import UsageError
from generator.files import exposure
from generator.frontmatter import decode, parse_mapping

PLACE = ".config/gongkai/credentials.yaml"
FORM = "每个目标一段：目标的名称，下一级是“键: 值”"
HIDDEN = "＊＊＊"
SHORTEST = 4  # a shorter one cannot be told from other text


def variable(name: str, key: str) -> str:
    """The name of the environment variable that holds a secret of a target."""
    return f"GONGKAI_{name}_{key}".upper().replace("-", "_")


def secrets_of(
    name: str, keys: Iterable[str], environment: Mapping[str, str], filed: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """The secrets that were found for a target; what the environment has goes before the file."""
    known = filed.get(name, {})
    found = {key: environment.get(variable(name, key)) or known.get(key) or known.get(key.lower()) for key in keys}
    return {key: value for key, value in found.items() if value}


def read_credentials(path: Path) -> dict[str, dict[str, str]]:
    """The file's secrets by target; `UsageError` where others can read it or own it, or it is written otherwise.

    No message quotes what is written in it.
    """
    if told := exposure(path):
        advice = f"由运行发布的账户拥有：chown $(id -un) {path} && chmod 600 {path}"
        raise UsageError(f"凭据文件{told}，不用它", str(path), advice)
    text, faults = decode(path.read_bytes())
    parsed = parse_mapping(text)
    if faults or parsed.faults:
        line = (*faults, *parsed.faults)[0].line
        raise UsageError("凭据文件读不懂", f"{path}:{line}", FORM)
    values = parsed.values or {}
    found = {}
    for name, told in values.items() if isinstance(values, dict) else ():
        if not isinstance(told, dict) or not all(isinstance(each, str) for each in told.values()):
            raise UsageError("凭据文件读不懂", f"{path}: {name}", FORM)
        found[name] = {key: value for key, value in told.items() if isinstance(value, str)}
    return found


def without_secrets(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret hidden, however it was written: as it is, in an address, in an HTTP header."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST:
            for written in (secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode()):
                text = text.replace(written, HIDDEN)
    return text
