"""通知公告: a notice or announcement."""

from generator.model import Kind

KIND = Kind(
    name="notice",
    label="通知公告",
    aliases=("通知", "公告", "通告"),
    genre="通知",
)
