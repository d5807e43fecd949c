"""Unitised alpha equals the published example, and behaves at the edges."""

from __future__ import annotations

import pytest

from vonnis.study.agreement.passages import Stretch, unitised_alpha

Marks = dict[str, list[Stretch]]

# Krippendorff (2004), Content Analysis, page 254: a continuum from 150 to 450, two observers, units c and k.
ONE: Marks = {"c": [(75, 145), (220, 250)], "k": [(30, 90), (150, 200)]}
OTHER: Marks = {"c": [(70, 150), (205, 225), (250, 270)], "k": [(30, 90), (150, 200)]}


def test_krippendorff_2004_page_254() -> None:
    found = unitised_alpha([ONE, OTHER], 300)
    assert found.observed == {"c": pytest.approx(0.0144, abs=5e-5), "k": 0.0}
    assert found.expected == {"c": pytest.approx(0.0532, abs=5e-5), "k": pytest.approx(0.0490, abs=5e-5)}
    assert found.by_category == {"c": pytest.approx(0.7286, abs=5e-5), "k": 1.0}
    assert found.alpha == pytest.approx(0.859, abs=5e-4)


def test_the_order_of_coders_does_not_matter() -> None:
    assert unitised_alpha([ONE, OTHER], 300) == unitised_alpha([OTHER, ONE], 300)


def test_the_same_marks_agree() -> None:
    assert unitised_alpha([ONE, ONE, ONE], 300).alpha == pytest.approx(1.0)


def test_a_third_coder_who_marks_nothing_lowers_it() -> None:
    assert (unitised_alpha([ONE, OTHER, {}], 300).alpha or 0) < (unitised_alpha([ONE, OTHER], 300).alpha or 0)


def test_a_stretch_moved_farther_agrees_less() -> None:
    alphas = [unitised_alpha([{"c": [(100, 140)]}, {"c": [(100 + by, 140 + by)]}], 300).alpha or 0 for by in (0, 5, 20)]
    assert alphas == sorted(alphas, reverse=True)
    assert alphas[0] == 1.0


def test_marks_apart_agree_less_than_chance() -> None:
    assert (unitised_alpha([{"c": [(0, 50)]}, {"c": [(200, 250)]}], 300).alpha or 0) < 0


def test_without_marks_there_is_no_alpha() -> None:
    assert unitised_alpha([{}, {}], 300).alpha is None


@pytest.mark.parametrize(
    "stretches", [[(10, 400)], [(5, 5)], [(10, 20), (15, 30)], [(-1, 5)]], ids=["beyond", "empty", "over", "before"]
)
def test_a_stretch_that_cannot_be_is_refused(stretches: list[Stretch]) -> None:
    with pytest.raises(ValueError, match="lies outside the text, over another, or is empty"):
        unitised_alpha([{"c": stretches}, {}], 300)


def test_one_coder_is_refused() -> None:
    with pytest.raises(ValueError, match="two coders"):
        unitised_alpha([ONE], 300)
