"""The tokens keep their promises: contrast, distinct colours, one meaning each."""

from __future__ import annotations

import pytest

from vonnis.report.tokens import contrast, css_variables, tokens

TEXT = ("ink", "muted", "accent", "demand_text", "sentence_text")
SURFACES = ("demand", "sentence", "quiet", "accent", "category_1", "category_3", "category_4")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("name", TEXT)
def test_text_has_contrast(theme: str, ground: str, name: str) -> None:
    palette = getattr(tokens(), theme)
    assert contrast(palette[name], palette[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", SURFACES[:4])
def test_marks_have_contrast(theme: str, name: str) -> None:
    palette = getattr(tokens(), theme)
    assert contrast(palette[name], palette["paper"]) >= 3


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_palettes_name_the_same_colours_and_no_two_are_equal() -> None:
    assert set(tokens().light) == set(tokens().dark)
    assert len(set(tokens().light.values())) == len(tokens().light)


def test_css_variables() -> None:
    assert css_variables({"demand_text": "#00629a"}) == "--demand-text: #00629a;"
