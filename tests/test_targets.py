"""Every kind of hosting shows what an edition says, moves nothing that stays, and takes back what went."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks.grounds import Ground, between, edition_of, two_sites
from generator.changes import Step, steps
from generator.edition import TOP, Unreadable, list_address
from generator.errors import GeneratorError
from generator.releases import expired, release_name
from generator.shelf import collect
from generator.targets import Settings, s3, targets
from servers import check_installed, started

KINDS = ["rsync", "sftp", "bare sftp", "ftp", "ftps", "vsftpd", "s3", "git"]
SIZE = 200_000


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    with started(request.param, tmp_path / "server") as found:
        yield found


def test_a_site_is_shown_as_its_edition_says_and_nothing_is_sent_twice(place: Ground, tmp_path: Path) -> None:
    old, new = two_sites(1, SIZE, SIZE // 8)
    former, wanted = edition_of(tmp_path / "old", old, 1), edition_of(tmp_path / "new", new, 2)
    first, second = between({}, former, 1), between(former, wanted, 2)
    assert place.publish("county", first) > first.size * 0.9
    assert place.live("county") == {address: each.source.read_bytes() for address, each in former.items()}
    assert place.publish("county", second) > second.size * 0.9
    assert place.live("county") == {address: each.source.read_bytes() for address, each in wanted.items()}
    with place.place("county") as opened:
        assert opened.receipt(TOP, SIZE) == wanted[TOP].source.read_bytes()
        attached = new["wenlong/附件 一.pdf"]
        assert opened.receipt("wenlong/附件 一.pdf", len(attached)) == attached
        with pytest.raises(Unreadable, match="太大"):
            opened.receipt("wenlong/附件 一.pdf", len(attached) - 1)
        assert opened.receipt("jinping/nothing.html", SIZE) is None
        assert opened.receipt("nothing/at/all.html", SIZE) is None


def test_what_is_sent_stays_unseen_until_it_is_made_public(place: Ground, tmp_path: Path) -> None:
    old, new = two_sites(2, SIZE, SIZE // 8)
    former, wanted = edition_of(tmp_path / "old", old, 1), edition_of(tmp_path / "new", new, 2)
    place.publish("county", between({}, former, 1))
    before = place.live("county")
    step = between(former, wanted, 2)
    with place.place("county") as opened:
        opened.send(step, lambda _done, _all: None)
    assert place.live("county") == before
    place.wire.whole()
    with place.place("county") as opened:
        assert opened.send(step, lambda _done, _all: None) <= (step.size if place.kind == "rsync" else 0)
        assert place.wire.passed < step.size / 2, "what was sent is not sent again"
        opened.commit(step)
        opened.commit(step)
        opened.tidy(step)
        opened.tidy(step)
    assert place.live("county") == {address: each.source.read_bytes() for address, each in wanted.items()}


def test_a_file_of_the_same_size_and_time_arrives(place: Ground, tmp_path: Path) -> None:
    """D7: of a hundred files whose bytes change while their sizes and times stay, a hundred arrive."""
    old = {f"jinping/{number}.html": b"old%06d" % number for number in range(100)}
    new = {f"jinping/{number}.html": b"new%06d" % number for number in range(100)}
    former, wanted = edition_of(tmp_path / "old", old, 1), edition_of(tmp_path / "new", new, 2)
    for item in (*former.values(), *wanted.values()):
        os.utime(item.source, (1_700_000_000, 1_700_000_000))
    place.publish("county", between({}, former, 1))
    place.publish("county", between(former, wanted, 2))
    live = place.live("county")
    assert [address for address in new if live[address] != new[address]] == []


def test_a_file_that_changed_on_the_way_is_never_made_public(place: Ground, tmp_path: Path) -> None:
    old, new = two_sites(3, SIZE, SIZE // 8)
    former, wanted = edition_of(tmp_path / "old", old, 1), edition_of(tmp_path / "new", new, 2)
    place.publish("county", between({}, former, 1))
    before = place.live("county")
    changed = wanted["jinping/附件/二.pdf"].source
    data = changed.read_bytes()
    changed.write_bytes(bytes(len(data)))
    step = between(former, wanted, 2)
    with place.place("county") as opened, pytest.raises(GeneratorError, match=r"途中变了.*二\.pdf"):
        opened.send(step, lambda _done, _all: None)
    assert place.live("county") == before
    changed.write_bytes(data)
    place.publish("county", step)
    assert place.live("county") == {address: each.source.read_bytes() for address, each in wanted.items()}


def test_what_waits_in_object_storage_is_taken_for_its_bytes_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Objects that wait under the right name, in the right size and with other bytes, whole and in parts, are sent
    again; those that are right are not; nor is a part that another upload left."""
    monkeypatch.setattr(s3, "PART", 5 << 20)
    new = {"a.html": b"right-a", "b.html": b"right-b", "c.pdf": b"c" * (6 << 20), "d.pdf": b"d" * (6 << 20)}
    with started("s3", tmp_path / "server") as place:
        wanted = edition_of(tmp_path / "new", new, 1)
        step = between({}, wanted, 1)
        with place.place("county") as opened:
            opened.send(step, lambda _done, _all: None)
            assert opened.send(step, lambda _done, _all: None) == 0
            client = opened.lines.once(lambda each: each)  # type: ignore[attr-defined]
            staged = {name: opened.keys.staged(wanted[name]) for name in new}  # type: ignore[attr-defined]
            client.put_object(**staged["b.html"], Body=b"wrong-b", Metadata={"sha256": wanted["b.html"].state.sha256})
            client.put_object(**staged["d.pdf"], Body=b"x" * (6 << 20))
            assert opened.send(step, lambda _done, _all: None) == len(new["b.html"]) + len(new["d.pdf"])
            client.delete_object(**staged["c.pdf"])
            upload = client.create_multipart_upload(**staged["c.pdf"])["UploadId"]
            for number, data in ((1, b"x" * (5 << 20)), (2, new["c.pdf"][5 << 20 :])):
                client.upload_part(**staged["c.pdf"], UploadId=upload, PartNumber=number, Body=data)
            assert opened.send(step, lambda _done, _all: None) == 5 << 20, "one part of the two was right"
            opened.commit(step)
        live = place.live("county")
        assert {name: live[name] == data for name, data in new.items()} == dict.fromkeys(new, True)


