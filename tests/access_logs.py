"""Synthetic access logs: days, people with addresses, programs, what is no page; the same on every machine."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
)
ROBOTS = (
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
)
PAGES = ("/", "/jinping/", "/jinping/info/2026-00001.html", "/caizhengju/gg/", "/info/2026-00002.html?from=wx")
OTHERS = ("/assets/site-1a2b3c4d.css", "/assets/elderly.js", "/jinping/files/a.pdf", "/icon.svg")

Line = Callable[[date, str, str, int, str], str]


def combined(day: date, address: str, target: str, status: int, browser: str) -> str:
    """A line as nginx and Apache write it."""
    moment = day.strftime("%d/%b/%Y:10:20:30 +0800")
    return f'{address} - - [{moment}] "GET {target} HTTP/1.1" {status} 1234 "-" "{browser}"'


def nginx_json(day: date, address: str, target: str, status: int, browser: str) -> str:
    """A line of an nginx that writes JSON."""
    told = {"time_iso8601": f"{day}T10:20:30+08:00", "remote_addr": address, "request": f"GET {target} HTTP/1.1"}
    return json.dumps({**told, "status": status, "http_user_agent": browser, "host": "www.county.example"})


def caddy_json(day: date, address: str, target: str, status: int, browser: str) -> str:
    """A line of Caddy."""
    moment = (day - date(1970, 1, 1)).days * 86400 + 3600.5
    asked = {"remote_ip": address, "method": "GET", "uri": target, "headers": {"User-Agent": [browser]}}
    return json.dumps({"ts": moment, "request": {**asked, "host": "www.county.example"}, "status": status})


def lines(
    seed: int, count: int, line: Line = combined, first: date = date(2026, 9, 1), days: int = 30
) -> Iterator[str]:
    """So many requests, in the order of their days."""
    dice = random.Random(seed)
    for number in range(count):
        day = first + timedelta(days=number * days // count)
        address = f"203.0.{dice.randrange(4)}.{dice.randrange(250)}"
        robot = dice.random() < 0.2
        browser = dice.choice(ROBOTS if robot else BROWSERS)
        target = dice.choice(PAGES) if dice.random() < 0.7 else dice.choice(OTHERS)
        yield line(day, address, target, dice.choice((200, 200, 200, 304, 404)), browser)
