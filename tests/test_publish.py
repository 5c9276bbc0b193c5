"""The publish stage and the folder target: what is sent, what stays, what a break leaves, what is never believed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import editions, trees
from generator.changes import Interrupted
from generator.edition import MOST_TOP, SIGNATURE, TOP, State, is_safe
from generator.editions import Seal
from generator.errors import GeneratorError
from generator.inventory import FORMER, OTHERS, SM3, inventory
from generator.safeguards import ALL, Consent, Refused
from generator.targets._looked import load as load_looked
from generator.targets._looked import mark
from publications import (
    MOMENT,
    Failing,
    change_unseen,
    edit,
    names,
    order_of,
    published_county,
    send,
    settings_of,
    shown,
    withdraw,
)


def test_a_place_shows_what_is_public(tmp_path: Path) -> None:
    """The first publication sends everything; the second nothing at all."""
    county = published_county(tmp_path)
    first = send(order_of(county), tmp_path / "www/county")
    assert shown(tmp_path / "www/county") == county.tree()
    assert len(names(first)) == len(county.tree()) and first.sent == first.change.size
    again = send(order_of(county), tmp_path / "www/county")
    assert (again.change.uploads, again.change.removals, again.sent) == ((), (), 0)
    assert editions.numbers(county.root / "output") == [1]


def test_one_edit_sends_few_files(tmp_path: Path) -> None:
    """What is sent is what the build wrote; the rest are hard links to the release before."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    before = county.tree()
    edit(county, "jinping", 1, "改了")
    report = send(order_of(county), folder)
    changed = {address for address, data in county.tree().items() if before.get(address) != data}
    assert set(names(report)) == changed and 0 < len(changed) < 20
    assert shown(folder) == county.tree()
    old, new = (folder / f"releases/{number:06d}" for number in (1, 2))
    same = [
        address
        for address in trees.walk(new)
        if (old / address).exists() and os.path.samefile(old / address, new / address)
    ]
    assert len(same) == len(report.change.kept)


def test_content_goes_before_pages_and_the_seal_last(tmp_path: Path) -> None:
    """The order in which a place that cannot switch makes files public."""
    report = send(order_of(published_county(tmp_path)), tmp_path / "www/county")
    sent = [each.address for each in report.change.uploads]
    assert sent[-1] == TOP
    assert max(map(sent.index, (each for each in sent if "/assets/" in each))) < sent.index(
        "jinping/info/2026-00001.html"
    )
    assert sent.index("jinping/info/2026-00001.html") < sent.index("jinping/index.html")


def test_bytes_count_never_times_and_sizes(tmp_path: Path) -> None:
    """D7: files that changed in neither size nor time arrive, 100 of 100."""
    county = published_county(tmp_path)
    own = [county.write(f"output/public/own/{number:03d}.txt", f"{number:09d}") for number in range(100)]
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    for path in own:
        change_unseen(path)
    report = send(order_of(county), folder)
    assert len([each for each in names(report) if each.startswith("own/")]) == 100
    assert shown(folder) == county.tree()


def test_an_edition_is_renewed_before_it_expires(tmp_path: Path) -> None:
    """A night later only the seal is sent, so that verifiers see that somebody is still there."""
    county = published_county(tmp_path)
    send(order_of(county), tmp_path / "www/county")
    soon = send(order_of(county, MOMENT + timedelta(hours=11)), tmp_path / "www/county")
    assert not soon.change.uploads
    later = send(order_of(county, MOMENT + timedelta(hours=24)), tmp_path / "www/county")
    assert [each.address for each in later.change.uploads] == [TOP] and not later.change.removals
    assert (later.edition.sequence, later.edition.lists) == (2, soon.edition.lists)
    backwards = send(order_of(county, MOMENT - timedelta(days=9000)), tmp_path / "www/county")
    assert backwards.edition.sequence == 3, "a wrong clock orders nothing"


