"""What a judgment says does not change with how it is written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.properties.mutations import MUTATIONS
from vonnis.extraction.extractor import extract
from vonnis.extraction.record import ExtractionRecord
from vonnis.judgment.reading import read


def _said(record: ExtractionRecord) -> dict[str, object]:
    """Return what a record says, without where it stands."""
    sanctions = {
        field: [(s.kind, s.total, s.suspended, s.probation, s.substitute) for s in getattr(record, field)]
        for field in ("imposed", "demanded")
    }
    return sanctions | {
        "outcome": record.outcome,
        "decision": record.decision,
        "instance": record.instance,
        "birth year": record.defendant.birth_year,
        "deducted": record.pretrial_detention_deducted,
        "statutes": [(p.law, p.article) for p in record.statutes],
    }


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_values_stay_what_they_are(mutation: str, judgments: Path) -> None:
    for path in sorted((judgments / "text").glob("*.txt"))[::5]:
        text = path.read_text(encoding="utf-8")
        plain = extract(read(text.encode(), name=path.name))
        mutated = extract(read(MUTATIONS[mutation](text).encode(), name=path.name))
        assert _said(mutated) == _said(plain), path.name
