"""公开指南: text that an editor adds to the guide, below the items that 条例 第十二条 asks for."""

from generator.model import Kind

KIND = Kind(
    name="guide",
    label="公开指南",
    aliases=("指南", "政府信息公开指南"),
    genre="其他",
)
