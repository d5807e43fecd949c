"""Selecting judgments: every one is counted, the rules are the reasons, and a second run adds only what is new."""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from pathlib import Path

import pytest

from vonnis.archive.store import open_store
from vonnis.demo.material import write_material
from vonnis.engines.serial import SerialEngine
from vonnis.errors import MistakesError, StudyError
from vonnis.study.protocol import parse_protocol
from vonnis.study.unit import Unit
from vonnis.workflow.selecting import Selected, rules_in, select_judgments

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


def test_a_text_of_an_earlier_run_is_a_duplicate_and_counts_once(tmp_path: Path, judgments: Path) -> None:
    first, second, study = tmp_path / "first", tmp_path / "second", tmp_path / "study"
    for folder in (first, second, study):
        folder.mkdir()
    (study / "selection.toml").write_text(RULES, encoding="utf-8")
    ecli = "ECLI:NL:GHFIC:2017:10"
    text = (judgments / f"{ecli.replace(':', '_')}.xml").read_text(encoding="utf-8")
    (first / "m.xml").write_text(text, encoding="utf-8")
    (second / "a.xml").write_text(text.replace(ecli, "ECLI:NL:GHFIC:2019:9998"), encoding="utf-8")
    (first / "z.xml").write_text(text.replace(ecli, "ECLI:NL:GHFIC:2019:9999"), encoding="utf-8")

    def selected(folder: Path) -> tuple[int, dict[str, int]]:
        made = select_judgments(study, [folder], engine=SerialEngine(), by="lead", at=AT)
        return made.new, made.flow.steps[0].dropped

    assert selected(first) == (2, {"not_convicted": 1, "duplicate": 1})
    assert selected(second) == (1, {"not_convicted": 1, "duplicate": 2})


PROTOCOL = files("vonnis.codebook") / "templates" / "op-de-koop-toe" / "study.toml"


def test_rules_stand_in_the_protocol_or_apart_and_not_in_both(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(
        PROTOCOL.read_text(encoding="utf-8") + RULES.replace("[[rule]]", "[[selection]]"), encoding="utf-8"
    )
    assert [rule.id for rule in rules_in(tmp_path)] == ["not_convicted", "appeal"]
    (tmp_path / "selection.toml").write_text(RULES, encoding="utf-8")
    with pytest.raises(StudyError, match="in one of the two"):
        rules_in(tmp_path)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ('id = "a"\nfield = "court"', "the rule `a` asks for nothing"),
        ('id = "a"\nfield = "court"\nany_of = ["x"]\nsince = 2016-01-01', "has a period"),
        ('id = "a"\nfield = "text"\nany_of = ["("]', "has a pattern that cannot be read"),
        ('id = "a"\nfield = "size"\nany_of = ["x"]', "line "),
    ],
)
def test_a_wrong_rule_of_the_protocol_is_named_with_its_line(rule: str, words: str) -> None:
    text = PROTOCOL.read_text(encoding="utf-8") + f"\n[[selection]]\n{rule}\n"
    with pytest.raises(MistakesError, match=words):
        parse_protocol(text, file="study.toml")
