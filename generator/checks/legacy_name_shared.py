"""Two pages say that they stand in the place of the same page of the old platform."""

from generator.checks import Found, check
from generator.legacy import key
from generator.model import Claim, ClaimKind, County

WORDS = {
    ClaimKind.UNIT: "旧平台的部门编号",
    ClaimKind.COLUMN: "旧平台的部门/栏目编号",
    ClaimKind.DOCUMENT: "旧编号",
    ClaimKind.ADDRESS: "旧网址",
}


@check(
    "W308",
    "warning",
    law="国办发〔2017〕47号：网址规范、稳定；国办秘函〔2019〕19号 链接不可用",
    fix="核对旧平台上的网址和编号，只留正确的一处；改正以前转到先写的一处",
    bad=("旧编号: 88231", "旧编号: 88231"),
    good=("旧编号: 88231", "旧编号: 88232"),
)
def legacy_name_shared(county: County) -> Found:
    """旧平台的一个网址、一个编号，只能转到一个新网址。"""
    first: dict[tuple[ClaimKind, str], Claim] = {}
    for unit in county.units:
        for claim in unit.claims:
            owner = first.setdefault((claim.kind, key(claim.name)), claim)
            if (owner.source, owner.url) != (claim.source, claim.url):
                yield f"{WORDS[claim.kind]} {claim.name} 与 {owner.source} 的相同", claim.mark, claim.source
