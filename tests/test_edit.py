"""Forms for people who do not write YAML: who may use them, what they show, what they write and what never."""

from __future__ import annotations

import base64
import http.client
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image

from conftest import REPOSITORY
from county import REVIEW, TODAY, County, document
from generator import inscription
from generator.frontmatter import read
from generator.rewriting import fields_of
from generator.serve import committing
from generator.serve import door as doors
from generator.serve.committing import Committer
from generator.serve.editing import Editing
from generator.serve.own_files import own_file
from generator.serve.preview import Preview
from generator.workspace import Workspace
from hostile import lines
from previews import write_county

FIRST = "content/jinping/gg/n1.md"
ENTRANCE = re.compile(r"http://127\.0\.0\.1:(\d+)(/-/edit/\S*)")
CANARY = "TraversalCanary"
TELLING = ("53082319900101001X", "低保户 13887912345", "秘密", "会议纪要 机密★一年")  # names that say too much
PRODUCTION = "default-src 'none'; script-src 'self'; style-src 'self';"


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A county that was built once."""
    made = write_county(tmp_path / "workspace")
    made.build()
    return made


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a county, in this process."""

    county: County
    editing: Editing

    def page(self, address: str) -> str:
        return self.editing.answer(address, None).data.decode()

    def send(self, what: str, **order: Any) -> tuple[int, dict[str, Any]]:
        told = self.editing.answer(what, json.dumps(order).encode())
        said: dict[str, Any] = json.loads(told.data)
        return told.status, said

    def digest(self, source: str = FIRST) -> str:
        """As the form of a document says it."""
        found = re.search(r'data-digest="(\w+)"', self.page(source.removeprefix("content/")))
        assert found is not None
        return found[1]

    def save(self, source: str = FIRST, **order: Any) -> tuple[int, dict[str, Any]]:
        return self.send("save", **{"path": source, "digest": self.digest(source), **order})

    def codes(self, source: str = FIRST, **order: Any) -> list[str]:
        status, said = self.send("look", **{"path": source, "digest": "", **order})
        assert status == 200
        return [each["code"] for each in said["findings"]]


def forms_of(county: County, committer: Committer | None = None, only: frozenset[str] = frozenset()) -> Forms:
    preview = Preview(Workspace(county.root), county.task(), only, edits=True)
    while preview.waiting:
        preview.idle()
    return Forms(county, Editing(preview, "word", lambda: "现在", committer))


@pytest.fixture
def forms(county: County) -> Forms:
    return forms_of(county)


def changed_lines(before: bytes, after: bytes) -> list[str]:
    from difflib import ndiff

    found = ndiff(before.decode().splitlines(), after.decode().splitlines())
    return [each for each in found if each[0] in "+-"]


# ── what is shown ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_list_tells_title_state_and_problems(forms: Forms) -> None:
    forms.county.write("content/jinping/gg/d.md", document("写了一半", "2026-00008", "草稿: 是"))
    forms.county.write("content/jinping/gg/e.md", document("文号不对", "2026-00009", "发文字号: 锦政发[26]1号"))
    forms.county.write("content/jinping/README.md", "说明")
    page = forms.page("jinping/")
    assert "写了一半" in page and "草稿，不发布" in page and "有错误" in page
    assert '<span class="gk-count gk-error">错误 1</span>' in page and "README" not in page
    assert 'value="通知公告"' in page and "（gg）" in page
    assert "示例县锦屏镇人民政府" in forms.page("") and 'href="/-/edit/jinping/"' in forms.page("")


def test_the_form_is_made_from_the_table_of_fields(forms: Forms) -> None:
    """Labels, meanings, grounds, choices; what the kind cannot do without and what is filled in stands first."""
    forms.county.write(
        "content/jinping/gg/a.md",
        document(
            "公示", "2026-00010", "类型: 公示", "有效性: 失效", "成文日期2: x"[:0] or "主题词: [甲, 乙]", "附注: 此件"
        ),
    )
    page = forms.page("jinping/gg/a.md")
    shown, more = page.split('<details class="gk-more">')
    for name in ("title", "date_published", "review", "public_until", "validity", "subject_terms", "note"):
        assert f'data-field="{name}"' in shown, name
    for name in ("signatory", "genre", "repealed_on"):
        assert f'data-field="{name}"' in more, name
    assert '<option value="失效" selected>失效</option>' in shown and 'value="甲；乙"' in shown
    assert "《政府信息公开条例》第十二条" in shown and "信息名称" in shown and 'type="date" value="2026-01-06"' in shown
    assert '<option value="公示" selected>' in shown and "由文件夹决定（通知公告）" in shown
    assert re.search(r'data-part="index_number"[^>]* readonly', shown)
    assert '<small class="gk-day" aria-hidden="true">2026-01-06</small>' in shown, "whatever the browser's language"
    assert re.search(r'主题分类<em class="gk-needed">必填', shown), "the province sends back what has none"


