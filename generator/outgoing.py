"""The publishing targets of a county as `site.yaml` names them, each with the secrets that were found for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from generator.credentials import secrets_of
from generator.faults import finding
from generator.files import caches
from generator.frontmatter import decode, parse_mapping
from generator.model import Finding, Mark, Severity
from generator.signing import PrivateKey, read_private_key
from generator.site_fields import SiteFields
from generator.target_fields import TargetFields
from generator.targets import Settings, Target, targets
from generator.validation import read
from generator.workspace import Workspace

Filed = Mapping[str, Mapping[str, str]]
NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
PUBLIC, INTERNAL = "公开", "内网"


class Outgoing(NamedTuple):
    """A target: what kind it is of, its settings, where the public sees it ("" where nobody said), and whether it is an
    intranet's, which gets the internal inboxes and nothing else."""

    target: Target
    settings: Settings
    address: str = ""
    is_internal: bool = False


class Plans(NamedTuple):
    """What `site.yaml` says of publishing: the targets in the order in which they are written, the private keys, and
    whether texts are packed beforehand."""

    targets: tuple[Outgoing, ...]
    keys: tuple[PrivateKey, ...]
    packed: bool = False


def plans_of(
    workspace: Workspace, environment: Mapping[str, str], filed: Filed
) -> tuple[Plans | None, tuple[Finding, ...]]:
    """What `site.yaml` says of publishing; None and the reasons where something in that is wrong."""
    text, _ = decode((workspace.root / "site.yaml").read_bytes())
    fields, marks, findings = read(SiteFields, "site.yaml", parse_mapping(text))
    if fields is None or any(each.severity is Severity.ERROR for each in findings):
        return None, tuple(findings)
    wrong = tuple(
        finding("F103", "site.yaml", marks.get(place, marks.get("targets", Mark(1, 1))), message, advice)
        for place, message, advice in _faults(fields.targets)
    )
    if wrong:
        return None, wrong
    keys = tuple(read_private_key(Path(each).expanduser()) for each in fields.signing_keys)
    opened = tuple(_opened(workspace, each, environment, filed) for each in fields.targets)
    return Plans(opened, keys, fields.packed), ()


def _opened(workspace: Workspace, fields: TargetFields, environment: Mapping[str, str], filed: Filed) -> Outgoing:
    target = targets()[fields.kind]
    secrets = secrets_of(fields.name, target.SECRETS, environment, filed)
    state = caches(workspace.output) / "targets" / fields.name
    numbers = {name: getattr(fields, name) for name in ("releases", "width", "patience", "attempts")}
    settings = Settings(fields.name, fields.options, secrets, state, **numbers)
    return Outgoing(target, settings, fields.address, fields.shows == INTERNAL)


def _faults(found: Iterable[TargetFields]) -> Iterator[tuple[str, str, str]]:
    """What is wrong: where it stands, in words, and how to mend it."""
    seen: set[str] = set()
    places: dict[str, str] = {}
    for number, each in enumerate(found):
        place = f"targets.{number}"
        if each.shows not in ("", PUBLIC, INTERNAL):
            yield f"{place}.shows", f"目标的内容「{each.shows}」看不懂", f"写 {PUBLIC} 或者 {INTERNAL}"
        shows = each.shows or PUBLIC
        if places.setdefault(repr((each.kind, sorted(each.options.items()))), shows) != shows:
            advice = "公开的网站和内部收文不能放在一起，改其中一个的“选项”"
            yield f"{place}.options", "内网的和公开的目标写了同一个地方", advice
        if not NAME.fullmatch(each.name):
            yield f"{place}.name", f"目标的名称「{each.name}」只能用小写字母、数字和连字符", "例如“名称: www”"
        if each.name in seen:
            yield f"{place}.name", f"有两个目标都叫「{each.name}」", "改其中一个的“名称”"
        seen.add(each.name)
        if each.kind not in targets():
            kinds = "、".join(targets())
            yield f"{place}.kind", f"没有「{each.kind}」这种发布目标", f"“类型”可以写：{kinds}"
        else:
            yield from _option_faults(place, each, targets()[each.kind].OPTIONS)


def _option_faults(place: str, fields: TargetFields, known: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in fields.options:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.4)
            hint = f"，是不是想写「{near[0]}」？" if near else ""
            advice = f"“{fields.kind}”的选项：{'、'.join(known) or '没有'}"
            yield f"{place}.options.{name}", f"“{fields.kind}”没有「{name}」这个选项{hint}", advice
