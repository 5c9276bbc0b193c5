"""What `publish`, `rollback` and whatever runs at night share: all targets one after the other, told and recorded."""

from __future__ import annotations

import os
import subprocess
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator import editions, overrides, trees
from generator.chinese import MACHINE, ending
from generator.choice import Order, Retold
from generator.console import CHINA, FAULTY, tell
from generator.credentials import PLACE, read_credentials, without_secrets
from generator.edition import Edition, edition_bytes
from generator.editions import Origin, Seal
from generator.errors import GeneratorError, UsageError
from generator.inventory import Inventory, inventory, packed_copies
from generator.logbook import Count, Event, author, read, record
from generator.outgoing import Filed, Outgoing, Plans, plans_of
from generator.packing import prune
from generator.publish import Report, publish
from generator.safeguards import ALL, Consent, Refused
from generator.signing import PrivateKey, refusal, sign

if TYPE_CHECKING:
    from generator.tasks import Task
    from generator.workspace import Workspace

STOPPED = 4  # the exit status where a safeguard stopped a publication
LOG = "log.jsonl"
SPARE = 10  # releases that a place may hold beyond those it keeps, after as many rollbacks
Progress = Callable[[str, int, int], None]  # target, bytes sent, bytes to send


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a publication: `what` as the log calls it, `to` the names of targets (all)."""

    what: str = "publish"
    only: frozenset[str] = frozenset()
    to: tuple[str, ...] = ()
    consent: Consent = field(default_factory=Consent)
    hold_back: bool = False
    resend: bool = False
    astray: frozenset[str] = frozenset()
    dry: bool = False
    who: str = ""


class Result(NamedTuple):
    """How it went at one target: the report, or why there is none; `crash` is the traceback of a mistake of ours."""

    name: str
    report: Report | None = None
    status: int = 0
    told: str = ""
    crash: str = ""


def plans(workspace: Workspace, credentials: Path | None) -> Plans:
    """The targets and keys of the county; a `site.yaml` that is wrong in this ends the command."""
    return plans_with(workspace, filed_secrets(credentials))


def plans_with(workspace: Workspace, filed: Filed) -> Plans:
    """The same with these secrets, and those that the environment has."""
    found, findings = plans_of(workspace, os.environ, filed)
    if found is None:
        tell(findings)
        raise UsageError("site.yaml 的“发布目标”不能用", "site.yaml", "按上面的提示改正")
    return found


def filed_secrets(credentials: Path | None) -> dict[str, dict[str, str]]:
    """What the credentials file holds: the one that is named, else the usual one where there is one."""
    usual = Path.home() / PLACE
    place = credentials or (usual if usual.exists() else None)
    if place is not None and not place.is_file():
        raise UsageError("没有这个凭据文件", str(place))
    return read_credentials(place) if place else {}


def chosen(found: Plans, names: Iterable[str]) -> tuple[Outgoing, ...]:
    """The targets of these names, all where none is named; `UsageError` where there is no such, or none at all."""
    known = {each.settings.name: each for each in found.targets}
    if not known:
        raise UsageError("没有发布目标", "site.yaml", "在 site.yaml 里写“发布目标”，见运维手册·发布")
    for name in names:
        if name not in known:
            raise UsageError(f"没有叫「{name}」的发布目标", "site.yaml", f"--to 可以写 {'、'.join(known)}")
    return tuple(known[name] for name in names) or found.targets


def publish_all(task: Task, found: Plans, wish: Wish, progress: Progress) -> tuple[Result, ...]:
    """Bring what is public in `output/` to every chosen target, and the internal inboxes to those of an intranet; one
    that fails stops no other."""
    goals = chosen(found, wish.to)
    internal = tuple(each for each in goals if each.is_internal)
    partly = bool(wish.only) or wish.what != "publish"
    if internal and partly and wish.to:
        advice = "运行 gongkai publish，不写单位"
        raise UsageError("内网的目标总是整个发布，也不回退", internal[0].settings.name, advice)
    public = tuple(each for each in goals if not each.is_internal)
    results = _publish_public(task, found, public, wish, progress) if public else ()
    if internal and not partly:
        results += _publish_inside(task, found, internal, wish, progress)
    return results


def _publish_public(
    task: Task, found: Plans, goals: tuple[Outgoing, ...], wish: Wish, progress: Progress
) -> tuple[Result, ...]:
    from generator.check import codes_of_errors

    moment = datetime.now(CHINA)
    here = inventory(task.output, found.packed)
    units = sorted(set(here.trees).difference(trees.OURS)) if wish.what == "publish" else ()
    unseen = overrides.unreviewed(task.output, units, codes_of_errors())
    order = _order(task, here, found.keys, wish, moment, unseen)
    results = _attempts(order, goals if wish.what == "publish" else _hurried(goals), progress)
    if not wish.dry:
        _noted(task.output, results, wish, moment, found.keys)
        if wish.consent.reviewer and any(each.report for each in results):
            overrides.review(task.output, unseen, wish.consent.reviewer)
        editions.prune(task.output)
        prune(packed_copies(task.output), (item for section in here.sections.values() for item in section.values()))
    return results


def _publish_inside(
    task: Task, found: Plans, goals: tuple[Outgoing, ...], wish: Wish, progress: Progress
) -> tuple[Result, ...]:
    from generator.inside_order import inside_order

    moment = datetime.now(CHINA)
    try:
        order = inside_order(task, moment)
    except GeneratorError as error:
        return tuple(Result(each.settings.name, status=MACHINE, told=str(error)) for each in goals)
    order = replace(order, consent=wish.consent, resend=wish.resend, dry=wish.dry, seal=_seal_of(found.keys))
    results = _attempts(order, goals, progress)
    if not wish.dry:
        _noted(order.output, results, wish, moment, found.keys)
        editions.prune(order.output)
    return results


def _attempts(order: Order, goals: Iterable[Outgoing], progress: Progress) -> tuple[Result, ...]:
    """The order at every target, each with the edition that it was brought last."""
    last = _last_editions(order.output)
    return tuple(_attempted(replace(order, least=last.get(each.settings.name, 0)), each, progress) for each in goals)


def _hurried(goals: Iterable[Outgoing]) -> Iterator[Outgoing]:
    """The targets for somebody who waits to see the change: old releases are removed by the next publication, since on
    a disk that takes longer than all else of a rollback."""
    for each in goals:
        yield each._replace(settings=replace(each.settings, releases=each.settings.releases + SPARE))


def _noted(output: Path, results: Iterable[Result], wish: Wish, moment: datetime, keys: tuple[PrivateKey, ...]) -> None:
    """Add to the log what was sent."""
    for each in results:
        if each.report is not None and each.report.change.uploads:
            _record(output, each.name, each.report, wish, moment, keys)


def _seal_of(keys: tuple[PrivateKey, ...]) -> Seal | None:
    """Who answers for editions with these keys; None where there is none."""
    publics = tuple(key.public for key in keys)
    return Seal(lambda top: sign(top, *keys), lambda top, found: not refusal(top, found, publics)) if keys else None


def _last_editions(output: Path) -> dict[str, int]:
    """The edition that every target was brought last, as the log tells."""
    path = editions.folder_of(output) / LOG
    events = read(path).events if path.is_file() else ()
    return {name: each.edition for each in events for name in each.targets}


def status_of(results: Iterable[Result]) -> int:
    """The exit status: a safeguard's word first, then what failed; 1 where some came through, or were held back."""
    statuses = [each.status for each in results]
    if STOPPED in statuses:
        return STOPPED
    if MACHINE in statuses:
        return MACHINE if set(statuses) == {MACHINE} else FAULTY
    return max(statuses, default=0)


