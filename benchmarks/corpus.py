"""A county of official documents, the same on every machine: what the builds of `run.py` are measured on.

`python -m benchmarks.corpus FOLDER --units 80 --documents 125` writes a workspace of this project. The texts are made
of phrases of official Chinese: 60 % running text of 600 to 2,500 characters, 25 % with tables, 10 % short notices, 5 %
with lists, quotes and links. `--texts FOLDER` takes real texts instead, over and over.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

COLUMNS = (("gg", "通知公告"), ("dt", "工作动态"))
SUBJECTS = ("综合政务", "财政、金融、审计", "农业、林业、水利", "民政、扶贫、救灾", "科技、教育", "卫生、体育")
FIRST = date(2017, 1, 9)
LAST = date(2026, 10, 30)

ACTORS = (
    "各乡镇人民政府 县级各部门 县直有关单位 各村（社区） 项目建设单位 县财政部门 乡镇便民服务中心 有关企业 "
    "村民委员会 县应急管理部门 行业主管部门 各工作专班"
).split()
ACTS = (
    "要落实属地责任 应当按月报送进度 要把资金公示到户 负责组织验收 要完善台账 应当及时回应群众关切 "
    "要加强值班值守 负责政策宣传和解释 应当依法公开结果 要抓好隐患排查 按照职责分工抓好落实 应当严格执行标准"
).split()
ENDS = (
    "确保按期完成 并接受社会监督 并于每月5日前报送情况 做到账实相符 不得截留挪用 切实维护群众利益 "
    "确保不漏一户一人 做到件件有着落 并报县人民政府办公室备案 逾期不再受理"
).split()
GROUNDS = (
    "根据《中华人民共和国政府信息公开条例》 按照县人民政府统一部署 经县人民政府同意 结合本地实际 "
    "为做好2026年有关工作 依据上级文件要求 为巩固前期成果"
).split()
TOPICS = (
    "农村公路养护 高标准农田建设 城乡居民医疗保险参保 森林草原防火 义务教育控辍保学 饮用水水源地保护 "
    "农村危房改造 烤烟生产 地质灾害防治 最低生活保障 乡村振兴衔接资金 政务服务提质"
).split()
HEADS = "总体要求 工作目标 主要任务 实施步骤 保障措施 组织领导 资金管理 监督检查 其他事项".split()
NUMERALS = "一二三四五六七八九"
CHECKS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)  # GB 32100
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Text:
    """One document, before anybody's front matter: `serial` counts within its unit, `number` within the year too."""

    unit: str
    column: str
    serial: int
    number: int
    title: str
    day: date
    summary: str
    subject: str
    body: str

    @property
    def name(self) -> str:
        """The stem of its file."""
        return f"d{self.serial:05d}"


def slugs(units: int) -> tuple[str, ...]:
    """The folders of the units; the first is the portal."""
    return ("portal", *(f"u{number:03d}" for number in range(1, units)))


def unit_name(slug: str) -> str:
    """What a unit is called."""
    return "示例县人民政府" if slug == "portal" else f"示例县第{int(slug[1:])}局"


