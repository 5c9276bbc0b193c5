"""The national emblem anywhere but on the county's own home page."""

import re

from generator.checks import Found, check
from generator.checks._looks import MINE, THEME
from generator.model import START, Look
from generator.rulebook import rules

HOME = "portal.html"  # the template of the county's home, and of nothing else
PICTURE = '<img src="{{ \'guohui.png\'|asset(root) }}" alt="中华人民共和国国徽">\n'


@check(
    "W107",
    "error",
    law="《国徽法》第七条：县级以上人民政府等在首页显著位置使用国徽图案，乡镇、部门不在其列",
    fix="只在县级门户首页的模板 portal.html 里使用国徽；别的模板和单位自己的主题里删去",
    bad=(
        *(MINE, THEME, "=== /themes/mine/assets/guohui.png\n（国徽图案）"),
        '=== /themes/mine/templates/base.html\n{% extends "default/base.html" %}\n'
        "{% block crumbs %}{{ super() }}\n" + PICTURE + "{% endblock %}\n",
    ),
    good=(
        *(MINE, THEME, "=== /themes/mine/assets/guohui.png\n（国徽图案）"),
        '=== /themes/mine/templates/portal.html\n{% extends "default/portal.html" %}\n'
        "{% block crumbs %}\n" + PICTURE + "{% endblock %}\n",
    ),
)
def emblem_misplaced(look: Look) -> Found:
    """国徽图案只用在县级门户的首页。"""
    emblem = re.compile("|".join(map(re.escape, rules("emblem")["names"])), re.IGNORECASE)
    for template in look.templates:
        for use in template.loads:
            if emblem.search(use.asset) and use.path == template.path and template.name != HOME:
                message = f"模板 {template.name} 里用了国徽图案「{use.asset}」，不止县级门户的首页会显示"
                yield message, use.place, use.path
    for name, path in look.own:
        if emblem.search(name) and not look.portal:
            yield f"单位「{look.unit}」自己的主题里带着国徽图案「{name}」", START, path
