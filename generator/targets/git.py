"""A branch of a git repository, for hosting that shows a branch: one commit an edition.

A bare repository on this machine holds what was published; trees are made in an index without a working tree. New
content goes out first, in portions under a reference of its own, so that a broken push loses one portion; then the
branch is moved, which is the one step that makes it public.
"""

from __future__ import annotations

import json
import re
import shlex
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from generator.changes import Change, Item
from generator.edition import TOP, oversized
from generator.errors import GeneratorError
from generator.secure_shell import OPTIONS as SHELL_OPTIONS
from generator.secure_shell import Server, command, complaint, followed, run, server
from generator.sending import Effort, Meter, again, check_sources
from generator.targets import Place, Progress, Settings

KIND = "git"
OPTIONS = {
    "仓库": "仓库的地址，例如 ssh://git@git.example/county/site.git，也可以是本机的完整路径",
    "分支": "网站显示的分支，不写是 pages",
    "署名": "提交的作者，例如 公开 <gongkai@county.example>",
    "私钥": SHELL_OPTIONS["私钥"],
    "主机公钥": SHELL_OPTIONS["主机公钥"],
}
SECRETS = {"TOKEN": "https 仓库的访问令牌，写成“用户:令牌”"}

PORTION = 1 << 16  # bytes; no portion but the last is smaller
PORTIONS = 30
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][A-Za-z0-9_-]*)*")
_AUTHOR = re.compile(r"([^<>\n]+) <([^<>\s]+)>")
_REMOVED = "0" * 40
_UNITS = {b"bytes": 1, b"KiB": 1 << 10, b"MiB": 1 << 20, b"GiB": 1 << 30}
_WRITTEN = re.compile(rb"Writing objects:[^\r\n]*?\), ([\d.]+) (bytes|KiB|MiB|GiB)")


@dataclass(frozen=True, slots=True)
class _Git:
    settings: Settings
    address: str
    branch: str
    around: Mapping[str, str]  # what git finds in its environment
    known: dict[str, str]  # the references that the other repository was seen to have

    @property
    def effort(self) -> Effort:
        return Effort(1, self.settings.attempts, self.settings.patience)

    @property
    def folder(self) -> Path:
        return Path(self.around["GIT_DIR"])

    @property
    def public(self) -> str:
        return f"refs/heads/{self.branch}"

    @property
    def incoming(self) -> str:
        return f"refs/gongkai/{self.branch}"

    def receipt(self, address: str, most: int) -> bytes | None:
        tip = self._tip()
        if not (tip and self._local("ls-tree", "-z", tip, "--", address)):
            return None
        if int(self._local("cat-file", "-s", f"{tip}:{address}")) > most:
            raise oversized(address)
        return self._local("cat-file", "blob", f"{tip}:{address}")

    def send(self, change: Change, progress: Progress) -> int:
        check_sources(change)
        self.known.clear()
        chain = self._chain(change, self._tip())
        meter = Meter(change.size, progress)
        there = self.known.get(self.incoming, "")
        for commit in chain[chain.index(there) + 1 if there in chain else 0 :]:
            self._push(f"+{commit}:{self.incoming}", meter)
        return meter.sent

    def commit(self, change: Change) -> None:
        tip = self._tip()
        sent = self._chain(change, tip)[-1]
        made = self._committed(f"{sent}^{{tree}}", f"第 {change.sequence} 版", tip, change)
        self._push(f"{made}:{self.public}", Meter(0, lambda _done, _all: None), self._as_shallow(sent))
        self.known[self.public] = made

    def tidy(self, change: Change) -> None:
        self._local("update-ref", self.public, self.known[self.public])
        if self.incoming in self._references():
            self._push(f":{self.incoming}", Meter(0, lambda _done, _all: None))
        self._local("gc", "--auto", "--quiet")

    def _tip(self) -> str:
        """The commit that is public, with all that it holds; "" where the branch does not exist yet."""
        if not self.known:
            self.known.update({self.public: "", **self._references()})
            tip = self.known[self.public]
            if tip and self._asked("cat-file", "-e", f"{tip}^{{tree}}"):
                self._remote("fetch", "--quiet", "--no-tags", "--depth=1", self.address, self.public)
        return self.known[self.public]

    def _references(self) -> dict[str, str]:
        told = self._remote("ls-remote", self.address, self.public, self.incoming).decode("ascii", "replace")
        return {name: commit for commit, _, name in (line.partition("\t") for line in told.splitlines())}

    def _chain(self, change: Change, tip: str) -> list[str]:
        """The portions as commits, each with all of the former; the same ones whenever they are made again."""
        self._local("read-tree", *([tip] if tip else ["--empty"]))
        self._entered(f"0 {_REMOVED}\t{address}\0" for address in change.removals)
        found: list[str] = []
        for number, portion in enumerate(_portions(change)):
            paths = "".join(f"{each.source.resolve()}\n" for each in portion).encode()
            blobs = self._local("hash-object", "-w", "--no-filters", "--stdin-paths", told=paths).decode().split()
            named = zip(blobs, portion, strict=True)
            self._entered(f"100644 {blob}\t{each.address}\0" for blob, each in named)
            tree = self._local("write-tree").decode().strip()
            found.append(self._committed(tree, f"portion {number}", found[-1] if found else tip, change))
        return found

    def _entered(self, lines: Iterator[str]) -> None:
        self._local("update-index", "-z", "--index-info", told="".join(lines).encode())

    def _committed(self, tree: str, message: str, parent: str, change: Change) -> str:
        moment = _issued(change)
        parents = ["-p", parent] if parent else []
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        return self._local("commit-tree", *parents, tree, told=message.encode(), around=dates).decode().strip()

    def _as_shallow(self, sent: str) -> dict[str, str]:
        """As if history ended at what was sent: only so git leaves out content that a commit beside the branch has."""
        own, ours = self.folder / "shallow", self.folder / "shallow-and-sent"
        ours.write_text(f"{own.read_text('ascii') if own.exists() else ''}{sent}\n", "ascii")
        return {"GIT_SHALLOW_FILE": str(ours)}

    def _push(self, what: str, meter: Meter, around: Mapping[str, str] | None = None) -> None:
        found = {**self.around, **(around or {})}
        call = ["git", "push", "--progress", "--no-verify", self.address, what]
        again(
            self.effort,
            lambda _error: None,
            lambda: followed(call, b"", meter, self.effort, _where(self.address), _written, found),
        )

    def _remote(self, *words: str) -> bytes:
        def once() -> bytes:
            done = run(["git", *words], b"", self.settings.patience, _where(self.address), self.around)
            if done.returncode:
                raise complaint(done.stderr.decode("utf-8", "replace"), _where(self.address))
            return done.stdout

        return again(self.effort, lambda _error: None, once)

    def _asked(self, *words: str) -> int:
        return run(["git", *words], b"", self.settings.patience, "", self.around).returncode

    def _local(self, *words: str, told: bytes = b"", around: Mapping[str, str] | None = None) -> bytes:
        where = str(self.settings.state)
        done = run(["git", *words], told, self.settings.patience, where, {**self.around, **(around or {})})
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GeneratorError("本机的 git 没有成功", where, f"git 说：{said[-1] if said else done.returncode}")
        return done.stdout


