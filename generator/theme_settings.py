"""What a theme says without a style sheet: colours, fonts and a logo, written after its main sheet as properties.

Whatever is not plainly a colour, the name of a font or an asset of the theme is refused, since it would be code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator.errors import UsageError

_COLOR = (re.compile(r"[a-z][a-z-]{0,30}"), re.compile(r"#[0-9a-fA-F]{3,8}"))
_FACE = re.compile(r"[\w][\w .-]{0,60}")
FONTS = ("sans", "serif", "kai")  # of running text, of headings, of signatures and quotes
_KEYWORDS = ("serif", "sans-serif", "monospace", "system-ui")
_LOGO = (
    '.masthead-name a::before{content:"";display:inline-block;inline-size:1.5em;block-size:1.5em;'
    "margin-inline-end:.35em;vertical-align:-.4em;background:var(--logo) center/contain no-repeat}"
)


def rules(colors: Mapping[str, str], fonts: Mapping[str, tuple[str, ...]], logo: str) -> bytes:
    """The settings as a style sheet; `logo` is the address of the picture beside the main sheet."""
    told = {name: _color(name, value) for name, value in colors.items()}
    told |= {name: _faces(name, faces) for name, faces in fonts.items()}
    told |= {"logo": f'url("{logo}")'} if logo else {}
    text = "".join(f"--{name}:{value};" for name, value in sorted(told.items()))
    return f"\n:root{{{text}}}{_LOGO if logo else ''}\n".encode() if text else b""


def _color(name: str, value: str) -> str:
    if not _COLOR[0].fullmatch(name) or not _COLOR[1].fullmatch(value):
        raise UsageError(f"颜色「{name}: {value}」写法不对", "site.yaml 或 theme.yaml", '写作 red: "#9a1b1e"')
    return value


def _faces(name: str, faces: Iterable[str]) -> str:
    if name not in FONTS:
        raise UsageError(f"字体「{name}」不认识", "theme.yaml", f"可以写 {'、'.join(FONTS)}")
    if wrong := next((each for each in faces if not _FACE.fullmatch(each)), None):
        raise UsageError(f"字体的名字「{wrong}」写法不对", "theme.yaml", "例如 serif: [Songti SC, SimSun, serif]")
    return ",".join(each if each in _KEYWORDS else f'"{each}"' for each in faces)
