"""Where the old platform's addresses lead now: as a file for machines, and as rules for a web server.

Files alone cannot tell `Info_More.aspx?ClassID=102415` from another column, so the one who runs the old host's server
includes the rules; they look up numbers in the parameters, whatever else stands in an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

VARIABLE = "gongkai_moved"
NGINX_BUCKET, NGINX_SIZE = 64, 2048  # what nginx has room for by itself
_IN_ADDRESS = ":/?#[]@!&'()*+,;=%"  # what stays as it is in a target: not what nginx reads in quotes: " \\ $
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WORDS = ("default", "hostnames", "include", "volatile")
_SERVER = """\
# 由 gongkai legacy 写成，请勿手工修改；内容迁移有变化时重新运行。共 {count} 条。
#
# 1. 在 nginx.conf 的 http {{ … }} 里写：include 本文件的路径;
# 2. 在旧平台域名的 server {{ … }} 里写：
#        if (${variable}) {{ return 301 ${variable}; }}
# 3. nginx -t && nginx -s reload
#
# 编号按参数查，参数的次序、大小写和其他参数都不影响；含汉字的网址同时认 UTF-8 和 GB2312 两种编码。
"""


class Table(NamedTuple):
    """One look-up: what of a request is looked up, and where each value leads."""

    subject: str
    targets: Mapping[str, str]


def nginx(found: Mapping[str, Any]) -> str:
    """The rules for nginx: one map after another, from whole addresses to a unit's home; the first that knows wins."""
    tables = [table for table in _tables(found) if table.targets]
    names = [VARIABLE, *(f"{VARIABLE}_{number}" for number in range(2, len(tables) + 1))]
    count = sum(len(table.targets) for table in tables)
    blocks = [_SERVER.format(count=count, variable=VARIABLE), *_sizes(tables)]
    for number, table in enumerate(tables):
        other = f"${names[number + 1]}" if number + 1 < len(tables) else '""'
        pairs = ((_escaped(name), quote(target, safe=_IN_ADDRESS)) for name, target in sorted(table.targets.items()))
        lines = "".join(f'    "{name}" "{target}";\n' for name, target in pairs)
        blocks.append(f'map "{table.subject}" ${names[number]} {{\n    default {other};\n{lines}}}\n')
    return "\n".join(blocks)


def _escaped(name: str) -> str:
    """A value that nginx does not take for one of its own words."""
    return f"\\{name}" if name in _WORDS else name


def _sizes(tables: list[Table]) -> Iterator[str]:
    """More room for the maps where they need it; nginx takes these two lines once only."""
    longest = max((len(name) for table in tables for name in table.targets), default=0)
    largest = max((len(table.targets) for table in tables), default=0)
    bucket = NGINX_BUCKET
    while bucket < longest + NGINX_BUCKET // 2:
        bucket *= 2
    if bucket > NGINX_BUCKET or largest > NGINX_SIZE // 2:
        note = "# http { } 里已有这两行的，取两者中大的，只留一处。\n"
        yield f"{note}map_hash_bucket_size {bucket};\nmap_hash_max_size {max(NGINX_SIZE, 2 * largest)};\n"


def _tables(found: Mapping[str, Any]) -> Iterator[Table]:
    names = found["platform"]
    unit, column, document = (f"$arg_{names[f'{each}_parameter'].lower()}" for each in ("unit", "column", "document"))
    yield from _address_tables(found["addresses"])
    yield Table(document, dict(found["documents"]))
    columns = {
        f"{each['department']}/{number}": target
        for each in found["units"]
        for number, target in each["columns"].items()
    }
    yield Table(f"{unit}/{column}", columns)
    yield Table(unit, {each["department"]: each["url"] for each in found["units"] if each["department"]})
    yield Table("$uri", {f"/{skin}/": target for skin, target in found["skins"].items()})


def _address_tables(addresses: Mapping[str, str]) -> Iterator[Table]:
    """Addresses by the names of their parameters, those with most of them first."""
    grouped: dict[str, dict[str, str]] = {}
    for address, target in addresses.items():
        subject, value = _looked_up(address)
        grouped.setdefault(subject, {}).update({each.lower(): target for each in spellings(value)})
    for subject in sorted(grouped, key=lambda each: (-each.count("$"), each)):
        yield Table(subject, grouped[subject])


def _looked_up(address: str) -> tuple[str, str]:
    """What of a request is looked up to find an address, and the value that stands for it there.

    What cannot be taken apart, a path with characters outside ASCII among it, is looked up as it is sent.
    """
    path, mark, query = address.partition("?")
    pairs = sorted(
        (name.lower(), value) for name, _, value in (pair.partition("=") for pair in query.split("&") if mark)
    )
    names = [name for name, _ in pairs]
    if "%" in path or len(set(names)) < len(names) or not all(map(_PLAIN_NAME.fullmatch, names)):
        return "$request_uri", address
    return f"$uri{mark}{'&'.join(f'$arg_{name}' for name in names)}", f"{path}{mark}{'&'.join(v for _, v in pairs)}"


def spellings(address: str) -> tuple[str, ...]:
    """An address as browsers may send it: its characters in UTF-8, and in GB2312 where they are in it."""
    if "%" not in address:
        return (address,)
    pieces = re.split(r"((?:%[0-9A-F]{2})+)", address)
    try:
        other = "".join(quote(unquote(each).encode("gbk"), safe="") if each[:1] == "%" else each for each in pieces)
    except UnicodeEncodeError:
        return (address,)
    return tuple(dict.fromkeys((address, other)))
