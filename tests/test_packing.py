"""Copies of texts that are packed before they are asked for: the same words, in the section of their text."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from conftest import Workspace
from county import County
from generator.edition import State
from generator.inventory import inventory, packed_copies
from generator.media_types import media_type
from generator.packing import LEAST, TEXTS
from publications import published_county
from web_servers import nginx

PACKED = {".gz": gzip.decompress, ".br": brotli.decompress}


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A small county that packs what it publishes to a folder."""
    found = published_county(tmp_path)
    site = found.root / "site.yaml"
    site.write_text(site.read_text("utf-8") + "预压缩: 是\n", "utf-8")
    return found


def published(county: County) -> dict[str, bytes]:
    """What lies in the folder after a publication."""
    done = Workspace(county.root).run("publish")
    assert done.status == 0, done.output + done.errors
    root = (county.root.parent / "www/county/current").resolve()
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_copy_says_what_its_text_says(county: County) -> None:
    found = published(county)
    copies = [name for name in found if name.endswith((".gz", ".br"))]
    assert len(copies) > 50
    for name in copies:
        text = found[name[:-3]]
        assert PACKED[name[-3:]](found[name]) == text
        assert len(found[name]) <= 0.9 * len(text)
        assert len(text) >= LEAST and media_type(name[:-3]).startswith(TEXTS)
    assert {f"jinping/index.html{ending}" for ending in PACKED} <= set(copies)
    assert published(county) == found


def test_an_edit_packs_what_it_changes_and_forgets_what_is_gone(county: County) -> None:
    before = published(county)
    store = packed_copies(county.root / "output")
    kept = {path.name for path in store.glob("??/*")}
    page = next((county.root / "content/jinping").rglob("*.md"))
    page.write_text(page.read_text("utf-8") + "\n新的一段，说的是别的事。\n", "utf-8")
    county.build()
    after = published(county)
    changed = {name for name in after if before.get(name) != after[name]}
    assert any(name.endswith(".html.gz") for name in changed) and any(name.endswith(".html.br") for name in changed)
    for name in changed:
        if name.endswith((".gz", ".br")):
            assert PACKED[name[-3:]](after[name]) == after[name[:-3]]
    now = {path.name for path in store.glob("??/*")}
    assert 0 < len(now - kept) <= 2 * len(changed)
    assert kept - now, "copies of texts that are no more"


def test_copies_belong_to_the_section_of_their_text(county: County) -> None:
    for packed in (False, True):
        found = inventory(county.root / "output", packed)
        names = set(found.sections["jinping"])
        assert ("jinping/index.html.gz" in names) is packed
        assert all(name.startswith("jinping/") for name in names)
    item = found.sections["jinping"]["jinping/index.html.br"]
    assert item.state == State(len(item.source.read_bytes()), item.state.sha256, item.state.sm3)


def test_what_was_signed_is_what_is_there(county: County) -> None:
    published(county)
    workspace = Workspace(county.root)
    keys = county.root.parent / "keys"
    assert workspace.run("keys", "new", str(keys)).status == 0
    private = next(path for path in keys.iterdir() if b"PRIVATE" in path.read_bytes())
    public = next(path for path in keys.iterdir() if b"PUBLIC" in path.read_bytes())
    site = county.root / "site.yaml"
    site.write_text(site.read_text("utf-8") + f"签名私钥: [{private}]\n", "utf-8")
    published(county)
    folder = str((county.root.parent / "www/county/current").resolve())
    done = workspace.run("verify", folder, "--key", str(public))
    assert done.status == 0, done.output + done.errors
    page = Path(folder) / "jinping/index.html.gz"
    page.unlink()
    page.write_bytes(gzip.compress(b"defaced"))
    done = workspace.run("verify", folder, "--key", str(public))
    assert done.status == 1 and "jinping/index.html.gz" in done.output


def test_nginx_sends_them(county: County, tmp_path: Path) -> None:
    found = published(county)
    folder = county.root.parent / "www/county/current"
    assert Workspace(county.root).run("hosting", "--root", str(folder), "--brotli").status == 0
    rules = county.root / "output/hosting/nginx"
    text = (rules / "gongkai_county.conf").read_text()
    with nginx(tmp_path / "nginx", (rules / "maps.conf").read_text(), text) as server:
        for coding, ending in (("gzip", ".gz"), ("br", ".br")):
            reply = server.get("/jinping/index.html", Accept_Encoding=coding)
            assert reply.headers["content-encoding"] == coding
            assert reply.body == found[f"jinping/index.html{ending}"]
