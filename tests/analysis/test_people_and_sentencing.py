"""Figures and tables over a handful of invented clients, small enough to count by hand."""

from __future__ import annotations

import msgspec
import pytest

from tests.study.invented import channel, judgment, link, sanction, victim
from vonnis.analysis import people, sentencing
from vonnis.analysis.assembled import units_of_dataset
from vonnis.analysis.making import Maker
from vonnis.analysis.result import Result, TableResult
from vonnis.extraction.record import Ages
from vonnis.study.assembly import assemble
from vonnis.study.dataset import Dataset
from vonnis.study.durations import DayRule
from vonnis.study.protocol import Material, Parameters, Population, Protocol, StudyHead
from vonnis.study.punishment import Punishment, SentenceClass
from vonnis.study.selection import select
from vonnis.study.value import Datum, Known, not_stated, unclear

BOTH = {"nl": "verzonnen", "en": "invented"}
PROTOCOL = Protocol(
    study=StudyHead(id="test", title=BOTH, question=BOTH, author=BOTH, fictional=True),
    population=Population(description=BOTH, intake_from=2015, intake_to=2017),
    material=Material(judgments="j", complexes="c", series="s", source=BOTH),
)
MAKER = Maker(source=BOTH, parameters={"days": 100, "days_below": 99, "rule_nl": "", "rule_en": "",
                                       "intake_from": 2015, "intake_to": 2017})  # fmt: skip
