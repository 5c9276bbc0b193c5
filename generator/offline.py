"""The county, or units of it, as a package to open without a line: the public files, and links that still lead on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from html import escape, unescape
from urllib.parse import unquote, urljoin, urlsplit

from generator.archives import Content
from generator.changes import Item
from generator.errors import GeneratorError
from generator.inventory import FORMER, Inventory
from generator.links import address

README = "README.txt"
PRECOMPRESSED = (".gz", ".br")
_TAG = re.compile(r"<[a-zA-Z](?:\"[^\"]*+\"|'[^']*+'|[^'\">]++)*+>")
_LINK = re.compile(r"(\s(?:href|src|action|data-county)=)\"([^\"]*+)\"")  # an absolute county is not offered to search


def chosen(found: Inventory, units: Collection[str]) -> dict[str, Item]:
    """The public files of these units, of the whole county where none is named, by address."""
    names = units or (found.sections.keys() | found.damaged.keys()) - {FORMER}
    for name in sorted(names):
        if name in found.damaged:
            raise GeneratorError(found.damaged[name], name, "重新生成：gongkai build --clean")
        if name not in found.sections:
            raise GeneratorError("这个单位还没有公开过", name, "先运行 gongkai build")
    items = {address: item for name in names for address, item in found.sections[name].items()}
    return {name: item for name, item in items.items() if not _is_precompressed(name, items)}


def members(items: dict[str, Item], base: str, whole: bool) -> dict[str, Content]:
    """What goes into a package: files as they are; of units alone, pages whose links out of it are absolute."""
    if whole:
        return {name: item.source for name, item in items.items()}
    return {
        name: _outward(item.source.read_text("utf-8"), name, base, items).encode()
        if name.endswith(".html")
        else item.source
        for name, item in items.items()
    }


def readme(title: str, starts: Iterable[str], items: Iterable[Item], whole: bool) -> bytes:
    """What somebody reads who unpacks it; as Windows shows it."""
    found = "全县的信息" if whole else "这个单位的信息，要找全县的请到网站上找"
    sizes = [item.state.size for item in items]
    lines = (
        f"{title}政府信息公开离线包",
        "",
        "怎样看：把压缩包全部解开（不要在压缩包里直接打开），再用浏览器打开：",
        *(f"    {start}" for start in starts),
        f"不需要网络，也不需要安装什么。搜索也可以用，在页头的搜索框里输入，找的是{found}。",
        "通往包外的链接（其他单位、省平台、外站）要联网才能打开。",
        "",
        f"共 {len(sizes)} 个文件，{sum(sizes)} 字节。内容与做包时网站上公开的相同，以网站上现在公开的为准。",
    )
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def _is_precompressed(name: str, items: Collection[str]) -> bool:
    return name.endswith(PRECOMPRESSED) and name[:-3] in items


def _outward(text: str, page: str, base: str, inside: Collection[str]) -> str:
    """A page whose relative links out of the package are the absolute ones of the web site."""

    def link(found: re.Match[str]) -> str:
        target = _elsewhere(unescape(found[2]), page, base, inside)
        return f'{found[1]}"{escape(target)}"' if target else found[0]

    def tag(found: re.Match[str]) -> str:
        return _LINK.sub(link, found[0])

    return _TAG.sub(tag, text)


def _elsewhere(written: str, page: str, base: str, inside: Collection[str]) -> str:
    """Where a relative link leads outside the package, absolute; "" where it needs no change."""
    if not written or written.startswith("#") or urlsplit(written).scheme or written.startswith("//"):
        return ""
    target = urljoin(base + page, written)
    inner = unquote(urlsplit(target).path.removeprefix(urlsplit(base).path))
    if inner in inside and not written.startswith("/"):  # such a link starts at a disk's root here
        return ""
    tail = target[len(target.partition("#")[0].partition("?")[0]) :]
    return address(base, inner) + tail if inner.isascii() else target
