"""Final values in place of what a machine read: what follows from them is computed anew, and silence stays silence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.study.invented import judgment
from tests.study.test_assembly import dataset, kind
from vonnis.analysis.assembled import units_of_dataset
from vonnis.codebook.missing import Missing
from vonnis.errors import StudyError
from vonnis.extraction.record import Doubt
from vonnis.study.dataset import Client, Dataset
from vonnis.study.final_plan import level_of
from vonnis.study.overruling import FinalAnswer, Key, overruled
from vonnis.study.protocol import Parameters
from vonnis.study.value import Known, Source

PAGE = (Source("dossier", None, page="3", by="A"),)


def given(*answers: tuple[str, str | Missing], of: Dataset | None = None) -> Dataset:
    """Return a study of one client whose coders gave these final values."""
    read = of or dataset(judgment())
    client, victim = read.clients[0].id, read.victims[0].id
    finals: dict[Key, FinalAnswer] = {}
    for field, answer in answers:
        level = level_of(field)  # type: ignore[arg-type]
        key: Any = (field, "" if level == "victim" else client, "" if level == "defendant" else victim)
        missing = answer if isinstance(answer, Missing) else None
        value = None if isinstance(answer, Missing) else answer
        finals[key] = FinalAnswer(value=value, missing=missing, reason="A", sources=PAGE)
    return overruled(read, finals, parameters=Parameters())


def client(*answers: tuple[str, str | Missing]) -> Client:
    return given(*answers).clients[0]


def test_without_final_values_nothing_changes() -> None:
    assert given() == dataset(judgment())


def test_a_sentence_takes_its_class_and_places_from_the_coders() -> None:
    found = client(("custody", "P4M"), ("service", "P0D"))
    assert isinstance(found.imposed, Known)
    assert (found.imposed.value.custody_days, found.imposed.value.service_hours) == (120, 0)
    assert found.imposed.value.kinds == ("prison",)
    assert found.imposed.sources[:1] == PAGE
    assert getattr(found.sentence_class, "value", None) == "days_100_or_more"


def test_a_sentence_of_which_a_part_is_missing_is_missing() -> None:
    found = client(("custody", "P4M"), ("service", Missing.UNCLEAR))
    assert (kind(found.imposed), kind(found.sentence_class)) == (Missing.UNCLEAR, Missing.UNCLEAR)


def test_more_suspended_than_imposed_is_unclear() -> None:
    assert kind(client(("custody", "P1M"), ("custody_suspended", "P2M")).imposed) is Missing.UNCLEAR


DOUBTED = Doubt("imposed", "words and digits differ")


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ((("custody", "P1M"),), Missing.UNCLEAR),
        ((("custody", "P1M"), ("service", "PT40H")), Missing.UNCLEAR),
        ((("custody", "P1M"), ("custody_suspended", Missing.NOT_STATED), ("service", "PT40H")), Missing.NOT_STATED),
        ((("custody", "P1M"), ("custody_suspended", "P0D"), ("service", "PT40H")), None),
        ((("custody", "P0D"), ("service", "PT40H")), None),
        ((("custody", "P0D"), ("custody_suspended", Missing.NOT_APPLICABLE), ("service", "PT40H")), None),
    ],
    ids=["prison", "no suspended part", "suspended not stated", "all", "no prison", "no prison, skipped"],
)
def test_a_sentence_that_the_machine_doubts_needs_all_of_it_coded(
    answers: tuple[tuple[str, str | Missing], ...], missing: Missing | None
) -> None:
    found = given(*answers, of=dataset(judgment(failures=(DOUBTED,)))).clients[0]
    assert (kind(found.imposed), kind(found.sentence_class)) == (missing, missing)


def test_what_nobody_read_of_a_sentence_is_missing_and_not_nought() -> None:
    answers = (("custody", "P1M"), ("custody_suspended", "P0D"), ("service", "PT40H"))
    read = given(*answers, of=dataset(judgment(failures=(DOUBTED,))))
    (row,) = units_of_dataset(read, rule=Parameters().day_rule)["defendant"].frame.to_dicts()
    assert (row["k_imp_prison"], row["k_imp_hours"]) == (30, 40)
    assert (row["k_imp_fine"], row["k_imp_hours_suspended"]) == (None, None)
    unclear = int(Missing.UNCLEAR)
    assert (row["k_imp_fine_mis"], row["k_imp_hours_suspended_mis"]) == (unclear, unclear)


def test_a_value_that_the_machine_read_too_keeps_its_passages() -> None:
    same, other = client(("birth_year", "1980")).birth_year, client(("birth_year", "1981")).birth_year
    assert same.sources == (*PAGE, *client().birth_year.sources)
    assert other.sources == PAGE


def test_a_sentence_of_which_the_machine_read_a_part_keeps_its_passages() -> None:
    found = client(("service", "PT40H"))
    assert found.imposed.sources == (*PAGE, client().imposed.sources[0])


def test_the_age_gap_follows_from_year_of_birth_and_age_at_the_contact() -> None:
    before = client().age_gap
    after = client(("birth_year", "1950"), ("contact_age", "14")).age_gap
    assert isinstance(before, Known)
    assert isinstance(after, Known)
    assert after.value.low > before.value.low
    assert after.sources[0] == PAGE[0]


def test_a_day_that_is_not_known_gives_no_age() -> None:
    assert kind(client(("first_contact", "2016-05")).age_gap) is Missing.UNCLEAR


@pytest.mark.parametrize(
    ("answer", "missing"),
    [("no", Missing.NOT_STATED), (Missing.UNCLEAR, Missing.UNCLEAR), ("yes", None)],
    ids=["not stated", "unclear", "stated"],
)
def test_whether_a_demand_is_stated_is_the_coders_word(answer: str | Missing, missing: Missing | None) -> None:
    assert kind(client(("demand_stated", answer)).demanded) is missing


def test_a_demand_that_the_machine_did_not_read_is_unclear_where_coders_found_one() -> None:
    silent = dataset(judgment(demanded=None))
    assert kind(given(("demand_stated", "yes"), of=silent).clients[0].demanded) is Missing.UNCLEAR


def test_sex_age_and_channels_of_a_victim_are_the_coders() -> None:
    found = given(("victim_sex", "male"), ("victim_age", "13..14"), ("channels", "street;chat"))
    (victim,) = found.victims
    assert isinstance(victim.age, Known)
    assert (getattr(victim.sex, "value", None), victim.age.value.min, victim.age.value.max) == ("male", 13, 14)
    assert getattr(victim.channels, "value", None) == ("chat", "street")
    assert getattr(victim.on_legal_site, "value", None) is False
    assert getattr(found.clients[0].legal_site_contact, "value", None) is False


def test_silence_of_a_file_stays_silence() -> None:
    assert kind(given(("channels", Missing.NOT_STATED)).victims[0].on_legal_site) is Missing.NOT_STATED


def test_hours_may_be_coded_as_a_number() -> None:
    found = client(("service", "40")).imposed
    assert isinstance(found, Known)
    assert found.value.service_hours == 40


def test_an_amount_in_another_unit_is_refused() -> None:
    with pytest.raises(StudyError, match="no duration in hours"):
        client(("service", "P3M"))
