"""Which figures of two waves are not counted alike: by what they rest on, directly or through what is computed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.workflow.test_waves import DEMO
from vonnis.codebook.codebook import Codebook
from vonnis.codebook.diff import compare
from vonnis.codebook.reading import read_codebook
from vonnis.study.policy_plan import PolicyPlan
from vonnis.study.protocol import Parameters, Protocol, read_protocol
from vonnis.workflow.wave_breaks import Bases, breaks_of, changed_names, parameters_that_differ, readings_that_differ

PLANNED: dict[str, dict[str, Any]] = {
    "few": {"kind": "count", "id": "few", "level": "victim", "where": {"v_sex": [2]}},
    "late": {"kind": "mean", "id": "late", "level": "defendant", "variable": "k_late", "unit": "year"},
    "later": {"kind": "mean", "id": "later", "level": "defendant", "variable": "k_later", "unit": "year"},
    "prison": {"kind": "mean", "id": "prison", "level": "defendant", "variable": "k_imp_prison", "unit": "day"},
    "hours": {"kind": "mean", "id": "hours", "level": "defendant", "variable": "k_imp_hours", "unit": "hour"},
    "kinds": {"kind": "sentences", "id": "kinds", "level": "defendant"},
}
DERIVED = """
parameters: {{later_by: {by}}}
derived:
  - name: k_late
    level: defendant
    type: integer
    label: {{nl: Laat geboren, en: Born late}}
    definition: {{nl: Het geboortejaar., en: The year of birth.}}
    value: {value}
  - name: k_later
    level: defendant
    type: integer
    label: {{nl: Later geboren, en: Born later}}
    definition: {{nl: Later dan laat., en: Later than late.}}
    value: k_late + later_by
