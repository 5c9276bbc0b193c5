"""`gongkai keys`: make the keys that editions are signed with."""

from __future__ import annotations

from pathlib import Path

import click

from generator.chinese import ChineseCommand, ChineseGroup
from generator.errors import UsageError

FORBIDDEN = ("content", "themes", "output")


@click.group(cls=ChineseGroup, no_args_is_help=True)
def keys() -> None:
    """生成给发布的版本签名用的密钥。

    \b
    例:
      gongkai keys new /etc/gongkai          一对 Ed25519 密钥
      gongkai keys new --sm2 /etc/gongkai    一对国密 SM2 密钥
    """


@keys.command(cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path, file_okay=False))
@click.option("--sm2", is_flag=True, help="国密 SM2（用 SM3 摘要），要有 openssl 3.0 以上")
@click.pass_obj
def new(root: Path | None, folder: Path, sm2: bool) -> None:
    """在文件夹里生成一对密钥：私钥（只有本账户能读）和公钥；不覆盖已有的文件。

    私钥只放在夜间发布的机器上，不放进 content/、themes/、output/，不放到网站服务器上。公钥交给核对网站的机器。

    \b
    例:
      gongkai keys new /etc/gongkai
      gongkai keys new --sm2 /etc/gongkai
    """
    from generator.signing import ED25519, SM2, new_key, read_public_key

    _outside(root, folder)
    private, public = new_key(folder, SM2 if sm2 else ED25519)
    click.echo(f"私钥: {private}（不要离开这台机器）\n公钥: {public}（交给核对的机器）")
    click.echo(f"指纹: {read_public_key(public).fingerprint}（公钥交到后，打电话对一遍）")


def _outside(root: Path | None, folder: Path) -> None:
    """A private key never lies where something is published, copied or committed from."""
    place = folder.resolve()
    for workspace in {*place.parents, place, *((root.resolve(),) if root else ())}:
        if not (workspace / "site.yaml").is_file():
            continue
        for name in FORBIDDEN:
            if place.is_relative_to((workspace / name).resolve()):
                raise UsageError(f"私钥不能放在 {name}/ 里", str(folder), "放到工作区外面，例如 /etc/gongkai")
