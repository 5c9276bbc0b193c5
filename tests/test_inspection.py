"""Attachments are looked into: what is planted in them is found in every format, and looked for once."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from attachment_files import docx, paragraph, pdf, sheet, text_rows, word_table, xlsx
from county import County, document, told
from generator import inspection
from generator.inspection import TOLD, inspect
from generator.model import Severity
from test_personal_data import DISGUISES, KINDS

NAME = "名单"


def _csv(lines: list[str]) -> bytes:
    return "\n".join(["姓名,号码", *(f'张某,"{line}"' for line in lines)]).encode()


def _zip(lines: list[str]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("里面/名单.csv", _csv(lines))
    return file.getvalue()


def _pdf(lines: list[str]) -> bytes:
    return pdf([[(50, 800 - 14 * number, line) for number, line in enumerate(lines)]])


FORMATS = {
    "csv": _csv,
    "xlsx": lambda lines: xlsx({"名单": sheet(text_rows([("张某", line) for line in lines]))}),
    "docx": lambda lines: docx(
        word_table([("张某", line) for line in lines[::2]]) + "".join(map(paragraph, lines[1::2]))
    ),
    "pdf": _pdf,
    "zip": _zip,
}


@pytest.mark.parametrize("extension", FORMATS)
def test_planted_numbers_are_found(extension: str, tmp_path: Path) -> None:
    """Promise P6: numbers of every kind and disguise in every format; in each file all of them, or nearly."""
    dice = random.Random(6)
    disguises = [name for name in DISGUISES if "invisible" not in name or extension != "pdf"]
    numbers = [(make(dice), DISGUISES[name]) for make in KINDS.values() for name in disguises]
    path = tmp_path / f"{NAME}.{extension}"
    hits = 0
    for start in range(0, len(numbers), TOLD):
        planted = numbers[start : start + TOLD]
        path.write_bytes(FORMATS[extension]([disguise(number) for number, disguise in planted]))
        found = [each for each in inspect(path).remarks if each.code == "X101"]
        assert not any(number in each.message or number in each.evidence for each in found for number, _ in planted)
        hits += len(found)
    assert len(numbers) * 0.98 <= hits <= len(numbers)


@pytest.mark.parametrize("extension", FORMATS)
def test_marks_of_secrecy_are_found(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.{extension}"
    path.write_bytes(FORMATS[extension](["机密★1年", "一般"]))
    found = [each.message for each in inspect(path).remarks if each.code == "L108"]
    assert [each.endswith("出现密级或内部资料标志「机密★」") for each in found] == [True]


@pytest.mark.parametrize("extension", FORMATS)
def test_what_is_clean_is_left_alone(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"{NAME}.{extension}"
    path.write_bytes(FORMATS[extension](["530823********1234", "11530823000000001G"]))
    assert {each.code for each in inspect(path).remarks} <= {"X303"}


def test_many_numbers_are_counted(tmp_path: Path) -> None:
    dice = random.Random(1)
    path = tmp_path / "名单.csv"
    path.write_bytes(_csv([KINDS["身份证号码"](dice) for _ in range(1000)]))
    found = inspect(path).remarks
    assert len(found) == TOLD + 1 and found[-1].message == f"另有 {1000 - TOLD} 处这样的问题"


def _with(county: County, lines: list[str]) -> None:
    county.write("content/jinping/gg/名单.csv", _csv(lines))
    county.write("content/jinping/gg/a.md", document("名单", "2026-00001", "附件: [{文件: 名单.csv}]"))
    county.register()


def test_a_document_with_a_leak_in_its_attachment_is_withheld(tmp_path: Path) -> None:
    county = County(tmp_path)
    number = KINDS["身份证号码"](random.Random(2))
    _with(county, [number])
    report = county.build()
    (found,) = [each for each in report.findings() if each.severity is Severity.ERROR]
    assert found.code == "X101" and found.path == "content/jinping/gg/a.md" and found.line > 1
    assert found.message == f"附件「名单.csv」第 2 行第 2 格：出现身份证号码：{number[:6]}{'*' * 8}{number[-4:]}"
    assert not any(number.encode() in data for data in county.tree().values())
    assert number.encode() not in b"".join(
        path.read_bytes() for path in tmp_path.rglob("output/state/**/*") if path.is_file()
    )
    assert number not in "".join(told(report.findings()))


def test_a_file_is_inspected_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    county = County(tmp_path)
    _with(county, ["一"])
    opened: list[str] = []
    plain = inspection.inspect

    def counting(path: Path) -> inspection.Inside:
        opened.append(path.name)
        return plain(path)

    monkeypatch.setattr(inspection, "inspect", counting)
    monkeypatch.setattr("generator.unit_trace.TICK", -(10**12))  # whatever is there counts as settled
    county.build()
    county.write("content/jinping/gg/b.md", document("别的", "2026-00002"))
    county.build()
    assert opened == ["名单.csv"]
    county.write("content/jinping/gg/名单.csv", _csv(["一", "二"]))
    county.build()
    assert opened == ["名单.csv"] * 2
    county.build(clean=True)
    assert opened == ["名单.csv"] * 3


def test_who_answers_for_an_unread_file_answers_for_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    evidence = []
    for rest in ("", "x"):
        path.write_text(f"姓名,账号\n张某,6.22202E+18\n{rest}")
        (found,) = inspect(path).remarks
        assert found.code == "X103"
        evidence.append(found.evidence)
    assert len(set(evidence)) == 2
