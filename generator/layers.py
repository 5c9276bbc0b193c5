"""The folders of a theme, the most special first, and what changes when any of their files does.

A theme is `themes/<name>/{theme.yaml,templates/,assets/}`; `extends:` names its base. A unit may override templates
and assets in `themes/units/<unit>/`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from generator.errors import GeneratorError

BUILTIN = (Path(__file__).parent / "builtin" / "themes", Path(__file__).parent.parent / "themes")
CHAIN_LIMIT = 8
COLORS = "site.yaml"  # the layer that holds nothing but the county's colours
_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of a chain: its name, where it lies, colours, fonts for paper, typefaces for the screen, and logo."""

    name: str
    folder: Path
    colors: tuple[tuple[str, str], ...] = ()
    fonts: tuple[tuple[str, str], ...] = ()  # face → file, for what is printed
    typefaces: tuple[tuple[str, tuple[str, ...]], ...] = ()
    logo: str = ""


def chain(themes: Path, name: str, unit: str = "", colors: Mapping[str, str] = _NONE) -> tuple[Layer, ...]:
    """The layers of a theme, the most special first: county's colours, unit's own folder, theme, what it extends."""
    layers = [Layer(COLORS, themes / ".none", tuple(sorted(colors.items())))] if colors else []
    own = themes / "units" / unit
    if unit and own.is_dir() and not own.is_symlink():
        layers.append(Layer(f"units/{unit}", own))
    wanted = name
    while wanted:
        if len(layers) > CHAIN_LIMIT or any(layer.name == wanted for layer in layers):
            raise GeneratorError(f"主题「{wanted}」的 extends 绕成了圈", "theme.yaml", "检查 extends 的写法")
        folder = _folder(themes, wanted)
        settings = _settings(folder)
        layers.append(_layer(wanted, folder, settings))
        wanted = settings.get("extends") or ""
    return tuple(layers)


def _layer(name: str, folder: Path, settings: dict[str, Any]) -> Layer:
    """A layer with what its settings say of its look."""
    written = _pairs(settings, "typefaces")
    faces = tuple((each, (names,) if isinstance(names, str) else tuple(names)) for each, names in written)
    return Layer(name, folder, _pairs(settings, "colors"), _pairs(settings, "fonts"), faces, settings.get("logo") or "")


def _folder(themes: Path, name: str) -> Path:
    for place in (themes, *BUILTIN):
        if (place / name / "theme.yaml").is_file() and not (place / name).is_symlink():
            return place / name
    there = "、".join(names(themes))
    raise GeneratorError(
        f"找不到主题「{name}」", str(themes), f"改正 site.yaml 的“主题”，或在 themes/ 下建立它；现有的主题：{there}"
    )


def names(themes: Path) -> tuple[str, ...]:
    """The themes that can be used or extended: those of the county, and those that come with the program."""
    there = (path for place in (themes, *BUILTIN) for path in place.glob("*/theme.yaml"))
    return tuple(sorted({path.parent.name for path in there if path.is_file() and not path.parent.is_symlink()}))


def _settings(folder: Path) -> dict[str, Any]:
    from generator.frontmatter import parse_yaml  # only when a theme is opened, not when its files are listed

    where = f"{folder.name}/theme.yaml"
    try:
        parsed = parse_yaml((folder / "theme.yaml").read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise GeneratorError("theme.yaml 不是 UTF-8 编码", where, "用编辑器另存为 UTF-8 编码") from error
    if parsed.faults:
        fault = parsed.faults[0]
        raise GeneratorError(f"theme.yaml 有误：{fault.message}", f"{where}:{fault.line}")
    return parsed.values if isinstance(parsed.values, dict) else {}


def _pairs(settings: dict[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    """A mapping of a theme's settings as pairs in order."""
    return tuple(sorted((settings.get(name) or {}).items()))


def stamp(layers: tuple[Layer, ...]) -> str:
    """What changes when any file of the chain does: paths, sizes and times, no contents read."""
    seen = []
    for layer in layers:
        for folder, folders, files in os.walk(layer.folder):
            folders.sort()
            for file in sorted(files):
                stat = os.lstat(os.path.join(folder, file))
                seen.append((layer.name, folder, file, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns))
    return blake2b(repr(seen).encode(), digest_size=16).hexdigest()


def stamps(themes: Path, name: str, colors: Mapping[str, str]) -> Callable[[str], str]:
    """What gives the stamp of the theme as each unit sees it, listed once; units without one of their own share it.

    The first question lists files, not this call: what asks nothing needs no theme.
    """
    own = cache(lambda: frozenset(path.name for path in (themes / "units").glob("*")))
    stamped = cache(lambda slug: stamp(chain(themes, name, slug, colors)))
    return lambda slug: stamped(slug if slug in own() else "")


def stamp_all(themes: Path) -> str:
    """What changes when any file of any theme in reach does."""
    return stamp(tuple(Layer(place.name, place) for place in (themes, *BUILTIN)))
