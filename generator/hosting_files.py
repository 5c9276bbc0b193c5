"""The files of `gongkai hosting`: rules for three kinds of web server, and how they were asked for, so that they can be
written again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator import files
from generator.hosting import hosts
from generator.model import Site
from generator.server_rules import (
    Host,
    apache_rules,
    nginx_maps,
    nginx_rules,
    nginx_server,
    static_headers,
    static_redirects,
)

FOLDER, WANTED = "hosting", "wanted.json"


class Wanted(NamedTuple):
    """How the rules were asked for: the folder on the web server ("" for `output/public`), and brotli or not."""

    served: str = ""
    brotli: bool = False


class Rules(NamedTuple):
    """The hosts that rules were written for, and the files that became others."""

    hosts: tuple[Host, ...]
    changed: tuple[str, ...]


def write(output: Path, site: Site, wanted: Wanted) -> Rules:
    """Write the rules for what is public now."""
    found = hosts(output, site, wanted.served or str(output / "public"))
    folder = output / FOLDER
    changed = []
    for name, text in _texts(found, folder, wanted):
        path = folder / name
        if path.is_file() and path.read_bytes() == text.encode():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        files.replace(path, text.encode())
        changed.append(name)
    return Rules(found, tuple(name for name in changed if name != WANTED))


def last_wanted(output: Path) -> Wanted | None:
    """How the rules were asked for last; None where nobody has."""
    try:
        told = json.loads((output / FOLDER / WANTED).read_bytes())
        return Wanted(str(told["served"]), bool(told["brotli"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def renewed(output: Path, site: Site) -> str:
    """Write the rules again as they were asked for last; a line that says what the server has to read again, "" for
    nothing."""
    wanted = last_wanted(output)
    changed = write(output, site, wanted).changed if wanted is not None else ()
    return f"网页服务器的配置: 变了 {len(changed)} 个文件，请重新载入: {'、'.join(changed)}" if changed else ""


def _texts(found: tuple[Host, ...], folder: Path, wanted: Wanted) -> Iterator[tuple[str, str]]:
    yield "nginx/maps.conf", nginx_maps(found)
    yield "nginx/server.example.conf", nginx_server(found, str(folder / "nginx"))
    for each in found:
        yield f"nginx/{each.variable}.conf", nginx_rules(each, wanted.brotli)
        yield f"apache/{each.variable}.conf", apache_rules(each)
        yield f"static/{each.variable}/_headers", static_headers(each)
        yield f"static/{each.variable}/_redirects", static_redirects(each)
    yield WANTED, json.dumps(wanted._asdict()) + "\n"
