"""What the answers of FTP servers mean: by their codes, which all share, and where these say little by their words."""

from __future__ import annotations

from ftplib import Error, error_perm, error_temp

from generator.changes import Interrupted
from generator.errors import GeneratorError
from generator.sending import interrupted, network_fault, no_permission, no_space, not_let_in


def code_of(error: Error) -> str:
    """The three digits."""
    return str(error)[:3]


def fault(error: Exception, where: str) -> GeneratorError | None:
    """What an error of the library means; answers of servers are told by their codes, which all share."""
    said = str(error).lower()
    if isinstance(error, error_perm | error_temp):
        code = said[:3]
        if code in ("530", "332", "430", "331"):
            return not_let_in(where)
        if code in ("452", "552") or "space" in said or "quota" in said or (code == "451" and "writ" in said):
            return no_space(where)
        if code in ("550", "553"):
            return no_permission(where)
        if code == "426":
            advice = "检查网络，也看看服务器的磁盘空间和配额；已经传完的不会重传"
            return Interrupted("服务器中断了传送", where, advice)
        if code in ("421", "425"):
            return interrupted(where)
    if isinstance(error, Error):
        return GeneratorError("服务器不肯执行", where, f"服务器说：{said[:200]}")
    return network_fault(error, where)
