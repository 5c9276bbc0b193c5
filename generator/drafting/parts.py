"""What a developer begins: a theme on top of another, a check on its shelf."""

from __future__ import annotations

import re

from generator.drafting import Draft
from generator.errors import UsageError

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
_CODE = re.compile(r"[A-Z]\d{3}")

_THEME = """\
name: {name}
title: {name}
extends: {base}
description: 在“{base}”主题上改出来的主题
# 只写要改的颜色，其余沿用“{base}”
colors:
  red: "#8a1c1c"
"""

_TEMPLATE = """\
{{# 改一块，其余沿用：块的名字见 themes/{base}/templates/base.html #}}
{{% extends "{base}/base.html" %}}
"""

_CHECK = '''\
"""{code}: one sentence that names the fault."""

from generator.checks import Found, check
from generator.model import Document


@check(
    "{code}",
    "warning",
    law="《…》第…条",
    fix="怎样改，给一个例子",
    bad="标题: 不合规的例子",
    good="标题: 合规的例子",
)
def {function}(document: Document) -> Found:
    """用一句话说出这条规定。"""
    if "不合规" in document.title:
        yield f"「{{document.title}}」哪里不对", "title"
'''


def theme(name: str, base: str) -> tuple[Draft, ...]:
    """A theme that extends another: its settings, and a template in which to begin."""
    _refuse(name, _NAME, "主题名", "my-county")
    return (
        Draft(f"themes/{name}/theme.yaml", _THEME.format(name=name, base=base)),
        Draft(f"themes/{name}/templates/base.html", _TEMPLATE.format(base=base)),
    )


def check(name: str, code: str) -> tuple[Draft, ...]:
    """A check on the shelf of the program's own repository."""
    _refuse(name, _NAME, "检查的文件名", "title_too_long")
    _refuse(code, _CODE, "代码", "D107")
    function = name.replace("-", "_")
    return (Draft(f"generator/checks/{function}.py", _CHECK.format(code=code, function=function)),)


def _refuse(written: str, form: re.Pattern[str], what: str, example: str) -> None:
    if not form.fullmatch(written):
        raise UsageError(f"{what}「{written}」不能用", "", f"例如 {example}")
