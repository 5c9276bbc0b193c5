"""What our SFTP target makes is no tampering: tops that lead to a release beside. Any other link is, and is undone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.grounds import between
from benchmarks.grounds import edition_of as items_of
from generator.attestation import Attested
from generator.changes import Item
from generator.edition import TOP
from generator.folder_patrol import patrol
from generator.patrolling import patrolled
from generator.restoration import restore
from generator.sightings import Sightings
from generator.signing import PrivateKey
from generator.tampering import Kind
from generator.web_patrol import Manner
from published_places import NOW, contents, edition_of, key_in, seals, state, write
from servers import started
from test_restore import kept, tree

OLD, NEW = "000001-0123456789ab", "000002-ba9876543210"
Release = tuple[Path, Attested, Path]


def changed() -> dict[str, bytes]:
    """An edition in which only one unit is another."""
    return {**contents(1), "jinping/index.html": b"<!doctype html>new"}


@pytest.fixture
def key(tmp_path: Path) -> PrivateKey:
    return key_in(tmp_path / "keys")


@pytest.fixture
def release(tmp_path: Path, key: PrivateKey) -> Release:
    """The second release in a folder as the target lays it out, its edition, and what the builder has of it."""
    output, releases = tmp_path / "output", tmp_path / "county/releases"
    wanted = kept(output, changed(), key, sequence=2)
    write(releases / OLD, {**contents(1), **seals(edition_of(contents(1)), key)})
    files = {address: data for address, data in changed().items() if not address.startswith("wenjing/")}
    write(releases / NEW, {**files, **seals(wanted.edition, key)})
    (releases / NEW / "wenjing").symlink_to(f"../{OLD}/wenjing")
    (tmp_path / "county/current").symlink_to(f"releases/{NEW}")
    return releases / NEW, wanted, output


def test_two_editions_sent_by_sftp_are_clean(tmp_path: Path, key: PrivateKey) -> None:
    """Sent to a real server; the third leads to the first, past the second."""
    former: dict[str, Item] = {}
    with started("sftp", tmp_path / "server") as ground:
        for sequence, files in enumerate((contents(1), changed(), {**changed(), "index.html": b"<!doctype html>"}), 1):
            whole = {**files, **seals(edition_of(files, sequence), key)}
            write(tmp_path / f"{sequence}", whole)
            wanted = {each: Item(each, state(data), tmp_path / f"{sequence}" / each) for each, data in whole.items()}
            ground.publish("county", between(former, wanted, sequence))
            former = wanted
        place = next(tmp_path.glob("server/**/county/current"))
        assert (place / "wenjing").is_symlink() and (place / "wenjing").readlink().name == "wenjing"
        found = patrolled(str(place), (key.public,), Sightings(), NOW, Manner(), lambda *_: None)
    assert found.found is not None and found.found.edition.sequence == 3 and found.faults == ()


def test_what_lies_behind_a_link_is_looked_at_as_anywhere(release: Release) -> None:
    root, wanted, _ = release
    assert patrol(root, wanted.edition, {}) == ()
    behind = root.parent / OLD / "wenjing"
    (behind / "index.html").write_bytes(b"defaced")
    (behind / "shell.php").write_bytes(b"<?php")
    (behind / "info/0001.html").unlink()
    (behind / "info/0002.html").unlink()
    (behind / "info/0002.html").symlink_to("0003.html")
    (behind / "info").chmod(0o777)
    found = {(each.address, each.kind) for each in patrol(root, wanted.edition, {})}
    assert found >= {
        ("wenjing/index.html", Kind.CHANGED),
        ("wenjing/shell.php", Kind.ADDED),
        ("wenjing/info/0001.html", Kind.MISSING),
        ("wenjing/info/0002.html", Kind.LINK),
        ("wenjing/info/", Kind.MODE),
    }


def _outside(root: Path) -> str:
    write(root.parent.parent.parent / "outside/wenjing", _unit())
    return str(root.parent.parent.parent / "outside/wenjing")


def _absolute(root: Path) -> str:
    return str(root.parent / OLD / "wenjing")


def _no_release(root: Path) -> str:
    shutil.copytree(root.parent / OLD / "wenjing", root.parent / "uploads/wenjing")
    return "../uploads/wenjing"


def _other_name(root: Path) -> str:
    (root.parent / OLD / "wenjing").rename(root.parent / OLD / "elsewhere")
    return f"../{OLD}/elsewhere"


def _deeper(root: Path) -> str:
    return f"../{OLD}/./wenjing"


def _linked_release(root: Path) -> str:
    (root.parent / OLD).rename(root.parent.parent / "moved")
    (root.parent / OLD).symlink_to("../moved")
    return f"../{OLD}/wenjing"


def _chained(root: Path) -> str:
    (root.parent / OLD / "wenjing").rename(root.parent / OLD / "kept")
    (root.parent / OLD / "wenjing").symlink_to("kept")
    return f"../{OLD}/wenjing"


def _looped(root: Path) -> str:
    shutil.rmtree(root.parent / OLD / "wenjing")
    (root.parent / OLD / "wenjing").symlink_to(f"../{NEW}/wenjing")
    return f"../{OLD}/wenjing"


def _itself(root: Path) -> str:
    return f"../{NEW}/wenjing"


def _unit() -> dict[str, bytes]:
    return {each.removeprefix("wenjing/"): data for each, data in contents(1).items() if each.startswith("wenjing/")}


WAYS = [_outside, _absolute, _no_release, _other_name, _deeper, _linked_release, _chained, _looped, _itself]


@pytest.mark.parametrize("way", WAYS)
def test_any_other_link_is_found_and_undone(release: Release, tmp_path: Path, way: Callable[[Path], str]) -> None:
    """Though the bytes behind most of them are right, for now; what lies there is left alone."""
    root, wanted, output = release
    (root / "wenjing").unlink()
    (root / "wenjing").symlink_to(way(root))
    found = patrol(root, wanted.edition, {})
    assert ("wenjing", Kind.LINK) in {(each.address, each.kind) for each in found}
    before = {place: tree(place) for place in (root.parent / OLD, tmp_path / "outside") if place.is_dir()}
    restore(tmp_path / "county/current", output, wanted, tmp_path / "aside")
    assert patrol(root, wanted.edition, {}) == () and not (root / "wenjing").is_symlink()
    assert before == {place: tree(place) for place in before}


def test_links_elsewhere_are_found(release: Release, tmp_path: Path) -> None:
    """Below a top, for the folder of the edition, for a name that nothing lists, for a file, outside of releases."""
    root, wanted, _ = release
    other = root.parent / OLD
    shutil.rmtree(root / "jinping/info")
    (root / "jinping/info").symlink_to(f"../../{OLD}/jinping/info")
    (root / "sitemap.xml").unlink()
    (root / "sitemap.xml").symlink_to(f"../{OLD}/sitemap.xml")
    write(other / "more", {"a.html": b"strange"})
    (root / "more").symlink_to(f"../{OLD}/more")
    links = {each.address for each in patrol(root, wanted.edition, {}) if each.kind is Kind.LINK}
    assert links == {"jinping/info", "sitemap.xml", "more"}
    shutil.move(root / ".well-known", other / ".well-known")
    (root / ".well-known").symlink_to(f"../{OLD}/.well-known")
    assert ".well-known" in {each.address for each in patrol(root, wanted.edition, {}) if each.kind is Kind.LINK}
    shutil.copytree(root.parent, tmp_path / "copies", symlinks=True)
    copied = patrol(tmp_path / "copies" / NEW, wanted.edition, {})
    assert "wenjing" in {each.address for each in copied if each.kind is Kind.LINK}


def test_a_link_that_is_moved_during_a_look_is_found(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    root, wanted, _ = release
    _outside(root)
    real = os.scandir

    def moving(path: Path) -> object:
        if Path(path).name == "wenjing" and (root / "wenjing").readlink().name == "wenjing":
            (root / "wenjing").unlink()
            (root / "wenjing").symlink_to("../../../outside")
        return real(path)

    monkeypatch.setattr("os.scandir", moving)
    found = patrol(root, wanted.edition, {})
    assert [(each.address, each.kind) for each in found] == [("wenjing", Kind.LINK)]


def test_what_is_wrong_behind_a_link_is_mended_where_it_lies(release: Release, tmp_path: Path) -> None:
    """Both releases show it; no reader misses a page, for the link stays."""
    root, wanted, output = release
    pristine, behind = tree(root.parent), root.parent / OLD / "wenjing"
    (behind / "index.html").write_bytes(b"defaced")
    (behind / "more").mkdir()
    (behind / "more/shell.php").write_bytes(b"<?php")
    (behind / "info/0001.html").unlink()
    (behind / "files").chmod(0o777)
    done = restore(tmp_path / "county/current", output, wanted, tmp_path / "aside")
    assert tree(root.parent) == pristine and (root / "wenjing").is_symlink()
    assert sorted(done.quarantined) == ["wenjing/index.html", "wenjing/more/shell.php"]
    assert restore(tmp_path / "county/current", output, wanted, tmp_path / "again").is_nothing


def test_the_release_of_another_edition_is_mended_without_its_neighbours(
    release: Release, tmp_path: Path, key: PrivateKey
) -> None:
    """Somebody has switched back: what the old release shares is not made another one's."""
    root, _, output = release
    third = kept(output, {**changed(), "wenjing/index.html": b"<!doctype html>third"}, key, sequence=3)
    before = tree(root.parent / OLD)
    restore(tmp_path / "county/current", output, third, tmp_path / "aside")
    assert tree(root.parent / OLD) == before and patrol(root, third.edition, {}) == ()
    assert (root / TOP).read_bytes() == third.top


