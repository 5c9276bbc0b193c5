"""The guide was not looked over for a year."""

from datetime import date

from generator.checks import Found, Turn, check
from generator.model import UnitContent
from generator.rulebook import threshold
from generator.working_days import later

OFFICE = """公开工作机构:
  分类: 按条例第二十条分类
  编排体系: 按索引号编排
  获取方式: 网站、查阅点
  机构名称: 锦屏镇党政办公室
  办公地址: 示例路 1 号
  办公时间: 工作日 8:30-17:30
  联系电话: 0879-6200001
  传真号码: 无
  互联网联系方式: office@county.example
"""


@check(
    "L103",
    "warning",
    law="《政府信息公开条例》第十二条",
    fix="核对指南的九项内容，改正后把“指南修订日期”写成核对的那一天",
    bad=f"=== unit.yaml\n{OFFICE}  指南修订日期: 2025-01-10\n",
    good=f"=== unit.yaml\n{OFFICE}  指南修订日期: 2026-01-10\n",
)
def guide_outdated(content: UnitContent, today: date) -> Found:
    """指南要及时更新：写明修订日期，每年至少核对一次。"""
    revised = content.unit.office.revised
    if revised is None:
        yield "没有写“指南修订日期”", "office"
        return
    due = later(revised, threshold("guide_revised_days") + 1)
    if due <= today:
        yield f"指南最近一次修订是 {revised}，已超过 {threshold('guide_revised_days')} 天", "office.revised"
    yield Turn(due)
