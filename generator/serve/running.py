"""The one thread that works: asks of browsers before all else, then changes of files, then what nobody waits for."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import GeneratorError, UsageError
from generator.serve.answers import Answer, broken
from generator.serve.door import EDIT
from generator.serve.listener import CHANGED, Ask, Gone, Watched
from generator.serve.preview import Preview
from generator.tasks import Task

if TYPE_CHECKING:
    from generator.serve.editing import Editing  # brings what imports files; a mere preview starts without it

QUIET, MOST = 0.015, 0.2  # seconds without a change after which a burst is over; of a burst at most
REST = 0.4  # seconds after a change in which browsers come for what is new, before idle work is taken up


class Changed(NamedTuple):
    """A file or folder, relative to the workspace, is another than it was."""

    place: str


Event = Ask | Watched | Gone | Changed
Events = SimpleQueue[Event]


class Running:
    """The loop; `renew` reads `site.yaml` again (None: it cannot be used now), `report` tells of mistakes of ours.

    `editing` answers for the pages below `-/edit/`, where there are any.
    """

    def __init__(
        self,
        preview: Preview,
        events: Events,
        renew: Callable[[], Task | None],
        report: Callable[[str], None],
        editing: Editing | None = None,
    ) -> None:
        self.preview = preview
        self.editing = editing
        self.events = events
        self._renew = renew
        self._report = report
        self._watched: list[Watched] = []
        self._held: list[Event] = []  # came while a burst was being collected
        self._busy_until = 0.0

    def run(self) -> None:
        """Until it is interrupted."""
        while True:
            event = self._next()
            if event is None:
                self._idle()
            elif isinstance(event, Ask):
                event.answer.set_result(self._answer(event.address, event.sent))
            elif isinstance(event, Watched):
                self._watched.append(event)
                self._compare(event)
            elif isinstance(event, Gone):
                self._watched = [each for each in self._watched if each.tell is not event.watched.tell]
            else:
                self._changed(self._burst(event))

    def _next(self) -> Event | None:
        """What is to be done next; None for something that nobody waits for."""
        if self._held:
            return self._held.pop(0)
        if not self.preview.waiting:
            return self.events.get()
        try:
            return self.events.get(timeout=max(self._busy_until - monotonic(), 0))
        except Empty:
            return None

    def _burst(self, first: Changed) -> set[str]:
        """The places of all changes that come with the first: an editor writes, renames and removes to save once."""
        places, end = {first.place}, monotonic() + MOST
        while (left := end - monotonic()) > 0:
            try:
                event = self.events.get(timeout=min(QUIET, left))
            except Empty:
                break
            if isinstance(event, Changed):
                places.add(event.place)
            else:
                self._held.append(event)
        return places

    def _changed(self, places: set[str]) -> None:
        """Look again at what these places belong to, and tell whoever shows something that is another now."""
        units = {place.split("/")[1] for place in places if place.startswith("content/")}
        if "site.yaml" in places:
            task = self._renew()
            if task is not None:
                self.preview.begin(task)
        self.preview.changed({slug for slug in units if slug[:1] not in (".", "_")})
        if units or any(place == "site.yaml" or place.startswith("themes/") for place in places):
            self._tell()
        self._busy_until = monotonic() + REST

    def _idle(self) -> None:
        try:
            changed = self.preview.idle()
        except (GeneratorError, UsageError) as error:
            self._report(f"{error.what}（{error.where}）")
            return
        if changed and not self.preview.waiting:
            self._tell()

    def _tell(self) -> None:
        for each in list(self._watched):
            self._compare(each)

    def _compare(self, watched: Watched) -> None:
        """Tell a browser whose page is another now; it will come again with the new mark."""
        if self._answer(watched.address).mark != watched.mark:
            self._watched.remove(watched)
            watched.tell.put(CHANGED)

    def _answer(self, address: str, sent: bytes | None = None) -> Answer:
        try:
            if self.editing is not None and address.startswith(EDIT):
                return self.editing.answer(address.removeprefix(EDIT), sent)
            return self.preview.answer(address)
        except Exception:  # a mistake of ours: told in full, and the preview goes on
            told = traceback.format_exc()
            self._report(told)
            return broken(500, "程序出错，细节在终端里", address, told.strip().splitlines()[-1])
