"""The process that sets type: reads pages from its input, writes PDFs to its output, and asks nobody for anything.

It is run as a file and knows nothing of the generator. A message is a length of eight bytes and as many of JSON or PDF.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
from typing import BinaryIO

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"
SECONDS = 60  # of a processor, for one document
MEMORY = 3 << 30  # bytes of addresses
PICTURE = 64 << 20  # bytes


class Refused(ValueError):
    """An address that the page may not be made of."""


class Given(URLFetcher):  # type: ignore[misc]  # the library has no types
    """Gives the pictures that came with a page, and nothing else: no file, no network, no data in addresses."""

    def __init__(self, pictures: dict[str, str]) -> None:
        super().__init__(allowed_protocols=())
        self.pictures = pictures

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """A picture by its address."""
        path = self.pictures.get(url)
        if path is None:
            raise Refused(url)
        with open(path, "rb") as file:
            return URLFetcherResponse(url, file.read(PICTURE))


def set_page(asked: dict[str, object]) -> tuple[dict[str, object], bytes]:
    """A page as a PDF, with the characters that no face has."""
    pictures = asked["pictures"]
    assert isinstance(pictures, dict)
    page = HTML(string=str(asked["text"]), base_url="paper:/", url_fetcher=Given(pictures), media_type="print")
    document = page.render()
    data = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=str(asked["name"]).encode())
    lacking = {chr(code) for font in document.fonts.values() for code in font.missing}
    return {"lacking": "".join(sorted(lacking)), "sheets": len(document.pages)}, data


def bound() -> None:
    """So many seconds from now on, or the system ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def send(output: BinaryIO, told: dict[str, object], data: bytes = b"") -> None:
    """Answer: what is told, then the PDF."""
    for part in (json.dumps(told).encode(), data):
        output.write(len(part).to_bytes(8, "big") + part)
    output.flush()


def main() -> None:
    """One page after the other, until there are no more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is not an answer
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    while length := int.from_bytes(sys.stdin.buffer.read(8), "big"):
        asked = json.loads(sys.stdin.buffer.read(length))
        bound()
        try:
            send(output, *set_page(asked))
        except Exception as error:
            send(output, {"fault": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