# ── what the manual says of what was withdrawn ────────────────────────────────────────────────────────────────────

MANUAL = Path(__file__).parents[1] / "docs/发布目标.md"


def told(words: str) -> str:
    """The commands of the manual among which these are."""
    return next(each for each in MANUAL.read_text("utf-8").split("```sh\n") if words in each).partition("```")[0]


def test_old_releases_are_cleared_by_the_commands_of_the_manual(release: Release, tmp_path: Path) -> None:
    root, wanted, _ = release
    (root.parent / OLD / "jinping/secret.html").write_bytes(b"secret")
    commands = told("readlink ../current").replace("/srv/www/county", str(tmp_path / "county"))
    subprocess.run(["sh", "-c", commands], check=True)
    assert patrol(root, wanted.edition, {}) == ()
    assert sorted(each.name for each in (root.parent / OLD).iterdir()) == ["wenjing"]
    (root.parent / "000001-aaaaaaaaaaaa").mkdir()
    (root.parent / "000001-aaaaaaaaaaaa/other").touch()
    (tmp_path / "county/current").unlink()
    broken = subprocess.run(["sh", "-c", commands], check=False, capture_output=True)
    assert broken.returncode and (root.parent / "000001-aaaaaaaaaaaa/other").exists(), "nothing, where nobody knows"


