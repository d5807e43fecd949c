"""Whether a judgment stands, by the relations that its publisher names."""

from __future__ import annotations

import pytest

from vonnis.extraction.finality import find_finality
from vonnis.judgment.judgment import Judgment, Metadata, Relation

APPEAL, CASSATION = "ECLI:NL:GHXX:2021:1", "ECLI:NL:HR:2022:1"
CASES: dict[str, tuple[list[Relation], str]] = {
    "none": ([], "no_later_known"),
    "an earlier decision": ([Relation("ECLI:NL:RBXX:2020:1", "hogerBeroep", "eerdereAanleg")], "no_later_known"),
    "an opinion": ([Relation("ECLI:NL:PHR:2022:1", "conclusie", "latereAanleg", "gevolgd")], "no_later_known"),
    "confirmed": ([Relation(APPEAL, "hogerBeroep", "latereAanleg", "bekrachtiging/bevestiging")], "upheld"),
    "quashed": (
        [Relation(APPEAL, "hogerBeroep", "latereAanleg", "(Gedeeltelijke) vernietiging en zelf afgedaan")],
        "changed",
    ),
    "effect unknown": ([Relation(CASSATION, "cassatie", "latereAanleg")], "under_review"),
    "confirmed, then quashed": (
        [
            Relation(APPEAL, "hogerBeroep", "latereAanleg", "bekrachtiging/bevestiging"),
            Relation(CASSATION, "cassatie", "latereAanleg", "(Gedeeltelijke) vernietiging met verwijzen"),
        ],
        "changed",
    ),
    "confirmed, then unknown": (
        [
            Relation(APPEAL, "hogerBeroep", "latereAanleg", "bekrachtiging/bevestiging"),
            Relation(CASSATION, "cassatie", "latereAanleg"),
        ],
        "under_review",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_standing_of_a_judgment(name: str) -> None:
    relations, standing = CASES[name]
    answer = find_finality(Judgment(id="J", text="", metadata=Metadata(relations=tuple(relations))))
    assert answer.value.status == standing
    assert [doubt.field for doubt in answer.doubts] == ["outcome"] * len(answer.value.later)
