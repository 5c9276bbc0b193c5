"""A theme chain → a Jinja environment, the hash of what each template can reach, and the assets with their addresses.

A theme is `themes/<name>/{theme.yaml,templates/,assets/}`; `extends:` names its base. A unit may override templates
and assets in `themes/units/<unit>/`. A template of the base is reached explicitly as `<theme>/<template>`, so that an
override can extend what it overrides: `{% extends "default/base.html" %}`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, TemplateNotFound
from jinja2.loaders import BaseLoader
from markupsafe import Markup

from generator.errors import GeneratorError, UsageError
from generator.forms import label_of
from generator.frontmatter import parse_yaml
from generator.links import address
from generator.markup import render as render_body
from generator.markup import render_table
from generator.model import Asset
from generator.templates import TemplateEnvironment

BUILTIN = (Path(__file__).parent / "builtin" / "themes", Path(__file__).parent.parent / "themes")
CHAIN_LIMIT = 8
COLORS = "site.yaml"  # the layer that holds nothing but the county's colours
STYLE = "site.css"  # the asset that colours are added to
_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder of a chain: its name, where it lies, its colours."""

    name: str
    folder: Path
    colors: tuple[tuple[str, str], ...] = ()


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
        layers.append(Layer(wanted, folder, tuple(sorted((settings.get("colors") or {}).items()))))
        wanted = settings.get("extends") or ""
    return tuple(layers)


def _folder(themes: Path, name: str) -> Path:
    for place in (themes, *BUILTIN):
        if (place / name / "theme.yaml").is_file() and not (place / name).is_symlink():
            return place / name
    raise GeneratorError(f"找不到主题「{name}」", str(themes), "改正 site.yaml 的“主题”，或在 themes/ 下建立它")


def _settings(folder: Path) -> dict[str, Any]:
    parsed = parse_yaml((folder / "theme.yaml").read_text("utf-8"))
    if parsed.faults:
        fault = parsed.faults[0]
        raise GeneratorError(f"theme.yaml 有误：{fault.message}", f"{folder.name}/theme.yaml:{fault.line}")
    return parsed.values if isinstance(parsed.values, dict) else {}


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
    """What gives the stamp of the theme as each unit sees it; units without a folder of their own share one."""
    shared = stamp(chain(themes, name, "", colors))
    own = {path.name for path in (themes / "units").glob("*")}
    return lambda slug: stamp(chain(themes, name, slug, colors)) if slug in own else shared


def stamp_all(themes: Path) -> str:
    """What changes when any file of any theme in reach does."""
    return stamp(tuple(Layer(place.name, place) for place in (themes, *BUILTIN)))


class _ChainLoader(BaseLoader):
    """Finds `base.html` in the first layer that has it, and `default/base.html` in that layer."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self.layers = layers

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        for layer in self.layers:
            inner = template.removeprefix(f"{layer.name}/")
            path = layer.folder / "templates" / inner
            if ".." not in inner and path.is_file() and not path.is_symlink():
                return path.read_text("utf-8"), str(path), None
        raise TemplateNotFound(template)


@dataclass(frozen=True)
class Theme:
    """A chain made ready: the environment, the digest of each template's closure, the assets."""

    environment: TemplateEnvironment
    assets: Mapping[str, Asset]  # as templates name them → address below the unit's base
    _closures: dict[str, str] = field(default_factory=dict)
    _named: dict[str, tuple[str | None, ...]] = field(default_factory=dict)  # template → those that it names

    def closure(self, template: str) -> str:
        """The digest of everything that a template can reach: the templates it names, and the assets' addresses."""
        if template not in self._closures:
            digest = blake2b(digest_size=16)
            for name in sorted(self._reach(template, set())):
                digest.update(self._source(name).encode())
                digest.update(b"\0")
            digest.update(repr(sorted((name, asset.url) for name, asset in self.assets.items())).encode())
            self._closures[template] = digest.hexdigest()
        return self._closures[template]

    def _source(self, name: str) -> str:
        loader = self.environment.loader
        assert loader is not None
        return loader.get_source(self.environment, name)[0]

    def _reach(self, name: str, seen: set[str]) -> set[str]:
        if name in seen:
            return seen
        seen.add(name)
        if name not in self._named:
            self._named[name] = self.environment.named_in(name, self._source(name))
        for found in self._named[name]:
            for each in [found] if found else self._all():  # a dynamic include may reach any template
                self._reach(each, seen)
        return seen

    def _all(self) -> list[str]:
        loader = self.environment.loader
        assert isinstance(loader, _ChainLoader)
        folders = [layer.folder / "templates" for layer in loader.layers]
        return sorted({path.name for folder in folders for path in folder.glob("*") if path.is_file()})


@cache
def open_theme(layers: tuple[Layer, ...], stamped: str, compiled: Path | None = None) -> Theme:
    """The theme of a chain, made once per process and stamp; compiled templates are kept in the folder `compiled`."""
    assets = _assets(layers)
    environment = TemplateEnvironment(_ChainLoader(layers), compiled)
    environment.filters.update(_filters({name: asset.url for name, asset in assets.items()}))
    return Theme(environment, assets)


def _assets(layers: tuple[Layer, ...]) -> dict[str, Asset]:
    """The assets of the chain, the first layer's winning; an address carries the digest of the contents."""
    found: dict[str, Path] = {}
    colors = {name: value for layer in reversed(layers) for name, value in layer.colors}
    for layer in reversed(layers):
        for path in sorted((layer.folder / "assets").rglob("*")):
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(layer.folder / "assets").as_posix()] = path
    return {name: _asset(name, path, _rules(colors) if name == STYLE else b"") for name, path in sorted(found.items())}


def _rules(colors: Mapping[str, str]) -> bytes:
    """The colours as custom properties; what is not a plain colour is refused, since it would be code."""
    for name, value in colors.items():
        if not re.fullmatch(r"[a-z][a-z-]{0,30}", name) or not re.fullmatch(r"#[0-9a-fA-F]{3,8}", value):
            raise UsageError(f"颜色「{name}: {value}」写法不对", "site.yaml 或 theme.yaml", "写作 red: \"#9a1b1e\"")
    text = "".join(f"--{name}:{value};" for name, value in sorted(colors.items()))
    return f"\n:root{{{text}}}\n".encode() if text else b""


def _asset(name: str, path: Path, more: bytes) -> Asset:
    data = path.read_bytes() + more
    digest = blake2b(data, digest_size=16).hexdigest()
    stem, dot, extension = name.rpartition(".")
    url = f"assets/{stem}-{digest[:8]}{dot}{extension}"
    return Asset(url, str(path), len(data), digest, data if more else b"")


def _filters(assets: dict[str, str]) -> dict[str, Callable[..., Any]]:
    return {
        "href": _href,
        "address": lambda url, frame: address(frame.base_url, url),
        "asset": lambda name, root: root + assets[name],
        "markup": lambda body, root, prefix="s", top=2: Markup(render_body(body, root, prefix, top)),
        "table": lambda table: Markup(render_table(table)),
        "day": lambda day: day.isoformat() if day else "",
        "label": label_of,
        "json": _json,
        "size": _size,
        "quote": lambda text: quote(str(text), safe=""),
    }


def _href(url: str, root: str) -> str:
    """An address as a page at depth `root` writes it: what is absolute or an anchor stays, the rest is relative."""
    return url if "://" in url or url.startswith(("mailto:", "tel:", "#")) else root + url


def _json(value: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = _JSON.encode(value)
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON form for {type(value).__name__}")


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)


def _size(count: int) -> str:
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:.1f} KB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"