def test_editions_are_a_chain(tmp_path: Path) -> None:
    """Each names the digest of the one before, as it was published."""
    county = published_county(tmp_path)
    send(order_of(county), tmp_path / "www/county")
    edit(county, "jinping", 1, "改了")
    report = send(order_of(county), tmp_path / "www/county")
    former = (tmp_path / "www/county/releases/000001" / TOP).read_bytes()
    assert report.edition.previous == sha256(former).hexdigest()


@pytest.mark.parametrize("step", ["open", "receipt", "send", "commit"])
def test_a_break_leaves_the_old(tmp_path: Path, step: str) -> None:
    """Wherever it breaks off before the switch; the next publication goes through."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    before = shown(folder)
    edit(county, "jinping", 1, "改了")
    with pytest.raises(Interrupted):
        send(order_of(county), folder, Failing({step: [Interrupted("断了")]}))
    assert shown(folder) == before
    send(order_of(county), folder)
    assert shown(folder) == county.tree()


def test_a_break_sends_only_what_is_missing(tmp_path: Path) -> None:
    """Cut at any file: what has arrived is not sent again, what is half there is."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    target = Failing({"commit": [GeneratorError("断电")]})
    with pytest.raises(GeneratorError):
        send(order_of(county), folder, target)
    release = folder / "releases/000001"
    (release / "jinping/index.html").unlink()
    whole = release / "portal.json" if (release / "portal.json").exists() else release / "index.html"
    whole.write_bytes(whole.read_bytes()[:-5])
    (release / "stray.part").write_bytes(b"half")
    missing = (county.public / "jinping/index.html").stat().st_size + county.tree()[
        whole.relative_to(release).as_posix()
    ].__len__()
    report = send(order_of(county), folder)
    assert report.sent == missing
    assert shown(folder) == county.tree()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(broken=st.sets(st.integers(0, 400), max_size=40), cut=st.sets(st.integers(0, 400), max_size=10))
def test_any_half_filled_release_is_completed(
    tmp_path_factory: pytest.TempPathFactory, broken: set[int], cut: set[int]
) -> None:
    """Whatever of a release that was never shown is lost or damaged, the next attempt mends it."""
    root = tmp_path_factory.mktemp("half")
    county = published_county(root, documents=1)
    folder = root / "www/county"
    with pytest.raises(GeneratorError):
        send(order_of(county), folder, Failing({"commit": [GeneratorError("断电")]}))
    paths = [path for path in sorted((folder / "releases/000001").rglob("*")) if path.is_file()]
    for number in broken:
        paths[number % len(paths)].unlink(missing_ok=True)
    for number in cut:
        path = paths[number % len(paths)]
        if path.exists():
            path.write_bytes(path.read_bytes()[: number % 7])
    send(order_of(county), folder)
    assert shown(folder) == county.tree()


def test_what_a_place_lost_is_sent_again(tmp_path: Path) -> None:
    """Files that the place's own edition lists and that are gone or cut are noticed and sent."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    (folder / "current/caizhengju/index.html").unlink()
    page = folder / "current/jinping/index.html"
    page.write_bytes(page.read_bytes()[:10])
    edit(county, "jinping", 1, "改了")
    send(order_of(county), folder)
    assert shown(folder) == county.tree()


def test_what_was_changed_unseen_at_a_place_is_not_carried_over(tmp_path: Path) -> None:
    """A page with other bytes in the same size and with the same times would be signed for another edition."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    change_unseen(folder / "current/caizhengju/index.html")
    edit(county, "jinping", 1, "改了")
    report = send(order_of(county), folder)
    assert shown(folder) == county.tree()
    former = (folder / "releases/000001/caizhengju/index.html").read_bytes()
    assert former != (county.public / "caizhengju/index.html").read_bytes(), "what was changed is left as evidence"
    noted = load_looked(tmp_path / "www/state/looked.json")
    assert set(noted) == {*report.edition.files(), TOP}
    page = folder / "current/caizhengju/index.html"
    assert noted["caizhengju/index.html"] == mark(page, report.edition.lists["caizhengju"]["caizhengju/index.html"])


