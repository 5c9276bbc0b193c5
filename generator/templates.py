"""The Jinja environment of themes: strict and escaping, with the project's own tag, and quick at writing text."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.loaders import BaseLoader
from markupsafe import Markup, escape

from generator.fragments import Once

_SPECIAL = re.compile("[&<>\"']")


def written(value: object) -> str:
    """A value as it stands in a page: markup as it is, any other text escaped.

    The same characters as `markupsafe.escape` gives, without wrapping each of a page's hundred values once more.
    """
    kind = type(value)
    if kind is Markup or (kind is str and _SPECIAL.search(value) is None):  # type: ignore[call-overload]
        return value  # type: ignore[return-value]
    return escape(value)


class _Generator(CodeGenerator):
    """Compiles `{{ value }}` to a call of `written`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.written(")
        else:
            super()._output_child_pre(node, frame, finalize)


class TemplateEnvironment(Environment):
    """What templates are compiled and rendered in; globals are none, so that a page shows its payload only."""

    code_generator_class = _Generator
    written = staticmethod(written)

    def __init__(self, loader: BaseLoader, **more: Any) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=lambda name: name is None or not name.endswith(".txt"),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            extensions=[Once],
            **more,
        )
        self.globals.clear()
