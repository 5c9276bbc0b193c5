"""Mistakes of the machine: an exception that says what failed, where, and what to do about it."""

from __future__ import annotations


class GeneratorError(Exception):
    """The work cannot go on: `what` failed, `where`, and `advice` on how to mend it, in Chinese for the operator."""

    def __init__(self, what: str, where: str = "", advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.advice = advice

    def __str__(self) -> str:
        place = f"（{self.where}）" if self.where else ""
        advice = f"\n  改法: {self.advice}" if self.advice else ""
        return f"{self.what}{place}{advice}"


class UsageError(GeneratorError):
    """The command was called wrongly, or `site.yaml` cannot be used: exit status 2."""


class TemplateFault(GeneratorError):
    """A template that cannot be read or filled: `path` below the workspace and `line`, 1-based."""

    def __init__(self, what: str, path: str = "", line: int = 1) -> None:
        super().__init__(f"主题模板有误：{what}", f"{path}:{line}", "改正模板后再生成")
        self.args = what, path, line
        self.path = path
        self.line = line
