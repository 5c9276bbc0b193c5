"""Addresses of the old platform: known in any spelling, kept, and leading to the page that has their place."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as some

from conftest import Outcome, Workspace
from county import SITE, UNIT, UNITS, USCC, County, document, told
from generator.legacy import AddressFault, address, key
from generator.legacy_map import NGINX_BUCKET, nginx, spellings
from generator.views.legacy import page_of

BASE = "https://www.county.example/"
OLD = "旧平台: {网址: 'http://old.example/', 信息参数: DocID}\n"
MAP = re.compile(r'map "(.+)" \$(\w+) \{\n    default (\S+);\n((?:    ".+" ".+";\n)*)\}')


class Nginx:
    """The maps of a configuration as nginx reads them: values without case, `$uri` decoded, arguments as they came."""

    def __init__(self, text: str) -> None:
        self.maps = {name: (subject, default, body) for subject, name, default, body in MAP.findall(text)}
        assert len(self.maps) == text.count("\nmap ")

    def moved(self, request: str, name: str = "gongkai_moved") -> str:
        """Where a request is sent; "" where it is let through."""
        subject, default, body = self.maps[name]
        path, _, query = request.partition("?")
        given = {key.lower(): value for key, _, value in (pair.partition("=") for pair in query.split("&"))}
        value = subject.replace("$request_uri", request).replace("$uri", unquote(path, "latin-1"))
        value = re.sub(r"\$arg_(\w+)", lambda found: given.get(found[1], ""), value)
        targets: dict[str, str] = {
            where.lower().removeprefix("\\"): to for where, to in re.findall(r'"(.+)" "(.+)";', body)
        }
        if value.lower() in targets:
            return targets[value.lower()]
        return "" if default == '""' else self.moved(request, default.removeprefix("$"))


# ── one spelling ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("http://old.example/a/b.htm", "/a/b.htm"),
        ("/a/b.htm#top", "/a/b.htm"),
        ("http://old.example", "/"),
        ("http://o.example/I.aspx?ID=1&amp;departmentid=2", "/I.aspx?ID=1&departmentid=2"),
        ("http://o.example/%B9%AB%BF%AA.htm", f"/{quote('公开')}.htm"),
        ("http://o.example/公开.htm", f"/{quote('公开')}.htm"),
        ("http://o.example/%e5%85%ac%E5%BC%80.htm", f"/{quote('公开')}.htm"),
        ("/s.asp?k=%D5%FE%B2%DF&p=", f"/s.asp?k={quote('政策')}&p="),
    ],
)
def test_an_address_has_one_spelling(written: str, found: str) -> None:
    assert address(written) == found


@pytest.mark.parametrize(
    "written",
    ["", "www.old.example/a.htm", "//old.example/a", "ftp://o.example/a", "/a/../b", "/a/%2e%2e/b", "/a b", '/a"b',
     "/a$b", "/%00", "/%FF", "http://[::1/a", "/" + "a" * 1000, "/a\\b", "/a%0d%0aLocation:x"],
)  # fmt: skip
def test_what_can_be_no_address_is_refused(written: str) -> None:
    with pytest.raises(AddressFault):
        address(written)


@given(some.text(some.characters(codec="gbk", exclude_categories=["C", "Z"]), min_size=1, max_size=12))
def test_what_an_address_is_encoded_in_makes_no_difference(word: str) -> None:
    """As it is, in UTF-8, in GB2312: one address, unless its bytes are those of another word in UTF-8."""
    plain = address(f"/k.asp?w={quote(word)}")
    encoded = word.encode("gbk")
    try:
        encoded.decode("utf-8")
    except UnicodeDecodeError:
        assert address(f"/k.asp?w={quote(encoded)}") == plain
    assert address(plain) == plain
    assert {unquote_to_bytes(each) for each in spellings(plain)} == {
        b"/k.asp?w=" + each for each in (word.encode(), encoded)
    }


def test_neither_case_nor_order_tells_two_addresses_apart() -> None:
    assert key(address("/Z/Info.aspx?ID=1&departmentid=2")) == key(address("/z/info.ASPX?DepartmentID=2&id=1"))
    assert key(address("/Z/Info.aspx?ID=1")) != key(address("/Z/Info.aspx?ID=2"))


@pytest.mark.parametrize(
    ("old", "place"),
    [
        ("/news/2015/1.htm", "news/2015/1.htm"),
        ("/news/1.shtml", "news/1.shtml"),
        ("/old/news/", "old/news/index.html"),
        ("/1.htm", ""),
        ("/", ""),
        ("/news/1.aspx", ""),
        ("/news/1.htm?x=1", ""),
        ("/news/%E5%85%AC.htm", ""),
        ("/.git/x.htm", ""),
        ("/news/.htm", ""),
        ("/news/..htm", ""),
    ],
)
def test_only_plain_paths_of_files_can_be_pages(old: str, place: str) -> None:
    assert page_of(old) == place


# ── in a county ─────────────────────────────────────────────────────────────────────────────────────────────────


def unit(slug: str, more: str) -> str:
    """A unit's settings with more lines."""
    name, kind, region = UNITS[slug]
    return UNIT.format(name=name, kind=kind, region=region, uscc=USCC[slug]) + more


