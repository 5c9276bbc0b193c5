"""Invented letters with invented personal items planted in them, and others with numbers that are nobody's."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from generator.delimited import csv_text

HEADS = ("编号", "渠道", "姓名", "收到日", "主题", "类别", "内容", "办理单位", "答复日", "答复内容", "公开", "满意度")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
OLD_AREAS = ("532726", "532701", "530823", "510202", "320502", "999999")  # abolished ones, one that never was
NAMES = ("赵示例", "钱某甲乙", "孙 样", "普阿样", "罗例花", "自样生", "欧阳示例", "李样")


@dataclass(frozen=True, slots=True)
class Planted:
    """What was put into a letter: how it stands there, and what may stand nowhere."""

    text: str
    needles: tuple[str, ...]
    name: str = ""


def identity(chance: random.Random) -> str:
    """A number with a right check digit, of an area that may be no more."""
    born = f"19{chance.randrange(40, 99)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    body = f"{chance.choice(OLD_AREAS)}{born}{chance.randrange(1000):03d}"
    return body + "10X98765432"[sum(int(each) * weight for each, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def card(chance: random.Random) -> str:
    """A bank card with a right check digit."""
    body = f"62{chance.randrange(10**16):016d}"
    total = sum(sum(divmod(int(each) * (2 - place % 2), 10)) for place, each in enumerate(reversed(body)))
    return f"{body}{-total % 10}"


def mobile(chance: random.Random) -> str:
    """A mobile number."""
    return f"1{chance.choice('3456789')}{chance.randrange(10**9):09d}"


def wide(number: str) -> str:
    """In full-width digits."""
    return "".join(chr(ord(each) + 0xFEE0) for each in number)


def planted(chance: random.Random) -> Iterator[Planted]:
    """Items without end, of eight kinds in turn and in many ways of writing."""
    while True:
        number = identity(chance)
        yield Planted(f"我的身份证是{number}", (number,))
        yield Planted(f"({number[:6]} {number[6:14]} {number[14:]})", (f"{number[:6]} {number[6:14]}", number))
        phone = mobile(chance)
        yield Planted(f"电话{phone}，请回", (phone,))
        yield Planted(f"打{phone[:3]}-{phone[3:7]}-{phone[7:]}", (f"{phone[:3]}-{phone[3:7]}", phone))
        yield Planted(f"号码{wide(phone)}。", (wide(phone), phone))
        yield Planted(f"微信{phone[:5]}\u200b{phone[5:]}", (phone, f"{phone[:5]}\u200b{phone[5:]}"))
        account = card(chance)
        yield Planted(
            f"卡 {' '.join(account[place : place + 4] for place in range(0, 19, 4))} 没有到账",
            (account[:4] + " " + account[4:8], account),
        )
        yield Planted(f"打到{account}", (account,))
        plate = f"云{chance.choice('AJDE')}{chance.randrange(10**5):05d}"
        yield Planted(f"车{plate}乱停", (plate,))
        yield Planted(f"新能源车{plate[:2]}·D{plate[2:]}占道", (f"{plate[:2]}·D{plate[2:]}",))
        mail = f"user{chance.randrange(10**6)}@mail.example"
        yield Planted(f"邮箱{mail}", (mail,))
        name = chance.choice(NAMES)
        yield Planted(f"我是{name}，{'、'.join((name, '邻居'))}都知道", (name,), name)
        group = chance.choice("一二三四五六七八九")
        yield Planted(f"住在示例镇样例村{group}组李示样家旁边", (f"样例村{group}组", "李示样"))


def harmless(chance: random.Random) -> str:
    """A number that belongs to nobody: of a document, an office, a day, an amount."""
    day = f"{chance.randrange(2015, 2027)}年{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"
    return chance.choice(
        (
            f"景政办发〔{chance.randrange(2010, 2027)}〕{chance.randrange(1, 200)}号",
            f"云政发〔2009〕{chance.randrange(1, 99)}号第{chance.randrange(1, 30)}条",
            f"0879-62{chance.randrange(10**5):05d}",
            "0879-6200001、0879-6200002",
            day,
            f"2026-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}至2026-12-{chance.randrange(1, 29):02d}",
            f"{chance.randrange(10**7):,}.50元",
            f"{chance.randrange(13 * 10**9, 19 * 10**9)}元",
            f"{chance.randrange(100, 9999)}.{chance.randrange(100):02d}万元",
            f"耕地{chance.randrange(10, 9999)}.5亩、{chance.randrange(1, 500)}户",
            "热线12345、96128",
            "建设路12号便民中心",
        )
    )


def letters(count: int, items: int, seed: int = 9) -> tuple[bytes, tuple[Planted, ...], tuple[str, ...]]:
    """A file of so many letters with so many planted items, in GBK's wider form; the items; the harmless numbers."""
    chance = random.Random(seed)
    source = planted(chance)
    found = tuple(next(source) for _ in range(items))
    calm = tuple(harmless(chance) for _ in range(count))
    rows: list[tuple[str, ...]] = [HEADS]
    for place in range(count):
        item = found[place] if place < items else Planted("", ())
        told, where = f"反映如下：{item.text}。已看{calm[place]}的规定。", place % 3
        title, body, reply = (told if where == turn else "关于村里路灯" for turn in range(3))
        day = f"2026-{place % 9 + 1:02d}-{place % 27 + 1:02d}"
        public = "否" if place % 10 == 9 else "是"
        replied = "" if where != 2 and place % 11 == 0 else f"2026-{place % 9 + 1:02d}-28"
        rows.append(
            (
                *(f"L{place:04d}", ("县长信箱", "网上信访", "建言献策")[place % 3], item.name, day, title),
                *(("咨询", "投诉", "建言献策")[place % 7 % 3], body, ("财政局", "jinping", "")[place % 5 % 3]),
                *(replied, reply if replied else "", public, ("满意", "", "不满意", "基本满意")[place % 4]),
            )
        )
    return csv_text(rows).removeprefix("\ufeff").encode("gb18030"), found, calm
