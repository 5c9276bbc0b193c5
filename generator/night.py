"""What is done every night, in its order: pull, build, report, rules of the web server, publish, verify, tell people.

A step that fails is told and stops no other that can be done without it: where the build fails, what is public already
is published and verified, so that its edition does not expire.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import news, nights
from generator.building import Built, built
from generator.chinese import MACHINE, USAGE
from generator.console import CHINA, FAULTY, hold_lines, now, task_of
from generator.diary import Diary, begun
from generator.edition import count_of
from generator.errors import GeneratorError
from generator.files import caches
from generator.lock import hold
from generator.model import Severity
from generator.night_letters import Ending, Outcome, tell_people
from generator.nights import Night
from generator.publishing import STOPPED, Result, Wish, filed_secrets, plans_with, publish_all
from generator.pulling import pull

if TYPE_CHECKING:
    from generator.outgoing import Filed, Outgoing, Plans
    from generator.workspace import Workspace

RANKS = (STOPPED, USAGE, MACHINE, FAULTY)  # of several statuses, the first of these is the night's


@dataclass(frozen=True, slots=True)
class Manner:
    """How a night goes: as of which day, with which workers, with which credentials file; and whether it pulls."""

    today: date | None = None
    workers: str = ""
    credentials: Path | None = None
    pulls: bool = True


def night(workspace: Workspace, manner: Manner) -> int:
    """One night; the exit status. `Busy` where a build or another night is running."""
    moment = datetime.now(CHINA)
    with hold(workspace.output / ".lock", now()):
        day = manner.today or moment.date()
        diary = begun(nights.folder_of(workspace.output), day.isoformat())
        _note_killed(workspace.output)
        before = nights.standing(nights.load(workspace.output), day)
        mark = nights.Begun(day.isoformat(), moment.isoformat(timespec="seconds"), diary.path.name)
        with nights.running(workspace.output, mark):
            return _through(workspace, manner, diary, day, before)


def _note_killed(output: Path) -> None:
    """Enter a night that never came to its end into the history."""
    if last := nights.unfinished(output):
        told = f"没有做完就停了（被杀或断电），记录在 output/nightly/{last.log}"
        nights.record(output, Night(last.day, last.when, MACHINE, told=told))


def _through(workspace: Workspace, manner: Manner, diary: Diary, day: date, before: str) -> int:
    """All of a night, its end in the history, and then the messages."""
    diary.say(f"{now()} 开始" + (f"；{before}" if before else ""))
    if manner.pulls and (pulled := diary.step("取内容", partial(pull, workspace.root))):
        diary.say(f"取内容: {pulled}")
    filed = diary.step("凭据", partial(filed_secrets, manner.credentials))
    outcome = _worked(workspace, manner, diary, filed or {})
    for each in outcome.news:
        diary.say("\n".join((news.line(each), *news.faults(each))))
    status = status_of(diary.statuses)
    diary.say(f"{now()} 结束: {outcome.headline(status)}（退出状态 {status}）")
    told = diary.faults[0].splitlines()[0] if diary.faults else ""
    counts = (len(outcome.news), sum(len(each.published) for each in outcome.news), _withheld(outcome))
    nights.record(workspace.output, Night(day.isoformat(), _ended(manner), status, *counts, told))
    tell_people(workspace, diary, outcome, filed or {}, Ending(before, status, _ended(manner)))
    return status


def status_of(statuses: Iterable[int]) -> int:
    """The night's exit status, of those that its steps came to."""
    found = set(statuses)
    return next((each for each in RANKS if each in found), 0)


def _ended(manner: Manner) -> str:
    """When it ended; on another day than this, as of that day."""
    moment = datetime.now(CHINA)
    moment = datetime.combine(manner.today, moment.timetz()) if manner.today else moment
    return moment.isoformat(timespec="seconds")


def _withheld(outcome: Outcome) -> int:
    return sum(len(each.withheld) for each in outcome.news)


def _worked(workspace: Workspace, manner: Manner, diary: Diary, filed: Filed) -> Outcome:
    """Build, report, publish, verify; nothing of it can be done where `site.yaml` cannot be used."""
    say = partial(diary.say, status=USAGE)
    if diary.step("site.yaml", partial(task_of, workspace, manner.today, clean=False, say=say)) is None:
        return Outcome(None, (), ())
    before = diary.step("公开目录", partial(news.pages_of, workspace.output)) or {}
    diary.step("公文流转", partial(_route, workspace, manner, diary), FAULTY)
    made = diary.step("生成", partial(_build_and_report, workspace, manner, diary))
    if made is not None:
        _judge(made, diary)
    diary.step("网页服务器的配置", partial(_renew_rules, workspace, manner, diary))
    found = diary.step("发布", partial(plans_with, workspace, filed))
    results = diary.step("发布", partial(_publish, workspace, manner, diary, found)) if found else None
    for text, status in diary.step("保持", lambda: list(hold_lines(workspace, manner.today))) or ():
        diary.say(text, status)
    tampered = _verified(workspace, found, diary) if found is not None else ()
    if made is None:
        return Outcome(None, results or (), (), tampered)
    titles = diary.step("公开目录", partial(news.pages_of, workspace.output)) or {}
    was, public = _seen(found, results or (), before, titles)
    held = {name: stay for each in results or () if each.report for name, stay in each.report.held.items()}
    told = news.news_of(made.report, made.findings, titles, was, public, held)
    return Outcome(made, results or (), told, tampered)


