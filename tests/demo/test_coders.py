"""The demonstration's coding: from a list of suspects to final values, at error rates that are known."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import polars as pl
import pytest

from tests.acceptance.test_demo import PUBLISHED
from vonnis.archive.store import Store, open_store
from vonnis.demo.coders import CODERS, ERRORS, OVERLAP, code
from vonnis.demo.dealing import deal
from vonnis.demo.material import SEED, write_material
from vonnis.demo.places import Place, on_paper, truth_of
from vonnis.demo.suspects import suspect_list
from vonnis.study.coding import Coding, Locator, Passage
from vonnis.study.log import Assignment
from vonnis.study.series import read_series
from vonnis.study.unit import Unit
from vonnis.study.value import Known
from vonnis.workflow.codings import codebook_of, final_of, open_differences
from vonnis.workflow.dataset import Summary
from vonnis.workflow.overruling import on_final_values
from vonnis.workflow.population import flow
from vonnis.workflow.study import Computed, compute, on_finals

AT = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
PLAN = deal(SEED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "study"
    write_material(out)
    return out


@pytest.fixture(scope="module")
def machine(folder: Path) -> Computed:
    return compute(folder)


@pytest.fixture(scope="module")
def summary(folder: Path, machine: Computed) -> Summary:
    made = code(folder, PLAN, computed=machine, seed=SEED, at=AT)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def coded(folder: Path, machine: Computed, summary: Summary) -> Computed:
    assert summary.at == AT
    return on_finals(folder, machine)


@pytest.fixture(scope="module")
def store(folder: Path, summary: Summary) -> Iterator[Store]:
    assert summary.at == AT
    opened = open_store(folder)
    yield opened
    opened.close()


def test_the_clients_come_out_of_as_many_suspects_as_the_series_counts(folder: Path, store: Store) -> None:
    series = {year.year: year.suspects for year in read_series(folder / "series/suspects.csv")}
    found = flow(store)
    assert found.units == sum(series[year] for year in range(2014, 2021))
    assert len(found.left) == 101
    assert {reason for step in found.steps for reason in step.dropped} >= {
        "other_years", "dismissed", "acquitted", "transferred", "on_appeal", "no_payment", "not_found", "not_released",
    }  # fmt: skip


def test_the_dataset_has_the_people_of_the_reference_study(summary: Summary) -> None:
    assert (summary.units["defendant"], summary.units["victim"], summary.units["complex"]) == (101, 41, 16)
    assert set(summary.basis) == {"adjudicated", "agreed", "single"}


def test_the_planned_share_is_coded_twice(store: Store) -> None:
    given: dict[str, set[str]] = {}
    for one in store.records(Assignment):
        given.setdefault(one.unit, set()).add(one.coder)
    assert sum(coders == set(CODERS) for coders in given.values()) == 31
    assert pytest.approx(31 / 101, abs=0.01) == OVERLAP


@pytest.mark.parametrize("name", ERRORS)
def test_coders_err_at_about_the_known_rate(name: str, folder: Path, store: Store) -> None:
    answers = [one for one in store.records(Coding, variable=name) if one.round == "main"]
    final = final_of(store, codebook=codebook_of(folder))
    final = final.filter((pl.col("variable") == name) & pl.col("basis").is_in(["agreed", "adjudicated"]))
    truth = dict(final.select(pl.col("unit").cast(pl.String), "value").iter_rows())
    judged = [one for one in answers if one.unit in truth]
    wrong = sum(one.value != truth[one.unit] for one in judged)
    assert wrong / len(judged) <= ERRORS[name] + 0.08


def test_every_difference_is_settled_and_a_part_lies_on_paper(folder: Path, store: Store) -> None:
    assert open_differences(store, codebook=codebook_of(folder)) == ()
    places = [one.evidence[0] for one in store.records(Coding) if one.round == "main"]
    paper = [place for place in places if isinstance(place, Locator) and place.page]
    assert 0.1 < len(paper) / len(places) < 0.35
    assert all(place.document.startswith("FICTIEF") for place in paper)


def test_the_machine_answers_every_question_and_shows_its_passages(store: Store) -> None:
    machine = store.records(Coding, round="machine")
    assert {one.variable for one in machine} == set(ERRORS)
    passages = [place for one in machine for place in one.evidence]
    assert all(isinstance(place, Passage) and place.quote for place in passages)


def test_every_final_value_is_true(folder: Path, store: Store) -> None:
    with (folder / "units.csv").open(encoding="utf-8") as file:
        units = {row["id"]: row["unit"] for row in csv.DictReader(file)}
    people = {unit.id: unit for unit in store.records(Unit, level="defendant")}
    places = [
        Place(
            client,
            people[units[client.id]],
            {one.victim.id: units[one.victim.id] for one in client.judgments[0].contacts},
        )
        for client in PLAN.clients
        if client.in_population
    ]
    codebook = codebook_of(folder)
    final = final_of(store, codebook=codebook).select(pl.col("unit", "variable").cast(pl.String), "value")
    told = {(unit, name): value or "-8" for unit, name, value in final.iter_rows()}
    assert told == {key: value for place in places for key, value in truth_of(place, codebook.by_name)}


@pytest.mark.parametrize(("id_", "decimals", "value"), PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_a_figure_on_final_values_equals_what_was_printed(
    coded: Computed, id_: str, decimals: int, value: float
) -> None:
    assert round(coded.analysis.result(id_).value or 0, decimals) == value


def test_the_figures_rest_on_final_values_and_lead_to_passages_or_pages(coded: Computed) -> None:
    assert coded.final is not None
    assert coded.final.basis.keys() == {"adjudicated", "agreed", "single"}
    assert coded.final.outdated == ()
    for client in coded.dataset.clients:
        assert isinstance(client.birth_year, Known)
        (source, *_) = client.birth_year.sources
        assert "Codeur" in source.by
        assert bool(source.page) == on_paper(client.id)
        assert (source.span is None) == on_paper(client.id)


@pytest.mark.usefixtures("summary")
def test_a_final_value_that_differs_from_the_machine_changes_the_dataset(folder: Path, machine: Computed) -> None:
    copy = Path(shutil.copytree(folder, folder.parent / "other"))
    with closing(open_store(copy)) as store:
        one = next(one for one in store.records(Coding, variable="k_birth_year") if one.round == "main")
        mine = msgspec.structs.replace(one, value="1950", round="recode", at=AT)
        other = [
            msgspec.structs.replace(mine, coder=each.coder)
            for each in store.records(Coding, variable="k_birth_year")
            if each.unit == one.unit and each.round == "main"
        ]
        with store.action("code", actor="test", at=AT, detail={}) as writing:
            writing.add(other)
    found = on_final_values(copy, machine.dataset, protocol=machine.protocol)
    assert found is not None
    assert found.changed == 1
    assert [client.id for client in found.dataset.clients if getattr(client.birth_year, "value", 0) == 1950]


@pytest.mark.usefixtures("summary")
def test_a_judgment_that_changed_after_it_was_coded_counts_as_it_is_read_now(folder: Path, machine: Computed) -> None:
    client = next(one for one in machine.dataset.clients if getattr(one.birth_year, "value", None))
    other = msgspec.structs.replace(client, birth_year=Known(1950))
    clients = tuple(other if one.id == client.id else one for one in machine.dataset.clients)
    changed = msgspec.structs.replace(machine.dataset, clients=clients)
    found = on_final_values(folder, changed, protocol=machine.protocol)
    assert found is not None
    assert [name for _, name in found.outdated] == ["k_birth_year"]
    assert next(one for one in found.dataset.clients if one.id == client.id).birth_year == Known(1950)


def test_the_agreement_and_the_machines_error_stand_beside_the_known_rates(folder: Path, store: Store) -> None:
    assert store.count(Coding)
    found = json.loads((folder / "private/coding.json").read_bytes())
    assert sum(one["changed"] for one in found["after_reveal"]) > 10
    assert found["fictional"] is True
    assert found["agreement"].keys() >= ERRORS.keys()
    assert all(0.7 < found["agreement"][name]["percent"] <= 1 for name in ERRORS)
    assert found["machine"]["v_sex"]["correct"]["estimate"] > 0.9


def test_a_second_run_leaves_the_codings_as_they_are(folder: Path, store: Store, machine: Computed) -> None:
    digest = store.digest()
    assert code(folder, PLAN, computed=machine, seed=SEED, at=AT) is None
    assert store.digest() == digest


def test_the_list_holds_no_number_that_can_exist_and_says_what_it_is() -> None:
    listed = suspect_list(PLAN, {2015: 112, 2016: 41}, seed=SEED)
    rows = list(csv.DictReader(io.StringIO(listed.text)))
    assert {int(row["parketnummer"][:2]) for row in rows} <= set(range(71, 80))
    assert {row["FICTIEF"] for row in rows} == {"FICTIEF / FICTIONAL"}
    assert len({row["parketnummer"] for row in rows}) == len(rows)
