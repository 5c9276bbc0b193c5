"""A hostile or clumsy unit: what it costs is its own document, never the build, and nothing leaves its folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from county import County, document, told
from generator import limits

COSTLY = {
    "brackets": "[a" * 5000,
    "image brackets": "![[]()" * 1000,
    "declaration": "<![" * 5000,
    "half link": "[a](<b" * 5000,
    "open link": "[a](b" * 5000,
    "nested list": "".join(f"{'  ' * level}- a\n" for level in range(500)),
    "nested quote": ">" * 5000 + " a\n",
    "bullets": "- " * 20000,
    "numbers": "1. " * 3000,
    "emphasis": "*`a`*" * 20000,
    "strong": "**a" * 20000 + "**" * 20000,
    "backticks": "`" * 20000,
    "table": "|" * 20000 + "\n" + "|-" * 10000 + "|\n",
    "entities": "&#x" * 20000,
    "comments": "<!--" * 20000,
    "underscores": "_a" * 20000,
}


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # an alarm in a callback of gc: it rings again
def test_costly_bodies_cost_only_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each ends as a page or as a finding; the neighbours are the same as without them."""
    monkeypatch.setattr(limits, "BUDGET", 0.3)
    county = County(tmp_path, ("jinping",))
    for number in range(1, 4):
        county.write(f"content/jinping/gg/n{number}.md", document(f"通知{number}", f"2026-{number:05d}"))
    for number, body in enumerate(COSTLY.values(), 100):
        text = document(f"复杂{number}", f"2026-{number:05d}", "内容概述: 摘要", body=body)
        county.write(f"content/jinping/dt/c{number}.md", text)
    county.register()
    report = county.build()
    refused = {each.path for each in report.findings() if each.code == "F209"}
    for number in range(100, 100 + len(COSTLY)):
        page = county.public / f"jinping/info/2026-{number:05d}.html"
        assert page.exists() is (f"content/jinping/dt/c{number}.md" not in refused)
    assert refused
    for number in range(1, 4):
        assert (county.public / f"jinping/info/2026-{number:05d}.html").is_file()
    lists = (county.public / "jinping/dt/index.html").read_text("utf-8")
    assert not [path for path in refused if f"复杂{path[-6:-3]}" in lists]
    assert county.build().total("written") == 0


def test_links_out_of_the_workspace_are_refused(tmp_path: Path) -> None:
    """Symbolic links to files, folders, loops and units are told and not followed."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.md").write_text(document("秘密", "2026-00050", body="CANARY\n"))
    county = County(tmp_path / "county", ("jinping", "caizhengju"))
    county.write("content/jinping/gg/a.md", document("通知", "2026-00001", "附件: [{文件: secret.txt}]"))
    county.write("content/jinping/gg/b.md", document("通知二", "2026-00002"))
    (county.root / "content/jinping/gg/link.md").symlink_to(tmp_path / "outside/secret.md")
    (county.root / "content/jinping/gg/secret.txt").symlink_to("/etc/passwd")
    (county.root / "content/jinping/dt").symlink_to(tmp_path / "outside")
    (county.root / "content/jinping/loop").symlink_to(county.root / "content/jinping")
    (county.root / "content/evil").symlink_to(tmp_path / "outside")
    (county.root / "themes/units").mkdir(parents=True)
    (county.root / "themes/units/jinping").symlink_to(tmp_path / "outside")
    report = county.build()
    refused = [each.path for each in report.findings() if each.code == "F020"]
    assert {"content/jinping/dt", "content/jinping/loop", "content/jinping/gg/link.md", "content/evil"} <= set(refused)
    tree = county.tree()
    assert "jinping/info/2026-00002.html" in tree and "jinping/info/2026-00001.html" not in tree
    assert not [path for path, data in tree.items() if b"CANARY" in data or b"root:x:0" in data]


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    """Pipes and folders under the names of files are neither waited for nor passed over in silence."""
    county = County(tmp_path, ("jinping", "caizhengju"))
    (tmp_path / "content/jinping/gg").mkdir()
    for name in ("waivers.yaml", "gg/pipe.md"):
        os.mkfifo(tmp_path / "content/jinping" / name)
    (tmp_path / "content/jinping/gg/folder.md").mkdir()
    (tmp_path / "content/caizhengju/unit.yaml").unlink()
    os.mkfifo(tmp_path / "content/caizhengju/unit.yaml")
    found = {(each.path.removeprefix("content/"), each.code) for each in county.build().findings()}
    assert {("jinping/waivers.yaml", "F020"), ("jinping/gg/pipe.md", "F020"), ("jinping/gg/folder.md", "F020")} <= found
    assert ("caizhengju/unit.yaml", "F019") in found


@pytest.mark.parametrize("what", ["link", "folder", "pipe"])
def test_a_template_that_is_no_file_is_told(tmp_path: Path, what: str) -> None:
    county = County(tmp_path, ("jinping",))
    path = county.write("themes/units/jinping/templates/home.html", "")
    path.unlink()
    if what == "link":
        path.symlink_to("/etc/passwd")
    elif what == "folder":
        path.mkdir()
    else:
        os.mkfifo(path)
    (found,) = (each for each in county.build().findings() if each.code == "U112")
    assert found.path.endswith("jinping/templates/home.html") and "不是普通文件" in found.message


@pytest.mark.parametrize(
    "written",
    [
        "../../../../etc/passwd",
        "/etc/passwd",
        "..%2f..%2fsite.yaml",
        "..\\..\\site.yaml",
        "a/../../../unit.yaml",
        "\x00",
    ],
)
def test_attachments_never_come_from_elsewhere(tmp_path: Path, written: str) -> None:
    """Only files of the unit's own folder can be named, however it is written."""
    county = County(tmp_path, ("jinping", "caizhengju"))
    quoted = written.replace("\\", "\\\\").replace("\x00", "\\0")
    county.write("content/jinping/gg/a.md", document("通知", "2026-00001", f'附件: [{{文件: "{quoted}"}}]'))
    report = county.build()
    assert {each.code for each in report.findings() if each.severity == "error"} & {"F203", "F015", "F212"}
    assert not (county.public / "jinping/info/2026-00001.html").exists()


