"""Provisions and persons on the labelled judgments and summaries, where they are at hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vonnis.extraction.defendant import find_defendant
from vonnis.extraction.provisions import find_provisions
from vonnis.extraction.victims import find_victims
from vonnis.judgment.judgment import Judgment
from vonnis.judgment.reading import read

Labelled = list[tuple[dict[str, Any], Judgment]]


@pytest.fixture(scope="module")
def labelled(judgments: Path) -> Labelled:
    """The labelled judgments with their labels."""
    labels = map(json.loads, (judgments / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    return [(label, read(judgments / "text" / f"{label['id']}.txt")) for label in labels]


@pytest.fixture(scope="module")
def summaries(judgments: Path) -> Labelled:
    """The summaries whose labels are certain, with their labels."""
    labels = map(json.loads, (judgments / "summaries_gold.jsonl").read_text(encoding="utf-8").splitlines())
    return [(g, Judgment(id=g["id"], text=g["text"], text_is="abstract")) for g in labels if g["certain"]]


def _f1(pairs: list[tuple[Counter[Any], Counter[Any]]]) -> float:
    """Return the F1 score over pairs of wanted and found values."""
    right = sum((want & got).total() for want, got in pairs)
    return 2 * right / sum(want.total() + got.total() for want, got in pairs)


def test_statutes(labelled: Labelled) -> None:
    pairs = [
        (Counter(set(label["statutes"])), Counter({f"{p.law} {p.article}" for p in find_provisions(judgment).value}))
        for label, judgment in labelled
    ]
    assert _f1(pairs) >= 0.98


@pytest.mark.parametrize("field", ["birth_year", "sex"])
def test_defendant(labelled: Labelled, field: str) -> None:
    wrong = [
        label["id"] for label, judgment in labelled if getattr(find_defendant(judgment).value, field) != label[field]
    ]
    assert len(wrong) <= 1, wrong


def _defendant_age(judgment: Judgment) -> list[int]:
    defendant = find_defendant(judgment).value
    ages = (defendant.age_at_judgment, defendant.age_at_offence)
    return sorted({age.min for age in ages if age and age.min == age.max})


def _victim_ages(judgment: Judgment) -> list[int]:
    return sorted(victim.age for victim in find_victims(judgment).value if victim.age is not None)


@pytest.mark.parametrize(
    ("label", "ages"), [("defendant_age", _defendant_age), ("victim_ages", _victim_ages)], ids=["defendant", "victims"]
)
def test_ages_in_summaries(summaries: Labelled, label: str, ages: Callable[[Judgment], list[int]]) -> None:
    def wanted(value: int | list[int] | None) -> list[int]:
        return value if isinstance(value, list) else [] if value is None else [value]

    pairs = [(Counter(wanted(g[label])), Counter(ages(judgment))) for g, judgment in summaries]
    assert sum(want != got for want, got in pairs) <= 1
    assert _f1(pairs) >= 0.95


def test_every_passage_stands_in_its_text(labelled: Labelled) -> None:
    for _, judgment in labelled:
        persons, victims, provisions = find_defendant(judgment), find_victims(judgment), find_provisions(judgment)
        spans = [span for own in persons.evidence.values() for span in own]
        spans += [victim.evidence for victim in victims.value] + [provision.evidence for provision in provisions.value]
        assert all(span.check(judgment.text) for span in spans)
