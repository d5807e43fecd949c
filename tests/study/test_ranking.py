"""The order of reading finds what belongs long before chance would, and is the same each time."""

from __future__ import annotations

from random import Random

import pytest

from vonnis.errors import StudyError
from vonnis.study.ranking import Ranker

COMMON = ("rechtbank", "verdachte", "raadsman", "zitting", "vonnis", "dagvaarding", "feit", "bewezen", "straf")
TELLING = ("advertentie", "betaling", "afspraak", "minderjarige", "website")
OTHER = ("diefstal", "winkel", "woning", "braak", "heling", "verkeer", "alcohol", "opiumwet", "wapen")


def material(documents: int = 300, belong: int = 15) -> tuple[dict[str, str], set[str]]:
    """Return invented documents, of which a few belong and speak of other things than the rest."""
    random = Random(7)
    texts = {}
    for number in range(documents):
        words = random.choices(COMMON, k=40) + random.choices(OTHER, k=12)
        if number < belong:
            words += random.choices(TELLING, k=4)
        random.shuffle(words)
        texts[f"J{number:03}"] = " ".join(words)
    return texts, {f"J{number:03}" for number in range(belong)}


def read_until_all_are_found(ranker: Ranker, belong: set[str], *, total: int) -> int:
    """Read one document after another in the order proposed, and return how many were read when all were found."""
    decided: dict[str, bool] = {}
    while sum(decided.values()) < len(belong) and len(decided) < total:
        for key in ranker.rank(decided)[:5]:
            decided[key] = key in belong
    return len(decided)


def test_what_belongs_is_found_early() -> None:
    texts, belong = material()
    assert read_until_all_are_found(Ranker(texts, seed=1), belong, total=len(texts)) < 120


def test_the_same_decisions_give_the_same_order() -> None:
    texts, _ = material(60)
    decided = {"J000": True, "J020": False, "J021": False}
    assert Ranker(texts, seed=1).rank(decided) == Ranker(dict(reversed(texts.items())), seed=1).rank(decided)


def test_without_both_kinds_the_order_is_that_of_the_seed() -> None:
    texts, _ = material(60)
    one, two = Ranker(texts, seed=1), Ranker(texts, seed=2)
    assert one.rank({}) != two.rank({})
    assert one.rank({"J003": False}) == [key for key in one.rank({}) if key != "J003"]


def test_what_was_decided_is_not_proposed_again() -> None:
    texts, _ = material(60)
    decided = {"J000": True, "J020": False}
    assert set(Ranker(texts, seed=1).rank(decided)) == texts.keys() - decided.keys()


def test_a_decision_about_another_document_is_refused() -> None:
    texts, _ = material(60)
    with pytest.raises(StudyError, match="J999"):
        Ranker(texts, seed=1).rank({"J999": True})


@pytest.mark.parametrize("texts", [{}, {"J1": ""}, {"J1": "! ?", "J2": "…"}], ids=["none", "empty", "signs"])
def test_documents_without_words_are_said_to_be_so(texts: dict[str, str]) -> None:
    with pytest.raises(StudyError, match="no words"):
        Ranker(texts, seed=1)
