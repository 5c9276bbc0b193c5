"""Which libraries set the type, and in which versions: other versions give other bytes."""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from generator.errors import GeneratorError

PACKAGES = ("weasyprint", "pydyf", "fonttools", "pillow", "tinycss2", "tinyhtml5", "pyphen")
LIBRARIES = {
    "libpango-1.0.so.0": "pango_version_string",
    "libpangoft2-1.0.so.0": "",
    "libharfbuzz.so.0": "hb_version_string",
    "libharfbuzz-subset.so.0": "",
    "libfontconfig.so.1": "",
}
INSTALL = (
    "在本软件的文件夹里运行 .venv/bin/python -m pip install --require-hashes -r requirements/pdf.txt；"
    "不做 PDF 的，在 site.yaml 里写“PDF: 否”（见 运维手册·公文的 PDF）"
)
INSTALL_SYSTEM = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0（见 运维手册·公文的 PDF）"


@cache
def versions() -> str:
    """The versions in one line; GeneratorError where something is missing, with the way to install it."""
    return "; ".join((*_packages(), *_libraries()))


def _packages() -> list[str]:
    try:
        return [f"{name} {version(name)}" for name in PACKAGES]
    except PackageNotFoundError as error:
        what = f"site.yaml 写了“PDF: 是”，但是没有安装做 PDF 的 {error.name}"
        raise GeneratorError(what, "site.yaml", INSTALL) from error


def _libraries() -> list[str]:
    """Those of the system, which pip does not bring; `FcGetVersion` gives a number, the others a text."""
    found = []
    for name, asked in LIBRARIES.items():
        try:
            library = ctypes.CDLL(name)
        except OSError as error:
            what = f"site.yaml 写了“PDF: 是”，但是系统里没有做 PDF 要用的 {name}"
            raise GeneratorError(what, "site.yaml", INSTALL_SYSTEM) from error
        if asked:
            tell = getattr(library, asked)
            tell.restype = ctypes.c_char_p
            found.append(f"{asked.partition('_')[0]} {tell().decode()}")
    return found
