"""An outsider with everything in ``figures.json`` cannot pin down what the demonstration withholds.

The outsider is given more than a reader has: she knows which groups overlap and which lie inside each other, though not
how large they are. What she still cannot tell is then safe from a reader as well.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from scipy.optimize import linprog

from tests.acceptance.attacker import beside_labels, in_charts, public_files, rare_answers, texts, withheld
from vonnis.disclosure.policy import Policy, policy_of
from vonnis.disclosure.statements import cell_id
from vonnis.workflow.study import Computed, compute

LEVELS = ("client", "victim", "complex", "judgment", "pair")
People = frozenset[str]


class Demo:
    """The demonstration as its maker knows it, and as an outsider reads it."""

    def __init__(self, folder: Path) -> None:
        self.computed: Computed = compute(folder)
        self.policy: Policy = policy_of(self.computed.protocol.disclosure, where="study.toml")
        self.release = folder / "release"
        self.files = public_files(self.release)
        self.page = (folder / "release/report.html").read_text(encoding="utf-8")
        content = json.loads((folder / "release/figures.json").read_text(encoding="utf-8"))
        self.figures: dict[str, dict[str, Any]] = {figure["id"]: figure for figure in content["figures"]}

    def numbers(self, level: str) -> list[tuple[str, People, float | None]]:
        """Return id, people and published value (None where withheld) of every count of a level."""
        found: list[tuple[str, People, float | None]] = []
        for result in (one for one in self.computed.analysis.results if one.level == level):
            figure = self.figures[result.id]
            if result.statistic == "count":
                found.append((result.id, frozenset(result.units), figure["value"]))
            if result.statistic == "share":
                found.append((result.id, frozenset(result.units), self.figures[f"{result.id}.numerator"]["value"]))
            if result.n:
                found.append((f"{result.id}.n", frozenset(result.base or result.units), figure["n"]))
        for table in (one for one in self.computed.analysis.tables if one.level == level):
            for row, column in product(range(len(table.rows)), range(len(table.columns))):
                id_ = cell_id(table, row, column=column)
                found.append((id_, frozenset(table.units[row][column]), self.figures[id_]["value"]))
            if f"{table.id}.total" in self.figures:
                everyone = frozenset(key for row in table.units for cell in row for key in cell)
                found.append((f"{table.id}.total", everyone, self.figures[f"{table.id}.total"]["value"]))
        return found


@pytest.fixture(scope="module")
def demo(demonstration: Path) -> Demo:
    return Demo(demonstration)


def width(target: People, known: list[tuple[People, float]], everyone: People) -> float:
    """Return how far apart the smallest and largest size of a group lie that the known sizes of groups allow."""
    patterns: dict[tuple[bool, ...], bool] = {
        (*(key in people for people, _ in known), key in target): key in target for key in everyone
    }
    kinds = sorted(patterns)
    rows = [[float(kind[index]) for kind in kinds] for index in range(len(known))]
    values = [value for _, value in known]
    ends = []
    for sign in (1, -1):
        goal = [float(sign * patterns[kind]) for kind in kinds]
        solved = linprog(goal, A_eq=rows, b_eq=values, method="highs")
        assert solved.status == 0, solved.message
        ends.append(sign * solved.fun)
    return float(ends[1] - ends[0])


def excepted(demo: Demo, level: str) -> list[tuple[People, float]]:
    """Return the counts that a documented exception publishes, and the n beside them."""
    return [
        (people, value)
        for id_, people, value in demo.numbers(level)
        if value is not None and demo.figures[id_.removesuffix(".n")]["status"] == "exception"
    ]


@pytest.mark.parametrize("level", LEVELS)
def test_no_withheld_number_can_be_pinned_down(demo: Demo, level: str) -> None:
    numbers = demo.numbers(level)
    everyone = frozenset(key for _, people, _ in numbers for key in people)
    known = [(people, value) for _, people, value in numbers if value is not None]
    alone = excepted(demo, level)
    few = demo.policy.threshold_at(level)
    for id_, people, value in numbers:
        if value is None and 0 < len(people) < few:
            unavoidable = width(people, alone, everyone) if alone else few
            assert width(people, known, everyone) >= min(few, unavoidable) - 1e-6, id_


def test_one_more_n_would_tell_the_outsider_a_withheld_cell(demo: Demo) -> None:
    numbers = {id_: (people, value) for id_, people, value in demo.numbers("victim")}
    everyone = frozenset(key for people, _ in numbers.values() for key in people)
    known = [(people, value) for people, value in numbers.values() if value is not None]
    online, kept = numbers["legal_site_online_share.n"]
    cell, _ = numbers["victims_by_channel.not_through_the_internet"]
    assert kept is None
    assert width(cell, [*known, (online, len(online))], everyone) == 0


@pytest.mark.parametrize("level", LEVELS)
def test_no_subtraction_of_published_groups_leaves_a_few(demo: Demo, level: str) -> None:
    few = demo.policy.threshold_at(level)
    published = {people: id_ for id_, people, value in demo.numbers(level) if value is not None}
    told = {people for people, _ in excepted(demo, level)}
    for big, part in product(published, published):
        if part < big and not {part, big} <= told and big - part not in published:
            assert len(big - part) >= few, (published[big], published[part])


def test_the_clients_without_an_answer_are_not_counted_where_they_are_few(demo: Demo) -> None:
    few = demo.policy.threshold_at("client")
    everyone = demo.figures["clients"]["value"]
    for result in demo.computed.analysis.results:
        if result.level == "client" and (n := demo.figures[result.id]["n"]) is not None:
            assert everyone - n == 0 or everyone - n >= few, result.id
    missing = [figure["value"] for id_, figure in demo.figures.items() if ".missing." in id_]
    assert all(value is None or value == 0 or value >= few for value in missing)


def test_the_numbers_of_the_method_chapter_stand_among_the_figures(demo: Demo) -> None:
    page = demo.page
    for id_, value in (("judgments_read", 122), ("documents_unreadable", 0)):
        assert demo.figures[id_]["value"] == value
        assert page.count(f'data-figure="{id_}" data-part="value" value="{value}.0"') >= 4  # two languages, two places


def test_the_ages_below_sixteen_do_not_follow_from_the_mean(demo: Demo) -> None:
    figures = demo.figures
    mean = figures["victim_age_mean"]
    assert (mean["rounded"], mean["interval"], mean["value"] % 1) == (True, None, 0)
    rows = ("15_years_or_younger", "16_years", "17_years")
    young, sixteen, seventeen = (figures[f"victims_by_age.{row}"]["value"] for row in rows)
    lowest = figures["victim_age_min"]["value"]
    counts = [
        (thirteen, fourteen)
        for thirteen, fourteen in product(range(1, young + 1), range(young + 1))
        if thirteen + fourteen <= young
        and abs(
            (lowest * thirteen + 14 * fourteen + 15 * (young - thirteen - fourteen) + 16 * sixteen + 17 * seventeen)
            / mean["n"]
            - mean["value"]
        )
        <= 0.5
    ]
    assert {thirteen for thirteen, _ in counts} == set(range(1, young + 1))
    assert {fourteen for _, fourteen in counts} == set(range(young))


def truth(demo: Demo) -> dict[str, set[float]]:
    """Return for each withheld number what would tell it: its value, a share in per cent, and a difference with n."""
    found: dict[str, set[float]] = {}
    for result in demo.computed.analysis.results:
        count = result.numerator if result.statistic == "share" else result.value
        told = {float(count or 0), round(result.value or 0.0, 2), round(result.value or 0.0, 3)}
        found |= {result.id: told, f"{result.id}.numerator": told}
        found |= {f"{result.id}.missing.{kind}": {float(many)} for kind, many in result.missing.items()}
    for table in demo.computed.analysis.tables:
        for row, column in product(range(len(table.rows)), range(len(table.columns))):
            found[cell_id(table, row, column=column)] = {float(table.cells[row][column])}
    return found


def test_no_text_of_any_public_file_tells_a_withheld_number_beside_its_label(demo: Demo) -> None:
    known = truth(demo)
    assert {name.rpartition(".")[2].split()[0] for name, _ in texts(demo.files)} >= {"html", "pdf", "svg", "sav", "md"}
    guesses = beside_labels(demo.release, demo.files)
    assert [guess for guess in guesses if guess.number in known[guess.id]] == []


def test_no_chart_shows_a_withheld_number_by_a_word_a_bar_or_dots(demo: Demo) -> None:
    assert in_charts(demo.release, demo.files) == []


def test_the_public_rows_hold_no_rare_combination_and_no_few_blanks(demo: Demo) -> None:
    few = min(demo.policy.threshold_for("", level, crossing=True) for level in ("client", "victim"))
    assert rare_answers(demo.files, few) == []


def test_the_attacker_finds_what_is_planted(demo: Demo) -> None:
    label = withheld(demo.release)["victims_by_channel.not_through_the_internet"][0].rpartition(": ")[2]
    bar = f'<svg><path aria-label="{label}: 3" aria-roledescription="bar" d="M0,1h26.5v1Z"/></svg>'.encode()
    dots = (
        b"<svg>" + f'<path aria-label="at: 1; label: {label}" aria-roledescription="circle"/>'.encode() * 3 + b"</svg>"
    )
    told = {guess.number for guess in in_charts(demo.release, {"a.svg": bar, "b.svg": dots})}
    assert {3.0, 26.5} <= told
    text = f"<p>{label}: 3 victims</p><i title='{label} (7%)'></i>".encode()
    assert {guess.number for guess in beside_labels(demo.release, {"a.html": text})} == {3.0, 0.07}
    rows = b"a,b\n" + b"1,2\n" * 12 + b"1,3\n" * 4 + b"-6,2\n" * 9
    assert len(rare_answers({"data/csv/a.csv": rows}, 10)) == 3
