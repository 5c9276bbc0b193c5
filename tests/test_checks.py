"""Every check on the shelf tells its bad example and lets its good one pass; the stage places what they find."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conftest import REPOSITORY
from county import COMPLETENESS, REVIEW, TODAY, USCC, County
from county import document as document_text
from generator import check as stage
from generator import explaining
from generator.checks import Check, Found, check
from generator.errors import UsageError
from generator.faults import TABLE
from generator.frontmatter import parse_yaml
from generator.gather import gather
from generator.load import load
from generator.looking import looked
from generator.model import Before, Document, Finding, First, Severity, Site, UnitContent
from generator.model import County as CountyDigest
from generator.plan import digest, plan
from generator.site import load_site
from generator.sources import scan
from generator.survey import survey
from generator.workspace import Workspace

UNITS = ("jinping", "caizhengju")
HEADINGS = (
    *("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"),
    *("四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
)
REPORT = "\n\n".join(f"## {heading}\n\n无。" for heading in HEADINGS) + "\n"


def text_of(example: str, number: int, slug: str) -> str:
    """An example as a whole document: its lines stand in for those of a complete one."""
    head, _, body = example.partition("\n---\n")
    complete = {
        "标题": f"第{number}号文件",
        "索引号": f"{USCC[slug]}/2026-{number:05d}",
        "成文日期": "2026-01-04",
        "发布日期": "2026-01-06",
        "保密审查": REVIEW.removeprefix("保密审查: "),
    }
    parsed = parse_yaml(head)
    assert not parsed.faults and isinstance(parsed.values, dict), example
    lines = [f"{key}: {value}" for key, value in complete.items() if key not in parsed.values]
    body = body or (REPORT if parsed.values.get("类型") == "年度报告" else "正文。\n")
    return "---\n" + "\n".join([*lines, head.strip("\n")]) + f"\n---\n{body}"


def merged(path: Path, text: str) -> str:
    """A settings file with an example's keys in place of its own."""
    keys = {line.partition(":")[0] for line in text.splitlines() if line[:1].strip()}
    kept, keep = [], True
    for line in path.read_text("utf-8").splitlines():
        keep = line.partition(":")[0] not in keys if line[:1].strip() else keep
        kept += [line] if keep else []
    return "\n".join([*kept, text])


def day_of(examples: tuple[str, ...]) -> date:
    """The day on which examples are looked at."""
    named = [each.partition("\n")[2].strip() for each in examples if each.startswith("=== 今天")]
    return date.fromisoformat(named[0]) if named else TODAY


def site_of(root: Path) -> Site:
    site, findings = load_site(Workspace(root))
    assert site is not None, findings
    return site


def written(root: Path, examples: tuple[str, ...], across: bool) -> tuple[UnitContent, ...]:
    """The units with the examples in them, loaded; `across` puts one document, and the files before it, into each."""
    county = County(root, UNITS)
    place(county, examples, across)
    for slug in UNITS:
        county.register(slug)
    task = county.task()
    today = day_of(examples)
    loaded = [load(root, task.site, slug, scan(root, f"content/{slug}"), today) for slug in UNITS]
    errors = [each for unit in loaded for each in unit.findings if each.severity is Severity.ERROR]
    assert not errors, errors
    return tuple(unit.content for unit in loaded if unit.content is not None)


def place(county: County, examples: tuple[str, ...], across: bool) -> None:
    """Put examples into a county."""
    root = county.root
    for number, example in enumerate(examples):
        before = sum(not each.startswith("=== ") for each in examples[:number])
        slug = UNITS[before] if across else UNITS[0]
        if example.startswith("=== "):
            name, _, text = example.removeprefix("=== ").partition("\n")
            if times := re.search(r"（以下内容重复 (\d+) 次）$", name):
                name, text = name.removesuffix(times[0]), text * int(times[1])
            if name not in ("今天", "上次公开"):
                path = name.removeprefix("/") if name.startswith("/") else f"content/{slug}/{name}"
                county.write(path, merged(root / path, text) if name.endswith(("unit.yaml", "site.yaml")) else text)
        else:
            county.write(f"content/{slug}/gg/{number}.md", text_of(example, number + 1, slug))


