"""What a developer begins: a theme on top of another, a check on its shelf."""

from __future__ import annotations

import re
from pathlib import Path

from generator.drafting import Draft
from generator.errors import UsageError
from generator.layers import chain, names

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
_CODE = re.compile(r"[A-Z]\d{3}")

_THEME = """\
# 主题“{name}”：没有写的都沿用“{base}”。改一行，存盘，用 gongkai serve --samples 看样子。说明见《主题手册》。
name: {name}
title: {name}
description: 在“{base}”主题上改出来的主题
extends: {base}

# 颜色：red 主色（页头、链接、标题下的线），ink 文字，paper 底色；写 "#rrggbb"，要加引号。对比度不够的会报 C101
colors:
  red: "#8a1c1c"
#   ink: "#221f1c"
#   paper: "#fbf9f5"

# 字体：从前往后，用来访的人电脑上有的第一种，不从网上下载；sans 正文，serif 标题和单位名称，kai 落款、引文
# typefaces:
#   serif: [Songti SC, SimSun, serif]

# 标志：assets/ 里的一张图片，排在页头的单位名称前面。国徽只能出现在县级门户的首页，不能用作标志
# logo: logo.svg
"""

_TEMPLATE = """\
{{# 改一块，其余沿用；有哪些块见《主题手册》。例如在页头下面加一行话（删去头尾的花括号和井号，移到下一行的后面）：
{{% block header %}}{{{{ super() }}}}<p class="wide">政府信息以公开为常态、不公开为例外</p>{{% endblock %}} #}}
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


def theme(themes: Path, name: str, base: str) -> tuple[Draft, ...]:
    """A theme that extends another: its settings, and a template in which to begin; UsageError where `themes` has no
    such other."""
    _refuse(name, _NAME, "主题名", "my-county")
    if base not in (there := names(themes)):
        raise UsageError(f"找不到主题「{base}」，不能在它上面改", "", f"--extends 可以写：{'、'.join(there)}")
    owner = next(each.name for each in chain(themes, base) if (each.folder / "templates/base.html").is_file())
    return (
        Draft(f"themes/{name}/theme.yaml", _THEME.format(name=name, base=base)),
        Draft(f"themes/{name}/templates/base.html", _TEMPLATE.format(base=owner)),
    )


def check(name: str, code: str) -> tuple[Draft, ...]:
    """A check on the shelf of the program's own repository."""
    _refuse(name, _NAME, "检查的文件名", "title_too_long")
    _refuse(code, _CODE, "代码", "D206")
    function = name.replace("-", "_")
    return (Draft(f"generator/checks/{function}.py", _CHECK.format(code=code, function=function)),)


def _refuse(written: str, form: re.Pattern[str], what: str, example: str) -> None:
    if not form.fullmatch(written):
        raise UsageError(f"{what}「{written}」不能用", "", f"例如 {example}")
