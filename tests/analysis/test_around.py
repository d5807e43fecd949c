"""Intervals around the standard figures: by complex where units hang together, else as if each stood alone."""

from __future__ import annotations

import pytest

from vonnis.analysis.around import Read, around_middle, around_share
from vonnis.analysis.intervals import median_interval, student, wilson

YES = {f"K{place}": place % 8 < 4 for place in range(80)}
NUMBERS = {key: float(place % 17) for place, key in enumerate(YES)}
TWENTY = {key: f"C{place // 4}" for place, key in enumerate(YES)}


def test_units_of_one_complex_count_together() -> None:
    found = around_share(YES, TWENTY)
    assert found.interval is not None
    assert found.interval.method == "Wilson, clusters"
    assert (found.basis.cluster, found.basis.clusters) == ("complex", 20)
    alone = wilson(40, 80)
    assert found.interval.high - found.interval.low > 1.8 * (alone.high - alone.low)


def test_a_unit_without_a_complex_leaves_each_on_its_own() -> None:
    partly = {key: complex_ for key, complex_ in TWENTY.items() if key != "K0"}
    assert around_share(YES, partly).interval == wilson(40, 80)
    assert around_share(YES, partly).basis.cluster is None


def test_means_and_medians_have_the_interval_of_their_kind() -> None:
    mean, median = (around_middle(kind, NUMBERS, complexes={}) for kind in ("mean", "median"))
    assert mean is not None
    assert mean.interval == student(list(NUMBERS.values()))
    assert median is not None
    assert median.interval == median_interval(list(NUMBERS.values()))
    bound = around_middle("median", NUMBERS, complexes=TWENTY)
    assert bound is not None
    assert bound.interval is not None
    assert bound.interval.method == "Woodruff, clusters"
    assert (bound.basis.cluster, bound.basis.clusters, bound.basis.design_effect) == ("complex", 20, None)


def test_all_units_of_a_population_have_no_margin_and_say_so() -> None:
    census = Read("census")
    found = around_share(YES, TWENTY, read=census), around_middle("mean", NUMBERS, complexes=TWENTY, read=census)
    for one in found:
        assert one is not None
        assert (one.interval, one.basis.reading) == (None, "census")
        assert [words["en"][:24] for words in one.basis.remarks] == ["These are all units of t"]


@pytest.mark.parametrize("complexes", [{}, TWENTY], ids=["alone", "complexes"])
def test_a_sample_narrows_as_it_nears_its_population(complexes: dict[str, str]) -> None:
    half = Read("sample", population=160, complexes=40)
    whole, part = (around_share(YES, complexes, read=read).interval for read in (Read(), half))
    assert whole is not None
    assert part is not None
    assert (part.high - part.low) / (whole.high - whole.low) == pytest.approx(0.5**0.5, rel=0.06)
    assert part.method.endswith("finite population")
    for statistic in ("mean", "median"):
        one = around_middle(statistic, NUMBERS, complexes=complexes, read=half)
        assert one is not None
        assert one.interval is not None
        assert one.interval.method.endswith("finite population")
        assert "sample from 160 units" in one.basis.caveats[0]["en"]


def test_extremes_and_nobody_have_none() -> None:
    assert around_middle("minimum", NUMBERS, complexes={}) is None
    assert around_middle("mean", {}, complexes={}) is None


@pytest.mark.parametrize(
    "complexes", [dict.fromkeys(YES, "C"), {key: f"C{key[-1]}" for key in YES}], ids=["one", "ten"]
)
def test_few_complexes_give_none_and_say_why(complexes: dict[str, str]) -> None:
    found = around_share(YES, complexes)
    assert found.interval is None
    assert "cluster" in found.basis.remarks[0]["en"]