def test_what_cannot_be_read_is_edited_as_text(forms: Forms) -> None:
    """With the error beside it; a mended file is a form again, and every file can be seen as text."""
    forms.county.write(FIRST, "---\r\n标题：全角\r\n---\r\n正文。\r\n")
    page = forms.page("jinping/gg/n1.md")
    assert 'id="gk-text"' in page and "F006" in page and "标题：全角" in page
    status, said = forms.save(text=page.split('spellcheck="false">\n')[1].split("</textarea>")[0].replace("：", ": "))
    assert status == 200 and said["message"] == "已保存"
    assert (forms.county.root / FIRST).read_bytes() == "---\r\n标题: 全角\r\n---\r\n正文。\r\n".encode()
    assert 'data-field="title"' in forms.page("jinping/gg/n1.md")
    assert 'id="gk-text"' in forms.page("jinping/gg/n1.md/text")
    forms.county.write(FIRST, "---\n标题: 甲\n---\n".encode("gb18030"))
    assert "不是 UTF-8 编码" in forms.page("jinping/gg/n1.md")


def test_strange_values_are_shown_and_never_lost(forms: Forms) -> None:
    text = document('<b>"标题"</b>', "2026-00001", "有效性: 大概", "类型: 没有的", "栏目: 无此", "生效日期: 明天")
    forms.county.write(FIRST, text)
    page = forms.page("jinping/gg/n1.md")
    assert "&lt;b&gt;&#34;标题&#34;&lt;/b&gt;" in page and "<b>" not in page.split("<main>")[1].split("gk-side")[0]
    for value in ("大概", "没有的", "无此"):
        assert f'<option value="{value}" selected>{value}（不认识）</option>' in page
    assert 'type="text" value="明天"' in page
    assert forms.save(fields={"note": "此件"})[0] == 200
    assert changed_lines(text.encode(), (forms.county.root / FIRST).read_bytes()) == ["+ 附注: 此件"]


# ── findings while writing ──────────────────────────────────────────────────────────────────────────────────────


def test_findings_are_those_of_the_text_as_though_it_were_saved(forms: Forms) -> None:
    """Of fields and of the body, with place, fix and ground; nothing is written, and what is saved finds the same."""
    before = (forms.county.root / FIRST).read_bytes()
    assert "D102" not in forms.codes()
    order: dict[str, Any] = {
        "fields": {"document_number": "锦政发[26]1号"},
        "body": {"shown": "正文第一段。", "text": "[见](没有.md)"},
    }
    _, said = forms.send("look", path=FIRST, digest=forms.digest(), **order)
    found = {each["code"]: each for each in said["findings"]}
    assert found["D102"]["field"] == "document_number" and found["D102"]["fix"] and found["D102"]["law"]
    assert found["F204"]["field"] == "body" and found["F204"]["line"] == 10
    assert (forms.county.root / FIRST).read_bytes() == before and not said["stale"]
    assert "D102" not in forms.codes(fields={"document_number": "锦政发〔2026〕1号"})
    assert forms.save(**order)[0] == 200
    assert sorted(forms.codes()) == sorted(found)
    told = {each.code for each in forms.county.check() if each.path == FIRST}
    assert told <= set(found)


def test_numbers_of_persons_are_masked_in_what_is_told(forms: Forms) -> None:
    _, said = forms.send("look", path=FIRST, digest="", fields={"note": "号码 53082319900101001X"})
    assert "X101" in json.dumps(said) and "53082319900101001X" not in json.dumps(said)


