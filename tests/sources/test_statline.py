"""Yearly numbers from a statistics service on loopback, by v4, by v3, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sources.odata import Handler, service
from vonnis.errors import GoneError, ServiceError
from vonnis.sources.client import manners
from vonnis.sources.statline import StatLine, fetch


@pytest.fixture
def address() -> Iterator[str]:
    with service() as running:
        yield running


def fetched(address: str, table: str, measure: str = "M1", *, older: bool = True, code: str = "all") -> StatLine:
    v4, v3 = (manners(f"{address}/{version}", rate=500, contact="test") for version in ("v4", "v3"))
    return fetch(table, measure, where={"Soort": code}, v4=v4, v3=v3 if older else None)


def test_whole_years_come_from_v4_over_its_pages(address: str) -> None:
    found = fetched(address, "NEW")
    assert [(one.year, one.number) for one in found.years] == [(2014, 16), (2015, 112), (2017, 24)]
    assert (found.version, found.without_number, found.years[-1].status) == ("v4", (2016,), "Voorlopig")
    assert sum("Observations" in path for path in Handler.asked) == 3


def test_a_table_that_v4_lacks_comes_from_v3(address: str) -> None:
    found = fetched(address, "OLD", "Suspects_1")
    assert [(one.year, one.number) for one in found.years] == [(2014, 16), (2015, 112), (2017, 24)]
    assert (found.version, found.title) == ("v3", "Suspects")


def test_a_busy_service_is_asked_again(address: str) -> None:
    Handler.fails = 2
    assert fetched(address, "NEW").years


def test_thousands_are_people(address: str) -> None:
    assert fetched(address, "NEW", "M3").years[0].number == 16_000


WRONG = [
    pytest.param("GONE", "M1", "all", GoneError, "no table GONE in the services", id="table"),
    pytest.param("NEW", "M9", "all", GoneError, "no measure 'M9'", id="measure"),
    pytest.param("NEW", "M2", "all", ServiceError, "counts in '%'", id="percentage"),
    pytest.param("NEW", "M1", "some", ServiceError, "more than one number for 2014", id="dimension left open"),
    pytest.param("../x", "M1", "all", ServiceError, "no name of a table", id="name"),
]


@pytest.mark.parametrize(("table", "measure", "code", "kind", "words"), WRONG)
def test_what_cannot_be_had_is_one_sentence(
    address: str, table: str, measure: str, code: str, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        fetched(address, table, measure, older=False, code=code)


@pytest.mark.parametrize(
    ("table", "measure", "words"),
    [
        pytest.param("GONE", "M1", "no table GONE", id="neither has the table"),
        pytest.param("NEW", "M9", "NEW has no measure 'M9'", id="v4 lacks the measure"),
        pytest.param("OLD", "M9", "OLD has no measure 'M9'", id="v3 lacks the measure"),
    ],
)
def test_what_neither_service_has_is_told_by_what_lacks(address: str, table: str, measure: str, words: str) -> None:
    with pytest.raises(GoneError, match=words):
        fetched(address, table, measure)
