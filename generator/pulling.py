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

SAME = "runuser -u gongkai -- 命令"
_PUSH = "git pull --rebase，没有冲突就 git push"
_FORKED = (
    "本机有没送出去的提交，服务器上也有新的提交，历史分叉了",
    f"运行 git status、git log @{{u}}..（看是谁在本机提交了什么），再 {_PUSH}",
)
# What git says in English (LC_ALL=C) → what it means, what to do. The first that fits.
_MEANINGS = (
    ("Not possible to fast-forward", *_FORKED),
    ("Diverging branches", *_FORKED),
    (
        "would be overwritten by",
        "有人在本机改了文件，服务器上也改了同一个文件",
        f"运行 git status、git diff 看改了什么；要留的 git commit -am 说明，再 {_PUSH}；不要的 git checkout -- 文件",
    ),
    ("unmerged files", "上一次合并没有做完", "运行 git status，改好有冲突的文件，git add 文件，git commit"),
    ("Could not resolve host", "找不到服务器的地址", "核对 git remote -v 里的主机名和本机的域名解析"),
    ("Permission denied", "服务器不让登录", "核对 SSH 公钥加到服务器上没有：git fetch 能成功就好了"),
    ("could not read Username", "服务器要用户名和密码，夜里没有人输", "改用 SSH 公钥，或配置 git credential"),
    ("Host key verification failed", "还没有认过服务器的主机公钥", "运行一次 git fetch，核对指纹以后答应"),
    ("dubious ownership", "工作区不属于运行夜间任务的账户", "运行 chown -R gongkai 工作区（用 root）"),
    ("index.lock", "另一个 git 正在运行，或者上一个被中断了", "确定没有 git 在运行以后，删去 .git/index.lock"),
    ("Could not read from remote", "取不到服务器上的仓库", "运行 git remote -v、git fetch，核对地址和权限"),
    ("unable to access", "连不上服务器", "运行 git fetch 看原因，核对地址、网络和证书"),
)
_UNKNOWN = ("git 没有取成", "运行 git status、git pull --ff-only 看原因")


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
        raise _failed(root, _NAMED.sub("//", done.stderr))
    after = _git(root, "rev-parse", "HEAD").stdout
    return "没有新内容" if after == before else f"取到新内容 {after[:10]}"


def _failed(root: Path, said: str) -> GeneratorError:
    """What git said: what it means and how it is mended, its own words behind."""
    what, advice = next(((what, how) for words, what, how in _MEANINGS if words in said), _UNKNOWN)
    lines = said.splitlines()
    first = next((number for number, each in enumerate(lines) if each.startswith(("fatal:", "error:"))), 0)
    words = one_line(" ".join(each.strip() for each in lines[first : first + 2]) or "没有说明")[:300]
    told = f"git pull 失败，按本机现有的内容继续：{what}；本机的改动没有丢（git 的原话: {words}）"
    return GeneratorError(told, str(root), f"在工作区里用运行夜间任务的账户（{SAME}）{advice}")


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
