"""What there is to read of a document: its text as records give it to machines, and as the search knows it."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache

from generator.document_fields import ServiceFields
from generator.forms import label
from generator.model import Body, ServiceGuide
from generator.plaintext import whole


@lru_cache(maxsize=4096)
def text_of(body: Body | None, service: ServiceGuide | None) -> str:
    """Everything that there is to read: the elements of a service guide, then the body. Raises `MarkupError`."""
    text = whole(body) if body else ""
    if service is None:
        return text
    elements = (f"{label(ServiceFields, name)}：{value}" for name, value in asdict(service).items() if value)
    return "\n".join(filter(None, (*elements, text)))
