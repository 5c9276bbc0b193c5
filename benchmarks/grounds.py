"""Where publishing is tried: for each kind of hosting a real server behind a wire, with sites that can be compared."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.hosting import (
    PASSWORD,
    Wire,
    file_server,
    object_options,
    object_server,
    shell_server,
    strict_file_server,
    wire,
)
from generator.changes import Change, Item, change
from generator.edition import TOP, Edition, State, edition_bytes, list_address, list_bytes
from generator.targets import Place, Settings, Target, targets

KINDS = ("rsync", "sftp", "ftp", "ftps", "s3", "git")
IN_PLACE = ("ftp", "ftps", "vsftpd", "s3")  # what they show changes file by file
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Ground:
    """A kind of hosting: how a site of a name is reached there, what it shows, and how a copy of it is made."""

    kind: str
    wire: Wire
    folder: Path
    options: Callable[[str], Mapping[str, str]]
    secrets: Mapping[str, str]
    live: Callable[[str], Files]
    copied: Callable[[str, str], None]

    @property
    def target(self) -> Target:
        """The file on the shelf that it is for."""
        return targets()[{"ftps": "ftp", "vsftpd": "ftp"}.get(self.kind, self.kind)]

    def settings(self, site: str, patience: float = 8, **changed: Any) -> Settings:
        """What `site.yaml` would say of a site."""
        told = Settings(site, self.options(site), self.secrets, self.folder / "state" / site, patience=patience)
        return replace(told, **changed)

    def place(self, site: str, **changed: Any) -> AbstractContextManager[Place]:
        """Open a site."""
        return self.target.open_place(self.settings(site, **changed))

    def publish(self, site: str, wanted: Change, **changed: Any) -> int:
        """The whole way; returns how many bytes were sent."""
        with self.place(site, **changed) as place:
            sent = place.send(wanted, lambda _done, _all: None)
            place.commit(wanted)
            place.tidy(wanted)
        return sent

    def copy(self, site: str, target: str) -> None:
        """A second site in the state of a first."""
        self.copied(site, target)
        state = self.folder / "state" / site
        if state.is_dir():
            shutil.copytree(state, self.folder / "state" / target)


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a folder, links followed, by their addresses."""
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    links = [each for each in found if each.is_symlink() and each.is_dir()]
    own = {str(each.relative_to(folder)): each.read_bytes() for each in found if each.is_file()}
    below = {f"{each.relative_to(folder)}/{name}": data for each in links for name, data in tree(each).items()}
    return own | below


