"""The simulation draws what it says, tries what the program does, and finds what theory knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from benchmarks.agreement import __main__ as program
from benchmarks.agreement.coverage import Trial, covered, everything, offered, trials, truth
from benchmarks.agreement.page import render
from benchmarks.agreement.scenarios import Scenario, names, numbers, ranks, sets
from benchmarks.agreement.speed import timed, write_table
from vonnis.study.agreement.alpha import alpha_by_name
from vonnis.study.agreement.measuring import measure
from vonnis.study.agreement.patterns import Patterns
from vonnis.study.agreement.ratings import GAP, Ratings


def worlds() -> Iterator[Scenario]:
    yield from names()
    yield from ranks()
    yield from sets()
    yield from numbers("ratio")


def first_trials() -> dict[str, Trial]:
    return {f"{trial.coefficient}, {trial.method}": trial for trial in trials(60, resampled=12, resamples=120)}


def test_the_chances_of_a_world_add_up() -> None:
    for world in worlds():
        assert world.chances.sum() == pytest.approx(1)
        assert len(np.unique(world.rows, axis=0)) == len(world.rows)
        assert world.rows.min() in (GAP, 0)
        assert world.rows.max() == world.size - 1


def test_the_truth_is_known_where_theory_knows_it() -> None:
    world = next(world for world in names() if world.name.startswith("50%/50%, coders know 80%, 2"))
    assert truth(alpha_by_name, world.patterns()) == pytest.approx(0.8**2, abs=1e-6), "both must know"


@pytest.mark.parametrize(
    ("coefficient", "key"),
    [
        ("alpha, names", "krippendorff_alpha"),
        ("Fleiss' kappa", "fleiss_kappa"),
        ("Cohen's kappa", "cohen_kappa"),
        ("AC1", "gwet_ac1"),
        ("percent agreement", "percent"),
        ("alpha, ranks", "krippendorff_alpha"),
        ("alpha, sets", "krippendorff_alpha"),
    ],
)
def test_what_is_tried_is_what_the_program_gives(coefficient: str, key: str) -> None:
    trial = first_trials()[f"{coefficient}, best"]
    world = next(iter(trial.worlds()))
    weights = np.random.default_rng(3).multinomial(40, world.chances, size=1).astype(float)
    tried = trial.measure(world)
    assert tried is not None
    ends = trial.maker(tried, world.patterns(), weights=weights)
    rows = np.repeat(world.rows, weights[0].astype(int), axis=0)
    categories = world.labels or tuple(map(str, range(world.size)))
    asked = Ratings(
        variable="x", level=world.level, units=("",) * 40, coders=("A", "B"), categories=categories, codes=rows,
        numbers=world.numbers,
    )  # fmt: skip
    found = getattr(measure(asked), key)
    assert (found.low, found.high) == (pytest.approx(ends.low[0]), pytest.approx(ends.high[0]))
    assert offered(world.patterns(), weights, plain=trial.plain)[0]


def test_too_few_other_answers_are_not_offered() -> None:
    patterns = Patterns(rows=np.array([[0, 0], [0, 1]], dtype=np.int32), units=np.ones(2), size=2)
    weights = np.array([[18.0, 2.0], [17.0, 3.0]])
    assert offered(patterns, weights, plain=False).tolist() == [False, True]
    assert offered(patterns, weights, plain=True).tolist() == [True, True]


@pytest.mark.parametrize("name", sorted(first_trials()))
def test_every_trial_can_be_held(name: str) -> None:
    trial = msgspec.structs.replace(first_trials()[name], every=30)
    found = covered(trial, max(trial.fewest, 20), seed=1)
    assert found is not None
    assert 0.5 < found.mean <= 1
    assert 0 < found.offered <= 1
    assert found.least <= found.mean


def test_below_the_fewest_units_nothing_is_tried() -> None:
    assert covered(first_trials()["alpha, numbers, best"], 40, seed=1) is None


def test_the_best_covers_in_a_short_run() -> None:
    trial = next(trial for trial in trials(500, resampled=1, resamples=1) if trial.coefficient == "alpha, names")
    for found in everything([trial], (10, 40)):
        assert 0.94 <= found.mean <= 0.965


def test_the_page_is_that_of_the_stored_numbers(root: Path) -> None:
    results = msgspec.json.decode(program.RESULTS.read_bytes(), type=program.Results)
    page = render(results.coverage, results.speed, resamples=results.resamples)
    assert (root / "docs/reference/agreement-coverage.md").read_text(encoding="utf-8") == page


def test_what_is_offered_keeps_its_promise() -> None:
    results = msgspec.json.decode(program.RESULTS.read_bytes(), type=program.Results)
    for each in results.coverage:
        if each.method == "best":
            assert 0.94 - 2 * each.error <= each.mean <= 0.965 + 2 * each.error, each


def test_a_small_table_is_timed(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    write_table(path, units=60, variables=6)
    found = timed(path)
    assert (found.units, found.variables) == (60, 6)
    assert found.peak_bytes > 10_000_000
