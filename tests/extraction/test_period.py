"""Offence periods, in invented charges in the courts' wording."""

from __future__ import annotations

import datetime as dt
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extraction.material import HEAD, invented
from vonnis.extraction.dates import first_day, last_day, parts_of
from vonnis.extraction.defendant import find_defendant
from vonnis.extraction.period import find_offence_period
from vonnis.extraction.record import Period

DICTUM = "\nDe beslissing\nDe rechtbank:\nverklaart bewezen dat de verdachte het feit heeft begaan.\n"
CASES = {
    "one day": ("hij op 5 maart 2012 te X heeft gestolen", "2012-03-05", "2012-03-05"),
    "on or about": ("hij op of omstreeks 5 maart 2012 te X heeft gestolen", "2012-03-05", "2012-03-05"),
    "leading zero": ("zij op 05 maart 2012 te X", "2012-03-05", "2012-03-05"),
    "figures": ("hij op 05-03-2012 te X", "2012-03-05", "2012-03-05"),
    "period": (
        "hij in of omstreeks de periode van 15 november 2008 tot en met 13 maart 2009 te X",
        "2008-11-15",
        "2009-03-13",
    ),
    "t/m": ("hij in de periode van 24 oktober 2019 t/m 4 november 2019 te X", "2019-10-24", "2019-11-04"),
    "tussen en": ("hij tussen 1 januari 2010 en 3 februari 2010 te X", "2010-01-01", "2010-02-03"),
    "days of one month": ("hij in de periode van 1 tot en met 5 maart 2012 te X", "2012-03-01", "2012-03-05"),
    "months of one year": ("hij in de periode van 1 mei tot en met 5 juni 2012 te X", "2012-05-01", "2012-06-05"),
    "whole months": ("hij in de periode van mei 2011 tot en met juni 2012 te X", "2011-05-01", "2012-06-30"),
    "a month": ("hij in of omstreeks de maand februari 2012 te X", "2012-02-01", "2012-02-29"),
    "a year": ("hij in of omstreeks het jaar 2012 te X", "2012-01-01", "2012-12-31"),
    "broken line": ("hij in de periode van 1 mei 2008 tot en met 3 maart\n2009 te X", "2008-05-01", "2009-03-03"),
    "times": ("hij op een of meer tijdstippen in of omstreeks de periode van 1 mei 2011 tot en met 2 mei 2011",
              "2011-05-01", "2011-05-02"),
    "numbered": ("1. hij op 5 maart 2012 te X\n2.\nhij op 7 mei 2013 te Y", "2012-03-05", "2013-05-07"),
    "two days": ("hij op 5 maart 2012 en op 9 maart 2012 te X", "2012-03-05", "2012-03-09"),
    "placeholder": ("[verdachte] op 5 maart 2012 te X", "2012-03-05", "2012-03-05"),
    "no person": ("op tijdstippen in de periode van 1 mei 2011 tot en met 2 mei 2011 te X", "2011-05-01", "2011-05-02"),
}  # fmt: skip


@pytest.mark.parametrize(("charge", "first", "last"), CASES.values(), ids=CASES)
def test_period_of_what_is_proven(charge: str, first: str, last: str) -> None:
    judgment = invented(f"{HEAD}De bewezenverklaring\nbewezen is dat\n{charge} een goed heeft weggenomen.\n{DICTUM}")
    answer = find_offence_period(judgment)
    assert answer.value == Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert all(span.check(judgment.text) for span in answer.evidence["offence_period"])


@pytest.mark.parametrize(
    "sentence",
    [
        "Verdachte heeft verklaard dat hij op 5 maart 2012 thuis was.",
        "Verdachte is bij vonnis van 5 maart 2012 veroordeeld.",
        "Op 5 maart 2012 heeft de politie de woning bezocht.",
        "Dit blijkt uit het proces-verbaal van 5 maart 2012.",
        "De verdachte is niet verschenen. Op de zitting van 5 maart 2012 is dit gezegd.",
    ],
    ids=["statement", "earlier sentence", "police", "record", "hearing"],
)
def test_other_dates_do_not_count(sentence: str) -> None:
    judgment = invented(f"{HEAD}De bewezenverklaring\n{sentence}\n{DICTUM}")
    assert find_offence_period(judgment).value is None


