"""H9: files that could not be fetched, are not there, or cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.federation.harvested import Harvest, Missed, Round, Trouble
from generator.federation.ruling import Found, Told, rule

REACH = "国办秘函〔2019〕19号 网站无法访问"
SERVER = "查看服务器和网络；这次没有取到，不等于没有问题，恢复后重新运行"
BUILD = "重新运行 gongkai build，把 output/public/ 里的文件全部上传；仍然这样的，把问题报给软件维护者"


@rule("H901", "error", fix=SERVER, law=REACH)
def not_fetched(unit: Harvest) -> Found:
    """发布的文件应当取得到。"""
    yield from _told(unit.missed, Trouble.FAILED, "没有取到{name}：{wrong}")


@rule("H902", "error", fix=BUILD, law=REACH)
def not_there(unit: Harvest) -> Found:
    """规定要有的、地址已经公布的文件不能没有。"""
    yield from _told(unit.missed, Trouble.ABSENT, "没有{name}：{wrong}")


@rule("H903", "error", fix=BUILD, law="各文件的格式标准")
def not_readable(unit: Harvest) -> Found:
    """发布的文件应当完整、符合格式。"""
    yield from _told(unit.missed, Trouble.BROKEN, "{name}读不懂：{wrong}")


@rule("H911", "error", fix=SERVER, law=REACH)
def county_not_fetched(county: Round) -> Found:
    """全县的文件应当取得到。"""
    yield from _told(county.missed, Trouble.FAILED, "没有取到{name}：{wrong}")


@rule("H912", "error", fix=BUILD, law=REACH)
def county_not_there(county: Round) -> Found:
    """全县规定要有的文件不能没有。"""
    yield from _told(county.missed, Trouble.ABSENT, "没有{name}：{wrong}")


@rule("H913", "error", fix=BUILD, law="各文件的格式标准")
def county_not_readable(county: Round) -> Found:
    """全县的文件应当完整、符合格式。"""
    yield from _told(county.missed, Trouble.BROKEN, "{name}读不懂：{wrong}")


def _told(missed: Iterable[Missed], trouble: Trouble, words: str) -> Iterator[Told]:
    for each in missed:
        if each.trouble is trouble:
            yield Told(words.format(name=each.name, wrong=each.wrong), source=each.source, address=each.address)