def test_damage_is_not_published(tmp_path: Path) -> None:
    """A built file that was cut or changed stops its unit, which stays as it is; the others go out."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    before = shown(folder)
    edit(county, "jinping", 1, "改了")
    edit(county, "caizhengju", 1, "改了")
    change_unseen(county.public / "jinping/info/2026-00001.html")
    report = send(order_of(county), folder)
    assert "内容与清单不符" in report.held["jinping"].why
    after = shown(folder)
    own = {address for address in before if address.startswith("jinping/")}
    assert {address: after[address] for address in own} == {address: before[address] for address in own}
    assert after["caizhengju/info/2026-00001.html"] == county.tree()["caizhengju/info/2026-00001.html"]
    page = county.public / "caizhengju/index.html"
    page.write_bytes(b"")
    assert "大小与清单不符" in inventory(county.root / "output").damaged["caizhengju"]


def test_damage_of_what_is_known_stops_a_new_target(tmp_path: Path) -> None:
    """A file that an edition listed and that was changed since, unseen, goes to no other place."""
    county = published_county(tmp_path)
    send(order_of(county), tmp_path / "www/county")
    change_unseen(county.public / "jinping/index.html")
    with pytest.raises(GeneratorError, match="内容与清单不符"):
        send(order_of(county), tmp_path / "www/other")
    assert not (tmp_path / "www/other/current").exists()


def test_what_others_put_there_belongs_to_it(tmp_path: Path) -> None:
    """Strangers are published with their digests; links, and what would be taken for ours, are passed over and told."""
    county = published_county(tmp_path)
    county.write("output/public/MP_verify.txt", "x")
    county.write("output/public/jinping/own.txt", "y")
    county.write("output/public/.well-known/gongkai/edition.json", "{}")
    (county.public / "secret").symlink_to("/etc/hostname")
    found = inventory(county.root / "output")
    assert sorted(found.sections[OTHERS]) == ["MP_verify.txt", "jinping/own.txt"]
    assert set(found.passed_over) == {".well-known/gongkai/edition.json", "secret"}
    assert all(bool(item.state.sm3) is bool(SM3) for item in found.sections[OTHERS].values())
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    assert shown(folder)["MP_verify.txt"] == b"x" and "secret" not in shown(folder)
    (county.public / "MP_verify.txt").unlink()
    assert send(order_of(county), folder).change.removals == ("MP_verify.txt",)


CHILD = """
import os, signal, sys
sys.path[:0] = [{tests!r}, {root!r}]
from pathlib import Path
from publications import County, order_of, send
last, steps = {last}, 0
def step(event, arguments):
    global steps
    if event in ("os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir") or (
        event == "open" and isinstance(arguments[1], str) and "w" in arguments[1]
    ):
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
county = County(Path({county!r}), ())
sys.addaudithook(step)
send(order_of(county), Path({folder!r}))
print(steps)
"""


def test_a_kill_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """Twenty kills spread over a publication: the place shows the old or the new, and the next one settles it."""
    county = published_county(tmp_path, documents=1)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    old = shown(folder)
    edit(county, "jinping", 1, "改了")
    for name in ("county/output", "www"):
        shutil.copytree(tmp_path / name, tmp_path / "kept" / name, symlinks=True)
    texts = {"tests": str(Path(__file__).parent), "root": str(Path(__file__).parent.parent)}
    call = partial(CHILD.format, **texts, county=str(county.root), folder=str(folder))
    whole = subprocess.run([sys.executable, "-c", call(last=0)], capture_output=True, text=True, check=True)
    steps = int(whole.stdout)
    assert steps > len(old)
    for number in range(20):
        for name in ("county/output", "www"):
            shutil.rmtree(tmp_path / name)
            shutil.copytree(tmp_path / "kept" / name, tmp_path / name, symlinks=True)
        killed = subprocess.run([sys.executable, "-c", call(last=1 + number * (steps - 1) // 19)], capture_output=True)
        assert killed.returncode == -signal.SIGKILL
        assert shown(folder) in (old, county.tree())
        send(order_of(county), folder)
        assert shown(folder) == county.tree()


def test_all_that_is_listed_has_safe_addresses_and_both_digests(tmp_path: Path) -> None:
    """The lists are complete: every file once, by its section."""
    county = published_county(tmp_path)
    found = inventory(county.root / "output")
    listed = [address for section in found.sections.values() for address in section]
    assert sorted(listed) == sorted(county.tree()) and all(map(is_safe, listed))
    for section in found.sections.values():
        for item in section.values():
            assert item.state == State(*_digests(item.source))


def _digests(path: Path) -> tuple[int, str, str]:
    data = path.read_bytes()
    return len(data), hashlib.sha256(data).hexdigest(), hashlib.new("sm3", data).hexdigest() if SM3 else ""


def test_an_old_page_finds_its_style(tmp_path: Path) -> None:
    """R16: styles by digest stay for three editions after the theme has changed, then they go."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    (old,) = (each for each in shown(folder) if each.startswith("jinping/assets/site-"))
    county.write("site.yaml", (county.root / "site.yaml").read_text() + "颜色: {primary: '#123456'}\n")
    county.build()
    kept = []
    for number in range(5):
        report = send(order_of(county), folder)
        kept.append(old in shown(folder))
        edit(county, "jinping", 1, f"改了{number}")
    assert (old not in county.tree() and FORMER in report.edition.lists) or not kept[-1]
    assert kept == [True, True, True, False, False]


