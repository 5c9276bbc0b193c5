"""Parts rendered once: they save work, and nothing of one page can get into another."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, TemplateSyntaxError
from markupsafe import Markup, escape

from generator.fragments import MEMO, Memo
from generator.templates import TemplateEnvironment, written


def rendered(source: str, memo: Memo, **names: object) -> str:
    environment = TemplateEnvironment(DictLoader({"a.html": source}))
    return environment.get_template("a.html").render(names | {MEMO: memo, "root": names.get("root", "")})


def test_a_part_is_rendered_once_for_the_same_values() -> None:
    calls: list[str] = []

    class Told:
        def __str__(self) -> str:
            calls.append("")
            return "<甲>"

        def __hash__(self) -> int:
            return 1

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Told)

    source = "{% once told=page %}<p>{{ told }}</p>{% endonce %}"
    memo = Memo()
    assert [rendered(source, memo, page=Told()) for _ in range(3)] == ["<p>&lt;甲&gt;</p>"] * 3
    assert len(calls) == 1


def test_other_values_depths_and_places_are_other_parts() -> None:
    source = "{% once a=page %}{{ root }}{{ a }}{% endonce %}|\n{% once a=page %}{{ a }}!{% endonce %}"
    memo = Memo()
    found = [rendered(source, memo, page=page, root=root) for page in "甲乙" for root in ("", "../")]
    assert found == ["甲|\n甲!", "../甲|\n甲!", "乙|\n乙!", "../乙|\n乙!"]
    assert len(memo) == 8


@pytest.mark.parametrize(
    "body",
    [
        "{{ page.title }}",
        "{{ url }}",
        "{% for link in page.links %}{{ link }}{% endfor %}",
        "{% block a %}{% endblock %}",
        "{% include 'b.html' %}",
    ],
)
def test_a_part_may_use_only_what_it_names(body: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="rendered once"):
        rendered("{% once %}" + body + "{% endonce %}", Memo())


def test_a_part_may_use_the_frame_and_its_own_names() -> None:
    source = "{% once a %}{% set b = a %}{% for c in frame %}{{ loop.index }}{{ c }}{{ b }}{% endfor %}{% endonce %}"
    assert rendered(source, Memo(), frame="甲乙", a="丙") == "1甲丙2乙丙"


@pytest.mark.parametrize("value", ["", "a", "<", "a&b", "'", '"', ">", Markup("<b>"), 1, None, Markup("&")])
def test_text_is_written_as_the_library_escapes_it(value: object) -> None:
    assert written(value) == escape(value)
