"""A theme's files → its `Look`: nothing is rendered and nothing refused; what cannot be used is told elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain as joined
from pathlib import Path

from generator.frontmatter import ParsedYaml, parse_yaml
from generator.layers import COLORS, Layer
from generator.model import START, Declaration, Look, Mark, Pair, Script, Template, Use
from generator.stylesheets import declarations
from generator.templates import below_themes

STYLE = "site.css"  # colours of settings are added to it (`theme.py`)
PAIRS = "contrast"  # in theme.yaml: [text/ground, …]
_NAMED = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
_ASSET = re.compile(r"""["']([^"'\n]+)["']\s*\|\s*asset\b""")


def look(layers: tuple[Layer, ...], root: Path, unit: str = "", portal: str = "") -> Look:
    """The look of a chain of layers, the most special first; `root` is the workspace, `portal` the portal's folder."""
    folders = tuple(layer for layer in layers if layer.name != COLORS)
    templates, assets = _templates(folders), _assets(folders)
    loaded = dict.fromkeys(use.asset for template in _from_base(folders, templates) for use in template.loads)
    sheets = [(name, assets[name]) for name in loaded if name.endswith(".css") and name in assets]
    scripts = [assets[name] for name in sorted(loaded) if name.endswith(".js") and name in assets]
    settings = [(layer, *_settings(layer, root)) for layer in reversed(layers) if not layer.name.startswith("units/")]
    own = folders[0] if unit else None
    return Look(
        path=below_themes(str(folders[0].folder)) if unit else f"themes/{folders[0].name}/theme.yaml",
        unit=unit,
        portal=unit != "" and unit == portal,
        pairs=tuple(dict.fromkeys(pair for _, path, parsed in settings for pair in _pairs(path, parsed))),
        declarations=tuple(joined.from_iterable(_sheet(name, path, settings) for name, path in sheets)),
        templates=tuple(templates.values()),
        scripts=tuple(Script(below_themes(str(path)), _text(path)) for path in scripts),
        sizes=tuple((name, path.stat().st_size) for name, path in sorted(assets.items())),
        own=tuple((name, below_themes(str(path))) for name, path in _assets((own,)).items()) if own else (),
    )


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace")


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _assets(folders: Iterable[Layer]) -> dict[str, Path]:
    """The assets of a chain by name, the first layer's winning."""
    found: dict[str, Path] = {}
    for layer in folders:
        for path in _files(layer.folder / "assets"):
            found.setdefault(path.relative_to(layer.folder / "assets").as_posix(), path)
    return dict(sorted(found.items()))


# ── templates ───────────────────────────────────────────────────────────────────────────────────────────────────


def _templates(folders: tuple[Layer, ...]) -> dict[str, Template]:
    """Every template of a chain as `<layer>/<name>`, with what it loads by itself and by those that it names."""
    paths = {f"{layer.name}/{path.name}": path for layer in folders for path in _files(layer.folder / "templates")}
    texts = {name: _text(path) for name, path in paths.items()}
    first: dict[str, str] = {}
    for name in texts:
        first.setdefault(name.rpartition("/")[2], name)
    return {
        name: Template(
            name.rpartition("/")[2],
            below_themes(str(path)),
            texts[name],
            tuple(use for each in _reached(name, texts, first) for use in _uses(texts[each], paths[each])),
        )
        for name, path in paths.items()
    }


def _reached(name: str, texts: Mapping[str, str], first: Mapping[str, str]) -> list[str]:
    """A template and all that it reaches, what it builds on before itself."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found[current] = None
            waiting += [each if each in texts else first.get(each, current) for each in _NAMED.findall(texts[current])]
    return list(reversed(found))


def _uses(text: str, path: Path) -> Iterator[Use]:
    for found in _ASSET.finditer(text):
        yield Use(found[1], below_themes(str(path)), Mark(text.count("\n", 0, found.start()) + 1, 1))


def _from_base(folders: tuple[Layer, ...], templates: Mapping[str, Template]) -> list[Template]:
    """The templates from the base of the chain upward: in this order their style sheets are loaded."""
    ordered = [f"{layer.name}/" for layer in reversed(folders)]
    return [each for start in ordered for name, each in templates.items() if name.startswith(start)]


# ── style ───────────────────────────────────────────────────────────────────────────────────────────────────────

Settings = tuple[Layer, str, ParsedYaml]


def _settings(layer: Layer, root: Path) -> tuple[str, ParsedYaml]:
    """Where the colours of a layer are written, and the settings there."""
    if layer.name == COLORS:
        return "site.yaml", parse_yaml(_text(root / "site.yaml"))
    return f"themes/{layer.name}/theme.yaml", parse_yaml(_text(layer.folder / "theme.yaml"))


def _pairs(path: str, parsed: ParsedYaml) -> Iterator[Pair]:
    values = parsed.values if isinstance(parsed.values, dict) else {}
    written = values.get(PAIRS, [])
    for number, each in enumerate(written if isinstance(written, list) else []):
        text, _, ground = str(each).partition("/")
        yield Pair(text.strip(), ground.strip(), path, parsed.marks.get(f"{PAIRS}.{number}", START))


def _sheet(name: str, path: Path, settings: Iterable[Settings]) -> Iterator[Declaration]:
    """What a style sheet declares; after the main one follow the colours of the settings, each once."""
    yield from declarations(below_themes(str(path)), _text(path))
    colors = {} if name != STYLE else {key: (value, *each) for each in settings for key, value in each[0].colors}
    for key, (value, _, where, parsed) in sorted(colors.items()):
        mark = parsed.marks.get(f"colors.{key}") or parsed.marks.get(f"颜色.{key}", START)
        yield Declaration(where, mark.line, "", ":root", f"--{key}", value)
