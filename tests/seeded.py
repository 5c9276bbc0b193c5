"""A county of 80 units with faults planted in it: the example county, twelve villages, two hundred mistakes.

A plant says where it must be told: the file, and the line that a sign stands in. What stands in a file decides the
line, not what the program says of it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from attachment_files import docx, sheet, text_rows, xlsx
from conftest import DEMONSTRATION, copy_county
from county import UNIT
from generator.checks import attachment_active, attachment_traces
from generator.codes import uscc_check_character

VILLAGES = 12
BARE = (
    *("fggw", "jgxx", "gh", "tj", "xzxk", "xzcf", "czyjs", "xzsf", "zfcg", "zdxm", "yjgl", "jdjc"),
    *("msbz", "zlly", "qtfd"),
)
LONG = "关于全面做好各项重点工作的安排" * 8
TABLE = "| 姓名 | {head} |\n| --- | --- |\n| 张某 | {cell} |"
LIST = "| 户主 | 补助金额 |\n| --- | --- |\n| 张小明 | 30 |\n| 李小红 | 20 |\n| 杨小兰 | 10 |"
HELD = "保密审查: {{审查结果: 不同意公开, 审查人: 张某, 审查日期: 2025-01-04, 审查依据: 条例第十六条}}"
GUIDE = "{{事项名称: 甲, 联系电话: 0879-6200000}}"
MOST = "{{事项名称: 甲, 设定依据: 乙, 申请条件: 丙, 办理材料: 丁, 办理地点: 戊}}"
HIDDEN = '<div style="display:none"><a href="https://www.gov.cn/">彩票</a></div>'
SMALL = '<a href="https://www.gov.cn/" style="font-size:0">彩票</a>'


@dataclass(frozen=True, slots=True)
class Sown:
    """What must be told: the code, the file, its line."""

    code: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to plant: lines of its head, its body, the sign whose line is the place, and files beside it."""

    code: str
    head: str
    body: str = "正文。"
    sign: str = ""
    files: tuple[tuple[str, bytes], ...] = ()
    times: int = 3


@dataclass(frozen=True, slots=True)
class Edit:
    """A file of a unit to change: what stands there, what is put there, the sign; "" is the file's first line."""

    code: str
    path: str
    old: str
    new: str
    sign: str
    times: int = 2


def uscc(serial: int) -> str:
    """An invented code of a village, with its check character (GB 32100)."""
    base = f"545308230000{serial:05d}"
    return base + uscc_check_character(base)


def control(root: Path) -> tuple[str, ...]:
    """Write the clean county; the slugs of its 80 units."""
    copy_county(root)
    shutil.rmtree(root / "content" / DEMONSTRATION)
    settings = (root / "site.yaml").read_text("utf-8")
    kept = [line for line in settings.splitlines(keepends=True) if not line.startswith("演示单位")]
    (root / "site.yaml").write_text("".join(kept), "utf-8")
    for number in range(1, VILLAGES + 1):
        name = f"景东彝族自治县示例第{number}村村民委员会"
        text = UNIT.format(name=name, kind="村", uscc=uscc(number), region=f"5308231002{number:02d}")
        text = text.replace("  分类:", "  指南修订日期: 2026-05-06\n  分类:")
        lines = ["栏目:", "  zd: {不适用: 村里没有制度文件}"]
        lines += [f"  fdzdgknr/{key}: {{不适用: 村里没有这类事项}}" for key in BARE]
        lines += [
            f"  {key}: {{不适用: 村里没有这类事项}}" for key in ("gg", "dt", "cwgk/cwsz", "cwgk/ybsx", "cwgk/zdsx")
        ]
        lines += ["领导:", "  - {姓名: 茶样例, 职务: 村民委员会主任}", "  - {姓名: 刀例, 职务: 村民委员会副主任}"]
        (root / f"content/cun{number:02d}").mkdir()
        (root / f"content/cun{number:02d}/unit.yaml").write_text(text + "\n".join(lines) + "\n", "utf-8")
    return tuple(sorted(path.name for path in (root / "content").iterdir() if path.is_dir()))


ROWS = [["姓名", "身份证号"], ["张某", "532724197103050038"]]
BOOK = xlsx({"一": sheet(text_rows(ROWS))})
WORDS = docx("<w:p><w:r><w:t>张某，身份证号 532724197103050038</w:t></w:r></w:p>")
GIF = b"GIF89a\t\t\t\t;"  # all that is asked of a picture
FILE = "附件:\n  - 文件: {}"

