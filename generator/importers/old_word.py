"""Older Word and WPS documents, RTF and OpenDocument text: LibreOffice turns them into docx, where it is installed.

What it opens comes from strangers: it runs with a profile of its own, without macros, active content and updates of
links, kept apart where the system permits that (`_office_apart`), and is stopped after a while.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.blocks import Imported, Remark
from generator.errors import UsageError
from generator.extraction import Limits, TooMuch, package
from generator.importers._office_apart import PATIENCE, TooLong, run
from generator.importers._word_document import document

ENDINGS = (".doc", ".dot", ".odt", ".rtf", ".wps", ".wpt")
_SAVE = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”后再导入"
_CONVERTED = "由 LibreOffice 从旧格式转换而来，编号和版式可能有出入；请与原文件核对"
_TOGETHER = (
    "这台电脑不允许把 LibreOffice 隔开运行，文件里引用的本机图片可能被带了进来；来历不明的文件请另存为 docx 再导入"
)
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
        made, apart = _converted(path, ending, Path(folder).resolve())
        found = document(made, path.name, limits)
    remarks = [_CONVERTED] if apart else [_CONVERTED, _TOGETHER]
    yield replace(found, remarks=(*(Remark("文件", words) for words in remarks), *found.remarks))


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


def _converted(path: Path, ending: str, folder: Path) -> tuple[Path, bool]:
    """The document as docx below this folder, and whether LibreOffice was kept apart while it made it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UsageError(
            "不能导入旧格式的文档：这台电脑没有安装 LibreOffice", path.name, f"{_SAVE}；或安装 LibreOffice"
        )
    work, root = folder / "work", folder / "root"
    root.mkdir()
    profile = work / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    copy = work / f"document.{ending}"  # under a name of ours, so that none is taken for an option
    shutil.copyfile(path, copy)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(work / "made"), str(copy)]
    try:
        apart = run(command, work, root)
    except TooLong as error:
        raise UsageError(f"LibreOffice 转换了 {PATIENCE} 秒还没有完成", path.name, _SAVE) from error
    made = work / "made" / "document.docx"
    if not made.is_file():
        raise UsageError("LibreOffice 没有转换成功，文件可能损坏或加了密码", path.name, _SAVE)
    return made, apart


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
