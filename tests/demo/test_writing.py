"""Invented judgments: how a plan is worded, and that nothing real or cruel stands in it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from lxml import etree

import vonnis
from vonnis.demo.dealing import deal
from vonnis.demo.plan import PlannedJudgment
from vonnis.demo.wordings import wordings
from vonnis.demo.writing import compose, provisions, written_date
from vonnis.demo.xml import as_xml

ISSUED = dt.date(2023, 12, 14)
STYLES = ["noord", "oost", "zuid", "west", "midden", "hof"]
JUDGMENTS = deal(2023).judgments


def first_of(style: str) -> PlannedJudgment:
    return next(judgment for judgment in JUDGMENTS if judgment.style == style)


def lines(judgment: PlannedJudgment) -> list[str]:
    return [line for block in compose(judgment) for line in block.lines]


def test_a_date_is_written_out() -> None:
    assert written_date(dt.date(2017, 3, 3)) == "3 maart 2017"


@pytest.mark.parametrize("style", STYLES)
def test_every_style_writes_the_date_and_the_year_of_birth(style: str) -> None:
    judgment = first_of(style)
    text = "\n".join(lines(judgment))
    assert written_date(judgment.date) in text
    assert str(judgment.birth_year) in text


def test_no_slot_is_left_open() -> None:
    assert not [line for judgment in JUDGMENTS for line in lines(judgment) if re.search(r"[{}@]", line)]


def test_every_wording_of_a_channel_names_the_victim() -> None:
    texts = [text for texts in wordings().channels.values() for text in texts]
    assert texts
    assert all("{victim}" in text for text in texts)


@pytest.mark.parametrize("style", STYLES)
def test_the_envelope_is_that_of_the_open_data_service(style: str) -> None:
    judgment = first_of(style)
    read = vonnis.read(as_xml(judgment, issued=ISSUED), name="x.xml")
    assert (read.ecli, read.date, read.metadata.case_numbers) == (judgment.ecli, judgment.date, judgment.case_numbers)


def test_an_appeal_is_tied_to_its_first_judgment() -> None:
    judgment = first_of("hof")
    relations = vonnis.read(as_xml(judgment, issued=ISSUED), name="x.xml").metadata.relations
    assert [relation.ecli for relation in relations] == [judgment.appeal_from]


def test_the_mark_stands_in_the_text_and_in_the_metadata_of_each() -> None:
    for judgment in JUDGMENTS:
        root = etree.fromstring(as_xml(judgment, issued=ISSUED))
        title = root.findtext(".//{http://purl.org/dc/terms/}title") or ""
        text = vonnis.read(as_xml(judgment, issued=ISSUED), name="x.xml").text
        assert title.startswith("FICTIEF / FICTIONAL")
        assert text.startswith("FICTIEF / FICTIONAL")


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert as_xml(JUDGMENTS[0], issued=ISSUED) == as_xml(deal(2023).judgments[0], issued=ISSUED)


def test_a_sentence_brings_its_provisions() -> None:
    judgment = next(
        judgment
        for judgment in JUDGMENTS
        if {sanction.kind for sanction in judgment.imposed} == {"prison", "community_service"}
        and len(judgment.contacts) == 1
        and judgment.contacts[0].age >= 16
        and not any(sanction.suspended for sanction in judgment.imposed)
    )
    assert provisions(judgment) == ("9", "22b", "22c", "22d", "248b")
