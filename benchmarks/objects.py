"""moto's server of the S3 interface, made as careful as a real one: what was cut on its way is not taken for whole.

`python -m benchmarks.objects -H HOST -p PORT`. As it comes, it takes a request whose headers end too early for one
without the others, and answers a `PUT` of which nothing more arrived with an empty object: no service does, for the
signature covers the headers, and the body's length and MD5 stand in them.
"""

from __future__ import annotations

import http.client
import http.server
from email.message import Message
from typing import Any, BinaryIO

from moto.server import main

parsed = http.client.parse_headers


class _Ended(http.client.HTTPException):
    """The connection ended within the headers."""


class _Lines:
    """Lines of a connection, of which the last must have come."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source

    def readline(self, limit: int = -1) -> bytes:
        """The next line, with its end."""
        line = self._source.readline(limit)
        if not line.endswith(b"\n"):
            raise _Ended
        return line


def whole(source: BinaryIO, *words: Any, **more: Any) -> Message:
    """The headers of a request, all of them."""
    found: Message = parsed(_Lines(source), *words, **more)
    return found


if __name__ == "__main__":
    http.client.parse_headers = whole  # type: ignore[assignment]
    main()
