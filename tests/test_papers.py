"""PDFs of official documents: layout by GB/T 9704-2012, structure by PDF/UA-1, when they are made and of what.

`python tests/test_papers.py FOLDER` sets some specimens into a folder, to look at, and tells how many a second.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Any, NamedTuple

import pytest
from PIL import Image
from pypdf import PdfReader

from county import SITE, County, document, told
from generator.errors import GeneratorError
from generator.fragments import MEMO, Memo
from generator.layers import chain, stamp
from generator.model import Body
from generator.papers import Workshop, equipment
from generator.theme import open_theme
from generator.typesetting import Press, Sheet, Unprintable, faces, press, versions
from generator.views._paper import PaperPage

THEMES = Path(__file__).resolve().parent.parent / "themes"
MM = 72 / 25.4  # points
TOP, LEFT, WIDTH, HEIGHT = 37 * MM, 28 * MM, 156 * MM, 225 * MM  # 天头、订口、版心
PARAGRAPH = (
    "为切实做好今年春季护林防火工作，保障人民群众生命财产安全和森林资源安全，根据森林法和森林防火条例的规定，"
    "结合我镇实际，经镇人民政府研究同意，现就有关事项通知如下，请认真贯彻执行。"
)
BODY = (
    f"""{PARAGRAPH}

## 一、明确责任

### （一）组织巡护

{PARAGRAPH}

1. 各村组织巡护，每日报告；
2. 发现火情**立即上报**。

| 阶段 | 时间 |
| --- | --- |
| 动员部署 | 2月5日 |

![责任区示意图](tu.png)

## 二、严格用火管理

"""
    + f"{PARAGRAPH * 2}\n\n" * 12
)
LINES = (
    *("类型: 公文", "发文字号: 锦政发〔2026〕{}号", "主送机关: 各村民委员会", "抄送机关: 县林业和草原局，县应急管理局"),
    *("印发机关: 锦屏镇党政综合办公室", "印发日期: 2026-01-05", "附注: 此件公开发布"),
)
STANDARD_TYPES = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "P", "H1", "H2", "H3", "L", "LI", "Lbl"),
    *("LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "Span", "Link", "Figure", "NonStruct"),
}


def payload(**changes: Any) -> PaperPage:
    values: dict[str, Any] = {
        "title": "锦屏镇人民政府关于做好2026年春季护林防火工作的通知",
        "agencies": ("锦屏镇人民政府",),
        "document_number": "锦政发〔2026〕12号",
        "signatory": "",
        "addressees": "各村民委员会",
        "body": Body(BODY.replace("![责任区示意图](tu.png)", "")),
        "enclosures": ("巡护安排表", "责任区划分表"),
        "date_written": date(2026, 1, 4),
        "note": "此件公开发布",
        "copies": "县林业和草原局，县应急管理局",
        "printing_office": "锦屏镇党政综合办公室",
        "printed_on": date(2026, 1, 5),
        "summary": "部署春季护林防火",
        "subject_terms": ("防火",),
        "base": "https://www.county.example/jinping/",
    }
    return PaperPage(**{**values, **changes})


def text_of(page: PaperPage) -> str:
    layers = chain(THEMES, "default")
    return open_theme(layers, stamp(layers)).environment.fill("official_paper.html", {"page": page, MEMO: Memo()})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What fontconfig notes of large fonts, which takes seconds, is kept for all tests of a process."""
    return tmp_path_factory.mktemp("typesetting")


@pytest.fixture(scope="module")
def machine(folder: Path) -> Iterator[Press]:
    with Press(faces(chain(THEMES, "default")), folder) as opened:
        yield opened


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (60, 40), "green").save(data, "PNG")
    return data.getvalue()


def printing_county(root: Path, notes: Path, numbers: tuple[int, ...] = (1, 2, 3)) -> County:
    """A township with official documents and a notice, and with the notes of fonts of other tests."""
    county = County(root, ("portal", "jinping"), SITE + "PDF: 是\n")
    shutil.copytree(notes, root / "output" / "state" / "typesetting", symlinks=True)
    for number in numbers:
        write(county, number)
    county.write("content/jinping/gg/n.md", document("一般通知", "2026-00020"))
    county.register()
    return county


