"""What comes together while the parts of a Word file are read: pictures, notes that were mentioned, things to tell."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.attachments import content_kind
from generator.blocks import Picture, Remark
from generator.extraction import Package
from generator.importers._word_looks import Styles
from generator.importers._word_numbers import Numbering

_ENDINGS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WebP": "webp", "BMP 图片": "bmp", "TIFF 图片": "tif"}
_PICTURES = 64 << 20  # bytes of all pictures together, which are held in memory

REVISED = "有修订痕迹，按“接受所有修订”导入：插入的文字写进来了，删除的没有；请核对"
COMMENTED = "有批注，没有导入；需要的内容请写进正文"
HIDDEN = "有隐藏的文字，没有导入；应当公开的，请在 Word 里取消隐藏后重新导入"
STRUCK = "有加删除线的文字，照原样导入，没有删除线；请核对要不要保留"
LINKED = "有一张图片只是链接到别处，没有读取；请在 Word 里插入图片本身后重新导入"
LOST = "有一张图片在文件里找不到，没有导入；请在 Word 里重新插入"
TOO_MANY = "图片太多、太大，从这里起没有导入；请压缩图片或分成几个文件"
CHART = "有图表或智能图形，没有导入；请截图插入，或把数据写成表格"
EMBEDDED = "有嵌入的对象（如 Excel 表格），只导入了它的预览图；请把内容写进正文或作为附件"
FORMULA = "有公式，只保留了其中的文字；请核对，复杂的公式请用图片"
SYMBOL = "有特殊字体的符号没有认出，写作“〓”；请改成普通文字"
CHUNK = "插入了另一个文件，没有导入；请把它的内容粘贴进来"


@dataclass(slots=True)
class Gathered:
    """What all parts share; `remarks` hold the first place of each thing that must be told."""

    package: Package
    styles: Styles
    numbering: Numbering
    pictures: dict[str, Picture] = field(default_factory=dict)  # by the member's name
    notes: dict[tuple[str, str], int] = field(default_factory=dict)  # number by the form of relation and the id
    remarks: dict[str, str] = field(default_factory=dict)
    _bytes: int = 0

    def tell(self, message: str, place: str) -> None:
        """Remember something to be told, once."""
        self.remarks.setdefault(message, place)

    def told(self) -> tuple[Remark, ...]:
        """All that must be told."""
        return tuple(Remark(place, message) for message, place in self.remarks.items())

    def note(self, form: str, identifier: str) -> int:
        """The number of a note, counted by first mention."""
        return self.notes.setdefault((form, identifier), len(self.notes) + 1)

    def picture(self, member: str, words: str, place: str) -> str:
        """The name of the picture in a member; empty, and told, where it cannot be had."""
        if member in self.pictures:
            return self.pictures[member].name
        data = self.package.data(member)
        self._bytes += len(data)
        if not data or self._bytes > _PICTURES:
            self.tell(TOO_MANY if data else LOST, place)
            return ""
        own = member.rpartition(".")[2].lower() if "." in member else ""
        ending = _ENDINGS.get(content_kind(data[:64], ""), own if own.isalnum() and len(own) < 5 else "bin")
        made = Picture(f"picture-{len(self.pictures) + 1}.{ending}", data, words)
        self.pictures[member] = made
        return made.name
