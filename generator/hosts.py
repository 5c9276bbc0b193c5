"""Hosts of outward addresses: a government's, one on the county's list, no name at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

GOVERNMENT = "gov.cn"
_NUMBER = re.compile(
    r"(?:0[xX][0-9a-fA-F]+|\d+)(?:\.(?:0[xX][0-9a-fA-F]+|\d+)){0,3}\.?|\[[^\]]*\]|[0-9a-fA-F]*:[0-9a-fA-F:.]*"
)


_BASE = re.compile(r"https?://[\w.-]+(?::\d+)?/(?:[\w.~%-]+/)*")


def is_web(address: str) -> bool:
    """An address that a browser fetches from some host."""
    return address.strip().lower().startswith(("http://", "https://"))


def is_base(address: str) -> bool:
    """An address below which a site can lie, of characters that mean nothing in the rules of a server."""
    return _BASE.fullmatch(address) is not None


def host_of(address: str) -> str:
    """The host of an address in small letters, without its port; "" where it has none that can be read."""
    try:
        return (urlsplit(address.strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_number(host: str) -> bool:
    """A bare IP address, in whatever way browsers read one."""
    return _NUMBER.fullmatch(host) is not None


def is_within(host: str, domains: Iterable[str]) -> bool:
    """The host is one of these domains, or below it."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)
