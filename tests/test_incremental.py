"""What an edit rewrites, counted; and that any history of edits ends in the bytes of a clean build."""

from __future__ import annotations

import random
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from county import RESOURCE_LISTS, SITE, County, document, told, without_history
from generator.pruning import RELEASES_KEPT
from generator.stopwatch import added


@pytest.fixture
def county(tmp_path: Path) -> County:
    """Three units with a handful of documents."""
    made = County(tmp_path / "workspace")
    for number in range(1, 8):
        made.write(f"content/jinping/gg/n{number}.md", document(f"通知{number}", f"2026-{number:05d}"))
    made.write("content/jinping/dt/a.md", document("动态", "2026-00100"))
    made.write("content/portal/ggxx/xjgg/a.md", document("公告", "2026-00001", slug="portal"))
    made.write("content/caizhengju/gg/a.md", document("财政公告", "2026-00001", slug="caizhengju"))
    for slug in ("jinping", "portal", "caizhengju"):
        made.register(slug)
    return made


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The files that differ between two trees."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_second_build_does_nothing(county: County) -> None:
    """Nothing changed: no file, no tree, no release."""
    assert not [line for line in told(county.build().findings()) if " E" in line]
    release = county.public.resolve()
    report = county.build()
    assert (report.total("written"), report.total("removed"), report.released) == (0, 0, False)
    assert county.public.resolve() == release


def test_body_edit_reaches_its_page_only(county: County) -> None:
    """A change deep in a body is seen on its page, in its record and by the search; lists and catalogues show none."""
    county.write("content/jinping/gg/n3.md", document("通知3", "2026-00003", "内容概述: 摘要"))
    county.build()
    before = county.tree()
    text = document("通知3", "2026-00003", "内容概述: 摘要", body="改过的正文。\n")
    county.write("content/jinping/gg/n3.md", text)
    report = county.build()
    told = {f"jinping/{folder}{name}" for folder in ("", "rs/") for name in RESOURCE_LISTS}
    found = {path for path in changed(before, county.tree()) if not re.fullmatch(r"search/s\d+\.js", path)}
    own = ("info/2026-00003.html", "info/2026-00003.json", "search/i0.js", "search/d2.js")
    assert found == {*told, *(f"jinping/{name}" for name in own)}
    assert report.total("written") == len(own) + len(told)


def test_title_edit_reaches_the_lists(county: County) -> None:
    """A title stands on its page, in the lists that show it, in feeds and site maps; nowhere else."""
    county.build()
    before = county.tree()
    county.write("content/jinping/gg/n3.md", document("新的标题", "2026-00003"))
    county.build()
    touched = changed(before, county.tree())
    assert "jinping/info/2026-00003.html" in touched and "jinping/gg/index.html" in touched
    assert not {path for path in touched if path.startswith(("caizhengju/", "jinping/info/2026-00004"))}


def test_unit_of_another_host_is_untouched(county: County) -> None:
    """One unit's edit makes no tree of another unit."""
    county.build()
    tree = (county.public / "caizhengju").resolve()
    county.write("content/jinping/gg/n9.md", document("新通知", "2026-00009"))
    county.build()
    assert (county.public / "caizhengju").resolve() == tree


def test_clean_gives_the_same_bytes(county: County) -> None:
    """`--clean` renders everything and finds every byte as it was."""
    county.build()
    before = county.tree()
    report = county.build(clean=True)
    assert report.total("written") == 0 and county.tree() == before


