"""An answer has one written form, and reads back as what it was; what is no answer is refused with a sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vonnis.codebook.codebook import Category, Variable
from vonnis.codebook.missing import Missing
from vonnis.codebook.values import Answer, Duration, Interval, PartialDate, read_answer, write_answer

TEXT = {"nl": "x", "en": "x"}
CATEGORIES = (
    Category(code=0, label=TEXT, alone=True),
    Category(code=1, label=TEXT),
    Category(code=97, label=TEXT),
)


def variable(type_: str, **settings: object) -> Variable:
    given = {"name": "x", "level": "victim", "type": type_, "label": TEXT, "question": TEXT, **settings}
    return Variable(**given)  # type: ignore[arg-type]


ONE = variable("category", categories=CATEGORIES)
SOME = variable("categories", categories=CATEGORIES)
WHOLE = variable("integer", least=0, most=20)
BETWEEN = variable("interval", least=0, most=17)
AMOUNT = variable("money", unit="EUR", least=0)
LENGTH = variable("duration")
DAY = variable("date")
YEAR = variable("date", precision="year")

GOOD: list[tuple[Variable, str, Answer, str]] = [
    (ONE, "1", 1, "1"),
    (SOME, " 97 ; 1 ", (1, 97), "1;97"),
    (SOME, "0", (0,), "0"),
    (SOME, "-8", Missing.NOT_STATED, "-8"),
    (WHOLE, "20", 20, "20"),
    (BETWEEN, "16..17", Interval(16, 17), "16..17"),
    (BETWEEN, "16", Interval(16, 16), "16"),
    (AMOUNT, "150", Decimal("150.00"), "150.00"),
    (LENGTH, "p18m", Duration(months=18), "P18M"),
    (LENGTH, "P2Y6M3W1D", Duration(2, 6, 3, 1), "P2Y6M3W1D"),
    (LENGTH, "PT120H", Duration(hours=120), "PT120H"),
    (LENGTH, "P0D", Duration(), "P0D"),
    (DAY, "2016-05-03", PartialDate(2016, 5, 3), "2016-05-03"),
    (YEAR, "2016", PartialDate(2016), "2016"),
    (YEAR, "2016-05", PartialDate(2016, 5), "2016-05"),
    (ONE, "not_stated", Missing.NOT_STATED, "-8"),
    (ONE, "-9", Missing.UNCLEAR, "-9"),
]
BAD = [
    (ONE, "2", "its codes are 0, 1, 97"),
    (ONE, "man", "`man` is no category"),
    (ONE, "", "`` is no category"),
    (ONE, "-7", "-7 (not_applicable) is no answer to x"),
    (SOME, "1;1", "1 stands twice"),
    (SOME, "0;1", "0 excludes the other answers"),
    (WHOLE, "21", "outside the range of x (from 0 to 20)"),
    (WHOLE, "1.5", "is no whole number"),
    (WHOLE, "٣", "is no whole number"),
    (BETWEEN, "17..16", "is no number or interval"),
    (BETWEEN, "16..18", "outside the range"),
    (AMOUNT, "€ 150", "takes one in EUR"),
    (AMOUNT, "-1", "outside the range of x (from 0)"),
    (LENGTH, "18 maanden", "takes one as P18M"),
    (LENGTH, "P", "is no duration"),
    (DAY, "2016-02-30", "is no day of the calendar"),
    (DAY, "2016-05", "not precise enough"),
    (DAY, "3 mei 2016", "takes one as 2016-05-03"),
    (YEAR, "0001", "outside the years"),
]


@pytest.mark.parametrize(("question", "text", "answer", "written"), GOOD, ids=[f"{r[0].type} {r[1]}" for r in GOOD])
def test_an_answer_reads_and_writes(question: Variable, text: str, answer: Answer, written: str) -> None:
    assert read_answer(question, text) == answer
    assert write_answer(answer) == written
    assert read_answer(question, written) == answer


@pytest.mark.parametrize(("question", "text", "sentence"), BAD, ids=[f"{r[0].type} {r[1]!r}" for r in BAD])
def test_what_is_no_answer_is_refused(question: Variable, text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        read_answer(question, text)
    assert sentence in str(caught.value)


def test_a_date_in_part_has_a_first_and_a_last_day() -> None:
    month = PartialDate(2016, 2)
    assert (month.precision, month.first.day, month.last.day) == ("month", 1, 29)
    assert (PartialDate(2016).first.month, PartialDate(2016).last.month) == (1, 12)
