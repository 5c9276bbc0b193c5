"""Makes the Word files of the tests with the programs that offices use: `python -m made.make_docx` in `tests/`.

Needs python-docx, pandoc and LibreOffice. What is made lies beside this file and is committed, so that the tests need
none of them; `red_heads.json` tells what the elements of the official documents are (`red_heads` says how).
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from made import flat_text, paper
from made.features import FEATURES
from made.red_heads import LAYOUTS

HERE = Path(__file__).parent
DAY = (2026, 1, 1, 0, 0, 0)
IDLE = re.compile(r"thumbnail|stylesWithEffects|theme/|customXml/|printerSettings")
CLOCK = re.compile(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
IDLE_MENTION = re.compile(rb"<(?:Relationship|Override) [^>]*(?:thumbnail|stylesWithEffects|theme/|customXml/)[^>]*>")
MARKDOWN = {
    "文档转换-嵌套列表": """# 救助申请须知

## 申请材料

1.  身份证明

    -   户口簿

        -   复印件两份

    -   居住证

2.  收入证明

    盖章有效。

3.  申请书

## 办理时限

- 受理：5个工作日
- 审核：20个工作日
""",
    "文档转换-脚注链接": """# 统计公报

全年地区生产总值[^1]120.5亿元，比上年增长6.1%[^2]。详见[统计网站](https://tj.example/gb?y=2025)。

[^1]: 地区生产总值按现价计算。

[^2]: 增速按不变价计算。

    历史数据已修订。

> 数据均为初步统计数。

*强调*、**加粗**、H~2~O、m^2^、`代码`、$x^2$。

| 指标 | 数值 |
|------|-----:|
| 常住人口（万人） | 31.2 |
| 粮食产量（万吨） | 18.6 |

: 主要指标
""",
    "文档转换-长文": "# 示例县国土空间规划说明\n\n"
    + "\n".join(
        f"## 第{number}章\n\n{'规划期内严守耕地红线，' * 6}目标{number}。\n\n（一）现状\n\n（二）措施：{number}项。\n"
        for number in range(1, 13)
    ),
}


def main() -> None:
    """Make every file anew."""
    expected: dict[str, Any] = {}
    for name, layout in LAYOUTS.items():
        made = paper.blank()
        expected[f"{name}.docx"] = layout(made)
        made.save(str(HERE / f"{name}.docx"))
    for name, feature in FEATURES.items():
        made = paper.blank()
        feature(made)
        made.save(str(HERE / f"{name}.docx"))
    for name, text in MARKDOWN.items():
        command = ["pandoc", "-f", "markdown", "-t", "docx", "-o", str(HERE / f"{name}.docx")]
        subprocess.run(command, input=text.encode(), check=True)
    expected |= _by_libreoffice()
    for path in HERE.glob("*.docx"):
        _settle(path)
    told = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / "red_heads.json").write_text(told + "\n", "utf-8")


def _by_libreoffice() -> dict[str, Any]:
    announcement, opinions = flat_text.announcement(), flat_text.opinions()
    texts = {
        "红头-公告": announcement[0],
        "红头-意见": opinions[0],
        "自由软件-列表脚注": flat_text.lists_and_notes(),
        "自由软件-合并表格": flat_text.spanning_table(),
    }
    with TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / f"{name}.fodt").write_text(text, "utf-8")
        for ending, names in (("docx", texts), ("doc", ["红头-意见"]), ("rtf", ["红头-公告"])):
            convert(Path(folder), HERE, ending, *names)
    (HERE / "红头-公告.rtf").replace(HERE / "旧格式-公告.rtf")
    (HERE / "红头-意见.doc").replace(HERE / "旧格式-意见.doc")
    return {"红头-公告.docx": announcement[1], "红头-意见.docx": opinions[1]}


def convert(folder: Path, target: Path, ending: str, *names: str) -> None:
    """Let LibreOffice write what lies in a folder as another format."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", ending, "--outdir", str(target)]
    files = [str(folder / f"{name}.fodt") for name in names]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=180)


def _settle(path: Path) -> None:
    """The same document with one moment for all parts, without what takes room and says nothing."""
    with ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist() if not IDLE.search(info.filename)}
    with ZipFile(path, "w") as archive:
        for name, data in parts.items():
            info = ZipInfo(name, DAY)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, _without_clock(IDLE_MENTION.sub(b"", data)))


def _without_clock(data: bytes) -> bytes:
    return CLOCK.sub(b"2026-01-01T00:00:00Z", data)


if __name__ == "__main__":
    main()
