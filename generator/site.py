"""`site.yaml` → `Site`; every mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from generator.codes import site_code_fault
from generator.emblem import EmblemFault, open_emblem
from generator.faults import finding
from generator.frontmatter import decode, parse_mapping
from generator.hosts import host_of, is_base, is_web
from generator.letter_fields import letter_faults, letter_settings
from generator.model import (
    Emblem,
    Finding,
    Footer,
    Link,
    Mark,
    OldPlatform,
    Platform,
    Ribbon,
    Severity,
    Site,
    YearOfVisits,
)
from generator.numbering import pattern_fault
from generator.ribbon import RibbonFault, open_ribbon
from generator.savings import saving_faults, savings
from generator.site_fields import LinkFields, OldPlatformFields, RibbonFields, SiteFields
from generator.validation import read
from generator.workspace import Workspace

PATTERN_ADVICE = "写成“索引号格式: '{org}/{year}-{serial:05d}'”，或者删去这一行"


def load_site(workspace: Workspace) -> tuple[Site | None, tuple[Finding, ...]]:
    """Read `site.yaml`; None when it cannot be used."""
    text, faults = decode((workspace.root / "site.yaml").read_bytes())
    fields, marks, findings = read(SiteFields, "site.yaml", parse_mapping(text))
    findings += [finding(fault.code, "site.yaml", (fault.line, fault.column), fault.message) for fault in faults]
    if fields is None:
        return None, tuple(findings)
    findings += _judge(fields, marks)
    ribbon, more = _ribbon(workspace.root, fields.ribbon, marks)
    findings += more
    emblem, more = _emblem(workspace.root, fields.emblem, marks)
    findings += more
    blocked = any(each.severity is Severity.ERROR for each in findings)
    return (None if blocked else _site(fields, ribbon, emblem)), tuple(findings)


def _old_platform_faults(fields: OldPlatformFields) -> Iterator[tuple[str, str, str]]:
    if not is_web(fields.url):
        yield "F103", "old_platform.url", f"旧平台的网址「{fields.url}」应当以 http:// 或 https:// 开头"
    for name in ("unit", "column", "document"):
        if not re.fullmatch(r"[A-Za-z]\w*", getattr(fields, name), re.ASCII):
            yield "F103", f"old_platform.{name}", f"「{getattr(fields, name)}」不是网址里的参数名"


def _ribbon(
    root: Path, fields: RibbonFields | None, marks: dict[str, Mark]
) -> tuple[Ribbon | None, tuple[Finding, ...]]:
    """The province's ribbon where one is named, and what is wrong with its file."""
    if fields is None:
        return None, ()
    try:
        found = open_ribbon(root, fields.file, fields.sha256)
    except RibbonFault as fault:
        mark = marks.get(f"ribbon.{fault.field}", Mark(1, 1))
        return None, (finding("U120", "site.yaml", mark, fault.what, fault.fix),)
    message = f"页头里没有采用：{'、'.join(found.dropped)}"
    return found, (finding("U121", found.path, (1, 1), message),) if found.dropped else ()


def _emblem(root: Path, path: str, marks: dict[str, Mark]) -> tuple[Emblem | None, tuple[Finding, ...]]:
    """The picture of the national emblem where one is named, and what is wrong with its file."""
    try:
        return (open_emblem(root, path) if path else None), ()
    except EmblemFault as fault:
        return None, (finding("U122", "site.yaml", marks.get("emblem", Mark(1, 1)), fault.what, fault.fix),)


def _judge(fields: SiteFields, marks: dict[str, Mark]) -> list[Finding]:
    wrong: list[tuple[str, str, str, str]] = []
    if not re.fullmatch(r"\d{6}", fields.region_code):
        wrong.append(("U103", "region_code", f"行政区划代码「{fields.region_code}」应当是 6 位数字", ""))
    if not is_base(fields.base_url):
        wrong.append(
            (
                "F103",
                "base_url",
                f"网址「{fields.base_url}」应当以 https:// 开头、以 / 结尾",
                "写成“网址: https://www.county.example/”",
            )
        )
    if message := site_code_fault(fields.footer.site_identity_code, fields.region_code):
        wrong.append(("U103", "footer.site_identity_code", message, ""))
    if fields.example_day and not fields.example_notice:
        wrong.append(("F103", "example_day", "只有写了“示例声明”的示例县才能写“示例日期”", "删去“示例日期”这一行"))
    if fields.old_platform:
        wrong += [(*each, "") for each in _old_platform_faults(fields.old_platform)]
    wrong += [(*each, "") for each in (*saving_faults(fields.savings), *letter_faults(fields.letters))]
    if message := pattern_fault(fields.index_pattern):
        wrong.append(("F103", "index_pattern", message, PATTERN_ADVICE))
    return [finding(code, "site.yaml", marks.get(name, Mark(1, 1)), message, fix) for code, name, message, fix in wrong]


def _site(fields: SiteFields, ribbon: Ribbon | None, emblem: Emblem | None) -> Site:
    return Site(
        name=fields.name,
        short_name=fields.short_name or fields.name,
        region_code=fields.region_code,
        base_url=fields.base_url,
        footer=Footer(**fields.footer.model_dump()),
        platform=Platform(**fields.platform.model_dump()),
        upper_links=links(fields.upper_links),
        theme=fields.theme,
        index_pattern=fields.index_pattern,
        page_size=fields.page_size,
        attachment_limit=fields.attachment_limit_mib * 1024 * 1024,
        example_notice=fields.example_notice,
        example_day=fields.example_day,
        colors=dict(sorted(fields.colors.items())),
        allowed_hosts=_allowed_hosts(fields, ribbon.links if ribbon else ()),
        ribbon=ribbon,
        emblem=emblem,
        old_platform=OldPlatform(**fields.old_platform.model_dump()) if fields.old_platform else OldPlatform(),
        visit_history=tuple(YearOfVisits(**each.model_dump()) for each in fields.visit_history),
        savings=savings(fields.savings),
        letters=letter_settings(fields.letters),
        pdf=fields.pdf,
        demonstrations=tuple(each.strip().strip("/") for each in fields.demonstrations),
    )


def _allowed_hosts(fields: SiteFields, more: tuple[str, ...]) -> tuple[str, ...]:
    """The domains on the list, and those that the settings themselves link to, `more` addresses among them."""
    platform, footer = fields.platform, fields.footer
    named = [fields.base_url, platform.home, platform.units, platform.search, platform.request]
    named += [footer.badge_url, footer.report_url, *(each.url for each in fields.upper_links), *more]
    own = (host_of(each).removeprefix("www.") for each in named)
    listed = (each.strip().lower().removeprefix("*.").removeprefix("www.") for each in fields.allowed_hosts)
    return tuple(sorted({*own, *listed} - {""}))


def links(fields: tuple[LinkFields, ...]) -> tuple[Link, ...]:
    """Named addresses as values."""
    return tuple(Link(each.name, each.url) for each in fields)
