"""The plan of the invented study: its margins hold for every seed."""

from __future__ import annotations

import csv
import re
from collections import Counter
from importlib.resources import files

import msgspec
import pytest

from vonnis.demo.dealing import deal
from vonnis.demo.margins import margins
from vonnis.demo.plan import Plan, PlannedClient
from vonnis.errors import StudyError

SEEDS = [1, 7, 2023]
ADULT = 18


@pytest.fixture(scope="module", params=SEEDS)
def plan(request: pytest.FixtureRequest) -> Plan:
    return deal(request.param)


def population(plan: Plan) -> list[PlannedClient]:
    return [client for client in plan.clients if client.in_population]


def test_a_seed_gives_the_same_plan() -> None:
    assert deal(5) == deal(5)


def test_another_seed_gives_another_plan() -> None:
    assert deal(5) != deal(6)


def test_the_population_has_its_size(plan: Plan) -> None:
    assert (len(population(plan)), len(plan.victims)) == (101, 41)


def test_victims_have_the_ages_of_the_margin_at_first_contact(plan: Plan) -> None:
    first: dict[str, int] = {}
    for client in population(plan):
        for contact in client.judgments[-1].contacts:
            first[contact.victim.id] = min(contact.age, first.get(contact.victim.id, ADULT))
    assert Counter(first.values()) == margins().victim_ages


def test_nobody_is_of_age_at_a_contact(plan: Plan) -> None:
    ages = [contact.age for judgment in plan.judgments for contact in judgment.contacts]
    assert max(ages) < ADULT


def test_clients_are_adults(plan: Plan) -> None:
    assert min(judgment.first_date.year - judgment.birth_year - 1 for judgment in plan.judgments) >= ADULT


def test_every_victim_has_its_channel_in_some_judgment(plan: Plan) -> None:
    stated = {
        contact.victim.id
        for client in population(plan)
        for contact in client.judgments[-1].contacts
        if contact.channel == contact.victim.channel
    }
    assert stated == {victim.id for victim in plan.victims}


def test_no_year_has_more_clients_than_the_series_has_suspects(plan: Plan) -> None:
    text = (files("vonnis.demo") / "protocol" / "suspects.csv").read_text(encoding="utf-8")
    suspects = {int(row["year"]): int(row["suspects"]) for row in csv.DictReader(text.splitlines())}
    clients = Counter(client.intake_year for client in plan.clients if client.intake_year in suspects)
    assert {year: count for year, count in clients.items() if count > suspects[year]} == {}


def test_two_days_go_with_a_victim_of_fourteen(plan: Plan) -> None:
    youngest = [
        min(contact.age for contact in client.judgments[-1].contacts)
        for client in population(plan)
        if any(sanction.total == "P2D" for sanction in client.judgments[-1].imposed)
    ]
    assert youngest == [14, 14]


def test_no_ecli_can_exist(plan: Plan) -> None:
    eclis = [judgment.ecli for judgment in plan.judgments]
    assert len(set(eclis)) == len(eclis)
    assert all(re.fullmatch(r"ECLI:NL:(RBFIC[A-Z]|GHFIC):20\d\d:\d+", ecli) for ecli in eclis)


def test_a_judgment_follows_the_offence(plan: Plan) -> None:
    assert all(judgment.date > judgment.last_date for judgment in plan.judgments)


def test_an_appeal_follows_its_first_judgment(plan: Plan) -> None:
    chains = [client.judgments for client in plan.clients if len(client.judgments) > 1]
    assert chains
    assert all(first.ecli == second.appeal_from and first.date < second.date for first, second in chains)


def test_some_clients_fall_outside(plan: Plan) -> None:
    outside = [client for client in plan.clients if not client.in_population]
    acquitted = [client for client in outside if client.judgments[-1].ending == "acquitted"]
    assert (len(outside), len(acquitted)) == (6, 4)


def test_margins_that_do_not_add_up_are_refused() -> None:
    sexes = dict(margins().victim_sexes)
    sexes["male"] += 1
    with pytest.raises(StudyError, match="victim_sexes adds up to 42, the complexes to 41"):
        msgspec.structs.replace(margins(), victim_sexes=sexes)
