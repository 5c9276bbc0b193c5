"""其他信息: any other information."""

from generator.model import Kind

KIND = Kind(
    name="general",
    label="其他信息",
    aliases=("其他", "信息"),
    genre="其他",
)
