"""`gongkai package`: archives that are the same everywhere, open without a line, and a hand-over to be checked."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from hashlib import sha256
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from zipfile import ZIP_STORED, ZipFile

import pytest
from openpyxl import load_workbook

from conftest import REPOSITORY
from county import SITE, UNITS, County, document, small_county
from generator.offline import _outward
from test_publishing_verbs import run

ZIP = (1980, 1, 1, 0, 0, 0)


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> County:
    """A county with an attachment and a document of another year, built and packed in all three ways."""
    county = small_county(tmp_path_factory.mktemp("packed"), 3)
    county.write("content/jinping/gg/表.csv", "a,b\n1,2\n")
    county.write(
        "content/jinping/gg/f.md", document("带附件的通知", "2026-00004", "附件: [{文件: 表.csv, 名称: 名册}]")
    )
    old = document("去年的通知", "2025-00001").replace("2026-01-06", "2025-03-01").replace("2026-01-04", "2025-02-28")
    county.write("content/jinping/gg/old.md", old.replace("2026-01-05", "2025-02-28"))
    county.register("jinping")
    county.build()
    for arguments in ((), ("jinping",), ("--year", "2026"), ("jinping", "--year", "2025")):
        done = run(county, "package", *arguments)
        assert done.status == 0, done.errors
    return county


def package(county: County, name: str) -> Path:
    """One of the archives."""
    return county.root / f"output/packages/{name}.zip"


def test_a_package_is_what_is_public(packed: County) -> None:
    """Every file as it is, in order, without times, owners or compression; and what to do with it."""
    with ZipFile(package(packed, "county")) as archive:
        infos = archive.infolist()
        found = {info.filename: archive.read(info) for info in infos}
    readme = found.pop("README.txt").decode("utf-8-sig")
    assert "index.html\r\n" in readme and "搜索也可以用" in readme and f"共 {len(found)} 个文件" in readme
    tree = packed.tree()
    assert found == {name: data for name, data in tree.items() if not name.endswith((".gz", ".br"))}
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    facts = {(info.date_time, info.compress_type, info.create_system, info.external_attr, info.extra) for info in infos}
    assert facts == {(ZIP, ZIP_STORED, 3, 0o100644 << 16, b"")}


@pytest.mark.parametrize("name", ["county", "jinping", "county-2026"])
def test_other_programs_agree(packed: County, name: str) -> None:
    """unzip, zipinfo and Python see the same names and find nothing wrong."""
    if shutil.which("unzip") is None or shutil.which("zipinfo") is None:
        pytest.skip("需要 unzip：apt-get install unzip")
    path = str(package(packed, name))
    tested = subprocess.run(["unzip", "-tq", path], capture_output=True, text=True, check=False)
    assert tested.returncode == 0 and "No errors detected" in tested.stdout
    listed = subprocess.run(["zipinfo", "-1", path], capture_output=True, check=True).stdout.decode().splitlines()
    with ZipFile(path) as archive:
        assert listed == archive.namelist() and archive.testzip() is None


def test_the_same_bytes_everywhere(packed: County, tmp_path: Path) -> None:
    """Another folder, another zone, another mask, another seed: not a byte differs."""
    other = tmp_path / "elsewhere"
    for name in ("site.yaml", "content"):
        source = packed.root / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, _below(other) / name)
    county = County(other, ())
    county.write("site.yaml", SITE)
    before = os.umask(0o077)
    try:
        county.build()
        strange = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "USER": "canary"}
        for arguments in ((), ("jinping",), ("--year", "2026")):
            assert run(county, "package", *arguments, **strange).status == 0
    finally:
        os.umask(before)
    for name in ("county", "jinping", "county-2026"):
        assert package(county, name).read_bytes() == package(packed, name).read_bytes(), name
    again = package(packed, "county").read_bytes()
    assert run(packed, "package", "--to", str(tmp_path / "again.zip")).status == 0
    assert (tmp_path / "again.zip").read_bytes() == again
    assert not list(tmp_path.glob(".*"))


def _below(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def links(text: str) -> list[str]:
    """Where a page leads."""
    return [unescape(each) for each in re.findall(r'\s(?:href|src|action)="([^"]*)"', text)]


def test_links_of_a_unit_lead_on(packed: County) -> None:
    """Below the unit they are as they were; what leaves it is absolute, and is there in the county."""
    with ZipFile(package(packed, "jinping")) as archive:
        names = set(archive.namelist())
        pages = {name: archive.read(name).decode() for name in names if name.endswith(".html")}
    assert names == {name for name in packed.tree() if name.startswith("jinping/")} | {"README.txt"}
    county, absolute = packed.tree(), set()
    for name, text in pages.items():
        for link in links(text):
            parts = urlsplit(link)
            if parts.scheme:
                absolute.add(link.partition("#")[0])
            elif parts.path:
                assert unquote(urlsplit(urljoin(f"x/{name}", link)).path).removeprefix("x/") in names, (name, link)
    own = {each.removeprefix("https://www.county.example/") for each in absolute if "//www.county.example/" in each}
    assert {"", "units/"} <= own
    for each in own:
        path = unquote(each.partition("?")[0])
        assert (f"{path}index.html" if not path or path.endswith("/") else path) in county, each


def test_only_links_are_rewritten() -> None:
    """Of tags, not of text; an address within the package, an anchor, an outer address stay."""
    inside = {"a/index.html", "a/b.html"}
    text = (
        '<a class="x" href="b.html#c">b</a> <a href="../z/">z</a> href="../z/" <a href="#c">c</a>'
        '<a href="https://o.example/">o</a><a title="1 > 0" href="../index.html?x=1&amp;y=2#d">h</a><a href="">e</a>'
    )
    assert _outward(text, "a/index.html", "https://w.example/", inside) == (
        '<a class="x" href="b.html#c">b</a> <a href="https://w.example/z/">z</a> href="../z/" <a href="#c">c</a>'
        '<a href="https://o.example/">o</a>'
        '<a title="1 > 0" href="https://w.example/?x=1&amp;y=2#d">h</a><a href="">e</a>'
    )


def test_the_hand_over_list_tells_every_file(packed: County) -> None:
    """CSV and workbook say the same, in sum what the documents come to, and every digest is that of the file."""
    with ZipFile(package(packed, "county-2026")) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    text = found.pop("list.csv").decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    sums = list(csv.reader(StringIO(found.pop("totals.csv").decode("utf-8-sig"))))
    book = load_workbook(BytesIO(found.pop("list.xlsx")))
    readme = found.pop("README.txt").decode("utf-8-sig")
    assert {row["文件"]: (int(row["字节"]), row["SHA-256"]) for row in rows} == {
        name: (len(data), sha256(data).hexdigest()) for name, data in found.items()
    }
    assert found == {name: packed.tree()[name.removeprefix("portal/")] for name in found}
    assert [[str(cell or "") for cell in row] for row in book["移交清单"].values] == [
        list(rows[0]),
        *(list(row.values()) for row in rows),
    ]
    assert [[str(cell) for cell in row] for row in book["合计"].values] == sums
    assert sums[-1] == ["合计", "10", str(len(found)), str(sum(map(len, found.values())))] and "10 条" in readme
    assert sorted(row[0] for row in sums[1:-1]) == sorted(name for name, _, _ in UNITS.values())
    (attached,) = (row for row in rows if row["内容"] == "附件")
    assert attached["标题"] == "带附件的通知" and attached["成文日期"] == "2026-01-04" and attached["文号"] == ""
    records = [json.loads(data) for name, data in found.items() if name.endswith(".json")]
    assert {each["identifier"] for each in records} == {row["索引号"] for row in rows}
    with ZipFile(package(packed, "jinping-2025")) as archive:
        assert sorted(name for name in archive.namelist() if "/" in name) == [
            "jinping/info/2025-00001.html",
            "jinping/info/2025-00001.json",
        ]


def test_what_cannot_be_packed_is_told(packed: County, tmp_path: Path) -> None:
    """Nothing public in that year, nothing public at all, a file that is not as it was made: no archive is left."""
    none = run(packed, "package", "--year", "1999")
    assert none.status == 2 and "没有 1999 年公开的信息" in none.errors
    bare = County(tmp_path / "bare")
    assert run(bare, "package").status == 3 and "先运行 gongkai build" in run(bare, "package").errors
    county = small_county(tmp_path / "county", 1)
    county.build()
    page = next((county.root / "output/units/jinping").glob("*/info/2026-00001.html"))
    data = page.read_bytes()
    page.unlink()
    page.write_bytes(data.replace(b"</body>", b"</bodx>"))
    for arguments in ((), ("jinping",)):
        found = run(county, "package", *arguments)
        assert found.status == 3 and "2026-00001.html" in found.errors, found
    assert not list((county.root / "output").glob("packages/*"))


@pytest.mark.parametrize(
    ("name", "start", "page"),
    [
        ("county", "index.html", "/jinping/info/2026-00004.html"),
        ("jinping", "jinping/index.html", "/jinping/info/2026-00004.html"),
    ],
)
def test_it_opens_and_searches_without_a_line(
    packed: County, tmp_path: Path, chromium_driver: list[str], name: str, start: str, page: str
) -> None:
    """In a browser, by file://: the style is there, a title is found and opened, no error, no request elsewhere."""
    with ZipFile(package(packed, name)) as archive:
        archive.extractall(tmp_path)
    script = REPOSITORY / "tests/screens/package.cjs"
    command = [*chromium_driver, str(script), (tmp_path / start).as_uri(), "带附件的通知", page, name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"foreign": [], "errors": []}