# ── saving ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_save_changes_what_was_changed(forms: Forms) -> None:
    path = forms.county.root / FIRST
    path.chmod(0o640)
    before = path.read_bytes()
    body = {"shown": "正文第一段。", "text": "正文第一段。\n\n第二段。"}
    attachments = [{"file": "a.pdf", "title": "甲"}]
    status, said = forms.save(fields={"genre": "公告", "attachments": attachments, "title": "通知1"}, body=body)
    assert (status, said["message"], said["body"]) == (200, "已保存", body["text"])
    assert said["page"] == "/jinping/info/2026-00001.html"
    assert changed_lines(before, path.read_bytes()) == [
        *("+ 体裁: 公告", "+ 附件:", "+   - 文件: a.pdf", "+     名称: 甲", "+ ", "+ 第二段。"),
    ]
    assert path.stat().st_mode & 0o777 == 0o640
    status, said = forms.save(fields={"genre": "公告"})
    assert "没有改动" in said["message"]


def test_what_a_form_writes_reads_as_what_was_typed(forms: Forms) -> None:
    """Several in a line, lists, dates, flags, tables; in the file's own manner where it has one."""
    typed = {"subject_terms": "甲；乙", "legacy_addresses": "https://a.example/1\nhttps://a.example/2", "draft": "是"}
    service = {"item": "低保", "materials": "身份证\n户口簿"}
    assert forms.save(fields={**typed, "service": service, "summary": "一: 二\n三"})[0] == 200
    said = fields_of(read((forms.county.root / FIRST).read_bytes()))
    assert said is not None
    assert said["subject_terms"] == "甲；乙" and said["draft"] == "是" and said["summary"] == "一: 二\n三\n"
    assert said["legacy_addresses"] == ["https://a.example/1", "https://a.example/2"]
    assert said["service"] == service
    assert not [code for code in forms.codes() if code.startswith("F1")]


def test_a_change_on_disk_is_never_overwritten(forms: Forms) -> None:
    """The form is told of both texts and of the difference; put on the new file, both changes stand."""
    digest = forms.digest()
    path = forms.county.root / FIRST
    path.write_bytes(
        path.read_bytes().replace("正文第一段。".encode(), "别人加的。\n\n正文第一段。\n\n末段。".encode())
    )
    theirs = path.read_bytes()
    order = {
        "path": FIRST,
        "fields": {"note": "此件"},
        "opened": {"note": None},
        "body": {"shown": "正文第一段。", "text": "正文第一段。\n\n我加的。"},
    }
    assert forms.send("look", digest=digest, **order)[1]["stale"] is True
    status, said = forms.send("save", digest=digest, **order)
    assert status == 409 and path.read_bytes() == theirs
    assert said["theirs"] == theirs.decode() and "我加的" in said["mine"] and "+附注: 此件" in said["diff"]
    assert said["fits"] and "没有保存" in said["message"]
    status, _ = forms.send("save", digest=said["digest"], **order)
    assert status == 200
    made = path.read_text()
    assert "别人加的" in made and "末段" in made and "我加的" in made and "附注: 此件" in made


@pytest.mark.parametrize("mine", ["note", "body"])
def test_where_both_changed_the_same_nothing_is_merged(forms: Forms, mine: str) -> None:
    """Both texts are shown; whoever writes decides."""
    digest, path = forms.digest(), forms.county.root / FIRST
    path.write_text(document("通知1", "2026-00001", "附注: 别人的", body="别人的一段。\n\n另一段。\n"))
    order: dict[str, Any] = {"fields": {"note": "我的"}, "opened": {"note": None}}
    if mine == "body":
        order = {"body": {"shown": "正文第一段。", "text": "正文第一段，我改的。"}}
    status, said = forms.send("save", path=FIRST, digest=digest, **order)
    assert status == 409 and said["fits"] is False and "别人的" in said["theirs"] and "我" in said["mine"]


