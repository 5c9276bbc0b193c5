"""Tables as sets of data before outside judges: Frictionless, the schema of DCAT-US, the shapes of DCAT-AP."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pyshacl import validate as judge_shapes
from rdflib import Graph
from referencing import Registry, Resource

from conftest import ABSENT_SHARED, Workspace
from county import SITE
from data_county import data_county
from frictionless_judge import validate


def test_frictionless_reads_a_package_from_its_address(tmp_path: Path) -> None:
    """A table's own package names it by its address, as harvesters meet it."""
    public = tmp_path / "workspace/output/public"
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(public))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}/"
        data_county(tmp_path / "workspace", SITE.replace("https://www.county.example/", base)).build()
        report = validate(f"{base}jinping/data/butie/datapackage.json")
        server.shutdown()
    assert report.valid and len(report.tasks) == 2, report.flatten(["rowNumber", "type", "note"])


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_frictionless_validates_every_table(county: Workspace) -> None:
    tables = 0
    for path in sorted(county.public.glob("*/data/datapackage.json")):
        report = validate(str(path))
        assert report.valid, report.flatten(["rowNumber", "fieldName", "type"])
        own = json.loads(path.read_text("utf-8"))["resources"]
        for resource in (each for each in own if "path" in each):
            tables += 1
            stem = resource["path"].removesuffix(".csv")
            alone = json.loads((path.parent / stem / "datapackage.json").read_text("utf-8"))["resources"][0]
            assert alone["path"].endswith(f"/data/{stem}.csv") and alone["schema"] == resource["schema"]
    for path in sorted(county.public.glob("*/villages/datapackage.json")):  # which lie beside their one table
        report = validate(str(path))
        assert report.valid, report.flatten(["rowNumber", "fieldName", "type"])
        tables += 1
    assert tables == len(json.loads((county.public / "data.json").read_text("utf-8"))["dataset"]) > 100


def test_frictionless_command_ends_well(county: Workspace) -> None:
    path = county.public / "portal/data/datapackage.json"
    program = str(Path(sys.executable).with_name("frictionless"))
    done = subprocess.run([program, "validate", str(path)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0 and "VALID" in done.stdout.upper(), done.stdout


@pytest.fixture(scope="session")
def dcat_us(shared: Path) -> Draft202012Validator:
    """The judge of a `data.json`."""
    folder = shared / "interop/dcatus1.1"
    if not folder.is_dir():
        pytest.skip(ABSENT_SHARED)
    base = "https://project-open-data.cio.gov/v1.1/schema"
    dataset = Resource.from_contents(json.loads((folder / "non-federal_dataset.json").read_text("utf-8")))
    schema = json.loads((folder / "catalog.json").read_text("utf-8"))
    registry: Registry[Any] = Registry().with_resource(f"{base}/dataset.json", dataset)
    return Draft202012Validator(schema, registry=registry)


def test_every_data_json_conforms(county: Workspace, dcat_us: Draft202012Validator) -> None:
    found = (county.public / "data.json", *sorted(county.public.glob("*/data.json")))
    assert len(found) > 60
    for path in found:
        assert [each.message for each in dcat_us.iter_errors(json.loads(path.read_text("utf-8")))] == []


def test_planted_faults_of_data_json_are_reported(county: Workspace, dcat_us: Draft202012Validator) -> None:
    whole = json.loads((county.public / "portal/data.json").read_text("utf-8"))
    del whole["dataset"][0]["identifier"]
    whole["dataset"][1]["modified"] = "2025年1月10日"
    errors = [list(each.absolute_path)[:3] for each in dcat_us.iter_errors(whole)]
    assert errors == [["dataset", 0], ["dataset", 1, "modified"]]


@pytest.fixture(scope="session")
def shapes(shared: Path) -> Graph:
    """What a DCAT-AP catalogue must be like, and what its values must be."""
    folder = shared / "interop/dcat-ap-3.0.1"
    if not folder.is_dir():
        pytest.skip(ABSENT_SHARED)
    return Graph().parse(folder / "shapes.ttl").parse(folder / "range.ttl")


QUIET = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own, of its JSON-LD parser


@QUIET
def test_catalogues_conform_to_dcat_ap(county: Workspace, shapes: Graph) -> None:
    for path in (county.public / "catalog.jsonld", county.public / "portal/catalog.jsonld"):
        written = path.read_text("utf-8")
        assert isinstance(json.loads(written)["@context"], dict)  # nothing is fetched to understand it
        conforms, _, text = judge_shapes(Graph().parse(data=written, format="json-ld"), shacl_graph=shapes)
        assert conforms, text


@QUIET
def test_planted_faults_of_a_catalogue_are_reported(county: Workspace, shapes: Graph) -> None:
    whole = json.loads((county.public / "portal/catalog.jsonld").read_text("utf-8"))
    del whole["dcat:dataset"][0]["dct:description"]
    del whole["dcat:dataset"][1]["dcat:distribution"]["dcat:accessURL"]
    whole["dct:modified"] = "2025年1月10日"
    graph = Graph().parse(data=json.dumps(whole), format="json-ld")
    conforms, _, text = judge_shapes(graph, shacl_graph=shapes)
    assert not conforms and "dct:description" in text and "dcat:accessURL" in text and "dct:modified" in text


def test_identifiers_are_unique_and_every_file_is_there(county: Workspace) -> None:
    found = json.loads((county.public / "data.json").read_text("utf-8"))["dataset"]
    names = [each["identifier"] for each in found]
    assert len(names) == len(set(names))
    base = "https://www.jingdong.example/"
    for each in found:
        (one,) = each["distribution"]
        for url in (one["downloadURL"], one["describedBy"], each["landingPage"]):
            path = county.public / url.removeprefix(base)
            assert (path / "index.html" if url.endswith("/") else path).is_file(), url