def told(root: Path, examples: tuple[str, ...], across: bool = False, whole: bool = False) -> tuple[Finding, ...]:
    """What both rounds of checking and the county's say of the examples; what says that a unit is not complete only
    where it is `whole`."""
    contents, today = written(root, examples, across), day_of(examples)
    county = gather(site_of(root), [digest(content, today) for content in contents]).county
    first = [each for content in contents for each in stage.check(content, None, today).findings]
    second = [
        each
        for content in contents
        for each in stage.check(content, county, today, before_of(examples, content, county)).findings
    ]
    found = (*first, *second, *stage.check_county(county), *theme_findings(root))
    return found if whole else tuple(each for each in found if each.code not in COMPLETENESS)


def before_of(examples: tuple[str, ...], content: UnitContent, county: CountyDigest) -> Before:
    """What was public before the examples: of the first document its days, and addresses with their names."""
    told = next((each.partition("\n")[2] for each in examples if each.startswith("=== 上次公开")), "")
    values = parse_yaml(told).values if told else {}
    assert isinstance(values, dict)
    number = f"{USCC[UNITS[0]]}/2026-00001"
    first = {number: First(values["发布日期"], values.get("公开日", ""))} if "发布日期" in values else {}
    there = {page.url for page in plan(content, county, TODAY).pages}
    gone = [(url, name) for url, name in values.get("网址", {}).items() if url not in there]
    return Before(first, tuple(gone) if content.unit.slug == UNITS[0] else ())


def theme_findings(root: Path) -> tuple[Finding, ...]:
    """What is said of the themes, which are looked at where an example or a site names one."""
    task = County(root, (), (root / "site.yaml").read_text("utf-8")).task()
    return looked(task, survey(task, UNITS), "portal")


PLACES = ("content/jinping/", "content/caizhengju/", "site.yaml", "themes/")


@pytest.mark.parametrize("each", stage.catalogue(), ids=lambda each: each.code)
def test_examples(each: Check, tmp_path: Path) -> None:
    across = each.height is CountyDigest
    found = [one for one in told(tmp_path / "bad", each.bad, across, whole=True) if one.code == each.code]
    assert found and all(finding.severity is each.severity and finding.fix and finding.law for finding in found)
    assert all(finding.path.startswith(PLACES) for finding in found)
    good = told(tmp_path / "good", each.good, across, whole=True)
    grave = [one for one in good if one.severity is not Severity.INFO or one.code == each.code]
    if each.code in COMPLETENESS:
        own = "content/jinping/"  # the other unit stays bare
        grave = [one for one in grave if one.code == each.code and one.path.startswith((own, "site.yaml"))]
    assert not [one for one in grave if one.code == each.code or one.code not in COMPLETENESS], good


@pytest.mark.parametrize("each", stage.catalogue(), ids=lambda each: each.code)
def test_a_check_is_explained(each: Check) -> None:
    text = stage.explain(each.code)
    assert each.meaning
    assert each.meaning in text and each.fix in text and each.law in text and "不合规的例子" in text


EXEMPLIFIED = {code: each for code, each in TABLE.items() if each.bad}


@pytest.mark.parametrize("code", EXEMPLIFIED)
def test_examples_of_what_reading_finds(code: str, tmp_path: Path) -> None:
    each = EXEMPLIFIED[code]
    assert code in {one.code for one in read_of(tmp_path / "bad", each.bad)}
    assert read_of(tmp_path / "good", each.good) == ()
    assert each.meaning in stage.explain(code) and each.bad[-1].strip().splitlines()[-1] in stage.explain(code)


def read_of(root: Path, examples: tuple[str, ...]) -> tuple[Finding, ...]:
    """What reading the first unit with the examples in it tells, but for what any document without a number is told."""
    county = County(root, UNITS)
    place(county, examples, across=False)
    found = load(root, county.task().site, UNITS[0], scan(root, f"content/{UNITS[0]}"), day_of(examples)).findings
    return tuple(each for each in found if each.code not in ("F207", "F213"))


