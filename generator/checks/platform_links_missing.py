"""The county's pages lead to no platform above it."""

from generator.checks import Found, check
from generator.model import START, County


@check(
    "P105",
    "warning",
    law="国办公开办函〔2019〕61号",
    fix="在 site.yaml 里写“上级链接”，例如国务院、省、市的政府信息公开平台",
    bad="=== /site.yaml\n每页条数: 20\n",
    good="=== /site.yaml\n上级链接: [{名称: 省人民政府, 网址: 'https://www.province.example/'}]\n",
)
def platform_links_missing(county: County) -> Found:
    """政府信息公开平台要链接到上级平台。"""
    if not county.site.upper_links:
        yield "没有写“上级链接”", START, "site.yaml"
