"""From chains of judgments to rows: each value with its passage, silence never a no."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.study.invented import channel, judgment, link, sanction, victim
from vonnis.extraction.record import Ages, Doubt, Period
from vonnis.study.ages import AgeGap
from vonnis.study.assembly import assemble
from vonnis.study.complexes import Link
from vonnis.study.dataset import Client, Dataset
from vonnis.study.protocol import Parameters, Population
from vonnis.study.selection import ReadJudgment, select
from vonnis.study.value import Absent, Known, Missing

POPULATION = Population(description={"nl": "x", "en": "x"}, intake_from=2015, intake_to=2019)
LATER = dt.date(2018, 3, 1)


def dataset(*judgments: ReadJudgment, links: list[Link] | None = None) -> Dataset:
    rows = links or [link(each.key) for each in judgments]
    chains, flow = select(judgments, rows, population=POPULATION)
    return assemble(chains, rows, parameters=Parameters(), flow=flow)


def client(*judgments: ReadJudgment) -> Client:
    return dataset(*judgments).clients[0]


def kind(datum: object) -> Missing | None:
    return datum.missing if isinstance(datum, Absent) else None


def test_a_sentence_carries_the_passages_of_its_sanctions() -> None:
    imposed = client(judgment()).imposed
    assert isinstance(imposed, Known)
    assert [source.judgment for source in imposed.sources] == ["E1", "E1"]
    assert (imposed.value.custody_days, imposed.value.service_hours) == (1, 60)


def test_a_demand_that_is_not_stated_is_not_zero() -> None:
    assert kind(client(judgment(demanded=None)).demanded) is Missing.NOT_STATED


def test_a_demand_of_nothing_is_zero() -> None:
    demanded = client(judgment(demanded=())).demanded
    assert isinstance(demanded, Known)
    assert demanded.value.custody_days == 0


def test_a_doubt_of_the_machine_makes_a_sentence_unclear() -> None:
    doubted = client(judgment(failures=(Doubt("imposed", "words and digits differ"),)))
    assert (kind(doubted.imposed), kind(doubted.sentence_class)) == (Missing.UNCLEAR, Missing.UNCLEAR)


def test_a_length_that_is_not_stated_makes_a_sentence_unclear() -> None:
    assert kind(client(judgment(imposed=(sanction("prison", None),))).imposed) is Missing.UNCLEAR


def test_the_demand_is_that_of_the_instance_that_counts() -> None:
    appeal = judgment("E2", instance="appeal", date=LATER, demanded=(sanction("prison", "P9M"),))
    demanded = client(judgment("E1"), appeal).demanded
    assert isinstance(demanded, Known)
    assert demanded.value.custody_days == 270


def test_what_an_appeal_does_not_repeat_is_read_from_the_first_judgment() -> None:
    appeal = judgment("E2", instance="appeal", date=LATER, birth_year=None, victims=(), period=None)
    row = client(judgment("E1"), appeal)
    assert row.birth_year == client(judgment("E1")).birth_year
    assert isinstance(row.age_gap, Known)
    assert row.age_gap.value == AgeGap(19, 20)


def test_the_gap_is_that_with_the_youngest_victim() -> None:
    both = judgment(victims=(victim("[slachtoffer 1]", 17), victim("[slachtoffer 2]", 14)))
    links = [link(), link(placeholder="[slachtoffer 2]", victim_id="V2")]
    row = dataset(both, links=links).clients[0]
    assert isinstance(row.age_gap, Known)
    assert isinstance(row.youngest_victim, Known)
    assert (row.age_gap.value, row.youngest_victim.value) == (AgeGap(21, 22), Ages(14, 14))


def test_a_gap_is_not_known_while_one_victim_has_no_age() -> None:
    both = judgment(victims=(victim("[slachtoffer 1]", 17), victim("[slachtoffer 2]", None)))
    links = [link(), link(placeholder="[slachtoffer 2]", victim_id="V2")]
    assert kind(dataset(both, links=links).clients[0].age_gap) is Missing.UNCLEAR


def test_a_bracket_makes_the_gap_wider() -> None:
    gap = client(judgment(victims=(victim(age=None, bracket=Ages(16, 17)),))).age_gap
    assert isinstance(gap, Known)
    assert gap.value == AgeGap(18, 20)


@pytest.mark.parametrize("missing", ["birth year", "date"])
def test_without_birth_year_or_date_there_is_no_gap(missing: str) -> None:
    one = judgment(birth_year=None) if missing == "birth year" else judgment(period=None)
    assert kind(client(one).age_gap) is Missing.NOT_STATED


def test_a_victim_has_the_lowest_age_over_the_judgments() -> None:
    early, late = judgment("E1", victims=(victim(age=15),)), judgment("E2", victims=(victim(age=16),))
    links = [link("E1"), link("E2", client="K2")]
    rows = dataset(early, late, links=links)
    assert isinstance(rows.victims[0].age, Known)
    assert rows.victims[0].age.value == Ages(15, 15)
    assert rows.victims[0].clients == ("K1", "K2")


def test_silence_of_one_judgment_does_not_undo_what_another_says() -> None:
    site = judgment("E1", channels=(channel("ad_site_legal", "via een datingsite"),))
    rows = dataset(site, judgment("E2"), links=[link("E1"), link("E2", client="K2")])
    on_site = rows.victims[0].on_legal_site
    assert isinstance(on_site, Known)
    assert on_site.value is True
    assert kind(rows.clients[1].legal_site_contact) is Missing.NOT_STATED


def test_judgments_that_contradict_each_other_leave_it_unclear() -> None:
    other = victim()
    boy = type(other)(placeholder=other.placeholder, age=16, sex="male", evidence=other.evidence)
    rows = dataset(judgment("E1"), judgment("E2", victims=(boy,)), links=[link("E1"), link("E2", client="K2")])
    assert kind(rows.victims[0].sex) is Missing.UNCLEAR


def test_a_complex_has_the_year_of_its_first_client() -> None:
    rows = dataset(
        judgment("E1", numbers=("71/900001-17",)), judgment("E2"), links=[link("E1"), link("E2", client="K2")]
    )
    year = rows.complexes[0].intake_year
    assert isinstance(year, Known)
    assert year.value == 2016


def test_the_first_day_of_the_offence_counts() -> None:
    period = Period(dt.date(2015, 12, 30), dt.date(2016, 3, 1))
    gap = client(judgment(period=period)).age_gap
    assert isinstance(gap, Known)
    assert gap.value == AgeGap(18, 19)
