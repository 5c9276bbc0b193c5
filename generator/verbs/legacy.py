"""`gongkai legacy`: rules for the web server of the old platform's host."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.chinese import ChineseCommand
from generator.console import workspace_of


@click.command(cls=ChineseCommand)
@click.pass_obj
def legacy(root: Path | None) -> None:
    """把旧平台的网址转到新网址：按上一次生成的 legacy.json 写出 nginx 的规则，交给管网页服务器的人。

    \b
    例:
      gongkai build && gongkai legacy     规则在 output/legacy/nginx.conf
    """
    from generator import files
    from generator.errors import UsageError
    from generator.legacy_map import nginx

    workspace = workspace_of(root)
    source = workspace.output / "public" / "legacy.json"
    if not source.is_file():
        advice = "先在 unit.yaml 写“旧平台”、在信息里写“旧网址”或“旧编号”，再运行 gongkai build"
        raise UsageError("没有可以转的旧网址", "output/public/legacy.json", advice)
    found = json.loads(source.read_text("utf-8"))
    target = workspace.output / "legacy" / "nginx.conf"
    target.parent.mkdir(exist_ok=True)
    files.replace(target, nginx(found).encode())
    columns = sum(len(each["columns"]) for each in found["units"])
    click.echo(
        f"单位 {len(found['units'])} · 栏目 {columns} · 信息编号 {len(found['documents'])}"
        f" · 网址 {len(found['addresses'])}\n规则已写好: {target}"
    )
