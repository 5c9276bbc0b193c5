"""Render: a page and its unit's frame → bytes, through theme and last gate; and the fingerprint of its inputs."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from struct import pack
from typing import Any
from zlib import crc32

from jinja2 import TemplateError

from generator import gate
from generator.codec import canonical, field_names, parts
from generator.faults import finding
from generator.fragments import MEMO, Memo
from generator.markup import MarkupError
from generator.model import Finding, Frame, Page
from generator.templates import fault_of
from generator.theme import Theme

SHARED = ("template", "frame", "code")  # the inputs that a page shares with others
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


def inputs(page: Page, shared: FrameInputs, theme: Theme) -> Inputs:
    """The fingerprint of a page: code, template closure, frame, address and canonical payload."""
    found = [theme.closure(page.template).encode(), shared.frame, shared.code, *parts(page.payload)]
    lengths = ",".join([str(len(data)) for data in found])
    digest = blake2b(b"".join((page.url.encode(), b"|", lengths.encode(), b"|", *found)), digest_size=20).hexdigest()
    return Inputs(digest, pack(f">{len(found)}I", *map(crc32, found)).hex())


def render(page: Page, frame: Frame, theme: Theme, memo: Memo) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The bytes of a page, or None with the reason: a body that is too costly, or a fault at the last gate.

    `memo` keeps what the pages of one frame share; it begins empty.
    """
    root = "../" * page.url.count("/")
    names = {"page": page.payload, "frame": frame, "root": root, "url": page.url, MEMO: memo}
    try:
        text = theme.environment.get_template(page.template).render(names)
    except MarkupError as error:
        return None, (finding("F209", page.source or page.url, (1, 1), f"正文没有转换成网页：{error}"),)
    except TemplateError as error:
        raise fault_of(error) from error
    faults = gate.faults(text) if page.url.endswith(".html") else ()
    if faults:
        where = page.source or page.url
        return None, tuple(
            finding("F209", where, (1, 1), f"页面 {page.url} 没有通过最后检查：{fault}") for fault in faults
        )
    return text.encode("utf-8", "replace"), ()
