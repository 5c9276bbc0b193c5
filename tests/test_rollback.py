"""R15: units and the county put back without building, held there, and let go again; whatever stops it in between."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from county import USCC, County, document, without_history
from generator import holds, pruning, trees
from generator.errors import GeneratorError, UsageError
from generator.reverting import show
from generator.safeguards import ALL, NOTHING_SAID, Consent, Refused
from letter_samples import HEADS
from publications import edit, order_of, published_county, send, shown
from test_publishing_verbs import run

MEANT = Consent(frozenset({ALL}))


def back(county: County, *only: str, to: int | None = None) -> None:
    """As the verb does."""
    show(county.task(), holds.back(county.root / "output", frozenset(only), to), MEANT)


def forward(county: County, *only: str) -> None:
    """As the verb does."""
    show(county.task(), holds.forward(county.root / "output", frozenset(only)), MEANT)


def of(tree: dict[str, bytes], slug: str) -> dict[str, bytes]:
    """The files of a unit."""
    return {address: data for address, data in tree.items() if address.startswith(f"{slug}/")}


def test_a_unit_goes_back_and_forward(tmp_path: Path) -> None:
    """Only this unit, and what searches it; building it again does not bring it forward, letting go does."""
    county = published_county(tmp_path)
    states = [county.tree()]
    for word in ("一", "二", "三"):
        edit(county, "jinping", 1, word)
        states.append(county.tree())
    back(county, "jinping")
    assert county.tree() == states[2]
    back(county, "jinping")
    assert of(county.tree(), "jinping") == of(states[1], "jinping")
    edit(county, "jinping", 2, "四")
    edit(county, "caizhengju", 1, "五")
    assert of(county.tree(), "jinping") == of(states[1], "jinping")
    assert of(county.tree(), "caizhengju") != of(states[3], "caizhengju")
    assert holds.load(county.root / "output").keys() == {"jinping"}
    forward(county, "jinping")
    released = county.tree()
    assert not holds.load(county.root / "output")
    county.build()
    assert county.tree() == released and "四".encode() in released["jinping/info/2026-00002.html"]


def test_the_county_goes_back(tmp_path: Path) -> None:
    """All units and the county's own pages, the portal at the top among them; back and forward, again and again."""
    county = published_county(tmp_path)
    states = [county.tree()]
    for slug in ("jinping", "portal", "caizhengju"):
        edit(county, slug, 1, slug)
        states.append(county.tree())
    for expected in (states[2], states[1], states[0]):
        back(county)
        assert county.tree() == expected
    with pytest.raises(UsageError, match="没有可以回退"):
        back(county)
    assert county.tree() == states[0]
    forward(county)
    assert county.tree() == states[3]
    back(county)
    assert county.tree() == states[2]
    forward(county, "portal", "caizhengju", trees.COUNTY)
    forward(county)
    assert county.tree() == states[3]


def test_a_named_release(tmp_path: Path) -> None:
    """`--to` says which; one that is not kept is told with those that are."""
    county = published_county(tmp_path)
    first, number = county.tree(), max(trees.releases(county.root / "output"))
    for word in ("一", "二", "三"):
        edit(county, "jinping", 1, word)
    back(county, "jinping", to=number)
    assert of(county.tree(), "jinping") == of(first, "jinping")
    with pytest.raises(UsageError, match="没有可以回退") as caught:
        back(county, "jinping", to=999)
    assert str(number) in caught.value.advice


def test_units_that_came_and_went(tmp_path: Path) -> None:
    """A unit that was not there yet goes, one that is no more comes back; forward undoes both."""
    county = published_county(tmp_path)
    before = county.tree()
    shutil.move(county.root / "content/jinping", tmp_path / "jinping")
    county.build()
    without = county.tree()
    assert not of(without, "jinping")
    back(county)
    assert county.tree() == before
    county.build()
    assert of(county.tree(), "jinping") == of(before, "jinping")
    forward(county)
    assert county.tree() == without
    shutil.move(tmp_path / "jinping", county.root / "content/jinping")
    county.build()
    assert of(county.tree(), "jinping")
    back(county)
    assert county.tree() == without
    forward(county)
    assert of(county.tree(), "jinping")


def test_nothing_is_held(tmp_path: Path) -> None:
    """Letting go of nothing is told."""
    with pytest.raises(UsageError, match="不用放开"):
        forward(published_county(tmp_path))


