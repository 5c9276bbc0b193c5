"""`gongkai verify`: whatever is done to a published folder or site is found, and nothing else is said."""

from __future__ import annotations

import gzip
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from generator.edition import SIGNATURE, TOP, Edition, edition_bytes
from generator.errors import GeneratorError, UsageError
from generator.files import point
from generator.page_links import inner_links
from generator.patrolling import Patrol, known_of, patrolled, remembered
from generator.sightings import Sightings, load, noted
from generator.signing import PrivateKey, sign
from generator.tampering import Kind, Tampering, told
from generator.web_patrol import Manner
from published_places import (
    IN_FOLDERS,
    NOW,
    Tools,
    append,
    break_seal,
    contents,
    cut,
    delete,
    edition_of,
    key_in,
    older,
    one_byte,
    publish,
    seals,
    swap,
    write,
)
from web_servers import ADDED, Nginx, Setting, serving

ROUNDS = int(os.environ.get("GONGKAI_TAMPERINGS", "240"))  # in folders; a sixth of it over the network
QUICK = Manner(width=4, seconds=20, tries=2, pause=0.01)


@dataclass(frozen=True, slots=True)
class Place:
    """Two editions of a county: the older one, and the newer one that is public; what is known of both."""

    root: Path
    older: Path
    key: PrivateKey
    editions: tuple[Edition, Edition]
    known: Sightings

    def look(self, source: str = "", known: Sightings | None = None, manner: Manner = QUICK) -> Patrol:
        """Verify the folder, or what is served of it."""
        keys, seen = (self.key.public,), self.known if known is None else known
        return patrolled(source or str(self.root), keys, seen, NOW, manner, lambda done, total: None)

    def faults(self, source: str = "") -> tuple[Tampering, ...]:
        return self.look(source).faults

    def kinds(self, source: str = "") -> set[Kind]:
        return {each.kind for each in self.faults(source)}

    def tools(self, chance: random.Random) -> Tools:
        return Tools(self.root, tuple(sorted(self.editions[1].files())), self.older, chance)

    def mend(self, pristine: Path) -> None:
        """Undo whatever was done."""
        shutil.rmtree(self.root)
        shutil.copytree(pristine, self.root)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    key = key_in(tmp_path / "keys")
    first = publish(tmp_path / "older", key, seed=0)
    second = publish(tmp_path / "site", key, seed=1, sequence=2, previous=edition_bytes(first))
    seen = Sightings()
    for edition in (first, second):
        top = edition_bytes(edition)
        seen = noted(seen, edition, sha256(top).hexdigest(), (key.public.fingerprint,))
    return Place(tmp_path / "site", tmp_path / "older", key, (first, second), seen)


@pytest.fixture
def served(place: Place, tmp_path: Path) -> Iterator[Nginx]:
    with serving(tmp_path / "nginx", place.root) as server:
        yield server


# ── folders ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_tampering_with_a_folder_is_found(place: Place, tmp_path: Path) -> None:
    """Each way many times, at random places; `GONGKAI_TAMPERINGS=1000` is the long form."""
    pristine = tmp_path / "pristine"
    shutil.copytree(place.root, pristine)
    chance, missed = random.Random(7), []
    for number in range(ROUNDS):
        way = IN_FOLDERS[number % len(IN_FOLDERS)]
        way(place.tools(chance))
        if not place.faults():
            missed.append((number, way.__name__))
        place.mend(pristine)
        if number % 3 == 0:
            assert place.faults() == (), "a clean folder: no false alarm"
    assert missed == []


def test_a_hundred_clean_looks_give_no_alarm(place: Place) -> None:
    assert Counter(each.faults for each in (place.look() for _ in range(100))) == {(): 100}


