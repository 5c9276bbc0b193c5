"""政策解读: explains a document; the two are linked both ways."""

from generator.model import Kind

KIND = Kind(
    name="policy_interpretation",
    label="政策解读",
    aliases=("解读",),
    genre="解读",
    required=("interprets",),
)
