"""How long villages take: `python -m benchmarks.villages --villages 166 --years 5`.

A township with that many villages and nothing else is built from nothing, then again after one number has changed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))  # the county that tests have

from county import County, small_county
from generator.village_rules import village_rules

WHOLES = {"农户数": 400, "乡村人口": 1600, "耕地面积": 2400, "林地面积": 9000, "水面面积": 200, "农村经济总收入": 3000}


def main() -> None:
    """Write, build, change, build, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=60)
    parser.add_argument("--years", type=int, default=5)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        county = small_county(Path(folder), 1)
        bare = _timed(county)
        for year in range(2026 - asked.years, 2026):
            county.write(f"content/jinping/villages/{year}.csv", _file(year, asked.villages))
        print(f"{asked.villages} 村 × {asked.years} 年：全部 {_timed(county)}；没有村的同一个县 {bare}")
        file = county.root / "content/jinping/villages/2025.csv"
        file.write_text(file.read_text("utf-8").replace(",401,", ",402,", 1), "utf-8")
        print(f"改一个数以后：{_timed(county)}")


def _timed(county: County) -> str:
    wall, processor = perf_counter(), process_time()
    county.build()
    return f"{perf_counter() - wall:.2f} s（处理器 {process_time() - processor:.2f} s）"


def _file(year: int, villages: int) -> str:
    quantities = village_rules().published
    lines = [",".join(("村代码", "村名", "年份", *(each.head for each in quantities)))]
    for at in range(villages):
        cells = (
            "核桃、茶叶" if each.listed else str(WHOLES.get(each.name, 40 + number) + at % 7)
            for number, each in enumerate(quantities)
        )
        lines.append(",".join((f"530823100{201 + at}", f"样例{at}村", str(year), *cells)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
