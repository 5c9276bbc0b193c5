"""领导信息: one list with dates of office, from which the page and the checks of names take what they say."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from county import County, document

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


COUNTY = """
领导:
  - {姓名: 施立夏, 职务: 县长}
  - {姓名: 刀芒种, 职务: 副县长}
"""


def test_the_leaders_of_the_county_are_known_in_every_unit(tmp_path: Path) -> None:
    """A slip in a township's text is told as a warning there; the portal's own texts have checks of their own."""
    county = County(tmp_path, ("portal", "jinping"))
    path = tmp_path / "content/portal/unit.yaml"
    path.write_text(path.read_text("utf-8") + COUNTY, "utf-8")
    body = "县长施立厦、副县长刀芒种到我镇。\n\n副县长刀芒中讲话；县长办公会研究。\n"
    county.write("content/jinping/gg/a.md", document("调研", "2026-00001", body=body))
    county.write("content/portal/ggxx/xjgg/a.md", document("调研", "2026-00001", slug="portal", body=body))
    for slug in ("portal", "jinping"):
        county.register(slug)
    found = [(each.path.split("/")[1], each.code, each.line, each.column) for each in county.check()]
    assert [each for each in found if each[0] == "jinping"] == [("jinping", "I406", 9, 3), ("jinping", "I406", 11, 4)]
    assert [each[1] for each in found if each[0] == "portal"] == ["I206", "I206"]


def test_a_new_county_leader_is_known_without_a_change_in_the_unit(tmp_path: Path) -> None:
    """What is told of a township follows the portal's list, build after build."""
    county = County(tmp_path, ("portal", "jinping"))
    path = tmp_path / "content/portal/unit.yaml"
    bare = path.read_text("utf-8")
    county.write("content/jinping/gg/a.md", document("调研", "2026-00001", body="县长施立厦到我镇。\n"))
    county.register()
    assert [each.code for each in county.build().findings()] == []
    path.write_text(bare + COUNTY, "utf-8")
    assert [each.code for each in county.build().findings()] == ["I406"]
    assert [each.code for each in county.build().findings()] == ["I406"]
    path.write_text(bare, "utf-8")
    assert [each.code for each in county.check()] == []
