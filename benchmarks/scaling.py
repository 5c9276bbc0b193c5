"""What a build costs per county, per unit and per document, and what that makes for a province.

`python -m benchmarks.scaling` builds counties of several sizes, fits processor seconds to the numbers of units and
documents by least squares, and prints the table of `docs/scaling.md`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.run import CHANGES, ROOT, Contestant, contestants

SIZES = ((4, 25), (4, 250), (20, 25), (20, 125), (40, 50), (40, 125))
COUNTIES, UNITS, DOCUMENTS = 129, 80, 1_250
Fit = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """One county: units, documents in all, and what was measured."""

    units: int
    documents: int
    value: float


def fit(points: list[Point]) -> Fit:
    """Least squares of value = county + units × unit + documents × document, by Cramer's rule."""
    rows = [(1.0, float(point.units), float(point.documents)) for point in points]
    matrix = [[sum(row[i] * row[j] for row in rows) for j in range(3)] for i in range(3)]
    right = [sum(row[i] * point.value for row, point in zip(rows, points, strict=True)) for i in range(3)]
    whole = _determinant(matrix)
    columns = (_replaced(matrix, right, column) for column in range(3))
    county, unit, document = (_determinant(each) / whole for each in columns)
    return county, unit, document


def _replaced(matrix: list[list[float]], right: list[float], column: int) -> list[list[float]]:
    return [[*row[:column], right[place], *row[column + 1 :]] for place, row in enumerate(matrix)]


def _determinant(m: list[list[float]]) -> float:
    return (
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
        - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    )


def measure(place: Path, task: str, rounds: int) -> list[Point]:
    """Processor seconds of a task for every size."""
    points = []
    for units, documents in SIZES:
        tool = contestants(place, ["gongkai"], units, documents, None)[0]
        tool.build()
        found = []
        for round_ in range(1, rounds + 1):
            CHANGES[task](tool, round_)
            found.append(tool.build().cpu)
        points.append(Point(units, units * documents, statistics.median(found)))
    return points


def storage(tool: Contestant) -> tuple[float, int]:
    """Bytes and files below `output/` after a cold build, links counted once."""
    seen: dict[int, int] = {}
    for folder, _, names in os.walk(tool.folder / "output"):
        for name in names:
            stat = os.lstat(os.path.join(folder, name))
            seen[stat.st_ino] = stat.st_size
    return float(sum(seen.values())), len(seen)


def _line(name: str, county: float, unit: float, document: float, province: Callable[[float], str]) -> str:
    whole = county + unit * UNITS + document * UNITS * DOCUMENTS
    return f"| {name} | {county:.2f} | {unit * 1e3:.1f} | {document * 1e3:.2f} | {whole:.1f} | {province(whole)} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--place", type=Path, default=ROOT / "benchmarks/.work")
    chosen = parser.parse_args()

    def hours(seconds: float) -> str:
        return f"{seconds * COUNTIES / 3600:.2f} core-hours"

    print("| processor seconds | a county | a unit (ms) | a document (ms) | this county | the province |")
    print("|---|---|---|---|---|---|")
    for task, name in (("cold", "cold build"), ("nothing", "a night with nothing new"), ("body", "one body edited")):
        print(_line(name, *fit(measure(chosen.place, task, chosen.rounds)), hours))
    tool = contestants(chosen.place, ["gongkai"], 20, 125, None)[0]
    CHANGES["cold"](tool, 1)
    tool.build()
    size, count = storage(tool)
    documents, scale = 20 * 125, COUNTIES * UNITS * DOCUMENTS
    print(f"\nStorage: {size / documents / 1e3:.1f} kB and {count / documents:.2f} files a document under `output/`;")
    whole, files = size / documents * scale / 1e9, count / documents * scale / 1e6
    print(f"for the province {whole:.0f} GB and {files:.1f} million files.")
    shutil.rmtree(tool.folder)


if __name__ == "__main__":
    main()