def test_proof_goes_before_charge() -> None:
    charge = (
        "De tenlastelegging\nten laste is gelegd dat\nhij in de periode van 1 mei 2011 tot en met 9 mei 2011 te X\n"
    )
    proof = "De bewezenverklaring\nbewezen is dat\nhij op 4 mei 2011 te X\n"
    both = find_offence_period(invented(HEAD + charge + proof + DICTUM)).value
    charged = find_offence_period(invented(HEAD + charge + DICTUM)).value
    assert both == Period(dt.date(2011, 5, 4), dt.date(2011, 5, 4))
    assert charged == Period(dt.date(2011, 5, 1), dt.date(2011, 5, 9))


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("op 5 maart 2031", "after the day of the judgment"),
        ("in de periode van 9 mei 2011 tot en met 1 mei 2011", "ends before it starts"),
    ],
    ids=["after judgment", "turned around"],
)
def test_impossible_days_are_a_doubt(when: str, reason: str) -> None:
    judgment = invented(f"{HEAD}De bewezenverklaring\ndat\nhij {when} te X\n{DICTUM}", date=dt.date(2020, 10, 15))
    answer = find_offence_period(judgment)
    assert answer.value is None
    assert reason in answer.doubts[0].reason


@pytest.mark.parametrize("text_is", ["abstract", "judgment"])
def test_nothing_to_find(text_is: str) -> None:
    assert find_offence_period(invented("", text_is=text_is)).value is None  # type: ignore[arg-type]


MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")  # fmt: skip


@given(st.dates(dt.date(1950, 1, 1), dt.date(2040, 12, 31)))
def test_a_written_day_is_read_back(day: dt.date) -> None:
    for written in (
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day:%d-%m-%Y}",
        f"{day.day}/{day.month}/{day.year}",
    ):
        assert first_day(parts_of(written)) == last_day(parts_of(written)) == day


@given(st.dates(dt.date(1990, 1, 1), dt.date(2024, 12, 31)), st.integers(0, 2_000))
def test_a_written_period_is_read_back(first: dt.date, days: int) -> None:
    last = first + dt.timedelta(days)
    one, other = (f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in (first, last))
    judgment = invented(
        f"{HEAD}De bewezenverklaring\ndat\nhij in de periode van {one} tot en met {other} te X\n{DICTUM}"
    )
    assert find_offence_period(judgment).value == Period(first, last)


@pytest.mark.parametrize(
    "text", ["31 februari 2020", "maart", "", "5"], ids=["no such day", "no year", "empty", "a number"]
)
def test_what_is_no_day(text: str) -> None:
    assert first_day(parts_of(text)) is None


@pytest.mark.parametrize("mark", ["- \n", "1.\n", "\n1. "], ids=["bullets", "numbers", "numbers-apart"])
def test_a_text_full_of_empty_list_items_is_read_in_time(mark: str) -> None:
    text = f"{HEAD}\nTenlastelegging\n{mark * 20_000}\nhij op 3 maart 2019 te Rotterdam\n"
    began = thread_time()
    find_offence_period(invented(text))
    find_defendant(invented(text))
    assert thread_time() - began < 3.0  # a pattern that tries every run of items takes an hour


@pytest.mark.parametrize(
    "proven",
    [
        "De politierechter acht bewezen dat verdachte op 12 maart 2012 te X een fiets heeft gestolen.",
        "Het Gerecht acht wettig en overtuigend bewezen dat de verdachte op 12 maart 2012 te X",
        "3.2. De rechtbank acht bewezen dat verdachte\nop 12 maart 2012 te X een fiets heeft gestolen.",
        "Bewezen is verklaard dat verdachte in de periode van 12 maart 2012 tot en met 12 maart 2012 te X",
    ],
    ids=["two figures", "overseas", "in the evidence", "is declared"],
)
@pytest.mark.parametrize(
    "heading", ["De bewezenverklaring\n", "Waardering van het bewijs\n", ""], ids=["own", "other", "none"]
)
def test_proof_in_one_sentence_with_or_without_a_heading(heading: str, proven: str) -> None:
    day = dt.date(2012, 3, 12)
    assert find_offence_period(invented(f"{HEAD}{heading}{proven}\n{DICTUM}")).value == Period(day, day)


def test_evidence_among_the_proof_is_no_charge() -> None:
    evidence = "Uit de beelden blijkt dat verdachte op 25 maart 2012 in de loods was."
    text = f"{HEAD}De bewezenverklaring\nbewezen is dat\nhij op 26 maart 2012 te X heeft geheeld.\n{evidence}\n{DICTUM}"
    assert find_offence_period(invented(text)).value == Period(dt.date(2012, 3, 26), dt.date(2012, 3, 26))


def test_a_charge_in_one_line_with_everything_else_is_dated() -> None:
    charge = (
        "Aan verdachte is ten laste gelegd dat hij op of omstreeks 14 december 2005 te X een fiets heeft weggenomen."
    )
    text = f"{HEAD}{charge} De rechtbank acht bewezen hetgeen is ten laste gelegd. {DICTUM}"
    day = dt.date(2005, 12, 14)
    assert find_offence_period(invented(text.replace("\n", " "))).value == Period(day, day)
