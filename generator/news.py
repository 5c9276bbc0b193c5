"""What a night did to each unit: what became public, what was withheld and why, what stays as it was; and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.messages import Note
from generator.model import Finding, Severity
from generator.personal_data import concealed
from generator.published_records import public_units
from generator.safeguards import Stay
from generator.tasks import BuildReport
from generator.wording import one_line, shown, told

LISTED = 20  # documents, or findings, that one message names
Pages = Mapping[str, Mapping[str, str]]  # unit → address of a document's page → its title


@dataclass(frozen=True, slots=True)
class News:
    """What became of one unit: titles of documents that are public for the first time, pages written, findings that
    withhold something, why it stays as it was (None where it does not), whether it could not be made at all, and
    whether something of it was made before."""

    slug: str
    name: str
    published: tuple[str, ...] = ()
    written: int = 0
    withheld: tuple[Finding, ...] = ()
    held: Stay | None = None
    broken: bool = False
    made_before: bool = True

    @property
    def is_silent(self) -> bool:
        """There is nothing to tell the unit."""
        return not (self.published or self.withheld or self.held or self.broken)


def pages_of(output: Path) -> dict[str, dict[str, str]]:
    """The documents that are in `output/public` now."""
    public = output / "public"
    found: dict[str, dict[str, str]] = {}
    for unit in public_units(public) if public.exists() else ():
        above = unit.folder.relative_to(public).as_posix()
        start = "" if above == "." else f"{above}/"
        found[unit.slug] = {start + url.removeprefix(unit.base): title for url, title in unit.pages.items()}
    return found


def news_of(
    made: BuildReport,
    findings: Iterable[Finding],
    titles: Pages,
    was: Collection[str],
    now: Collection[str],
    held: Mapping[str, Stay],
) -> tuple[News, ...]:
    """What became of every unit, those whose folder is gone and whose pages stay among them: `was` and `now` are the
    addresses that the public saw before and sees now."""

    def fresh(slug: str) -> tuple[str, ...]:
        return tuple(title for page, title in sorted(titles.get(slug, {}).items()) if page in now and page not in was)

    grave = [each for each in findings if each.severity is Severity.ERROR and not each.waived]
    made_now = tuple(
        News(
            unit.slug,
            unit.name,
            fresh(unit.slug),
            unit.written,
            tuple(each for each in grave if each.path.startswith(f"content/{unit.slug}/")),
            held.get(unit.slug),
            unit.broken,
            unit.sequence > 0,
        )
        for unit in made.units
    )
    gone = held.keys() - {unit.slug for unit in made.units}
    return (*made_now, *(News(slug, slug, held=held[slug]) for slug in sorted(gone) if not slug.startswith("_")))


def line(news: News) -> str:
    """One unit in one line of the log."""
    parts = [f"发布 {len(news.published)}", f"重写 {news.written}", f"扣下 {len(news.withheld)}"]
    if news.withheld:
        places = "；".join(f"{each.path}:{each.line}: {each.code}" for each in map(shown, news.withheld[:LISTED]))
        parts[-1] += f"（{places}{'……' if len(news.withheld) > LISTED else ''}）"
    if news.broken:
        parts.append(f"没有生成，{_standing(news)}")
    if news.held:
        parts.append(f"保持原样（{_plain(news.held.why)}）")
    return _plain(f"{news.slug} {news.name}: ") + "，".join(parts)


def unit_note(news: News, county: str, day: str) -> Note:
    """What a unit is told."""
    subject = f"【{county}信息公开】{news.name} {day}: 公开 {len(news.published)} 条，扣下 {len(news.withheld)} 处"
    return Note(_plain(subject), "\n".join(_told(news)) + "\n")


def _told(news: News) -> Iterator[str]:
    if news.published:
        yield f"公开了 {len(news.published)} 条:"
        yield from (f"  {_plain(title)}" for title in news.published[:LISTED])
        if len(news.published) > LISTED:
            yield f"  另有 {len(news.published) - LISTED} 条"
    if news.broken:
        yield f"本单位没有生成，{_standing(news)}。原因见下，没有列出的请问管网站的同志。"
    if news.held:
        yield f"本单位保持公众现有的样子，新的内容没有发布: {_plain(news.held.why)}"
        if news.held.advice:
            yield f"    改法: {_plain(news.held.advice)}"
    if news.withheld:
        yield f"扣下 {len(news.withheld)} 处，改好以后下一晚自动公开:"
        yield from faults(news)


def faults(news: News) -> Iterator[str]:
    """What is withheld of a unit: file and line, what is wrong, how to mend it."""
    yield from (told(replace(each, evidence="")) for each in news.withheld[:LISTED])
    if len(news.withheld) > LISTED:
        yield f"另有 {len(news.withheld) - LISTED} 处：gongkai check {news.slug}"


def _standing(news: News) -> str:
    return "公开的还是上一次的" if news.made_before else "还没有公开过"


def _plain(text: str) -> str:
    return one_line(concealed(text))
