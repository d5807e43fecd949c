"""The demonstration's coding: from a list of suspects to final values, at error rates that are known."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from vonnis.archive.store import Store, open_store
from vonnis.demo.coders import CODERS, ERRORS, OVERLAP, code
from vonnis.demo.dealing import deal
from vonnis.demo.material import SEED, write_material
from vonnis.demo.suspects import suspect_list
from vonnis.study.coding import Coding, Locator
from vonnis.study.log import Assignment
from vonnis.study.series import read_series
from vonnis.workflow.codings import codebook_of, final_of, open_differences
from vonnis.workflow.dataset import Summary
from vonnis.workflow.population import flow
from vonnis.workflow.study import compute, write_private

AT = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
PLAN = deal(SEED)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "study"
    write_material(out)
    write_private(out, compute(out))
    return out


@pytest.fixture(scope="module")
def summary(folder: Path) -> Summary:
    made = code(folder, PLAN, seed=SEED, at=AT)
    assert made is not None
    return made


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


def test_the_machine_answers_only_what_is_published_and_shows_its_passages(store: Store) -> None:
    machine = [one for one in store.records(Coding) if one.round == "machine"]
    paper = {one.unit for one in store.records(Coding, variable="k_birth_year") if getattr(one.evidence[0], "page", "")}
    assert machine
    assert all(one.evidence for one in machine)
    assert not {one.unit for one in machine if one.variable == "k_birth_year"} & paper


def test_the_agreement_and_the_machines_error_stand_beside_the_known_rates(folder: Path, store: Store) -> None:
    assert store.count(Coding)
    found = json.loads((folder / "private/coding.json").read_bytes())
    assert found["fictional"] is True
    assert found["agreement"].keys() >= ERRORS.keys()
    assert all(0.7 < found["agreement"][name]["percent"] <= 1 for name in ERRORS)
    assert found["machine"]["v_sex"]["correct"]["estimate"] > 0.9


def test_a_second_run_leaves_the_codings_as_they_are(folder: Path, store: Store) -> None:
    digest = store.digest()
    assert code(folder, PLAN, seed=SEED, at=AT) is None
    assert store.digest() == digest


def test_the_list_holds_no_number_that_can_exist_and_says_what_it_is() -> None:
    listed = suspect_list(PLAN, {2015: 112, 2016: 41}, seed=SEED)
    rows = list(csv.DictReader(io.StringIO(listed.text)))
    assert {int(row["parketnummer"][:2]) for row in rows} <= set(range(71, 80))
    assert {row["FICTIEF"] for row in rows} == {"FICTIEF / FICTIONAL"}
    assert len({row["parketnummer"] for row in rows}) == len(rows)