@pytest.mark.parametrize("kind", ["rsync", "sftp"])
def test_ten_releases_are_kept_and_strangers_are_left(kind: str, tmp_path: Path) -> None:
    with started(kind, tmp_path / "server") as place:
        former = edition_of(tmp_path / "0", {"index.html": b"0", "wenlong/index.html": b"same"}, 1)
        place.publish("county", between({}, former, 1), releases=3)
        site = tmp_path / "server" / "sites" / "county"
        (site / "notes.txt").write_text("ours", "ascii")
        for number in range(2, 7):
            files = {"index.html": b"%d" % number, "wenlong/index.html": b"same"}
            wanted = edition_of(tmp_path / str(number), files, number)
            place.publish("county", between(former, wanted, number), releases=3)
            former = wanted
            assert place.live("county")["wenlong/index.html"] == b"same"
        names = {each.name[:6] for each in (site / "releases").iterdir() if (each / "index.html").exists()}
        assert names == {"000004", "000005", "000006"}
        assert (site / "notes.txt").read_text("ascii") == "ours"


def test_the_last_releases_and_the_public_one_stay() -> None:
    names = [f"{number:06d}-{'0' * 12}" for number in (*range(1, 6), 1_000_001)]
    assert expired([*names, "notes", "000000"], names[1], 3) == [names[0], names[2]]
    assert expired(names, names[0], 0) == names[1:4]


