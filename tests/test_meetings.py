"""视频会议: other programs read the calendars and captions as we wrote them, a change moves an event, and a recording
plays with its captions."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import icalendar
import pytest
import webvtt

from conftest import REPOSITORY
from county import TODAY, County, document, small_county, told
from generator import captions, spool
from generator.drafting.document import unit_of
from generator.drafting.meeting import meeting as begin
from generator.load.registers import load_registers
from generator.meeting_changes import as_announced
from generator.model import Cue, Meeting, Meetings, MeetingsDigest
from generator.sources import scan

FOLDER = "content/jinping/meetings"
CLIP = Path(__file__).parents[1] / "content/zhengfuban/meetings/2026-001/huifang.mp4"
LONG = (
    "全县贯彻落实重大决策部署暨防汛抗旱安全生产森林草原防灭火"
    "农村人居环境整治乡村振兴巩固脱贫成果秋冬季工作推进视频会议第一阶段总结会议"
)
MEETING = """\
名称: {title}
开始: 2026-01-15 09:00
结束: 2026-01-15 09:30
地点: 县政府视频会议室;13个乡镇分会场，主会场
通知时间: 2026-01-09 08:00
议题: |
  一项
  二项
参会单位: 乡镇; caizhengju
"""
CHANGE = """\
变更:
  - 通知时间: 2026-01-10 16:00
    开始: 2026-01-16 14:00
    结束: 2026-01-16 15:00
"""
CANCELLED = "  - 通知时间: 2026-01-12 16:00\n    取消: 是\n    说明: 另行通知\n"
RECORDED = "回放:\n  视频: film.mp4\n  字幕: words.vtt\n"
WORDS = """\
WEBVTT 会议

NOTE 不显示

STYLE
::cue { color: red }

a
00:01.000 --> 00:00:02.500 align:start
<v 主持人>现在<b>开会</b> &amp; 点名

