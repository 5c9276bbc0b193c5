"""访问统计: what logs tell equals what GoAccess counts in them, and nothing of anybody is kept."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from access_logs import Line, caddy_json, combined, lines, nginx_json
from county import SITE, County, small_county
from generator import asking, reaching, web_patrol
from generator.access_logs import requests
from generator.cli import main
from generator.counting_visits import COUNTY, Counted, Places, robot
from generator.model import Saving, Visits
from generator.report_prose import BLANK
from generator.savings import amount, yuan
from generator.visit_files import read, written
from generator.visit_months import months_of

PLACES = Places(("jinping", "caizhengju"), {}, "portal")
ADDRESS = re.compile(rb"\b(?:\d{1,3}\.){3}\d{1,3}\b")
SETTINGS = """\
访问历史:
  - {时期: 2007年至2010年, 浏览量: 60400, 访客数: 33098, 来源: 总结材料}
节约:
  - {名称: 公文, 时期: 2010年, 因数: {文件: 221, 每件份数: 80}, 单价: "3.5"}
  - {名称: 简报, 时期: 2010年, 因数: {期数: 15, 每期份数: 130, 每份页数: 20}, 单价: "0.325"}
  - {名称: 视频会议, 时期: 2010年, 因数: {分钟: 26}, 单价: "46"}
