"""Derived variables stand in the dataset as coded ones do: a value, or the kind of missing that it rests on."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from vonnis.codebook.missing import Missing
from vonnis.codebook.templates import template
from vonnis.codebook.values import write_answer
from vonnis.study.derived import with_derived, with_skips
from vonnis.study.tables import StudyTables, study_tables
from vonnis.study.unit import Unit

BOOK = template("op-de-koop-toe")
UNITS = (
    Unit(id="C1", level="complex", complex="C1"),
    Unit(id="D1", level="defendant", complex="C1", defendant="D1"),
    Unit(id="V1", level="victim", complex="C1", victim="V1"),
    Unit(id="P1", level="pair", complex="C1", defendant="D1", victim="V1"),
)
VALUES = {
    "D1": {
        "k_birth_year": "1980",
        "k_imp_prison": "P180D",
        "k_imp_prison_susp": "P179D",
        "k_imp_hours": "240",
        "k_judgment_date": "2019-06-03",
    },
    "V1": {"v_age_start": "15", "v_advertised": "1;8"},
    "P1": {"p_first_date": "2017-03", "p_channel": "8", "p_channels": "8", "p_amount": "150.00"},
}


@pytest.fixture(scope="module")
def tables() -> StudyTables:
    rows: list[tuple[str, str, str | None, int | None]] = [
        (unit, name, value, None) for unit, told in VALUES.items() for name, value in told.items()
    ]
    rows.append(("D1", "k_other_offences", None, int(Missing.UNCLEAR)))
    schema = {"unit": pl.String, "variable": pl.String, "value": pl.String, "missing": pl.Int8}
    return with_derived(study_tables(BOOK, pl.DataFrame(rows, schema=schema, orient="row"), units=UNITS))


@pytest.mark.parametrize(
    ("level", "name", "value", "kind"),
    [
        ("defendant", "sentence_class", 3, None),
        ("defendant", "one_day_strict", 0, None),
        ("defendant", "one_day_broad", 1, None),
        ("defendant", "uncond_days", 1, None),
        ("defendant", "age_gap_client", {"low": 21, "high": 22}, None),
        ("defendant", "age_gap_big", 1, None),
        ("defendant", "only_this_offence", None, -9),
        ("defendant", "contact_legal_site", 0, None),
        ("defendant", "contact_legal_site_upper", 1, None),
        ("victim", "victim_15_or_younger", 1, None),
        ("victim", "advertised_legal_site", 1, None),
        ("pair", "p_victim_age", {"low": 15, "high": 15}, None),
    ],
)
def test_a_derived_variable_is_a_column(
    tables: StudyTables, level: str, name: str, value: object, kind: object
) -> None:
    frame = {str(key): frame for key, frame in tables.levels.items()}[level]
    assert (frame[name].to_list(), frame[f"{name}_mis"].to_list()) == ([value], [kind])


def test_every_derived_variable_has_its_columns_at_its_level(tables: StudyTables) -> None:
    for derived in BOOK.derived:
        assert {derived.name, f"{derived.name}_mis"} <= set(tables.levels[derived.level].columns)


def test_nothing_that_was_coded_changes(tables: StudyTables) -> None:
    frame = tables.levels["pair"]
    assert (frame["p_first_date"][0], frame["p_first_date_precision"][0]) == (dt.date(2017, 3, 1), "month")
    assert write_answer(Missing.UNCLEAR) == str(tables.levels["defendant"]["k_other_offences_mis"][0])


SKIPS = [
    ("0", "1", (None, -7)),  # answered before it was skipped
    ("0", None, (None, -7)),
    ("1", "1", (1, None)),
    ("1", None, (None, None)),  # asked, and nobody has answered yet
    (None, None, (None, None)),  # silence never closes a question
]


@pytest.mark.parametrize(("link", "outcome", "held"), SKIPS)
def test_a_question_that_a_rule_skips_is_not_applicable(
    link: str | None, outcome: str | None, held: tuple[int | None, int | None]
) -> None:
    told = {"c_trafficking_link": link, "c_exploiter_outcome": outcome}
    rows = [("C1", name, value, None) for name, value in told.items() if value is not None]
    schema = {"unit": pl.String, "variable": pl.String, "value": pl.String, "missing": pl.Int8}
    finals = pl.DataFrame(rows, schema=schema, orient="row")
    row = with_skips(study_tables(BOOK, finals, units=UNITS[:1])).levels["complex"].row(0, named=True)
    assert (row["c_exploiter_outcome"], row["c_exploiter_outcome_mis"]) == held
