"""The configuration for web servers, judged by the servers themselves."""

from __future__ import annotations

import gzip
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import Workspace
from county import SITE, County, document
from generator.headers import HEADERS
from generator.media_types import TYPES, UNKNOWN, content_type
from generator.server_rules import FOREVER, Host, nginx_server
from publications import published_county
from web_servers import Server, apache, nginx

GONE = "撤下: [{索引号: 11530823000000002K/2026-00002, 日期: 2026-11-01, 理由: 名单有误}]\n"


class Served(NamedTuple):
    """A county as a server shows it, and where its files lie."""

    server: Server
    public: Path
    secure: bool


@pytest.fixture(scope="module")
def hosted() -> Iterator[Path]:
    """A county with a moved column, a renumbered and a withdrawn document; its rules are written."""
    outer = Path(tempfile.mkdtemp(prefix="gongkai-hosting-"))
    outer.chmod(0o755)
    root = outer / "县 网站"  # a name that has to be quoted
    county = County(root, site=SITE.replace("https://www.county.example/", "http://www.county.example/"))
    county.write("content/jinping/gg/a.md", document("甲通知", "2026-00001", "原索引号: 11530823000000002K/2026-00009"))
    county.write("content/jinping/gg/b.md", document("乙通知", "2026-00002"))
    county.write("content/caizhengju/gg/c.md", document("丙通知", "2026-00001", slug="caizhengju"))
    for slug in ("jinping", "caizhengju"):
        county.register(slug)
    (root / "content/jinping/gg/b.md").unlink()
    unit = root / "content/jinping/unit.yaml"
    unit.write_text(unit.read_text() + GONE + "原地址: {tzgg: gg}\n")
    workspace = Workspace(root)
    assert workspace.build().status == 0
    for command in (("hosting",), ("hosting", "--brotli")):
        done = workspace.run(*command)
        assert done.status == 0, done.errors
    assert "域名 1 · 转向 2 · 撤下 1" in done.output
    yield root
    shutil.rmtree(outer)


@pytest.fixture(scope="module", params=["nginx", "apache"])
def served(request: pytest.FixtureRequest, hosted: Path) -> Iterator[Served]:
    """The same county on one server and on the other."""
    rules = hosted / "output/hosting"
    public = hosted / "output/public"
    if request.param == "nginx":
        maps = (rules / "nginx/maps.conf").read_text()
        text = (rules / "nginx/gongkai_county.conf").read_text()
        with nginx(hosted.parent / "nginx", maps, text.replace("brotli_static on;", "")) as server:
            yield Served(server, public, secure=False)
    else:
        with apache(hosted.parent / "apache", (rules / "apache/gongkai_county.conf").read_text()) as server:
            yield Served(server, public, secure=False)


def test_headers_come_with_every_answer(served: Served) -> None:
    page = served.server.get("/jinping/info/2026-00001.html")
    again = served.server.get("/jinping/info/2026-00001.html", If_Modified_Since=page.headers["last-modified"])
    lost = served.server.get("/jinping/info/none.html")
    gone = served.server.get("/jinping/info/2026-00002.html")
    assert [each.status for each in (page, again, lost, gone)] == [200, 304, 404, 410]
    for each in (page, lost, gone):
        assert {name: each.headers[name.lower()] for name in HEADERS} == dict(HEADERS)
    assert "strict-transport-security" not in page.headers  # this county is not served by https


def test_a_file_is_said_to_be_what_it_is(served: Served) -> None:
    folder = served.public / "jinping/info/2026-00001"
    folder.mkdir(exist_ok=True)
    for ending in (*TYPES, "strange"):
        (folder / f"x.{ending}").write_bytes(b"<script>alert(1)</script>")
    for ending in (*TYPES, "strange"):
        found = served.server.get(f"/jinping/info/2026-00001/x.{ending}")
        expected = content_type(f"x.{ending}") if ending in TYPES else UNKNOWN
        assert found.headers["content-type"].replace("UTF-8", "utf-8") == expected, ending
        shown = ending in ("html", "htm", "shtml", "pdf", "png", "jpg", "jpeg", "gif", "webp", "mp3", "mp4", "vtt")
        shown = shown or ending in (
            "txt",
            "css",
            "js",
            "woff2",
            "ico",
            "json",
            "jsonld",
            "xml",
            "atom",
            "csv",
            "ics",
            "svg",
        )
        assert found.headers.get("content-disposition", "") == ("" if shown else "attachment"), ending
    shutil.rmtree(folder)
    assert served.server.get("/jinping/.well-known/resourcesync").headers["content-type"] == "application/xml"


