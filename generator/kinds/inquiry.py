"""政务信息查询: what citizens ask on 96128 and how it is answered: questions that many ask, yearly figures."""

from generator.model import Kind

KIND = Kind(
    name="inquiry",
    label="政务信息查询",
    aliases=("查询", "96128查询"),
    genre="其他",
)