00:00:03.000 --> 00:00:04.000
<v.loud 李 某>到 &lt;script&gt;
两行
"""


def meeting(county: County, *more: str, number: str = "2026-003", title: str = "全县安全生产视频会议") -> None:
    """Write a meeting."""
    county.write(f"{FOLDER}/{number}.yaml", MEETING.format(title=title) + "".join(more))


def recorded(county: County, words: str = WORDS) -> None:
    """Write a meeting with a recording."""
    meeting(county, RECORDED)
    county.write(f"{FOLDER}/2026-003/film.mp4", CLIP.read_bytes())
    county.write(f"{FOLDER}/2026-003/words.vtt", words)


def public(county: County, path: str) -> bytes:
    """A file as it is published."""
    return (county.root / "output/public" / path).read_bytes()


def events(data: bytes) -> list[icalendar.cal.Component]:
    """The events of a calendar as the library reads it, which must find no error."""
    calendar = icalendar.Calendar.from_ical(data)
    found = [each for each in calendar.walk() if each.name == "VEVENT"]
    assert not [each.errors for each in calendar.walk() if each.errors]
    return found


def khal(folder: Path, data: bytes) -> str:
    """What khal lists of a calendar after it was imported into one that stays."""
    (folder / "store").mkdir(exist_ok=True)
    (folder / "config").write_text(
        f"[calendars]\n[[county]]\npath = {folder}/store\n[locale]\nlocal_timezone = Asia/Shanghai\n"
        "default_timezone = Asia/Shanghai\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        f"datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {folder}/khal.db\n"
    )
    (folder / "a.ics").write_bytes(data)
    command = [str(Path(sys.executable).parent / "khal"), "-c", str(folder / "config")]
    subprocess.run([*command, "import", "--batch", str(folder / "a.ics")], check=True, capture_output=True, timeout=60)
    form = ["--format", "{start-date} {start-time}-{end-time} {title}", "--day-format", ""]
    listed = subprocess.run(
        [*command, "list", *form, "2026-01-01", "60d"], check=True, capture_output=True, text=True, timeout=60
    )
    return listed.stdout


def test_a_calendar_is_read_by_others_and_a_change_moves_the_event(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 1)
    meeting(county)
    county.build()
    first = public(county, "jinping/meetings.ics")
    (event,) = events(first)
    assert event["UID"] == "meeting-jinping-2026-003@www.county.example"
    assert event["DTSTAMP"].to_ical() == b"20260109T000000Z"
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai" and event["SEQUENCE"] == 0
    assert event["LOCATION"] == "县政府视频会议室;13个乡镇分会场，主会场"
    assert b"BEGIN:VTIMEZONE" in first and b"+0800" in first
    desk = tmp_path / "khal"
    desk.mkdir()
    assert khal(desk, first).split("\n")[0] == "2026-01-15 09:00-09:30 全县安全生产视频会议"
    meeting(county, CHANGE)
    county.build()
    moved = public(county, "jinping/meetings.ics")
    (after,) = events(moved)
    assert (after["UID"], after["SEQUENCE"]) == (event["UID"], 1)
    assert khal(desk, moved).split() == ["2026-01-16", "14:00-15:00", "全县安全生产视频会议"]
    meeting(county, CHANGE, CANCELLED)
    county.build()
    (gone,) = events(public(county, "meetings.ics"))
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (event["UID"], 2, "CANCELLED")
    page = public(county, "jinping/meetings/2026-003/index.html").decode()
    assert "时间由 2026年1月15日 09:00 至 09:30改为 2026年1月16日 14:00 至 15:00。" in page and "已取消" in page


def test_lines_are_short_and_split_no_character(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 1)
    assert len(LONG) >= 60
    for number in range(1, 40):
        meeting(county, number=f"2026-{number:03}", title=LONG[: 60 - number] if number < 30 else LONG)
    county.build()
    data = public(county, "meetings.ics")
    assert b"\n" not in data.replace(b"\r\n", b"")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75 and all(line.decode("utf-8") is not None for line in lines)
    titles = [str(each["SUMMARY"]) for each in events(data)]
    assert len(titles) == 39 and titles.count(LONG) == 10


def test_the_transcript_says_what_webvtt_reads(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 1)
    recorded(county, WORDS.replace("00:01.000 -->", "00:00:01.000 -->"))
    county.build()
    page = public(county, "jinping/meetings/2026-003/recording.html").decode()
    shown = re.findall(r'<li id="(t\d+)">.*?data-seconds="([\d.]+)".*?<strong>(.*?)：</strong>(.*?)</p>', page)
    read = webvtt.read(str(county.root / FOLDER / "2026-003/words.vtt"))
    again = webvtt.from_string(public(county, "jinping/meetings/2026-003/captions.vtt").decode())
    for captioned in (read, again):
        assert len(shown) == len(captioned) == 2
        for (_, seconds, voice, words), caption in zip(shown, captioned.captions, strict=True):
            assert float(seconds) == caption.start_in_seconds + caption.start_time.milliseconds / 1000
            assert html.unescape(voice) == caption.voice
            assert html.unescape(words.replace("<br>", "\n")) == html.unescape(caption.text)
    assert b"STYLE" not in public(county, "jinping/meetings/2026-003/captions.vtt") and "<script>两" not in page
    thing = next(
        found
        for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        if (found := json.loads(each))["@type"] == "VideoObject"
    )
    assert thing["duration"] == "PT12S"


CAPTION_FAULTS = (
    ("1\n00:00:01,000 --> 00:00:02,000\n一\n", 1, "不是 WEBVTT"),
    ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\n一\n", 3, "不是字幕的时间"),
    ("WEBVTT\n\n1\n00:00:05.000 --> 00:00:02.000\n一\n", 4, "不晚于开始"),
    ("WEBVTT\n\n00:00:05.000 --> 00:00:06.000\n一\n\n00:00:01.000 --> 00:00:02.000\n二\n", 6, "开始得早"),
    ("WEBVTT\n\n00:00:05.000 --> 00:00:06.000\n我的身份证 11010119900307109X\n", 4, "个人的号码"),
    ("WEBVTT\n", 1, "一条字幕也没有"),
)
FAULTS = (
    ("全县会议", "全县会议，县长张样例 13987654321", "个人的号码"),
    ("开始: 2026-01-15 09:00", "开始: 2026-02-30 09:00", "不存在"),
    ("结束: 2026-01-15 09:30", "结束: 2026-01-15 09:00", "不晚于开始"),
    ("名称: 全", "会议: 全", "会议"),
    ("通知时间: 2026-01-09 08:00", "通知时间: 2026-01-09", "钟点"),
    ("一项", "机密★1年", "密级"),
    ("参会单位: 乡镇", "回放: {视频: 无.mp4, 字幕: 无.vtt}\n参会单位: 乡镇", "找不到「无.mp4」"),
    ("参会单位: 乡镇", "到会情况: {到会: jinping, 缺席: jinping}\n参会单位: 乡镇", "写了两次"),
    ("参会单位: 乡镇", "变更: [{通知时间: 2026-01-10 09:00}]\n参会单位: 乡镇", "没有说改了什么"),
)


def test_what_says_nothing_certain_is_told_and_keeps_its_meeting_back(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 1)
    county.write(f"{FOLDER}/开会.yaml", MEETING.format(title="全县会议"))
    for number, (words, _, _) in enumerate(CAPTION_FAULTS, 101):
        meeting(county, RECORDED, number=f"2026-{number}")
        county.write(f"{FOLDER}/2026-{number}/film.mp4", CLIP.read_bytes())
        county.write(f"{FOLDER}/2026-{number}/words.vtt", words)
    for number, (old, new, _) in enumerate(FAULTS, 201):
        text = MEETING.format(title="全县会议")
        assert old in text
        county.write(f"{FOLDER}/2026-{number}.yaml", text.replace(old, new))
    found = [each for each in county.check() if "/meetings/" in each.path]
    for number, (_, line, said) in enumerate(CAPTION_FAULTS, 101):
        (one,) = [each for each in found if each.path.endswith(f"2026-{number}/words.vtt")]
        assert (one.code, one.line) == ("F205", line) and said in one.message
    for number, (_, _, said) in enumerate(FAULTS, 201):
        told = [each for each in found if each.path.endswith(f"2026-{number}.yaml")]
        assert any(said in each.message for each in told), said
    assert any("不是会议的编号" in each.message for each in found)
    county.build()
    assert not (county.root / "output/public/jinping/meetings").exists()
    assert (county.root / "output/public/jinping/index.html").exists()


def test_a_stream_is_published_whole_or_not_at_all(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 1)
    recorded(county)
    meeting(county, RECORDED.replace("film.mp4", "film.mp4; live.m3u8"))
    listed = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6.0,\na0.ts\n#EXTINF:5.9,\na1.ts\n#EXT-X-ENDLIST\n"
    segment = (b"G" + bytes(187)) * 3
    county.write(f"{FOLDER}/2026-003/live.m3u8", listed)
    county.write(f"{FOLDER}/2026-003/a0.ts", segment)
    assert any("找不到「a1.ts」" in each.message for each in county.check())
    county.write(f"{FOLDER}/2026-003/a1.ts", segment)
    county.build()
    page = public(county, "jinping/meetings/2026-003/recording.html").decode()
    assert page.index("application/vnd.apple.mpegurl") < page.index("video/mp4") and "a1.ts" not in page
    assert public(county, "jinping/meetings/2026-003/a1.ts") == segment
    for line, said in (("https://evil.example/a.ts", "不是放在一起"), ('#EXT-X-KEY:METHOD=AES-128,URI="k"', "加了密")):
        county.write(f"{FOLDER}/2026-003/live.m3u8", f"{listed}{line}\n")
        assert any(said in each.message and each.line == 8 for each in county.check())


def test_who_came_stands_in_a_table_of_units_and_meetings(tmp_path: Path) -> None:
    county = small_county(tmp_path / "county", 1)
    meeting(county, "到会情况: {到会: jinping}\n")
    meeting(county, "到会情况: {请假: jinping, 迟到: caizhengju}\n", number="2026-004")
    county.build()
    page = public(county, "meetings/index.html").decode()
    (title, _) = re.findall(r'<a href="[^"]+">2026年1月15日<small>([^<]+)</small></a></th>', page)
    assert title in page.partition("<table")[0]
    table = page[page.index('<table class="attendance">') : page.index("</table>")]
    rows = [re.findall(r"<t[hd][^>]*>(?:<a[^>]*>)?([^<]+)", row) for row in table.split("<tr>")[1:]]
    assert rows[0] == ["单位", "2026年1月15日", "2026年1月15日"] and rows[-1] == ["到会／应到", "1/2", "1/2"]
    assert [row[1:] for row in rows[1:-1]] == [["请假", "到会"], ["迟到", "未登记"]]


def read_meetings(county: County) -> tuple[Meeting, ...]:
    """The meetings of a unit as its files have them."""
    site, listing = county.task().site, scan(county.root, "content/jinping")
    (kept,) = load_registers(county.root, site, unit_of(county.root, site, "jinping"), listing, TODAY).values
    assert isinstance(kept, Meetings)
    return kept.meetings


def of_meetings(county: County) -> list[str]:
    """What is told of the files of meetings, by place and code."""
    return [line for line in told(county.check()) if line.startswith(FOLDER)]


def test_a_unit_that_nobody_has_is_told_with_the_nearest(tmp_path: Path) -> None:
    county = small_county(tmp_path, 1)
    meeting(county, "到会情况:\n  到会: jinping; 财政局\n  缺席: jinpin\n")
    assert of_meetings(county) == [
        f"{FOLDER}/2026-003.yaml:11:16: F233 “到会”的「财政局」不是名录里的单位，是不是「caizhengju」？",
        f"{FOLDER}/2026-003.yaml:12:7: F233 “缺席”的「jinpin」不是名录里的单位，是不是「jinping」？",
    ]


MOVED = "开始: 2026-01-15 09:00", "开始: 2026-01-15 08:00"


@pytest.mark.parametrize("limit", [0, spool.LIMIT])
def test_an_announced_meeting_does_not_vanish_nor_move_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    """Its page, its recording and its event stay as they were, through builds, until somebody says what holds."""
    monkeypatch.setattr(spool.KEPT, "limit", limit)
    county = small_county(tmp_path, 1)
    recorded(county)
    county.build()
    files = (
        *("jinping/meetings.ics", "meetings.ics", "jinping/meetings/2026-003/index.html", "meetings/index.html"),
        *("jinping/meetings/2026-003/recording.html", "jinping/meetings/2026-003/film.mp4"),
    )
    before = [public(county, each) for each in files]
    path = county.root / FOLDER / "2026-003.yaml"
    text = path.read_text()

    faults = (
        (text.replace(*MOVED), f"{FOLDER}/2026-003.yaml:2:5: F232 “开始”改了（2026-01-15 09:00 → 2026-01-15 08:00）"),
        (text + "取消: 是\n", f"{FOLDER}/2026-003.yaml:13:1: F101"),
        ("", f"{FOLDER}/2026-003.yaml:1:1: F231 通知过的会议「全县安全生产视频会议」不见了"),
    )
    for written, words in faults:
        if written:
            path.write_text(written)
        else:
            shutil.rmtree(path.parent)
        for number in range(2):  # it is told for as long as it is so
            county.write("content/jinping/gg/n1.md", document(f"通知{number}", "2026-00001"))
            report = county.build(clean=bool(number))
            assert words in "\n".join(told(report.findings()))
            assert [public(county, each) for each in files] == before

    recorded(county)
    path.write_text(text.replace("回放:", CHANGE + "回放:"))
    county.build()
    assert [each["sequence"] for each in events(public(county, "meetings.ics"))] == [1]
    path.write_text(text)  # the change is taken out again
    assert any(":1:1: F232 通知过 1 次变更，现在只写了 0 次" in each for each in of_meetings(county))
    path.write_text("名称: 全县安全生产视频会议\n撤下: 误发\n")  # nothing of it stays, and nothing more need be known
    assert not of_meetings(county)
    county.build()
    assert not list(county.public.rglob("*2026-003*")) and not (county.public / "meetings.ics").exists()


ANNOUNCED = f"{CHANGE}    说明: 防汛值班\n"
ADDED = "  - 通知时间: 2026-01-12 16:00\n    地点: 二楼\n"
HELD = "开始: 2026-01-15 09:00\n结束: 2026-01-15 09:30"
EDITS = (  # of what was announced, while a change is added; the line and the fields that are named
    (MOVED, 2, "“开始”改了（2026-01-15 09:00 → 2026-01-15 08:00），没有写"),
    (("通知时间: 2026-01-09 08:00", "通知时间: 2026-01-09 09:00"), 5, "“通知时间”改了"),
    (
        ("    结束: 2026-01-16 15:00", "    结束: 2026-01-16 16:00"),
        13,
        "“结束”改了（2026-01-16 15:00 →",
    ),
    (("防汛值班", "防火"), 14, "“说明”改了（防汛值班 → 防火），通知过的不再改"),
    (
        ("开始: 2026-01-15 09:00\n结束: 2026-01-15 09:30", "开始: 2026-01-14 09:00\n结束: 2026-01-14 09:30"),
        2,
        "、“结束”改了",
    ),
)


def test_what_was_announced_stands_whatever_is_added_to_it(tmp_path: Path) -> None:
    county = small_county(tmp_path, 1)
    meeting(county, ANNOUNCED)
    county.build()
    for (old, new), line, words in EDITS:
        path = county.write(f"{FOLDER}/2026-003.yaml", MEETING.format(title="全县安全生产视频会议") + ANNOUNCED + ADDED)
        assert not of_meetings(county)
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        (one,) = [each for each in county.check() if each.path.startswith(FOLDER)]
        assert (one.code, one.line) == ("F232", line) and words in one.message
    assert "改回 开始: 2026-01-15 09:00、结束: 2026-01-15 09:30" in one.fix
    assert "年-月-日 时:分, 开始: 2026-01-14 09:00, 结束: 2026-01-14 09:30}" in one.fix


def test_a_change_that_ends_before_it_begins_is_told_where_it_stands(tmp_path: Path) -> None:
    county = small_county(tmp_path, 1)
    meeting(county, CHANGE.replace("-16 15:00", "-16 13:00"), ADDED)
    (one,) = of_meetings(county)
    assert one.startswith(f"{FOLDER}/2026-003.yaml:13:9: F205 会议的结束不晚于开始")
    meeting(county, "变更:\n  - 通知时间: 2026-01-10 16:00\n    开始: 2026-01-16 14:00\n")
    assert of_meetings(county)[0].startswith(f"{FOLDER}/2026-003.yaml:12:9: F205")


def test_the_number_of_an_announced_meeting_is_not_given_away(tmp_path: Path) -> None:
    county = small_county(tmp_path, 1)
    meeting(county, CHANGE)
    county.build()
    (county.root / FOLDER / "2026-003.yaml").unlink()
    (gone,) = [each for each in county.check() if each.code == "F231"]
    assert "编号 2026-003，开始 2026-01-16 14:00，地点 县政府视频会议室" in gone.message
    written = "- {通知时间: 2026-01-10 16:00, 开始: 2026-01-16 14:00, 结束: 2026-01-16 15:00}，再加取消"
    assert "、参会单位: 乡镇; caizhengju，" in gone.fix
    assert "通知时间: 2026-01-09 08:00、开始: 2026-01-15 09:00、结束" in gone.fix and written in gone.fix
    unit = unit_of(county.root, county.task().site, "jinping")
    drafted = begin(county.root, county.root / "output", unit, {"名称": "另一次"}, TODAY)
    assert drafted.path == f"{FOLDER}/2026-004.yaml"
    meeting(county, title="另一次会议")
    (one,) = [each for each in county.check() if each.path.startswith(FOLDER)]
    assert (one.code, one.line) == ("F232", 1) and one.fix.startswith("换一个编号")
    assert one.message.startswith("这个编号是「全县安全生产视频会议」的")


@pytest.mark.parametrize("older", [False, True])
def test_a_digest_of_an_older_version_knows_what_held_in_the_end(tmp_path: Path, older: bool) -> None:
    county = small_county(tmp_path, 1)
    meeting(county, CHANGE)
    were = read_meetings(county)
    if older:
        were = tuple(replace(each, stood=()) for each in were)
    meeting(county, CHANGE, CANCELLED)
    digest = MeetingsDigest(were)
    assert not as_announced(Meetings(read_meetings(county)), digest, FOLDER)[1]
    meeting(county, CHANGE.replace("16 14:00", "16 13:00"), CANCELLED)
    (one,) = as_announced(Meetings(read_meetings(county)), digest, FOLDER)[1]
    assert (one.code, one.line) == ("F232", 12) and "“开始”改了（2026-01-16 14:00 → 2026-01-16 13:00）" in one.message


def test_homes_lead_to_meetings_where_there_are_any(tmp_path: Path) -> None:
    county = small_county(tmp_path, 1)
    county.build()
    homes = ("index.html", "jinping/index.html", "caizhengju/index.html")
    link = '<a href="meetings/index.html">'
    assert [link in public(county, each).decode() for each in homes] == [False] * 3
    meeting(county)
    county.build()
    assert [link in public(county, each).decode() for each in homes] == [True, True, False]


def test_incremental_equals_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool.KEPT, "limit", 0)
    county = small_county(tmp_path / "county", 1)
    recorded(county)
    county.build()
    meeting(county, RECORDED, CHANGE)
    meeting(county, number="2026-004", title="另一次会议")
    county.build()
    names = ("jinping/meetings.ics", "meetings.ics", "meetings/index.html", "jinping/meetings/2026-003/recording.html")
    kept = [public(county, name) for name in names]
    shutil.rmtree(county.root / "output")
    county.build()
    assert [public(county, name) for name in names] == kept


def test_captions_are_written_as_they_are_read() -> None:
    cues = (Cue(0, 3_600_000, "甲 & 乙", "<不是标签> --> 也不是时间"), Cue(3_600_001, 3_700_000, "", "一\n二"))
    assert captions.read(captions.written(cues)) == (cues, ())


def test_a_recording_plays_with_its_captions(tmp_path: Path, chromium_driver: list[str]) -> None:
    county = small_county(tmp_path / "county", 1)
    recorded(county)
    county.build()
    handler = partial(SimpleHTTPRequestHandler, directory=str(county.root / "output/public"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        page = f"http://127.0.0.1:{server.server_port}/jinping/meetings/2026-003/recording.html"
        script = str(REPOSITORY / "tests/screens/recording.cjs")
        done = subprocess.run([*chromium_driver, script, page], capture_output=True, text=True, timeout=60)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["played"] > 1 and not seen["error"]
    assert (seen["kind"], seen["mode"], seen["cues"]) == ("captions", "showing", 2)
    assert "点名" in seen["shown"] and seen["lit"] == "t1"
