"""A small county that shows a described table, for tests of what is made of it."""

from __future__ import annotations

from pathlib import Path

from county import SITE, County, document

HEAD = "村,编号,户数,金额（元）,日期,区划\n"
ROWS = (
    "甲村,001,10,100.50,2026-01-02,530823100\n",
    "乙村,002,20,-2.50,2026-02-03,530823\n",
    "丙村,003,5,0,,530823100\n",
    "丁村,004,7,3,2026-03-04,530823100\n",
    "戊村,005,8,4,2026-03-05,530823100\n",
    "己村,006,9,5,2026-03-06,530823100\n",
    "庚村,007,11,6,2026-03-07,530823100\n",
)
SCHEMA = """\
名称: 分村补贴
更新周期: 每年
列:
  - {名称: 村, 必填: 是}
  - {名称: 编号, 主键: 是}
  - {名称: 户数, 类型: 整数, 最小: 1, 单位: 户, 说明: 户籍户}
  - {名称: 金额（元）, 类型: 数字}
  - {名称: 日期, 类型: 日期, 最小: 2026-01-01, 最大: 2026-12-31}
  - {名称: 区划, 对照: 行政区划代码}
"""
SHOWN = "![补贴表](data/butie.csv)\n"


FAULTY = (
    "甲村,001,很多,100.50,2026-01-02,530823100\n",  # 2: no number
    ",002,20,-2.50,2026-02-03,530823\n",  # 3: what must be filled is not
    "丙村,003,0,0,,530823100\n",  # 4: below the least
    "丁村,001,7,3,2026-03-04,530823100\n",  # 5: the key of line 2
    "戊村,005,8,4,2026-03-05,530823999\n",  # 6: no unit of the registry
    "己村,006,9,5,2026-03-06,530823100,多\n",  # 7: a cell too many
    ROWS[6],
)


def data_county(root: Path, site: str = SITE) -> County:
    """Three units; the township has a notice that shows the table."""
    made = County(root, site=site)
    made.write("content/jinping/data/butie.csv", HEAD + "".join(ROWS))
    made.write("content/jinping/data/butie.schema.yaml", SCHEMA)
    made.write("content/jinping/gg/a.md", document("补贴发放情况", "2026-00001", "主题词: 补贴", body=SHOWN))
    made.register()
    return made
