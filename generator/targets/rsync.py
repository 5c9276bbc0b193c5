"""A server reached by rsync over ssh: a folder a release, made from the former one by hard links, and one link moved.

On the server: `<folder>/releases/<name>/` and `<folder>/current`, which the web server shows. Files are compared by
checksum; of a file that changed only the parts that differ are sent, and half a file is kept for the next try.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.changes import Change
from generator.errors import GeneratorError
from generator.releases import expired, release_name
from generator.secure_shell import OPTIONS as SHELL_OPTIONS
from generator.secure_shell import Server, command, complaint, followed, remote_folder, run, server
from generator.sending import Effort, Meter, again, bounded, check_sources
from generator.targets import Place, Progress, Settings

KIND = "rsync"
OPTIONS = {**SHELL_OPTIONS, "文件夹": "服务器上的文件夹（完整路径）；网站根目录设为其中的 current"}
SECRETS: dict[str, str] = {}  # keys only: a password would have to stand where others can read it

ABSENT = 44
PARTIAL = ".gongkai-partial"
_RECEIPT = f'test -e "$1/current/$2" || exit {ABSENT}; exec head -c "$3" -- "$1/current/$2"'
_PREPARE = """set -eu
mkdir -p -- "$1/releases"; cd -- "$1"; made="releases/.new.$$"
test ! -d "releases/$2" || exit 0
if test -d current/; then cp -al -- current/. "$made"; else mkdir -m 755 -- "$made"; fi
mv -T -- "$made" "releases/$2" || { rm -rf -- "$made"; test -d "releases/$2"; }"""
# A list is worked on only when all of it is there: a connection that is cut looks like the list's end.
_LISTED = """set -eu
cd -- "$1/releases"; list="$1/releases/.list.$$"; trap 'rm -f -- "$list"' EXIT
cat > "$list"; test "$(wc -c < "$list")" -eq "$2" || { echo "connection closed" >&2; exit 1; }
"""
_COMMIT = f"""{_LISTED}cd -- "$3"
xargs -0 -r rm -f -- < "$list"
find . -type d -name {PARTIAL} -prune -exec rm -rf -- {{}} +
find . -mindepth 1 -depth -type d -empty -delete
sync -f . 2>/dev/null || sync
cd ../..
ln -sfn -- "releases/$3" .current.new
mv -T -- .current.new current
sync -f . 2>/dev/null || sync"""
_LIST = 'set -eu; cd -- "$1"; readlink current; ls -1 releases'
_PRUNE = f'{_LISTED}rm -rf .new.*; xargs -0 -r rm -rf -- < "$list"'
_PROGRESS = re.compile(rb"\s*([\d,]+)\s+\d+%")


@dataclass(frozen=True, slots=True)
class _Rsync:
    settings: Settings
    server: Server
    folder: str
    control: Path

    @property
    def effort(self) -> Effort:
        return Effort(1, self.settings.attempts, self.settings.patience)

    def receipt(self, address: str, most: int) -> bytes | None:
        found = self._remote(_RECEIPT, address, str(most + 1), may_be_absent=True)
        return None if found is None else bounded(found, most, address)

    def send(self, change: Change, progress: Progress) -> int:
        check_sources(change)
        name = release_name(change)
        meter = Meter(change.size, progress)
        self._remote(_PREPARE, name)
        with TemporaryDirectory(prefix="gongkai-") as temporary:
            _link(change, Path(temporary))
            again(self.effort, _no_judge, lambda: self._transfer(change, Path(temporary), name, meter))
        return meter.sent

    def commit(self, change: Change) -> None:
        self._listed(_COMMIT, change.removals, release_name(change))

    def tidy(self, change: Change) -> None:
        current, *names = (self._remote(_LIST) or b"").decode("utf-8", "replace").splitlines()
        gone = expired(names, current.rpartition("/")[2], self.settings.releases)
        self._listed(_PRUNE, gone)

    def _listed(self, script: str, names: Iterable[str], *arguments: str) -> None:
        """A script that works on a list of names."""
        told = _nul_separated(names)
        self._remote(script, str(len(told)), *arguments, told=told)

    def _remote(self, script: str, *arguments: str, told: bytes = b"", may_be_absent: bool = False) -> bytes | None:
        """A script run by the server's `sh`, the folder its first argument; what it printed."""
        words = " ".join(map(shlex.quote, ("sh", "-c", script, "sh", self.folder, *arguments)))
        call = [*command(self.server, self.control), self.server.login, "--", words]

        def once() -> bytes | None:
            done = run(call, told, self.settings.patience, self.server.where)
            if done.returncode == ABSENT and may_be_absent:
                return None
            if done.returncode:
                raise complaint(done.stderr.decode("utf-8", "replace"), self.server.where)
            return done.stdout

        return again(self.effort, _no_judge, once)

    def _transfer(self, change: Change, tree: Path, name: str, meter: Meter) -> None:
        shell = shlex.join(command(self.server, self.control))
        call = [
            *("rsync", "--checksum", "--copy-links", "--perms", "--chmod=D755,F644", "--compress", "--protect-args"),
            *("--from0", "--files-from=-", f"--partial-dir={PARTIAL}", "--info=progress2", "--outbuf=N"),
            *(f"--timeout={max(1, round(self.settings.patience))}", f"--rsh={shell}", f"{tree}/"),
            f"{self.server.login}:{self.folder}/releases/{name}/",
        ]
        told = _nul_separated(each.address for each in change.uploads)
        followed(call, told, meter, self.effort, self.server.where, _counted)


@contextmanager
def open_place(settings: Settings) -> Iterator[Place]:
    """A server; it is first spoken to when something is asked of it."""
    with TemporaryDirectory(prefix="gongkai-") as temporary:
        found = server(settings.options, settings.patience)
        control = Path(temporary) / "line"
        try:
            yield _Rsync(settings, found, remote_folder(settings.options), control)
        finally:
            if control.exists():
                with suppress(GeneratorError):  # a connection that does not end now ends by itself
                    run([*command(found, control), "-O", "exit", found.login], b"", 1, found.where)


def _no_judge(_error: Exception) -> None:
    """What programs say is read from their output; an exception here is a mistake of ours."""


def _counted(said: bytes) -> int:
    """The bytes that rsync says it has dealt with."""
    numbers = _PROGRESS.findall(said)
    return int(numbers[-1].replace(b",", b"")) if numbers else 0


def _link(change: Change, tree: Path) -> None:
    """What is to be sent, as it lies on the server: links to where it lies here."""
    for folder in {(tree / each.address).parent for each in change.uploads}:
        folder.mkdir(parents=True, exist_ok=True)
    for each in change.uploads:
        (tree / each.address).symlink_to(each.source.resolve())


def _nul_separated(names: Iterable[str]) -> bytes:
    return b"".join(f"./{name}\0".encode() for name in names)
