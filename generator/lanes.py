"""Worker processes that remember: a unit is given to the process that had it before, while others may take it over.

A pool of the standard library hands a job to whichever process is free, so that a unit's content, read by one process,
would have to be written out for another. Here every process is a lane of its own, fed by the parent one job at a time;
there are no threads, so that processes can be forked at any moment.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, TypeVar

from generator.errors import GeneratorError

PR_SET_PDEATHSIG = 1  # linux/prctl.h


class Job(Protocol):
    """A piece of work on one unit."""

    @property
    def slug(self) -> str:
        """The unit."""
        ...


Some = TypeVar("Some", bound=Job)
Part = TypeVar("Part")
Result = TypeVar("Result")
ENDED = ("一个工作进程意外结束", "", "可能是内存不足；用 --workers serial 再试，或查看系统日志")


def end_with_parent() -> None:
    """Die with the build that started this process: an orphan would hold the build's lock open for ever."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _begin() -> None:
    """What every process does first that works for another."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked as well, and ends its children


def _serve(connection: Connection) -> None:
    """In a lane's process: one job after the other, until there are no more."""
    _begin()
    gc.freeze()  # what came with the fork is never garbage
    while (asked := connection.recv()) is not None:
        function, job = asked
        connection.send(_answer(function, job))


def _answer(function: Callable[[Part], Result], part: Part) -> tuple[bool, Any]:
    try:
        return True, function(part)
    except Exception as error:  # raised again by the parent
        return False, error


class _Lane:
    """One process and the way to it."""

    def __init__(self) -> None:
        context = get_context("fork")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,))
        self.process.start()
        theirs.close()

    def end(self, *, now: bool) -> None:
        if now:
            self.process.kill()
        elif self.process.is_alive():
            self.connection.send(None)
        self.process.join()
        self.connection.close()


class _Waiting:
    """Jobs by the lane that had their units before, and those of units that none had."""

    def __init__(self, jobs: list[Some], homes: dict[str, int], count: int) -> None:
        self.own: list[deque[int]] = [deque() for _ in range(count)]
        self.new: deque[int] = deque()
        for number, job in enumerate(jobs):
            (self.own[homes[job.slug]] if job.slug in homes else self.new).append(number)

    def take(self, lane: int) -> int | None:
        """The next job for a lane: its own, one that is nobody's, or the last of whoever has most left to do."""
        if self.own[lane]:
            return self.own[lane].popleft()
        if self.new:
            return self.new.popleft()
        fullest = max(self.own, key=len)
        return fullest.pop() if fullest else None


class Lanes:
    """As many processes as were asked for, started for the first jobs."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._lanes: list[_Lane] = []
        self._homes: dict[str, int] = {}  # unit → the lane that worked on it last

    def map(self, function: Callable[[Some], Result], jobs: list[Some]) -> Iterator[Result]:
        """Results in the order of the jobs; an exception of a job is raised here."""
        self._lanes = self._lanes or [_Lane() for _ in range(self._count)]
        waiting = _Waiting(jobs, self._homes, len(self._lanes))
        busy: dict[Connection, tuple[int, int]] = {}  # the way to a lane → its number and its job's
        done: dict[int, Result] = {}
        told = 0

        def feed(lane: int) -> None:
            number = waiting.take(lane)
            if number is not None:
                self._homes[jobs[number].slug] = lane
                busy[self._lanes[lane].connection] = lane, number
                self._lanes[lane].connection.send((function, jobs[number]))

        try:
            for lane in range(len(self._lanes)):
                feed(lane)
            while busy:
                for connection in wait(list(busy)):
                    assert isinstance(connection, Connection)
                    worked, answer = connection.recv()
                    lane, number = busy.pop(connection)
                    if not worked:
                        raise answer
                    done[number] = answer
                    feed(lane)
                while told in done:
                    yield done.pop(told)
                    told += 1
        except (EOFError, ConnectionError) as error:
            raise GeneratorError(*ENDED) from error
        finally:
            if told < len(jobs):  # what is under way must not be taken for an answer to the next question
                self.close(now=True)

    def close(self, *, now: bool = False) -> None:
        """End the processes: when they have done what they do, or `now`."""
        for lane in self._lanes:
            lane.end(now=now)
        self._lanes = []
        self._homes = {}


def in_batches(function: Callable[[Part], Result], parts: list[Part], count: int) -> list[Result]:
    """What a function makes of each part, each in a process of its own, `count` at a time; in the order of the parts.

    For a single unit that is too large for one process: what its process has in memory, its children see without its
    being sent, and only the answers travel.
    """
    context = get_context("fork")
    waiting = deque(enumerate(parts))
    running: dict[Connection, tuple[int, Any]] = {}
    done: dict[int, Result] = {}
    try:
        while waiting or running:
            while waiting and len(running) < count:
                number, part = waiting.popleft()
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_serve_once, args=(theirs, function, part))
                process.start()
                theirs.close()
                running[ours] = number, process
            for connection in wait(list(running)):
                assert isinstance(connection, Connection)
                number, process = running[connection]
                worked, answer = connection.recv()
                del running[connection]
                process.join()
                if not worked:
                    raise answer
                done[number] = answer
    except (EOFError, ConnectionError) as error:
        raise GeneratorError(*ENDED) from error
    finally:
        for _, process in running.values():
            process.kill()
            process.join()
    return [done[number] for number in range(len(parts))]


def _serve_once(connection: Connection, function: Callable[[Part], Result], part: Part) -> None:
    _begin()
    connection.send(_answer(function, part))