def test_a_place_of_others_is_not_believed(tmp_path: Path) -> None:
    """Unreadable, of another county, or changed: everything is sent, and that is told."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    top = folder / "current" / TOP
    for text, told in (
        (b"{", "不是这台机器发布的"),
        (b" " * (MOST_TOP + 1), "太大"),
        (top.read_bytes().replace(b"5308230001", b"5308240001"), "不是这台机器发布的"),
        (top.read_bytes().replace(b'"commit":""', b'"commit":"x"'), "不是这台机器发布的"),
    ):
        top.unlink()
        top.write_bytes(text)
        report = send(order_of(county), folder)
        assert told in report.told and len(names(report)) == len(county.tree()), told
        assert shown(folder) == county.tree()
        top = folder / "current" / TOP


def test_what_nobody_signed_is_not_read(tmp_path: Path) -> None:
    """Whoever can write to the place can lay anything there: of an edition that is not ours no list is asked for, no
    unit is kept, and the pages are held against those that were brought there last."""
    county = published_county(tmp_path, documents=40)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    before = shown(folder)
    top = folder / "current" / TOP
    top.write_bytes(top.read_bytes().replace(b'"commit":""', b'"commit":"x"'))
    asked = Failing({})
    with pytest.raises(GeneratorError, match="不能保留那边的"):
        send(order_of(county, least=1, only=frozenset({"jinping"})), folder, asked)
    assert asked.calls == ["open", "receipt", "receipt"]
    withdraw(county, "jinping", range(1, 31))
    with pytest.raises(Refused, match="减到"):
        send(order_of(county, least=1), folder)
    assert shown(folder) == before
    report = send(order_of(county, least=1, consent=Consent(frozenset({ALL}))), folder)
    assert report.edition.sequence == 2 and shown(folder) == county.tree()


def test_a_signed_edition_of_another_county_is_not_ours(tmp_path: Path) -> None:
    """One key may serve two counties; what one of them shows is no ground for the other."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    seal = Seal(lambda top: b"signed", lambda _top, found: found == b"signed")
    send(order_of(county, seal=seal), folder)
    top = folder / "current" / TOP
    top.write_bytes(top.read_bytes().replace(b"5308230001", b"5308240001"))
    assert (folder / "current" / SIGNATURE).read_bytes() == b"signed"
    report = send(order_of(county, seal=seal), folder)
    assert "另一个网站" in report.told and len(names(report)) == len(county.tree())


