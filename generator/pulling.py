"""Fetching what editors have sent: `git pull --ff-only` in a workspace that is in a repository with an upstream."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from generator.errors import GeneratorError
from generator.wording import one_line

PATIENCE = 300  # seconds that a server may take
_NAMED = re.compile(r"//[^/@\s]*@")  # a user and a password in an address
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=20", "LC_ALL": "C"}
_OPTIONS = ("-c", "core.hooksPath=/dev/null", "-c", "merge.autoStash=false", "-c", "rebase.autoStash=false")


def pull(root: Path) -> str:
    """Bring the workspace forward; what was done, in words, "" where there is nothing to pull from.

    Nothing of what was changed here is touched: where it stands in the way, or histories differ, `GeneratorError`.
    """
    try:
        if _git(root, "rev-parse", "--abbrev-ref", "@{upstream}").returncode:
            return ""
        before = _git(root, "rev-parse", "HEAD").stdout
        done = _git(root, "pull", "--ff-only", "--no-rebase", "--quiet")
    except FileNotFoundError:  # no git on this machine
        return ""
    except subprocess.TimeoutExpired:
        raise GeneratorError("git pull 太久没有完成", str(root), "看连得上服务器没有") from None
    if done.returncode:
        said = _NAMED.sub("//", done.stderr).splitlines()
        first = next((number for number, each in enumerate(said) if each.startswith(("fatal:", "error:"))), 0)
        why = one_line(" ".join(each.strip() for each in said[first : first + 2]) or "没有说明")[:300]
        advice = "本机的改动没有丢；在工作区里运行 git status、git pull 看原因"
        raise GeneratorError(f"git pull 失败，按本机现有的内容继续（{why}）", str(root), advice)
    after = _git(root, "rev-parse", "HEAD").stdout
    return "没有新内容" if after == before else f"取到新内容 {after[:10]}"


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["git", *_OPTIONS, "-C", str(root), *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=PATIENCE,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **_QUIET},
    )