def codes_in(source: Path) -> set[str]:
    """Whatever in the program's sources may be the code of a finding."""
    constants = (node for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Constant))
    return {each.value for each in constants if isinstance(each.value, str) and re.fullmatch(r"[A-Z]\d{3}", each.value)}


def test_every_code_that_can_be_told_is_explained() -> None:
    example = REPOSITORY / "generator/drafting/parts.py"  # of the code of a check to be
    codes = set().union(*map(codes_in, set((REPOSITORY / "generator").rglob("*.py")) - {example}))
    assert {"D101", "F205", "G104", "G301", "H101", "U101", "W104", "X101"} <= codes
    for code in sorted(codes):
        assert "改法: " in explaining.code(code), code


def test_other_codes_are_explained() -> None:
    assert "UTF-8" in stage.explain("F001")
    assert "原索引号" in stage.explain("D101")
    with pytest.raises(UsageError, match="没有 D999 这个代码"):
        stage.explain("D999")


def test_registers_and_the_ledger_are_explained_in_a_sentence() -> None:
    for code, meaning, fix in (
        ("F205", "有一处用不了", "按提示改正"),
        ("F230", "有一个文件没有读", "另存为“CSV UTF-8”"),
        ("D901", "文件不见了", "从版本库或备份恢复"),
    ):
        _, sentence, advice, *_ = stage.explain(code).splitlines()
        assert meaning in sentence and fix in advice, code


def test_no_source_of_a_pdf_is_told() -> None:
    for code, what in (("X203", "脚本"), ("X303", "作者"), ("X403", "图片")):
        told = stage.explain(code)
        assert re.search(f"=== gg/表.pdf\n    （PDF 文件：.*{what}.*）\n", told) and "endobj" not in told, told


EXPECTED = {
    "C301": (
        "标题: 甲\n---\n## 一、范围\n\n#### 1．乡镇\n\n### （一）时间\n",
        "content/jinping/gg/0.md:10:1: C301 小标题「1．乡镇」跳过了上一级",
    ),
    "C401": (
        "标题: 甲\n---\n如下表：\n\n|  |  |\n|---|---|\n| 甲 | 1 |\n",
        "content/jinping/gg/0.md:10:1: C401 表格没有表头：第一行是空的",
    ),
    "C501": (
        "标题: 甲\n---\n网址见[**点击查看**>>](https://www.gov.cn/a)。\n",
        "content/jinping/gg/0.md:8:4: C501 链接文字「**点击查看**>>」没有说明指向什么",
    ),
    "D102": (
        "发文字号: 景政发[26]第012号",
        "content/jinping/gg/0.md:7:7: D102 发文字号「景政发[26]第012号」写法不合规，应为「景政发〔2026〕12号」",
    ),
    "L108": (
        "标题: 甲\n---\n一行\n二行机密★1年\n",
        "content/jinping/gg/0.md:9:3: L108 出现密级或内部资料标志「机密★」",
    ),
    "L101": (
        "保密审查: {审查结果: 不同意公开, 审查人: 张某, 审查日期: 2026-01-07}",
        "content/jinping/gg/0.md:6:14: L101 保密审查是“不同意公开”，不是“同意公开”",
    ),
    "D103": ("有效性: 失效", "content/jinping/gg/0.md:7:6: D103 有效性是“失效”，却没有写“失效日期”"),
    "D203": (
        "废止文件: 景政发〔2019〕99号",
        "content/jinping/gg/0.md:7:7: D203 「废止文件」写的「景政发〔2019〕99号」在全县都找不到",
    ),
    "D203 in a list": (
        "废止文件:\n  - 景政发〔2019〕98号\n  - 景政发〔2019〕99号",
        "content/jinping/gg/0.md:9:5: D203 「废止文件」写的「景政发〔2019〕99号」在全县都找不到",
    ),
    "D203 in a line": (
        "修改: 景政发〔2019〕98号； 景政发〔2019〕99号",
        "content/jinping/gg/0.md:7:19: D203 「修改」写的「景政发〔2019〕99号」在全县都找不到",
    ),
}


