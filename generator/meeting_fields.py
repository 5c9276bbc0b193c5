"""What editors may write in `meetings/<number>.yaml`: a video meeting, from its notice to its minutes."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator

from generator.forms import Fields, Flag, Lines, Text, Texts, entry, needed

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})")


def _moment(value: object) -> object:
    """`2026-01-15 09:00` → `2026-01-15T09:00`; nothing → ""."""
    if value is None or value == "":
        return ""
    if isinstance(value, str) and (found := _MOMENT.fullmatch(value)):
        try:
            return datetime.fromisoformat(f"{found[1]}T{found[2]}").isoformat(timespec="minutes")
        except ValueError:
            raise ValueError(f"「{value}」在日历或钟表上不存在") from None
    raise ValueError(f"「{value}」不是日期和钟点，请写成 2026-01-15 09:00 这样")


Moment = Annotated[str, BeforeValidator(_moment)]


HANDBOOK = "编辑手册·视频会议"


class ChangeFields(Fields):
    """通知发出以后的一次变更."""

    moment: Moment = needed(
        "通知时间", "什么时候通知变更的，例如 2026-01-10 16:00", law=HANDBOOK, shown="2026-01-10 16:00"
    )
    start: Moment = entry("开始", "改到什么时候开始")
    end: Moment = entry("结束", "改到什么时候结束")
    place: Text = entry("地点", "改到什么地方")
    cancelled: Flag = entry("取消", "写“是”：会议取消", default=False)
    note: Text = entry("说明", "为什么变更")


class AttendanceFields(Fields):
    """到会情况，写单位的文件夹名，用分号隔开."""

    present: Texts = entry("到会", "按时到会的单位", default=())
    late: Texts = entry("迟到", "迟到的单位", default=())
    excused: Texts = entry("请假", "请假的单位", default=())
    absent: Texts = entry("缺席", "没有到会也没有请假的单位", default=())


class RecordingFields(Fields):
    """会议的录像，文件放在与会议同名的文件夹里."""

    videos: Texts = needed(
        "视频", "MP4 文件，或者 HLS 的清单（.m3u8）；两样都有的，都写", law=HANDBOOK, shown="huifang.mp4"
    )
    captions: Text = needed("字幕", "WebVTT 字幕文件（.vtt）", law=HANDBOOK, shown="zimu.vtt")
    poster: Text = entry("封面", "播放以前显示的图片")


class MeetingFields(Fields):
    """一次视频会议（meetings/<年份>-<三位序号>.yaml）."""

    title: str = needed("名称", "会议名称，例如 全县安全生产视频会议", law=HANDBOOK, shown="全县安全生产视频会议")
    start: Moment = needed("开始", "例如 2026-01-15 09:00", law=HANDBOOK, shown="2026-01-15 09:00")
    end: Moment = needed("结束", "例如 2026-01-15 10:30", law=HANDBOOK, shown="2026-01-15 10:30")
    place: str = needed(
        "地点",
        "主会场和分会场，例如 县政府视频会议室；13 个乡镇分会场",
        law=HANDBOOK,
        shown="县政府视频会议室；13 个乡镇分会场",
    )
    announced: Moment = needed(
        "通知时间",
        "什么时候发出会议通知，例如 2026-01-09 10:00；以后不改",
        law=HANDBOOK,
        shown="2026-01-09 10:00",
    )
    convener: Text = entry("召集单位", "不写则为本单位")
    agenda: Lines = entry("议题", "一行一项", default=())
    invited: Texts = needed("参会单位", "单位的文件夹名；可以写 乡镇、部门", law=HANDBOOK, shown="乡镇; caizhengju")
    changes: tuple[ChangeFields, ...] = entry("变更", "改期、换地点、取消，一次一项，先通知的在前", default=())
    attendance: AttendanceFields = entry("到会情况", "开会以后填", default=AttendanceFields())
    recording: RecordingFields | None = entry("回放", "会议的录像和字幕", default=None)
    minutes: Lines = entry("纪要", "会议纪要，一行一段", default=())
    withdrawn: Text = entry(
        "撤下", "误发的会议：写明理由，页面和日历里都不再有，别的只要写名称；取消的会议不要撤下，写进变更"
    )
    remarks: Text = entry("备注", "只给编辑自己看，不会发布")
