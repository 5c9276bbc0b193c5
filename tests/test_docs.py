"""The documentation is true: what is generated is current, what is shown can be run, what is linked exists."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import click
import pytest

from county import County, document
from generator import wording
from generator.check import codes
from generator.cli import main
from generator.faults import TABLE
from generator.federation import ruling
from generator.routing_faults import TABLE as OF_ROUTING

TEXTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")


def texts(repository: Path) -> list[Path]:
    """Every text of the documentation."""
    return [*(repository / name for name in TEXTS), *sorted((repository / "docs").rglob("*.md"))]


def test_generated_parts_are_current(repository: Path) -> None:
    """`python docs/make.py` would change nothing."""
    made = runpy.run_path(str(repository / "docs/make.py"))["made"]()
    for path, text in made.items():
        assert (repository / "docs" / path).read_text("utf-8") == text, f"docs/{path}: python docs/make.py"


def test_every_code_has_its_place(repository: Path) -> None:
    """Whatever code stands in a report, the list of checks says what to do about it."""
    text = (repository / "docs/检查项.md").read_text("utf-8")
    for code in codes() | frozenset(TABLE) | frozenset(OF_ROUTING):
        assert f"## {code} " in text or f"| {code} |" in text, code


def test_every_rule_of_a_harvest_has_its_row(repository: Path) -> None:
    """Whatever `gongkai federate` tells a unit, the list of checks says what to do about it."""
    text = (repository / "docs/检查项.md").read_text("utf-8").partition("## 采集检查（gongkai federate）\n")[2]
    assert [each.code for each in ruling.catalogue() if f"| {each.code} |" not in text] == []


def test_the_sample_of_a_report_is_one(repository: Path, tmp_path: Path) -> None:
    """What the manual explains word by word is what the command says."""
    county = County(tmp_path, ("jinping",))
    text = document("关于有关事项的通知", "2026-00001").replace("成文日期", "发文字号: 锦政发[26]8号\n成文日期")
    county.write("content/jinping/gg/x.md", text)
    (found,) = (each for each in county.check() if each.code == "D102")
    assert f"```\n{wording.told(found)}\n```" in (repository / "docs/编辑手册.md").read_text("utf-8")


def test_links_lead_somewhere(repository: Path) -> None:
    """Relative links and pictures exist."""
    for text in texts(repository):
        for target in re.findall(r"\]\(([^)#\s]+)", _without_code(text.read_text("utf-8"))):
            if "://" not in target:
                assert (text.parent / target).exists(), f"{text.name}: {target}"


def _without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?```", "", text, flags=re.S))


def test_every_verb_and_option_is_documented(repository: Path) -> None:
    """A verb that no Chinese manual shows is a defect; so is a shown verb or option that does not exist."""
    manuals = "".join(path.read_text("utf-8") for path in (repository / "docs").glob("*手册.md"))
    context = click.Context(main)
    found = ((name, main.get_command(context, name)) for name in main.list_commands(context))
    commands = {name: command for name, command in found if command is not None}
    for verb in commands:
        assert f"gongkai {verb}" in manuals, verb
    below = [
        each
        for command in commands.values()
        if isinstance(command, click.Group)
        for name in command.list_commands(context)
        if (each := command.get_command(context, name)) is not None
    ]
    known = {name for command in (*commands.values(), *below) for each in command.params for name in each.opts}
    for line in re.findall(r"^gongkai ([^\n#]+)", manuals, re.M):
        words = line.split()
        assert words[0] in commands or words[0].startswith("--"), line
        assert all(word.split("=")[0] in known | {"--help"} for word in words if word.startswith("--")), line


@pytest.mark.parametrize("name", TEXTS)
def test_names_of_files_exist(repository: Path, name: str) -> None:
    """Paths that the texts name in code marks exist."""
    text = (repository / name).read_text("utf-8")
    for path in re.findall(r"`((?:generator|tests|docs|themes|content)/[\w./-]+\.\w+)`", text):
        assert (repository / path).exists(), f"{name}: {path}"
