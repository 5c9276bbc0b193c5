"""The registry of units, and what pages say of themselves to machines: both agree with records and catalogues."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, normpath
from typing import Any

import pytest
from extruct.jsonld import JsonLdExtractor
from lxml import html
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF

from conftest import Workspace
from county import SITE, UNIT, USCC, County, small_county, told
from generator.render import writers
from generator.shelf import collect
from generator.views.registry import HEADS

BASE = "https://www.county.example/"
OTHER = "11530823000000004R"
THIRD = "11530823000000005W"
SCHEMA, ORG = Namespace("https://schema.org/"), Namespace("http://www.w3.org/ns/org#")


def parsed(county: County | Workspace, path: str) -> Any:
    """A public JSON file."""
    return json.loads((county.public / path).read_text("utf-8"))


def faults(county: County) -> list[str]:
    """Places, codes and words of what is wrong with units."""
    return [line for line in told(county.check()) if " U1" in line]


# ── the registry ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_registry_names_every_unit_and_where_its_files_are(tmp_path: Path) -> None:
    county = small_county(tmp_path)
    county.build()
    found = parsed(county, "units.json")
    assert found["format"] == "gongkai-units/1"
    assert found["county"] == {
        "name": "示例县",
        "region_code": "530823",
        "site_identity_code": "5308230001",
        "base_url": BASE,
    }
    assert [unit["slug"] for unit in found["units"]] == ["portal", "jinping", "caizhengju"]
    portal, jinping, _ = found["units"]
    assert (portal["url"], portal["catalog"]) == (BASE, f"{BASE}portal/catalog.json")
    assert portal["sitemap"] == f"{BASE}sitemap-portal.xml" and jinping["sitemap"] == f"{BASE}jinping/sitemap.xml"
    for unit in found["units"]:
        assert unit["uscc"] == USCC[unit["slug"]]
        assert (county.public / unit["catalog"].removeprefix(BASE)).is_file()
        assert (county.public / unit["sitemap"].removeprefix(BASE)).is_file()
        record = unit["records"].format(address="2026-00001").removeprefix(BASE)
        assert parsed(county, record)["unit"]["slug"] == unit["slug"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # within rdflib's own reader
def test_the_sheet_and_the_linked_data_say_the_same_as_the_json(tmp_path: Path) -> None:
    county = small_county(tmp_path)
    unit = (tmp_path / "content/jinping/unit.yaml").read_text()
    county.write("content/jinping/unit.yaml", f"{unit}上级单位: portal\n")
    county.build()
    units = parsed(county, "units.json")["units"]
    header, *rows = csv.reader(io.StringIO((county.public / "units.csv").read_text("utf-8-sig")))
    assert tuple(header) == HEADS and len(HEADS) == len(units[0])
    labels = {"township": "乡镇", "department": "部门", "county": "县级门户", "path": "路径", "root": "根"}
    assert rows == [[labels.get(value, value) for value in unit.values()] for unit in units]
    graph = Graph().parse(county.public / "units.jsonld", format="json-ld")
    for unit in units:
        node = URIRef(f"{unit['url']}#unit")
        assert {SCHEMA.GovernmentOrganization, ORG.FormalOrganization} == set(graph.objects(node, RDF.type))
        assert graph.value(node, SCHEMA.name) == Literal(unit["name"])
        assert graph.value(node, ORG.identifier) == Literal(unit["uscc"])
        assert graph.value(node, SCHEMA.areaServed) == URIRef(f"{BASE}#county")
    assert graph.value(URIRef(f"{BASE}jinping/#unit"), ORG.subOrganizationOf) == URIRef(f"{BASE}#unit")


def test_the_index_of_catalogues_counts_what_they_hold(tmp_path: Path) -> None:
    county = small_county(tmp_path, documents=3)
    county.build()
    index = parsed(county, "catalog.json")
    assert index["count"] == 9 == sum(each["count"] for each in index["catalogs"])
    for each in index["catalogs"]:
        own = parsed(county, each["catalog"].removeprefix(BASE))
        assert (own["count"], own["unit"]["slug"]) == (each["count"], each["slug"])
        assert each["updated"] == max(line["date_published"] for line in own["documents"])


def test_a_unit_on_a_host_of_its_own_has_a_code_of_its_own(tmp_path: Path) -> None:
    county = small_county(tmp_path)
    text = (tmp_path / "content/jinping/unit.yaml").read_text()
    own = "部署方式: 独立主机\n独立主机地址: https://jinping.example/\n网站标识码: '5308230099'\n"
    county.write("content/jinping/unit.yaml", text + own)
    county.build()
    (unit,) = (each for each in parsed(county, "units.json")["units"] if each["slug"] == "jinping")
    assert (unit["site_identity_code"], unit["mount"]) == ("5308230099", "host")
    assert unit["catalog"] == "https://jinping.example/catalog.json"
    home = (county.public / "jinping/index.html").read_text("utf-8")
    assert 'name="SiteIDCode" content="5308230099"' in home and "网站标识码：5308230099" in home
    assert "5308230001" in (county.public / "caizhengju/index.html").read_text("utf-8")
    county.write("content/jinping/unit.yaml", text + own.replace("5308230099", "5308240099"))
    line = text.count("\n") + 3
    assert faults(county) == [f"content/jinping/unit.yaml:{line}:8: U103 网站标识码「5308240099」前 6 位应当是 530823"]
    county.write("content/jinping/unit.yaml", text + "网站标识码: '5308230099'\n")
    assert "只有部署在独立主机的单位才有自己的网站标识码" in faults(county)[0]


# ── codes that one unit has alone ───────────────────────────────────────────────────────────────────────────────


def _unit(county: County, slug: str, name: str, kind: str, uscc: str, region: str, more: str = "") -> None:
    county.write(f"content/{slug}/unit.yaml", UNIT.format(name=name, kind=kind, uscc=uscc, region=region) + more)


def test_a_code_of_a_region_is_one_township_s_alone(tmp_path: Path) -> None:
    county = County(tmp_path)
    county.build()
    _unit(county, "anding", "示例县安定镇人民政府", "乡镇", OTHER, "530823100")
    _unit(county, "minzhengju", "示例县民政局", "部门", THIRD, "530823")  # departments share the county's
    (fault,) = faults(county)
    assert fault.startswith("content/anding/unit.yaml:4:9: U106 行政区划代码 530823100 是 content/jinping/unit.yaml 的")
    county.build()
    assert not (county.public / "anding").exists() and (county.public / "minzhengju").exists()


def test_a_host_and_its_code_are_one_unit_s_alone(tmp_path: Path) -> None:
    county = County(tmp_path)
    hosted = "部署方式: 独立主机\n独立主机地址: https://x.county.example/\n"
    _unit(county, "anding", "示例县安定镇人民政府", "乡镇", OTHER, "530823101", hosted + "网站标识码: '5308230002'\n")
    _unit(county, "dajie", "示例县大街镇人民政府", "乡镇", THIRD, "530823102", hosted)
    (fault,) = faults(county)
    assert "U106 独立主机地址 https://x.county.example/ 是 content/anding/unit.yaml 的" in fault
    other = hosted.replace("//x.", "//y.") + "网站标识码: '5308230002'\n"
    _unit(county, "dajie", "示例县大街镇人民政府", "乡镇", THIRD, "530823102", other)
    (fault,) = faults(county)
    assert "U106 网站标识码 5308230002 是 content/anding/unit.yaml 的" in fault


def test_the_code_of_a_village_begins_with_its_township_s(tmp_path: Path) -> None:
    county = County(tmp_path)
    _unit(county, "hebian", "示例县河边村", "村", OTHER, "530823101201", "上级单位: jinping\n")
    (fault,) = faults(county)
    assert fault.startswith("content/hebian/unit.yaml:4:9: U103 行政区划代码「530823101201」前 9 位应当是上级单位")
    assert fault.endswith("的 530823100")
    _unit(county, "hebian", "示例县河边村", "村", OTHER, "530823100201", "上级单位: jinping\n")
    assert faults(county) == []


# ── a new look ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_look_changes_no_file_for_machines(tmp_path: Path, repository: Path) -> None:
    """Another template of documents, another style, another name in the navigation: pages change, no record does."""
    county = small_county(tmp_path)
    county.write("site.yaml", SITE.replace("主题: default", "主题: own"))
    county.write("themes/own/theme.yaml", "name: own\ntitle: 自己的\nextends: default\n")
    county.build()
    before = county.tree()
    source = (repository / "themes/default/templates/document.html").read_text("utf-8")
    marked = source.replace("{% block main %}", "{% block main %}<!-- 新 -->")
    county.write("themes/own/templates/document.html", marked)
    county.write("themes/own/assets/site.css", "body { color: navy; }\n")
    report = county.build()
    after = county.tree()
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    machine = {path for path in after if path.endswith((".json", ".csv", ".jsonld"))}
    assert len(machine) > 30 and not changed & machine
    assert {path for path in after if path.endswith(".html")} <= changed
    rendered = {name for each in (*report.units, report.county) for name, _, _ in each.spent.templates}
    assert "document.html" in rendered and not rendered & writers().keys()


def test_names_of_writers_are_one_view_s_alone() -> None:
    views = [view.WRITERS for view in collect("generator.views") if hasattr(view, "WRITERS")]
    assert len(writers()) == sum(map(len, views)) > 0
    assert not [name for name in writers() if "." in name]  # templates have one


# ── pages of the example county ─────────────────────────────────────────────────────────────────────────────────


def documents(county: Workspace) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every document of every unit's catalogue, by the path of its page."""
    base = parsed(county, "units.json")["county"]["base_url"]
    for unit in parsed(county, "catalog.json")["catalogs"]:
        for each in parsed(county, unit["catalog"].removeprefix(base))["documents"]:
            yield each["url"].removeprefix(base), each