def texts(units: int, documents: int, real: Path | None = None) -> Iterator[Text]:
    """All documents, unit by unit; `real` is a folder of Markdown texts to take the bodies from."""
    bodies = [path.read_text("utf-8") for path in sorted(real.rglob("*.md"))] if real else []
    for place, slug in enumerate(slugs(units)):
        rng = random.Random(f"{slug} {documents}")
        years: Counter[int] = Counter()
        for serial in range(1, documents + 1):
            body = _real(bodies[(place * documents + serial) % len(bodies)]) if bodies else _body(rng)
            day = FIRST + timedelta(days=(LAST - FIRST).days * serial // documents)
            years[day.year] += 1
            column = COLUMNS[serial % len(COLUMNS)][0]
            title = f"{unit_name(slug)}关于做好{rng.choice(TOPICS)}有关工作的通知（第{serial}号）"
            summary, subject = _sentence(rng), rng.choice(SUBJECTS)
            yield Text(slug, column, serial, years[day.year], title, day, summary, subject, body)


def _real(source: str) -> str:
    return source.partition("\n")[2].replace("<!-- INFO END -->", "").strip() + "\n"


def _body(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.60:
        return _running(rng, rng.randint(600, 2_500))
    if kind < 0.85:
        return f"{_running(rng, rng.randint(300, 1_200))}\n{_table(rng)}\n{_paragraph(rng, 60)}\n"
    if kind < 0.95:
        return f"{_paragraph(rng, rng.randint(80, 300))}\n"
    items = "\n".join(f"- {_sentence(rng)}" for _ in range(rng.randint(3, 6)))
    link = "详见[有关文件](https://www.gov.cn/zhengce/2026/content.html)。"
    return f"{_running(rng, 500)}\n{items}\n\n> {_paragraph(rng, 60)}\n\n{link}\n"


def _running(rng: random.Random, length: int) -> str:
    pieces: list[str] = [f"{rng.choice(GROUNDS)}，现将{rng.choice(TOPICS)}有关事项通知如下。"]
    heads = 0
    while sum(map(len, pieces)) < length:
        if rng.random() < 0.3 and heads < len(NUMERALS):
            pieces.append(f"## {NUMERALS[heads]}、{rng.choice(HEADS)}")
            heads += 1
        text = _paragraph(rng, rng.randint(80, 260))
        pieces.append(f"**（{rng.choice(NUMERALS)}）{rng.choice(HEADS)}。**{text}" if rng.random() < 0.15 else text)
    return "\n\n".join(pieces) + "\n"


def _paragraph(rng: random.Random, length: int) -> str:
    text = ""
    while len(text) < length:
        text += _sentence(rng)
    return text


def _sentence(rng: random.Random) -> str:
    return f"{rng.choice(GROUNDS)}，{rng.choice(ACTORS)}{rng.choice(ACTS)}，{rng.choice(ENDS)}。"


def _table(rng: random.Random) -> str:
    rows = ["| 项目 | 实施单位 | 金额（万元） | 完成时间 | 备注 |", "| --- | --- | ---: | --- | --- |"]
    for _ in range(rng.randint(4, 16)):
        amount, month = f"{rng.randint(1, 9_999)}.{rng.randint(0, 99):02d}", rng.randint(1, 12)
        rows.append(
            f"| {rng.choice(TOPICS)} | {rng.choice(ACTORS)} | {amount} | 2026年{month}月 | {rng.choice(ENDS)} |"
        )
    return "\n".join(rows) + "\n"


# ── this project's form of it ───────────────────────────────────────────────────────────────────────────────────

SITE = """\
名称: 示例县
行政区划代码: "530823"
网址: https://www.county.example/
主题: default
示例声明: 这是测量用的示例
页脚:
  网站标识码: "5308230001"
  ICP备案号: 滇ICP备00000000号
  公安备案号: 滇公网安备 53082300000000号
  主办单位: 示例县人民政府办公室
  联系方式: 0879-6200000
  网站标识: https://bszs.example/
  找错: https://zhaocuo.example/?site_code={code}&url={url}
全省统一平台:
  名称: 省政府信息公开平台
  首页: https://xxgk.province.example/
  单位名录: https://xxgk.province.example/units
  搜索: https://xxgk.province.example/search
  依申请公开: https://xxgk.province.example/apply?unit={unit}&no={number}&title={title}
  热线: "96128"
"""

UNIT = """\
名称: {name}
单位类型: {kind}
统一社会信用代码: {code}
行政区划代码: "530823"
公开工作机构:
  分类: 按条例第二十条分类
  编排体系: 按索引号编排
  获取方式: 网站、查阅点
  机构名称: {name}办公室
  办公地址: 示例路 1 号
  办公时间: 工作日 8:30-17:30
  联系电话: 0879-6200001
  传真号码: 无
  互联网联系方式: office@county.example
申请渠道:
  - 方式: 当面提交
    地址: 示例路 1 号
  - 方式: 邮寄
    地址: 示例路 1 号
"""

DOCUMENT = """\
---
标题: {title}
索引号: {code}/{year}-{number:05d}
成文日期: {day}
发布日期: {day}
主题分类: {subject}
体裁: 通知
内容概述: {summary}
保密审查: {{审查结果: 同意公开, 审查人: 张某, 审查日期: {day}, 审查依据: 条例第十七条}}
---

{body}"""


def credit_code(place: int) -> str:
    """A unified social credit code with right check digits (GB 32100) for the unit at a place."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    organ = f"{place:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(organ, weights, strict=True)) % 11
    organ += "0" if rest == 11 else "X" if rest == 10 else str(rest)
    head = f"11530823{organ}"
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(head, CHECKS, strict=True))
    return head + ALPHABET[(31 - total % 31) % 31]


def write_county(folder: Path, units: int, documents: int, real: Path | None = None) -> None:
    """Write the workspace of this project."""
    (folder / "site.yaml").parent.mkdir(parents=True, exist_ok=True)
    (folder / "site.yaml").write_text(SITE, "utf-8")
    codes = {slug: credit_code(place) for place, slug in enumerate(slugs(units), 1)}
    for slug, code in codes.items():
        place = folder / "content" / slug
        for name in ("ledger", *(key for key, _ in COLUMNS)):
            (place / name).mkdir(parents=True, exist_ok=True)
        kind = "县级门户" if slug == "portal" else "部门"
        (place / "unit.yaml").write_text(UNIT.format(name=unit_name(slug), kind=kind, code=code), "utf-8")
    ledgers: dict[Path, list[str]] = {}
    for each in texts(units, documents, real):
        code, year = codes[each.unit], each.day.year
        source = f"content/{each.unit}/{each.column}/{each.name}.md"
        (folder / source).write_text(county_document(each, code), "utf-8")
        rows = ledgers.setdefault(folder / f"content/{each.unit}/ledger/{year}.csv", ["number,source,title"])
        rows.append(f"{code}/{year}-{each.number:05d},{source},{each.title}")
    for path, rows in ledgers.items():
        path.write_text("\n".join(rows) + "\n", "utf-8")


def publish_to(county: Path, folder: Path) -> None:
    """Name a folder beside nothing else as the county's one target."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    target = f"发布目标: [{{名称: www, 类型: 文件夹, 选项: {{文件夹: {folder}}}}}]"
    site = county / "site.yaml"
    site.write_text(f"{site.read_text('utf-8')}\n{target}\n", "utf-8")


def county_document(text: Text, code: str) -> str:
    """A document in this project's form."""
    return DOCUMENT.format(
        title=text.title,
        code=code,
        year=text.day.year,
        number=text.number,
        day=text.day,
        subject=text.subject,
        summary=text.summary,
        body=text.body,
    )


def main() -> None:
    """Write a county from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=80)
    parser.add_argument("--documents", type=int, default=125, help="of each unit")
    parser.add_argument("--texts", type=Path, help="a folder of real texts")
    chosen = parser.parse_args()
    write_county(chosen.folder, chosen.units, chosen.documents, chosen.texts)


if __name__ == "__main__":
    main()