def test_a_large_unit_is_made_in_batches_to_the_same_bytes(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes share its pages; a body that cannot be rendered is found there as well."""
    county.write("content/jinping/gg/n8.md", document("太长的通知", "2026-00008", body="字" * 400_000))
    county.register()
    one = county.build()
    before = county.tree()
    shutil.rmtree(county.root / "output")
    monkeypatch.setattr("generator.section.BATCH", 5)
    two = county.build(processes=2)
    assert not changed(before, county.tree())
    assert told(two.findings()) == told(one.findings()) and "F209" in str(told(two.findings()))
    assert (two.total("pages"), two.total("written")) == (one.total("pages"), one.total("written"))
    assert dict(added(tuple(unit.spent for unit in two.units)).stages)["render"] > 0
    county.write("content/jinping/gg/n3.md", document("新的标题", "2026-00003"))
    assert county.build(processes=2).total("written") > 5
    edited = county.tree()
    county.build(clean=True)
    assert not changed(edited, county.tree())


def test_deleted_document_goes_everywhere(county: County) -> None:
    """Its page, its entries, and nothing else."""
    county.build()
    (county.root / "content/jinping/gg/n3.md").unlink()
    report = county.build()
    assert not (county.public / "jinping/info/2026-00003.html").exists()
    assert report.total("removed") >= 1
    assert not [path for path, data in county.tree().items() if "通知3".encode() in data]


def test_broken_document_keeps_its_last_page(county: County) -> None:
    """The page, and its line in the lists, stay as they were published last."""
    county.build()
    before = county.tree()
    county.write("content/jinping/gg/n3.md", "---\n标题：坏了\n---\n")
    report = county.build()
    assert changed(before, county.tree()) == set()
    assert any("F006" in line for line in told(report.findings()))
    county.write("content/jinping/gg/n8.md", document("新通知", "2026-00008"))
    county.build()
    assert county.tree()["jinping/info/2026-00003.html"] == before["jinping/info/2026-00003.html"]
    assert "通知3".encode() in county.tree()["jinping/gg/index.html"]


def test_a_new_name_of_a_unit_reaches_those_that_name_it(county: County) -> None:
    """A column that another unit discloses says which, so it is made again; the body of a document is not."""
    path = county.root / "content/jinping/unit.yaml"
    path.write_text(
        f"{path.read_text('utf-8')}栏目:\n  fdzdgknr/zfcg: {{链接到: 'caizhengju:fdzdgknr/zfcg'}}\n", "utf-8"
    )
    county.build()
    path = county.root / "content/caizhengju/unit.yaml"
    path.write_text(path.read_text("utf-8").replace("名称: 示例县财政局\n", "名称: 示例县财政与资产局\n"), "utf-8")
    report = county.build()
    after = county.tree()
    assert "财政与资产局".encode() in after["jinping/fdzdgknr/zfcg/index.html"]
    assert next(unit.written for unit in report.units if unit.slug == "jinping") == 2
    shutil.rmtree(county.root / "output")
    county.build()
    assert not {path for path in changed(after, county.tree()) if not path.endswith(RESOURCE_LISTS)}


def test_vanished_unit_is_told(county: County) -> None:
    """A unit whose folder is gone leaves the public tree, with its files counted and a warning, once."""
    county.build()
    shutil.rmtree(county.root / "content/caizhengju")
    report = county.build()
    assert [each.path for each in report.findings() if each.code == "U110"] == ["content/caizhengju"]
    assert report.total("removed") > 30 and not (county.public / "caizhengju").exists()
    assert not [each for each in county.build().findings() if each.code == "U110"]


def test_broken_unit_keeps_its_section(county: County) -> None:
    """The unit stays as it was, the others are built, and the report names it."""
    county.build()
    before = county.tree()
    county.write("content/caizhengju/unit.yaml", "名称：坏了\n")
    county.write("content/jinping/gg/n8.md", document("新通知", "2026-00008"))
    report = county.build()
    assert [unit.slug for unit in report.units if unit.broken] == ["caizhengju"]
    after = county.tree()
    assert {p for p in before if p.startswith("caizhengju/")} == {p for p in after if p.startswith("caizhengju/")}
    assert "jinping/info/2026-00008.html" in after


def test_days_pass(county: County) -> None:
    """A document dated tomorrow comes tomorrow, though no file has changed."""
    text = document("明天", "2026-00050").replace("发布日期: 2026-01-06", "发布日期: 2026-11-24")
    county.write("content/jinping/gg/tomorrow.md", text)
    county.build(today=date(2026, 11, 23))
    assert not (county.public / "jinping/info/2026-00050.html").exists()
    county.build(today=date(2026, 11, 24))
    assert (county.public / "jinping/info/2026-00050.html").exists()


def test_strangers_stay(county: County) -> None:
    """A file that somebody put among ours survives every build; a file of ours that is obsolete does not."""
    county.build()
    (county.public / "BingSiteAuth.xml").write_text("x")
    (county.public / "jinping" / "stray").mkdir()
    (county.public / "jinping" / "stray" / "a.txt").write_text("y")
    for number in range(20, 20 + RELEASES_KEPT):
        county.write(f"content/jinping/gg/n{number}.md", document(f"又一份{number}", f"2026-{number:05d}"))
        county.build()
        county.build(clean=True)
    assert (county.public / "BingSiteAuth.xml").read_text() == "x"
    assert (county.public / "jinping" / "stray" / "a.txt").read_text() == "y"
    assert len([each for each in (county.root / "output/releases").iterdir() if each.is_dir()]) == RELEASES_KEPT


def test_state_is_a_cache(county: County) -> None:
    """Without its caches a build comes to the same, and writes nothing that is there already."""
    county.build()
    before = county.tree()
    for path in (county.root / "output/state").rglob("*"):
        if path.is_file():
            path.unlink()
    assert county.build().total("written") == 0 and county.tree() == before


def test_damage_is_mended(county: County) -> None:
    """Corrupt caches and manifests never give a wrong byte, and the build after the next does nothing."""
    county.build()
    before = county.tree()
    dice = random.Random(7)
    for _ in range(25):
        targets = [p for p in (county.root / "output").glob("state/*") if p.is_file()]
        targets += sorted((county.root / "output").glob("units/*/*.json"))
        target = dice.choice(sorted(targets))
        data = bytearray(target.read_bytes() or b"x")
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        target.write_bytes(bytes(data[: dice.randrange(len(data))] if dice.random() < 0.4 else data))
        county.build()
        assert county.tree() == before
    assert county.build().total("written") == 0


def test_any_history_ends_in_a_clean_build(county: County, tmp_path: Path) -> None:
    """Random edits, built after each: the bytes are those of a build from nothing."""
    dice = random.Random(20261123)
    for step in range(30):
        _edit(county, dice, step)
        county.build()
    fresh = County(tmp_path / "fresh", ())
    for folder in ("content", "themes"):
        if (county.root / folder).exists():
            for path in (county.root / folder).rglob("*"):
                if path.is_file():
                    fresh.write(path.relative_to(county.root).as_posix(), path.read_bytes())
    fresh.write("site.yaml", (county.root / "site.yaml").read_bytes())
    fresh.build()
    assert without_history(county.tree()) == without_history(fresh.tree())
    grown = county.tree()
    county.build(clean=True)
    assert county.tree() == grown


def _edit(county: County, dice: random.Random, step: int) -> None:
    slug = dice.choice(["jinping", "caizhengju"])
    number = dice.randrange(200, 230)
    path = county.root / f"content/{slug}/gg/r{number}.md"
    action = dice.random()
    if action < 0.2 and path.exists():
        path.unlink()
    elif action < 0.3:
        county.write("site.yaml", SITE.replace("测试用", f"测试用{step}"))
    elif action < 0.4 and path.exists():
        path.rename(county.root / f"content/{slug}/dt/r{number}.md")
    else:
        text = document(f"随机{step}", f"2026-{number:05d}", slug=slug, body=f"第 {step} 次。\n")
        county.write(path.relative_to(county.root).as_posix(), text)
        (county.root / f"content/{slug}/dt/r{number}.md").unlink(missing_ok=True)
    county.register(slug)


def test_strange_names_are_refused(county: County) -> None:
    """A name that is not UTF-8, or that holds a control character, is told and passed over."""
    folder = county.root / "content/jinping/gg"
    (folder / "a\nb.md").write_text(document("通知", "2026-00070"))
    with open(bytes(folder) + "/关于.md".encode("gb18030"), "wb") as stream:
        stream.write(document("通知", "2026-00071").encode())
    codes = [each.code for each in county.build().findings()]
    assert codes.count("F022") == 2
    assert not (county.public / "jinping/info/2026-00070.html").exists()


def test_warnings_are_told_every_time(county: County) -> None:
    """What a build warns of, the build after it warns of too, though it skips the unit."""
    county.write("content/jinping/gg/x.md", document("修改", "2026-00080", "修改: 不存在〔2026〕1号"))
    county.register()
    first = [line for line in told(county.build().findings()) if "D203" in line]
    again = county.build()
    assert again.total("written") == 0
    assert first and [line for line in told(again.findings()) if "D203" in line] == first


def test_a_copy_does_not_push_the_original_out(county: County) -> None:
    """A copied file with the same number is withheld; the one that the ledger names stays."""
    text = document("通知3", "2026-00003")
    county.write("content/jinping/gg/a-copy.md", text)
    report = county.build()
    assert "通知3".encode() in county.tree()["jinping/info/2026-00003.html"]
    assert any(each.code == "F206" and each.path.endswith("a-copy.md") for each in report.findings())


def test_a_damaged_account_is_drawn_up_again(county: County) -> None:
    """Publishing asks it for waivers, and would stop until a build had drawn it up."""
    county.build()
    path = county.root / "output/state/jinping.account"
    kept = path.read_bytes()
    path.write_bytes(kept[:-9])
    county.build()
    assert path.read_bytes() == kept
