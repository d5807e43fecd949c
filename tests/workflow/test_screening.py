"""Screening a study of published judgments: two blind screeners, conflicts, what was missed, and stopping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from vonnis.archive.store import Store, open_store
from vonnis.errors import StudyError
from vonnis.study.protocol import Criterion, ScreeningPlan
from vonnis.study.ranking import Ranker
from vonnis.study.screening_sheet import Vote
from vonnis.study.unit import Unit, complex_unit
from vonnis.workflow.population import drawn_units, flow
from vonnis.workflow.screening import (
    Criteria,
    criteria_in,
    draw_check,
    pool,
    ranker_of,
    reading_list,
    record_votes,
    screening_of,
    settle,
    stop,
    texts_of,
)

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
UNITS = tuple(f"D{number:04}" for number in range(1, 41))
BELONG = frozenset(UNITS[:6])
TEXTS = {
    unit: "betaling afspraak" if unit in BELONG else f"diefstal woning{place % 3}" for place, unit in enumerate(UNITS)
}


def criteria(screeners: int = 2) -> Criteria:
    """Return criteria of which one can fail."""
    payment = Criterion(id="payment", text={"nl": "betaald", "en": "paid"})
    return Criteria(plan=ScreeningPlan(screeners=screeners, recall=0.8), include=(payment,), exclude=())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path)) as opened:
        with opened.action("frame", actor="lead", at=AT, detail={}) as writing:
            for unit in UNITS:
                writing.add([complex_unit(f"C{unit[1:]}")])
                writing.add([Unit(id=unit, level="defendant", complex=f"C{unit[1:]}", defendant=unit)])
        yield opened


def read(store: Store, *units: str, by: str = "anna", screeners: int = 2, minutes: int = 0, wrong: str = "") -> None:
    """Let a screener read units and decide rightly, but for one."""
    votes = [Vote(unit=unit, reason=None if (unit in BELONG) != (unit == wrong) else "payment") for unit in units]
    at = AT + dt.timedelta(minutes=minutes)
    record_votes(store, votes, criteria=criteria(screeners), screener=by, at=at)


def test_the_order_is_learned_from_decisions_and_is_the_same_each_time(store: Store) -> None:
    read(store, "D0001", "D0020", screeners=1)
    orders = {reading_list(store, criteria(1), screener="anna", ranker=Ranker(TEXTS, seed=1)) for _ in range(2)}
    assert len(orders) == 1
    assert set(next(iter(orders))[:5]) == BELONG - {"D0001"}


@pytest.mark.parametrize("wrong", ["", "D0001"])
def test_the_order_tells_a_screener_nothing_of_what_the_other_found(store: Store, wrong: str) -> None:
    read(store, "D0020", by="bert")
    read(store, "D0001", by="bert", minutes=1, wrong=wrong)
    chance = Ranker(TEXTS, seed=1).rank({})
    order = reading_list(store, criteria(), screener="anna", ranker=Ranker(TEXTS, seed=1))
    assert list(order) == sorted(chance, key=lambda unit: unit not in {"D0001", "D0020"})


def test_units_without_text_are_read_in_the_order_of_the_seed(store: Store) -> None:
    order = reading_list(store, criteria(), screener="anna", ranker=None)
    assert set(order) == set(UNITS)
    assert order != UNITS


def test_two_who_agree_decide_and_conflicts_wait_for_a_third(store: Store) -> None:
    read(store, *UNITS[:10])
    read(store, *UNITS[:10], by="bert", wrong="D0002")
    found = screening_of(store, criteria())
    assert found.screened.in_conflict == ("D0002",)
    assert found.screened.excluded == {"payment": UNITS[6:10]}
    assert found.agreement is not None
    assert found.agreement.percent.estimate == pytest.approx(0.9)
    settle(store, Vote(unit="D0002"), criteria=criteria(), by="eva", at=AT)
    assert screening_of(store, criteria()).screened.included == UNITS[:6]
    assert flow(store).steps[0].dropped == {"payment": 4}


@pytest.mark.parametrize(
    ("vote", "by", "words"),
    [
        (Vote(unit="D0002"), "bert", "one of the two"),
        (Vote(unit="D0001"), "eva", "not in conflict"),
        (Vote(unit="D0002", reason="boring"), "eva", "'boring' is no reason"),
    ],
)
def test_only_a_third_person_settles_and_only_a_conflict(store: Store, vote: Vote, by: str, words: str) -> None:
    read(store, "D0001", "D0002")
    read(store, "D0001", "D0002", by="bert", wrong="D0002")
    with pytest.raises(StudyError, match=words):
        settle(store, vote, criteria=criteria(), by=by, at=AT)


@pytest.mark.parametrize(
    ("vote", "words"),
    [
        (Vote(unit="D9999", row=4), "row 4: 'D9999' is no unit"),
        (Vote(unit="D0001", reason="boring"), "'boring' is no reason"),
        (Vote(unit="D0002"), "has been decided on"),
    ],
)
def test_a_wrong_decision_stops_all_of_them(store: Store, vote: Vote, words: str) -> None:
    read(store, "D0002")
    read(store, "D0002", by="bert")
    with pytest.raises(StudyError, match=words):
        record_votes(store, [Vote(unit="D0003"), vote], criteria=criteria(), screener="eva", at=AT)
    assert "D0003" in screening_of(store, criteria()).screened.open


def test_the_search_stops_when_a_random_sample_shows_that_enough_was_found(store: Store) -> None:
    read(store, *UNITS[:12], screeners=1)
    assert screening_of(store, criteria(1)).why_not == "no random sample of the unread was drawn"
    drawn = draw_check(store, criteria(1), by="lead", at=AT + dt.timedelta(minutes=1))
    assert drawn_units(store) == {}
    assert reading_list(store, criteria(1), screener="anna", ranker=None)[: len(drawn)] != UNITS[12 : 12 + len(drawn)]
    with pytest.raises(StudyError, match="still to be read"):
        stop(store, criteria(1), by="lead", at=AT)
    read(store, *drawn, screeners=1, minutes=2)
    found = screening_of(store, criteria(1))
    assert found.recall is not None
    assert (found.recall.rest, found.recall.found, found.recall.sampled_in) == (28, 6, 0)
    assert found.may_stop
    left = stop(store, criteria(1), by="lead", at=AT + dt.timedelta(minutes=3))
    assert left == 28 - len(drawn)
    assert flow(store).steps[0].dropped["not_read"] == left
    assert flow(store).left == UNITS[:6]


def test_a_hit_in_the_sample_lowers_what_is_shown(store: Store) -> None:
    read(store, *UNITS[2:12], screeners=1)
    drawn = draw_check(store, criteria(1), size=30, by="lead", at=AT + dt.timedelta(minutes=1))
    read(store, *drawn, screeners=1, minutes=2)
    found = screening_of(store, criteria(1))
    assert found.recall is not None
    assert (found.recall.found, found.recall.sampled_in, found.recall.low) == (4, 2, 1.0)


def test_units_that_come_later_make_the_sample_stale(store: Store) -> None:
    read(store, *UNITS[:12], screeners=1)
    read(store, *draw_check(store, criteria(1), by="lead", at=AT), screeners=1, minutes=1)
    with store.action("frame", actor="lead", at=AT, detail={}) as writing:
        writing.add([Unit(id="D0099", level="defendant", complex="C0001", defendant="D0099")])
    assert "draw another" in screening_of(store, criteria(1)).why_not


def test_stopping_early_needs_a_reason(store: Store) -> None:
    read(store, *UNITS[:12], screeners=1)
    assert stop(store, criteria(1), although="the permission ends", by="lead", at=AT) == 28


def test_a_check_waits_for_half_read_units(store: Store) -> None:
    read(store, "D0001")
    with pytest.raises(StudyError, match="read by one of two"):
        draw_check(store, criteria(), by="lead", at=AT)


def test_units_that_the_rules_dropped_are_not_screened(store: Store) -> None:
    from vonnis.study.log import Decision

    with store.action("select", actor="lead", at=AT, detail={}) as writing:
        writing.add([Decision(unit="D0001", step="rules", reason="appeal", decided_by="lead", at=AT)])
    assert tuple(unit.id for unit in pool(store)) == UNITS[1:]


def test_criteria_come_from_the_protocol_or_from_the_house(tmp_path: Path) -> None:
    from importlib.resources import files

    house = criteria_in(tmp_path)
    assert "no_payment" in house.reasons
    assert not house.blind
    template = files("vonnis.codebook") / "templates" / "op-de-koop-toe" / "study.toml"
    text = template.read_text(encoding="utf-8") + "\n[screening]\nscreeners = 2\n"
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    assert criteria_in(tmp_path).reasons == ("article", "payment", "exploiter", "acquitted")
    assert criteria_in(tmp_path).blind


def test_texts_come_from_the_judgments_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("Rechtbank Fictief. De verdachte betaalde.", encoding="utf-8")
    (tmp_path / "broken.xml").write_text("<open-rechtspraak>", encoding="utf-8")
    unit = Unit(id="D1", level="defendant", complex="C1", defendant="D1", documents=("one", "broken"))
    texts = texts_of(tmp_path, [unit])
    assert "betaalde" in texts["D1"]
    assert ranker_of({}, seed=1) is None
