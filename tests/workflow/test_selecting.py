"""Selecting judgments: every one is counted, the rules are the reasons, and a second run adds only what is new."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vonnis.archive.store import open_store
from vonnis.demo.material import write_material
from vonnis.engines.serial import SerialEngine
from vonnis.study.unit import Unit
from vonnis.workflow.selecting import Selected, select_judgments

AT = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
RULES = """
[[rule]]
id = "not_convicted"
field = "outcome"
any_of = ["conviction", "guilty_without_penalty", "upheld"]

[[rule]]
id = "appeal"
field = "instance"
any_of = ["appeal"]
exclude = true
"""


@pytest.fixture(scope="module")
def judgments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("select")
    write_material(out / "demo")
    (out / "demo/sources/judgments/broken.xml").write_text("<open-rechtspraak>", encoding="utf-8")
    return out / "demo/sources/judgments"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    (folder / "selection.toml").write_text(RULES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def selected(study: Path, judgments: Path) -> Selected:
    return select_judgments(study, [judgments], engine=SerialEngine(), by="lead", at=AT)


def test_every_judgment_is_a_unit_and_every_exit_a_rule(selected: Selected) -> None:
    step = selected.flow.steps[0]
    assert (selected.read, selected.new, step.reached) == (122, 122, 122)
    assert set(step.dropped) == {"not_convicted", "appeal"}
    assert step.kept + sum(step.dropped.values()) == 122


def test_what_cannot_be_read_is_named(selected: Selected) -> None:
    assert [sentence for sentence in selected.unreadable if "broken.xml" in sentence]


def test_units_point_at_their_judgment_and_are_published(study: Path, selected: Selected) -> None:
    store = open_store(study)
    people = store.records(Unit, level="defendant")
    store.close()
    assert len({unit.documents for unit in people}) == selected.new
    assert {unit.source_mode for unit in people} == {"published"}
    assert all(unit.intake_year for unit in people if "GHFIC" not in unit.documents[0])


def test_a_second_run_adds_nothing(study: Path, judgments: Path, selected: Selected) -> None:
    again = select_judgments(study, [judgments], engine=SerialEngine(), by="lead", at=AT)
    assert (again.read, again.new, again.flow) == (122, 0, selected.flow)
