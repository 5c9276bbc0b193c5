"""A county as it is published, made without building it: what `gongkai federate` is measured on and tried with.

`python -m benchmarks.published FOLDER --units 80 --documents 2000` writes `public/` and the sources that it would have
been made from. It is a second witness: written from the description of the formats, not from the program's views. A
test bends a `Unit` before it is written, so that everything that follows from a fault is as a real county has it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.corpus import credit_code
from generator.files import write_new

BASE = "https://www.county.example/"
PLATFORM = "https://xxgk.province.example/"
TODAY = date(2026, 11, 23)
FIRST = date(2018, 1, 8)
SITE_CODE = "5308230001"
NEWEST = 50
PAGE = 100
TEXT = "各乡镇人民政府要落实属地责任，按月报送进度，把资金公示到户。" * 20
CAPABILITIES = "rs/capabilitylist.xml"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:rs="http://www.openarchives.org/rs/terms/">'
FIGURES = "村,户数\n示例村,412\n示范村,388\n".encode()
FIELDS = {
    "title": "标题",
    "identifier": "索引号",
    "date_written": "成文日期",
    "date_published": "发布日期",
    "validity": "有效性",
    "repealed_on": "废止日期",
    "public_until": "公示截止",
    "openness": "公开属性",
}
Record = dict[str, Any]


@dataclass(slots=True)
class Unit:
    """A unit before it is written: its line in the registry, its records, and bytes that lie beside them."""

    slug: str
    entry: dict[str, Any]
    records: list[Record]
    attachments: dict[str, bytes] = field(default_factory=dict)  # by address below the base
    withdrawn: list[dict[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # address, change, moment
    dataset: dict[str, Any] = field(default_factory=dict)
    bent: dict[str, Callable[[bytes], bytes | None]] = field(default_factory=dict)  # files changed when all is written

    @property
    def base(self) -> str:
        """The address of the unit's home."""
        return str(self.entry["url"])

    @property
    def own_folder(self) -> str:
        """Where its files lie below `public/`."""
        return "" if self.slug == "portal" else self.slug

    @property
    def own(self) -> str:
        """What stands before the harvest files: the portal, at the root, keeps its own apart."""
        return "portal/" if self.slug == "portal" else ""


def slugs(units: int) -> Iterator[str]:
    """The portal, then townships and villages."""
    return (f"u{number:03d}" if number else "portal" for number in range(units))


def county(units: int, documents: int) -> dict[str, Unit]:
    """The units of a county without a fault."""
    return {slug: unit(slug, number, documents) for number, slug in enumerate(slugs(units))}


