"""What exceeds the law raises a doubt, and stays in the record."""

from __future__ import annotations

import pytest

from tests.extraction.material import HEAD, invented
from vonnis.extraction.extractor import extract
from vonnis.extraction.limits import find_excess, limits
from vonnis.extraction.record import Sanction, SanctionKind
from vonnis.judgment.span import Span

SPAN = Span(start=0, end=1, quote="x")


@pytest.mark.parametrize(
    ("kind", "part", "value", "doubted"),
    [
        ("prison", "total", "P30Y", False),
        ("prison", "total", "P31Y", True),
        ("prison", "total", "P2Y6M", False),
        ("prison", "suspended", "P24M", False),
        ("prison", "suspended", "P30M", True),
        ("prison", "suspended", "all", False),
        ("prison", "probation", "P10Y", False),
        ("prison", "probation", "P20Y", True),
        ("detention", "total", "P16M", False),
        ("detention", "total", "P2Y", True),
        ("youth_detention", "total", "P2Y", False),
        ("youth_detention", "total", "P25M", True),
        ("community_service", "total", "PT480H", False),
        ("community_service", "total", "PT2400H", True),
        ("community_service", "substitute", "P120D", False),
        ("community_service", "substitute", "P1200D", True),
        ("isd", "total", "P24M", False),
        ("isd", "total", "P3Y", True),
        ("liberty_restriction", "total", "P5Y", False),
        ("liberty_restriction", "total", "P6Y", True),
        ("compensation_order", "substitute", "P365D", False),
        ("compensation_order", "substitute", "P400D", True),
        ("tbs_nursing", "total", "P40Y", False),
    ],
)
def test_the_legal_maximum(*, kind: SanctionKind, part: str, value: str, doubted: bool) -> None:
    sanction = Sanction(kind=kind, evidence=SPAN, **{part: value})  # type: ignore[arg-type]
    doubts = list(find_excess([sanction], field="imposed"))
    assert [d.field for d in doubts] == ["imposed"] * doubted
    assert all(value in d.reason and "legal maximum" in d.reason for d in doubts)


@pytest.mark.parametrize(
    ("total", "suspended", "doubted"),
    [
        ("P6M", "P3M", False),
        ("P6M", "P9M", True),
        ("P1Y", "P6M", False),
        ("P1Y", "P12M", False),
        ("EUR 500.00", "EUR 250.00", False),
        ("EUR 500.00", "EUR 750.00", True),
        ("ANG 500.00", "EUR 750.00", False),
        (None, "P3M", False),
    ],
)
def test_a_part_is_no_more_than_its_whole(*, total: str | None, suspended: str, doubted: bool) -> None:
    sanction = Sanction(kind="fine", total=total, suspended=suspended, evidence=SPAN)
    assert bool(list(find_excess([sanction], field="demanded"))) is doubted


def test_the_doubt_points_at_the_part_that_exceeds() -> None:
    part = Span(start=5, end=8, quote="abc")
    sanction = Sanction(kind="prison", total="P6M", suspended="P9M", evidence=SPAN, parts={"suspended": part})
    assert [d.evidence for d in find_excess([sanction], field="imposed")] == [part]


def test_a_sentence_above_the_maximum_stays_in_the_record_and_is_doubted() -> None:
    dictum = "BESLISSING\n\nDe rechtbank:\nveroordeelt verdachte tot een taakstraf voor de duur van 2400 uren;\n"
    record = extract(invented(HEAD + dictum))
    assert [s.total for s in record.imposed] == ["PT2400H"]
    assert ["art. 22c Sr" in d.reason for d in record.failures if d.field == "imposed"] == [True]


def test_every_limit_names_its_source() -> None:
    rows = [limit for row in limits().values() for limit in row.values()]
    assert rows
    assert all(limit.source.startswith("art. ") and limit.at_most.startswith("P") for limit in rows)
