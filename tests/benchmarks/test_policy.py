"""The benchmark of papers makes what it says, and the machine finds the references that were written into it."""

from __future__ import annotations

from benchmarks.policy.__main__ import measured
from benchmarks.policy.material import papers


def test_the_same_seed_gives_the_same_papers() -> None:
    assert papers(20, seed=3) == papers(20, seed=3) != papers(20, seed=4)


def test_every_reference_that_was_written_is_found() -> None:
    results = measured(60)
    assert results.papers == 60
    assert results.found_references == results.written_references > 20
