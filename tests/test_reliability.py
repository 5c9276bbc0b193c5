"""The promises of durability, each tried a little; `python -m benchmarks.reliability` tries them at length."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.reliability import TRIALS, Trial, tried
from benchmarks.torture.calls import Call, Waiting
from county import without_history
from generator import editions, files, holds, manifest, overrides, ownership, trees
from generator.errors import GeneratorError
from generator.lock import Busy, hold
from publications import edit, published_county, shown
from test_publishing_verbs import run

MEMORY = Path("/dev/shm")


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a thousand runs bring as much to the disk."""
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else tmp_path
    with tempfile.TemporaryDirectory(prefix="gongkai-", dir=place) as folder:
        yield Path(folder)


@pytest.mark.parametrize("number", range(len(TRIALS)), ids=[f"{each.promise}-{n}" for n, each in enumerate(TRIALS)])
def test_a_promise_holds(quick_folder: Path, number: int) -> None:
    trial: Trial = TRIALS[number]
    (figure,) = tried((trial,), short=True, folder=quick_folder)
    if not figure.runs:
        pytest.skip(figure.note)
    assert figure.faults == ()


def test_what_is_not_on_the_disk_is_noticed() -> None:
    """The judge of R11 is judged: a file without its bytes, a name in a folder that was not brought there."""
    waiting = Waiting()
    waiting.take(Call("openat", 1, 'AT_FDCWD</x>, "/o/a.new", O_WRONLY|O_CREAT) = 3</o/a.new>'))
    waiting.take(Call("write", 1, '3</o/a.new>, "text", 4) = 4'))
    waiting.take(Call("rename", 1, '"/o/a.new", "/o/a") = 0'))
    assert waiting.names() == ["/o/a"]
    waiting.take(Call("fsync", 1, "4</o>) = 0"))
    assert waiting.names() == ["/o/a"], "its name is there, its bytes are not"
    waiting.take(Call("fsync", 2, "4</o/a>) = 0"))
    assert waiting.names() == []


def test_whoever_comes_at_the_moment_of_a_start_is_told_who_it_is(tmp_path: Path) -> None:
    """The lock is taken a moment before its holder has said who he is; what the file says is of one before him."""
    path = tmp_path / ".lock"
    path.write_text("")
    with path.open("r+") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        writer = threading.Timer(0.1, lambda: path.write_text("进程 4711，主机 a，开始于 b\n"))
        writer.start()
        with pytest.raises(Busy, match="进程 4711"), hold(path, "now"):
            pass
        writer.join()


def test_caches_lie_elsewhere_where_their_folder_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").mkdir()
    assert files.caches(tmp_path) == tmp_path / "state"
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert files.caches(tmp_path) == tmp_path / "state-own"


def test_a_manifest_in_the_place_of_another_is_none(tmp_path: Path) -> None:
    """Whole as it may be, it tells of other files; so does whatever else carries a checksum."""
    county = published_county(tmp_path)
    own, other = (next((county.root / "output/units" / slug).glob("*.json")) for slug in ("jinping", "caizhengju"))
    assert manifest.load(own) is not None
    own.write_bytes(other.read_bytes())
    assert manifest.load(own) is None and manifest.records(own) is None
    files.seal(own, b"[1]")
    assert manifest.load(own) is None and manifest.records(own) is None


def test_what_another_county_wrote_is_not_believed(tmp_path: Path) -> None:
    """Of the same units and numbers, whole in itself: manifests, lists of releases, holds, reviews, editions; and the
    next build and publication show what they would have shown."""
    own, other = published_county(tmp_path / "a"), published_county(tmp_path / "b")
    site = (other.root / "site.yaml").read_text("utf-8")
    other.write("site.yaml", site.replace("www.county.example", "www.other.example"))
    shutil.rmtree(other.root / "output")
    other.build()
    for county in (own, other):
        edit(county, "jinping", 1, "改了")
        run(county, "publish")
        output = county.root / "output"
        overrides.review(output, {"jinping": ("豁免",)}, "张某")
        holds.save(output, {"jinping": holds.Hold(1, 1, 2)})
    wanted, output = without_history(own.tree()), own.root / "output"
    foreign = (*output.glob("units/*/*.json"), *output.glob("releases/*.txt"), *output.glob("editions/0*.json"))
    foreign = (*foreign, *output.glob("editions/lists/*"), output / "holds", output / "editions/reviewed")
    for path in foreign:
        source = other.root / "output" / path.relative_to(output)
        if source.is_file():
            path.write_bytes(source.read_bytes())
    manifests = [path for path in foreign if path.suffix == ".json" and path.parent.parent.name == "units"]
    assert manifests and not [path for path in manifests if manifest.load(path) or manifest.records(path)]
    assert not trees.in_force(output) and not trees.releases(output) and editions.last(output) is None
    assert overrides.unreviewed(output, ("jinping",), ()) == {} and not overrides._load(output).reviewers
    with pytest.raises(GeneratorError, match="别的县"):
        holds.load(output)
    (output / "holds").unlink()
    own.build()
    assert without_history(own.tree()) == wanted
    assert run(own, "publish").status == 0 and without_history(shown(tmp_path / "a/www/county")) == wanted


def test_what_named_no_county_is_taken_over_once(tmp_path: Path) -> None:
    """Versions before sealed for unit and number alone: what they left is believed at the first build, then sealed."""
    county = published_county(tmp_path)
    output = county.root / "output"
    history = {path: trees.latest(output, path.parent.name) for path in output.glob("units/*/*.json")}
    for path in history:
        body = files.unseal(path, ownership.place(output, f"{path.parent.name}/{path.name}"))
        assert body is not None
        files.seal(path, body, f"{path.parent.name}/{path.name}")
    for path in output.glob("releases/*.txt"):
        path.write_bytes(path.read_bytes().partition(b"\n")[2])
    (output / "county").unlink()
    before = county.tree()
    report = county.build()
    assert (report.total("written"), county.tree()) == (0, before) and ownership.owner(output)
    assert {path: trees.latest(output, path.parent.name) for path in history} == history
    assert county.build().total("written") == 0 and not county.build().released


@pytest.mark.parametrize("part", [0.0, 0.5, 0.9])
def test_a_release_whose_list_is_damaged_keeps_no_page_that_went(tmp_path: Path, part: float) -> None:
    """The next build makes another, without what was withdrawn meanwhile, with what others put there."""
    county = published_county(tmp_path)
    (county.public / "own.txt").write_text("x")
    release = trees.current_release(county.root / "output")
    assert release is not None
    record = release.with_name(f"{release.name}.txt")
    data = record.read_bytes()
    record.write_bytes(data[: int(len(data) * part)])
    (county.root / "content/portal/ggxx/xjgg/n1.md").unlink()
    edit(county, "jinping", 1, "改了")
    assert "info/2026-00001.html" not in county.tree() and county.tree()["own.txt"] == b"x"
