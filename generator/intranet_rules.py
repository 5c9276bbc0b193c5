"""A sample of rules by which nginx serves the inboxes on an intranet: every unit its own, to its own network alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from generator.addressing import Registry, words
from generator.headers import HEADERS

OFFICE = "总览"


def nginx(address: str, folder: str, networks: Mapping[str, str], registry: Registry) -> str:
    """The rules; whatever no network is named for is closed."""
    parts = urlsplit(address)
    base = parts.path
    lines = [
        "# 由 gongkai inbox --nginx 写成的样例：只放在内网服务器上，决不要放到公众能访问的服务器。",
        "# 没有写“网段”的单位谁也打不开；有统一登录的，把 allow/deny 换成 auth_basic 或者单位的登录网关。",
        "server {",
        f"    listen {parts.port or 80};",
        f"    server_name {parts.hostname};",
        "    charset utf-8;",
        "    access_log /var/log/nginx/gongwen.access.log combined;   # gongkai receipts 从这里认签收",
        *(f'    add_header {name} "{value}" always;' for name, value in HEADERS.items()),
        '    add_header Cache-Control "no-store" always;',
        "    types { text/html html; text/css css; text/javascript js; image/svg+xml svg; application/json json; "
        "application/atom+xml atom; text/csv csv; }",
        "    default_type application/octet-stream;",
        f"    location {base} {{ deny all; }}",
        *_location(f"^{base}(?:index\\.html|\\d{{4}}-\\d{{2}}/.*)?$", networks.get(OFFICE, ""), base, folder),
        *_location(f"^{base}assets/", "", base, folder, everybody=True),
    ]
    for word, written in networks.items():
        if slug := registry.unit(word):
            lines += _location(f"^{base}{slug}/", written, base, folder)
    return "\n".join([*lines, "}", ""])


def _location(pattern: str, written: str, base: str, folder: str, *, everybody: bool = False) -> Iterator[str]:
    yield f'    location ~ "{pattern}" {{'
    if not everybody:
        yield from (f"        allow {network};" for network in words(written))
        yield "        deny all;"
    yield (
        f"        root {folder};" if base == "/" else f"        rewrite ^{base}(.*)$ /$1 break;\n        root {folder};"
    )
    yield "        index index.html;"
    yield "    }"
