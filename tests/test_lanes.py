"""Lanes: results in order, units stay with their process, idle processes take over, failures are told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from generator.errors import GeneratorError, UsageError
from generator.lanes import Lanes, in_batches


@dataclass(frozen=True)
class Work:
    """A job that takes a while and tells who did it."""

    slug: str
    seconds: float = 0.0


def by_whom(work: Work) -> tuple[str, int]:
    time.sleep(work.seconds)
    return work.slug, os.getpid()


def refused(work: Work) -> str:
    if work.slug == "c":
        raise UsageError("不行", work.slug)
    return work.slug


def fatal(work: Work) -> str:
    if work.slug == "c":
        os.kill(os.getpid(), signal.SIGKILL)
    return work.slug


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    made = Lanes(2)
    yield made
    made.close()


def test_results_come_in_order_and_units_stay_with_their_process(lanes: Lanes) -> None:
    jobs = [Work(slug, 0.02 if slug in "ag" else 0.0) for slug in "abcdefghij"]
    first = list(lanes.map(by_whom, jobs))
    assert [slug for slug, _ in first] == list("abcdefghij")
    assert len({process for _, process in first}) == 2
    assert os.getpid() not in {process for _, process in first}
    again = dict(lanes.map(by_whom, [Work(slug, 0.01) for slug in "jihgfedcba"]))
    stayed = sum(again[slug] == process for slug, process in first)
    assert stayed >= 6  # the last of a long queue may be taken over


def test_an_idle_process_takes_over_the_last_of_anothers(lanes: Lanes) -> None:
    jobs = [Work("slow", 0.5), *(Work(f"u{number}") for number in range(8))]
    owner = dict(lanes.map(by_whom, jobs))
    quick = {owner[f"u{number}"] for number in range(8)}
    assert quick == {next(iter(quick))} != {owner["slow"]}  # while one was slow, the other did all
    moved = dict(lanes.map(by_whom, [Work(f"u{number}", 0.05) for number in range(8)]))
    assert len(set(moved.values())) == 2
    assert moved["u0"] == owner["u0"]


def test_an_exception_of_a_job_is_raised_here_and_the_lanes_still_work(lanes: Lanes) -> None:
    with pytest.raises(UsageError, match="不行"):
        list(lanes.map(refused, [Work(slug) for slug in "abcdef"]))
    assert [slug for slug, _ in lanes.map(by_whom, [Work("a"), Work("b")])] == ["a", "b"]


def test_a_process_that_dies_is_told(lanes: Lanes) -> None:
    with pytest.raises(GeneratorError, match="工作进程意外结束"):
        list(lanes.map(fatal, [Work(slug) for slug in "abcdef"]))


def test_who_wants_no_more_results_ends_the_work(lanes: Lanes) -> None:
    results = lanes.map(by_whom, [Work(slug, 0.01) for slug in "abcdef"])
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert [slug for slug, _ in lanes.map(by_whom, [Work("x"), Work("y")])] == ["x", "y"]


def test_batches_come_in_order_from_processes_that_see_what_we_see() -> None:
    seen = {number: [number] for number in range(7)}
    made = in_batches(lambda part: (seen[part[0]], os.getpid()), list(seen.values()), 2)
    assert [answer for answer, _ in made] == list(seen.values())
    assert len({process for _, process in made} | {os.getpid()}) == 8


def test_a_batch_that_fails_is_told() -> None:
    with pytest.raises(UsageError, match="不行"):
        in_batches(refused, [Work(slug) for slug in "abcd"], 2)
    with pytest.raises(GeneratorError, match="工作进程意外结束"):
        in_batches(fatal, [Work(slug) for slug in "abcd"], 2)


def handler_of_interrupts(work: Work) -> bool:
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_only_the_parent_answers_to_an_interrupt(lanes: Lanes) -> None:
    """Ctrl-C reaches every process of a terminal: children would each print a traceback."""
    assert all(lanes.map(handler_of_interrupts, [Work("a"), Work("b")]))
    assert all(in_batches(handler_of_interrupts, [Work("a"), Work("b")], 2))
    assert not handler_of_interrupts(Work("c"))
