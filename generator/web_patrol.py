"""A published site held against its edition, as visitors get it: every byte in every coding, headers, types, redirects.

Nothing that is asked leads away: redirections are told and never followed. A page may be asked for in three codings and
by the name of its folder, and a server that was tampered with may answer each otherwise, so all of them are looked at.
What no list can tell, a file that was added, is found where pages lead to it, or where a server answers for an address
that nobody can know.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.client import HTTPResponse
from itertools import islice
from typing import TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit

from generator.edition import SEALS, Edition, State
from generator.media_types import content_type
from generator.page_links import inner_links
from generator.requesting import Failed, Lines, Result
from generator.tampering import History, Kind, Tampering
from generator.web_answers import CODINGS, MORE, Proper, Question, faults, proper, taken, whole

AGENT = "Mozilla/5.0 (compatible; gongkai verify)"
AHEAD = 256  # requests that wait for their turn
MOST_LINKS = 2000  # addresses besides those listed that are asked for
Job = TypeVar("Job")
CODED = ("text/", "application/json", "application/ld+json", "application/xml", "application/atom+xml", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a site is asked: requests at a time, seconds each may take, tries, pause; as which browser; which headers.

    `strict` holds the security headers against ours; a host that cannot set them is asked without.
    """

    width: int = 8
    seconds: float = 15
    tries: int = 3
    pause: float = 0.5
    agent: str = AGENT
    strict: bool = True


class Site:
    """A site under one address that ends in `/`, asked over connections that stay open."""

    def __init__(self, base: str, manner: Manner) -> None:
        self.base = base
        self.manner = manner
        self.lines = Lines(manner.seconds, manner.tries, manner.pause)

    def fetch(self, address: str, most: int) -> bytes | None:
        """One of the edition's own files; `Failed` where nobody knows whether there is one."""
        return self._asked(quote(address), "identity", partial(whole, most=most, seconds=self.manner.seconds))

    def patrol(self, edition: Edition, history: History, tick: Callable[[int, int], None]) -> tuple[Tampering, ...]:
        """Everything by which the site differs from its edition, sorted."""
        wanted = edition.files()
        known = {*wanted, *SEALS, *map(_folder, wanted), ""}
        questions, linked = tuple(_questions(wanted)), set[str]()
        found: set[Tampering] = set()
        right = proper(self.base, self.fetch, wanted)
        with ThreadPoolExecutor(self.manner.width) as pool:

            def judge(question: Question) -> tuple[list[Tampering], set[str]]:
                return self._judged(question, wanted[question.address], edition.sequence, history, right)

            for done, (wrong, links) in enumerate(_ahead(pool, judge, questions), 1):
                found.update(wrong)
                linked |= links - known
                tick(done, len(questions))
            besides = (*sorted(linked)[:MOST_LINKS], *_unknowable(edition))
            for wrong in _ahead(pool, lambda address: self._besides(address, known, edition.sequence), besides):
                found.update(wrong)
        return tuple(sorted(found, key=lambda each: (each.address, each.kind.value, each.what)))

    def close(self) -> None:
        """End all waiting, and let the connections go."""
        self.lines.stopped.set()
        self.lines.close()

    def _judged(
        self, question: Question, wanted: State, number: int, history: History, right: Proper
    ) -> tuple[list[Tampering], set[str]]:
        """What is wrong with one answer, and where the page leads."""
        take = partial(taken, page=question.address.endswith(".html"), most=wanted.size, seconds=self.manner.seconds)
        try:
            answer = self._asked(question.path, question.coding, take)
        except Failed as failed:
            return [Tampering(Kind.UNREACHED, unquote(question.path), failed.wrong, number)], set()
        page = urljoin(self.base, question.path)
        wrong = list(faults(answer, question, wanted, number, history, self.manner.strict, right))
        return wrong, set(inner_links(answer.text, page, self.base))

    def _besides(self, address: str, known: Collection[str], number: int) -> list[Tampering]:
        """An address that no list has: nothing should be there."""
        take = partial(taken, page=False, most=MORE, seconds=self.manner.seconds)
        try:
            answer = self._asked(quote(address), "identity", take)
        except Failed as failed:
            return [Tampering(Kind.UNREACHED, address, failed.wrong, number)]
        if answer.status < 300:
            return [Tampering(Kind.ADDED, address, "清单里没有这个地址，服务器却有内容", number)]
        if answer.status >= 400:
            return []
        target = urljoin(urljoin(self.base, quote(address)), answer.headers.get("Location", ""))
        if target.startswith(self.base) and unquote(target.removeprefix(self.base)) in known:
            return []
        return [Tampering(Kind.REDIRECT, address, f"服务器转到 {target}", number)]

    def _asked(self, path: str, coding: str, take: Callable[[HTTPResponse], Result]) -> Result:
        place = urlsplit(self.base + path)
        headers = {"User-Agent": self.manner.agent, "Accept-Encoding": coding}
        return self.lines.repeated(lambda: self.lines.ask(place, headers, take))


def _ahead(pool: Executor, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
    """Results in order, a bounded number of requests ahead."""
    waiting = iter(jobs)
    while some := list(islice(waiting, AHEAD)):
        yield from pool.map(function, some)


def _questions(wanted: Mapping[str, State]) -> Iterator[Question]:
    """Every way to ask for every file."""
    for address in sorted(wanted):
        path = quote(address)
        yield Question(path, address)
        if content_type(address).startswith(CODED):
            yield from (Question(path, address, coding) for coding in CODINGS)
        if _folder(address) != address:
            yield Question(quote(_folder(address)), address, ", ".join(CODINGS))


def _folder(address: str) -> str:
    """The address of a folder that a file is shown for; any other file's own."""
    above, slash, name = address.rpartition("/")
    return above + slash if name == "index.html" else address


def _unknowable(edition: Edition) -> Iterator[str]:
    """Addresses that nobody can have put there: who answers for them answers for everything."""
    for above in ("", *(f"{section}/" for section in sorted(edition.lists)[:1])):
        yield f"{above}{secrets.token_hex(8)}.html"