def test_old_releases_are_cleared_by_publishing_everything_again(tmp_path: Path, key: PrivateKey) -> None:
    """A release of which nothing is linked is gone, where two are kept and everything was sent once more."""
    secret = {**contents(1), "jinping/secret.html": b"secret"}
    steps = ((secret, False), (contents(1), False), (contents(1), True))
    former: dict[str, Item] = {}
    with started("sftp", tmp_path / "server") as ground:
        for sequence, (files, again) in enumerate(steps, 1):
            whole = {**files, **seals(edition_of(files, sequence), key)}
            write(tmp_path / f"{sequence}", whole)
            wanted = {each: Item(each, state(data), tmp_path / f"{sequence}" / each) for each, data in whole.items()}
            ground.publish("county", between({} if again else former, wanted, sequence), releases=2)
            former = wanted
            left = any(path.name == "secret.html" for path in (tmp_path / "server").rglob("*"))
            assert left == (sequence < 3)


def test_the_history_of_a_branch_goes_by_the_commands_of_the_manual(tmp_path: Path) -> None:
    """And the target goes on from there, with what it has of the branch and without it."""
    old, new = ({"index.html": b"first", "a.html": b"secret"}, {"index.html": b"second"})
    with started("git", tmp_path / "server") as ground:
        former: dict[str, Item] = {}
        for sequence, files in enumerate((old, new), 1):
            wanted = items_of(tmp_path / f"{sequence}", files, sequence)
            ground.publish("county", between(former, wanted, sequence))
            former = wanted
        repository = next(each.parent for each in tmp_path.glob("server/sites/**/HEAD"))
        commands = told("commit-tree").replace("ssh://git@git.county.example/gongkai/site.git", f"file://{repository}")
        subprocess.run(["sh", "-euc", commands], cwd=tmp_path, check=True, capture_output=True)
        cleaning = "git reflog expire --expire=now --all && git gc --prune=now"
        assert cleaning in MANUAL.read_text("utf-8")
        subprocess.run(cleaning, shell=True, cwd=repository, check=True, capture_output=True)
        objects = subprocess.run(
            ["git", "cat-file", "--batch-all-objects", "--batch"], cwd=repository, check=True, capture_output=True
        ).stdout
        assert b"second" in objects and b"secret" not in objects
        for sequence in (3, 4):
            wanted = items_of(tmp_path / f"{sequence}", {"index.html": b"%d" % sequence}, sequence)
            ground.publish("county", between(former, wanted, sequence))
            assert ground.live("county")["index.html"] == b"%d" % sequence
            shutil.rmtree(tmp_path / "server/state/county", ignore_errors=True)
            former = wanted