def test_each_finding_says_what_it_is(place: Place) -> None:
    root = place.root
    (root / "jinping/info/0001.html").write_bytes("改了".encode())
    (root / "jinping/info/0000.html").write_bytes((place.older / "jinping/info/0000.html").read_bytes())
    (root / "jinping/info/0002.html").unlink()
    (root / "jinping/x.php").write_bytes(b"x")
    (root / "jinping/info/only-0.html").write_bytes(b"<!doctype html>")
    (root / "jinping/info/0004.html").rename(root / "jinping/info/0004.HTML")
    (root / "wenjing/assets/page.js").chmod(0o777)
    (root / "wenjing/l").symlink_to("/etc/passwd")
    (root / "wenjing/neu").mkdir()
    found = {(each.kind, each.address): each for each in place.faults()}
    assert set(found) == {
        (Kind.CHANGED, "jinping/info/0001.html"),
        (Kind.MIXED, "jinping/info/0000.html"),
        (Kind.MISSING, "jinping/info/0002.html"),
        (Kind.ADDED, "jinping/x.php"),
        (Kind.ADDED, "jinping/info/only-0.html"),
        (Kind.RENAMED, "jinping/info/0004.html"),
        (Kind.MODE, "wenjing/assets/page.js"),
        (Kind.LINK, "wenjing/l"),
        (Kind.ADDED, "wenjing/neu/"),
    }
    assert found[Kind.CHANGED, "jinping/info/0001.html"].since == 1, "so it has been since edition 1"
    assert found[Kind.MIXED, "jinping/info/0000.html"].since == 2
    text = "\n".join(told(place.faults()))
    assert "混入别的版本: jinping/info/0000.html: 是版本 1 的文件，版本 2 起应当是另一个（自版本 2）" in text
    assert "版本 1 里有、已经撤下的文件又出现了" in text and "/etc/passwd" in text and "0777" in text


def test_names_are_shown_in_one_line(place: Place) -> None:
    (place.root / "a\nOK: 与签名的一致\udcff").write_bytes(b"")
    (line,) = told(place.faults())
    assert "\n" not in line and line.encode() and "\\n" in line


