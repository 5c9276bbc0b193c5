"""政府网站工作年度报表 of the county begun: what its content and its visits know is filled in, the rest marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.drafting import Draft
from generator.errors import UsageError
from generator.letter_counts import average
from generator.letter_counts import counts as counts_of
from generator.load import load
from generator.model import Document, Letters, LetterSum, Mount, Site, UnitContent, Visits
from generator.report_prose import BLANK
from generator.rulebook import rules
from generator.sources import scan

OVERVIEW = "概况"  # in the name of the columns that introduce the county
FIRST = 2017


@dataclass(frozen=True, slots=True)
class SiteReport:
    """The draft, and the cells that nobody but people can fill in."""

    draft: Draft
    blank: tuple[str, ...]


def site_report(root: Path, site: Site, slugs: Iterable[str], year: int, today: date) -> SiteReport:
    """The form of a year as a document of the portal; UsageError where none can be begun."""
    contents = [
        found for slug in slugs if (found := load(root, site, slug, scan(root, f"content/{slug}"), today).content)
    ]
    portal = next((each for each in contents if each.unit.mount is Mount.ROOT), None)
    if portal is None:
        raise UsageError("没有县级门户", "", "先在 content/ 里建县级门户的文件夹；它的 unit.yaml 有错的，先改正")
    if not FIRST <= year <= today.year:
        raise UsageError(f"{year} 年的报表不能起草", "", f"年份从 {FIRST} 到今年（{today.year}）")
    told = counts(site, portal, contents, year, today)
    column = next(
        (each for each in portal.unit.walk() if "公告" in each.name or "公示" in each.name), portal.unit.columns[0]
    )
    path = f"content/{portal.unit.slug}/{column.key}/site-report-{year}.md"
    return SiteReport(Draft(path, _text(portal, told, year, today)), tuple(_blank(told)))


def counts(site: Site, portal: UnitContent, contents: Iterable[UnitContent], year: int, today: date) -> dict[str, str]:
    """What can be told of a year, by the names in `rules/site_report.yaml`."""
    contents = tuple(contents)
    pairs = [(content, each) for content in contents for each in content.documents if each.date_published.year == year]
    overview = sum(_introduces(content, each) for content, each in pairs)
    news = sum(each.kind == "news" and not _introduces(content, each) for content, each in pairs)
    guides = sum(each.kind == "service_guide" for content in contents for each in content.documents)
    footer = site.footer
    told = {
        "name": f"{portal.unit.name}门户网站",
        "address": site.base_url,
        "sponsor": footer.sponsor,
        "site_kind": "政府门户网站",
        "identity_code": footer.site_identity_code,
        "icp_record": footer.icp_record,
        "police_record": footer.police_record,
        "documents": str(len(pairs)),
        "overview": str(overview),
        "news": str(news),
        "disclosed": str(len(pairs) - overview - news),
        "interpretations": str(sum(each.kind == "policy_interpretation" for _, each in pairs)),
        "has_guides": "是" if guides else "否",
        "guides": str(guides),
        "nothing": "否",
        "search": "是（站内搜索，不依赖服务器）",
        "accessible": "是（长辈版、键盘操作、语音朗读）",
    }
    return {**told, **_letters(contents, year, today), **_visits(portal, year)}


def _introduces(content: UnitContent, document: Document) -> bool:
    top = document.column.partition("/")[0]
    return any(each.key == top and OVERVIEW in each.name for each in content.unit.columns)


def _letters(contents: Iterable[UnitContent], year: int, today: date) -> dict[str, str]:
    """What became of the letters that came in a year; nothing where no unit keeps any of it."""
    kept = [found for content in contents if (found := content.register(Letters)) is not None]
    counted = (each.sum for letters in kept for each in counts_of(letters, today) if each.month.startswith(str(year)))
    total = LetterSum.of(counted)
    if not total.received:
        return {}
    return {
        "letters": str(total.received),
        "letters_replied": str(total.replied),
        "letters_days": average(total.days, total.replied),
        "letters_shown": str(total.shown),
    }


def _visits(portal: UnitContent, year: int) -> dict[str, str]:
    """Hits and visitors of the whole year; nothing where a month is missing."""
    visits = portal.register(Visits)
    months = [each.total for each in visits.county if each.month.startswith(str(year))] if visits else []
    if len(months) < 12 or any(each.hits is None for each in months):
        return {}
    return {
        "hits": str(sum(each.hits or 0 for each in months)),
        "visitors": str(sum(each.visitors or 0 for each in months)),
    }


def _cells() -> Iterator[tuple[str, str, str]]:
    """Group, cell, and the name of its count ("" where people fill it in)."""
    for group in rules("site_report")["groups"]:
        for cell in group["cells"]:
            yield group["name"], cell["name"], cell.get("count", "")


def _blank(found: dict[str, str]) -> Iterator[str]:
    return (f"{group}：{name}" for group, name, count in _cells() if count not in found)


def _text(portal: UnitContent, found: dict[str, str], year: int, today: date) -> str:
    name = portal.unit.name
    lines = [
        "---",
        f"标题: {name}门户网站政府网站工作年度报表（{year}年度）",
        "草稿: 是   # 填完、审完以后删去这一行",
        f"成文日期: {today}   # 请改",
        f"发布日期: {today}   # 请改",
        f"内容概述: {name}门户网站{year}年度的访问量、信息发布、解读回应、办事服务、互动交流、安全防护等情况。",
        "# 保密审查: {审查结果: 同意公开, 审查人: , 审查日期: , 审查依据: 《政府信息公开条例》第十七条}   # 审查以后填",
        "---",
        "",
        f"依照{rules('site_report')['law']}公布。",
        f"已经填好的是程序从 {year} 年公开的内容和访问统计里数出来的，请核对后删去这一句。",
        "",
        "| 类别 | 指标 | 情况 |",
        "|---|---|---|",
    ]
    lines += (f"| {group} | {cell} | {found.get(count, BLANK)} |" for group, cell, count in _cells())
    return "\n".join(lines) + "\n"
