"""A theme chain → a Jinja environment, the hash of what each template can reach, and the assets with their addresses.

A template of the base is reached explicitly as `<theme>/<template>`, so that an override can extend what it overrides:
`{% extends "default/base.html" %}`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, TemplateError, TemplateNotFound, TemplateRuntimeError
from jinja2.loaders import BaseLoader
from markupsafe import Markup

from generator import charts
from generator.errors import TemplateFault, UsageError
from generator.forms import label_of
from generator.layers import Layer
from generator.links import address, filled
from generator.markup import render as render_body
from generator.markup import render_table
from generator.media_types import media_type
from generator.model import Asset
from generator.records import record_url
from generator.templates import Names, TemplateEnvironment, below_themes, fault_of
from generator.theme_settings import rules

STYLE = "site.css"  # the asset that settings are added to


class _ChainLoader(BaseLoader):
    """Finds `base.html` in the first layer that has it, and `default/base.html` in that layer."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self.layers = layers

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        for layer in self.layers:
            inner = template.removeprefix(f"{layer.name}/")
            path = layer.folder / "templates" / inner
            if ".." in inner or inner.startswith("/") or not os.path.lexists(path):
                continue
            if path.is_symlink() or not path.is_file():
                raise TemplateFault("不是普通文件（符号链接、文件夹、管道之类），不能用作模板", below_themes(str(path)))
            return _text(path), str(path), None
        raise TemplateNotFound(template)


def _text(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TemplateFault("不是 UTF-8 编码，请用编辑器另存为 UTF-8", below_themes(str(path)), line) from error


@dataclass(frozen=True)
class Theme:
    """A chain made ready: the environment, the digest of each template's closure, the assets."""

    environment: TemplateEnvironment
    assets: Mapping[str, Asset]  # as templates name them → address below the unit's base
    _closures: dict[str, str] = field(default_factory=dict)
    _named: dict[str, Names] = field(default_factory=dict)  # template → those that it names

    def closure(self, template: str) -> str:
        """The digest of everything that a template can reach: the templates it names, and the assets' addresses."""
        if template not in self._closures:
            digest = blake2b(digest_size=16)
            for name in sorted(self._reach(template, set())):
                digest.update(self._source(name)[0].encode())
                digest.update(b"\0")
            digest.update(repr(sorted((name, asset.url) for name, asset in self.assets.items())).encode())
            self._closures[template] = digest.hexdigest()
        return self._closures[template]

    def sources(self, template: str) -> tuple[tuple[str, str], ...]:
        """Path below the workspace and text of each template that a template can reach, itself first."""
        names = sorted(self._reach(template, set()), key=lambda name: (name != template, name))
        texts = ((below_themes(path), text) for text, path in map(self._source, names))
        return tuple(dict.fromkeys(texts))

    @cached_property
    def bare(self) -> TemplateEnvironment:
        """The same templates with nothing where bodies and tables stand: what they write without content's markup."""
        found = self.environment.overlay()
        assert isinstance(found, TemplateEnvironment)
        found.filters = {**found.filters, "markup": _nothing, "table": _nothing}
        return found

    def _source(self, name: str) -> tuple[str, str]:
        """A template's text and the path of its file."""
        loader = self.environment.loader
        assert loader is not None
        text, path, _ = loader.get_source(self.environment, name)
        return text, path or ""

    def _reach(self, name: str, seen: set[str]) -> set[str]:
        if name in seen:
            return seen
        seen.add(name)
        if name not in self._named:
            try:
                self._named[name] = self.environment.named_in(name, *self._source(name))
            except TemplateError as error:
                raise (fault_of(error) or error) from error
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
    for layer in reversed(layers):
        for path in sorted((layer.folder / "assets").rglob("*")):
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(layer.folder / "assets").as_posix()] = path
    made = {name: _asset(name, path) for name, path in sorted(found.items())}
    if STYLE in found:
        made[STYLE] = _asset(STYLE, found[STYLE], _settings(layers, made))
    return made


def _settings(layers: tuple[Layer, ...], assets: Mapping[str, Asset]) -> bytes:
    """What the chain says of colours, fonts and the logo; of each the first layer's."""
    logo = next((layer.logo for layer in layers if layer.logo), "")
    if logo and (logo not in assets or "/" in logo):
        raise UsageError(f"主题的 assets/ 里没有标志「{logo}」", "theme.yaml", "把图片放进 assets/，logo 写它的文件名")
    return rules(
        {name: value for layer in reversed(layers) for name, value in layer.colors},
        {name: faces for layer in reversed(layers) for name, faces in layer.typefaces},
        assets[logo].url.removeprefix("assets/") if logo else "",
    )


def _asset(name: str, path: Path, more: bytes = b"") -> Asset:
    data = path.read_bytes() + more
    digest = blake2b(data, digest_size=16).hexdigest()
    stem, dot, extension = name.rpartition(".")
    url = f"assets/{stem}-{digest[:8]}{dot}{extension}"
    return Asset(url, str(path), len(data), digest, data if more else b"")


def _nothing(_body: object, *_more: object) -> Markup:
    return Markup()


def _filters(assets: dict[str, str]) -> dict[str, Callable[..., Any]]:
    return {
        "href": _href,
        "address": lambda url, frame: address(frame.base_url, url),
        "record": record_url,
        "media_type": media_type,
        "asset": lambda name, root: root + _named(assets, name),
        "markup": lambda body, root, prefix="s", top=2: Markup(render_body(body, root, prefix, top)),
        "table": lambda table: Markup(render_table(table)),
        "drawing": lambda chart, key="chart": Markup(charts.svg(chart, key)),
        "grouped": charts.grouped,
        "day": lambda day: day.isoformat() if day else "",
        "label": label_of,
        "json": _json,
        "size": _size,
        "filled": filled,
        "cleaned": Markup,  # of what the sanitizer has put out, and of nothing else
        "quote": lambda text: quote(str(text), safe=""),
    }


def _named(assets: dict[str, str], name: str) -> str:
    if name not in assets:
        raise TemplateRuntimeError(f"主题的 assets/ 里没有「{name}」")
    return assets[name]


def _href(url: str, root: str) -> str:
    """An address as a page at depth `root` writes it: what is absolute or an anchor stays, the rest is relative."""
    return url if "://" in url or url.startswith(("mailto:", "tel:", "#")) else root + url


def _json(value: object) -> Markup:
    """JSON that cannot end the script element it stands in; what is none in an object is left out of it."""
    if isinstance(value, dict):
        value = {name: each for name, each in value.items() if each is not None}
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
