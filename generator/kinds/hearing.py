"""听证公告: a hearing on a weighty decision, announced ten working days before it (Y101)."""

from generator.model import Kind

KIND = Kind(
    name="hearing",
    label="听证公告",
    aliases=("听证", "重大决策听证"),
    genre="公告",
    required=("hearing_on",),
)
