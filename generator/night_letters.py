"""What people are told of a night: the operator, the groups, and every unit that something of it concerns."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from generator import address_book, news
from generator.address_book import AddressBook
from generator.building import Built
from generator.chinese import MACHINE, USAGE
from generator.console import FAULTY
from generator.correspondence import Correspondence, contacts_of, correspondence_of
from generator.diary import Diary
from generator.messages import Note
from generator.news import News
from generator.publishing import STOPPED, Result

if TYPE_CHECKING:
    from generator.outgoing import Filed
    from generator.workspace import Workspace

WORDS = {
    0: "全部完成，没有扣下和失败的",
    FAULTY: "有扣下或保持原样的，其余已经发布",
    USAGE: "site.yaml 或凭据文件不能用",
    MACHINE: "有步骤失败",
    STOPPED: "有目标要先确认、没有发布，或者核对没有通过",
}

UNITS = "各单位（发布：公众第一次看到的信息，条；重写：这一晚重新生成的文件，个，早先生成好的不算；扣下：处）:"


class Outcome(NamedTuple):
    """What a night made: the build, the documents' pages, what each target came to, each unit's news."""

    made: Built | None
    results: tuple[Result, ...]
    news: tuple[News, ...]
    tampered: tuple[str, ...] = ()  # the targets at which the public sees what nobody signed

    def headline(self, status: int) -> str:
        """How the night went, in words: first what must be looked at at once."""
        return f"{'、'.join(self.tampered)} 与签名的不一致，可能被篡改" if self.tampered else WORDS[status]


class Ending(NamedTuple):
    """How a night ended: what there was to say of the nights before, its exit status, the moment."""

    before: str
    status: int
    moment: str


def tell_people(workspace: Workspace, diary: Diary, outcome: Outcome, filed: Filed, ending: Ending) -> None:
    """Write to the operator, to the groups and to every unit with something to be told; a failure is only noted."""
    book = address_book.load(workspace.output)
    ways = correspondence_of(workspace.root, os.environ, filed, book.messages)
    if ways.wrong:
        known = ways.mail is not None or ways.bots
        diary.say(f"通知: {'按以前写的“通知”发' if known else '没有发出，以前也没有能用的“通知”'}；{ways.wrong}")
    moment = datetime.fromisoformat(ending.moment)
    county = outcome.made.county if outcome.made else workspace.root.name
    slugs = [each.slug for each in outcome.news]
    contacts = {slug: contacts_of(workspace.content / slug, book.contacts.get(slug, ())) for slug in slugs}
    kept = contacts if outcome.made else book.contacts
    diary.step("通知", partial(address_book.save, workspace.output, AddressBook(ways.written, kept)))
    note = _county_note(county, diary, outcome, ending)
    diary.step("通知", partial(_send, ways, contacts, diary, outcome, note, moment))


def _county_note(county: str, diary: Diary, outcome: Outcome, ending: Ending) -> Note:
    day = diary.path.stem
    headline = outcome.headline(ending.status)
    lines = [
        f"{headline}（退出状态 {ending.status}）。",
        *([f"在这一晚以前: {ending.before}。"] if ending.before else ()),
    ]
    lines += ["", "要看的:", *diary.faults] if diary.faults else ()
    if outcome.news:
        lines += ["", UNITS, *map(news.line, outcome.news)]
    if wrong := [line for each in outcome.news for line in news.faults(each)]:
        lines += ["", "扣下的，改好以后下一晚自动公开:", *wrong]
    lines += ["", f"全部记录: output/nightly/{diary.path.name}"]
    return Note(f"【{county}信息公开】{day} 每晚发布: {headline}", "\n".join(lines) + "\n")


def _send(
    ways: Correspondence,
    contacts: Mapping[str, tuple[str, ...]],
    diary: Diary,
    outcome: Outcome,
    note: Note,
    moment: datetime,
) -> None:
    from generator.posting import mail_to, tell_bot

    answers: dict[str, str] = {}
    if ways.mail is not None:
        answers["邮件"] = mail_to(ways.mail, ways.mail.fields.receivers, note, moment)
        for each in outcome.news:
            if contacts[each.slug] and not each.is_silent:
                own = news.unit_note(each, outcome.made.county if outcome.made else "", moment.date().isoformat())
                answers[f"邮件 {each.slug}"] = mail_to(ways.mail, contacts[each.slug], own, moment)
    for bot in ways.bots:
        answers[f"{bot.fields.kind} {bot.fields.name}"] = tell_bot(bot, note, moment)
    for name, why in answers.items():
        diary.say(f"通知 {name}: {'没有发出，' + why if why else '已发'}")
