"""Who may edit: whoever was told the address by the terminal, in that browser, from the forms and from nowhere else.

Pages of other sites, open in the same browser, can send requests to this machine. They know no word of this run, get no
cookie (SameSite=Strict), and cannot say that they are of this origin. The cookie has no date, so that the browser
forgets it; all words come from a secret that lives in this process alone, so that they mean nothing to the next one.
Other servers of this machine, which may be other people's, are not given it with anything but an address below `/-/`,
and it alone changes nothing: what is sent needs the page's own word and origin as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.message import Message
from hashlib import blake2b
from hmac import compare_digest
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import parse_qs

from generator.media_types import content_type
from generator.serve.answers import Answer

OWN, EDIT = "-/", "-/edit/"
HEADER = "X-Gongkai-Word"
JSON = "application/json"


class Door(NamedTuple):
    """The words of one run: in the address that is printed, in the cookie that it is changed for, in what is sent."""

    entrance: str
    cookie: str
    word: str

    def met(self, address: str, query: str, headers: Message, port: int) -> Answer | None:
        """What somebody gets who asks for a form without being known; None where he is, or asks for something else.

        `address` is decoded, as it will be looked up: a form that is asked for in other letters is the same form.
        """
        if not address.startswith(EDIT):
            return None
        if _same(parse_qs(query).get("word", [""])[0], self.entrance):
            cookie = f"{_name(port)}={self.cookie}; Path=/{OWN}; HttpOnly; SameSite=Strict"
            return Answer(HTTPStatus.SEE_OTHER, "", b"", place=f"/{address}", cookie=cookie)
        if self._is_known(headers, port):
            return None
        told = "这个页面只给打开它的人用：请用终端里打印的编辑地址打开"
        return Answer(HTTPStatus.FORBIDDEN, content_type("x.txt"), told.encode())

    def unwelcome(self, headers: Message, port: int) -> str:
        """Why what is sent is not taken; "" where it is."""
        if headers.get("Origin", "") != f"http://{headers.get('Host', '')}":
            return "不是编辑页面发来的"
        if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return "不是编辑页面发来的"
        if headers.get("Content-Type", "").partition(";")[0].strip().lower() != JSON:
            return "只收 JSON"
        if not self._is_known(headers, port) or not _same(headers.get(HEADER, ""), self.word):
            return "编辑页面已经过期：请用终端里打印的编辑地址重新打开"
        return ""

    def _is_known(self, headers: Message, port: int) -> bool:
        try:
            found: Mapping[str, object] = SimpleCookie(headers.get("Cookie", ""))
        except CookieError:
            return False
        morsel = found.get(_name(port))
        return morsel is not None and _same(str(getattr(morsel, "value", "")), self.cookie)


def door(secret: bytes) -> Door:
    """The words that a secret of this run gives."""
    return Door(*(blake2b(name, key=secret, digest_size=20).hexdigest() for name in (b"entrance", b"cookie", b"word")))


def _name(port: int) -> str:
    """The cookie's name: browsers give cookies of one port to all others of the host."""
    return f"gongkai-{port}"


def _same(given: str, wanted: str) -> bool:
    return compare_digest(given.encode("utf-8", "replace"), wanted.encode())
