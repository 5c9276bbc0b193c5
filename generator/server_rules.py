"""Rules for web servers: what is said with each file, and the answers that a file alone cannot give (301, 404, 410).

One value per host (`Host`) becomes rules for nginx, for Apache, and the two files that static hosting services read.
Headers stand on the level of the server alone: an `add_header` further inside would drop all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from generator.headers import HEADERS
from generator.media_types import DESCRIPTION, TYPES, UNKNOWN, content_type_of

HASHED = r"/assets/[^/]+-[0-9a-f]{8}\.[a-z0-9]+"  # its name changes with its bytes
FOREVER, ASK = "public, max-age=31536000, immutable", "no-cache"
STRICT = "Strict-Transport-Security", "max-age=31536000"
SHOWN = (
    "html",
    "htm",
    "shtml",
    "pdf",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "mp3",
    "mp4",
    "vtt",
    "txt",
    "css",
    "js",
    "woff2",
    "ico",
)
READ = ("json", "jsonld", "xml", "atom", "csv", "ics", "svg")  # by programs, under the policy that forbids scripts
_TEXT = sorted({media for media in TYPES.values() if content_type_of(media) != media})
_IN_PATH = "/:@!&'()*+,;=~-._"
WRITTEN = "由 gongkai hosting 写成，请勿手工修改；单位、撤下的信息、改过的网址有变化时重新运行"


@dataclass(frozen=True, slots=True)
class Host:
    """A host and what lies at its root.

    `name` is the host's, `variable` begins names in nginx's rules, `root` the folder on the server, `sections` the
    folders that have a page of their own for what is not found, `moved` and `gone` are paths from the root.
    """

    name: str
    variable: str
    root: str
    secure: bool
    sections: tuple[str, ...]
    moved: Mapping[str, str]
    gone: tuple[str, ...]

    @property
    def headers(self) -> dict[str, str]:
        """What is said with every answer."""
        return {**HEADERS, **dict((STRICT,))} if self.secure else dict(HEADERS)


# ── nginx ───────────────────────────────────────────────────────────────────────────────────────────────────────


def nginx_maps(hosts: Iterable[Host]) -> str:
    """What stands in nginx's `http { }`: tables that are looked up by a request's path."""
    hosts = tuple(hosts)
    shown = "|".join((*SHOWN, *READ))
    blocks = [
        f"# {WRITTEN}。\n# 在 nginx.conf 的 http {{ }} 里写一行：include 本文件的路径;\n{_room(hosts)}",
        _table("gongkai_cache", [("default", ASK), (f"~{HASHED}$", FOREVER)]),
        _table(
            "gongkai_disposition",
            [("default", "attachment"), (f"~*(?:/|\\.(?:{shown})|/{re.escape(DESCRIPTION)})$", "")],
        ),
    ]
    for host in hosts:
        lost = [("default", "/404.html"), *((f"~^/{each}/", f"/{each}/404.html") for each in host.sections)]
        moved = ((old, quote(new, safe=_IN_PATH)) for old, new in sorted(host.moved.items()))
        blocks.append(_table(f"{host.variable}_lost", lost))
        blocks.append(_table(f"{host.variable}_moved", [("default", ""), *moved]))
        blocks.append(_table(f"{host.variable}_gone", [("default", ""), *((each, "1") for each in host.gone)]))
    return "\n".join(blocks)


def nginx_rules(host: Host, brotli: bool) -> str:
    """What stands in the host's `server { }`."""
    types = "".join(f"    {media:<75} {' '.join(endings)};\n" for media, endings in _endings().items())
    headers = "".join(f'add_header {name} "{value}" always;\n' for name, value in host.headers.items())
    return f"""\
# {WRITTEN}。
# 在 {host.name} 的 server {{ }} 里写一行：include 本文件的路径; 那里不要再写 root、add_header、types、error_page。
root {_quoted(host.root)};
index index.html;
server_tokens off;
autoindex off;
disable_symlinks off;   # 单位的文件夹是符号链接

{headers}add_header Cache-Control $gongkai_cache always;
add_header Content-Disposition $gongkai_disposition always;

types {{
{types}}}
default_type {UNKNOWN};
charset utf-8;
charset_types {" ".join(each for each in _TEXT if each != "text/html")};

gzip_static on;   # 有预压缩的 .gz 就用它
gzip_vary on;
{"" if brotli else "# "}brotli_static on;   # 要有 libnginx-mod-http-brotli-static

if (${host.variable}_moved) {{ return 301 ${host.variable}_moved; }}
if (${host.variable}_gone) {{ return 410; }}
error_page 404 ${host.variable}_lost;
error_page 403 =404 ${host.variable}_lost;   # 没有首页的文件夹，例如撤销的单位留下的 assets/
error_page 410 @gongkai_gone;
location @gongkai_gone {{ try_files $uri =410; }}   # 撤下的页面仍说明理由，状态是 410
location ~ /{re.escape(DESCRIPTION)}$ {{ default_type application/xml; }}
location ~ /\\.(?!well-known/) {{ return 404; }}
"""


def nginx_server(hosts: Iterable[Host], folder: str) -> str:
    """A whole configuration to begin with."""
    return (
        f"# 样例：照着改证书、端口，放进 /etc/nginx/conf.d/。规则文件在 {folder}\n"
        f"include {_quoted(f'{folder}/maps.conf')};\n" + "".join(_server(host, folder) for host in hosts)
    )


