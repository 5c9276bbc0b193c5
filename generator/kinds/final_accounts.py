"""决算: final accounts, due within 20 days of their approval (预算法 第十四条)."""

from generator.model import Kind

KIND = Kind(
    name="final_accounts",
    label="决算",
    aliases=("部门决算", "政府决算"),
    genre="决算",
    required=("year", "approved_on"),
    charted=True,
)
