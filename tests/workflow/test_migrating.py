"""A new codebook on a study that is being coded: nothing is lost, nothing changed, the rest is asked again."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.study.codings import AT, adjudication, coding, permit, units
from vonnis.archive.store import open_store
from vonnis.codebook.reading import read_codebook
from vonnis.errors import MistakesError, StudyError
from vonnis.study.coding import Adjudication, Coding
from vonnis.study.log import AskAgain, Assignment, MeetingRule
from vonnis.workflow.agreement import study_ratings
from vonnis.workflow.codings import codebook_of, final_of
from vonnis.workflow.dataset import tables_of, write_dataset
from vonnis.workflow.migrating import MigratedStudy, migrate_study
from vonnis.workflow.standing import standing_of

LATER = AT + dt.timedelta(days=30)
HEAD = "name: small\nversion: {version}\ntitle: {{nl: Klein, en: Small}}\nvariables:\n"
VARIABLE = """  - name: {name}
    level: defendant
    type: category
    label: {{nl: {name}, en: {name}}}
    question: {{nl: Wat is {name}?, en: What is {name}?}}
    categories: [{codes}]
"""
STEPS = """
from: 1.0.0
to: 1.1.0
steps:
  - {do: rename, variable: k_work, to: k_job}
  - {do: recode, variable: k_plea, code: 1, into: [2]}
  - {do: recode, variable: k_plea, code: 2, into: [1]}
  - {do: split, variable: k_why, code: 9, into: [3, 4], reason: {nl: gesplitst, en: split after the meeting}}
  - {do: merge, variable: k_home, codes: [1, 2], into: [1]}
  - {do: drop, variable: k_old}
  - {do: add, variable: k_new}
