"""The demonstration's coding: from a list of suspects to final values, at error rates that are known."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import polars as pl
import pytest

from tests.acceptance.test_demo import PUBLISHED
from vonnis.archive.store import Store, open_store
from vonnis.demo import run
from vonnis.demo.coders import CODERS, ERRORS, OVERLAP, code, discard_interrupted
from vonnis.demo.dealing import deal
from vonnis.demo.material import SEED, write_material
from vonnis.demo.places import Place, truth_of
from vonnis.demo.suspects import suspect_list
from vonnis.errors import UsageError
from vonnis.study.coding import Coding, Locator, Passage, Reveal
from vonnis.study.log import Assignment
from vonnis.study.series import read_series
from vonnis.study.unit import Unit
from vonnis.study.value import Known
from vonnis.workflow.codings import codebook_of, final_of
from vonnis.workflow.dataset import Summary
from vonnis.workflow.differing import open_differences
from vonnis.workflow.overruling import on_final_values
from vonnis.workflow.population import flow
from vonnis.workflow.progress import Silence
from vonnis.workflow.study import Computed, compute, on_finals

AT = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
KILLED = """
import datetime as dt, os, signal, sys
from pathlib import Path
from vonnis.demo import coders
from vonnis.demo.dealing import deal
from vonnis.workflow.study import compute
setattr(coders, sys.argv[2], lambda *given, **named: os.kill(os.getpid(), signal.SIGKILL))
folder, at = Path(sys.argv[1]), dt.datetime(2026, 1, 4, tzinfo=dt.UTC)
coders.code(folder, deal(2023), computed=compute(folder), seed=2023, at=at)
"""
"""Codes the material, and dies by signal 9 where it would call a function."""
PLAN = deal(SEED)
PAPER = {client.id for client in PLAN.clients if client.on_paper}


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


@pytest.mark.parametrize("name", [*ERRORS, "all"])
def test_coders_err_at_the_known_rate(name: str, store: Store, truth: dict[tuple[str, str], str]) -> None:
    answers = [one for one in store.records(Coding) if one.round == "main" and name in (one.variable, "all")]
    wrong = sum((one.value or "-8") != truth[one.unit, one.variable] for one in answers)
    expected = sum(ERRORS[one.variable] for one in answers)
    spread = sum(ERRORS[one.variable] * (1 - ERRORS[one.variable]) for one in answers) ** 0.5
    sides = 2 if name == "all" else 3
    assert max(1, expected - sides * spread) <= wrong <= expected + sides * spread


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


@pytest.fixture(scope="module")
def truth(folder: Path, store: Store) -> dict[tuple[str, str], str]:
    """What is true of each unit and variable."""
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
    return {key: value for place in places for key, value in truth_of(place, codebook.by_name)}


def test_a_final_value_is_true_unless_one_coder_answered_and_the_machine_was_silent(
    folder: Path, store: Store, truth: dict[tuple[str, str], str]
) -> None:
    read = {(one.unit, one.variable) for one in store.records(Coding, round="machine")}
    columns = (pl.col("unit", "variable", "basis").cast(pl.String), "value")
    final = final_of(store, codebook=codebook_of(folder)).select(*columns)
    told = {(unit, name): (value or "-8", basis) for unit, name, basis, value in final.iter_rows()}
    untrue = {key: told[key][1] for key, value in truth.items() if told[key][0] != value}
    assert told.keys() == truth.keys()
    assert set(untrue.values()) == {"single"}
    assert not untrue.keys() & read
    assert len(untrue) == 1


def test_the_machine_is_corrected_and_only_what_it_answered_was_shown(
    store: Store, coded: Computed, machine: Computed, truth: dict[tuple[str, str], str]
) -> None:
    read = {(one.unit, one.variable): one.value for one in store.records(Coding, round="machine")}
    wrong = {variable for (unit, variable), value in read.items() if value != truth[unit, variable]}
    assert wrong == {"k_imp_prison", "k_imp_suspended", "k_imp_hours", "p_victim_age", "p_channels", "p_first_contact"}
    assert coded.final is not None
    assert coded.final.changed == 20
    assert {(one.unit, one.variable) for one in store.records(Reveal)} <= read.keys()
    for id_ in ("one_day_share", "age_gap_share"):
        before, after = machine.analysis.result(id_).value, coded.analysis.result(id_).value
        assert before is not None
        assert after is not None
        assert before < after


def test_who_corrects_the_machine_names_the_passage(store: Store, truth: dict[tuple[str, str], str]) -> None:
    read = {(one.unit, one.variable): one for one in store.records(Coding, round="machine")}
    judgment = next(client.judgments[0] for client in PLAN.clients if client.judgments[0].unusual == "but_a_day")
    (place,) = [
        place
        for one in store.records(Coding, variable="k_imp_suspended")
        if one.round == "main" and one.value == truth[one.unit, one.variable]
        for place in one.evidence
        if place.document == judgment.ecli and read[one.unit, one.variable].value != one.value
    ]
    assert isinstance(place, Passage)
    assert "de ene dag die al is uitgezeten" in (place.quote or "")


@pytest.mark.parametrize(("id_", "decimals", "value"), PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_a_figure_on_final_values_equals_what_was_printed(
    coded: Computed, id_: str, decimals: int, value: float
) -> None:
    assert round(coded.analysis.result(id_).value or 0, decimals) == value


def test_the_figures_rest_on_final_values_and_lead_to_passages_or_pages(coded: Computed) -> None:
    assert coded.final is not None
    assert coded.final.basis.keys() == {"adjudicated", "agreed", "single"}
    assert coded.final.outdated == ()
    assert coded.final.texts["same"] + coded.final.texts["stands"] > 900
    assert coded.final.texts["gone"] == 0
    for client in coded.dataset.clients:
        assert isinstance(client.birth_year, Known)
        (source, *_) = client.birth_year.sources
        assert "Codeur" in source.by
        assert bool(source.page) == (client.id in PAPER)
        assert (source.span is None) == (client.id in PAPER)


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
    before = on_final_values(folder, machine.dataset, protocol=machine.protocol)
    assert found is not None
    assert before is not None
    assert found.changed == before.changed + 1
    assert [client.id for client in found.dataset.clients if getattr(client.birth_year, "value", 0) == 1950]


@pytest.mark.usefixtures("summary")
def test_a_judgment_that_changed_after_it_was_coded_counts_as_it_is_read_now(folder: Path, machine: Computed) -> None:
    client = next(one for one in machine.dataset.clients if getattr(one.birth_year, "value", None))
    assert isinstance(client.birth_year, Known)
    other = msgspec.structs.replace(client, birth_year=Known(1950))
    clients = tuple(other if one.id == client.id else one for one in machine.dataset.clients)
    changed = msgspec.structs.replace(machine.dataset, clients=clients)
    (source, *_) = client.birth_year.sources
    assert source.span is not None
    gone = source.span.quote[::-1]
    judgments = [
        msgspec.structs.replace(one, text=one.text.replace(source.span.quote, gone))
        if one.key == source.judgment
        else one
        for one in machine.judgments
    ]
    found = on_final_values(folder, changed, protocol=machine.protocol, judgments=judgments)
    assert found is not None
    assert "k_birth_year" in [name for _, name in found.outdated]
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


@pytest.fixture
def few(folder: Path, tmp_path: Path) -> Path:
    """The material with few judgments, which are read in no time."""
    judgments = [path.name for path in (folder / "sources/judgments").iterdir() if "RBFICZ_2017" not in path.name]
    without = shutil.ignore_patterns("coding.sqlite3*", "units.csv", "private", *judgments)
    return Path(shutil.copytree(folder, tmp_path / "study", ignore=without))


@pytest.mark.parametrize("moment", ["units_of", "write_dataset"])
def test_coding_that_is_killed_is_done_anew(
    few: Path, moment: str, folder: Path, store: Store, machine: Computed
) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(few), moment], check=False, timeout=300)
    assert done.returncode == -signal.SIGKILL
    assert (few / "coding.sqlite3").exists()
    discard_interrupted(few)
    assert code(few, PLAN, computed=machine, seed=SEED, at=AT) is not None
    assert (few / "private/coding.json").read_bytes() == (folder / "private/coding.json").read_bytes()
    with closing(open_store(few)) as anew:
        assert anew.records(Coding) == store.records(Coding)
        assert [line.name for line in anew.actions()] == [line.name for line in store.actions()]


def test_what_somebody_else_coded_is_not_thrown_away(few: Path) -> None:
    with closing(open_store(few)) as own, own.action("code", actor="anna", at=AT, detail={}):
        pass
    with pytest.raises(UsageError, match="holds codings by anna"):
        discard_interrupted(few)
    assert (few / "coding.sqlite3").exists()


def test_no_invented_coding_goes_to_another_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@localhost/study")
    with pytest.raises(UsageError, match="unset it"):
        run(tmp_path / "study", at=AT, report=Silence())
    assert not (tmp_path / "study").exists()


def test_the_list_holds_no_number_that_can_exist_and_says_what_it_is() -> None:
    listed = suspect_list(PLAN, {2015: 112, 2016: 41}, seed=SEED)
    rows = list(csv.DictReader(io.StringIO(listed.text)))
    assert {int(row["parketnummer"][:2]) for row in rows} <= set(range(72, 80))
    assert {row["FICTIEF"] for row in rows} == {"FICTIEF / FICTIONAL"}
    assert len({row["parketnummer"] for row in rows}) == len(rows)
