"""The floors of the house (ARCHITECTURE.md): imports only go down, and what must be absent is absent."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

GENERATOR = Path(__file__).resolve().parent.parent / "generator"
FLOORS = {
    0: {"model", "errors"},
    2: {"kinds", "checks", "views", "targets", "importers", "registers"},  # shelves
    3: {"load", "check", "plan", "render", "publish"},  # stages
    4: {"build", "reading", "making", "tasks", "survey", "gathering", "stopwatch", "section", "enrol", "workers"}
    | {"lanes", "serve", "compliance", "reporting", "drafting", "looking", "federation", "outgoing", "restoration"}
    | {"reverting", "retelling", "reappearance", "inside_order", "news", "correspondence", "dispatching"}
    | {"kept_registers", "address_book"},
    5: {"cli", "verbs", "console", "reaching", "asking", "fetching", "chinese", "arguments", "explaining", "profiling"}
    | {"building", "previewing", "requesting", "web_answers", "web_patrol", "publishing", "patrolling", "__main__"}
    | {"appraising", "posting", "pulling", "diary", "night", "night_letters", "inbox_watch", "sending_faults"},
}
APART = FLOORS[2] | FLOORS[3]  # shelves never import each other, nor do stages
CLOCKS = {"datetime.now", "datetime.today", "date.today", "datetime.utcnow", "time.time", "time.localtime"}
FORBIDDEN = {"locale", "random", "secrets", "socket", "urllib.request", "http.client", "perf_counter", "monotonic"}
VAGUE = {"utils", "util", "helpers", "manager", "common", "misc"}


def module(path: Path) -> tuple[str, ...]:
    """`generator/views/column.py` as ("views", "column"); a package goes by its folder."""
    parts = path.relative_to(GENERATOR).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


PATHS = {module(path): path for path in sorted(GENERATOR.rglob("*.py")) if "starter" not in path.parts}
TREES = {parts: ast.parse(path.read_text("utf-8")) for parts, path in PATHS.items()}


def floor(name: str) -> int:
    """The floor of a module or package just below `generator`; what is nowhere else is an instrument."""
    return next((number for number, names in FLOORS.items() if name in names), 1)


def imports(tree: ast.Module) -> Iterator[tuple[str, ...]]:
    """What a module imports from the generator, wherever the import stands: `generator.a.b` as ("a", "b")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            named = [(*(node.module or "").split("."), alias.name) for alias in node.names]
            yield from (parts[1:] if parts[1:] in TREES else parts[1:-1] for parts in named if parts[0] == "generator")
        elif isinstance(node, ast.Import):
            named = [tuple(alias.name.split(".")) for alias in node.names]
            yield from (parts[1:] for parts in named if parts[0] == "generator")


def test_imports_only_go_down() -> None:
    for parts, tree in TREES.items():
        own = "".join(parts[:1])
        for name in {found[0] for found in imports(tree) if found} - {own}:
            above = floor(name) >= floor(own) if {name, own} <= APART else floor(name) > floor(own)
            assert not above, f"{'.'.join(parts)} imports {name}"


def test_no_import_goes_in_a_circle() -> None:
    tuple(TopologicalSorter({parts: set(imports(tree)) for parts, tree in TREES.items()}).static_order())


def test_only_the_command_prints_exits_and_asks_the_clock() -> None:
    for parts, tree in TREES.items():
        for node in ast.walk(tree) if not parts or floor(parts[0]) < 5 else ():
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            assert called not in {"print", "exit", "sys.exit", "os._exit"}, f"{parts}: {called}"
            assert ".".join(called.split(".")[-2:]) not in CLOCKS, f"{parts}: {called}"
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import | ast.ImportFrom) else set()
            told = (names | {called.removeprefix("time.")}) & FORBIDDEN
            assert not told or (floor(parts[0]) == 4 and told <= {"perf_counter", "monotonic"}), f"{parts}: {told}"


def test_names_are_plain_english() -> None:
    for parts, tree in TREES.items():
        given = {getattr(node, field, None) for node in ast.walk(tree) for field in ("id", "arg", "attr", "name")}
        assert all(name.isascii() for name in given if isinstance(name, str)), parts
        assert not set(parts) & VAGUE, parts
        assert parts[-1:] in ((), ("site",), ("__main__",)) or parts[-1] not in sys.stdlib_module_names, parts
