"""A folder on this machine, or one that is mounted here, from which nginx or Apache serves `current/`.

Every edition is a release of its own, whose files are hard links to the former one where nothing changed; `current` is
a symbolic link that moves in one step once everything is on the disk. What is not ours in the folder is never touched.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator import files, trees
from generator.changes import Astray, Change, Item
from generator.edition import FOLDER, TOP, State, list_address, read_edition, sections_of
from generator.errors import GeneratorError
from generator.sending import bounded
from generator.targets import Progress, Settings, _looked

KIND = "文件夹"
OPTIONS = {"文件夹": "网页服务器上的文件夹，写全路径；网站根目录设为它下面的 current/"}
SECRETS: Mapping[str, str] = {}


@contextmanager
def open_place(settings: Settings) -> Iterator[FolderPlace]:
    """The folder; where it is not there yet below one that is, it is made when something is sent."""
    folder = Path(settings.options["文件夹"])
    if not folder.is_absolute():
        raise GeneratorError("目标的“文件夹”要写全路径", str(folder), "例如 /srv/www/county")
    if not folder.parent.is_dir():
        raise GeneratorError("目标的文件夹的上一级不存在", str(folder.parent), "先建立它；是挂载的磁盘，看挂上了没有")
    current = folder / "current"
    if current.exists() and not current.is_symlink():
        raise GeneratorError("目标的 current 不是本软件建立的", str(current), "把它移走后再发布")
    yield FolderPlace(folder, settings.releases, settings.state / "looked.json")


class FolderPlace:
    """The folder; what is being filled has a hidden name among the releases until it is whole."""

    def __init__(self, folder: Path, kept: int, looked: Path) -> None:
        self.current = folder / "current"
        self.releases = folder / "releases"
        self.kept = kept
        self.looked = looked
        self.before = self.current.resolve() if self.current.is_dir() else None

    def receipt(self, address: str, most: int) -> bytes | None:
        """The bytes of a file that is public."""
        try:
            with (self.current / address).open("rb") as stream:
                return bounded(stream.read(most + 1), most, address)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def send(self, change: Change, progress: Progress) -> int:
        """Fill the release: what is there already and is right stays, the rest is linked or copied."""
        for place in (self.releases.parent, self.releases):
            if not place.is_dir():
                place.mkdir()
                place.chmod(0o755)
        whole, filling = self._release(change), self.releases / f".{change.sequence:06d}"
        if whole == self.before:
            raise GeneratorError("这个版本的编号已经用过", str(whole), "用 --resend 再发布一次")
        if whole.exists():
            os.rename(whole, filling)
        filling.mkdir(exist_ok=True)
        files.need_room(self.releases, change.size)
        self._clear(filling, {*change.kept, *(each.address for each in change.uploads)})
        made = _Folders(filling)
        self._link(change.kept, made)
        sent = _copy(change.uploads, made, progress)
        files.settle(filling)
        os.rename(filling, whole)
        files.settle_names(self.releases)
        return sent

    def commit(self, change: Change) -> None:
        """Move the link."""
        files.point(self.current, self._release(change))

    def tidy(self, change: Change) -> None:
        """Remove the files of releases beyond those that are kept; neither the one shown nor the one before."""
        stay = {self._release(change), self.before}
        found = sorted(each for each in self.releases.iterdir() if each.name.isdigit() and each.is_dir())
        for release in found[: -self.kept]:
            if release not in stay:
                _remove(release)
        for left in self.releases.glob(".[0-9]*"):  # never finished, so all of it is ours
            shutil.rmtree(left)
        states = (*change.kept.items(), *((each.address, each.state) for each in change.uploads))
        _looked.save(self.looked, self._release(change), states)

    def _release(self, change: Change) -> Path:
        return self.releases / f"{change.sequence:06d}"

    def _clear(self, filling: Path, wanted: set[str]) -> None:
        """Remove what an attempt before has left half done, or for something else."""
        left = [url for url in trees.walk(filling) if url not in wanted]
        for url in left:
            (filling / url).unlink()
        if left:
            trees.remove_folders(filling)
            filling.mkdir(exist_ok=True)

    def _link(self, kept: Mapping[str, State], made: _Folders) -> None:
        """Take the kept files over from the release that is shown; `Astray` names those that are not as listed."""
        looked = _looked.load(self.looked)
        astray = [each for each, state in kept.items() if not self._linked(each, state, looked.get(each), made)]
        if astray:
            raise Astray(tuple(astray))

    def _linked(self, address: str, state: State, noted: str | None, made: _Folders) -> bool:
        """A name in the release for a file that holds what is listed: as it was seen last, or read again."""
        if self.before is None:
            return False
        source, target = f"{self.before}/{address}", made.path(address)
        if _looked.mark(source, state) != noted and not _is_there(Path(source), state):
            return False
        try:
            os.link(source, target, follow_symlinks=False)
        except FileExistsError:  # from an attempt before
            if not os.path.samestat(os.lstat(source), os.lstat(target)):
                os.unlink(target)
                os.link(source, target, follow_symlinks=False)
        return True


class _Folders:
    """The folders of a release as they become needed; web servers can read them whatever the builder's umask is."""

    def __init__(self, release: Path) -> None:
        self._release = release
        self._made = {""}
        os.chmod(release, 0o755)

    def path(self, address: str) -> str:
        """Where a file goes; its folders are made."""
        self._make(address.rpartition("/")[0])
        return f"{self._release}/{address}"

    def _make(self, folder: str) -> None:
        if folder in self._made:
            return
        self._make(folder.rpartition("/")[0])
        place = f"{self._release}/{folder}"
        if not os.path.isdir(place):
            os.mkdir(place)
            os.chmod(place, 0o755)
        self._made.add(folder)


def _copy(uploads: Iterable[Item], made: _Folders, progress: Progress) -> int:
    """Copy what is new under a name of its own, and give it its name once its bytes are as they should be."""
    waiting = [(item, made.path(item.address)) for item in uploads]
    waiting = [(item, target) for item, target in waiting if not _is_there(Path(target), item.state)]
    total, sent = sum(item.state.size for item, _ in waiting), 0
    for item, target in waiting:
        part = f"{target}.part"
        size, digest = files.copy_new(item.source, part)
        if (size, digest) != (item.state.size, item.state.sha256):
            raise GeneratorError("文件在发布时变了，或者读坏了", str(item.source), "重新生成：gongkai build --clean")
        os.chmod(part, 0o644)
        os.replace(part, target)
        sent += size
        progress(sent, total)
    return sent


def _is_there(path: Path, state: State) -> bool:
    """An attempt before has brought the file, whole."""
    return (
        trees.holds(path.parent, path.name, state.size)
        and not path.is_symlink()
        and files.digest_of(path) == state.sha256
    )


def _remove(release: Path) -> None:
    """Remove what a release's own edition lists, the edition last; one that tells of none stays as it is."""
    listed, there = _listed(release), list(trees.walk(release))  # which follows no link out of the release
    own = [url for url in there if url.startswith(FOLDER)]
    if listed or own == there:  # else nobody can tell what of it is ours
        for address in (*(each for each in there if each in listed and each not in own), *own):
            (release / address).unlink()
        trees.remove_folders(release)


def _listed(release: Path) -> frozenset[str]:
    """What the edition of a release lists; nothing where it cannot be read."""
    try:
        top = (release / TOP).read_bytes()
        lists = {section: (release / list_address(section)).read_bytes() for section in sections_of(top)}
        return frozenset(read_edition(top, lists).files())
    except (OSError, GeneratorError):
        return frozenset()
