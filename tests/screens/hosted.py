"""The example county as citizens meet it: on a real nginx with the rules that `gongkai hosting` writes for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.hosting import hosts
from generator.server_rules import nginx_maps, nginx_rules
from page_kinds import SAMPLES, read_site
from web_servers import MODULES, nginx

BROTLI = any(MODULES.glob("*brotli_static*"))


@contextmanager
def hosted(root: Path, public: Path, folder: Path, brotli: bool = BROTLI) -> Iterator[str]:
    """Serve the county's files, and samples of other pages from `folder`; gives the address of the root."""
    county = hosts(root / "output", read_site(root), str(public))[0]
    rules = nginx_rules(county, brotli) + f"location ^~ /{SAMPLES}/ {{ root {folder}; }}\n"
    if not brotli:
        rules = rules.replace("brotli_static on;", "")
    with nginx(folder / "nginx", nginx_maps((county,)), rules) as server:
        yield f"http://127.0.0.1:{server.port}"
