"""What the publisher states about a judgment."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from time import thread_time

import pytest
from lxml import etree

from tests.judgment.readers.envelopes import ECLI, envelope
from vonnis.judgment.judgment import Metadata, Relation
from vonnis.judgment.readers.envelope import case_numbers_in, read_metadata

STATED = Metadata(
    ecli=ECLI,
    court="Rechtbank Fictie",
    date=dt.date(2020, 1, 2),
    case_numbers=("08.990007.20", "08-990014-18"),
    type="uitspraak",
    procedures=("Eerste aanleg - meervoudig", "Op tegenspraak"),
    subjects=("Strafrecht",),
    relations=(Relation("ECLI:NL:GHFIC:2021:7", "hogerBeroep", "latereAanleg", "bekrachtiging/bevestiging"),),
    issued=dt.date(2020, 2, 3),
    modified=dt.datetime(2020, 3, 4, 5, 6, 7),  # noqa: DTZ001 - the service states no zone
    replaces=("BX0000",),
)


@pytest.mark.parametrize("field", STATED.__struct_fields__)
def test_field(field: str) -> None:
    assert getattr(read_metadata(etree.fromstring(envelope())), field) == getattr(STATED, field)


def test_what_is_not_in_the_form_of_its_kind_is_not_stated() -> None:
    data = envelope().replace(b"2020-01-02", b"2 januari").replace(b"2020-03-04T05:06:07", b"gisteren")
    data = data.replace(b"<dcterms:type>Uitspraak", b"<dcterms:type>Brief")
    metadata = read_metadata(etree.fromstring(data))
    assert (metadata.date, metadata.type) == (None, None)
    assert metadata.modified == dt.datetime(2021, 1, 1)  # noqa: DTZ001 - from the second block


def test_no_metadata() -> None:
    assert read_metadata(etree.fromstring("<open-rechtspraak/>")) == Metadata()


@pytest.mark.parametrize(
    ("statement", "numbers"),
    [
        pytest.param("08.990007.20", ["08.990007.20"], id="one"),
        pytest.param("08.990007.20 en 08-990014-18 (vordering TUL)", ["08.990007.20", "08-990014-18"], id="and"),
        pytest.param("16/990028-17 (P)", ["16/990028-17"], id="remark"),
        pytest.param("12/00440 12/00443 12/00444", ["12/00440", "12/00443", "12/00444"], id="by spaces"),
        pytest.param("AWB 10/123, AWB 10/124", ["AWB 10/123", "AWB 10/124"], id="with a prefix"),
        pytest.param("C/10/123456 / HA ZA 12-34", ["C/10/123456", "HA ZA 12-34"], id="two systems"),
        pytest.param("onbekend", [], id="no number"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_case_numbers(statement: str, numbers: list[str]) -> None:
    assert list(case_numbers_in(statement)) == numbers


def test_real_documents_state_ecli_court_and_day(judgments: Path) -> None:
    for path in sorted((judgments / "xml").glob("*.xml")):
        metadata = read_metadata(etree.fromstring(path.read_bytes().strip()))
        assert metadata.ecli == path.stem.replace("_", ":")
        assert metadata.court
        assert metadata.date is not None
        assert 1900 < metadata.date.year < 2030


def test_a_long_blank_between_case_numbers_takes_no_time() -> None:
    began = thread_time()
    assert list(case_numbers_in(f"08-990014-18{' ' * 20_000}en 08-990015-18")) == ["08-990014-18", "08-990015-18"]
    assert thread_time() - began < 1.0
