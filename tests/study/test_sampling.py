"""Frame, sample, assignment, links and flow: chance with a seed, balanced, counted."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.study.codings import AT
from vonnis.errors import StudyError
from vonnis.study.assignment import assign
from vonnis.study.complex_links import in_complexes, last_links, persons
from vonnis.study.flow import flow_of
from vonnis.study.frame import KeyLine, Naming, frame_of
from vonnis.study.frame_list import ListedCase
from vonnis.study.log import Decision, Link, Step
from vonnis.study.sample import draw, shares
from vonnis.study.unit import Unit, complex_unit


def people(count: int, *, years: int = 3) -> list[Unit]:
    return [
        Unit(id=f"D{n:04}", level="defendant", complex=f"C{n}", defendant=f"D{n:04}", intake_year=2015 + n % years)
        for n in range(count)
    ]


def case(row: int, *, group: str | None = None, drops_out: str | None = None) -> ListedCase:
    return ListedCase(
        row=row,
        parketnummer=f"01/{row:06}-15",
        complex=group,
        intake_date=None,
        article="",
        disposal="",
        office="",
        drops_out=drops_out,
        code="",
    )


NAMING = Naming(frame="list", wave=1, seed=7, source_mode="closed_paper")


def test_numbers_do_not_follow_the_list_and_stay_in_a_later_wave() -> None:
    cases = [case(row, group="Onderzoek A" if row < 5 else None) for row in range(40)]
    first = frame_of(cases, key=(), taken={}, naming=NAMING, by="lead", at=AT)
    order = [line.outside for line in first.key if line.kind == "parketnummer"]
    assert order != sorted(order)
    assert len({unit.complex for unit in first.units if unit.level == "defendant"}) == 36
    again = frame_of([*cases, case(99)], key=first.key, taken={}, naming=NAMING, by="lead", at=AT)
    assert set(first.key) < set(again.key)
    assert {line.number for line in set(again.key) - set(first.key)} == {"D0041"}


def test_no_parketnummer_is_in_a_unit_or_decision() -> None:
    frame = frame_of([case(1, group="Onderzoek A")], key=(), taken={}, naming=NAMING, by="lead", at=AT)
    assert "01/000001" not in repr((frame.units, frame.decisions))
    assert "Onderzoek" not in repr((frame.units, frame.decisions))
    assert KeyLine("D0001", "parketnummer", "01/000001-15") in frame.key


def test_the_same_seed_draws_the_same_and_another_seed_another() -> None:
    units = people(60)
    one = draw(units, size=20, seed=1, at=AT)
    assert one == draw(list(reversed(units)), size=20, seed=1, at=AT)
    assert {each.unit for each in one} != {each.unit for each in draw(units, size=20, seed=2, at=AT)}


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 80), st.integers(3, 80), st.integers(0, 5))
def test_weights_add_up_to_the_population(count: int, size: int, seed: int) -> None:
    size = min(size, count)
    drawn = draw(people(count), size=size, by="intake_year", seed=seed, at=AT)
    assert len(drawn) == size
    assert sum(one.weight for one in drawn) == pytest.approx(count)
    assert all(one.probability == pytest.approx(1 / one.weight) for one in drawn)


def test_shares_are_in_proportion_with_one_at_least() -> None:
    assert shares({"a": 90, "b": 9, "c": 1}, 10) == {"a": 8, "b": 1, "c": 1}
    assert shares({"a": 5, "b": 5}, 10) == {"a": 5, "b": 5}


@pytest.mark.parametrize("size", [{"2015": 99}, {"1999": 1}, 61, 2])
def test_more_than_there_is_cannot_be_drawn(size: int | dict[str, int]) -> None:
    with pytest.raises(StudyError, match=r"asked|cannot be drawn"):
        draw(people(60), size=size, by="intake_year", seed=1, at=AT)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 90), st.integers(2, 5), st.floats(0, 1), st.integers(0, 3))
def test_everybody_has_the_same_load_and_every_pair_the_same_overlap(
    count: int, coders: int, overlap: float, seed: int
) -> None:
    names = [f"coder {n}" for n in range(coders)]
    made = assign([f"D{n}" for n in range(count)], names, overlap=overlap, seed=seed, at=AT)
    takers: dict[str, list[str]] = {}
    for one in made:
        takers.setdefault(one.unit, []).append(one.coder)
    double = [tuple(sorted(coders_)) for coders_ in takers.values() if len(coders_) == 2]
    load = Counter(one.coder for one in made)
    pairs = Counter(double)
    assert len(takers) == count
    assert count * overlap - 1e-6 <= len(double) < count * overlap + 1
    assert max(load.get(name, 0) for name in names) - min(load.get(name, 0) for name in names) <= 2
    assert max(pairs.values(), default=0) - min((pairs[p] for p in combinations(names, 2)), default=0) <= 1


def test_in_training_everybody_codes_everything() -> None:
    made = assign(["D1", "D2"], ["A", "B", "C"], overlap=0.0, round_="training", seed=1, at=AT)
    assert len(made) == 6


@pytest.mark.parametrize(
    ("units", "coders", "overlap", "words"),
    [
        (["D1"], ["A"], 0.2, "one coder cannot"),
        ([], ["A"], 0.0, "no units"),
        (["D1"], ["A", "A"], 0.0, "named twice"),
        (["D1"], [], 0.0, "no coders"),
        (["D1"], ["A", "B"], 1.2, "share from 0 to 1"),
    ],
)
def test_a_plan_that_cannot_be_had_is_said(units: list[str], coders: list[str], overlap: float, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        assign(units, coders, overlap=overlap, seed=1, at=AT)


def decided(unit: str, reason: str | None, step: Step = "list", *, minute: int = 0) -> Decision:
    return Decision(unit=unit, step=step, reason=reason, decided_by="A", at=AT.replace(minute=minute))


def test_the_flow_counts_each_once_at_its_first_exit() -> None:
    units = people(6)
    log = [
        *(decided(unit.id, None) for unit in units[2:]),
        decided("D0000", "acquitted"),
        decided("D0001", "acquitted"),
        decided("D0001", "not_found", "file"),
        decided("D0002", "not_found", "file"),
        decided("D0003", "not_found", "file"),
        decided("D0003", None, "file", minute=5),
    ]
    flow = flow_of(units, log)
    assert [(s.step, s.reached, s.dropped, s.kept) for s in flow.steps] == [
        ("list", 6, {"acquitted": 2}, 4),
        ("file", 4, {"not_found": 1}, 3),
    ]
    assert flow.left == ("D0003", "D0004", "D0005")


def link(one: str, other: str, standing: str = "certain", *, kind: str = "complex", minute: int = 0) -> Link:
    at = AT.replace(minute=minute)
    return Link(kind=kind, one=one, other=other, standing=standing, reason="same day", linked_by="A", at=at)  # type: ignore[arg-type]


def test_linked_complexes_become_one_and_the_uncertain_can_be_left_out() -> None:
    units = [*people(4), *(complex_unit(f"C{n}") for n in range(4))]
    links = [link("C0", "C1"), link("C2", "C1"), link("C3", "C0", "uncertain")]
    with_all = {unit.id: unit.complex for unit in in_complexes(units, links)}
    assert with_all == {"D0000": "C0", "D0001": "C0", "D0002": "C0", "D0003": "C0", "C0": "C0"}
    without = {unit.complex for unit in in_complexes(units, links, with_uncertain=False)}
    assert without == {"C0", "C3"}


def test_a_link_that_is_refused_later_counts_no_more() -> None:
    links = [link("D0", "D1", kind="same_person"), link("D1", "D0", "refused", kind="same_person", minute=3)]
    assert [one.standing for one in last_links(links)] == ["refused"]
    assert persons(people(2), links) == {"D0000": "D0000", "D0001": "D0001"}


def test_the_same_person_has_the_lowest_number() -> None:
    links = [link("D0001", "D0000", kind="same_person"), link("D0001", "D0002", "uncertain", kind="same_person")]
    assert set(persons(people(3), links).values()) == {"D0000"}
    assert persons(people(3), links, with_uncertain=False)["D0002"] == "D0002"