def _order(
    task: Task,
    here: Inventory,
    keys: tuple[PrivateKey, ...],
    wish: Wish,
    moment: datetime,
    unseen: Mapping[str, tuple[str, ...]],
) -> Order:
    from generator.dispatching.settings import intranet_of

    origin = Origin(task.site.footer.site_identity_code, task.site.base_url, _commit(task.root), moment)
    return Order(
        output=task.output,
        inventory=here,
        origin=origin,
        only=wish.only,
        overrides=unseen,
        consent=Consent(frozenset({ALL})) if wish.what == "restore" else wish.consent,
        hold_back=wish.hold_back,
        resend=wish.resend,
        astray=wish.astray,
        dry=wish.dry,
        seal=_seal_of(keys),
        shunned=intranet_of(task.root),
        retold=partial(as_told, task),
    )


def as_told(task: Task, units: Mapping[str, int], fixed: Collection[str]) -> Retold | None:
    """What is made of others as these trees of units tell; None where a template is broken, or a tree tells nothing."""
    from generator.retelling import retold

    try:
        found = retold(replace(task, sequence=trees.next_sequence(task.output)), units, fixed)
    except GeneratorError:
        return None
    return None if found.unknown else found


def _attempted(order: Order, goal: Outgoing, progress: Progress) -> Result:
    """One target; whatever goes wrong there is told in words without secrets, and is its own."""
    name, secrets = goal.settings.name, tuple(goal.settings.secrets.values())
    try:
        report = publish(order, goal.target, goal.settings, lambda sent, total: progress(name, sent, total))
    except Refused as error:
        return Result(name, status=STOPPED, told=without_secrets(str(error), secrets))
    except Exception as error:
        told, crash = ending(error), without_secrets(traceback.format_exc(), secrets)
        if told is None:
            return Result(name, status=MACHINE, told="程序出错，请把完整的出错信息发给软件维护者", crash=crash)
        return Result(name, status=MACHINE, told=without_secrets(told[1].removeprefix("错误: "), secrets))
    return Result(name, report, FAULTY if report.held else 0)


def _commit(root: Path) -> str:
    """The commit of the workspace, where it is in a repository."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "rev-parse", "HEAD"], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:  # no git on this machine
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _record(
    output: Path, name: str, report: Report, wish: Wish, moment: datetime, keys: tuple[PrivateKey, ...]
) -> None:
    """Add the publication to the log."""
    event = Event(
        what=wish.what,
        when=moment.isoformat(timespec="seconds"),
        who=author(wish.who),
        edition=report.edition.sequence,
        digest=sha256(edition_bytes(report.edition)).hexdigest(),
        targets=(name,),
        changes=counts(report.before, report.edition),
        accepted=tuple(sorted(wish.consent.accepted)),
        reviewer=wish.consent.reviewer,
    )
    record(editions.folder_of(output) / LOG, event, *keys)


def counts(before: Edition | None, after: Edition) -> dict[str, Count]:
    """How many files of each section came, changed and went."""
    former = before.lists if before is not None else {}
    found = {}
    for section in sorted(former.keys() | after.lists.keys()):
        old, new = former.get(section, {}), after.lists.get(section, {})
        if old != new:
            changed = sum(1 for address in old.keys() & new.keys() if old[address][:2] != new[address][:2])
            found[section] = Count(len(new.keys() - old.keys()), changed, len(old.keys() - new.keys()))
    return found
