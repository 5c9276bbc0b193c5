"""The Jinja environment of themes: strict and escaping, with the project's own tag, and quick at writing text."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    meta,
    nodes,
    pass_context,
)
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator, Frame
from jinja2.loaders import BaseLoader
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator import files
from generator.codec import dumps, loads
from generator.errors import TemplateFault
from generator.fragments import Once

_SPECIAL = re.compile("[&<>\"']")
_OF_THEME = re.compile(r"/themes/.+/templates/")
Names = tuple[str | None, ...]
SIZE_LIMIT = 32 << 20  # characters of a page: four times the largest site map
TURN_LIMIT = 1_000_000  # turns of all loops of a page
_AT_ONCE = 10_000  # pieces of text between two looks at the size


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


class _Compiled(BytecodeCache):
    """Compiled templates in a folder, under the digest of their text; damage costs a compilation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, bucket: Bucket) -> Path:
        return self.folder / f"{bucket.key}-{bucket.checksum}.bin"

    def load_bytecode(self, bucket: Bucket) -> None:
        path = self._path(bucket)
        body = files.unseal(path, path.name)
        if body is not None:
            bucket.bytecode_from_string(body)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self._path(bucket)
        files.seal(path, bucket.bytecode_to_string(), path.name)


@pass_context
def counted(context: Context, values: Iterable[Any]) -> Iterable[Any]:
    """What a loop goes through, its turns counted first; `TemplateRuntimeError` where those of a page are too many."""
    environment: Any = context.environment
    try:
        turns = len(values)  # type: ignore[arg-type]
    except TypeError:  # made one by one, by a filter
        values = list(islice(values, TURN_LIMIT + 1))
        turns = len(values)
    environment.turns += turns
    if environment.turns > TURN_LIMIT:
        raise TemplateRuntimeError(f"一页里的循环超过 {TURN_LIMIT:,} 次")
    return values


class TemplateEnvironment(Environment):
    """What templates are compiled and rendered in; globals are none, so that a page shows its payload only.

    `compiled` is a folder for compiled templates, which belongs to one version of this program. One page is filled at a
    time, and what it may cost is bounded by counts: the turns of its loops, the characters that it writes.
    """

    code_generator_class = _Generator
    written = staticmethod(written)

    def __init__(self, loader: BaseLoader, compiled: Path | None = None) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=lambda name: name is None or not name.endswith(".txt"),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            extensions=[Once],
            bytecode_cache=_Compiled(compiled) if compiled else None,
        )
        self.compiled = compiled
        self.globals.clear()
        self.filters[counted.__name__] = counted
        self.turns = 0

    def fill(self, name: str, names: Mapping[str, Any]) -> str:
        """The text of a page."""
        self.turns = 0
        return self.get_template(name).render(names)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, counted.__name__, [], [], None, None, lineno=loop.lineno)
        return tree

    def concat(self, pieces: Iterable[str]) -> str:
        """The text of pieces, as Jinja joins those of a page, a block or a macro, up to `SIZE_LIMIT`."""
        waiting = iter(pieces)
        text = "".join(islice(waiting, _AT_ONCE))
        more = next(waiting, None)
        if more is None and len(text) <= SIZE_LIMIT:
            return text
        made, size = [text], len(text)
        while more is not None and size <= SIZE_LIMIT:
            made.append(more + "".join(islice(waiting, _AT_ONCE)))
            size += len(made[-1])
            more = next(waiting, None)
        if size <= SIZE_LIMIT:
            return "".join(made)
        error = TemplateRuntimeError(f"一页写出的内容超过 {SIZE_LIMIT:,} 字")
        if isinstance(waiting, Generator):
            waiting.throw(error)  # where it stands, so that the line is told
        raise error

    def named_in(self, name: str, source: str, file: str = "") -> Names:
        """The templates that a template names, sorted; None among them stands for any. `file` is its path."""
        key = blake2b(f"{name}\0{source}".encode(), digest_size=16).hexdigest()
        path = self.compiled / f"{key}.names" if self.compiled else None
        body = files.unseal(path, path.name) if path else None
        if body is not None:
            found: Names = loads(Names, body)
            return found
        tree = self.parse(source, name, file)
        found = tuple(sorted(set(meta.find_referenced_templates(tree)), key=str))
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            files.seal(path, dumps(found), path.name)
        return found


def fault_of(error: Exception, path: str = "themes") -> TemplateFault | None:
    """What is wrong with a template, and in which of its lines: where it was read, or where it was being filled.

    None for what went wrong elsewhere, which is a mistake of the program; `path` is named where no line is known.
    """
    if isinstance(error, TemplateSyntaxError):
        return TemplateFault(str(error.message), below_themes(error.filename or error.name or ""), error.lineno)
    place, innermost = _last_place(error, path)
    if isinstance(error, TemplateNotFound):
        return TemplateFault(f"找不到模板「{error.name}」", *place)
    if isinstance(error, TemplateError):
        return TemplateFault(str(error.message), *place)
    if isinstance(error, RecursionError):
        return TemplateFault("模板引用自己，没有尽头", *place)
    return TemplateFault(f"{type(error).__name__}: {error}", *place) if innermost else None


def _last_place(error: Exception, default: str) -> tuple[tuple[str, int], bool]:
    """The innermost line of a template that an exception has passed, and whether only Jinja was called from there."""
    found, innermost = (default, 1), False
    trace = error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename
        if _OF_THEME.search(path):
            found, innermost = (below_themes(path), trace.tb_lineno), True
        elif Path(path).parent.name != "jinja2":
            innermost = False
        trace = trace.tb_next
    return found, innermost


def below_themes(path: str) -> str:
    """The path of a theme's file as it is told: from `themes/` on."""
    return f"themes/{path.rpartition('/themes/')[2]}"
