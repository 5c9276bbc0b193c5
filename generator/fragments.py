"""`{% once name, other=expression %}…{% endonce %}`: a part of a page that depends on little, rendered once.

Header, navigation and footer are the same on nearly every page of a unit, a document's row is the same on each list
that it stands in. Such a part names what it depends on; where all that is the same, its text is taken from the page
before. Inside, a template may use the unit's `frame`, the `root`, the names given, and nothing else, so that no page
can show what belongs to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

MEMO = "_fragments"  # the name by which a page is given what was rendered before
FREE = frozenset({"frame", "root", "loop"})


class Memo(dict[tuple[object, ...], Markup]):
    """The parts rendered so far, by place and values; what is not among them is empty."""

    def __missing__(self, key: tuple[object, ...]) -> Markup:
        return Markup()


class Once(Extension):
    """Compiles the tag; the values given must be hashable, which all of a payload is."""

    tags = {"once"}  # noqa: RUF012 (Jinja's way to declare them)

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """`{% once a, b=x.y %}`: look the part up by place and values, else render and keep it."""
        line = next(parser.stream).lineno
        names, values = _arguments(parser)
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        _refuse_others(body, names, parser, line)
        place = nodes.Const((parser.name, line))
        found = parser.free_identifier(line)
        key = parser.free_identifier(line)
        memo = nodes.Name(MEMO, "load")
        keep = nodes.CallBlock(
            self.call_method("keep", [memo, key]),
            [],
            [],
            [nodes.With([nodes.Name(name, "param") for name in names], values, body)],
        )
        made: list[nodes.Node] = [
            nodes.Assign(key, nodes.Tuple([place, nodes.Name("root", "load"), *values], "load")),
            nodes.Assign(found, nodes.Getitem(memo, key, "load")),
            nodes.If(found, [nodes.Output([found])], [], [keep]),
        ]
        return [node.set_lineno(line) for node in made]

    def keep(self, memo: Memo, key: tuple[object, ...], caller: Callable[[], Markup]) -> Markup:
        """Render a part and keep it."""
        made = memo[key] = caller()
        return made


def _arguments(parser: Parser) -> tuple[list[str], list[nodes.Expr]]:
    names: list[str] = []
    values: list[nodes.Expr] = []
    while parser.stream.current.type != "block_end":
        if names:
            parser.stream.expect("comma")
        token = parser.stream.expect("name")
        names.append(token.value)
        if parser.stream.skip_if("assign"):
            values.append(parser.parse_expression())
        else:
            values.append(nodes.Name(token.value, "load", lineno=token.lineno))
    return names, values


def _refuse_others(body: Iterable[nodes.Node], names: list[str], parser: Parser, line: int) -> None:
    """A name that is neither free nor given, or a block that another template could fill with one, is a mistake."""
    top = nodes.Template(list(body))
    own = {node.name for node in top.find_all(nodes.Name) if node.ctx != "load"}
    for node in top.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in FREE | own | {*names}:
            parser.fail(f"a part rendered once may not use '{node.name}': name it in the tag", line)
    if top.find(nodes.Block) or top.find(nodes.Include):
        parser.fail("a part rendered once may not hold blocks or inclusions", line)
