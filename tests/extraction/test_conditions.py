"""Special conditions of a suspended sentence or a hospital order, by kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from vonnis.extraction.conditions import kinds
from vonnis.extraction.dictum import DictumReader

SUSPENDED = (
    "veroordeelt verdachte tot een gevangenisstraf van 6 maanden, waarvan 2 maanden voorwaardelijk met een proeftijd "
    "van 2 jaren;\n"
)
LISTED = {
    "reporting": "zich binnen 5 dagen meldt bij de reclassering",
    "treatment": "zich onder behandeling stelt van een polikliniek",
    "admission": "zich laat opnemen in een zorginstelling",
    "supported_housing": "verblijft in een instelling voor begeleid wonen",
    "contact_ban": "op geen enkele wijze contact zal opnemen met [slachtoffer]",
    "location_ban": "zich niet zal bevinden in de [straat]",
    "location_order": "zich houdt aan een avondklok",
    "substance_ban": "zich houdt aan een drugsverbod",
    "training": "deelneemt aan een gedragsinterventie",
    "daytime_activity": "een dagbesteding heeft",
    "debt_counselling": "meewerkt aan schuldhulpverlening",
    "electronic_monitoring": "meewerkt aan elektronisch toezicht",
    "compensation": "de schade vergoedt, door vergoeding van de schade aan [slachtoffer]",
    "deposit": "een waarborgsom stort",
}


def conditions(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the sanctions of a dictum that have conditions, with these."""
    dictum = f"De rechtbank:\n{text}"
    reader = DictumReader(dictum, 0, len(dictum))
    for sanction in reader.sanctions():
        assert bool(sanction.conditions) == ("conditions" in sanction.parts)
    return [(sanction.kind, sanction.conditions) for sanction in reader.sanctions() if sanction.conditions]


def test_every_kind_has_a_case() -> None:
    assert set(LISTED) == set(kinds())


@pytest.mark.parametrize("kind", LISTED)
def test_a_condition_is_told_by_its_kind(kind: str) -> None:
    text = f"{SUSPENDED}stelt als bijzondere voorwaarde dat verdachte:\n- {LISTED[kind]};\n"
    assert conditions(text) == [("prison", (kind,))]


def test_conditions_end_where_another_clause_begins() -> None:
    text = f"{SUSPENDED}stelt als bijzondere voorwaarden dat verdachte:\n- zich meldt bij de reclassering;\n"
    after = "legt op een maatregel dat verdachte geen contact zal opnemen met [slachtoffer] (artikel 38v Sr);\n"
    assert conditions(text + after) == [("prison", ("reporting",))]


def test_a_hospital_order_has_conditions() -> None:
    text = "gelast de terbeschikkingstelling en stelt de volgende voorwaarden:\n- verdachte volgt een behandeling;\n"
    assert conditions(text) == [("tbs_conditions", ("treatment",))]


@pytest.mark.parametrize(
    "text",
    [
        "veroordeelt verdachte tot een gevangenisstraf van 6 maanden;\nwijst bijzondere voorwaarden af;\n",
        f"{SUSPENDED}stelt als algemene voorwaarde dat verdachte geen strafbaar feit pleegt;\n",
    ],
    ids=["no suspended sentence", "the general condition"],
)
def test_no_conditions(text: str) -> None:
    assert conditions(text) == []


def test_the_page_knows_every_kind(root: Path) -> None:
    page = (root / "docs/reference/record.md").read_text(encoding="utf-8")
    assert [kind for kind in kinds() if f"| `{kind}` |" not in page] == []