def _route(workspace: Workspace, manner: Manner, diary: Diary) -> None:
    """What has come from the office system goes to the units' inboxes, before the build: some of it is to be public."""
    from generator.dispatching.settings import is_wanted

    if not is_wanted(workspace.root):
        return
    from generator.inbox_watch import lines, once

    came = once(workspace, manner.today, locked=True)
    for line in lines(came):
        diary.say(line)
    refused = sum(each.severity is Severity.ERROR for each in came.findings)
    if refused:
        diary.say(f"公文流转: {refused} 处问题，没有登记；见上", FAULTY)


def _build_and_report(workspace: Workspace, manner: Manner, diary: Diary) -> Built:
    from generator.appraising import appraised
    from generator.reporting.sheets import OUTCOMES
    from generator.workers import open_executor

    with open_executor(manner.workers, caches(workspace.output)) as executor:
        made = built(workspace, frozenset(), executor, manner.today)

        def report() -> None:
            task, notes = task_of(workspace, manner.today, clean=False)
            verdict = appraised(workspace, task, notes, executor).sheet.verdict
            score = f"{verdict.lowest:g}–{verdict.highest:g}"
            diary.say(f"报告: 预测结论 {OUTCOMES[verdict.outcome]}，得分 {score}，在 output/report/")

        diary.step("报告", report)
    return made


def _judge(made: Built, diary: Diary) -> None:
    """What the build came to, as one line, and its statuses."""
    from generator.console import tally

    errors, warnings = tally(made.findings)
    broken = sum(unit.broken for unit in made.report.units)
    diary.say(f"生成: 单位 {made.units}，重写 {made.report.total('written')} 个文件，错误 {errors}，警告 {warnings}")
    for crash in made.report.crashes():
        diary.say(f"生成: 程序出错，请把下面的出错信息发给软件维护者\n{crash}", MACHINE)
    if errors or broken:
        diary.statuses.append(FAULTY)


def _renew_rules(workspace: Workspace, manner: Manner, diary: Diary) -> None:
    from generator.hosting_files import renewed

    if told := renewed(workspace.output, task_of(workspace, manner.today, clean=False)[0].site):
        diary.say(told)


def _publish(workspace: Workspace, manner: Manner, diary: Diary, found: Plans) -> tuple[Result, ...]:
    """Publish to every target; what cannot be trusted stays as it was, and everything else goes out."""
    from generator.verbs.publish import lines, sending

    if not found.targets:
        diary.say("发布: site.yaml 没有写“发布目标”，公开的就是 output/public/")
        return ()
    task = task_of(workspace, manner.today, clean=False)[0]
    results = publish_all(task, found, Wish(hold_back=True), sending)
    for each in results:
        diary.say("\n".join(lines(each, dry=False, verbose=False)), each.status)
    internal = {each.settings.name for each in found.targets if each.is_internal}
    return tuple(each for each in results if each.name not in internal)


def _verified(workspace: Workspace, found: Plans, diary: Diary) -> tuple[str, ...]:
    """Look at every target as the public sees it; the names of those that show what nobody signed."""
    public = tuple(each for each in found.targets if not each.is_internal)  # an intranet shows each only its own part
    names = (each.settings.name for each in public)
    looks = (partial(_verify, workspace, found, each, diary) for each in public)
    return tuple(name for name, look in zip(names, looks, strict=True) if diary.step(f"核对 {name}", look, STOPPED))


def _verify(workspace: Workspace, found: Plans, goal: Outgoing, diary: Diary) -> bool:
    """What the public sees at one target, held against what was signed; whether it is something else."""
    from generator.patrolling import known_of, patrolled, remembered
    from generator.tampering import Kind, told
    from generator.web_patrol import Manner as Asking

    name = goal.settings.name
    if not goal.address:
        diary.say(f"核对 {name}: 没有写它的“网址”，没有核对")
        return False
    if not found.keys:
        advice = "gongkai keys new 生成一把，写进 site.yaml 的“签名私钥”"
        raise GeneratorError("没有签名私钥，不能核对", "site.yaml", advice)
    keys = tuple(key.public for key in found.keys)
    known = known_of(goal.address, nights.folder_of(workspace.output) / f"seen-{name}.json", None, keys)
    patrol = patrolled(goal.address, keys, known.sightings, datetime.now(CHINA), Asking(), lambda _, __: None)
    remembered(known, patrol, keys)
    if any(each.kind is not Kind.UNREACHED for each in patrol.faults):
        diary.say("\n".join((f"核对 {name}: 与签名的不一致", *told(patrol.faults))), STOPPED)
        return True
    if patrol.faults or patrol.found is None:
        diary.say("\n".join((f"核对 {name}: 没有取到，没有核对完", *told(patrol.faults))), STOPPED)
    else:
        diary.say(f"核对 {name}: 与签名的一致，{count_of(patrol.found.edition)} 个文件")
    return False


def _seen(
    found: Plans | None, results: Iterable[Result], before: news.Pages, after: news.Pages
) -> tuple[frozenset[str], frozenset[str]]:
    """The addresses that the public saw before, and sees now: at the first target that could be published to."""
    if found is not None and all(each.is_internal for each in found.targets):
        return _addresses(before), _addresses(after)
    report = next((each.report for each in results if each.report), None)
    if report is None:
        return frozenset(), frozenset()
    return frozenset(report.before.files() if report.before else ()), frozenset(report.edition.files())


def _addresses(pages: news.Pages) -> frozenset[str]:
    return frozenset(address for found in pages.values() for address in found)
