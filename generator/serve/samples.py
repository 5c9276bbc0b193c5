"""Every view of a theme with sample data: a theme is tried without writing content."""

from __future__ import annotations

from pathlib import Path

from generator.fragments import Memo
from generator.model import Frame, Page
from generator.render import render
from generator.serve.answers import Answer, broken, file_of, plain, shown
from generator.serve.panel import panel_of, sample_list
from generator.shelf import collect
from generator.theme import Theme


def pages() -> dict[str, Page]:
    """The samples that are pages, by the folder that each is shown in: the view's name and a number."""
    return {
        f"{view.__name__.rpartition('.')[2]}-{number}": page
        for view in collect("generator.views")
        for number, page in enumerate(view.SAMPLE, 1)
        if page.url.endswith(".html")
    }


def answer(address: str, frame: Frame, theme: Theme, root: Path) -> Answer:
    """What an address below `-/samples/` shows: the list, a sample in a folder of its own, a file of the theme."""
    found = pages()
    if not address:
        listed = ((name, page.payload.head.title, f"/-/samples/{name}/{page.url}") for name, page in found.items())
        return plain("samples.html", sample_list(listed))
    name, _, url = address.partition("/")
    page = found.get(name)
    asset = next((each for each in theme.assets.values() if each.url == url), None)
    if page is None or (asset is None and page.url != url):
        return broken(404, "没有这个样例", address, "链接指向别的页面；样例只有这一页")
    if asset is not None:
        return file_of(root, asset)
    rendered = render(page, frame, theme, Memo())
    panel = panel_of(None, "", rendered.findings)
    return (
        broken(500, "这个样例不能显示", page.template, "", panel) if not rendered.data else shown(rendered.data, panel)
    )