def test_one_fault_is_one_finding(tmp_path: Path) -> None:
    """What is missing of a review is told together; an empty summary is not judged beside the body it is taken from."""
    county = County(tmp_path, ("jinping",))
    text = document_text("通知", "2026-00001", "内容概述:", body="机密★1年，身份证号 532724197103050008。\n")
    county.write("content/jinping/gg/a.md", "\n".join(each for each in text.split("\n") if "保密审查" not in each))
    found = [each for each in county.check() if each.path == "content/jinping/gg/a.md"]
    assert sorted(each.code for each in found if each.code in ("L101", "L108", "X101")) == ["L101", "L108", "X101"]
    told = "保密审查没有写“审查结果”、“审查人”、“审查日期”"
    assert told in [each.message for each in found]


@pytest.mark.parametrize(
    ("relation", "validity", "expected"),
    [
        ("废止文件", "", ("2:5", "废止", "有效")),
        ("废止文件", "有效性: 已修改", ("8:6", "废止", "已修改")),
        ("修改", "有效性: 有效", ("8:6", "修改", "有效")),
        ("修改", "有效性: 已修改", ()),
        ("生效日期: 2030-01-01\n废止文件", "", ()),
    ],
)
def test_a_relation_written_on_one_side_only(
    tmp_path: Path, relation: str, validity: str, expected: tuple[str, ...]
) -> None:
    """The older document is told, at its validity, with the place of the newer one that says so."""
    older = "发文字号: 景政发〔2019〕9号\n成文日期: 2019-03-01\n" + validity
    found = told(tmp_path, (older.rstrip(), f"发文字号: 景政发〔2026〕30号\n{relation}: 景政发〔2019〕9号"))
    lines = [f"{each.line}:{each.column} {each.message}" for each in found if each.code == "D403"]
    message = "{} 已被《第2号文件》{}（content/jinping/gg/1.md:8），有效性却还是“{}”"
    assert lines == ([message.format(*expected)] if expected else [])


@pytest.mark.parametrize("code", EXPECTED)
def test_place_and_message(code: str, tmp_path: Path) -> None:
    example, wanted = EXPECTED[code]
    lines = [
        f"{each.path}:{each.line}:{each.column}: {each.code} {each.message}" for each in told(tmp_path, (example,))
    ]
    assert wanted in lines


FINE = {
    "levels that are not used at all": "标题: 甲\n---\n## 一、范围\n\n#### 1．乡镇\n\n## 二、时间\n",
    "headings and tables in code": "标题: 甲\n---\n## 一\n\n```\n#### 四\n### 三\n|  |  |\n|--|--|\n```\n",
    "a corner without words": "标题: 甲\n---\n|  | 户数 |\n| --- | --- |\n| 利月村 | 12 |\n",
    "words in a longer link": "标题: 甲\n---\n见[附件下载办法](https://www.gov.cn/a)，点击查看即可。\n",
    "order": "发文字号: 国务院令第711号",
    "notice": "发文字号: 2026年第3号",
    "lesson": "标题: 保密教育\n---\n密级分为绝密、机密、秘密；内部资料的管理。",
    "own origin": "来源: 示例县锦屏镇人民政府",
    "short summary": "内容概述: 一句话",
    "budget": "标题: 2026年部门预算公示\n类型: 预算\n年度: 2026\n批准日期: 2026-01-05",
}


def test_what_is_not_disclosed_is_judged_again_every_year(tmp_path: Path) -> None:
    """Told by name, at the day of the review; the unit is looked at again when the next year is over."""
    held = "公开属性: {}\n成文日期: 2020-03-01\n保密审查: {{审查结果: 不同意公开, 审查人: 张某, 审查日期: {}}}"
    examples = (held.format("不予公开", "2025-11-22"), held.format("依申请公开", "2025-12-01"))
    (content, _) = written(tmp_path, examples, across=False)
    checked = stage.check(content, None, TODAY)
    lines = [
        f"{each.path}:{each.line}:{each.column} {each.message}" for each in checked.findings if each.code == "L109"
    ]
    assert lines == ["content/jinping/gg/0.md:7:36 《第1号文件》“不予公开”，2025-11-22 以后没有重新评估"]
    later = stage.check(content, None, date(2026, 12, 2)).findings
    assert sum(each.code == "L109" for each in later) == 2
    assert checked.changes_on is not None and checked.changes_on <= date(2026, 12, 2)
    assert [each.title for each in content.undisclosed] == ["第1号文件", "第2号文件"] and not content.documents


