"""The shipped codebooks are without mistakes; `op-de-koop-toe` asks 64 questions and derives what a report needs."""

from __future__ import annotations

import typing
from collections import Counter
from decimal import Decimal

import msgspec
import pytest

from vonnis.codebook.codebook import Codebook, Level
from vonnis.codebook.coded import Coded, CodedUnits
from vonnis.codebook.missing import Missing
from vonnis.codebook.templates import TEMPLATES, template
from vonnis.codebook.values import Answer, Duration, Interval, PartialDate
from vonnis.extraction.record import ExtractionRecord


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return template("op-de-koop-toe")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_without_mistakes(name: str) -> None:
    assert template(name).variables


def test_it_asks_64_questions_on_four_levels_and_33_in_short(codebook: Codebook) -> None:
    assert Counter(v.level for v in codebook.questions) == {"complex": 9, "defendant": 32, "victim": 12, "pair": 11}
    assert sum(variable.short for variable in codebook.questions) == 33


def test_interpretation_is_coded_twice_throughout(codebook: Codebook) -> None:
    always = {variable.name for variable in codebook.variables if variable.double_coding == 1}
    assert always == {"k_court_responsibility", "k_court_knowledge", "k_factors", "v_third_party", "p_age_check"}


def test_every_extractor_is_a_field_of_the_record(codebook: Codebook) -> None:
    for variable in codebook.variables:
        kind: object = ExtractionRecord
        for step in (variable.extractor or "").split(".") if variable.extractor else ():
            fields = typing.get_type_hints(struct_of(kind))
            assert step in fields, variable.extractor
            kind = fields[step]


def struct_of(kind: object) -> type[msgspec.Struct]:
    found = [kind, *typing.get_args(kind)]
    return next(one for one in found if isinstance(one, type) and issubclass(one, msgspec.Struct))


def coded(codebook: Codebook, **changes: Answer) -> CodedUnits:
    """One complex, a client with two victims of 15 and 17; answers changed as asked."""
    client = {
        "k_sex": 1,
        "k_birth_year": 1980,
        "k_imp_prison": Duration(days=1),
        "k_imp_prison_susp": Duration(),
        "k_imp_hours": 120,
        "k_imp_hours_susp": 0,
        "k_imp_other": (1,),
        "k_dem_prison": Duration(months=6),
        "k_dem_prison_susp": Duration(months=2),
        "k_dem_hours": 0,
        "k_articles": (2, 5),
        "k_other_offences": 0,
        "k_judgment_date": PartialDate(2019, 6, 3),
        "k_custody_days": 1,
        "k_intake_date": PartialDate(2018),
    }
    first = {"p_first_date": PartialDate(2017, 3, 1), "p_channel": 8, "p_channels": (8,), "p_guideline_category": 3}
    second = {"p_first_date": PartialDate(2017), "p_channel": 1, "p_channels": (1, 4), "p_guideline_category": 2}
    one = {"v_age_start": Interval(15, 15), "v_advertised": (8,)}
    two = {"v_age_start": Interval(16, 17), "v_advertised": (1,)}
    levels: list[tuple[Level, str, str | None, str | None, dict[str, Answer]]] = [
        ("complex", "C1", None, None, {"c_intake_year": 2018}),
        ("defendant", "D1", "D1", None, typing.cast("dict[str, Answer]", client)),
        ("victim", "V1", None, "V1", typing.cast("dict[str, Answer]", one)),
        ("victim", "V2", None, "V2", typing.cast("dict[str, Answer]", two)),
        ("pair", "P1", "D1", "V1", typing.cast("dict[str, Answer]", first)),
        ("pair", "P2", "D1", "V2", typing.cast("dict[str, Answer]", second)),
    ]
    units = []
    for level, key, defendant, victim, answers in levels:
        own = {n: changes[n] for n in changes if n in codebook.by_name and codebook.by_name[n].level == level}
        unit = Coded(level=level, key=key, complex="C1", defendant=defendant, victim=victim, answers={**answers, **own})
        units.append(unit)
    return CodedUnits(codebook, units)


