"""预算: a budget, due within 20 days of its approval (预算法 第十四条)."""

from generator.model import Kind

KIND = Kind(
    name="budget",
    label="预算",
    aliases=("部门预算", "政府预算"),
    genre="预算",
    required=("year", "approved_on"),
    charted=True,
)
