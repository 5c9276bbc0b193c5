"""The corpus of the benchmarks: the same everywhere, without a mistake in it, and the same texts for every peer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import corpus, federate, peers, preview, run
from county import TODAY, County


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_corpus_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        corpus.write_county(tmp_path / name, 3, 30)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_the_corpus_builds_without_a_word(tmp_path: Path) -> None:
    made = County(tmp_path, ())
    corpus.write_county(tmp_path, 3, 30)
    report = made.build(today=TODAY)
    assert report.findings() == () and len(list((made.public / "u001/info").glob("*.html"))) == 30


@pytest.mark.shared
def test_real_texts_can_be_the_bodies(tmp_path: Path, shared: Path) -> None:
    made = County(tmp_path, ())
    corpus.write_county(tmp_path, 2, 40, shared / "corpus/regulations")
    report = made.build(today=TODAY)
    assert len(list((made.public / "u001/info").glob("*.html"))) == 40
    assert not [each for each in report.findings() if each.severity == "error"]


@pytest.mark.parametrize("peer", peers.ALL, ids=lambda peer: peer.name)
def test_peers_get_the_same_texts(tmp_path: Path, peer: peers.Peer) -> None:
    peers.write(peer, tmp_path, 3, 20)
    for text in corpus.texts(3, 20):
        path = tmp_path / peer.document.format(unit=text.unit, column=text.column, name=text.name)
        assert text.body in path.read_text("utf-8") and text.title in path.read_text("utf-8")
    assert (tmp_path / peer.template).exists()


def test_a_preview_is_measured_in_a_browser(tmp_path: Path, chromium_driver: list[str]) -> None:
    (seen,) = preview.look(run.contestants(tmp_path, ["gongkai"], 2, 10, None), 2, 2, renames=False)
    assert (len(seen.first), len(seen.saves), seen.foreign, seen.errors) == (2, 2, 0, 0)
    assert seen.slow == max(seen.saves) and replace(seen, saves=list(range(1, 41))).slow == 38


def test_rounds_of_the_province_are_counted(tmp_path: Path) -> None:
    federate.write(tmp_path, 3, 60)
    first, second = federate.rounds(tmp_path, "serial")
    assert (first.records, first.faults, first.unchanged) == (180, 0, 0)
    assert (second.records, second.faults, second.unchanged) == (180, 0, 180)
