"""`gongkai verify`: with the public key alone, whether a site shows what was signed, byte for byte; and put it back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.chinese import ChineseCommand
from generator.console import CHINA, FAULTY, UNREACHED, task_of, turn, workspace_of
from generator.errors import GeneratorError, UsageError

if TYPE_CHECKING:
    from generator.attestation import Attested
    from generator.patrolling import Patrol
    from generator.restoration import Restored
    from generator.sightings import Sightings
    from generator.signing import PrivateKey, PublicKey
    from generator.web_patrol import Manner
    from generator.workspace import Workspace

FILE = click.Path(path_type=Path, dir_okay=False)
MOMENT = click.DateTime(["%Y-%m-%dT%H:%M:%S%z"])
OFTEN = 1000  # requests between two words on how far it has come


@click.command(cls=ChineseCommand)
@click.argument("source", metavar="文件夹|网址")
@click.option(
    "--key", "keys", multiple=True, type=FILE, metavar="公钥", help="核对签名的公钥文件；写几次，就要几个签名都对"
)
@click.option("--former", type=FILE, default=None, metavar="文件", help="以前的版本，例如 output/editions/000012.json")
@click.option(
    "--state",
    type=FILE,
    default=None,
    metavar="文件",
    help="记住见过的版本；默认在 ~/.local/state/gongkai/",
)
@click.option("--log", type=FILE, default=None, metavar="文件", help="同时核对发布记录，例如 output/editions/log.jsonl")
@click.option("--workers", type=click.IntRange(1, 64), default=8, metavar="N", help="联网时同时取几个文件；默认 8")
@click.option("--timeout", type=click.FloatRange(0.1, 600), default=15, metavar="秒", help="联网时一个请求最多等多久")
@click.option("--agent", default="", metavar="文字", help="联网时自称的浏览器；挂马的网页常常只给搜索引擎看")
@click.option("--any-headers", is_flag=True, help="不管安全响应头有没有（托管方不让设置的时候）")
@click.option("--now", "moment", type=MOMENT, default=None, metavar="时刻", help="按这个时刻判断过期；默认现在")
@click.option("--restore", is_flag=True, help="用 output/ 里的原件把文件夹恢复成签名的样子（在工作区里运行）")
@click.option("--to", default="", metavar="目标", help="与 --restore 一起：site.yaml 里的发布目标，不一致的重新发过去")
@click.option("--credentials", type=FILE, default=None, metavar="文件", help="与 --to 一起：凭据文件")
@click.option("--author", default="", metavar="姓名", help="恢复的人，写进发布记录")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def verify(root: Path | None, /, source: str, moment: datetime | None, as_json: bool, **options: Any) -> int:
    """只凭公钥核对网站：改动、多出、缺失、过期、退回旧版本、混入别的版本、响应头被改的，都找出来。

    \b
    例:
      gongkai verify /srv/www/county/current --key county.public.pem
      gongkai verify https://www.county.example/ --key county.public.pem
      gongkai verify /srv/www/county/current --key county.public.pem --restore
      gongkai verify https://www.county.example/ --key county.public.pem --restore --to www
    退出状态: 0 与签名的一致；1 不一致；2 用法有误；3 机器故障；4 有文件没有取到，其余一致
    """
    from generator.patrolling import known_of, patrolled, remembered
    from generator.signing import read_public_key

    _need_sense(source, as_json, options)
    keys = tuple(read_public_key(path) for path in options["keys"])
    if not keys:
        raise UsageError("没有给出公钥", "", "用 --key 写公钥文件，例如 --key gongkai-ed25519.public.pem")
    now = moment or datetime.now(CHINA)
    known = known_of(source, options["state"], options["former"], keys)
    patrol = patrolled(source, keys, known.sightings, now, _manner(options), _tick)
    remembered(known, patrol, keys)
    status = _told(patrol, known.sightings, keys, options["log"], as_json)
    if not options["restore"]:
        return status
    workspace = workspace_of(root)
    if options["to"]:
        _republished(workspace, patrol, options)
    else:
        _put_back(workspace, Path(source), patrol, keys, now, options["author"])
    again = patrolled(source, keys, known_of(source, known.path, None, keys).sightings, now, _manner(options), _tick)
    remembered(known, again, keys)
    return _told(again, known.sightings, keys, None, as_json)


def _need_sense(source: str, as_json: bool, options: Mapping[str, Any]) -> None:
    from generator.hosts import is_web

    if options["restore"] and as_json:
        raise UsageError("--restore 和 --json 不能同时用", "", "先恢复，再用 --json 核对")
    if options["restore"] and is_web(source) and not options["to"]:
        raise UsageError("网址不能直接恢复", source, "用 --to 写 site.yaml 里的发布目标，或者写它的文件夹")


def _manner(options: Mapping[str, Any]) -> Manner:
    from generator.web_patrol import AGENT, Manner

    width, seconds, agent = options["workers"], options["timeout"], options["agent"] or AGENT
    return Manner(width, seconds, agent=agent, strict=not options["any_headers"])


def _tick(done: int, total: int) -> None:
    if done % OFTEN == 0:
        click.echo(f"已核对 {done}/{total}", err=True)


def _told(patrol: Patrol, known: Sightings, keys: Sequence[PublicKey], log: Path | None, as_json: bool) -> int:
    """Say what was found; the exit status."""
    from generator import logbook
    from generator.tampering import Kind, told

    book = logbook.read(log, keys) if log else logbook.Log(())
    faults = [f"发布记录第 {line} 行: {reason}" for line, reason in book.faults]
    if log and patrol.found and not any(each.digest == patrol.found.digest for each in book.events):
        faults.append(f"发布记录里没有版本 {patrol.found.edition.sequence}：记录被截短，或者不是从这里发布的")
    reached = [each for each in patrol.faults if each.kind is not Kind.UNREACHED]
    status = FAULTY if reached or faults else UNREACHED if patrol.faults else 0
    if as_json:
        click.echo(_as_json(patrol, faults, status))
        return status
    for line in (*_head(patrol, known, keys), *told(patrol.faults), *faults):
        click.echo(line)
    for number in book.torn:
        click.echo(f"注意: 发布记录第 {number} 行写到一半中断了，没有人改它；断掉的部分保留着")
    click.echo(_last(patrol, len(reached) + len(faults), status))
    return status


def _head(patrol: Patrol, known: Sightings, keys: Sequence[PublicKey]) -> Iterator[str]:
    """Which edition it is, and what this look cannot tell."""
    if patrol.found is not None:
        edition = patrol.found.edition
        yield f"版本 {edition.sequence}，签发于 {edition.issued}，有效到 {edition.expires}"
        if not all(key.fingerprint in known.newest for key in keys):
            yield "注意: 第一次用这把公钥核对这里，还看不出网站是否退回过旧版本"
    for note in patrol.notes:
        yield f"注意: {note}"


def _last(patrol: Patrol, count: int, status: int) -> str:
    from generator.edition import count_of

    if patrol.found is None:
        return "没有可信的版本，其余文件没有核对" if status == FAULTY else "没有取到版本文件，什么都没有核对"
    total = count_of(patrol.found.edition)
    if status == UNREACHED:
        return f"有文件没有取到，其余与签名的一致（共 {total} 个文件）"
    return f"与签名的不一致: {count} 处（共 {total} 个文件）" if status else f"与签名的一致: {total} 个文件"


def _as_json(patrol: Patrol, faults: Sequence[str], status: int) -> str:
    from generator.edition import count_of

    edition = patrol.found.edition if patrol.found else None
    told = {
        "status": status,
        "edition": edition.sequence if edition else None,
        "issued": edition.issued if edition else None,
        "expires": edition.expires if edition else None,
        "files": count_of(edition) if edition else 0,
        "findings": [each.row for each in patrol.faults],
        "log": list(faults),
        "notes": list(patrol.notes),
    }
    return json.dumps(told, ensure_ascii=False)


def _put_back(
    workspace: Workspace, place: Path, patrol: Patrol, keys: Sequence[PublicKey], now: datetime, author: str
) -> None:
    """Put a folder back into the signed state, and say what was done."""
    from generator.publishing import plans
    from generator.restoration import QUARANTINE, restore
    from generator.wording import one_line

    signers = plans(workspace, None).keys
    with turn(workspace):
        wanted = _wanted(workspace.output, patrol, keys)
        quarantine = place.absolute().parent / QUARANTINE / f"{now:%Y%m%d-%H%M%S}"
        done = restore(place, workspace.output, wanted, quarantine)
        if done.is_nothing:
            click.echo("文件夹里没有要恢复的，什么也没有写")
            return
        _record(workspace.output, place, wanted, done, now, author, signers)
    click.echo(f"已恢复到版本 {wanted.edition.sequence}: 放回 {len(done.put_back)} 个文件")
    if done.quarantined:
        click.echo(f"移走 {len(done.quarantined)} 个，在 {done.quarantine}，list.json 里写着原来的地址；查清以前不要删")
    for address in done.lacking:
        click.echo(f"没有恢复: {one_line(address)}: output/ 里没有这个文件；用 --restore --to 目标名 从发布的一方恢复")


def _republished(workspace: Workspace, patrol: Patrol, options: Mapping[str, Any]) -> None:
    """Publish again whatever a target does not show as it should."""
    from generator.publishing import Wish, plans, publish_all
    from generator.verbs.publish import lines, sending

    shown = {each.address for each in patrol.faults}
    astray = frozenset({*shown, *(f"{address}index.html" for address in shown if not address or address[-1] == "/")})
    wish = Wish(what="restore", to=(options["to"],), astray=astray, who=options["author"])
    with turn(workspace):
        task = task_of(workspace, None, clean=False)[0]
        results = publish_all(task, plans(workspace, options["credentials"]), wish, sending)
    for line in (line for each in results for line in lines(each, False, False)):
        click.echo(line)


def _wanted(output: Path, patrol: Patrol, keys: Sequence[PublicKey]) -> Attested:
    """The edition to put back: that which the place shows where it is the right one, else the newest signed one."""
    from generator.restoration import last_signed

    found = patrol.found if patrol.is_current else last_signed(output, keys)
    if found is None:
        advice = "在发布的机器上、它的工作区里运行，公钥要是签名用的那一把"
        raise GeneratorError("output/ 里没有这把公钥签过的版本，不能恢复", str(output / "editions"), advice)
    return found


def _record(
    output: Path,
    place: Path,
    wanted: Attested,
    done: Restored,
    now: datetime,
    author: str,
    signers: Sequence[PrivateKey],
) -> None:
    from generator import editions, logbook
    from generator.publishing import LOG

    counts = {"_restored": logbook.Count(0, len(done.put_back), len(done.quarantined))}
    event = logbook.Event(
        what="restore",
        when=now.isoformat(timespec="seconds"),
        who=logbook.author(author),
        edition=wanted.edition.sequence,
        digest=wanted.digest,
        targets=(str(place),),
        changes=counts,
    )
    logbook.record(editions.folder_of(output) / LOG, event, *signers)