def test_a_damaged_note_stops_the_build(tmp_path: Path) -> None:
    """Nobody may bring forward unseen what somebody has put back."""
    county = published_county(tmp_path)
    edit(county, "jinping", 1, "一")
    back(county, "jinping")
    before = county.tree()
    county.write("output/holds", "damaged")
    with pytest.raises(GeneratorError, match="回退的记录损坏"):
        edit(county, "jinping", 1, "二")
    assert county.tree() == before


def test_ten_releases_are_kept(tmp_path: Path) -> None:
    """And what a hold needs, however many builds come after it; nothing of them is lost to pruning."""
    county = published_county(tmp_path, documents=1)
    output = county.root / "output"
    edit(county, "jinping", 1, "0")
    back(county, "jinping")
    held = of(county.tree(), "jinping")
    for number in range(14):
        edit(county, "caizhengju", 1, str(number))
        edit(county, "jinping", 1, str(number))
    assert len(trees.releases(output)) == pruning.RELEASES_KEPT
    assert of(county.tree(), "jinping") == held
    forward(county)
    assert b"13" in county.tree()["jinping/info/2026-00001.html"]


def test_targets_follow(tmp_path: Path) -> None:
    """What was put back is what the target shows: only what differs is sent."""
    county = published_county(tmp_path)
    folder = tmp_path / "www/county"
    send(order_of(county), folder)
    edit(county, "jinping", 1, "一")
    there = send(order_of(county), folder)
    back(county, "jinping")
    report = send(order_of(county), folder)
    assert 0 < len(report.change.uploads) <= len(there.change.uploads)
    assert shown(folder) == county.tree()


CHILD = """
import os, signal, sys
sys.path.insert(0, {root!r})
from pathlib import Path
sys.path.insert(0, {tests!r})
from county import County, document
from generator import holds
from generator.reverting import show
last, steps = {last}, 0
def step(event, arguments):
    global steps
    if event in ("os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir") or (
        event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
    ):
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
output = Path({output!r})
county = County(output.parent, (), (output.parent / "site.yaml").read_text("utf-8"))
task = county.task()
sys.addaudithook(step)
show(task, holds.back(output, frozenset(["jinping"]), None))
print(steps)
"""


def child(output: Path, last: int = 0) -> list[str]:
    """What puts a unit back in a process of its own, which ends before its `last` step that changes something."""
    root = Path(__file__).parent.parent
    return [
        sys.executable,
        "-c",
        CHILD.format(root=str(root), tests=str(root / "tests"), output=str(output), last=last),
    ]


