"""A published county of 80 units with faults planted in it: one for each rule, each in a unit of its own.

A plant bends a unit before it is written, or a file after that. Where it must be told is decided by what stands in the
sources, never by what the program says: the line in which a sign stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.published import BASE, Unit, county, write

DOCUMENTS = 12
AFTER = "2099-01-01"


@dataclass(frozen=True, slots=True)
class Plant:
    """A fault: its code, how a unit is bent, and the line of which file it must be told at.

    `record` is the number of the record whose source is meant, 0 the unit's own file; `sign` stands in the line.
    `more` are faults that follow from it.
    """

    code: str
    bend: Callable[[Unit], None]
    record: int = 0
    sign: str = ""
    more: tuple[str, ...] = ()
    unit: str = ""  # where it must be in a unit of a certain kind


@dataclass(frozen=True, slots=True)
class Sown:
    """What must be told of a plant."""

    code: str
    unit: str
    path: str
    line: int
    more: tuple[str, ...]


def _value(key: str, value: Any, number: int = 3) -> Callable[[Unit], None]:
    def bend(unit: Unit) -> None:
        unit.records[number - 1][key] = value

    return bend


def _entry(key: str, value: str) -> Callable[[Unit], None]:
    def bend(unit: Unit) -> None:
        unit.entry[key] = value

    return bend


def _dataset(key: str, value: Any) -> Callable[[Unit], None]:
    def bend(unit: Unit) -> None:
        unit.dataset[key] = value

    return bend


def _file(name: str, change: Callable[[bytes], bytes | None]) -> Callable[[Unit], None]:
    def bend(unit: Unit) -> None:
        unit.bent[name] = change

    return bend


def _record_file(kind: str, change: Callable[[bytes], bytes | None], number: int = 3) -> Callable[[Unit], None]:
    def bend(unit: Unit) -> None:
        url = str(unit.records[number - 1]["url"])
        unit.bent[url.removeprefix(unit.base).replace(".html", kind)] = change

    return bend


def _replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old.encode() in data, old
        return data.replace(old.encode(), new.encode(), 1)

    return change


def _without(opening: str, sign: str, closing: str) -> Callable[[bytes], bytes]:
    """Cut the element that a sign stands in."""

    def change(data: bytes) -> bytes:
        text = data.decode()
        start = text.rindex(opening, 0, text.index(sign))
        end = text.index(closing, start) + len(closing)
        return (text[:start] + text[end:]).encode()

    return change


def _json(change: Callable[[dict[str, Any]], None]) -> Callable[[bytes], bytes]:
    def bend(data: bytes) -> bytes:
        values = json.loads(data)
        change(values)
        return json.dumps(values, ensure_ascii=False).encode()

    return bend


def _same_number(unit: Unit) -> None:
    unit.records[3]["identifier"] = unit.records[2]["identifier"]


def _same_name(unit: Unit) -> None:
    for record in unit.records[2:4]:
        record["feed_name"] = "tag:county.example,2026:same"


def _same_title(unit: Unit) -> None:
    for key in ("title", "date_published"):
        unit.records[3][key] = unit.records[2][key]


def _withdrawn(unit: Unit) -> None:
    number = str(unit.records[2]["identifier"])
    unit.withdrawn.append({"identifier": number, "date": "2026-02-01", "reason": "重复", "url": ""})


def _without_reason(unit: Unit) -> None:
    number = f"{unit.entry['uscc']}/2019-09999"
    unit.withdrawn.append({"identifier": number, "date": "2026-02-01", "reason": "", "url": ""})


def _deleted_but_listed(unit: Unit) -> None:
    address = str(unit.records[2]["url"]).replace(".html", ".json")
    unit.changes.append((address, "deleted", "2026-02-01T00:00:00Z"))


def _foreign_attachment(unit: Unit) -> None:
    unit.records[9]["attachments"][0]["url"] = f"{BASE}u001/info/x.csv"


def _chinese_address(unit: Unit) -> None:
    unit.changes.append((f"{unit.base}info/通知.json", "deleted", "2026-02-01T00:00:00Z"))


def _twice(values: dict[str, Any]) -> None:
    values["dataset"].append(dict(values["dataset"][0]))


def _count(values: dict[str, Any]) -> None:
    values["count"] += 1


def _other_title(values: dict[str, Any]) -> None:
    values["documents"][2]["title"] = "关于别的事的通知"


def _no_record(values: dict[str, Any]) -> None:
    del values["documents"][2]["record"]


def _other_field(values: dict[str, Any]) -> None:
    values["resources"][0]["schema"]["fields"][1]["name"] = "人口"


def _of_another(unit: Unit) -> None:
    owner = county(1, 0)["portal"].entry["uscc"]
    record = unit.records[2]
    record["identifier"] = f"{owner}/{str(record['identifier']).split('/')[1]}"


LIST = "rs/resourcelist.xml"
THIRD = "第3项"

PLANTS = (
    Plant("H101", _value("openness", ""), 3, "公开属性"),
    Plant("H102", _value("identifier", "530823-2026-3"), 3, "索引号"),
    Plant("H103", _value("date_written", "2026年1月4日"), 3, "成文日期"),
    Plant("H103", _value("date_written", "2026-02-30"), 3, "成文日期"),
    Plant("H104", _value("date_published", AFTER), 3, "发布日期"),
    Plant("H105", _value("validity", "effective"), 3, "有效性"),
    Plant("H106", _value("repealed_on", "2026-01-01"), 3, "有效性"),
    Plant("H107", _value("openness", "withheld"), 3, "公开属性"),
    Plant("H108", _value("public_until", "2026-01-20"), 3, "公示截止"),
    Plant("H109", _value("unit", {"slug": "u001", "name": "甲", "uscc": ""}), 3, "", ("H109",)),
    Plant("H110", _foreign_attachment, 10, "索引号", ("H301", "H111")),
    Plant("H111", lambda unit: _attachment(unit, lambda data: None), 10, "附件"),
    Plant("H112", lambda unit: _attachment(unit, lambda data: data.replace(b",", b";")), 10, "附件"),
    Plant("H112", lambda unit: _attachment(unit, lambda data: data + b"\n"), 10, "附件"),
    Plant("H113", _record_file(".html", _replaced('name="ColumnType"', 'name="Kind"')), 3),
    Plant("H114", _record_file(".html", _replaced(f"关于做好{THIRD}", "关于做好别的")), 3, "标题"),
    Plant("H201", _same_number, 4, "索引号"),
    Plant("H202", _file("catalog.json", _json(_count))),
    Plant("H203", _file("catalog.json", _json(_other_title)), 3, "标题"),
    Plant("H204", _file("catalog.json", _json(_no_record)), 3, "", ("H302",)),
    Plant("H205", _withdrawn, 0, "- 索引号"),
    Plant("H206", _without_reason, 0, "- 索引号"),
    Plant("H209", _same_title, 4, "标题"),
    Plant("H210", _file("catalog.csv", _replaced("-00003,", "-99903,")), 3, "索引号", ("H210",)),
    Plant("H210", _file("catalog/1.json", _replaced("-00003", "-99903")), 3, "索引号", ("H210",)),
    Plant("H301", _file(LIST, lambda data: _without("<url>", "-00003.json", "</url>")(data)), 3),
    Plant(
        "H302",
        _file(
            LIST,
            _replaced("</urlset>", "<url><loc>{base}info/x.json</loc><lastmod>2026-01-10</lastmod></url></urlset>"),
        ),
    ),
    Plant("H303", _record_file(".json", lambda data: data + b" "), 3),
    Plant("H304", _file(LIST, _replaced("2026-01-10T", f"{AFTER}T"))),
    Plant("H305", _deleted_but_listed),
    Plant("H307", _chinese_address),
    Plant("H401", _file("feed.atom", _replaced("<id>tag:county.example,2026:{slug}/info", "<id></id><id>x")), 0),
    Plant("H402", _same_name, 3),
    Plant("H403", _file("feed.atom", lambda data: _without("<entry>", "-00003.html", "</entry>")(data)), 3),
    Plant("H404", _file("feed.atom", _replaced('href="{base}info/2018', 'href="{base}info/1999')), 0, "", ("H403",)),
    Plant("H405", _value("feed_moment", "2026年1月"), 3),
    Plant("H501", _file("sitemap.xml", _replaced("</urlset>", "<url><loc>{base}no/x.html</loc></url></urlset>"))),
    Plant("H502", _file("sitemap.xml", _replaced("2026-01-10", AFTER))),
    Plant("H503", _file("sitemap.xml", lambda data: _without("<url>", "-00003.html", "</url>")(data)), 3),
    Plant("H504", _file("sitemap.xml", _replaced("</urlset>", "<url><loc>{base}</loc></url></urlset>"))),
    Plant("H601", _file("index.html", _replaced("units/index.html", "index.html"))),
    Plant("H602", _file("index.html", _replaced('rel="up"', 'rel="next"'))),
    Plant("H605", _file("index.html", _replaced("</body>", '<a href="jg/index.html">机构</a></body>'))),
    Plant("H604", _entry("parent", "nowhere")),
    Plant("H701", _dataset("keyword", []), 1),
    Plant("H702", _dataset("modified", "2026年1月"), 1),
    Plant("H703", _file("data.json", _json(_twice)), 1),
    Plant("H704", _dataset("distribution", [{"downloadURL": "data/village.csv"}]), 1, "", ("H706",)),
    Plant("H705", _file("data/village/datapackage.json", _json(_other_field)), 1, "", ("H303",)),
    Plant("H706", _file("data.json", _json(lambda values: values["dataset"].clear()))),
    Plant("H801", _entry("feed", ""), 0, "", ("H902",)),
    Plant("H801", _entry("site_identity_code", "")),
    Plant("H802", _entry("region_code", "530823000"), 0, "行政区划代码", (), "u003"),
    Plant("H803", _entry("region_code", "530823101"), 0, "行政区划代码", (), "u019"),
    Plant("H804", _of_another, 3, "索引号"),
    Plant("H805", _entry("data", BASE + "数据.json"), 0, "", ("H902",)),
    Plant("H902", _file("data.json", lambda data: None)),
    Plant("H903", _file("feed.atom", lambda data: data[: len(data) // 2])),
)


def _attachment(unit: Unit, change: Callable[[bytes], bytes | None]) -> None:
    (name,) = unit.attachments
    unit.bent[name] = change


@dataclass(slots=True)
class Seeded:
    """The county on disk, with what must be told of it."""

    root: Path
    sown: list[Sown] = field(default_factory=list)

    @property
    def public(self) -> Path:
        """What is published."""
        return self.root / "public"


def seeded(root: Path, plants: tuple[Plant, ...] = PLANTS, units: int = 80) -> Seeded:
    """Write a county with these faults, each in a unit of its own; the portal and the last unit stay clean."""
    found = county(units, DOCUMENTS)
    taken = {plant.unit for plant in plants}
    free = iter(slug for slug in found if slug not in {"portal", f"u{units - 1:03d}", *taken})
    places = [plant.unit or next(free) for plant in plants]
    for slug, plant in zip(places, plants, strict=True):
        plant.bend(found[slug])
        _fill(found[slug])
    write(root, found.values())
    made = Seeded(root)
    for slug, plant in zip(places, plants, strict=True):
        path = f"content/{slug}/gg/n{plant.record}.md" if plant.record else f"content/{slug}/unit.yaml"
        made.sown.append(Sown(plant.code, slug, path, _line(root / path, plant.sign), plant.more))
    return made


def _fill(unit: Unit) -> None:
    """Names of files and addresses that a plant could not know: the unit's own."""
    for name, change in unit.bent.items():
        unit.bent[name] = _filled(change, unit)


def _filled(change: Callable[[bytes], bytes | None], unit: Unit) -> Callable[[bytes], bytes | None]:
    marks: Mapping[str, str] = {"{base}": unit.base, "{slug}": unit.slug}

    def bend(data: bytes) -> bytes | None:
        text = data.decode()
        for mark, value in marks.items():
            text = text.replace(value, mark)
        changed = change(text.encode())
        if changed is None:
            return None
        text = changed.decode()
        for mark, value in marks.items():
            text = text.replace(mark, value)
        return text.encode()

    return bend


def _line(path: Path, sign: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if sign in line)