# ── grounds ─────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def ground(kind: str, folder: Path) -> Iterator[Ground]:
    """A server of this kind, its wire, and sites below the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with _GROUNDS[kind](folder) as found:
        yield found


@contextmanager
def _shell(kind: str, folder: Path, sftp: str = "internal-sftp") -> Iterator[Ground]:
    sites = folder / "sites"
    sites.mkdir(exist_ok=True)
    with shell_server(folder, sftp) as server, wire(server.port) as line:
        yield Ground(
            kind,
            line,
            folder,
            lambda site: server.options(sites / site),
            {},
            lambda site: tree(sites / site / "current"),
            lambda site, target: _copy_tree(sites / site, sites / target),
        )


@contextmanager
def _ftp(kind: str, folder: Path) -> Iterator[Ground]:
    root = folder / "root"
    with ExitStack() as stack:
        if kind == "vsftpd":
            root = Path(stack.enter_context(TemporaryDirectory(prefix="gongkai-")))
            server = stack.enter_context(strict_file_server(folder, root))
            sites, prefix = root / "www", "/www/"
        else:
            root.mkdir(exist_ok=True)
            server = stack.enter_context(file_server(folder, root, kind == "ftps"))
            sites, prefix = root, "/"
        line = stack.enter_context(wire(*server.ports))

        def options(site: str) -> Mapping[str, str]:
            if not (sites / site).is_dir():
                (sites / site).mkdir(parents=True)
                (sites / site).chmod(0o777)  # the server may work for another user
            return server.options(f"{prefix}{site}")

        def live(site: str) -> Files:
            return {name: data for name, data in tree(sites / site).items() if not name.startswith(".gongkai-")}

        copied = partial(_copied_below, sites)
        yield Ground(kind, line, folder, options, {"PASSWORD": PASSWORD}, live, copied)


@contextmanager
def _s3(_kind: str, folder: Path) -> Iterator[Ground]:
    import boto3  # type: ignore[import-untyped]

    with object_server(folder) as port, wire(port) as line:
        secrets = {"ACCESS_KEY": "county", "SECRET_KEY": PASSWORD}
        client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.2:{port}",
            region_name="us-east-1",
            aws_access_key_id="county",
            aws_secret_access_key=PASSWORD,
        )
        client.create_bucket(Bucket="sites")

        def keys(site: str) -> list[str]:
            pages = client.get_paginator("list_objects").paginate(Bucket="sites", Prefix=f"{site}/")
            return [each["Key"] for page in pages for each in page.get("Contents", ())]

        def live(site: str) -> Files:
            names = [key for key in keys(site) if "/.gongkai-staging/" not in key]
            return {
                key.removeprefix(f"{site}/"): client.get_object(Bucket="sites", Key=key)["Body"].read() for key in names
            }

        def copied(site: str, target: str) -> None:
            for key in keys(site):
                new = f"{target}/{key.removeprefix(f'{site}/')}"
                client.copy_object(Bucket="sites", Key=new, CopySource={"Bucket": "sites", "Key": key})

        def options(site: str) -> Mapping[str, str]:
            return {**object_options(port, "sites"), "前缀": site}

        try:
            yield Ground("s3", line, folder, options, secrets, live, copied)
        finally:
            client.close()


@contextmanager
def _git(_kind: str, folder: Path) -> Iterator[Ground]:
    sites = folder / "sites"
    sites.mkdir(exist_ok=True)
    with shell_server(folder) as server, wire(server.port) as line:

        def options(site: str) -> Mapping[str, str]:
            repository = sites / f"{site}.git"
            if not repository.exists():
                subprocess.run(["git", "init", "--quiet", "--bare", str(repository)], check=True)
            told = server.options(sites)
            address = f"ssh://{told['用户']}@{told['主机']}:{told['端口']}{repository}"
            return {"仓库": address, **{name: told[name] for name in ("私钥", "主机公钥")}}

        yield Ground(
            "git",
            line,
            folder,
            options,
            {},
            lambda site: branch(sites / f"{site}.git"),
            lambda site, target: _copy_tree(sites / f"{site}.git", sites / f"{target}.git"),
        )


def branch(repository: Path) -> dict[str, bytes]:
    """The files of the branch that is public; none where there is no such branch."""
    git = ["git", "-C", str(repository)]
    listed = subprocess.run([*git, "ls-tree", "-rz", "pages"], capture_output=True, check=False).stdout
    rows = [row.partition(b"\t") for row in listed.split(b"\0") if row]
    wanted = b"".join(head.split()[2] + b"\n" for head, _, _ in rows)
    told = subprocess.run([*git, "cat-file", "--batch"], input=wanted, capture_output=True, check=True).stdout
    found: dict[str, bytes] = {}
    for _, _, name in rows:
        head, _, told = told.partition(b"\n")
        size = int(head.split()[2])
        found[name.decode()], told = told[:size], told[size + 1 :]
    return found


_GROUNDS: Mapping[str, Callable[[Path], AbstractContextManager[Ground]]] = {
    "rsync": partial(_shell, "rsync"),
    "sftp": partial(_shell, "sftp"),
    "bare sftp": partial(_shell, "sftp", sftp="internal-sftp -P hardlink,fsync"),
    "ftp": partial(_ftp, "ftp"),
    "ftps": partial(_ftp, "ftps"),
    "vsftpd": partial(_ftp, "vsftpd"),
    "s3": partial(_s3, "s3"),
    "git": partial(_git, "git"),
}


def _copied_below(sites: Path, site: str, target: str) -> None:
    _copy_tree(sites / site, sites / target)


def _copy_tree(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)


# ── sites ───────────────────────────────────────────────────────────────────────────────────────────────────────


def edition_of(folder: Path, files: Files, sequence: int) -> dict[str, Item]:
    """An edition with these files, written below the folder as `output/` would hold them; what is wanted of a place."""
    items = {address: _item(folder, address, data) for address, data in files.items()}
    return {**items, **sealed(folder, items, sequence)}


def sealed(folder: Path, items: Mapping[str, Item], sequence: int) -> dict[str, Item]:
    """The lists and the seal of an edition with these files, written below the folder."""
    lists: dict[str, dict[str, State]] = {}
    for address, item in items.items():
        section = address.partition("/")[0] if "/" in address else "_county"
        lists.setdefault(section, {})[address] = item.state
    edition = Edition(
        sequence,
        "",
        "示例县",
        "https://www.county.example/",
        f"2026-11-{sequence % 28 + 1:02d}T02:00:00+08:00",
        "2026-12-31T02:00:00+08:00",
        {},
        lists,
    )
    seals = {list_address(section): list_bytes(listed) for section, listed in lists.items()}
    return {address: _item(folder, address, data) for address, data in {**seals, TOP: edition_bytes(edition)}.items()}


def state_of(data: bytes) -> State:
    """A file's state from its bytes."""
    return State(len(data), sha256(data).hexdigest())


def _item(folder: Path, address: str, data: bytes) -> Item:
    source = folder / address
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(data)
    return Item(address, state_of(data), source)


def between(former: Mapping[str, Item], wanted: Mapping[str, Item], sequence: int) -> Change:
    """The change from one edition to the next."""
    return change(sequence, {address: each.state for address, each in former.items()}, wanted)


def two_sites(seed: int, size: int, largest: int) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """A site and its successor: pages that change, stay, come and go, attachments up to `largest`, `size` bytes or so.

    The bytes cannot be compressed, so that what is missing can be counted on the wire.
    """
    draw = random.Random(seed)
    units = ("jinping", "wenlong", "taizhong")
    old = {f"{unit}/zcwj/{number}.html": draw.randbytes(size // 240) for unit in units for number in range(28)}
    old |= {f"{unit}/index.html": draw.randbytes(900) for unit in units} | {"index.html": b"old home"}
    old |= {"assets/site.css": draw.randbytes(2000), "wenlong/附件 一.pdf": draw.randbytes(largest // 2)}
    new = {address: data for address, data in old.items() if not address.endswith("3.html")}
    for address in sorted(new):
        if draw.random() < 0.75 and not address.startswith(("taizhong", "assets")):
            new[address] = draw.randbytes(len(new[address]))
    new |= {f"jinping/gsgg/{number}.html": draw.randbytes(size // 240) for number in range(80)}
    new |= {"index.html": b"new home", "jinping/附件/二.pdf": draw.randbytes(largest)}
    return old, new