def write(county: County, number: int, body: str = PARAGRAPH, *more: str) -> None:
    lines = (*(line.format(number) for line in LINES), *more)
    text = document(f"关于第{number}期护林防火工作的通知", f"2026-{number:05d}", *lines, body=body)
    county.write(f"content/jinping/fdzdgknr/fggw/w{number}.md", text)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, machine: Press) -> County:
    """A county that was built once, with one long document among the others."""
    machine.set(Sheet("warm", text_of(payload())))
    county = printing_county(tmp_path_factory.mktemp("county"), machine.folder)
    write(county, 1, BODY, "联合发文机关: [示例县林业和草原局]", "签发人: 张样例")
    county.write("content/jinping/fdzdgknr/fggw/tu.png", picture())
    report = county.build()
    assert [line for line in told(report.findings()) if " D701 " not in line and " X403 " not in line] == []
    return county


@pytest.fixture
def set_names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of what is set from now on."""
    found: list[str] = []
    send = Press.send

    def noted(self: Press, sheet: Sheet) -> None:
        found.append(re.findall("<title>(.*?)</title>", sheet.text)[0])
        send(self, sheet)

    monkeypatch.setattr(Press, "send", noted)
    return found


class Line(NamedTuple):
    """A line of a sheet: its edges in points from the sheet's left and top, and its text without blanks."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def lines_of(path: Path) -> list[list[Line]]:
    """Of each sheet the lines, from the top."""
    found = subprocess.run(["pdftotext", "-bbox-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    form = re.compile(r'<line xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</line>', re.S)
    sheets = []
    for sheet in found.split("<page ")[1:]:
        read = (
            Line(
                float(left), float(top), float(right), float(bottom), "".join(re.findall(r">([^<>\s]+)</word>", words))
            )
            for left, top, right, bottom, words in form.findall(sheet)
        )
        sheets.append(sorted(read, key=lambda line: (round(line.top), line.left)))
    return sheets


# ── layout ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_sheets_have_twenty_two_lines_of_twenty_eight_signs(tmp_path: Path, machine: Press) -> None:
    path = tmp_path / "full.pdf"
    path.write_bytes(machine.set(Sheet("full", text_of(payload(body=Body("字" * 28 * 70))))).data)
    inner = [line for line in lines_of(path)[1] if "—" not in line.text]
    assert [len(line.text) for line in inner] == [28] * 22
    pitch = [below.top - above.top for above, below in pairwise(inner)]
    assert all(abs(each - HEIGHT / 22) < 0.02 for each in pitch)
    assert all(abs(line.right - line.left - WIDTH) < 1 for line in inner)
    assert inner[0].top >= TOP and inner[-1].bottom <= TOP + HEIGHT
    assert abs(inner[0].left - 26 * MM) < 0.1  # 双面印刷：第二面的订口在右边
    assert len(lines_of(path)[0][-2].text) == 28 and abs(lines_of(path)[0][-2].left - LEFT) < 0.1


def test_elements_stand_where_the_standard_has_them(tmp_path: Path, machine: Press) -> None:
    path = tmp_path / "elements.pdf"
    path.write_bytes(machine.set(Sheet("elements", text_of(payload()))).data)
    sheets = lines_of(path)
    at = {line.text: line for line in sheets[0]}
    size = {name: line.bottom - line.top for name, line in at.items()}
    agency, number, addressees = "锦屏镇人民政府文件", "锦政发〔2026〕12号", "各村民委员会："
    assert abs(at[agency].top + size[agency] * 0.16 - (37 + 35) * MM) < 6  # 字的上边缘至版心上边缘 35 毫米
    middle = LEFT + WIDTH / 2
    assert all(abs((at[name].left + at[name].right) / 2 - middle) < 2 for name in (agency, number))
    assert abs(at[addressees].left - LEFT) < 0.2
    first = next(line for line in sheets[0] if line.text.startswith("为切实"))
    assert abs(first.left - LEFT - 2 * WIDTH / 28) < 0.2
    titles = [line for line in sheets[0] if at[number].bottom < line.top < at[addressees].top]
    assert "".join(line.text for line in titles) == payload().title and len(titles) == 2
    last = sheets[-1]
    agency_below = next(line for line in last if line.text == "锦屏镇人民政府")
    day = next(line for line in last if line.text == "2026年1月4日")
    assert abs(day.left - agency_below.left - 2 * WIDTH / 28) < 0.3  # 成文日期首字比署名首字右移二字
    office = next(line for line in last if line.text.startswith("锦屏镇党政综合办公室"))
    assert 0 < TOP + HEIGHT - office.bottom < 9 * MM  # 版记在最后一面的最下面
    assert [sheet[-1].text for sheet in sheets] == [f"—{number}—" for number in range(1, len(sheets) + 1)]
    assert sheets[0][-1].right > middle > sheets[1][-1].right  # 单页在右，双页在左
    joined = " ".join(line.text for line in last)
    assert re.search(
        r"附件：1\.巡护安排表.*2\.责任区划分表.*（此件公开发布）.*抄送：县林业和草原局，县应急管理局。", joined
    )


def test_long_and_joint_names_fit_the_width(tmp_path: Path, machine: Press) -> None:
    names = ("示例彝族哈尼族自治县工业信息化商务科技和投资促进局", "示例县民政局", "示例县林业和草原局")
    path = tmp_path / "joint.pdf"
    path.write_bytes(machine.set(Sheet("joint", text_of(payload(agencies=names, signatory="张样例")))).data)
    image = tmp_path / "joint"
    subprocess.run(["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-png", "-singlefile", path, image], check=True)
    drawn = Image.open(f"{image}.png").convert("RGB")
    red = [(x, y) for x in range(drawn.width) for y in range(drawn.height) if _is_red(drawn.getpixel((x, y)))]
    left, right = min(x for x, _ in red), max(x for x, _ in red)
    assert abs(left - LEFT) < 3 and abs(right - LEFT - WIDTH) < 3
    first = "".join(line.text for line in lines_of(path)[0])
    assert "签发人：张样例" in first and all(name in first for name in names)


def _is_red(color: Any) -> bool:
    return bool(color[0] > 180 and color[1] < 90)


# ── structure ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_pdf_is_tagged_and_says_so(printed: County) -> None:
    path = printed.public / "jinping/info/2026-00001.pdf"
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", said) and re.search(r"Page size:.*A4", said)
    assert re.search(r"Title:\s+关于第1期护林防火工作的通知", said)
    reader: Any = PdfReader(path)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "zh-CN" and b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert all(page["/Tabs"] == "/S" for page in reader.pages)
    elements = list(_elements(root["/StructTreeRoot"]["/K"]))
    types = [str(each["/S"])[1:] for each in elements]
    assert set(types) <= STANDARD_TYPES
    assert types.count("H1") == 1 and types.count("H2") == 2 and types.count("H3") == 1
    assert types.count("Table") == 1 and types.count("TH") == 2 and types.count("LI") >= 2
    assert [each["/Alt"] for each in elements if each["/S"] == "/Figure"] == ["责任区示意图"]
    fonts = {name for page in reader.pages for name in page["/Resources"]["/Font"].values()}
    assert all("/FontDescriptor" in each["/DescendantFonts"][0].get_object() for each in fonts)
    assert PARAGRAPH.replace("，", "")[:20] in re.sub(
        r"[，\s]", "", "".join(page.extract_text() for page in reader.pages)
    )


def _elements(kids: Any) -> Iterator[Any]:
    """Every structure element below, itself before its children."""
    for kid in kids if isinstance(kids, list) else [kids]:
        each = kid.get_object()
        if isinstance(each, dict) and "/S" in each:
            yield each
            yield from _elements(each.get("/K", []))


# ── when it is made ─────────────────────────────────────────────────────────────────────────────────────────────


def test_pages_lead_to_their_pdf_with_type_and_size(printed: County) -> None:
    tree = printed.tree()
    pdfs = sorted(path for path in tree if path.endswith(".pdf"))
    assert pdfs == [f"jinping/info/2026-0000{number}.pdf" for number in (1, 2, 3)]
    page = tree["jinping/info/2026-00002.html"].decode()
    (link,) = re.findall(r'<li><a href="(.*?)" download="(.*?)">.*?facts">(.*?)</span>', page)
    assert link[:2] == ("../info/2026-00002.pdf", "关于第2期护林防火工作的通知.pdf")
    assert link[2].startswith(f"PDF 文档，{len(tree[pdfs[1]]) / 1024:.1f} KB")
    assert b".pdf" not in tree["jinping/info/2026-00020.html"]


def test_only_what_is_printed_otherwise_is_set_again(tmp_path: Path, printed: County, set_names: list[str]) -> None:
    shutil.copytree(printed.root, tmp_path / "county", symlinks=True)
    county = County.__new__(County)
    county.root = tmp_path / "county"
    county.build()
    assert set_names == []
    county.write("content/jinping/gg/m.md", document("又一份通知", "2026-00021"))
    write(county, 3, PARAGRAPH, "责任编辑: 王样例")  # which is on its page, not on its paper
    county.register()
    county.build()
    assert set_names == []
    write(county, 2, PARAGRAPH + "特此通知。")
    county.build()
    assert set_names == ["关于第2期护林防火工作的通知"]
    (county.root / "content/jinping/fdzdgknr/fggw/tu.png").write_bytes(picture()[:-12] + picture()[-12:])
    county.build()
    assert len(set_names) == 1, "a picture with the same bytes is the same picture"
    write(county, 3, PARAGRAPH, "公示截止: 2026-01-20")
    write(county, 2, PARAGRAPH + "另行通知。", "主题分类: [")
    kept = county.tree()["jinping/info/2026-00002.pdf"]
    county.build()
    assert "jinping/info/2026-00003.pdf" not in county.tree(), "what has ended shows no content"
    assert county.tree()["jinping/info/2026-00002.pdf"] == kept, "the last good page stays, and its PDF"
    write(county, 2, PARAGRAPH + "特此通知。")
    county.build()
    assert len(set_names) == 1
    county.write("site.yaml", SITE)
    county.build()
    assert not [path for path in county.tree() if path.endswith(".pdf")]
    assert b".pdf" not in county.tree()["jinping/info/2026-00002.html"]


def test_the_same_bytes_from_nothing_by_several_processes_elsewhere(
    tmp_path: Path, printed: County, set_names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    county = printing_county(tmp_path / "elsewhere", printed.root / "output/state/typesetting")
    for name in ("fdzdgknr/fggw/w1.md", "fdzdgknr/fggw/tu.png"):
        shutil.copy(printed.root / "content/jinping" / name, county.root / "content/jinping" / name)
    monkeypatch.setattr("generator.papers.SHARE", 1)
    monkeypatch.setenv("TZ", "America/Lima")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    county.build(clean=True, processes=2)
    assert len(set_names) == 3
    other, first = county.tree(), printed.tree()
    assert {path for path in first if path.endswith(".pdf")} == {path for path in other if path.endswith(".pdf")}
    assert all(other[path] == data for path, data in first.items() if path.endswith((".pdf", ".html")))
    assert not Workshop(county.root, county.root / "output", "jinping", ()).folder.exists()


def test_the_same_bytes_under_another_clock(machine: Press) -> None:
    if shutil.which("faketime") is None:
        pytest.skip("faketime is not installed")
    text = text_of(payload(body=Body(PARAGRAPH)))
    code = (
        "import sys; from pathlib import Path; from generator.typesetting import *\n"
        "from generator.layers import chain\n"
        "with Press(faces(chain(Path(sys.argv[1]), 'default')), Path(sys.argv[2])) as press:\n"
        "    sys.stdout.buffer.write(press.set(Sheet('clock', sys.stdin.read())).data)"
    )
    command = ["faketime", "2031-05-06 07:08:09", sys.executable, "-c", code, str(THEMES), str(machine.folder)]
    surroundings = {**os.environ, "PYTHONPATH": str(THEMES.parent), "PYTHONHASHSEED": "77"}
    came = subprocess.run(command, input=text.encode(), capture_output=True, check=True, env=surroundings).stdout
    assert came.startswith(b"%PDF-1.7") and came == machine.set(Sheet("clock", text)).data


# ── what must not be, and what goes wrong ───────────────────────────────────────────────────────────────────────


class Heard(BaseHTTPRequestHandler):
    """Notes who asks."""

    asked: list[str] = []  # noqa: RUF012 (of this test alone)

    def do_GET(self) -> None:
        Heard.asked.append(self.path)
        self.send_error(404)


def test_nothing_is_read_or_fetched_but_what_was_given(tmp_path: Path, machine: Press) -> None:
    secret, given = tmp_path / "secret.txt", tmp_path / "given.png"
    secret.write_text("SECRET-OF-THE-MACHINE")
    given.write_bytes(picture())
    server = HTTPServer(("127.0.0.1", 0), Heard)
    Thread(target=server.serve_forever, daemon=True).start()
    here, file = f"http://127.0.0.1:{server.server_port}", secret.as_uri()
    text = f"""<!DOCTYPE html><html lang="zh-CN"><head><title>t</title>
<link rel="stylesheet" href="{here}/a.css"><link rel="stylesheet" href="{file}"><link rel="attachment" href="{file}">
<style>@import url({here}/b.css); @font-face {{ font-family: x; src: url({file}), local("Noto Serif") }}
body {{ background: url({here}/c.png); font-family: x, fangsong }} p::before {{ content: url({file}) }}
li {{ list-style-image: url("{given.as_uri()}") }}</style></head>
<body><p>正文<img src="{here}/d.png" alt="甲"><img src="{file}" alt="乙"><img src="data:text/plain,x" alt="丙"></p>
<img src="https://www.county.example/jinping/tu.png" alt="丁"><object data="{file}"></object>
<embed src="{here}/e"><svg xmlns="http://www.w3.org/2000/svg"><title>s</title><image href="{file}"/>
<use href="{here}/f#a"/></svg><a rel="attachment" href="{file}">下载</a><ul><li>子</li></ul></body></html>"""
    came = machine.set(Sheet("hostile", text, {"https://www.county.example/jinping/tu.png": str(given)}))
    server.shutdown()
    server.server_close()
    assert Heard.asked == []
    reader = PdfReader(BytesIO(came.data))
    assert not reader.attachments and b"SECRET" not in came.data
    assert len(reader.pages[0].images) == 1, "only the picture that was given"
    assert "SECRET" not in reader.pages[0].extract_text()


def other_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str) -> None:
    """The child with one line written otherwise."""
    text = press.CHILD.read_text("utf-8")
    assert old in text
    changed = tmp_path / "child.py"
    changed.write_text(text.replace(old, new, 1), "utf-8")
    monkeypatch.setattr(press, "CHILD", changed)


def test_what_takes_too_long_or_is_too_much_is_told(
    tmp_path: Path, machine: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unprintable, match="正文太长"):
        machine.set(Sheet("long", "字" * press.TEXT_LIMIT))
    other_child(monkeypatch, tmp_path, "SECONDS = 60", "SECONDS = 1")
    with Press(machine.faces, machine.folder) as slow:
        with pytest.raises(Unprintable, match="超过了上限"):
            slow.set(Sheet("slow", text_of(payload(body=Body("字" * 300_000)))))
        assert slow.set(Sheet("quick", "<html lang=zh><title>好</title>好")).sheets == 1


def test_a_process_that_crashed_is_replaced(tmp_path: Path, machine: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    crash = (
        f"if not os.path.exists({str(tmp_path / 'was')!r}): open({str(tmp_path / 'was')!r}, 'w').close(); os.abort()"
    )
    other_child(monkeypatch, tmp_path, "        bound()\n", f"        bound()\n        {crash}\n")
    with Press(machine.faces, machine.folder) as crashing:
        assert crashing.set(Sheet("again", "<html lang=zh><title>好</title>好")).sheets == 1
    assert (tmp_path / "was").exists()


def test_a_document_that_cannot_be_printed_is_published_without_pdf(
    tmp_path: Path, printed: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = printing_county(tmp_path / "county", printed.root / "output/state/typesetting")
    write(county, 1, "正文第一段。\n\n本村的ሀ字印不出来。")
    write(county, 2, "这一份排不出来。")
    fails = 'if "排不出来" in str(asked["text"]): raise OverflowError("页数太多")'
    other_child(
        monkeypatch, tmp_path, '    pictures = asked["pictures"]\n', f'    {fails}\n    pictures = asked["pictures"]\n'
    )
    findings = [line for line in told(county.build().findings()) if "D701" not in line]
    source = "content/jinping/fdzdgknr/fggw"
    assert findings == [
        f"{source}/w1.md:18:4: F219 没有做成 PDF：字体里没有 ሀ（U+1200）",
        f"{source}/w2.md:1:1: F218 没有做成 PDF：OverflowError: 页数太多",
    ]
    tree = county.tree()
    assert [path for path in tree if path.endswith(".pdf")] == ["jinping/info/2026-00003.pdf"]
    assert "ሀ".encode() in tree["jinping/info/2026-00001.html"]
    assert b'.pdf"' not in tree["jinping/info/2026-00001.html"]


def test_what_is_missing_is_said_before_anything_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    county = County(tmp_path, ("portal",), SITE.replace("主题: default", "主题: own") + "PDF: 是\n")
    site = county.task().site
    county.write("themes/own/theme.yaml", "extends: default\nfonts:\n  fangsong: fonts/../../../site.yaml\n")
    with pytest.raises(GeneratorError, match="找不到仿宋（正文）的字体文件"):
        equipment(tmp_path, site)
    county.write("themes/own/theme.yaml", "extends: default\nfonts:\n  songti2: x.ttf\n")
    with pytest.raises(GeneratorError, match="没有「songti2」这种字体"):
        equipment(tmp_path, site)
    county.write("themes/own/theme.yaml", "extends: default\n")
    found = equipment(tmp_path, site)
    own = "/usr/share/fonts/truetype/arphic/ukai.ttc"
    county.write("themes/own/fonts/own.ttc", Path(own).read_bytes())
    county.write("themes/own/theme.yaml", "extends: default\nfonts:\n  fangsong: 'fonts/own.ttc#AR PL UKai CN'\n")
    assert equipment(tmp_path, site) != found
    versions.cache_clear()
    monkeypatch.setattr("generator.typesetting.engine.PACKAGES", ("weasyprint-of-nobody",))
    with pytest.raises(GeneratorError, match="没有安装做 PDF 的 weasyprint-of-nobody") as told_of:
        equipment(tmp_path, site)
    assert "requirements/pdf.txt" in told_of.value.advice
    monkeypatch.undo()
    versions.cache_clear()


def main(target: Path) -> None:
    """Set specimens, to be looked at."""
    target.mkdir(parents=True, exist_ok=True)
    names = ("示例县农业农村局", "示例县民政局", "示例县林业和草原局")
    pages = {"single": payload(), "joint": payload(agencies=names, signatory="张样例", printing_office="")}
    with Press(faces(chain(THEMES, "default")), target / "press") as opened:
        opened.set(Sheet("warm", text_of(payload())))
        for name, page in pages.items():
            (target / f"{name}.pdf").write_bytes(opened.set(Sheet(name, text_of(page))).data)
        sheet = Sheet("short", text_of(payload(body=Body(PARAGRAPH * 6))))
        begun = perf_counter()
        count = sum(opened.set(sheet).sheets for _ in range(20))
        took = perf_counter() - begun
    print(f"20 PDFs of {count // 20} sheets: {took / 20 * 1000:.0f} ms each, {20 / took:.1f} a second")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
