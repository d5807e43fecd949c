"""Rules of selection: each field, both ways, undecided stays in, and mistakes in the file are named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from tests.study.invented import SPAN, TEXT
from vonnis.errors import StudyError
from vonnis.extraction.record import Defendant, Doubt, ExtractionRecord, Provision
from vonnis.study.selection import ReadJudgment
from vonnis.study.selection_rule import SelectionRule
from vonnis.study.selection_rules import dropped_by, meets, read_rules

OLD_LAW = Provision(law="Sr", article="248b", version=dt.date(2016, 1, 1), evidence=SPAN)
RECORD = ExtractionRecord(
    id="x",
    ecli="ECLI:NL:RBFIC:2016:1",
    court="Rechtbank Fictief",
    date=dt.date(2017, 5, 1),
    case_numbers=(),
    text_sha256="0",
    extractor="rules",
    decision="criminal",
    instance="first_instance",
    defendant=Defendant(),
    outcome="conviction",
    offence_period=None,
    demand_stated=False,
    demanded=(),
    imposed=(),
    pretrial_detention_deducted=False,
    victims=(),
    contact_channels=(),
    evidence={},
    failures=(),
    statutes=(OLD_LAW,),
)
JUDGMENT = ReadJudgment(RECORD, TEXT)


def rule(field: str, *values: str, **more: object) -> SelectionRule:
    return msgspec.convert({"id": "r", "field": field, "any_of": values, **more}, SelectionRule)


CASES: dict[str, tuple[SelectionRule, bool | None]] = {
    "article": (rule("statutes", "Sr 248b"), True),
    "other article": (rule("statutes", "Sr 244"), False),
    "version in time": (rule("statutes", "Sr 248b", until="2024-06-30"), True),
    "version too late": (rule("statutes", "Sr 248b", since="2024-07-01"), False),
    "date": (rule("date", since="2017-01-01", until="2017-12-31"), True),
    "other year": (rule("date", since="2018-01-01"), False),
    "outcome": (rule("outcome", "conviction", "guilty_without_penalty"), True),
    "decision": (rule("decision", "confiscation"), False),
    "court": (rule("court", "Rechtbank Fictief"), True),
    "words": (rule("text", r"DATING\s*site"), True),
    "other words": (rule("text", "escort"), False),
    "no channel": (rule("contact_channels", "street"), False),
}


@pytest.mark.parametrize(("given", "met"), CASES.values(), ids=CASES.keys())
def test_a_rule_looks_at_its_field(given: SelectionRule, met: object) -> None:
    assert meets(given, JUDGMENT) is met


def test_what_the_machine_left_undecided_stays_in() -> None:
    unsure = msgspec.structs.replace(RECORD, failures=(Doubt(field="statutes", reason="two lists"),), date=None)
    judgment = ReadJudgment(unsure, TEXT)
    assert dropped_by((rule("statutes", "Sr 244"), rule("date", since="2018-01-01")), judgment) is None


def test_the_first_rule_that_is_not_met_is_the_reason() -> None:
    first, second = rule("outcome", "acquittal"), rule("statutes", "Sr 244")
    rules = (msgspec.structs.replace(first, id="outcome"), msgspec.structs.replace(second, id="article"))
    assert dropped_by(rules, JUDGMENT) == "outcome"
    assert dropped_by((rule("outcome", "conviction", exclude=True),), JUDGMENT) == "r"
    assert dropped_by((rule("outcome", "conviction"),), JUDGMENT) is None


MISTAKES = {
    "no toml": ("[[rule", "selection.toml"),
    "unknown setting": ('[[rule]]\nid = "a"\nfield = "court"\nanyof = ["x"]', "anyof"),
    "unknown field": ('[[rule]]\nid = "a"\nfield = "judge"\nany_of = ["x"]', "judge"),
    "twice": ('[[rule]]\nid = "a"\nfield = "court"\nany_of = ["x"]\n' * 2, "stands twice"),
    "nothing": ('[[rule]]\nid = "a"\nfield = "court"', "asks for nothing"),
    "period": ('[[rule]]\nid = "a"\nfield = "court"\nany_of = ["x"]\nsince = 2016-01-01', "has a period"),
    "turned": ('[[rule]]\nid = "a"\nfield = "date"\nsince = 2017-01-01\nuntil = 2016-01-01', "ends before"),
    "pattern": ('[[rule]]\nid = "a"\nfield = "text"\nany_of = ["("]', "pattern that cannot be read"),
}


@pytest.mark.parametrize(("text", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_the_rules_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "selection.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=r".*") as caught:
        read_rules(tmp_path / "selection.toml")
    assert words in str(caught.value)
