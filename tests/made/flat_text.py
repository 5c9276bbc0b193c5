"""Documents for LibreOffice to write: flat OpenDocument text, from which it makes docx, doc, rtf and odt itself."""

from __future__ import annotations

from typing import Any

_NAMES = {
    "office": "office:1.0",
    "style": "style:1.0",
    "text": "text:1.0",
    "table": "table:1.0",
    "draw": "drawing:1.0",
    "fo": "xsl-fo-compatible:1.0",
    "svg": "svg-compatible:1.0",
}
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{address}"' for name, address in _NAMES.items()
)
_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/>'
    f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt" fo:color="{color}"/>'
    "</style:style>"
    for name, paragraph, size, color in (
        ("Mark", 'fo:text-align="center"', 36, "#ff0000"),
        ("Middle", 'fo:text-align="center"', 16, "#000000"),
        ("Title1", 'fo:text-align="center"', 22, "#000000"),
        ("Body", 'fo:text-indent="32pt"', 16, "#000000"),
        ("Right", 'fo:text-align="end"', 16, "#000000"),
        ("Left", 'fo:text-align="start"', 16, "#000000"),
    )
)
_LIST = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style>'
)


def line(text: str, style: str = "Body") -> str:
    """A paragraph in one of the styles."""
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def document(*blocks: str) -> str:
    """The whole file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:automatic-styles>{_STYLES}{_LIST}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(blocks)}</office:text></office:body></office:document>"
    )


def announcement() -> tuple[str, dict[str, Any]]:
    """公告: without addressees; a number without brackets of its own line; the mark in a frame."""
    text = document(
        line("示例县市场监督管理局", "Mark"),
        line("公　　告", "Mark"),
        line("2026年第6号", "Middle"),
        line("示例县市场监督管理局关于注销药品经营许可证的公告", "Title1"),
        line("根据《中华人民共和国药品管理法》规定，现将注销情况公告如下："),
        line("示例县平安药房（许可证号：示例001）。"),
        line("特此公告。"),
        line("示例县市场监督管理局", "Right"),
        line("2026年7月8日", "Right"),
    )
    return text, {
        "标题": "示例县市场监督管理局关于注销药品经营许可证的公告",
        "发文字号": "2026年第6号",
        "发文机关": "示例县市场监督管理局",
        "成文日期": "2026-07-08",
        "署名": ["示例县市场监督管理局"],
    }


def opinions() -> tuple[str, dict[str, Any]]:
    """意见: from a party committee and a government together, the day above the imprint in Chinese numerals."""
    text = document(
        line("中共示例县委办公室", "Mark"),
        line("示例县人民政府办公室", "Mark"),
        line("示办发〔2026〕11号", "Middle"),
        line("中共示例县委办公室　示例县人民政府办公室", "Title1"),
        line("关于加强基层治理的实施意见", "Title1"),
        line("各乡镇党委、政府，县直各单位：", "Left"),
        line("为加强基层治理，现提出以下意见。"),
        line("一、总体目标"),
        line("到2027年，基层治理能力明显提升。"),
        line("附件：基层治理任务清单"),
        line("中共示例县委办公室", "Right"),
        line("示例县人民政府办公室", "Right"),
        line("二〇二六年九月十日", "Right"),
        line("（此件公开发布）"),
        line("中共示例县委办公室　　　　　　　　　2026年9月11日印发", "Left"),
    )
    return text, {
        "标题": "中共示例县委办公室　示例县人民政府办公室关于加强基层治理的实施意见",
        "发文字号": "示办发〔2026〕11号",
        "发文机关": "中共示例县委办公室、示例县人民政府办公室",
        "主送机关": "各乡镇党委、政府，县直各单位",
        "成文日期": "2026-09-10",
        "署名": ["中共示例县委办公室", "示例县人民政府办公室"],
        "附件": ["基层治理任务清单"],
        "附注": "此件公开发布",
    }


def lists_and_notes() -> str:
    """Lists within lists, foot- and endnotes, a frame with text, headings, a link, a line break."""
    note = (
        '<text:note text:id="n{0}" text:note-class="{1}"><text:note-citation>{0}</text:note-citation>'
        "<text:note-body><text:p>{2}</text:p></text:note-body></text:note>"
    )
    lists = (
        '<text:list text:style-name="L1"><text:list-item><text:p>申请</text:p><text:list><text:list-item>'
        "<text:p>填写申请表</text:p><text:list><text:list-item><text:p>纸质表</text:p></text:list-item></text:list>"
        "</text:list-item><text:list-item><text:p>提交材料</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>受理</text:p></text:list-item></text:list>"
    )
    frame = (
        '<text:p>框前<draw:frame text:anchor-type="as-char" svg:width="6cm" svg:height="2cm"><draw:text-box>'
        "<text:p>框里的提示</text:p></draw:text-box></draw:frame>框后</text:p>"
    )
    return document(
        '<text:h text:outline-level="1">办事指南</text:h>',
        line(
            f"申请条件{note.format(1, 'footnote', '指年满60周岁。')}见下{note.format(2, 'endnote', '依据示例办法。')}。"
        ),
        '<text:h text:outline-level="2">办理流程</text:h>',
        lists,
        frame,
        '<text:p>咨询：<text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://zw.example/help">政务服务网'
        "</text:a>，<text:line-break/>电话另行公布。</text:p>",
    )


def spanning_table() -> str:
    """A table with spans both ways as LibreOffice writes it."""
    cell = '<table:table-cell{0} office:value-type="string"><text:p>{1}</text:p></table:table-cell>'
    covered = "<table:covered-table-cell/>"
    rows = (
        cell.format(' table:number-rows-spanned="2"', "项目")
        + cell.format(' table:number-columns-spanned="2"', "金额")
        + covered,
        covered + cell.format("", "预算") + cell.format("", "决算"),
        cell.format("", "一般公共服务") + cell.format("", "1,200") + cell.format("", "1,180"),
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    columns = '<table:table-column table:number-columns-repeated="3"/>'
    return document(
        line("收支总表", "Title1"),
        f'<table:table table:name="T1">{columns}{table}</table:table>',
        line("单位：万元", "Right"),
    )
