"""Letters without persons: what a citizen wrote, and what was replied, as it may leave the file that it was typed into.

《个人信息保护法》第二十五条、第二十八条; 《信访工作条例》 (what a petitioner is must not be passed on). Official
documents are held back where somebody's number stands in them (`personal_context`); letters are full of such numbers,
so they are masked when they are read and no other value ever holds them. Doubts are settled for the writer: a number
that is long enough is masked whatever its check digit says, and an ID whatever its area.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from generator import letter_names
from generator.personal_context import examine
from generator.personal_data import is_day, is_like_resident_id, is_luhn
from generator.personal_words import MOBILE, PASSPORT_FORM

MASK = "***"
_SPOKEN = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖①②③④⑤⑥⑦⑧⑨⓪"
_NUMERAL = "[0-9一二三四五六七八九十百零〇]"
_GAP = "[ .·—–_-]"
_CHECK = "[XxΧχХхⅩⅹ×✕]"  # the last character of an ID, however somebody wrote it

_LONG = re.compile(rf"(?<![0-9])[0-9]{{14,}}(?:[0-9]|{_GAP}{{0,2}}{_CHECK})(?![0-9])")
_PARTED = re.compile(rf"(?<![0-9.])[0-9](?:{_GAP}{{0,2}}[0-9]){{13,}}(?:{_GAP}{{0,2}}(?:[0-9]|{_CHECK}))(?![0-9])")
_REST = re.compile(rf"[0-9]*\*\*\*(?:[0-9]+{_CHECK}?|[ （(]?{_CHECK}[）)]?(?![A-Za-z0-9]))?")
_MOBILE = re.compile(
    rf"(?<![0-9])(?:\+?86{_GAP}?)?1[3-9][0-9](?:{_GAP}{{0,2}}[0-9]){{8}}(?![0-9])(?!\s*(?:元|万元|亿元))"
)
_A_DAY = re.compile(r"1[3-9][0-9]{2}[-.][0-9]{1,2}[-.][0-9]")
_SPELT = re.compile(f"[0-9{_SPOKEN}](?:{_GAP}?[0-9{_SPOKEN}]){{10,}}|[{_SPOKEN}](?:{_GAP}?[{_SPOKEN}]){{6,}}")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ]?[A-HJ-Za-hj-z]"
    r"[ ·•.-]{0,2}[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳领](?![A-Za-z0-9])"
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}\s?@\s?[A-Za-z0-9-]{1,63}(?:\s?\.\s?[A-Za-z0-9-]{2,63}){1,4}")
_LANDLINE = re.compile(r"(?<![0-9-])(?:0[0-9]{2,3}[ -]?)?[2-9][0-9]{6,7}(?![0-9-])")
_OWN_PHONE = re.compile(r"(?:家里|家中|我家|我的|本人|座机|联系我|打我|找我|告诉我|回复我)[^0-9。\n]{0,12}$")
_NAMED_NUMBER = re.compile(
    r"(?:身份证|身份号码|证件|卡号|账号|帐号|账户|帐户|存折|银行卡|一卡通|社保卡|户口簿|户口本|残疾证|护照|驾驶证|通行证)"
    r"[^0-9A-Za-z\n*。，；]{0,12}([A-Za-z]?[0-9][0-9Xx -]{4,}[0-9Xx])"
)
_ACCOUNT = re.compile(
    r"(?:微信(?!公众|小程序|平台)|QQ|qq|Qq|[Vv][Xx]|WeChat|wechat|抖音|支付宝)(?:号码?|账号)?[^A-Za-z0-9\n，。]{0,3}"
    r"([A-Za-z0-9_-]{5,24})"
)
_BIRTH = re.compile(
    r"((?:出生|生于|生日)[^0-9\n]{0,6})(?:19|20)[0-9]{2}(?:年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    r"|[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[01][0-9][0-3][0-9])"
    r"|(?:19|20)[0-9]{2}(?:年[0-9]{1,2}月(?:[0-9]{1,2}日)?|[-/.][0-9]{1,2}[-/.][0-9]{1,2})(?=出?生(?!产|活|效|态))"
)
_GROUP = re.compile(
    rf"((?:村|社区|寨|屯|队)[一-龥]{{0,6}}?第?){_NUMERAL}{{1,4}}((?:村民)?小?(?:组|社|队)){_NUMERAL}{{0,4}}号?"
)
_ROOM = re.compile(
    r"(?:[0-9A-Za-z一二三四五六七八九十]{1,4}(?:栋|幢|座|单元|号楼)[ -]?){1,3}"
    r"(?:[0-9]{1,2}[层楼])?[0-9]{1,4}(?:室|号|房)?"
)
_HOME = re.compile(
    rf"((?:家住|家在|住在|住址|地址[：:是]|我住|户籍)[^，。；\n]{{0,24}}?(?:村|寨|社区|小区|路|街|巷|苑|花园))[^，。；\n]{{0,12}}?{_NUMERAL}{{1,5}}(?:号|栋|幢|单元|室|户|组)[^，。；\n]{{0,8}}"
)
_DIGITS = re.compile("[^0-9]")
_NUMBER = re.compile(r"[0-9]+[Xx]?")

Edit = Callable[[str], str]


def plain(text: str) -> str:
    """A text without invisible characters, its digits and letters in their ordinary forms, so that a number looks like
    one; line ends stay."""
    return "".join(filter(None, map(_character, text.replace("\r\n", "\n").replace("\r", "\n"))))


@lru_cache(maxsize=4096)
def _character(found: str) -> str:
    if found == "\n":
        return found
    category = unicodedata.category(found)
    if category == "Nd":
        return str(unicodedata.decimal(found))
    if category in ("Zs", "Zl", "Zp") or found == "\t":
        return " "
    if category.startswith("C") or category in ("Mn", "Me"):
        return ""
    wide = 0xFF01 <= ord(found) <= 0xFF5E and (found in "＠．－＿＋" or unicodedata.normalize("NFKC", found).isalnum())
    return (
        unicodedata.normalize("NFKC", found)
        if wide or (category in ("Lu", "Ll", "So") and _is_letter(found))
        else found
    )


def _is_letter(found: str) -> bool:
    """A letter in fancy dress (𝟏 and 𝐀 are such; a circled number keeps its form, it numbers a list)."""
    form = unicodedata.normalize("NFKC", found)
    return len(form) == 1 and form.isascii() and form.isalpha()


def masker(
    own: Iterable[str],
    others: Iterable[str],
    values: Iterable[str],
    allowed: Iterable[str],
    officials: Iterable[str] = (),
    letter: Iterable[str] = (),
) -> Edit:
    """What masks the texts of a letter: `own` names of its writers, names of `others` who wrote, private `values` such
    as addresses; `allowed` telephone numbers and mailboxes of offices stay, and `officials` that the unit publishes
    where they are addressed as such. `letter` are all its texts: who is named in one is masked in all."""
    known = frozenset(each.lower() if "@" in each else _DIGITS.sub("", each) for each in allowed) - {""}
    public, things = frozenset(officials), _things(map(plain, values))

    def without_numbers(text: str) -> str:
        text = plain(text)
        text = things.sub(MASK, text) if things else text
        for step in (_mails, _numbers, _named, _places):
            text = step(text, known)
        return _REST.sub(MASK, text)

    told = letter_names.named(map(without_numbers, letter), public)
    without_names = letter_names.masker(tuple(map(plain, own)), told, _plain_names(tuple(others)), public)

    def edit(text: str) -> str:
        return _examined(without_names(without_numbers(text)))

    return edit


@lru_cache(maxsize=4)  # which all letters of a unit share
def _plain_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(plain, names))


def _examined(text: str) -> str:
    """What the guard of documents finds besides; mobiles are told from amounts above, and offices keep theirs."""
    for each in reversed(examine(text)):
        if each.kind != MOBILE:
            text = f"{text[: each.start]}{MASK}{text[each.end :]}"
    return text


def _things(values: Iterable[str]) -> re.Pattern[str] | None:
    """Any of some private values: numbers however they are parted, texts of four characters or more."""
    forms = []
    for value in sorted({each.strip() for each in values}, key=lambda each: (-len(each), each)):
        digits = "".join(_NUMBER.findall(value))
        if len(digits) >= 5 and len(digits) * 2 > len(value):
            forms.append(f"{_GAP}{{0,2}}".join(each if each.isdigit() else _CHECK for each in digits))
        elif len(value) >= 4:
            forms.append(re.escape(value))
    return re.compile("|".join(forms), re.IGNORECASE) if forms else None


def _mails(text: str, known: frozenset[str]) -> str:
    return _MAIL.sub(lambda found: found[0] if "".join(found[0].split()).lower() in known else MASK, text)


def _numbers(text: str, known: frozenset[str]) -> str:
    """Numbers of persons, by what they are."""
    text = _LONG.sub(MASK, text)
    text = _PARTED.sub(lambda found: _parted(found[0]), text)
    text = _MOBILE.sub(lambda found: found[0] if _is_office(found[0], known) or _A_DAY.match(found[0]) else MASK, text)
    text = _SPELT.sub(lambda found: MASK if any(each in _SPOKEN for each in found[0]) else found[0], text)
    return PASSPORT_FORM.sub(MASK, _PLATE.sub(MASK, text))


def _is_office(number: str, known: frozenset[str]) -> bool:
    digits = _DIGITS.sub("", number)
    return digits in known or any(each.endswith(digits) for each in known if len(digits) >= 7)


def _parted(run: str) -> str:
    """A run of digits with gaps, in which IDs and cards are masked that begin and end at gaps."""
    tokens = list(re.finditer(f"(?:[0-9]|{_CHECK})+", run))
    for first, begin in enumerate(tokens):
        number = ""
        for last in tokens[first:]:
            number += re.sub(_CHECK, "X", last[0])
            if _is_personal(number, begin[0]):
                return f"{run[: begin.start()]}{MASK}{_parted(run[last.end() :]) if run[last.end() :] else ''}"
    return run


def _is_personal(number: str, first: str) -> bool:
    """Digits that were written with gaps are an ID or a card; `first` are those before the first gap."""
    if len(number) == 18 and (is_like_resident_id(number) or (len(first) >= 6 and is_day(number[6:14]))):
        return True
    if len(number) == 15 and number.isdigit() and len(first) >= 6:
        return is_day(f"19{number[6:12]}")
    card = 16 <= len(number) <= 19 and number.isdigit() and number[:2] not in ("19", "20")
    return card and is_luhn(number)


def _named(text: str, known: frozenset[str]) -> str:
    """What a word before it says is somebody's: accounts, numbers of papers, the telephone at home, a day of birth."""
    for pattern in (_NAMED_NUMBER, _ACCOUNT):
        text = pattern.sub(lambda found: found[0].replace(found[1], MASK), text)
    text = _LANDLINE.sub(lambda found: _landline(text, found, known), text)
    return _BIRTH.sub(lambda found: f"{found[1] or ''}{MASK}", text)


def _landline(text: str, found: re.Match[str], known: frozenset[str]) -> str:
    own = _OWN_PHONE.search(text[: found.start()][-24:]) and not _is_office(found[0], known)
    return MASK if own and not is_day(_DIGITS.sub("", found[0])) else found[0]


def _places(text: str, known: frozenset[str]) -> str:
    """Where somebody lives, down to the village or the street."""
    text = _HOME.sub(rf"\1{MASK}", text)
    text = _GROUP.sub(r"\1某\2", text)
    return _ROOM.sub(MASK, text)
