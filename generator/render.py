"""Render: a page and its unit's frame → bytes, through theme and last gate; and the fingerprint of its inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from struct import pack
from typing import Any
from zlib import crc32

from generator import gate
from generator.blame import Blame
from generator.codec import canonical, field_names, parts
from generator.culprit import blamed
from generator.faults import finding
from generator.fragments import MEMO, Memo
from generator.markup import MarkupError
from generator.model import Finding, Frame, Page
from generator.shelf import collect
from generator.templates import fault_of
from generator.theme import Theme

SHARED = ("template", "frame", "code")  # the inputs that a page shares with others
TEMPLATE_FIX = "请系统管理员改正这个模板后再生成；该信息保留上一次的页面"
PART = 8  # hexadecimal digits by which a part of the inputs is known


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that decides a page's bytes, as digests: equal inputs, equal bytes."""

    fingerprint: str
    parts: str  # of each of `input_names`, in PART hexadecimal digits, to tell which of them changed


@dataclass(frozen=True, slots=True)
class FrameInputs:
    """The frame's digest, made once per unit, with the digest of the code that renders."""

    frame: bytes
    code: bytes


def frame_inputs(frame: Frame, code: str) -> FrameInputs:
    """The digests that all pages of a unit share."""
    return FrameInputs(blake2b(canonical(frame), digest_size=16).digest(), code.encode())


def input_names(payload: Any) -> tuple[str, ...]:
    """What the inputs of a payload's page are called, in the order of `Inputs.parts`."""
    return (*SHARED, *field_names(payload.__class__))


@cache
def writers() -> Mapping[str, Callable[[Any], str]]:
    """What writes the files for machines, by the name in place of a template: views declare them as `WRITERS`.

    Such a file depends on its payload alone, so that no theme and no navigation can change what is harvested.
    """
    found = (getattr(view, "WRITERS", {}) for view in collect("generator.views"))
    return {name: writer for each in found for name, writer in each.items()}


def inputs(page: Page, shared: FrameInputs, theme: Theme) -> Inputs:
    """The fingerprint of a page: code, template closure, frame, address and canonical payload."""
    written = page.template in writers()
    around = [b"", b""] if written else [theme.closure(page.template).encode(), shared.frame]
    found = [*around, shared.code, *parts(page.payload)]
    lengths = ",".join([str(len(data)) for data in found])
    digest = blake2b(b"".join((page.url.encode(), b"|", lengths.encode(), b"|", *found)), digest_size=20).hexdigest()
    return Inputs(digest, pack(f">{len(found)}I", *map(crc32, found)).hex())


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a page, or None with the reason: a body that is too costly, or a fault at the last gate."""

    data: bytes | None
    findings: tuple[Finding, ...] = ()
    blamed: tuple[Blame, ...] = ()  # what a template brought onto the page


def render(page: Page, frame: Frame, theme: Theme, memo: Memo) -> Rendered:
    """A page through its template and the last gate; `TemplateFault` where the template cannot be filled.

    `memo` keeps what the pages of one frame share; it begins empty.
    """
    if (writer := writers().get(page.template)) is not None:
        return _written(page, writer)
    root = "../" * page.url.count("/")
    names = {"page": page.payload, "frame": frame, "root": root, "url": page.url, MEMO: memo}
    try:
        text = theme.environment.fill(page.template, names)
    except MarkupError as error:
        told = finding("F209", page.source or page.url, (1, 1), f"正文没有转换成网页：{error}")
        return Rendered(None, (told,))
    except Exception as error:
        fault = fault_of(error, theme.sources(page.template)[0][0])
        if fault is None:
            raise
        raise fault from error
    if page.url.endswith(".html") and (faults := gate.faults(text)):
        return _refused(page, faults, tuple(blamed(page, faults, theme, names)))
    return Rendered(text.encode("utf-8", "replace"))


def _written(page: Page, writer: Callable[[Any], str]) -> Rendered:
    try:
        return Rendered(writer(page.payload).encode("utf-8", "replace"))
    except MarkupError as error:
        told = finding("F209", page.source or page.url, (1, 1), f"正文没有转换成文本：{error}")
        return Rendered(None, (told,))


def _refused(page: Page, faults: tuple[str, ...], blames: tuple[Blame, ...]) -> Rendered:
    by_fault = {each.fault: each for each in blames}
    findings = []
    for fault in faults:
        blame, fix = by_fault.get(fault), ""
        message = f"页面 {page.url} 没有通过最后检查：{fault}"
        if blame is not None:
            message, fix = f"{message}，是模板 {blame.path} 第 {blame.line} 行写的", TEMPLATE_FIX
        findings.append(finding("F209", page.source or page.url, (1, 1), message, fix))
    return Rendered(None, tuple(findings), blames)
