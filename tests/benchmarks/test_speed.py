"""Contestants take turns, and what is timed is real work."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.speed import __main__ as program
from benchmarks.speed.material import copies, wrapped
from benchmarks.speed.timing import Command, Timing, interleaved
from vonnis.judgment.reading import read_all
from vonnis.sources.document import Document


def test_contestants_take_turns_and_the_first_round_does_not_count() -> None:
    turns: list[str] = []
    timings = interleaved({"a": lambda: turns.append("a"), "b": lambda: turns.append("b")}, rounds=3)
    assert turns == ["a", "b"] * 4
    assert all(len(timing.seconds) == 3 for timing in timings.values())


def test_the_middle_run_counts() -> None:
    assert Timing(seconds=(9.0, 1.0, 2.0)).median == 2.0


def test_a_command_knows_its_own_memory() -> None:
    small, large = Command("-c", "pass").peak_bytes, Command("-c", "x = b'x' * 80_000_000").peak_bytes
    assert 60_000_000 < large - small < 100_000_000


def test_a_command_that_fails_stops_the_benchmark() -> None:
    with pytest.raises(SystemExit, match="failed"):
        Command("-c", "import sys; sys.exit(3)")()


def test_copies_have_names_of_their_own(tmp_path: Path) -> None:
    assert copies({"a.xml": b"a", "b.xml": b"b"}, 3, folder=tmp_path) == 6
    assert len(list(tmp_path.iterdir())) == 6


def test_the_wrapped_judgments_are_read_with_their_text(judgments: Path) -> None:
    assert judgments.is_dir()
    for name, data in list(wrapped().items())[:5]:
        (judgment,) = read_all(Document(id=name, origin=name, data=data))
        assert len(judgment.text) > 3_000


def test_without_the_material_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["speed"])
    monkeypatch.setattr(program, "missing", lambda: "There is nothing to time.")
    assert program.main() == 1
    assert "nothing to time" in capsys.readouterr().err
