"""The last gate: the final text of a page, judged without trusting whatever made it.

Every `<` of the page is judged as though a tag began there, whatever stands around it: comments, scripts, attribute
values. A tag that a browser would see is therefore always among those judged, and no trick of nesting can hide one.
Most pages are made of tags from a narrow grammar, which one expression knows; a page with anything else is read tag
by tag.
"""

from __future__ import annotations

import re
from html import unescape

_PLAIN_TAGS = (  # the commonest first: they are tried in this order
    r"a|p|td|th|tr|li|span|div|h[1-6]|img|ul|ol|strong|em|br|dd|dt|dl|b|i|u|s|q|abbr|address|article|aside|blockquote"
    r"|body|caption|cite|code|col|colgroup|del|details|dfn|figcaption|figure|footer|head|header|hr|html|ins|kbd|label"
    r"|legend|main|mark|nav|option|pre|rp|rt|ruby|samp|search|section|small|sub|summary|sup|table|tbody|tfoot|thead"
    r"|time|title|var|wbr|button|input"
)
_PLAIN_NAMES = (
    r"class|id|alt|lang|rel|role|title|scope|tabindex|aria-[a-z]+|colspan|rowspan|loading|datetime|hidden|open|start"
    r"|value|type|name|width|height|dir|translate|itemprop|data-[a-z-]+|for|download|headers|reversed"
    r"|placeholder|autocomplete|maxlength"
)
_VALUE = r'="[^"<>]*+"'
_RELATIVE = r'="(?:\.\./)*+(?![/\\])[^"<>&:?#\x00-\x20\\]*+(?:[?#][^"<>\x00-\x20\\]*+)?+"'  # on this very host
_HREF = r'="(?:https?://|mailto:|tel:|#|(?:\.\./)*+(?![/\\])[^"<>&:?#\x00-\x20\\]*+(?=["?#]))[^"<>]*+"'
_CLEAN = (
    r"/[a-z][a-z0-9]*+>"
    r"|(?:" + _PLAIN_TAGS + r")(?: (?:href" + _HREF + r"|src" + _RELATIVE + r"|"
    r"(?:" + _PLAIN_NAMES + r")(?:" + _VALUE + r")?+(?=[ >])))*+>"
    r"|meta (?:name|property)" + _VALUE + r" content" + _VALUE + r">"
    r"|form(?: (?:action" + _RELATIVE + r"|(?:class|id|role)" + _VALUE + r"))*+>"  # without a method, which is get
    r'|meta charset="utf-8">'
    r'|link rel="(?:canonical|alternate)"(?: (?:type|title|hreflang)' + _VALUE + r"| href" + _HREF + r")*+>"
    r'|link rel="(?:stylesheet|icon)"(?: type' + _VALUE + r")?+ href" + _RELATIVE + r"(?: type" + _VALUE + r")?+>"
    r"|script(?: defer)?+ src" + _RELATIVE + r"(?: defer)?+></script>"
    r'|script type="application/ld\+json">[^<]*+</script>'
    r"|!(?i:doctype) html>"
)
_SUSPICIOUS = re.compile(r"<(?!" + _CLEAN + r")")


READ_LIMIT = 100_000  # characters that tags may take beyond the page's own length, times four

