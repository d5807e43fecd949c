"""Which judgments concern one client, which counts, and who falls outside."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.study.invented import judgment, link, sanction
from vonnis.study.protocol import Population
from vonnis.study.selection import Exclusion, ReadJudgment, intake_year, select
from vonnis.study.value import Absent, Known

POPULATION = Population(description={"nl": "x", "en": "x"}, intake_from=2015, intake_to=2019)
LATER = dt.date(2018, 3, 1)
NUMBERS = [
    (("71/900001-16",), 2016),
    (("71.900001.15",), 2015),
    (("71-900001-19",), 2019),
    (("20-000012-18", "71/900001-16"), 2016),
    (("16/700001-99",), 1999),
    (("71/900001-16", "71/900002-12"), 2016),
]


def chosen(*judgments: ReadJudgment) -> tuple[str, str] | None:
    """Return the keys of the deciding and the sentencing judgment of the one client, None when he is outside."""
    links = [link(each.key) for each in judgments]
    chains, _ = select(judgments, links, population=POPULATION)
    return (chains[0].deciding.key, chains[0].sentencing.key) if chains else None


@pytest.mark.parametrize(("numbers", "year"), NUMBERS)
def test_the_year_of_registration(numbers: tuple[str, ...], year: int) -> None:
    assert intake_year([judgment(numbers=numbers)]) == Known(year)


def test_an_appeal_number_is_no_registration() -> None:
    assert isinstance(intake_year([judgment(instance="appeal")]), Absent)


def test_the_appeal_counts() -> None:
    assert chosen(judgment("E1"), judgment("E2", instance="appeal", date=LATER)) == ("E2", "E2")


def test_the_order_of_the_table_does_not_matter() -> None:
    assert chosen(judgment("E2", instance="appeal", date=LATER), judgment("E1")) == ("E2", "E2")


def test_an_appeal_that_only_confirms_leaves_the_sentence_standing() -> None:
    confirmed = judgment("E2", instance="appeal", date=LATER, outcome="upheld", imposed=())
    assert chosen(judgment("E1"), confirmed) == ("E2", "E1")


def test_an_inadmissible_appeal_changes_nothing() -> None:
    assert chosen(judgment("E1"), judgment("E2", instance="appeal", date=LATER, outcome="inadmissible")) == ("E1", "E1")


def test_guilt_without_penalty_is_a_conviction() -> None:
    assert chosen(judgment("E1", outcome="guilty_without_penalty", imposed=())) == ("E1", "E1")


def test_an_acquittal_on_appeal_takes_a_client_out() -> None:
    assert chosen(judgment("E1"), judgment("E2", instance="appeal", date=LATER, outcome="acquittal")) is None


def test_the_flow_counts_everything() -> None:
    judgments = [
        judgment("E1"),
        judgment("E2", outcome="acquittal", imposed=()),
        judgment("E3", numbers=("71/900001-14",)),
        judgment("E4", numbers=()),
        judgment("E5", outcome="inadmissible"),
        judgment("E6", imposed=(sanction("prison", "P1D"),)),
    ]
    links = [link(f"E{number}", client=f"K{number}", victim_id=f"V{number}") for number in (1, 2, 3, 4, 5, 7)]
    chains, flow = select(judgments, links, population=POPULATION, unreadable=["x.xml is empty"])
    assert [chain.client for chain in chains] == ["K1"]
    assert flow.excluded == (
        Exclusion("K2", "not_convicted"),
        Exclusion("K3", "other_years"),
        Exclusion("K4", "year_unknown"),
        Exclusion("K5", "no_judgment_on_the_merits"),
        Exclusion("K7", "no_judgment_on_the_merits"),
    )
    assert (flow.documents, flow.not_in_table, flow.not_found, flow.clients) == (7, ("E6",), ("E7",), 1)
    assert flow.outside == ("E2", "E3", "E4", "E5")