@pytest.fixture
def moved(tmp_path: Path) -> County:
    """Two units that came from an old platform."""
    county = County(tmp_path, site=SITE + OLD)
    county.write(
        "content/jinping/unit.yaml", unit("jinping", "旧平台: {皮肤: Z_M_001, 部门编号: 9384, 栏目编号: {gg: 1024}}\n")
    )
    county.write("content/caizhengju/unit.yaml", unit("caizhengju", "旧平台: {皮肤: Z_M_001, 部门编号: 9385}\n"))
    lines = (
        "旧网址: [/Z_M_001/Info.aspx?DocID=7&departmentid=9384, /news/2015/7.htm, 'http://old.example/%B9%AB%BF%AA/7.htm']",
        "旧编号: 7",
    )
    county.write("content/jinping/gg/a.md", document("关于值班的通知", "2026-00001", *lines))
    other = ("旧网址: /s.asp?k=%D5%FE%B2%DF&n=3\n旧编号: default",)
    county.write("content/caizhengju/gg/b.md", document("关于预算的通知", "2026-00002", *other, slug="caizhengju"))
    county.register()
    county.register("caizhengju")
    return county


def built(county: County) -> dict[str, Any]:
    """The map of the county, built without an error."""
    report = county.build()
    assert not [each for each in report.findings() if each.severity in ("error", "warning")], told(report.findings())
    found: dict[str, Any] = json.loads((county.public / "legacy.json").read_text("utf-8"))
    return found


A, B = f"{BASE}jinping/info/2026-00001.html", f"{BASE}caizhengju/info/2026-00002.html"


def test_the_map_has_every_name_of_the_old_platform(moved: County) -> None:
    found = built(moved)
    assert found["platform"]["document_parameter"] == "DocID"
    assert found["documents"] == {"7": A, "default": B}
    assert found["addresses"] == {
        "/Z_M_001/Info.aspx?DocID=7&departmentid=9384": A,
        "/news/2015/7.htm": A,
        f"/{quote('公开')}/7.htm": A,
        f"/s.asp?k={quote('政策')}&n=3": B,
    }
    assert [(each["slug"], each["department"], each["columns"]) for each in found["units"]] == [
        ("caizhengju", "9385", {}),
        ("jinping", "9384", {"1024": f"{BASE}jinping/gg/"}),
    ]
    assert found["skins"] == {}  # two units had it, so that its folder tells nothing


@pytest.mark.parametrize(
    ("request_uri", "target"),
    [
        ("/Z_M_001/Info.aspx?DocID=7&departmentid=9384", A),
        ("/z_m_001/info.aspx?departmentid=9384&x=1&docid=7", A),
        ("/Other.aspx?DocID=7", A),
        ("/news/2015/7.htm", A),
        ("/%B9%AB%BF%AA/7.htm", A),
        ("/%b9%ab%bf%aa/7.htm", A),
        ("/%E5%85%AC%E5%BC%80/7.htm", A),
        ("/s.asp?n=3&k=%D5%FE%B2%DF", B),
        ("/s.asp?k=%e6%94%bf%e7%ad%96&n=3&page=2", B),
        ("/Other.aspx?DocID=default", B),
        ("/Z_M_001/Info_More.aspx?int_PageNow=8&ClassID=1024&departmentid=9384", f"{BASE}jinping/gg/"),
        ("/Z_M_001/Index.aspx?departmentid=9385", f"{BASE}caizhengju/"),
        ("/Z_M_001/Info_More.aspx?ClassID=5&departmentid=9385", f"{BASE}caizhengju/"),
        ("/Z_M_001/", ""),
        ("/s.asp?n=4&k=x", ""),
        ("/Z_M_001/Info.aspx?DocID=8", ""),
        ("/", ""),
    ],
)
def test_the_rules_for_a_server_lead_to_the_page(moved: County, request_uri: str, target: str) -> None:
    assert Nginx(nginx(built(moved))).moved(request_uri) == target


@pytest.mark.parametrize("bad", ['a\\";}server{}/', "$uri/", "a b/", "a;b/", "a{b}/"])
def test_no_address_of_a_unit_writes_rules_of_its_own(tmp_path: Path, bad: str) -> None:
    """Whoever writes `unit.yaml` does not write the server's rules; what got into the map is a text there."""
    county = County(tmp_path)
    more = f'部署方式: 独立主机\n独立主机地址: "https://jp.example/{bad}"\n'
    county.write("content/jinping/unit.yaml", unit("jinping", more))
    assert any(each.severity == "error" and "独立主机地址" in each.message for each in county.build().findings())
    found = built(county) if (tmp_path / "output/public/legacy.json").exists() else {}
    assert "jp.example" not in json.dumps(found)


def test_a_target_is_a_text_for_the_server() -> None:
    found = {
        "platform": {"unit_parameter": "u", "column_parameter": "c", "document_parameter": "d"},
        **{"addresses": {}, "units": [], "skins": {}},
        "documents": {"1": 'https://a.example/"; } $uri\\/'},
    }
    assert '"1" "https://a.example/%22;%20%7D%20%24uri%5C/";' in nginx(found)


