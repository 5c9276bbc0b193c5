"""The county's site, or a unit's, does not stand under gov.cn."""

from collections.abc import Iterator

from generator.checks import Found, check
from generator.hosts import host_of
from generator.model import START, County


@check(
    "W103",
    "breach",
    law="国办发〔2017〕47号；国办函〔2018〕55号",
    fix="政府网站一律使用 .gov.cn 域名；地址写错的改正“网址”或“独立主机地址”",
    bad="=== /site.yaml\n网址: https://www.jingdong-gov.com/\n",
    good="=== /site.yaml\n网址: https://www.jingdong.gov.cn/\n上级链接: [{名称: 省人民政府, 网址: 'https://www.province.example/'}]\n",
)
def host_foreign(county: County) -> Found:
    """政府网站使用 .gov.cn 域名，不用 IP 地址。"""
    allowed = (".gov.cn", *((".example",) if county.site.example_notice else ()))
    for source, address in _addresses(county):
        host = host_of(address)
        if not host.endswith(allowed):
            yield f"域名「{host}」不是 .gov.cn", START, source


def _addresses(county: County) -> Iterator[tuple[str, str]]:
    yield "site.yaml", county.site.base_url
    yield from ((f"content/{unit.slug}/unit.yaml", unit.host) for unit in county.units if unit.host)
