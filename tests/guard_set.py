"""A labelled set for the guard of personal data: lines as they stand in notices and lists. All numbers are invented.

Made by arithmetic from a fixed seed, from the promises and not from the detectors: kinds with their own check digits,
hard forms of them, soft kinds, and public numbers that must not fire. A line in a table stands in a whole table.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.codes import uscc_check_character
from test_personal_data import WIDE, card, old, resident, spaced

SURNAMES, GIVEN = "王李张刘陈杨罗周普茶自刀", ("小明", "丽", "建国", "秀英", "志强", "春", "家福", "金花")


class Line(NamedTuple):
    """A labelled line: its kind, the grade it should have (`block`, `warn`, "" for none), the text it stands in."""

    kind: str
    grade: str
    text: str


Maker = Callable[[random.Random], str]


def name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + dice.choice(GIVEN)


def mobile(dice: random.Random) -> str:
    return f"1{dice.choice('3456789')}{dice.randint(0, 9)}{dice.randint(10**7, 10**8 - 1)}"


def account(dice: random.Random) -> str:
    """A passbook of a rural credit union: no check digit, not beginning with 62."""
    return f"{dice.choice(('5300', '7100', '2500'))}{dice.randint(10**10, 10**11 - 1)}{dice.randint(10, 99999)}"


def slipped(dice: random.Random) -> str:
    number = resident(dice)
    return number[:17] + next(each for each in "0123456789" if each != number[17])


def table(head: str, row: Callable[[random.Random], str], dice: random.Random, rows: int = 3) -> str:
    columns = head.count("|") + 1
    lines = [f"| {head} |", "|" + " --- |" * columns, *(f"| {row(dice)} |" for _ in range(rows))]
    return "\n".join(lines)


def disability(dice: random.Random) -> str:
    return f"{resident(dice)}{dice.randint(1, 7)}{dice.randint(1, 4)}"


def bank16(dice: random.Random) -> str:
    return card(dice, 16)


CHECKED: dict[str, Maker] = {
    "id18": lambda dice: f"身份证号 {resident(dice)}",
    "id18 x": lambda dice: next(f"号码 {each.lower()}。" for _ in range(999) if (each := resident(dice)).endswith("X")),
    "id18 glued": lambda dice: f"{name(dice)}身份证{resident(dice)}电话",
    "id18 quoted": lambda dice: f"“{resident(dice)}”",
    "id18 link": lambda dice: f"[名单](fj/{resident(dice)}.xlsx)",
    "id18 bare": resident,
    "disability20": lambda dice: f"残疾证 {disability(dice)}",
    "bank16": lambda dice: f"卡号：{bank16(dice)}",
    "bank19": lambda dice: f"{name(dice)}，{card(dice)}",
}
HARD: dict[str, Maker] = {
    "spaced": lambda dice: f"身份证 {spaced(resident(dice))}",
    "full width": lambda dice: f"身份证{resident(dice).translate(WIDE)}",
    "zero width": lambda dice: (lambda number: f"{number[:9]}\u200b{number[9:]}")(resident(dice)),
    "split cells": lambda dice: table(
        "姓名 | 地区 | 生日 | 尾号",
        lambda one: (lambda n: f"{name(one)} | {n[:6]} | {n[6:14]} | {n[14:]}")(resident(one)),
        dice,
        1,
    ),
    "weak mask": lambda dice: (lambda number: f"{name(dice)} {number[:14]}***{number[17:]}")(resident(dice)),
    "weak tail": lambda dice: f"{resident(dice)[:14]}****",
    "id15": lambda dice: f"老证 {old(dice)}",
    "account under head": lambda dice: table(
        "姓名 | 一卡通账号 | 金额（元）", lambda one: f"{name(one)} | {account(one)} | {one.randint(100, 999)}", dice, 1
    ),
    "account under other heads": lambda dice: table(
        "序号 | 户主姓名 | 开户行 | 银行卡号", lambda one: f"1 | {name(one)} | 信用社 | {account(one)}", dice, 1
    ),
    "slip under head": lambda dice: table("姓名 | 身份证号", lambda one: f"{name(one)} | {slipped(one)}", dice, 1),
    "slip after word": lambda dice: f"{name(dice)}，身份证号码：{slipped(dice)}。",
    "mobile in table": lambda dice: table(
        "户主姓名 | 联系电话 | 面积", lambda one: f"{name(one)} | {mobile(one)} | 3", dice, 1
    ),
    "formatted mobile": lambda dice: table(
        "姓名 | 手机号码", lambda one: f"{name(one)} | {(m := mobile(one))[:3]}-{m[3:7]}-{m[7:]}", dice, 1
    ),
    "account in text": lambda dice: f"补助已打入{name(dice)}的一卡通账号 {account(dice)}。",
}
SOFT: dict[str, tuple[str, Maker]] = {
    "home address": (
        "warn",
        lambda dice: (
            f"{name(dice)}，家庭住址：锦屏镇御笔社区{dice.choice(('玉屏路', '川河街', '凌云路'))}{dice.randint(1, 99)}号{dice.randint(1, 9)}栋"
        ),
    ),
    "home address in table": (
        "warn",
        lambda dice: table(
            "姓名 | 家庭住址", lambda one: f"{name(one)} | 文井镇清凉村大村组{one.randint(1, 99)}号", dice, 1
        ),
    ),
    "household book": (
        "block",
        lambda dice: table("户主 | 户口簿号", lambda one: f"{name(one)} | {one.randint(10**8, 10**9)}", dice, 1),
    ),
    "passport": ("block", lambda dice: f"{name(dice)}，护照号码 E{dice.randint(10**7, 10**8 - 1)}"),
    "passport in table": (
        "block",
        lambda dice: table("姓名 | 护照号", lambda one: f"{name(one)} | G{one.randint(10**7, 10**8 - 1)}", dice, 1),
    ),
    "permit": ("block", lambda dice: f"{name(dice)}，港澳通行证 C{dice.randint(10**7, 10**8 - 1)}"),
    "health": ("warn", lambda dice: table("姓名 | 残疾等级 | 金额", lambda one: f"{name(one)} | 二级 | 80", dice, 1)),
    "illness": ("warn", lambda dice: table("申请人 | 病种", lambda one: f"{name(one)} | 尿毒症", dice, 1)),
    "minors": ("warn", lambda dice: table("学生姓名 | 学校", lambda one: f"{name(one)} | 示例小学", dice, 1)),
    "birth": (
        "warn",
        lambda dice: table(
            "姓名 | 出生日期", lambda one: f"{name(one)} | 198{one.randint(0, 9)}-0{one.randint(1, 9)}-12", dice, 1
        ),
    ),
    "duty mobile": ("warn", lambda dice: f"联系人：{name(dice)}，联系电话 {mobile(dice)}"),
}


def uscc(dice: random.Random) -> str:
    body = f"1153082{dice.randint(0, 9)}{dice.randint(10**8, 10**9 - 1)}"
    return body + uscc_check_character(body)


PUBLIC: dict[str, Maker] = {
    "uscc": lambda dice: f"统一社会信用代码 {uscc(dice)}",
    "uscc in table": lambda dice: table("单位名称 | 统一社会信用代码", lambda one: f"示例公司 | {uscc(one)}", dice, 1),
    "index number": lambda dice: f"索引号 {uscc(dice)}/2026-{dice.randint(1, 99999):05}",
    "project": lambda dice: f"项目代码 2026-530823-{dice.randint(10, 99)}-01-{dice.randint(100000, 999999)}",
    "landline": lambda dice: f"联系人：{name(dice)}，联系电话 0879-{dice.randint(6000000, 6999999)}",
    "hotline": lambda dice: f"拨打 {dice.choice(('12345', '96128', '400-810-0000', '12329'))}，工作日 8:30-17:30",
    "document number": lambda dice: f"景政发〔2026〕{dice.randint(1, 99)}号，自 2026年{dice.randint(1, 12)}月1日起施行",
    "amount": lambda dice: (
        f"合计 {dice.randint(10**9, 10**12)}.{dice.randint(10, 99)} 元，{dice.randint(10**5, 10**6)} 元"
    ),
    "amounts in table": lambda dice: table(
        "项目 | 预算数 | 决算数",
        lambda one: f"教育支出 | {one.randint(10**8, 10**12)} | {one.randint(10**8, 10**12)}",
        dice,
        1,
    ),
    "isbn": lambda dice: f"ISBN 978-7-{dice.randint(1000, 9999)}-{dice.randint(1000, 9999)}-{dice.randint(0, 9)}",
    "masked id": lambda dice: f"{name(dice)} {resident(dice)[:6]}********{resident(dice)[14:]}",
    "masked id 2": lambda dice: f"{resident(dice)[:2]}*************{resident(dice)[15:]}",
    "masked mobile": lambda dice: table(
        "姓名 | 手机", lambda one: f"{name(one)} | {mobile(one)[:3]}****{mobile(one)[7:]}", dice, 1
    ),
    "masked account": lambda dice: table(
        "姓名 | 银行卡号", lambda one: f"{name(one)} | 6222***********{one.randint(1000, 9999)}", dice, 1
    ),
    "dates": lambda dice: (
        f"2026-01-{dice.randint(10, 28)} 2026-02-{dice.randint(10, 28)} 2026-03-{dice.randint(10, 28)}"
    ),
    "order": lambda dice: f"订单 {dice.randint(10**13, 10**14)}，运单 SF{dice.randint(10**12, 10**13)}",
    "url": lambda dice: (
        f"https://www.jingdong.example/info/{dice.randint(10**10, 10**11 - 1) + 2 * 10**10}.html?id={dice.randint(2 * 10**12, 9 * 10**12)}"
    ),
    "office account": lambda dice: f"投标保证金缴入：户名 示例县公共资源交易中心，账号 {dice.randint(10**15, 10**16)}",
    "office contacts": lambda dice: table(
        "单位 | 负责人 | 办公电话", lambda one: f"财政局 | {name(one)} | 0879-{one.randint(6000000, 6999999)}", dice, 1
    ),
    "parcel": lambda dice: (
        f"不动产单元号 530823{dice.randint(100, 999)}{dice.randint(100, 999)}GB{dice.randint(10000, 99999)}W00000000"
    ),
    "statistics": lambda dice: table(
        "乡镇 | 户数 | 人口", lambda one: f"锦屏镇 | {one.randint(1000, 9999)} | {one.randint(10000, 99999)}", dice, 1
    ),
    "public list": lambda dice: table(
        "姓名 | 村组 | 补助金额（元）", lambda one: f"{name(one)} | 清凉村 | {one.randint(100, 9999)}", dice, 1
    ),
    "office address": lambda dice: f"地址：景东县锦屏镇玉屏路{dice.randint(1, 99)}号，邮政编码 676200",
    "coordinates": lambda dice: f"东经 100.{dice.randint(10**6, 10**7)}°，北纬 24.{dice.randint(10**6, 10**7)}°",
    "licence plate": lambda dice: f"云J{dice.randint(10000, 99999)}，车架号 LSV{dice.randint(10**13, 10**14)}",
    "leader": lambda dice: f"{name(dice)}，1975年{dice.randint(1, 12)}月生，大学学历，现任示例县财政局局长",
}


def lines() -> Iterator[Line]:
    """The whole set: 24 of each checked kind, 14 of each hard form, 10 of each soft kind, 11 of each public one."""
    for makers, count, tag in ((CHECKED, 24, "P1"), (HARD, 14, "P2")):
        for kind, maker in makers.items():
            dice = random.Random(f"{tag} {kind}")
            yield from (Line(f"{tag} {kind}", "block", maker(dice)) for _ in range(count))
    for kind, (grade, maker) in SOFT.items():
        dice = random.Random(f"P3 {kind}")
        yield from (Line(f"P3 {kind}", grade, maker(dice)) for _ in range(10))
    for kind, maker in PUBLIC.items():
        dice = random.Random(f"P4 {kind}")
        yield from (Line(f"P4 {kind}", "", maker(dice)) for _ in range(11))
