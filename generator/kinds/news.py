"""工作动态: news of a unit's work; never stands under 法定主动公开内容 (国办公开办函〔2019〕61号: 专栏姓专)."""

from generator.model import Kind

KIND = Kind(
    name="news",
    label="工作动态",
    aliases=("动态", "新闻", "要闻"),
    genre="其他",
    news=True,
)
