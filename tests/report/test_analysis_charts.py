"""The charts of an analysis: age pyramid, distribution of differences, attrition; released numbers only."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from tests.report.invented import number, table, text
from vonnis.disclosure.gate import release
from vonnis.disclosure.policy import policy_of
from vonnis.disclosure.released import Release
from vonnis.report.charts.attrition import attrition
from vonnis.report.charts.distribution import distribution
from vonnis.report.charts.drawing import NARROW, WIDE, Frame, svg_of
from vonnis.report.charts.pyramid import pyramid

AT = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SEXES = (text("Meisjes", "Girls"), text("Jongens", "Boys"))
AGES = [text(f"{age} jaar", f"{age} years") for age in range(13, 18)]
GAPS = [
    text(*both)
    for both in (
        ("120 of meer lager", "120 or more below"),
        ("31-119 lager", "31-119 below"),
        ("1-30 lager", "1-30 below"),
        ("gelijk", "equal"),
        ("hoger", "above"),
    )
]
STEPS = [
    text(*both) for both in (("ingeschreven", "registered"), ("gedagvaard", "summoned"), ("veroordeeld", "convicted"))
]


@pytest.fixture(scope="module")
def passed() -> Release:
    cells = ((11, 12), (12, 11), (20, 14), (31, 13), (40, 12))
    tables = [
        table("ages", text("Leeftijd", "Age"), AGES, cells, columns=SEXES, ordered=True, level="victim"),
        table("gaps", text("Verschil", "Difference"), GAPS, ((24,), (31,), (18,), (12,), (14,)), ordered=True),
        table("steps", text("Uitval", "Attrition"), STEPS, ((240,), (132,), (90,)), additive=False, invented=(1,)),
    ]
    median = number("gap", text("Verschil", "Difference"), -89.0, "day", "client", statistic="median", n=99)
    return release([median], tables, policy=policy_of({}, where="test"), at=AT, fictional=True)


def frame(width: int) -> Frame:
    return Frame(id=f"en-test-{width}", language="en", width=width, fictional=True)


def drawn(passed: Release, id_: str, width: int) -> str:
    shown = passed.table(id_)
    assert shown is not None
    made: dict[str, Any] = {
        "ages": lambda: pyramid(shown, frame(width)),
        "gaps": lambda: distribution(shown, frame(width), tint="sentence", median=passed.result("gap"), zero="equal"),
        "steps": lambda: attrition(shown, frame(width), tint="accent"),
    }
    return svg_of(made[id_](), frame(width), alt="Chart. What it shows.")


WORDS = [
    ("ages", ["Girls", "Boys", "13 years", ">40<", ">11<"]),
    ("gaps", ["Median: −89 days", "equal", ">31<", "#e3e5e1"]),
    ("steps", ["registered", "↓ 55", "↓ 68%", ">240<", "hatch_accent)"]),
]


@pytest.mark.parametrize(("id_", "words"), WORDS, ids=[row[0] for row in WORDS])
def test_a_chart_holds_its_numbers_and_words(passed: Release, id_: str, words: list[str]) -> None:
    svg = drawn(passed, id_, WIDE)
    assert [word for word in words if word not in svg] == []
    assert ">FICTIONAL</text>" in svg


@pytest.mark.parametrize("id_", ["ages", "gaps", "steps"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_chart_fits_its_width_and_keeps_to_the_tokens(passed: Release, id_: str, width: int) -> None:
    svg = drawn(passed, id_, width)
    found = re.search(r'viewBox="0 0 ([\d.]+)', svg)
    assert found is not None
    assert float(found[1]) <= width + 12
    assert not re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]+)"', svg)


def test_two_tables_make_one_pyramid_with_empty_places(passed: Release) -> None:
    ages, steps = passed.table("gaps"), passed.table("steps")
    assert ages is not None
    assert steps is not None
    svg = svg_of(pyramid(steps, frame(WIDE), beside=ages), frame(WIDE), alt="Chart.")
    assert [word for word in ("1-30 below", ">31<", "registered", ">240<") if word not in svg] == []
    assert len(re.findall(r'aria-roledescription="bar"', svg)) == len(GAPS) + len(STEPS)


def test_long_heads_of_a_distribution_are_broken_and_not_cut(passed: Release) -> None:
    assert "…" not in drawn(passed, "gaps", WIDE)


def test_a_pyramid_needs_two_sides(passed: Release) -> None:
    shown = passed.table("gaps")
    assert shown is not None
    with pytest.raises(ValueError, match="needs two columns"):
        pyramid(shown, frame(WIDE))