def test_a_signature_stands_in_for_a_lost_workspace(tmp_path: Path) -> None:
    """On a new machine what a place shows is believed for its signature, and numbers go on above it."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    seal = Seal(lambda top: b"signed " + top[:9], lambda top, found: found == b"signed " + top[:9])
    send(order_of(county, seal=seal), folder)
    (county.root / "output/editions").rename(tmp_path / "lost")
    report = send(order_of(county, seal=seal), folder)
    assert not report.told and names(report) == [] and report.edition.sequence == 2
    (county.root / "output/editions").rename(tmp_path / "lost too")
    forged = Seal(seal.sign, lambda top, found: False)
    report = send(order_of(county, seal=forged), folder)
    assert "没有本县的签名" in report.told and len(names(report)) == len(county.tree())
    assert report.edition.sequence == 3


def test_only_some_units(tmp_path: Path) -> None:
    """Others stay at what the place shows, whatever was built meanwhile; search and feed are of what it will show."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    before = shown(folder)
    edit(county, "jinping", 1, "改了")
    edit(county, "caizhengju", 1, "改了")
    report = send(order_of(county, only=frozenset({"jinping"})), folder)
    assert names(report) and all(each.startswith(("jinping/", "search/", "feed.atom")) for each in names(report))
    after = shown(folder)
    assert {address for address in after if after[address] != before.get(address)} == set(names(report))
    send(order_of(county), folder)
    assert shown(folder) == county.tree()


def test_two_places_need_one_edition(tmp_path: Path) -> None:
    """A second target shows the same edition; one that was left out for a while catches up."""
    county = published_county(tmp_path)
    first, second = tmp_path / "www/one", tmp_path / "www/two"
    assert send(order_of(county), first).edition == send(order_of(county), second).edition
    edit(county, "jinping", 1, "改了")
    send(order_of(county), first)
    edit(county, "jinping", 2, "改了")
    assert send(order_of(county), first).edition == send(order_of(county), second).edition
    assert shown(first) == shown(second) == county.tree()


def test_releases_are_kept_and_strangers_left(tmp_path: Path) -> None:
    """Ten releases, never fewer than the one shown and the one before; what is not ours is never touched."""
    county = published_county(tmp_path, documents=1)
    folder = tmp_path / "www/county"
    for number in range(6):
        edit(county, "jinping", 1, f"改了{number}")
        send(order_of(county), folder, releases=3)
        if number == 0:
            (folder / "current/uploaded.txt").write_text("x")
            (folder / "notes.txt").write_text("y")
            (folder / "releases/readme").write_text("z")
    releases = sorted(each.name for each in (folder / "releases").iterdir())
    assert releases == ["000001", "000004", "000005", "000006", "readme"]
    assert list(trees.walk(folder / "releases/000001")) == ["uploaded.txt"]
    assert (folder / "notes.txt").read_text() == "y" and "uploaded.txt" not in shown(folder)


def test_a_link_that_somebody_put_into_a_release_is_not_followed_when_it_goes(tmp_path: Path) -> None:
    """What lies where it leads has names that the edition lists, and is not ours."""
    county = published_county(tmp_path, documents=1)
    folder, elsewhere = tmp_path / "www/county", tmp_path / "elsewhere"
    send(order_of(county), folder)
    (folder / "releases/000001/jinping").rename(elsewhere)
    before = sorted(trees.walk(elsewhere))
    (folder / "releases/000001/jinping").symlink_to(elsewhere)
    for number in range(3):
        edit(county, "jinping", 1, f"改了{number}")
        send(order_of(county, resend=True), folder, releases=2)
    assert (folder / "current").resolve().name == "000004"
    assert list(trees.walk(folder / "releases/000001")) == ["jinping"]
    assert sorted(trees.walk(elsewhere)) == before


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    """It says exactly what the real one then does."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    edit(county, "jinping", 1, "改了")
    before, made = shown(folder), editions.numbers(county.root / "output")
    dry = send(order_of(county, dry=True), folder)
    assert shown(folder) == before and editions.numbers(county.root / "output") == made
    real = send(order_of(county), folder)
    assert [each.address for each in dry.change.uploads] == [each.address for each in real.change.uploads]
    assert dry.change.size == real.change.size and real.sent == real.change.size


def test_web_servers_can_read_it(tmp_path: Path) -> None:
    """Whatever the builder's umask is."""
    county = published_county(tmp_path)
    before = os.umask(0o077)
    try:
        send(order_of(county), tmp_path / "www/county")
    finally:
        os.umask(before)
    for path in (tmp_path / "www/county", *(tmp_path / "www/county").rglob("*")):
        if not path.is_symlink():
            assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