def test_old_addresses_lead_on_and_what_is_gone_says_why(served: Served) -> None:
    number = served.server.get("/jinping/info/2026-00009.html")
    column = served.server.get("/jinping/tzgg/index.html")
    for reply, target in ((number, "/jinping/info/2026-00001.html"), (column, "/jinping/gg/")):
        assert reply.status == 301
        assert reply.headers["location"].endswith(f"{served.server.port}{target}")
    gone = served.server.get("/jinping/info/2026-00002.html")
    assert gone.status == 410
    assert "名单有误" in gone.body.decode()


def test_what_is_not_found_is_told_by_the_section(served: Served) -> None:
    lost = served.server.get("/jinping/none/none.html")
    assert (lost.status, lost.body) == (404, (served.public / "jinping/404.html").read_bytes())
    assert served.server.get("/none.html").body == (served.public / "404.html").read_bytes()


def test_names_with_digests_are_kept_and_pages_asked_for_again(served: Served) -> None:
    style = next((served.public / "jinping/assets").glob("site-*.css")).name
    assert served.server.get(f"/jinping/assets/{style}").headers["cache-control"] == FOREVER
    assert served.server.get("/jinping/").headers["cache-control"] == "no-cache"
    assert served.server.get("/jinping/").status == 200


def test_nothing_hidden_is_served(served: Served) -> None:
    for name in (".env", ".git/config", ".htaccess"):
        (served.public / name).parent.mkdir(exist_ok=True)
        (served.public / name).write_text("SECRET")
        found = served.server.get(f"/{name}")
        assert found.status == 404
        assert b"SECRET" not in found.body
    assert served.server.get("/jinping/assets/").status == 404


def test_a_unit_that_is_gone_is_not_found(served: Served) -> None:
    """Its styles stay for a while, for pages that are open: the folder is not one that nobody may look into."""
    left = served.public / "gone-unit/assets/site-0a1b2c3d.css"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_text("body {}")
    assert served.server.get("/gone-unit/assets/site-0a1b2c3d.css").status == 200
    for address in ("/gone-unit/", "/gone-unit/assets/", "/gone-unit/index.html"):
        found = served.server.get(address)
        assert (found.status, found.body) == (404, (served.public / "404.html").read_bytes()), address
        assert {name: found.headers[name.lower()] for name in HEADERS} == dict(HEADERS)
    assert served.server.get("/jinping/").status == 200


def test_what_was_compressed_before_is_sent_so(hosted: Path) -> None:
    rules = hosted / "output/hosting/nginx"
    page = hosted / "output/public/jinping/index.html"
    page.with_name("index.html.gz").write_bytes(gzip.compress(page.read_bytes(), mtime=0))
    text = (rules / "gongkai_county.conf").read_text().replace("brotli_static on;", "")
    with nginx(hosted.parent / "gzip", (rules / "maps.conf").read_text(), text) as server:
        found = server.get("/jinping/index.html", Accept_Encoding="gzip")
        assert found.headers["content-encoding"] == "gzip"
        assert gzip.decompress(found.body) == page.read_bytes()
        assert server.get("/jinping/index.html").body == page.read_bytes()
        assert found.headers["content-type"] == "text/html; charset=utf-8"
        assert {name: found.headers[name.lower()] for name in HEADERS} == dict(HEADERS)
    page.with_name("index.html.gz").unlink()


def test_a_host_of_a_units_own_has_rules_of_its_own(tmp_path: Path) -> None:
    county = County(tmp_path)
    unit = tmp_path / "content/jinping/unit.yaml"
    unit.write_text(
        unit.read_text() + "部署方式: 独立主机\n独立主机地址: https://jinping.example/\n原地址: {tzgg: gg}\n"
    )
    county.write("content/jinping/gg/a.md", document("甲通知", "2026-00001"))
    county.register()
    workspace = Workspace(tmp_path)
    workspace.build()
    assert "域名 2 · 转向 1 · 撤下 0" in workspace.run("hosting", "--root", "/srv/www").output
    rules = tmp_path / "output/hosting"
    own = (rules / "nginx/gongkai_jinping.conf").read_text()
    assert 'root "/srv/www/jinping";' in own
    assert "Strict-Transport-Security" in own
    assert '"/tzgg/index.html" "/gg/";' in (rules / "nginx/maps.conf").read_text()
    assert (rules / "static/gongkai_jinping/_redirects").read_text().endswith("/tzgg/index.html /gg/ 301\n")
    assert "Content-Security-Policy: default-src 'none'" in (rules / "static/gongkai_county/_headers").read_text()
    assert "jinping.example" in (rules / "nginx/server.example.conf").read_text()