@pytest.mark.parametrize("number", ["", "索引号: ''"])
def test_what_is_not_disclosed_need_not_be_released(tmp_path: Path, number: str) -> None:
    """No release is asked for what is not to be published, with a number or without."""
    county = County(tmp_path, UNITS)
    text = text_of(
        f"公开属性: 不予公开\n保密审查: {{审查结果: 不同意公开, 审查日期: 2026-11-01}}\n{number}", 1, "jinping"
    )
    county.write("content/jinping/gg/a.md", text)
    assert [each.code for each in county.check()] == (["F207", "F213"] if number else ["F213"])


@pytest.mark.parametrize("name", FINE)
def test_what_is_right_is_left_alone(name: str, tmp_path: Path) -> None:
    assert not told(tmp_path, (FINE[name],))


def test_a_long_text_without_summary_is_left_alone(tmp_path: Path) -> None:
    assert not told(tmp_path, (f"标题: 甲\n---\n{'长' * 500}\n",))


def test_a_repealed_document_names_one_in_another_unit(tmp_path: Path) -> None:
    pair = ("有效性: 废止\n废止日期: 2026-02-01\n被废止于: 景财发〔2026〕1号", "发文字号: 景财发〔2026〕1号")
    assert not [each for each in told(tmp_path, pair, across=True) if each.code != "D701"]
    assert [each.code for each in told(tmp_path / "alone", pair[:1])] == ["D203"]


def test_near_numbers_are_suggested(tmp_path: Path) -> None:
    found = told(tmp_path, ("解读: 景政发〔2026〕12号\n类型: 政策解读", "发文字号: 景政发〔2026〕21号"))
    assert ["是不是「景政发〔2026〕21号」" in each.message for each in found] == [True]


def test_the_rounds_do_not_overlap(tmp_path: Path) -> None:
    contents = written(tmp_path, ("有效性: 废止\n被废止于: 景财发〔2026〕1号",), across=False)
    county = gather(site_of(tmp_path), [digest(content, TODAY) for content in contents]).county
    assert {each.code for each in stage.check(contents[0], None, TODAY).findings} - COMPLETENESS == {"D103"}
    assert {each.code for each in stage.check(contents[0], county, TODAY).findings} == {"D203"}


def test_a_check_says_what_it_looks_at() -> None:
    words = {"law": "法", "fix": "改", "bad": "a: b", "good": "a: b"}

    def nothing(thing: int) -> Found:
        yield "不"

    def clock(document: Document, now: date) -> Found:
        yield "不"

    def beyond(document: Document, county: CountyDigest) -> Found:
        yield "不"

    for function in (nothing, clock):
        with pytest.raises(TypeError):
            check("Z101", "warning", **words)(function)
    with pytest.raises(TypeError, match="不能是错误"):
        check("Z101", "error", **words)(beyond)
    made = check("Z101", "warning", **words)(beyond)
    assert made.is_late and made.height is Document


def test_withheld_and_told_through_the_command(tmp_path: Path) -> None:
    county = County(tmp_path, UNITS)
    county.write("content/jinping/gg/a.md", text_of("发文字号: 景政发[26]1号", 1, "jinping"))
    county.write("content/jinping/gg/b.md", text_of("发文字号: 景政发〔2026〕2号", 2, "jinping"))
    county.register()
    codes = [each.code for each in county.check()]
    assert codes == ["D102"]


def test_pattern_is_judged_when_known(tmp_path: Path) -> None:
    content = written(tmp_path, ("索引号: 2026-00001",), across=False)[0]
    bare = replace(content, ledger=(), index_pattern="{org}/{year}-{serial:05d}")
    found = [each.code for each in stage.check(bare, None, TODAY).findings]
    assert [code for code in found if code not in COMPLETENESS] == ["D101"]