def unit(slug: str, number: int, documents: int, host: str = "") -> Unit:
    """A unit with so many records, at a host of its own where one is given; every tenth has an attachment."""
    kind = "county" if slug == "portal" else "township" if number < 20 else "department"
    region = f"530823{100 + number}" if kind == "township" else "530823"
    name = "示例县人民政府" if kind == "county" else f"示例县第{number}单位"
    url = host or (BASE if kind == "county" else f"{BASE}{slug}/")
    made = Unit(slug, {"slug": slug, "name": name, "short_name": name, "kind": kind, "group": "", "url": url}, [])
    base, own = made.base, made.base + made.own
    made.entry |= {"uscc": credit_code(number + 1), "region_code": region, "site_identity_code": SITE_CODE}
    made.entry |= {"parent": "", "mount": "host" if host else "root" if kind == "county" else "path"}
    made.entry |= {"platform_url": f"{PLATFORM}{slug}", "catalog": f"{own}catalog.json"}
    made.entry |= {"records": f"{base}info/{{address}}.json", "feed": f"{own}feed.atom"}
    made.entry |= {"sitemap": f"{base}{'sitemap-portal.xml' if kind == 'county' else 'sitemap.xml'}"}
    made.entry |= {"resourcesync": f"{own}.well-known/resourcesync", "data": f"{own}data.json"}
    made.entry |= {"phone": "0879-6200001", "address": "示例路 1 号"}
    for serial in range(1, documents + 1):
        _add(made, serial, FIRST + timedelta(days=(TODAY - FIRST).days * serial // (documents + 1)))
    made.dataset = {
        "@type": "dcat:Dataset",
        "identifier": f"{made.entry['uscc']}/data/village",
        "title": f"{name}行政村基本情况",
        "description": "各村的户数",
        "keyword": ["行政村"],
        "modified": "2026-01-10",
        "accessLevel": "public",
        "landingPage": made.records[0]["url"] if made.records else base,
        "publisher": {"@type": "org:Organization", "name": name},
        "contactPoint": {"@type": "vcard:Contact", "fn": f"{name}办公室", "hasEmail": "mailto:office@county.example"},
        "distribution": [
            {"@type": "dcat:Distribution", "downloadURL": f"{own}data/village.csv", "mediaType": "text/csv"}
        ],
    }
    return made


def _add(made: Unit, serial: int, day: date) -> None:
    address = f"{day.year}-{serial:05d}"
    record: Record = {
        "format": "gongkai-record/1",
        "identifier": f"{made.entry['uscc']}/{address}",
        "unit": {key: made.entry[key] for key in ("slug", "name", "uscc")},
        "url": f"{made.base}info/{address}.html",
        "title": f"关于做好第{serial}项工作的通知",
        "summary": f"安排第{serial}项工作",
        "issuing_agency": made.entry["name"],
        "date_written": day.isoformat(),
        "date_published": day.isoformat(),
        "validity": "in_force",
        "subject_category": "综合政务",
        "genre": "通知",
        "kind": "notice",
        "column": {"key": "gg", "name": "通知公告"},
        "openness": "proactive",
        "origin": made.entry["name"],
        "source": f"content/{made.slug}/gg/n{serial}.md",
        "text": f"第{serial}项。{TEXT}",
    }
    if serial % 10 == 0:
        name = f"info/{address}/table.csv"
        made.attachments[name] = f"项目,数\n第{serial}项,{serial}\n".encode()
        size = len(made.attachments[name])
        said = {
            "title": "安排表",
            "url": made.base + name,
            "name": "安排表.csv",
            "size": size,
            "media_type": "text/csv",
        }
        record["attachments"] = [said]
    made.records.append(record)


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def files(made: Unit) -> dict[str, bytes]:
    """Every published file of a unit by its address below the base."""
    found = dict(made.attachments)
    for record in made.records:
        below = record["url"].removeprefix(made.base)
        found[below.removesuffix(".html") + ".json"] = _json(record)
        found[below] = _page(record)
    own = made.own
    found[f"{own}data/village.csv"] = FIGURES
    found[f"{own}data/village/datapackage.json"] = _package()
    resources = {name: data for name, data in found.items() if not name.endswith(".html")}
    found[f"{own}data.json"] = _json(
        {"conformsTo": "https://project-open-data.cio.gov/v1.1/schema", "dataset": [made.dataset]}
    )
    found[f"{own}catalog.json"] = _catalogue(made)
    found |= _editions(made)
    found["index.html"] = _home(made)
    found |= _lists(made, resources)
    found |= _feeds(made)
    site_map = made.entry["sitemap"].removeprefix(made.base)
    pages = [made.base, *(record["url"] for record in made.records)]
    found[site_map] = _urls(f"<url><loc>{escape(url)}</loc><lastmod>2026-01-10</lastmod></url>" for url in pages)
    for name, bend in made.bent.items():
        changed = bend(found.pop(name))
        found |= {name: changed} if changed is not None else {}
    return found


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _page(record: Mapping[str, Any]) -> bytes:
    tags = {
        "SiteName": "示例县人民政府",
        "SiteDomain": "www.county.example",
        "SiteIDCode": SITE_CODE,
        "ColumnName": "通知公告",
        "ColumnDescription": "通知公告",
        "ColumnKeywords": "通知公告",
        "ColumnType": "政策文件",
        "Url": record["url"],
        "ArticleTitle": record["title"],
        "PubDate": f"{record['date_published']} 00:00",
        "ContentSource": record["issuing_agency"],
    }
    head = "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in tags.items())
    body = f"<body><p>{record.get('text', '')}</p></body>"
    return f"<!DOCTYPE html>\n<html><head>\n{head}\n</head>\n{body}</html>\n".encode()


def _home(made: Unit) -> bytes:
    up = "" if made.slug == "portal" else f'<link rel="up" href="{BASE}">'
    links = "".join(f'<a href="{url}">甲</a>' for url in (BASE, f"{BASE}units/index.html", PLATFORM))
    return f"<!DOCTYPE html>\n<html><head>{up}</head><body>{links}</body></html>\n".encode()


def _catalogue(made: Unit) -> bytes:
    lines = [
        {key: value for key, value in record.items() if key not in ("format", "text", "attachments")}
        for record in made.records
    ]
    for line in lines:
        line["record"] = line["url"].removesuffix(".html") + ".json"
    whole = {"format": "gongkai-catalog/1", "unit": made.entry, "count": len(lines), "documents": lines}
    return _json({**whole, "withdrawn": made.withdrawn, "renumbered": []})


def _editions(made: Unit) -> dict[str, bytes]:
    """The catalogue in pages, the oldest first, and as CSV."""
    folder, found, pages = f"{made.own}catalog", {}, []
    for number, start in enumerate(range(0, len(made.records), PAGE), 1):
        articles = [{"identifier": record["identifier"]} for record in made.records[start : start + PAGE]]
        found[f"{folder}/{number}.json"] = _json({"page": number, "articles": articles})
        pages.append({"page": number, "url": f"{made.base}{folder}/{number}.json"})
    found[f"{folder}/index.json"] = _json({"pages": pages})
    rows = "".join(f"{record['identifier']},{number}\r\n" for number, record in enumerate(made.records))
    return found | {f"{folder}.csv": f"\ufeff索引号,序号\r\n{rows}".encode()}


def _package() -> bytes:
    fields = [{"name": "村", "type": "string"}, {"name": "户数", "type": "integer"}]
    resource = {"name": "village", "path": "../village.csv", "schema": {"fields": fields}}
    return _json({"profile": "tabular-data-package", "name": "village", "resources": [resource]})


def _lists(made: Unit, resources: Mapping[str, bytes]) -> dict[str, bytes]:
    own = made.base + made.own
    lists = {kind: f"{own}rs/{kind}.xml" for kind in ("resourcelist", "changelist")}
    listed = (
        f"<url><loc>{escape(made.base + name)}</loc><lastmod>2026-01-10T00:00:00Z</lastmod>"
        f'<rs:md hash="sha-256:{sha256(data).hexdigest()}" length="{len(data)}"/></url>'
        for name, data in sorted(resources.items())
    )
    changed = (
        f'<url><loc>{escape(address)}</loc><rs:md change="{change}" datetime="{moment}"/></url>'
        for address, change, moment in made.changes
    )
    capability = own + CAPABILITIES
    return {
        f"{made.own}.well-known/resourcesync": _urls([_led(capability, "capabilitylist")]),
        made.own + CAPABILITIES: _urls(_led(url, kind) for kind, url in lists.items()),
        f"{made.own}rs/resourcelist.xml": _urls(listed),
        f"{made.own}rs/changelist.xml": _urls(changed),
    }


def _led(url: str, kind: str) -> str:
    return f'<url><loc>{url}</loc><rs:md capability="{kind}"/></url>'


def _urls(entries: Iterator[str] | list[str]) -> bytes:
    return f"{XML}{URLSET}{''.join(entries)}</urlset>\n".encode()


def _feeds(made: Unit) -> dict[str, bytes]:
    """The newest in the feed, the rest in archives by the half hundred, each leading to the one before."""
    rows = sorted(made.records, key=lambda record: str(record.get("date_published")), reverse=True)
    parts = [rows[start : start + NEWEST] for start in range(0, len(rows), NEWEST)] or [[]]
    names = [f"{made.own}feed.atom", *(f"{made.own}feed/{number}.atom" for number in range(len(parts) - 1, 0, -1))]
    found = {}
    for name, part, before in zip(names, parts, [*names[1:], ""], strict=True):
        chain = f'<link rel="prev-archive" href="{made.base}{before}"/>' if before else ""
        entries = "".join(map(_entry, part))
        text = f'{XML}<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:county.example,2026:{made.slug}</id>{chain}{entries}</feed>'
        found[name] = text.encode()
    return found


def _entry(record: Mapping[str, Any]) -> str:
    name = record.get("feed_name") or f"tag:county.example,2026:{record['url'].removeprefix(BASE)}"
    moment = record.get("feed_moment", "2026-01-10T00:00:00+08:00")
    return (
        f"<entry><id>{escape(name)}</id><title>{escape(str(record.get('title')))}</title>"
        f'<link href="{escape(record["url"])}"/><updated>{moment}</updated></entry>'
    )


# ── the county ──────────────────────────────────────────────────────────────────────────────────────────────────


def write(
    root: Path,
    units: Iterable[Unit],
    bend: Callable[[dict[str, Any]], None] = lambda registry: None,
    sources: bool = True,
) -> None:
    """Write `public/` and, with `sources`, `content/`; `bend` may change the registry at last."""
    entries, counts = [], []
    for made in units:
        _write(root / "public" / made.own_folder, files(made))
        if sources:
            _write(root / "content" / made.slug, _sources(made))
        entries.append(made.entry)
        counts.append({"slug": made.slug, "catalog": made.entry["catalog"], "count": len(made.records)})
    registry: dict[str, Any] = {
        "format": "gongkai-units/1",
        "county": {"name": "示例县", "region_code": "530823", "site_identity_code": SITE_CODE, "base_url": BASE},
        "units": [dict(entry) for entry in entries],
    }
    bend(registry)
    links = "".join(f'<a href="{each["url"]}">甲</a>' for each in entries)
    roster = f"<!DOCTYPE html>\n<html><head></head><body>{links}</body></html>\n".encode()
    index = _json({"format": "gongkai-catalogs/1", "count": sum(each["count"] for each in counts), "catalogs": counts})
    found = {"units.json": _json(registry), "units/index.html": roster, "catalog.json": index}
    _write(root / "public", found | _county_lists(entries))


def _county_lists(entries: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    """What leads from the county's root to the lists of the units on its host."""
    inside = [each for each in entries if each["url"].startswith(BASE)]
    capabilities = (str(each["resourcesync"]).replace(".well-known/resourcesync", CAPABILITIES) for each in inside)
    maps = "".join(f"<sitemap><loc>{each['sitemap']}</loc></sitemap>" for each in inside)
    index = f'{XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>\n'
    described = _urls([_led(url, "capabilitylist") for url in capabilities])
    return {".well-known/resourcesync": described, "sitemap.xml": index.encode()}


def _write(folder: Path, found: Mapping[str, bytes]) -> None:
    made = set()
    for name, data in found.items():
        path = folder / name
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        write_new(path, data)


def _sources(made: Unit) -> dict[str, bytes]:
    unit = (
        f'名称: {made.entry["name"]}\n单位类型: 部门\n统一社会信用代码: {made.entry["uscc"]}\n行政区划代码: "530823"\n'
    )
    if made.withdrawn:
        rows = (
            f"  - 索引号: {each['identifier']}\n    日期: {each['date']}\n    理由: {each['reason']}\n"
            for each in made.withdrawn
        )
        unit += f"撤下:\n{''.join(rows)}"
    found = {"unit.yaml": unit.encode()}
    for record in made.records:
        lines = [f"{name}: {record[key]}" for key, name in FIELDS.items() if key in record]
        if "attachments" in record:
            lines += ["附件:", "  - 文件: 安排表.csv"]
        text = "---\n" + "\n".join(lines) + "\n---\n\n正文。\n"
        found[record["source"].removeprefix(f"content/{made.slug}/")] = text.encode()
    return found


def main() -> None:
    """Write a county from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=80)
    parser.add_argument("--documents", type=int, default=2000, help="of each unit")
    chosen = parser.parse_args()
    write(chosen.folder, (unit(slug, number, chosen.documents) for number, slug in enumerate(slugs(chosen.units))))


if __name__ == "__main__":
    main()
