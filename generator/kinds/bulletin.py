"""工作通报: how work on important tasks stands, a quarter by the tenth day after it (Y102)."""

from generator.model import Kind

KIND = Kind(
    name="bulletin",
    label="工作通报",
    aliases=("通报", "重点工作通报"),
    genre="通报",
)
