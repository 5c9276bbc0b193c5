"""One round after the other: counts that add up, nothing that goes without a word, units that are held."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from benchmarks.published import BASE, Unit, county, write
from generator.federation import state
from generator.federation.harvested import Known
from generator.federation.province import Federation
from generator.federation.state import State
from generator.federation.tallies import Tally, compared
from test_federate import harvested, told

Bend = Callable[[Unit], None]
NUMBERS = some.sampled_from([f"X/2026-{number:05d}" for number in range(12)])
RECORDS = some.dictionaries(NUMBERS, some.sampled_from(["a", "b"]).map(lambda digest: Known(digest, "", "")))


@given(RECORDS, RECORDS, some.frozensets(NUMBERS), some.frozensets(NUMBERS), some.booleans())
def test_counts_add_up(
    before: dict[str, Known],
    now: dict[str, Known],
    errored: frozenset[str],
    departed: frozenset[str],
    accepted: bool,
) -> None:
    found = compared(before, now, errored, departed, accepted)
    tally = found.tally
    assert tally.total == len(before.keys() | now.keys() | errored)
    assert tally.errored == len(errored)
    if found.held:
        assert found.kept == before and not accepted
        assert len(set(before) - set(now) - errored - departed) * 100 > len(before) * 20
    else:
        taken = {key: value for key, value in now.items() if key not in errored}
        assert tally.added + tally.updated + tally.unchanged == len(taken)
        assert found.kept == {**{key: before[key] for key in errored & before.keys()}, **taken}


def test_counts_that_do_not_add_up_stop_the_program() -> None:
    with pytest.raises(AssertionError, match="各项之和 1 不等于已知信息数 2"):
        Tally(2, added=1)


def rounds(
    root: Path, bend: Bend, documents: int = 12, first: Bend = lambda unit: None
) -> tuple[Federation, Federation]:
    """Two rounds over four units, of which the third is bent in between."""
    made = county(4, documents)
    first(made["u002"])
    write(root, made.values())
    before = harvested(root)
    shutil.rmtree(root / "public")
    bend(made["u002"])
    write(root, made.values())
    return before, harvested(root, before.state)


def gone(count: int) -> Bend:
    def bend(unit: Unit) -> None:
        del unit.records[:count]

    return bend


def test_a_second_round_without_a_change_finds_everything_unchanged(tmp_path: Path) -> None:
    before, after = rounds(tmp_path, lambda unit: None)
    assert before.tally == Tally(48, added=48) and before.first
    assert after.tally == Tally(48, unchanged=48) and not after.first and told(after) == []
    assert after.state == before.state


def test_what_was_changed_and_added_is_counted(tmp_path: Path) -> None:
    def bend(unit: Unit) -> None:
        unit.records[0]["text"] = "改过的正文"

    _, after = rounds(tmp_path, bend)
    assert after.tally == Tally(48, updated=1, unchanged=47) and told(after) == []


def test_a_few_that_go_without_a_word_are_told_each(tmp_path: Path) -> None:
    before, after = rounds(tmp_path, gone(2))
    assert after.tally == Tally(48, unchanged=46, deleted=2)
    assert [(unit, code, path) for unit, code, path, _ in told(after)] == [
        ("u002", "H207", "content/u002/gg/n1.md"),
        ("u002", "H207", "content/u002/gg/n2.md"),
    ]
    assert len(before.state.units["u002"].records) == 12 and len(after.state.units["u002"].records) == 10


def test_more_than_a_fifth_is_held_with_an_alarm(tmp_path: Path) -> None:
    before, after = rounds(tmp_path, gone(3))
    unit = next(unit for unit in after.units if unit.slug == "u002")
    assert unit.held and unit.status == "held" and unit.tally == Tally(12, held=12)
    assert [code for _, code, *_ in told(after)] == ["H208"] and "这次有 3 条不见" in unit.faults[0].finding.message
    assert after.state.units["u002"] == before.state.units["u002"], "what was harvested last stays"
    assert after.tally == Tally(48, unchanged=36, held=12)
    again = harvested(tmp_path, after.state)
    assert again.tally == after.tally, "it stays held until somebody has looked"
    accepted = harvested(tmp_path, after.state, accepted=("u002",))
    assert accepted.tally == Tally(48, unchanged=45, deleted=3)
    assert [code for _, code, *_ in told(accepted)] == ["H207"] * 3


def test_what_is_withdrawn_with_a_word_is_no_loss(tmp_path: Path) -> None:
    def bend(unit: Unit) -> None:
        for record in unit.records[:6]:
            number, address = str(record["identifier"]), str(record["url"]).replace(".html", ".json")
            unit.withdrawn.append({"identifier": number, "date": "2026-11-20", "reason": "重复", "url": record["url"]})
            unit.changes.append((address, "deleted", "2026-11-20T00:00:00Z"))
        del unit.records[:6]

    _, after = rounds(tmp_path, bend)
    assert after.tally == Tally(48, unchanged=42, deleted=6) and told(after) == []


def test_a_withdrawal_that_no_change_list_tells_is_told(tmp_path: Path) -> None:
    def bend(unit: Unit) -> None:
        number = str(unit.records.pop(0)["identifier"])
        unit.withdrawn.append({"identifier": number, "date": "2026-11-20", "reason": "重复", "url": ""})

    _, after = rounds(tmp_path, bend)
    assert told(after) == [("u002", "H306", "content/u002/unit.yaml", 6)]


def test_a_unit_that_leaves_the_registry_is_told_and_remembered(tmp_path: Path) -> None:
    made = county(4, 12)
    write(tmp_path, made.values())
    before = harvested(tmp_path)
    del made["u002"]
    write(tmp_path, made.values())
    after = harvested(tmp_path, before.state)
    assert [(unit, code) for unit, code, *_ in told(after)] == [("u002", "H807")]
    assert after.state.units["u002"] == before.state.units["u002"]


def test_a_registry_that_cannot_be_read_forgets_nothing(tmp_path: Path) -> None:
    write(tmp_path, county(3, 12).values())
    before = harvested(tmp_path)
    (tmp_path / "public/units.json").write_text("{", "utf-8")
    after = harvested(tmp_path, before.state)
    assert [code for _, code, *_ in told(after)] == ["H913"] and after.state == before.state


def test_records_that_cannot_be_used_keep_what_was_known(tmp_path: Path) -> None:
    def bend(unit: Unit) -> None:
        unit.bent["info/2018-00001.json"] = lambda data: data[:100]

    before, after = rounds(tmp_path, bend)
    assert after.tally == Tally(48, unchanged=47, errored=1)
    assert [code for _, code, *_ in told(after)] == ["H903", "H303"], (
        "half of a record is not what the list says either"
    )
    assert after.state.units["u002"].records == before.state.units["u002"].records


def test_the_state_survives_and_belongs_to_one_county(tmp_path: Path) -> None:
    write(tmp_path, county(3, 12).values())
    found, path = harvested(tmp_path), tmp_path / "out" / "state.json"
    state.save(path, found.state)
    assert state.load(path) == found.state and state.load(tmp_path / "none") == State()
    assert found.state.of(BASE) == found.state and found.state.of("https://other.example/") == State()
    for damaged in ("{", "[]", '{"format": "x"}', json.dumps({"format": state.FORMAT, "base": "", "units": {"a": 1}})):
        path.write_text(damaged, "utf-8")
        assert state.load(path) == State(damaged=True)