PAPERS = (
    Paper("C201", FILE.format("图.gif"), "第一段。\n\n![](图.gif)", "![](图.gif)", files=(("图.gif", GIF),)),
    Paper("C301", "标题: 甲", "## 一、总则\n\n#### 1．范围\n\n正文。\n\n### （一）时间\n\n正文。", "#### 1"),
    Paper("C401", "标题: 甲", "|  |  |\n| --- | --- |\n| 甲 | 乙 |", "|  |  |"),
    Paper("C501", "标题: 甲", "详情请[点击这里](https://www.gov.cn/zhengce/)。", "点击这里"),
    Paper("D102", "发文字号: 景政发[26]第{n}号", sign="发文字号", times=5),
    Paper("D103", "有效性: 废止", sign="有效性"),
    Paper("D104", "主题分类: 城市绿化养护", sign="主题分类"),
    Paper("D104", "体裁: 通报单", sign="体裁"),
    Paper("D204", "标题: 关于值班的通知", sign="标题"),
    Paper("D105", "来源: 省农业农村厅", sign="来源"),
    Paper("D202", "发文字号: 示政发〔2025〕{n}号", sign="发文字号"),
    Paper("D203", "废止文件: 示政发〔2019〕9{n}号", sign="废止文件"),
    Paper("D303", "有效性: 有效\n失效日期: 2026-02-01", sign="有效性"),
    Paper("I105", "成文日期: 2099-01-04", sign="成文日期"),
    Paper("I106", "标题: 甲", "第一段。\n\n学习《中华人民大和国宪法》。", "大和国", times=5),
    Paper("I106", "标题: 锦屏镇人民攻府关于值班的通知", sign="标题"),
    Paper("I406", "标题: 调研", "第一段。\n\n县长施立厦到会。", "施立厦"),
    Paper("I107", f"类型: 办事指南\n办事指南: {GUIDE}", sign="办事指南:"),
    Paper("I207", f"类型: 办事指南\n办事指南: {MOST}", sign="办事指南:"),
    Paper("I108", "类型: 政策解读\n解读: 示政发〔2026〕99{n}号", sign="解读:"),
    Paper("I205", "成文日期: 2026-01-08\n发布日期: 2026-01-06", sign="发布日期"),
    Paper("L101", "保密审查: {{审查结果: 同意公开}}", sign="保密审查"),
    Paper("L102", f"内容概述: {LONG}", sign="内容概述"),
    Paper("L104", "成文日期: 2026-03-02\n发布日期: 2026-03-26", sign="发布日期"),
    Paper("L204", "成文日期: 2026-03-02\n发布日期: 2026-04-20", sign="发布日期"),
    Paper("L107", "类型: 预算\n年度: 2026\n批准日期: 2026-01-20\n发布日期: 2026-02-20", sign="发布日期"),
    Paper("L109", f"公开属性: 不予公开\n{HELD}", sign="保密审查"),
    Paper("L108", "标题: 甲", "机密★1年\n\n正文。", "机密★", times=5),
    Paper("L108", "标题: 甲", "第一段。\n\n份号：000012", "份号"),
    Paper("L108", "内容概述: 内部资料，注意保存", sign="内容概述"),
    Paper("P102", "类型: 工作动态\n栏目: fdzdgknr/gh", sign="栏目"),
    Paper("W105", "标题: 甲", "第一段。\n\n见[某网站](https://www.somewhere.example.com/a)。", "somewhere", times=5),
    Paper("W105", "标题: 甲", "见[系统](https://203.0.113.9/login)。", "203.0.113.9"),
    Paper("W105", "标题: 甲", "见[省政府](http://www.yn.gov.cn/)。", "http://"),
    Paper("W205", "标题: 甲", f"第一段。\n\n{HIDDEN}", "display"),
    Paper("W205", "标题: 甲", f"第一段。\n\n{SMALL}", "font-size"),
    Paper("W205", "标题: 甲", "通知如下。[](https://www.gov.cn/)", "[]("),
    Paper("X101", "标题: 甲", TABLE.format(head="身份证号", cell="532724197103050038"), "532724", times=6),
    Paper("X101", "标题: 甲", "一、张某，卡号 6222 0202 0000 0000 006。", "6222", times=4),
    Paper("X101", "标题: 甲", TABLE.format(head="一卡通账号", cell="5300123412341234"), "| 5300"),
    Paper("X101", FILE.format("名单.xlsx"), sign="名单.xlsx", files=(("名单.xlsx", BOOK),), times=4),
    Paper("X101", FILE.format("名单.docx"), sign="名单.docx", files=(("名单.docx", WORDS),), times=4),
    Paper("X102", "类型: 公示\n发布日期: 2026-01-06\n公示截止: 2026-01-01", sign="公示截止"),
    Paper("X103", FILE.format("表.csv"), sign="表.csv", files=(("表.csv", "姓名,账号\n张某,6.22202E+18\n".encode()),)),
    Paper("X201", "标题: 甲", TABLE.format(head="残疾等级", cell="二级"), "二级"),
    Paper("X202", "标题: 关于拟享受临时救助人员名单的公示\n类型: 通知公告", sign="标题"),
    Paper("X302", "标题: 关于兑付补助的通知", LIST, "| 户主 |"),
    Paper("X203", FILE.format("表.pdf"), sign="表.pdf", files=(("表.pdf", attachment_active.PDF.encode()),)),
    Paper("X303", FILE.format("表.pdf"), sign="表.pdf", files=(("表.pdf", attachment_traces.PDF.encode()),)),
    Paper("Y101", "标题: 关于举行听证会的公告\n发布日期: 2026-01-06\n听证日期: 2026-01-19", sign="听证日期"),
    Paper("Y102", "标题: 2026年第一季度重点工作通报\n成文日期: 2026-04-10\n发布日期: 2026-04-12", sign="发布日期"),
    Paper(
        "F102", "保密审查: {{审查结果: 同意公开, 审查人: 张某, 审查日期: 2026-01-05, 审查依据: 甲}}\n标题:", sign="标题"
    ),
    Paper("F103", "发布日期: 2026年1月6日", sign="发布日期"),
    Paper("F211", "草稿: 是", sign="草稿"),
    Paper("F216", "类型: 通知   # 由程序猜测，请核对", sign="类型"),
    Paper("F217", "标题: 甲", "第一段。\n\n〔待填〕", "〔待填"),
    Paper("F208", "标题: 甲", "第一段。\n\n<script>alert(1)</script>", "<script>"),
    Paper("F203", FILE.format("没有.pdf"), sign="没有.pdf"),
    Paper("F203", "标题: 甲", "第一段。\n\n![](没有.png)", "没有.png"),
)

