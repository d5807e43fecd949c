"""Charts carry their mark, their words and only released numbers."""

from __future__ import annotations

import re
from functools import cache

import msgspec
import pytest

from tests.report.invented import AT, CLASSES, document, masthead, released, table
from vonnis.disclosure.gate import release
from vonnis.disclosure.policy import default_policy
from vonnis.report.charts.bars import label_width, order_of
from vonnis.report.charts.drawing import NARROW, WIDE, Frame, colour, svg_of
from vonnis.report.charts.flow import direction, flow
from vonnis.report.document import Picture, plain
from vonnis.report.drawings import Drawing, estimates_picture, picture_of
from vonnis.report.masthead import Reference
from vonnis.report.printing import Printer
from vonnis.report.words import Language

DRAWN = [
    "victims_by_age",
    "victims_by_channel",
    "demand_and_sentence",
    "sentence_class",
    "demand_gap",
    "suspects_by_year",
]


@cache
def drawing(id_: str, language: Language = "en") -> Picture:
    return next(block for block in document(language).blocks() if isinstance(block, Picture) and block.figure == id_)


@pytest.mark.parametrize("id_", DRAWN)
def test_every_chart_carries_mark_alternative_and_finding(id_: str) -> None:
    made = drawing(id_)
    for svg in (made.wide, made.narrow):
        assert ">FICTIONAL</text>" in svg
        assert 'role="img" aria-label="Chart.' in svg
    assert made.finding
    assert len(plain(made.finding)) < 120


@pytest.mark.parametrize("id_", DRAWN)
def test_a_chart_fits_its_width(id_: str) -> None:
    made = drawing(id_)
    for svg, most in ((made.wide, WIDE), (made.narrow, NARROW)):
        width = re.search(r'viewBox="0 0 ([\d.]+)', svg)
        assert width is not None
        assert float(width[1]) <= most + 12


@pytest.mark.parametrize("id_", DRAWN)
def test_no_colour_outside_the_tokens(id_: str) -> None:
    svg = drawing(id_).wide
    bare = set(re.findall(r'(?:fill|stroke|stop-color)="(#[0-9a-fA-F]+)"', svg))
    assert not bare
    assert "#fe0" not in svg


def test_ids_in_two_charts_do_not_meet() -> None:
    first, second = (
        set(re.findall(r'id="([^"]+)"', drawing(id_).wide)) for id_ in ("demand_and_sentence", "demand_gap")
    )
    assert first
    assert not first & second


def test_invented_years_are_hatched_and_breaks_marked() -> None:
    svg = drawing("suspects_by_year").wide
    assert svg.count("hatch_accent)") == 8
    assert ">//" in svg


def test_dots_are_as_many_as_released_people() -> None:
    svg = drawing("victims_by_age").wide
    assert len(re.findall(r'aria-roledescription="circle"', svg)) == 31
    assert svg.count("×") >= 3


def test_the_flow_draws_released_ribbons_only() -> None:
    release = released()
    table = release.table("demand_and_sentence")
    assert table is not None
    cells = [cell for row in table.cells for cell in row]
    shown = sum(1 for cell in cells if cell.value)
    frame = Frame(id="f", language="nl", width=WIDE, fictional=True)
    svg = svg_of(flow(table, frame), frame, alt="x")
    assert svg.count("<linearGradient") >= 1
    assert svg.count("fill-opacity") == shown + svg.count("hatch_quiet)")


@pytest.mark.parametrize(("row", "column", "word"), [(2, 1, "lower"), (1, 1, "equal"), (0, 2, "higher")])
def test_direction(row: int, column: int, word: str) -> None:
    assert direction(row, column) == word


def test_withheld_rows_come_last_when_sorted() -> None:
    table = released(threshold=10).table("victims_by_channel")
    assert table is not None
    assert order_of(table) == [0, 1]


def test_a_chart_of_facts_carries_no_mark() -> None:
    table = released().table("demand_and_sentence")
    assert table is not None
    frame = Frame(id="f", language="nl", width=WIDE, fictional=False)
    assert "FICTIEF" not in svg_of(flow(table, frame), frame, alt="x")


def test_hatches_have_colours_of_their_own() -> None:
    assert colour("hatch_accent") != colour("accent")


@pytest.mark.parametrize(("value", "words"), [(0.6, "all shares equal"), (0.64, "not all shares equal")])
def test_the_comparison_says_what_it_finds(value: float, words: str) -> None:
    release = released()
    result = release.result("one_day_share")
    assert result is not None
    reference = Reference(id="one_day_share", value=value, printed={"nl": "x", "en": "x"})
    frame = msgspec.structs.replace(masthead(), references=(reference,))
    assert words in plain(estimates_picture([result], Printer(release, frame, "en")).finding)


@pytest.mark.parametrize(
    ("counts", "finding"),
    [
        pytest.param(
            [30, 3, 4, 20],
            "Largest group: community service, or all suspended (30 of 57 clients)",
            id="the rest is less",
        ),
        pytest.param([12, 9, 9, 9], "how long", id="the rest may be more"),
        pytest.param([30, 30, 4, 0], "how long", id="another as large"),
    ],
)
def test_a_row_is_called_the_largest_only_where_what_is_withheld_cannot_be_more(
    counts: list[int], finding: str
) -> None:
    title = {"nl": "hoe lang", "en": "how long"}
    made = release(
        [], [table("t", title, CLASSES, [[n] for n in counts])], policy=default_policy(), at=AT, fictional=True
    )
    shown = picture_of(made.tables[0], Drawing(), printer=Printer(made, masthead(), "en"))
    assert plain(shown.finding).startswith(finding)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_line_of_a_mean_crosses_no_number(width: str) -> None:
    svg = getattr(drawing("suspects_by_year"), width)
    (line,) = {float(top) + 1 for top in re.findall(r'aria-roledescription="tick" d="M[\d.]+,([\d.]+)h', svg)}
    numbers = re.findall(r'translate\([\d.]+,([\d.]+)\)"[^>]*>(\d{1,3}|mean 26)</text>', svg)
    assert len(numbers) == 11
    feet = {text: float(foot) for foot, text in numbers}
    assert [text for text, foot in feet.items() if foot - 9 < line < foot + 1] == []
    assert feet["mean 26"] < min(feet["9"], feet["17"], feet["22"])


def test_short_labels_stand_near_their_bars() -> None:
    assert label_width(["2015", "2016"]) < 60
    assert label_width(["one line of a label\nand another line"]) == label_width(["one line of a label"])
    assert label_width(["many words " * 20]) == 300
