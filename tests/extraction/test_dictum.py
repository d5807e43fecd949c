"""What a dictum imposes, clause by clause, in the wordings of Dutch courts."""

from __future__ import annotations

from pathlib import Path
from time import thread_time
from typing import Any

import pytest
import yaml

from vonnis.extraction.dictum import DictumReader

CASES: dict[str, dict[str, Any]] = {
    name: case
    for path in sorted(Path(__file__).parent.glob("dicta*.yaml"))
    for name, case in yaml.safe_load(path.read_text("utf-8")).items()
}


def read(text: str) -> DictumReader:
    """Read a dictum that opens as courts open it."""
    dictum = f"De rechtbank:\n{text}"
    return DictumReader(dictum, 0, len(dictum))


@pytest.mark.parametrize("name", CASES)
def test_clauses_are_read_into_sanctions(name: str) -> None:
    sanctions = read(CASES[name]["text"]).sanctions()
    found = [[s.kind, s.total, s.suspended, s.probation, s.substitute] for s in sanctions]
    assert sorted(found, key=str) == sorted(CASES[name]["sanctions"], key=str)


@pytest.mark.parametrize("name", CASES)
def test_each_value_has_its_passage(name: str) -> None:
    reader = read(CASES[name]["text"])
    for sanction in reader.sanctions():
        sanction.evidence.check(reader.text)
        for part in ("suspended", "probation", "substitute", "after_deduction"):
            assert (getattr(sanction, part) is None) == (part not in sanction.parts)
        for span in sanction.parts.values():
            span.check(reader.text)


@pytest.mark.parametrize(
    ("clause", "deducted"),
    [
        ("beveelt dat de tijd in voorlopige hechtenis doorgebracht in mindering wordt gebracht;", True),
        ("beveelt dat de tijd in verzekering doorgebracht niet in mindering gebracht zal worden;", False),
        ("veroordeelt verdachte tot een gevangenisstraf van 2 maanden, met aftrek van voorarrest;", True),
        ("bepaalt dat de tijd, voor zover die niet reeds op een andere straf in mindering is gebracht;", False),
        ("veroordeelt verdachte tot een gevangenisstraf van 2 maanden;", False),
        ("veroordeelt verdachte tot een gevangenisstraf van 2 maanden, met aftrek;", True),
        ("veroordeelt verdachte tot een gevangenisstraf van 2 maanden m.a.v.;", True),
        ("veroordeelt verdachte tot een gevangenisstraf van 2 maanden, met aftrek ex art. 27 Sr;", True),
        ("bepaalt dat de tijd die de verdachte al heeft vastgezeten van de straf wordt afgetrokken;", True),
        ("bepaalt dat de dagen die verdachte vast heeft gezeten van de straf afgaan;", True),
        ("bepaalt dat de ene dag die verdachte op het politiebureau vastzat van de straf afgaat;", True),
        ("beveelt dat de tijd in overleveringsdetentie doorgebracht in mindering wordt gebracht;", True),
        ("ontzegt verdachte de rijbevoegdheid voor 2 maanden, met aftrek overeenkomstig artikel 179 WVW;", False),
    ],
    ids=[
        *("ordered", "refused", "within the sentence", "no custody named", "not mentioned"),
        *(
            "no more than deduction",
            "cut short",
            "by its article",
            "plainly",
            "most plainly",
            "of one day in a station",
            "abroad",
            "of a licence held",
        ),
    ],
)
def test_deduction_of_custody(clause: str, deducted: bool) -> None:  # noqa: FBT001 - a case is given by place
    assert (read(clause).deducted is not None) is deducted


def test_charges_are_kept_with_their_sentence() -> None:
    sanctions = read("veroordeelt verdachte ten aanzien van feit 2 tot hechtenis voor de duur van 2 weken;").sanctions()
    assert [s.charges for s in sanctions] == [("2",)]


def test_numbers_that_disagree_raise_a_doubt() -> None:
    doubts = list(read("veroordeelt verdachte tot een gevangenisstraf van 8 (negen) maanden;").doubts())
    assert [d.field for d in doubts] == ["imposed"]


def test_a_hospital_order_of_no_form_is_in_doubt() -> None:
    (doubt,) = read(CASES["hospital_order_of_no_form"]["text"]).doubts()
    assert (doubt.field, doubt.evidence.quote if doubt.evidence else "") == ("imposed", "terbeschikkingstelling")


def test_hours_after_deduction_are_kept_beside_the_total() -> None:
    (sanction,) = read(CASES["community_service_after_deduction"]["text"]).sanctions()
    assert (sanction.total, sanction.after_deduction) == ("PT150H", "PT146H")


def test_two_orders_for_one_length_stay_two() -> None:
    order = "gelast de tenuitvoerlegging van de bij vonnis van {} opgelegde gevangenisstraf van 2 maanden;\n"
    sanctions = read(order.format("3 mei 2018") + order.format("4 juni 2019")).sanctions()
    assert [s.total for s in sanctions] == ["P2M", "P2M"]


@pytest.mark.parametrize("mark", ["- \n", "1.", "a) ", "twee honderd ", "€ 1,- [a] "])
def test_a_dictum_full_of_one_mark_is_read_in_time(mark: str) -> None:
    began = thread_time()
    read(f"veroordeelt verdachte tot {mark * (40_000 // len(mark))}")
    assert thread_time() - began < 5.0  # a pattern that tries every run of marks takes minutes
