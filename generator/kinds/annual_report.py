"""年度报告: a yearly report on disclosure (国办公开办函〔2021〕30号): prose here, tables from annual/<year>.yaml."""

from generator.model import Kind

KIND = Kind(
    name="annual_report",
    label="年度报告",
    aliases=("年报", "政府信息公开工作年度报告"),
    template="annual_report.html",
    genre="报告",
    required=("year",),
)
