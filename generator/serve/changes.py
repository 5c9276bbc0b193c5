"""What a form's changes make of a file: its new bytes, and whether they can be put into one that others changed."""

from __future__ import annotations

from hashlib import blake2b

from generator.frontmatter import Value, read
from generator.guesses import confirmed
from generator.merging import Edited, clashes, lines_of, merged
from generator.plain_marks import escaped, plainly
from generator.rewriting import fields_of, rewritten, same_value
from generator.serve.form import value_of
from generator.serve.orders import Body, Change


def digest_of(data: bytes) -> str:
    """What stands for a file as a form was opened with it."""
    return blake2b(data, digest_size=16).hexdigest()


def body_of(data: bytes) -> dict[str, str]:
    """A document's body as a form shows it: as it is written, and for the editor of formatted text."""
    body = read(data).body.strip("\n")
    return {"body": body, "rich": escaped(body)}


def made_of(order: Change, data: bytes) -> bytes | None:
    """The file with what an order changes; None where that cannot be sure."""
    if order.text is not None:
        return _with_text(data, order.text)
    said = fields_of(read(data)) or {}
    changes: dict[str, Value] = {name: value_of(name, value, said.get(name)) for name, value in order.fields.items()}
    body = _edited(order.body) if order.body else None
    made = rewritten(data, changes, body)
    return confirmed(made, changes) if made is not None else None


def _edited(body: Body) -> Edited:
    """What was changed in a body; escapes that only another editor needs are not written."""
    shown, text = (each.replace("\r\n", "\n").strip("\n") for each in (body.shown, body.text))
    return Edited(shown, text) if shown == text else Edited(plainly(shown), plainly(text))


def _with_text(data: bytes, text: str) -> bytes | None:
    """The whole file as it was written by hand: line ends and mark stay as they are."""
    try:
        old = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    mark = "\ufeff" if old.startswith("\ufeff") else ""
    lines = lines_of(old.removeprefix(mark))
    end = lines[0][len(lines[0].rstrip("\r\n")) :] if lines else ""
    shown = "\n".join(line.rstrip("\r\n") for line in lines)
    return (mark + "".join(merged(lines, Edited(shown, text.strip("\n")), end or "\n"))).encode()


def fits(order: Change, data: bytes) -> bool:
    """The changes can be put into a file that somebody else changed: not where both changed the same."""
    if order.text is not None:
        return False
    found = read(data)
    said = fields_of(found) or {}
    same = all(
        same_value(value_of(name, value, said.get(name)), said.get(name)) for name, value in order.opened.items()
    )
    edited = _edited(order.body) if order.body else None
    return set(order.fields) <= set(order.opened) and same and not (edited and clashes(lines_of(found.body), edited))
