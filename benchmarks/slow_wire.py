"""A slow wire to a server on this machine: every connection waits, every byte takes its time, in both directions.

What passes is delayed by half a round trip and shares one bandwidth with all other connections, as behind a telephone's
mast; a new connection waits for a round trip more, as TCP's greeting would. TCP's slow start and TLS are not made.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic

LOOPBACK = "127.0.0.1"
PIECE = 1460  # bytes: what a packet carries


@dataclass(slots=True)
class Direction:
    """One direction of the wire: bytes a second, the delay in seconds, and until when it is taken."""

    rate: float
    delay: float
    taken: float = 0.0

    def arrival(self, size: int) -> float:
        """When so many bytes that leave now will have arrived."""
        self.taken = max(self.taken, monotonic()) + size / self.rate
        return self.taken + self.delay


@contextmanager
def slow_wire(port: int, rate: float, round_trip: float) -> Iterator[int]:
    """A port that leads to another at `rate` bytes a second and `round_trip` seconds there and back."""
    loop = asyncio.new_event_loop()
    up, down = Direction(rate, round_trip / 2), Direction(rate, round_trip / 2)

    async def connect(near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        await asyncio.sleep(round_trip)
        far, to_far = await asyncio.open_connection(LOOPBACK, port)
        with suppress(ConnectionError):
            await asyncio.gather(carry(near, to_far, up), carry(far, to_near, down))

    server = loop.run_until_complete(asyncio.start_server(connect, LOOPBACK, 0))
    near_port: int = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield near_port
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, direction: Direction) -> None:
    """Carry bytes one way until they end."""
    on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            due, data = await on_the_way.get()
            await asyncio.sleep(max(0.0, due - monotonic()))
            if not data:
                target.close()
                return
            target.write(data)

    delivering = asyncio.create_task(deliver())
    while data := await source.read(PIECE):
        on_the_way.put_nowait((direction.arrival(len(data)), data))
    on_the_way.put_nowait((direction.arrival(0), b""))
    await delivering