def test_a_unit_called_county_is_not_the_county(tmp_path: Path) -> None:
    """Its rules have a file and names of their own, or one of the two hosts would be served with the other's."""
    County(tmp_path)
    folder = (tmp_path / "content/jinping").rename(tmp_path / "content/county")
    unit = folder / "unit.yaml"
    unit.write_text(unit.read_text() + "部署方式: 独立主机\n独立主机地址: https://jinping.example/\n")
    workspace = Workspace(tmp_path)
    assert workspace.build().status == 0
    assert "域名 2 · " in workspace.run("hosting", "--root", "/srv/www").output
    rules = tmp_path / "output/hosting/nginx"
    assert 'root "/srv/www";' in (rules / "gongkai_county.conf").read_text()
    assert 'root "/srv/www/county";' in (rules / "gongkai_county_unit.conf").read_text()
    maps = [line.split()[2] for line in (rules / "maps.conf").read_text().splitlines() if line.startswith("map $uri")]
    assert len(maps) == len(set(maps))


def test_a_host_at_a_port_is_listened_for_there() -> None:
    host = Host("127.0.0.1:7780", "gongkai_county", "/srv/www", False, (), {}, ())
    text = nginx_server((host,), "/etc/gongkai")
    assert "    listen 7780;\n" in text and "    server_name 127.0.0.1;\n" in text


def test_rules_that_are_written_again_lead_to_the_same_folder(tmp_path: Path) -> None:
    """As they were asked for last, until something else is asked for; and it is said where they lead."""
    County(tmp_path)
    workspace, rules = Workspace(tmp_path), tmp_path / "output/hosting/nginx/gongkai_county.conf"
    assert workspace.build().status == 0
    assert f"网站的文件夹: {tmp_path / 'output/public'}\n" in workspace.run("hosting").output
    live = tmp_path / "www/current"
    first = workspace.run("hosting", "--root", str(live), "--brotli")
    assert first.status == 0 and f"本机没有文件夹 {live}" in first.output
    live.mkdir(parents=True)
    written = rules.read_text()
    again = workspace.run("hosting")
    assert f"网站的文件夹: {live}（上次用 --root 写的）\n" in again.output and "本机没有" not in again.output
    assert rules.read_text() == written and f'root "{live}";' in written and "# brotli_static" not in written
    refused = workspace.run("hosting", "--root", "www/current")
    assert refused.status == 2 and "要写完整路径" in refused.errors and rules.read_text() == written
    assert workspace.run("hosting", "--no-brotli").status == 0 and "# brotli_static" in rules.read_text()
    assert workspace.run("hosting", "--root", "").status == 0
    assert f'root "{tmp_path / "output/public"}";' in rules.read_text()


def test_who_publishes_is_told_that_the_server_has_to_read_its_rules_again(tmp_path: Path) -> None:
    """After a withdrawal, after it was taken back, and after that was let go; at no other time, nor where nobody has
    asked for rules, nothing was sent, or only a dry run was made."""
    county = published_county(tmp_path)
    workspace = Workspace(county.root)
    assert "网页服务器" not in workspace.run("publish").output
    assert workspace.run("hosting", "--root", "/srv/www/current").status == 0
    maps, unit = county.root / "output/hosting/nginx/maps.conf", county.root / "content/jinping/unit.yaml"
    before = maps.read_text()
    document_file = next((county.root / "content/jinping/gg").glob("*.md"))
    number = re.search(r"索引号: (\S+)", document_file.read_text("utf-8"))
    assert number is not None
    document_file.unlink()
    unit.write_text(
        unit.read_text("utf-8") + f"撤下: [{{索引号: {number[1]}, 日期: 2026-11-20, 理由: 重复}}]\n", "utf-8"
    )
    assert workspace.build().status == 0
    assert "网页服务器" not in workspace.run("publish", "--dry-run", "--accept", "ALL").output
    place = tmp_path / "www"
    place.rename(tmp_path / "away")
    assert "网页服务器" not in workspace.run("publish", "--accept", "ALL").output
    (tmp_path / "away").rename(place)
    withdrawn = workspace.run("publish", "--accept", "ALL")
    assert "请重新载入: " in withdrawn.output and "nginx/maps.conf" in withdrawn.output, withdrawn.output
    after = maps.read_text()
    assert number[1].rpartition("/")[2] in after and after != before
    assert "网页服务器" not in workspace.run("publish").output
    back = workspace.run("rollback", "jinping", "--accept", "jinping")
    assert "请重新载入: " in back.output and maps.read_text() == before, back.output + back.errors
    forward = workspace.run("rollback", "--forward", "jinping", "--accept", "jinping")
    assert "请重新载入: " in forward.output and maps.read_text() == after, forward.output + forward.errors