def _portions(change: Change) -> Iterator[list[Item]]:
    """The uploads in their order, cut where a portion is large enough; one at least."""
    least = max(PORTION, change.size // PORTIONS)
    portion: list[Item] = []
    size = 0
    for each in change.uploads:
        portion.append(each)
        size += each.state.size
        if size >= least:
            yield portion
            portion, size = [], 0
    yield portion


def _issued(change: Change) -> str:
    """When the edition was issued, as it says itself: nothing here asks the clock."""
    for each in change.uploads:
        if each.address == TOP:
            with suppress(ValueError, KeyError):
                return str(json.loads(each.source.read_bytes())["issued"])
    return "1970-01-01T00:00:00+00:00"


def _written(said: bytes) -> int:
    """The bytes that git says it has sent."""
    numbers = _WRITTEN.findall(said)
    return int(float(numbers[-1][0]) * _UNITS[numbers[-1][1]]) if numbers else 0


def _where(address: str) -> str:
    """A repository in messages: without what stands before its host."""
    parts = urlsplit(address)
    return f"{parts.hostname}{parts.path}" if parts.hostname else address


@contextmanager
def open_place(settings: Settings) -> Iterator[Place]:
    """A repository; it is first spoken to when something is asked of it."""
    options = settings.options
    address, branch = options.get("仓库", ""), options.get("分支", "pages")
    author = _AUTHOR.fullmatch(options.get("署名", "gongkai <gongkai@localhost>"))
    if not _BRANCH.fullmatch(branch) or author is None:
        raise GeneratorError("“分支”或“署名”写得不对", settings.name, "署名写成：名字 <邮箱>")
    repository = settings.state / "repository.git"
    with TemporaryDirectory(prefix="gongkai-") as temporary:
        folder = Path(temporary)
        reached = _server(address, settings)
        around = {
            **{"GIT_DIR": str(repository), "GIT_INDEX_FILE": str(folder / "index"), "GIT_TERMINAL_PROMPT": "0"},
            **{"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_ASKPASS": "true"},
            **{f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER")
               for part, value in zip(("NAME", "EMAIL"), author.groups(), strict=True)},
            **_authorization(settings.secrets.get("TOKEN", ""), address),
        }  # fmt: skip
        if reached:
            around["GIT_SSH_COMMAND"] = shlex.join(command(reached, folder / "line"))
        place = _Git(settings, address, branch, around, {})
        if not (repository / "HEAD").exists():
            settings.state.mkdir(parents=True, exist_ok=True)
            place._local("init", "--quiet", "--bare")
        try:
            yield place
        finally:
            if reached and (folder / "line").exists():
                with suppress(GeneratorError):  # a connection that does not end now ends by itself
                    run([*command(reached, folder / "line"), "-O", "exit", reached.login], b"", 1, reached.where)


def _server(address: str, settings: Settings) -> Server | None:
    """The server where a repository is reached over ssh; only ssh, https and paths of this machine are."""
    parts = urlsplit(address)
    if parts.scheme == "ssh" and parts.hostname:
        told = {"主机": parts.hostname, "端口": str(parts.port or 22), "用户": parts.username or ""}
        return server({**settings.options, **told}, settings.patience)
    if not (address.startswith("/") or (parts.scheme == "https" and not parts.username)):
        raise GeneratorError(
            "“仓库”要写 ssh://、https:// 开头的地址或本机的完整路径", _where(address), "令牌不写在地址里，写在凭据里"
        )
    return None


def _authorization(token: str, address: str) -> dict[str, str]:
    """A secret reaches git by its environment, which other users of this machine cannot read."""
    if not (token and address.startswith("https://")):
        return {}
    value = f"Authorization: Basic {b64encode(token.encode()).decode()}"
    return {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "http.extraHeader", "GIT_CONFIG_VALUE_0": value}