"""


def book(folder: Path, *changed: str, value: str = "k_birth_year", by: int = 1) -> Codebook:
    """Return the codebook of the demonstration with two derived variables, and another rule for some questions."""
    text = (DEMO / "codebook.yaml").read_text(encoding="utf-8") + DERIVED.format(value=value, by=by)
    for name in changed:
        start = text.index(f"- name: {name}\n")
        place = text.index("    label:", start)
        text = f"{text[:place]}    rule: {{nl: Anders., en: Otherwise.}}\n{text[place:]}"
    path = folder / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    return read_codebook(path)


def protocol(month_days: int = 30) -> Protocol:
    plan = {"plan": list(PLANNED.values())}
    return msgspec.structs.replace(
        read_protocol(DEMO / "study.toml"), analysis=plan, parameters=Parameters(month_days=month_days)
    )


def bases(
    folder: Path, *, then: Protocol | None = None, now: Protocol | None = None, books: tuple[Codebook, ...] = ()
) -> Bases:
    then, now = then or protocol(), now or protocol()
    changes = compare(*books) if books else ()
    return Bases(
        then=then,
        now=now,
        books=books,
        parameters=tuple(parameters_that_differ((folder, then), (folder, now))),
        changed=changed_names(changes, {}, books=books),
    )


def said(id_: str, found: Bases) -> list[str]:
    return [text["en"] for text in breaks_of(id_, found)]


@pytest.mark.parametrize(
    ("question", "broken"), [("v_sex", ["few"]), ("k_birth_year", ["late", "later"])], ids=["where", "derived"]
)
def test_a_question_that_changed_breaks_what_is_limited_by_it_or_computed_from_it(
    tmp_path: Path, question: str, broken: list[str]
) -> None:
    found = bases(tmp_path, books=(book(tmp_path), book(tmp_path, question)))
    assert [id_ for id_ in PLANNED if said(id_, found)] == broken


@pytest.mark.parametrize("end", ["lowest", "highest"])
def test_a_bound_breaks_where_its_figure_does(tmp_path: Path, end: str) -> None:
    found = bases(tmp_path, books=(book(tmp_path), book(tmp_path, "k_birth_year")))
    assert said("late", found) == said(f"late_{end}", found) != []


def test_a_derived_variable_that_is_computed_otherwise_breaks_what_rests_on_it(tmp_path: Path) -> None:
    found = bases(tmp_path, books=(book(tmp_path), book(tmp_path, value="k_birth_year + 1")))
    assert said("late", found) == said("later", found) == ["how “Born late” (k_late) is computed changed"]


def test_a_parameter_of_the_codebook_breaks_what_is_computed_with_it(tmp_path: Path) -> None:
    found = bases(tmp_path, books=(book(tmp_path), book(tmp_path, by=2)))
    assert (said("late", found), said("later", found)) == ([], ["later_by: 1 then, 2 now"])


@pytest.mark.parametrize(
    ("figure", "broken"),
    [
        ("imposed_days_median", True),
        ("demanded_days_median", True),
        ("demand_gap_days_median", True),
        ("demand_over_month_share", True),
        ("sentence_below_demand_share", True),
        ("prison", True),
        ("kinds_long_share", True),
        ("hours", False),
        ("demand_gap_hours_median", False),
        ("girls_share", False),
    ],
)
def test_the_days_in_a_month_break_what_is_counted_in_days(tmp_path: Path, figure: str, broken: bool) -> None:  # noqa: FBT001 - of the table above
    books = (book(tmp_path), book(tmp_path))
    found = bases(tmp_path, now=protocol(month_days=31), books=books)
    assert said(figure, found) == (["days in a month: 30 then, 31 now"] if broken else [])


@pytest.mark.parametrize(
    ("figure", "questions"),
    [
        ("sentence_below_demand_share", ["k_imp_prison", "k_demand_stated"]),
        ("demanded_days_median", ["k_imp_prison", "k_demand_stated"]),
        ("imposed_days_median", ["k_imp_prison", "k_demand_stated"]),
        ("demand_gap_days_median", ["k_imp_prison", "k_demand_stated"]),
        ("demand_gap_hours_median", ["k_demand_stated"]),
        ("demand_over_month_share", ["k_demand_stated"]),
    ],
)
def test_the_questions_that_overrule_sentence_and_demand_break_what_sets_them_beside_each_other(
    tmp_path: Path, figure: str, questions: list[str]
) -> None:
    found = bases(tmp_path, books=(book(tmp_path), book(tmp_path, "k_imp_prison", "k_demand_stated")))
    assert sorted(said(figure, found)) == sorted(f"the question {name} changed" for name in questions)


def policy(folder: Path, words: str, **changed: Any) -> Protocol:
    plan = read_protocol(DEMO / "study.toml").policy
    assert isinstance(plan, PolicyPlan)
    (folder / "topics.yaml").write_text(words, encoding="utf-8")
    return msgspec.structs.replace(protocol(), policy=msgspec.structs.replace(plan, lexicon="topics.yaml", **changed))


LEXICON = "version: '1'\ntopics: []\nmeasures: []\n"


@pytest.mark.parametrize(
    ("changed", "lexicon", "told", "broken"),
    [
        ({}, LEXICON + "# a remark\n", [], []),
        ({"topic": "buyers"}, LEXICON, ["policy_topic"], ["topic of the papers: - then, buyers now"]),
        ({"patience": 90}, LEXICON, ["policy_patience"], ["days after which what has no term is late: 365"]),
        ({}, LEXICON.replace("1", "2"), ["policy_lexicon"], ["lexicon for the papers: topics.yaml ("]),
        ({"sentence_years": 1}, LEXICON, ["policy_sentence_years"], []),
    ],
    ids=["nothing", "topic", "patience", "lexicon", "years of judgment"],
)  # fmt: skip
def test_another_measure_of_papers_is_told_and_breaks_the_figures_on_papers(
    tmp_path: Path, changed: dict[str, Any], lexicon: str, told: list[str], broken: list[str]
) -> None:
    folders = tmp_path / "then", tmp_path / "now"
    for folder in folders:
        folder.mkdir()
    then = policy(folders[0], LEXICON)
    now = policy(folders[1], lexicon, **changed)
    differ = tuple(parameters_that_differ((folders[0], then), (folders[1], now)))
    found = Bases(then=then, now=now, books=(), parameters=differ, changed={})
    assert [name for name, _, _ in differ] == told
    breaks = said("policy_overdue", found)
    assert [text[: len(start)] for text, start in zip(breaks, broken, strict=True)] == broken
    assert said("girls_share", found) == []


@pytest.mark.parametrize(
    ("figure", "broken"),
    [
        ("age_gap_share", ["years of a large difference in age: 19 then, 21 now"]),
        ("age_gap_18_share", []),
        ("age_gap_median", []),
        ("suspects_change", ["base year of the series: 2015 then, 2014 now"]),
        ("suspects_2015", []),
        ("girls_share", []),
    ],
)
def test_a_figure_breaks_on_the_parameters_that_it_rests_on_alone(
    tmp_path: Path, figure: str, broken: list[str]
) -> None:
    other = msgspec.structs.replace(protocol(), parameters=Parameters(age_gap_years=21, series_base_year=2014))
    assert said(figure, bases(tmp_path, now=other)) == broken


def test_one_day_read_broadly_rests_on_the_days_in_a_month(tmp_path: Path) -> None:
    found = bases(tmp_path, now=protocol(month_days=31))
    assert said("one_day_broad_share", found) == ["days in a month: 30 then, 31 now"]
    assert said("one_day_share", found) == []


def analysed(*entries: dict[str, Any], **settings: Any) -> Protocol:
    return msgspec.structs.replace(protocol(), analysis={"plan": list(entries), **settings})


GIRLS = {"kind": "share", "id": "girls", "level": "victim", "variable": "v_sex", "codes": [2]}
WEIGHED = {"kind": "selection", "id": "margins", "level": "victim", "variable": "v_sex", "margins": "sexes.csv"}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ((GIRLS,), []),
        (({**GIRLS, "report": False, "added": "2026-01-01", "alternatives": ["other"]},), []),
        (({**GIRLS, "codes": [1, 2]},), ["counted otherwise"]),
        (({**GIRLS, "exact": True},), ["the interval is of another kind"]),
        ((GIRLS, WEIGHED), ["weighted otherwise"]),
        ((GIRLS, {**WEIGHED, "weigh": False}), []),
        ((GIRLS, {**WEIGHED, "level": "defendant"}), []),
    ],
    ids=["alike", "shown otherwise", "codes", "interval", "weighted", "not weighted", "another level weighted"],
)
def test_what_a_plan_says_of_a_figure_breaks_it_where_it_changes_the_number(
    tmp_path: Path, now: tuple[dict[str, Any], ...], told: list[str]
) -> None:
    assert said("girls", bases(tmp_path, then=analysed(GIRLS), now=analysed(*now))) == told


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ({}, {"reading": "process", "cluster": "complex"}, []),
        ({}, {"reading": "census"}, ["how units are read: as if a process could have given others then, as all units"]),
        ({}, {"cluster": ""}, ["what units hang together by: case complex then, nothing, each stands on its own now"]),
        (
            {"reading": "sample", "population": {"defendant": 500}},
            {"reading": "sample", "population": {"defendant": 900}},
            ["what was drawn from: Defendants 500 then, Defendants 900 now"],
        ),
    ],
    ids=["alike", "reading", "clusters", "population"],
)
def test_settings_of_the_whole_plan_are_told(then: dict[str, Any], now: dict[str, Any], told: list[str]) -> None:
    found = [text["en"] for text in readings_that_differ(analysed(**then), analysed(**now))]
    assert [text[: len(start)] for text, start in zip(found, told, strict=True)] == told
