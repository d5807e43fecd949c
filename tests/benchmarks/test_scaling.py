"""What one run of the command takes, and what a second process gains."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.speed.material import named
from benchmarks.speed.scaling import Run, gain, run


def test_a_few_documents_stand_under_many_names(tmp_path: Path) -> None:
    named({"a.xml": b"a", "b.xml": b"b"}, 5, folder=tmp_path / "in")
    assert [path.read_bytes() for path in sorted((tmp_path / "in").rglob("*.xml"))] == [b"a", b"b", b"a", b"b", b"a"]


def one_run(documents: int, processes: int, seconds: float) -> Run:
    """Return a run that took so long."""
    return Run(
        documents=documents,
        processes=processes,
        seconds=seconds,
        busiest_seconds=seconds,
        all_seconds=seconds,
        peak_bytes=1,
    )


def test_what_starting_takes_is_left_out_of_the_gain() -> None:
    runs = [one_run(20, 1, 1.0), one_run(20, 2, 3.0), one_run(900, 1, 21.0), one_run(900, 2, 13.0)]
    assert gain(runs, field="seconds") == pytest.approx(2.0)


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read where Linux shows it")
def test_a_run_is_measured(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    (inputs / "a.txt").write_text("Rechtbank. Vonnis. De verdachte wordt vrijgesproken.", encoding="utf-8")
    measured = run(inputs, documents=1, processes=1)
    assert (tmp_path / "out.jsonl").read_text("utf-8").count("\n") == 1
    assert measured.seconds > 0.0
    assert measured.peak_bytes > 10_000_000
