"""A save as a commit of git: exactly the one file, under the name of whoever wrote it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

PATIENCE = 30  # seconds for git, hooks included


class Committer(NamedTuple):
    """Commits what is saved in a workspace; `author` is a name, with or without `<address>`."""

    root: Path
    author: str

    def commit(self, path: str, title: str) -> str:
        """Commit one file; returns in words what came of it."""
        try:
            return self._committed(path, title)
        except subprocess.TimeoutExpired:  # a hook that waits for somebody; the file is saved all the same
            return f"已保存；没有提交：git 在 {PATIENCE} 秒里没有做完，多半是它的钩子停住了"

    def _committed(self, path: str, title: str) -> str:
        if self._git("diff", "--cached", "--quiet", "--", path).returncode:
            return "已保存；没有提交：这个文件在暂存区里还有别的改动，请先处理"
        is_new = bool(self._git("ls-files", "--error-unmatch", "--", path).returncode)
        if is_new and self._git("add", "--intent-to-add", "--", path).returncode:
            return "已保存；没有提交：git 不收这个文件（可能在 .gitignore 里）"
        message = f"{'新建' if is_new else '修改'}《{title}》"
        done = self._git("commit", "--quiet", "--only", f"--author={self._signed}", "--message", message, "--", path)
        if done.returncode == 0:
            return f"已保存，并以“{self.author}”提交：{message}"
        if is_new:
            self._git("reset", "--quiet", "--", path)
        if not self._git("diff", "--quiet", "HEAD", "--", path).returncode:
            return "已保存；与上次提交相同，没有再提交"
        told = (done.stderr or done.stdout).strip().splitlines()
        return f"已保存；没有提交：{told[-1] if told else 'git 没有说明原因'}"

    @property
    def _signed(self) -> str:
        return self.author if "<" in self.author else f"{self.author} <>"

    def _git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run git on names as they are, whatever characters they have; never ask anything."""
        name, _, address = self.author.partition("<")
        own = {
            "GIT_COMMITTER_NAME": name.strip(),
            "GIT_COMMITTER_EMAIL": address.strip("> "),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_LITERAL_PATHSPECS": "1",
        }
        command = ["git", "-C", str(self.root), *arguments]
        return subprocess.run(
            command,
            env={**os.environ, **own},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )


def is_repository(root: Path) -> bool:
    """The workspace is kept by git, and git is there."""
    try:
        done = subprocess.run(["git", "-C", str(root), "rev-parse", "--git-dir"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0
