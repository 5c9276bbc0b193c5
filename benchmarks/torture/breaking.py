"""R14: one, five and all but one of a county's units broken: the others go out, and the night says which stayed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from benchmarks.corpus import publish_to, slugs, write_county
from benchmarks.torture.figures import Figure
from benchmarks.torture.forking import Forker

BREAKS = ("名称: 坏了\n  坏: [\n", "", "\x00\x01", "名称: 没有编号的单位\n")  # YAML, empty, no text, too little
DOCUMENTS = 2  # a unit
STAYED = "没有生成，公开的还是上一次的"
WORD = "这一夜改过的一句话。"
NIGHT = ("nightly", "--no-pull", "--workers", "serial")


def broken(root: Path, forker: Forker, units: int) -> Figure:
    """A night after which every unit is edited and some are broken; then one in which they are mended."""
    county, faults = root / "county", []
    names, counts = slugs(units), sorted({1, min(5, units - 1), units - 1})
    write_county(county, units, DOCUMENTS)
    publish_to(county, root / "www/county")
    first = forker.run(county, *NIGHT)
    faults += [f"the first night: {first.status}: {first.said[-500:]}"] if first.status else []
    for count in counts:
        faults += [f"{count} broken: {each}" for each in _night(root, forker, names, count)]
    return Figure("R14", f"broken units of {units}: {'、'.join(map(str, counts))}", len(counts), tuple(faults))


def _night(root: Path, forker: Forker, names: tuple[str, ...], count: int) -> list[str]:
    """One county of which so many units are broken; what is not as it should be."""
    county, gone = root / "county", names[-count:]
    before = _shown(root, names)
    texts = {slug: (county / f"content/{slug}/unit.yaml").read_bytes() for slug in names}
    for number, slug in enumerate(names):
        document = next((county / f"content/{slug}").glob("*/*.md"))
        document.write_text(f"{document.read_text('utf-8')}\n{WORD}{count}\n", "utf-8")
        if slug in gone:
            (county / f"content/{slug}/unit.yaml").write_text(BREAKS[number % len(BREAKS)], "utf-8")
    ended = forker.run(county, *NIGHT)
    after, found = _shown(root, names), []
    lines = {line.split(" ", 1)[0]: line for line in ended.said.splitlines()}
    found += [f"exit status {ended.status}"] if ended.status != 1 else []
    found += [f"{slug} did not stay" for slug in gone if after[slug] != before[slug]]
    found += [f"{slug} did not go out" for slug in names[1:] if slug not in gone and after[slug] == before[slug]]
    found += [f"{slug}: {lines.get(slug)}" for slug in names if (STAYED in lines.get(slug, "")) != (slug in gone)]
    for slug in gone:
        (county / f"content/{slug}/unit.yaml").write_bytes(texts[slug])
    mended = forker.run(county, *NIGHT)
    late = _shown(root, names)
    found += [f"once mended: exit status {mended.status}: {mended.said[-300:]}"] if mended.status else []
    return found + [f"{slug} did not come back" for slug in gone if late[slug] == before[slug]]


def _shown(root: Path, names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """What the target shows of each unit, by digest."""
    current = root / "www/county/current"
    return {slug: _files(current / slug) for slug in names[1:]}  # the first lies at the root, among the county's own


def _files(folder: Path) -> dict[str, str]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}