@pytest.mark.parametrize(
    "number",
    [
        "../../etc/cron.d/x",
        "11530823000000002K/../../x",
        "11530823000000002K/2026-00001/..",
        "x/<script>",
        "a\\b",
        "中文/号",
    ],
)
def test_numbers_never_lead_elsewhere(tmp_path: Path, number: str) -> None:
    """An index number that is not of the county's form is an error before it is an address."""
    county = County(tmp_path, ("jinping",))
    text = document("通知", "2026-00001").replace("11530823000000002K/2026-00001", f"'{number}'")
    county.write("content/jinping/gg/a.md", text)
    report = county.build()
    assert any(each.severity == "error" for each in report.findings()), told(report.findings())
    assert not [path for path in county.tree() if path.startswith("jinping/info/")]
    assert not list(tmp_path.glob("x*"))


def test_large_files_are_bounded(tmp_path: Path) -> None:
    """A sparse attachment of 2 GiB and a text of 11 MiB are refused by their size, unread."""
    county = County(tmp_path, ("jinping",))
    county.write("content/jinping/gg/a.md", document("通知", "2026-00001", "附件: [{文件: big.zip}]"))
    big = county.write("content/jinping/gg/big.zip", b"PK\x03\x04")
    os.truncate(big, 2 << 30)
    county.write("content/jinping/gg/b.md", document("日志", "2026-00002", body="行\n" * (3 << 20)))
    county.write("content/jinping/gg/c.md", document("好的", "2026-00003"))
    codes = {(each.path.rsplit("/", 1)[-1], each.code) for each in county.build().findings()}
    assert {("a.md", "F212"), ("b.md", "F016")} <= codes
    assert (county.public / "jinping/info/2026-00003.html").is_file()


def test_what_is_not_public_stays_inside(tmp_path: Path) -> None:
    """Drafts, future and withheld documents, comments, remarks, backups and hidden files: no canary in any byte."""
    county = County(tmp_path, ("portal", "jinping"))
    late = document("以后", "2026-00003", body="CANARY3\n").replace("发布日期: 2026-01-06", "发布日期: 2027-01-06")
    texts = {
        "gg/draft.md": document("草稿", "2026-00001", "草稿: 是", body="CANARY1\n"),
        "gg/withheld.md": document("不予", "2026-00002", "公开属性: 不予公开", body="CANARY2\n"),
        "gg/later.md": late,
        "gg/comment.md": document(
            "注释", "2026-00004", "备注: CANARY4", body="公开。<!-- CANARY5 -->\n\n<!--\nCANARY6\n-->\n"
        ),
        "gg/_note.md": "CANARY7",
        "gg/.hidden.md": "CANARY8",
        "gg/x.md~": "CANARY9",
        "gg/.x.md.swp": "CANARYA",
        "gg/x.bak": "CANARYB",
        "gg/loose.txt": "CANARYC",
        ".env": "CANARYD",
        "gg/request.md": document("依申请", "2026-00005", "公开属性: 依申请公开", body="CANARYE\n"),
        "gg/ended.md": document("公示", "2026-00006", "类型: 公示", "公示截止: 2026-02-01", body="CANARYF\n"),
    }
    for path, text in texts.items():
        county.write(f"content/jinping/{path}", text)
    county.build()
    assert "jinping/info/2026-00004.html" in county.tree()
    assert [path for path, data in county.tree().items() if b"CANARY" in data] == []
    county.write("content/jinping/gg/was.md", document("先公开", "2026-00007", body="CANARYG\n"))
    county.build()
    assert b"CANARYG" in county.tree()["jinping/info/2026-00007.html"]
    county.write("content/jinping/gg/was.md", document("先公开", "2026-00007", "草稿: 是", body="CANARYG\n"))
    county.build()
    assert [path for path, data in county.tree().items() if b"CANARY" in data] == []
