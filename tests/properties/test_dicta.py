"""What a court means and writes is read back exactly: the grammar of dicta run backwards, then forwards."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.properties.dicta import BESIDE, SENTENCES, Dictum, write, write_dictum, write_list
from tests.properties.sentences import Meant
from vonnis.extraction.dictum import DictumReader

CHANCE = st.randoms(use_true_random=False)


def read(dictum: Dictum) -> list[Meant]:
    """Return what is read in a dictum, and check that every passage is where it says it is."""
    reader = DictumReader(dictum.text, 0, len(dictum.text))
    found = []
    for sanction in reader.sanctions():
        sanction.evidence.check(dictum.text)
        for span in sanction.parts.values():
            span.check(dictum.text)
        found.append(Meant(sanction.kind, sanction.total, sanction.suspended, sanction.probation, sanction.substitute))
    return sorted(found, key=str)


@pytest.mark.parametrize("name", [*SENTENCES, *BESIDE])
@given(chance=CHANCE)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_one_order_is_read_back(name: str, chance: random.Random) -> None:
    dictum = write(chance, name)
    assert read(dictum) == sorted(dictum.meant, key=str), dictum.text


@given(chance=CHANCE)
@example(chance=random.Random(178))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_whole_dictum_is_read_back(chance: random.Random) -> None:
    dictum = write_dictum(chance)
    assert read(dictum) == sorted(dictum.meant, key=str), dictum.text


@pytest.mark.parametrize("seed", range(0, 2000, 20))
def test_dicta_of_many_courts_are_read_back(seed: int) -> None:
    chance = random.Random(seed)
    for dictum in (write_dictum(chance) for _ in range(5)):
        assert read(dictum) == sorted(dictum.meant, key=str), dictum.text


@given(chance=CHANCE)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_list_of_sentences_is_read_back(chance: random.Random) -> None:
    dictum = write_list(chance)
    assert read(dictum) == sorted(dictum.meant, key=str), dictum.text


def test_the_generator_writes_every_kind_and_part() -> None:
    meant = [sanction for seed in range(400) for sanction in write_dictum(random.Random(seed)).meant]
    kinds = {sanction.kind for sanction in meant}
    assert kinds >= {
        "prison",
        "youth_detention",
        "detention",
        "fine",
        "community_service",
        "training_order",
        "isd",
        "pij",
    }
    assert kinds >= {"tbs_nursing", "tbs_conditions", "driving_ban", "liberty_restriction", "compensation_order"}
    assert kinds >= {"execution_of_suspended", "forfeiture", "withdrawal_from_circulation", "life_imprisonment"}
    assert any(s.suspended == "all" for s in meant)
    assert any(s.suspended not in {None, "all"} for s in meant)
    assert any(s.substitute == "P0D" for s in meant)