def test_the_same_change_has_the_same_release_and_no_other_has(tmp_path: Path) -> None:
    one, two = (edition_of(tmp_path / str(number), {"index.html": b"%d" % number}, 1) for number in (1, 2))
    assert release_name(between({}, one, 1)) == release_name(between({}, dict(reversed(one.items())), 1))
    assert len({release_name(each) for each in (between({}, one, 1), between({}, two, 1), between({}, one, 2))}) == 3


def test_an_unreadable_site_is_not_needed_for_git_to_know_a_foreign_push(tmp_path: Path) -> None:
    with started("git", tmp_path / "server") as place:
        former = edition_of(tmp_path / "old", {"index.html": b"old"}, 1)
        wanted = edition_of(tmp_path / "new", {"index.html": b"new"}, 2)
        place.publish("county", between({}, former, 1))
        step = between(former, wanted, 2)
        with place.place("county") as opened:
            opened.send(step, lambda _done, _all: None)
            with place.place("county", state=tmp_path / "elsewhere") as other:
                other.send(between(former, former, 3), lambda _done, _all: None)
                other.commit(between(former, former, 3))
            with pytest.raises(GeneratorError, match="被别人推送过"):
                opened.commit(step)
        assert place.live("county")["index.html"] == b"old"


@pytest.mark.parametrize("module", collect("generator.targets"), ids=lambda module: module.__name__)
def test_a_target_says_what_it_understands(module: ModuleType) -> None:
    assert module.__doc__ and module.__doc__.strip()
    assert targets()[module.KIND] is module
    assert all(name and meaning for named in (module.OPTIONS, module.SECRETS) for name, meaning in named.items())
    assert all(name.isascii() and name.isupper() for name in module.SECRETS)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("rsync", {"主机": "-oProxyCommand=touch", "文件夹": "/srv/www"}),
        ("rsync", {"主机": "www.county.example", "文件夹": "srv"}),
        ("rsync", {"主机": "www.county.example", "文件夹": "/srv/../etc"}),
        ("rsync", {"主机": "www.county.example", "文件夹": "/srv", "用户": "-l root"}),
        ("sftp", {"主机": "www.county.example", "文件夹": "/srv", "端口": "ssh"}),
        ("ftp", {"主机": "", "文件夹": "/srv"}),
        ("s3", {"接入点": "oss.example", "存储桶": "county"}),
        ("s3", {"接入点": "https://oss.example", "存储桶": "county", "寻址": "随便"}),
        ("git", {"仓库": "ext::sh -c touch"}),
        ("git", {"仓库": "https://user:secret@git.example/county.git"}),
        ("git", {"仓库": "/srv/county.git", "分支": "--force"}),
    ],
)
def test_options_that_could_mean_something_else_are_refused(kind: str, options: dict[str, str], tmp_path: Path) -> None:
    check_installed(kind)
    settings = Settings("county", options, {}, tmp_path / "state")
    with pytest.raises(GeneratorError) as caught, targets()[kind].open_place(settings):
        pass
    assert "secret" not in str(caught.value)


def test_file_by_file_content_comes_first_and_what_tells_of_all_last(tmp_path: Path) -> None:
    old = {"a/1.html": b"1", "a/2.pdf": b"2", "index.html": b"old", "gone.html": b"", "feed.xml": b"old"}
    new = {"a/1.html": b"one", "a/2.pdf": b"two", "index.html": b"new", "feed.xml": b"new"}
    former, wanted = edition_of(tmp_path / "old", old, 1), edition_of(tmp_path / "new", new, 2)
    found = [({each.address for each in uploads}, removals) for uploads, removals in steps(between(former, wanted, 2))]
    assert found == [
        ({"a/2.pdf"}, ()),
        ({"a/1.html"}, ()),
        ({"index.html", "feed.xml"}, ()),
        (set(), ("gone.html",)),
        ({list_address("a"), list_address("_county")}, ()),
        ({TOP}, ()),
    ]
    assert steps(between(wanted, wanted, 3)) == [Step((), ())]
