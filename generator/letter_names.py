"""Names of persons in a letter: where the words beside them say that they are names, and where else they stand then.

A name that was told once, in the title, the letter or the reply, is masked in all of that letter. What tells it is of
three kinds. A person who names himself (「我叫…」, a line that is nothing but a name) is believed whatever the name is.
Somebody who is addressed (「…同志」) is believed unless the unit itself publishes that name as one of its leaders: what
is public office is no private matter. Somebody who is only spoken of (「村民…反映」) is believed unless what stands
there is a common word. A name that is a common word as well (高兴) is masked elsewhere only where it stands like a
name, so that nobody's 「我很高兴」 is lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache, partial
from typing import NamedTuple

from generator.personal_words import is_name
from generator.rulebook import rules

SOMEBODY = "某某"
_GAP = "[ ·.]{0,2}"
_AFTER = (
    r"(?=[，。；、,.;：:！!？?（()）\s“”\"'*0-9—-]"
    r"|电话|手机|联系|身份证|家住|现住|住在|微信|男|女|$)"
)
_OFFICES = "书记|县长|镇长|乡长|局长|主任|站长|所长"
_ADDRESSES, _KIN = "同志|先生|女士|网友", "大爷|大妈|大姐|大哥|大叔|大婶|阿姨|奶奶|爷爷|师傅|老师|医生|警官|律师"
_LIKE_A_NAME = rf"(?<![一-龥]){{}}(?![一-龥])|{{}}(?={_ADDRESSES}|{_KIN}|家里|家的|本人)"
_MASKED = re.compile("[一-龥]某{1,2}")  # as the writer masked it
_BEFORE_NAMES = "向于自"  # words that are surnames as well: 「向王某反映」
_COUPLED = "向于谢"  # and those before somebody with a title: 「感谢李医生」


class Manner(Enum):
    """How a name is told."""

    OWN = "who names himself"
    ADDRESSED = "who is addressed"
    SPOKEN_OF = "who is spoken of"


class Form(NamedTuple):
    """Words that tell a name, which is the group `name`."""

    pattern: re.Pattern[str]
    manner: Manner


Edit = Callable[[str], str]


def named(texts: Iterable[str], officials: frozenset[str]) -> tuple[str, ...]:
    """The names that are told anywhere in the texts of a letter; `officials` are those that the unit publishes."""
    found = {name for text in texts for name in _told(text, officials)}
    return tuple(sorted(found))


def _told(text: str, officials: frozenset[str]) -> Iterator[str]:
    for form in _forms():
        for match in form.pattern.finditer(text):
            if _is_told(match["name"], form.manner, officials):
                yield from _names(match["name"])
                yield from _perhaps(match)
    yield from ("".join(line.split()) for line in text.split("\n") if _signs(line))


def _is_told(name: str, manner: Manner, officials: frozenset[str]) -> bool:
    if name in _never() or _MASKED.fullmatch(name):
        return False
    if manner is Manner.OWN:
        return True
    if name in officials:
        return False
    return manner is Manner.ADDRESSED or not (is_word(name) or name[-1] in rules("personal_data")["not_names"])


def _names(found: str) -> Iterator[str]:
    """A name, and what it is without a word before it that is a surname as well."""
    yield found
    if len(found) == 3 and found[0] in _BEFORE_NAMES and found[1] in rules("personal_data")["surnames"]:
        yield found[1:]


def _perhaps(match: re.Match[str]) -> Iterator[str]:
    """The shorter name, where nothing says that three characters are one: 「我妈王芳买了药」."""
    name: str = match["name"]
    if len(name) == 3 and match.groupdict().get("end", "") is None:
        yield name[:2]


def _signs(line: str) -> bool:
    """A line that is nothing but a name: a signature, or one in a list of names."""
    bare = "".join(line.split())
    return len(bare) <= 3 and is_name(bare)


def is_word(name: str) -> bool:
    """A name that is, or begins with, a common word."""
    return name in _words() or name[:2] in _words() or name in rules("personal_data")["not_persons"]


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    return frozenset(rules("letters")["never_names"])


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(word for line in rules("letters")["words"] for word in line) | _never()


def masker(own: Sequence[str], told: Iterable[str], others: tuple[str, ...], officials: frozenset[str]) -> Edit:
    """What masks names: `own` wherever they stand, `told` ones (`named`) and those of `others` who wrote wherever they
    cannot be anything else, and once more what the words beside it say is a name."""
    told, writers = sorted(set(told)), sorted(_apart(own))
    here = anyone(name for name in (*writers, *told) if not is_word(name))
    patterns = (
        here,
        _not_of_degree(anyone(filter(is_word, writers))),
        _standing_alone(filter(is_word, told)),
        *_of_others(others),
    )

    def edit(text: str) -> str:
        for pattern in patterns:
            text = pattern.sub(SOMEBODY, text) if pattern else text
        return _in_place(text, officials)

    return edit


@lru_cache(maxsize=4)  # which all letters of a unit share
def _of_others(written: tuple[str, ...]) -> tuple[re.Pattern[str] | None, ...]:
    names = sorted(set(filter(is_name, written)))
    return anyone(name for name in names if not is_word(name)), _standing_alone(filter(is_word, names))


def anyone(names: Iterable[str]) -> re.Pattern[str] | None:
    """Any of some names of two characters or more, also with blanks between; by their surnames, since a unit may have
    had letters of thousands."""
    by_surname: dict[str, list[str]] = defaultdict(list)
    for name in sorted((name.replace("·", "") for name in _apart(names)), key=_longest):
        if name[1:]:
            by_surname[name[0]].append("".join(f"{_GAP}{re.escape(letter)}" for letter in name[1:]))
    joined = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(by_surname.items()))
    return re.compile(joined) if joined else None


def _apart(names: Iterable[str]) -> frozenset[str]:
    """The names of cells that may hold several."""
    return frozenset("".join(each.split()) for name in names for each in re.split(r"[、，,；;/\n]", name))


def _not_of_degree(names: re.Pattern[str] | None) -> re.Pattern[str] | None:
    """Names that are words as well, but not where they can only be the word: 「我很高兴」."""
    if names is None:
        return None
    before = "".join(f"(?<!{re.escape(word)})" for word in rules("letters")["degrees"])
    return re.compile(f"{before}(?:{names.pattern})")


def _standing_alone(names: Iterable[str]) -> re.Pattern[str] | None:
    forms = [_LIKE_A_NAME.format(*[re.escape(name)] * 2) for name in sorted(names, key=_longest)]
    return re.compile("|".join(forms)) if forms else None


def _longest(value: str) -> tuple[int, str]:
    return -len(value), value


def _in_place(text: str, officials: frozenset[str]) -> str:
    for form in _forms():
        text = form.pattern.sub(partial(_without, form.manner, officials), text)
    return "\n".join(SOMEBODY if _signs(line) else line for line in text.split("\n"))


def _without(manner: Manner, officials: frozenset[str], found: re.Match[str]) -> str:
    if not _is_told(found["name"], manner, officials):
        return found[0]
    end = found.end("name") - found.start()
    *_, name = _names(found["name"])
    return f"{found[0][: end - len(name)]}{SOMEBODY}{found[0][end:]}"


@lru_cache(maxsize=1)
def _forms() -> tuple[Form, ...]:
    known = rules("letters")
    surnames, double = rules("personal_data")["surnames"], "|".join(known["double_surnames"])
    single = surnames.translate({ord(each): None for each in _BEFORE_NAMES})
    far = "(?:(?<![一-龥])|(?<=[的是请向叫人民为组社队]))(?:(?![的是请向叫])[一-龥]){2,6}(?:·[一-龥]{2,6}?)+"
    short, whole = (
        f"(?P<name>{far}|(?:{double})[一-龥]{{1,2}}{lazy}|[{surnames}][一-龥]{{1,2}}{lazy})" for lazy in ("?", "")
    )
    spoken = f"(?P<name>{far}|(?:{double})[一-龥]{{1,2}}|[{single}][一-龥]{{1,2}})"
    selves, roles = "|".join(known["selves"]), "|".join(known["roles"])
    return (
        Form(re.compile(rf"(?:{selves})(?:是|为)?[：: ]{{0,2}}{whole}{_AFTER}"), Manner.OWN),
        Form(
            re.compile(rf"(?m)^\s*{whole}\s*(?:\*\*\*|(?:19|20)[0-9]{{2}}[年.-][^\n]*|敬上|敬启|拜上|叩上)\s*$"),
            Manner.OWN,
        ),
        Form(re.compile(rf"{short}(?={_ADDRESSES})(?!{_OFFICES})"), Manner.ADDRESSED),
        Form(re.compile(rf"(?m)^\s*(?:尊敬的|敬爱的)?{short}(?=[：:，, ]{{0,2}}[您你]好)"), Manner.ADDRESSED),
        Form(
            re.compile(rf"(?:我是|本人|{roles}){spoken}(?:{_AFTER}|(?=反映|来电|来信|投诉|咨询|家|户|称))"),
            Manner.SPOKEN_OF,
        ),
        Form(
            re.compile(
                rf"(?:村|社区|寨)[一-龥]{{0,6}}?某(?:村民)?小?(?:组|社|队)(?:村民|的|居民|农户)?{whole}"
                rf"(?:{_AFTER}|(?=家|户|反映))"
            ),
            Manner.SPOKEN_OF,
        ),
        *_cues(surnames, single, f"{far}|(?:{double})[一-龥]{{1,2}}"),
    )


def _cues(surnames: str, single: str, long: str) -> Iterator[Form]:
    """What relatives, officers and titles tell; `long` are names of other forms than a surname of one character."""
    kin, persons, called, officers, asked, titles, follows, possessors = (
        "|".join(sorted(rules("letters")[name], key=_longest))
        for name in ("kin", "persons", "called", "officers", "asked_for", "titles", "follows", "possessors")
    )
    near = rf"(?:{_AFTER}|(?={follows}|{titles}|{_OFFICES}|{_ADDRESSES}))"
    rare = rf"[{_BEFORE_NAMES}][一-龥]{{2}}{_AFTER}"
    short = rf"[{single}][一-龥]{{1,2}}"
    no_title = f"(?![{surnames}](?:{titles}|{_OFFICES}|{_ADDRESSES}))"  # 「请找万主任」
    ended = rf"(?P<name>{long}|{short}?|{rare}){near}"
    perhaps = rf"(?P<name>{long}|{short}?{near}|{short}|{rare})(?P<end>{_AFTER})?"
    for words, name in (
        (rf"(?:{possessors})(?:{kin})(?:是|叫|名叫|叫做)?[：:， ]{{0,2}}", perhaps),
        (rf"(?:{kin}|{persons}|{called}|{officers}|{asked})(?:是|为|叫)?[：: ]{{0,2}}", ended),
    ):
        yield Form(re.compile(f"{words}{no_title}{name}"), Manner.SPOKEN_OF)
    yield Form(
        re.compile(rf"(?:{officers})\s?[：:]\s?(?P<name>{long}|[{surnames}][一-龥]{{1,2}}){_AFTER}"), Manner.ADDRESSED
    )
    coupled = f"(?![{_COUPLED}](?:[{surnames}](?:{titles})))"
    yield Form(re.compile(rf"{coupled}(?P<name>{long}|[{surnames}][一-龥]{{1,2}}?)(?={titles})"), Manner.SPOKEN_OF)
