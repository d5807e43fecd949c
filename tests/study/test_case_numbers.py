"""A parketnummer never stands where anybody who has the study could read it."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from tests.study.codings import AT, coding
from vonnis.errors import StudyError
from vonnis.study.case_numbers import holds_case_number, known_offices, refuse_case_numbers
from vonnis.study.coding import Locator, Passage
from vonnis.study.erasure import Erasure
from vonnis.study.permission import Statement

SPELLINGS = (
    "99_123456_16",
    "99/ 123456-16",
    "99//123456-16",
    "99/123456-16",
    "99-123456-16",
    "99.123456.16",
    "99 123456 16",
    "99/12345616",
    "99123456-16",
    "9912345616",
)


@pytest.mark.parametrize("number", SPELLINGS)
@pytest.mark.parametrize(
    "record",
    [
        coding("D1", "k_sex", 1, evidence=(Locator("vonnis {}"),)),
        coding("D1", "k_sex", 1, evidence=(Locator("vonnis", page="3, {}"),)),
        Statement(coder="A", source="files", signed=dt.date(2026, 1, 2), reference="map_{}", noted_by="E", at=AT),
        Erasure(unit="D1", ground="request", reference="letter about {}.", erased_by="E", at=AT),
    ],
    ids=["document", "page", "statement", "erasure"],
)
def test_one_is_refused_however_it_is_written(record: msgspec.Struct, number: str) -> None:
    kind = type(record)
    given = msgspec.json.decode(msgspec.json.encode(record).replace(b"{}", number.encode()), type=kind)
    with pytest.raises(StudyError, match=r"holds what looks like a parketnummer") as caught:
        refuse_case_numbers([given])
    assert number not in str(caught.value)


@pytest.mark.parametrize(
    "words",
    ["pv 12, 3 May 2026", "PaG/2026/123", "2026-05-03", "letter 20260503", "D0001-1", "page 123456", "0", "a" * 64],
)
def test_what_is_no_case_number_stays(words: str) -> None:
    refuse_case_numbers([coding("D1", "k_sex", 1, evidence=(Locator(words, page=words),))])
    refuse_case_numbers({"file": words, "digest": "1234567890abcdef" * 4, "packs": [{"coder": words}]})


def test_the_documents_of_published_judgments_are_named_as_they_are() -> None:
    refuse_case_numbers([coding("D1", "k_sex", 1, evidence=(Passage("99-123456-16", 0, 1),))])


def test_the_log_takes_none_either() -> None:
    with pytest.raises(StudyError, match="file in the log holds what looks like"):
        refuse_case_numbers({"packs": [{"file": "back of 99/123456-16.age"}]})


@pytest.mark.parametrize(
    "words",
    [
        "16/123456-16",
        "16.123456.16",
        "96-123456-24",
        "2200012320",
        "20-000123-05",
        "20000123-05",
        "2000012305",
        "20.000123.99",
        "arrest_23-001234-21.pdf",
        "13123456-19 and more",
        "06/123456-09",
        "pv 83/123456-20, p. 3",
    ],
)
def test_numbers_of_offices_and_of_courts_of_appeal_are_known(words: str) -> None:
    assert holds_case_number(words)


@pytest.mark.parametrize(
    "words",
    [
        "0612345678",
        "06-12345612",
        "06 12345612",
        "0612345612",
        "010-1234567",
        "030 123 45 67",
        "+31612345678",
        "20261104-interview.pdf",
        "20261104-12.pdf",
        "20261104 10 notes",
        "2026110410",
        "04112026-10.pdf",
        "04-11-2026",
        "BVH 2021088978",
        "55/123456-16",
        "16/123456-77",
        "L2026110410-scan",
        "ECLI:NL:RBAMS:2021:2514",
    ],
)
def test_telephone_numbers_dates_and_other_numbers_are_none(words: str) -> None:
    assert not holds_case_number(words)


def test_every_code_says_whose_it_is_and_stands_once() -> None:
    offices = list(known_offices())
    assert len({office.code for office in offices}) == len(offices) > 25
    assert all(office.office and len(office.code) == 2 for office in offices)