EDITS = (
    Edit("A101", "annual/2025.yaml", "本年新收: [", "本年新收: [1", "本年新收", times=6),
    Edit("A105", "annual/2025.yaml", "现行有效件数: 0}\n  行政许可", "现行有效件数: 9}\n  行政许可", "行政规范性文件"),
    Edit("A308", "annual/2025.yaml", "现行有效件数: 0}\n  行政许可", "现行有效件数: 8}\n  行政许可", "行政规范性文件"),
    Edit(
        "A108",
        "annual/2025.yaml",
        "规章: {本年制发件数: 0, 本年废止件数: 0",
        "规章: {本年制发件数: 1, 本年废止件数: 1",
        "规章",
    ),
    Edit("A107", "nb/2025.md", "全年新收申请", "全年新收申请9", "全年新收申请9", times=4),
    Edit("A208", "nb/2025.md", "## 二、", "| 本年新制作数量 |\n| --- |\n| 3 |\n\n## 二、", "本年新制作数量"),
    Edit("A407", "nb/2025.md", "## 二、", "（六）〔待填：其他〕\n\n## 二、", "〔待填"),
    Edit("P103", "unit.yaml", "  - 方式: 邮寄", "  - 方式: 传真", "  - 方式:", times=3),
    Edit("L103", "unit.yaml", "指南修订日期:", "# 指南修订日期:", "  分类:", times=3),
)


def planted(root: Path) -> Iterator[Sown]:
    """Plant every fault into the clean county, unit after unit; what must be told of it."""
    slugs = sorted(path.name for path in (root / "content").iterdir() if (path / "nb/2025.md").exists())
    places = cycle(slug for slug in slugs if slug != "portal")
    serial = 0
    for paper in PAPERS:
        for _ in range(paper.times):
            serial += 1
            yield _paper(root, next(places), paper, serial)
    for edit in EDITS:
        done = 0
        while done < edit.times:
            path = root / "content" / next(places) / edit.path
            text = path.read_text("utf-8")
            if edit.old in text and "# seeded" not in text:
                done += 1
                changed = text.replace(edit.old, edit.new, 1)
                path.write_text(changed + ("# seeded\n" if path.suffix == ".yaml" else ""), "utf-8")
                yield Sown(edit.code, path.relative_to(root).as_posix(), _line(changed, edit.sign))
    for _ in range(3):
        yield from _report_again(root, next(places))
        yield from _report_missing(root, next(places))
    yield from _villages(root)


