"""Outward addresses tried over the network, for `gongkai check --external` and for nothing else.

What answered is remembered for some days. Only public addresses are asked, at every step of a redirection, so that a
link in somebody's text cannot make this machine knock at the doors of its own network.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import cache
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from generator.files import replace
from generator.hosts import host_of, is_web

AT_ONCE, SECONDS = 8, 10
GOOD_DAYS, BAD_DAYS = 7, 1
AGENT = "Mozilla/5.0 (compatible; gongkai link check)"
UNKNOWN = "域名解析不到"
Known = dict[str, list[str]]  # address → [what is wrong or "", the day it was tried]


class _Guard(HTTPRedirectHandler):
    """Every step of a redirection is looked at like the first; `refused` tells of an address why it is not asked."""

    def __init__(self, refused: Callable[[str], str]) -> None:
        self._refused = refused

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        """The next step, unless it leads to an address that is not asked."""
        if reason := self._refused(newurl):
            raise URLError(reason)
        step = super().redirect_request(req, fp, code, msg, headers, newurl)
        if step is not None:
            step.method = req.get_method()  # it would go on with GET, and be sent the whole page
        return step


def not_public(host: str) -> str:
    """Why a host is not asked; "" where every address of it is a public one."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return UNKNOWN
    places = (ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found)
    return "" if all(place.is_global for place in places) else "指向内部网络的地址，不去访问"


def tried(
    addresses: Iterable[str], memory: Path, today: date, refused: Callable[[str], str] = not_public
) -> dict[str, str]:
    """What is wrong with each address, "" where it answers; `refused` tells of a host why it is not asked.

    A host is looked up once, however many addresses it has: one that cannot be found costs its seconds once.
    """
    wanted = sorted(set(addresses))
    known = _remembered(memory)
    stale = [url for url in wanted if not _holds(known.get(url), today)]
    look_up = cache(refused)

    def barred(url: str) -> str:
        host = host_of(url)
        return look_up(host) if host and is_web(url) else "不是网页地址"

    with ThreadPoolExecutor(AT_ONCE) as threads:
        for url, wrong in zip(stale, threads.map(lambda url: _try(url, barred), stale), strict=True):
            known[url] = [wrong, today.isoformat()]
    kept = {url: known[url] for url in wanted}
    memory.parent.mkdir(parents=True, exist_ok=True)
    replace(memory, json.dumps(kept, ensure_ascii=False, indent=0).encode())
    return {url: each[0] for url, each in kept.items()}


def _remembered(memory: Path) -> Known:
    try:
        found = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):  # none yet, or damaged: everything is tried again
        return {}
    return found if isinstance(found, dict) else {}


def _holds(known: list[str] | None, today: date) -> bool:
    """An answer that is young enough to be believed."""
    try:
        wrong, day = known or ["", ""]
        return timedelta(0) <= today - date.fromisoformat(day) < timedelta(BAD_DAYS if wrong else GOOD_DAYS)
    except (TypeError, ValueError):
        return False


def _try(url: str, refused: Callable[[str], str]) -> str:
    """Ask twice before it is called dead: with HEAD, then with GET."""
    if reason := refused(url):
        return reason
    opener = build_opener(ProxyHandler({}), _Guard(refused))
    first = _ask(opener, url, "HEAD")
    return first and _ask(opener, url, "GET")


def _ask(opener: OpenerDirector, url: str, method: str) -> str:
    try:
        with opener.open(Request(url, method=method, headers={"User-Agent": AGENT}), timeout=SECONDS):
            return ""
    except HTTPError as error:
        return f"服务器回答 {error.code}"
    except URLError as error:
        return said(error.reason)
    except (OSError, HTTPException, ValueError) as error:
        return said(error)


def said(reason: object) -> str:
    """What went wrong with a request, in Chinese."""
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "证书有问题"
    if isinstance(reason, socket.gaierror):
        return UNKNOWN
    if isinstance(reason, TimeoutError):
        return f"{SECONDS} 秒没有回答"
    return reason if isinstance(reason, str) else "连接不上"