DERIVED: list[tuple[str, dict[str, Answer], str, str, Answer]] = [
    ("one day and hours", {}, "D1", "sentence_class", 2),
    (
        "one day by suspension",
        {"k_imp_prison": Duration(days=180), "k_imp_prison_susp": Duration(days=179)},
        "D1",
        "sentence_class",
        3,
    ),
    ("broad", {"k_imp_prison": Duration(days=180), "k_imp_prison_susp": Duration(days=179)}, "D1", "one_day_broad", 1),
    (
        "strict",
        {"k_imp_prison": Duration(days=180), "k_imp_prison_susp": Duration(days=179)},
        "D1",
        "one_day_strict",
        0,
    ),
    ("three months is below 100 days", {"k_imp_prison": Duration(months=3)}, "D1", "prison_100_days", 0),
    ("four months is not", {"k_imp_prison": Duration(months=4)}, "D1", "sentence_class", 6),
    ("hours alone", {"k_imp_prison": Duration()}, "D1", "sentence_class", 1),
    ("a day without hours", {"k_imp_hours": 0, "k_imp_other": (0,)}, "D1", "sentence_class", 7),
    ("weeks with hours", {"k_imp_prison": Duration(weeks=2)}, "D1", "sentence_class", 4),
    ("weeks without", {"k_imp_prison": Duration(weeks=2), "k_imp_hours": 0}, "D1", "sentence_class", 5),
    ("sentence unknown", {"k_imp_prison": Missing.NOT_STATED}, "D1", "sentence_class", Missing.NOT_STATED),
    ("hours unknown", {"k_imp_hours": Missing.UNCLEAR}, "D1", "sentence_class", Missing.UNCLEAR),
    ("gap with the youngest", {}, "D1", "age_gap_client", Interval(21, 22)),
    ("big gap", {}, "D1", "age_gap_big", 1),
    ("no big gap", {"k_birth_year": 1996}, "D1", "age_gap_big", 0),
    ("birth year unknown", {"k_birth_year": Missing.WITHHELD}, "D1", "age_gap_big", Missing.WITHHELD),
    ("client with a young victim", {}, "D1", "client_victim_15", 1),
    ("young victim", {}, "V1", "victim_15_or_younger", 1),
    ("victim of 16 or 17", {}, "V2", "victim_15_or_younger", 0),
    ("masked site, lower bound", {}, "V1", "advertised_legal_site", 0),
    ("masked site, upper bound", {}, "V1", "advertised_legal_site_upper", 1),
    ("contact", {}, "D1", "contact_legal_site", 1),
    ("start point not with 15", {}, "D1", "vs_start_point", 4),
    ("demand within", {}, "D1", "dem_vs_guideline", 1),
    ("demand minus sentence", {}, "D1", "gap_demand_days", -119),
    ("hours apart", {}, "D1", "gap_demand_hours", 120),
    ("victims per client", {}, "D1", "victims_per_client", 2),
    ("year of registration only", {}, "D1", "days_intake_to_judgment", Interval(154, 518)),
]


@pytest.mark.parametrize(
    ("changes", "unit", "name", "answer"), [row[1:] for row in DERIVED], ids=[r[0] for r in DERIVED]
)
def test_a_derived_variable(
    codebook: Codebook, changes: dict[str, Answer], unit: str, name: str, answer: Answer
) -> None:
    derived = codebook.derived_by_name[name]
    assert coded(codebook, **changes).unit(derived.level, unit).derive(derived) == answer


FOUND: list[tuple[str, dict[str, Answer]]] = [
    ("suspended_imposed", {"k_imp_prison_susp": Duration(days=2)}),
    ("contact_after_judgment", {"k_judgment_date": PartialDate(2016, 1, 1)}),
    ("service_has_hours", {"k_imp_hours": 0}),
    ("no_penalty", {"k_imp_other": (1, 10)}),
    ("new_law_too_early", {"k_articles": (21,)}),
    ("old_law_too_late", {"p_first_date": PartialDate(2025)}),
    ("article_248b_age", {"v_age_start": Interval(13, 14)}),
    ("under_16_age", {"v_age_start": Interval(17, 17)}),
    ("service_with_long_prison", {"k_imp_prison": Duration(months=7)}),
    ("service_too_long", {"k_imp_hours": 300}),
    ("client_younger", {"k_birth_year": 2010}),
    ("channel_not_advertised", {"p_channel": 1}),
    ("demand_below_sentence", {"k_imp_prison": Duration(years=1)}),
    ("amount_high", {"p_amount": Decimal("1500.00"), "p_payment": (1,)}),
    ("guideline_young", {"p_guideline_category": 1}),
    ("guideline_dates", {"p_first_date": PartialDate(2014)}),
    ("intake_years", {"c_intake_year": 2021}),
]


@pytest.mark.parametrize(("check", "changes"), FOUND, ids=[row[0] for row in FOUND])
def test_a_check_is_found(codebook: Codebook, check: str, changes: dict[str, Answer]) -> None:
    assert check in {finding.check.id for finding in coded(codebook, **changes).findings()}


def test_a_sound_file_raises_no_finding_and_neither_does_silence(codebook: Codebook) -> None:
    assert [finding.check.id for finding in coded(codebook).findings()] == []
    silent: dict[str, Answer] = dict.fromkeys(codebook.by_name, Missing.NOT_STATED)
    assert [finding.check.id for finding in coded(codebook, **silent).findings()] == []


def test_a_year_and_twelve_months_suspended_are_no_contradiction(codebook: Codebook) -> None:
    units = coded(codebook, k_imp_prison=Duration(months=12), k_imp_prison_susp=Duration(years=1))
    assert "suspended_imposed" not in {finding.check.id for finding in units.findings()}


def test_silence_never_closes_a_question(codebook: Codebook) -> None:
    asked = codebook.by_name["v_ad_age"]
    for answer, expected in (((1,), True), ((0,), False), (Missing.NOT_STATED, None)):
        unit = coded(codebook, v_advertised=answer).unit("victim", "V1")
        assert unit.asked(asked) is expected
    skipped = coded(codebook, v_advertised=(0,)).unit("victim", "V1")
    assert skipped.answer("v_ad_age") is Missing.NOT_APPLICABLE
    assert coded(codebook, v_advertised=Missing.NOT_STATED).unit("victim", "V1").answer("v_ad_age") is None
