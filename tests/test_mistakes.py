"""Forty mistakes of an editor: what was written → the exact message, and the other documents are built all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from county import REVIEW, County, document, told
from generator.kinds import kinds
from generator.model import Severity

PATH = "content/jinping/gg/x.md"
LEAD = f"索引号: 11530823000000002K/2026-00001\n发布日期: 2026-01-06\n{REVIEW}\n"


def head(*lines: str, body: str = "正文。\n", title: str = "标题: 通知") -> str:
    """A document whose first lines are the given ones."""
    return "---\n" + "\n".join([title, *lines]) + "\n" + LEAD + "---\n" + body


# name → (text of the document, its findings as line:column: CODE message)
MISTAKES: dict[str, tuple[str | bytes, list[str]]] = {
    "文件是空的": ("", ["1:1: F018 文件是空的"]),
    "没有文件头": ("正文\n", ["1:1: F003 缺少文件头：第一行应当是 ---"]),
    "文件头没有结束": ("---\n标题: 通知\n正文\n", ["1:1: F004 文件头没有结束：缺少第二行 ---"]),
    "减号是全角": ("－－－\n标题: 通知\n---\n", ["1:1: F003 第一行应当是三个半角减号 ---"]),
    "不是 UTF-8": (head().encode("gb18030"), ["2:1: F001 文件不是 UTF-8 编码（可能是 GBK）"]),
    "全角冒号": (head("成文日期：2026-01-04"), ["3:5: F006 「成文日期」后面是全角冒号“：”"]),
    "冒号后没有空格": (head("成文日期:2026-01-04"), ["3:6: F017 「成文日期:」冒号后面缺少一个空格"]),
    "用 Tab 缩进": (head("办事指南:", "\t事项名称: 办证"), ["4:1: F005 缩进用了 Tab 键，YAML 只认空格"]),
    "字段写了两次": (head("标题: 通知二"), ["3:1: F008 「标题」写了两次，第一次在第 2 行"]),
    "中英文各写一次": (head("title: Notice"), ["3:1: F104 「title」与「标题」是同一个字段"]),
    "括号不成对": (
        head("内容概述: [摘要\n主题词: [a, b]"),
        ["3:7: F028 这里的「[」一直没有配对的「]」"],
    ),
    "引号不成对": (head('内容概述: "摘要'), ["3:7: F024 引号没有成对：只有开头的一个"]),
    "值里有冒号": (head("内容概述: 依据: 条例"), ["3:9: F007 值里又出现了“冒号加空格”，YAML 会误解"]),
    "值以星号开头": (head("内容概述: *重点"), ["3:7: F007 值以符号「*」开头，YAML 会误解"]),
    "值以 @ 开头": (head("内容概述: @所有人"), ["3:7: F007 值以符号「@」开头，YAML 会误解"]),
    "YAML 标签": (head("内容概述: !!str x"), ["3:7: F010 不能使用 YAML 标签「tag:yaml.org,2002:str」"]),
    "控制字符": (head("内容概述: a\x0bb"), ["3:8: F015 含有看不见的控制字符"]),
    "嵌套过深": (head("内容概述: " + "[" * 30), ["3:26: F013 嵌套过深：超过 20 层"]),
    "字段名写错": (head("成文日其: 2026-01-04"), ["3:1: F101 没有「成文日其」这个字段，是不是想写「成文日期」？"]),
    "不认识的字段": (head("xyz: 1"), ["3:1: F101 没有「xyz」这个字段"]),
    "内层字段写错": (
        head("办事指南: {事项名: 办证}"),
        ["3:8: F101 没有「事项名」这个字段，是不是想写「事项名称」？"],
    ),
    "日历上没有的日期": (
        head("成文日期: 2024-02-30"),
        ["3:7: F103 「成文日期」：「2024-02-30」在日历上不存在：2024 年 2 月只有 29 天"],
    ),
    "日期用了年月日": (
        head("成文日期: 2024年1月3日"),
        ["3:7: F103 「成文日期」：日期「2024年1月3日」写法不合规，请写作 2024-01-03"],
    ),
    "日期少了零": (
        head("成文日期: 2024-1-3"),
        ["3:7: F103 「成文日期」：日期「2024-1-3」写法不合规，请写作 2024-01-03"],
    ),
    "日期是文字": (
        head("成文日期: 昨天"),
        ["3:7: F103 「成文日期」：「昨天」不是日期，请写作 2026-01-31 这样的形式"],
    ),
    "标题写成题目": (
        head(title="题目: 通知"),
        ["1:1: F102 缺少「标题」", "2:1: F101 没有「题目」这个字段，是不是想写「标题」？"],
    ),
    "引号里又有引号": (
        head(title='标题: "关于"美丽"的通知"'),
        ["2:8: F025 引号后面还有文字：值里又用了半角引号"],
    ),
    "缺少标题": ("---\n" + LEAD + "---\n正文\n", ["1:1: F102 缺少「标题」"]),
    "缺少发布日期": (
        head().replace("发布日期: 2026-01-06\n", ""),
        ["1:1: F102 缺少「发布日期」"],
    ),
    "有效性不在可选值内": (
        head("有效性: 有校"),
        ["3:6: F103 「有效性」：「有校」不在可选值之内：有效、已修改、失效、废止"],
    ),
    "年度不是数字": (head("年度: 二〇二六"), ["3:5: F103 「年度」应当是整数"]),
    "草稿写成也许": (head("草稿: 也许"), ["3:5: F103 「草稿」应当写“是”或“否”"]),
    "附件不是列表": (head("附件: 表.xlsx"), ["3:5: F103 「附件」应当是列表：每项一行，以“- ”开头"]),
    "标题是列表": (head(title="标题: [通知, 二]"), ["2:5: F103 「标题」应当是文字，不能是列表或下一级字段"]),
    "保密审查写成文字": (
        head("办事指南: 同意"),
        ["3:7: F103 「办事指南」应当写成下一级的“键: 值”"],
    ),
    "栏目写错": (head("栏目: 通知公吿"), ["3:5: F201 本单位没有「通知公吿」栏目，是不是想写「通知公告」？"]),
    "类型写错": (head("类型: 公文件"), ["3:5: F202 没有「公文件」这个内容类型，是不是想写「公文」？"]),
    "公文缺发文字号": (
        head("类型: 公文", "成文日期: 2026-01-04"),
        ["3:5: F102 「公文」缺少「发文字号」"],
    ),
    "解读没有对象": (head("类型: 政策解读"), ["3:5: F102 「政策解读」缺少「解读」"]),
    "没有索引号": (
        head().replace("索引号: 11530823000000002K/2026-00001\n", ""),
        ["1:1: F207 还没有索引号，编号之后才发布"],
    ),
    "附件找不到": (
        head("附件:", "  - 文件: 附见.txt"),
        ["4:9: F203 找不到附件「附见.txt」，是不是「附件.txt」？"],
    ),
    "正文没有写好": (head(body="第一段。\n\n见〔待填〕。\n"), ["9:2: F217 正文里还有〔待填〕，没有写好"]),
    "草稿里可以有猜的和没写的": (
        head("类型: 通知   # 由程序猜测，请核对", "草稿: 是", body="〔待填〕\n"),
        ["4:5: F211 草稿，不发布"],
    ),
    "链接的信息不存在": (
        head(body="见[通知](y.md)。\n"),
        ["7:2: F204 链接「y.md」指向的信息不在本单位，是不是「x.md」？"],
    ),
    "链接以斜线开头": (
        head(body="见[通知](/gg/index.html)。\n"),
        ["7:2: F204 链接「/gg/index.html」以 / 开头，换个地址部署就会失效"],
    ),
    "数据文件找不到": (head(body="![表](data/shuju.csv)\n"), ["7:1: F203 找不到数据文件「data/shuju.csv」"]),
}


def test_all_mistakes_come_out_at_once(tmp_path: Path) -> None:
    """A document without a number is told of its missing attachment, link and data file in the same breath."""
    county = County(tmp_path, ("jinping",))
    text = head("附件: [{文件: 没有.pdf}]", body="见[通知](y.md)。\n\n![表](z.csv)\n")
    county.write(PATH, text.replace("索引号: 11530823000000002K/2026-00001\n", ""))
    assert sorted(each.code for each in county.check()) == ["F203", "F203", "F204", "F207"]


ADVICE = {
    "成文日期: 2024年1月3日": "写成“成文日期: 2024-01-03”",
    "成文日期: 2026年1月40日": "核对以后重写，例如“成文日期: 2026-01-31”",
    "成文日期: 2024-02-30": "核对以后重写，例如“成文日期: 2026-01-31”",
    "有效性: 有校": "写成“有效性: 有效”",
    "有效性: 己修改": "写成“有效性: 已修改”",
    "年度: 二〇二六": "核对以后重写，例如“年度: 2026”",
    "草稿: 也许": "核对以后重写，例如“草稿: 是”",
    "附件: 表.xlsx": "核对以后重写，例如“附件: [{文件: …}]”",
    "办事指南: 同意": "核对以后重写，例如“办事指南: {事项名称: …}”",
    "附件: [{名称: 表}]": "补写“文件: …”",
    "类型: 公文": "补写“发文字号: …”",
}


@pytest.mark.parametrize("line", ADVICE)
def test_advice_names_the_field_and_a_good_value(tmp_path: Path, line: str) -> None:
    county = County(tmp_path, ("jinping",))
    county.write(PATH, head(line))
    assert ADVICE[line] in [each.fix for each in county.check() if each.code in ("F102", "F103")]


def test_what_is_missing_hides_nothing_else(tmp_path: Path) -> None:
    """Whoever corrects a document is told everything at once: fields, attachments, and what the law demands."""
    county = County(tmp_path, ("jinping",))
    county.write(PATH, "---\n题目: 通知\n附件: [{文件: x.pdf}]\n---\n正文\n")
    assert {each.code for each in county.check()} == {"F101", "F102", "F203", "F207", "L101"}
    assert not county.build().crashes()


def test_a_missing_day_contradicts_no_other(tmp_path: Path) -> None:
    county = County(tmp_path, ("jinping",))
    days = "公示截止: 2026-01-20\n成文日期: 2026-01-05"
    county.write(PATH, f"---\n标题: 关于名单的公示\n类型: 公示\n{days}\n{REVIEW}\n---\n正文\n")
    assert {each.code for each in county.check()} == {"F102", "F207"}


@pytest.mark.parametrize("title", ["标题: 通知", "备注: 通知"])
def test_a_kind_can_be_checked_whatever_it_lacks(tmp_path: Path, title: str) -> None:
    county = County(tmp_path, ("jinping",))
    for number, kind in enumerate(sorted(kinds())):
        county.write(f"content/jinping/gg/{number}.md", f"---\n{title}\n类型: {kinds()[kind].label}\n---\n正文\n")
    report = county.build()
    assert not report.crashes() and not [each for each in report.units if each.broken]
    assert sum(each.code == "F102" for each in report.findings()) >= len(kinds())


UNIT_MISTAKES = {
    "link to a unit that is not there": (
        "栏目:\n  fdzdgknr/zfcg:\n    链接到: caizhenju:fdzdgknr/zfcg\n",
        "3:10: U104 “链接到”的单位「caizhenju」不存在，是不是「caizhengju」？",
    ),
    "link to a column that the unit does not have": (
        "栏目:\n  fdzdgknr/zfcg:\n    链接到: caizhengju:fdzdgknr/zfcgg\n",
        "3:10: U104 “链接到”的「示例县财政局」没有「fdzdgknr/zfcgg」栏目，是不是「fdzdgknr/zfcg」？",
    ),
    "link to no column": (
        "栏目:\n  fdzdgknr/zfcg:\n    链接到: caizhengju\n",
        "3:10: U104 “链接到”的「caizhengju」不是本单位的栏目",
    ),
    "a lawful column renamed": (
        "栏目:\n  zn:\n    更新期限: 30\n    名称: 指南\n",
        "4:9: U108 法定栏目「政府信息公开指南」不能隐藏或改名",
    ),
    "a quote that does not end": (
        '友情链接:\n  - 名称: "甲\n    网址: https://a.example/\n',
        "2:9: F024 引号没有成对：只有开头的一个",
    ),
    "a field is missing in an item": (
        "友情链接:\n  - 名称: 甲\n    网址: https://a.example/\n  - 名称: 乙\n",
        "4:5: F102 缺少「友情链接 · 第 2 项 · 网址」",
    ),
}


@pytest.mark.parametrize("name", UNIT_MISTAKES)
def test_mistakes_of_a_unit_have_their_place(tmp_path: Path, name: str) -> None:
    text, expected = UNIT_MISTAKES[name]
    county = County(tmp_path)
    path = "content/jinping/unit.yaml"
    whole = (tmp_path / path).read_text()
    county.write(path, whole + text)
    line, rest = expected.split(":", 1)
    assert f"{path}:{whole.count(chr(10)) + int(line)}:{rest}" in told(county.check())
    assert f"{path}:{whole.count(chr(10)) + int(line)}:{rest}" in told(county.build().findings())


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("通知公告", "文件夹「通知公告」不是本单位的栏目：「通知公告」的文件夹是「gg」"),
        ("财政预算决算", "：「财政预算、决算」的文件夹是「fdzdgknr/czyjs」"),
        ("gong", "文件夹「gong」不是本单位的栏目"),
    ],
)
def test_a_folder_named_like_a_column(tmp_path: Path, folder: str, message: str) -> None:
    county = County(tmp_path, ("jinping",))
    county.write(f"content/jinping/{folder}/x.md", head())
    assert [message in line for line in told(county.check()) if " F201 " in line] == [True]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("标题: 关于 #1 楼加固的通知", ["2:8: F023 “ #”后面的文字会被当作注释，不会显示：「#1 楼加固的通知」"]),
        ('标题: "关于 #1 楼加固的通知"', []),
        ("标题: 关于C#教程的通知", []),
    ],
)
def test_a_title_that_yaml_cuts_short(tmp_path: Path, title: str, expected: list[str]) -> None:
    county = County(tmp_path, ("jinping",))
    county.write(PATH, head(title=title))
    county.register()
    assert [line.removeprefix(f"{PATH}:") for line in told(county.check()) if " F023 " in line] == expected


def test_links_to_a_heading_of_another_document(tmp_path: Path) -> None:
    """By the words of the heading; one that is not there is told, and leads to the top."""
    county = County(tmp_path, ("jinping",))
    county.write("content/jinping/gg/b.md", document("乙", "2026-00002", body="## 一、总则\n\n甲。\n\n## 二、附则\n"))
    county.write(PATH, head(body="[甲](b.md#二、附则) [乙](b.md#s-1) [丙](b.md#三、其他)\n"))
    county.register()
    assert [line for line in told(county.build().findings()) if " F208 " in line] == [
        f"{PATH}:7:30: F208 链接「b.md#三、其他」：《乙》里没有这个标题，只能链接到它的开头"
    ]
    made = (county.public / "jinping/info/2026-00001.html").read_text("utf-8")
    for target in ("2026-00002.html#s-2", "2026-00002.html#s-1", "2026-00002.html"):
        assert f'info/{target}"' in made or f'"{target}"' in made


def test_there_are_forty() -> None:
    """The issue asks for forty kinds."""
    assert len(MISTAKES) >= 40


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake(name: str, tmp_path: Path) -> None:
    """The message is exact, and the neighbour of the faulty document is public all the same."""
    text, expected = MISTAKES[name]
    county = County(tmp_path, ("portal", "jinping"))
    county.write(PATH, text)
    county.write("content/jinping/gg/附件.txt", "附件\n")
    county.write("content/jinping/gg/good.md", document("好的通知", "2026-00009"))
    county.write("content/jinping/ledger/2026.csv", _ledger(name))
    report = county.build()
    found = [line for line in told(report.findings()) if line.startswith(PATH)]
    assert [line.removeprefix(f"{PATH}:") for line in found if " F" in line] == expected
    assert (county.public / "jinping/info/2026-00009.html").is_file()
    assert not (county.public / "jinping/info/2026-00001.html").exists()


def test_a_guess_that_nobody_confirmed_is_told_and_withholds_nothing(tmp_path: Path) -> None:
    county = County(tmp_path, ("portal", "jinping"))
    county.write(PATH, head("类型: 通知   # 由程序猜测，请核对"))
    county.write("content/jinping/ledger/2026.csv", _ledger("猜的"))
    assert f"{PATH}:3:1: F216 “类型”是程序猜的，还没有核对" in told(county.build().findings())
    assert (county.public / "jinping/info/2026-00001.html").is_file()


def _ledger(name: str) -> str:
    rows = ["number,source,title", "11530823000000002K/2026-00009,content/jinping/gg/good.md,好的通知"]
    return "\n".join([*rows, f"11530823000000002K/2026-00001,{PATH},通知"]) + "\n"


def test_a_document_that_is_called_a_text_is_told(tmp_path: Path) -> None:
    """As Windows names it where it hides what names end in: a hint, not an error."""
    county = County(tmp_path, ("jinping",))
    county.write("content/jinping/gg/通知.md.txt", document("通知", "2026-00001"))
    (found,) = county.check()
    assert (found.code, found.severity, found.path) == ("F027", Severity.INFO, "content/jinping/gg/通知.md.txt")
