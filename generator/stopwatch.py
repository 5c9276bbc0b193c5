"""Where the time goes: laps of one job, in seconds, for `gongkai build --profile`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from time import perf_counter

SLOWEST = 5  # pages that each section tells of


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by stage; by template, with the number of pages; and the pages that took longest to render."""

    stages: tuple[tuple[str, float], ...] = ()
    templates: tuple[tuple[str, int, float], ...] = ()
    slowest: tuple[tuple[str, float], ...] = ()


NOTHING = Spent()


class Stopwatch:
    """Runs from its making; each lap goes to the stage that it ends."""

    def __init__(self) -> None:
        self._last = perf_counter()
        self._stages: defaultdict[str, float] = defaultdict(float)
        self._templates: defaultdict[str, list[float]] = defaultdict(list)
        self._pages: list[tuple[float, str]] = []
        self._others: list[Spent] = []

    def lap(self, stage: str) -> None:
        """What passed since the last lap was this stage."""
        now = perf_counter()
        self._stages[stage] += now - self._last
        self._last = now

    def page(self, template: str, url: str) -> None:
        """What passed since the last lap was the rendering of a page."""
        now = perf_counter()
        passed = now - self._last
        self._stages["render"] += passed
        self._templates[template].append(passed)
        self._pages.append((passed, url))
        self._last = now

    def add(self, other: Spent) -> None:
        """Somebody else's laps, of work that was done for this job; the time until now was spent waiting for it."""
        self._others.append(other)
        self._last = perf_counter()

    def spent(self) -> Spent:
        """The laps so far."""
        own = self._own()
        return added((own, *self._others)) if self._others else own

    def _own(self) -> Spent:
        slowest = sorted(self._pages, reverse=True)[:SLOWEST]
        return Spent(
            tuple(self._stages.items()),
            tuple((name, len(each), sum(each)) for name, each in sorted(self._templates.items())),
            tuple((url, passed) for passed, url in slowest),
        )


def added(found: tuple[Spent, ...]) -> Spent:
    """The sum of several; of the slowest pages, the slowest."""
    stages: defaultdict[str, float] = defaultdict(float)
    templates: dict[str, tuple[int, float]] = {}
    for each in found:
        for name, passed in each.stages:
            stages[name] += passed
        for name, count, passed in each.templates:
            pages, sum_ = templates.get(name, (0, 0.0))
            templates[name] = (pages + count, sum_ + passed)
    slowest = sorted((pair for each in found for pair in each.slowest), key=lambda pair: -pair[1])
    return Spent(
        tuple(stages.items()),
        tuple((name, *counted) for name, counted in templates.items()),
        tuple(slowest[: 2 * SLOWEST]),
    )
