"""The history of documents, and interpretations beside what they interpret."""

from __future__ import annotations

from datetime import date

from generator.model import Body, Page, Validity
from generator.plan import plan
from specimens import TODAY, content, county, document, unit

OLD, NEW, MEND = "样政发〔2022〕1号", "样政发〔2026〕2号", "样政发〔2024〕3号"


def planned(*documents: object) -> dict[str, Page]:
    """The pages of a unit with these documents."""
    given = content(documents)  # type: ignore[arg-type]
    return {page.url: page for page in plan(given, county(given), TODAY).pages}


def history(page: Page) -> list[tuple[str, str, str]]:
    """What the page tells: label, day, and by which document."""
    return [(each.label, f"{each.day or ''}", each.by.title if each.by else "") for each in page.payload.timeline]


def test_a_document_that_was_amended_and_repealed_tells_when_and_by_which() -> None:
    old = document(
        1,
        document_number=OLD,
        date_written=date(2022, 3, 1),
        date_published=date(2022, 3, 4),
        effective_from=date(2022, 4, 1),
        validity=Validity.REPEALED,
        repealed_on=date(2026, 2, 1),
        repealed_by=NEW,
    )
    mend = document(2, document_number=MEND, date_published=date(2024, 5, 6), amends=(OLD,), date_written=None)
    new = document(3, document_number=NEW, date_published=date(2026, 1, 20), repeals=(OLD,))
    pages = planned(new, old, mend)
    assert history(pages[old.url]) == [
        ("成文", "2022-03-01", ""),
        ("公布", "2022-03-04", ""),
        ("施行", "2022-04-01", ""),
        ("修改", "2024-05-06", mend.title),
        ("废止", "2026-02-01", new.title),
    ]
    assert history(pages[mend.url]) == [("所修改的文件公布", "2022-03-04", old.title), ("公布", "2024-05-06", "")]
    assert [each[0] for each in history(pages[new.url])] == ["所废止的文件公布", "成文", "公布"]


def test_a_document_that_nobody_changed_has_no_history() -> None:
    pages = planned(document(1), document(2, interprets=("11530823000000000X/2026-00001",)))
    assert history(pages["info/2026-00001.html"]) == history(pages["info/2026-00002.html"]) == []


def test_an_end_without_a_day_or_a_known_document_is_told_last() -> None:
    expired = document(1, validity=Validity.EXPIRED)
    unknown = document(2, validity=Validity.REPEALED, repealed_by="国发〔2020〕1号")
    pages = planned(expired, unknown)
    assert history(pages[expired.url])[-1] == ("失效", "", "")
    assert history(pages[unknown.url])[-1] == ("废止", "", "国发〔2020〕1号")


def test_an_interpretation_stands_beside_its_document() -> None:
    order = document(1, document_number=NEW, body=Body("原文。"))
    reading = document(2, interprets=(NEW,), body=Body("解读。"))
    pages = planned(order, reading)
    address = "info/2026-00001/duizhao-2026-00002.html"
    beside = pages[address]
    assert (beside.payload.original.body.source, beside.payload.interpretation.body.source) == ("原文。", "解读。")
    assert not beside.indexable
    for page in (pages[order.url], pages[reading.url]):
        assert [found.beside for relation in page.payload.relations for found in relation.references] == [address]


def test_nothing_stands_beside_what_has_ended_is_foreign_or_is_itself() -> None:
    ended = document(1, document_number=NEW, public_until=date(2026, 1, 20))
    reading = document(2, interprets=(NEW, "11530823000000000X/2026-00002"))
    assert not [url for url in planned(ended, reading) if "duizhao" in url]
    order = content((document(1, document_number=OLD),), unit("caizheng", short_name="财政局"))
    foreign = content((document(2, interprets=(OLD,)),))
    whole = county(order, foreign)
    assert not [
        page.url for given in (order, foreign) for page in plan(given, whole, TODAY).pages if "duizhao" in page.url
    ]