def _paper(root: Path, slug: str, paper: Paper, serial: int) -> Sown:
    unit = (root / f"content/{slug}/unit.yaml").read_text("utf-8")
    code = next(line.split(": ")[1].strip('" ') for line in unit.splitlines() if line.startswith("统一社会信用代码"))
    ledger = root / f"content/{slug}/ledger/2026.csv"
    given_out = [line for line in ledger.read_text("utf-8").splitlines() if "/2026-" in line]
    lines = {
        "标题": f"关于第{serial}件事的通知",
        "索引号": f"{code}/2026-{len(given_out) + 1:05d}",
        "成文日期": "2026-01-04",
        "发布日期": "2026-01-06",
        "保密审查": "{审查结果: 同意公开, 审查人: 张某, 审查日期: 2026-01-04, 审查依据: 条例第十七条}",
    }
    head = paper.head.format(n=serial)
    given = {line.partition(":")[0] for line in head.splitlines()}
    kept = [f"{key}: {value}" for key, value in lines.items() if key not in given]
    text = "\n".join(["---", *kept, head, "---", paper.body]) + "\n"
    source = f"content/{slug}/gg/seed{serial}/seed{serial}.md"
    (root / source).parent.mkdir(parents=True)
    (root / source).write_text(text, "utf-8")
    for name, data in paper.files:
        (root / source).with_name(name).write_bytes(data)
    title = next((line.partition(": ")[2] for line in text.splitlines() if line.startswith("标题")), "")
    with ledger.open("a", encoding="utf-8") as entries:
        entries.write(f"{lines['索引号']},{source},{title}\n")
    return Sown(paper.code, source, _line(text, paper.sign))


def _line(text: str, sign: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if sign in line), 0) if sign else 1


def _report_again(root: Path, slug: str) -> Iterator[Sown]:
    """Last year's words in this year's report."""
    older, newer = (root / f"content/{slug}/nb/{year}.md" for year in (2024, 2025))
    head, told, rest = newer.read_text("utf-8").partition("## 一、总体情况\n")
    words = older.read_text("utf-8").partition("## 一、总体情况\n")[2].partition("## 二、")[0]
    text = f"{head}{told}{words}## 二、{rest.partition('## 二、')[2]}"
    newer.write_text(text, "utf-8")
    yield Sown("A207", newer.relative_to(root).as_posix(), _line(text, told.strip()))


def _report_missing(root: Path, slug: str) -> Iterator[Sown]:
    """No report of last year, since it is a draft."""
    path = root / f"content/{slug}/nb/2025.md"
    path.write_text(path.read_text("utf-8").replace("---\n", "---\n草稿: 是\n", 1), "utf-8")
    settings = root / f"content/{slug}/unit.yaml"
    yield Sown("L206", settings.relative_to(root).as_posix(), _line(settings.read_text("utf-8"), "名称:"))


def _villages(root: Path) -> Iterator[Sown]:
    """Faults that need a unit of their own: what leaders are called, what is blank."""
    for number in range(1, 4):
        slug = f"cun{number:02d}"
        body = "会议由村民委员会主任茶样列主持。\n\n村民委员会副主任刀历参加。"
        paper = Paper("I206", "标题: 会议", body, "茶样列")
        (root / f"content/{slug}/ledger").mkdir()
        settings = root / f"content/{slug}/unit.yaml"
        text = settings.read_text("utf-8").replace("  gg: {不适用: 村里没有这类事项}\n", "")
        settings.write_text(text, "utf-8")
        yield Sown("I102", f"content/{slug}/unit.yaml", _line(text, "  zd: {"))
        (root / f"content/{slug}/ledger/2026.csv").write_text("number,source,title\n", "utf-8")
        sown = _paper(root, slug, paper, 9000 + number)
        yield sown
        yield Sown("I306", sown.path, sown.line + 2)
    for number in range(4, 7):
        path = root / f"content/cun{number:02d}/unit.yaml"
        lines = [line for line in path.read_text("utf-8").splitlines() if "fdzdgknr/tj" not in line]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        yield Sown("L105", path.relative_to(root).as_posix(), _line("\n".join(lines), "  zd: {"))
