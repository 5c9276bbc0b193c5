"""公示: a public notice with an end: after it the table goes and a tombstone stays."""

from generator.model import Kind

KIND = Kind(
    name="public_notice",
    label="公示",
    aliases=("公示公告",),
    template="public_notice.html",
    genre="公示",
    required=("public_until",),
)
