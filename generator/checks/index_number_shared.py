"""Two units use one index number."""

from generator.checks import Found, check
from generator.model import County, Mark


@check(
    "D801",
    "error",
    law="《政府信息公开条例》第十二条",
    fix="保留先公开的一个，另一个单位删去索引号后运行 gongkai number",
    bad=("索引号: 2026-00001", "索引号: 2026-00001"),
    good=("索引号: 11530823000000002K/2026-00001", "索引号: 11530823000000003N/2026-00001"),
)
def index_number_shared(county: County) -> Found:
    """索引号在全县是唯一的。"""
    first: dict[str, tuple[str, str]] = {}
    for unit in county.units:
        for number, source in unit.index_numbers:
            owner, where = first.setdefault(number, (unit.slug, source))
            if owner != unit.slug:
                yield f"索引号 {number} 与 {where} 重复", Mark(1, 1), source
