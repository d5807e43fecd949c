"""Who saw what others answered is given none of it in a blind round, whichever way it was seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.study.codings import AT, coding, units
from tests.web.rooms import study_folder
from vonnis.archive.store import Store, open_store
from vonnis.errors import SeenError
from vonnis.study.coding import Round
from vonnis.study.log import Link
from vonnis.study.unit import Unit, complex_unit, paper_unit
from vonnis.workflow.population import RoundPlan, assign_units
from vonnis.workflow.sight import SEEN, TAKEN, cases_seen, check_unseen

LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two complexes: D1 and D2 of C1, of which A answered something, and D3 of C3."""
    opened = open_store(study_folder(tmp_path))
    with opened.action("test", actor="test", at=AT, detail={}) as writing:
        writing.add([*units(), complex_unit("C3"), Unit(id="D3", level="defendant", complex="C3", defendant="D3")])
        writing.add([coding("D1", "k_sex", 1)])
    yield opened
    opened.close()


def see(store: Store, reader: str, *cases: str) -> None:
    with store.action(SEEN, actor=reader, at=LATER, detail={"cases": cases}):
        pass


@pytest.mark.parametrize("name", TAKEN)
@pytest.mark.parametrize(("coder", "unit", "refused"), [("B", "D2", True), ("A", "D1", False), ("B", "D3", False)])
def test_who_took_all_answers_along_codes_none_of_what_others_had_answered(
    store: Store, name: str, coder: str, unit: str, *, refused: bool
) -> None:
    with store.action(name, actor=coder, at=LATER, detail={}):
        pass
    if refused:
        with pytest.raises(SeenError, match="B has seen in the coding room what others answered about the case of D2"):
            check_unseen(store, [(unit, coder)], round_="main")
    else:
        check_unseen(store, [(unit, coder)], round_="main")


def test_an_export_from_before_the_first_answer_told_nothing(store: Store) -> None:
    with store.action(TAKEN[0], actor="B", at=AT - dt.timedelta(minutes=1), detail={}):
        pass
    check_unseen(store, [("D1", "B")], round_="main")


@pytest.mark.parametrize(
    ("round_", "refused"), [("main", True), ("recode", True), ("pilot", True), ("training", False)]
)
def test_who_saw_a_page_with_answers_codes_that_case_in_no_blind_round(
    store: Store, round_: Round, *, refused: bool
) -> None:
    see(store, "B", "C1")
    assert cases_seen(store, "B") == {"C1"}
    for unit in ("C1", "D1", "D2"):
        if refused:
            with pytest.raises(SeenError):
                check_unseen(store, [("D3", "A"), (unit, "B")], round_=round_)
    check_unseen(store, [("D3", "B"), ("D1", "A")] + ([] if refused else [("D1", "B")]), round_=round_)


def test_a_linked_case_is_known_too_and_a_paper_of_the_same_dossier_is_not(store: Store) -> None:
    with store.action("test", actor="test", at=AT, detail={}) as writing:
        writing.add([Link(kind="complex", one="C1", other="C3", reason="one victim", linked_by="A", at=AT)])
        writing.add([paper_unit(f"kst-{n}", dossier="29279", year=2020) for n in (1, 2)])
    see(store, "B", "C3", "kst-1")
    for unit in ("D1", "D3", "kst-1"):
        with pytest.raises(SeenError):
            check_unseen(store, [(unit, "B")], round_="main")
    check_unseen(store, [("kst-2", "B")], round_="main")


def test_the_command_refuses_such_a_coder_too(store: Store, tmp_path: Path) -> None:
    see(store, "B", "C1")
    with pytest.raises(SeenError, match="give it to somebody else"):
        assign_units(tmp_path, RoundPlan(coders=("A", "B"), overlap=1.0), by="lead", at=LATER)
