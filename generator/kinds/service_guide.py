"""办事指南: a service guide with its eight elements (国办秘函〔2019〕19号)."""

from generator.model import Kind

KIND = Kind(
    name="service_guide",
    label="办事指南",
    aliases=("服务指南",),
    template="service_guide.html",
    genre="指南",
    required=("service",),
)