def test_a_file_that_changes_while_it_is_written_is_left_alone(forms: Forms, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at it and the rename somebody else saved: theirs stays."""
    path, digest, real = forms.county.root / FIRST, forms.digest(), inscription.replace_kept

    def late(place: Path, data: bytes, seen: Any) -> bool:
        path.write_bytes(document("别人的", "2026-00001").encode())
        return real(place, data, seen)

    monkeypatch.setattr("generator.serve.editing.replace_kept", late)
    status, said = forms.send("save", path=FIRST, digest=digest, fields={"note": "我的"})
    assert status == 409 and "别人的" in path.read_text() and "我的" in said["mine"]


def test_a_new_document_is_begun_as_the_command_does(forms: Forms) -> None:
    """Numbered, a draft, whatever characters its title has; no two get one name."""
    for number, title in enumerate(("关于: 新的 #1", '"引号"\n草稿: 否'), 6):
        status, said = forms.send("new", unit="jinping", kind="通知公告", column="gg", title=title)
        assert status == 200, said
        found = fields_of(read((forms.county.root / "content" / said["place"].removeprefix("/-/edit/")).read_bytes()))
        assert found is not None and found["title"] == " ".join(title.split()) and found["draft"] == "是"
        assert str(found["index_number"]).endswith(f"/2026-0000{number}")
    for order in ({"column": "没有"}, {"kind": "没有"}, {"unit": "../jinping"}, {"column": "../gg"}):
        assert (
            forms.send("new", **{"unit": "jinping", "kind": "通知公告", "column": "gg", "title": "甲", **order})[0]
            == 422
        )


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def picture(color: str = "red") -> str:
    from io import BytesIO

    held = BytesIO()
    Image.new("RGB", (20, 10), color).save(held, "PNG")
    return base64.b64encode(held.getvalue()).decode()


def test_files_are_laid_beside_the_document_under_safe_names(forms: Forms) -> None:
    """Judged by their contents; nothing is ever overwritten; the same file again stays one."""
    folder = (forms.county.root / FIRST).parent
    before = {path.name for path in folder.iterdir()}

    def lay(name: str, data: str) -> tuple[int, Any]:
        status, said = forms.send("file", path=FIRST, name=name, data=data)
        return status, said.get("name") or said["message"]

    assert lay("../../会场 照片.PNG", picture()) == (200, "会场-照片.png")
    assert lay("会场 照片.png", picture()) == (200, "会场-照片.png")
    assert lay("会场 照片.png", picture("blue")) == (200, "会场-照片-2.png")
    assert lay(".~$.png", picture()) == (200, "文件.png")
    assert lay("C:\\a\\b.png", picture()) == (200, "b.png")
    for name, data in (
        ("a.png", base64.b64encode(b"<script>").decode()),
        *(("a.svg", picture()), ("a.exe", picture()), ("a", picture()), ("n1.md", picture()), ("unit.yaml", picture())),
        *((f"{name}.png", picture()) for name in TELLING),
    ):
        assert lay(name, data)[0] == 422, name
    assert all("文件名里出现" in lay(f"{name}.png", picture())[1] for name in TELLING)
    assert {path.name for path in folder.iterdir()} - before == {
        *("会场-照片.png", "会场-照片-2.png", "文件.png", "b.png"),
    }
    assert forms.editing.answer("jinping/gg/b.png", None).kind == "image/png"
    assert forms.send("file", path=FIRST, name="a.png", data="不是")[0] in (400, 422)


# ── git ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def repository_of(county: County) -> Path:
    """The county, kept by git."""
    if shutil.which("git") is None:
        pytest.skip("需要 git：apt-get install git")
    git(county.root, "init", "-q")
    git(county.root, "add", "content", "site.yaml")
    git(county.root, "-c", "user.name=x", "-c", "user.email=x@county.example", "commit", "-qm", "一")
    return county.root


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), "-c", "core.quotepath=off", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_save_can_be_a_commit_of_exactly_that_file(county: County, repository_of: Path) -> None:
    """Under the editor's name, in Chinese; other changes stay as they are, staged or not."""
    forms = forms_of(county, Committer(county.root, "张某 <zhang@county.example>"))
    county.write("content/jinping/gg/n2.md", document("别的", "2026-00002"))
    county.write("content/jinping/gg/n3.md", document("暂存的", "2026-00003"))
    git(county.root, "add", "content/jinping/gg/n3.md")
    status, said = forms.save(fields={"note": "此件"})
    assert status == 200 and "提交" in said["message"]
    assert git(county.root, "log", "-1", "--format=%an %ae %cn %s").strip() == (
        "张某 zhang@county.example 张某 修改《通知1》"
    )
    assert git(county.root, "show", "--format=", "--name-only").split() == [FIRST]
    assert git(county.root, "diff", "--cached", "--name-only").split() == ["content/jinping/gg/n3.md"]
    _, said = forms.send("new", unit="jinping", kind="通知公告", column="gg", title="新的")
    source = f"content/{said['place'].removeprefix('/-/edit/')}"
    forms.save(source, fields={"note": "此件"})
    assert git(county.root, "show", "--format=%s", "--name-only").split() == ["新建《新的》", source]


def test_staged_changes_of_the_file_are_not_swept_along(county: County, repository_of: Path) -> None:
    forms = forms_of(county, Committer(county.root, "张某"))
    path = county.write(FIRST, document("暂存的题目", "2026-00001"))
    git(county.root, "add", FIRST)
    status, said = forms.save(fields={"note": "此件"})
    assert status == 200 and "没有提交" in said["message"] and "附注" in path.read_text()
    assert git(county.root, "log", "--oneline").count("\n") == 1


def test_a_hook_that_refuses_is_told(county: County, repository_of: Path) -> None:
    hook = county.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 不许提交 >&2\nexit 1\n")
    hook.chmod(0o755)
    forms = forms_of(county, Committer(county.root, "张某"))
    status, said = forms.save(fields={"note": "此件"})
    assert status == 200 and "没有提交：不许提交" in said["message"]
    assert "附注" in (county.root / FIRST).read_text()


def test_a_hook_that_never_ends_is_told(county: County, repository_of: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is saved, and its form goes on from there."""
    hook = county.root / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexec >/dev/null 2>&1\nexec sleep 20\n")
    hook.chmod(0o755)
    monkeypatch.setattr(committing, "PATIENCE", 1)
    forms = forms_of(county, Committer(county.root, "张某"))
    status, said = forms.save(fields={"note": "此件"})
    assert status == 200 and "没有提交：git 在 1 秒里没有做完" in said["message"]
    assert said["digest"] == forms.digest()


# ── who may ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Visitor:
    """A browser, of which everything can be forged."""

    port: int
    entrance: str
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, **forged: str | None) -> tuple[int, str, Any]:
        """Status, text and headers of an answer; a header that is None is not sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        given = {**self.headers, **{name.replace("_", "-"): value for name, value in forged.items()}}
        connection.putrequest(method, path, skip_host="Host" in given, skip_accept_encoding=True)
        if body is not None and "Content-Length" not in given:
            given["Content-Length"] = str(len(body))
        for name, value in given.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        told = answer.status, answer.read().decode("utf-8", "replace"), answer.headers
        connection.close()
        return told

    def enter(self) -> None:
        """Open the printed address, and take from the page what its script takes."""
        status, _, headers = self.ask("GET", self.entrance)
        assert status == 303 and "word=" not in headers["Location"]
        cookie = headers["Set-Cookie"]
        assert re.fullmatch(rf"gongkai-{self.port}=\w{{40}}; Path=/-/; HttpOnly; SameSite=Strict", cookie)
        self.headers["Cookie"] = cookie.split(";")[0]
        word = re.search(r'data-word="(\w+)"', self.ask("GET", "/-/edit/jinping/")[1])
        assert word is not None
        self.headers |= {
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/json",
            "X-Gongkai-Word": word[1],
        }


@contextmanager
def editing_of(root: Path, verb: str = "edit", *arguments: str) -> Iterator[Visitor]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "generator", "--root", str(root), verb, "--no-build", "--today", str(TODAY)]
    process = subprocess.Popen([*command, *arguments], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        found = ENTRANCE.search(first) or re.search(r"http://127\.0\.0\.1:(\d+)(/)", first)
        assert found is not None, first
        yield Visitor(int(found[1]), found[2])
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def order(root: Path, source: str = FIRST, note: str = "改了") -> bytes:
    from generator.serve.changes import digest_of

    told = {"path": source, "digest": digest_of((root / source).read_bytes()), "fields": {"note": note}}
    return json.dumps(told).encode()


def test_words_of_one_run_are_none_of_the_next() -> None:
    """A browser that was let in by a server that has ended is a stranger to the next one at the same port."""
    former, later = doors.door(b"a" * 32), doors.door(b"b" * 32)
    given = Message()
    given["Cookie"] = f"gongkai-8000={former.cookie}"
    assert former.met("-/edit/", "", given, 8000) is None
    for met in (later.met("-/edit/", "", given, 8000), later.met("-/edit/", f"word={former.entrance}", given, 8000)):
        assert met is not None and met.status == 403 and not met.cookie
    assert former.met("-/edit/", "", given, 8001) is not None, "another port's"
    assert not set(former) & set(later) and len(set(former)) == 3


def test_only_forms_in_the_browser_that_was_let_in_change_files(county: County) -> None:
    """The word of the address, the cookie, the word of the page, the origin, the host, the kind: each is needed."""
    path = county.root / FIRST
    before = path.read_bytes()
    with editing_of(county.root) as visitor:
        watching = ("/-/events?page=/-/edit/jinping/", "/-/events?page=/%252D/edit/jinping/gg/n1.md&mark=0")
        encoded = (*watching, "/%2D/edit/jinping/", "/-%2Fedit%2Fjinping/gg/n1.md", "/-/%65dit/jinping/gg/n1.md/text")
        for address in ("/-/edit/", "/-/edit/jinping/", "/-/edit/jinping/gg/n1.md", "/-/edit/?word=0", *encoded):
            status, text, _ = visitor.ask("GET", address)
            assert status == 403 and "data-word" not in text, address
        visitor.enter()
        status, text, headers = visitor.ask("GET", "/-/edit/jinping/gg/n1.md")
        assert status == 200 and "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert visitor.ask("GET", "/jinping/info/2026-00001.html")[2]["Content-Security-Policy"].startswith(PRODUCTION)
        sent = order(county.root)
        own = f"127.0.0.1:{visitor.port}"
        for forged, wanted in (
            ({"Cookie": None}, 403),
            ({"Cookie": f"gongkai-{visitor.port}=0"}, 403),
            ({"X_Gongkai_Word": None}, 403),
            ({"X_Gongkai_Word": "0"}, 403),
            ({"Origin": None}, 403),
            ({"Origin": "null"}, 403),
            ({"Origin": "http://evil.test"}, 403),
            ({"Origin": f"http://localhost:{visitor.port}"}, 403),
            ({"Origin": f"https://{own}"}, 403),
            ({"Host": "evil.test"}, 403),
            ({"Host": f"evil.test:{visitor.port}", "Origin": f"http://evil.test:{visitor.port}"}, 403),
            ({"Sec_Fetch_Site": "cross-site"}, 403),
            ({"Sec_Fetch_Site": "same-site"}, 403),
            ({"Content_Type": "text/plain"}, 403),
            ({"Content_Type": "application/x-www-form-urlencoded"}, 403),
            ({"Content_Type": None}, 403),
            ({"Content_Length": None}, 411),
            ({"Content_Length": "-1"}, 411),
            ({"Content_Length": "x"}, 411),
            ({"Content_Length": str(73 << 20)}, 413),
            ({"Content_Length": "9" * 40}, 413),
            ({"Transfer_Encoding": "chunked"}, 411),
        ):
            body = sent if "Content_Length" not in forged else None
            assert visitor.ask("POST", "/-/edit/save", body, **forged)[0] == wanted, forged
        for address in ("/", "/-/events", "/jinping/", "/-/preview.js", "/-/editx/save"):
            assert visitor.ask("POST", address, sent)[0] == 405, address
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
            assert visitor.ask(method, "/-/edit/save", sent)[0] == 405
        assert path.read_bytes() == before
        for wrong in (b"", b"{", b"[]", b'{"path": 1}', b'{"path":"a","digest":"","more":1}', b'{"x":' * 100_000):
            assert visitor.ask("POST", "/-/edit/save", wrong)[0] == 400
        assert visitor.ask("POST", "/-/edit/nothing", sent)[0] == 404
        assert visitor.ask("POST", "/-/edit/save", sent)[0] == 200
        assert "附注: 改了" in path.read_text()


def test_the_preview_alone_reads_only(county: County) -> None:
    """No form, no link to one, nothing but GET and HEAD."""
    with editing_of(county.root, "serve") as visitor:
        assert visitor.ask("GET", "/-/edit/")[0] == 404 and visitor.ask("GET", "/-/edit/jinping/gg/n1.md")[0] == 404
        own = {"Origin": f"http://127.0.0.1:{visitor.port}", "Content_Type": "application/json"}
        assert visitor.ask("POST", "/-/edit/save", order(county.root), **own)[0] == 405
        assert "编辑</a>" not in visitor.ask("GET", "/jinping/info/2026-00001.html")[1]


def canaries(county: County) -> None:
    for place in ("canary.txt", "content/canary.md", "content/jinping/canary.txt", "content/jinping/data/canary.md"):
        county.write(place, CANARY)
    (county.root / "content/jinping/gg/link.md").symlink_to(county.root / "canary.txt")


def leaks(text: str) -> bool:
    return CANARY in text or "root:" in text or "名称: 示例县" in text


def inputs(county: County) -> dict[Path, bytes]:
    """Every file that editing might touch."""
    places = (path for path in county.root.rglob("*") if path.is_file() and "output" not in path.parts)
    return {path: path.read_bytes() for path in places}


def traversals() -> tuple[str, ...]:
    """The hostile paths, below several folders, as they are, encoded, and encoded twice."""
    before, behind = ("", "/", "../", "jinping/", "jinping/gg/", "jinping/gg/n1.md/"), ("", "/canary.txt")
    plain = [f"{above}{line}{below}" for line in lines("paths") for above in before for below in behind]
    once = [quote(path, safe="") for path in plain]
    return tuple(dict.fromkeys((*plain, *once, *(quote(path, safe="") for path in once))))


def test_no_path_leaks_or_is_written(county: County) -> None:
    """Asked for and sent, to forms and without them; more than 1,900 of them."""
    canaries(county)
    before = inputs(county)
    forms = forms_of(county)
    paths = traversals()
    assert len(paths) > 1_900
    for path in paths:
        assert not leaks(forms.page(path)) and not leaks(forms.page(f"{path}/text")), path
        for source in (path, f"content/{path}"):
            status, said = forms.send("save", path=source, digest="", text="x")
            assert status in (400, 422) and not leaks(json.dumps(said, ensure_ascii=False)), source
    for line in lines("paths"):
        assert forms.send("look", path=f"content/jinping/{line}", digest="")[0] == 422, line
        assert forms.send("file", path=f"content/jinping/{line}", name="a.png", data=picture())[0] == 422, line
        forms.send("file", path=FIRST, name=line[-255:], data=base64.b64encode(b"x").decode())
    after = inputs(county)
    assert {path: data for path, data in after.items() if path in before} == before
    assert {path.parent for path in set(after) - set(before)} <= {(county.root / FIRST).parent}


@pytest.mark.parametrize("verb", ["edit", "serve"])
def test_no_path_leaks_over_the_wire(county: County, verb: str) -> None:
    """Of what can stand in a request, all of it; the rest encoded."""
    canaries(county)
    before = inputs(county)
    with editing_of(county.root, verb) as visitor:
        if verb == "edit":
            visitor.enter()
        connection = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=30)
        for path in traversals():
            address = f"/-/edit/{path if path.isascii() and path.isprintable() and ' ' not in path else quote(path)}"
            for method in ("GET", "POST") if verb == "edit" else ("GET",):
                connection.request(method, address, b"{}" if method == "POST" else None, visitor.headers)
                answer = connection.getresponse()
                text = answer.read().decode("utf-8", "replace")
                assert answer.status in (200, 301, 302, 400, 403, 404) and not leaks(text), address
        connection.close()
    assert inputs(county) == before


def test_only_files_that_are_listed_are_given() -> None:
    """Of the preview's own and of Vditor's."""
    assert own_file("edit.js") and own_file("vditor/dist/index.min.js") and own_file("vditor/dist/js/lute/lute.min.js")
    for line in lines("paths"):
        assert own_file(line) is None and own_file(f"vditor/{line}") is None, line


def test_every_run_has_words_of_its_own() -> None:
    first, second = doors.door(b"1" * 32), doors.door(b"2" * 32)
    assert len({*first, *second}) == 6


def test_vditor_is_what_its_notice_says() -> None:
    """Every file by its digest; none of them may be another without its notice being another."""
    from hashlib import sha256

    home = REPOSITORY / "generator/serve/vendor/vditor"
    told = dict(re.findall(r"^([0-9a-f]{64})  (\S+)$", (home / "NOTICE").read_text("utf-8"), re.MULTILINE)[::-1])
    found = {sha256(path.read_bytes()).hexdigest(): path.relative_to(home).as_posix() for path in home.rglob("*.*")}
    assert (
        found == {digest: name for digest, name in told.items() if name != "LICENSE"} or found.items() <= told.items()
    )


# ── as an editor works ──────────────────────────────────────────────────────────────────────────────────────────

BREAK = "  "
ODD = f"""\
---
标题: '通知1'  # 题
索引号: 11530823000000002K/2026-00001
成文日期: 2026-01-04
发布日期: 2026-01-06
# 审
{REVIEW}
---

开头，电话 139****5678，<单位名称>____。
* 甲
* 乙

|村|户数|
|---|---:|
|利月|12|
|松树|7|

（一）第一
1．第二{BREAK}
第三行

结尾。
""".replace("\n", "\r\n")


def test_an_editor_works_in_a_browser(
    county: County, repository_of: Path, chromium_driver: list[str], tmp_path: Path
) -> None:
    """Begins a document, drops a Word file and a picture, sees a finding come and go, saves; changes another, twice.

    Nothing is asked of other hosts, the security policy is never broken, and git sees what was changed and no more.
    """
    county.write(FIRST, ODD)
    git(county.root, "-c", "user.name=x", "-c", "user.email=x@county.example", "commit", "-qam", "二")
    shutil.copy(REPOSITORY / "tests/made/红头-平行文.docx", tmp_path / "word.docx")
    Image.new("RGB", (40, 30), "red").save(tmp_path / "picture.png")
    with editing_of(county.root, "edit", "jinping") as visitor:
        entrance = f"http://127.0.0.1:{visitor.port}{visitor.entrance}"
        script = str(REPOSITORY / "tests/screens/edit.cjs")
        place = f"/-/edit/{FIRST.removeprefix('content/')}"
        command = [*chromium_driver, script, entrance, str(tmp_path), place, str(county.root / FIRST)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert (seen["foreign"], seen["errors"]) == ([], [])
    assert "word=" not in seen["address"] and seen["link"] == "/-/edit/jinping/gg/n1.md"
    assert "发文字号" in seen["filled"] and "D102" in seen["appeared"] and "D102" not in seen["vanished"]
    assert "+附注: 此件公开发布" in seen["diff"] and seen["merged"] == "此件公开发布"
    diff = git(county.root, "diff", "--unified=0", "--", FIRST)
    assert [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        *("+内容概述: 新的概述", "+附注: 此件公开发布"),
        *("+", "+又写了一段，电话 138****1234。", "+", "+别人加的。"),
    ]
    data = (county.root / FIRST).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert (
        seen["source"]
        == ODD.replace("\r\n", "\n").split("---\n")[-1].strip("\n") + "\n\n又写了一段，电话 138****1234。"
    )
    made = next(county.root.glob("content/jinping/gg/2026*.md")).read_text()
    assert (
        "发文字号: 锦政发〔2026〕1号\n" in made and "主送机关: 各乡镇人民政府" in made and "\n## 二、重点任务\n" in made
    )
    assert "\n\n![会场里坐满了人](会场-照片.png)\n" in made and "〔待填〕" not in made
    untracked = git(county.root, "ls-files", "--others", "--exclude=output").splitlines()
    assert sorted(untracked) == sorted(each for each in untracked if each.startswith("content/jinping/gg/"))
    changed = git(county.root, "diff", "--name-only").split()
    assert changed == [FIRST, "content/jinping/ledger/2026.csv"]


def test_without_vditor_or_scripts_the_text_is_there(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain field with the Markdown in it, and a word that scripts are needed to save."""
    monkeypatch.setattr("generator.serve.form_pages.has_vendor", lambda: False)
    page = forms_of(county).page("jinping/gg/n1.md")
    assert "vditor" not in page and "\n正文第一段。</textarea>" in page and "<noscript>" in page
