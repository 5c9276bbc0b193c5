"""A small county on disk for tests: two units and the portal, written by functions so that a test can bend any part."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator.build import build, checkup
from generator.epoch import epoch
from generator.model import Finding
from generator.site import load_site
from generator.tasks import BuildReport, Task
from generator.trees import next_sequence
from generator.workers import Serial
from generator.workspace import Workspace, unit_slugs

TODAY = date(2026, 11, 23)

SITE = """\
名称: 示例县
行政区划代码: "530823"
网址: https://www.county.example/
主题: default
示例声明: 测试用
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
统一社会信用代码: {uscc}
行政区划代码: "{region}"
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

USCC = {"portal": "11530823000000001G", "jinping": "11530823000000002K", "caizhengju": "11530823000000003N"}
UNITS = {
    "portal": ("示例县人民政府", "县级门户", "530823"),
    "jinping": ("示例县锦屏镇人民政府", "乡镇", "530823100"),
    "caizhengju": ("示例县财政局", "部门", "530823"),
}

COMPLETENESS = frozenset(
    (
        *("I101", "I102", "I103", "I104", "I110", "I201", "I202", "I203", "I204", "I210"),
        *("D204", "L103", "L105", "L106", "L206", "P105"),
    )
)  # what these bare units would be told all the time

RESOURCE_LISTS = ("resourcelist.xml", "changelist.xml")  # also below rs/: they remember when a file had other bytes

REVIEW = "保密审查: {审查结果: 同意公开, 审查人: 张某, 审查日期: 2026-01-05, 审查依据: 条例第十七条}"


def document(title: str, number: str, *lines: str, slug: str = "jinping", body: str = "正文第一段。\n") -> str:
    """A notice with everything that it needs; `lines` are added to its front matter."""
    head = [
        f"标题: {title}",
        f"索引号: {USCC[slug]}/{number}",
        "成文日期: 2026-01-04",
        "发布日期: 2026-01-06",
        REVIEW,
        *lines,
    ]
    return "---\n" + "\n".join(head) + f"\n---\n\n{body}"


def without_history(tree: dict[str, bytes]) -> dict[str, object]:
    """A tree, of whose lists for harvesters only the files and their bytes count: since when these are so, and what
    there was before, no build from nothing can know."""
    lists = {path for path in tree if path.endswith(RESOURCE_LISTS)}
    assert lists
    known = {path: re.findall(r"<loc>(.*?)</loc>|hash=\"(.*?)\"", tree[path].decode()) for path in lists}
    return {**tree, **{path: () if "changelist" in path else found for path, found in known.items()}}


class County:
    """A county in a folder, built in this process and serially."""

    def __init__(self, root: Path, units: tuple[str, ...] = tuple(UNITS), site: str = SITE) -> None:
        self.root = root
        self.write("site.yaml", site)
        for slug in units:
            name, kind, region = UNITS[slug]
            text = UNIT.format(name=name, kind=kind, region=region, uscc=USCC[slug])
            self.write(f"content/{slug}/unit.yaml", text)

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file of the workspace."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)
        return target

    def register(self, slug: str = "jinping", year: int = 2026) -> None:
        """Enter every numbered document of a unit into its ledger, as `gongkai number` would."""
        rows = ["number,source,title"]
        for path in sorted((self.root / "content" / slug).rglob("*.md")):
            values = dict(line.split(": ", 1) for line in path.read_text().splitlines() if ": " in line)
            if "索引号" in values:
                source = path.relative_to(self.root).as_posix()
                rows.append(f"{values['索引号']},{source},{values.get('标题', '')}")
        self.write(f"content/{slug}/ledger/{year}.csv", "\n".join(rows) + "\n")

    def task(self, today: date = TODAY, clean: bool = False) -> Task:
        """What a build of this county has in common."""
        site, findings = load_site(Workspace(self.root))
        assert site is not None, findings
        return Task(self.root, site, today, epoch(), clean, next_sequence(self.root / "output"))

    def build(self, *only: str, today: date = TODAY, clean: bool = False, processes: int = 1) -> BuildReport:
        """Build it; `processes` may share the work on one section. What says that units lack something is left out."""
        slugs = unit_slugs(Workspace(self.root))
        task = replace(self.task(today, clean), processes=processes)
        report = build(task, Serial(), slugs, frozenset(only), _quiet)
        units = tuple(replace(unit, findings=essential(unit.findings)) for unit in report.units)
        return replace(report, units=units, across=essential(report.across))

    def check(self, today: date = TODAY, whole: bool = False) -> tuple[Finding, ...]:
        """Check it; what says that units are not complete only where it is `whole`."""
        found = checkup(self.task(today), Serial(), unit_slugs(Workspace(self.root)), _quiet).findings
        return found if whole else essential(found)

    @property
    def public(self) -> Path:
        """What would be served."""
        return self.root / "output" / "public"

    def tree(self) -> dict[str, bytes]:
        """Every public file by path; unit folders are followed."""
        found: dict[str, bytes] = {}
        for top in (self.public.resolve(), *(each for each in self.public.iterdir() if each.is_symlink())):
            home, prefix = top.resolve(), "" if top == self.public.resolve() else f"{top.name}/"
            for path in home.rglob("*"):
                if path.is_file() and not path.parent.is_symlink():
                    found[prefix + path.relative_to(home).as_posix()] = path.read_bytes()
        return found


def small_county(root: Path, documents: int = 5) -> County:
    """Three units with some documents each."""
    county = County(root)
    for slug in UNITS:
        folder = "ggxx/xjgg" if slug == "portal" else "gg"
        for number in range(1, documents + 1):
            text = document(f"通知{number}", f"2026-{number:05d}", slug=slug, body="正文。\n\n" * 20)
            county.write(f"content/{slug}/{folder}/n{number}.md", text)
        county.register(slug)
    return county


def _quiet(verb: str, name: str, number: int, total: int) -> None:
    """Says nothing."""


def essential(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings of anything but completeness."""
    return tuple(each for each in findings if each.code not in COMPLETENESS)


def told(findings: tuple[Finding, ...]) -> list[str]:
    """Findings as one line each."""
    return [f"{each.path}:{each.line}:{each.column}: {each.code} {each.message}" for each in findings]