def test_every_page_says_of_itself_what_the_catalogue_says(county: Workspace) -> None:
    """JSON-LD and META of every document equal `catalog.json`; its head leads to its record."""
    extractor, seen = JsonLdExtractor(), 0
    for path, listed in documents(county):
        data = (county.public / path).read_text("utf-8")
        thing, *sets = extractor.extract(data)
        assert {each["@type"] for each in sets} <= {"Dataset"}
        assert (thing["name"], thing["identifier"], thing["url"]) == tuple(
            listed[key] for key in ("title", "identifier", "url")
        )
        if thing["@type"] != "GovernmentService":
            assert thing["datePublished"] == listed["date_published"], path
        tree = html.fromstring(data)
        tags = {each.get("name"): each.get("content") for each in tree.iter("meta") if each.get("name")}
        assert tags["ArticleTitle"] == listed["title"] and tags["PubDate"][:10] == listed["date_published"], path
        assert tags["ColumnName"] == listed["column"]["name"] and tags["ContentSource"] == listed["origin"], path
        (record,) = tree.xpath('//link[@rel="alternate"][@type="application/json"]/@href')
        there = parsed(county, normpath(f"{dirname(path)}/{record}"))
        assert there["identifier"] == listed["identifier"] and there["url"] == listed["url"]
        seen += 1
    assert seen == parsed(county, "catalog.json")["count"] > 1_000


def test_every_home_leads_up_and_is_listed(county: Workspace) -> None:
    """County, province and the list of units from every unit's home; every unit's home from the list; and its data."""
    base = parsed(county, "units.json")["county"]["base_url"]
    listing = html.fromstring((county.public / "units/index.html").read_text("utf-8"))
    listed = {normpath(f"units/{href}") for href in listing.xpath("//table//a/@href")}
    for unit in parsed(county, "units.json")["units"]:
        if unit["mount"] == "root":
            continue
        home = html.fromstring((county.public / unit["slug"] / "index.html").read_text("utf-8"))
        hrefs = set(home.xpath("//a/@href"))
        assert {"../index.html", "../units/index.html", unit["platform_url"]} <= hrefs, unit["slug"]
        assert home.xpath('//link[@rel="up"]/@href') == ["../index.html"]
        assert home.xpath('//link[@type="application/json"]/@href') == ["catalog.json"]
        own = unit["url"].removeprefix(base)
        assert {f"{own}index.html", f"{own}catalog.json", f"{own}feed.atom"} <= listed
