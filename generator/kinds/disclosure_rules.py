"""公开制度: a rule that the unit's disclosure work rests on; the list of rules is made of these."""

from generator.model import Kind

KIND = Kind(
    name="disclosure_rules",
    label="公开制度",
    aliases=("制度", "政府信息公开制度"),
    genre="制度",
)