def test_a_folder_that_is_reached_by_a_link_is_looked_at(place: Place, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(place.root)
    assert place.faults(str(tmp_path / "current")) == ()
    with pytest.raises(UsageError, match="没有这个文件夹"):
        place.look(str(tmp_path / "none"))


# ── editions that are not the right one (T3, T5) ────────────────────────────────────────────────────────────────


def test_an_old_site_is_found(place: Place) -> None:
    """Everything is well signed, only it is what was public before."""
    assert [each.kind for each in place.faults(str(place.older))] == [Kind.OLD]
    assert place.look(str(place.older), Sightings()).faults == (), "whoever never saw the newer one cannot know"


def test_a_frozen_site_is_found(place: Place) -> None:
    late = NOW + timedelta(hours=72)
    found = patrolled(str(place.root), (place.key.public,), place.known, late, QUICK, lambda done, total: None)
    assert [each.kind for each in found.faults] == [Kind.FROZEN] and "没有更新" in found.faults[0].what
    early = NOW - timedelta(hours=12)
    found = patrolled(str(place.root), (place.key.public,), place.known, early, QUICK, lambda done, total: None)
    assert [each.kind for each in found.faults] == [Kind.FORKED] and "时钟" in found.faults[0].what


def test_mixed_editions_are_found(place: Place) -> None:
    """Files of one edition among those of another; lists of one under the seal of another; a seal of one over both."""
    for address in ("index.html", "jinping/info/0003.html"):
        shutil.copy(place.older / address, place.root / address)
    assert place.kinds() == {Kind.MIXED}
    write(place.root, contents(1))
    shutil.copy(place.older / ".well-known/gongkai/jinping.json", place.root / ".well-known/gongkai/jinping.json")
    (fault,) = place.faults()
    assert fault.kind is Kind.MIXED and "版本 1 的文件清单" in fault.what
    publish(place.root, place.key, 1, 2, edition_bytes(place.editions[0]))
    shutil.copy(place.older / TOP, place.root / TOP)
    assert place.kinds() == {Kind.UNSIGNED}
    shutil.copy(place.older / SIGNATURE, place.root / SIGNATURE)
    assert Kind.MIXED in place.kinds()


def test_another_edition_of_the_same_number_and_a_broken_chain_are_found(place: Place) -> None:
    other = edition_of(contents(1), 2, b"another")
    write(place.root, seals(other, place.key))
    assert place.kinds() == {Kind.FORKED}
    write(place.root, seals(edition_of(contents(1), 3, b"another"), place.key))
    (fault,) = place.faults()
    assert fault.kind is Kind.FORKED and "接的不是以前见过的版本 2" in fault.what
    write(place.root, seals(edition_of(contents(1), 3, edition_bytes(place.editions[1])), place.key))
    assert place.faults() == ()


def test_numbers_driven_up_by_a_thief_are_found_and_a_new_key_recovers(place: Place, tmp_path: Path) -> None:
    write(place.root, seals(edition_of(contents(1), 1_000_000), place.key))
    (fault,) = place.faults()
    assert fault.kind is Kind.JUMPED and "换一把密钥" in fault.what
    path = tmp_path / "state.json"
    known = known_of(str(place.root), path, None, (place.key.public,))
    remembered(known._replace(sightings=place.known), place.look(), (place.key.public,))
    assert not path.exists(), "what does not follow is not remembered: it is found again"
    fresh = key_in(tmp_path / "fresh")
    write(place.root, seals(edition_of(contents(1), 3, edition_bytes(place.editions[1])), fresh))
    high = replace(place.known, newest={place.key.public.fingerprint: (1_000_000, "0" * 64)})  # type: ignore[dict-item]
    found = patrolled(str(place.root), (fresh.public,), high, NOW, QUICK, lambda done, total: None)
    assert found.faults == () and found.is_current


def test_nothing_is_trusted_that_should_not_be(place: Place, tmp_path: Path) -> None:
    """Unsigned, wrong key, no key, signature over other bytes, a key twice in JSON, an address that leaves the root."""
    root, edition = place.root, place.editions[1]
    (root / SIGNATURE).unlink()
    assert [each.what for each in place.faults()] == ["没有签名"]
    write(root, seals(edition, key_in(tmp_path / "other")))
    assert "不是用这把密钥签的" in place.faults()[0].what
    with pytest.raises(UsageError):
        patrolled(str(root), (), place.known, NOW, QUICK, lambda done, total: None)
    (root / SIGNATURE).write_bytes(sign(edition_bytes(place.editions[0]), place.key))
    assert "签名与内容不符" in place.faults()[0].what
    twice = edition_bytes(edition).replace(b'"sequence":2', b'"sequence":2,"sequence":2')
    outside = replace(edition, lists={"_county": {"../../etc/passwd": edition.lists["_county"]["index.html"]}})
    for top, made in ((twice, edition), (edition_bytes(outside), outside)):
        write(root, {**seals(made), TOP: top, SIGNATURE: sign(top, place.key)})
        assert place.kinds() == {Kind.UNREADABLE}
    (root / TOP).unlink()
    assert place.kinds() == {Kind.MISSING}


def test_what_was_seen_is_remembered(place: Place, tmp_path: Path) -> None:
    path, keys, source = tmp_path / "seen" / "state.json", (place.key.public,), str(place.root)
    first = known_of(source, path, None, keys)
    assert first.sightings == Sightings()
    remembered(first, place.look(known=first.sightings), keys)
    assert place.look(str(place.older), load(path)).faults[0].kind is Kind.OLD
    remembered(known_of(source, path, None, keys), place.look(str(place.older), load(path)), keys)
    assert place.look(str(place.older), load(path)).faults[0].kind is Kind.OLD, "an old one makes nothing older"
    data = path.read_bytes()
    path.write_bytes(data[:-2])
    with pytest.raises(GeneratorError, match="读不懂"):
        load(path)


def test_a_former_edition_may_be_given(place: Place, tmp_path: Path) -> None:
    """In place of memory: with it a stranger's first look finds what is old, and what is mixed."""
    path, keys = tmp_path / "none.json", (place.key.public,)
    known = known_of("x", path, place.root / TOP, keys).sightings
    assert [each.kind for each in place.look(str(place.older), known).faults] == [Kind.OLD]
    known = known_of("x", path, place.older / TOP, keys).sightings
    shutil.copy(place.older / "index.html", place.root / "index.html")
    assert [each.kind for each in place.look(known=known).faults] == [Kind.MIXED]
    with pytest.raises(UsageError):
        known_of("x", path, tmp_path / "missing.json", keys)
    (place.older / ".well-known/gongkai/jinping.json").write_bytes(b"{}")
    with pytest.raises(UsageError):
        known_of("x", path, place.older / TOP, keys)


# ── over the network (T2) ───────────────────────────────────────────────────────────────────────────────────────


def test_a_clean_site_gives_no_alarm(place: Place, served: Nginx) -> None:
    for _ in range(5):
        assert place.faults(served.address) == ()


def answered(directives: str, path: str = "jinping/info/0001.html") -> Setting:
    """One page answered otherwise; the others as before."""
    return Setting(f"location = /{path} {{ {ADDED} {directives} }}")


def _body(coding: str) -> Setting:
    before = f'map $http_accept_encoding $packed {{ default ""; "~{coding}" 1; }}'
    return Setting(f"location /jinping/ {{ if ($packed) {{ rewrite ^ /wenjing/index.html break; }} {ADDED} }}", before)


SETTINGS: dict[str, tuple[Setting, Kind]] = {
    "cookie": (Setting("add_header Set-Cookie id=1;", headers=ADDED), Kind.HEADER),
    "cookie on one page": (answered("add_header Set-Cookie id=1;"), Kind.HEADER),
    "refresh": (answered('add_header Refresh "0; url=//evil.example/";'), Kind.HEADER),
    "location": (answered("add_header Location //evil.example/;"), Kind.HEADER),
    "link": (answered('add_header Link "<//evil.example/x.css>; rel=stylesheet";'), Kind.HEADER),
    "no security headers": (Setting(headers=""), Kind.HEADER),
    "no policy on one page": (Setting("location = /index.html { add_header X-Y z; }"), Kind.HEADER),
    "weak policy": (Setting(headers=ADDED.replace("script-src 'self'", "script-src *")), Kind.HEADER),
    "two policies": (Setting('add_header Content-Security-Policy "default-src *" always;'), Kind.HEADER),
    "type of a page": (answered("types {} default_type text/plain;"), Kind.MEDIA),
    "type of a file": (answered("types {} default_type text/html;", "jinping/files/表格.pdf"), Kind.MEDIA),
    "charset": (answered("charset gb2312;"), Kind.MEDIA),
    "redirect": (answered("return 302 //evil.example/;"), Kind.REDIRECT),
    "redirect of a folder": (answered("return 301 /wenjing/;", "jinping/"), Kind.REDIRECT),
    "forbidden": (answered("return 403;"), Kind.MISSING),
    "gone": (answered("return 410;"), Kind.MISSING),
    "other page for a folder": (Setting("location = / { try_files /units.json =404; }"), Kind.CHANGED),
    "injected words": (answered("sub_filter '</p>' '<b>x</b>'; sub_filter_once on;"), Kind.CHANGED),
    "other bytes under gzip": (_body("gzip"), Kind.CHANGED),
    "other bytes under brotli": (_body("br"), Kind.CHANGED),
    "anything answers": (Setting("location / { try_files $uri $uri/ /index.html; " + ADDED + "}"), Kind.ADDED),
    "unknown goes elsewhere": (
        Setting("location / { try_files $uri $uri/ @x; " + ADDED + "} location @x { return 302 //evil.example/; }"),
        Kind.REDIRECT,
    ),
    "the page for what is not found": (answered("try_files /404.html =404;"), Kind.MISSING),
    "partial": (answered("return 206;"), Kind.MISSING),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_server_that_answers_otherwise_is_found(place: Place, served: Nginx, name: str) -> None:
    setting, kind = SETTINGS[name]
    served.start(setting)
    found = place.faults(served.address)
    assert kind in {each.kind for each in found}, found
    assert all(line for line in told(found))


OVER_HTTP = (one_byte, append, cut, swap, delete, older, break_seal)


def test_every_tampering_with_what_is_served_is_found(place: Place, served: Nginx, tmp_path: Path) -> None:
    pristine = tmp_path / "pristine"
    shutil.copytree(place.root, pristine)
    chance, missed = random.Random(3), []
    for number in range(max(ROUNDS // 6, len(OVER_HTTP))):
        way = OVER_HTTP[number % len(OVER_HTTP)]
        way(place.tools(chance))
        if not place.faults(served.address):
            missed.append((number, way.__name__))
        place.mend(pristine)
    assert missed == [] and place.faults(served.address) == ()


def test_a_packed_copy_beside_a_page_is_found(place: Place, served: Nginx) -> None:
    """What is on the disk as a page is right; what most browsers get is another."""
    (place.root / "jinping/info/0005.html.gz").write_bytes(gzip.compress(b"<!doctype html>gekapert"))
    found = place.faults(served.address)
    assert [(each.kind, each.address) for each in found] == [(Kind.CHANGED, "jinping/info/0005.html")]
    assert "gzip" in found[0].what
    for data in (gzip.compress(contents(1)["jinping/info/0005.html"]) + gzip.compress(b"more"), b"not packed"):
        (place.root / "jinping/info/0005.html.gz").write_bytes(data)
        assert place.kinds(served.address) == {Kind.CHANGED}
    (place.root / "jinping/info/0005.html.gz").write_bytes(gzip.compress(bytes(200 << 20), 9))
    assert place.kinds(served.address) == {Kind.CHANGED}, "a bomb is not unpacked"


def test_what_is_sent_in_brotli_is_unpacked(place: Place, served: Nginx) -> None:
    """From packed copies, as servers with the module for it send them."""
    brotli, page = pytest.importorskip("brotli", reason="需要 brotli：make .venv/.test"), "jinping/info/0005.html"
    before = 'map $http_accept_encoding $packed { default ""; "~br" 1; }'
    first = f"location = /{page} {{ if ($packed) {{ rewrite ^ /{page}.br last; }} {ADDED} }}"
    then = "location ~ br$ { types {} default_type text/html; gzip off; add_header Content-Encoding br; " + ADDED + "}"
    served.start(Setting(first + then, before))
    (place.root / f"{page}.br").write_bytes(brotli.compress(contents(1)[page]))
    assert place.faults(served.address) == ()
    for data in (brotli.compress(b"gekapert"), b"not packed", brotli.compress(bytes(200 << 20), quality=5)):
        (place.root / f"{page}.br").write_bytes(data)
        (found,) = place.faults(served.address)
        assert (found.kind, found.address) == (Kind.CHANGED, page) and "br" in found.what


def test_links_are_found_however_they_are_written() -> None:
    base = "https://x.example/"
    text = (
        "<a href=one.html><a HREF = '../two.html?q#a'><img src=\"/three.png\"><a href='//evil.example/'>"
        "<a data-href=no.html href=&#47;%E5%9B%9B.html><a href='http://[bad'><a href='mailto:a@b'><a href=\"#here\">"
    )
    found = list(inner_links(text, base + "jinping/info/x.html", base))
    assert found == ["jinping/info/one.html", "jinping/two.html", "three.png", "四.html", "jinping/info/x.html"]
    assert len(list(inner_links("<a href='" * 10_000, base, base))) == 5_000


def test_an_edition_that_is_published_meanwhile_is_no_tampering(place: Place, tmp_path: Path) -> None:
    """The look begins again."""
    current, keys, seen = tmp_path / "current", (place.key.public,), list[int]()

    def switch(done: int, total: int) -> None:
        if done == 20 and not seen:
            seen.append(done)
            point(current, place.root)

    point(current, place.older)
    with serving(tmp_path / "nginx", current) as server:
        found = patrolled(server.address, keys, Sightings(), NOW, QUICK, switch)
    assert seen and found.found is not None and (found.found.edition.sequence, found.faults) == (2, ())


def test_an_added_file_is_found_where_a_page_leads_to_it(place: Place, served: Nginx) -> None:
    """By a page that was changed, and by one that always led to an address that was empty so far."""
    files = {**contents(1), "jinping/index.html": '<a href="/jinping/gone.html">撤下的</a>'.encode()}
    edition = edition_of(files, 2)
    write(place.root, {**files, **seals(edition, place.key)})
    assert place.look(served.address, Sightings()).faults == (), "a dead link is no tampering"
    (place.root / "jinping/gone.html").write_bytes(b"x")
    (place.root / "spiele.html").write_bytes(b"x")
    (place.root / "index.html").write_bytes(b"<a href=spiele.html>x</a><a href='//evil.example/'>y</a>")
    found = {(each.kind, each.address) for each in place.look(served.address, Sightings()).faults}
    assert found == {
        (Kind.ADDED, "jinping/gone.html"),
        (Kind.ADDED, "spiele.html"),
        (Kind.CHANGED, "index.html"),
        (Kind.CHANGED, ""),
    }


def test_what_cannot_be_reached_is_neither_clean_nor_tampered(place: Place, served: Nginx) -> None:
    served.start(answered("return 503;"))
    assert [(each.kind, each.address) for each in place.faults(served.address)] == [
        (Kind.UNREACHED, "jinping/info/0001.html")
    ]
    served.stop()
    found = place.look(served.address)
    assert found.found is None and [each.kind for each in found.faults] == [Kind.UNREACHED]


def test_an_old_frozen_or_unsigned_site_is_found_over_the_network(place: Place, served: Nginx) -> None:
    shutil.rmtree(place.root)
    shutil.copytree(place.older, place.root)
    assert place.kinds(served.address) == {Kind.OLD}
    (place.root / SIGNATURE).unlink()
    assert place.kinds(served.address) == {Kind.UNSIGNED}
    (place.root / TOP).unlink()
    assert place.kinds(served.address) == {Kind.MISSING}


def test_a_host_that_sets_no_headers_may_be_looked_at_all_the_same(place: Place, served: Nginx) -> None:
    loose = replace(QUICK, strict=False)
    served.start(Setting(headers=""))
    assert place.look(served.address, manner=loose).faults == ()
    served.start(Setting("add_header Set-Cookie id=1;", headers=""))
    assert {each.kind for each in place.look(served.address, manner=loose).faults} == {Kind.HEADER}
