"""The machine's answer after the coder's own: when it may be shown, and what is measured of its pull."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.study.codings import AT, coding
from vonnis.study.coding import Coding, Reveal
from vonnis.study.revealing import AfterReveal, RevealPlan, after_reveal

SHOWN = AT + dt.timedelta(minutes=1)
LATER = AT + dt.timedelta(minutes=2)


def machine(unit: str, value: int | str) -> Coding:
    return coding(unit, "k_sex", value, coder="rules", round="machine")


def told(*, before: int, read: int, after: int | None = None) -> AfterReveal:
    given = [coding("D1", "k_sex", before, coder="A"), machine("D1", read)]
    if after is not None:
        given.append(coding("D1", "k_sex", after, coder="A", at=LATER))
    (found,) = after_reveal(given, [Reveal(unit="D1", variable="k_sex", coder="A", at=SHOWN)])
    return found


CASES = [
    ("the same, and kept", {"before": 1, "read": 1}, (1, 0, 0, 0)),
    ("the same, and left", {"before": 1, "read": 1, "after": 0}, (1, 0, 0, 1)),
    ("another, and kept", {"before": 0, "read": 1}, (1, 1, 0, 0)),
    ("another, and taken over", {"before": 0, "read": 1, "after": 1}, (1, 1, 1, 1)),
    ("another, and given again", {"before": 0, "read": 1, "after": 0}, (1, 1, 0, 0)),
]


@pytest.mark.parametrize(("case", "answers", "counts"), CASES, ids=[case[0] for case in CASES])
def test_what_a_coder_does_with_the_machines_answer_is_counted(
    case: str, answers: dict[str, int], counts: tuple[int, ...]
) -> None:
    found = told(**answers)
    assert (found.shown, found.differed, found.moved, found.changed) == counts, case


def test_the_shares_are_of_what_was_shown_and_of_what_differed() -> None:
    found = told(before=0, read=1, after=1)
    assert (found.revised_share, found.moved_share, found.elsewhere) == (1.0, 1.0, 0)
    assert told(before=1, read=1).moved_share is None


@pytest.mark.parametrize("reveals", [[], [Reveal(unit="D2", variable="k_sex", coder="A", at=SHOWN)]])
def test_what_was_not_shown_is_not_counted(reveals: list[Reveal]) -> None:
    assert after_reveal([coding("D1", "k_sex", 1, coder="A"), machine("D1", 0)], reveals) == ()


def test_only_the_first_time_counts_and_the_order_of_the_records_does_not() -> None:
    given = [
        coding("D1", "k_sex", 0, coder="A"),
        machine("D1", 1),
        coding("D1", "k_sex", 1, coder="A", at=LATER),
    ]
    reveals = [Reveal(unit="D1", variable="k_sex", coder="A", at=at) for at in (SHOWN, LATER)]
    assert after_reveal(given, reveals) == after_reveal(given[::-1], reveals[::-1])
    assert after_reveal(given, reveals)[0].moved == 1


@pytest.mark.parametrize(
    ("plan", "covered"),
    [
        (RevealPlan(), False),
        (RevealPlan(when="after_answer"), True),
        (RevealPlan(when="after_answer", variables=("k_year",)), False),
        (RevealPlan(when="after_file", variables=("k_sex",)), True),
        (RevealPlan(when="after_answer", rounds=("pilot",)), False),
    ],
)
def test_without_a_plan_nothing_is_ever_shown(plan: RevealPlan, *, covered: bool) -> None:
    assert plan.covers("k_sex", round_="main") is covered