"""


def counted(path: Path) -> Counted:
    """What one log tells."""
    found = Counted()
    found.count(requests(path), PLACES)
    return found


def log(path: Path, seed: int, count: int, line: Line = combined, days: int = 30) -> Path:
    """A synthetic log on disk."""
    path.write_text("\n".join(lines(seed, count, line, days=days)) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_goaccess_counts_the_same(tmp_path: Path, seed: int) -> None:
    if shutil.which("goaccess") is None:
        pytest.skip("要 goaccess：apt-get install goaccess")
    path = log(tmp_path / "a.log", seed, 4000)
    out = tmp_path / "told.json"
    options = ("--log-format=COMBINED", "--ignore-crawlers", "--ignore-statics=panel", "--no-global-config")
    statics = ("--static-file=.css", "--static-file=.js", "--static-file=.pdf", "--static-file=.svg")
    subprocess.run(["goaccess", path, *options, *statics, "-o", out], check=True, capture_output=True)
    told = json.loads(out.read_text("utf-8"))
    found = counted(path)
    days = {day: tally for (unit, day), tally in found.days.items() if unit == COUNTY}
    assert sum(len(tally.visitors) for tally in days.values()) == told["general"]["unique_visitors"]
    assert sum(tally.hits for tally in days.values()) == told["requests"]["metadata"]["hits"]["total"]["value"]


@pytest.mark.parametrize("line", [nginx_json, caddy_json])
def test_json_tells_what_the_combined_format_tells(tmp_path: Path, line: Line) -> None:
    one, other = (counted(log(tmp_path / name, 4, 500, form)) for name, form in (("a", combined), ("b", line)))
    assert other.skipped == 0
    assert months_of(one, COUNTY) == months_of(other, COUNTY)


def test_gzip_broken_and_foreign_lines(tmp_path: Path) -> None:
    text = "\n".join(lines(5, 200))
    packed = tmp_path / "a.log.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    plain = tmp_path / "b.log"
    plain.write_text(f'{text}\n\n不是日志\n{{"half\n1.2.3.4 - - [99/Xyz/2026:1] "GET / HTTP/1.1" 200 1\n', "utf-8")
    one, other = counted(packed), counted(plain)
    assert (one.skipped, other.skipped) == (0, 4)
    assert months_of(one, COUNTY) == months_of(other, COUNTY)


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/", ("portal", "/")),
        ("/jinping/index.html", ("jinping", "/")),
        ("/jinping//gg/", ("jinping", "gg/")),
        ("/jinping/info/2026-00001.html?x=1.css", ("jinping", "info/2026-00001.html")),
        ("https://www.county.example/jinpingx/a.html", ("portal", "jinpingx/a.html")),
        ("/assets/site.css", None),
        ("/jinping", ("jinping", "/")),
        ("/jinping/../caizhengju/gg/", ("caizhengju", "gg/")),
        ("/jinping/gg/./..", ("jinping", "/")),
        ("/jinping/gg/%2e%2e/%2e%2e/", ("portal", "/")),
        ("/jinping/../etc/passwd", ("portal", "etc/passwd")),
        ("/jinping/../../etc/passwd", None),
        ("/..", None),
        ("/jinping/%0a", ("jinping", "其他")),
        ("/%E5%9D%8F%00", ("portal", "其他")),
        ("/jinping/" + "a" * 401, ("jinping", "其他")),
    ],
)
def test_what_is_a_page_and_whose(target: str, place: tuple[str, str] | None) -> None:
    assert PLACES.of(target, "") == place


HOSTILE = (
    "/wp-login",
    "/jinping/%0a%1b[31m",
    "/jinping/../../etc/passwd",
    "/jinping/=cmd%7C'/c%20calc'!A0",
    "/jinping/身份证53272619580104231X",
    "/jinping/" + "a/" * 3000,
    "/jinping/%ff%fe",
    "/jinping/gg/%00",
    "/jinping/info/2026-99999.html",
    "/<script>alert(1)</script>",
)


def test_only_pages_that_are_or_were_are_named(tmp_path: Path) -> None:
    """Whatever else was asked for is one sum, which counts in the totals; nobody writes into our files by asking."""
    county = small_county(tmp_path / "county", 2)
    county.build()
    ledger = next((county.root / "content/jinping/ledger").glob("*.csv"))
    gone = ledger.read_text("utf-8").splitlines()[-1].partition(",")[0].rpartition("/")[2]
    next(path for path in (county.root / "content/jinping/gg").glob("*.md") if gone in path.read_text("utf-8")).unlink()
    county.build()
    known = ("/jinping/gg/", f"/jinping/info/{gone}.html", "/jinping/search.html", "/jinping/", "/units/", "/")
    path = tmp_path / "a.log"
    day = date(2026, 9, 1)
    asked = [(target, n) for target in (*known, *HOSTILE) for n in range(5)]
    text = "".join(f"{combined(day, f'198.51.100.{n}', target, 200, 'Firefox')}\n" for target, n in asked)
    path.write_text(text, "utf-8")
    status, said = stats(county, path)
    assert status == 0 and "程序 0 次" in said and f"“其他”（不是本站页面的网址）浏览 {5 * len(HOSTILE) - 5} 次" in said
    assert "写了 2 个文件：\n  content/jinping/visits/2026.csv\n  content/portal/visits/2026.csv\n" in said
    files = {
        slug: (county.root / f"content/{slug}/visits/2026.csv").read_text("utf-8-sig") for slug in ("jinping", "portal")
    }
    rows = [line.split(",") for line in files["jinping"].splitlines() if ",页面," in line]
    assert [row[2] for row in rows] == ["/", "gg/", f"info/{gone}.html", "search.html", "其他"]
    others = sum(target.startswith("/jinping") and ".." not in target for target in HOSTILE)
    assert rows[-1][3:] == [str(5 * others), "5"]
    assert f"2026-09,全县,,{len(asked) - 5},5" in files["portal"] and "2026-09,页面,units/,5,5" in files["portal"]
    for part in ("script", "cmd", "passwd", "5327", "99999", "wp-login", "aaa", "a/a/"):
        assert not [slug for slug, text in files.items() if part in text], part
    county.build()
    page = (county.root / "output/public/jinping/visits/index.html").read_text("utf-8")
    assert "其他网址" in page and ">其他<" not in page


def test_a_unit_of_its_own_host() -> None:
    places = Places((), {"jinping.county.example": "jinping"}, "portal")
    assert places.of("/gg/", "jinping.county.example") == ("jinping", "gg/")
    assert all(map(robot, ("", "curl/8.1", asking.AGENT, reaching.AGENT, web_patrol.AGENT))) and not robot(
        "Mozilla/5.0 (Windows NT 10.0)"
    )


def stats(county: County, *arguments: str | Path) -> tuple[int, str]:
    """Run the verb."""
    done = CliRunner().invoke(main, ["--root", str(county.root), "stats", *map(str, arguments)])
    return done.exit_code, done.output


def test_counts_are_kept_pages_made_and_no_address_anywhere(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 2)
    county.write("site.yaml", SITE + SETTINGS)
    path = log(tmp_path / "a.log", 6, 2000)
    assert stats(county, path)[0] == 0
    kept = (county.root / "content/jinping/visits/2026.csv").read_bytes()
    assert stats(county, path)[0] == 0
    assert (county.root / "content/jinping/visits/2026.csv").read_bytes() == kept
    county.build()
    page = (county.root / "output/public/visits/index.html").read_text("utf-8")
    for shown in ("60,400", "33,098", "61,880", "12,675", "1,196", "75,751"):
        assert shown in page
    assert "<td" in (county.root / "output/public/jinping/visits/index.html").read_text("utf-8")
    for file in county.root.rglob("*"):
        if file.is_file():
            assert b"203.0." not in file.read_bytes() and not re.search(rb"Mozilla|Firefox", file.read_bytes()), file


def test_a_month_that_has_not_ended_is_told_with_its_day_and_drawn_by_its_days_alone(tmp_path: Path) -> None:
    """Its sum stands beside whole months nowhere as if it were one."""
    county = small_county(tmp_path / "county", 1)
    rows = ["月份,项目,名称,浏览量,访客数"]
    for month, days in (("07", 31), ("08", 31), ("09", 10)):
        rows.append(f"2026-{month},本月,,3000,900")
        rows += [f"2026-{month},日,2026-{month}-{day:02d},{100 + day},50" for day in range(1, days + 1)]
    county.write("content/jinping/visits/2026.csv", "\n".join(rows) + "\n")
    county.build()
    page = (county.public / "jinping/visits/index.html").read_text("utf-8")
    assert "2026年9月（至10日）每日浏览量和访客数" in page
    monthly = page.partition("2026年各月浏览量和访客数")[2].partition("</figure>")[0]
    assert "8月" in monthly and "9月" not in monthly


def test_what_cannot_be_read_is_told_in_chinese(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 1)
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"x" * 999)[:20])
    status, said = stats(county, tmp_path / "none.log", tmp_path, tmp_path / "cut.gz")
    assert status == 1 and not re.search(r"No such|directory", said)
    for cause in ("没有这个文件", "这是一个文件夹", "压缩文件不完整"):
        assert re.search(rf": 读不了：{cause}\n  改法: .+\n", said), said
    assert "没有文件要改" in said


def test_a_log_that_lacks_days_replaces_nothing_unasked(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 1)
    stats(county, log(tmp_path / "whole.log", 7, 2000))
    kept = (county.root / "content/jinping/visits/2026.csv").read_bytes()
    short = log(tmp_path / "short.log", 8, 900, days=10)
    status, said = stats(county, short)
    assert status == 1 and "2026-09 保留原来的统计" in said
    assert (county.root / "content/jinping/visits/2026.csv").read_bytes() == kept
    assert stats(county, "--replace", short)[0] == 0
    assert (county.root / "content/jinping/visits/2026.csv").read_bytes() != kept


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = counted(log(tmp_path / "a.log", 9, 800))
    visits = Visits(months_of(found, "jinping"), months_of(found, COUNTY))
    assert read(written(visits).removeprefix("\ufeff")) == (visits, ())


def test_few_visitors_are_not_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text("\n".join(combined(date(2026, 9, 1), f"198.51.100.{n}", "/", 200, "Firefox") for n in range(4)))
    (month,) = months_of(counted(path), "portal")
    assert (month.total.hits, month.pages) == (None, ())


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2026-9,本月,,1,1", "月份「2026-9」"),
        ("2026-09,本周,,1,1", "项目「本周」"),
        ("2026-09,日,2026-10-01,1,1", "不是 2026-09 的日期"),
        ("2026-09,本月,,3,x", "应当是整数"),
        ("2026-09,本月,,3,4", "比浏览量"),
        ("2026-09,本月,3", "这一行有 3 格"),
    ],
)
def test_rows_that_say_nothing_certain_are_told(tmp_path: Path, row: str, told: str) -> None:
    county = small_county(tmp_path / "county", 1)
    county.write("content/jinping/visits/2026.csv", f"月份,项目,名称,浏览量,访客数\n2026-08,本月,,9,9\n{row}\n")
    (found,) = [each for each in county.check() if each.path.endswith("2026.csv")]
    assert found.code == "F205" and found.line == 3 and told in found.message


def test_savings_are_exact() -> None:
    items = (
        Saving("公文", "", (("文件", "221"), ("每件份数", "80")), "3.5"),
        Saving("简报", "", (("期数", "15"), ("每期份数", "130"), ("每份页数", "20")), "0.325"),
        Saving("视频会议", "", (("分钟", "26"),), "46"),
    )
    assert [yuan(amount(each)) for each in items] == ["61,880", "12,675", "1,196"]
    assert yuan(sum(map(amount, items), start=Decimal())) == "75,751"


def test_the_yearly_form_is_begun(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 3)
    done = CliRunner().invoke(main, ["--root", str(county.root), "new", "site-report", "2026"])
    assert done.exit_code == 0, done.output
    (path,) = county.root.glob("content/portal/*/site-report-2026.md")
    text = path.read_text("utf-8")
    assert "| 信息发布（条） | 总数 | 9 |" in text and "| 基本信息 | 政府网站标识码 | 5308230001 |" in text
    blank = re.findall(rf"^\| (.+) \| (.+) \| {re.escape(BLANK)}.*$", text, re.MULTILINE)
    assert [f"  {group}：{name}" for group, name in blank] == done.output.splitlines()[-len(blank) :]
