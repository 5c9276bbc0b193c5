"""领导信息: one list with dates of office, from which the page and the checks of names take what they say."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from county import County

LEADERS = """
领导:
  - {姓名: 普景和, 职务: 镇长, 任职日期: 2021-03-01, 离任日期: 2026-02-10}
  - {姓名: 茶云帆, 职务: 镇长, 任职日期: 2026-02-11}
"""
LAST = date(2026, 2, 10)


def leading(root: Path) -> County:
    county = County(root, ("jinping",))
    path = root / "content/jinping/unit.yaml"
    path.write_text(path.read_text("utf-8") + LEADERS, "utf-8")
    return county


def shown(county: County) -> str:
    pages = [data.decode() for path, data in county.tree().items() if path.endswith("ldxx/index.html")]
    assert len(pages) == 1
    return pages[0]


def test_the_page_follows_the_dates_of_office(tmp_path: Path) -> None:
    """Without any change in the files: the day alone changes who is in office."""
    county = leading(tmp_path)
    county.build(today=LAST)
    assert "普景和" in shown(county) and "茶云帆" not in shown(county) and "2026-02-10" not in shown(county)
    county.build(today=LAST + timedelta(days=1))
    assert "茶云帆" in shown(county) and "普景和" not in shown(county)
