"""One look at a published place, folder or site: which edition it shows, and whatever is not as it was signed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from generator import sightings
from generator.attestation import Attested, Fetch, attested, standing
from generator.edition import MOST_TOP, TOP, Edition, read_edition, sections_of
from generator.errors import GeneratorError, UsageError
from generator.folder_patrol import patrol as patrol_folder
from generator.folder_patrol import read_in
from generator.hosts import host_of, is_web
from generator.requesting import Failed
from generator.sightings import Sightings
from generator.signing import PublicKey
from generator.tampering import History, Kind, Tampering
from generator.web_answers import CODINGS
from generator.web_patrol import Manner, Site

Tick = Callable[[int, int], None]
Look = Callable[[Edition], tuple[Tampering, ...]]
LOOKS = 3  # at a place that another edition is published to meanwhile
WITHOUT_BROTLI = "没有安装 brotli，以 br 压缩发送的没有核对：pip install 'gongkai[publish]'"
NOT_CURRENT = frozenset({Kind.OLD, Kind.FORKED, Kind.JUMPED})


class Patrol(NamedTuple):
    """What was found: the edition, where one is to be believed; every fault; what could not be looked at."""

    found: Attested | None
    faults: tuple[Tampering, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        """The edition is the one that should be shown, whatever became of its files."""
        return self.found is not None and not any(each.kind in NOT_CURRENT for each in self.faults)


class Known(NamedTuple):
    """What was seen of a place before, and the file that remembers it."""

    sightings: Sightings
    path: Path


def known_of(source: str, state: Path | None, former: Path | None, keys: Sequence[PublicKey]) -> Known:
    """What is known of a place: from earlier looks, and from a former edition that somebody has kept."""
    path = state or _usual_state(source)
    seen = sightings.load(path)
    if former is not None:
        edition, digest = _kept(former)
        seen = sightings.noted(seen, edition, digest, (key.fingerprint for key in keys))
    return Known(seen, path)


def remembered(known: Known, patrol: Patrol, keys: Sequence[PublicKey]) -> None:
    """Remember an edition that follows those before; one that does not is found again next time."""
    if patrol.found is not None and patrol.is_current:
        names = (key.fingerprint for key in keys)
        seen = sightings.noted(known.sightings, patrol.found.edition, patrol.found.digest, names)
        if seen != known.sightings:
            sightings.save(known.path, seen)


def patrolled(
    source: str, keys: Sequence[PublicKey], known: Sightings, now: datetime, manner: Manner, tick: Tick
) -> Patrol:
    """Look at a folder or a site; again, where another edition was published meanwhile."""
    if is_web(source):
        with closing(Site(source.rstrip("/") + "/", manner)) as site:
            look = partial(site.patrol, history=known.history, tick=tick)
            notes = () if "br" in CODINGS else (WITHOUT_BROTLI,)
            return _patrolled(site.fetch, look, keys, known, now)._replace(notes=notes)
    if not Path(source).is_dir():
        raise UsageError("没有这个文件夹", source, "写网站的根文件夹，或者写 https:// 开头的网址")
    look = partial(_patrolled_folder, Path(source), known.history)
    return _patrolled(partial(read_in, Path(source)), look, keys, known, now)


def _patrolled(fetch: Fetch, look: Look, keys: Sequence[PublicKey], known: Sightings, now: datetime) -> Patrol:
    patrol = Patrol(None, ())
    for _ in range(LOOKS):
        try:
            found, faults = attested(fetch, keys, known)
            if found is not None:
                faults = (*standing(found, keys, known, now), *look(found.edition))
            patrol = Patrol(found, faults)
            if not faults or fetch(TOP, MOST_TOP) == (found.top if found else None):
                break
        except Failed as failed:
            return Patrol(None, (Tampering(Kind.UNREACHED, TOP, failed.wrong),))
    return patrol


def _patrolled_folder(root: Path, history: History, edition: Edition) -> tuple[Tampering, ...]:
    """A link is followed once: a release that is switched to meanwhile is not mixed into this one."""
    return patrol_folder(root.resolve(), edition, history)


def _usual_state(source: str) -> Path:
    """Where a place is remembered unless somebody says otherwise: of this account, on this machine."""
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    whole = source.rstrip("/") if is_web(source) else str(Path(source).absolute())
    name = host_of(source) if is_web(source) else Path(whole).name
    return home / "gongkai" / f"{name}-{sha256(whole.encode()).hexdigest()[:12]}.json"


def _kept(path: Path) -> tuple[Edition, str]:
    """A former edition with the lists that lie beside it, as in `output/editions/` or as they are public."""
    try:
        top = path.read_bytes()
        lists = {section: _list_of(path.parent, section, digest) for section, digest in sections_of(top).items()}
    except OSError as error:
        raise UsageError(
            "读不了以前的版本或它的清单", str(error.filename), "写 output/editions/ 里的版本文件"
        ) from None
    try:
        return read_edition(top, lists), sha256(top).hexdigest()
    except GeneratorError as error:
        raise UsageError(f"以前的版本不能用：{error.what}", str(path), "换一个完好的") from None


def _list_of(folder: Path, section: str, digest: str) -> bytes:
    shared = folder / "lists" / f"{digest}.json"
    return (shared if shared.is_file() else folder / f"{section}.json").read_bytes()