def test_a_kill_breaks_nothing(tmp_path: Path) -> None:
    """Twenty kills spread over the work: what is public is wholly the one or the other; the next build settles it."""
    county = published_county(tmp_path, documents=1)
    edit(county, "jinping", 1, "一")
    new = county.tree()
    output = county.root / "output"
    output.rename(tmp_path / "kept")
    shutil.copytree(tmp_path / "kept", output, symlinks=True)  # of a copy no note holds, which costs other steps
    steps = int(subprocess.run(child(output), capture_output=True, text=True, check=True).stdout)
    outcomes = set()
    for number in range(20):
        shutil.rmtree(output)
        shutil.copytree(tmp_path / "kept", output, symlinks=True)
        done = subprocess.run(child(output, 1 + number * (steps - 1) // 19), capture_output=True)
        assert done.returncode == -signal.SIGKILL
        found = county.tree()
        held = bool(holds.load(output))
        outcomes.add((found == new, held))
        county.build()
        settled = county.tree()
        assert (settled != new) is held
        assert found in (new, settled)
    assert outcomes == {(True, False), (True, True)}, "before the note, and before the switch"


def test_the_switch_is_on_the_disk(tmp_path: Path) -> None:
    """R11: everything new is brought to the disk before the link moves, and the link's folder after it."""
    if shutil.which("strace") is None:
        pytest.skip("需要 strace：apt-get install strace")
    county = published_county(tmp_path, documents=1)
    edit(county, "jinping", 1, "一")
    trace = tmp_path / "trace"
    calls = "trace=rename,renameat,renameat2,syncfs,fsync,openat,link,linkat,symlink,symlinkat"
    command = ["strace", "-f", "-y", "-e", calls, "-o", str(trace), *child(county.root / "output")]
    done = subprocess.run(
        command, input="\n", capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    )
    assert done.returncode == 0, done.stderr
    lines = trace.read_text().splitlines()
    (switch,) = (number for number, line in enumerate(lines) if "rename" in line and ".public.new" in line)
    (last,) = (number for number, line in itertools.islice(enumerate(lines), switch) if "syncfs(" in line)
    made = [line for line in lines[last:switch] if ("O_CREAT" in line or " link" in line) and "output/" in line]
    assert not made, "nothing new after it was brought to the disk"
    assert any(
        "fsync(" in line and line.rstrip().split("<")[1].startswith(str(county.root / "output") + ">")
        for line in lines[switch:]
    )


def test_a_unit_whose_folder_came_back_is_let_go_forward_and_not_taken_away(tmp_path: Path) -> None:
    """It was put back because its folder was gone; built again meanwhile, it is what is public afterwards."""
    county = published_county(tmp_path)
    whole = county.tree()
    shutil.move(county.root / "content/jinping", county.root / "away")
    county.build()
    back(county, "jinping")
    shutil.move(county.root / "away", county.root / "content/jinping")
    county.build()
    forward(county, "jinping")
    assert of(county.tree(), "jinping") == of(whole, "jinping")


def add(county: County, slug: str, number: str, title: str) -> None:
    """A document that is the newest of the county, and a build."""
    text = document(title, number, slug=slug).replace("发布日期: 2026-01-06", "发布日期: 2026-02-02")
    county.write(f"content/{slug}/gg/{number}.md", text)
    county.register(slug)
    county.build()


def test_what_the_county_tells_of_its_units_is_what_is_shown(tmp_path: Path) -> None:
    """Feed, map and search: after one unit went back, after a build meanwhile, after one alone went forward."""
    county = published_county(tmp_path)
    first = county.tree()
    add(county, "jinping", "2026-00098", "锦屏新发的")
    add(county, "caizhengju", "2026-00099", "财政新发的")
    last = county.tree()
    feed = "feed.atom"
    back(county, "jinping")
    assert b"00098" not in county.tree()[feed] and b"00099" in county.tree()[feed]
    assert b"00098" not in county.tree()["index.html"] and b"00099" in county.tree()["index.html"]
    county.write("content/jinping/gg/n1.md", document("又改了标题", "2026-00001"))
    county.build()
    assert b"00098" not in county.tree()[feed] and b"00099" in county.tree()[feed]
    county.write("content/jinping/gg/n1.md", document("通知1", "2026-00001", body="正文。\n\n" * 20))
    forward(county)
    county.build()
    assert without_history(county.tree()) == without_history(last)
    last = county.tree()
    back(county, to=1)
    assert county.tree() == first
    forward(county, "caizhengju")
    mixed = county.tree()
    assert b"00098" not in mixed[feed] and b"00099" in mixed[feed]
    for address in ("sitemap.xml", "catalog.json"):
        assert mixed[address] not in (first[address], last[address])
    assert of(mixed, "jinping") == of(first, "jinping") and of(mixed, "caizhengju") == of(last, "caizhengju")
    assert of(mixed, "search") not in (of(first, "search"), of(last, "search"))
    forward(county)
    assert county.tree() == last


def test_a_drop_is_refused_until_accepted(tmp_path: Path) -> None:
    """R18 for going back and forward too: nothing is changed, here or there, until somebody says it is meant."""
    county = published_county(tmp_path, documents=2)
    assert run(county, "publish").status == 0
    few = county.tree()
    for number in range(30):
        county.write(f"content/jinping/gg/m{number}.md", document(f"更多{number}", f"2026-001{number:02d}"))
    county.register("jinping")
    county.build()
    assert run(county, "publish").status == 0
    many = county.tree()
    refused = run(county, "rollback", "jinping")
    assert refused.status == 4 and "gongkai rollback jinping --accept jinping\n" in refused.output, refused
    assert county.tree() == many == shown(tmp_path / "www/county") and not holds.load(county.root / "output")
    whole = run(county, "rollback")
    assert whole.status == 4 and "gongkai rollback --accept ALL\n" in whole.output, whole
    done = run(county, "rollback", "--accept", "ALL")
    assert done.status == 0 and county.tree() == few == shown(tmp_path / "www/county"), done
    assert run(county, "rollback", "--forward").status == 0
    shutil.rmtree(county.root / "content/jinping")
    county.build()
    back(county, "jinping")
    gone = run(county, "rollback", "--forward")
    assert gone.status == 4 and "恢复 content/jinping" in gone.output
    named = run(county, "rollback", "--forward", "jinping", "--local", "--dry-run").output
    assert "gongkai rollback --forward jinping --local --accept jinping\n" in named, named
    assert of(county.tree(), "jinping") == of(many, "jinping")
    with pytest.raises(Refused):
        show(county.task(), holds.forward(county.root / "output", frozenset()), NOTHING_SAID)


def changed(county: County, number: int, head: str, build: bool = True) -> None:
    """A line more in the head of a document of jinping, and a build."""
    path = county.root / f"content/jinping/gg/n{number}.md"
    path.write_text(path.read_text("utf-8").replace("---\n", f"---\n{head}\n", 1), "utf-8")
    if build:
        county.build()


def taken_down(county: County, reasons: dict[int, str]) -> None:
    """Documents of jinping removed and registered as taken down, and a build."""
    path = county.root / "content/jinping/unit.yaml"
    rows = ["撤下:"]
    for number, reason in reasons.items():
        (county.root / f"content/jinping/gg/n{number}.md").unlink()
        rows.append(f"  - {{索引号: {USCC['jinping']}/2026-{number:05d}, 日期: 2026-11-20, 理由: {reason}}}")
    path.write_text(path.read_text("utf-8") + "\n".join(rows) + "\n", "utf-8")
    county.build()


def test_what_was_withdrawn_since_comes_back_only_when_that_is_meant(tmp_path: Path) -> None:
    """It is listed with its title, address and the reason before anything moves, here or there; for a unit, for all."""
    county = published_county(tmp_path, documents=8)
    with_it = of(county.tree(), "jinping")
    changed(county, 3, "草稿: 是", build=False)
    (county.root / "content/jinping/gg/n4.md").unlink()
    taken_down(county, {2: "与另一条重复"})
    run(county, "publish", "--accept", "ALL")
    before, there = county.tree(), shown(tmp_path / "www/county")
    for words, meant in (
        (("jinping", "--to", "1"), "gongkai rollback jinping --to 1 --accept jinping\n"),
        (("--to", "1", "--dry-run"), "gongkai rollback --to 1 --accept ALL\n"),
    ):
        refused = run(county, "rollback", *words)
        assert refused.status == 4 and meant in refused.output, refused
        assert "《通知2》（jinping/info/2026-00002.html）：2026-11-20 撤下，理由：与另一条重复" in refused.output
        assert "《通知3》（jinping/info/2026-00003.html）：改成了草稿" in refused.output
        assert "《通知4》（jinping/info/2026-00004.html）：文件不在了" in refused.output
        assert county.tree() == before and shown(tmp_path / "www/county") == there
        assert not holds.load(county.root / "output")
    assert run(county, "rollback", "jinping", "--to", "1", "--accept", "jinping").status == 0
    assert of(county.tree(), "jinping") == with_it == of(shown(tmp_path / "www/county"), "jinping")
    assert run(county, "rollback", "--forward", "jinping").status == 0
    assert of(county.tree(), "jinping") == of(before, "jinping")


def test_what_must_not_be_public_never_comes_back(tmp_path: Path) -> None:
    """Whatever is accepted; a reason that nobody can read as a harmless one counts as the worse. The others may go."""
    county = published_county(tmp_path, documents=6)
    county.build()
    changed(county, 2, "公开属性: 不予公开", build=False)
    changed(county, 3, "公开属性: 依申请公开", build=False)
    (county.root / "content/jinping/gg/n6.md").write_text("---\n标题: [\n---\n坏了\n", "utf-8")
    taken_down(county, {4: "与另一条重复，且有个人信息", 5: "经研究决定"})
    before = county.tree()
    assert "jinping/info/2026-00002.json" not in before and "jinping/info/2026-00006.json" in before
    for only in (("jinping",), ()):
        with pytest.raises(Refused) as caught:
            back(county, *only, to=1)
        (trip,) = caught.value.trips
        told = [line.partition("）：")[2] for line in trip.what.splitlines()[1:]]
        assert told[:2] == ["公开属性是“不予公开”", "公开属性是“依申请公开”"]
        assert "有个人信息" in told[2] and "经研究决定" in told[3] and len(told) == 4
        assert "《通知2》（jinping/info/2026-00002.html）" in trip.what and "--accept" not in trip.advice
        assert county.tree() == before and not holds.load(county.root / "output")
    back(county, "caizhengju", "portal", to=1)
    edit(county, "jinping", 1, "又改了")
    back(county, "jinping")
    assert of(county.tree(), "jinping") == of(before, "jinping"), "to a state without them"


def test_nobody_is_let_go_forward_to_what_must_not_be_public_any_more(tmp_path: Path) -> None:
    """It was new in the state that is held back; its file says since that it is not public, and nobody has built it."""
    county = published_county(tmp_path)
    add(county, "jinping", "2026-00098", "新发的")
    back(county, "jinping")
    path = county.root / "content/jinping/gg/2026-00098.md"
    path.write_text(path.read_text("utf-8").replace("---\n", "---\n公开属性: 不予公开\n", 1), "utf-8")
    with pytest.raises(Refused, match="《新发的》") as caught:
        forward(county)
    assert "先运行 gongkai build" in str(caught.value)
    county.build()
    forward(county)
    assert "jinping/info/2026-00098.html" not in county.tree()


def test_what_must_not_be_public_any_more_is_told_while_a_unit_is_held(tmp_path: Path) -> None:
    """The hold wins, since somebody put it there; but every build, publication and night says what is wrong with it."""
    county = published_county(tmp_path)
    edit(county, "jinping", 1, "一")
    assert run(county, "rollback", "jinping", "--local").status == 0
    changed(county, 2, "公开属性: 不予公开")
    changed(county, 3, "草稿: 是")
    told = (
        "不应公开，却因为单位保持在以前的样子还公开着: 《通知2》（jinping/info/2026-00002.html）：公开属性是“不予公开”"
    )
    for words in (("build",), ("publish",), ("nightly",)):
        said = run(county, *words)
        assert said.status and told in said.output and "gongkai rollback --forward jinping" in said.output, words
        assert "通知3》（" not in said.output
    report = run(county, "build", "--json")
    assert report.status and any(told in each for each in json.loads(report.output)["held"])
    run(county, "rollback", "--forward", "jinping", "--accept", "jinping")
    assert told not in run(county, "build").output and "jinping/info/2026-00002.html" not in county.tree()


def test_ended_notices_files_and_units_that_are_gone_are_asked_about(tmp_path: Path) -> None:
    """A notice whose time has run out shows its list again, an attachment is public again, a unit is."""
    county = published_county(tmp_path, documents=4)
    county.write("content/jinping/gg/list.csv", "单位,数量\n甲,1\n")
    changed(county, 2, "公示截止: 2026-11-22", build=False)
    text = (county.root / "content/jinping/gg/n3.md").read_text("utf-8")
    county.write("content/jinping/gg/n3.md", text + "\n[名册](list.csv)\n")
    county.build(today=date(2026, 11, 22))
    county.write("content/jinping/gg/n3.md", text)
    county.build()
    asked = run(
        county, "rollback", "jinping", "--dry-run", "--to", str(max(trees.releases(county.root / "output")) - 1)
    )
    assert "《通知2》（jinping/info/2026-00002.html）：公示到 2026-11-22 为止" in asked.output, asked
    assert "jinping/info/2026-00003/" in asked.output and "文件后来去掉了" in asked.output and asked.status == 4
    shutil.move(county.root / "content/jinping", tmp_path / "away")
    county.build()
    gone = run(county, "rollback", "jinping", "--dry-run")
    assert gone.status == 4 and "单位的文件夹已经不在" in gone.output and "4 条" in gone.output


def test_a_notice_that_has_ended_in_both_states_does_not_come_back(tmp_path: Path) -> None:
    """Neither on the way back nor forward; while one that ran then and has ended since does."""
    county = published_county(tmp_path, documents=6)
    changed(county, 2, "公示截止: 2026-11-22", build=False)
    county.build(today=date(2026, 11, 22))
    running = max(trees.releases(county.root / "output"))
    county.build()
    edit(county, "jinping", 1, "一")
    assert "公示到 2026-11-22 为止" in run(county, "rollback", "jinping", "--to", str(running), "--dry-run").output
    asked = run(county, "rollback", "jinping", "--dry-run")
    assert asked.status == 0 and "重新公开" not in asked.output, asked
    assert run(county, "rollback", "jinping", "--local").status == 0
    asked = run(county, "rollback", "--forward", "--dry-run")
    assert asked.status == 0 and "重新公开" not in asked.output, asked


def test_what_is_shown_already_is_not_held(tmp_path: Path) -> None:
    """Nothing is put back and nothing held; the number that is told before, and after, is the one that `--to` takes."""
    county = published_county(tmp_path)
    for slug in ("jinping", "caizhengju", "jinping"):
        edit(county, slug, 1, f"改了{slug}")
    edit(county, "jinping", 2, "又改了")
    output = county.root / "output"
    last, third = max(trees.releases(output)), sorted(trees.releases(output))[2]
    for words in (("jinping",), (), ("jinping", "--dry-run")):
        same = run(county, "rollback", *words, "--to", str(last), "--local")
        assert same.status == 0 and same.output == "已经是这个样子，没有动\n" and not holds.load(output), same
    assert trees.in_force(output)["jinping"] != trees.releases(output)[third]["jinping"] != third
    asked = run(county, "rollback", "jinping", "--to", str(third), "--dry-run")
    assert asked.output == f"jinping: 将是第 {third} 次生成的样子\n"
    assert f"保持在第 {third} 次" in run(county, "rollback", "jinping", "--to", str(third), "--local").output
    again = run(county, "rollback", "jinping", "--to", str(third), "--local")
    assert "没有动" in again.output and holds.load(output).keys() == {"jinping"}
    assert run(county, "rollback", "--forward", "--dry-run").output == "jinping: 将是最近一次生成的样子\n"


def test_a_letter_is_told_by_its_number_and_why_it_is_not_public(tmp_path: Path) -> None:
    """Whoever reads the refusal finds it in the register; none of them comes back."""
    county = published_county(tmp_path)
    letter = (
        "{},县长信箱,赵示例,2026-10-08,关于路灯的建议,建言献策,村口没有路灯。,财政局,2026-10-12,已列入计划。,{},满意\n"
    )
    heads = ",".join(HEADS) + "\n"
    county.write(
        "content/jinping/letters/2026.csv", heads + letter.format("JP2026-90", "是") + letter.format("b2", "是")
    )
    county.build()
    assert "jinping/letters/2026/jp2026-90.html" in county.tree()
    county.write("content/jinping/letters/2026.csv", heads + letter.format("JP2026-90", "否"))
    county.build()
    with pytest.raises(Refused) as caught:
        back(county, "jinping")
    assert caught.value.trips[0].what.splitlines()[1:] == [
        "      来信 B2（jinping/letters/2026/b2.html）：台账里已经没有，或者台账读不了",
        "      来信 JP2026-90（jinping/letters/2026/jp2026-90.html）：已改为不公开",
    ]


def test_what_is_withdrawn_here_and_not_sent_is_told_at_the_end_of_a_publication_of_others(tmp_path: Path) -> None:
    """Which unit, what of it, and what to run; how it ends is as it was. Sent, it is told no more."""
    county = published_county(tmp_path)
    assert run(county, "publish").status == 0
    changed(county, 2, "公开属性: 不予公开", build=False)
    changed(county, 3, "草稿: 是", build=False)
    edit(county, "caizhengju", 1, "一")
    some = run(county, "publish", "caizhengju")
    told = (
        "www: jinping 不应公开的，本机已撤下，还没有送到这里，1 条\n      《通知2》（jinping/info/2026-00002.html）："
    )
    assert some.status == 0 and told in some.output and "gongkai publish jinping\n" in some.output, some
    sent = run(county, "publish", "jinping", "--accept", "jinping")
    assert sent.status == 0 and "还没有送到" not in sent.output, sent


def test_a_rollback_to_before_a_unit_was_there(tmp_path: Path) -> None:
    """It says so, and not that a folder was lost; the county's own pages are no unit; a dry run tells all it holds."""
    county = published_county(tmp_path)
    shutil.move(county.root / "content/jinping", tmp_path / "jinping")
    county.build()
    early = max(trees.releases(county.root / "output"))
    assert "jinping" not in trees.in_force(county.root / "output")
    shutil.move(tmp_path / "jinping", county.root / "content/jinping")
    county.build()
    stopped = run(county, "rollback", "jinping", "--to", str(early), "--local")
    assert stopped.status == 4 and "那时还没有公开这个单位" in stopped.output and "误删" not in stopped.output
    assert f"gongkai rollback jinping --to {early} --local --accept jinping" in stopped.output
    dry = run(county, "rollback", "--to", str(early), "--dry-run", "--accept", "ALL")
    assert "样子不变，但也会保持住，以后生成不更新，直到放开: caizhengju\n" in dry.output
    done = run(county, "rollback", "--to", str(early), "--local", "--accept", "ALL")
    held = next(line for line in done.output.splitlines() if line.startswith("保持在第"))
    assert "样子: caizhengju、jinping、portal、全县的公共页面；放开" in held