def _server(host: Host, folder: str) -> str:
    rules = f"    include {_quoted(f'{folder}/{host.variable}.conf')};\n"
    name, _, port = host.name.partition(":")
    if not host.secure:
        listen = f"    listen {port or 80};\n    listen [::]:{port or 80};\n"
        return f"\nserver {{\n{listen}    server_name {name};\n{rules}}}\n"
    return f"""
server {{
    listen 80;
    listen [::]:80;
    server_name {name};
    return 301 https://{host.name}$request_uri;
}}
server {{
    listen {port or 443} ssl http2;
    listen [::]:{port or 443} ssl http2;
    server_name {name};
    ssl_certificate     /etc/ssl/gongkai/{name}.pem;
    ssl_certificate_key /etc/ssl/gongkai/{name}.key;
    ssl_protocols TLSv1.2 TLSv1.3;
{rules}}}
"""


def _table(name: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"    {key if key == 'default' else _quoted(key)} {_quoted(value)};\n" for key, value in rows)
    return f"map $uri ${name} {{\n{lines}}}\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _room(hosts: Iterable[Host]) -> str:
    """More room for the tables, where they need it; nginx takes these two lines once only."""
    names = [name for host in hosts for name in (*host.moved, *host.gone)]
    longest, bucket = max((len(name.encode()) for name in names), default=0), 64
    while bucket < longest + 32:
        bucket *= 2
    if bucket == 64 and len(names) < 1024:
        return ""
    return (
        "# http { } 里已有这两行的，取两者中大的，只留一处。\n"
        f"map_hash_bucket_size {bucket};\nmap_hash_max_size {max(2048, 2 * len(names))};\n"
    )


def _endings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for ending, media in TYPES.items():
        found.setdefault(media, []).append(ending)
    return found


# ── Apache ──────────────────────────────────────────────────────────────────────────────────────────────────────


def apache_rules(host: Host) -> str:
    """What stands in the host's `<VirtualHost>` of Apache 2.4."""
    return "".join(_apache_lines(host))


def _apache_lines(host: Host) -> Iterator[str]:
    shown = "|".join((*SHOWN, *READ))
    yield f"# {WRITTEN}。\n# 在 {host.name} 的 <VirtualHost> 里写一行：Include 本文件的路径\n"
    yield "# 要启用的模块：a2enmod headers rewrite mime\n"
    yield f'DocumentRoot "{host.root}"\n<Directory "{host.root}">\n    Options FollowSymLinks\n    AllowOverride None\n'
    yield "    Require all granted\n    DirectoryIndex index.html\n</Directory>\n"
    yield "ServerSignature Off\nFileETag MTime Size\n\n"
    for name, value in host.headers.items():
        yield f'Header always set {name} "{value}"\n'
    yield f'Header always set Cache-Control "{ASK}"\n'
    yield f'Header always set Cache-Control "{FOREVER}" "expr=%{{REQUEST_URI}} =~ m#{HASHED}$#"\n'
    yield (
        "Header always set Content-Disposition attachment "
        f'"expr=%{{REQUEST_URI}} !~ m#(?i)(/|\\.({shown})|/{re.escape(DESCRIPTION)})$#"\n\n'
    )
    yield "AddDefaultCharset off\n"
    for media, endings in _endings().items():
        yield f'AddType "{content_type_of(media)}" {" ".join(f".{each}" for each in endings)}\n'
    yield f'<FilesMatch "^(?!.*\\.(?i:{"|".join(TYPES)})$)">\n    ForceType {UNKNOWN}\n</FilesMatch>\n'
    yield f'<LocationMatch "/{re.escape(DESCRIPTION)}$">\n    ForceType application/xml\n</LocationMatch>\n\n'
    yield "ErrorDocument 404 /404.html\n"
    for each in host.sections:
        yield f'<Location "/{each}/">\n    ErrorDocument 404 /{each}/404.html\n</Location>\n'
    for each in host.gone:
        yield f'<Location "{each}">\n    ErrorDocument 410 {each}\n</Location>\n'
    yield "RewriteEngine On\n"
    yield 'RewriteRule "/\\.(?!well-known/)" - [R=404,L]\n'
    yield "# 没有首页的文件夹，例如撤销的单位留下的 assets/\n"
    yield 'RewriteCond "%{DOCUMENT_ROOT}%{REQUEST_URI}" -d\n'
    yield 'RewriteCond "%{DOCUMENT_ROOT}%{REQUEST_URI}/index.html" !-f\nRewriteRule "" - [R=404,L]\n'
    for old, new in sorted(host.moved.items()):
        yield f'RewriteRule "^{re.escape(old)}$" "{quote(new, safe=_IN_PATH)}" [R=301,NE,L]\n'
    for each in host.gone:  # the page that says why is shown with the status; it is asked for once more for that
        yield f'RewriteCond %{{ENV:REDIRECT_STATUS}} ^$\nRewriteRule "^{re.escape(each)}$" - [G]\n'


# ── static hosting services ─────────────────────────────────────────────────────────────────────────────────────


def static_headers(host: Host) -> str:
    """`_headers`, as static hosting services read it."""
    lines = [f"# {WRITTEN}", "/*", *(f"  {name}: {value}" for name, value in host.headers.items())]
    lines += ["/assets/*", f"  Cache-Control: {FOREVER}", "/*/assets/*", f"  Cache-Control: {FOREVER}"]
    return "\n".join(lines) + "\n"


def static_redirects(host: Host) -> str:
    """`_redirects`, as static hosting services read it; 410 where the service knows it."""
    moved = (f"{quote(old, safe=_IN_PATH)} {quote(new, safe=_IN_PATH)} 301" for old, new in sorted(host.moved.items()))
    gone = (f"{quote(each, safe=_IN_PATH)} {quote(each, safe=_IN_PATH)} 410" for each in host.gone)
    return "\n".join((f"# {WRITTEN}", *moved, *gone)) + "\n"
