"""What a form sends: taken apart and bounded before anything is done."""

from __future__ import annotations

from typing import Annotated

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

Short = Annotated[str, Field(max_length=1_000)]
Long = Annotated[str, Field(max_length=10 << 20)]
Row = dict[Short, Long | None]
Sent = Long | None | list[Long | Row] | Row


class Order(BaseModel):
    """What every order is: nothing else than what it names."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(Order):
    """A body as it was shown at first, and as it is now."""

    shown: Long
    text: Long


class Change(Order):
    """A document of a unit, changed: fields by English name and a body, or else the whole file as text.

    `digest` stands for the file as it was when the form was opened, `opened` is what the changed fields were then.
    """

    path: Short
    digest: Short
    fields: Annotated[dict[Short, Sent], Field(max_length=100)] = {}
    opened: Annotated[dict[Short, Sent], Field(max_length=100)] = {}
    body: Body | None = None
    text: Long | None = None


class Begin(Order):
    """A new document."""

    unit: Short
    kind: Short
    column: Short
    title: Annotated[str, Field(min_length=1, max_length=300)]


class Drop(Order):
    """A file that was dropped upon a form, for a document."""

    path: Short
    name: Annotated[str, Field(min_length=1, max_length=255)]
    data: Annotated[Base64Bytes, Field(max_length=50 << 20)]
