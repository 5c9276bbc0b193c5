"""政务信息资源目录: a line of core items (发改高技〔2017〕1272号) for every published table, as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from generator.cells import guarded
from generator.model import Form, Frequency, TableSchema
from generator.views._datasets import DataCatalogue, Listed

HEADS = (
    *("信息资源分类", "信息资源名称", "信息资源代码", "信息资源提供方", "信息资源提供方代码", "信息资源摘要"),
    *("信息资源格式", "信息项信息", "共享类型", "共享条件", "共享方式", "是否向社会开放", "开放条件", "更新周期"),
    *("发布日期", "关联资源代码"),
)
TYPES = {
    Form.INTEGER: "数值型",
    Form.NUMBER: "数值型",
    Form.YEAR: "数值型",
    Form.DATE: "日期型",
    Form.STRING: "字符型",
}
PERIODS = {
    Frequency.DAILY: "每日",
    Frequency.WEEKLY: "每周",
    Frequency.MONTHLY: "每月",
    Frequency.QUARTERLY: "每季度",
    Frequency.HALF_YEARLY: "每半年",
    Frequency.YEARLY: "每年",
    Frequency.IRREGULAR: "不定期",
    None: "",
}
MARK = "\ufeff"  # lets spreadsheets see that a file is UTF-8


def resource_directory(catalogue: DataCatalogue) -> str:
    """The text of a `zyml.csv`: what is public is shared without condition, and open to everybody."""
    return table_text(HEADS, (_line(each) for each in catalogue.listed))


def _line(listed: Listed) -> tuple[str, ...]:
    dataset = listed.dataset
    return (
        dataset.category,
        dataset.title,
        listed.identifier,
        listed.publisher.name,
        listed.publisher.uscc,
        dataset.description,
        "电子表格（csv）",
        _items(dataset.schema),
        "无条件共享",
        "",
        "通过网站下载文件",
        "是",
        "",
        PERIODS[dataset.schema.frequency],
        dataset.issued.isoformat(),
        "；".join(number for number, _ in dataset.documents),
    )


def _items(schema: TableSchema) -> str:
    return "；".join(f"{field.name}（{TYPES[field.form]}）" for field in schema.fields)


def table_text(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Rows as a CSV file (RFC 4180) that spreadsheets open as it is meant and run nothing of."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([guarded(cell) for cell in header])
    lines.writerows([[guarded(cell) for cell in row] for row in rows])
    return MARK + out.getvalue()