SERVICE = sanction("community_service", "PT60H")
LEGAL = (channel("ad_site_legal", "via een datingsite"),)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Four clients of two victims: K1 and K2 of V1 (15 and 16 years), K3 and K4 of V2."""
    judgments = [
        judgment("E1", imposed=(sanction("prison", "P1D"), SERVICE), victims=(victim(age=15),), channels=LEGAL),
        judgment("E2", imposed=(sanction("prison", "P60D", "P59D"), SERVICE), birth_year=1981),
        judgment("E3", imposed=(sanction("prison", "P6M"),), channels=(channel("chat", "via een chatbox"),)),
        judgment("E4", imposed=(sanction("prison", None),), demanded=None, birth_year=None),
    ]
    victims = {"E1": "V1", "E2": "V1", "E3": "V2", "E4": "V2"}
    links = [link(ecli, client=f"K{ecli[1]}", victim_id=id_) for ecli, id_ in victims.items()]
    chains, flow = select(judgments, links, population=PROTOCOL.population)
    return assemble(chains, links, parameters=Parameters(), flow=flow)


@pytest.fixture(scope="module")
def results(dataset: Dataset) -> dict[str, Result]:
    every = [*people.figures(dataset, MAKER, protocol=PROTOCOL), *sentencing.figures(dataset, MAKER, protocol=PROTOCOL)]
    return {result.id: result for result in every}


@pytest.fixture(scope="module")
def tables(dataset: Dataset) -> dict[str, TableResult]:
    every = [*people.tables(dataset, MAKER, protocol=PROTOCOL), *sentencing.tables(dataset, MAKER, protocol=PROTOCOL)]
    return {table.id: table for table in every}


SHARES = [
    ("one_day_share", 1, 3, {"unclear": 1}),
    ("one_day_broad_share", 2, 3, {"unclear": 1}),
    ("prison_100_days_share", 1, 3, {"unclear": 1}),
    ("age_gap_share", 2, 2, {"not_stated": 1, "unclear": 1}),
    ("age_gap_20_share", 1, 2, {"not_stated": 1, "unclear": 1}),
    ("victims_under_16_share", 1, 2, {}),
    ("legal_site_share", 1, 2, {}),
    ("contact_legal_site_share", 1, 2, {"not_stated": 2}),
    ("demand_over_month_share", 3, 3, {"not_stated": 1}),
    ("sentence_below_demand_share", 2, 3, {"not_stated": 1}),
]
VALUES = [("clients", 4.0), ("victims", 2.0), ("pairs", 4.0), ("complexes", 1.0), ("victim_age_min", 15.0),
          ("victim_age_mean", 15.5), ("one_day_under_16", 1.0), ("service_hours_median", 60.0),
          ("imposed_days_median", 1.0), ("demand_gap_days_median", -119.0), ("demand_gap_hours_median", 60.0),
          ("clients_per_victim_mean", 2.0)]  # fmt: skip
TABLES = [
    ("sentence_class", ((0,), (1,), (1,), (0,), (0,), (1,), (0,)), {"unclear": 1}),
    ("demand_and_sentence", ((0, 0, 0), (0, 0, 0), (2, 0, 1)), {"not_stated": 1}),
    ("demand_gap", ((2, 0, 1), (0, 1, 2)), {"not_stated": 1}),
    ("victims_by_age", ((1,), (1,), (0,)), {}),
    ("victims_by_channel", ((1,), (0,), (1,), (0,)), {}),
    ("clients_per_victim", ((0,), (2,), (0,)), {}),
    ("clients_by_year", ((0,), (4,), (0,)), {}),
    # 1980 or 1981, and first contact in 2016: at least 35 or 34; the fourth has no year of birth.
    ("clients_by_age", ((0,), (1,), (2,), (0,), (0,)), {"not_stated": 1}),
    ("clients_by_age_gap", ((0,), (2,), (0,)), {"not_stated": 1, "unclear": 1}),
    # Four months demanded each time: one day twice, and six months.
    ("demand_gap_days", ((0,), (2,), (0,), (0,), (1,)), {"not_stated": 1}),
    ("judgments_by_use", ((4,), (0,), (0,), (0,)), {}),
]


@pytest.mark.parametrize(("id_", "numerator", "n", "missing"), SHARES, ids=[row[0] for row in SHARES])
def test_a_share(results: dict[str, Result], id_: str, numerator: int, n: int, missing: dict[str, int]) -> None:
    found = results[id_]
    assert (found.numerator, found.n, found.missing) == (numerator, n, missing)
    assert len(found.units) == numerator


@pytest.mark.parametrize(("id_", "value"), VALUES, ids=[row[0] for row in VALUES])
def test_a_value(results: dict[str, Result], id_: str, value: float) -> None:
    assert results[id_].value == value


@pytest.mark.parametrize(("id_", "cells", "missing"), TABLES, ids=[row[0] for row in TABLES])
def test_a_table(
    tables: dict[str, TableResult], id_: str, cells: tuple[tuple[int, ...], ...], missing: dict[str, int]
) -> None:
    assert (tables[id_].cells, tables[id_].missing) == (cells, missing)


def test_the_heads_of_the_difference_in_age_follow_the_study(tables: dict[str, TableResult], dataset: Dataset) -> None:
    heads = [row["en"] for row in tables["clients_by_age_gap"].rows]
    assert heads == ["Less than 19 years", "19–34 years", "35 years or more"]
    other = msgspec.structs.replace(PROTOCOL, parameters=Parameters(age_gap_years=10))
    again = {table.id: table for table in people.tables(dataset, MAKER, protocol=other)}["clients_by_age_gap"]
    assert [row["nl"] for row in again.rows] == ["Minder dan 10 jaar", "10–34 jaar", "35 jaar of meer"]


ONE_DAY: Datum[SentenceClass] = Known("one_day")
LONGER: Datum[SentenceClass] = Known("days_2_99")
YOUNG, OLDER, EITHER = (Known(Ages(*ends)) for ends in ((15, 15), (16, 17), (15, 16)))
UNDER_16 = [
    pytest.param(ONE_DAY, YOUNG, 1, {}, id="one day, under sixteen"),
    pytest.param(ONE_DAY, OLDER, 0, {}, id="one day, sixteen or more"),
    pytest.param(ONE_DAY, EITHER, 0, {"unclear": 1}, id="one day, on both sides of sixteen"),
    pytest.param(ONE_DAY, not_stated("no age"), 0, {"not_stated": 1}, id="one day, age unknown"),
    pytest.param(LONGER, not_stated("no age"), 0, {}, id="longer, age unknown: no all the same"),
    pytest.param(unclear("no length"), OLDER, 0, {}, id="sentence unknown, sixteen or more: no all the same"),
    pytest.param(unclear("no length"), YOUNG, 0, {"unclear": 1}, id="sentence unknown, under sixteen"),
]


@pytest.mark.parametrize(("sentence", "age", "count", "missing"), UNDER_16)
def test_one_day_with_a_young_victim_counts_what_is_unknown_as_missing(
    dataset: Dataset, sentence: Datum[SentenceClass], age: Datum[Ages], count: int, missing: dict[str, int]
) -> None:
    client = msgspec.structs.replace(dataset.clients[0], sentence_class=sentence, youngest_victim=age)
    one = msgspec.structs.replace(dataset, clients=(client,))
    found = {result.id: result for result in sentencing.figures(one, MAKER, protocol=PROTOCOL)}["one_day_under_16"]
    assert (found.value, len(found.units), found.missing) == (count, count, missing)


AGES = [
    pytest.param(Ages(0, 15), (1, 0, 0), {}, id="under sixteen, by the bracket of the law"),
    pytest.param(Ages(14, 14), (1, 0, 0), {}, id="fourteen"),
    pytest.param(Ages(16, 16), (0, 1, 0), {}, id="sixteen"),
    pytest.param(Ages(16, 17), (0, 0, 0), {"unclear": 1}, id="sixteen or seventeen"),
    pytest.param(Ages(15, 16), (0, 0, 0), {"unclear": 1}, id="on both sides of sixteen"),
    pytest.param(Ages(18, 18), (0, 0, 0), {"unclear": 1}, id="above the rows"),
]


@pytest.mark.parametrize(("age", "counts", "missing"), AGES)
def test_a_victim_stands_in_the_row_that_is_known(
    dataset: Dataset, age: Ages, counts: tuple[int, ...], missing: dict[str, int]
) -> None:
    one = msgspec.structs.replace(dataset.victims[0], age=Known(age))
    dataset = msgspec.structs.replace(dataset, victims=(one,))
    found = {table.id: table for table in people.tables(dataset, MAKER, protocol=PROTOCOL)}["victims_by_age"]
    assert (tuple(row[0] for row in found.cells), found.missing) == (counts, missing)


def test_a_sentence_for_life_is_long_and_is_compared_by_no_number_of_days(dataset: Dataset) -> None:
    life, months = Known(Punishment(life=True)), Known(Punishment(custody_days=120))
    pairs = [(life, months), (months, life)]
    clients = [
        msgspec.structs.replace(client, demanded=demanded, imposed=imposed)
        for client, (demanded, imposed) in zip(dataset.clients, pairs, strict=False)
    ]
    one = msgspec.structs.replace(dataset, clients=tuple(clients))
    found = {result.id: result for result in sentencing.figures(one, MAKER, protocol=PROTOCOL)}
    assert (found["demand_over_month_share"].numerator, found["demand_over_month_share"].n) == (2, 2)
    for id_ in ("sentence_below_demand_share", "demanded_days_median", "demand_gap_days_median"):
        assert (found[id_].n, found[id_].missing) == (0, {"unclear": 2})
    units = units_of_dataset(one, rule=DayRule())["defendant"]
    assert units.numbers("k_imp_prison").kinds() == units.numbers("k_dem_prison").kinds() == {"unclear": 1}
    tables = {table.id: table for table in sentencing.tables(one, MAKER, protocol=PROTOCOL)}
    assert tables["demand_and_sentence"].cells == ((0, 0, 0), (0, 0, 0), (0, 0, 2))
    assert (tables["demand_gap"].cells[0], sum(row[0] for row in tables["demand_gap_days"].cells)) == ((0, 0, 0), 0)


def test_more_than_a_month_is_a_month_of_the_protocol(dataset: Dataset) -> None:
    longer = msgspec.structs.replace(PROTOCOL, parameters=Parameters(month_days=200))
    for protocol, numerator, words in ((PROTOCOL, 3, "more than 30 days"), (longer, 0, "more than 200 days")):
        results = {result.id: result for result in sentencing.figures(dataset, MAKER, protocol=protocol)}
        found = results["demand_over_month_share"]
        assert (found.numerator, found.n) == (numerator, 3)
        assert words in found.definition["en"]


def test_kinds_of_sanction_are_never_added_up(tables: dict[str, TableResult]) -> None:
    assert tables["demand_gap"].row_wholes is True


def test_every_count_has_its_keys(tables: dict[str, TableResult]) -> None:
    for table in tables.values():
        assert [[len(keys) for keys in row] for row in table.units] == [list(row) for row in table.cells]
