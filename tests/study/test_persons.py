"""Lists of persons: whose they are, and who sees whom."""

from __future__ import annotations

import datetime as dt

import pytest

from vonnis.study.coding import Round
from vonnis.study.log import Listing
from vonnis.study.persons import PersonsRule, listed_by, next_number, visible
from vonnis.study.unit import Unit, complex_unit, pair_unit, victim_unit

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
VICTIMS = [victim_unit(f"C1-V{number}", complex_="C1") for number in (1, 2, 3)]
CASE = [
    complex_unit("C1"),
    Unit(id="D1", level="defendant", complex="C1", defendant="D1"),
    *VICTIMS,
    *(pair_unit("D1", victim.id, complex_="C1") for victim in VICTIMS),
]


def listing(unit: str, coder: str, *, round_: Round = "main", listed: bool = True, minute: int = 0) -> Listing:
    at = AT + dt.timedelta(minutes=minute)
    return Listing(unit=unit, coder=coder, round=round_, listed=listed, at=at)


LISTINGS = [listing("C1-V2", "anna"), listing("C1-V3", "anna"), listing("C1-V2", "bert")]
SEEN: list[tuple[str, Round, PersonsRule, list[int]]] = [
    ("anna", "main", "own", [1, 2, 3]),
    ("bert", "main", "own", [1, 2]),
    ("bert", "recode", "own", [1]),
    ("cees", "main", "own", [1]),
    ("cees", "main", "shared", [1, 2, 3]),
    ("cees", "main", "fixed", [1]),
]


@pytest.mark.parametrize(("coder", "round_", "rule", "numbers"), SEEN)
def test_a_coder_sees_the_own_list_and_who_was_listed_beforehand(
    coder: str, round_: Round, rule: PersonsRule, numbers: list[int]
) -> None:
    seen = {unit.id for unit in visible(CASE, LISTINGS, coder=coder, round_=round_, rule=rule)}
    victims = {f"C1-V{number}" for number in numbers}
    assert seen == {"C1", "D1", *victims, *(f"D1.{victim}" for victim in victims)}


def test_who_was_taken_off_is_on_no_list() -> None:
    off = listing("C1-V3", "anna", listed=False, minute=1)
    assert listed_by([off, *LISTINGS], coder="anna", round_="main") == {"C1-V2"}
    back = listing("C1-V3", "anna", minute=2)
    assert listed_by([back, off, *LISTINGS], coder="anna", round_="main") == {"C1-V2", "C1-V3"}


def test_somebody_whom_only_another_took_off_stays_unseen() -> None:
    listings = [listing("C1-V3", "anna"), listing("C1-V3", "anna", listed=False, minute=1)]
    seen = visible(CASE, listings, coder="bert", round_="main", rule="shared")
    assert "C1-V3" not in {unit.id for unit in seen}


@pytest.mark.parametrize(("ids", "number"), [([], 1), (["C1-V1"], 2), (["C1-V9", "C1-V10"], 11), (["C1-Vx"], 1)])
def test_the_next_number_comes_after_the_highest(ids: list[str], number: int) -> None:
    assert next_number([complex_unit("C1"), *(victim_unit(id_, complex_="C1") for id_ in ids)]) == number
