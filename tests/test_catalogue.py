"""The catalogue's filters: pages without scripts, combined in place where scripts run; an edit is one file's."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from conftest import REPOSITORY
from county import County, document

YEARS, GENRES, SUBJECTS = (2024, 2025, 2026), ("通知", "公告", "意见"), ("农业、林业、水利", "财政、金融、审计")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    """A township with sixty documents of three years, three genres, two subjects, some repealed."""
    made = County(tmp_path_factory.mktemp("catalogue"))
    for number in range(60):
        made.write(f"content/jinping/gg/n{number}.md", text(number))
    made.register()
    made.build("jinping")
    return made


def text(number: int, title: str = "") -> str:
    """A document; what it is follows from its number."""
    year, genre, subject = YEARS[number % 3], GENRES[number // 3 % 3], SUBJECTS[number % 2]
    repealed = number % 10 == 7
    lines = [
        f"体裁: {genre}",
        f"主题分类: {subject}",
        *(["有效性: 废止", f"废止日期: {year}-03-01", "被废止于: 示政发〔2023〕1号"] if repealed else []),
    ]
    made = document(title or f"第{number}件{genre}<b>&", f"{year}-{number + 1:05d}", *lines)
    return made.replace("2026-01-0", f"{year}-01-0")


def addresses(**wanted: object) -> set[str]:
    """The documents that a filter must find, by the rule above."""
    facts = {
        number: {"year": YEARS[number % 3], "genre": GENRES[number // 3 % 3], "repealed": number % 10 == 7}
        for number in range(60)
    }
    return {
        f"../info/{said['year']}-{number + 1:05d}.html"
        for number, said in facts.items()
        if all(said[name] == value for name, value in wanted.items())
    }


def test_filters_are_combined_with_the_keyboard_from_a_disk(county: County, chromium_driver: list[str]) -> None:
    page = (county.public / "jinping/mulu/index.html").resolve().as_uri()
    asked = ["2026 年", "废止", "2025 年+通知", "2024 年+公告+废止"]
    command = [*chromium_driver, str(REPOSITORY / "tests/screens/catalogue.cjs"), page, *asked]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert not found["errors"] and not found["foreign"]
    wanted = [
        addresses(year=2026),
        addresses(repealed=True),
        addresses(year=2025, genre="通知"),
        addresses(year=2024, genre="公告", repealed=True),
    ]
    for clicks, documents in zip(asked, wanted, strict=True):
        seen = found["seen"][clicks]
        assert set(seen["listed"]) == documents and len(seen["listed"]) == len(documents)
        assert seen["told"] == f"{clicks.replace('+', '、')}：共 {len(documents)} 条"
    assert set(found["seen"]["again"]) == wanted[-1]
    assert found["seen"]["back"].startswith("2024 年、公告：共")
    assert found["seen"]["all"] == "全部：共 60 条"


def test_the_files_of_the_years_hold_what_the_pages_show(county: County) -> None:
    shown = set()
    for page in (county.public / "jinping/mulu").glob("y20*.html"):
        shown |= set(re.findall(r'<th scope="row"><a href="([^"]+)">', page.read_text("utf-8")))
    assert shown == addresses() == {f"../{row[2]}" for year in YEARS for row in rows(county, year)}
    assert {row[7] for row in rows(county, 2024)} == {"有效", "废止"}


def rows(county: County, year: int) -> list[list[str]]:
    """The lines of a year's file."""
    script = (county.public / f"jinping/mulu/rows-{year}.js").read_text("utf-8")
    called = re.fullmatch(rf'gongkai\("jinping/{year}",(.*)\);\n', script, re.DOTALL)
    assert called
    found: list[list[str]] = json.loads(called[1])["rows"]
    return found


def test_a_new_title_is_written_to_one_file_of_the_catalogue_and_few_pages(county: County) -> None:
    folder = county.public / "jinping/mulu"
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    county.write("content/jinping/gg/n4.md", text(4, "换过的标题"))
    county.build("jinping")
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert {name for name in changed if name.endswith(".js")} == {"rows-2025.js"}
    number = "2025-00005"
    assert changed <= {name for name in after if number in after[name].decode()}
    assert {name for name in before if name not in changed and number in before[name].decode()} == set()
