"""The coverage table: the page is made from the stored results, and these keep what the docs promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.coverage import drawn, scenes
from benchmarks.coverage.page import PAGE, page_of
from vonnis.analysis.powered import LEAST_CODED

RESULTS = json.loads((Path(scenes.__file__).parent / "results.json").read_text(encoding="utf-8"))
ROWS = [row for part in ("alone", "differences", "clustered", "medians") for row in RESULTS[part]]
APPROXIMATE = [row for row in ROWS if row["method"] != "Clopper-Pearson"]


def test_the_page_is_made_from_the_stored_results() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_of(RESULTS)


@pytest.mark.parametrize("row", APPROXIMATE, ids=lambda row: f"{row['method']}, {row['scene']}")
def test_approximate_intervals_cover_on_average(row: dict[str, Any]) -> None:
    assert 0.94 - 2 * row["error"] <= row["mean"] <= 0.965 + 2 * row["error"]


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["method"] == "Clopper-Pearson"], ids=lambda row: row["scene"]
)
def test_exact_intervals_never_fall_below(row: dict[str, Any]) -> None:
    assert row["least"] >= 0.95


@pytest.mark.parametrize("row", RESULTS["machine"], ids=lambda row: row["scene"])
def test_machine_values_are_corrected_honestly(row: dict[str, Any]) -> None:
    assert abs(row["mean"] - 0.95) <= 0.015 + 2 * row["error"]
    if 0.2 <= float(row["scene"].split()[-1]) <= 0.8:
        assert row["width"] < 1


@pytest.mark.parametrize("coded", [30, 50, 100, 200, 400])
def test_machine_values_cover_on_average_over_the_shares(coded: int) -> None:
    rows = [row["mean"] for row in RESULTS["machine"] if row["scene"].startswith(f"n = {coded} ")]
    assert len(rows) == 9
    assert 0.94 <= sum(rows) / len(rows) <= 0.965


BY_CLUSTER = RESULTS["machine by cluster"] + RESULTS["machine differences"]


@pytest.mark.parametrize("row", BY_CLUSTER, ids=lambda row: row["scene"])
def test_the_machine_is_corrected_honestly_between_groups_and_by_cluster_too(row: dict[str, Any]) -> None:
    assert abs(row["mean"] - 0.95) <= 0.015 + 2 * row["error"]
    assert row["width"] < 1


@pytest.mark.parametrize("row", RESULTS["drawn"], ids=lambda row: row["scene"])
def test_samples_of_clusters_cover_and_are_narrower_than_without_the_correction(row: dict[str, Any]) -> None:
    assert 0.94 - 2 * row["error"] <= row["mean"] <= 0.965 + 2 * row["error"]
    assert row["uncorrected"] > row["mean"]


@pytest.mark.parametrize("row", RESULTS["means"], ids=lambda row: row["scene"])
def test_means_of_years_cover_whether_years_scatter_or_not(row: dict[str, Any]) -> None:
    assert 0.94 - 2 * row["error"] <= row["mean"] <= 0.965 + 2 * row["error"]
    if "scatter 1 " not in row["scene"]:
        assert row["Poisson"] < 0.9


def test_the_machine_is_measured_from_the_fewest_coded_files_that_it_is_offered_for() -> None:
    assert {row["scene"].split()[2] for row in RESULTS["machine"]} == {"30", "50", "100", "200", "400"}
    assert LEAST_CODED == 30


@pytest.mark.parametrize("row", RESULTS["yearly"], ids=lambda row: row["scene"])
def test_ratios_of_years_cover_whether_years_scatter_or_not(row: dict[str, Any]) -> None:
    assert 0.94 - 2 * row["error"] <= row["mean"] <= 0.965 + 2 * row["error"]
    if "scatter 1 " not in row["scene"]:
        assert row["Poisson"] < 0.9


def test_the_measurement_can_be_repeated_in_short() -> None:
    first, again = (list(scenes.clustered(1, repeats=20, numbers=(16,), correlations=(0.1,))) for _ in range(2))
    assert first == again
    assert next(scenes.machine(1, repeats=5, sizes=(100,), units=500))["scene"] == "n = 100 of 500, share 0.05"
    short = list(drawn.machine_by_cluster(1, repeats=3, numbers=(20,)))
    assert short == list(drawn.machine_by_cluster(1, repeats=3, numbers=(20,)))
    assert next(drawn.samples(1, repeats=3))["scene"] == "20 of 40 clusters"
    assert next(drawn.yearly(1, repeats=3))["method"] == "quasi-Poisson"
    assert next(drawn.means(1, repeats=3))["scene"].startswith("4 years, 10 a year")
    assert next(drawn.machine_differences(1, repeats=2))["scene"] == "shares 0.3 and 0.3"
    stored = {row["scene"]: row["mean"] for row in RESULTS["alone"] if row["method"] == "Wilson"}
    assert [row["mean"] for row in scenes.alone((20,)) if row["method"] == "Wilson"] == [stored["n = 20"]]
