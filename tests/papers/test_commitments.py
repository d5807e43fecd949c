"""Motions and promises are followed to what became of them, by a day that the caller gives."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from vonnis.papers.commitments import Setting, Tracked, track
from vonnis.papers.deadlines import find_deadline
from vonnis.papers.finding import find
from vonnis.papers.lexicon import shipped_lexicon
from vonnis.papers.paper import Actor, HouseDecision, Outcome, Paper
from vonnis.papers.resolving import Shelf, references_in

ON = dt.date(2024, 6, 1)
ASKS = (
    "De Kamer,\nverzoekt de regering {term}een campagne voor klanten van minderjarigen te beginnen,\nen gaat over tot"
)


def motion(
    number: int = 1, *, term: str = "", outcome: Outcome | None = "adopted", day: dt.date = dt.date(2022, 1, 10)
) -> Paper:
    decisions = (HouseDecision(date=day + dt.timedelta(days=5), outcome=outcome),) if outcome else ()
    return Paper(
        id=f"99001-{number}", origin="own", date=day, dossiers=("99001",), stated_kind="Motie",
        text=ASKS.format(term=term),
        actors=(Actor(name="Jansma", first=True), Actor(name="De Wit")), decisions=decisions,
    )  # fmt: skip


def letter(text: str, number: int = 50, *, day: dt.date = dt.date(2023, 3, 1), kind: str = "Brief regering") -> Paper:
    return Paper(id=f"99001-{number}", origin="own", date=day, dossiers=("99001",), stated_kind=kind, text=text)


def commitment(
    *, due: dt.date | None = None, done: bool | None = None, changed: dt.date | None = dt.date(2023, 2, 1)
) -> Paper:
    return Paper(
        id="TZ202201-001", origin="toezeggingen", date=dt.date(2022, 1, 20), held=dt.date(2022, 1, 20), due=due,
        done=done, changed=changed,
        stated_kind="Toezegging", text="De Minister zegt toe te berichten over klanten van minderjarigen.",
        actors=(Actor(name="Linde", first=True),),
    )  # fmt: skip


def followed(*papers: Paper, on: dt.date = ON, topic: str | None = None) -> dict[str, Tracked]:
    lexicon, shelf = shipped_lexicon(), Shelf(papers)
    tracked = track(
        papers,
        {one.id: find(one, lexicon) for one in papers},
        references={one.id: references_in(one, shelf) for one in papers},
        lexicon=lexicon,
        setting=Setting(on=on, topic=topic),
    )
    return {one.id: one for one in tracked}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("De motie-Jansma c.s. is uitgevoerd.", "carried_out"),
        ("Hiermee is de motie-Jansma c.s. afgedaan.", "carried_out"),
        (
            "Ik ga in op de motie-Jansma c.s. (99 001, nr. 1). Hiermee beschouw ik deze motie als afgedaan.",
            "carried_out",
        ),
        ("De motie-Jansma c.s. voer ik niet uit.", "refused"),
        ("Ik zie af van uitvoering van de motie-Jansma c.s.", "refused"),
        ("De motie-Jansma c.s. is deels uitgevoerd.", "partly"),
        ("De motie-Jansma c.s. is nog niet uitgevoerd.", "overdue"),
        ("De motie-Jansma c.s. wordt uitgewerkt.", "overdue"),
        ("De motie-Jansma c.s. ken ik. Een ander plan is uitgevoerd.", "overdue"),
        ("Een brief over iets anders.", "overdue"),
        ("Zodra de motie-Jansma c.s. is uitgevoerd, informeer ik de Kamer.", "overdue"),
        ("Ik bekijk hoe de motie-Jansma c.s. voor de zomer uitgevoerd kan zijn.", "overdue"),
        ("Naar verwachting is de motie-Jansma c.s. in mei uitgevoerd, zo verwacht ik.", "overdue"),
    ],
)
def test_what_a_letter_says_decides_where_a_motion_stands(text: str, state: str) -> None:
    found = followed(motion(), letter(text))["99001-1"]
    assert found.state == state


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("{one} is in behandeling; {two} is uitgevoerd.", "overdue", "carried_out"),
        ("{one} is uitgevoerd en {two} wordt uitgewerkt.", "carried_out", "overdue"),
        ("{one} wordt uitgewerkt, maar {two} voer ik niet uit.", "overdue", "refused"),
        ("{one} en {two} zijn uitgevoerd.", "carried_out", "carried_out"),
        ("{one} is, mede gelet op {two}, uitgevoerd.", "carried_out", "overdue"),
        ("{one} is, net als {two}, uitgevoerd.", "carried_out", "carried_out"),
        ("Hiermee zijn {one} over de campagne en {two} over opsporing afgedaan.", "carried_out", "carried_out"),
    ],
)
def test_each_motion_of_a_sentence_has_what_its_own_clause_says(text: str, first: str, second: str) -> None:
    other = msgspec.structs.replace(motion(2), actors=(Actor(name="De Wit", first=True),))
    said = text.format(one="De motie-Jansma (99001-1)", two="de motie-De Wit (99001-2)")
    found = followed(motion(), other, letter(said))
    assert (found["99001-1"].state, found["99001-2"].state) == (first, second)


def test_an_answer_to_one_promise_of_a_letter_settles_that_one() -> None:
    promises = "Ik zeg toe over advertentiesites te berichten. Ik zeg toe de opvangplekken te tellen."
    answer = letter("De toezegging over advertentiesites in 99001-50 is afgedaan.", 51, day=dt.date(2023, 9, 1))
    found = followed(letter(promises), answer)
    assert [found[f"99001-50#{place}"].state for place in (1, 2)] == ["carried_out", "overdue"]


def test_a_settled_motion_has_the_day_and_the_passage() -> None:
    text = "Eerst iets anders. De motie-Jansma c.s. is uitgevoerd."
    found = followed(motion(term="voor 1 februari 2023 "), letter(text))["99001-1"]
    assert (found.settled, found.due, found.stated, found.days_late) == (
        dt.date(2023, 3, 1), dt.date(2023, 2, 1), True, 28,
    )  # fmt: skip
    (event,) = found.events
    assert event.passage.quote == "De motie-Jansma c.s. is uitgevoerd."
    assert text[event.passage.start : event.passage.end] == event.passage.quote


@pytest.mark.parametrize(("outcome", "state"), [("rejected", "not_adopted"), ("withdrawn", "withdrawn")])
def test_a_motion_that_was_not_adopted_is_never_late(outcome: Outcome, state: str) -> None:
    assert followed(motion(outcome=outcome))["99001-1"].state == state


def test_a_motion_counts_from_the_day_of_the_vote() -> None:
    assert followed(motion())["99001-1"].date == dt.date(2022, 1, 15)


@pytest.mark.parametrize(
    ("on", "state"),
    [(dt.date(2022, 12, 31), "open"), (dt.date(2023, 1, 15), "open"), (dt.date(2023, 1, 16), "overdue")],
)
def test_what_has_no_term_is_late_after_a_year(on: dt.date, state: str) -> None:
    found = followed(motion(), on=on)["99001-1"]
    assert (found.state, found.stated) == (state, False)


def test_letters_after_the_day_of_the_count_are_not_looked_at() -> None:
    papers = motion(term="voor 1 februari 2023 "), letter("De motie-Jansma c.s. is uitgevoerd.")
    assert followed(*papers, on=dt.date(2023, 2, 15))["99001-1"].state == "overdue"


def test_only_the_government_can_say_that_a_motion_is_carried_out() -> None:
    member = letter("Constaterende dat de motie-Jansma c.s. is uitgevoerd.", kind="Schriftelijke vragen")
    assert followed(motion(), member)["99001-1"].state == "overdue"


def test_a_changed_motion_takes_the_place_of_the_first() -> None:
    new = changed_to(motion(2, day=dt.date(2022, 1, 12)), "GEWIJZIGDE MOTIE TER VERVANGING VAN DIE GEDRUKT ONDER NR. 1")
    found = followed(motion(outcome=None), new)
    assert (found["99001-1"].state, found["99001-2"].state) == ("replaced", "overdue")


def changed_to(paper: Paper, head: str) -> Paper:
    return msgspec.structs.replace(paper, text=f"{head}\n{paper.text}", stated_kind="Motie (gewijzigd/nader)")


def test_a_recorded_commitment_is_kept_by_the_letter_that_says_so() -> None:
    text = "Op 20 januari 2022 is uw Kamer toegezegd te berichten. Hiermee doe ik die toezegging gestand."
    assert followed(commitment(), letter(text))["TZ202201-001"].state == "carried_out"


@pytest.mark.parametrize(("done", "state"), [(True, "carried_out"), (False, "overdue"), (None, "overdue")])
def test_the_clerks_of_the_house_may_call_a_commitment_kept(done: bool | None, state: str) -> None:  # noqa: FBT001
    assert followed(commitment(due=dt.date(2022, 12, 31), done=done))["TZ202201-001"].state == state


@pytest.mark.parametrize(
    ("changed", "state"),
    [(dt.date(2023, 2, 1), "carried_out"), (dt.date(2023, 2, 2), "overdue"), (None, "overdue")],
)
def test_what_the_clerks_say_counts_from_the_day_on_which_they_last_changed_it(
    changed: dt.date | None, state: str
) -> None:
    one = commitment(due=dt.date(2022, 12, 31), done=True, changed=changed)
    found = followed(one, on=dt.date(2023, 2, 1))["TZ202201-001"]
    assert (found.state, found.settled) == (state, None)


def test_the_patience_ends_with_the_calendar() -> None:
    last = motion(outcome=None, day=dt.date.max)
    assert followed(last, on=dt.date.max)["99001-1"].due is None


def test_a_promise_in_a_letter_is_followed_where_no_record_is_about_it() -> None:
    text = "Ik zeg uw Kamer toe dat ik voor de zomer van 2023 over advertentiesites bericht."
    found = followed(letter(text))["99001-50#1"]
    assert (found.state, found.due, found.text.quote) == ("overdue", dt.date(2023, 6, 30), text)


def test_a_promise_that_the_house_recorded_is_not_counted_twice() -> None:
    record = commitment()
    same = letter(f"Verslag. {record.text}", kind="Verslag van een commissiedebat")
    assert list(followed(record, same)) == ["TZ202201-001"]


def test_only_what_is_about_the_topic_is_followed() -> None:
    other = letter("Ik zeg uw Kamer toe dat ik over opvang bericht.")
    assert list(followed(motion(), other, topic="clients")) == ["99001-1"]


def test_a_motion_that_is_held_over_is_never_late() -> None:
    assert followed(motion(outcome="held_over"))["99001-1"].state == "open"


def test_a_decision_after_the_day_of_the_count_is_not_known_yet() -> None:
    found = followed(motion(outcome="rejected", day=dt.date(2024, 5, 30)))["99001-1"]
    assert (found.outcome, found.state, found.date) == (None, "open", dt.date(2024, 5, 30))


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("Anders dan per 1 maart 2020 gold, meld ik u dit uiterlijk 1 mei 2024.", dt.date(2024, 5, 1)),
        ("De evaluatie kwam in 2019; de campagne volgt in 2024.", dt.date(2024, 12, 31)),
        ("Wat voor de zomer van 2021 begon, eindigt voor de zomer van 2024.", dt.date(2024, 6, 30)),
    ],
)
def test_a_day_that_has_passed_does_not_hide_the_term(said: str, due: dt.date) -> None:
    found = find_deadline(said, 0, len(said), written=dt.date(2023, 3, 1))
    assert found is not None
    assert found.day == due
