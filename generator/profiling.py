"""`gongkai build --profile`: where the time of a build went, by stage, by unit, by template, and its slowest pages."""

from __future__ import annotations

from generator.stopwatch import Spent, added
from generator.tasks import BuildReport

STEPS = {
    "survey": "查看哪些文件变了",
    "read": "读取和检查各单位（等待工作进程）",
    "make": "生成各单位（等待工作进程）",
    "county": "全县的页面",
    "publish": "切换发布",
}
STAGES = {
    "scan": "列出文件",
    "load": "读取内容",
    "check": "检查",
    "note": "存取缓存",
    "plan": "安排页面",
    "theme": "打开主题",
    "papers": "做 PDF",
    "fingerprint": "比较指纹",
    "render": "套用模板和正文转换",
    "write": "写文件",
}
UNITS = 10


def as_values(report: BuildReport) -> dict[str, object]:
    """The profile for `--json`: seconds by name; times of workers are added up, so they may exceed the wall clock."""
    whole, units = _gathered(report)
    return {
        "steps": _rounded(report.spent.stages),
        "stages": _rounded(whole.stages),
        "units": {slug: round(seconds, 4) for slug, seconds in units},
        "templates": {name: {"pages": count, "seconds": round(spent, 4)} for name, count, spent in whole.templates},
        "slowest": _rounded(whole.slowest),
    }


def as_text(report: BuildReport) -> str:
    """The profile as an IT officer reads it."""
    whole, units = _gathered(report)
    lines = ["各步骤用时（秒）:", *(f"  {spent:8.3f}  {STEPS[name]}" for name, spent in report.spent.stages)]
    if whole.stages:
        lines += ["各阶段用时（各工作进程相加）:"]
        lines += [f"  {spent:8.3f}  {STAGES[name]}" for name, spent in sorted(whole.stages, key=lambda pair: -pair[1])]
    if units:
        lines += [f"最慢的单位（前 {UNITS} 个）:", *(f"  {spent:8.3f}  {slug}" for slug, spent in units[:UNITS])]
    if whole.templates:
        lines += ["各模板:"]
        slowest = sorted(whole.templates, key=lambda each: -each[2])
        lines += [f"  {spent:8.3f}  {name}，{count} 页" for name, count, spent in slowest]
        lines += ["最慢的页面:", *(f"  {spent:8.3f}  {url}" for url, spent in whole.slowest)]
    return "\n".join(lines)


def _gathered(report: BuildReport) -> tuple[Spent, list[tuple[str, float]]]:
    """Everything that units took, and each unit's seconds, the slowest first."""
    parts = [*report.read, *((each.slug, each.spent) for each in (*report.units, report.county))]
    seconds: dict[str, float] = {}
    for slug, spent in parts:
        taken = sum(passed for _, passed in spent.stages)
        if taken:
            seconds[slug] = seconds.get(slug, 0.0) + taken
    return added(tuple(spent for _, spent in parts)), sorted(seconds.items(), key=lambda pair: (-pair[1], pair[0]))


def _rounded(pairs: tuple[tuple[str, float], ...]) -> dict[str, float]:
    return {name: round(seconds, 4) for name, seconds in pairs}
