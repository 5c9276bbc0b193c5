"""阳光政府四项制度: a page shows all four of a unit with their clocks, and the county's counts what units have."""

from __future__ import annotations

import re
from pathlib import Path

from county import document, small_county


def test_all_four_stand_on_one_page_with_their_clocks(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 1)
    texts = {
        "a": document("听证会公告", "2026-00101", "类型: 听证公告", "听证日期: 2026-01-20"),
        "b": document("名单公示", "2026-00102", "类型: 公示", "公示截止: 2027-01-20"),
        "c": document("2025年第四季度重点工作通报", "2026-00103", "类型: 工作通报"),
        "d": document("常见查询", "2026-00104", "类型: 政务信息查询"),
    }
    for name, text in texts.items():
        county.write(f"content/jinping/gg/{name}.md", text)
    county.write("content/jinping/gg/e.md", document("没有日期的听证", "2026-00105", "类型: 听证公告"))
    found = [each for each in county.check() if each.path.endswith("gg/e.md")]
    assert any("听证日期" in each.message for each in found)
    county.build()
    page = (county.root / "output/public/jinping/sunshine/index.html").read_text("utf-8")
    sections = re.findall(r'<section class="system".*?</section>', page, re.DOTALL)
    shown = ("提前 10 个工作日公告", "公示到 2027-01-20", "应在 2026-01-10 以前通报", "常见查询")
    assert len(sections) == 4 and all(words in each for words, each in zip(shown, sections, strict=True))
    assert "96128" in sections[3] and "没有日期" not in page
    table = (county.root / "output/public/sunshine/index.html").read_text("utf-8")
    row = re.search(r'<tr><th scope="row"><a href="../jinping/sunshine/index.html">.*?</tr>', table)
    assert row and re.findall(r'"number">(\d+)', row[0]) == ["1", "1", "1", "1"]


def test_a_hearing_that_is_announced_too_late_is_kept_back(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 1)
    text = document("听证会公告", "2026-00101", "听证日期: 2026-01-19")
    county.write("content/jinping/gg/a.md", text)
    assert "Y101" in [each.code for each in county.check() if each.path.endswith("gg/a.md")]
    county.build()
    assert not (county.root / "output/public/jinping/sunshine").exists()
