"""A picture in a body that says nothing to who cannot see it."""

from generator.checks import Found, check
from generator.model import Document, Mark
from generator.references import find

PICTURE = "=== gg/luxian.gif\nGIF89a\t\t\t\t;"  # 2313×2313, all that is asked of a picture
_TABLES = (".csv", ".yaml", ".yml")  # data tables: what stands in the brackets is their caption


@check(
    "C201",
    "error",
    law="《无障碍环境建设法》第三十二条；GB/T 37668-2019；《政府信息公开条例》第四十三条",
    fix="在方括号里写图里有什么，例如“巡护路线示意图”，不写文件名；文字做成的图，把文字写进正文",
    bad=("标题: 甲\n---\n![](luxian.gif)", "标题: 乙\n---\n见下图。\n\n![luxian.gif](luxian.gif)", PICTURE),
    good=("标题: 甲\n---\n![巡护路线示意图](luxian.gif)", PICTURE),
)
def picture_without_words(document: Document) -> Found:
    """正文里的图片要有替代文字，看不见图的人用读屏软件也能听到。"""
    source = document.body.source
    if "![" not in source and "<" not in source:
        return
    for found in find(source):
        if found.image and not found.target.lower().endswith(_TABLES):
            words, name = found.text.strip(), found.target.rpartition("/")[2]
            if not words or words in (name, name.rpartition(".")[0]):
                what = f"替代文字只是文件名「{words}」" if words else "没有替代文字"
                place = Mark(document.body_line + found.line, found.column)
                yield f"图片「{found.target}」{what}", place