def test_what_was_an_old_file_leads_on_by_itself(moved: County) -> None:
    built(moved)
    page = (moved.public / "news/2015/7.htm").read_text("utf-8")
    assert 'content="0; url=../../jinping/info/2026-00001.html"' in page
    assert f'<link rel="canonical" href="{A}">' in page and 'content="noindex"' in page


def test_no_old_address_reaches_into_a_folder_of_ours(moved: County) -> None:
    lines = (
        "旧网址: [/jinping/x/1.htm, /info/1.htm, /assets/1.html, /gg/1.htm, /ggxx/1.htm, /old/1.htm, /old/1.htm/2.htm]",
    )
    moved.write("content/jinping/gg/a.md", document("关于值班的通知", "2026-00001", *lines))
    found = built(moved)
    assert len(found["addresses"]) == 8  # all of them are known to the rules
    extra = {path for path in moved.tree() if path.endswith(".htm")}
    assert extra == {"old/1.htm/2.htm"}  # the others lie in folders of units, of columns, of the program, or in a file


def test_one_name_leads_to_one_page_and_the_second_is_told(moved: County) -> None:
    lines = ("旧网址: http://OLD.example/news/2015/7.HTM", "旧编号: 7")
    moved.write("content/caizhengju/gg/c.md", document("另一个通知", "2026-00003", *lines, slug="caizhengju"))
    moved.register("caizhengju")
    report = moved.build()
    (one, two) = [each for each in report.findings() if each.code == "W308"]
    assert {one.path, two.path} == {"content/jinping/gg/a.md"}  # units in order: the other one was first
    assert "旧编号 7 与 content/caizhengju/gg/c.md 的相同" in told((one, two))[0] + told((one, two))[1]
    found = json.loads((moved.public / "legacy.json").read_text("utf-8"))
    assert found["documents"]["7"] == f"{BASE}caizhengju/info/2026-00003.html"
    assert [to for name, to in found["addresses"].items() if name.lower() == "/news/2015/7.htm"] == [
        found["documents"]["7"]
    ]


def test_a_withheld_document_keeps_its_old_addresses(moved: County) -> None:
    before = built(moved)
    text = (moved.root / "content/jinping/gg/a.md").read_text("utf-8")
    moved.write("content/jinping/gg/a.md", text.replace("发布日期: 2026-01-06", "发布日期: 昨天"))
    report = moved.build()
    assert [each for each in report.findings() if each.severity == "error"]
    assert json.loads((moved.public / "legacy.json").read_text("utf-8")) == before
    assert (moved.public / "news/2015/7.htm").exists()


def test_the_record_and_the_registry_keep_them_too(moved: County) -> None:
    built(moved)
    units = {each["slug"]: each for each in json.loads((moved.public / "units.json").read_text("utf-8"))["units"]}
    known = {slug: (each["legacy_skin"], each["legacy_department"]) for slug, each in units.items()}
    assert known == {"portal": ("", ""), "jinping": ("Z_M_001", "9384"), "caizhengju": ("Z_M_001", "9385")}
    record = json.loads((moved.public / "jinping/info/2026-00001.json").read_text("utf-8"))
    assert record["legacy_numbers"] == ["7"] and len(record["legacy_addresses"]) == 3


def test_a_county_without_an_old_platform_has_no_map(tmp_path: Path) -> None:
    county = County(tmp_path, ("portal",))
    county.build()
    assert not (county.public / "legacy.json").exists()
    outcome = Workspace(tmp_path).run("legacy")
    assert outcome.status == 2 and "没有可以转的旧网址" in outcome.errors


def test_room_for_long_and_many_names_is_asked_for() -> None:
    names = {"unit_parameter": "u", "column_parameter": "c", "document_parameter": "d"}
    empty: dict[str, Any] = {"platform": names, "units": [], "skins": {}, "documents": {}, "addresses": {}}
    assert "map_hash" not in nginx({**empty, "documents": {"1": BASE}})
    long = nginx({**empty, "addresses": {"/" + "a" * 300: BASE}})
    assert int(re.findall(r"bucket_size (\d+)", long)[0]) >= 300 + NGINX_BUCKET // 2
    many = nginx({**empty, "documents": {str(number): BASE for number in range(5000)}})
    assert "map_hash_max_size 10000;" in many


def test_the_command_writes_the_rules_of_the_example_county(county: Workspace, first_build: Outcome) -> None:
    outcome = county.run("legacy")
    assert outcome.status == 0, outcome.errors
    rules = Nginx((county.root / "output/legacy/nginx.conf").read_text("utf-8"))
    found = json.loads((county.public / "legacy.json").read_text("utf-8"))
    for old, target in found["addresses"].items():
        assert rules.moved(old) == target
        assert (county.public / urlsplit(target).path[1:]).is_file()
    assert rules.moved("/x.aspx?departmentid=9384&ClassID=102415").endswith("/jinping/gg/")
    assert found["documents"]
