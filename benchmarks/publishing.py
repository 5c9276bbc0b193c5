"""What one edited document costs to publish: files and bytes on the wire by kind of hosting, beside Hugo and rsync.

`python -m benchmarks.publishing --units 80 --documents 125` builds a county of 10,000 documents with gongkai and with
Hugo, publishes it to real servers of this machine, edits the body of one document, and publishes again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.grounds import KINDS, Ground, between, ground, sealed
from benchmarks.hosting import LOOPBACK, ShellServer, shell_server, wire
from benchmarks.run import CHANGES, Contestant, contestants
from generator.changes import Change, Item
from generator.edition import State
from generator.files import copy_new
from generator.releases import release_name
from generator.secure_shell import command, server

SITE = "county"


def edition(public: Path, folder: Path, sequence: int) -> dict[str, Item]:
    """What was built, copied to a folder where the next build does not change it."""
    items = {}
    for place, _, names in os.walk(public, followlinks=True):
        for name in names:
            source = Path(place) / name
            address = str(source.relative_to(public))
            target = folder / address
            target.parent.mkdir(parents=True, exist_ok=True)
            size, digest = copy_new(source, target)
            items[address] = Item(address, State(size, digest), target)
    return {**items, **sealed(folder, items, sequence)}


def before_and_after(tool: Contestant, folder: Path) -> tuple[dict[str, Item], dict[str, Item]]:
    """A county as it is built, and as it is built when the body of one document was edited."""
    tool.build()
    before = edition(tool.folder / tool.public, folder / "before", 1)
    CHANGES["body"](tool, 1)
    tool.build()
    return before, edition(tool.folder / tool.public, folder / "after", 2)


def laid_out(place: Ground, items: Mapping[str, Item]) -> None:
    """The former edition on the server: by the target where that is needed, by copying where that is the same."""
    first = between({}, items, 1)
    options = place.options(SITE)
    if place.kind == "git":
        place.publish(SITE, first, patience=60)
    elif place.kind in ("rsync", "sftp"):
        release = Path(options["文件夹"]) / "releases" / release_name(first)
        _copy(items, release)
        (release.parent.parent / "current").symlink_to(f"releases/{release.name}")
    elif place.kind != "s3":  # object storage is not asked for what it shows, and holds 15,000 objects in memory here
        _copy(items, place.folder / "root" / SITE)


def _copy(items: Mapping[str, Item], folder: Path) -> None:
    for address, item in items.items():
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.link(item.source, folder / address)


def measured(kind: str, folder: Path, before: Mapping[str, Item], step: Change) -> int:
    """The bytes on the wire, both ways, of publishing the edit."""
    with ground(kind, folder) as place:
        laid_out(place, before)
        place.wire.whole()
        place.publish(SITE, step, patience=60)
        return place.wire.passed


def by_rsync(public: Path, former: Path, folder: Path, found: ShellServer, *flags: str) -> tuple[int, int]:
    """What `rsync` alone sends from one state of a folder to the next: files, and bytes on the wire."""
    target = folder / "target"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(former, target, copy_function=shutil.copy2)
    shell = " ".join(command(server(found.options(target), 60)))
    with wire(found.port) as line:
        call = [
            "rsync",
            "-rlptz",
            *flags,
            "--delete",
            "--stats",
            f"--rsh={shell}",
            f"{public}/",
            f"{LOOPBACK}:{target}/",
        ]
        told = subprocess.run(call, check=True, capture_output=True, text=True).stdout
        count = next(line for line in told.splitlines() if "regular files transferred" in line)
        return int(count.rpartition(":")[2].replace(",", "")), line.passed


def main() -> None:
    """Build, publish, edit, publish, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=80)
    parser.add_argument("--documents", type=int, default=125)
    parser.add_argument("kinds", nargs="*", default=KINDS)
    told = parser.parse_args()
    with TemporaryDirectory(prefix="gongkai-") as temporary:
        folder = Path(temporary)
        ours, hugo = contestants(folder, ["gongkai", "hugo"], told.units, told.documents, None)
        before, after = before_and_after(ours, folder / "editions")
        step = between(before, after, 2)
        print(f"{len(before):,} files; the edit changes {len(step.uploads)} with {step.size:,} bytes\n")
        print("| publication | files | bytes on the wire |\n|---|---:|---:|")
        for kind in told.kinds:
            passed = measured(kind, folder / kind, before, step)
            print(f"| gongkai, {kind} | {len(step.uploads)} | {passed:,} |", flush=True)
        hugo.build()
        former = folder / "former"
        shutil.copytree(hugo.folder / hugo.public, former, copy_function=shutil.copy2)
        CHANGES["body"](hugo, 1)
        hugo.build()
        (folder / "peer").mkdir()
        with shell_server(folder / "peer") as found:
            for name, flags in (("rsync -az --delete", ()), ("rsync -azc --delete", ("--checksum",))):
                files, passed = by_rsync(hugo.folder / hugo.public, former, folder, found, *flags)
                print(f"| hugo, {name} | {files:,} | {passed:,} |", flush=True)


if __name__ == "__main__":
    main()