"""


def book(version: str, **codes: tuple[int, ...]) -> str:
    """Return a codebook of categories."""
    listed = {
        name: ", ".join(f"{{code: {n}, label: {{nl: w{n}, en: w{n}}}}}" for n in own) for name, own in codes.items()
    }
    return HEAD.format(version=version) + "".join(VARIABLE.format(name=name, codes=own) for name, own in listed.items())


BEFORE = book("1.0.0", k_work=(1, 2), k_plea=(1, 2), k_why=(1, 9), k_home=(1, 2), k_old=(1, 2))
AFTER = book("1.1.0", k_job=(1, 2), k_plea=(1, 2), k_why=(1, 3, 4), k_home=(1, 2), k_new=(1, 2))


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "before.yaml").write_text(BEFORE, encoding="utf-8")
    (permit(folder) / "codebook.yaml").write_text(AFTER, encoding="utf-8")
    (folder / "steps.yaml").write_text(STEPS, encoding="utf-8")
    people = [unit for unit in units() if unit.level in ("complex", "defendant")]
    answers = [
        coding(person, name, value, coder=coder)
        for coder in ("A", "B")
        for person in ("D1", "D2")
        for name, value in (("k_work", 1), ("k_plea", 1), ("k_why", 9), ("k_home", 2), ("k_old", 2))
        if (person, name, coder) != ("D2", "k_why", "B")
    ]
    corrected = coding("D1", "k_plea", 2, coder="B", at=AT + dt.timedelta(hours=1))
    with closing(open_store(folder)) as store, store.action("code", actor="A", at=AT, detail={}) as writing:
        writing.add([*people, *answers, corrected, adjudication("D1", "k_plea", 1, minutes=90)])
        writing.add([Assignment(unit="D1", coder="A", round="main", place=1, at=AT)])
    return folder


def carry_over(study: Path) -> MigratedStudy:
    return migrate_study(study, study / "steps.yaml", before=read_codebook(study / "before.yaml"), by="lead", at=LATER)


def finals(study: Path) -> dict[tuple[str, str], tuple[str | None, str]]:
    with closing(open_store(study)) as store:
        found = final_of(store, codebook=codebook_of(study)).select("unit", "variable", "value", "basis").iter_rows()
        return {(str(unit), str(name)): (value, basis) for unit, name, value, basis in found}


def test_no_coding_is_lost_or_changed(study: Path) -> None:
    with closing(open_store(study)) as store:
        before = store.records(Coding)
    made = carry_over(study)
    with closing(open_store(study)) as store:
        after = store.records(Coding)
    assert set(before) < set(after)
    assert len(after) == len(before) + made.codings
    assert made.codings + made.set_aside == len(before)


def test_final_values_are_those_of_the_new_version(study: Path) -> None:
    carry_over(study)
    assert finals(study) == {
        ("D1", "k_job"): ("1", "agreed"),
        ("D2", "k_job"): ("1", "agreed"),
        ("D1", "k_plea"): ("2", "adjudicated"),
        ("D2", "k_plea"): ("2", "agreed"),
        ("D1", "k_home"): ("1", "agreed"),
        ("D2", "k_home"): ("1", "agreed"),
    }
    assert tables_of(study).levels["defendant"]["k_plea"].to_list()[:2] == [2, 2]


def test_what_only_a_coder_can_tell_is_asked_again_and_stands_in_the_status(study: Path) -> None:
    made = carry_over(study)
    assert made.asked_again == {"k_new": 4, "k_why": 3}
    assert standing_of(study).ask_again == {"k_new": 4, "k_why": 3}
    with closing(open_store(study)) as store:
        words = {rule.id: rule.words for rule in store.records(MeetingRule)}
        asked = store.records(AskAgain)
    assert {words[ask.rule] for ask in asked} == {
        "new question (codebook 1.0.0 to 1.1.0)",
        "split after the meeting (codebook 1.0.0 to 1.1.0)",
    }


def test_a_question_that_was_answered_is_asked_no_longer(study: Path) -> None:
    carry_over(study)
    answer = coding("D1", "k_why", 3, codebook_version="1.1.0", at=LATER + dt.timedelta(days=1))
    with closing(open_store(study)) as store, store.action("code", actor="A", at=answer.at, detail={}) as writing:
        writing.add([answer])
    assert standing_of(study).ask_again == {"k_new": 4, "k_why": 2}
    assert finals(study)["D1", "k_why"] == ("3", "single")


def test_agreement_is_measured_under_the_new_version(study: Path) -> None:
    carry_over(study)
    assert {each.ratings.variable for each in study_ratings(study)} == {"k_job", "k_plea", "k_home"}


def test_decisions_of_the_adjudicator_go_along_with_their_reason(study: Path) -> None:
    assert carry_over(study).adjudications == 1
    with closing(open_store(study)) as store:
        new = [one for one in store.records(Adjudication) if one.codebook_version == "1.1.0"]
    assert [(one.value, one.reason) for one in new] == [("2", "page 3 is plain")]


def test_the_dataset_says_how_many_answers_were_carried_over(study: Path) -> None:
    carry_over(study)
    assert write_dataset(study, at=LATER).migrated == {"k_home": 4, "k_job": 4, "k_plea": 5}


def test_what_coders_noted_counts_once_after_it_was_carried_over(study: Path) -> None:
    names = ("k_work", "k_plea", "k_old")
    noted = [coding("D1", name, 2, coder="C", contradicted=True, certainty="unsure") for name in names]
    with closing(open_store(study)) as store, store.action("code", actor="C", at=AT, detail={}) as writing:
        writing.add(noted)
    carry_over(study)
    made = write_dataset(study, at=LATER)
    assert made.contradicted == made.unsure == {"k_job": 1, "k_plea": 1}


def test_before_it_is_carried_out_the_status_says_what_waits(study: Path) -> None:
    stage = {stage.name: stage for stage in standing_of(study).stages}["codebook"]
    assert stage.state == "stale"
    assert "codings are of version 1.0.0" in stage.words


def test_a_migration_is_carried_out_once(study: Path) -> None:
    carry_over(study)
    with pytest.raises(StudyError, match="carried over before"):
        carry_over(study)


def came_in_later(study: Path) -> None:
    """Let a coder who was on the way answer under the older codebook."""
    late = [coding("D3", name, value, coder="C") for name, value in (("k_plea", 1), ("k_why", 9), ("k_old", 2))]
    person = msgspec.structs.replace(units()[1], id="D3", defendant="D3")
    with closing(open_store(study)) as store, store.action("merge", actor="C", at=LATER, detail={}) as writing:
        writing.add([person])
        writing.add(late)


def test_what_came_in_later_under_the_older_version_is_carried_over_too(study: Path) -> None:
    carry_over(study)
    before = finals(study)
    came_in_later(study)
    stage = {stage.name: stage for stage in standing_of(study).stages}["codebook"]
    assert (stage.state, "3 codings are of version 1.0.0" in stage.words) == ("stale", True)
    made = carry_over(study)
    assert (made.codings, made.set_aside, made.asked_again) == (1, 2, {"k_new": 1, "k_why": 1})
    assert finals(study) == {**before, ("D3", "k_plea"): ("2", "single")}
    status = standing_of(study)
    assert {stage.name: stage for stage in status.stages}["codebook"].state == "done"
    assert status.ask_again == {"k_new": 5, "k_why": 4}
    with pytest.raises(StudyError, match="nothing is left to do"):
        carry_over(study)


def test_what_came_in_later_goes_by_the_same_steps(study: Path) -> None:
    carry_over(study)
    came_in_later(study)
    (study / "steps.yaml").write_text(STEPS + "# another\n", encoding="utf-8")
    with pytest.raises(StudyError, match="the same file of steps"):
        carry_over(study)


def test_a_migration_that_forgets_something_changes_nothing(study: Path) -> None:
    (study / "steps.yaml").write_text(STEPS.replace("  - {do: drop, variable: k_old}\n", ""), encoding="utf-8")
    with pytest.raises(MistakesError, match="k_old"):
        carry_over(study)
    with closing(open_store(study)) as store:
        assert {one.codebook_version for one in store.records(Coding)} == {"1.0.0"}
