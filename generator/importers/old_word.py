"""Older Word and WPS documents, RTF and OpenDocument text: LibreOffice turns them into docx, where it is installed.

What it opens comes from strangers: it runs with a profile of its own, without macros, active content and links, without
network where the system permits that, and is stopped after a while.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.blocks import Imported, Remark
from generator.errors import UsageError
from generator.extraction import Limits, TooMuch, package
from generator.importers._word_document import document

ENDINGS = (".doc", ".dot", ".odt", ".rtf", ".wps", ".wpt")
PATIENCE = 120  # seconds for one document
_SAVE = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再导入"
_CONVERTED = "由 LibreOffice 从旧格式转换而来，编号和版式可能有出入；请与原文件核对"
_OLD, _RICH, _ZIP = b"\xd0\xcf\x11\xe0", b"{\\rt", b"PK\x03\x04"
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Writer/Content/Update", "Link", "0"),
)


def read(path: Path, limits: Limits) -> Iterator[Imported]:
    """The one document of the file; what only bears an old name is read as what it is."""
    try:
        if path.stat().st_size > limits.file_bytes:
            raise UsageError(f"不能导入：文件超过 {limits.file_bytes >> 20} MiB", path.name, _SAVE)
        ending = _ending(path, limits)
    except OSError as error:
        raise UsageError(f"读不了：{error.strerror or type(error).__name__}", path.name, "请检查文件") from error
    if ending == "docx":
        yield document(path, path.name, limits)
        return
    with TemporaryDirectory(prefix="gongkai-import-") as folder:
        found = document(_converted(path, ending, Path(folder)), path.name, limits)
    yield replace(found, remarks=(Remark("文件", _CONVERTED), *found.remarks))


def _ending(path: Path, limits: Limits) -> str:
    """What the file is, by its bytes."""
    with path.open("rb") as file:
        head = file.read(4)
    if head == _ZIP:
        return _packed(path, limits)
    for magic, ending in ((_OLD, "doc"), (_RICH, "rtf")):
        if head == magic:
            return ending
    raise UsageError("不能导入：不是 Word、WPS、RTF 或 ODT 文档", path.name, _SAVE)


def _packed(path: Path, limits: Limits) -> str:
    try:
        with package(path, limits) as opened:
            return "odt" if "content.xml" in opened else "docx"
    except TooMuch as reached:
        raise UsageError(f"不能导入：{reached.message}", path.name, _SAVE) from reached


def _converted(path: Path, ending: str, folder: Path) -> Path:
    """The document as docx, in this folder."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UsageError(
            "不能导入旧格式的文档：这台电脑没有安装 LibreOffice", path.name, f"{_SAVE}；或安装 LibreOffice"
        )
    copy = folder / f"document.{ending}"  # under a name of ours, so that none is taken for an option
    shutil.copyfile(path, copy)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    command = [*_apart(), program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"), str(copy)]
    _run(command, path.name)
    made = folder / "made" / "document.docx"
    if not made.is_file():
        raise UsageError("LibreOffice 没有转换成功，文件可能损坏或加了密码", path.name, _SAVE)
    return made


def _run(command: list[str], name: str) -> None:
    """Run to the end; what takes too long is stopped with all that it has started."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as running:
        try:
            running.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            os.killpg(running.pid, signal.SIGKILL)
            raise UsageError(f"LibreOffice 转换了 {PATIENCE} 秒还没有完成", name, _SAVE) from error


@cache
def _apart() -> tuple[str, ...]:
    """What runs a program without network; nothing where the system does not permit it."""
    program = shutil.which("unshare")
    apart = (program, "--map-root-user", "--net") if program else ()
    if not apart or subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        return ()
    return apart


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>'
    )
