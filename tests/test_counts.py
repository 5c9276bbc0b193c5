"""What a build costs, counted, never timed: files of content opened, pages rendered, files written, by kind of edit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import sleep

import pytest

from county import TODAY, County, document
from generator import markup

OPENED: list[str] = []
LISTS = 4  # for harvesters: written again when a record changes


def _listen(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
        OPENED.append(os.fsdecode(arguments[0]))


sys.addaudithook(_listen)


@dataclass(frozen=True)
class Cost:
    """Units read, files of content opened, pages rendered, files written."""

    units: int
    opened: int
    rendered: int
    written: int


def build(county: County, today: date = TODAY) -> Cost:
    sleep(0.05)  # what is younger than a tick of the file system's clock is read again the next time
    OPENED.clear()
    report = county.build(today=today)
    content = f"{county.root}/content/"
    return Cost(
        units=sum(1 for _, spent in report.read if spent.stages),
        opened=sum(1 for path in OPENED if path.startswith(content)),
        rendered=sum(count for each in (*report.units, report.county) for _, count, _ in each.spent.templates),
        written=report.total("written"),
    )


def path(number: int) -> str:
    return f"content/jinping/gg/n{number:02}.md"


def text(number: int, title: str = "", body: str = "正文。\n") -> str:
    return document(title or f"通知{number}", f"2026-{number:05d}", "内容概述: 摘要", body=body)


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Three units; one of them has thirty documents, which is more than a page of a list."""
    made = County(tmp_path / "workspace")
    for number in range(1, 31):
        made.write(path(number), text(number))
    made.register()
    build(made)
    return made


def test_nothing_changed(county: County) -> None:
    assert build(county) == Cost(0, 0, 0, 0)


def test_a_file_touched_but_not_changed(county: County) -> None:
    (county.root / path(3)).touch()
    found = build(county)
    assert (found.units, found.rendered, found.written) == (1, 0, 0)
    assert build(county) == Cost(0, 0, 0, 0)


def test_a_body(county: County) -> None:
    """Its unit is read; its page, its record, two files of the search, and the lists that tell the record's bytes are
    written, which are two and a copy of each; the files of other units are not opened."""
    county.write(path(3), text(3, body="改过的正文。\n"))
    found = build(county)
    assert (found.units, found.rendered, found.written) == (1, 4 + LISTS, 4 + LISTS)
    assert 30 <= found.opened <= 33  # its documents, unit.yaml, the ledger


def test_a_title(county: County) -> None:
    """Its page and record, and whatever lists show it: column, catalogue with year, subject and genre, home, feeds,
    county, and the three files of the unit's catalogue that hold it."""
    county.write(path(3), text(3, title="新的标题"))
    found = build(county)
    assert found.units == 1 and found.rendered == found.written <= 12 + LISTS


def test_a_new_document(county: County) -> None:
    """As with a title; the rows of its year for the catalogue's filters, and the index of its pages, which counts."""
    county.write(path(31), text(31))
    county.register()
    found = build(county)
    assert found.units == 1 and found.rendered == found.written <= 20 + LISTS


def test_a_document_gone(county: County) -> None:
    (county.root / path(30)).unlink()
    found = build(county)
    assert found.units == 1 and found.rendered == found.written <= 18 + LISTS


def test_a_register(county: County) -> None:
    """What a unit keeps in a register is seen by the portal and the county; no other unit is planned again."""
    heads = "编号,渠道,收到日,主题,类别,内容,答复日,答复内容,公开\n"
    row = heads + "A-1,县长信箱,2026-01-05,{},咨询,路灯不亮,2026-01-06,修好了。,是\n"
    for words in ("路灯", "路灯坏了"):
        county.write("content/jinping/letters/2026.csv", row.format(words))
        found = county.build()
        assert not [each for each in found.findings() if "letters/" in each.path]
        sleep(0.05)
    assert {each.slug for each in found.units if each.spent.stages} == {"jinping", "portal"}


@pytest.mark.parametrize("template", ["document.html", "column.html"])
def test_a_template(county: County, template: str, repository: Path) -> None:
    """What is read stays as it was read; the pages of the template are rendered, and no others."""
    source = (repository / "themes/default/templates" / template).read_text("utf-8")
    marked = source.replace("{% block main %}", "{% block main %}<!-- 改 -->")
    county.write(f"themes/units/jinping/templates/{template}", marked)
    found = build(county)
    pages = sum(1 for page in (county.public / "jinping").rglob("*.html") if "<!-- 改 -->" in page.read_text("utf-8"))
    assert found.units == 0 and found.rendered == found.written == pages > 0


def test_the_next_day(county: County) -> None:
    """A night with nothing new opens nothing, though it is another day."""
    assert build(county, TODAY + timedelta(days=1)) == Cost(0, 0, 0, 0)


def test_without_the_fast_path_the_bytes_are_the_same(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    before = county.tree()
    monkeypatch.setattr(markup, "FAST", False)
    report = county.build(clean=True)
    assert report.total("written") == 0 and county.tree() == before


LIBRARIES = ("jinja2", "markdown", "pydantic", "yaml", "nh3", "multiprocessing", "concurrent")
HEAVY = (*LIBRARIES, "generator.reading", "generator.making")


def modules_after(county: County, change: Callable[[], object]) -> set[str]:
    """The modules that a build in a process of its own has loaded, after a change."""
    county.write("site.yaml", (county.root / "site.yaml").read_text("utf-8"))
    code = (
        "import sys\nfrom generator.cli import main\nsys.argv = ['gongkai', '--root', sys.argv[1], 'build', '--json']\n"
        "try:\n main()\nexcept SystemExit:\n pass\nprint(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, str(county.root)]
    for step in (lambda: None, lambda: None, change):
        step()
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    return set(done.stderr.splitlines()[-1].split())


def test_nothing_new_loads_no_library(county: County) -> None:
    loaded = modules_after(county, lambda: None)
    assert not [name for name in HEAVY if name in loaded]


def test_an_edit_loads_no_markdown_and_starts_no_processes(county: County) -> None:
    loaded = modules_after(county, lambda: county.write(path(5), text(5, body="又改。\n")))
    assert "jinja2" in loaded and not [name for name in ("markdown", "multiprocessing") if name in loaded]


def test_asking_for_the_version_loads_nothing() -> None:
    code = "import sys\nfrom generator.cli import main\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {*HEAVY, "generator.model", "generator.build"} & set(done.stderr.split())