_SPACE = "\t\n\f\r "
_NAME = re.compile(rf"<([A-Za-z][^{_SPACE}/>]*)")
_ATTRIBUTE = re.compile(
    rf"[{_SPACE}/]*+([^{_SPACE}/>][^{_SPACE}/>=]*+)"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+(\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|(?![\"'])[^{_SPACE}>]*+))?+"
)
_END = re.compile(rf"[{_SPACE}/]*+>")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_REFRESH = re.compile(r"[\d.]*[;,]?(?:url=)?[\"']?(.*)", re.IGNORECASE | re.DOTALL)
_EMPTY_SCRIPT = re.compile(rf"[{_SPACE}]*+</script[{_SPACE}/>]", re.IGNORECASE)
_DATA_SCRIPT = re.compile(r"[^<]*+</script>", re.IGNORECASE)

_REFUSED = {"style", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "portal", "fencedframe"}
_ANIMATED = {"set", "animate", "animatetransform", "animatemotion", "animatecolor", "foreignobject"}
_FOLLOWED = {("a", "href"), ("area", "href"), ("blockquote", "cite"), ("q", "cite"), ("del", "cite"), ("ins", "cite")}
_NAMED_LINKS = {"canonical", "alternate", "author", "license", "next", "prev", "help", "search", "up", "bookmark"}
_LOADED = {"src", "href", "xlink:href", "poster", "background", "data", "dynsrc", "lowsrc", "manifest", "code"}
_LOADED |= {"codebase", "archive", "classid", "longdesc", "cite", "profile", "usemap", "icon"}
_SUBMITTED = {"action", "formaction"}
_SETS = {"srcset", "imagesrcset"}
_NEVER = {"style", "srcdoc", "ping", "attributionsrc"}
_FOREIGN = {"http", "https", "ftp", "ws", "wss"}
_SCHEMES = {"http", "https", "mailto", "tel"}


def faults(text: str) -> tuple[str, ...]:
    """What is wrong with a page's final text, in Chinese and in order; empty for a page that may be published."""
    if "\0" in text:
        return ("含有空字符（NUL）",)
    if _SUSPICIOUS.search(text) is None:
        return ()
    found: dict[str, None] = {}
    read = 0
    for tag in _NAME.finditer(text):
        attributes, end = _attributes(text, tag.end())
        found.update(dict.fromkeys(_tag_faults(text, tag, attributes, end)))
        read += (end if end >= 0 else len(text)) - tag.start()
        if read > READ_LIMIT + 4 * len(text):  # tags within tags within tags: no page of ours
            found["标签互相套在属性里，写法过于复杂"] = None
            break
    return tuple(found)


def _tag_faults(text: str, tag: re.Match[str], attributes: list[tuple[str, str]], end: int) -> list[str]:
    """The faults of a tag with its attributes and its end, read as a browser's tokenizer reads it."""
    name = tag[1].lower()
    if end < 0:
        return [f"标签 <{name}> 没有结束"]
    wrong = [f"不允许的标签 <{name}>"] if name in _REFUSED or name.rpartition(":")[2] in _ANIMATED else []
    if name == "script":
        wrong += _script_faults(text, attributes, end)
    if name == "meta" and dict(reversed(attributes)).get("http-equiv", "").strip().lower() == "refresh":
        wrong += _refresh_faults(attributes)
    if name == "form" and dict(reversed(attributes)).get("method", "get").strip().lower() not in ("get", "dialog"):
        wrong.append("表单只能用 get 方式（<form method>）")
    relations = {word for key, value in attributes if key == "rel" for word in value.lower().split()}
    for key, value in attributes:
        if key.startswith("on") or key in _NEVER:
            wrong.append(f"不允许的属性 {key}（<{name}>）")
        elif (name, key) in _FOLLOWED or (name == "link" and key == "href" and relations and relations <= _NAMED_LINKS):
            wrong += _scheme_faults(name, key, value)
        elif key in _LOADED or key in _SUBMITTED:
            wrong += _host_faults(name, key, value)
        elif key in _SETS:
            for part in value.split(","):
                wrong += _host_faults(name, key, part)
    return wrong


def _attributes(text: str, position: int) -> tuple[list[tuple[str, str]], int]:
    """The attributes from a position behind the tag's name, entities decoded; and where the tag ends.

    That is -1 where it does not end, and where the next `<` comes before its end: no page of ours has such a tag.
    """
    attributes: list[tuple[str, str]] = []
    while (ended := _END.match(text, position)) is None:
        found = _ATTRIBUTE.match(text, position)
        if found is None or found.end() == len(text) or "<" in found[1]:
            return attributes, -1
        value = found[2] or ""
        if "<" in value and value[0] not in "\"'":
            return attributes, -1
        attributes.append((found[1].lower(), unescape(value[1:-1] if value[:1] in ("'", '"') else value)))
        position = found.end()
    return attributes, ended.end()


def _script_faults(text: str, attributes: list[tuple[str, str]], end: int) -> list[str]:
    """A script is data, or an empty element that names a file; its address is judged with the other attributes."""
    first = dict(reversed(attributes))
    if "src" in first:
        return [] if _EMPTY_SCRIPT.match(text, end) else ["<script src> 里面不能有内容"]
    if first.get("type") == "application/ld+json" and _DATA_SCRIPT.match(text, end):
        return []
    return ["页面里不能直接写脚本（<script>）"]


def _refresh_faults(attributes: list[tuple[str, str]]) -> list[str]:
    wrong = []
    for key, value in attributes:
        target = _REFRESH.match(_bare(value)) if key == "content" else None
        wrong += _host_faults("meta", "content", target[1]) if target else []
    return wrong


def _bare(value: str) -> str:
    """An address without the blanks and control characters that browsers pass over."""
    return re.sub(r"[\0-\x20\x7f]+", "", value)


def _scheme_faults(name: str, key: str, value: str) -> list[str]:
    """An address that a reader may follow: any host, but no scheme that runs code."""
    scheme = _SCHEME.match(_bare(value))
    if scheme is None or scheme[1].lower() in _SCHEMES:
        return []
    return [f"不允许的地址 {scheme[1].lower()}:（<{name} {key}>）"]


def _host_faults(name: str, key: str, value: str) -> list[str]:
    """An address that a browser loads or sends to by itself: on this very host only; pictures may be data."""
    bare = _bare(value)
    if name == "img" and key == "src" and bare.lower().startswith("data:image/"):
        return []
    if scheme := _SCHEME.match(bare):
        kind = scheme[1].lower()
        return [f"{'外站资源' if kind in _FOREIGN else f'不允许的地址 {kind}:'}（<{name} {key}>）"]
    return [f"外站资源（<{name} {key}>）"] if re.match(r"[/\\]{2}", bare) else []
