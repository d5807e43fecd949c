"""A quote is held against the people of the study by the words of the codebook's answers and the ages that it says."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from vonnis.study.tables import StudyTables
from vonnis.workflow.dataset_tables import machine_codebook
from vonnis.workflow.quote_guard import guard_quotes
from vonnis.workflow.quoted_traits import told_in

AGES = [15] * 3 + [16] * 20 + [17] * 12
VICTIMS = pl.DataFrame(
    {
        "unit": [f"V{number}" for number in range(len(AGES))],
        "v_sex": [1] * 2 + [2] * (len(AGES) - 2),
        "v_age": [{"low": age, "high": age} for age in AGES],
        "v_channels": [[5, 11] if number % 2 else [1] for number in range(len(AGES))],
    }
)
TABLES = StudyTables(machine_codebook(), {"victim": VICTIMS})


@pytest.mark.parametrize(
    ("quote", "told"),
    [
        ("Het 15-jarige meisje vertelde iets.", {"victim: meisje, 15 years": 1}),
        ("The girl of 16 years old said so.", {"victim: girl, 16 years": 20}),
        ("Meisjes zeiden dat vaker.", {"victim: meisje": 33}),
        ("Contact liep via sociale media.", {"victim: sociale media": 17}),
        ("Een man van 43 jaar zei dat.", {"victim: man": 2}),
        ("Dat is anders dan gedacht, zegt een lezer.", {}),
    ],
    ids=["age and sex", "english", "plural", "channel", "an age of nobody here", "a plain word"],
)
def test_what_a_quote_tells_is_counted(quote: str, told: dict[str, int]) -> None:
    assert told_in(quote, TABLES) == told


def test_a_rare_combination_in_a_quote_is_told_with_its_place(tmp_path: Path) -> None:
    own = tmp_path / "report/nl/15-own.md"
    own.parent.mkdir(parents=True)
    own.write_text("# Eigen {#own}\n\nZij schreef: “Het meisje was toen 15 jaar.”\n", encoding="utf-8")
    found = guard_quotes(tmp_path, (), tables=TABLES, few=10)
    (said,) = [one for one in found if "meisje, 15 years" in one]
    assert said.startswith(f"{own}, line 3: the quote holds 'victim: meisje, 15 years'; fewer people of the study than")
    assert not [one for one in guard_quotes(tmp_path, (), tables=TABLES, few=1) if "15 years" in one]
