"""Results out of answers: n, numerator, missing, keys."""

from __future__ import annotations

import msgspec

from vonnis.analysis.around import Read
from vonnis.analysis.making import Maker, split
from vonnis.analysis.words import catalogue
from vonnis.study.value import Datum, Known, not_stated, unclear

MAKER = Maker(source={"nl": "verzonnen", "en": "invented"}, parameters={"days": 100, "days_below": 99,
              "rule_nl": "", "rule_en": "", "intake_from": 2015, "intake_to": 2019})  # fmt: skip
ANSWERS: dict[str, Datum[bool]] = {
    "a": Known(value=True),
    "b": Known(value=False),
    "c": not_stated("silent"),
    "d": unclear("both"),
    "e": Known(value=True),
}


def test_a_share_is_of_the_valid_answers() -> None:
    share = MAKER.share("one_day_share", ANSWERS, level="client")
    assert (share.numerator, share.n, share.value) == (2, 3, 2 / 3)
    assert share.missing == {"not_stated": 1, "unclear": 1}
    assert share.units == ("a", "e")
    assert share.interval is not None


def test_a_share_of_nobody_has_no_value() -> None:
    share = MAKER.share("one_day_share", {"c": not_stated("silent")}, level="client")
    assert (share.value, share.n, share.interval) == (None, 0, None)
    assert share.basis is not None
    assert share.basis.remarks[0]["en"] == "No unit has a valid answer."


def test_a_level_that_is_read_as_a_census_has_no_interval() -> None:
    maker = msgspec.structs.replace(MAKER, reads={"client": Read("census")})
    census, other = (maker.share("one_day_share", ANSWERS, level=level) for level in ("client", "victim"))
    assert census.interval is None
    assert census.basis is not None
    assert census.basis.reading == "census"
    assert other.interval is not None


def test_a_median_is_of_the_valid_answers() -> None:
    answers: dict[str, Datum[float]] = {"a": Known(1.0), "b": Known(9.0), "c": Known(2.0), "d": not_stated("silent")}
    result = MAKER.statistic("service_hours_median", "median", answers=answers, unit="hour", level="client")
    assert (result.value, result.n, result.missing) == (2.0, 3, {"not_stated": 1})


def test_a_median_of_nothing_has_no_value() -> None:
    result = MAKER.statistic("service_hours_median", "median", answers={}, unit="hour", level="client")
    assert (result.value, result.n) == (None, 0)
    assert result.basis is not None
    assert result.basis.remarks[0]["en"] == "No unit has a valid answer."


def test_a_table_counts_each_unit_once() -> None:
    places: dict[str, Datum[tuple[int, int]]] = {"a": Known((0, 0)), "b": Known((1, 0)), "c": Known((0, 0)),
                                                 "d": unclear("both")}  # fmt: skip
    table = MAKER.table("victims_by_sex", places, level="victim", ordered=False)
    assert table.cells == ((2,), (1,))
    assert table.units == ((("a", "c"),), (("b",),))
    assert table.missing == {"unclear": 1}


def test_split_keeps_kinds_apart() -> None:
    assert split(ANSWERS) == ({"a": True, "b": False, "e": True}, {"not_stated": 1, "unclear": 1})


def test_every_word_stands_in_both_languages() -> None:
    words = catalogue()
    assert {tuple(sorted(each)) for each in words.figures.values()} == {("en", "nl")}
    for table in words.tables.values():
        assert len(table["nl"].rows) == len(table["en"].rows)
        assert len(table["nl"].columns) == len(table["en"].columns)