@pytest.mark.parametrize(("folder", "told"), [("relative", "全路径"), ("{root}/none/there", "上一级不存在")])
def test_a_folder_that_cannot_be(tmp_path: Path, folder: str, told: str) -> None:
    """Told before anything is done."""
    county = published_county(tmp_path)
    with pytest.raises(GeneratorError, match=told):
        send(order_of(county), Path(folder.format(root=tmp_path)))


def test_a_current_of_others_stays(tmp_path: Path) -> None:
    """A real folder named `current` is somebody else's site."""
    county = published_county(tmp_path)
    (tmp_path / "www/county/current").mkdir(parents=True)
    with pytest.raises(GeneratorError, match="不是本软件建立的"):
        send(order_of(county), tmp_path / "www/county")
    assert list((tmp_path / "www/county").iterdir()) == [tmp_path / "www/county/current"]


def test_no_room_is_noticed_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R4: nothing is begun that cannot be finished."""
    county = published_county(tmp_path)
    monkeypatch.setattr("generator.files.shutil.disk_usage", lambda path: _Usage(1000))
    with pytest.raises(GeneratorError, match="磁盘已满"):
        send(order_of(county), tmp_path / "www/county")
    assert not any(trees.walk(tmp_path / "www/county"))


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def test_secrets_are_in_no_text() -> None:
    """Neither in what is made of the settings."""
    found = settings_of(Path("/x"))
    assert "hush" not in repr(type(found)("www", {}, {"PASSWORD": "hush"}, Path("/x")))


def test_damaged_editions_are_made_anew(tmp_path: Path) -> None:
    """Lost or cut files in `output/editions/` cost a complete sending at most, and numbers go on."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    (county.root / "output/editions/000001.json").write_bytes(b"{")
    for listed in (county.root / "output/editions/lists").iterdir():
        listed.write_bytes(listed.read_bytes()[:-3])
    report = send(order_of(county), folder)
    assert report.edition.sequence == 2 and shown(folder) == county.tree()
    assert json.loads((folder / "current" / TOP).read_bytes())["sequence"] == 2
    assert not send(order_of(county), folder).change.uploads


def test_a_list_that_was_damaged_here_is_written_again(tmp_path: Path) -> None:
    """R9: of the same length, so that only reading it tells; nothing has to be repaired by hand."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    for path in (county.root / "output/editions/lists").iterdir():
        change_unseen(path)
    assert send(order_of(county, resend=True), folder).change.uploads
    assert shown(folder) == county.tree()


def test_a_list_that_was_lost_here_is_kept_again_though_nothing_is_sent(tmp_path: Path) -> None:
    """R9: where a unit's manifests are lost later, what harvesters were told is read back from its lists."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    lists = county.root / "output/editions/lists"
    whole = {path.name: path.read_bytes() for path in lists.iterdir()}
    lost, *damaged = sorted(lists.iterdir())
    lost.unlink()
    for path in damaged:
        change_unseen(path)
    assert not send(order_of(county, dry=True), folder).change.uploads and not lost.exists()
    assert not send(order_of(county), folder).change.uploads
    assert {path.name: path.read_bytes() for path in lists.iterdir()} == whole
