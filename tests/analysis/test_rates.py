"""Numbers a year, against R and a series that textbooks split."""

from __future__ import annotations

import pytest

from vonnis.analysis.rates import change_point, mean_a_year, pearson_dispersion, poisson_mean, ratio

# Coal mining disasters a year, 1851-1961 (Jarrett 1979, as used by Carlin, Gelfand and Smith 1992).
COAL = "454014340633402633545314415534252234213221111300101100310322011101010002100011023311211112420014000100000100101"


def test_a_mean_equals_r() -> None:
    # R, ?poisson.test: poisson.test(137, 24.19893) prints 4.753125 6.692709.
    found = poisson_mean(137, 24.19893)
    assert (found.low, found.high) == pytest.approx((4.753125, 6.692709), abs=5e-7)


def test_nobody_in_three_years_has_an_upper_end_only() -> None:
    # The rule of three, exact: -ln(0.025) / 3 for a two-sided 95%.
    assert (poisson_mean(0, 3).low, poisson_mean(0, 3).high) == pytest.approx((0.0, 1.2296), abs=5e-5)


def test_a_ratio_is_that_of_the_means() -> None:
    found = ratio([41, 24, 9, 17, 22, 31, 38], [112])
    assert found.value == pytest.approx(26 / 112)
    assert found.poisson is not None
    assert found.poisson.low < 26 / 112 < found.poisson.high


def test_the_exact_ratio_is_that_of_the_manual() -> None:
    # R, ?poisson.test: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)) prints 0.8584264 4.2772659 for the ratio of
    # rates; with one year a group the ratio of counts is that by 800 / 3011.
    found = ratio([11], [21]).poisson
    assert found is not None
    assert (found.low * 3011 / 800, found.high * 3011 / 800) == pytest.approx((0.8584264, 4.2772659), abs=5e-7)


# R 4.2.2: glm(numbers ~ group, quasipoisson, epsilon = 1e-15): its dispersion, which is not kept at one or more, and
# exp(estimate ± qt(0.975, df) * error).
QUASI = [
    pytest.param(
        [41, 24, 9, 17, 22, 31, 38],
        [5, 6, 9, 11, 16],
        (3.83666121122, 1.35431833798, 5.64898250507),
        id="more than chance",
    ),
    pytest.param(
        [41, 43, 40, 44], [20, 21, 19], (0.067619047619, 1.899148492503, 2.322093305188), id="less than chance"
    ),
]


@pytest.mark.parametrize(("later", "earlier", "printed"), QUASI)
def test_years_give_their_own_scatter_to_the_interval(
    later: list[int], earlier: list[int], printed: tuple[float, float, float]
) -> None:
    found = ratio(later, earlier)
    assert found.quasi is not None
    assert (found.dispersion, found.quasi.low, found.quasi.high) == pytest.approx(printed, rel=1e-8)


def test_a_mean_takes_the_scatter_of_its_years() -> None:
    # R 4.2.2: glm(numbers ~ 1, quasipoisson) as above.
    found = mean_a_year([41, 24, 9, 17, 22, 31, 38])
    assert found.quasi is not None
    assert (found.value, found.dispersion) == pytest.approx((26.0, 5.02564102577), rel=1e-8)
    assert (found.quasi.low, found.quasi.high) == pytest.approx((17.3134949157, 39.0446875857), rel=1e-8)
    assert found.poisson == poisson_mean(182, 7)


def test_a_mean_of_two_years_or_of_none_has_no_scatter() -> None:
    assert mean_a_year([3, 8]).quasi is None
    assert mean_a_year([]).value is None


@pytest.mark.parametrize(("later", "earlier"), [([], [3]), ([3], []), ([3], [0])], ids=str)
def test_a_ratio_to_nobody_has_no_value(later: list[int], earlier: list[int]) -> None:
    assert ratio(later, earlier).value is None


def test_two_years_tell_no_dispersion() -> None:
    assert pearson_dispersion(([3, 4], [5])) is None
    assert ratio([3], [4]).quasi is None


def test_years_that_are_all_alike_leave_the_exact_interval_alone() -> None:
    found = ratio([8, 8, 8], [4, 4, 4])
    assert (found.dispersion, found.quasi) == (0.0, None)
    assert found.poisson is not None


def test_the_change_is_where_the_textbooks_put_it() -> None:
    # Carlin, Gelfand and Smith (Applied Statistics 41, 1992): after 41 years, means 3.1 and 0.9.
    found = change_point([(1851 + place, int(count)) for place, count in enumerate(COAL)], seed=1)
    assert found is not None
    assert (found.last_before, round(found.before, 1), round(found.after, 1)) == (1891, 3.1, 0.9)
    assert found.p == 0.0001


def test_a_level_series_shows_no_change_and_a_short_or_empty_one_has_none() -> None:
    level = change_point([(2010 + place, 10 + place % 2) for place in range(10)], seed=1)
    assert level is not None
    assert level.p > 0.5
    assert change_point([(2010, 1), (2011, 2)], seed=1) is None
    assert change_point([(2010 + place, 0) for place in range(9)], seed=1) is None
